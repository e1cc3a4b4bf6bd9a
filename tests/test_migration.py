"""Migration: a published square table, the causes, and sums that lose nobody."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from published_examples import VISION

from segmentation_addin.core.readings.migration import (
    AFTER,
    BEFORE,
    CAUSES,
    aligned,
    migration,
)

START = st.sampled_from(["A", "B", "C", "D", "NC", "", "new"])
END = st.sampled_from(["A", "B", "C", "D", "NC", "", "gone"])
AGAIN = st.sampled_from(["A", "B", "C", "D", "NC", ""])


def objects(*keys: str) -> NDArray[np.object_]:
    return np.array(keys, dtype=object)


def test_the_moves_in_the_table_of_stuart() -> None:
    """7,477 cases: 5,296 stay, 1,171 move down and 1,010 up."""
    rows, columns = np.repeat(
        np.indices(VISION.shape).reshape(2, -1), VISION.ravel(), 1
    )
    grades = objects("A", "B", "C", "D")
    found = migration(grades[rows], grades[columns], np.ones(7477), np.ones(7477))
    assert found.counts[:4, :4].tolist() == VISION.tolist()
    assert found.counts.sum() == 7477
    assert [(found.steps * sign > 0).sum() for sign in (-1, 1)] == [1171, 1010]
    assert found.by_cause()["real"] == 7477 - 5296


def test_new_gone_inactive_and_nc_have_their_rows_and_columns() -> None:
    before = objects("A", "B", "new", "", "NC", "C")
    after = objects("gone", "", "D", "C", "B", "NC")
    found = migration(before, after, np.arange(1.0, 7), np.arange(10.0, 16))
    assert (found.before.rows, found.before.columns) == (BEFORE, AFTER)
    assert found.causes.tolist() == ["exit", "exit", "entry", "entry", "data", "data"]
    assert found.steps.tolist() == [0] * 6
    assert found.before.revenue.sum() == 21
    assert found.after.revenue.sum() == 75
    assert found.counts[BEFORE.index("new"), AFTER.index("D")] == 1
    assert found.counts[BEFORE.index("A"), AFTER.index("gone")] == 1


@pytest.mark.parametrize(
    ("before", "rescored", "after", "cause"),
    [
        ("B", "B", "A", "real"),
        ("B", "A", "A", "parameters"),
        ("B", "C", "A", "both"),
        ("B", "A", "B", ""),
        ("B", "", "A", "real"),
        ("B", "NC", "NC", "parameters"),
        ("B", "B", "NC", "data"),
        ("NC", "C", "C", "parameters"),
        ("B", "C", "gone", "exit"),
        ("new", "", "A", "entry"),
    ],
)
def test_why_a_client_stands_elsewhere(
    before: str, rescored: str, after: str, cause: str
) -> None:
    one = np.ones(1)
    found = migration(objects(before), objects(after), one, one, objects(rescored))
    assert found.causes.tolist() == [cause]


def test_two_reviews_side_by_side() -> None:
    old = pd.DataFrame(
        {"client_id": ["C2", "C1"], "letter": ["B", "A"], "revenue": [5.0, 9]}
    )
    now = pd.DataFrame(
        {"client_id": ["C3", "C2"], "letter": ["D", "A"], "revenue": [1.0, 6]}
    )
    both = aligned(old, now)
    assert both["client_id"].tolist() == ["C1", "C2", "C3"]
    assert both["before"].tolist() == ["A", "B", "new"]
    assert both["after"].tolist() == ["gone", "A", "D"]
    assert both["revenue_before"].tolist() == [9, 5, 0]
    assert both["revenue_after"].tolist() == [0, 6, 1]


def test_nobody_moves_among_nobody() -> None:
    none = objects()
    found = migration(none, none, np.array([]), np.array([]))
    assert found.counts.shape == (len(BEFORE), len(AFTER))
    assert found.counts.sum() == 0


@given(st.lists(st.tuples(START, END, AGAIN), max_size=60))
def test_rows_and_columns_sum_and_each_client_has_at_most_one_cause(
    clients: list[tuple[str, str, str]],
) -> None:
    before, after, again = (objects(*(c[at] for c in clients)) for at in range(3))
    amounts = np.arange(float(len(clients)))
    found = migration(before, after, amounts, amounts * 2, again)
    counted = sum(c[:2] != ("new", "gone") for c in clients)
    assert found.counts.sum() == counted
    assert found.before.row_counts.sum() == found.before.column_counts.sum() == counted
    assert (found.after.counts == found.counts).all()
    moved = sum(
        (c[0] or "inactive") != (c[1] or "inactive") and c[:2] != ("new", "gone")
        for c in clients
    )
    assert set(found.causes) <= {*CAUSES, ""}
    assert sum(found.by_cause().values()) == moved
    back = migration(
        before[::-1], after[::-1], amounts[::-1], amounts[::-1], again[::-1]
    )
    assert back.counts.tolist() == found.counts.tolist()
    assert back.causes[::-1].tolist() == found.causes.tolist()
