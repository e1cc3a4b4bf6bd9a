"""The first lever of each client, and the actions that a refresh proposes."""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from portfolios import portfolio, segmented

from segmentation_addin.core.action_plan import (
    Lever,
    Proposed,
    first_levers,
    proposed,
)
from segmentation_addin.core.inputs import InputTables, floats
from segmentation_addin.core.risks import Risk
from segmentation_addin.core.steps import Step
from segmentation_addin.core.what_if import base_of
from segmentation_addin.results.action_plan import action_reference, lever_text

COSTED = """
    client_id period orders visits
    X1        2025   40     4
    X2        2025   10     1
"""
RATES = """
    activity kind driver rate avoidable_rate
    orders   rate orders 20   0.5
    visits   rate visits 100  1
"""


def levers(inputs: InputTables) -> dict[str, Lever | None]:
    """The first lever of each client by its code."""
    result = segmented(inputs)
    digital = floats(inputs.clients, "digital_maturity")[result.client_rows]
    found = first_levers(result, base_of(result), result.next_steps(), digital)
    return dict(zip(result.clients["client_id"], found, strict=True))


def of_x1(revenue: float, gross_margin: float, **more: Any) -> Lever:
    """The first lever of a client that buys for so much, with 40 orders, 4 visits."""
    margins = f"""
        client_id period     revenue   gross_margin   orders
        X1        2025-12-31 {revenue} {gross_margin} 40
        X2        2025-12-31 5000      4000           10
    """
    costs = more.pop("costs", COSTED).replace("2025 ", "2025-12-31 ")
    found = levers(portfolio(margins=margins, costs=costs, activities=RATES, **more))[
        "X1"
    ]
    assert found is not None
    return found


# --- D ------------------------------------------------------------------------------


def test_a_d_raises_its_price_where_that_gains_most() -> None:
    """Net margin 900 - 1,200 = -300; one percent of 10,000 is 100 a step."""
    lever = of_x1(10_000, 900)
    assert lever.kind == "price"
    assert lever.amount == pytest.approx(300)
    assert lever.rate == pytest.approx(0.03)
    assert not lever.partial


def test_a_d_groups_its_orders_where_that_gains_most() -> None:
    """40 orders x 20 x 0.5 = 400 avoidable: a tenth is 40, a tenth of visits 40 too.

    The price gains 20 a step; of equal gains the order comes first. 100 are missing.
    """
    lever = of_x1(2000, 1100)
    assert lever.kind == "minimum_order"
    assert lever.amount == pytest.approx(100)
    assert lever.rate == pytest.approx(0.25)
    assert lever.size == pytest.approx(50 / 0.75)


def test_a_client_that_orders_online_easily_is_asked_for_that_first() -> None:
    clients = "client_id digital_maturity\nX1 3\nX2 ."
    lever = of_x1(2000, 1100, clients=clients)
    assert lever.kind == "channel"
    assert lever.amount == pytest.approx(100)
    assert of_x1(2000, 1100, clients=clients.replace("3", "2")).kind == "minimum_order"


def test_a_d_gives_up_visits_where_they_gain_most() -> None:
    costs = COSTED.replace("40     4", "2      9")
    lever = of_x1(2000, 800, costs=costs)
    assert (lever.kind, lever.driver) == ("service", "visits")
    assert lever.amount == pytest.approx(2 * 20 + 900 - 800)
    assert lever.rate == pytest.approx(140 / 900)


def test_the_first_lever_that_alone_reaches_the_goal_within_limits() -> None:
    """Visits gain most a step, but 600 of 900 is over half: the price does it."""
    costs = COSTED.replace("40     4", "2      9")
    lever = of_x1(6000, 340, costs=costs)
    assert lever.kind == "price"
    assert lever.rate == pytest.approx(0.1)


def test_leaving_comes_only_where_it_gains_and_after_the_price() -> None:
    """The gross margin is under 0: the exit gains 1,000 and the avoidable 800."""
    lever = of_x1(2000, -1000)
    assert lever.kind == "exit"
    assert lever.amount == pytest.approx(1800)
    assert lever.rate == pytest.approx(2200 / 2000)


def test_a_d_without_revenue_has_no_price() -> None:
    lever = of_x1(0, -1000)
    assert lever.kind == "exit"
    assert isnan(lever.rate)


