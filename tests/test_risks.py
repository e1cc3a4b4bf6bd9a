"""What could take a client's margin away, checked in one order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from portfolios import portfolio, segmented, table

from segmentation_addin.core.policy import PAYMENT, allowances
from segmentation_addin.core.risks import Risk, risks
from segmentation_addin.core.what_if import base_of
from segmentation_addin.results.action_plan import risk_text
from segmentation_addin.workbook.action_tables import POLICY

HEAD = (
    "client_id period revenue gross_margin orders last_order active_months days_to_pay"
)
CALM = "2025-12-31 1000 500 10 2025-12-20 12 30"
OTHERS = "\n".join(
    f"Z{i} {period} 1000 480 10 {period[:4]}-12-20 12 30"
    for i in range(12)
    for period in ("2025-12-31", "2024-12-31")
)
"""Twelve calm clients, so that nobody makes a tenth of the net margin."""
COSTS = "client_id period direct_cost\n" + "\n".join(
    f"{client} 2025-12-31 10" for client in ("X1", *(f"Z{i}" for i in range(12)))
)


def of_x1(
    now: str = CALM,
    before: str = "2024-12-31 1000 500 10 2024-12-20 12 30",
    robustness: float = 0.95,
    **more: Any,
) -> Risk | None:
    """The first risk of one client among twelve calm ones."""
    rows = f"{HEAD}\nX1 {now}\nX1 {before}\n{OTHERS}"
    policy = more.pop("policy", None)
    inputs = portfolio(margins=rows, costs=more.pop("costs", COSTS), **more)
    result = segmented(inputs)
    result.clients["robustness"] = robustness
    base = base_of(result)
    letters = base.letters
    granted = np.full(len(letters), np.nan)
    if policy is not None:
        granted = allowances(policy, letters)[PAYMENT]
    return risks(result, base, granted)[0]


def reason(found: Risk | None) -> str:
    return "" if found is None else found.reason


def test_a_calm_client_is_no_risk() -> None:
    assert of_x1() is None


@pytest.mark.parametrize(
    ("revenue", "expected"), [(801, ""), (800, "falling"), (400, "falling")]
)
def test_revenue_that_fell_by_a_fifth(revenue: int, expected: str) -> None:
    now = f"2025-12-31 {revenue} {revenue / 2} 10 2025-12-20 12 30"
    assert reason(of_x1(now)) == expected


def test_nobody_falls_from_nothing() -> None:
    assert of_x1(before="2024-12-31 0 0 . . . .") is None


@pytest.mark.parametrize(
    ("orders", "last", "expected"),
    [
        (10, "2025-10-19", ""),  # 73 days, twice a gap of 36.5 days
        (10, "2025-10-18", "silent"),  # 74 days
        (52, "2025-12-01", ""),  # 30 days: a fortnight without a weekly order
        (52, "2025-11-30", "silent"),
        (1, "2025-06-01", ""),  # one order has no usual gap
    ],
)
def test_a_client_that_orders_less_often_than_it_used_to(
    orders: int, last: str, expected: str
) -> None:
    assert reason(of_x1(f"2025-12-31 1000 500 {orders} {last} 12 30")) == expected


def test_an_a_that_nears_its_gate() -> None:
    now = "2025-12-31 1000 500 1 2025-04-01 12 30"
    assert reason(of_x1(now, gate_days=365.0)) == ""
    found = of_x1("2025-12-31 1000 500 1 2025-08-01 12 30", gate_days=200.0)
    assert found == Risk("near_gate", 490.0, {"days": 152.0, "gate": 200.0})


def test_a_letter_that_hangs_on_little() -> None:
    assert reason(of_x1(robustness=0.79)) == "fragile"
    assert reason(of_x1(robustness=0.8)) == ""


def test_a_client_that_pays_far_later_than_its_policy() -> None:
    policy = table(POLICY, "letter payment_days\nA 45\nB 45")
    now = CALM.replace(" 30", " 76")
    assert reason(of_x1(now, policy=policy)) == "late"
    assert reason(of_x1(CALM.replace(" 30", " 75"), policy=policy)) == ""
    assert reason(of_x1(now)) == "", "without a policy nothing is late"


def test_a_client_that_makes_over_a_tenth_of_the_net_margin() -> None:
    found = of_x1("2025-12-31 3000 900 10 2025-12-20 12 30")
    assert reason(found) == "dependence"
    assert found is not None
    assert found.seen["share"] == pytest.approx(890 / (890 + 12 * 470))


def test_the_first_reason_that_holds_is_told() -> None:
    fallen = "2025-12-31 500 250 10 2025-06-01 12 30"
    assert reason(of_x1(fallen, robustness=0.5)) == "falling"


def test_where_there_is_no_margin_to_lose_there_is_no_risk() -> None:
    costly = COSTS.replace("X1 2025-12-31 10", "X1 2025-12-31 600")
    fallen = "2025-12-31 500 250 10 2025-12-20 12 30"
    assert of_x1(fallen, costs=costly) is None


def test_an_unknown_net_margin_is_told_without_an_amount() -> None:
    fallen = "2025-12-31 500 250 10 2025-12-20 12 30"
    found = of_x1(fallen, costs="")
    assert reason(found) == "falling"
    assert found is not None
    assert np.isnan(found.amount)


@pytest.mark.parametrize(
    ("risk", "english", "french"),
    [
        (
            Risk("falling", 1.0, {"previous": 1200.0, "revenue": 900.0}),
            "revenue down 25%: 1,200 → 900",
            "CA en baisse de 25\u202f% : 1\u202f200 → 900",
        ),
        (
            Risk("silent", 1.0, {"days": 95.0, "gap": 20.0}),
            "no order for 95 days, usually 20",
            "95 jours sans commande, d'habitude 20",
        ),
        (
            Risk("near_gate", 1.0, {"days": 300.0, "gate": 365.0}),
            "no order for 300 days; no A after 365",
            "300 jours sans commande ; A perdu à 365",
        ),
        (
            Risk("fragile", 1.0, {"robustness": 0.5}),
            "fragile letter: 50% of draws keep it",
            "lettre fragile : 50\u202f% des tirages la gardent",
        ),
        (
            Risk("late", 1.0, {"days_to_pay": 75.0, "granted": 30.0}),
            "pays in 75 days, 30 granted",
            "paie à 75 jours, 30 accordés",
        ),
        (
            Risk("dependence", 1.0, {"share": 0.14}),
            "14% of the whole net margin",
            "14\u202f% de toute la marge nette",
        ),
    ],
)
def test_a_risk_in_words(risk: Risk, english: str, french: str) -> None:
    assert risk_text(risk, "en") == english
    assert risk_text(risk, "fr") == french
