"""One visual language: colours, fonts, and the parts that cell styles are made of.

A style is a few part names separated by blanks ("line amount"); later parts win.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from segmentation_addin.palette import (
    ACCENT,
    ALERT,
    ALERT_INK,
    ALERT_TINT,
    AMBER_TINT,
    CALM_TINT,
    CARD_TINT,
    FAINT,
    FONT,
    HEAT,
    INK,
    INPUT_TAB,
    INPUT_TINT,
    LETTER_LOOKS,
    LINE,
    MUTED,
    PAPER,
    REQUIRED,
    RISE_TINT,
    WRITTEN_TINT,
    LetterLook,
)
from segmentation_addin.template.map_parts import MAP_PARTS

__all__ = [
    "ACCENT",
    "ALERT",
    "ALERT_INK",
    "ALERT_TINT",
    "AMBER_TINT",
    "CALM_TINT",
    "CARD_TINT",
    "FAINT",
    "FONT",
    "HEAT",
    "INK",
    "INPUT_TAB",
    "INPUT_TINT",
    "LETTER_LOOKS",
    "LINE",
    "MUTED",
    "PAPER",
    "PARTS",
    "REQUIRED",
    "RISE_TINT",
    "WRITTEN_TINT",
    "LetterLook",
    "Property",
    "Styles",
    "properties",
]

Property = str | int | float | bool

_FIGURE: dict[str, Property] = {"align": "right"}
PARTS: Mapping[str, Mapping[str, Property]] = {
    # pages
    "title": {"font_size": 20, "bold": True, "font_color": ACCENT},
    "guide": {"font_color": MUTED, "italic": True},
    "caption": {"bold": True, "font_color": ACCENT, "font_size": 11},
    "subtitle": {"font_color": INK, "bold": True},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": ACCENT,
        "bottom": 2,
        "bottom_color": ACCENT,
    },
    "note": {
        "font_color": MUTED,
        "font_size": 9,
        "text_wrap": True,
        "valign": "top",
    },
    "definition": {
        "font_color": MUTED,
        "font_size": 9,
        "text_wrap": True,
        "align": "left",
        "indent": 2,
    },
    "warning": {"font_color": ALERT, "bold": True},
    "banner": {"bold": True, "align": "left", "indent": 1},
    "text": {"text_wrap": True},
    "link": {
        "font_color": ACCENT,
        "underline": 1,
        "bold": True,
    },
    "command": {"font_name": "Consolas", "font_color": ACCENT, "bold": True},
    "step_number": {
        "bold": True,
        "font_size": 12,
        "font_color": PAPER,
        "bg_color": ACCENT,
        "align": "center",
    },
    "step_title": {"bold": True, "font_size": 12, "align": "left", "indent": 1},
    # figures
    "line": {"bottom": 1, "bottom_color": LINE},
    "total": {
        "bold": True,
        "top": 1,
        "bottom": 1,
        "top_color": ACCENT,
        "bottom_color": ACCENT,
    },
    "label": {"align": "left"},
    "right": {"align": "right"},
    "amount": {**_FIGURE, "num_format": "#,##0"},
    "cents": {**_FIGURE, "num_format": "#,##0.00"},
    "count": {**_FIGURE, "num_format": "#,##0"},
    "number": {**_FIGURE, "num_format": "0.##"},
    "decimal": {**_FIGURE, "num_format": "#,##0.0"},
    "index": {**_FIGURE, "num_format": "0.0000"},
    "same": {"bg_color": CARD_TINT, "bold": True},
    "percent": {**_FIGURE, "num_format": "0.0%"},
    "percent_whole": {**_FIGURE, "num_format": "0%"},
    "ratio": {**_FIGURE, "num_format": "0.00"},
    "gap": {**_FIGURE, "num_format": "+#,##0;-#,##0;0"},
    "change": {**_FIGURE, "num_format": "+0.0%;-0.0%;0.0%"},
    "heat": {
        "align": "center",
        "num_format": "#,##0",
        "border": 1,
        "border_color": PAPER,
    },
    "small": {"font_size": 9, "font_color": MUTED},
    "date": {**_FIGURE, "num_format": "yyyy\\-mm\\-dd"},
    "verdict": {"align": "right", "bold": True},
    "head": {
        "bold": True,
        "font_color": MUTED,
        "font_size": 9,
        "align": "right",
        "valign": "bottom",
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": ACCENT,
    },
    "left": {"align": "left"},
    "center": {"align": "center"},
    "inset": {"align": "left", "indent": 2},
    "small_head": {
        "font_color": MUTED,
        "font_size": 9,
        "align": "right",
        "bottom": 1,
        "bottom_color": LINE,
    },
    "wrapped": {"text_wrap": True, "valign": "bottom"},
    "badge": {
        "bold": True,
        "align": "left",
        "indent": 1,
        "bottom": 1,
        "bottom_color": PAPER,
    },
    **{
        f"badge_{name}": {"bg_color": look.fill, "font_color": look.ink}
        for name, look in LETTER_LOOKS.items()
    },
    "card_caption": {
        "bg_color": CARD_TINT,
        "font_color": MUTED,
        "font_size": 9,
        "bold": True,
        "align": "left",
        "indent": 1,
        "left": 5,
        "left_color": ACCENT,
    },
    "card_figure": {
        "bg_color": CARD_TINT,
        "font_color": ACCENT,
        "font_size": 24,
        "bold": True,
        "align": "left",
        "indent": 1,
        "left": 5,
        "left_color": ACCENT,
    },
    "card_sentence": {
        "bg_color": CARD_TINT,
        "text_wrap": True,
        "valign": "top",
        "align": "left",
        "indent": 1,
        "left": 5,
        "left_color": ACCENT,
    },
    "helper_title": {"font_color": MUTED, "font_size": 8, "bold": True},
    "helper_head": {"font_color": MUTED, "font_size": 8, "align": "right"},
    "helper": {"font_color": MUTED, "font_size": 8},
    # tables
    "table_head": {
        "bold": True,
        "font_color": PAPER,
        "bg_color": ACCENT,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
        "valign": "vcenter",
        "border": 1,
        "border_color": PAPER,
    },
    "required_head": {"font_color": REQUIRED},
    "input": {"bg_color": INPUT_TINT, "border": 1, "border_color": LINE},
    "given": {"border": 1, "border_color": LINE},
    "written": {
        "bg_color": WRITTEN_TINT,
        "font_color": MUTED,
        "border": 1,
        "border_color": LINE,
    },
    "output": {"bottom": 1, "bottom_color": LINE},
    "letter": {"align": "center", "bold": True},
    "words": {"align": "left", "indent": 1},
    "wrap": {"text_wrap": True, "valign": "top"},
    "top": {"valign": "top"},
    **MAP_PARTS,
}
_AFTER: Mapping[str, Mapping[str, Property]] = {
    "card_figure": {"align": "left"},
}
"""What a part imposes even on the parts after it."""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str | None], Format] = {}

    def get(self, style: str, num_format: str | None = None) -> Format:
        """The format of a style; KeyError for an unknown part."""
        key = (style, num_format)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties(style, num_format))
        return self._made[key]


def properties(style: str, num_format: str | None = None) -> dict[str, Property]:
    """The properties of a style, in XlsxWriter's words."""
    merged: dict[str, Property] = {
        "font_name": FONT,
        "font_size": 10,
        "font_color": INK,
        "valign": "vcenter",
    }
    for part in style.split():
        merged |= PARTS[part]
    for part in style.split():
        merged |= _AFTER.get(part, {})
    if num_format is not None:
        merged["num_format"] = num_format
    return merged
