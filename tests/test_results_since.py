"""Why the net margin rate changed: own rates, mix, arrivals and departures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from vintage_examples import CLIENTS, inputs_of, state

from segmentation_addin.core.results_since import margin_effects, rate_and_mix
from segmentation_addin.core.vintages import Vintage

SIZES_1985 = """
3041 11577 27450 32711 35480 27411 19555 19795 15254 8022 2472
707 2692 6473 6841 6547 4352 3034 2540 1749 804 236
"""
SIZES_1970 = """
2968 11484 34614 30992 21983 20314 20928 16897 11339 5720 1315
535 2162 6120 4781 3096 2718 2363 1767 1149 448 117
"""
RATES_1985 = """
9.163 0.462 0.248 0.929 1.084 1.810 4.715 12.187 27.728 64.068 157.570
17.208 0.738 0.328 1.103 2.045 3.724 8.052 17.812 34.128 68.276 125.161
"""
RATES_1970 = """
18.469 0.751 0.391 1.146 1.287 2.672 6.636 15.691 34.723 79.763 176.837
36.993 1.352 0.541 2.040 3.523 6.746 12.967 24.471 45.091 74.902 123.205
"""


def test_the_published_decomposition_of_death_rates() -> None:
    """Das Gupta (1993), Standardization and decomposition of rates, example 5.3: death
    rates of the United States, 1970 to 1985. Expected: the output that the R package
    DasGuptR 2.1 documents for it (size +1.5415096, rate -2.2277254, crude -0.6862158).
    """
    sizes = [np.array(x.split(), dtype=float) for x in (SIZES_1970, SIZES_1985)]
    rates = [np.array(x.split(), dtype=float) for x in (RATES_1970, RATES_1985)]
    before, after = (size / size.sum() for size in sizes)
    own, mix = rate_and_mix(before, rates[0], after, rates[1])
    assert own == pytest.approx(-2.2277254, abs=5e-8)
    assert mix == pytest.approx(1.5415096, abs=5e-8)
    assert own + mix == pytest.approx(-0.6862158, abs=5e-8)


def portfolio_of(**clients: tuple[float, float]) -> Vintage:
    """A portfolio of clients with their revenue and net margin."""
    base = state(inputs_of([]))
    row = base.clients.iloc[[0]]
    rows = [
        row.assign(client_id=key, revenue=revenue, net_margin=net)
        for key, (revenue, net) in clients.items()
    ]
    frame = pd.concat(rows, ignore_index=True) if rows else row.iloc[:0]
    return replace(base, clients=frame)


def test_a_newcomer_without_margin_is_no_fault_of_the_others() -> None:
    before = portfolio_of(a=(100.0, 20.0), b=(100.0, 20.0))
    after = portfolio_of(a=(100.0, 20.0), b=(100.0, 20.0), c=(200.0, 0.0))
    found = margin_effects(before, after)
    assert found is not None
    assert (found.own_rates, found.mix) == (0.0, 0.0)
    assert found.moved == pytest.approx(-0.10)
    assert found.change == pytest.approx(-0.10)


def test_the_same_rates_in_another_mix() -> None:
    before = portfolio_of(a=(100.0, 10.0), b=(100.0, 30.0))
    after = portfolio_of(a=(300.0, 30.0), b=(100.0, 30.0))
    found = margin_effects(before, after)
    assert found is not None
    assert found.own_rates == pytest.approx(0.0)
    assert found.mix == pytest.approx(0.15 - 0.20)
    assert found.moved == pytest.approx(0.0)


def test_nobody_in_common_is_all_arrivals_and_departures() -> None:
    found = margin_effects(portfolio_of(a=(100.0, 10.0)), portfolio_of(b=(50.0, 20.0)))
    assert found is not None
    assert (found.own_rates, found.mix) == (0.0, 0.0)
    assert found.moved == pytest.approx(0.3)


@pytest.mark.parametrize(
    "nobody", [{}, {"a": (0.0, 5.0)}, {"a": (-10.0, 1.0)}, {"a": (10.0, np.nan)}]
)
def test_no_known_rate_gives_no_effect(nobody: dict[str, tuple[float, float]]) -> None:
    some = portfolio_of(a=(100.0, 10.0))
    assert margin_effects(portfolio_of(**nobody), some) is None
    assert margin_effects(some, portfolio_of(**nobody)) is None


@given(CLIENTS, CLIENTS)
def test_the_parts_add_up_to_the_change(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before, after = state(inputs_of(old)), state(inputs_of(new))
    found = margin_effects(before, after)
    if found is None:
        return
    parts = found.own_rates + found.mix + found.moved
    assert parts == pytest.approx(found.change, abs=1e-9)
    again = margin_effects(before, before)
    assert again is None or (again.own_rates, again.mix, again.moved) == (0, 0, 0)


@given(CLIENTS, CLIENTS)
def test_the_order_of_the_clients_changes_nothing(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before, after = state(inputs_of(old)), state(inputs_of(new))
    turned = replace(after, clients=after.clients.iloc[::-1].reset_index(drop=True))
    assert margin_effects(before, after) == margin_effects(before, turned)
