"""Computed ABC limits: against the Swiss communes of ABCanalysis, and the traps."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_examples import swiss_inhabitants

from segmentation_addin.core.readings.abc_limits import abc_limits

AMOUNTS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), max_size=60)


def test_the_swiss_communes_of_ultsch_and_loetsch() -> None:
    """CalculatedABC.jl tests these points: 642 A, 434 B, 1820 C.

    One commune more is B here: two have 710 inhabitants, and equals stay together.
    """
    inhabitants = swiss_inhabitants()
    found = abc_limits(inhabitants)
    assert found is not None
    assert found.pareto == pytest.approx((0.25379834254143646, 0.7219586074342286))
    assert found.break_even == pytest.approx((0.22168508287292818, 0.6913764432243525))
    assert found.submarginal == pytest.approx((0.3715469613259669, 0.810278191608252))
    assert Counter(found.classes.tolist()) == {"A": 642, "B": 435, "C": 1819}
    assert (found.b, (inhabitants == found.b).sum()) == (710, 2)


def test_small_or_flat_portfolios_have_no_limits_of_their_own() -> None:
    assert abc_limits(np.array([])) is None
    assert abc_limits(np.array([7.0])) is None
    assert abc_limits(np.array([4.0, 3, 2, 1, np.nan, 0, -5])) is None
    assert abc_limits(np.full(50, 3.0)) is None


def test_five_clients_and_a_giant_of_96_percent() -> None:
    five = abc_limits(np.array([50.0, 20, 15, 10, 5]))
    assert five is not None
    assert five.classes.tolist() == ["A", "A", "B", "C", "C"]
    giant = abc_limits(np.array([9600.0, 100, 100, 100, 100]))
    assert giant is not None
    assert giant.classes.tolist() == ["A", "C", "C", "C", "C"]


def test_losses_zeros_and_unknown_values_are_named() -> None:
    found = abc_limits(np.array([50.0, 20, 15, 10, 5, 0, -3, np.nan]))
    assert found is not None
    assert found.classes.tolist()[5:] == ["inactive", "loss", ""]


@given(AMOUNTS)
def test_ties_never_split_and_row_order_never_matters(values: list[float]) -> None:
    found, back = abc_limits(np.array(values)), abc_limits(np.array(values[::-1]))
    if found is None or back is None:
        assert found is back
        return
    classes = found.classes.tolist()
    assert classes[::-1] == back.classes.tolist()
    assert len(set(zip(values, classes, strict=True))) == len(set(values))
    assert found.a >= found.b > 0
    assert found.break_even.gain >= found.break_even.effort
    for value, letter in zip(values, classes, strict=True):
        assert (letter == "loss") == (value < 0)
