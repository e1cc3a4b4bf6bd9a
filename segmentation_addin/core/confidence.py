"""How far the data behind a letter can be trusted. Source: method, section 4.

Confidence = completeness x freshness, x 0.7 where the cost to serve is unknown.
Freshness is 1 up to 12 months before the analysis date, then falls in a straight
line to 0 at 24 months.

What is fresh: the figures of an active client lie in the analysis period by
definition, so they count 1; the ratings of a client age from `rated_on` (a rating
without a date is taken as fresh: nothing says that it is not). Each criterion known
for the client weighs in with its weight, so old ratings cost what they count for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.criteria import RATINGS
from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.scale import Scoring

FRESH_MONTHS, STALE_MONTHS = 12.0, 24.0
DAYS_A_MONTH = 365.25 / 12
COST_UNKNOWN_FACTOR = 0.7
HIGH_FROM, MEDIUM_FROM = 0.8, 0.5
LEVELS = ("high", "medium", "low")
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Confidence:
    """Per client, arrays of shape (n_clients,)."""

    levels: NDArray[np.object_]
    """"high", "medium", "low"; "" for inactive clients."""
    shares: FloatArray
    """0-1, NaN for inactive clients."""
    freshness: FloatArray
    """0-1, NaN where no criterion is known."""


def freshness_of(days: FloatArray) -> FloatArray:
    """Freshness 0-1 of data of that age in days; unknown age (NaN) counts 1.

    >>> freshness_of(np.array([0.0, 365, 548, 800, np.nan])).round(2).tolist()
    [1.0, 1.0, 0.5, 0.0, 1.0]
    """
    months = days / DAYS_A_MONTH
    falling = (STALE_MONTHS - months) / (STALE_MONTHS - FRESH_MONTHS)
    return np.where(np.isnan(days), 1.0, np.clip(falling, 0.0, 1.0))


def level_of(share: float) -> str:
    """The word for one confidence 0-1.

    >>> [level_of(share) for share in (0.8, 0.79, 0.5, 0.49)]
    ['high', 'medium', 'medium', 'low']
    """
    if share >= HIGH_FROM - _ROUNDING:
        return "high"
    return "medium" if share >= MEDIUM_FROM - _ROUNDING else "low"


def confidence(
    scoring: Scoring,
    active: BoolArray,
    cost_known: BoolArray,
    rated_on: NDArray[np.datetime64],
    as_of: np.datetime64,
) -> Confidence:
    """Confidence of each client's data, from its criteria and the date of its ratings.

    `rated_on` holds days, NaT where unknown.
    """
    days = (as_of - rated_on).astype("timedelta64[D]").astype(np.float64)
    days[np.isnat(rated_on)] = np.nan
    rating = freshness_of(days)
    fresh, known = np.zeros(len(active)), np.zeros(len(active))
    for k, criterion in enumerate(scoring.criteria):
        weight = criterion.weight * ~np.isnan(scoring.points[k])
        known += weight
        fresh += weight * (rating if criterion.key in RATINGS else 1.0)
    freshness = np.divide(
        fresh, known, out=np.full(len(active), np.nan), where=known > 0
    )
    shares = scoring.completeness * np.nan_to_num(freshness)
    shares = np.where(cost_known, shares, COST_UNKNOWN_FACTOR * shares)
    shares = np.where(active, shares, np.nan)
    levels = np.full(len(active), "", dtype=object)
    levels[active] = "low"
    levels[shares >= MEDIUM_FROM - _ROUNDING] = "medium"
    levels[shares >= HIGH_FROM - _ROUNDING] = "high"
    return Confidence(levels, shares, np.where(active, freshness, np.nan))
