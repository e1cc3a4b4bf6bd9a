"""Weights from judgements two by two: the analytic hierarchy process.

Source: method, section 4; Saaty (1980) for weights, consistency and random indices;
Harker (1987) for judgements left open; Aczél and Saaty (1983) for the geometric mean
of a group; Saaty (2003) for the most inconsistent judgement. Worked examples, in the
test: the drinks (2008) and the house (2003) of Saaty's papers.

A judgement says how many times more criterion a matters than criterion b: 1 alike,
3 a little more, 5 clearly, 7 much, 9 beyond comparison; 1/3, 1/5... the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, fsum, isfinite, log

import numpy as np

from segmentation_addin.core.inputs import FloatArray

RANDOM_INDEX = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51)
"""Mean consistency index of random judgements on 0 to 11 criteria (Saaty 1980)."""
CONSISTENT_UNDER = 0.10
STRONGEST = 9.0
CONTRADICTS_OVER = 1e-9

Pair = tuple[str, str]
Judgements = Mapping[Pair, float]
"""Of one participant: (a, b) -> how many times more a matters than b, over 0."""


@dataclass(frozen=True)
class Inconsistency:
    """The judgement that disagrees most with the others, and what would fit them."""

    first: str
    second: str
    judgement: float
    fitting: float
    """What the other judgements say of the pair, held within 1/9 to 9."""


@dataclass(frozen=True)
class Ahp:
    """What a set of judgements says."""

    weights: dict[str, float]
    """By criterion, summing to 1; empty when the judgements do not connect all."""
    consistency_ratio: float | None
    """Under 0.10 is consistent; None while judgements are open, over 11 criteria, or
    without weights."""
    worst: Inconsistency | None
    """None when nothing contradicts anything."""
    missing: tuple[Pair, ...]
    """Pairs that nobody judged."""

    @property
    def consistent(self) -> bool:
        """Whether the consistency ratio is known and under 0.10."""
        ratio = self.consistency_ratio
        return ratio is not None and ratio < CONSISTENT_UNDER


def ahp(criteria: Sequence[str], judgements: Judgements) -> Ahp:
    """Weights, consistency and the most inconsistent pair of one set of judgements.

    Pairs that name another criterion are not used. A pair judged both ways counts
    with the geometric mean of the two. Open pairs are left to the others (Harker).

    >>> found = ahp(["value", "margin"], {("value", "margin"): 3.0})
    >>> {key: round(weight, 6) for key, weight in found.weights.items()}
    {'value': 0.75, 'margin': 0.25}

    Raises:
        ValueError: a judgement that is not over 0, or a criterion twice.
    """
    if len(set(criteria)) < len(criteria):
        raise ValueError("a criterion stands twice")
    matrix = _matrix(criteria, judgements)
    missing = tuple(
        (criteria[i], criteria[j])
        for i, j in combinations(range(len(criteria)), 2)
        if not matrix[i, j] > 0
    )
    if not criteria or not _connected(matrix):
        return Ahp({}, None, None, missing)
    weights, largest = _principal(matrix)
    return Ahp(
        weights=dict(zip(criteria, weights.tolist(), strict=True)),
        consistency_ratio=None if missing else _ratio(largest, len(criteria)),
        worst=_worst(criteria, matrix, weights),
        missing=missing,
    )


def group_judgements(participants: Iterable[Judgements]) -> dict[Pair, float]:
    """The judgements of a group: per pair, the geometric mean of those who judged.

    Pairs are in alphabetical order, whichever way round they were judged; who comes
    first changes nothing. Who judged a pair both ways counts once.

    >>> group_judgements([{("a", "b"): 4.0}, {("b", "a"): 4.0}])
    {('a', 'b'): 1.0}

    Raises:
        ValueError: a judgement that is not over 0.
    """
    logs: dict[Pair, list[float]] = {}
    for judgements in participants:
        for pair, judged in _logs(judgements).items():
            logs.setdefault(pair, []).append(judged)
    return {pair: exp(fsum(found) / len(found)) for pair, found in sorted(logs.items())}


def _logs(judgements: Judgements) -> dict[Pair, float]:
    """The logarithm of each judgement, by pair in alphabetical order."""
    logs: dict[Pair, list[float]] = {}
    for (first, second), value in judgements.items():
        if not (value > 0 and isfinite(value)):
            raise ValueError(f"a judgement of {first} and {second} is not over 0")
        if first < second:
            logs.setdefault((first, second), []).append(log(value))
        elif second < first:
            logs.setdefault((second, first), []).append(-log(value))
    return {pair: fsum(found) / len(found) for pair, found in logs.items()}


def _matrix(criteria: Sequence[str], judgements: Judgements) -> FloatArray:
    """The reciprocal matrix of the judgements, 0 where there is none."""
    place = {key: i for i, key in enumerate(criteria)}
    matrix: FloatArray = np.eye(len(criteria))
    for (first, second), value in _logs(judgements).items():
        if first in place and second in place:
            matrix[place[first], place[second]] = exp(value)
            matrix[place[second], place[first]] = exp(-value)
    return matrix


def _connected(matrix: FloatArray) -> bool:
    """Whether the judgements lead from each criterion to each other one."""
    reached = {0}
    ahead = [0]
    while ahead:
        for j in np.flatnonzero(matrix[ahead.pop()] > 0).tolist():
            if j not in reached:
                reached.add(j)
                ahead.append(j)
    return len(reached) == len(matrix)


def _principal(matrix: FloatArray) -> tuple[FloatArray, float]:
    """The principal eigenvector, summing to 1, and its eigenvalue.

    Where judgements are open, Harker's matrix: 0 in their place, and 1 more on the
    diagonal for each of them.
    """
    whole = matrix + np.diag((matrix == 0).sum(axis=1).astype(np.float64))
    values, vectors = np.linalg.eig(whole)
    at = int(values.real.argmax())
    vector = np.abs(vectors[:, at].real)
    return vector / vector.sum(), float(values[at].real)


def _ratio(largest: float, criteria: int) -> float | None:
    if criteria >= len(RANDOM_INDEX):
        return None
    if RANDOM_INDEX[criteria] == 0:
        return 0.0
    return max((largest - criteria) / (criteria - 1), 0.0) / RANDOM_INDEX[criteria]


def _worst(
    criteria: Sequence[str], matrix: FloatArray, weights: FloatArray
) -> Inconsistency | None:
    """The judgement farthest from the ratio of the weights (Saaty 2003).

    What would fit is the ratio of the weights that the other judgements give.
    """
    apart = matrix * weights / weights[:, None]
    i, j = (int(at) for at in np.unravel_index(apart.argmax(), apart.shape))
    if apart[i, j] <= 1 + CONTRADICTS_OVER:
        return None
    others = matrix.copy()
    others[i, j] = others[j, i] = 0.0
    if not _connected(others):
        return None
    fitting, _ = _principal(others)
    return Inconsistency(
        criteria[i],
        criteria[j],
        float(matrix[i, j]),
        float(np.clip(fitting[i] / fitting[j], 1 / STRONGEST, STRONGEST)),
    )
