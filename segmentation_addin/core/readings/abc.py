"""ABC classes by a chosen value. Source: method, section 4 (Pareto, Juran)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray

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
        amounts = -levels * counts
        total = amounts.sum()
        before = np.cumsum(amounts) - amounts
        middle = before + amounts / 2
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
