"""Migration: from the letters of one review to those of the next, and why.

Source: method, section 4. A move is real when the client's own figures explain it on
the same scale; it comes from the parameters when yesterday's figures already get
another letter with today's scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray, IntArray
from segmentation_addin.core.readings.cross_table import CrossTable, cross_table

NEW, GONE, INACTIVE = "new", "gone", "inactive"
BEFORE = ("A", "B", "C", "D", "NC", INACTIVE, NEW)
"""Rows: the previous letter; "new" = not in the previous review."""
AFTER = ("A", "B", "C", "D", "NC", INACTIVE, GONE)
"""Columns: the current letter; "gone" = no longer in the portfolio."""
RANKED = ("A", "B", "C", "D")
CAUSES = ("real", "parameters", "both", "entry", "exit", "data")
"""Why a client stands elsewhere; see `Migration.causes`."""


@dataclass(frozen=True)
class Migration:
    """Clients and revenue by previous and current letter, and the cause of each move."""

    before: CrossTable
    """Counts, and revenue of the previous period."""
    after: CrossTable
    """The same counts, and revenue of the current period."""
    steps: IntArray
    """Letters gained (+) or lost (-) by each client; 0 unless both are A to D."""
    causes: NDArray[np.object_]
    """Per client: "" = same letter; "real" = its figures, on today's scale;
    "parameters" = the scale or the rules alone; "both" when each moved it; "data" = to
    or from NC, rules apart; "entry" = new or active again; "exit" = gone or inactive.
    Without yesterday's figures on today's scale, a move from A-D to A-D is "real"."""

    @property
    def counts(self) -> IntArray:
        """Clients by previous (row) and current letter (column)."""
        return self.before.counts

    def by_cause(self) -> dict[str, int]:
        """Number of clients by cause, those who stayed left out."""
        return {cause: int((self.causes == cause).sum()) for cause in CAUSES}


def migration(
    before: NDArray[np.object_],
    after: NDArray[np.object_],
    revenue_before: FloatArray,
    revenue_after: FloatArray,
    rescored: NDArray[np.object_] | None = None,
) -> Migration:
    """The migration matrix of clients aligned row by row (see `aligned`).

    `before` holds A to D, NC, "" (inactive) or "new"; `after` the same with "gone".
    `rescored` is the letter of yesterday's figures with today's scale and rules, ""
    where there is none to compare. A client that is in neither counts nowhere.

    >>> before, after = np.array([["A", "B", "new"], ["A", "C", "D"]], object)
    >>> found = migration(before, after, np.array([9.0, 5, 0]), np.array([8.0, 4, 2]))
    >>> found.counts[:2, :3].tolist(), found.steps.tolist(), found.causes.tolist()
    ([[1, 0, 0], [0, 0, 1]], [0, -1, 0], ['', 'real', 'entry'])
    """
    old = np.where(before == "", INACTIVE, before).astype(object)
    new = np.where(after == "", INACTIVE, after).astype(object)
    nobody = (old == NEW) & (new == GONE)
    kept = ~nobody
    tables = [
        cross_table(old[kept], new[kept], amounts[kept], AFTER, BEFORE)
        for amounts in (revenue_before, revenue_after)
    ]
    rank = {letter: at for at, letter in enumerate(RANKED)}
    was, now = _ranks(old, rank), _ranks(new, rank)
    both = (was >= 0) & (now >= 0)
    steps = np.where(both, was - now, 0).astype(np.int64)
    causes = _causes(old, new, rescored)
    causes[nobody] = ""
    return Migration(tables[0], tables[1], steps, causes)


def _ranks(letters: NDArray[np.object_], rank: dict[str, int]) -> IntArray:
    return np.fromiter((rank.get(key, -1) for key in letters), np.int64, len(letters))


def _causes(
    old: NDArray[np.object_],
    new: NDArray[np.object_],
    rescored: NDArray[np.object_] | None,
) -> NDArray[np.object_]:
    moved = old != new
    causes = np.full(len(old), "", dtype=object)
    causes[moved] = "real"
    causes[moved & ((old == "NC") | (new == "NC"))] = "data"
    if rescored is not None:
        comparable = moved & (rescored != "")
        shifted = comparable & (rescored != old)
        causes[shifted & (rescored == new)] = "parameters"
        causes[shifted & (rescored != new) & (causes == "real")] = "both"
    causes[moved & np.isin(new, (GONE, INACTIVE))] = "exit"
    causes[moved & np.isin(old, (NEW, INACTIVE)) & ~np.isin(new, (GONE, INACTIVE))] = (
        "entry"
    )
    return causes


def aligned(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Two reviews side by side: client_id, before, after, revenue_before, revenue_after.

    Each review holds one row a client: client_id, letter, revenue. A client of one
    review only is "new" or "gone", with no revenue in the other. Sorted by client_id.
    """
    old = before.set_index("client_id")
    now = after.set_index("client_id")
    ids = old.index.union(now.index, sort=True)
    return pd.DataFrame(
        {
            "client_id": ids.to_numpy(dtype=object),
            "before": old["letter"].reindex(ids, fill_value=NEW).to_numpy(object),
            "after": now["letter"].reindex(ids, fill_value=GONE).to_numpy(object),
            "revenue_before": old["revenue"].reindex(ids, fill_value=0.0).to_numpy(),
            "revenue_after": now["revenue"].reindex(ids, fill_value=0.0).to_numpy(),
        }
    )
