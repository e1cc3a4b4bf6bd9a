"""What a decision would bring: exits, prices, service, and the literature's cases."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import portfolio, segmented
from test_invariants import CLIENTS, build

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.what_if import (
    Action,
    Base,
    Outcome,
    base_of,
    goals,
    levers,
    play,
    proposes_exit,
)
from segmentation_addin.core.what_if.actions import KINDS
from segmentation_addin.core.what_if.break_even import most_volume_loss
from segmentation_addin.core.what_if.statement import CHANGES, LINES


def allied_west() -> InputTables:
    """Horngren, Datar & Rajan, Cost Accounting, 14th ed., Exhibit 11-8, in k$.

    Three retailers. Handling labour, marketing and order processing stop with a
    client; equipment, rent, administration and corporate costs do not.
    """
    kinds = ("labour", "equipment", "rent", "marketing", "ordering", "admin", "office")
    avoidable = (1, 0, 0, 1, 1, 0, 0)
    activities = "\n".join(
        f"{kind} rate {kind} 1 {share}"
        for kind, share in zip(kinds, avoidable, strict=True)
    )
    return portfolio(
        margins="""
            client_id  period      revenue  cost_of_goods  orders
            Vogel      2025-12-31  500      370            10
            Brenner    2025-12-31  300      220            10
            Wisk       2025-12-31  400      330            10
        """,
        costs="\n".join(
            [
                f"client_id period {' '.join(kinds)}",
                "Vogel 2025-12-31 41 12 14 11 13 20 10",
                "Brenner 2025-12-31 18 4 8 9 7 12 6",
                "Wisk 2025-12-31 33 9 14 10 12 16 8",
            ]
        ),
        activities=f"activity kind driver rate avoidable_rate\n{activities}",
        drivers=kinds,
    )


def of(outcome: Outcome, client: str, line: str) -> tuple[float, float, float]:
    at = outcome.base.positions[client]
    return (
        float(outcome.before(line)[at]),
        float(outcome.change(line)[at]),
        float(outcome.after(line)[at]),
    )


def test_horngrens_unprofitable_customer_is_kept() -> None:
    """Wisk shows -32, yet dropping it lowers the operating income by 15."""
    base = base_of(segmented(allied_west()))
    outcome = play(base, [Action("exit", client="Wisk")])

    assert base.net_margin.tolist() == pytest.approx([9, 16, -32])
    assert of(outcome, "Wisk", "net_margin") == pytest.approx((-32, -15, -47))
    assert of(outcome, "Wisk", "stranded") == pytest.approx((0, 47, 47))
    assert outcome.rows[0].changes["saved"] == pytest.approx(33 + 10 + 12)
    assert base.letters[2] == "D"
    assert not proposes_exit(base).any()
    assert outcome.rows[0].notes["exit_loses"] == 1


def test_horngrens_rent_makes_the_exit_worth_it() -> None:
    """Same exhibit: 20 of rent from the space make dropping Wisk worth 5."""
    inputs = allied_west()
    rent = inputs.activities["activity"] == "rent"
    inputs.activities.loc[rent, "avoidable_rate"] = 1.0
    inputs.activities.loc[rent, "rate"] = 20 / 14
    base = base_of(segmented(inputs))

    assert base.exit_delta[2] == pytest.approx(5)
    assert proposes_exit(base).tolist() == [False, False, True]


def test_break_even_sales_change_of_a_price() -> None:
    """Nagle, Hogan & Zale: -dP / (CM + dP). Price 2.50, variable cost 1.00: 0.50 more
    may lose 25 % of the sales; from 10.00 and 5.50, 0.50 more may lose 10 %.
    """
    inputs = portfolio(
        margins="""
            client_id  period      revenue  gross_margin
            pops       2025-12-31  250      150
            pillows    2025-12-31  1000     450
        """
    )
    base = base_of(segmented(inputs))
    rise = np.array([0.2, 0.05])
    found = most_volume_loss(base.revenue * rise, base.after_avoidable)
    assert found.tolist() == pytest.approx([0.25, 0.1])

    for client, rate, loss in (("pops", 0.2, 0.25), ("pillows", 0.05, 0.1)):
        action = Action("reprice", client=client, rate=rate, volume_loss=loss)
        assert play(base, [action]).rows[0].changes["delta"] == pytest.approx(0)


SMALL = """
    client_id  period      revenue  gross_margin  orders  days_to_pay
    K1         2025-12-31  1000     300           20      60
    K2         2025-12-31  500      50            25      30
    K3         2025-12-31  800      400           4       .
