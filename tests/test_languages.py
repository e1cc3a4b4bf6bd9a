"""Numbers as each language writes them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.languages import NARROW_SPACE, Text, number, percent


@pytest.mark.parametrize(
    ("value", "decimals", "english"),
    [
        (22948.5, 0, "22,949"),
        (-22948.5, 0, "-22,949"),
        (1.005, 2, "1.01"),
        (-0.4, 0, "0"),
        (1e16, 0, "10,000,000,000,000,000"),
    ],
)
def test_halves_go_away_from_zero(value: float, decimals: int, english: str) -> None:
    assert number(value, "en", decimals) == english
    french = english.replace(",", NARROW_SPACE).replace(".", ",")
    assert number(value, "fr", decimals) == french


@given(st.decimals(-(10**7), 10**7, places=3))
def test_a_number_is_rounded_as_in_decimal(exact: Decimal) -> None:
    wanted = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    got = Decimal(number(float(exact), "en", 2).replace(",", ""))
    assert got == wanted


def test_a_percentage_and_a_text() -> None:
    assert percent(0.125, "en", 1) == "12.5%"
    assert percent(0.125, "fr", 1) == f"12,5{NARROW_SPACE}%"
    assert Text("{n} left", "reste {n}").in_("fr", n=3) == "reste 3"
