"""The fake of Excel: the real xlwings runs on it, and it reads texts as Excel does."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import com_fake
import openpyxl
import pytest
import xlwings
from com_fake.dispatch import PyIDispatch
from com_fake.entries import Cell, ErrorValue, enter
from workbook_changes import workbook

FUNCTIONS = '''
import xlwings as xw

@xw.func(category="Trial")
@xw.arg("values", ndim=2, doc="Numbers")
def DOUBLE(values, plus=0):
    """Twice each value."""
    return [[2 * (v or 0) + plus for v in row] for row in values]

@xw.sub
def mark():
    xw.Book.caller().sheets["Home"].range("A1").value = "marked"
'''
MISSING = -2147352572


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


@pytest.fixture
def in_excel(path: Path) -> Iterator[Any]:
    with com_fake.excel(path) as (_, opened):
        yield opened


@pytest.fixture
def functions(tmp_path: Path, in_excel: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name of a module of worksheet functions, imported as on Windows."""
    (tmp_path / "trial_functions.py").write_text(FUNCTIONS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    com_fake.fresh("trial_functions")
    return "trial_functions"


def server() -> Any:
    """The object that the wrappers call, of the real com_server."""
    return sys.modules["xlwings.com_server"].XLPython()


# The real xlwings


def test_xlwings_is_windows_inside_and_as_before_outside(path: Path) -> None:
    platform, known = sys.platform, set(sys.modules)
    libraries = getattr(ctypes, "windll", None)
    with com_fake.excel(path) as (app, opened):
        inside = sys.modules["xlwings"]
        assert inside is not xlwings
        assert inside.__file__ == xlwings.__file__
        assert app.engine.name == "excel"
        assert [b.name for b in inside.books] == [opened.name]
        assert sys.platform == platform
    assert sys.modules["xlwings"] is xlwings
    assert ("pythoncom" in sys.modules) is ("pythoncom" in known)
    assert getattr(ctypes, "windll", None) is libraries


def test_a_function_is_called_as_the_wrapper_calls_it(
    in_excel: Any, functions: str
) -> None:
    assert server().CallUDF(functions, "DOUBLE", (((1.0,), (2.5,)), MISSING)) == [
        [2.0],
        [5.0],
    ]
    assert server().CallUDF(functions, "DOUBLE", (((3.0,),), 1.0)) == 7.0


def test_a_function_is_called_with_ranges(in_excel: Any, functions: str) -> None:
    sheet = in_excel.sheets["Segmentation"]
    scores = PyIDispatch(sheet.range("D5:D7").api._inner)
    caller = PyIDispatch(sheet.range("K5:K7").api._inner)
    this = PyIDispatch(in_excel.api._inner)
    doubled = server().CallUDF(functions, "DOUBLE", (scores, MISSING), this, caller)
    assert doubled == [[160.0], [120.0], [80.0]]


def test_our_own_functions_are_served(in_excel: Any) -> None:
    name = "segmentation_addin.excel.functions"
    com_fake.fresh_functions()
    costs = (((2.0, 3.0), (1.0, None)), ((10.0, 100.0),))
    assert server().CallUDF(name, "SEGMENT_COST", costs) == [[320.0], [10.0]]


def test_functions_are_imported_into_a_workbook(in_excel: Any, functions: str) -> None:
    sys.modules["xlwings"].import_udfs(functions, in_excel.api)
    text = com_fake.workbook(in_excel).modules["xlwings_udfs"]
    assert "Function DOUBLE(values, Optional plus)" in text
    options = com_fake.running().macro_options[0]
    assert options["Macro"] == "'book.xlsm'!DOUBLE"
    assert options["Description"] == "Twice each value."
    assert options["ArgumentDescriptions"][0] == "Numbers"
    sys.modules["xlwings"].import_udfs(functions, in_excel.api)


def test_a_macro_finds_the_workbook_that_called_it(
    in_excel: Any, functions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_excel.set_mock_caller()
    sys.modules[functions].mark()
    assert in_excel.sheets["Home"].range("A1").value == "marked"


def test_boxes_are_answered_by_the_test(in_excel: Any) -> None:
    program = com_fake.running()
    program.answers += ["no", "wanted.csv"]
    assert in_excel.app.alert("Sure?", buttons="yes_no") == "no"
    assert in_excel.app.api.GetOpenFilename("*.csv") == "wanted.csv"
    assert in_excel.app.alert("Done") == "ok"
    assert program.messages == ["Sure?", "GetOpenFilename", "Done"]


def test_a_member_that_excel_does_not_have_is_an_error(in_excel: Any) -> None:
    with pytest.raises(com_fake.ComError):
        _ = in_excel.api.Colour
    with pytest.raises(com_fake.ComError):
        in_excel.api.Colour = 1


# What a cell makes of what it is given


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("0101", 101.0),
        ("1E5", 100_000.0),
        ("1,234.5", 1234.5),
        (" 12 ", 12.0),
        ("(5)", -5.0),
        ("12%", 0.12),
        ("$3", 3.0),
        ("1 1/2", 1.5),
        ("12:00", 0.5),
        ("2024-01-31", 45322.0),
        ("31-Jan-24", "31-Jan-24"),
        ("Jan-99", 36161.0),
        ("true", True),
        ("#N/A", ErrorValue("#N/A")),
        ("'=1", "=1"),
        ("'0101", "0101"),
        ("", None),
        ("Dupont", "Dupont"),
        ("12 rue", "12 rue"),
    ],
)
def test_a_text_is_read_as_if_it_were_typed(given: str, held: object) -> None:
    cell = Cell()
    enter(cell, given)
    assert (cell.value, cell.formula) == (held, None)


