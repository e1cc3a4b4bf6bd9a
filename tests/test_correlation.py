"""Rank correlation between criteria, against published examples and the traps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import codes, portfolio

from segmentation_addin.core.issues import Issue
from segmentation_addin.core.readings.correlation import (
    correlated,
    correlation_issues,
    ranks,
    spearman,
)
from segmentation_addin.core.scale import Criterion
from segmentation_addin.results.issues import render

RISING = np.arange(12.0)
NAN = float("nan")


def test_spearman_is_that_of_r_on_hollander_and_wolfes_tuna() -> None:
    # Hollander and Wolfe (1973), p. 187, the example of R's cor.test: rho = 0.6.
    lightness = np.array([44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1])
    panel = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])
    assert spearman(lightness, panel) == pytest.approx(0.6, abs=1e-12)


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks(np.array([7.0, 7, 3, 9, 7])).tolist() == [3, 3, 1, 5, 3]
    assert ranks(np.array([])).tolist() == []


def test_two_criteria_that_rank_alike_are_found_whatever_their_shape() -> None:
    noise = np.tile([0.0, 1], 6)
    (pair,) = correlated({"value": RISING, "frequency": RISING**3, "recency": noise})
    assert (pair.first, pair.second, pair.rho) == ("value", "frequency", 1.0)
    assert pair.clients == 12


def test_criteria_that_rank_the_other_way_round_are_found_too() -> None:
    (pair,) = correlated({"value": RISING, "service": -RISING})
    assert pair.rho == -1.0


def test_under_ten_clients_with_both_nothing_is_said() -> None:
    short = np.where(RISING < 9, RISING, NAN)
    assert correlated({"value": RISING, "orders": short}) == []
    ten = np.where(RISING < 10, RISING, NAN)
    assert correlated({"value": RISING, "orders": ten})[0].clients == 10


@pytest.mark.parametrize(
    "other", [np.full(12, 5.0), np.full(12, NAN), np.full(12, np.inf)]
)
def test_equal_or_unknown_criteria_correlate_with_nothing(other: np.ndarray) -> None:
    assert correlated({"value": RISING, "other": other}) == []


def test_a_giant_weighs_one_client() -> None:
    giant = np.append(RISING[:11][::-1], 1e9)  # 96 % and more of the total
    rho = spearman(np.append(RISING[:11], 1e9), giant)
    assert rho is not None
    assert rho < 0  # by amounts, the correlation would be +1


def test_an_endless_ratio_ranks_last() -> None:
    endless = np.where(RISING > 9, np.inf, RISING)
    (pair,) = correlated({"value": RISING, "service": endless})
    assert pair.rho == pytest.approx(1.0, abs=0.01)


def test_the_note_stands_on_the_lighter_criterion_in_both_languages() -> None:
    scale = (
        Criterion("value", "higher", 10, None, fixed=False, row=4),
        Criterion("frequency", "higher", 25, None, fixed=False, row=7),
    )
    (issue,) = correlation_issues(scale, {"value": RISING, "frequency": -RISING})
    assert (issue.table, issue.row, issue.column) == ("tblScale", 4, "criterion")

    def nowhere(issue: Issue) -> tuple[str, str]:
        return issue.table or "", ""

    (english,) = render([issue], "en", nowhere)
    (french,) = render([issue], "fr", nowhere)
    assert "value and frequency" in english.message
    assert "-1.00" in english.message
    assert "valeur et fréquence" in french.message
    assert "-1,00" in french.message


def test_a_segmentation_says_which_criteria_repeat_each_other() -> None:
    rows = "\n".join(
        f"C{i:02} 2025-12-31 {100 * i} {30 * i} {i % 12 + 1}" for i in range(1, 13)
    )
    header = "client_id period revenue gross_margin active_months\n"
    assert "criteria_correlated" not in codes(portfolio(header + rows))
    alike = "\n".join(
        f"C{i:02} 2025-12-31 {100 * i} {30 * i} {i}" for i in range(1, 13)
    )
    assert "criteria_correlated" in codes(portfolio(header + alike))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(NAN), st.integers(-5, 5).map(float)),
            st.one_of(st.just(NAN), st.integers(-5, 5).map(float)),
        ),
        max_size=30,
    ),
    st.integers(0, 29),
)
def test_row_order_and_the_order_of_criteria_change_nothing(
    rows: list[tuple[float, float]], turn: int
) -> None:
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 2)
    found = [
        (p.rho, p.clients) for p in correlated({"a": table[:, 0], "b": table[:, 1]}, 0)
    ]
    rolled = np.roll(table, turn, axis=0)
    again = [
        (p.rho, p.clients)
        for p in correlated({"b": rolled[:, 1], "a": rolled[:, 0]}, 0)
    ]
    assert [clients for _, clients in found] == [clients for _, clients in again]
    for (rho, _), (other, _) in zip(found, again, strict=True):
        assert rho == pytest.approx(other, abs=1e-9)
        assert -1 <= rho <= 1
