"""When the next review is due, and what the last one left to confirm.

Source: method, section 5: a review at least every 12 to 24 months. Dates are told
against the analysis date, never against today. After a review is closed, what stands
in the workbook for the next period is carried over until somebody confirms it:

- a rating, by a newer `rated_on`;
- rates and costs of pools, by another figure, or by the setting that says that all of
  them were looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.confidence import STALE_MONTHS
from segmentation_addin.core.criteria import RATINGS
from segmentation_addin.core.inputs import (
    BoolArray,
    InputTables,
    dates,
    floats,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import NO_DATE
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.vintages import Vintage, last

DUE_MONTHS, LATEST_MONTHS = 12.0, 24.0
CALENDAR_CODES = frozenset(
    {
        "ratings_old",
        "review_overdue",
        "ratings_to_confirm",
        "rates_to_confirm",
        "pools_to_confirm",
    }
)
"""Codes of the issues below."""


@dataclass(frozen=True)
class ReviewCalendar:
    """Dates of the reviews, and counts of what has gone stale."""

    last_closed: np.datetime64 = NO_DATE
    """Latest analysis date of a closed review; NaT when none was closed."""
    due: np.datetime64 = NO_DATE
    latest: np.datetime64 = NO_DATE
    overdue: bool = False
    """True when the analysis date is past `latest`."""
    old_ratings: int = 0
    """Clients rated more than 24 months before the analysis date."""
    ratings: int = 0
    """Clients whose ratings the last closed review has seen already."""
    rates: int = 0
    pools: int = 0
    pools_cost: float = 0.0

    @property
    def to_confirm(self) -> int:
        """Ratings, rates and pools carried over."""
        return self.ratings + self.rates + self.pools


def months_later(day: np.datetime64, months: float) -> np.datetime64:
    """The same day some months later, the last of the month where it is shorter.

    >>> str(months_later(np.datetime64("2024-02-29"), 12))
    '2025-02-28'
    """
    later = pd.Timestamp(day) + pd.DateOffset(months=int(months))
    return np.datetime64(later, "D")


def review_calendar(
    inputs: InputTables, result: Segmentation
) -> tuple[ReviewCalendar, list[Issue]]:
    """Dates and counts for one portfolio, and the issues that they call for."""
    as_of = result.period.end
    long_ago = _rated_on(inputs) < months_later(as_of, -STALE_MONTHS)
    old = np.asarray(_rated(inputs) & long_ago, dtype=bool)
    issues = _told("ratings_old", "tblClients", "rated_on", inputs.clients, old)
    closed = last(inputs.vintages)
    if closed is None:
        return ReviewCalendar(old_ratings=int(old.sum())), issues
    latest_closed = max(vintage.as_of for vintage in inputs.vintages)
    due = months_later(latest_closed, inputs.number("review_months", DUE_MONTHS))
    latest = months_later(
        latest_closed, inputs.number("review_latest_months", LATEST_MONTHS)
    )
    overdue = bool(as_of > latest)
    if overdue:
        issues.append(
            Issue(
                "review_overdue",
                Severity.WARNING,
                params={"found": str(latest_closed), "expected": str(latest)},
            )
        )
    ratings, rates, pools = _carried_over(inputs, result, closed)
    issues += _told(
        "ratings_to_confirm", "tblClients", "rated_on", inputs.clients, ratings, closed
    )
    issues += _told(
        "rates_to_confirm", "tblActivities", "rate", inputs.activities, rates, closed
    )
    cost = float(floats(inputs.pools, "cost")[pools].sum())
    issues += _told(
        "pools_to_confirm", "tblPools", "cost", inputs.pools, pools, closed, cost
    )
    names = set(texts(inputs.pools, "pool")[pools])
    calendar = ReviewCalendar(
        last_closed=latest_closed,
        due=due,
        latest=latest,
        overdue=overdue,
        old_ratings=int(old.sum()),
        ratings=int(ratings.sum()),
        rates=int(rates.sum()),
        pools=len(names),
        pools_cost=cost,
    )
    return calendar, issues


def closing_day(vintage: Vintage) -> np.datetime64:
    """The day on which a review was closed; its analysis date when that is unread."""
    text = vintage.about.get("closed_on", "")[: len("2025-12-31")]
    day = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    return vintage.as_of if pd.isna(day) else np.datetime64(day, "D")


def _rated(inputs: InputTables) -> BoolArray:
    """Clients with at least one rating."""
    ratings = np.column_stack([floats(inputs.clients, key) for key in RATINGS])
    return np.asarray((~np.isnan(ratings)).any(axis=1), dtype=bool)


def _rated_on(inputs: InputTables) -> NDArray[np.datetime64]:
    return dates(inputs.clients, "rated_on")


def _carried_over(
    inputs: InputTables, result: Segmentation, closed: Vintage
) -> tuple[BoolArray, BoolArray, BoolArray]:
    """Rows of ratings, rates and pools that nobody has confirmed since the review.

    None in the period of the review itself.
    """
    clients = np.zeros(len(inputs.clients), dtype=bool)
    activities = np.zeros(len(inputs.activities), dtype=bool)
    pools = np.zeros(len(inputs.pools), dtype=bool)
    if result.period.end <= closed.as_of:
        return clients, activities, pools
    closed_on = closing_day(closed)
    rated_on = _rated_on(inputs)
    undated = np.isnat(rated_on) | (rated_on <= closed_on)
    clients = np.asarray(_rated(inputs) & undated, dtype=bool)
    confirmed = inputs.settings.get("costs_confirmed_on")
    if confirmed is not None and np.datetime64(confirmed, "D") >= closed_on:
        return clients, activities, pools
    names, rates = (
        texts(inputs.activities, "activity"),
        floats(inputs.activities, "rate"),
    )
    typed = (texts(inputs.activities, "kind") == "rate") & ~np.isnan(rates)
    activities = typed & _same(names, rates, closed.rates)
    costs: Mapping[str, float] = {p.pool: p.cost for p in result.tariff.pools}
    still = {name for name, cost in costs.items() if closed.pools.get(name) == cost}
    inside = result.period.holds(dates(inputs.pools, "period"))
    pools = inside & np.isin(texts(inputs.pools, "pool"), sorted(still))
    return clients, activities, pools


def _same(
    names: np.ndarray, figures: np.ndarray, frozen: Mapping[str, float]
) -> BoolArray:
    """Where a figure is the one that was frozen under the same name."""
    return np.fromiter(
        (
            frozen.get(str(name)) == figure
            for name, figure in zip(names, figures, strict=True)
        ),
        dtype=bool,
        count=len(names),
    )


def _told(
    code: str,
    table: str,
    column: str,
    frame: pd.DataFrame,
    rows: BoolArray,
    closed: Vintage | None = None,
    amount: float | None = None,
) -> list[Issue]:
    """One note for all rows, at the first of them."""
    if not rows.any():
        return []
    params: dict[str, str | float | int] = {"count": int(rows.sum())}
    if closed is not None:
        params["found"] = str(closed.as_of)
    places = tuple(row_numbers(frame)[rows].tolist())
    return [
        Issue(code, Severity.NOTE, table, places[0], column, params, amount, places)
    ]