"""
COSTS = """
    client_id  period      visits  orders  deliveries  direct_cost  bad_debt
    K1         2025-12-31  10      20      20          5            0
    K2         2025-12-31  8       25      25          0            3
    K3         2025-12-31  1       4       4           0            0
"""
ACTIVITIES = """
    activity   kind  driver      rate  avoidable_rate
    Visit      rate  visits      6     0.5
    Order      rate  orders      2     1
    Delivery   rate  deliveries  3     0.8
    Follow-up  rate  client      10    .
"""


def small(margins: str = SMALL, **settings: Any) -> Base:
    inputs = portfolio(margins, costs=COSTS, activities=ACTIVITIES, **settings)
    return base_of(segmented(inputs))


NEARER = SMALL.replace("500      50 ", "500      150")
"""K2 loses 36: within the reach of one lever."""


def delta(base: Base, *actions: Action) -> float:
    return sum(row.changes["delta"] for row in play(base, actions).rows)


def test_an_exit_counts_what_stops_and_strands_the_rest() -> None:
    base = small(annual_rate=0.1)
    financing = 500 * 30 / 365 * 0.1
    # 8 visits half avoidable, 25 orders, 25 deliveries at 80 %; follow-up unsaid.
    avoided = 24 + 50 + 60 + 3 + financing
    row = play(base, [Action("exit", client="K2")]).rows[0]
    assert row.changes["delta"] == pytest.approx(-50 + avoided)
    assert row.changes["stranded"] == pytest.approx(24 + 15 + 10)
    assert row.notes["avoidable_blank"] == 1


def test_notice_and_one_off_cost_lower_an_exit() -> None:
    base = small()
    whole = delta(base, Action("exit", client="K2"))
    later = Action("exit", client="K2", notice=3, one_off=40)
    assert delta(base, later) == pytest.approx(whole * 9 / 12 - 40)


def test_a_price_change_loses_margin_with_volume() -> None:
    base = small()
    avoidable = 30 + 40 + 48 + 5
    change = Action("reprice", client="K1", rate=0.05, volume_loss=0.1)
    expected = 1000 * 0.05 * 0.9 - 0.1 * (300 - avoidable)
    assert delta(base, change) == pytest.approx(expected)


def test_fewer_visits_save_their_avoidable_share_only() -> None:
    row = play(
        small(), [Action("service", client="K1", rate=0.4, driver="visits")]
    ).rows[0]
    assert row.changes["saved"] == pytest.approx(60 * 0.4 * 0.5)
    assert row.changes["stranded"] == pytest.approx(60 * 0.4 * 0.5)
    assert row.changes["revenue"] == 0


def test_a_lower_service_leaves_what_follows_the_volume() -> None:
    row = play(small(), [Action("service", client="K1", rate=0.5)]).rows[0]
    assert row.changes["saved"] == pytest.approx(0.5 * (60 * 0.5 + 60 * 0.8))


def test_a_minimum_order_groups_orders_and_deliveries() -> None:
    # 25 orders of 20 become 12.5 of 40.
    row = play(small(), [Action("minimum_order", client="K2", amount=40)]).rows[0]
    assert row.changes["saved"] == pytest.approx(0.5 * (50 + 75 * 0.8))
    large = play(small(), [Action("minimum_order", client="K3", amount=40)]).rows[0]
    assert large.changes["delta"] == 0


def test_a_fee_is_paid_on_the_units_that_stay() -> None:
    fee = Action("fee", client="K1", amount=1.5, driver="deliveries", rate=0.25)
    row = play(small(), [fee]).rows[0]
    assert row.changes["revenue"] == pytest.approx(15 * 1.5)
    assert row.changes["delta"] == pytest.approx(15 * 1.5 + 5 * 3 * 0.8)


def test_a_channel_costs_what_its_units_cost() -> None:
    move = Action("channel", client="K1", rate=0.5, amount=0.4)
    row = play(small(), [move]).rows[0]
    assert row.changes["new_cost"] == pytest.approx(10 * 0.4)
    assert row.changes["delta"] == pytest.approx(10 * 2 - 10 * 0.4)


def test_the_most_precise_rows_win() -> None:
    base = small()
    everybody = Action("reprice", letter="all", rate=0.01)
    outcome = play(base, [everybody, Action("keep", client="K1")])
    assert outcome.changes["delta"].tolist() == pytest.approx([0, 5, 8])
    assert outcome.rows[0].clients == 2
    assert outcome.rows[0].notes["overruled"] == 1


def test_nothing_is_gained_on_a_client_that_leaves() -> None:
    base = small()
    price = Action("reprice", client="K1", rate=0.1)
    leave = Action("exit", client="K1")
    outcome = play(base, [price, leave])
    assert outcome.rows[0].changes["delta"] == pytest.approx(0)
    assert delta(base, price, leave) == pytest.approx(delta(base, leave))


def test_a_price_holds_until_the_exit() -> None:
    base = small()
    leave = Action("exit", client="K1", notice=6)
    price = Action("reprice", client="K1", rate=0.1)
    outcome = play(base, [leave, price])
    assert outcome.rows[1].changes["delta"] == pytest.approx(1000 * 0.1 / 2)
    assert outcome.rows[0].changes["delta"] == pytest.approx(delta(base, leave))


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Action("", client="K1"), "kind_missing"),
        (Action("exit"), "who_missing"),
        (Action("exit", client="K1", letter="D"), "who_twice"),
        (Action("exit", client="K9"), "client_unknown"),
        (Action("reprice", client="K1"), "rate_missing"),
        (Action("reprice", client="K1", rate=-1.5), "rate_range"),
        (Action("service", client="K1", rate=1.2), "rate_range"),
        (Action("minimum_order", client="K1"), "amount_missing"),
        (Action("fee", client="K1", amount=-1.0), "amount_range"),
        (Action("fee", client="K1", amount=1e308), "amount_range"),
        (Action("exit", client="K1", one_off=1e308), "amount_range"),
        (Action("service", client="K1", rate=0.1, driver="moon"), "driver_unknown"),
        (Action("exit", client="K1", volume_loss=2.0), "loss_range"),
        (Action("exit", client="K1", notice=13.0), "notice_range"),
    ],
)
def test_a_decision_that_cannot_be_computed_changes_nothing(
    action: Action, code: str
) -> None:
    outcome = play(small(), [action])
    assert outcome.rows[0].problem == code
    assert not outcome.touched.any()
    assert not outcome.changes["delta"].any()


def test_an_unknown_cost_is_never_saved() -> None:
    inputs = portfolio(
        SMALL,
        costs="client_id period visits\nK1 2025-12-31 10\nK2 2025-12-31 8",
        activities=ACTIVITIES,
    )
    base = base_of(segmented(inputs))
    row = play(base, [Action("exit", client="K3")]).rows[0]
    assert row.changes["delta"] == pytest.approx(-400)
    assert row.notes["cost_unknown"] == 1


def test_each_goal_reaches_its_target() -> None:
    base = small(NEARER)
    found = goals(base)
    assert base.net_margin[1] == pytest.approx(-36)
    assert found.price[1] == pytest.approx(-base.net_margin[1] / 500)
    for action in (
        Action("reprice", client="K2", rate=float(found.price[1])),
        Action(
            "service",
            client="K2",
            rate=float(found.best_cut[1]),
            driver=str(found.best_driver[1]),
        ),
        Action("minimum_order", client="K2", amount=float(found.minimum_order[1])),
    ):
        assert play(base, [action]).after("net_margin")[1] == pytest.approx(0, abs=1e-9)


def test_a_goal_may_lose_its_volume_at_most() -> None:
    base = small(NEARER)
    found = goals(base)
    lost = Action(
        "minimum_order",
        client="K2",
        amount=float(found.minimum_order[1]),
        volume_loss=float(found.cost_loss[1]),
    )
    assert 0 < found.cost_loss[1] < 1
    assert delta(base, lost) == pytest.approx(0, abs=1e-9)


def test_what_no_cut_can_reach_is_unknown() -> None:
    found = goals(small())
    assert found.gap[1] == pytest.approx(136)  # 134 is all that can be avoided
    assert found.best_driver[1] == ""
    assert np.isnan(
        [found.best_cut[1], found.minimum_order[1], found.cost_loss[1]]
    ).all()


def test_a_target_rate_is_reached_by_the_price() -> None:
    base = small()
    price = float(goals(base, 0.15).price[0])
    outcome = play(base, [Action("reprice", client="K1", rate=price)])
    rate = outcome.after("net_margin")[0] / outcome.after("revenue")[0]
    assert rate == pytest.approx(0.15)


def test_the_first_levers_are_in_currency_best_first() -> None:
    inputs = portfolio(NEARER, costs=COSTS, activities=ACTIVITIES)
    found = levers(segmented(inputs), inputs, 1)
    assert [lever.action for lever in found] == ["minimum_order", "reprice", "service"]
    assert found[0].delta == pytest.approx(0.1 * (50 + 60))
    assert found[0].amount == pytest.approx(20 / 0.9)
    assert found[1].delta == pytest.approx(5)


def test_an_exit_is_a_lever_where_it_is_proposed() -> None:
    inputs = portfolio(SMALL, costs=COSTS, activities=ACTIVITIES)
    found = levers(segmented(inputs), inputs, 1)
    assert found[0].action == "exit"
    assert found[0].delta == pytest.approx(87)
    assert found[0].stranded == pytest.approx(24 + 15 + 10)


def test_a_payment_ten_days_sooner_saves_its_financing() -> None:
    inputs = portfolio(SMALL, annual_rate=0.73)
    found = levers(segmented(inputs), inputs, 0)
    assert found[0].action == "payment"
    assert found[0].delta == pytest.approx(1000 * 10 / 365 * 0.73)


def test_an_unknown_margin_has_no_lever() -> None:
    inputs = portfolio("client_id period revenue\nX 2025-12-31 100")
    assert levers(segmented(inputs), inputs, 0) == []


# --- what always holds -------------------------------------------------------

AMOUNTS = st.sampled_from([0.0, 5.0, 250.0])
ACTION = st.builds(
    Action,
    kind=st.sampled_from(KINDS),
    letter=st.sampled_from(["A", "B", "C", "D", "NC", "all"]),
    rate=st.sampled_from([0.0, 0.03, 0.5, 1.0]),
    amount=AMOUNTS,
    driver=st.sampled_from(["", "visits", "orders", "client"]),
    volume_loss=st.sampled_from([0.0, 0.2, 1.0]),
    notice=st.sampled_from([0.0, 3.0, 12.0]),
    one_off=AMOUNTS,
)
ON_CLIENT = st.builds(lambda action: replace(action, letter="", client="C0"), ACTION)
ACTIONS = st.lists(st.one_of(ACTION, ON_CLIENT), max_size=5)


def with_avoidable(inputs: InputTables) -> InputTables:
    return replace(inputs, activities=inputs.activities.assign(avoidable_rate=0.4))


def random_base(clients: list[dict[str, Any]]) -> Base:
    return base_of(segmented(with_avoidable(build(clients))))


@given(CLIENTS, ACTIONS)
def test_before_and_changes_are_after_to_the_cent(
    clients: list[dict[str, Any]], actions: list[Action]
) -> None:
    base = random_base(clients)
    outcome = play(base, actions)
    for line in LINES:
        np.testing.assert_allclose(
            outcome.before(line) + outcome.change(line), outcome.after(line), atol=0.005
        )
    change = {line: outcome.change(line) for line in LINES}
    parts = (
        change["gross_margin"]
        - change["cost_to_serve"]
        - change["stranded"]
        - change["new_cost"]
        - change["one_off"]
    )
    np.testing.assert_allclose(parts, change["net_margin"], atol=0.005)
    by_row = sum(row.changes["delta"] for row in outcome.rows)
    assert by_row == pytest.approx(float(change["net_margin"].sum()), abs=0.005)
    for row in outcome.rows:
        assert row.after == pytest.approx(row.before + row.changes["delta"], abs=0.005)


@given(CLIENTS, ACTIONS)
def test_stranded_cost_is_never_saved(
    clients: list[dict[str, Any]], actions: list[Action]
) -> None:
    base = random_base(clients)
    outcome = play(base, actions)
    spent = base.activity_costs.sum(axis=1)
    assert (outcome.changes["saved"] <= base.avoidable + 1e-6).all()
    freed = outcome.changes["saved"] + outcome.changes["stranded"]
    assert (freed <= spent + base.other_costs + 1e-6).all()


@given(CLIENTS, ACTIONS, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(
    clients: list[dict[str, Any]], actions: list[Action], random: Any
) -> None:
    inputs = with_avoidable(build(clients))
    order = list(range(len(clients)))
    random.shuffle(order)
    shuffled = replace(
        inputs,
        clients=inputs.clients.iloc[order].reset_index(drop=True),
        margins=inputs.margins.iloc[order[::-1]].reset_index(drop=True),
    )
    mixed = random.sample(actions, len(actions))
    first = play(base_of(segmented(inputs)), actions)
    second = play(base_of(segmented(shuffled)), mixed)
    for key in CHANGES:
        left = pd.Series(first.changes[key], first.base.ids).sort_index()
        right = pd.Series(second.changes[key], second.base.ids).sort_index()
        np.testing.assert_allclose(left, right, atol=1e-6)


@given(CLIENTS)
def test_without_a_decision_nothing_changes(clients: list[dict[str, Any]]) -> None:
    base = random_base(clients)
    kept = [Action("keep", letter="all")]
    for outcome in (play(base, []), play(base, kept)):
        for line in LINES:
            np.testing.assert_array_equal(outcome.before(line), outcome.after(line))


@given(CLIENTS)
def test_the_exit_of_nobody_costs_nothing(clients: list[dict[str, Any]]) -> None:
    base = random_base(clients)
    absent = next(x for x in ("A", "B", "C", "D", "NC") if x not in set(base.letters))
    outcome = play(base, [Action("exit", letter=absent, one_off=100)])
    assert outcome.rows[0].notes == {"nobody": 1}
    assert not outcome.changes["delta"].any()


@given(CLIENTS)
def test_when_everybody_leaves_the_stranded_cost_is_left(
    clients: list[dict[str, Any]],
) -> None:
    outcome = play(random_base(clients), [Action("exit", letter="all")])
    base = outcome.base
    gone = outcome.touched & base.cost_known
    for line in ("revenue", "gross_margin", "cost_to_serve"):
        np.testing.assert_allclose(outcome.after(line)[gone], 0, atol=1e-6)
    left = -(base.cost_to_serve - base.avoidable)[gone]
    np.testing.assert_allclose(outcome.after("net_margin")[gone], left, atol=1e-6)


@given(CLIENTS)
def test_an_exit_is_proposed_only_where_it_gains(
    clients: list[dict[str, Any]],
) -> None:
    base = random_base(clients)
    for i in np.flatnonzero(proposes_exit(base)):
        action = Action("exit", client=str(base.ids[i]))
        assert play(base, [action]).rows[0].changes["delta"] > 0
        assert base.letters[i] == "D"
