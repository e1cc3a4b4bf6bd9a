"""Cells that call our functions: found, recalculated, frozen in an open workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import com_fake
import openpyxl
import pytest
from com_fake.entries import ErrorValue
from com_fake.ranges import Range
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from segmentation_addin.excel.desk import Calls
from segmentation_addin.excel.formula_cells import (
    LiveFormulaCells,
    calls_us,
    rectangles,
)
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.workbook.addresses import Area, cell_position
from segmentation_addin.workbook.host import HostError


def workbook(folder: Path, rows: int = 4) -> Path:
    path = folder / "calls.xlsx"
    made = openpyxl.Workbook()
    analysis = made.active
    assert analysis is not None
    analysis.title = "Analysis"
    analysis["A1"] = "SEGMENT letters"
    for row in range(2, rows + 2):
        analysis.cell(row, 2, f"=SEGMENT(C{row},D{row},E{row})")
        analysis.cell(row, 3, 100.0 * row)
    analysis["D9"] = "=SEGMENT_VERSION()"
    analysis["J2"] = ArrayFormula("J2:J4", "=SEGMENT_ABC(C2:C4)")
    for column, heading in (("F", "Key"), ("G", "Name")):
        analysis[f"{column}1"], analysis[f"{column}2"] = heading, "A"
    analysis.add_table(Table(displayName="tblKeys", ref="F1:G2"))
    other = made.create_sheet("Totals")
    other["A1"] = "=SUM(Analysis!C2:C5)"
    other["A2"] = "Segmentation"
    made.save(path)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Any]:
    with com_fake.excel(workbook(tmp_path)) as (_, opened):
        hold_values(opened, {"B2": "A", "B3": "B", "B4": "#N/A", "B5": "=x", "D9": "1"})
        yield opened


def hold_values(book: Any, values: dict[str, str]) -> None:
    """Gives formulas the values that Excel would have computed."""
    grid = com_fake.workbook(book).sheets[0].state.grid
    for address, value in values.items():
        cell = grid.cell(*cell_position(address))
        cell.value = ErrorValue(value) if value.startswith("#") else value


@pytest.mark.parametrize("name", [function.name for function in FUNCTIONS])
def test_each_function_is_recognised(name: str) -> None:
    assert calls_us(f"=1+{name}(A1)")
    assert calls_us(f"='other.xlsm'!{name}(A1)")
    assert not calls_us(f"=1+{name}X(A1)")
    assert not calls_us(f"=MY{name}(A1)")
    assert not calls_us(f'="{name}(A1)"')


def test_the_native_twins_are_left_alone() -> None:
    assert not calls_us("=SEGMENT_LIVE(A1,B1,C1,D1,E1,F1)")
    assert not calls_us("=SEGMENT_LIVE_SCORE(A1,B1,C1,D1,E1,F1)")


def test_rectangles_follow_filled_columns_and_blocks() -> None:
    block = [(row, column) for row in range(5, 9) for column in (2, 3, 4)]
    found = rectangles([*block, (8, 5), (20, 2)])
    assert [area.text for area in found] == ["B5:D8", "E8:E8", "B20:B20"]


def test_calling_cells_are_found_sheet_by_sheet(book: Any) -> None:
    (found,) = LiveFormulaCells(book).found()
    assert found == Calls(
        "Analysis", (Area(2, 2, 5, 2), Area(2, 10, 2, 10), Area(9, 4, 9, 4))
    )
    assert found.cells == 6


def test_a_text_that_shows_a_call_is_no_calling_cell(book: Any) -> None:
    cells = LiveFormulaCells(book)
    before = cells.found()
    shown = book.sheets["Analysis"].range("B6")
    shown.value = "'=SEGMENT(C2,D2,E2)"
    assert shown.formula == "=SEGMENT(C2,D2,E2)"
    assert not shown.api.HasFormula
    assert cells.found() == before


def test_only_sheets_with_calling_cells_are_recalculated(book: Any) -> None:
    LiveFormulaCells(book).recalculate()
    assert com_fake.running().calculated == [
        ("enabled", "Analysis"),
        ("sheet", "Analysis"),
    ]


def test_a_sheet_whose_calculation_is_switched_off_stays_so(book: Any) -> None:
    book.sheets["Analysis"].api.EnableCalculation = False
    LiveFormulaCells(book).recalculate()
    assert com_fake.running().calculated == []
    assert book.sheets["Analysis"].api.EnableCalculation is False


def test_frozen_cells_hold_their_values_errors_and_texts_included(book: Any) -> None:
    cells = LiveFormulaCells(book)
    cells.freeze(cells.found())
    sheet = book.sheets["Analysis"]
    assert [cell.formula for cell in sheet.range("B2:B3")] == ["A", "B"]
    assert sheet.range("B4").api.Value2 == -2146826246
    assert sheet.range("B5").api.Value2 == "=x"
    assert not sheet.range("B5").api.HasFormula
    assert sheet.range("D9").api.Value2 == "1"
    assert book.sheets["Totals"].range("A1").formula == "=SUM(Analysis!C2:C5)"
    assert cells.found() == []


def spilled(book: Any) -> Any:
    """SEGMENT_SCALE in H2, filling H2:I4."""
    sheet = com_fake.workbook(book).sheets[0]
    book.sheets["Analysis"].range("H2").formula = "=SEGMENT_SCALE(F1:G2)"
    hold_values(book, {"H2": "criterion", "I2": "0101", "H3": "#N/A", "I4": "x"})
    sheet.spills.append(Area.parse("H2:I4"))
    return sheet


def test_a_spill_is_frozen_whole(book: Any) -> None:
    spilled(book)
    cells = LiveFormulaCells(book)
    cells.freeze(cells.found())
    assert book.sheets["Analysis"].range("H2:I4").api.Value2 == (
        ("criterion", "0101"),
        (-2146826246, None),
        (None, "x"),
    )
    assert cells.found() == []


def test_a_spill_comes_back_as_one_formula(book: Any) -> None:
    spilled(book)
    cells = LiveFormulaCells(book)
    calls = [Calls("Analysis", (Area.parse("H2:H2"), Area.parse("B2:B5")))]
    com_fake.running().journal.fail_on("Range.ClearContents()")
    with pytest.raises(HostError):
        cells.freeze(calls)
    block = book.sheets["Analysis"].range("H2:I4").api.Formula
    assert block == (("=SEGMENT_SCALE(F1:G2)", ""), ("", ""), ("", ""))


def test_an_array_formula_is_frozen_whole_or_comes_back(book: Any) -> None:
    sheet = book.sheets["Analysis"]
    hold_values(book, {"J2": "A", "J3": "C", "J4": "#N/A"})
    cells = LiveFormulaCells(book)
    calls = cells.found()
    com_fake.running().journal.fail_on("Range.ClearContents()")
    with pytest.raises(HostError):
        cells.freeze(calls)
    assert sheet.range("J2").formula_array == "=SEGMENT_ABC(C2:C4)"
    hold_values(book, {"J2": "A", "J3": "C", "J4": "#N/A"})
    cells.freeze(calls)
    assert sheet.range("J2:J4").api.Value2 == (("A",), ("C",), (-2146826246,))
    assert cells.found() == []


def test_an_excel_that_knows_no_spill_is_frozen_too(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Range, "HasSpill")
    cells = LiveFormulaCells(book)
    cells.freeze(cells.found())
    assert cells.found() == []


def test_a_failure_puts_the_formulas_back_and_excel_as_it_was(book: Any) -> None:
    sheet, seen = book.sheets["Analysis"], com_fake.running()
    cells = LiveFormulaCells(book)
    before = [cell.formula for cell in sheet.range("B2:D9")]
    settings = dict(seen.application.settings)
    calls = cells.found()
    seen.journal.clear()
    cells.freeze([])
    quiet_calls = len(seen.journal.calls)
    for number in range(1, 200):
        seen.journal.clear()
        seen.journal.fail_at(number)
        try:
            cells.freeze(calls)
        except HostError:
            assert [c.formula for c in sheet.range("B2:D9")] == before, number
            continue
        break
    assert number > quiet_calls
    assert seen.application.settings == settings
    assert cells.found() == []


@pytest.mark.parametrize("why", ["protected", "filtered"])
def test_what_cannot_be_written_safely_is_refused_before_anything(
    book: Any, why: str
) -> None:
    state = com_fake.workbook(book).sheets[0].state
    if why == "protected":
        state.protected = True
    else:
        state.tables[0].filters[1] = (("=A",), 7, None)
    cells = LiveFormulaCells(book)
    with pytest.raises(HostError) as refused:
        cells.freeze(cells.found())
    assert refused.value.code == f"{why}_sheet"
    assert calls_us(book.sheets["Analysis"].range("B2").formula)


def test_com_calls_do_not_depend_on_the_number_of_rows(tmp_path: Path) -> None:
    counts = []
    for rows in (5, 2000):
        with com_fake.excel(workbook(tmp_path, rows)) as (_, book):
            cells = LiveFormulaCells(book)
            cells.recalculate()
            cells.freeze(cells.found())
            counts.append(len(com_fake.running().journal.calls))
    assert counts[0] == counts[1] < 200
