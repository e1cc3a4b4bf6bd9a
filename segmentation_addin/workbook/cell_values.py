"""The values that stand in the cells of a workbook file, errors included.

calamine reads them quickly; what it leaves out (error values, formulas without a
value) comes from the XML.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import python_calamine

from segmentation_addin.workbook.cell_xml import Plain, plain, unescape_text
from segmentation_addin.workbook.host import (
    NO_VALUE,
    Cell,
    CellError,
    HostError,
    RawTable,
)

if TYPE_CHECKING:
    from segmentation_addin.workbook.book_part import BookPart, BookSheet, BookTable
    from segmentation_addin.workbook.sheet_part import SheetPart

_VALUE = re.compile(rb"<v\b[^>]*>([^<]*)</v>")


@dataclass
class SheetValues:
    """The values of one sheet, by 1-based row and column."""

    rows: list[list[object]]
    special: dict[tuple[int, int], CellError] = field(default_factory=dict)
    """Cells whose value calamine does not show."""
    formulas: dict[int, set[int]] = field(default_factory=dict)
    """Column -> rows of its formula cells."""
    date_1904: bool = False

    def value(self, row: int, column: int) -> Plain:
        """The value of one cell; dates as serial numbers, blanks as None."""
        special = self.special.get((row, column))
        if special is not None:
            return special
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        return plain(self.rows[row - 1][column - 1], self.date_1904)

    def columns(
        self, first_row: int, last_row: int, first_column: int, last_column: int
    ) -> list[list[Cell]]:
        """The values of a rectangle, one list a column; blanks as None."""
        width = last_column - first_column + 1
        part = self.rows[first_row - 1 : last_row]
        sliced = [row[first_column - 1 : last_column] for row in part]
        if sliced and len(sliced[0]) < width:
            short = width - len(sliced[0])
            sliced = [row + [None] * short for row in sliced]
        columns = [_cells(list(column)) for column in zip(*sliced, strict=True)]
        columns = columns or [[] for _ in range(width)]
        missing = last_row - first_row + 1 - len(part)
        for column in columns:
            column.extend([None] * missing)
        for (row, column_number), error in self.special.items():
            inside = first_row <= row <= last_row
            if inside and first_column <= column_number <= last_column:
                columns[column_number - first_column][row - first_row] = error
        return columns


def _cells(values: list[object]) -> list[Cell]:
    kinds = set(map(type, values))
    if time in kinds or timedelta in kinds:
        return [_cell(value) for value in values]
    if date in kinds:
        return [
            datetime(v.year, v.month, v.day) if type(v) is date else _cell(v)  # noqa: DTZ001
            for v in values
        ]
    if str in kinds:
        return [None if value == "" else value for value in values]  # type: ignore[misc]
    return values  # type: ignore[return-value]


def _cell(value: object) -> Cell:
    if value == "" or value is None:
        return None
    if isinstance(value, (time, timedelta)):
        number = plain(value)
        return number if isinstance(number, (int, float)) else None
    return value  # type: ignore[return-value]


class BookValues:
    """The values of all sheets of one workbook, each read once.

    Raises:
        HostError: `damaged` when the workbook cannot be read.
    """

    def __init__(self, data: bytes, book: BookPart) -> None:
        self._data = data
        self._book = book
        self._sheets: dict[str, SheetValues] = {}

    @cached_property
    def _reader(self) -> python_calamine.CalamineWorkbook:
        try:
            return python_calamine.CalamineWorkbook.from_filelike(
                io.BytesIO(self._data)
            )
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            file = self._book.package.name
            raise HostError("damaged", path=file, part=str(error)) from error

    def sheet(self, sheet: BookSheet, xml: SheetPart) -> SheetValues:
        """The values of one sheet."""
        if sheet.title not in self._sheets:
            self._sheets[sheet.title] = self._read(sheet, xml)
        return self._sheets[sheet.title]

    def _read(self, sheet: BookSheet, xml: SheetPart) -> SheetValues:
        try:
            reader = self._reader.get_sheet_by_name(sheet.title)
            rows = reader.to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, ValueError) as error:
            file = self._book.package.name
            raise HostError("damaged", path=file, part=sheet.part) from error
        values = SheetValues(rows, date_1904=self._book.date_1904)  # type: ignore[arg-type]
        for row, column, cell in xml.errors():
            found = _VALUE.search(cell)
            code = unescape_text(found[1].decode()) if found else "#VALUE!"
            values.special[row, column] = CellError(code)
        for row, column, cell in xml.formulas():
            values.formulas.setdefault(column, set()).add(row)
            if _without_value(cell):
                values.special[row, column] = CellError(NO_VALUE)
        return values

    def table(self, table: BookTable, xml: SheetPart) -> RawTable:
        """One table with its raw values."""
        values = self.sheet(table.sheet, xml)
        body = table.part.body
        headings = table.part.headings
        formula_rows = {
            heading: rows
            for place, heading in enumerate(headings)
            if (
                rows := frozenset(
                    row - body.first_row
                    for row in values.formulas.get(body.first_column + place, ())
                    if body.first_row <= row <= body.last_row
                )
            )
        }
        return RawTable(
            name=table.part.name,
            sheet=table.sheet.title,
            first_row=body.first_row,
            first_column=body.first_column,
            headings=headings,
            columns=values.columns(
                body.first_row, body.last_row, body.first_column, body.last_column
            ),
            formula_columns=frozenset(formula_rows),
            formula_rows=formula_rows,
            date_1904=self._book.date_1904,
        )


def _without_value(cell: bytes) -> bool:
    found = _VALUE.search(cell)
    if found is not None and found[1]:
        return False
    return b' t="str"' not in cell[: cell.find(b">")]
