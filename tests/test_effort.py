"""Effort by letter and by account manager, against a textbook case and the traps."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import portfolio, segmented

from segmentation_addin.core.readings.effort import EffortFigures, GroupEffort, effort

NAN = float("nan")


def figures(
    gross_margin: list[float],
    cost: list[float],
    revenue: list[float] | None = None,
    hours: list[float] | None = None,
    allowed: list[float] | None = None,
) -> EffortFigures:
    gross, costs = np.array(gross_margin), np.array(cost)
    return EffortFigures(
        revenue=np.array(revenue or gross_margin),
        gross_margin=gross,
        cost_to_serve=costs,
        net_margin=gross - costs,
        efforts={} if hours is None else {"hours": np.array(hours)},
        allowed={} if allowed is None else {"hours": np.array(allowed)},
    )


def names(*groups: str) -> np.ndarray:
    return np.array(groups, dtype=object)


def test_the_three_customers_of_glad_and_becker() -> None:
    # Glad and Becker (1995), Activity-based costing and management, pp. 57-58, as
    # worked by the Open University: activity costs 3,029, 6,361 and 4,956; net
    # profit 19,851, 20,163 and 8,424.
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        Beta       2025-12-31  120000   36000
        Gamma      2025-12-31  150000   45000
        Delta      2025-12-31  90000    27000
        """,
        costs="""
        client_id  period      orders  lines  hours  direct_cost
        Beta       2025-12-31  13      300    30     13120
        Gamma      2025-12-31  66      500    40     18476
        Delta      2025-12-31  39      450    25     13620
        """,
        activities="""
        activity        kind  driver  pool
        Order_taking    pool  orders  Orders
        Packing         pool  lines   Packing
        Dispatch        pool  lines   Dispatch
        Warehousing     pool  hours   Warehouse
        Administration  pool  orders  Accounts
        """,
        pools="""
        pool       period      cost
        Orders     2025-12-31  1534
        Packing    2025-12-31  5250
        Dispatch   2025-12-31  4312.5
        Warehouse  2025-12-31  1007
        Accounts   2025-12-31  2242
        """,
    )
    result = segmented(inputs)
    frame = result.clients
    assert result.cost.activities == pytest.approx([3029, 6361, 4956], abs=1)
    assert frame["net_margin"].to_numpy() == pytest.approx([19851, 20163, 8424], abs=1)
    found = effort(
        frame["client_id"].to_numpy(dtype=object),
        EffortFigures(
            revenue=frame["revenue"].to_numpy(),
            gross_margin=frame["gross_margin"].to_numpy(),
            cost_to_serve=frame["cost_to_serve"].to_numpy(),
            net_margin=frame["net_margin"].to_numpy(),
            efforts={"orders": result.current.quantities["orders"]},
            allowed={},
        ),
    )
    # Published: cost to serve 13.4 %, 16.5 % and 20.6 % of sales; gross margin 30 %.
    whole = frame["cost_to_serve"].sum() / frame["gross_margin"].sum()
    assert found["Delta"].index["cost_to_serve"] == pytest.approx(1.25, abs=0.005)
    for name, share_of_sales in (
        ("Beta", 0.1346),
        ("Gamma", 0.1656),
        ("Delta", 0.2064),
    ):
        index = found[name].index["cost_to_serve"]
        assert index == pytest.approx(share_of_sales / 0.30 / whole, abs=0.002)
    assert found["Gamma"].shares["orders"] == pytest.approx(66 / 118)


def test_shares_and_index_of_two_letters() -> None:
    found = effort(
        names("A", "D", "D", "A"),
        figures([60, 10, 10, 20], [10, 20, 5, 5], hours=[1, 6, 2, 1]),
    )
    assert found["A"].clients == 2
    assert found["A"].shares["clients"] == 0.5
    assert found["A"].shares["gross_margin"] == 0.8
    assert found["A"].shares["cost_to_serve"] == 0.375
    assert found["D"].shares["net_margin"] == pytest.approx(-5 / 60)  # not hidden
    assert found["D"].index["cost_to_serve"] == pytest.approx(0.625 / 0.2)
    assert found["D"].index["hours"] == pytest.approx(0.8 / 0.2)
    assert found["D"].quantities == {"hours": 8}


