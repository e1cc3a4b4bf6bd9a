"""Rows that sum other rows, told from clients who bear their name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.imports.sources import RawColumn
from segmentation_addin.imports.total_rows import (
    label_of,
    tolerance_of,
    total_rows,
    totals_told,
)


def column(*cells: Any) -> RawColumn:
    distinct = list(dict.fromkeys(cells))
    codes = np.array([distinct.index(cell) for cell in cells], dtype=np.intp)
    return RawColumn(distinct, codes)


def found(keys: Any, amounts: Any, labels: Any = ()) -> Any:
    rows = total_rows(
        [column(*key) for key in keys],
        [column(*label) for label in labels],
        {"CA": np.array(amounts, dtype=np.float64)},
    )
    return [(row.position, not row.differs) for row in rows]


@pytest.mark.parametrize(
    "text",
    ["TOTAL", "Total général :", "Sous-total", "TOTAUX", "Grand Total", "Somme",
     "Total HT", "Total 2025", "Total : 400 clients", "Édité le 05/01/2026",
     "Page 1/2", "Nombre de clients : 12"],
)  # fmt: skip
def test_words_of_a_total_or_of_the_end_of_a_page(text: str) -> None:
    label = label_of(text)
    assert label is not None
    assert label.alone


@pytest.mark.parametrize("text", ["TotalEnergies", "Dupont", "Ensemblier SA", "C0012"])
def test_words_that_are_none(text: str) -> None:
    assert label_of(text) is None


def test_total_of_the_whole_and_of_a_group() -> None:
    codes = ["C1", "C1", "Total C1", "C2", "Total C2", "Total"]
    days = ["a", "b", None, "c", None, None]
    sums = [1.5, 2.5, 4.0, 3.0, 3.0, 7.0]
    assert found([codes, days], sums) == [(2, True), (4, True), (5, True)]


def test_subtotals_of_two_levels() -> None:
    names = ["C1", "C2", "Total Lyon", "C3", "Total Metz", "Total France", "Total"]
    days = ["a", "b", None, "c", None, None, None]
    sums = [1.0, 2.0, 3.0, 4.0, 4.0, 7.0, 7.0]
    assert found([names, days], sums) == [(2, True), (4, True), (5, True), (6, True)]


def test_total_above_the_rows() -> None:
    assert found([["Total", "C1", "C2"], [None, "a", "b"]], [3, 1, 2]) == [(0, True)]


def test_total_that_does_not_add_up_is_left_out_and_differs() -> None:
    assert found([["C1", "C2", "Total"], ["a", "b", None]], [1, 2, 9]) == [(2, False)]


def test_client_of_that_name_stays() -> None:
    codes, names = ["C1", "C2", "C3"], ["TOTAL", "Total Gaz", "Cumul"]
    assert found([codes, names, ["a", "b", "c"]], [5, 5, 10]) == []
    assert found([["Dupont", "TOTAL", "Perrin"]], [5, 7, 9]) == []


def test_row_without_words_or_keys_is_a_total_only_when_it_adds_up() -> None:
    assert found([["C1", "C2", None]], [1, 2, 3]) == [(2, True)]
    assert found([["C1", "C2", None]], [1, 2, 4]) == []


def test_word_may_stand_in_a_column_that_is_not_read() -> None:
    keys, label = [["C1", "C2", None]], ["Lyon", "Metz", "Total général"]
    assert found(keys, [1, 2, 4], [label]) == [(2, False)]


def test_what_is_told() -> None:
    rows = total_rows(
        [column("C1", "C2", "Total", None)],
        [],
        {"CA": np.array([1.0, 2.0, 4.0, np.nan])},
    )
    (issue,) = totals_told(rows, first_line=2)
    assert issue.code == "total_differs"
    assert dict(issue.params) == {
        "line": 4,
        "label": "Total",
        "heading": "CA",
        "found": 4.0,
        "expected": 3.0,
    }
    assert issue.amount == 1.0


def test_rounded_amounts_may_miss_their_total_and_cents_may_not() -> None:
    assert tolerance_of(np.array([1.25, 2.5]), 0) == 0.01
    assert tolerance_of(np.array([1000.0, 2000.0]), 0) == pytest.approx(1.51)
    assert tolerance_of(np.array([1500.0, 2250.0]), 3) == pytest.approx(15.01)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30), st.booleans())
def test_a_right_total_is_always_found_and_no_row_with_it(
    cents: list[int], word: bool
) -> None:
    codes = [f"C{i}" for i in range(len(cents))]
    amounts = [c / 100 for c in [*cents, sum(cents)]]
    last = "TOTAL" if word else None
    days = [*("d" * len(cents)), None]
    assert found([[*codes, last], days], amounts) == [(len(cents), True)]
