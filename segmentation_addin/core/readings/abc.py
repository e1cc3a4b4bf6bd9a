"""ABC classes by a chosen value. Source: method, section 4 (Pareto, Juran)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray

TOLERANCE = 1e-9


def abc(
    values: FloatArray, a: float = 0.8, b: float = 0.95, active: BoolArray | None = None
) -> NDArray[np.object_]:
    """Class of each client: "A", "B", "C", "loss" (< 0), "inactive" (0), "" unknown.

    Sorted descending, a client's place is (amounts before it + half of its own) /
    positive total: A under `a`, B under `b` (shares 0-1). Equal values are one
    item. `active` False gives "inactive".

    >>> abc(np.array([70.0, 20, 10, 0, -5])).tolist()
    ['A', 'B', 'C', 'inactive', 'loss']
    """
    classes = np.full(len(values), "", dtype=object)
    positive = values > 0
    classes[values < 0] = "loss"
    classes[values == 0] = "inactive"
    if positive.any():
        levels, which, counts = np.unique(
            -values[positive], return_inverse=True, return_counts=True
        )
        middle, total = _middles(levels, counts)
        limit = TOLERANCE * total
        level_class = np.where(
            middle < a * total - limit,
            "A",
            np.where(middle < b * total - limit, "B", "C"),
        ).astype(object)
        classes[positive] = level_class[which]
    if active is not None:
        classes[~active] = "inactive"
    return classes


def abc_ends(
    values: FloatArray, a: float = 0.8, b: float = 0.95
) -> tuple[float, float]:
    """Least amount of class A, and of A and B together; infinite where there is none.

    The classes are those of `abc`, without naming that of each client.

    >>> abc_ends(np.array([70.0, 20, 10, 0, -5]))
    (70.0, 20.0)
    """
    levels, counts = np.unique(-values[values > 0], return_counts=True)
    middle, total = _middles(levels, counts)
    limit = TOLERANCE * total
    first = middle < a * total - limit
    second = first | (middle < b * total - limit)
    return _last(levels, first), _last(levels, second)


def _middles(levels: FloatArray, counts: IntArray) -> tuple[FloatArray, float]:
    """Amount up to the middle of each level (largest first), and the total."""
    amounts = (-levels * counts).astype(np.float64, copy=False)
    total = float(amounts.sum())
    before = np.cumsum(amounts)
    before -= amounts
    amounts /= 2
    before += amounts
    return before, total


def _last(levels: FloatArray, chosen: BoolArray) -> float:
    return -float(levels[chosen].max()) if chosen.any() else np.inf
