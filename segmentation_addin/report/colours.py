"""The colours of the report: the workbook's palette, and its twin on a dark screen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from segmentation_addin.palette import (
    ACCENT,
    ALERT,
    AMBER_TINT,
    CARD_TINT,
    INK,
    LETTER_LOOKS,
    LINE,
    MUTED,
    PAPER,
)

_LETTERS: Mapping[str, str] = dict(
    chain.from_iterable(
        ((f"fill-{name}", look.fill), (f"ink-{name}", look.ink))
        for name, look in LETTER_LOOKS.items()
    )
)
LIGHT: Mapping[str, str] = {
    "paper": PAPER,
    "ink": INK,
    "muted": "#5B6772",
    "line": LINE,
    "accent": ACCENT,
    "alert": ALERT,
    "tint": CARD_TINT,
    "amber": AMBER_TINT,
    "edge": MUTED,
    **_LETTERS,
}
"""On paper and on a light screen."""
DARK: Mapping[str, str] = {
    "paper": "#12181F",
    "ink": "#E6EBF0",
    "muted": "#A6B3BF",
    "line": "#3A4855",
    "accent": "#8EC5EA",
    "alert": "#FF9C82",
    "tint": "#1C2630",
    "amber": "#3B3013",
    "edge": "#C9D3DC",
    **_LETTERS,
}
"""Letters keep their colours; a light edge draws them off the dark page."""
INK_ON_GROUND = (
    *(("ink", ground) for ground in ("paper", "tint", "amber")),
    *(("muted", ground) for ground in ("paper", "tint")),
    *(("accent", ground) for ground in ("paper", "tint")),
    ("alert", "paper"),
    *((f"ink-{name}", f"fill-{name}") for name in LETTER_LOOKS),
)
"""Every colour of words with every colour that lies under it."""
