"""The looks of the Map's tiles: their number formats show where, not how much.

A tile holds its figure, so that a native colour scale colours it; the format shows the
code of the département or the name of the région, with ▼ when the figure is negative.
"""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.core.french_places import DEPARTMENTS, REGIONS
from segmentation_addin.palette import INK, LINE, MUTED, PAPER

LOSS_MARK = "▼"


def shows(word: str) -> str:
    """The number format that shows a word: for more than 0, less, 0, and a text."""
    return f'"{word}";"{word}{LOSS_MARK}";"{word}";"{word}"'


MAP_PARTS: Mapping[str, Mapping[str, str | int | float | bool]] = {
    "tile": {
        "font_color": INK,
        "bg_color": PAPER,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": LINE,
    },
    "tile_label": {"font_color": MUTED, "font_size": 9, "italic": True},
    "region_name": {"font_size": 9, "bold": True, "bottom": 0},
    "region_figure": {"font_size": 9, "top": 0},
    "swatch": {"font_size": 9},
    "chosen": {"bold": True},
    **{f"code_{one.code}": {"num_format": shows(one.code)} for one in DEPARTMENTS},
    **{
        f"region_{position}": {"num_format": shows(one.short)}
        for position, one in enumerate(REGIONS)
    },
}
