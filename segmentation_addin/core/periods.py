"""The analysis period: 12 months ending on the analysis date, and the 12 before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    dates,
    floats,
)
from segmentation_addin.core.issues import Issue, Severity

DAY = np.timedelta64(1, "D")
NO_DATE = np.datetime64("NaT", "D")
THIN_SHARE = 0.10
"""Under this share of the 12 months before, the last period is a mistyped date."""


@dataclass(frozen=True)
class Period:
    """Twelve months: after `start`, up to and including `end`."""

    start: np.datetime64
    end: np.datetime64

    def holds(self, days: NDArray[np.datetime64]) -> BoolArray:
        """Which days lie in the period (False for NaT)."""
        return (days > self.start) & (days <= self.end)

    def before(self) -> Period:
        """The twelve months that precede it."""
        return Period(year_before(self.start), self.start)


def year_before(day: np.datetime64) -> np.datetime64:
    """The same day one year earlier; a month end stays a month end.

    >>> str(year_before(np.datetime64("2021-02-28")))
    '2020-02-29'
    """
    stamp = pd.Timestamp(day)
    earlier = stamp - pd.DateOffset(years=1)
    if stamp.is_month_end:
        earlier = earlier + pd.offsets.MonthEnd(0)
    return np.datetime64(earlier, "D")


def ending(day: np.datetime64) -> Period:
    """The twelve months that end on a day."""
    return Period(year_before(day), day)


def analysis_period(inputs: InputTables) -> tuple[Period | None, list[Issue]]:
    """The period to analyse: setting `as_of`, else the last period of the margins.

    Never "today". Returns None with the issues that stop the computation: no row
    at all, `as_of` not a period end of the rows, or a last period that carries
    under 10 % of the revenue of the 12 months before it (a mistyped date).
    """
    ends = dates(inputs.margins, "period")
    revenue = np.nan_to_num(floats(inputs.margins, "revenue"))
    known = ~np.isnat(ends)
    if not known.any():
        return None, [Issue("no_period", Severity.ERROR, "tblMargins", None, "period")]
    distinct = np.unique(ends[known])
    typed = inputs.settings.get("as_of")
    if typed is None:
        period = ending(distinct[-1])
    else:
        day = np.datetime64(pd.Timestamp(typed), "D")
        if day not in distinct:
            near = distinct[np.argsort(np.abs(distinct - day))[:3]]
            found = {
                "found": str(day),
                "expected": ", ".join(str(day) for day in np.sort(near)),
            }
            place = inputs.settings.get("_as_of_row")
            row = None if place is None else int(place)
            issue = Issue(
                "as_of_not_a_period",
                Severity.ERROR,
                "tblSettings",
                row,
                "value",
                params=found,
            )
            return None, [issue]
        period = ending(day)
    thin = _thin_last_period(inputs, ends, revenue, period, typed is None)
    return (None, [thin]) if thin else (period, [])


def _thin_last_period(
    inputs: InputTables,
    ends: NDArray[np.datetime64],
    revenue: FloatArray,
    period: Period,
    derived: bool,
) -> Issue | None:
    """The issue of a last period that is too thin to be one, else None."""
    inside = period.holds(ends)
    older = ends[~np.isnat(ends) & (ends <= period.start)]
    carried = revenue[inside].sum()
    expected = 0.0
    if older.size:
        expected = revenue[ending(older.max()).holds(ends)].sum()
    thin = expected > 0 and carried < THIN_SHARE * expected
    if not thin and derived:
        # Months: the last one against the usual one of the same 12 months.
        last = ends == period.end
        others = inside & ~last
        count = np.unique(ends[others]).size
        if count:
            expected = revenue[others].sum() / count
            carried = revenue[last].sum()
            thin = expected > 0 and carried < THIN_SHARE * expected
    if not thin:
        return None
    rows = np.flatnonzero(ends == period.end)
    first = int(rows[0]) if rows.size else None
    if first is not None and "_row" in inputs.margins.columns:
        first = int(inputs.margins["_row"].iloc[first])
    return Issue(
        "thin_period",
        Severity.ERROR,
        "tblMargins",
        first,
        "period",
        params={
            "found": str(period.end),
            "carried": float(carried),
            "expected": float(expected),
        },
        amount=float(carried),
    )
