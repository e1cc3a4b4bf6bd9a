"""The workbook that is open in Excel: read and written in bulk through xlwings.

It gives the same meaning to every change as the file host. Excel computes the formulas
itself; nothing is saved; a write that fails leaves the workbook as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from segmentation_addin.excel.live_cells import LiveCells
from segmentation_addin.excel.live_changes import (
    TableChange,
    change_appended,
    change_body,
    change_edits,
)
from segmentation_addin.excel.live_errors import plain_refusals
from segmentation_addin.excel.live_fixed import FixedChange, fixed_changes
from segmentation_addin.excel.live_tables import LiveTable, TableContents
from segmentation_addin.excel.live_writing import (
    Vacated,
    check_sheet,
    check_table,
    write_cells,
    write_table,
)
from segmentation_addin.excel.quiet import quiet
from segmentation_addin.excel.undo import Undo
from segmentation_addin.languages import Language
from segmentation_addin.workbook.addresses import Area, cell_address
from segmentation_addin.workbook.book_language import book_language
from segmentation_addin.workbook.date_formats import is_date_format
from segmentation_addin.workbook.declaration import code_name
from segmentation_addin.workbook.host import (
    Changes,
    HostError,
    Progress,
    RawTable,
    silent,
)
from segmentation_addin.workbook.outputs import SHEETS, TABLES

if TYPE_CHECKING:
    import xlwings.main


class LiveHost:
    """A workbook open in Excel that satisfies `Host`; made for one act.

    Args:
        book: the workbook, as xlwings gives it.
    """

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book
        self.cleared_filters: list[str] = []
        """Output tables whose active filter the last write removed."""
        self._cells = LiveCells(book)

    @cached_property
    def _name(self) -> str:
        return str(self.book.name)

    @cached_property
    def _places(self) -> dict[str, tuple[xlwings.Sheet, xlwings.main.Table]]:
        """Name -> sheet and table, sheet by sheet."""
        return {
            table.name: (sheet, table)
            for sheet in self.book.sheets
            for table in sheet.tables
        }

    @cached_property
    def language(self) -> Language:
        """Language of most headings of the declared tables; then of the titles."""
        with self._plainly():
            tables = [
                (name, self._table(name).headings(self._cells))
                for name in self._places
                if name in TABLES
            ]
            return book_language(tables, {sheet.name for sheet in self.book.sheets})

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        with plain_refusals(""):
            name = self._name
        with plain_refusals(name):
            yield

    def tables(self) -> Sequence[str]:
        """Names of all Excel tables in the workbook, sheet by sheet."""
        with self._plainly():
            return tuple(self._places)

    def sheet_title(self, key: str) -> str | None:
        """Title of a declared sheet in this workbook; None when absent."""
        with self._plainly():
            sheet = self._sheet(key)
            return None if sheet is None else str(sheet.name)

    def _sheet(self, key: str) -> xlwings.Sheet | None:
        for name, (sheet, _) in self._places.items():
            if name in TABLES and TABLES[name].sheet == key:
                return sheet
        wanted = code_name(key).casefold()
        by_code = {code.casefold(): sheet for sheet, code in self._code_names}
        if wanted in by_code:
            return by_code[wanted]
        titles = SHEETS[key].title if key in SHEETS else ()
        for sheet in self.book.sheets:
            if sheet.name in titles:
                return sheet
        return None

    @cached_property
    def _code_names(self) -> list[tuple[xlwings.Sheet, str]]:
        return [(sheet, _code_name(sheet)) for sheet in self.book.sheets]

    def read(self, table: str) -> RawTable:
        """One table; HostError("table_missing") when the workbook has none."""
        with self._plainly():
            return TableContents.read(self._table(table), self._cells).raw()

    def shows_dates(
        self, table: str, heading: str, rows: Sequence[int]
    ) -> Sequence[bool]:
        """For each row of a column, whether its format would show a date as one."""
        with self._plainly():
            found = self._table(table)
            body = found.body
            column = body.first_column + found.headings(self._cells).index(heading)
            whole = Area(body.first_row, column, body.last_row, column)
            shown = self._cells.formats(found.sheet, whole)[0]
            if shown is not None:
                return [is_date_format(shown)] * len(rows)
            places = [cell_address(body.first_row + row, column) for row in rows]
            formats = [found.sheet.range(place).number_format for place in places]
            return [is_date_format(str(code or "")) for code in formats]

    def _table(self, name: str) -> LiveTable:
        for held, (sheet, table) in self._places.items():
            if held.casefold() == name.casefold():
                return LiveTable.of(sheet, table, held)
        raise HostError("table_missing", path=self._name, table=name)

    def write(self, changes: Changes, progress: Progress = silent) -> bool:
        """Writes all changes or nothing; False when nothing differed.

        Stamps alone are no difference. Formulas are left to Excel. The workbook is
        not saved.

        Raises:
            HostError: Excel or the content does not allow it; the workbook is as it
                was.
        """
        progress("compare", 0.0)
        with self._plainly():
            tables = [c for c in self._table_changes(changes) if c.anything]
            fixed, stamps = fixed_changes(changes.fixed, self._cells, self._sheet)
            if not tables and not fixed:
                return False
            fixed = [*fixed, *stamps]
            self._check(tables, fixed)
            progress("write", 0.3)
            with quiet(self.book.app):
                self._write_all(tables, fixed, progress)
        progress("write", 1.0)
        return True

    def _table_changes(self, changes: Changes) -> list[TableChange]:
        held: dict[str, TableChange] = {}

        def change(name: str) -> TableChange:
            table = self._table(name)
            if table.name not in held:
                contents = TableContents.read(table, self._cells)
                held[table.name] = TableChange(contents)
            return held[table.name]

        for edits in changes.edits:
            change_edits(change(edits.table), edits)
        for rows in changes.appended:
            change_appended(change(rows.table), rows)
        for body in changes.bodies:
            change_body(change(body.table), body, self.language)
        return list(held.values())

    def _check(
        self, tables: Sequence[TableChange], fixed: Sequence[FixedChange]
    ) -> None:
        sheets = [change.standing.table.sheet for change in tables]
        sheets += [change.sheet for change in fixed]
        for sheet in {sheet.name: sheet for sheet in sheets}.values():
            check_sheet(sheet, self._name)
        for change in tables:
            check_table(change, self._cells, self._name)

    def _write_all(
        self,
        tables: Sequence[TableChange],
        fixed: Sequence[FixedChange],
        progress: Progress,
    ) -> None:
        undo = Undo()
        vacated: list[Vacated] = []
        cleared: list[str] = []
        try:
            for number, change in enumerate(tables):
                progress("write", 0.3 + 0.6 * number / len(tables))
                done = write_table(change, self._cells, undo)
                vacated += done.vacated
                cleared += done.cleared_filters
            for one in fixed:
                write_cells(one.sheet, one.block, self._cells, undo)
            for rows in vacated:
                rows.clear(self._cells, undo)
        except BaseException as error:
            if not undo.run():
                raise HostError("not_restored", path=self._name) from error
            raise
        self.cleared_filters = cleared


def _code_name(sheet: xlwings.Sheet) -> str:
    """The name by which macros know a sheet; Excel for Mac does not tell."""
    return "" if sys.platform == "darwin" else str(sheet.api.CodeName)
