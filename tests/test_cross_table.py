"""Cross-tables: a published contingency table, and sums that lose nobody."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_examples import VISION

from segmentation_addin.core.readings.cross_table import cross_table

LETTER = st.sampled_from(["A", "B", "C", "D", "NC", ""])
CODE = st.sampled_from(["large", "small", "odd", ""])
AMOUNT = st.one_of(st.just(np.nan), st.integers(-10_000, 10_000).map(float))


def test_the_table_of_stuart() -> None:
    right, left = np.repeat(np.indices(VISION.shape).reshape(2, -1), VISION.ravel(), 1)
    grades = np.array(["A", "B", "C", "D"], dtype=object)
    table = cross_table(grades[right], grades[left], np.ones(7477), "ABCD", "ABCD")
    assert table.counts.tolist() == VISION.tolist()
    assert table.row_counts.tolist() == [1976, 2256, 2456, 789]
    assert table.column_counts.tolist() == [1907, 2222, 2507, 841]
    assert table.revenue.sum() == 7477


def test_nobody_is_left_out() -> None:
    letters = np.array(["A", "X", "", "B"], dtype=object)
    codes = np.array(["large", "odd", "", "bizarre"], dtype=object)
    table = cross_table(letters, codes, np.array([5.0, 3, np.nan, -2]), ["large"])
    assert table.columns == ("large", "bizarre", "odd", "")
    assert table.rows == ("A", "B", "C", "D", "NC", "inactive", "X")
    assert table.counts.sum() == 4
    assert table.revenue.sum() == 6
    assert (table.unknown.sum(), table.unknown[5, 3]) == (1, 1)


def test_no_client_gives_an_empty_table_of_the_same_shape() -> None:
    none = np.array([], dtype=object)
    table = cross_table(none, none, np.array([]), ["large"])
    assert table.counts.tolist() == [[0]] * 6


@given(st.lists(st.tuples(LETTER, CODE, AMOUNT), min_size=1, max_size=50))
def test_sums_are_those_of_the_inputs_and_equal_those_of_pandas(
    clients: list[tuple[str, str, float]],
) -> None:
    letters, codes, amounts = (
        np.array(column, dtype=object) for column in zip(*clients, strict=True)
    )
    revenue = amounts.astype(float)
    table = cross_table(letters, codes, revenue)
    assert table.row_counts.sum() == table.column_counts.sum() == len(clients)
    assert table.row_revenue.sum() == pytest.approx(np.nansum(revenue))
    assert table.column_revenue.sum() == pytest.approx(np.nansum(revenue))
    named = pd.Series(letters).replace("", "inactive")
    expected = pd.crosstab(named, pd.Series(codes))
    for row, key in enumerate(table.rows):
        for column, code in enumerate(table.columns):
            known = key in expected.index and code in expected.columns
            count = expected.at[key, code] if known else 0  # noqa: PD008
            assert table.counts[row, column] == count


@given(
    st.lists(st.tuples(LETTER, CODE, st.floats(-1e6, 1e6)), max_size=40), st.randoms()
)
def test_row_order_changes_no_cent(
    clients: list[tuple[str, str, float]], random: object
) -> None:
    shuffled = list(clients)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    tables = [
        cross_table(
            np.array([c[0] for c in order], dtype=object),
            np.array([c[1] for c in order], dtype=object),
            np.array([c[2] for c in order], dtype=float),
            ["large", "small", "odd", ""],
        )
        for order in (clients, shuffled)
    ]
    assert tables[0].counts.tolist() == tables[1].counts.tolist()
    assert tables[0].revenue.tolist() == tables[1].revenue.tolist()
