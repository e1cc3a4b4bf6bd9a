"""Random draws that give the same numbers for the same seed on every computer.

Only additions, products and comparisons stand here: a logarithm or a power differs in
its last digit from one computer to the next, `sum` of floats from one Python to the
next, and one digit can move a client.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_UNIFORMS = 12
"""So many numbers between 0 and 1 have a variance of 1 together."""
_TERMS, _SQUARINGS = 14, 6


class Draws:
    """Draws built on `random.random` alone, whose stream Python guarantees."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)  # noqa: S311

    def uniform(self, low: float, high: float) -> float:
        """A number between two others."""
        return low + (high - low) * self._source.random()

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """A number around a mean, at most six deviations away."""
        total, draw = -_UNIFORMS / 2, self._source.random
        for _ in range(_UNIFORMS):
            total += draw()
        return mean + deviation * total

    def factor(self, deviation: float) -> float:
        """A number around 1 whose logarithm is normal."""
        return power_of_e(self.normal(0, deviation))

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._source.random() * (high - low + 1))

    def happens(self, rate: float) -> bool:
        """True with that chance, 0-1."""
        return self._source.random() < rate

    def one_of(self, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One thing of a list, evenly or by weight."""
        if weights is None:
            return things[self.whole(0, len(things) - 1)]
        point = self._source.random() * math.fsum(weights)
        for thing, weight in zip(things, weights, strict=True):
            point -= weight
            if point < 0:
                return thing
        return things[-1]

    def about(self, expected: float) -> int:
        """A whole number with that mean: the fraction is drawn."""
        whole = int(expected)
        return whole + self.happens(expected - whole)

    def shuffled(self, count: int) -> list[int]:
        """The whole numbers from 0 to `count` less 1, in any order."""
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = self.whole(0, i)
            order[i], order[j] = order[j], order[i]
        return order


def power_of_e(exponent: float) -> float:
    """The number e to that power, the same bits on every computer.

    >>> round(power_of_e(1.0), 12), round(power_of_e(-2.5), 12)
    (2.718281828459, 0.082084998624)
    """
    part = exponent / (1 << _SQUARINGS)
    power = 1.0
    for term in range(_TERMS, 0, -1):
        power = 1 + power * part / term
    for _ in range(_SQUARINGS):
        power *= power
    return power
