"""The readings beside the letter, computed together and never blended into it.

Source: method, section 4. Each reading is a module of its own; this one says which
figures of the portfolio each of them takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from segmentation_addin.core.costing import CostToServe
from segmentation_addin.core.inputs import FloatArray, InputTables, texts
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.portfolio import Portfolio, Roster
from segmentation_addin.core.readings.clusters import Clusters, NoClusters, clusters
from segmentation_addin.core.readings.group_level import GroupLevel, group_level
from segmentation_addin.core.readings.matrix import Matrix, matrix
from segmentation_addin.core.readings.rank_limits import RankLimits
from segmentation_addin.core.readings.rfm import Rfm, rfm
from segmentation_addin.core.readings.size import LimitOrderError, Size, size
from segmentation_addin.core.scale import Scoring

BY_MEDIAN: Final = "median"
THRESHOLDS = "thresholds"
READING_COLUMNS = ("rfm", "rfm_segment", "matrix", "size", "cluster")
"""Columns of `Segmentation.clients` that the readings fill."""


@dataclass(frozen=True)
class Readings:
    """What the other readings say of each client, and the cut-offs they used."""

    rfm: Rfm
    matrix: Matrix
    size: Size
    clusters: Clusters | NoClusters | None
    """None when they were not asked for."""
    level: GroupLevel
    """Who belongs together, for figures by group."""

    def codes(self, column: str) -> pd.Series[str]:
        """What one of `READING_COLUMNS` holds, "" where a client has no place."""
        none = np.full(len(self.rfm.codes), "", dtype=object)
        held = {
            "rfm": self.rfm.codes,
            "rfm_segment": self.rfm.segments,
            "matrix": self.matrix.codes,
            "size": self.size.codes,
            "cluster": none if self.clusters is None else self.clusters.codes,
        }
        return pd.Series(held[column], dtype=object)

    @property
    def notes(self) -> list[Issue]:
        """What a reader of these readings should know: small portfolios, crowds."""
        if isinstance(self.clusters, NoClusters):
            return [*self.rfm.notes, self.clusters.issue()]
        return list(self.rfm.notes)


def read_beside(
    inputs: InputTables,
    found: Roster,
    current: Portfolio,
    cost: CostToServe,
    scoring: Scoring,
    values: Mapping[str, FloatArray],
    clustered: bool = True,
    limits: RankLimits | None = None,
) -> tuple[Readings, list[Issue]]:
    """All readings of one portfolio, and the settings or codes that are wrong.

    RFM takes days since the last order, orders, and revenue net of credit notes; the
    matrix and the sizes take the revenue of active clients; clusters take the
    criteria in use. `clustered=False` leaves them out: they take a second. With
    `limits` these clients are part of a whole, classed as it says.
    """
    revenue = np.where(current.active, current.revenue, np.nan)
    net_margin = np.where(current.active, current.gross_margin - cost.total, np.nan)
    knots = next((c.knots for c in scoring.criteria if c.key == "value"), None)
    by_rfm = rfm(
        current.days,
        current.orders,
        current.revenue,
        current.active,
        value_knots=None if knots is None else knots.tolist(),
        method=limits.rfm_method
        if limits is not None
        else THRESHOLDS
        if _chosen(inputs, "rfm_cuts") == THRESHOLDS
        else None,
        cuts=None if limits is None else limits.rfm_cuts,
    )
    if limits is None:
        sizes, issues = _sizes(inputs, revenue)
        placed = _matrix(inputs, revenue, net_margin)
    else:
        sizes, issues = size(revenue, *(limits.sizes or (None, None))), []
        placed = matrix(revenue, net_margin, *limits.matrix)
    owners = texts(inputs.clients, "group_id")[found.rows]
    level, group_issues = group_level(found.ids, owners, found.rows)
    readings = Readings(
        by_rfm,
        placed,
        sizes,
        _clusters(inputs, found, scoring, values, net_margin) if clustered else None,
        level,
    )
    return readings, [*issues, *group_issues]


def _clusters(
    inputs: InputTables,
    found: Roster,
    scoring: Scoring,
    values: Mapping[str, FloatArray],
    net_margin: FloatArray,
) -> Clusters | NoClusters:
    """Groups of clients alike on the criteria in use."""
    in_use = [values[criterion.key] for criterion in scoring.criteria]
    criteria = np.column_stack(in_use or [np.full(len(found.ids), np.nan)])
    seed = int(inputs.number("seed", 1))
    return clusters(criteria, net_margin, seed, ids=found.ids)


def _chosen(inputs: InputTables, key: str) -> str:
    return str(inputs.settings.get(key) or "")


def _typed(inputs: InputTables, key: str) -> float | None:
    value = inputs.settings.get(key)
    return None if value is None else float(value)


def _matrix(inputs: InputTables, revenue: FloatArray, net_margin: FloatArray) -> Matrix:
    """The matrix by the limits typed in, else by the ABC or the median."""
    limit, target = _typed(inputs, "matrix_limit"), _typed(inputs, "matrix_target")
    if limit is None and _chosen(inputs, "matrix_border") == BY_MEDIAN:
        return matrix(revenue, net_margin, BY_MEDIAN, target)
    return matrix(revenue, net_margin, limit, target)


def _sizes(inputs: InputTables, revenue: FloatArray) -> tuple[Size, list[Issue]]:
    """Sizes by the limits typed in; those of the ABC where they are out of order."""
    large, medium = _typed(inputs, "size_large"), _typed(inputs, "size_medium")
    try:
        return size(revenue, large, medium), []
    except LimitOrderError:
        params = {"found": medium or 0.0, "expected": large or 0.0}
        issue = Issue("size_order", Severity.WARNING, "tblSettings", params=params)
        return size(revenue), [issue]
