"""The sheet Readings: two landscape pages in the visual language of the dashboard."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ACCENT, ALERT, HEAT, PAPER
from segmentation_addin.workbook.board import Facts

WIDTHS = (2, 30, *(14.0,) * 6, 3, *(14.0,) * 7, 2)
_LINE, _HEAD = 16, 28
HEIGHTS = {
    **dict.fromkeys(range(4, 79), _LINE),
    0: 32,
    3: 8,
    **dict.fromkeys((5, 20, 21, 54, 60, 63, 71), _HEAD),
}
"""Blocks stand side by side: only rows that wrap on both sides are taller."""
PAGE_ONE_ROWS = 52
AREA = "A1:Q79"
PRINT_SCALE = 57
_LOSSES = ("C26:F31", "D56:F60", "E65:G70", "M7:M19", "O48:P50")
_OVER_ONE = "H56:P60"
_HEAT = "C7:G11"


def write_readings(page: Page, facts: Facts) -> None:
    """RFM, value x margin, sizes, ABC and concentration, then effort and clusters."""
    worksheet = page.worksheet
    write_grid(worksheet, WIDTHS, HEIGHTS)
    write_fixed_cells(page, facts)
    worksheet.conditional_format(
        _HEAT,
        {"type": "2_color_scale", "min_color": PAPER, "max_color": HEAT},
    )
    loss = page.workbook.add_format({"font_color": ALERT})
    for area in _LOSSES:
        worksheet.conditional_format(
            area, {"type": "cell", "criteria": "<", "value": 0, "format": loss}
        )
    strong = page.workbook.add_format({"font_color": ACCENT, "bold": True})
    worksheet.conditional_format(
        _OVER_ONE,
        {
            "type": "formula",
            "criteria": "=AND(ISNUMBER(H56),N(H56)>1)",
            "format": strong,
        },
    )
    worksheet.freeze_panes(3, 0)
    worksheet.print_area(AREA)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_h_pagebreaks([PAGE_ONE_ROWS])
    worksheet.center_horizontally()
