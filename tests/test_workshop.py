"""The workshop on weights: from judgements to the weights of the scale."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.workshop import scale_weights, workshop
from segmentation_addin.results.workshop import judgement, participant_lines

# Saaty's choice of a school (The Analytic Hierarchy Process, 1980): six criteria
# compared two by two; weights as published.
SCHOOL = {
    "learning": (1, 4, 3, 1, 3, 4),
    "friends": (1 / 4, 1, 7, 3, 1 / 5, 1),
    "school life": (1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6),
    "vocational": (1, 1 / 3, 5, 1, 1, 1 / 3),
    "preparation": (1 / 3, 5, 5, 1, 1, 3),
    "music": (1 / 4, 1, 6, 3, 1 / 3, 1),
}
SCHOOL_WEIGHTS = (0.32, 0.14, 0.03, 0.13, 0.24, 0.14)


def rows(*judged: tuple[str, str, str, float]) -> pd.DataFrame:
    keys = ("participant", "criterion_a", "criterion_b", "judgement")
    return pd.DataFrame(judged, columns=list(keys))


def school(participant: str = "Thomas") -> pd.DataFrame:
    names = list(SCHOOL)
    return rows(
        *(
            (participant, a, b, SCHOOL[a][j])
            for i, a in enumerate(names)
            for j, b in enumerate(names)
            if i < j
        )
    )


def test_saatys_choice_of_a_school_typed_row_by_row() -> None:
    found = workshop(school())
    assert found.group is not None
    weights = [found.group.weights[name] for name in SCHOOL]
    assert weights == pytest.approx(SCHOOL_WEIGHTS, abs=0.006)
    assert not found.group.consistent


def test_a_group_is_the_geometric_mean_of_its_members() -> None:
    """9 and 1 make 3: three parts against one."""
    found = workshop(
        rows(("Ann", "value", "margin", 9.0), ("Bo", "margin", "value", 1.0))
    )
    assert found.group is not None
    assert found.group.weights == pytest.approx({"value": 0.75, "margin": 0.25})
    assert [person.name for person in found.participants] == ["Ann", "Bo"]


def test_one_person_is_one_whatever_the_case_and_the_blanks() -> None:
    found = workshop(
        rows(("Ann", "value", "margin", 3.0), (" ANN ", "margin", "service", 1.0))
    )
    assert len(found.participants) == 1


def test_a_pair_judged_both_ways_by_one_person_counts_with_the_mean() -> None:
    found = workshop(
        rows(("Ann", "value", "margin", 9.0), ("Ann", "margin", "value", 1.0))
    )
    assert found.participants[0].found.weights["value"] == pytest.approx(0.75)


@pytest.mark.parametrize(
    "row",
    [
        ("", "value", "margin", 3.0),
        ("Ann", "value", "value", 3.0),
        ("Ann", "value", "", 3.0),
        ("Ann", "value", "margin", 12.0),
        ("Ann", "value", "margin", 0.05),
        ("Ann", "value", "margin", np.nan),
    ],
)
def test_a_row_that_says_nothing_is_left_out(row: Any) -> None:
    assert workshop(rows(row)).group is None


def test_a_ninth_as_people_type_it_is_a_judgement() -> None:
    assert workshop(rows(("Ann", "value", "margin", 0.111))).group is not None


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_to_the_last_bit(shuffle: Any) -> None:
    table = pd.concat([school("Ann"), school("Bo").iloc[::2]], ignore_index=True)
    order = list(range(len(table)))
    shuffle.shuffle(order)
    mixed = table.iloc[order].reset_index(drop=True)
    assert workshop(mixed) == workshop(table)


# --- onto the scale ---------------------------------------------------------------


def test_the_judged_criteria_share_what_they_weigh_today() -> None:
    today = {"value": 25.0, "margin": 25.0, "recency": 10.0}
    found = scale_weights({"value": 0.6, "margin": 0.4}, today)
    assert found == {"value": 30.0, "margin": 20.0}


def test_criteria_without_any_weight_share_a_hundred() -> None:
    assert scale_weights({"a": 0.75, "b": 0.25}, {"a": 0.0}) == {"a": 75.0, "b": 25.0}


def test_thirds_add_up_and_the_tenth_left_goes_to_the_first() -> None:
    thirds = dict.fromkeys("abc", 1 / 3)
    found = scale_weights(thirds, dict.fromkeys("abc", 33.0) | {"a": 34.0})
    assert found == {"a": 33.4, "b": 33.3, "c": 33.3}


PARTS = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=8)
WEIGHTS = st.lists(st.floats(0.0, 100.0), min_size=8, max_size=8)


@given(PARTS, WEIGHTS)
def test_applied_twice_the_same_weights_come_again(
    parts: list[float], weights: list[float]
) -> None:
    priorities = {f"c{i}": part / sum(parts) for i, part in enumerate(parts)}
    today = {f"c{i}": weight for i, weight in enumerate(weights)}
    once = scale_weights(priorities, today)
    assert scale_weights(priorities, today | once) == once


@given(PARTS, WEIGHTS)
def test_the_scale_weighs_the_same_to_the_tenth(
    parts: list[float], weights: list[float]
) -> None:
    priorities = {f"c{i}": part / sum(parts) for i, part in enumerate(parts)}
    today = {f"c{i}": weight for i, weight in enumerate(weights)}
    total = round(sum(today[key] for key in priorities), 1) or 100.0
    assert sum(scale_weights(priorities, today).values()) == pytest.approx(total)


# --- in words ---------------------------------------------------------------------


def test_judgements_as_people_say_them() -> None:
    said = [judgement(x, "en") for x in (1.0, 3.0, 2.54, 1 / 3, 0.4, 0.99)]
    assert said == ["1", "3", "2.5", "1/3", "1/2.5", "1"]
    assert judgement(0.4, "fr") == "1/2,5"


def test_the_pair_to_talk_over_is_the_one_that_contradicts_the_rest() -> None:
    """Value over margin, margin over service, and yet service over value."""
    found = workshop(
        rows(
            ("Ann", "value", "margin", 3.0),
            ("Ann", "margin", "service", 3.0),
            ("Ann", "service", "value", 3.0),
        )
    )
    (line,) = participant_lines(found, "en")
    assert line.ratio is not None
    assert line.ratio > 0.1
    assert "; the rest says " in line.pair


def test_open_pairs_are_named_and_the_ratio_waits() -> None:
    table = rows(("Ann", "value", "margin", 3.0), ("Ann", "margin", "service", 3.0))
    (line,) = participant_lines(workshop(table), "fr")
    assert line.ratio is None
    assert line.pair == "1 paire non jugée : service / valeur"


def test_a_consistent_participant_has_nothing_to_talk_over() -> None:
    table = rows(
        ("Ann", "value", "margin", 2.0),
        ("Ann", "margin", "service", 2.0),
        ("Ann", "value", "service", 4.0),
    )
    (line,) = participant_lines(workshop(table), "en")
    assert line.ratio == pytest.approx(0.0, abs=1e-9)
    assert line.pair == ""
