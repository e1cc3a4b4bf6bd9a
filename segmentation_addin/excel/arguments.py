"""Arguments of a function as Excel hands them over, as columns and back to a shape.

A cell, a column, a row or a block arrives as a scalar or as rows of cells: None,
float, text, boolean, date, or the integer that stands for an error cell. Everything
is read cell by cell, in rows, and the result goes back in the same shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from segmentation_addin.excel.tokens import MARK, NUMBERS, error_of, token
from segmentation_addin.imports.cells import Reason, is_blank
from segmentation_addin.imports.values import numbers
from segmentation_addin.workbook.host import Cell, CellError

Floats = npt.NDArray[np.float64]
Result = list[list[str | float | bool]]
"""What a function gives back: rows of cells, errors as tokens, "" for blank."""


class ArgumentError(ValueError):
    """The arguments do not allow a result; `name` is the Excel error to show."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Block(NamedTuple):
    """The cells of one argument, row after row."""

    rows: int
    columns: int
    cells: list[Cell]

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.cells)

    def row(self, at: int) -> list[Cell]:
        """The cells of one row."""
        return self.cells[at * self.columns : (at + 1) * self.columns]

    def column(self, at: int, first_row: int = 0) -> list[Cell]:
        """The cells of one column, from a row on."""
        return self.cells[first_row * self.columns + at :: self.columns]

    @property
    def used_rows(self) -> int:
        """Rows up to the last one that is not blank."""
        last = _last_filled(self.cells)
        return -(-last // self.columns)


def block(value: Any) -> Block:
    """The cells of an argument; a scalar is one cell, a flat row is one row."""
    if not isinstance(value, list | tuple):
        return Block(1, 1, [_cell(value)])
    if not value:
        return Block(1, 1, [None])
    if not isinstance(value[0], list | tuple):
        return Block(1, len(value), _cells(value))
    flat = [cell for row in value for cell in row]
    return Block(len(value), len(value[0]), _cells(flat))


def _cells(values: Sequence[Any]) -> list[Cell]:
    kinds = set(map(type, values))
    if kinds <= {float, str, type(None)} and not _tokens_in(values, kinds):
        return list(values)
    return [_cell(value) for value in values]


def _tokens_in(values: Sequence[Any], kinds: set[type]) -> bool:
    return str in kinds and any(
        type(value) is str and value.startswith(MARK) for value in values
    )


def _cell(value: Any) -> Cell:
    """One cell: error integers and the tokens of our own functions are errors."""
    name = error_of(value)
    if name is not None:
        return CellError(name)
    if isinstance(value, str) and value.startswith(MARK):
        return CellError("#VALUE!")
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value  # type: ignore[no-any-return]


def missing(value: Any) -> bool:
    """True when an argument was left out or is one blank cell."""
    return value is None or (isinstance(value, str) and is_blank(value))


def _last_filled(cells: Sequence[Cell]) -> int:
    for at in range(len(cells) - 1, -1, -1):
        if not is_blank(cells[at]):
            return at + 1
    return 0


class Typed(NamedTuple):
    """One argument as numbers; `errors` holds the error of each cell that has one."""

    values: Floats
    errors: dict[int, str]


def typed_numbers(cells: Sequence[Cell]) -> Typed:
    """Cells as numbers, NaN where blank: "1 234,56 €" is read, "abc" is #VALUE!.

    An error cell keeps its own error. A text that could be read in two ways, such
    as "1.234" where no other cell of the argument tells, is #VALUE!.
    """
    values, problems = numbers(cells)
    errors: dict[int, str] = {}
    for problem in problems:
        if problem.reason is Reason.TEXT_READ:
            continue
        for position in problem.positions.tolist():
            cell = cells[position]
            errors[position] = _error_name(cell)
    return Typed(values, errors)


def _error_name(cell: Cell) -> str:
    known = isinstance(cell, CellError) and cell.code in NUMBERS
    return cell.code if known and isinstance(cell, CellError) else "#VALUE!"


@dataclass(frozen=True)
class Lines:
    """Arguments of equal length, line by line, and the shape to give back."""

    arguments: tuple[Floats, ...]
    """One number a line, NaN where blank or left out."""
    columns: int
    """Columns of the result."""
    errors: dict[int, str]
    """The first error of each line that has one."""

    def shaped(self, cells: Sequence[str | float | bool]) -> Result:
        """One result a line in the shape of the arguments, errors as tokens."""
        found = list(cells)
        for line, name in self.errors.items():
            found[line] = token(name)
        width = self.columns
        return [found[at : at + width] for at in range(0, len(found), width)]


def lines_of(*arguments: Any) -> Lines:
    """Arguments as lines: single cells, or ranges of as many cells each.

    A single cell beside ranges counts for every line. Rows at the end that are
    blank in every range are left out; one row always stays.

    Raises:
        ArgumentError: #VALUE! when ranges differ in their number of cells.
    """
    blocks = [block(argument) for argument in arguments]
    ranges = [found for found in blocks if found.size > 1]
    if len({found.size for found in ranges}) > 1:
        raise ArgumentError("#VALUE!")
    columns = ranges[0].columns if ranges else 1
    used = max((_last_filled(found.cells) for found in ranges), default=1)
    lines = max(-(-used // columns), 1) * columns
    values: list[Floats] = []
    errors: dict[int, str] = {}
    for found in blocks:
        alone = found.size == 1
        typed = typed_numbers(found.cells if alone else found.cells[:lines])
        if alone and lines > 1:
            values.append(np.repeat(typed.values, lines))
            here = dict.fromkeys(range(lines), typed.errors.get(0, ""))
        else:
            values.append(typed.values)
            here = typed.errors
        for line, name in here.items():
            if name:
                errors.setdefault(line, name)
    return Lines(tuple(values), columns, errors)
