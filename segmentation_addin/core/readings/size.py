"""Large, medium and small clients: size only, never their worth.

Source: method, section 4 (PMG). By default the classes of the ABC by revenue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.readings.abc import abc_ends

SIZES = ("large", "medium", "small")


class LimitOrderError(ValueError):
    """The limit of medium clients lies above that of large ones."""


@dataclass(frozen=True)
class Size:
    """Size of each client, and the revenues from which the sizes begin."""

    codes: NDArray[np.object_]
    """One of SIZES, shape (n_clients,); "" without revenue."""
    limits: tuple[float, float] | None
    """Least revenue of a large and of a medium client; None when nobody sold."""


def size(
    revenue: FloatArray, large: float | None = None, medium: float | None = None
) -> Size:
    """Size of each client with revenue > 0; on a limit, the larger size.

    A limit left out is the smallest revenue of class A (large) or B (medium) of the
    ABC by revenue.

    >>> found = size(np.array([700.0, 210, 50, 40, 0]))
    >>> found.codes.tolist(), found.limits
    (['large', 'medium', 'medium', 'small', ''], (700.0, 50.0))

    Raises:
        LimitOrderError: when medium > large.
    """
    limits = size_limits(revenue, large, medium)
    codes = np.full(len(revenue), "", dtype=object)
    if limits is None:
        return Size(codes, None)
    sold = revenue > 0
    upper, lower = limits
    codes[sold] = np.where(
        revenue[sold] >= upper,
        "large",
        np.where(revenue[sold] >= lower, "medium", "small"),
    )
    return Size(codes, (upper, lower))


def size_limits(
    revenue: FloatArray, large: float | None = None, medium: float | None = None
) -> tuple[float, float] | None:
    """The revenues from which `size` calls a client large, and medium."""
    if large is not None and medium is not None and medium > large:
        raise LimitOrderError(f"medium {medium} > large {large}")
    first, second = abc_ends(revenue)
    if not np.isfinite(first):
        return None
    upper = max(first, medium or 0.0) if large is None else large
    lower = min(second, upper) if medium is None else medium
    return upper, lower


def a_limit(revenue: FloatArray) -> float | None:
    """Revenue of the smallest client of class A by revenue; None when nobody sold.

    The largest client is always of class A: its middle is at most half of the total.
    """
    limit = abc_ends(revenue)[0]
    return limit if np.isfinite(limit) else None