def test_a_text_becomes_a_date_of_this_year_and_a_formula() -> None:
    day, formula, sign = Cell(), Cell(), Cell()
    enter(day, "3-4")
    enter(formula, "=A1+1")
    enter(sign, "-x")
    assert (day.value, day.format) == (46085.0, "m/d/yyyy")
    assert (formula.formula, sign.formula) == ("=A1+1", "=-x")
    with pytest.raises(com_fake.ComError):
        enter(Cell(), "=(1")


def test_cells_of_the_text_format_hold_texts() -> None:
    for given, held in (("0101", "0101"), ("=1", "=1"), (9.0, "9"), (True, "TRUE")):
        cell = Cell(format="@")
        enter(cell, given)
        assert (cell.value, cell.formula) == (held, None)


def test_what_com_does_not_carry_is_refused() -> None:
    import numpy as np

    with pytest.raises(TypeError):
        enter(Cell(), np.int64(1))
    with pytest.raises(com_fake.ComError):
        enter(Cell(), 2**40)
    with pytest.raises(com_fake.ComError):
        enter(Cell(), "x" * 8_204, in_array=True)
    enter(Cell(), "x" * 32_767)


# What a range hands over


def test_values_come_in_the_types_of_com(in_excel: Any) -> None:
    sheet = in_excel.sheets["Clients"]
    cells = sheet.range("C5:D6").api
    assert cells.Value2 == ((3.5, "call"), (2.0, None))
    assert cells.Formula == (("3.5", "call"), ("=1+1", ""))
    assert sheet.range("A5").api.Value2 == "C1"
    sheet.range("C5").number_format = "#,##0.00 €"
    assert sheet.range("C5").api.Value == Decimal("3.5")
    assert sheet.range("C5").api.Value2 == 3.5
    sheet.range("D5").value = "#N/A"
    assert sheet.range("D5").api.Value2 == -2146826246
    assert sheet.range("D5").value is None
    refreshed = in_excel.sheets["Home"].range("C3")
    assert refreshed.api.Value2 == 45000.0
    assert str(refreshed.value) == "2023-03-15 00:00:00"
    assert sheet.range("A5:A6").api.NumberFormat == "@"
    assert sheet.range("A5:C5").api.NumberFormat is None


def test_a_block_smaller_than_its_range_is_filled_with_errors(in_excel: Any) -> None:
    cells = in_excel.sheets["Home"].range("J1:K2").api
    cells.Value2 = ((1.0, 2.0),)
    assert cells.Value2 == ((1.0, 2.0), (-2146826246, -2146826246))


def test_a_sized_or_moved_range_is_asked_for_as_an_early_bound_object_wants_it(
    in_excel: Any,
) -> None:
    cells = in_excel.sheets["Home"].range("B2").api
    assert cells.GetResize(2, 3).Address == "$B$2:$D$3"
    assert cells.GetOffset(1, 1).Address == "$C$3"
    assert cells.Resize(2, 3).Address == "$D$3"  # an item of the range itself


def test_a_table_is_resized_over_its_own_rows_only(in_excel: Any) -> None:
    sheet = in_excel.sheets["Clients"]
    table = sheet.tables["tblClients"]
    table.resize(sheet.range("A4:E9"))
    assert table.range.address == "$A$4:$E$9"
    assert sheet.range("E4").value == "Column5"
    with pytest.raises(com_fake.ComError):
        table.resize(sheet.range("A5:E9"))


def test_the_workbook_is_saved_as_a_real_file(in_excel: Any, tmp_path: Path) -> None:
    sheet = in_excel.sheets["Home"]
    sheet.range("F1").value = "'=1"
    sheet.range("F2").formula = "=1+1"
    saved = tmp_path / "saved.xlsm"
    in_excel.api.SaveCopyAs(str(saved))
    held = openpyxl.load_workbook(saved)["Home"]
    assert (held["F1"].value, held["F1"].data_type) == ("=1", "s")
    assert (held["F2"].value, held["F2"].data_type) == ("=1+1", "f")
