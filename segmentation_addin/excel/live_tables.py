"""A table of an open workbook: where it stands, what it holds, how it changes size."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from segmentation_addin.excel.live_cells import Content, Formula, LiveCells
from segmentation_addin.excel.undo import Undo
from segmentation_addin.workbook.addresses import Area, Resized
from segmentation_addin.workbook.cell_xml import Plain
from segmentation_addin.workbook.host import RawTable

if TYPE_CHECKING:
    import xlwings.main


@dataclass
class LiveTable:
    """One table as it stands in Excel."""

    sheet: xlwings.Sheet
    table: xlwings.main.Table
    name: str
    area: Area
    """The whole range, heading and totals rows included."""
    headers: bool
    totals: bool

    @classmethod
    def of(
        cls, sheet: xlwings.Sheet, table: xlwings.main.Table, name: str
    ) -> LiveTable:
        """The table, its place asked for now."""
        area = Area.parse(table.range.address.replace("$", ""))
        return cls(
            sheet, table, name, area, bool(table.show_headers), bool(table.show_totals)
        )

    @property
    def body(self) -> Area:
        """The data rows; a table without any has a blank one."""
        return Area(
            self.area.first_row + self.headers,
            self.area.first_column,
            self.area.last_row - self.totals,
            self.area.last_column,
        )

    def headings(self, cells: LiveCells) -> list[str]:
        """Headings in sheet order."""
        if not self.headers:
            return [column.name for column in self.table.columns]
        area = self.area
        row = Area(area.first_row, area.first_column, area.first_row, area.last_column)
        return [str(value or "") for value in cells.values(self.sheet, row)[0]]

    @property
    def filtered(self) -> bool:
        """True when a filter is active."""
        native = self._filter()
        if native is None:
            return False
        if sys.platform == "darwin":
            return any(one.type != "none" for one in self.table.autofilter.criteria)
        return bool(native.FilterMode)

    def _filter(self) -> Any:
        if not self.table.show_autofilter:
            return None
        api = self.table.api
        return api.autofilter_object if sys.platform == "darwin" else api.AutoFilter

    def clear_filter(self, undo: Undo) -> None:
        """Shows all rows."""
        if sys.platform == "darwin":
            self.table.autofilter.clear()
            return
        native, kept = self._filter(), []
        for field in range(1, self.area.last_column - self.area.first_column + 2):
            one = native.Filters(field)
            if one.On:
                kept.append((field, one))
        for field, one in kept:
            undo.note(self._filter_again(field, one))
        native.ShowAllData()

    def _filter_again(self, field: int, one: Any) -> Any:
        operator = one.Operator
        criteria: dict[str, Any] = {"Field": field, "Criteria1": one.Criteria1}
        if operator:
            criteria["Operator"] = operator
        if operator in _TWO_CRITERIA:
            criteria["Criteria2"] = one.Criteria2

        def again() -> None:
            self.table.api.Range.AutoFilter(**criteria)

        return again

    def resize(
        self,
        body_last: int,
        added: int,
        undo: Undo,
        clear_new: Callable[[], None] | None = None,
        clear_left: Callable[[], None] | None = None,
    ) -> None:
        """Gives the table another last data row, and columns at its right end.

        No cell moves. A totals row is taken away and put back below.

        Args:
            body_last: sheet row of the last data row to come.
            added: number of columns added at the right end.
            undo: notes the way back.
            clear_new: takes back what stands in the new rows.
            clear_left: clears the rows left behind, before totals come there.
        """
        old = self.area
        if self.totals:
            undo.note(lambda: self._set_totals(shown=True))
            self._set_totals(shown=False)
        corner = (old.first_row, old.first_column)
        new = Area(*corner, body_last, old.last_column + added)
        before = Area(*corner, old.last_row - self.totals, old.last_column)
        undo.note(lambda: self._resize(before))
        if clear_new is not None:
            undo.note(clear_new)
        self._resize(new)
        if self.totals:
            if clear_left is not None:
                clear_left()
            undo.note(lambda: self._set_totals(shown=False))
            self._set_totals(shown=True)

    def _resize(self, area: Area) -> None:
        self.table.resize(self.sheet.range(area.text))

    def _set_totals(self, *, shown: bool) -> None:
        self.table.show_totals = shown

    def moved_to(self, body_last: int) -> Resized:
        """The move of the last data row, for the ranges that follow it."""
        body = self.body
        return Resized(
            self.sheet.name,
            body.first_row,
            body.first_column,
            body.last_column,
            body.last_row,
            body_last,
        )


_TWO_CRITERIA = frozenset({1, 2})
"""xlAnd, xlOr"""


@dataclass
class TableContents:
    """One table with all that its data rows hold, read in bulk."""

    table: LiveTable
    headings: list[str]
    columns: list[list[Content]]
    """What was put into the cells."""
    values: list[list[Plain]]
    """What the cells show: the value of a formula, not the formula."""
    date_1904: bool

    @classmethod
    def read(cls, table: LiveTable, cells: LiveCells) -> TableContents:
        """One read of the values, one of the formulas."""
        area, body = table.area, table.body
        whole = replace(area, last_row=body.last_row)
        rows = cells.values(table.sheet, whole)
        if table.headers:
            headings = [str(value or "") for value in rows.pop(0)]
        else:
            headings = table.headings(cells)
        values = [list(column) for column in zip(*rows, strict=True)]
        texts = zip(*cells.formulas(table.sheet, body), strict=True)
        columns: list[list[Content]] = [
            [
                Formula(text)
                if isinstance(text, str) and text[:1] == "=" and text != value
                else value
                for text, value in zip(shown, column, strict=True)
            ]
            for shown, column in zip(texts, values, strict=True)
        ]
        return cls(table, headings, columns, values, cells.date_1904)

    @cached_property
    def rows(self) -> int:
        """Number of data rows."""
        return len(self.columns[0])

    def raw(self) -> RawTable:
        """The table as every host gives it."""
        formula_rows = {
            heading: rows
            for heading, column in zip(self.headings, self.columns, strict=True)
            if (
                rows := frozenset(
                    row for row, cell in enumerate(column) if isinstance(cell, Formula)
                )
            )
        }
        return RawTable(
            name=self.table.name,
            sheet=self.table.sheet.name,
            first_row=self.table.body.first_row,
            first_column=self.table.area.first_column,
            headings=list(self.headings),
            columns=[list(column) for column in self.values],
            formula_columns=frozenset(formula_rows),
            formula_rows=formula_rows,
            date_1904=self.date_1904,
        )