def test_where_leaving_would_lose_the_best_lever_goes_as_far_as_it_may() -> None:
    """900 - 400 - 400 avoidable = 100 kept; 300 missing of 1,000 x 20 % + ..."""
    lever = of_x1(1000, 820)
    assert (lever.kind, lever.partial) == ("minimum_order", True)
    assert lever.rate == 0.5
    assert lever.amount == pytest.approx(200)


def test_the_goal_is_the_structure_rate_where_one_is_set() -> None:
    """5 % of 10,000 less -300 is 800; a higher price raises the goal with it."""
    lever = of_x1(10_000, 900, structure_rate=0.05)
    assert lever.kind == "price"
    assert lever.amount == pytest.approx(800)
    assert lever.rate == pytest.approx(800 / 9500)


def test_without_any_cost_or_sale_nothing_is_priced() -> None:
    margins = """
        client_id period     revenue gross_margin
        X1        2025-12-31 0       -10
        X2        2025-12-31 100     50
    """
    found = levers(portfolio(margins=margins))["X1"]
    assert found is not None
    assert found.kind in ("exit", "rework")


# --- A, B, C, NC -----------------------------------------------------------------

LADDER = """
    client_id period     revenue gross_margin orders active_months last_order days_to_pay
    A1        2025-12-31 1000    400          12     12            2025-12-31 .
    B1        2025-12-31 500     120          8      8             2025-11-01 .
    C1        2025-12-31 400     60           4      4             2025-08-01 .
    N1        2025-12-31 400     .            4      4             2025-08-01 .
    I1        2025-12-31 0       .            .      .             .          .
"""


def ladder(**more: Any) -> InputTables:
    clients = "client_id potential\nA1 5\nB1 3\nC1 2\nN1 3\nI1 3"
    costs = """
        client_id period     direct_cost
        A1        2025-12-31 20
        B1        2025-12-31 20
        C1        2025-12-31 20
    """
    return portfolio(margins=LADDER, clients=clients, costs=costs, **more)


def test_each_letter_has_its_lever() -> None:
    result = segmented(ladder())
    letters = dict(
        zip(result.clients["client_id"], result.clients["letter"], strict=True)
    )
    found = levers(ladder())
    kinds = {key: lever and lever.kind for key, lever in found.items()}
    assert letters == {"A1": "A", "B1": "B", "C1": "C", "N1": "NC", "I1": ""}
    assert kinds == {
        "A1": "protect",
        "B1": "move_up",
        "C1": "move_up",
        "N1": "complete",
        "I1": None,
    }


def test_what_a_step_up_is_worth() -> None:
    """Revenue brings the client's own net margin rate, a rate acts on its revenue."""
    inputs = ladder()
    result = segmented(inputs)
    base = base_of(result)
    place = base.positions["C1"]
    steps: list[list[Step]] = [[] for _ in base.ids]
    worth = {
        "value": (Step("B", "value", 400, 500, "currency"), 100 * 40 / 400),
        "margin": (Step("B", "margin", 0.15, 0.2, "rate"), 0.05 * 400),
        "service": (Step("B", "service", 0.3, 0.1, "rate"), 0.2 * 60),
        "net_margin": (Step("B", "net_margin", -5, 0, "currency"), 5),
        "potential": (Step("B", "potential", 2, 4, "rating"), nan),
        "recency": (Step("B", "recency", 152, 90, "days"), nan),
    }
    for step, gain in worth.values():
        steps[place] = [step]
        lever = first_levers(result, base, steps, np.full(len(base.ids), nan))[place]
        assert lever is not None
        assert lever.amount == pytest.approx(gain, nan_ok=True), step


def test_a_protected_client_keeps_and_gains_nothing() -> None:
    lever = Lever("protect", 120.0)
    assert (lever.amount, isnan(lever.gain)) == (120.0, True)
    assert Lever("price", 120.0).gain == 120.0


def test_a_letter_that_a_person_changed_has_no_step_to_climb() -> None:
    overrides = """
        client_id letter reason author decided_on expires_on
        C1        B      why    Zoé    2025-12-01 .
    """
    assert levers(ladder(overrides=overrides))["C1"] is None


# --- the plan --------------------------------------------------------------------


