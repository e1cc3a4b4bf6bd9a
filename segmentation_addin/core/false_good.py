"""False good clients: large revenue, and a cost to serve that eats the margin.

Source: method, section 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray

TOP_SHARE_PERCENT = 20


def top_by_revenue(revenue: FloatArray) -> BoolArray:
    """The first ceil(20 % of n) of the n clients with revenue > 0, ties included.

    >>> top_by_revenue(np.array([5.0, 5.0, 1.0, 0.0])).tolist()
    [True, True, False, False]
    """
    sold = revenue > 0
    count = int(sold.sum())
    if not count:
        return np.zeros(len(revenue), dtype=bool)
    top = -(-count * TOP_SHARE_PERCENT // 100)
    limit = np.partition(revenue[sold], count - top)[count - top]
    result: BoolArray = sold & (revenue >= limit)
    return result


def false_good(
    revenue: FloatArray,
    net_margin: FloatArray,
    cost_to_serve_ratio: FloatArray,
    erosion_ratio: float,
    limit: float | None = None,
) -> NDArray[np.object_]:
    """Flags "destroys" (net margin < 0), "erodes" (ratio over the limit), else "".

    Net margin and ratio (0-1) are NaN where the cost is unknown: never flagged.
    `limit` is the revenue of the top 20 % where these clients are part of a whole.
    """
    top = top_by_revenue(revenue) if limit is None else revenue >= limit
    flag = np.full(len(revenue), "", dtype=object)
    flag[top & (cost_to_serve_ratio > erosion_ratio)] = "erodes"
    flag[top & (net_margin < 0)] = "destroys"
    return flag
