"""How recent the figures are: the period chosen, the orders in it, the ratings.

Nothing here looks at today's date: a workbook that nobody touches keeps its
findings. Old ratings are told by the review calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.criteria import RATINGS
from segmentation_addin.core.inputs import InputTables, dates, floats, row_numbers
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import Period
from segmentation_addin.core.portfolio import A_PORTFOLIO

QUIET_DAYS = 45
"""Days without any order before the analysis date that call for a question."""


@dataclass(frozen=True)
class Freshness:
    """The dates that say how recent the data is; None where there are none."""

    as_of: np.datetime64
    last_period: np.datetime64
    """Last period of Margins, the analysed one or a later one."""
    last_order: np.datetime64 | None
    """Newest order up to the analysis date."""
    days_since_order: int | None
    oldest_rating: np.datetime64 | None
    newest_rating: np.datetime64 | None
    undated_ratings: int
    """Clients with a rating of which nobody knows the date."""


def freshness(inputs: InputTables, period: Period) -> Freshness:
    """The dates of one portfolio."""
    ends = dates(inputs.margins, "period")
    orders = _orders(inputs, period)
    rated_on = dates(inputs.clients, "rated_on")
    rated = np.zeros(len(inputs.clients), dtype=bool)
    for key in RATINGS:
        rated |= ~np.isnan(floats(inputs.clients, key))
    dated = rated_on[rated & ~np.isnat(rated_on)]
    newest = orders.max() if orders.size else None
    return Freshness(
        as_of=period.end,
        last_period=ends[~np.isnat(ends)].max(),
        last_order=newest,
        days_since_order=None
        if newest is None
        else int((period.end - newest).item().days),
        oldest_rating=dated.min() if dated.size else None,
        newest_rating=dated.max() if dated.size else None,
        undated_ratings=int((rated & np.isnat(rated_on)).sum()),
    )


def _orders(inputs: InputTables, period: Period) -> NDArray[np.datetime64]:
    """Dates of the last orders in the rows of the period, up to its end."""
    margins = inputs.margins
    last = dates(margins, "last_order")
    return last[period.holds(dates(margins, "period")) & (last <= period.end)]


def freshness_issues(inputs: InputTables, period: Period) -> list[Issue]:
    """Later rows that stay unused, orders that stop early, orders before the period."""
    margins = inputs.margins
    ends, last = dates(margins, "period"), dates(margins, "last_order")
    revenue = floats(margins, "revenue")
    issues = []
    later = ends > period.end
    if later.any():
        issues.append(
            _for_rows(
                "later_period_unused",
                Severity.NOTE,
                inputs,
                later,
                "period",
                found=str(ends[later].max()),
                expected=str(period.end),
            )
        )
    orders = _orders(inputs, period)
    if np.unique(orders).size and orders.size >= A_PORTFOLIO:
        quiet = int((period.end - orders.max()).item().days)
        if quiet > QUIET_DAYS:
            issues.append(
                Issue(
                    "orders_stop_early",
                    Severity.WARNING,
                    "tblMargins",
                    None,
                    "last_order",
                    params={
                        "found": str(orders.max()),
                        "expected": str(period.end),
                        "count": quiet,
                    },
                )
            )
    before = period.holds(ends) & (last <= period.start) & (revenue > 0)
    if before.any():
        issues.append(
            _for_rows(
                "order_before_period",
                Severity.WARNING,
                inputs,
                before,
                "last_order",
                found=str(last[before][0]),
                expected=str(period.start),
            )
        )
    return issues


def _for_rows(
    code: str,
    severity: Severity,
    inputs: InputTables,
    rows: NDArray[np.bool_],
    column: str,
    **params: str,
) -> Issue:
    """One issue for all these rows of Margins, at the first, with their revenue."""
    places = row_numbers(inputs.margins)[rows]
    return Issue(
        code,
        severity,
        "tblMargins",
        int(places[0]),
        column,
        params={**params, "count": len(places)},
        amount=float(np.nansum(floats(inputs.margins, "revenue")[rows])),
        rows=tuple(places.tolist()),
    )
