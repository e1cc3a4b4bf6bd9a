"""What people read of millions of clients: the ones that matter, and one curve.

All letters A, all false good clients and the worst letters D are listed up to a limit;
of the others, only the sums are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation_addin.core.inputs import FloatArray

MOST_LISTED: Final = 10_000
"""Clients that are listed, unless the caller says otherwise."""
CURVE_POINTS: Final = 1_000
KINDS: Final = ("false_good", "best", "worst")
"""False good clients (lowest net margin first), A (largest revenue), D (lowest margin)."""
_ORDERS: Final = {
    "false_good": ("margin", "ascending"),
    "best": ("revenue", "descending"),
    "worst": ("margin", "ascending"),
}


@dataclass(frozen=True)
class Chosen:
    """The clients that are listed, and how many there are of each kind."""

    rows: pa.Table
    """Rows of the result, with `kind`: why a client is there."""
    found: dict[str, int]
    """Clients of each kind; one of two kinds counts in the first."""
    listed: dict[str, int]


@dataclass(frozen=True)
class Curve:
    """Margins cumulated from the best client to the worst, in a few points."""

    ranks: FloatArray
    cumulated: FloatArray
    clients: int
    peak: float
    total: float


@dataclass
class Listing:
    """Takes the result part by part; holds at most `limit` clients of each kind.

    A margin is the net one, or the gross one of a client whose net is unknown.
    """

    limit: int = MOST_LISTED
    _kept: dict[str, pa.Table] = field(default_factory=dict)
    _found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    _margins: dict[str, list[FloatArray]] = field(
        default_factory=lambda: {"net_margin": [], "gross_margin": []}
    )

    def add(self, rows: pa.Table) -> None:
        """Takes some clients, as `result_file.client_rows` gives them."""
        letters = pc.fill_null(rows["letter"], "")
        for name, margins in self._margins.items():
            active = rows[name].filter(pc.not_equal(letters, "")).drop_null()
            margins.append(active.to_numpy())
        margin = pc.coalesce(rows["net_margin"], rows["gross_margin"])
        rows = rows.append_column("margin", margin)
        wrong = rows["false_good"].is_valid()
        marks = {
            "false_good": wrong,
            "best": pc.and_not(pc.equal(letters, "A"), wrong),
            "worst": pc.and_not(pc.equal(letters, "D"), wrong),
        }
        for kind, mark in marks.items():
            chosen = rows.filter(mark)
            self._found[kind] += len(chosen)
            kept = [self._kept[kind]] if kind in self._kept else []
            self._kept[kind] = _first(
                pa.concat_tables([*kept, chosen]), kind, self.limit
            )

    def chosen(self) -> Chosen:
        """All false good clients and all A where they fit, then the worst D.

        Where they do not fit, each of both kinds has half of the places, and what one
        leaves free the other takes.
        """
        wrong, best = self._found["false_good"], self._found["best"]
        places = min(wrong, max(self.limit // 2, self.limit - best))
        listed = {"false_good": places, "best": min(best, self.limit - places)}
        left = self.limit - sum(listed.values())
        listed["worst"] = min(self._found["worst"], left)
        parts = []
        for kind, table in self._kept.items():
            rows = _first(table, kind, listed[kind])
            names = pa.array([kind] * len(rows), pa.string())
            parts.append(rows.append_column("kind", names).drop_columns(["margin"]))
        return Chosen(pa.concat_tables(parts), dict(self._found), listed)

    def curve(self, net: bool) -> Curve:
        """The whale curve of all active clients whose margin is known."""
        parts = self._margins["net_margin" if net else "gross_margin"]
        ordered = np.sort(np.concatenate(parts))[::-1] if parts else np.zeros(0)
        running = np.concatenate([[0.0], np.cumsum(ordered)])
        clients = len(ordered)
        top = int((ordered > 0).sum())
        even = np.linspace(0, clients, min(clients + 1, CURVE_POINTS - 1)).round()
        ranks = np.unique(np.append(even.astype(np.int64), top))
        return Curve(
            ranks.astype(np.float64),
            running[ranks],
            clients,
            float(running[top]),
            float(running[-1]),
        )


def _first(rows: pa.Table, kind: str, count: int) -> pa.Table:
    """The clients of one kind that come first; ties by client code."""
    name, way = _ORDERS[kind]
    keys = [(name, way), ("client_id", "ascending")]
    return rows.take(pc.sort_indices(rows, keys)[:count])
