"""Cells that a report writes once for several rows: merged cells, grouped codes.

A merged cell speaks for all its rows. A code that is written on the first row of its
group only, without a merge, is repeated where the whole column shows it: every code
stands once, and the rows without one hold all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.sources import RawColumn

Flags = npt.NDArray[np.bool_]

Spans = Sequence[tuple[int, int]]
"""First and last row of each merged cell of a column."""
LEAST_GROUPS = 2
"""Groups of several rows that must stand in a column before codes are repeated."""


def over_merged(raw: RawColumn, spans: Spans) -> tuple[RawColumn, int]:
    """A column whose merged cells stand on all their rows, and how many were filled.

    >>> raw = RawColumn(["A", None], np.array([0, 1, 1]))
    >>> filled, count = over_merged(raw, [(0, 1)])
    >>> filled.codes.tolist(), count
    ([0, 0, 1], 1)
    """
    blank = ~raw.filled()
    codes = raw.codes.copy()
    count = 0
    for first, last in spans:
        rows = slice(first + 1, last + 1)
        count += int(blank[rows].sum())
        codes[rows] = np.where(blank[rows], codes[first], codes[rows])
    return RawColumn(raw.cells, codes), count


def over_groups(
    code: RawColumn,
    name: RawColumn | None,
    others: Sequence[RawColumn],
    left_out: Flags,
) -> tuple[RawColumn, int]:
    """A column of codes repeated over their groups, and how many rows were filled.

    `others` are the columns that every row fills, `left_out` the totals. Without
    evidence the column comes back as it was, and nothing is filled.
    """
    there = ~left_out
    for column in others:
        there &= column.filled()
    filled = code.filled() & ~left_out
    missing = there & ~filled
    if not missing.any() or not _grouped(code, filled, missing):
        return code, 0
    codes = _carried(code.codes, filled)
    if name is not None and not _same_name(name, missing, filled):
        return code, 0
    return RawColumn(code.cells, np.where(missing, codes, code.codes)), int(
        missing.sum()
    )


def _grouped(code: RawColumn, filled: Flags, missing: Flags) -> bool:
    """True when each code stands once, the first row has one, and groups repeat."""
    used = code.codes[filled]
    if len(np.unique(used)) < len(used) or not len(used):
        return False
    rows = np.flatnonzero(filled | missing)
    if not filled[rows[0]]:
        return False
    group = np.cumsum(filled[rows])[missing[rows]]
    return len(np.unique(group)) >= LEAST_GROUPS


def _carried(codes: npt.NDArray[np.intp], filled: Flags) -> npt.NDArray[np.intp]:
    """The code of the last filled row, for each row."""
    last = np.maximum.accumulate(np.where(filled, np.arange(len(codes)), -1))
    carried: npt.NDArray[np.intp] = codes[np.maximum(last, 0)]
    return carried


def _same_name(name: RawColumn, missing: Flags, filled: Flags) -> bool:
    """True when the rows without code bear no other name than their group."""
    carried = _carried(name.codes, filled)
    other = missing & name.filled() & (name.codes != carried)
    return not other.any()


def repeated_told(heading: str, count: int, merged: bool) -> Issue:
    """What a reader must know of a column that was repeated down."""
    params: dict[str, ParamValue] = {"heading": heading, "count": count}
    code = "cells_merged" if merged else "codes_repeated"
    return Issue(code, Severity.NOTE, params=params)
