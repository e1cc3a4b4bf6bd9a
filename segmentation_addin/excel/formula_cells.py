"""The cells of an open workbook that call our functions: recalculated, or frozen.

The functions run in Excel for Windows only. There, a native search tells which sheets
hold such cells, so that the other sheets cost one call each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segmentation_addin.excel.desk import Calls
from segmentation_addin.excel.live_cells import Formula, LiveCells
from segmentation_addin.excel.live_errors import excel_errors, plain_refusals
from segmentation_addin.excel.live_tables import LiveTable
from segmentation_addin.excel.live_writing import check_sheet
from segmentation_addin.excel.quiet import quiet
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.excel.undo import Undo
from segmentation_addin.workbook.addresses import Area
from segmentation_addin.workbook.host import HostError

if TYPE_CHECKING:
    import xlwings

_LITERAL = re.compile(r'"(?:[^"]|"")*"')
_CALL = re.compile(
    r"(?<![\w.])(?:_xludf\.)?(?:{})\(".format(
        "|".join(sorted((f.name for f in FUNCTIONS), key=len, reverse=True))
    ),
    re.IGNORECASE,
)
_WORD = "SEGMENT"
"""What the names of all functions begin with; Excel keeps their capitals."""
_IN_FORMULAS = -4123
"""xlFormulas: the search also sees hidden cells."""
_PART = 2
"""xlPart"""
_UNKNOWN_NAME = -2147352570
"""DISP_E_UNKNOWNNAME: an older Excel that has no such property."""


def calls_us(formula: object) -> bool:
    """True for a formula that calls one of our functions.

    >>> calls_us("=SEGMENT_ABC(A1:A9)"), calls_us("=SUM(tblSegmentation[Score])")
    (True, False)
    >>> calls_us('="SEGMENT(1)"'), calls_us("=SEGMENT_LIVE(1)"), calls_us("SEGMENT(1)")
    (False, False, False)
    """
    if not isinstance(formula, str) or not formula.startswith("="):
        return False
    return _CALL.search(_LITERAL.sub('""', formula)) is not None


def rectangles(cells: Sequence[tuple[int, int]]) -> list[Area]:
    """Cells (row, column) as the rectangles that a fill-down makes.

    >>> [a.text for a in rectangles([(5, 2), (6, 2), (5, 3), (6, 3), (9, 2)])]
    ['B5:C6', 'B9:B9']
    """
    runs: list[Area] = []
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        last = runs[-1] if runs else None
        if last and last.last_column == column and last.last_row == row - 1:
            runs[-1] = Area(last.first_row, column, row, column)
        else:
            runs.append(Area(row, column, row, column))
    wide: dict[tuple[int, int, int], Area] = {}
    for run in runs:
        left = wide.pop((run.first_row, run.last_row, run.first_column - 1), None)
        first = left.first_column if left else run.first_column
        wide[(run.first_row, run.last_row, run.last_column)] = Area(
            run.first_row, first, run.last_row, run.last_column
        )
    return sorted(wide.values(), key=lambda a: (a.first_row, a.first_column))


class LiveFormulaCells:
    """Such cells of a workbook that is open in Excel."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self._cells = LiveCells(book)

    def recalculate(self) -> None:
        """Recalculates each sheet where a formula calls us, once.

        Their `scale` and `rules`, when left out, are not seen by Excel's own
        recalculation. Switching a sheet's calculation off and on marks all of its
        formulas; `Calculate` then computes them where calculation is manual. A sheet
        whose calculation the user switched off stays so.
        """
        if sys.platform == "darwin":
            return
        for sheet in self._book.sheets:
            if _mentions_us(sheet) and sheet.api.EnableCalculation:
                sheet.api.EnableCalculation = False
                sheet.api.EnableCalculation = True
                sheet.api.Calculate()

    def found(self) -> list[Calls]:
        """Where such cells are, sheet by sheet."""
        found = []
        for sheet in self._book.sheets:
            if not _mentions_us(sheet):
                continue
            used = sheet.used_range
            first_row, first_column = used.row, used.column
            cells = [
                (first_row + i, first_column + j)
                for j, column in enumerate(self._cells.contents(sheet, _area(used)))
                for i, content in enumerate(column)
                if isinstance(content, Formula) and calls_us(content.text)
            ]
            if cells:
                found.append(Calls(sheet.name, tuple(rectangles(cells))))
        return found

    def freeze(self, calls: Sequence[Calls]) -> None:
        """Replaces the formulas by their values; on a failure, puts them back.

        Raises:
            HostError: a sheet is protected, or a filter hides some of its rows (a
                write over hidden rows is not reliable).
        """
        with plain_refusals(""):
            name = self._book.name
        with plain_refusals(name):
            for call in calls:
                _check_writable(self._book.sheets[call.sheet], name)
            undo = Undo()
            with quiet(self._book.app):
                try:
                    for call in calls:
                        for area in call.areas:
                            self._freeze(self._book.sheets[call.sheet], area, undo)
                except BaseException as error:
                    if not undo.run():
                        raise HostError("not_restored", path=name) from error
                    raise

    def _freeze(self, sheet: xlwings.Sheet, area: Area, undo: Undo) -> None:
        """A rectangle as a whole, unless spills or arrays go through it."""
        whole = sheet.range(area.text)
        if _has(whole, "HasSpill") is False and _has(whole, "HasArray") is False:
            self._freeze_cells(sheet, area, undo)
            return
        for cell in whole:
            if _has(cell, "HasSpill"):
                if cell.api.SpillParent.Address == cell.api.Address:
                    self._freeze_spill(cell, undo)
            elif _has(cell, "HasArray"):
                self._freeze_array(cell, undo)
            else:
                self._freeze_cells(sheet, _area(cell), undo)

    def _freeze_cells(self, sheet: xlwings.Sheet, area: Area, undo: Undo) -> None:
        values = self._cells.values(sheet, area)
        texts = self._cells.formulas(sheet, area)
        before = [[Formula(text) for text in column] for column in _turned(texts)]
        undo.note(lambda: self._cells.write(sheet, area, before))
        self._cells.write(sheet, area, _turned(values))

    def _freeze_spill(self, anchor: xlwings.Range, undo: Undo) -> None:
        sheet = anchor.sheet
        whole = sheet.range(anchor.api.SpillingToRange.Address)
        area, first = _area(whole), _area(anchor)
        values = self._cells.values(sheet, area)
        formula = Formula(self._cells.formulas(sheet, first)[0][0])

        def put_back() -> None:
            whole.clear_contents()
            self._cells.write(sheet, first, [[formula]])

        undo.note(put_back)
        anchor.clear_contents()
        self._cells.write(sheet, area, _turned(values))

    def _freeze_array(self, cell: xlwings.Range, undo: Undo) -> None:
        """The whole of a formula entered with Ctrl+Shift+Enter, at its first cell."""
        sheet = cell.sheet
        whole = sheet.range(cell.api.CurrentArray.Address)
        if whole[0, 0].address != cell.address:
            return
        area, formula = _area(whole), cell.formula_array or ""
        values = self._cells.values(sheet, area)

        def put_back() -> None:
            whole.clear_contents()
            whole.formula_array = formula

        undo.note(put_back)
        whole.clear_contents()
        self._cells.write(sheet, area, _turned(values))


