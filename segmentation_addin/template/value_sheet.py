"""The Value sheet: two landscape pages, each figure beside its definition."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ALERT
from segmentation_addin.workbook.board import FIXED_CELLS, Facts
from segmentation_addin.workbook.board_value import SENTENCE_ROW
from segmentation_addin.workbook.board_value_base import LAST_ROW, PAGE_TWO_ROW
from segmentation_addin.workbook.board_value_rows import DEFINITION, VALUE

WIDTHS = (2, 32, *(14.2,) * 6, 69, 2, 2, 9)
_LINE, _TWO_LINES, _HEAD, _SECTION, _GAP = 16, 27, 28, 22, 10
_ONE_LINE = 96
"""Characters of a definition that surely fit on one line."""
AREA = f"A1:J{LAST_ROW}"
PRINT_SCALE = 70


def heights() -> dict[int, int]:
    """Height of each row, 0-based: two lines where a definition needs them."""
    found: dict[int, int] = dict.fromkeys(range(LAST_ROW), _LINE)
    for fixed in FIXED_CELLS:
        if fixed.sheet != VALUE or fixed.text is None:
            continue
        row = int(fixed.cell.lstrip("ABCDEFGHIJKLM")) - 1
        if "section" in fixed.style:
            found[row] = _SECTION
            found[row - 1] = _GAP
        elif "head" in fixed.style:
            found[row] = _HEAD
        elif fixed.cell.startswith(DEFINITION):
            longest = max(len(text) for text in fixed.text)
            found[row] = _LINE if longest <= _ONE_LINE else _TWO_LINES
    return {**found, 0: 32, SENTENCE_ROW - 1: 34, SENTENCE_ROW: 8}


def write_value(page: Page, facts: Facts) -> None:
    """Concentration, dependence and losses; letters, recurrence and confidence."""
    worksheet = page.worksheet
    write_grid(worksheet, WIDTHS, heights())
    write_fixed_cells(page, facts)
    loss = page.workbook.add_format({"font_color": ALERT})
    worksheet.conditional_format(
        f"C{SENTENCE_ROW + 2}:H{LAST_ROW}",
        {"type": "cell", "criteria": "<", "value": 0, "format": loss},
    )
    worksheet.freeze_panes(3, 0)
    worksheet.print_area(AREA)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_h_pagebreaks([PAGE_TWO_ROW - 1])
    worksheet.center_horizontally()
