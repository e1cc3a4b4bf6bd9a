"""When a review is due, and what the last one left to confirm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from portfolios import portfolio, segmented
from vintage_examples import closed

from segmentation_addin.core.freezing import today
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.review_calendar import (
    CALENDAR_CODES,
    ReviewCalendar,
    review_calendar,
)
from segmentation_addin.core.vintages import Vintage

YEAR = """
client_id period revenue gross_margin orders
A1 {year}-12-31 1000 300 5
A2 {year}-12-31 400 100 2
"""
CLIENTS = """
client_id potential rated_on
A1 4 2024-11-02
A2 3 .
A3 . 2020-01-01
"""
ACTIVITIES = """
activity kind driver rate pool
visit rate visits 50 .
order pool orders . sales
"""


def inputs(
    year: int, vintages: tuple[Vintage, ...] = (), **settings: Any
) -> InputTables:
    """Two clients with costs, in one year; the pool has a row a year."""
    return replace(
        portfolio(
            YEAR.format(year=year),
            clients=CLIENTS,
            costs=f"client_id period visits orders\nA1 {year}-12-31 2 5",
            activities=ACTIVITIES,
            pools=f"pool period cost\nsales {year}-12-31 700",
            **settings,
        ),
        vintages=vintages,
    )


def review(year: int = 2024, closed_on: str = "2025-01-20 10:00") -> Vintage:
    made = inputs(year)
    frozen = closed(today(segmented(made), made))
    return replace(frozen, about={"closed_on": closed_on})


def calendar(found: InputTables) -> tuple[ReviewCalendar, dict[str, int]]:
    """The calendar, and what each issue counts."""
    dates, issues = review_calendar(found, segmented(found))
    assert {issue.code for issue in issues} <= CALENDAR_CODES
    return dates, {issue.code: int(issue.params.get("count", 1)) for issue in issues}


def test_without_a_closed_review_nothing_is_due() -> None:
    dates, issues = calendar(inputs(2024))
    assert dates == ReviewCalendar()
    assert issues == {}
    assert np.isnat(dates.due)


def test_in_its_own_period_a_review_leaves_nothing_to_confirm() -> None:
    dates, issues = calendar(inputs(2024, (review(),)))
    assert str(dates.last_closed) == "2024-12-31"
    assert (str(dates.due), str(dates.latest)) == ("2025-12-31", "2026-12-31")
    assert (dates.overdue, dates.to_confirm) == (False, 0)
    assert issues == {}


def test_in_the_next_period_what_stands_is_to_confirm() -> None:
    dates, issues = calendar(inputs(2025, (review(),)))
    assert (dates.ratings, dates.rates, dates.pools) == (2, 1, 1)
    assert dates.pools_cost == 700
    assert issues == {
        "ratings_to_confirm": 2,
        "rates_to_confirm": 1,
        "pools_to_confirm": 1,
    }


def test_a_new_figure_or_a_new_date_confirms() -> None:
    found = inputs(2025, (review(),))
    rated = found.clients.assign(rated_on=pd.Timestamp("2025-02-01"))
    rates = found.activities.assign(rate=[51.0, np.nan])
    pools = found.pools.assign(cost=701.0)
    other = replace(found, clients=rated, activities=rates, pools=pools)
    dates, issues = calendar(other)
    assert (dates.to_confirm, issues) == (0, {})


@pytest.mark.parametrize(
    ("day", "left"), [("2025-01-19", 2), ("2025-01-20", 0), ("2025-03-01", 0)]
)
def test_one_date_in_settings_confirms_rates_and_pools(day: str, left: int) -> None:
    found = inputs(2025, (review(),), costs_confirmed_on=pd.Timestamp(day))
    dates, _ = calendar(found)
    assert dates.rates + dates.pools == left
    assert dates.ratings == 2


def test_past_the_latest_date_the_review_is_overdue() -> None:
    dates, issues = calendar(inputs(2026, (review(),)))
    assert not dates.overdue
    dates, issues = calendar(inputs(2027, (review(),)))
    assert dates.overdue
    assert issues["review_overdue"] == 1
    later = inputs(2027, (review(),), review_latest_months=36.0, review_months=18.0)
    dates, issues = calendar(later)
    assert "review_overdue" not in issues
    assert (str(dates.due), str(dates.latest)) == ("2026-06-30", "2027-12-31")


def test_ratings_go_stale_after_24_months_review_or_not() -> None:
    old = inputs(2026)
    dates, issues = calendar(old)
    # rated on 2024-11-02: over 24 months before 2026-12-31; no rating, nothing stale
    assert dates.old_ratings == 1
    assert issues == {"ratings_old": 1}


def test_the_last_review_sets_the_dates_whatever_was_closed_last() -> None:
    newer = replace(review(2025, "2026-02-01 09:00"), number=1)
    older = replace(review(2024, "2026-03-01 09:00"), number=2)
    dates, _ = calendar(inputs(2025, (newer, older)))
    assert str(dates.last_closed) == "2025-12-31"


def test_an_unread_closing_day_is_that_of_the_analysis() -> None:
    damaged = review(closed_on="a day in January")
    dates, _ = calendar(inputs(2025, (damaged,)))
    assert dates.ratings == 2
