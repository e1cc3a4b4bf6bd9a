"""The sheet Functions: what each function gives, and one working example of each.

The results that stand in the file are those that the functions give when it is
built, so that the sheet reads the same where no Python is.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range

from segmentation_addin.excel import functions
from segmentation_addin.excel.arguments import Result
from segmentation_addin.excel.examples import (
    CLIENT_HEADINGS,
    CLIENTS,
    CLIENTS_TOP,
    CONCENTRATION_TOP,
    COST_TOP,
    EXAMPLE_OF,
    EXAMPLES,
    KPIS_TOP,
    MOVES_TOP,
    QUANTITIES,
    QUANTITY_HEADINGS,
    RATES,
    READING_HEADINGS,
    READINGS,
    READINGS_TOP,
    SCALE_TOP,
    SEPARATORS,
    TABLE_TOP,
    VERSION_TOP,
    WHALE_TOP,
    Example,
)
from segmentation_addin.excel.registry import BY_NAME, FUNCTIONS
from segmentation_addin.excel.tokens import MARK
from segmentation_addin.languages import Text
from segmentation_addin.template.sheets import Page
from segmentation_addin.workbook.board import Facts, resolve
from segmentation_addin.workbook.board_twin import LETTER_CELL, call, twin_cells
from segmentation_addin.workbook.native_twin import LIVE
from segmentation_addin.workbook.outputs import SEGMENTATION

WIDTHS = (29, 15, 14, 14, 15, 20, 31, 12, 17, 15, 76, 76, *(14,) * 13)
CATALOGUE_TOP = 5
_HEADING_HEIGHT = 32
_GIVES_COLUMN, _GIVES_END, _FORMULA_COLUMN = 1, 9, 10

_HEADS = (
    Text("Function", "Fonction"),
    Text("What it gives", "Ce qu'elle donne"),
    Text(
        "The example below, as you type it", "L'exemple ci-dessous, tel qu'on le tape"
    ),
)
_TWIN = Text(
    "The letter of one client without Python, in Excel 365 or 2024: the same six "
    "figures, all given, by the scale and rules of Settings. SEGMENT_LIVE_SCORE: the "
    "score.",
    "La lettre d'un client sans Python, dans Excel 365 ou 2024 : les six mêmes "
    "chiffres, tous donnés, selon le barème et les règles de Paramètres. "
    "SEGMENT_LIVE_SCORE : la note.",
)
_EIGHT = Text(
    "Eight clients, one formula a column", "Huit clients, une formule par colonne"
)
_READ = Text("The same clients, read otherwise", "Les mêmes clients, lus autrement")
_RATE_LABEL = Text("Cost of one unit", "Coût d'une unité")
_CAPTIONS = {
    COST_TOP: "SEGMENT_COST",
    SCALE_TOP: "SEGMENT_SCALE",
    TABLE_TOP: "SEGMENT_TABLE",
    KPIS_TOP: "SEGMENT_KPIS",
    MOVES_TOP: "SEGMENT_MOVES",
    CONCENTRATION_TOP: "SEGMENT_CONCENTRATION",
    VERSION_TOP: "SEGMENT_VERSION",
    WHALE_TOP: "SEGMENT_WHALE",
}
_CLIENT_EXAMPLES = {
    CLIENTS_TOP: (
        *("SEGMENT", "SEGMENT_SCORE", "SEGMENT_ABC", "SEGMENT_WHY", "SEGMENT_NEXT"),
    ),
    READINGS_TOP: ("SEGMENT_RFM", "SEGMENT_SIZE", "SEGMENT_MATRIX"),
}
"""Functions whose name heads their column, beside the clients."""
_SPILL_FORMATS = {
    "SEGMENT_SCORE": "0.0",
    "SEGMENT_COST": "#,##0",
    "SEGMENT_SCALE": "#,##0.00##",
    "SEGMENT_CONCENTRATION": "0.000",
}
_HEADED = (
    *(CLIENTS_TOP, READINGS_TOP, COST_TOP, SCALE_TOP, TABLE_TOP, KPIS_TOP, MOVES_TOP),
    WHALE_TOP,
)
_BY_HEADING = {
    "#,##0": ("revenue", "gross_margin", "cost_to_serve", "net_margin"),
    "0.0%": (
        *("gross_margin_rate", "cost_to_serve_ratio", "net_margin_rate"),
        *("robustness", "completeness"),
    ),
}


class _Word(str):
    """A text such as "545", which the writer of the file must not take for a number."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError(self)


