"""The readings beside the letter: what each takes from the portfolio, and how it ends
up in the columns and in the JSON document.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import portfolio, segmented

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.readings.beside import READING_COLUMNS
from segmentation_addin.core.readings.clusters import Clusters
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.results.document import plain
from segmentation_addin.results.reading_facts import reading_facts
from segmentation_addin.results.readings_document import NONE, readings_document

HEAD = "client_id period revenue gross_margin orders active_months last_order"
FOUR = f"""
    {HEAD}
    A1 2025-12-31 7000 2100 24 12 2025-12-20
    B2 2025-12-31 2000  400  6  5 2025-11-01
    C3 2025-12-31  600 -100  1  1 2025-02-01
    D4 2025-12-31  400   60  2  2 2025-07-15
"""
CLIENTS = """
    client_id group_id
    A1        .
    B2        .
    C3        A1
    D4        .
    E5        .
"""


def costed(inputs_margins: str, **others: Any) -> InputTables:
    """A portfolio in which everybody costs 20."""
    ids = [line.split()[0] for line in inputs_margins.split("\n")[2:] if line.strip()]
    costs = "client_id period direct_cost\n" + "\n".join(
        f"{client} 2025-12-31 20" for client in ids
    )
    return portfolio(inputs_margins, costs=costs, **others)


def columns(inputs: InputTables) -> dict[str, dict[str, str]]:
    frame = segmented(inputs, readings=True).clients
    return {
        key: dict(zip(frame["client_id"], frame[key], strict=True))
        for key in READING_COLUMNS
    }


def test_four_clients_are_read_by_hand() -> None:
    found = columns(costed(FOUR, clients=CLIENTS))
    # Under 30 clients: days 30, 90, 180, 365; orders 2, 4, 8, 12; amounts at 20, 40,
    # 60 and 80 points of the typed knots 0..1000.
    assert found["rfm"] == {
        "A1": "555",
        "B2": "435",
        "C3": "213",
        "D4": "312",
        "E5": "",
    }
    assert found["rfm_segment"]["A1"] == "champions"
    # By revenue: middles 35 %, 80 %, 93 % and 98 % of 10,000.
    assert found["size"] == {
        "A1": "large", "B2": "medium", "C3": "medium", "D4": "small", "E5": "",
    }  # fmt: skip
    # Target: (2,080 + 380 - 120 + 40) / 10,000 = 23.8 %.
    assert found["matrix"] == {
        "A1": "high/above",
        "B2": "low/below",
        "C3": "low/loss",
        "D4": "low/below",
        "E5": "",
    }
    assert set(found["cluster"].values()) == {""}


def test_without_readings_the_columns_are_blank() -> None:
    result = segmented(costed(FOUR))
    assert result.readings is None
    assert set(result.clients[list(READING_COLUMNS)].to_numpy().ravel()) == {""}


def test_typed_limits_are_used() -> None:
    found = columns(
        costed(FOUR, size_large=2000.0, size_medium=600.0, matrix_limit=600.0,
               matrix_target=0.1)
    )  # fmt: skip
    assert found["size"]["B2"] == "large"
    assert found["size"]["C3"] == "medium"
    assert found["matrix"]["C3"] == "high/loss"
    assert found["matrix"]["D4"] == "low/above"  # 40 / 400 stands on the target


def test_high_revenue_can_begin_at_the_median() -> None:
    result = segmented(costed(FOUR, matrix_border="median"), readings=True)
    assert result.readings is not None
    assert result.readings.matrix.limit == 1300.0


def test_limits_out_of_order_are_told_and_not_used() -> None:
    inputs = costed(FOUR, size_large=500.0, size_medium=900.0)
    result, issues = segment(inputs, robust=False, readings=True)
    assert [issue.code for issue in issues if issue.code == "size_order"] != []
    assert result is not None
    assert result.readings is not None
    assert result.readings.size.limits == (7000.0, 600.0)


def test_without_cost_to_serve_nobody_has_a_place_in_the_matrix() -> None:
    assert set(columns(portfolio(FOUR))["matrix"].values()) == {""}


def many(clients: int, seed: int = 1) -> str:
    draw = np.random.default_rng(seed)
    lines = [HEAD]
    for i in range(clients):
        good = i % 2
        revenue = round(float(draw.lognormal(7 + 2 * good, 0.3)), 2)
        margin = round(revenue * (0.1 + 0.3 * good), 2)
        orders = int(draw.integers(1, 6)) + 15 * good
        day = int(draw.integers(1, 28))
        month = 11 if good else 3
        lines.append(
            f"K{i:03d} 2025-12-31 {revenue} {margin} {orders} {1 + 10 * good} "
            f"2025-{month:02d}-{day:02d}"
        )
    return "\n" + "\n".join(lines)


def test_two_kinds_of_clients_make_two_clusters() -> None:
    result = segmented(costed(many(80)), readings=True)
    assert result.readings is not None
    found = result.readings.clusters
    assert isinstance(found, Clusters)
    assert [group.name for group in found.groups] == ["K1", "K2"]
    cluster = result.clients["cluster"].to_numpy()
    assert set(cluster[1::2]) == {"K1"}  # the richer half
    assert set(cluster[::2]) == {"K2"}
    quick = segmented(costed(many(80)), readings=True, clustered=False)
    assert set(quick.clients["cluster"]) == {""}
    assert quick.clients["rfm"].tolist() == result.clients["rfm"].tolist()


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 90), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(clients: int, order: random.Random) -> None:
    head, *rows = many(clients).strip().split("\n")
    before = columns(costed("\n" + "\n".join([head, *rows])))
    order.shuffle(rows)
    after = columns(costed("\n" + "\n".join([head, *rows])))
    assert before == after


# --- the document ---------------------------------------------------------------


def document(result: Segmentation, inputs: InputTables) -> dict[str, Any]:
    found: dict[str, Any] = plain(readings_document(result, inputs))
    return found


@pytest.mark.parametrize("clients", [1, 5, 40, 120])
def test_every_reading_holds_all_active_clients(clients: int) -> None:
    inputs = costed(many(clients))
    result = segmented(inputs, readings=True)
    found = document(result, inputs)
    for reading, letters in found["by_letter"].items():
        cells = [cell for row in letters.values() for cell in row.values()]
        assert sum(cell["clients"] for cell in cells) == clients, reading
        assert sum(cell["revenue"] for cell in cells) == pytest.approx(
            float(result.clients["revenue"].sum()), abs=0.005
        )
    for bins in found["rfm"]["bins"].values():
        assert sum(bins.values()) == clients


def test_what_a_reading_does_not_place_is_shown_as_none() -> None:
    inputs = portfolio(FOUR)
    found = document(segmented(inputs, readings=True), inputs)
    assert (
        sum(row[NONE]["clients"] for row in found["by_letter"]["matrix"].values()) == 4
    )


def test_few_clients_get_a_refusal_in_place_of_clusters() -> None:
    inputs = costed(FOUR)
    found = document(segmented(inputs, readings=True), inputs)
    assert found["clusters"]["refused"] == "clusters_too_few"
    assert (found["clusters"]["found"], found["clusters"]["needed"]) == (4, 20)
    assert "rfm_thresholds" in found["rfm"]["notes"]


def test_a_group_is_added_up_before_any_share() -> None:
    inputs = costed(FOUR, clients=CLIENTS)
    groups = document(segmented(inputs, readings=True), inputs)["groups"]
    assert groups["count"] == 3  # C3 belongs to A1, E5 is inactive
    assert groups["top_shares"]["1"] == pytest.approx(7600 / 10_000)
    assert groups["net_margin_after_losing"]["1"] == pytest.approx(380 + 40)


def test_readings_that_were_not_asked_for_are_null() -> None:
    inputs = costed(FOUR)
    assert readings_document(segmented(inputs), inputs) is None


def test_effort_by_letter_holds_every_letter() -> None:
    inputs = costed(FOUR)
    effort = document(segmented(inputs, readings=True), inputs)["effort"]["letter"]
    assert list(effort) == ["A", "B", "C", "D", "NC"]
    assert sum(group["shares"]["clients"] for group in effort.values()) == 1.0


def test_an_unknown_margin_is_not_a_margin_of_zero() -> None:
    inputs = portfolio(FOUR)
    result = segmented(inputs, readings=True)
    shown = reading_facts(result, inputs, "en")
    assert shown.groups[0] == 4
    assert shown.groups[7:10] == (None, None, None)  # margin without the top 1, 3, 5
    assert document(result, inputs)["groups"]["net_margin_after_losing"] is None
