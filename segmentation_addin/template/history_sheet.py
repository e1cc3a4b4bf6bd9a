"""The History sheet: which reviews to compare, what changed, and the closed reviews."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells
from segmentation_addin.template.sheets import FIRST_ROW, Page, write_table_sheet
from segmentation_addin.template.style import (
    ALERT,
    ALERT_TINT,
    CALM_TINT,
    LETTER_LOOKS,
    RISE_TINT,
)
from segmentation_addin.template.validation import LAST_ROW
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_history_matrix import COUNTS_ROW, REVENUE_ROW
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.history_tables import COMPARE, HISTORY

BLOCK_WIDTHS = (13, 13, 17, 16, 14, 14, 12, 14, 12)
"""Columns D to L: the reviews and the matrices."""
RESULT_WIDTHS = (18, 26, 18, 14, 38)
"""Columns N to R: results, moves, calendar."""
_GAP_WIDTH = 2
_FIRST_BLOCK = COMPARE.first_column + len(COMPARE.columns) + 1
_FIRST_RESULT = _FIRST_BLOCK + len(BLOCK_WIDTHS) + 1
_PRINT_AREA = "A1:R52"
_LETTERS = 5
"""A, B, C, D and NC: the first rows and columns of a matrix."""
_STAYED, _ROSE, _FELL = CALM_TINT, RISE_TINT, ALERT_TINT


def write_history(page: Page, facts: Facts) -> None:
    """Tables at both sides, the fixed cells between them, then the looks."""
    worksheet = page.worksheet
    write_table_sheet(page, facts)
    for first, widths in ((_FIRST_BLOCK, BLOCK_WIDTHS), (_FIRST_RESULT, RESULT_WIDTHS)):
        worksheet.set_column(first - 1, first - 1, _GAP_WIDTH)
        for offset, width in enumerate(widths):
            worksheet.set_column(first + offset, first + offset, width)
    worksheet.set_column(HISTORY.first_column - 1, HISTORY.first_column - 1, _GAP_WIDTH)
    caption = page.styles.get("caption")
    title = HISTORY.title.in_(page.language)
    worksheet.write_string(HEADER_ROW - 2, HISTORY.first_column, title, caption)
    write_fixed_cells(page, facts)
    _colour_matrices(page)
    _colour_letters(page)
    worksheet.freeze_panes(HEADER_ROW, 0)
    worksheet.repeat_rows(HEADER_ROW - 1)
    worksheet.hide_gridlines(2)
    worksheet.print_area(_PRINT_AREA)


def _colour_matrices(page: Page) -> None:
    """Who stayed, who rose, who fell: by place, where clients stand."""
    worksheet = page.worksheet
    looks = {
        key: page.workbook.add_format({"bg_color": colour})
        for key, colour in ((0, _STAYED), (1, _FELL), (-1, _ROSE))
    }
    for first in (COUNTS_ROW, REVENUE_ROW):
        for row in range(_LETTERS - 1):
            for column in range(_LETTERS - 1):
                place = first - 1 + row, _FIRST_BLOCK + 1 + column
                side = (column > row) - (column < row)
                worksheet.conditional_format(
                    *place,
                    *place,
                    {
                        "type": "cell",
                        "criteria": ">" if side else ">=",
                        "value": 0,
                        "format": looks[side],
                    },
                )
    loss = page.workbook.add_format({"font_color": ALERT})
    worksheet.conditional_format(
        "R6:R17", {"type": "cell", "criteria": "<", "value": 0, "format": loss}
    )


def _colour_letters(page: Page) -> None:
    """The frozen letters in the colours of the house."""
    for key in ("letter", "computed_letter"):
        column = HISTORY.first_column + HISTORY.keys.index(key)
        for letter, look in LETTER_LOOKS.items():
            page.worksheet.conditional_format(
                FIRST_ROW,
                column,
                LAST_ROW - 1,
                column,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{letter}"',
                    "format": page.workbook.add_format(
                        {"bg_color": look.fill, "font_color": look.ink}
                    ),
                },
            )
