"""The value x margin matrix: who is large, and who earns its place.

Source: method, section 4; Shapiro, Rangan, Moriarty & Ross (1987), "Manage customers
for profits (not just sales)", Harvard Business Review.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.readings.size import a_limit

VALUES = ("high", "low")
MARGINS = ("above", "below", "loss")
QUADRANTS = tuple(f"{value}/{margin}" for value, margin in product(VALUES, MARGINS))
"""Codes, best first: high before low, above the target before a loss."""
_NOISE = 1e-12
_PIECE = 65_536


@dataclass(frozen=True)
class Matrix:
    """Place of each client, and the limits that gave it."""

    codes: NDArray[np.object_]
    """One of QUADRANTS, shape (n_clients,); "" where a figure is unknown."""
    limit: float | None
    """Revenue from which a client is "high"; None when nobody has any."""
    target: float | None
    """Net margin rate from which a client is "above"; None when undefined."""


def matrix(
    revenue: FloatArray,
    net_margin: FloatArray,
    limit: float | Literal["median"] | None = None,
    target: float | None = None,
) -> Matrix:
    """Quadrant of each client: revenue against a limit, net margin rate against a target.

    The limit is the revenue of the smallest A of the ABC by revenue, or the median of
    the revenues > 0; the target is the portfolio's rate, sum / sum over the clients
    whose two figures are known. A point on a limit goes up. Without revenue there is
    no rate: a negative net margin is a loss, anything else has no place.

    >>> found = matrix(np.array([800.0, 100, 100]), np.array([80.0, 20, -30]))
    >>> found.codes.tolist(), found.limit, found.target
    (['high/above', 'low/above', 'low/loss'], 800.0, 0.07)
    """
    border, goal = matrix_limits(revenue, net_margin, limit, target)
    known = np.isfinite(revenue) & np.isfinite(net_margin)
    sold = known & (revenue > 0)
    margin = np.full(len(revenue), "", dtype=object)
    reached = net_margin >= (goal or 0.0) * revenue - _NOISE * np.abs(revenue)
    margin[sold] = np.where(reached[sold], "above", "below")
    margin[known & (net_margin < 0)] = "loss"
    high = revenue >= border if border is not None else np.zeros(len(revenue), bool)
    value = np.where(high, "high", "low").astype(object)
    codes = np.where(margin == "", "", value + "/" + margin).astype(object)
    return Matrix(codes, border, goal)


def matrix_limits(
    revenue: FloatArray,
    net_margin: FloatArray,
    limit: float | Literal["median"] | None = None,
    target: float | None = None,
) -> tuple[float | None, float | None]:
    """Limit and target of `matrix`, as given or found."""
    goal = portfolio_rate(revenue, net_margin) if target is None else target
    return _limit(revenue, limit), goal


def portfolio_rate(revenue: FloatArray, net_margin: FloatArray) -> float | None:
    """Net margin rate of a group, sum / sum; None unless its revenue is positive."""
    known = np.isfinite(revenue) & np.isfinite(net_margin)
    sold = _exact_sum(revenue, known)
    if not sold > 0:
        return None
    return _exact_sum(net_margin, known) / sold


def _exact_sum(values: FloatArray, chosen: BoolArray) -> float:
    """The sum of the chosen values, rounded once; a piece of them at a time."""
    pieces = (slice(start, start + _PIECE) for start in range(0, len(values), _PIECE))
    return math.fsum(
        chain.from_iterable(values[piece][chosen[piece]].tolist() for piece in pieces)
    )


def _limit(
    revenue: FloatArray, limit: float | Literal["median"] | None
) -> float | None:
    if limit is None:
        return a_limit(revenue)
    if limit == "median":
        sold = revenue[revenue > 0]
        return float(np.median(sold)) if sold.size else None
    return float(limit)
