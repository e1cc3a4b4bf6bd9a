"""Home, and the loose cells of every sheet, from the board's cells."""

from __future__ import annotations

from datetime import date, datetime

from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ALERT, AMBER_TINT, PAPER
from segmentation_addin.workbook.board import FIXED_CELLS, Facts, FixedCell, resolve
from segmentation_addin.workbook.board_check import CHECK_ROW, EDITED_ROW, INPUT_CELLS
from segmentation_addin.workbook.board_history_calendar import HOME_ROW
from segmentation_addin.workbook.board_home import GAP
from segmentation_addin.workbook.board_quality import LEDGER_ROW
from segmentation_addin.workbook.host import Cell, CellError
from segmentation_addin.workbook.outputs import SHEETS

HOME_WIDTHS = (2, 5, 26, 20, 3, 24, 22, 19, 16, 10, 2)
HOME_HEIGHTS = {
    0: 32,
    2: 24,
    **dict.fromkeys(range(4, 31), 19),
    5: 24,
    7: 26,
    9: 26,
    12: 30,
    17: 24,
    19: 28,
    25: 28,
}
HOME_AREA = "A1:K32"


def write_fixed_cells(page: Page, facts: Facts) -> None:
    """Writes every fixed cell of one sheet with its text, or formula and value."""
    for fixed in FIXED_CELLS:
        if fixed.sheet == page.sheet.key:
            _write(page, fixed, facts)


def write_home(page: Page, facts: Facts) -> None:
    """The Home sheet: steps, state of the data, checks."""
    write_grid(page.worksheet, HOME_WIDTHS, HOME_HEIGHTS)
    write_fixed_cells(page, facts)
    page.worksheet.print_area(HOME_AREA)
    amber = page.workbook.add_format({"bg_color": AMBER_TINT})
    page.worksheet.conditional_format(
        "B3:J3", {"type": "formula", "criteria": "=LEN($B$3)>0", "format": amber}
    )
    last = CHECK_ROW + len(INPUT_CELLS) - 1
    mark_gap(page, f"J{CHECK_ROW}:J{last}")
    mark_gap(page, f"J{LEDGER_ROW}")
    page.worksheet.conditional_format(
        f"F{EDITED_ROW}:J{EDITED_ROW}",
        {"type": "formula", "criteria": f"=N($G${EDITED_ROW})>0", "format": amber},
    )
    page.worksheet.conditional_format(
        f"D{HOME_ROW + 1}:D{HOME_ROW + 2}",
        {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER($D{HOME_ROW + 1}),$D{HOME_ROW + 1}<TODAY())",
            "format": amber,
        },
    )


def mark_gap(page: Page, area: str) -> None:
    """Makes a verdict that says GAP stand out."""
    look = {"bg_color": ALERT, "font_color": PAPER}
    page.worksheet.conditional_format(
        area,
        {
            "type": "cell",
            "criteria": "==",
            "value": f'"{GAP.in_(page.language)}"',
            "format": page.workbook.add_format(look),
        },
    )


def write_grid(
    worksheet: Worksheet, widths: tuple[float, ...], heights: dict[int, int]
) -> None:
    """Sets widths of columns and heights of rows, 0-based, and hides the grid lines."""
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for row, height in heights.items():
        worksheet.set_row(row, height)
    worksheet.hide_gridlines(2)


def _write(page: Page, fixed: FixedCell, facts: Facts) -> None:
    worksheet, style = page.worksheet, page.styles.get(fixed.style)
    row, column = xl_cell_to_rowcol(fixed.cell)
    if fixed.span > 1:
        worksheet.merge_range(row, column, row, column + fixed.span - 1, "", style)
    value: Cell = fixed.value(facts) if fixed.value is not None else None
    if isinstance(value, CellError):
        raise TypeError(f"{fixed.sheet}!{fixed.cell} has no value")
    if fixed.link is not None and fixed.text is not None:
        target = SHEETS[fixed.link].title.in_(page.language).replace("'", "''")
        worksheet.write_url(
            row,
            column,
            f"internal:'{target}'!A1",
            style,
            fixed.text.in_(page.language),
        )
    elif fixed.formula is not None:
        formula = "=" + resolve(fixed.formula, page.language)
        worksheet.write_formula(row, column, formula, style, value)
    elif fixed.text is not None:
        _write_value(
            worksheet, (row, column), fixed.text.in_(page.language), page, fixed
        )
    else:
        _write_value(worksheet, (row, column), value, page, fixed)


def _write_value(
    worksheet: Worksheet,
    place: tuple[int, int],
    value: Cell,
    page: Page,
    fixed: FixedCell,
) -> None:
    style = page.styles.get(fixed.style)
    if value is None or value == "":
        worksheet.write_blank(*place, None, style)
    elif isinstance(value, str):
        worksheet.write_string(*place, value, style)
    elif isinstance(value, date | datetime):
        worksheet.write_datetime(*place, value, style)
    elif isinstance(value, int | float):
        worksheet.write_number(*place, value, style)
