"""One visual language: palette, fonts and formats, named by what they are for.

The letters' colours differ in lightness as well as in hue, so that they hold in
grey and for colour-blind readers; a letter is always written, never colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

FONT = "Calibri"
INK = "#1F2933"
GREY = "#5B6770"
PALE = "#E4E7EB"
NIGHT = "#102A43"
INPUT_HEAD = "#DCE8F2"
OUTPUT_HEAD = "#E8E6DF"
WARNING = "#FFF3C4"

LETTER_FILL: Mapping[str, str] = {
    "A": "#0B4F6C",
    "B": "#3E8EBF",
    "C": "#F2C14E",
    "D": "#B23A2E",
    "NC": "#9AA5B1",
}
LETTER_INK: Mapping[str, str] = {
    "A": "#FFFFFF",
    "B": "#0B1F2A",
    "C": INK,
    "D": "#FFFFFF",
    "NC": INK,
}
LETTER_MARKER: Mapping[str, str] = {
    "A": "circle",
    "B": "square",
    "C": "triangle",
    "D": "diamond",
    "NC": "x",
}

_PARTS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 20, "font_color": NIGHT},
    "guide": {"font_color": GREY, "font_size": 10},
    "subtitle": {"font_color": GREY, "font_size": 10},
    "banner": {"bg_color": WARNING, "bold": True, "font_color": "#5C4400"},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": NIGHT,
        "bottom": 2,
        "bottom_color": NIGHT,
    },
    "step_number": {
        "bold": True,
        "font_size": 16,
        "font_color": "#3E8EBF",
        "align": "center",
    },
    "step_title": {"bold": True},
    "text": {"text_wrap": True, "valign": "top"},
    "command": {"font_name": "Consolas", "bg_color": "#F1F4F7", "font_color": NIGHT},
    "link": {"font_color": "#0B5CAD", "underline": 1},
    "line": {"bottom": 1, "bottom_color": PALE},
    "total": {"bold": True, "top": 1, "top_color": NIGHT, "bg_color": "#F1F4F7"},
    "label": {"align": "left"},
    "left": {"align": "left"},
    "right": {"align": "right"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "align": "right",
        "valign": "bottom",
        "bottom": 1,
        "bottom_color": NIGHT,
        "font_size": 10,
    },
    "small_head": {"font_color": GREY, "font_size": 9, "align": "right"},
    "note": {
        "font_color": GREY,
        "italic": True,
        "font_size": 9,
        "text_wrap": True,
        "valign": "top",
    },
    "card_caption": {"font_color": GREY, "font_size": 10, "bg_color": "#F1F4F7"},
    "card_figure": {
        "bold": True,
        "font_size": 22,
        "font_color": NIGHT,
        "bg_color": "#F1F4F7",
        "align": "left",
    },
    "card_sentence": {
        "font_size": 10,
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#F1F4F7",
    },
    "badge": {"bold": True, "align": "left"},
    "verdict": {"bold": True, "align": "center"},
    "helper": {"font_color": "#9AA5B1", "font_size": 9},
    "helper_head": {
        "font_color": "#9AA5B1",
        "font_size": 9,
        "text_wrap": True,
        "align": "right",
    },
    "helper_title": {"font_color": "#9AA5B1", "font_size": 9, "bold": True},
    "count": {"num_format": "#,##0", "align": "right"},
    "amount": {"num_format": "#,##0;-#,##0", "align": "right"},
    "cents": {"num_format": "#,##0.00", "align": "right"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "percent_whole": {"num_format": "0%"},
    "number": {"num_format": "0.##", "align": "right"},
    "decimal": {"num_format": "#,##0.0", "align": "right"},
    "index": {"num_format": "0.0000", "align": "right"},
    "date": {"num_format": "yyyy\\-mm\\-dd", "align": "right"},
    **{
        f"badge_{letter}": {
            "bg_color": LETTER_FILL[letter],
            "font_color": LETTER_INK[letter],
        }
        for letter in LETTER_FILL
    },
}
_BASE = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}


class Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def named(self, parts: str) -> Format:
        """The format of a fixed cell, from the names of its parts."""
        properties = dict(_BASE)
        for part in parts.split():
            properties.update(_PARTS[part])
        return self._format("fixed " + parts, properties)

    def column(
        self, number_format: str, tint: str | None, text: bool = False
    ) -> Format:
        """The format of the cells of a table column."""
        properties: dict[str, Any] = {**_BASE, "num_format": number_format}
        if tint:
            properties["font_color"] = tint
        properties["align"] = "left" if text else "right"
        return self._format(f"column {number_format} {tint} {text}", properties)

    def heading(self, output: bool, required: bool) -> Format:
        """The format of a table heading; required ones are underlined darker."""
        properties = {
            **_BASE,
            "bold": True,
            "text_wrap": True,
            "valign": "vcenter",
            "bg_color": OUTPUT_HEAD if output else INPUT_HEAD,
            "bottom": 2 if required else 1,
            "bottom_color": NIGHT,
        }
        return self._format(f"heading {output} {required}", properties)

    def conditional(self, **properties: Any) -> Format:
        """A format for a conditional rule."""
        return self._book.add_format(properties)

    def _format(self, key: str, properties: Mapping[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]
