"""RFM: how recently, how often and for how much each client orders.

Scores 1 to 5 per measure; equal values always get equal scores, so that bins need not
be of equal size: their real sizes are given. Source: method, section 4; Hughes (1994),
Strategic Database Marketing. `rfm_as_in_r` scores as the R package `rfm` 0.3 does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.core.readings.rfm_grid import segments_of
from segmentation_addin.core.scale import KNOT_POINTS, calibrate

MEASURES = ("recency", "frequency", "monetary")
METHODS = ("quintiles", "terciles", "thresholds")
FEWEST_FOR_TERCILES = 30
MOST_FOR_TERCILES = 100
DAY_CUTS = (30.0, 90.0, 180.0, 365.0)
ORDER_CUTS = (2.0, 4.0, 8.0, 12.0)
AMOUNT_CUT_POINTS = (20.0, 40.0, 60.0, 80.0)
"""Points of the scale at which the amount of a score ends: four cuts in five knots."""
CROWDED_SHARE = 0.4
HIGHEST = 5
Cuts = tuple[float, ...]


@dataclass(frozen=True)
class Rfm:
    """Scores of each client, shape (n_clients,), and what they rest on."""

    recency: IntArray
    """1 to 5, 5 = the most recent; 0 = unknown or inactive."""
    frequency: IntArray
    monetary: IntArray
    codes: NDArray[np.object_]
    """The three scores side by side, "545"; "" when one is unknown."""
    segments: NDArray[np.object_]
    """Keys of `rfm_grid.SEGMENTS`; "" when a score is unknown."""
    method: str
    """"quintiles", "terciles" or "thresholds"; "r" in the mode of R."""
    cuts: dict[str, Cuts]
    """Cut-offs of each measure, ascending; empty when it could not be cut."""
    bins: dict[str, dict[int, int]]
    """Clients with a code, by measure and score 1 to 5."""
    notes: tuple[Issue, ...]


def rfm(
    recency_days: FloatArray,
    frequency: FloatArray,
    monetary: FloatArray,
    active: BoolArray,
    *,
    value_knots: Sequence[float] | None = None,
    method: str | None = None,
    cuts: Mapping[str, Cuts] | None = None,
) -> Rfm:
    """RFM scores of the active clients: days, distinct orders, revenue net of credits.

    Score = 1 + number of cuts strictly below the value; recency 5 less that number.
    The cuts are quantiles of the clients whose three figures are known: 20, 40, 60,
    80 % (PERCENTILE.INC); thirds scored 1, 3, 5 for 30 to 100 clients; under 30 only
    thresholds: 30, 90, 180, 365 days, 2, 4, 8, 12 orders, and amounts at 20, 40, 60,
    80 points of the scale's `value_knots` (five amounts; calibrated here when left
    out). `method` asks for one of METHODS; under 30 clients there is one only. With
    `cuts` these clients are part of a whole that was cut so, by that method.

    >>> days, orders = np.array([12.0, 91, 400]), np.array([13.0, 4, 1])
    >>> amount, knots = np.array([900.0, 500, 20]), (0, 250, 500, 750, 1000)
    >>> found = rfm(days, orders, amount, np.ones(3, bool), value_knots=knots)
    >>> found.codes.tolist(), found.method, found.cuts["monetary"]
    (['555', '323', '111'], 'thresholds', (200.0, 400.0, 600.0, 800.0))
    """
    values = dict(zip(MEASURES, (recency_days, frequency, monetary), strict=True))
    complete = active & np.all([np.isfinite(v) for v in values.values()], axis=0)
    count = int(complete.sum())
    notes: list[Issue] = []
    if cuts is None or method is None:
        used, cuts = rfm_cuts(
            recency_days,
            frequency,
            monetary,
            active,
            value_knots=value_knots,
            method=method,
        )
        if used == "thresholds" and count and not cuts["monetary"]:
            notes.append(_note("rfm_no_amounts", {"found": count}))
    else:
        used = method
    step = 2 if used == "terciles" else 1
    scores = {
        measure: _scores(column, active, cuts[measure], step, measure, "left")
        for measure, column in values.items()
    }
    if used != "thresholds":
        notes += _crowded(values, complete, count)
    return _read(scores, used, dict(cuts), [*_small(count, used), *notes])


def rfm_cuts(
    recency_days: FloatArray,
    frequency: FloatArray,
    monetary: FloatArray,
    active: BoolArray,
    *,
    value_knots: Sequence[float] | None = None,
    method: str | None = None,
) -> tuple[str, dict[str, Cuts]]:
    """The method that these clients are scored by, and the cuts of each measure."""
    if method is not None and method not in METHODS:
        raise ValueError(f"method {method!r}, expected one of {METHODS}")
    values = dict(zip(MEASURES, (recency_days, frequency, monetary), strict=True))
    complete = active & np.all([np.isfinite(v) for v in values.values()], axis=0)
    used = _method(int(complete.sum()), method)
    if used == "thresholds":
        amounts = _amount_cuts(monetary, complete, value_knots)
        return used, {
            "recency": DAY_CUTS,
            "frequency": ORDER_CUTS,
            "monetary": amounts,
        }
    parts = 5 if used == "quintiles" else 3
    return used, {
        measure: quantile_cuts(column[complete], parts)
        for measure, column in values.items()
    }


def rfm_as_in_r(
    recency_days: FloatArray,
    frequency: FloatArray,
    monetary: FloatArray,
    *,
    cuts: Mapping[str, Sequence[float]] | None = None,
) -> Rfm:
    """The scores of the R package `rfm` 0.3: cut = quantile + 1, lower <= x < upper.

    For a comparison with results obtained there: one day, one order or one unit of
    currency is added to each quantile, so that the scores depend on the currency.
    `cuts` are R's custom thresholds, taken as they stand. The segments are ours.
    """
    values = dict(zip(MEASURES, (recency_days, frequency, monetary), strict=True))
    known = np.all([np.isfinite(v) for v in values.values()], axis=0)
    used: dict[str, Cuts] = {
        measure: tuple(map(float, cuts[measure]))
        if cuts is not None
        else tuple(cut + 1 for cut in quantile_cuts(column[known], 5))
        for measure, column in values.items()
    }
    scores = {
        measure: _scores(column, known, used[measure], 1, measure, "right")
        for measure, column in values.items()
    }
    return _read(scores, "r", used, [])


def quantile_cuts(values: FloatArray, parts: int) -> Cuts:
    """The values that cut into `parts`: PERCENTILE.INC at 1/parts, 2/parts...

    The rank is computed in whole numbers: a quantile that falls on a value is that
    value. None without values.

    >>> quantile_cuts(np.array([30.0, 10, 20, 40, 50, 60]), 5)
    (20.0, 30.0, 40.0, 50.0)
    """
    if not values.size:
        return ()
    ordered = np.sort(values)
    cuts = []
    for part in range(1, parts):
        rank, rest = divmod((len(ordered) - 1) * part, parts)
        low = float(ordered[rank])
        if rest:
            low += (float(ordered[rank + 1]) - low) * rest / parts
        cuts.append(low)
    return tuple(cuts)


def _method(count: int, asked: str | None) -> str:
    if count < FEWEST_FOR_TERCILES:
        return "thresholds"
    if asked is not None:
        return asked
    return "terciles" if count <= MOST_FOR_TERCILES else "quintiles"


def _amount_cuts(
    monetary: FloatArray, complete: BoolArray, value_knots: Sequence[float] | None
) -> Cuts:
    """Amounts worth 20, 40, 60, 80 points; none when there are no knots."""
    knots = (
        calibrate(monetary, complete & (monetary > 0), "higher")
        if value_knots is None
        else np.asarray(value_knots, dtype=np.float64)
    )
    if knots is None:
        return ()
    return tuple(np.interp(AMOUNT_CUT_POINTS, KNOT_POINTS, knots).tolist())


def _scores(
    values: FloatArray,
    scored: BoolArray,
    cuts: Cuts,
    step: int,
    measure: str,
    side: Literal["left", "right"],
) -> IntArray:
    """1 + step x cuts below the value, reversed for days; 0 where unknown."""
    found = np.zeros(len(values), dtype=np.int64)
    if not cuts:
        return found
    known = scored & np.isfinite(values)
    passed = np.searchsorted(np.asarray(cuts), values[known], side=side)
    highest = 1 + step * len(cuts)
    found[known] = (
        highest - step * passed if measure == "recency" else 1 + step * passed
    )
    return found


def _read(
    scores: dict[str, IntArray], method: str, cuts: dict[str, Cuts], notes: list[Issue]
) -> Rfm:
    recency, frequency, monetary = (scores[measure] for measure in MEASURES)
    coded = (recency > 0) & (frequency > 0) & (monetary > 0)
    codes = np.full(len(coded), "", dtype=object)
    numbers = recency * 100 + frequency * 10 + monetary
    codes[coded] = [str(number) for number in numbers[coded].tolist()]
    segments = segments_of(recency, frequency, monetary)
    bins = {
        measure: dict(
            enumerate(
                np.bincount(scored[coded], minlength=HIGHEST + 1)[1:].tolist(), start=1
            )
        )
        for measure, scored in scores.items()
    }
    return Rfm(
        recency, frequency, monetary, codes, segments, method, cuts, bins, tuple(notes)
    )


def _small(count: int, used: str) -> list[Issue]:
    """What a small portfolio is told about its scores."""
    if not count or count > MOST_FOR_TERCILES:
        return []
    if count < FEWEST_FOR_TERCILES:
        expected = FEWEST_FOR_TERCILES
        return [_note("rfm_thresholds", {"found": count, "expected": expected})]
    if used == "terciles":
        return [_note("rfm_terciles", {"found": count})]
    return []


def _crowded(
    values: dict[str, FloatArray], complete: BoolArray, count: int
) -> list[Issue]:
    """A note for each measure where one value holds over 40 % of the clients."""
    notes = []
    for measure, column in values.items():
        levels, clients = np.unique(column[complete], return_counts=True)
        most = int(clients.argmax())
        if clients[most] > CROWDED_SHARE * count:
            found: dict[str, ParamValue] = {
                "found": float(levels[most]),
                "count": int(clients[most]),
                "percent": 100 * float(clients[most]) / count,
            }
            notes.append(_note(f"rfm_one_value_{measure}", found))
    return notes


def _note(code: str, params: dict[str, ParamValue]) -> Issue:
    return Issue(code, Severity.NOTE, "tblSegmentation", None, "rfm", params=params)
