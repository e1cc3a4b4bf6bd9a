from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import codes, default_scale, portfolio, scale, segmented

from segmentation_addin.core.scale import calibrate, points, read_scale, rounded

MARGINS = """
    client_id  period      revenue  gross_margin
    A1         2025-12-31  1000     300
"""


def test_points_are_linear_between_knots_and_clipped_outside() -> None:
    knots = np.array([0, 100, 200, 400, 1000.0])
    worth = points(np.array([-5, 0, 50, 100, 300, 700, 9999.0]), knots, 1.0)
    assert worth.tolist() == [0, 0, 12.5, 25, 62.5, 87.5, 100]


def test_lower_is_better_reads_knots_from_worst_to_best() -> None:
    knots = np.array([400, 300, 200, 100, 0.0])
    assert points(np.array([500, 350, 0.0]), knots, -1.0).tolist() == [0, 12.5, 100]


def test_a_value_equal_to_several_knots_gets_the_mean_of_their_points() -> None:
    knots = np.array([1, 5, 5, 5, 9.0])
    worth = points(np.array([4.999999999, 5, 5.000000001]), knots, 1.0)
    assert worth == pytest.approx([25, 50, 75], abs=1e-6)
    assert points(np.array([1.0]), np.full(5, 1.0), 1.0).tolist() == [50]
    assert points(np.array([1.0]), np.array([1, 1, 2, 3, 4.0]), 1.0).tolist() == [12.5]


def test_an_unknown_value_has_no_points() -> None:
    assert np.isnan(points(np.array([np.nan]), np.arange(5.0), 1.0)).all()
    assert np.isnan(points(np.array([np.nan]), np.zeros(5), 1.0)).all()


def test_calibrated_knots_are_the_quantiles_from_worst_to_best() -> None:
    values = np.arange(1.0, 22.0)  # 1..21: quantiles fall on whole numbers
    everybody = np.ones(21, dtype=bool)
    higher = calibrate(values, everybody, "higher")
    lower = calibrate(values, everybody, "lower")
    assert higher is not None
    assert lower is not None
    assert higher.tolist() == [2, 6, 11, 16, 20]
    assert lower.tolist() == [20, 16, 11, 6, 2]


def test_under_five_values_nothing_is_calibrated() -> None:
    four = np.array([1.0, 2, 3, 4, np.nan, np.inf])
    assert calibrate(four, np.ones(6, dtype=bool), "higher") is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("value higher 25 1 2 . . . .", "knots_incomplete"),
        ("value higher 25 1 2 3 5 4 .", "knots_order"),
        ("value lower 25 1 2 3 4 5 .", "knots_order"),
        ("value . 25 . . . . . .", "direction_missing"),
        ("value higher -1 . . . . . .", "weight_negative"),
        ("value higher 0 . . . . . .", "no_weight"),
    ],
)
def test_a_scale_that_cannot_be_used_stops_everything(row: str, code: str) -> None:
    table = scale(
        "criterion better weight knot_0 knot_25 knot_50 knot_75 knot_100 fixed\n" + row
    )
    assert code in [issue.code for issue in read_scale(portfolio(scale=table).scale)[1]]
    assert code in codes(portfolio(MARGINS, scale=table))


def test_a_criterion_that_stands_twice_is_refused() -> None:
    table = scale(
        """
        criterion better weight
        value     higher 10
        value     higher 20
        """
    )
    assert "criterion_twice" in codes(portfolio(MARGINS, scale=table))


def test_the_knots_in_the_sheet_are_used_and_blank_ones_are_calibrated() -> None:
    rows = "\n".join(f"C{i} 2025-12-31 {i * 10} {i}" for i in range(1, 22))
    inputs = portfolio(
        "client_id period revenue gross_margin\n" + rows,
        clients="client_id since\n"
        + "\n".join(f"C{i} 2020-01-01" for i in range(1, 22)),
        scale=default_scale(margin=(0, 0.1, 0.2, 0.3, 0.4)),
    )
    found = {c.key: c for c in segmented(inputs).scale}
    assert found["value"].knots is not None
    assert found["value"].knots.tolist() == [20, 60, 110, 160, 200]
    assert found["margin"].knots is not None
    assert found["margin"].knots.tolist() == [0, 0.1, 0.2, 0.3, 0.4]
    assert found["recency"].knots is None  # nobody has a last order


def test_recalibrating_leaves_fixed_rows() -> None:
    rows = "\n".join(f"C{i} 2025-12-31 {i * 10} {i}" for i in range(1, 22))
    typed = default_scale(value=(0, 1, 2, 3, 4), margin=(0, 0.1, 0.2, 0.3, 0.4))
    typed.loc[typed["criterion"] == "value", "fixed"] = ""
    inputs = portfolio(
        "client_id period revenue gross_margin\n" + rows,
        clients="client_id since\n"
        + "\n".join(f"C{i} 2020-01-01" for i in range(1, 22)),
        scale=typed,
    )
    found = {c.key: c for c in segmented(inputs, recalibrate=True).scale}
    assert found["value"].knots is not None
    assert found["value"].knots.tolist() == [20, 60, 110, 160, 200]
    assert found["margin"].knots is not None
    assert found["margin"].knots.tolist() == [0, 0.1, 0.2, 0.3, 0.4]


def test_a_new_client_and_one_without_revenue_do_not_calibrate() -> None:
    rows = "\n".join(f"C{i} 2025-12-31 {i * 10} {i}" for i in range(1, 22))
    inputs = portfolio(
        "client_id period revenue gross_margin\n"
        + rows
        + "\nNEW 2025-12-31 99999 1\nBACK 2025-12-31 -5 -5",
        clients="client_id since\nNEW 2025-06-01\nBACK 2020-01-01\n"
        + "\n".join(f"C{i} 2020-01-01" for i in range(1, 22)),
        scale=default_scale(),
    )
    found = {c.key: c for c in segmented(inputs).scale}
    assert found["value"].knots is not None
    assert found["value"].knots.tolist() == [20, 60, 110, 160, 200]


@given(st.integers(min_value=0, max_value=100_000))
def test_scores_round_half_away_from_zero(thousandths: int) -> None:
    exact = Decimal(thousandths) / 1000
    wanted = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert rounded(np.array([thousandths / 1000]))[0] == float(wanted)


def test_noise_below_the_ninth_decimal_does_not_move_a_score() -> None:
    assert rounded(np.array([69.95 - 1e-11])).tolist() == [70.0]
    assert rounded(np.array([69.95 - 1e-8])).tolist() == [69.9]


def test_a_criterion_nobody_filled_weighs_nothing() -> None:
    result = segmented(portfolio(MARGINS))
    assert result.scoring.filled_weight == 50  # value and margin
    assert result.scoring.all_weight == 100
    # 1000 is worth 100 points, a margin of 30 % is worth 75.
    assert result.clients["score"].tolist() == [87.5]
    assert result.clients["completeness"].tolist() == [1.0]
