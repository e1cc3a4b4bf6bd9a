"""What could take a client's margin away: a short list, checked in this order.

1. falling: an A or a B whose revenue fell by 20 % or more on the period before.
2. silent: an A or a B whose last order is more than twice its usual gap ago (and more
   than 30 days), or within 90 days of the gate that an A must pass.
3. fragile: an A or a B whose letter under 80 % of the draws keep.
4. late: a client that pays over 30 days later than the policy of its letter grants.
5. dependence: a client that makes over 10 % of the net margin of the portfolio.

A client has the first that holds. What is at risk is its net margin, so a client that
brings none is no risk; where the net margin is unknown the risk is told without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.robustness import TO_DISCUSS_UNDER
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.what_if.base import Base

FALL = 0.2
USUAL_GAPS, LEAST_DAYS, NEAR_GATE_DAYS = 2.0, 30.0, 90.0
LEAST_ORDERS = 2.0
LATE_DAYS = 30.0
DEPENDENCE = 0.1
YEAR = 365.0
_SAME = 1e-9


@dataclass(frozen=True)
class Risk:
    """The first risk of one client."""

    reason: str
    """falling, silent, near_gate, fragile, late or dependence."""
    amount: float
    """Net margin of the period, over 0; NaN when unknown. Currency."""
    seen: Mapping[str, float]
    """The figures behind the reason, by name."""


def risks(result: Segmentation, base: Base, granted: FloatArray) -> list[Risk | None]:
    """The first risk of each client, None where none holds.

    `granted` holds the days to pay that the policy grants, NaN where it says nothing.
    """
    clients = result.clients
    figures = {
        "revenue": clients["revenue"].to_numpy(dtype=np.float64),
        "previous": clients["previous_revenue"].to_numpy(dtype=np.float64),
        "days": clients["days"].to_numpy(dtype=np.float64),
        "gap": usual_gap(clients["orders"].to_numpy(dtype=np.float64)),
        "gate": np.full(len(clients), result.rules.gate_days),
        "robustness": clients["robustness"].to_numpy(dtype=np.float64),
        "days_to_pay": base.days_to_pay,
        "granted": granted,
    }
    net = clients["net_margin"].to_numpy(dtype=np.float64)
    total = float(np.nansum(net))
    figures["share"] = net / total if total > 0 else np.full(len(net), np.nan)
    held = _held(figures, np.isin(base.letters, ("A", "B")), base.letters == "A")
    bears = result.current.active & ~(net <= 0)
    found: list[Risk | None] = [None] * len(clients)
    for reason, where in reversed(held.items()):
        for i in np.flatnonzero(where & bears):
            seen = {name: float(figures[name][i]) for name in _SEEN[reason]}
            found[i] = Risk(reason, float(net[i]), seen)
    return found


_SEEN: Mapping[str, tuple[str, ...]] = {
    "falling": ("previous", "revenue"),
    "silent": ("days", "gap"),
    "near_gate": ("days", "gate"),
    "fragile": ("robustness",),
    "late": ("days_to_pay", "granted"),
    "dependence": ("share",),
}


def _held(
    figures: Mapping[str, FloatArray], good: BoolArray, best: BoolArray
) -> dict[str, BoolArray]:
    """Where each reason holds, the first to look at first."""
    before, days = figures["previous"], figures["days"]
    left = np.where(before > 0, 1 - FALL + _SAME, np.nan) * before
    apart = np.maximum(USUAL_GAPS * figures["gap"], LEAST_DAYS)
    return {
        "falling": good & (figures["revenue"] <= left),
        "silent": good & (days > apart),
        "near_gate": best & (days > figures["gate"] - NEAR_GATE_DAYS),
        "fragile": good & (figures["robustness"] < TO_DISCUSS_UNDER - _SAME),
        "late": figures["days_to_pay"] > figures["granted"] + LATE_DAYS + _SAME,
        "dependence": figures["share"] > DEPENDENCE + _SAME,
    }


def usual_gap(orders: FloatArray) -> FloatArray:
    """Days between two orders of a client; NaN under two orders.

    >>> usual_gap(np.array([52.0, 1.0, np.nan])).round(1).tolist()
    [7.0, nan, nan]
    """
    return YEAR / np.where(orders >= LEAST_ORDERS, orders, np.nan)
