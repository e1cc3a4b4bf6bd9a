"""Which readings disagree with the letter."""

from itertools import product

import pytest

from segmentation_addin.core.readings.disagreement import (
    READINGS,
    disagreements,
    leaning,
)
from segmentation_addin.core.readings.matrix import QUADRANTS

ALL_GOOD = {
    "abc": "A",
    "rfm": "555",
    "matrix": "high/above",
    "size": "large",
    "cluster": "A",
    "false_good": "",
}
ALL_BAD = {
    "abc": "loss",
    "rfm": "111",
    "matrix": "low/loss",
    "size": "small",
    "cluster": "D",
    "false_good": "destroys",
}


def test_readings_that_agree_are_not_named() -> None:
    assert disagreements("A", ALL_GOOD) == []
    assert disagreements("D", ALL_BAD) == []


def test_every_reading_can_disagree() -> None:
    assert disagreements("B", ALL_BAD) == list(READINGS)
    assert disagreements("C", ALL_GOOD) == [x for x in READINGS if x != "false_good"]


@pytest.mark.parametrize("letter", ["NC", ""])
def test_a_client_without_letter_is_contradicted_by_nothing(letter: str) -> None:
    assert disagreements(letter, ALL_GOOD) == disagreements(letter, ALL_BAD) == []


def test_unknown_readings_say_nothing() -> None:
    assert disagreements("A", dict.fromkeys(READINGS, "")) == []


@pytest.mark.parametrize(
    ("code", "lean"), [("444", 1), ("443", 0), ("255", -1), ("522", -1), ("333", 0)]
)
def test_an_rfm_code_leans_by_its_scores(code: str, lean: int) -> None:
    assert leaning("rfm", code) == lean


def test_a_loss_never_speaks_for_a_client() -> None:
    assert {leaning("matrix", x) for x in QUADRANTS if x.endswith("loss")} == {-1}


def test_a_better_rfm_score_never_speaks_against_a_client() -> None:
    for scores in product(range(1, 6), repeat=3):
        for place in range(3):
            better = list(scores)
            better[place] = min(5, better[place] + 1)
            before, after = ("".join(map(str, s)) for s in (scores, better))
            assert leaning("rfm", after) >= leaning("rfm", before)
