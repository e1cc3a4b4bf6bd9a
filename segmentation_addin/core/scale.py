"""The scale: how a value becomes points, and how knots are calibrated.

Source: method, section 2. Five knots, from worst to best, are worth 0, 25, 50, 75
and 100 points; linear between, clipped outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from segmentation_addin.core.criteria import CRITERIA
from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    floats,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity

KNOT_POINTS = (0, 25, 50, 75, 100)
KNOT_COLUMNS = tuple(f"knot_{points}" for points in KNOT_POINTS)
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
FEWEST_VALUES = 5
_LEVELS = np.array(KNOT_POINTS, dtype=np.float64)
_STEP = 25.0


@dataclass(frozen=True)
class Criterion:
    """One row of the scale. `knots` has shape (5,), worst first; None = blank."""

    key: str
    better: str
    weight: float
    knots: FloatArray | None
    fixed: bool
    row: int = 0

    @property
    def sign(self) -> float:
        """+1 when higher is better, -1 when lower is."""
        return 1.0 if self.better == "higher" else -1.0


Scale = tuple[Criterion, ...]


def points(values: FloatArray, knots: FloatArray, sign: float) -> FloatArray:
    """Points 0-100 of each value, NaN where the value is.

    A value equal to several equal knots gets the mean of their points.

    >>> points(np.array([5.0, 7.5, 99.0]), np.array([0, 5, 10, 15, 20.0]), 1.0)
    array([ 25. ,  37.5, 100. ])
    """
    x, k = (values, knots) if sign > 0 else (-values, -knots)
    gaps = np.diff(k)
    if (gaps > 0).all():
        return np.interp(x, k, _LEVELS)
    total = np.zeros(len(x))
    for low, gap in zip(k[:-1], gaps, strict=True):
        if gap > 0:
            total += _STEP * np.clip((x - low) / gap, 0, 1)
        else:
            total += _STEP * ((x > low) + 0.5 * (x == low))
    total[np.isnan(x)] = np.nan
    return total


def calibrate(values: FloatArray, base: BoolArray, better: str) -> FloatArray | None:
    """Knots at the quantiles 5, 25, 50, 75, 95 % (PERCENTILE.INC), worst first.

    `base` marks the clients that calibrate; None under 5 finite values.
    """
    kept = values[base & np.isfinite(values)]
    if kept.size < FEWEST_VALUES:
        return None
    knots = np.quantile(kept, QUANTILES)
    return knots if better == "higher" else knots[::-1].copy()


def read_scale(table: pd.DataFrame) -> tuple[Scale, list[Issue]]:
    """The scale as it stands on the sheet, and what is wrong with it.

    Errors: 1 to 4 knots, knots out of order, a direction missing on a row with
    weight, a negative weight, a criterion twice, no weight at all.
    """
    keys, better = texts(table, "criterion"), texts(table, "better")
    fixed, weights = texts(table, "fixed"), floats(table, "weight")
    places = row_numbers(table)
    matrix = np.column_stack([floats(table, column) for column in KNOT_COLUMNS])
    issues: list[Issue] = []
    criteria: list[Criterion] = []

    def refuse(code: str, i: int, column: str, **params: str | float) -> None:
        issues.append(
            Issue(
                code,
                Severity.ERROR,
                "tblScale",
                int(places[i]),
                column,
                params={"criterion": str(keys[i]), **params},
            )
        )

    for i in range(len(table)):
        if not keys[i] or keys[i] not in CRITERIA:
            continue
        weight = 0.0 if np.isnan(weights[i]) else float(weights[i])
        knots = matrix[i]
        count = int((~np.isnan(knots)).sum())
        if any(criterion.key == keys[i] for criterion in criteria):
            refuse("criterion_twice", i, "criterion")
            continue
        if weight < 0:
            refuse("weight_negative", i, "weight", found=weight)
        if better[i] not in ("higher", "lower"):
            if weight > 0 or count:
                refuse("direction_missing", i, "better")
            continue
        if 0 < count < len(KNOT_POINTS):
            refuse("knots_incomplete", i, "knot_0", found=count)
        sign = 1.0 if better[i] == "higher" else -1.0
        if count == len(KNOT_POINTS) and (np.diff(knots) * sign < 0).any():
            order = ("rising", "croissant") if sign > 0 else ("falling", "décroissant")
            refuse("knots_order", i, "knot_0", expected=order[0], attendu=order[1])
        criteria.append(
            Criterion(
                str(keys[i]),
                str(better[i]),
                weight,
                knots.copy() if count == len(KNOT_POINTS) else None,
                fixed[i] == "yes",
                int(places[i]),
            )
        )
    if not issues and not any(criterion.weight > 0 for criterion in criteria):
        issues.append(Issue("no_weight", Severity.ERROR, "tblScale", None, "weight"))
    return tuple(criteria), issues


def calibrate_scale(
    scale: Scale,
    values: Mapping[str, FloatArray],
    base: BoolArray,
    recalibrate: bool = False,
) -> tuple[Scale, list[Issue]]:
    """Writes the knots of rows with weight and data that have none.

    `recalibrate` also rewrites the rows that are not fixed. Fewer than 5 values:
    no knots and a warning.
    """
    issues: list[Issue] = []
    done: list[Criterion] = []
    for criterion in scale:
        measured = values.get(criterion.key)
        wanted = criterion.weight > 0 and measured is not None and not criterion.fixed
        wanted = wanted and (recalibrate or criterion.knots is None)
        if not wanted or measured is None or np.isnan(measured).all():
            done.append(criterion)
            continue
        knots = calibrate(measured, base, criterion.better)
        if knots is None:
            if criterion.knots is None:
                count = int((base & np.isfinite(measured)).sum())
                issues.append(
                    Issue(
                        "too_few_values",
                        Severity.WARNING,
                        "tblScale",
                        criterion.row,
                        "knot_0",
                        params={"criterion": criterion.key, "found": count},
                    )
                )
            done.append(criterion)
        else:
            done.append(replace(criterion, knots=knots))
    return tuple(done), issues


@dataclass(frozen=True)
class Scoring:
    """Scores of all clients; `points` has shape (n_criteria in use, n_clients)."""

    criteria: Scale
    """The criteria in use: weight, and filled for at least one client."""
    points: FloatArray
    score: FloatArray
    """Rounded to 0.1, half away from zero; NaN when nothing is known."""
    unrounded: FloatArray
    known_weight: FloatArray
    completeness: FloatArray
    filled_weight: float
    all_weight: float


def rounded(score: FloatArray) -> FloatArray:
    """round(round(x, 9), 1), half away from zero, as shown and compared.

    >>> rounded(np.array([69.95, 64.85, 69.9499999999]))
    array([70. , 64.9, 70. ])
    """
    tenths = np.round(np.round(score, 9) * 10, 7)
    return np.floor(tenths + 0.5) / 10


def score_clients(
    scale: Scale,
    values: Mapping[str, FloatArray],
    active: BoolArray,
    service_unknown: BoolArray,
    filled: frozenset[str] = frozenset(),
) -> Scoring:
    """Weighted mean of the points of the known criteria, per client.

    `service_unknown` marks the clients without any cost figure while others have
    them: the service criterion is left out of their completeness. `filled` names
    criteria that count as filled by somebody, whatever `values` holds.
    """
    clients = len(active)
    in_use = tuple(
        criterion
        for criterion in scale
        if criterion.weight > 0
        and criterion.key in values
        and (
            criterion.key in filled or not np.isnan(values[criterion.key][active]).all()
        )
    )
    matrix = np.full((len(in_use), clients), np.nan)
    weighted, known_weight = np.zeros(clients), np.zeros(clients)
    asked = np.zeros(clients)
    for k, criterion in enumerate(in_use):
        if criterion.knots is not None:
            measured = values[criterion.key]
            matrix[k] = points(measured, criterion.knots, criterion.sign)
            known = ~np.isnan(matrix[k])
            known_weight += criterion.weight * known
            weighted += criterion.weight * np.where(known, matrix[k], 0.0)
        if criterion.key == "service":
            asked += criterion.weight * ~service_unknown
        else:
            asked += criterion.weight
    unrounded = np.divide(
        weighted, known_weight, out=np.full(clients, np.nan), where=known_weight > 0
    )
    completeness = np.divide(
        known_weight, asked, out=np.zeros(clients), where=asked > 0
    )
    return Scoring(
        criteria=in_use,
        points=matrix,
        score=rounded(unrounded),
        unrounded=unrounded,
        known_weight=known_weight,
        completeness=completeness,
        filled_weight=sum(criterion.weight for criterion in in_use),
        all_weight=sum(criterion.weight for criterion in scale if criterion.weight > 0),
    )
