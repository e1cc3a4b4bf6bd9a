"""Two reviews compared: sums that hold, nobody moved by himself, a cause for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from portfolios import TYPED_SCALE, default_scale
from vintage_examples import CLIENTS, closed, inputs_of, state

from segmentation_addin.core.comparison import CAUSES, compare
from segmentation_addin.core.vintages import Vintage

GOOD: dict[str, Any] = {
    "revenue": 900,
    "gross_margin": 350,
    "orders": 9,
    "active_months": 12,
    "potential": 5,
    "visits": 1,
    "since": "2019-05-01",
}
POOR = {**GOOD, "revenue": 150, "gross_margin": 20, "active_months": 2, "potential": 1}
LOSING = {**POOR, "visits": 30}


def review(*clients: dict[str, Any], number: int = 1, **options: Any) -> Vintage:
    return closed(state(inputs_of(list(clients), **options)), number, "2024-12-31")


def today(*clients: dict[str, Any], **options: Any) -> Vintage:
    return state(inputs_of(list(clients), **options))


def cause(before: Vintage, after: Vintage, client: str = "C0") -> tuple[str, str]:
    rows = compare(before, after).clients.set_index("client_id")
    return str(rows.loc[client, "cause"]), str(rows.loc[client, "driver"])


@given(CLIENTS)
def test_a_review_compared_with_itself_moves_nobody(
    clients: list[dict[str, Any]],
) -> None:
    one = review(*clients)
    found = compare(one, one)
    assert found.same_parameters
    assert set(found.by_cause().values()) == {0}
    assert found.biggest() == []
    counts = found.migration.counts
    assert np.array_equal(counts, np.diag(np.diag(counts)))


@given(CLIENTS, CLIENTS)
def test_rows_and_columns_add_up_to_the_portfolios(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before, after = review(*old), today(*new)
    found = compare(before, after)
    for side, table in (
        (before, found.migration.before),
        (after, found.migration.after),
    ):
        known = np.nansum(side.figures("revenue"))
        assert table.revenue.sum() == pytest.approx(known, abs=0.005)
    counts = found.migration.counts
    assert counts[:6].sum() == len(before.clients)
    assert counts[:, :6].sum() == len(after.clients)
    letters = ["A", "B", "C", "D", "NC", ""]
    for at, letter in enumerate(letters):
        assert counts[at].sum() == (before.words("letter") == letter).sum()
        assert counts[:, at].sum() == (after.words("letter") == letter).sum()
    moved = counts.sum() - np.trace(counts)
    assert sum(found.by_cause().values()) == moved


@given(CLIENTS, CLIENTS)
def test_the_order_of_the_clients_changes_nothing(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before, after = review(*old), today(*new)
    turned = replace(before, clients=before.clients.iloc[::-1].reset_index(drop=True))
    one, other = compare(before, after), compare(turned, after)
    pd.testing.assert_frame_equal(one.clients, other.clients)
    assert one.biggest() == other.biggest()


def test_figures_that_got_better_are_a_real_move() -> None:
    assert cause(review(POOR), today(GOOD)) == ("real", "value")
    assert cause(review(GOOD), today(LOSING)) == ("real", "loss")


def test_another_scale_alone_is_a_move_of_the_parameters() -> None:
    strict = default_scale(**{**TYPED_SCALE, "value": (0, 5e3, 1e4, 1.5e4, 2e4)})
    moved = cause(review(GOOD), today(GOOD, scale=strict, bound_a=85.0))
    assert moved == ("parameters", "")


def test_both_when_the_old_figures_would_have_moved_elsewhere() -> None:
    # A by the old bounds; B by the new ones with last year's figures; C today
    before = review(GOOD)
    middling = {**GOOD, "revenue": 300, "potential": 2, "active_months": 6}
    found = cause(before, today(middling, bound_a=99.0, bound_b=90.0))
    assert found[0] == "both"
    assert found[1] in {"value", "potential", "recurrence"}


def test_a_persons_decision_is_a_cause_of_its_own() -> None:
    decided = today(
        GOOD,
        overrides="client_id letter reason author\nC0 B agreed finance",
    )
    assert decided.words("letter")[0] == "B"
    assert cause(review(GOOD), decided) == ("override", "")
    assert cause(closed(decided), today(GOOD)) == ("override", "")


def test_who_comes_goes_sleeps_or_lacks_data() -> None:
    nothing = dict.fromkeys(GOOD)
    assert cause(review(), today(GOOD)) == ("entry", "")
    assert cause(review(GOOD), today()) == ("exit", "")
    assert cause(review(GOOD), today(nothing)) == ("exit", "")
    assert cause(review(nothing), today(GOOD)) == ("entry", "")
    assert cause(review({**GOOD, "gross_margin": None}), today(GOOD)) == ("data", "")


def test_the_ten_biggest_moves_come_by_revenue_then_by_code() -> None:
    old = [{**POOR, "revenue": 150 + 10 * (i // 2)} for i in range(12)]
    found = compare(review(*old), today(*[GOOD] * 12)).biggest()
    assert len(found) == 10
    assert [move.client_id for move in found] == sorted(f"C{i}" for i in range(12))[:10]
    assert {move.revenue for move in found} == {900.0}
    assert {(move.before, move.after) for move in found} <= {("C", "A"), ("D", "A")}
    gone = compare(review(*old), today()).biggest()
    assert [move.client_id for move in gone[:3]] == ["C10", "C11", "C8"]


def test_every_cause_is_counted_under_its_name() -> None:
    found = compare(review(GOOD, POOR), today(GOOD)).by_cause()
    assert tuple(found) == CAUSES
    assert found["exit"] == 1


def test_one_client_or_none() -> None:
    nobody = review()
    empty = replace(nobody, clients=nobody.clients.iloc[:0])
    assert compare(empty, empty).clients.empty
    assert compare(empty, empty).effects is None
    one = compare(empty, review(number=2))
    assert one.by_cause()["entry"] == 1
