"""How far the data behind a letter can be trusted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import portfolio, segmented

from segmentation_addin.core.confidence import freshness_of

MARGINS = """
    client_id  period      revenue  gross_margin  active_months  last_order
    A1         2025-12-31  1000     300           12             2025-12-20
    B2         2025-12-31  900      200           10             2025-11-20
"""
COSTS = """
    client_id  period      direct_cost
    A1         2025-12-31  20
"""
RATED = """
    client_id  potential  rated_on
    A1         4          {}
    B2         .          .
"""


def confidences(clients: str = "", costs: str = "") -> dict[str, tuple[str, float]]:
    found = segmented(portfolio(MARGINS, clients, costs)).clients
    levels, shares = found["confidence"], found["confidence_share"].round(6)
    return dict(zip(found["client_id"], zip(levels, shares, strict=True), strict=True))


@pytest.mark.parametrize(
    ("rated_on", "freshness"),
    [
        ("2025-06-30", 1.0),
        ("2024-12-31", 1.0),  # twelve months
        ("2024-07-01", (24 - 548 / (365.25 / 12)) / 12),
        ("2023-12-31", 0.0),
        (".", 1.0),  # nothing says that it is old
        ("2026-02-01", 1.0),  # rated after the analysis date
    ],
)
def test_old_ratings_cost_what_they_count_for(rated_on: str, freshness: float) -> None:
    level, share = confidences(clients=RATED.format(rated_on), costs=COSTS)["A1"]
    # value 25, margin 25, service 15, potential 15, recurrence 10, recency 10
    assert share == pytest.approx((85 + 15 * freshness) / 100, abs=1e-3)
    assert level == "high"


def test_an_unknown_cost_takes_three_tenths() -> None:
    found = confidences(clients=RATED.format("2025-06-30"), costs=COSTS)
    # B2: no potential (85 of 100), no cost: the service criterion is not asked of it
    assert found["B2"] == ("medium", round(0.7 * 70 / 85, 6))


def test_nobody_has_a_cost() -> None:
    assert confidences()["A1"] == ("medium", 0.7)


def test_few_criteria_make_a_low_confidence() -> None:
    thin = portfolio(
        margins="""
            client_id  period      revenue  gross_margin  active_months  last_order
            A1         2025-12-31  1000     .             .              2025-12-20
            B2         2025-12-31  900      200           10             2025-11-20
        """
    )
    assert segmented(thin).clients["confidence"].tolist() == ["low", "medium"]


def test_an_inactive_client_has_none() -> None:
    inputs = portfolio(margins=MARGINS, clients="client_id\nA1\nB2\nC3")
    last = segmented(inputs).clients.iloc[2]
    assert (last["confidence"], np.isnan(last["confidence_share"])) == ("", True)


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_freshness_never_rises_with_age(a: float, b: float) -> None:
    young, old = freshness_of(np.array([min(a, b), max(a, b)]))
    assert 0 <= old <= young <= 1
