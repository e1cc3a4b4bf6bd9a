"""The figures at which a client changes class in the readings that rank all clients.

Found once over the whole portfolio; a part of its clients is then classed as the
whole list would have classed them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.false_good import top_by_revenue
from segmentation_addin.core.inputs import BoolArray, FloatArray, SettingValue
from segmentation_addin.core.readings.abc import abc_ends
from segmentation_addin.core.readings.matrix import matrix_limits
from segmentation_addin.core.readings.rfm import Cuts, rfm_cuts
from segmentation_addin.core.readings.size import LimitOrderError, size_limits


@dataclass(frozen=True)
class RankLimits:
    """Limits of the whole portfolio; a value on a limit is in the better class."""

    abc: tuple[float, float]
    """Least value of an A and of a B; infinite where there is none."""
    top_revenue: float
    """Revenue from which a client is one of the top 20 %."""
    matrix: tuple[float | None, float | None]
    """Revenue that is high, and the net margin rate that is on target."""
    sizes: tuple[float, float] | None
    """Revenue from which a client is large, and medium."""
    rfm_method: str
    rfm_cuts: Mapping[str, Cuts]


def rank_limits(
    figures: Mapping[str, FloatArray],
    settings: Mapping[str, SettingValue],
    value_knots: FloatArray | None,
) -> RankLimits:
    """Limits from the figures of all active clients.

    `figures`: revenue, gross_margin, net_margin, days, orders, NaN where unknown. Each
    is asked for where it is needed, so that they need not all be in memory at once.
    """
    chosen = str(settings.get("abc_value") or "gross_margin")
    a, b = _number(settings, "abc_a", 0.8), _number(settings, "abc_b", 0.95)
    ends = abc_ends(figures[chosen], a, b)
    revenue = figures["revenue"]
    border = settings.get("matrix_limit")
    limit: float | Literal["median"] | None = (
        None if border is None else _number(settings, "matrix_limit", 0.0)
    )
    if limit is None and settings.get("matrix_border") == "median":
        limit = "median"
    target = settings.get("matrix_target")
    goal = None if target is None else float(target)
    placed = matrix_limits(revenue, figures["net_margin"], limit, goal)
    method, cuts = rfm_cuts(
        figures["days"],
        figures["orders"],
        revenue,
        np.ones(len(revenue), dtype=bool),
        value_knots=None if value_knots is None else value_knots.tolist(),
        method="thresholds" if settings.get("rfm_cuts") == "thresholds" else None,
    )
    return RankLimits(
        ends,
        _least(revenue, top_by_revenue(revenue)),
        placed,
        _sizes(revenue, settings),
        method,
        cuts,
    )


def _sizes(
    revenue: FloatArray, settings: Mapping[str, SettingValue]
) -> tuple[float, float] | None:
    large, medium = settings.get("size_large"), settings.get("size_medium")
    try:
        return size_limits(
            revenue,
            None if large is None else float(large),
            None if medium is None else float(medium),
        )
    except LimitOrderError:
        return size_limits(revenue)


def _number(settings: Mapping[str, SettingValue], key: str, default: float) -> float:
    value = settings.get(key)
    return default if value is None else float(value)


def _least(values: FloatArray, chosen: BoolArray) -> float:
    return float(values[chosen].min()) if chosen.any() else np.inf


def abc_by_limits(
    values: FloatArray, limits: tuple[float, float], active: BoolArray
) -> NDArray[np.object_]:
    """ABC class of each client by limits found over all of them.

    >>> abc_by_limits(np.array([9.0, 2, -1]), (5.0, 3.0), np.ones(3, bool)).tolist()
    ['A', 'C', 'loss']
    """
    classes = np.full(len(values), "", dtype=object)
    classes[values < 0] = "loss"
    classes[values == 0] = "inactive"
    classes[values > 0] = "C"
    classes[values >= limits[1]] = "B"
    classes[values >= limits[0]] = "A"
    classes[~active] = "inactive"
    return classes
