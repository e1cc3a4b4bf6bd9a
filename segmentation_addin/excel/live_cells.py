"""Blocks of cells in an open workbook: read at once, written at once, as they are.

Excel reads a text that a program gives it as if somebody typed it. A text is therefore
given to cells of the text format, or behind an apostrophe, and read back.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from segmentation_addin.excel.live_errors import excel_errors, is_unknown_member
from segmentation_addin.excel.tokens import NUMBERS, error_of
from segmentation_addin.excel.undo import Undo
from segmentation_addin.workbook.addresses import Area, cell_address
from segmentation_addin.workbook.cell_xml import Plain, same_value, serial
from segmentation_addin.workbook.host import CellError, HostError

if TYPE_CHECKING:
    import xlwings

TEXT_FORMAT = "@"
GENERAL_FORMAT = "General"
LONG_TEXT = 8_000
"""Longer texts are written one by one: older Excels refuse 8,204 characters in a
block."""
_PLAIN_WORDS = re.compile(r"[^\W\d_][^\d]*\Z")
_LOGICAL = frozenset({"true", "false", "vrai", "faux"})


@dataclass(frozen=True)
class Formula:
    """A formula cell."""

    text: str
    """In English, with "="."""


Content = Plain | Formula
"""What was put into a cell: a constant, or a formula."""


def same_content(old: Content, new: Content) -> bool:
    """True when a cell need not be rewritten."""
    if isinstance(old, Formula) or isinstance(new, Formula):
        return old == new
    return same_value(old, new)


def entered(content: Content, text_format: bool = False) -> Any:
    """What to give Excel so that the cell holds the content.

    >>> entered("0101"), entered("0101", text_format=True), entered("Dupont")
    ("'0101", '0101', 'Dupont')
    """
    if content is None:
        return ""
    if isinstance(content, Formula):
        return content.text
    if isinstance(content, CellError):
        return content.code
    if isinstance(content, str):
        safe = _PLAIN_WORDS.match(content) and content.casefold() not in _LOGICAL
        return content if text_format or safe else f"'{content}"
    return content if isinstance(content, bool) else float(content)


class LiveCells:
    """The cells of one workbook that is open in Excel."""

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book
        self._mac = sys.platform == "darwin"

    @cached_property
    def date_1904(self) -> bool:
        """True when the dates of the workbook count from 1904."""
        api = self.book.api
        return bool(api.date_1904.get() if self._mac else api.Date1904)

    @cached_property
    def _formula(self) -> str:
        """formula2 where Excel knows it: a formula that spills reads back the same."""
        try:
            _ = self.book.sheets[0].range("A1").formula2
        except excel_errors(AttributeError) as error:
            if not is_unknown_member(error):
                raise
            return "formula"
        return "formula2"

    # Reading

    def values(self, sheet: xlwings.Sheet, area: Area) -> list[list[Plain]]:
        """Values row by row: dates as serial numbers, errors as CellError."""
        cells = sheet.range(area.text)
        if self._mac:
            found = cells.options(ndim=2, err_to_str=True).value
        else:
            found = _rows(cells.api.Value2, area)
        return [[self._plain(value) for value in row] for row in found]

    def _plain(self, value: Any) -> Plain:
        if value is None or value == "":
            return None
        error = error_of(value)
        if error is not None:
            return CellError(error)
        if isinstance(value, date):
            return serial(value, self.date_1904)
        if self._mac and isinstance(value, str) and value in NUMBERS:
            return CellError(value)
        plain: Plain = value
        return plain

    def formulas(self, sheet: xlwings.Sheet, area: Area) -> list[list[str]]:
        """What the formula bar shows of each cell, row by row; "" for a blank one."""
        found = getattr(sheet.range(area.text), self._formula)
        return _rows(found, area)

    def contents(self, sheet: xlwings.Sheet, area: Area) -> list[list[Content]]:
        """What was put into each cell, column by column."""
        values = self.values(sheet, area)
        formulas = self.formulas(sheet, area)
        rows = [
            [_content(*cell) for cell in zip(*pair, strict=True)]
            for pair in zip(values, formulas, strict=True)
        ]
        return [list(column) for column in zip(*rows, strict=True)]

    def first_filled(self, sheet: xlwings.Sheet, area: Area) -> str | None:
        """Address of the first cell that holds something, if any."""
        for down, row in enumerate(self.formulas(sheet, area)):
            for across, text in enumerate(row):
                if text not in ("", None):
                    return cell_address(
                        area.first_row + down, area.first_column + across
                    )
        return None

    def formats(self, sheet: xlwings.Sheet, area: Area) -> list[str | None]:
        """Number format of each column; None where its cells differ."""
        whole = sheet.range(area.text).number_format
        columns = columns_of(area)
        if whole is not None or len(columns) == 1:
            return [whole] * len(columns)
        return [sheet.range(column.text).number_format for column in columns]

    # Writing

    def write(
        self,
        sheet: xlwings.Sheet,
        area: Area,
        columns: Sequence[Sequence[Content]],
        texts: Sequence[bool] = (),
        undo: Undo | None = None,
    ) -> None:
        """Writes a block, column by column given, and reads it back.

        Args:
            sheet: the sheet.
            area: the block.
            columns: the contents.
            texts: for each column, whether it is one of texts: it gets the text
                format where its cells have one format.
            undo: notes the formats that change.
        """
        formats = self.formats(sheet, area)
        loose: list[tuple[Area, str]] = []
        for place, (column, part) in enumerate(
            zip(columns, columns_of(area), strict=True)
        ):
            shown = formats[place]
            only_text = all(cell is None or isinstance(cell, str) for cell in column)
            if shown == TEXT_FORMAT and not only_text:
                loose.append((part, shown))
                formats[place] = GENERAL_FORMAT
                self._format(sheet, part, GENERAL_FORMAT, shown, undo)
            elif (
                shown not in (None, TEXT_FORMAT)
                and only_text
                and any(texts[place:][:1])
            ):
                formats[place] = TEXT_FORMAT
                self._format(sheet, part, TEXT_FORMAT, shown, undo)
        self._put(sheet, area, columns, [f == TEXT_FORMAT for f in formats])
        for part, shown in loose:
            self._format(sheet, part, shown, GENERAL_FORMAT, None)
        self._verify(sheet, area, columns)

    def _format(
        self,
        sheet: xlwings.Sheet,
        area: Area,
        new: str,
        old: str | None,
        undo: Undo | None,
    ) -> None:
        cells = sheet.range(area.text)
        if undo is not None and old is not None:
            undo.note(_formatter(cells, old))
        cells.number_format = new

    def _put(
        self,
        sheet: xlwings.Sheet,
        area: Area,
        columns: Sequence[Sequence[Content]],
        text_formats: Sequence[bool],
    ) -> None:
        given: list[list[Any]] = []
        long: list[tuple[int, int, str]] = []
        with_formula = False
        for across, column in enumerate(columns):
            cells = [entered(cell, text_formats[across]) for cell in column]
            for down, cell in enumerate(cells):
                if isinstance(cell, str) and len(cell) > LONG_TEXT:
                    long.append((down, across, cell))
                    cells[down] = ""
            given.append(cells)
            with_formula |= any(isinstance(cell, Formula) for cell in column)
        rows = [list(row) for row in zip(*given, strict=True)]
        target = sheet.range(area.text)
        if with_formula:
            setattr(target, self._formula, rows)
        else:
            target.raw_value = rows
        for down, across, text in long:
            row, column_number = area.first_row + down, area.first_column + across
            alone = sheet.range(cell_address(row, column_number))
            if text.startswith("="):
                setattr(alone, self._formula, text)
            else:
                alone.raw_value = text

    def _verify(
        self, sheet: xlwings.Sheet, area: Area, columns: Sequence[Sequence[Content]]
    ) -> None:
        """What Excel took for something else is written again, alone."""
        found = self.values(sheet, area)
        for across, column in enumerate(columns):
            for down, wanted in enumerate(column):
                if isinstance(wanted, Formula):
                    continue
                if not same_value(found[down][across], wanted):
                    place = (area.first_row + down, area.first_column + across)
                    self._write_alone(sheet, cell_address(*place), wanted)

    def _write_alone(self, sheet: xlwings.Sheet, address: str, wanted: Plain) -> None:
        cell = sheet.range(address)
        shown = cell.number_format
        cell.number_format = GENERAL_FORMAT
        guarded = f"'{wanted}" if isinstance(wanted, str) else entered(wanted)
        cell.raw_value = guarded
        cell.number_format = shown
        held = self.values(sheet, Area.parse(address))[0][0]
        alike = isinstance(held, str) and isinstance(wanted, str)
        if not alike and not same_value(held, wanted):
            raise HostError(
                "cell_refused", path=self.book.name, sheet=sheet.name, cell=address
            )


def columns_of(area: Area) -> list[Area]:
    """Each column of an area."""
    return [
        Area(area.first_row, column, area.last_row, column)
        for column in range(area.first_column, area.last_column + 1)
    ]


def _formatter(cells: xlwings.Range, number_format: str) -> Callable[[], None]:
    def put_back() -> None:
        cells.number_format = number_format

    return put_back


def _content(value: Plain, formula: str) -> Content:
    """A text that only looks like a formula reads back as itself."""
    if isinstance(formula, str) and formula.startswith("=") and formula != value:
        return Formula(formula)
    return value


def _rows(found: Any, area: Area) -> list[list[Any]]:
    """Rows of what Excel gives for a range: a scalar, a row, or a block."""
    if not isinstance(found, (tuple, list)):
        return [[found]]
    if found and isinstance(found[0], (tuple, list)):
        return [list(row) for row in found]
    if area.first_row == area.last_row:
        return [list(found)]
    return [[value] for value in found]
