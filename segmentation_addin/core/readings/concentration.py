"""Concentration: how much rests on few clients.

Source: method, section 4; Herfindahl-Hirschman index; Gini (1912). Worked examples, in
the test: the four firms of the US merger guidelines (HHI 0.26) and the ten incomes of
the R package ineq (Gini 0.462).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray

TOP_SHARES_PERCENT = (1, 5, 10, 20)
LOST_CLIENTS = (1, 3, 5)


@dataclass(frozen=True)
class Concentration:
    """Shares 0-1 of the total of the non-negative values; None when it is 0."""

    top_shares: dict[int, float | None]
    """Share of the first 1, 5, 10, 20 % of the clients (ceil)."""
    hhi: float | None
    """Sum of squared shares, 0-1."""
    equivalent_clients: float | None
    """1 / HHI: as many equal clients would be as concentrated."""
    gini: float | None


def concentration(values: FloatArray) -> Concentration:
    """Concentration of the known, non-negative values (negative ones count as 0).

    >>> concentration(np.array([50.0, 30, 20])).hhi
    0.38
    """
    kept = np.sort(np.maximum(values[~np.isnan(values)], 0.0))[::-1]
    clients, total = len(kept), float(kept.sum())
    if not total > 0:
        return Concentration(dict.fromkeys(TOP_SHARES_PERCENT), None, None, None)
    running = np.cumsum(kept)
    shares: dict[int, float | None] = {
        percent: float(running[-(-clients * percent // 100) - 1]) / total
        for percent in TOP_SHARES_PERCENT
    }
    hhi = round(float(((kept / total) ** 2).sum()), 15)
    ranks = np.arange(clients, 0, -1)
    gini = float(2 * (ranks * kept).sum() / (clients * total) - (clients + 1) / clients)
    return Concentration(shares, hhi, 1 / hhi, gini)


def margin_after_loss(
    net_margin: FloatArray, revenue: FloatArray, client_ids: NDArray[np.object_]
) -> dict[int, float]:
    """Net margin left after losing the 1, 3, 5 clients of largest revenue.

    Equal revenues are ordered by client code.
    """
    order = np.lexsort((client_ids.astype(str), -np.nan_to_num(revenue)))
    margins = np.nan_to_num(net_margin)[order]
    total = float(margins.sum())
    return {count: total - float(margins[:count].sum()) for count in LOST_CLIENTS}
