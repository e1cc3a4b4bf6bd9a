"""The policy of each letter, and who is served above or below it."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from portfolios import portfolio, segmented, table

from segmentation_addin.core.policy import (
    PolicyGap,
    allowances,
    driver_allowances,
    policy_gaps,
)
from segmentation_addin.core.what_if import base_of
from segmentation_addin.results.action_plan import GAP_LINES, gap_documents, gap_rows
from segmentation_addin.results.reading_facts import effort_by, letters_of
from segmentation_addin.workbook.action_tables import POLICY

MARGINS = """
    client_id period     revenue gross_margin orders days_to_pay
    X1        2025-12-31 1000    500          10     60
    X2        2025-12-31 1000    500          10     30
"""
COSTS = """
    client_id period     orders deliveries visits hours
    X1        2025-12-31 10     10         8      3
    X2        2025-12-31 10     10         1      3
"""
RATES = """
    activity   kind driver     rate
    orders     rate orders     5
    deliveries rate deliveries 3
    visits     rate visits     20
    reports    rate visits     2
"""


def policy(text: str) -> pd.DataFrame:
    """Rows of `tblPolicy` from a text table."""
    return table(POLICY, text)


def gaps(text: str, **more: Any) -> list[PolicyGap]:
    """The gaps of two clients of the same letter."""
    inputs = portfolio(margins=MARGINS, costs=COSTS, activities=RATES, **more)
    result = segmented(inputs)
    base = base_of(result)
    assert set(base.letters) == {"A"}
    return policy_gaps(result, base, policy(text))


def test_without_a_policy_nobody_is_beside_it() -> None:
    assert gaps("") == []
    assert gaps("letter visits\nB 4") == []


def test_visits_above_and_below_at_the_rates_of_their_activities() -> None:
    """One visit costs 20 + 2: four too many cost 88, three not made are 66 unspent."""
    above, below = gaps("letter visits\nA 4")
    assert above == PolicyGap("X1", "A", "visits", 4.0, 8.0, 88.0)
    assert below == PolicyGap("X2", "A", "visits", 4.0, 1.0, -66.0)
    assert (above.above, below.above) == (True, False)


def test_what_is_as_the_policy_says_is_no_gap() -> None:
    assert [gap.client_id for gap in gaps("letter visits\nA 8")] == ["X2"]


def test_hours_that_nothing_prices_are_told_without_an_amount() -> None:
    found = gaps("letter hours\nA 1")
    assert [gap.client_id for gap in found] == ["X1", "X2"]
    assert all(np.isnan(gap.amount) for gap in found)


def test_small_orders_cost_their_handling() -> None:
    """1,000 in 10 orders; at 250 an order four remain: 6 of 10 x (5 + 3) = 48."""
    first, _ = gaps("letter minimum_order\nA 250")
    assert first == PolicyGap("X1", "A", "minimum_order", 250.0, 100.0, 48.0)
    assert first.above, "more service than the letter grants"
    assert gaps("letter minimum_order\nA 100") == []


def test_late_payments_cost_their_financing() -> None:
    """60 days at 12 % on 1,000 cost 19.73; half of them are beyond the policy."""
    (late,) = gaps("letter payment_days\nA 30", annual_rate=0.12)
    assert (late.client_id, late.granted, late.given) == ("X1", 30.0, 60.0)
    assert late.amount == pytest.approx(1000 * 30 / 365 * 0.12)
    (free,) = gaps("letter payment_days\nA 30")
    assert np.isnan(free.amount), "money costs nothing in this workbook"


def test_a_client_without_any_cost_is_not_measured() -> None:
    costs = COSTS.splitlines()
    inputs = portfolio(margins=MARGINS, costs="\n".join(costs[:3]), activities=RATES)
    result = segmented(inputs)
    found = policy_gaps(result, base_of(result), policy("letter visits\nB 4\nC 4"))
    assert "X2" not in [gap.client_id for gap in found]


def test_the_largest_gap_comes_first_and_unpriced_ones_last() -> None:
    found = gaps("letter visits hours minimum_order\nA 4 1 250")
    assert [(gap.client_id, gap.item) for gap in found] == [
        ("X1", "visits"),
        ("X2", "visits"),
        ("X1", "minimum_order"),
        ("X2", "minimum_order"),
        ("X1", "hours"),
        ("X2", "hours"),
    ]


def test_the_first_row_of_a_letter_counts_and_nothing_is_granted_below_zero() -> None:
    rows = policy("letter visits payment_days\nA 4 -1\nA 9 30\nB . 45")
    letters = np.array(["B", "A", "D", ""], dtype=object)
    granted = allowances(rows, letters)
    assert granted["visits"].tolist() == pytest.approx([nan, 4, nan, nan], nan_ok=True)
    assert granted["payment_days"].tolist() == pytest.approx(
        [45, nan, nan, nan], nan_ok=True
    )
    assert list(driver_allowances(rows, letters)) == ["visits"]
    assert driver_allowances(policy(""), letters) == {}


def test_the_effort_above_policy_follows_the_policy() -> None:
    inputs = portfolio(margins=MARGINS, costs=COSTS, activities=RATES)
    result = segmented(inputs)
    groups = letters_of(result)
    assert effort_by(result, inputs, groups)["A"].above_policy == {}
    granted = policy("letter visits hours\nA 4 .")
    told = portfolio(margins=MARGINS, costs=COSTS, activities=RATES)
    object.__setattr__(told, "policy", granted)
    assert effort_by(result, told, groups)["A"].above_policy == {"visits": 4.0}


def test_gaps_as_rows_and_as_documents() -> None:
    many = [
        PolicyGap(f"C{i}", "B", "visits", 4.0, 8.0, nan) for i in range(GAP_LINES + 5)
    ]
    rows = gap_rows(many, {"C0": "=one"}, "fr")
    assert len(rows) == GAP_LINES
    first = rows.iloc[0]
    assert (first["name"], first["item"], first["served"]) == (
        "=one",
        "visites par an",
        "au-dessus",
    )
    assert len(gap_documents(many)) == len(many)
    assert gap_documents(many)[0]["amount"] is None
