"""The new rows of a table as XML: column by column, then woven row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from segmentation_addin.workbook.addresses import (
    Resized,
    column_letters,
    extend_formula,
    shift_formula,
)
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_text,
    formula_tail,
    unescape_text,
    value_tail,
)
from segmentation_addin.workbook.sheet_part import SheetPart

_CHUNK = 2048
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_SHARED_INDEX = re.compile(r'\ssi="([0-9]+)"')

Masters = Mapping[str, tuple[int, int, str]]
"""Shared formulas of a sheet: index -> row, column and text of the first cell."""


class ColumnRows(Protocol):
    """The cells of one column over the new rows."""

    def tails(self, start: int, stop: int) -> Sequence[str]:
        """XML of the cells of some rows, after their address."""

    def formula_places(self) -> Iterable[int]:
        """0-based places of the rows that hold a formula."""

    def value(self, place: int) -> Plain:
        """The value of one row."""


@dataclass
class WrittenColumn:
    """A column that is written: values in the column's style, under its formula."""

    values: list[Plain]
    style: str
    formula: str | None = None
    """The formula as XML text; None for plain values."""

    def tails(self, start: int, stop: int) -> Sequence[str]:
        """XML of the cells of some rows, after their address."""
        part, style = self.values[start:stop], self.style
        kinds = set(map(type, part))
        if self.formula is not None:
            formula = f"<f>{self.formula}</f>"
            return [formula_tail(formula, value, style) for value in part]
        if kinds <= {float} or kinds <= {int}:
            return [f"{style}><v>{value!r}</v></c>" for value in part]
        if kinds <= {str, type(None)}:
            known = {value: value_tail(value, style) for value in set(part)}
            return [known[value] for value in part]
        return [value_tail(value, style) for value in part]

    def formula_places(self) -> Iterable[int]:
        """0-based places of the rows that hold a formula."""
        return () if self.formula is None else range(len(self.values))

    def value(self, place: int) -> Plain:
        """The value of one row."""
        return self.values[place]


@dataclass
class KeptColumn:
    """A user's column: each cell follows its row; new rows get the default."""

    cells: list[str]
    """XML after the address, one a new row."""
    values: list[Plain]

    def tails(self, start: int, stop: int) -> Sequence[str]:
        """XML of the cells of some rows, after their address."""
        return self.cells[start:stop]

    def formula_places(self) -> Iterable[int]:
        """0-based places of the rows that hold a formula."""
        return [place for place, cell in enumerate(self.cells) if "<f" in cell]

    def value(self, place: int) -> Plain:
        """The value of one row."""
        return self.values[place]


def shared_formulas(sheet: SheetPart) -> dict[str, tuple[int, int, str]]:
    """The first cell of each shared formula of a sheet."""
    masters: dict[str, tuple[int, int, str]] = {}
    if b't="shared"' not in sheet.xml:
        return masters
    for row, column, cell in sheet.formulas():
        found = _FORMULA.search(cell.decode())
        index = _SHARED_INDEX.search(found[1]) if found else None
        if found and index and found[2]:
            masters[index[1]] = (row, column, unescape_text(found[2]))
    return masters


def formula_text(cell: bytes, row: int, column: int, masters: Masters) -> str | None:
    """The formula of a cell, a shared one written out; None when it has none."""
    found = _FORMULA.search(cell.decode())
    if found is None:
        return None
    index = _SHARED_INDEX.search(found[1])
    if index is None or found[2]:
        return unescape_text(found[2] or "")
    if index[1] not in masters:
        return None
    first_row, first_column, text = masters[index[1]]
    return shift_formula(text, row - first_row, column - first_column)


def moved_tail(
    cell: bytes,
    row: int,
    column: int,
    new_row: int,
    masters: Masters,
    resized: Resized,
) -> str:
    """A cell after its address once it stands on another row of its column."""
    text = cell.decode()
    tail = text[text.index('"', text.index('r="') + 3) + 1 :]
    found = _FORMULA.search(tail)
    if found is None:
        return tail
    shared = ' t="shared"' in found[1]
    formula = formula_text(cell, row, column, masters) or ""
    followed = extend_formula(formula, resized, resized.sheet)
    if row == new_row and not shared and followed == formula:
        return tail
    moved = escape_text(shift_formula(followed, new_row - row))
    attributes = ' ca="1"' if ' ca="1"' in found[1] else ""
    new = f"<f{attributes}>{moved}</f>"
    return tail[: found.start()] + new + tail[found.end() :]


def kept_column(
    sheet: SheetPart,
    column: int,
    first_row: int,
    sources: Sequence[int | None],
    old_values: Sequence[Plain],
    default: Callable[[int], str],
    masters: Masters,
    resized: Resized,
) -> KeptColumn:
    """A user's column whose cells follow their rows.

    Args:
        sheet: the sheet as it stands.
        column: 1-based sheet column.
        first_row: sheet row of the first new row, and of the first old one.
        sources: for each new row, the place of the old row it comes from, or None.
        old_values: values of the old rows.
        default: sheet row -> XML of the cell of a row that is new.
        masters: shared formulas of the sheet.
        resized: the table's own move, which formulas in its rows follow too.
    """
    cells: list[str] = []
    values: list[Plain] = []
    for place, source in enumerate(sources):
        if source is None:
            tail, value = default(first_row + place), None
        else:
            old_row = first_row + source
            cell = sheet.cell(old_row, column)
            value = old_values[source]
            tail = "/>"
            if cell is not None:
                tail = moved_tail(
                    cell, old_row, column, first_row + place, masters, resized
                )
        cells.append(tail)
        values.append(value)
    return KeptColumn(cells, values)


def woven_rows(
    first_row: int,
    first_column: int,
    columns: Sequence[ColumnRows],
    count: int,
    after: Sequence[str] = (),
) -> Iterator[str]:
    """The cells of each new row as one text, then the texts of `after`."""
    template = "".join(
        f'<c r="{column_letters(first_column + place)}%d"%s'
        for place in range(len(columns))
    )
    for start in range(0, count, _CHUNK):
        stop = min(start + _CHUNK, count)
        numbers = range(first_row + start, first_row + stop)
        woven: list[Iterable[object]] = []
        for column in columns:
            woven += (numbers, column.tails(start, stop))
        for values in zip(*woven, strict=True):
            yield template % values
    yield from after
