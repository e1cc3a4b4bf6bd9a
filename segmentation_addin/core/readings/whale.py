"""The whale curve: net margins cumulated from the best client to the worst.

Source: method, section 4; Kaplan & Narayanan (2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.inputs import FloatArray

CURVE_POINTS = 101
BEST_SHARE_PERCENT = 20


@dataclass(frozen=True)
class WhaleCurve:
    """Cumulated net margin at 0, 1, ... 100 % of the clients, and its figures."""

    cumulated: FloatArray
    """Shape (101,), currency."""
    peak: float
    """Sum of the positive net margins."""
    rank_of_peak: int
    total: float
    loss_makers: int
    loss: float
    """Sum of the negative net margins (<= 0)."""
    best_share: float | None
    """Share of the net margin made by the best 20 %; None unless the total > 0."""

    @property
    def erosion(self) -> float:
        """What the loss-makers take back: peak less total."""
        return self.peak - self.total


def whale_curve(net_margin: FloatArray) -> WhaleCurve:
    """The curve of the clients whose net margin is known.

    >>> curve = whale_curve(np.array([100.0, 50, -30]))
    >>> curve.peak, curve.total, curve.rank_of_peak, curve.loss_makers
    (150.0, 120.0, 2, 1)
    """
    ordered = np.sort(net_margin[~np.isnan(net_margin)])[::-1]
    clients = len(ordered)
    running = np.concatenate([[0.0], np.cumsum(ordered)])
    percents = np.arange(CURVE_POINTS)
    ranks = -(-percents * clients // 100)
    total = float(running[-1])
    best = -(-clients * BEST_SHARE_PERCENT // 100)
    return WhaleCurve(
        cumulated=running[ranks],
        peak=float(ordered[ordered > 0].sum()),
        rank_of_peak=int((ordered > 0).sum()),
        total=total,
        loss_makers=int((ordered < 0).sum()),
        loss=float(ordered[ordered < 0].sum()),
        best_share=float(running[best]) / total if total > 0 else None,
    )
