"""The workbook as a file on disk: read in place, patched part by part.

Only what is declared changes; every other part is copied byte for byte. The old
file stays whole until the new one takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from segmentation_addin.languages import Language
from segmentation_addin.workbook.book_language import book_language
from segmentation_addin.workbook.book_part import BookPart, BookSheet, BookTable
from segmentation_addin.workbook.cell_values import BookValues
from segmentation_addin.workbook.date_formats import date_styles
from segmentation_addin.workbook.declaration import code_name
from segmentation_addin.workbook.file_changes import (
    OpenSheet,
    Planned,
    note_stamps,
    plan_appended,
    plan_body,
    plan_edits,
    plan_fixed,
)
from segmentation_addin.workbook.file_parts import ChangedParts
from segmentation_addin.workbook.host import (
    Changes,
    HostError,
    Progress,
    RawTable,
    silent,
)
from segmentation_addin.workbook.outputs import SHEETS, TABLES
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.safe_file import (
    check_not_open,
    read_whole,
    replace_file,
)
from segmentation_addin.workbook.sheet_part import SheetPart


class FileHost:
    """A workbook file that satisfies `Host`.

    Args:
        path: the workbook; opened at the first use.
        target: where to write; None replaces the workbook and keeps the old one
            beside it as `<name>.backup<suffix>`.
    """

    def __init__(self, path: Path, target: Path | None = None) -> None:
        self.path = Path(path)
        self.target = None if target is None else Path(target)
        self.cleared_filters: list[str] = []
        """Output tables whose active filter the last write removed."""
        self._opened: dict[str, OpenSheet] = {}

    @cached_property
    def _data(self) -> bytes:
        return read_whole(self.path)

    @cached_property
    def _book(self) -> BookPart:
        return BookPart(Package(self._data, self.path.name))

    @cached_property
    def _values(self) -> BookValues:
        return BookValues(self._data, self._book)

    @property
    def backup(self) -> Path:
        """Where a write in place keeps the old file."""
        return self.path.with_name(f"{self.path.stem}.backup{self.path.suffix}")

    @cached_property
    def language(self) -> Language:
        """Language of most headings of the declared tables; then of the titles."""
        return book_language(
            [(table.part.name, table.part.headings) for table in self._book.tables],
            {sheet.title for sheet in self._book.sheets},
        )

    def tables(self) -> Sequence[str]:
        """Names of all Excel tables in the workbook, sheet by sheet."""
        return tuple(table.part.name for table in self._book.tables)

    def sheet_title(self, key: str) -> str | None:
        """Title of a declared sheet in this workbook; None when absent."""
        sheet = self._sheet(key)
        return None if sheet is None else sheet.title

    def _sheet(self, key: str) -> BookSheet | None:
        for name, declared in TABLES.items():
            held = self._book.table(name) if declared.sheet == key else None
            if held is not None:
                return held.sheet
        wanted = code_name(key).casefold()
        for sheet in self._book.sheets:
            if (sheet.code_name or "").casefold() == wanted:
                return sheet
        titles = SHEETS[key].title if key in SHEETS else ()
        for sheet in self._book.sheets:
            if sheet.title in titles:
                return sheet
        return None

    def read(self, table: str) -> RawTable:
        """One table; HostError("table_missing") when the workbook has none."""
        found = self._table(table)
        return self._values.table(found, self._open(found.sheet).part)

    def shows_dates(
        self, table: str, heading: str, rows: Sequence[int]
    ) -> Sequence[bool]:
        """For each row of a column, whether its format would show a date as one."""
        found = self._table(table)
        body, sheet = found.part.body, self._open(found.sheet).part
        column = body.first_column + found.part.headings.index(heading)
        styles = {f' s="{number}"' for number in self._date_styles}
        return [sheet.style(body.first_row + row, column) in styles for row in rows]

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        return date_styles(self._book.package.read("xl/styles.xml"))

    def _table(self, name: str) -> BookTable:
        found = self._book.table(name)
        if found is None:
            raise HostError("table_missing", path=self.path.name, table=name)
        return found

    def _open(self, sheet: BookSheet) -> OpenSheet:
        if sheet.part not in self._opened:
            name = self.path.name
            part = SheetPart(self._book.package.read(sheet.part), name, sheet.part)
            values = self._values.sheet(sheet, part)
            self._opened[sheet.part] = OpenSheet(sheet, part, values)
        return self._opened[sheet.part]

    def check_writable(self) -> None:
        """HostError when a write would be refused: open in Excel, other suffix."""
        target = self._target
        check_not_open(target)
        if target.suffix.lower() != self.path.suffix.lower():
            raise HostError(
                "other_suffix",
                path=target.name,
                expected=self.path.suffix,
                found=target.suffix,
            )

    @property
    def _target(self) -> Path:
        return self.path if self.target is None else self.target

    @property
    def _in_place(self) -> bool:
        return self._target.resolve() == self.path.resolve()

    def stands(self, changes: Changes) -> bool:
        """True when a write of these changes would find nothing to write."""
        try:
            return not self._plan(changes).anything
        finally:
            self._opened.clear()

    def write(self, changes: Changes, progress: Progress = silent) -> bool:
        """Writes all changes or nothing; False when nothing differed.

        Stamps alone are no difference. With a target, the workbook is then copied.

        Raises:
            HostError: the file, the disk or the content does not allow it; the
                workbook is as it was.
        """
        self.check_writable()
        progress("compare", 0.0)
        try:
            planned = self._plan(changes)
            if not planned.anything:
                if not self._in_place:
                    data = self._data
                    replace_file(self._target, lambda out: _all(out, data))
                return False
            progress("write", 0.3)
            self._write(planned, changes)
        finally:
            self._opened.clear()
        progress("write", 1.0)
        return True

    def _write(self, planned: Planned, changes: Changes) -> None:
        for rewrite in planned.rewrites:
            rewrite.check(self.path.name)
        note_stamps(planned)
        parts = ChangedParts(
            self._book, planned, self._opened, self._declared_formulas(changes)
        )
        if self._in_place:
            check_not_open(self._target)
            if read_whole(self._target) != self._data:
                raise HostError("changed_meanwhile", path=self._target.name)
        package = self._book.package
        replace_file(
            self._target,
            lambda out: package.write(out, parts.changed, parts.dropped),
            self.backup.resolve() if self._in_place else None,
        )
        self.cleared_filters = [
            rewrite.table.part.name
            for rewrite in planned.rewrites
            if rewrite.own_order and rewrite.table.part.filtered
        ]
        if self._in_place:
            for name in ("_values", "_book", "_data", "_date_styles", "language"):
                self.__dict__.pop(name, None)

    def _plan(self, changes: Changes) -> Planned:
        planned = Planned()
        for edits in changes.edits:
            table = self._table(edits.table)
            plan_edits(planned, edits, self._open(table.sheet), self.read(edits.table))
        for rows in changes.appended:
            plan_appended(planned, rows, *self._hold(rows.table))
        for body in changes.bodies:
            plan_body(planned, body, *self._hold(body.table))
        keys = {key for key, _ in changes.fixed.values}
        sheets = {
            key: self._open(sheet)
            for key in sorted(keys)
            if (sheet := self._sheet(key)) is not None
        }
        plan_fixed(planned, changes.fixed, sheets, self._book.date_1904)
        return planned

    def _hold(
        self, name: str
    ) -> tuple[BookTable, OpenSheet, RawTable, list[BookTable]]:
        table = self._table(name)
        opened = self._open(table.sheet)
        return table, opened, self.read(name), self._neighbours(table)

    def _neighbours(self, table: BookTable) -> list[BookTable]:
        return [
            other
            for other in self._book.tables
            if other.sheet.part == table.sheet.part and other is not table
        ]

    def _declared_formulas(self, changes: Changes) -> dict[tuple[str, str], str]:
        """(Sheet part, address) -> declared formula of each fixed cell."""
        parts = {key: self._sheet(key) for key, _ in changes.fixed.formulas}
        return {
            (sheet.part, address): formula
            for (key, address), formula in changes.fixed.formulas.items()
            if (sheet := parts[key]) is not None
        }


def _all(out: BinaryIO, data: bytes) -> None:
    out.write(data)
