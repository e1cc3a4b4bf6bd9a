import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.false_good import false_good, top_by_revenue
from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.kpis import kpis
from segmentation_addin.core.readings.whale import whale_curve

AMOUNTS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), max_size=60)


def test_abc_places_a_client_by_half_of_its_own_amount() -> None:
    # Middles: 0.35, 0.8 and 0.95 of the total: on a limit, the lower class.
    assert abc(np.array([70.0, 20, 10])).tolist() == ["A", "B", "C"]
    assert abc(np.array([100.0])).tolist() == ["A"]
    assert abc(np.array([0.0, -1, np.nan])).tolist() == ["inactive", "loss", ""]


def test_abc_treats_equal_values_as_one_item() -> None:
    assert set(abc(np.full(10, 5.0))) == {"A"}


@given(AMOUNTS)
def test_abc_does_not_depend_on_row_order(values: list[float]) -> None:
    array = np.array(values)
    assert abc(array)[::-1].tolist() == abc(array[::-1]).tolist()


def test_the_whale_curve_rises_to_its_peak_and_falls_to_the_total() -> None:
    curve = whale_curve(np.array([-30.0, 100, 50, np.nan, -20, 0]))
    assert (curve.peak, curve.rank_of_peak, curve.total) == (150, 2, 100)
    assert (curve.erosion, curve.loss_makers, curve.loss) == (50, 2, -50)
    assert curve.best_share == 1.0  # the best 20 % of 5 clients is one client
    assert curve.cumulated[[0, 20, 40, 100]].tolist() == [0, 100, 150, 100]


def test_a_portfolio_that_loses_has_no_best_share() -> None:
    assert whale_curve(np.array([10.0, -20])).best_share is None
    empty = whale_curve(np.array([]))
    assert (empty.peak, empty.total, empty.cumulated.tolist()) == (0, 0, [0] * 101)


@given(AMOUNTS)
def test_the_whale_curve_ends_on_the_total(values: list[float]) -> None:
    curve = whale_curve(np.array(values))
    assert curve.cumulated[-1] == pytest.approx(sum(values), abs=1e-3)
    assert curve.peak >= curve.cumulated.max() - 1e-3
    assert curve.peak + curve.loss == pytest.approx(curve.total, abs=1e-3)


def test_concentration_of_three_clients() -> None:
    found = concentration(np.array([50.0, 30, 20]))
    assert found.hhi == pytest.approx(0.25 + 0.09 + 0.04)
    assert found.equivalent_clients == pytest.approx(1 / 0.38)
    assert found.top_shares == {1: 0.5, 5: 0.5, 10: 0.5, 20: 0.5}
    # Gini of (20, 30, 50): 2 x (20 + 60 + 150) / (3 x 100) - 4 / 3
    assert found.gini == pytest.approx(0.2)


def test_gini_is_that_of_the_r_package_ineq() -> None:
    # The example of ineq's documentation: Gini(x) = 0.4620911.
    incomes = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    found = concentration(np.array(incomes, dtype=np.float64))
    assert found.gini == pytest.approx(0.4620911, abs=5e-8)


def test_hhi_is_that_of_the_merger_guidelines() -> None:
    # US Department of Justice, Herfindahl-Hirschman index: four firms of 30, 30, 20
    # and 20 % have 2,600 points of 10,000.
    assert concentration(np.array([30.0, 30, 20, 20])).hhi == pytest.approx(0.26)


def test_a_giant_is_nearly_the_whole_portfolio() -> None:
    found = concentration(np.append(np.full(99, 4 / 99), 96.0))
    assert found.top_shares[1] == pytest.approx(0.96)
    assert found.equivalent_clients == pytest.approx(1 / 0.9216, rel=1e-3)
    assert found.gini == pytest.approx(0.95)


@given(AMOUNTS)
def test_concentration_stays_within_its_bounds_in_any_order(
    values: list[float],
) -> None:
    array = np.array(values)
    found = concentration(array)
    assert found == concentration(array[::-1])
    if found.hhi is not None and found.gini is not None:
        assert 1 / len(values) - 1e-9 <= found.hhi <= 1
        assert -1e-9 <= found.gini <= 1 - 1 / len(values) + 1e-9
        shares = [share or 0 for share in found.top_shares.values()]
        assert shares == sorted(shares)
        assert max(shares) <= 1 + 1e-9


def test_equal_clients_are_not_concentrated() -> None:
    found = concentration(np.full(10, 7.0))
    assert found.gini == pytest.approx(0)
    assert found.equivalent_clients == pytest.approx(10)


def test_nothing_sold_has_no_concentration() -> None:
    found = concentration(np.array([0.0, -5, np.nan]))
    assert found.hhi is None
    assert found.gini is None


def test_margin_left_after_losing_the_largest_clients() -> None:
    names = np.array(["X", "B", "A"], dtype=object)
    left = margin_after_loss(np.array([10.0, 5, 1]), np.array([1.0, 300, 200]), names)
    assert left == {1: 11, 3: 0, 5: 0}
    tied = margin_after_loss(np.array([10.0, 5, 1]), np.array([9.0, 9, 9]), names)
    assert tied[1] == 15  # the code A goes first


def test_false_good_clients_are_large_and_cost_their_margin() -> None:
    revenue = np.array([100.0, 90, 80, 10, 5, 4, 3, 2, 1, 1])
    net = np.array([-1.0, 20, 20, -5, 1, 1, 1, 1, 1, 1])
    ratio = np.array([1.2, 0.8, 0.9, 9.0, 0, 0, 0, 0, 0, 0])
    flags = false_good(revenue, net, ratio, 0.75)
    assert flags.tolist() == ["destroys", "erodes", *[""] * 8]


def test_the_top_holds_all_clients_that_tie_with_its_last() -> None:
    revenue = np.array([9.0, 5, 5, 5, 1, 1, 1, 1, 1, 0])
    assert top_by_revenue(revenue).sum() == 4  # ceil(0.2 x 9) = 2, ties included
    assert not top_by_revenue(np.array([0.0, -1])).any()


CLIENTS = pd.DataFrame(
    {
        "letter": ["A", "A", "B", ""],
        "start_letter": ["A", "A", "", "A"],
        "revenue": [120.0, 50.0, 30.0, 0.0],
        "previous_revenue": [100.0, 100.0, math.nan, 40.0],
        "gross_margin": [40.0, 20.0, 10.0, 0.0],
        "cost_to_serve": [10.0, 30.0, 5.0, math.nan],
        "net_margin": [30.0, -10.0, 5.0, math.nan],
        "orders": [4.0, math.nan, 3.0, math.nan],
        "quotes_decided": [10.0, math.nan, math.nan, math.nan],
        "quotes_won": [4.0, math.nan, math.nan, math.nan],
    }
)


def test_kpis_of_a_letter() -> None:
    found = kpis(CLIENTS)["A"]
    assert (found["clients"], found["revenue"], found["net_margin"]) == (2, 170, 20)
    assert found["net_margin_rate"] == pytest.approx(20 / 170)
    assert found["basket"] == pytest.approx(170 / 4)
    assert found["conversion"] == pytest.approx(0.4)
    # Three clients began as A with 240: two still buy; 100 + 50 + 0 was kept.
    assert found["retention"] == pytest.approx(2 / 3)
    assert found["grr"] == pytest.approx(150 / 240)
    assert found["nrr"] == pytest.approx(170 / 240)


def test_kpis_that_have_no_base_are_none() -> None:
    found = kpis(CLIENTS)["D"]
    assert found["clients"] == 0
    assert found["net_margin_rate"] is None
    assert found["retention"] is None
