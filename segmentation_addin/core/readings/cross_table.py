"""Cross-tables: the letters against another reading, in clients and in revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray, IntArray
from segmentation_addin.core.readings.kpis import GROUPS

NONE = ""
"""Column of the clients that the other reading does not place."""


@dataclass(frozen=True)
class CrossTable:
    """Clients and revenue by row and column; sums of both are those of the inputs."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: IntArray
    """Shape (rows, columns)."""
    revenue: FloatArray
    """Shape (rows, columns), currency; an unknown revenue adds nothing."""
    unknown: IntArray
    """Clients of unknown revenue, shape (rows, columns)."""

    @property
    def row_counts(self) -> IntArray:
        """Clients of each row."""
        found: IntArray = self.counts.sum(axis=1)
        return found

    @property
    def column_counts(self) -> IntArray:
        """Clients of each column."""
        found: IntArray = self.counts.sum(axis=0)
        return found

    @property
    def row_revenue(self) -> FloatArray:
        """Revenue of each row."""
        found: FloatArray = self.revenue.sum(axis=1)
        return found

    @property
    def column_revenue(self) -> FloatArray:
        """Revenue of each column."""
        found: FloatArray = self.revenue.sum(axis=0)
        return found


def cross_table(
    letters: NDArray[np.object_],
    codes: NDArray[np.object_],
    revenue: FloatArray,
    columns: Sequence[str] = (),
    rows: Sequence[str] = GROUPS,
) -> CrossTable:
    """Clients and revenue by letter ("" = inactive) and by any other code.

    `rows` and `columns` fix the order; codes that stand in neither follow, sorted,
    and the clients without a code come last: nobody is left out.

    >>> letters, codes = np.array([["A", "B", ""], ["large", "large", ""]], object)
    >>> table = cross_table(letters, codes, np.array([5.0, 3, np.nan]), ["large"])
    >>> table.columns, table.counts.tolist()[0], table.counts.sum()
    (('large', ''), [1, 0], np.int64(3))
    """
    named = np.where(letters == "", "inactive", letters)
    row_keys, row = _placed(named, rows)
    column_keys, column = _placed(codes, columns)
    shape = (len(row_keys), len(column_keys))
    place = row * shape[1] + column
    unknown = np.isnan(revenue)

    def counted(chosen: IntArray) -> IntArray:
        return np.bincount(chosen, minlength=shape[0] * shape[1]).reshape(shape)

    # In ascending order, so that the row order of the clients changes no cent.
    order = np.argsort(np.nan_to_num(revenue), kind="stable")
    amounts = np.bincount(
        place[order], np.nan_to_num(revenue)[order], shape[0] * shape[1]
    )
    return CrossTable(
        row_keys,
        column_keys,
        counted(place),
        amounts.astype(np.float64).reshape(shape),
        counted(place[unknown]),
    )


def _placed(
    keys: NDArray[np.object_], first: Sequence[str]
) -> tuple[tuple[str, ...], IntArray]:
    """The keys in order, and the place of each client among them."""
    present = set(keys.tolist())
    others = sorted(present - set(first) - {NONE})
    last = [NONE] if NONE in present and NONE not in first else []
    ordered = (*first, *others, *last)
    place = {key: at for at, key in enumerate(ordered)}
    found = np.fromiter((place[key] for key in keys), np.int64, len(keys))
    return ordered, found
