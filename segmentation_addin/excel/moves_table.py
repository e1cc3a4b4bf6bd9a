"""The table that SEGMENT_MOVES spills: clients by letter before and after."""

from __future__ import annotations

from typing import Any

import numpy as np

from segmentation_addin.core.readings.migration import AFTER, BEFORE, migration
from segmentation_addin.excel.arguments import ArgumentError, Block, Result, block
from segmentation_addin.excel.tokens import NUMBERS
from segmentation_addin.imports.cells import is_blank
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.host import CellError

_NAMES = {
    **{letter: Text(letter, letter) for letter in ("A", "B", "C", "D", "NC")},
    "inactive": Text("inactive", "inactif"),
    "new": Text("new", "nouveau"),
    "gone": Text("gone", "parti"),
}
_CORNER = Text("Before / after", "Avant / après")
_TOTAL = Text("Total", "Total")


def moves_table(before: Any, after: Any, language: Language) -> Result:
    """Headings, one row a letter before, one column a letter after, and the totals.

    Raises:
        ArgumentError: #VALUE! for ranges of unequal length or what is no letter, #N/A
            without any client, the error of the first cell that holds one.
    """
    first, second = block(before), block(after)
    if first.size != second.size:
        raise ArgumentError("#VALUE!")
    old = _letters(first, BEFORE, "new")
    now = _letters(second, AFTER, "gone")
    none = np.zeros(len(old))
    counts = migration(old, now, none, none).counts
    if not counts.sum():
        raise ArgumentError("#N/A")
    columns = [_NAMES[key].in_(language) for key in AFTER]
    rows: Result = [[_CORNER.in_(language), *columns, _TOTAL.in_(language)]]
    for key, line in zip(BEFORE, counts, strict=True):
        found = [float(count) for count in (*line, line.sum())]
        rows.append([_NAMES[key].in_(language), *found])
    totals = [float(count) for count in (*counts.sum(axis=0), counts.sum())]
    return [*rows, [_TOTAL.in_(language), *totals]]


def _letters(cells: Block, keys: tuple[str, ...], blank: str) -> np.ndarray:
    """The letters of a range, in either language; `blank` where a cell is."""
    known = {heading_key(name): key for key in keys for name in _NAMES[key]}
    found = np.full(cells.size, blank, dtype=object)
    for at, cell in enumerate(cells.cells):
        if isinstance(cell, CellError):
            raise ArgumentError(cell.code if cell.code in NUMBERS else "#VALUE!")
        if is_blank(cell):
            continue
        key = known.get(heading_key(cell)) if isinstance(cell, str) else None
        if key is None:
            raise ArgumentError("#VALUE!")
        found[at] = key
    return found
