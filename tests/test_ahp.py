"""Weights from judgements two by two, against Saaty's own examples and the traps."""

import math
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.ahp import Pair, ahp, group_judgements

DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
HOUSE = ("size", "transport", "district", "age", "yard", "modern", "state", "finance")
ABC = ("a", "b", "c")


def upper(names: tuple[str, ...], text: str) -> dict[Pair, float]:
    """The judgements above the diagonal, read row by row."""
    pairs = combinations(names, 2)
    values = [float(a) / float(b or 1) for a, _, b in map(split, text.split())]
    return dict(zip(pairs, values, strict=True))


def split(word: str) -> tuple[str, str, str]:
    return word.partition("/")


def test_saatys_drinks_have_their_published_weights_and_consistency() -> None:
    # Saaty (2008), Decision making with the analytic hierarchy process, table 2:
    # which drink is consumed more in the USA; consistency ratio 0.022.
    judged = upper(
        DRINKS,
        "9 5 2 1 1 1/2  1/3 1/9 1/9 1/9 1/9  1/3 1/4 1/3 1/9  1/2 1 1/3  2 1/2  1/3",
    )
    found = ahp(DRINKS, judged)
    published = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert list(found.weights.values()) == pytest.approx(published, abs=0.0006)
    assert found.consistency_ratio == pytest.approx(0.022, abs=0.0006)
    assert found.consistent


HOUSE_JUDGED = upper(
    HOUSE,
    "5 3 7 6 6 1/3 1/4  1/3 5 3 3 1/5 1/7  6 3 4 6 1/5  1/3 1/4 1/7 1/8"
    "  1/2 1/5 1/6  1/5 1/6  1/2",
)


def test_saatys_house_is_not_consistent_and_this_judgement_is_why() -> None:
    # Saaty (2003), Decision-making with the AHP: why is the principal eigenvector
    # necessary, EJOR 145: weights, ratio 0.17; district against state, judged 6,
    # is 5.32 times too much, and 1/2.2 would fit.
    found = ahp(HOUSE, HOUSE_JUDGED)
    published = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert list(found.weights.values()) == pytest.approx(published, abs=0.0006)
    assert found.consistency_ratio == pytest.approx(0.17, abs=0.005)
    assert not found.consistent
    worst = found.worst
    assert worst is not None
    assert (worst.first, worst.second) == ("district", "state")
    assert worst.judgement == pytest.approx(6)
    weights = found.weights
    excess = worst.judgement * weights["state"] / weights["district"]
    assert excess == pytest.approx(5.32, abs=0.005)
    assert 1 / worst.fitting == pytest.approx(2.2, abs=0.05)
    revised = HOUSE_JUDGED | {("district", "state"): worst.fitting}
    better = ahp(HOUSE, revised)
    assert better.consistency_ratio == pytest.approx(0.083, abs=0.002)
    assert better.consistent


def test_judgements_that_agree_are_consistent_and_nothing_is_worst() -> None:
    found = ahp(ABC, {("a", "b"): 2, ("b", "c"): 3, ("a", "c"): 6})
    assert found.weights == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.worst is None


def test_one_or_two_criteria_are_always_consistent() -> None:
    assert ahp(["a"], {}).weights == {"a": 1.0}
    assert ahp(["a"], {}).consistency_ratio == 0
    two = ahp(["a", "b"], {("b", "a"): 4.0})
    assert two.weights == pytest.approx({"a": 0.2, "b": 0.8})
    assert (two.consistency_ratio, two.worst) == (0, None)


def test_no_criterion_has_no_weight() -> None:
    assert ahp([], {}).weights == {}


def test_an_open_judgement_is_left_to_the_others() -> None:
    # Harker (1987): a is 2 b, b is 3 c; a against c follows.
    found = ahp(ABC, {("a", "b"): 2, ("b", "c"): 3})
    assert found.weights == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert found.missing == (("a", "c"),)
    assert found.consistency_ratio is None
    assert not found.consistent


