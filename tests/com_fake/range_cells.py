# ruff: noqa: N802 - COM's own names
"""What a range holds: values, formulas and formats, as COM hands them over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from com_fake.dispatch import ComObject
from com_fake.entries import (
    ERROR_NUMBERS,
    GENERAL,
    TEXT,
    Cell,
    ErrorValue,
    day_zero,
    enter,
)
from segmentation_addin.workbook.addresses import Area, shift_formula

if TYPE_CHECKING:
    from com_fake.books import Worksheet

T = TypeVar("T")
_DATE_FORMAT = re.compile(r"[dmyhs]", re.IGNORECASE)
_ASIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_CURRENCY = re.compile(r"[$€£¥]")


class RangeCells(ComObject):
    """The cells of a range, as one object of COM's."""

    com_name = "Range"

    def __init__(self, sheet: Worksheet, *areas: Area) -> None:
        super().__init__(sheet.excel)
        self.sheet = sheet
        self.areas = areas

    @property
    def area(self) -> Area:
        return self.areas[0]

    @property
    def height(self) -> int:
        return self.area.last_row - self.area.first_row + 1

    @property
    def width(self) -> int:
        return self.area.last_column - self.area.first_column + 1

    @property
    def alone(self) -> bool:
        return self.height == self.width == 1

    def places(self) -> Iterator[tuple[int, int]]:
        for area in self.areas:
            yield from self.sheet.state.grid.places(area)

    def peeked(self) -> Iterator[Cell]:
        grid = self.sheet.state.grid
        return (grid.peek(*place) for place in self.places())

    def _read(self, shown: Callable[[Cell], Any]) -> Any:
        grid, area = self.sheet.state.grid, self.area
        if self.alone:
            return shown(grid.peek(area.first_row, area.first_column))
        return tuple(
            tuple(
                shown(grid.peek(row, column))
                for column in range(area.first_column, area.last_column + 1)
            )
            for row in range(area.first_row, area.last_row + 1)
        )

    def _write(self, given: Any) -> None:
        self.sheet.check_unlocked()
        several = isinstance(given, (list, tuple))
        rows = given if several else ((given,),)
        if several and not (rows and isinstance(rows[0], (list, tuple))):
            rows = (rows,) * self.height
        for area in self.areas:
            for row, column in self.sheet.state.grid.places(area):
                down, across = row - area.first_row, column - area.first_column
                if not several:
                    value = rows[0][0]
                elif down < len(rows) and across < len(rows[0]):
                    value = rows[down][across]
                else:
                    value = "#N/A"
                if not several and isinstance(value, str) and value.startswith("="):
                    value = shift_formula(value, down, across)
                enter(
                    self.sheet.state.grid.cell(row, column),
                    value,
                    in_array=several,
                    date_1904=self.sheet.book.date_1904,
                )
        self.sheet.entered(self.areas)

    # Values

    @property
    def Value2(self) -> Any:
        return self._read(value2)

    @Value2.setter
    def Value2(self, given: Any) -> None:
        self._write(given)

    @property
    def Value(self) -> Any:
        from_1904 = self.sheet.book.date_1904
        return self._read(lambda cell: _value(cell, from_1904))

    @Value.setter
    def Value(self, given: Any) -> None:
        self._write(given)

    @property
    def Formula(self) -> Any:
        return self._read(formula)

    @Formula.setter
    def Formula(self, given: Any) -> None:
        self._write(given)

    @property
    def Formula2(self) -> Any:
        return self._read(formula)

    @Formula2.setter
    def Formula2(self, given: Any) -> None:
        self._write(given)

    @property
    def Text(self) -> Any:
        shown = {str(value2(cell) or "") for cell in self.peeked()}
        return shown.pop() if len(shown) == 1 else None

    @property
    def HasFormula(self) -> bool | None:
        return common(cell.formula is not None for cell in self.peeked())

    @property
    def HasArray(self) -> bool | None:
        return common(cell.array for cell in self.peeked())

    @property
    def FormulaArray(self) -> str | None:
        return common(formula(cell) for cell in self.peeked())

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:
        self.sheet.check_unlocked()
        for place in self.places():
            cell = self.sheet.state.grid.cell(*place)
            cell.value, cell.formula, cell.array = None, text, True

    @property
    def NumberFormat(self) -> str | None:
        return common(cell.format for cell in self.peeked())

    @NumberFormat.setter
    def NumberFormat(self, text: str) -> None:
        self.sheet.check_unlocked()
        for row, column in self.places():
            self.sheet.state.grid.cell(row, column).format = text

    @property
    def Locked(self) -> bool:
        return True

    @property
    def MergeCells(self) -> bool | None:
        merged = self.sheet.state.merged
        return common(any(a.holds(*p) for a in merged) for p in self.places())


def common(values: Iterator[T]) -> T | None:
    """The one value of all, else None."""
    first = next(values, None)
    return first if all(value == first for value in values) else None


def value2(cell: Cell) -> Any:
    if isinstance(cell.value, ErrorValue):
        return ERROR_NUMBERS.get(cell.value.code, ERROR_NUMBERS["#VALUE!"])
    return cell.value


def _value(cell: Cell, date_1904: bool) -> Any:
    value = value2(cell)
    if type(value) is not float or cell.format in (GENERAL, TEXT):
        return value
    pattern = _ASIDE.sub("", cell.format)
    if _CURRENCY.search(cell.format):
        return Decimal(repr(round(value, 4)))
    if _DATE_FORMAT.search(pattern) and value >= 0:
        moment = day_zero(date_1904) + timedelta(days=value)
        return moment.replace(tzinfo=UTC)
    return value


def formula(cell: Cell) -> Any:
    if cell.formula is not None:
        return cell.formula
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return value.code
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else repr(value).removesuffix(".0")
