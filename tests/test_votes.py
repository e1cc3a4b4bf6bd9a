"""What the teams say of a client, and where they differ."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.votes import count_votes, step_letters


def votes(*rows: tuple[str, ...]) -> pd.DataFrame:
    keys = ("client_id", "voter", "team", "letter", "voted_on")
    frame = pd.DataFrame(
        [(*row, None)[: len(keys)] for row in rows], columns=list(keys)
    )
    days = pd.to_datetime(frame["voted_on"]).astype("datetime64[us]")
    return frame.assign(voted_on=days, _row=range(len(frame)))


def test_teams_one_letter_apart_disagree() -> None:
    found = count_votes(
        votes(
            ("C1", "Ann", "sales", "A"),
            ("C1", "Bo", "finance", "B"),
            ("C2", "Ann", "sales", "C"),
            ("C2", "Bo", "finance", "C"),
        )
    )
    assert found.disagreements() == {"C1": {"finance": 1.0, "sales": 0.0}}


def test_a_team_speaks_by_the_median_of_its_votes() -> None:
    """Two of three say B: the third does not make a disagreement."""
    found = count_votes(
        votes(
            ("C1", "Ann", "sales", "B"),
            ("C1", "Bo", "sales", "B"),
            ("C1", "Cy", "sales", "D"),
            ("C1", "Di", "finance", "B"),
        )
    )
    assert found.steps["C1"] == {"finance": 1.0, "sales": 1.0}
    assert found.disagreements() == {}


def test_half_a_letter_is_no_disagreement() -> None:
    found = count_votes(
        votes(
            ("C1", "Ann", "sales", "A"),
            ("C1", "Bo", "sales", "B"),
            ("C1", "Di", "finance", "B"),
        )
    )
    assert step_letters(found.steps["C1"]["sales"]) == "A/B"
    assert found.disagreements() == {}


def test_the_latest_vote_of_a_person_counts() -> None:
    found = count_votes(
        votes(
            ("C1", " ann ", "sales", "A", "2025-11-02"),
            ("C1", "Ann", "sales", "D", "2025-11-01"),
            ("C1", "Ann", "sales", "C"),
        )
    )
    assert found.steps == {"C1": {"sales": 0.0}}
    assert found.twice == ()


def test_two_letters_on_one_day_both_count_and_are_told() -> None:
    found = count_votes(votes(("C1", "Ann", "sales", "A"), ("C1", "ANN", "sales", "C")))
    assert found.steps == {"C1": {"sales": 1.0}}
    assert found.twice == ((1, "C1", "ann"),)


@pytest.mark.parametrize(
    "row",
    [
        ("", "Ann", "sales", "A"),
        ("C1", "", "sales", "A"),
        ("C1", "Ann", "", "A"),
        ("C1", "Ann", "sales", ""),
        ("C1", "Ann", "sales", "NC"),
    ],
)
def test_an_incomplete_vote_does_not_count(row: tuple[str, ...]) -> None:
    assert count_votes(votes(row)).steps == {}


def test_two_teams_crossed_count_each_client_once() -> None:
    found = count_votes(
        votes(
            ("C1", "Ann", "sales", "A"),
            ("C1", "Bo", "finance", "C"),
            ("C2", "Ann", "sales", "B"),
            ("C2", "Bo", "finance", "B"),
            ("C3", "Ann", "sales", "D"),
        )
    )
    table = found.crossed("sales", "finance")
    assert table.tolist() == [[0, 0, 1, 0], [0, 1, 0, 0], [0] * 4, [0] * 4]


LETTERS = st.sampled_from(list("ABCD"))
VOTE = st.tuples(
    st.sampled_from(["C1", "C2", "C3"]),
    st.sampled_from(["Ann", "Bo", "Cy"]),
    st.sampled_from(["sales", "finance", "service"]),
    LETTERS,
    st.sampled_from([None, "2025-11-01", "2025-11-02"]),
)


@given(st.lists(VOTE, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(rows: Any, shuffle: Any) -> None:
    mixed = list(rows)
    shuffle.shuffle(mixed)
    assert count_votes(votes(*mixed)).steps == count_votes(votes(*rows)).steps


@given(st.lists(VOTE, max_size=12))
def test_votes_of_one_team_only_make_no_disagreement(rows: Any) -> None:
    alone = [(client, voter, "sales", *rest) for client, voter, _, *rest in rows]
    assert count_votes(votes(*alone)).disagreements() == {}
