"""The sheet Functions: one working example of each function, with its result."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from segmentation_addin.excel import functions
from segmentation_addin.excel.examples import EXAMPLE_OF, EXAMPLES, SEPARATORS
from segmentation_addin.excel.registry import BY_NAME, FUNCTIONS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.workbook.board_twin import call
from segmentation_addin.workbook.native_twin import LIVE
from segmentation_addin.workbook.outputs import SHEETS


@pytest.fixture(scope="module", params=LANGUAGES)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Language, Path]:
    path = tmp_path_factory.mktemp("functions") / "book.xlsm"
    path.write_bytes(template_bytes(request.param))
    return request.param, path


def test_each_function_has_one_example() -> None:
    assert sorted(example.function for example in EXAMPLES) == sorted(
        function.name for function in FUNCTIONS
    )
    for example in EXAMPLES:
        required = [a for a in BY_NAME[example.function].arguments if not a.optional]
        assert len(example.arguments) >= len(required)


def test_the_results_in_the_file_are_what_the_functions_give(
    book: tuple[Language, Path],
) -> None:
    language, path = book
    title = SHEETS["functions"].title.in_(language)
    formulas = openpyxl.load_workbook(path)[title]
    values = openpyxl.load_workbook(path, data_only=True)[title]
    for example in EXAMPLES:
        held = formulas[example.cell].value
        assert isinstance(held, ArrayFormula), example
        assert held.text == "=" + example.formula()
        spoken = {"lang": language} if BY_NAME[example.function].speaks else {}
        arguments = [
            tuple(tuple(cell.value for cell in row) for row in values[reference])
            for reference in example.arguments
        ]
        result = getattr(functions, example.function)(*arguments, **spoken)
        left, top, right, bottom = range_boundaries(str(held.ref))
        standing = list(values.iter_rows(top, bottom, left, right, True))
        for row, expected in zip(standing, result, strict=True):
            assert ["" if cell is None else cell for cell in row] == [
                cell if isinstance(cell, str) else pytest.approx(cell, rel=1e-14)
                for cell in expected
            ]


def test_the_examples_tell_the_method(book: tuple[Language, Path]) -> None:
    language, path = book
    sheet = openpyxl.load_workbook(path, data_only=True)[
        SHEETS["functions"].title.in_(language)
    ]
    first = EXAMPLE_OF["SEGMENT"].cell
    letters = [sheet.cell(sheet[first].row + i, sheet[first].column) for i in range(8)]
    assert [cell.value for cell in letters] == list("ADACBDCD")


def test_the_catalogue_shows_each_formula_as_it_is_typed(
    book: tuple[Language, Path],
) -> None:
    language, path = book
    sheet = openpyxl.load_workbook(path)[SHEETS["functions"].title.in_(language)]
    shown = {cell.value for row in sheet.iter_rows(max_row=21) for cell in row}
    for example in EXAMPLES:
        assert "=" + example.formula(SEPARATORS[language]) in shown
    assert "=" + call(LIVE, SEPARATORS[language]) in shown


def test_the_sheet_waits_until_home_opens_it(book: tuple[Language, Path]) -> None:
    language, path = book
    workbook = openpyxl.load_workbook(path)
    title = SHEETS["functions"].title.in_(language)
    assert workbook[title].sheet_state == "hidden"
    home = workbook[SHEETS["home"].title.in_(language)]
    cells = (cell for row in home.iter_rows() for cell in row)
    links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert f"'{title}'!A1" in links
