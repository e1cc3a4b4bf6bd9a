"""Random draws that give the same numbers for the same seed on every computer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_NORMAL = NormalDist()
_SMALLEST = 1e-12


class Draws:
    """Draws built on `random.random` alone, whose stream Python guarantees."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)  # noqa: S311

    def uniform(self, low: float, high: float) -> float:
        """A number between two others."""
        return low + (high - low) * self._source.random()

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """A number around a mean."""
        share = min(max(self._source.random(), _SMALLEST), 1 - _SMALLEST)
        return mean + deviation * _NORMAL.inv_cdf(share)

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
        point = self._source.random() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            point -= weight
            if point < 0:
                return thing
        return things[-1]

    def about(self, expected: float) -> int:
        """A whole number with that mean: the fraction is drawn."""
        whole = int(expected)
        return whole + self.happens(expected - whole)
