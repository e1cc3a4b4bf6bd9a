"""Computed ABC limits: where the curve itself bends, instead of 80 % and 95 %.

An optional view beside the fixed limits. Source: Ultsch & Lötsch (2015), "Computed ABC
analysis for rational selection of most informative variables in multivariate data",
PLoS ONE 10(6), e0129767; R package ABCanalysis. Each client is one point of the curve
here (the R package interpolates between them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray

FEWEST_VALUES = 5


class Point(NamedTuple):
    """A point of the curve."""

    effort: float
    """Share of the clients, largest first, 0-1."""
    gain: float
    """Share of the positive total that they make, 0-1."""


@dataclass(frozen=True)
class AbcLimits:
    """The three points of the curve, and the amounts at which A and B end."""

    pareto: Point
    """Nearest to the ideal: everything from nobody, (0, 1)."""
    break_even: Point
    """Last point of slope 1 or more: a client adds at least its fair share."""
    submarginal: Point
    """Nearest to (effort of the farther of the two, 1): beyond it, hardly a gain."""
    a: float
    """Least amount of an A: at the nearer of Pareto and break-even."""
    b: float
    """Least amount of a B: at the submarginal point."""
    classes: NDArray[np.object_]
    """As `abc`: A, B, C, loss, inactive, "" unknown; equal amounts, equal class."""


def abc_limits(values: FloatArray) -> AbcLimits | None:
    """Limits that the positive values themselves suggest.

    None under five positive values, or when they are all equal: nothing bends.

    >>> found = abc_limits(np.array([50.0, 25, 10, 6, 5, 4]))
    >>> found.classes.tolist(), found.a, found.b
    (['A', 'A', 'B', 'C', 'C', 'C'], 25.0, 10.0)
    """
    ordered = np.sort(values[values > 0])[::-1]
    count = len(ordered)
    if count < FEWEST_VALUES or ordered[0] == ordered[-1]:
        return None
    effort = np.arange(count + 1) / count
    running = np.concatenate([[0.0], np.cumsum(ordered)])
    gain = running / running[-1]
    pareto = int(np.argmin(effort**2 + (1 - gain) ** 2))
    break_even = int((ordered >= running[-1] / count).sum())
    first, second = sorted((pareto, break_even))
    submarginal = int(np.argmin((effort - effort[second]) ** 2 + (1 - gain) ** 2))
    a = float(ordered[first - 1])
    b = float(ordered[max(submarginal, first) - 1])
    classes = np.full(len(values), "", dtype=object)
    classes[values > 0] = "C"
    classes[values >= b] = "B"
    classes[values >= a] = "A"
    classes[values == 0] = "inactive"
    classes[values < 0] = "loss"

    def point(at: int) -> Point:
        return Point(float(effort[at]), float(gain[at]))

    return AbcLimits(
        point(pareto), point(break_even), point(submarginal), a, b, classes
    )