def write_functions(page: Page, facts: Facts) -> None:
    """Catalogue, sample and examples, each formula with its present result."""
    worksheet, styles, language = page.worksheet, page.styles, page.language
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.set_row(0, 30)
    for top in _HEADED:
        worksheet.set_row(top - 1, _HEADING_HEIGHT)
    worksheet.hide_gridlines(2)
    worksheet.write_string(0, 0, page.sheet.title.in_(language), styles.get("title"))
    worksheet.write_string(1, 0, page.sheet.guide.in_(language), styles.get("guide"))
    _write_catalogue(page)
    grid = _write_samples(page)
    for top, name in _CAPTIONS.items():
        column = xl_cell_to_rowcol(EXAMPLE_OF[name].cell)[1] if top == TABLE_TOP else 0
        caption = f"{name} : " if language == "fr" else f"{name}: "
        caption += BY_NAME[name].gives.in_(language)
        worksheet.write_string(top - 3, column, caption, styles.get("caption"))
    for example in EXAMPLES:
        _write_example(page, example, grid)
    _write_twin(page, facts)
    worksheet.freeze_panes(CATALOGUE_TOP - 1, 1)


def _write_catalogue(page: Page) -> None:
    worksheet, styles, language = page.worksheet, page.styles, page.language
    row = CATALOGUE_TOP - 2
    head = styles.get("table_head")
    worksheet.write_string(row, 0, _HEADS[0].in_(language), head)
    worksheet.merge_range(
        row, _GIVES_COLUMN, row, _GIVES_END, _HEADS[1].in_(language), head
    )
    worksheet.merge_range(
        row, _FORMULA_COLUMN, row, _FORMULA_COLUMN + 1, _HEADS[2].in_(language), head
    )
    for offset, function in enumerate(FUNCTIONS):
        example = EXAMPLE_OF[function.name]
        formula = "=" + example.formula(SEPARATORS[language])
        line = function.name, function.gives, example.cell, formula
        _write_line(page, CATALOGUE_TOP - 1 + offset, *line)
    formula = "=" + call(LIVE, SEPARATORS[language])
    last = CATALOGUE_TOP - 1 + len(FUNCTIONS)
    _write_line(page, last, LIVE, _TWIN, LETTER_CELL, formula)


def _write_line(
    page: Page, row: int, name: str, gives: Text, cell: str, formula: str
) -> None:
    """One line of the catalogue; the name leads to the example."""
    worksheet, styles, language = page.worksheet, page.styles, page.language
    title = page.sheet.title.in_(language).replace("'", "''")
    target = f"internal:'{title}'!{cell}"
    worksheet.write_url(row, 0, target, styles.get("link line"), name)
    worksheet.merge_range(
        row, _GIVES_COLUMN, row, _GIVES_END, gives.in_(language), styles.get("line")
    )
    style = styles.get("command line")
    worksheet.merge_range(row, _FORMULA_COLUMN, row, _FORMULA_COLUMN + 1, "", style)
    worksheet.write_string(row, _FORMULA_COLUMN, formula, style)


def _write_twin(page: Page, facts: Facts) -> None:
    """The example of the native twin: formulas that Excel may call arrays."""
    for fixed in twin_cells():
        style = page.styles.get(fixed.style)
        row, column = xl_cell_to_rowcol(fixed.cell)
        if fixed.text is not None:
            last, text = column + fixed.span - 1, fixed.text.in_(page.language)
            page.worksheet.merge_range(row, column, row, last, text, style)
        elif fixed.formula is not None and fixed.value is not None:
            page.worksheet.write_dynamic_array_formula(
                fixed.cell,
                f"={resolve(fixed.formula, page.language)}",
                style,
                fixed.value(facts),
            )


