"""Text on paper: safe to lay out, and no longer than the page can hold."""

from __future__ import annotations

from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from segmentation_addin.languages import NARROW_SPACE
from segmentation_addin.report.colours import LIGHT
from segmentation_addin.report.signs import NO_BREAK_SPACE, printable, unbroken
from segmentation_addin.report.typefaces import PLAIN

TEXT = ParagraphStyle(
    "text",
    fontName=PLAIN,
    fontSize=8.5,
    leading=11.5,
    textColor=HexColor(LIGHT["ink"]),
)
NOTE = ParagraphStyle(
    "note", parent=TEXT, fontSize=8, textColor=HexColor(LIGHT["muted"])
)
_MOST_SIGNS = 2000


def plain(text: str) -> str:
    """A text as the paper shows it.

    A line could break at a narrow no-break space; the wider one holds.
    """
    return printable(text).replace(NARROW_SPACE, NO_BREAK_SPACE)


def paragraph(text: str, style: ParagraphStyle) -> Any:
    """A paragraph in which no sign of the text has a meaning of its own."""
    shown = text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1] + "…"
    return Paragraph(escape(unbroken(plain(shown)), quote=False), style)
