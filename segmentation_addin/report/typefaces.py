"""The two typefaces that the PDF embeds; they come with the package."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "Board", "Board-Bold"
_FOLDER = Path(__file__).parent / "fonts"
_FILES = {PLAIN: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}


def use_typefaces() -> None:
    """Makes both typefaces known to reportlab, once."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))
    pdfmetrics.registerFontFamily(
        PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD
    )
