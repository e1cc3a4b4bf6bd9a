"""What would bring one client to its target, lever by lever, and what it may cost.

The volume that may be lost at most follows the break-even sales change of Nagle,
Hogan and Zale ("The Strategy and Tactics of Pricing"): -dP / (CM + dP), with dP the
gain of the lever and CM the contribution: gross margin less avoidable cost.

>>> round(float(most_volume_loss(np.array([0.5]), np.array([1.5]))[0]), 4)
0.25
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.what_if.base import ORDER_DRIVERS, Base


@dataclass(frozen=True)
class Goals:
    """Per client what alone would reach the target (shape (n_clients,)).

    NaN where the lever cannot, or where the client already is there (a price below
    0 aside: what could be given away).
    """

    gap: FloatArray
    """Net margin missing to the target; negative when it is passed. Currency."""
    price: FloatArray
    """Price change, rate. With a target of 0: -net margin / revenue."""
    price_loss: FloatArray
    """Share of the volume that this price may lose at most, 0-1."""
    drivers: Mapping[str, FloatArray]
    """Share of each driver to cut, 0-1: only its avoidable cost counts."""
    best_driver: NDArray[np.object_]
    """The driver of the smallest cut, "" when none reaches the target."""
    best_cut: FloatArray
    minimum_order: FloatArray
    """Size of an order, currency: the same volume in fewer orders and deliveries."""
    cost_loss: FloatArray
    """Share of the volume that a cut or a minimum order may lose at most, 0-1."""


def most_volume_loss(gain: FloatArray, contribution: FloatArray) -> FloatArray:
    """Share of the volume whose loss undoes a gain, 0-1; NaN without a gain.

    A client that contributes nothing may go entirely.
    """
    share: FloatArray = np.full(len(gain), np.nan)
    some = gain > 0
    loses = some & (contribution > 0)
    share[some] = 1.0
    np.divide(gain, gain + contribution, out=share, where=loses)
    return share


def goals(base: Base, target_rate: float = 0.0) -> Goals:
    """What brings each client to a net margin of `target_rate` x revenue (0-1)."""
    gap = target_rate * base.revenue - base.net_margin
    sold = base.revenue > 0
    price: FloatArray = np.full(len(gap), np.nan)
    np.divide(gap, base.revenue * (1 - target_rate), out=price, where=sold)
    contribution = base.after_avoidable
    gain = np.where(price > 0, base.revenue * price, np.nan)
    missing = np.where(gap > 0, gap, np.nan)
    cuts = {
        driver: _cut(missing, base.driver_costs(driver)[1])
        for driver in dict.fromkeys(activity.driver for activity in base.activities)
    }
    best, name = np.full(len(gap), np.nan), np.full(len(gap), "", dtype=object)
    for driver, cut in cuts.items():
        better = cut < np.where(np.isnan(best), np.inf, best)
        best[better], name[better] = cut[better], driver
    grouped = _cut(missing, sum_of(base, ORDER_DRIVERS))
    size = base.average_order / np.where(grouped < 1, 1 - grouped, np.nan)
    reached = ~np.isnan(best) | ~np.isnan(size)
    return Goals(
        gap=gap,
        price=price,
        price_loss=most_volume_loss(gain, contribution),
        drivers=cuts,
        best_driver=name,
        best_cut=best,
        minimum_order=size,
        cost_loss=most_volume_loss(np.where(reached, missing, np.nan), contribution),
    )


def sum_of(base: Base, drivers: tuple[str, ...]) -> FloatArray:
    """Avoidable cost of several drivers together."""
    total: FloatArray = np.zeros(len(base.ids))
    for driver in drivers:
        total = total + base.driver_costs(driver)[1]
    return total


def _cut(missing: FloatArray, avoidable: FloatArray) -> FloatArray:
    """Share of an avoidable cost that covers what is missing; NaN above 1."""
    cut: FloatArray = np.full(len(missing), np.nan)
    np.divide(missing, avoidable, out=cut, where=avoidable > 0)
    cut[~(cut <= 1)] = np.nan
    return cut
