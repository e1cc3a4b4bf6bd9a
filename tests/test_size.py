"""Large, medium, small: against a textbook ABC, and the traps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.readings.abc import abc, abc_ends
from segmentation_addin.core.readings.size import LimitOrderError, a_limit, size

SILICON_CHIPS = np.array(
    [90_000.0, 77_000, 26_350, 15_001, 12_500, 8_502, 1_200, 850, 504, 150]
)
"""Annual volumes of Heizer & Render, Operations Management, example "ABC analysis for
a chip manufacturer": A are two items with 72 %, B three with 23 %, C five with 5 %."""
AMOUNTS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), max_size=60)


def test_the_classes_of_heizer_and_render() -> None:
    found = size(SILICON_CHIPS, large=77_000, medium=12_500)
    assert found.codes.tolist() == ["large"] * 2 + ["medium"] * 3 + ["small"] * 5
    by_abc = abc(SILICON_CHIPS, a=0.75)  # the textbook ends A at 72 %
    assert "".join(by_abc) == "AABBBCCCCC"


def test_limits_left_out_are_those_of_the_abc() -> None:
    found = size(SILICON_CHIPS)
    assert found.limits == (26_350, 12_500)
    assert found.codes.tolist() == ["large"] * 3 + ["medium"] * 2 + ["small"] * 5
    assert a_limit(SILICON_CHIPS) == 26_350


def test_one_limit_typed_the_other_from_the_abc_keeps_them_in_order() -> None:
    assert size(SILICON_CHIPS, large=10_000).limits == (10_000, 10_000)
    assert size(SILICON_CHIPS, medium=50_000).limits == (50_000, 50_000)
    with pytest.raises(LimitOrderError):
        size(SILICON_CHIPS, large=10, medium=20)


def test_on_a_limit_the_larger_size() -> None:
    found = size(np.array([100.0, 99.99, 50, 49.99]), 100, 50)
    assert found.codes.tolist() == ["large", "medium", "medium", "small"]


def test_without_revenue_there_is_no_size() -> None:
    found = size(np.array([np.nan, 0.0, -5, 10]))
    assert found.codes.tolist() == ["", "", "", "large"]
    assert size(np.array([np.nan, -1.0])).limits is None
    assert size(np.array([])).codes.tolist() == []


def test_one_client_five_equal_clients_and_a_giant() -> None:
    assert size(np.array([7.0])).codes.tolist() == ["large"]
    assert set(size(np.full(5, 7.0)).codes) == {"large"}
    assert size(np.array([9600.0, 200, 100, 100])).codes.tolist() == [
        "large",
        "small",
        "small",
        "small",
    ]


@given(AMOUNTS)
def test_ties_never_split_and_row_order_never_matters(values: list[float]) -> None:
    found = size(np.array(values)).codes.tolist()
    assert found[::-1] == size(np.array(values[::-1])).codes.tolist()
    assert len(set(zip(values, found, strict=True))) == len(set(values))
    for value, code in zip(values, found, strict=True):
        assert (code == "") == (value <= 0)


@given(AMOUNTS)
def test_the_ends_of_the_abc_are_those_of_its_classes(amounts: list[float]) -> None:
    values = np.array(amounts, dtype=np.float64)
    classes = abc(values)
    first = values[classes == "A"].min(initial=np.inf)
    second = values[(classes == "A") | (classes == "B")].min(initial=np.inf)
    assert abc_ends(values) == (first, second)