def _mentions_us(sheet: xlwings.Sheet) -> bool:
    """True when Excel's search finds our names; on the Mac each sheet is read."""
    if sys.platform == "darwin":
        return True
    found = sheet.api.UsedRange.Find(
        What=_WORD, LookIn=_IN_FORMULAS, LookAt=_PART, MatchCase=True
    )
    return found is not None


def _check_writable(sheet: xlwings.Sheet, book: str) -> None:
    check_sheet(sheet, book)
    filtered = sys.platform != "darwin" and sheet.api.FilterMode
    tables = (LiveTable.of(sheet, table, table.name) for table in sheet.tables)
    if filtered or any(table.filtered for table in tables):
        raise HostError("filtered_sheet", path=book, sheet=sheet.name)


def _has(cells: xlwings.Range, what: str) -> bool | None:
    """HasSpill or HasArray: True, False, or None for some of the cells.

    Excel 2016 and 2019 know no spill; on the Mac only arrays can be asked for.
    """
    if sys.platform == "darwin":
        return bool(cells.has_array) if what == "HasArray" else False
    try:
        found: bool | None = getattr(cells.api, what)
    except AttributeError:
        return False
    except excel_errors() as error:
        if getattr(error, "hresult", None) != _UNKNOWN_NAME:
            raise
        return False
    return found


def _area(cells: xlwings.Range) -> Area:
    return Area.parse(cells.address.replace("$", ""))


def _turned(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
