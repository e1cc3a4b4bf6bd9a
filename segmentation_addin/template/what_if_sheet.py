"""The What-if sheet: the statement at the left, the two tables at its right."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells
from segmentation_addin.template.sheets import Page, write_table_sheet
from segmentation_addin.template.style import ALERT, PAPER
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_home import GAP
from segmentation_addin.workbook.board_what_if import (
    CHECK_ROW,
    FIRST_ROW,
    HEAD_ROW,
    TOTAL_ROW,
)
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.scenario_tables import (
    DECISIONS,
    DECISIONS_COLUMN,
    SCENARIO_COLUMN,
)

WIDTHS = (2, 20, 11, *(14.0,) * 9, 3)
PRINT_SCALE = 38
"""Per cent: each of the three parts fits the width of a page."""
_GAPS = {DECISIONS_COLUMN - 2: 3, DECISIONS_COLUMN - 1: 3}


def write_what_if(page: Page, facts: Facts) -> None:
    """Statement by letter, notes, decisions to try, clients to decide."""
    worksheet = page.worksheet
    write_table_sheet(page, facts)
    for column, width in {**dict(enumerate(WIDTHS)), **_GAPS}.items():
        worksheet.set_column(column, column, width)
    write_fixed_cells(page, facts)
    caption = DECISIONS.title.in_(page.language)
    style = page.styles.get("caption")
    worksheet.write_string(HEADER_ROW - 2, DECISIONS_COLUMN, caption, style)
    worksheet.set_row(HEAD_ROW - 1, 40)
    worksheet.freeze_panes(HEADER_ROW, 0)
    worksheet.hide_gridlines(2)
    worksheet.repeat_rows(HEADER_ROW - 1)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_v_pagebreaks([SCENARIO_COLUMN, DECISIONS_COLUMN])
    loss = page.workbook.add_format({"font_color": ALERT})
    for area in (f"D{FIRST_ROW}:F{TOTAL_ROW}", f"I{FIRST_ROW}:K{TOTAL_ROW}"):
        worksheet.conditional_format(
            area, {"type": "cell", "criteria": "<", "value": 0, "format": loss}
        )
    gap = page.workbook.add_format({"bg_color": ALERT, "font_color": PAPER})
    worksheet.conditional_format(
        f"J{CHECK_ROW}",
        {
            "type": "cell",
            "criteria": "==",
            "value": f'"{GAP.in_(page.language)}"',
            "format": gap,
        },
    )
