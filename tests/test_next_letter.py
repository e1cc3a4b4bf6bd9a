import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import TYPED_SCALE, portfolio, segmented

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.next_letter import value_for
from segmentation_addin.core.scale import Criterion, points
from segmentation_addin.core.steps import Step

HEADER = "client_id period revenue gross_margin active_months last_order\n"
COSTS = "client_id period direct_cost\n"


def steps(row: str, cost: str = "A1 2025-12-31 0", **more: object) -> list[Step]:
    inputs = portfolio(HEADER + row, costs=COSTS + cost if cost else "", **more)  # type: ignore[arg-type]
    return segmented(inputs).next_steps()[0]


def test_the_fewest_points_win() -> None:
    # value 50, margin 50, service 100, recurrence 50, recency 50: 4925 / 85 = 58.8
    (best, other) = steps("A1 2025-12-31 500 100 6 2025-06-14")
    assert (best.letter, best.criterion, other.criterion) == ("A", "value", "margin")
    # (70 - 0.05 - 5000/85) x 85 / 25 = 37.83 points more: 87.83 -> 878.3
    assert best.start == 500
    assert best.to == pytest.approx(878.30, abs=0.005)
    assert other.to == pytest.approx(0.352, abs=1e-9)


def test_a_loss_asks_for_net_margin() -> None:
    (step,) = steps("A1 2025-12-31 1000 400 12 2025-12-31", "A1 2025-12-31 450.005")
    assert (step.criterion, step.unit, step.letter) == ("net_margin", "currency", "C")
    assert step.start == pytest.approx(-50.005)
    assert step.to == -10.0


def test_the_gate_asks_for_an_order() -> None:
    (step,) = steps("A1 2025-12-31 1000 400 12 2024-12-01", as_of=None)
    assert (step.criterion, step.start, step.to) == ("recency", 395, 365)


def test_break_even_asks_for_a_net_margin_of_zero() -> None:
    (step,) = steps("A1 2025-12-31 1000 400 12 2025-12-31", "A1 2025-12-31 405")
    assert (step.criterion, step.start, step.to) == ("net_margin", -5, 0)
    assert step.letter == "B"


def test_an_unknown_cost_is_what_an_a_lacks() -> None:
    inputs = portfolio(
        HEADER
        + "A1 2025-12-31 1000 400 12 2025-12-31\nB2 2025-12-31 900 300 12 2025-12-31",
        costs=COSTS + "B2 2025-12-31 1",
    )
    (step,) = segmented(inputs).next_steps()[0]
    assert (step.letter, step.criterion, step.unit) == ("A", "service", "missing")


def test_a_client_that_is_not_classified_gets_its_missing_fields() -> None:
    found = steps("A1 2025-12-31 1000 . 12 2025-12-31")
    assert "margin" in [step.criterion for step in found]
    assert {step.unit for step in found} == {"missing"}


def test_an_a_is_told_what_it_can_lose() -> None:
    # value 80, all others 100: 8000 / 85 = 94.1; recency alone weighs too little.
    found = steps("A1 2025-12-31 800 320 12 2025-12-31")
    assert [(step.letter, step.criterion) for step in found] == [("B", "margin")]
    # 100 - (8000/85 - 69.95) x 85 / 25 = 17.83 points: a rate of 7.1 %.
    assert found[0].to == pytest.approx(0.071, abs=1e-9)
    assert steps("A1 2025-12-31 1000 400 12 2025-12-31") == []


def test_where_no_single_criterion_suffices_the_best_pair_is_given() -> None:
    # recurrence and recency at 0, value and margin low: B needs two of them.
    found = steps("A1 2025-12-31 10 0.1 1 2025-01-01", "A1 2025-12-31 0.1")
    assert len(found) == 2
    assert all(step.together for step in found)
    assert {step.letter for step in found} == {"B"}


def test_an_inactive_client_has_no_step() -> None:
    rows = HEADER + "A1 2025-12-31 0 0 . .\nB2 2025-12-31 9 1 1 ."
    assert segmented(portfolio(rows)).next_steps()[0] == []


KNOTS = st.lists(
    st.floats(-1000, 1000, allow_nan=False).map(lambda x: round(x, 3)),
    min_size=5,
    max_size=5,
).map(sorted)


@given(KNOTS, st.floats(0.5, 100), st.booleans())
def test_a_target_value_reaches_its_points(
    knots: list[float], wanted: float, rising: bool
) -> None:
    array = np.array(knots if rising else knots[::-1])
    better = "higher" if rising else "lower"
    criterion = Criterion("value", better, 1.0, array, fixed=True)
    to = value_for(criterion, np.array([wanted]), reach=True)
    if not np.isnan(to[0]):
        assert points(to, array, criterion.sign)[0] >= wanted - 1e-6
    down = value_for(criterion, np.array([wanted]), reach=False)
    if not np.isnan(down[0]):
        assert points(down, array, criterion.sign)[0] < wanted


def changed(inputs: InputTables, step: Step) -> InputTables:
    """The same portfolio after the step of its one client."""
    margins = inputs.margins.copy()
    column = {"value": "revenue", "recurrence": "active_months"}[step.criterion]
    if step.criterion == "value":
        # Others held still: margin rate and cost ratio stay.
        factor = step.to / step.start
        margins["gross_margin"] *= factor
        costs = inputs.cost_to_serve.copy()
        costs["direct_cost"] *= factor
        inputs = InputTables(**{**vars(inputs), "cost_to_serve": costs})
    margins[column] = step.to
    return InputTables(**{**vars(inputs), "margins": margins})


@settings(max_examples=60, deadline=None)
@given(
    revenue=st.integers(20, 900),
    rate=st.integers(1, 38),
    months=st.integers(1, 12),
    cost_share=st.integers(0, 90),
)
def test_making_the_change_gives_the_letter(
    revenue: int, rate: int, months: int, cost_share: int
) -> None:
    margin = revenue * rate / 100
    inputs = portfolio(
        HEADER + f"A1 2025-12-31 {revenue} {margin!r} {months} 2025-10-01",
        costs=COSTS + f"A1 2025-12-31 {margin * cost_share / 100!r}",
    )
    result = segmented(inputs)
    for step in result.next_steps()[0]:
        if step.together or step.criterion not in ("value", "recurrence"):
            continue
        after = segmented(changed(inputs, step))
        assert after.clients["computed_letter"].tolist() == [step.letter]


def test_the_typed_scale_of_these_tests_is_round() -> None:
    assert TYPED_SCALE["value"] == (0, 250, 500, 750, 1000)
