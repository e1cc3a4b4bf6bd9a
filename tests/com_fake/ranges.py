# ruff: noqa: N802, N803 - COM's own names
"""A range of cells: where it is, what leads on from it, what is done with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from com_fake.errors import refusal
from com_fake.range_cells import RangeCells, common, formula, value2
from segmentation_addin.workbook.addresses import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    cell_address,
    column_letters,
    shift_formula,
)

if TYPE_CHECKING:
    from com_fake.books import Worksheet

RANGE_INTERFACE = "{00020846-0000-0000-C000-000000000046}"
IN_FORMULAS = -4123


class Range(RangeCells):
    """Cells of one sheet: one area, or several."""

    iid = RANGE_INTERFACE
    CLSID = RANGE_INTERFACE

    def __init__(self, sheet: Worksheet, *areas: Area, by: str = "cells") -> None:
        super().__init__(sheet, *areas)
        self.by = by

    @property
    def MergeArea(self) -> Range:
        for area in self.sheet.state.merged:
            if area.holds(self.area.first_row, self.area.first_column):
                return Range(self.sheet, area)
        return self

    @property
    def HasSpill(self) -> bool | None:
        spills = self.sheet.spills
        return common(any(a.holds(*p) for a in spills) for p in self.places())

    @property
    def SpillingToRange(self) -> Range:
        return Range(self.sheet, self._spill)

    @property
    def SpillParent(self) -> Range:
        first = self._spill
        place = (first.first_row, first.first_column)
        return Range(self.sheet, Area(*place, *place))

    @property
    def _spill(self) -> Area:
        for area in self.sheet.spills:
            if area.holds(self.area.first_row, self.area.first_column):
                return area
        raise refusal("Application-defined or object-defined error")

    @property
    def CurrentArray(self) -> Range:
        place = (self.area.first_row, self.area.first_column)
        for area in self.sheet.state.arrays:
            if area.holds(*place):
                return Range(self.sheet, area)
        return Range(self.sheet, Area(*place, *place))

    # Places

    @property
    def Row(self) -> int:
        return self.area.first_row

    @property
    def Column(self) -> int:
        return self.area.first_column

    @property
    def Rows(self) -> Range:
        return Range(self.sheet, *self.areas, by="rows")

    @property
    def Columns(self) -> Range:
        return Range(self.sheet, *self.areas, by="columns")

    @property
    def Cells(self) -> Range:
        return Range(self.sheet, *self.areas)

    @property
    def EntireRow(self) -> Range:
        area = Area(self.area.first_row, 1, self.area.last_row, MAX_COLUMN)
        return Range(self.sheet, area)

    @property
    def EntireColumn(self) -> Range:
        area = Area(1, self.area.first_column, MAX_ROW, self.area.last_column)
        return Range(self.sheet, area)

    @property
    def Hidden(self) -> bool | None:
        hidden = self.sheet.state.hidden_rows
        rows = range(self.area.first_row, self.area.last_row + 1)
        return common(row in hidden for row in rows)

    @property
    def Areas(self) -> tuple[Range, ...]:
        return tuple(Range(self.sheet, area) for area in self.areas)

    @property
    def Count(self) -> int:
        return self._count()

    @property
    def CountLarge(self) -> int:
        return self._count()

    def _count(self) -> int:
        if self.by == "rows":
            return self.height
        if self.by == "columns":
            return self.width
        return sum(
            (a.last_row - a.first_row + 1) * (a.last_column - a.first_column + 1)
            for a in self.areas
        )

    @property
    def Address(self) -> str:
        return self.address()

    def GetAddress(
        self,
        RowAbsolute: bool = True,
        ColumnAbsolute: bool = True,
        _style: int = 1,
        External: bool = False,
    ) -> str:
        return self.address(RowAbsolute, ColumnAbsolute, External)

    def address(
        self, row: bool = True, column: bool = True, external: bool = False
    ) -> str:
        """The address as Excel writes it: $A$1:$B$2,$D$4."""
        marks = ("$" if column else "", "$" if row else "")
        parts = []
        for area in self.areas:
            first = _address(area.first_row, area.first_column, *marks)
            last = _address(area.last_row, area.last_column, *marks)
            parts.append(first if first == last else f"{first}:{last}")
        qualifier = f"[{self.sheet.book.name}]{self.sheet.name}!" if external else ""
        return qualifier + ",".join(parts)

    def Item(self, row: int, column: int | None = None) -> Range:
        return self.item(row, column)

    def __call__(self, row: int, column: int | None = None) -> Range:
        self.note("Item()")
        return self.item(row, column)

    def item(self, row: int, column: int | None = None) -> Range:
        """One cell, row or column of the range, counted from 1."""
        top, left = self.area.first_row, self.area.first_column
        if self.by == "rows":
            at = top + row - 1
            return Range(self.sheet, Area(at, left, at, self.area.last_column))
        if self.by == "columns":
            at = left + row - 1
            return Range(self.sheet, Area(top, at, self.area.last_row, at))
        if column is None:
            row, column = divmod(row - 1, self.width)
            row, column = row + 1, column + 1
        return self._moved(top + row - 1, left + column - 1, 1, 1)

    def __iter__(self) -> Iterator[Range]:
        self.note("_NewEnum")
        for number in range(1, self._count() + 1):
            yield self.item(number)

    def GetResize(self, rows: int | None = None, columns: int | None = None) -> Range:
        return self._moved(
            self.area.first_row,
            self.area.first_column,
            self.height if rows is None else rows,
            self.width if columns is None else columns,
        )

    def GetOffset(self, rows: int = 0, columns: int = 0) -> Range:
        return self._moved(
            self.area.first_row + rows,
            self.area.first_column + columns,
            self.height,
            self.width,
        )

    @property
    def Resize(self) -> Range:
        return self

    @property
    def Offset(self) -> Range:
        return self

    def _moved(self, row: int, column: int, height: int, width: int) -> Range:
        inside = 1 <= row <= MAX_ROW - height + 1 and height >= 1
        if not inside or not 1 <= column <= MAX_COLUMN - width + 1 or width < 1:
            raise refusal("Application-defined or object-defined error")
        last = (row + height - 1, column + width - 1)
        return Range(self.sheet, Area(row, column, *last))

    def End(self, direction: int) -> Range:
        step = {-4121: (1, 0), -4162: (-1, 0), -4161: (0, 1), -4159: (0, -1)}[direction]
        row, column = self.area.first_row, self.area.first_column
        peek = self.sheet.state.grid.peek

        def inside(r: int, c: int) -> bool:
            return 1 <= r <= MAX_ROW and 1 <= c <= MAX_COLUMN

        filled = not peek(row + step[0], column + step[1]).blank
        edge = self.sheet.state.grid.used()
        while inside(row + step[0], column + step[1]):
            ahead = not peek(row + step[0], column + step[1]).blank
            if filled and not ahead:
                break
            row, column = row + step[0], column + step[1]
            if not filled and ahead:
                break
            if row > edge.last_row + 1:
                row = MAX_ROW
            if column > edge.last_column + 1:
                column = MAX_COLUMN
        return Range(self.sheet, Area(row, column, row, column))

    # Acts

    def Clear(self) -> None:
        self.sheet.check_unlocked()
        for place in self._held():
            self.sheet.state.grid.cells.pop(place, None)

    def ClearContents(self) -> None:
        self.sheet.check_unlocked()
        for place in self._held():
            cell = self.sheet.state.grid.cell(*place)
            cell.value, cell.formula, cell.array = None, None, False

    def _held(self) -> list[tuple[int, int]]:
        cells = self.sheet.state.grid.cells
        return [p for p in cells if any(area.holds(*p) for area in self.areas)]

    def Copy(self, Destination: Range | None = None) -> None:
        if Destination is None:
            self.excel.clipboard = self
            return
        Destination.sheet.check_unlocked()
        target, grid = Destination.sheet.state.grid, self.sheet.state.grid
        for row, column in list(Destination.places()):
            down = (row - Destination.area.first_row) % self.height
            across = (column - Destination.area.first_column) % self.width
            source = (self.area.first_row + down, self.area.first_column + across)
            made = grid.peek(*source).copy()
            if made.formula is not None:
                moved = (row - source[0], column - source[1])
                made.formula = shift_formula(made.formula, *moved)
            target.cells[row, column] = made

    def Find(
        self,
        What: Any,
        *_: Any,
        LookIn: int = IN_FORMULAS,
        LookAt: int = 2,
        MatchCase: bool = False,
        **__: Any,
    ) -> Range | None:
        fold = str if MatchCase else str.casefold
        wanted = fold(str(What))
        for row, column in self.places():
            cell = self.sheet.state.grid.peek(row, column)
            held = formula(cell) if LookIn == IN_FORMULAS else value2(cell)
            shown = fold(str("" if held is None else held))
            if shown == wanted or (LookAt == 2 and wanted in shown):
                return Range(self.sheet, Area(row, column, row, column))
        return None

    def Dirty(self) -> None:
        self.excel.calculated.append(("dirty", self.address(external=True)))

    def Calculate(self) -> None:
        self.excel.calculated.append(("range", self.address(external=True)))

    def Select(self) -> bool:
        self.excel.select(self)
        return True

    def Activate(self) -> bool:
        self.excel.select(self)
        return True

    def AutoFilter(
        self,
        Field: int | None = None,
        Criteria1: Any = None,
        Operator: Any = None,
        Criteria2: Any = None,
        **_: Any,
    ) -> None:
        for table in self.sheet.state.tables:
            if table.area.meets(self.area) and Field is not None:
                if Criteria1 is None:
                    table.filters.pop(Field, None)
                else:
                    table.filters[Field] = (Criteria1, Operator, Criteria2)

    @property
    def ListObject(self) -> Any:
        for table in self.sheet.list_objects():
            if table.state.area.holds(self.area.first_row, self.area.first_column):
                return table
        return None

    @property
    def Worksheet(self) -> Any:
        return self.sheet

    @property
    def Parent(self) -> Any:
        return self.sheet

    @property
    def Application(self) -> Any:
        return self.excel.application


def _address(row: int, column: int, letter: str, number: str) -> str:
    if not letter and not number:
        return cell_address(row, column)
    return f"{letter}{column_letters(column)}{number}{row}"