def planned(inputs: InputTables, *at_risk: str) -> list[Proposed]:
    result = segmented(inputs)
    found = levers(inputs)
    risks = [
        Risk("falling", 1.0, {"previous": 2.0, "revenue": 1.0})
        if x in at_risk
        else None
        for x in found
    ]
    return proposed(result, list(found.values()), risks)


def test_an_a_is_in_the_plan_only_at_risk() -> None:
    assert "A1" not in [action.client_id for action in planned(ladder())]
    assert "A1" in [action.client_id for action in planned(ladder(), "A1")]


def test_a_c_is_in_the_plan_near_its_next_letter_only() -> None:
    """Its score is 44.6: B is 5.4 points away, or 15.4 where B begins at 60."""
    named = [action.client_id for action in planned(ladder())]
    assert "C1" in named
    far = [action.client_id for action in planned(ladder(bound_b=60.0))]
    assert "C1" not in far


def test_a_pair_of_changes_is_not_near_and_a_cap_always_is() -> None:
    inputs = ladder()
    result = segmented(inputs)
    pair = (
        Step("B", "value", 400, 500, "currency", together=True),
        Step("B", "margin", 0.15, 0.2, "rate", together=True),
    )
    cap = (Step("B", "net_margin", -1, 0, "currency"),)
    place = base_of(result).positions["C1"]
    none: list[Risk | None] = [None] * len(result.clients)
    for steps, listed in ((pair, []), (cap, ["C1"])):
        found: list[Lever | None] = [None] * len(result.clients)
        found[place] = Lever("move_up", 10.0, steps=steps)
        assert [x.client_id for x in proposed(result, found, none)] == listed


def test_every_d_is_in_the_plan_the_largest_target_first_ties_by_code() -> None:
    margins = """
        client_id period     revenue gross_margin
        D3        2025-12-31 1000    -50
        D1        2025-12-31 1000    -50
        D2        2025-12-31 1000    -90
        X9        2025-12-31 1000    400
    """
    plan = planned(portfolio(margins=margins))
    assert [x.client_id for x in plan if x.letter == "D"] == ["D2", "D1", "D3"]


# --- in words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lever", "english", "french"),
    [
        (
            Lever("price", 300.0, 0.042),
            "Price +4.2%",
            "Prix +4,2\u202f%",
        ),
        (
            Lever("price", 300.0, 0.2, partial=True),
            "Price +20.0%, in part",
            "Prix +20,0\u202f%, en partie",
        ),
        (
            Lever("minimum_order", 300.0, 0.25, size=1350.0),
            "Minimum order 1,350 (orders −25.0%)",
            "Minimum 1\u202f350 par commande (−25,0\u202f%)",
        ),
        (
            Lever("channel", 300.0, 0.5),
            "Order online: 50.0% of the orders",
            "Commande en ligne : 50,0\u202f% des commandes",
        ),
        (
            Lever("service", 300.0, 0.5, "visits"),
            "Service: visits −50.0%",
            "Service : visites −50,0\u202f%",
        ),
        (
            Lever("service", 300.0, 0.5, "Pallets"),
            "Service: Pallets −50.0%",
            "Service : Pallets −50,0\u202f%",
        ),
        (
            Lever("exit", 300.0, 1.5),
            "Price +150.0%, else exit with notice",
            "Prix +150,0\u202f%, sinon sortie avec préavis",
        ),
        (
            Lever("exit", 300.0),
            "Progressive exit, with written notice",
            "Sortie progressive, avec préavis écrit",
        ),
        (
            Lever("move_up", 10.0, steps=(Step("A", "margin", 0.2, 0.25, "rate"),)),
            "Move up to A: margin 20.0% → 25.0%",
            "Monter en A : marge 20,0\u202f% → 25,0\u202f%",
        ),
        (
            Lever("complete", steps=(Step("", "potential", nan, nan, "missing"),)),
            "Fill in: potential",
            "Compléter : potentiel",
        ),
    ],
)
def test_a_lever_in_words(lever: Lever, english: str, french: str) -> None:
    assert lever_text(lever, "en") == english
    assert lever_text(lever, "fr") == french


def test_a_step_to_another_letter_is_another_action() -> None:
    step = Step("A", "value", 1, 2, "currency")
    up = Proposed("C3", "B", Lever("move_up", 1.0, steps=(step,)), None)
    assert action_reference(up) == "C3/move_up_a"
    assert action_reference(Proposed("C3", "D", Lever("price"), None)) == "C3/price"
