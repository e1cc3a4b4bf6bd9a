"""Why the net margin rate of the portfolio changed between two reviews.

Clients of both reviews: what their own rates did, and what their shares of the
revenue did (mix); then what arrivals and departures did. The first two after Kitagawa
(1955), "Components of a difference between two rates": average shares for the rates,
average rates for the shares, so that nothing is left over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.vintages import Vintage


@dataclass(frozen=True)
class MarginEffects:
    """Change of the net margin rate in three parts (rates 0-1); they add up.

    Over the clients whose net margin is known and whose revenue is positive.
    """

    before: float
    after: float
    own_rates: float
    """Clients of both reviews, at average shares: each one's own rate."""
    mix: float
    """Clients of both reviews, at average rates: their shares of the revenue."""
    moved: float
    """Clients of one review only."""

    @property
    def change(self) -> float:
        """The whole change."""
        return self.after - self.before


def rate_and_mix(
    shares_before: FloatArray,
    rates_before: FloatArray,
    shares_after: FloatArray,
    rates_after: FloatArray,
) -> tuple[float, float]:
    """The change of a rate by its own rates and by its mix; shares sum to 1.

    Two clients of equal weight at 10 % and 30 %; the second one grows to 3/4 and
    falls to 26 %: -2.5 points by its rate, +4.5 points by the mix.

    >>> half, after = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> found = rate_and_mix(half, np.array([0.1, 0.3]), after, np.array([0.1, 0.26]))
    >>> [round(float(x), 4) for x in found]
    [-0.025, 0.045]
    """
    average_shares = (shares_before + shares_after) / 2
    average_rates = (rates_before + rates_after) / 2
    own = float((average_shares * (rates_after - rates_before)).sum())
    mix = float((average_rates * (shares_after - shares_before)).sum())
    return own, mix


def margin_effects(before: Vintage, after: Vintage) -> MarginEffects | None:
    """The change of the net margin rate from one review to another, in its parts.

    None when one of them has no client with revenue and a known net margin.
    """
    old, new = _figures(before), _figures(after)
    if old.empty or new.empty:
        return None
    rate_before = _rate(old)
    rate_after = _rate(new)
    both = old.index.intersection(new.index, sort=True)
    old, new = old.loc[both], new.loc[both]
    if not len(both):
        moved = rate_after - rate_before
        return MarginEffects(rate_before, rate_after, 0.0, 0.0, moved)
    own, mix = rate_and_mix(
        *(
            found
            for frame in (old, new)
            for found in (
                (frame["revenue"] / frame["revenue"].sum()).to_numpy(),
                (frame["net_margin"] / frame["revenue"]).to_numpy(),
            )
        )
    )
    moved = (rate_after - _rate(new)) - (rate_before - _rate(old))
    return MarginEffects(rate_before, rate_after, own, mix, moved)


def _figures(vintage: Vintage) -> pd.DataFrame:
    """Revenue and net margin by client, sorted by code."""
    revenue, net = vintage.figures("revenue"), vintage.figures("net_margin")
    kept = (revenue > 0) & np.isfinite(net)
    frame = pd.DataFrame(
        {"revenue": revenue[kept], "net_margin": net[kept]},
        index=pd.Index(vintage.words("client_id")[kept], dtype=object),
    )
    return frame.sort_index()


def _rate(frame: pd.DataFrame) -> float:
    return float(frame["net_margin"].sum() / frame["revenue"].sum())
