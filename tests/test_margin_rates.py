"""Rates of margin: on the price or on the cost, by evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.imports.margin_rates import (
    Base,
    base_named,
    margin_rates,
    names_rate,
    rate_told,
)

SOLD, SPENT = np.array([150.0, 300.0, 90.0]), np.array([100.0, 200.0, 100.0])


def test_revenue_and_cost_prove_a_rate_on_cost() -> None:
    read = margin_rates("Taux de marge", ["50 %", "50 %", "-10 %"], SOLD, SPENT)
    assert (read.base, read.proved) == (Base.COST, True)
    assert read.margins(SOLD).tolist() == [50.0, 100.0, -10.0]
    assert rate_told("Taux de marge", read).code == "rate_on_cost"


def test_revenue_and_cost_prove_a_rate_on_price_whatever_its_name() -> None:
    read = margin_rates("Mark-up", ["33,3 %", "33,3 %", "-11,1 %"], SOLD, SPENT)
    assert (read.base, read.proved) == (Base.PRICE, True)


def test_rates_in_hundreds_and_as_shares_read_alike() -> None:
    for cells in ([50.0, 50.0, -10.0], [0.5, 0.5, -0.1], ["50", "50", "-10"]):
        read = margin_rates("Taux de marge %", cells, SOLD, SPENT)
        assert read.base is Base.COST
        assert read.rates.tolist() == [0.5, 0.5, -0.1]


def test_rate_above_the_whole_is_on_cost() -> None:
    read = margin_rates("Taux de marge", ["200 %", "50 %"])
    assert (read.base, read.proved) == (Base.COST, True)
    assert read.margins(np.array([300.0, 150.0])).tolist() == [200.0, 50.0]


def test_nothing_decides() -> None:
    read = margin_rates("Taux de marge", ["40 %", "50 %"])
    assert read.base is None
    assert rate_told("Taux de marge", read).code == "rate_base_ambiguous"


@pytest.mark.parametrize(
    ("heading", "base"),
    [
        ("Taux de marque", Base.PRICE),
        ("Gross margin %", Base.PRICE),
        ("Mark-up", Base.COST),
        ("Taux de marge sur coût", Base.COST),
        ("Taux de marge", None),
        ("% marge", None),
    ],
)
def test_what_the_words_say(heading: str, base: Any) -> None:
    assert base_named(heading) is base
    assert names_rate(heading)


def test_amount_of_margin_is_no_rate() -> None:
    assert not any(map(names_rate, ["Marge", "Marge brute", "Gross margin", "CA HT"]))


@given(
    st.lists(
        st.tuples(st.integers(1_000, 10**8), st.integers(1_000, 10**8)),
        min_size=3,
        max_size=20,
    ).filter(lambda rows: any(abs(a - b) > 0.05 * min(a, b) for a, b in rows))
)
def test_printed_rates_never_prove_the_wrong_base(rows: Any) -> None:
    sold, spent = (np.array(x, dtype=np.float64) / 100 for x in zip(*rows, strict=True))
    for base, of in ((Base.PRICE, sold), (Base.COST, spent)):
        cells = [f"{x:.1%}" for x in (sold - spent) / of]
        assert margin_rates("Taux de marge", cells, sold, spent).base in {base, None}