def test_judgements_that_leave_a_criterion_alone_give_no_weights() -> None:
    found = ahp(ABC, {("a", "b"): 2})
    assert found.weights == {}
    assert found.missing == (("a", "c"), ("b", "c"))


def test_a_criterion_that_is_not_asked_for_is_not_used() -> None:
    judged = {("a", "b"): 3.0, ("a", "z"): 9.0}
    assert ahp(["a", "b"], judged).weights == pytest.approx({"a": 0.75, "b": 0.25})


def test_a_pair_judged_both_ways_counts_with_the_middle() -> None:
    both = {("a", "b"): 9.0, ("b", "a"): 1.0}
    assert ahp(["a", "b"], both).weights == pytest.approx({"a": 0.75, "b": 0.25})


def test_a_circle_is_the_most_inconsistent_of_all() -> None:
    found = ahp(ABC, {("a", "b"): 9, ("b", "c"): 9, ("c", "a"): 9})
    assert found.weights == pytest.approx(dict.fromkeys(ABC, 1 / 3))
    assert found.consistency_ratio is not None
    assert found.consistency_ratio > 1
    assert found.worst is not None
    assert found.worst.fitting == pytest.approx(1 / 9)  # 1/81, held within the scale


@pytest.mark.parametrize("value", [0.0, -3.0, math.nan, math.inf])
def test_a_judgement_that_is_not_over_zero_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a and b"):
        ahp(["a", "b"], {("a", "b"): value})


def test_a_criterion_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        ahp(["a", "a"], {})


def test_a_group_judges_by_the_geometric_mean() -> None:
    # Aczel and Saaty (1983): the only mean that keeps reciprocals.
    group = group_judgements([{("a", "b"): 2.0}, {("b", "a"): 1 / 8}, {("a", "c"): 5}])
    assert group == pytest.approx({("a", "b"): 4.0, ("a", "c"): 5.0})


def test_a_group_of_nobody_has_no_judgement() -> None:
    assert group_judgements([]) == {}


SCALE = st.sampled_from([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1, 2, 3, 4, 5, 7, 9])
FOUR = ("a", "b", "c", "d")
COMPLETE = st.tuples(*[SCALE] * 6).map(
    lambda values: dict(zip(combinations(FOUR, 2), values, strict=True))
)


@given(COMPLETE)
def test_weights_are_shares_and_the_ratio_is_never_negative(
    judged: dict[Pair, float],
) -> None:
    found = ahp(FOUR, judged)
    assert sum(found.weights.values()) == pytest.approx(1)
    assert min(found.weights.values()) > 0
    assert found.consistency_ratio is not None
    assert found.consistency_ratio >= 0


@given(COMPLETE, st.permutations(FOUR))
def test_the_order_of_criteria_changes_no_weight(
    judged: dict[Pair, float], order: list[str]
) -> None:
    first, second = ahp(FOUR, judged), ahp(order, judged)
    assert first.weights == pytest.approx(second.weights, abs=1e-9)
    assert first.consistency_ratio == pytest.approx(second.consistency_ratio, abs=1e-9)


@given(COMPLETE)
def test_what_would_fit_never_makes_it_worse(judged: dict[Pair, float]) -> None:
    found = ahp(FOUR, judged)
    if found.worst is None:
        return
    pair = (found.worst.first, found.worst.second)
    kept = {key: value for key, value in judged.items() if set(key) != set(pair)}
    better = ahp(FOUR, kept | {pair: found.worst.fitting})
    assert better.consistency_ratio is not None
    assert found.consistency_ratio is not None
    assert better.consistency_ratio <= found.consistency_ratio + 1e-9


@given(st.lists(COMPLETE, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_who_of_the_group_comes_first_changes_nothing(
    participants: list[dict[Pair, float]], random: Any
) -> None:
    order = list(participants)
    random.shuffle(order)
    assert group_judgements(order) == group_judgements(participants)