def _write_samples(page: Page) -> dict[tuple[int, int], Any]:
    """The clients and the quantities; gives all cells written, by place."""
    worksheet, styles, language = page.worksheet, page.styles, page.language
    grid: dict[tuple[int, int], Any] = {}

    def put(row: int, column: int, value: Any, style: str, form: str = "") -> None:
        grid[row, column] = float(value) if isinstance(value, int) else value
        worksheet.write(row, column, value, styles.get(style, form or None))

    def put_clients(
        top: int,
        caption: Text,
        headings: tuple[Text, ...],
        clients: tuple[tuple[Any, ...], ...],
    ) -> None:
        worksheet.write_string(top - 2, 0, caption.in_(language), styles.get("caption"))
        for column, heading in enumerate(headings):
            put(top - 1, column, heading.in_(language), "table_head")
        for offset, client in enumerate(clients):
            for column, value in enumerate(client):
                words = column == 0
                style = "input words" if words else "input right"
                put(top + offset, column, value, style, "@" if words else "#,##0")

    put_clients(CLIENTS_TOP, _EIGHT, CLIENT_HEADINGS, CLIENTS)
    put_clients(READINGS_TOP, _READ, READING_HEADINGS, READINGS)
    for column, heading in enumerate(QUANTITY_HEADINGS):
        put(COST_TOP - 1, column, heading.in_(language), "table_head")
    put(COST_TOP, 0, _RATE_LABEL.in_(language), "given words")
    for column, rate in enumerate(RATES, start=1):
        put(COST_TOP, column, rate, "input right", "#,##0")
    for offset, line in enumerate(QUANTITIES):
        for column, value in enumerate(line):
            style = "input words" if column == 0 else "input right"
            put(
                COST_TOP + 1 + offset,
                column,
                value,
                style,
                "@" if column == 0 else "#,##0",
            )
    worksheet.write_string(
        COST_TOP - 1, 4, CLIENT_HEADINGS[3].in_(language), styles.get("table_head")
    )
    for top, names in _CLIENT_EXAMPLES.items():
        for name in names:
            column = xl_cell_to_rowcol(EXAMPLE_OF[name].cell)[1]
            worksheet.write_string(top - 1, column, name, styles.get("table_head"))
    return grid


def _write_example(
    page: Page, example: Example, grid: dict[tuple[int, int], Any]
) -> None:
    worksheet = page.worksheet
    top, left = xl_cell_to_rowcol(example.cell)
    result = evaluated(example, grid, page.language)
    area = xl_range(top, left, top + len(result) - 1, left + len(result[0]) - 1)
    first = page.styles.get(*_style(page, example, result, 0, 0))
    held = result[0][0]
    worksheet.write_dynamic_array_formula(
        area,
        "=" + example.formula(),
        first,
        _Word(held) if isinstance(held, str) else held,
    )
    for row, cells in enumerate(result):
        for column, value in enumerate(cells):
            grid[top + row, left + column] = value
            if row or column:
                style = page.styles.get(*_style(page, example, result, row, column))
                place = top + row, left + column
                if value == "":
                    worksheet.write_string(*place, "", style)
                else:
                    worksheet.write(*place, value, style)


def evaluated(
    example: Example, grid: dict[tuple[int, int], Any], language: str
) -> Result:
    """What an example gives on the cells of `grid`, {(row, column): value}."""
    arguments = [_cells(reference, grid) for reference in example.arguments]
    function = getattr(functions, example.function)
    spoken = {"lang": language} if BY_NAME[example.function].speaks else {}
    result: Result = function(*arguments, **spoken)
    for row in result:
        for value in row:
            if isinstance(value, str) and value.startswith(MARK):
                raise ValueError(f"{example.formula()} is an error: {value[1:]}")
    return result


def _cells(reference: str, grid: dict[tuple[int, int], Any]) -> tuple[Any, ...]:
    first, last = reference.split(":")
    (top, left), (bottom, right) = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last)
    return tuple(
        tuple(grid[row, column] for column in range(left, right + 1))
        for row in range(top, bottom + 1)
    )


def _style(
    page: Page, example: Example, result: Result, row: int, column: int
) -> tuple[str, str | None]:
    """Style and number format of one cell of a result."""
    spills = BY_NAME[example.function].spills
    headed = spills and example.function != "SEGMENT_CONCENTRATION"
    if headed and row == 0:
        return "table_head", None
    value = result[row][column]
    if isinstance(value, str):
        short = example.function in {"SEGMENT", "SEGMENT_ABC", "SEGMENT_RFM"}
        return ("output letter" if short else "output words"), None
    heading = str(result[0][column]) if headed else ""
    return "output right", _format(page, example.function, heading, column)


def _format(page: Page, function: str, heading: str, column: int) -> str:
    if function in _SPILL_FORMATS:
        return _SPILL_FORMATS[function]
    if function == "SEGMENT_WHALE":
        return ("0%", "#,##0", "0.0%")[column]
    for form, keys in _BY_HEADING.items():
        names = {SEGMENTATION.column(key).heading.in_(page.language) for key in keys}
        if heading in names:
            return form
    score = SEGMENTATION.column("score").heading.in_(page.language)
    return "0.0" if heading == score else "0"
