"""The invariants of the method, on random portfolios with anything missing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from portfolios import TYPED_SCALE, default_scale, portfolio, segmented

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.letters import NC, A, B, Facts, Rules, compute_letters
from segmentation_addin.core.scale import points, rounded
from segmentation_addin.core.segmentation import segment

MAYBE = st.one_of(st.none(), st.integers(-20, 400))
CLIENT = st.fixed_dictionaries(
    {
        "revenue": st.one_of(st.none(), st.integers(-100, 1000)),
        "gross_margin": MAYBE,
        "orders": st.one_of(st.none(), st.integers(0, 12)),
        "active_months": st.one_of(st.none(), st.integers(0, 12)),
        "last_order": st.one_of(st.none(), st.integers(1, 12)),
        "potential": st.one_of(st.none(), st.integers(0, 5)),
        "visits": st.one_of(st.none(), st.integers(0, 30)),
        "direct_cost": st.one_of(st.none(), st.integers(0, 200)),
        "since": st.sampled_from([None, "2019-05-01", "2025-03-01"]),
    }
)
CLIENTS = st.lists(CLIENT, min_size=1, max_size=14)


def build(
    clients: list[dict[str, Any]], unit: float = 1.0, typed: bool = False
) -> InputTables:
    """Inputs of random clients; `unit` multiplies all amounts; `typed` knots stand."""

    def money(value: float | None) -> str:
        return "." if value is None else repr(value * unit)

    def plain(value: object) -> str:
        return "." if value is None else str(value)

    margins = ["client_id period revenue gross_margin orders active_months last_order"]
    costs = ["client_id period visits direct_cost"]
    roster = ["client_id potential since"]
    for i, c in enumerate(clients):
        month = c["last_order"]
        order = "." if month is None else f"2025-{month:02}-10"
        margins.append(
            f"C{i} 2025-12-31 {money(c['revenue'])} {money(c['gross_margin'])} "
            f"{plain(c['orders'])} {plain(c['active_months'])} {order}"
        )
        costs.append(f"C{i} 2025-12-31 {plain(c['visits'])} {money(c['direct_cost'])}")
        roster.append(f"C{i} {plain(c['potential'])} {plain(c['since'])}")
    return portfolio(
        "\n".join(margins),
        clients="\n".join(roster),
        costs="\n".join(costs),
        activities=f"activity kind driver rate\nVisit rate visits {7 * unit!r}",
        scale=default_scale(**(TYPED_SCALE if typed else {})),
    )


def by_client(inputs: InputTables) -> pd.DataFrame:
    return segmented(inputs).clients.set_index("client_id").sort_index()


@given(CLIENTS, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(clients: list[dict[str, Any]], random: Any) -> None:
    inputs = build(clients)
    order = list(range(len(clients)))
    random.shuffle(order)
    shuffled = replace(
        inputs,
        clients=inputs.clients.iloc[order].reset_index(drop=True),
        margins=inputs.margins.iloc[order[::-1]].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(by_client(inputs), by_client(shuffled))


@given(CLIENTS, st.sampled_from([0.001, 0.37, 1000.0]))
def test_scaling_all_amounts_changes_no_letter(
    clients: list[dict[str, Any]], unit: float
) -> None:
    letters = by_client(build(clients))["computed_letter"]
    scaled = by_client(build(clients, unit))["computed_letter"]
    assert letters.to_dict() == scaled.to_dict()


@given(CLIENTS)
def test_equal_inputs_get_equal_letters(clients: list[dict[str, Any]]) -> None:
    frame = by_client(build([*clients, clients[0]]))
    twin = frame.loc[f"C{len(clients)}"]
    first = frame.loc["C0"]
    assert isinstance(first, pd.Series)
    assert isinstance(twin, pd.Series)
    assert first.drop("robustness").equals(twin.drop("robustness"))


@given(CLIENTS)
def test_totals_by_letter_equal_the_totals_of_the_inputs(
    clients: list[dict[str, Any]],
) -> None:
    inputs = build(clients)
    orphan = inputs.margins.head(1).assign(client_id="GHOST", revenue=33.25)
    inputs = replace(
        inputs, margins=pd.concat([inputs.margins, orphan], ignore_index=True)
    )
    result = segmented(inputs)
    total = inputs.margins["revenue"].sum()
    by_letter = result.clients.groupby("letter")["revenue"].sum().sum()
    assert by_letter + result.orphans["revenue"] == pytest.approx(total, abs=0.005)


@given(CLIENTS, st.booleans())
def test_a_client_scored_alone_with_the_saved_scale_keeps_its_letter(
    clients: list[dict[str, Any]], typed: bool
) -> None:
    inputs = build(clients, typed=typed)
    result = segmented(inputs)
    saved = inputs.scale.copy()
    for criterion in result.scale:
        if criterion.knots is not None:
            at = saved["criterion"] == criterion.key
            for k, level in enumerate((0, 25, 50, 75, 100)):
                saved.loc[at, f"knot_{level}"] = criterion.knots[k]
    frame = result.clients.set_index("client_id")
    used = {criterion.key for criterion in result.scoring.criteria}
    for i in range(len(clients)):
        name = f"C{i}"
        alone = replace(
            inputs,
            clients=inputs.clients[inputs.clients["client_id"] == name],
            margins=inputs.margins[inputs.margins["client_id"] == name],
            cost_to_serve=inputs.cost_to_serve[
                inputs.cost_to_serve["client_id"] == name
            ],
            scale=saved,
        )
        single, _ = segment(alone, robust=False)
        assert single is not None
        own = {criterion.key for criterion in single.scoring.criteria}
        cost_known = bool(result.cost.known[result.clients["client_id"] == name].all())
        if own == used and (cost_known or not result.cost.anybody):
            row = single.clients.iloc[0]
            assert row["computed_letter"] == frame.loc[name, "computed_letter"]
            assert row["score"] == frame.loc[name, "score"] or np.isnan(row["score"])


@given(CLIENTS, st.integers(0, 13))
def test_deleting_a_clients_costs_never_raises_it_above_b(
    clients: list[dict[str, Any]], chosen: int
) -> None:
    assume(len(clients) > 1)
    chosen %= len(clients)
    inputs = build(clients)
    others = inputs.cost_to_serve["client_id"] != f"C{chosen}"
    figures = inputs.cost_to_serve[others][["visits", "direct_cost"]]
    assume(bool(figures.notna().any().any()))
    without = replace(inputs, cost_to_serve=inputs.cost_to_serve[others])
    letter = by_client(without).loc[f"C{chosen}", "computed_letter"]
    assert letter != "A"


@given(
    clients=CLIENTS,
    criterion=st.integers(0, 5),
    gain=st.floats(0.01, 50),
)
def test_better_on_one_criterion_never_worsens_the_letter(
    clients: list[dict[str, Any]], criterion: int, gain: float
) -> None:
    result = segmented(build(clients, typed=True))
    assume(len(result.scoring.criteria) > 0)
    chosen = result.scoring.criteria[criterion % len(result.scoring.criteria)]
    assume(chosen.knots is not None)
    better = dict(result.values)
    better[chosen.key] = better[chosen.key] + gain * chosen.sign
    before = result.lettering.letter
    total, known = np.zeros(len(before)), np.zeros(len(before))
    for item in result.scoring.criteria:
        if item.knots is None:
            continue
        worth = points(better[item.key], item.knots, item.sign)
        total += np.where(np.isnan(worth), 0, item.weight * worth)
        known += np.where(np.isnan(worth), 0, item.weight)
    with np.errstate(invalid="ignore"):
        score = rounded(total / known)
    facts = Facts(**vars(result.facts))
    after = compute_letters(facts, score, result.scoring.completeness, Rules()).letter
    scored = before <= NC - 1
    assert (after[scored] <= before[scored]).all()
    assert (A, B) == (0, 1)  # a smaller code is a better letter


@given(CLIENTS)
def test_nothing_ever_becomes_infinite_or_escapes_its_range(
    clients: list[dict[str, Any]],
) -> None:
    result = segmented(build(clients), robust=True)
    frame = result.clients
    numbers = frame.select_dtypes("number").to_numpy()
    assert not np.isinf(numbers).any()
    assert frame["score"].dropna().between(0, 100).all()
    assert frame["robustness"].dropna().between(0, 1).all()
    assert set(frame["computed_letter"]) <= {"A", "B", "C", "D", "NC", ""}
    assert len(result.next_steps()) == len(frame)
