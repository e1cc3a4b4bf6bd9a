"""The Method sheet: one calm page on the letters, printed on one sheet of A4."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ACCENT, LINE
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_method import (
    ASK_LABELS,
    CRITERIA_ROW,
    D_ROW,
    FIRST_CRITERION,
    LETTER_ROW,
    LINES,
    MORE_ROW,
)

WIDTHS = (2, 22, 10, 12, 12, 14, 14, 3, 4, 20, 22, 22, 22, 2)
_LETTER_HEIGHT, _LINE_HEIGHT, _TEXT_HEIGHT = 32, 30, 30
HEIGHTS = {
    0: 32,
    1: 20,
    2: 6,
    LETTER_ROW - 1: 20,
    LETTER_ROW: 18,
    **dict.fromkeys(range(LETTER_ROW + 1, LETTER_ROW + 6), _LETTER_HEIGHT),
    LETTER_ROW + 6: 8,
    CRITERIA_ROW - 1: 20,
    **dict.fromkeys(range(CRITERIA_ROW, MORE_ROW - 1), _LINE_HEIGHT),
    MORE_ROW - 1: 28,
    MORE_ROW: 8,
    D_ROW - 1: 20,
    **dict.fromkeys(range(D_ROW, D_ROW + len(ASK_LABELS)), _TEXT_HEIGHT),
    D_ROW + len(ASK_LABELS): 16,
}
"""0-based rows; a row of words has room for two lines."""
PRINT_AREA = f"A1:N{D_ROW + 1 + len(ASK_LABELS)}"


def write_method(page: Page, facts: Facts) -> None:
    """The page, its bars of weight, and the cells where the company writes names."""
    worksheet, language = page.worksheet, page.language
    write_grid(worksheet, WIDTHS, HEIGHTS)
    title, guide = page.sheet.title, page.sheet.guide
    worksheet.write_string(0, 1, title.in_(language), page.styles.get("title"))
    worksheet.write_string(1, 1, guide.in_(language), page.styles.get("guide"))
    write_fixed_cells(page, facts)
    for row in range(D_ROW, D_ROW + len(ASK_LABELS)):
        worksheet.merge_range(row, 10, row, 12, "", page.styles.get("input words"))
    worksheet.conditional_format(
        f"G{FIRST_CRITERION}:G{FIRST_CRITERION + LINES - 1}",
        {
            "type": "data_bar",
            "bar_color": ACCENT,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        },
    )
    worksheet.conditional_format(
        f"B{FIRST_CRITERION}:G{FIRST_CRITERION + LINES - 1}",
        {
            "type": "formula",
            "criteria": f'=$B{FIRST_CRITERION}<>""',
            "format": page.workbook.add_format({"bottom": 1, "bottom_color": LINE}),
        },
    )
    worksheet.print_area(PRINT_AREA)
    worksheet.fit_to_pages(1, 1)
    worksheet.center_horizontally()
