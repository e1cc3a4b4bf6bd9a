"""What decisions change in the year of the clients that they concern.

One formula for all of them. With K the share of the volume that stays, p the price
change and L the share of each driver that stays:

    revenue      = revenue x (1 + p) x K + fees
    gross margin = (gross margin + revenue x p) x K + fees
    saved        = (1 - K) x (financing + bad debt + direct cost)
                   + sum(activity cost x avoidable rate x (1 - K x L))
    stranded     = sum(activity cost x (1 - avoidable rate) x (1 - K x L))

An exit is K = 0: -gross margin + financing + bad debt + direct cost + sum(activity
cost x avoidable rate). A price change is -v (gross margin - avoidable cost) + revenue
x p x (1 - v), with v = 1 - K. Source: method, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.what_if.actions import (
    CHANNEL,
    EXIT,
    FEE,
    MINIMUM_ORDER,
    REPRICE,
    SERVICE,
    Action,
)
from segmentation_addin.core.what_if.base import ORDER_DRIVERS, VOLUME_DRIVERS, Base

Places = NDArray[np.intp]
MEASURES = ("revenue", "gross_margin", "saved", "new_cost", "stranded")
"""What an effect is made of, in the order of its columns."""


@dataclass
class Course:
    """How the clients are dealt with, decision after decision."""

    base: Base
    price: FloatArray
    """1 + price change, shape (n_clients,)."""
    kept: FloatArray
    """Share of the volume that stays, shape (n_clients,)."""
    left: FloatArray
    """Share of each driver that stays, shape (n_clients, n_drivers)."""
    grouped: FloatArray
    """Share of the orders that stays under a minimum order, shape (n_clients,)."""
    fees: FloatArray
    """Fee on a unit of each driver, shape (n_clients, n_drivers)."""
    moved: FloatArray
    """Cost of the units that took another channel, shape (n_clients,)."""

    @classmethod
    def as_today(cls, base: Base) -> Course:
        """Nothing decided."""
        clients, drivers = base.quantities.shape
        return cls(
            base,
            np.ones(clients),
            np.ones(clients),
            np.ones((clients, drivers)),
            np.ones(clients),
            np.zeros((clients, drivers)),
            np.zeros(clients),
        )

    def take(self, action: Action, at: Places) -> None:
        """Takes one decision for the clients at these places."""
        if action.kind == EXIT:
            self.kept[at] = 0.0
            return
        self.kept[at] *= 1 - action.volume_loss
        if action.kind == REPRICE:
            self.price[at] *= 1 + action.rate
        elif action.kind == SERVICE:
            columns = self._columns(action.units)
            self.left[np.ix_(at, columns)] *= 1 - action.rate
        elif action.kind == MINIMUM_ORDER:
            self._group(action.amount, at)
        elif action.kind == CHANNEL:
            self._move(action, at)
        elif action.kind == FEE:
            column = self.base.drivers.index(action.units)
            self.fees[at, column] += action.amount
            if not isnan(action.rate):
                self.left[at, column] *= 1 - action.rate

    def _columns(self, driver: str) -> Places:
        """Places of the drivers that a lower service cuts."""
        cut = [
            place
            for place, name in enumerate(self.base.drivers)
            if name == driver or (not driver and name not in VOLUME_DRIVERS)
        ]
        return np.array(cut, dtype=np.intp)

    def _group(self, smallest: float, at: Places) -> None:
        """Orders under the minimum are grouped: the same volume in fewer of them."""
        mean = self.base.average_order[at]
        small = mean < smallest
        share = np.where(small, mean / np.where(small, smallest, 1.0), 1.0)
        self.grouped[at] = np.minimum(self.grouped[at], share)

    def _move(self, action: Action, at: Places) -> None:
        column = self.base.drivers.index(action.units)
        units = self.base.quantities[at, column] * self._stays(at)[:, column]
        unit_cost = 0.0 if isnan(action.amount) else action.amount
        self.moved[at] += units * action.rate * unit_cost
        self.left[at, column] *= 1 - action.rate

    def _stays(self, at: Places) -> FloatArray:
        """Share of each driver that stays, minimum order included."""
        stays = self.left[at].copy()
        for driver in ORDER_DRIVERS:
            if driver in self.base.drivers:
                stays[:, self.base.drivers.index(driver)] *= self.grouped[at]
        return stays

    def effect(self, at: Places) -> FloatArray:
        """What differs from today over 12 months, shape (len(at), len(MEASURES))."""
        base, kept = self.base, self.kept[at]
        sold, margin = base.revenue[at], base.gross_margin[at]
        stays = self._stays(at)
        fees = (self.fees[at] * base.quantities[at] * stays).sum(axis=1) * kept
        dearer = sold * (self.price[at] - 1) * kept
        gone = base.activity_costs[at] * (
            1 - stays[:, base.activity_drivers] * kept[:, None]
        )
        saved = gone @ base.avoidable_rates
        return np.column_stack(
            [
                dearer - sold * (1 - kept) + fees,
                dearer - margin * (1 - kept) + fees,
                saved + base.other_costs[at] * (1 - kept),
                self.moved[at] * kept,
                gone.sum(axis=1) - saved,
            ]
        )
