"""Which readings disagree with the letter: what a review should look at.

Each reading leans to a good or to a bad client, or to neither; A and B are good
letters, C and D are not. A reading disagrees when it leans the other way. The letter
itself never changes for it. Source: method, section 4, "beside the letter".
"""

from __future__ import annotations

from collections.abc import Mapping

GOOD_LETTERS, BAD_LETTERS = frozenset("AB"), frozenset("CD")
GOOD, BAD, NEITHER = 1, -1, 0
STRONG_SCORE, WEAK_SCORE = 4, 2
READINGS = ("abc", "rfm", "matrix", "size", "cluster", "false_good")


def leaning(reading: str, value: str) -> int:
    """Whether a value of a reading speaks of a good client, a bad one, or neither.

    `cluster` takes the letter that most clients of the cluster have.

    >>> leaning("matrix", "high/loss"), leaning("rfm", "545"), leaning("abc", "B")
    (-1, 1, 0)
    """
    if reading == "abc":
        return {"A": GOOD, "C": BAD, "loss": BAD}.get(value, NEITHER)
    if reading == "rfm":
        return _rfm(value)
    if reading == "matrix":
        bad = value.endswith("/loss") or value == "low/below"
        return BAD if bad else GOOD if value == "high/above" else NEITHER
    if reading == "size":
        return {"large": GOOD, "small": BAD}.get(value, NEITHER)
    if reading == "cluster":
        return _letter(value)
    return BAD if value else NEITHER


def _rfm(code: str) -> int:
    """All three scores strong; or not seen for long, or rare and small."""
    if len(code) != len("545"):
        return NEITHER
    recency, *others = (int(score) for score in code)
    if min(recency, *others) >= STRONG_SCORE:
        return GOOD
    weak = recency <= WEAK_SCORE or max(others) <= WEAK_SCORE
    return BAD if weak else NEITHER


def _letter(letter: str) -> int:
    if letter in GOOD_LETTERS:
        return GOOD
    return BAD if letter in BAD_LETTERS else NEITHER


def disagreements(letter: str, values: Mapping[str, str]) -> list[str]:
    """The readings that lean the other way than the letter, in a fixed order.

    Args:
        letter: "A" to "D"; anything else disagrees with nothing.
        values: value of each reading by its key, "" where unknown.

    >>> disagreements("A", {"abc": "A", "matrix": "high/loss", "size": "large"})
    ['matrix']
    >>> disagreements("D", {"abc": "A", "matrix": "high/loss", "size": "large"})
    ['abc', 'size']
    """
    side = _letter(letter)
    if side == NEITHER:
        return []
    return [
        reading
        for reading in READINGS
        if leaning(reading, values.get(reading, "")) == -side
    ]
