"""The colours and the font of every page, whatever program draws it.

Letters keep four shades that stay apart in grey and for colour-blind readers, and
are never told by colour alone: the letter stands in the cell, charts add a shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FONT = "Calibri"
INK = "#22303C"
MUTED = "#64717E"
FAINT = "#9AA5AF"
LINE = "#D8DEE4"
PAPER = "#FFFFFF"
ACCENT = "#1B4965"
REQUIRED = "#FFE3A3"
INPUT_TINT = "#FFF8E6"
INPUT_TAB = "#E5B94E"
WRITTEN_TINT = "#F3F4F6"
CARD_TINT = "#F4F7FA"
AMBER_TINT = "#FDF0D5"
ALERT = "#A4351B"
ALERT_INK = "#7A2410"
ALERT_TINT = "#F7DDD5"
RISE_TINT = "#E2EFE5"
CALM_TINT = "#EEF2F6"
HEAT = "#62A8D6"
"""The deep end of a scale of shades that begins at white."""
HEAT_LOSS, HEAT_MIDDLE = "#E59A7C", "#F1F5F8"
"""The other end, and the middle, of a scale that has two sides."""


class LetterLook(NamedTuple):
    """How one letter looks in cells and on charts."""

    fill: str
    ink: str
    marker: str
    size: int


LETTER_LOOKS: Mapping[str, LetterLook] = {
    "A": LetterLook("#1B4965", "#FFFFFF", "circle", 8),
    "B": LetterLook("#62A8D6", "#0E2433", "diamond", 8),
    "C": LetterLook("#F3D08A", "#3B2B05", "triangle", 8),
    "D": LetterLook("#B5472C", "#FFFFFF", "square", 7),
    "NC": LetterLook("#E9EDF1", "#3A4650", "x", 6),
}
"""Lightness (L*) A 29, D 45, B 66, C 85, NC 94: four greys and a pale one."""