def test_hours_above_policy_count_only_the_clients_above_it() -> None:
    found = effort(
        names("A", "A", "B"),
        figures([1, 1, 1], [0, 0, 0], hours=[10, 2, 5], allowed=[8, 8, NAN]),
    )
    assert found["A"].above_policy == {"hours": 2}  # 2 hours too few save nothing
    assert found["B"].above_policy == {"hours": 0}  # no policy, nothing above it


def test_groups_come_in_the_order_asked_for_and_empty_ones_too() -> None:
    found = effort(names("NC", "B"), figures([1, 1], [1, 1]), order=("A", "B"))
    assert list(found) == ["A", "B", "NC"]
    assert (found["A"].clients, found["A"].shares["revenue"]) == (0, 0)
    assert found["A"].index["cost_to_serve"] is None


def test_nothing_is_divided_by_a_whole_that_is_not_over_zero() -> None:
    found = effort(names("A", "D"), figures([10, -30], [0, 0], revenue=[0, 0]))
    for group in found.values():
        assert group.shares["gross_margin"] is None
        assert group.shares["revenue"] is None
        assert group.index["cost_to_serve"] is None


def test_a_group_that_loses_before_cost_to_serve_has_no_index() -> None:
    found = effort(names("A", "D"), figures([40, -10], [5, 5]))
    assert found["D"].index["cost_to_serve"] is None
    assert found["D"].shares["gross_margin"] == pytest.approx(-10 / 30)


def test_an_unknown_cost_is_said_and_adds_nothing() -> None:
    found = effort(names("A", "B"), figures([10, 10], [NAN, 4]))
    assert found["A"].cost_unknown == 1
    assert found["A"].shares["cost_to_serve"] == 0
    assert found["B"].shares["cost_to_serve"] == 1


def test_a_giant_leaves_the_others_their_index() -> None:
    found = effort(names("A", "B"), figures([960, 40], [10, 30]))
    assert found["A"].index["cost_to_serve"] == pytest.approx(0.25 / 0.96)
    assert found["B"].index["cost_to_serve"] == pytest.approx(0.75 / 0.04)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_equal_clients_have_an_index_of_one(count: int) -> None:
    found = effort(names(*["A"] * count), figures([7.0] * count, [2.0] * count))
    assert [group.index["cost_to_serve"] for group in found.values()] == [1.0][:count]


MAYBE = st.one_of(st.just(NAN), st.integers(-1000, 1000).map(lambda x: x / 100))
ROWS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "D", ""]), MAYBE, MAYBE, MAYBE), max_size=25
)


@given(ROWS, st.randoms(use_true_random=False))
def test_groups_add_up_and_row_order_changes_nothing(
    rows: list[tuple[str, float, float, float]], random: Any
) -> None:
    def read(table: list[tuple[str, float, float, float]]) -> dict[str, GroupEffort]:
        columns = [list(column) for column in zip(*table, strict=True)] or [[]] * 4
        group, gross, cost, hours = columns
        found = figures(gross, cost, hours=hours, allowed=[1.0] * len(table))
        return effort(names(*group), found)

    order = list(rows)
    random.shuffle(order)
    found, again = read(rows), read(order)
    assert list(found) == list(again)
    for name, group in found.items():
        assert group.amounts == pytest.approx(again[name].amounts, abs=1e-9)
        assert group.above_policy == pytest.approx(again[name].above_policy, abs=1e-9)
        assert group.clients == again[name].clients
    assert sum(group.clients for group in found.values()) == len(rows)
    for key in ("gross_margin", "cost_to_serve", "hours"):
        shares = [group.shares[key] for group in found.values()]
        known = [share for share in shares if share is not None]
        assert len(known) in (0, len(shares))
        if known:
            assert sum(known) == pytest.approx(1)
