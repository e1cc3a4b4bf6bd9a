"""The value x margin matrix: its limits, and the traps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.readings.matrix import QUADRANTS, matrix

AMOUNT = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
CLIENTS = st.lists(st.tuples(AMOUNT, AMOUNT), max_size=50)


def codes(revenue: list[float], net: list[float], **more: object) -> list[str]:
    found = matrix(np.array(revenue), np.array(net), **more)  # type: ignore[arg-type]
    return list(found.codes)


def test_a_published_customer_profitability_case() -> None:
    """Rod Manufacturing: three key customers and the others, fully allocated income.

    The solution prints 6.7, 8.4, 3.6 and 12.6 % of revenue, 6.4 % in all, and
    concludes that customer C, the largest, earns the least.
    """
    revenue = np.array([1_054_826.0, 1_544_680, 2_210_162, 480_332])
    income = np.array([70_827.0, 128_988, 78_866, 60_319])
    found = matrix(revenue, income)
    assert (income / revenue).round(3).tolist() == [0.067, 0.084, 0.036, 0.126]
    assert found.target == pytest.approx(0.064, abs=0.0005)
    assert found.limit == 1_544_680
    assert found.codes.tolist() == [
        "low/above",
        "high/above",
        "high/below",
        "low/above",
    ]


def test_a_point_on_a_limit_goes_up() -> None:
    revenue, net = [100.0, 99.99, 100, 50, 50], [10.0, 9.998, 0, 0, -0.01]
    assert codes(revenue, net, limit=100, target=0.1) == [
        "high/above",
        "low/below",
        "high/below",
        "low/below",
        "low/loss",
    ]


def test_the_median_as_limit() -> None:
    found = matrix(np.array([10.0, 20, 30, 0, np.nan]), np.ones(5), "median", 0.0)
    assert found.limit == 20
    assert found.codes.tolist() == ["low/above", "high/above", "high/above", "", ""]


def test_a_rate_needs_revenue_and_a_loss_is_a_loss_without_it() -> None:
    assert codes([0, 0, -50, -50, 100], [0, -5, -5, 5, 5]) == [
        "",
        "low/loss",
        "low/loss",
        "",
        "high/above",
    ]


def test_what_is_unknown_has_no_place() -> None:
    found = matrix(np.array([np.nan, 100.0, 100]), np.array([5.0, np.nan, 10]))
    assert (found.codes.tolist(), found.target) == (["", "", "high/above"], 0.1)


def test_a_portfolio_that_loses_still_tells_losses_from_gains() -> None:
    found = matrix(np.array([100.0, 100, 10]), np.array([-40.0, 0, 5]))
    assert found.target == pytest.approx(-35 / 210)
    assert found.codes.tolist() == ["high/loss", "high/above", "low/above"]


def test_one_client_five_clients_nobody() -> None:
    assert codes([100], [10]) == ["high/above"]
    assert set(codes([100] * 5, [10] * 5)) == {"high/above"}
    assert codes([], []) == []
    empty = matrix(np.array([np.nan, 0]), np.array([np.nan, np.nan]))
    assert (empty.codes.tolist(), empty.limit, empty.target) == (["", ""], None, None)


def test_a_giant_of_96_percent_is_alone_among_the_high() -> None:
    assert codes([9600, 200, 100, 100], [96, 20, 20, -1], target=0.05) == [
        "high/below",
        "low/above",
        "low/above",
        "low/loss",
    ]


@given(st.integers(1, 40), st.floats(0.001, 1e6), st.floats(0, 1))
def test_equal_clients_are_all_above_their_own_rate(
    clients: int, revenue: float, rate: float
) -> None:
    found = codes([revenue] * clients, [revenue * rate] * clients)
    assert found == ["high/above"] * clients


@given(CLIENTS)
def test_row_order_never_matters_and_losses_are_never_hidden(
    clients: list[tuple[float, float]],
) -> None:
    revenue, net = (
        (list(column) for column in zip(*clients, strict=True)) if clients else ([], [])
    )
    found = codes(revenue, net)
    assert found[::-1] == codes(revenue[::-1], net[::-1])
    assert set(found) <= {*QUADRANTS, ""}
    for margin, code in zip(net, found, strict=True):
        assert code.endswith("/loss") == (margin < 0)
    assert len(set(zip(clients, found, strict=True))) == len(set(clients))
