# ruff: noqa: N802 - COM's own names
"""Tables as COM shows them: ListObject, its columns, its rows, its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from com_fake.dispatch import Collection, ComObject
from com_fake.errors import refusal
from com_fake.grid import TableState
from com_fake.ranges import Range
from segmentation_addin.workbook.addresses import Area, shift_formula

if TYPE_CHECKING:
    from com_fake.books import Worksheet


class ListObjects(Collection):
    """The tables of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet.excel)
        self.sheet = sheet

    def members(self) -> list[ListObject]:
        return self.sheet.list_objects()

    @property
    def Parent(self) -> Worksheet:
        return self.sheet


class ListObject(ComObject):
    """One table."""

    def __init__(self, sheet: Worksheet, state: TableState) -> None:
        super().__init__(sheet.excel)
        self.sheet = sheet
        self.state = state

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def Name(self) -> str:
        return self.state.name

    @property
    def DisplayName(self) -> str:
        return self.state.name

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    @property
    def Range(self) -> Range:
        return Range(self.sheet, self.state.area)

    @property
    def HeaderRowRange(self) -> Any:
        if not self.state.headers:
            return None
        area = self.state.area
        top = (area.first_row, area.first_column)
        return Range(self.sheet, Area(*top, area.first_row, area.last_column))

    @property
    def DataBodyRange(self) -> Any:
        held = (self.sheet.state.grid.peek(*p) for p in self._body_places())
        if self.state.empty and all(cell.blank for cell in held):
            return None
        return Range(self.sheet, self.state.body)

    def _body_places(self) -> list[tuple[int, int]]:
        return list(self.sheet.state.grid.places(self.state.body))

    @property
    def TotalsRowRange(self) -> Any:
        if not self.state.totals:
            return None
        area = self.state.area
        return Range(
            self.sheet,
            Area(area.last_row, area.first_column, area.last_row, area.last_column),
        )

    @property
    def ShowHeaders(self) -> bool:
        return self.state.headers

    @property
    def ShowTotals(self) -> bool:
        return self.state.totals

    @ShowTotals.setter
    def ShowTotals(self, shown: bool) -> None:
        self.sheet.check_unlocked()
        state, grid = self.state, self.sheet.state.grid
        if shown == state.totals:
            return
        area, last = state.area, state.area.last_row
        columns = range(area.first_column, area.last_column + 1)
        if shown:
            for column in columns:
                kept = self.sheet.totals.get((state.name, column))
                if kept is not None:
                    grid.cells[last + 1, column] = kept
            last += 1
        else:
            for column in columns:
                kept = grid.cells.pop((last, column), None)
                if kept is not None:
                    self.sheet.totals[state.name, column] = kept
            last -= 1
        corner = (area.first_row, area.first_column)
        state.area = Area(*corner, last, area.last_column)
        state.totals = shown

    @property
    def ShowAutoFilter(self) -> bool:
        return self.state.filterable

    @property
    def AutoFilter(self) -> Any:
        return AutoFilter(self) if self.state.filterable else None

    @property
    def ListColumns(self) -> ListColumns:
        return ListColumns(self)

    @property
    def ListRows(self) -> ListRows:
        return ListRows(self)

    def Resize(self, target: Any) -> None:
        self.sheet.check_unlocked()
        state, old, new = self.state, self.state.area, target.area
        overlaps = new.meets(state.body)
        others = (t.area for t in self.sheet.state.tables if t is not state)
        if (
            new.first_row != old.first_row
            or new.last_row <= new.first_row + state.totals
            or not overlaps
            or state.totals
            or any(area.meets(new) for area in others)
        ):
            raise refusal("Application-defined or object-defined error")
        self.sheet.resized(state, new)
        state.area, state.empty = new, False
        self._name_columns()
        self._fill_down(old)

    def _name_columns(self) -> None:
        """Blank headings of a wider table become Column1, Column2..."""
        state, grid = self.state, self.sheet.state.grid
        headings: list[str] = []
        area = state.area
        for column in range(area.first_column, area.last_column + 1):
            cell = grid.cell(area.first_row, column)
            if cell.value is None:
                cell.value = f"Column{column - area.first_column + 1}"
            headings.append(str(cell.value))
        state.headings = headings

    def _fill_down(self, old: Area) -> None:
        """New rows get the formula of each calculated column."""
        if not self.excel.application.settings["AutoFillFormulasInLists"]:
            return
        state, grid = self.state, self.sheet.state.grid
        for place, formula in state.formulas.items():
            column = state.area.first_column + place
            for row in range(old.last_row + 1, state.body.last_row + 1):
                cell = grid.cell(row, column)
                if cell.blank:
                    cell.formula = shift_formula(formula, row - state.body.first_row)


class AutoFilter(ComObject):
    """The filter of a table."""

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.excel)
        self.table = table

    @property
    def FilterMode(self) -> bool:
        return bool(self.table.state.filters)

    @property
    def Range(self) -> Range:
        return Range(self.table.sheet, self.table.state.area)

    @property
    def Filters(self) -> Filters:
        return Filters(self.table)

    def ShowAllData(self) -> None:
        if not self.table.state.filters:
            raise refusal("ShowAllData method of AutoFilter class failed")
        self.table.state.filters.clear()
        body = self.table.state.body
        hidden = self.table.sheet.state.hidden_rows
        hidden.difference_update(range(body.first_row, body.last_row + 1))


class Filters(Collection):
    """The filters of a table, one a column."""

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.excel)
        self.table = table

    def members(self) -> list[Filter]:
        count = len(self.table.state.headings)
        return [Filter(self.table, field) for field in range(1, count + 1)]


class Filter(ComObject):
    """The filter of one column."""

    def __init__(self, table: ListObject, field: int) -> None:
        super().__init__(table.excel)
        self.table = table
        self.field = field

    @property
    def On(self) -> bool:
        return self.field in self.table.state.filters

    def _part(self, place: int) -> Any:
        if self.field not in self.table.state.filters:
            raise refusal("Application-defined or object-defined error")
        return self.table.state.filters[self.field][place]

    @property
    def Criteria1(self) -> Any:
        return self._part(0)

    @property
    def Operator(self) -> Any:
        return self._part(1) or 0

    @property
    def Criteria2(self) -> Any:
        if self._part(2) is None:
            raise refusal("Application-defined or object-defined error")
        return self._part(2)


class ListColumns(Collection):
    """The columns of a table."""

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.excel)
        self.table = table

    def members(self) -> list[ListColumn]:
        count = len(self.table.state.headings)
        return [ListColumn(self.table, place) for place in range(count)]


class ListColumn(ComObject):
    """One column of a table."""

    def __init__(self, table: ListObject, place: int) -> None:
        super().__init__(table.excel)
        self.table = table
        self.place = place

    @property
    def name(self) -> str:
        return self.table.state.headings[self.place]

    @property
    def Name(self) -> str:
        return self.name

    @property
    def Index(self) -> int:
        return self.place + 1

    @property
    def DataBodyRange(self) -> Range:
        body = self.table.state.body
        column = body.first_column + self.place
        area = Area(body.first_row, column, body.last_row, column)
        return Range(self.table.sheet, area)


class ListRows(ComObject):
    """The data rows of a table."""

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.excel)
        self.table = table

    @property
    def Count(self) -> int:
        body = self.table.state.body
        return 0 if self.table.state.empty else body.last_row - body.first_row + 1
