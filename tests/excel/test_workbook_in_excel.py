"""The built workbook in a real Excel: `pytest -m excel` on a Windows with Excel."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from excel.conftest import point_at_this_python
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.excel.examples import CLIENTS_TOP, EXAMPLES, SCALE_TOP
from segmentation_addin.languages import Language
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.workbook.file_host import FileHost

pytestmark = pytest.mark.excel

SHEET = {"en": "Functions", "fr": "Fonctions"}
FIRST = CLIENTS_TOP + 1
ONE = ",".join(f"{letter}{FIRST}" for letter in "BCDEFG")
SCALE = f"A{SCALE_TOP}:I{SCALE_TOP + 6}"
FREE = "AD1"


@pytest.fixture
def sheet(book: Any, language: Language) -> Any:
    """The sheet Functions, every formula computed."""
    book.app.api.CalculateFull()
    return book.sheets[SHEET[language]]


def test_it_opens_without_repair(book: Any, path: Path) -> None:
    """A repaired workbook says so in its title, and has lost parts."""
    expected = load_workbook(path, keep_vba=True)
    assert "[" not in book.app.api.ActiveWindow.Caption
    assert book.api.HasVBProject
    assert [sheet.name for sheet in book.sheets] == expected.sheetnames
    for sheet in book.sheets:
        stored = expected[sheet.name]
        assert {table.name for table in sheet.tables} == set(stored.tables)
        assert len(sheet.charts) == len(stored._charts)
    assert {"Scale", "Rules"} <= {name.name for name in book.names}


def test_the_examples_give_what_the_file_was_built_with(sheet: Any, path: Path) -> None:
    stored = load_workbook(path, data_only=True)[sheet.name]
    formulas = load_workbook(path)[sheet.name]
    for example in EXAMPLES:
        area = formulas[example.cell].value.ref
        for row in formulas[area if ":" in area else f"{area}:{area}"]:
            for cell in row:
                shown = sheet.range(cell.coordinate).value
                assert same(shown, stored[cell.coordinate].value), cell.coordinate


def same(shown: Any, built: Any) -> bool:
    if isinstance(shown, float) and isinstance(built, int | float):
        return math.isclose(shown, built, rel_tol=1e-9, abs_tol=1e-9)
    return bool((shown or "") == (built or ""))


def test_an_edited_cell_brings_a_new_letter(sheet: Any) -> None:
    margin = sheet.range(f"C{FIRST}")
    before, amount = sheet.range(f"H{FIRST}").value, margin.value
    try:
        margin.value = 1000
        after = sheet.range(f"H{FIRST}").value
    finally:
        margin.value = amount
    assert (before, after) == ("A", "D")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"=SEGMENT({ONE},{SCALE})", "A"),
        (f"=SEGMENT(B{FIRST},C{FIRST},D{FIRST},,,,{SCALE})", "A"),
        (f"=ISNA(SEGMENT({ONE}))", True),
        (f'=ERROR.TYPE(SEGMENT("much",2,3,4,5,6,{SCALE}))', 3),
        (f"=ERROR.TYPE(SEGMENT_ABC(B{FIRST}:B{FIRST + 7},0.9,0.5))", 6),
        (f"=ERROR.TYPE(SEGMENT(B{FIRST},1/0,D{FIRST},4,5,6,{SCALE}))", 2),
        (f"=ERROR.TYPE(SEGMENT((B{FIRST},B{FIRST + 2}),2,3,4,5,6,{SCALE}))", 3),
        (f"=INDEX(SEGMENT_ABC(B:B),{FIRST})", "A"),
    ],
)
def test_a_formula_shows_a_letter_or_a_real_error(
    sheet: Any, formula: str, shown: object
) -> None:
    """ERROR.TYPE: 2 is #DIV/0!, 3 is #VALUE!, 6 is #NUM!."""
    cell = sheet.range(FREE)
    cell.formula = formula
    try:
        assert cell.value == shown
    finally:
        cell.clear()


def test_the_button_refresh_gives_what_the_command_line_gives(
    app: Any, language: Language, tmp_path: Path
) -> None:
    """After the button, the same refresh on the saved file has nothing to write."""
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, language)
    book = app.books.open(path)
    try:
        point_at_this_python(book)
        press(book, "refresh")
        book.save()
    finally:
        book.close()
    assert not refresh(FileHost(path)).written


def press(book: Any, key: str) -> None:
    """Runs the macro of a button, its argument `Nothing`."""
    client = importlib.import_module("win32com.client")
    pythoncom = importlib.import_module("pythoncom")
    macro = next(action.macro for action in ACTIONS if action.key == key)
    nothing = client.VARIANT(pythoncom.VT_DISPATCH, None)
    book.app.api.Run(f"'{book.name}'!{macro}", nothing)
