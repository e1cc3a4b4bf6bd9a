"""What one year of each client brings and costs, and what of it would stop.

Source: method, section 4, What-if. Amounts in workbook currency over 12 months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.costing import CLIENT_DRIVER, Activity
from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.portfolio import Portfolio
from segmentation_addin.core.segmentation import Segmentation

ORDERS = "orders"
ORDER_DRIVERS = (ORDERS, "deliveries")
"""Drivers that follow the number of orders: fewer, larger orders cut both."""
VOLUME_DRIVERS = (CLIENT_DRIVER, ORDERS, "lines")
"""Drivers that follow what the client buys: a lower service leaves them."""


@dataclass(frozen=True)
class Base:
    """The clients as they stand (arrays of shape (n_clients,), NaN = unknown).

    A client whose cost to serve is unknown has no cost here: nothing that is not
    measured is ever counted as saved.
    """

    ids: NDArray[np.object_]
    letters: NDArray[np.object_]
    """"A".."D", "NC", "" for inactive clients."""
    revenue: FloatArray
    gross_margin: FloatArray
    cost_to_serve: FloatArray
    net_margin: FloatArray
    financing: FloatArray
    other_costs: FloatArray
    """Financing, bad debt and direct costs: they stop with the client."""
    days_to_pay: FloatArray
    cost_known: BoolArray
    activities: tuple[Activity, ...]
    activity_costs: FloatArray
    """Shape (n_clients, n_activities)."""
    drivers: tuple[str, ...]
    quantities: FloatArray
    """Units of each driver, shape (n_clients, n_drivers)."""

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Place of each client code."""
        return {str(client): i for i, client in enumerate(self.ids)}

    @cached_property
    def computable(self) -> BoolArray:
        """Clients whose revenue and gross margin are known."""
        known: BoolArray = ~(np.isnan(self.revenue) | np.isnan(self.gross_margin))
        return known

    @cached_property
    def avoidable_rates(self) -> FloatArray:
        """Share of each activity that stops with its driver; blank counts 0."""
        rates = [activity.avoidable_rate for activity in self.activities]
        return np.nan_to_num(np.array(rates, dtype=np.float64))

    @cached_property
    def avoidable_activities(self) -> FloatArray:
        """Activity cost that would stop without the client."""
        saved: FloatArray = self.activity_costs @ self.avoidable_rates
        return saved

    @cached_property
    def avoidable(self) -> FloatArray:
        """All cost that would stop without the client."""
        return self.avoidable_activities + self.other_costs

    @cached_property
    def after_avoidable(self) -> FloatArray:
        """Gross margin less avoidable cost: what the company loses if it leaves."""
        return self.gross_margin - self.avoidable

    @cached_property
    def exit_delta(self) -> FloatArray:
        """What 12 months without the client would change, nothing to pay once."""
        return -self.after_avoidable

    @cached_property
    def unsaid(self) -> tuple[str, ...]:
        """Activities with a cost of which nobody said what is avoidable."""
        spent = np.abs(self.activity_costs).sum(axis=0) > 0
        return tuple(
            activity.name
            for activity, costs in zip(self.activities, spent, strict=True)
            if costs and np.isnan(activity.avoidable_rate)
        )

    @cached_property
    def activity_drivers(self) -> NDArray[np.intp]:
        """Place in `drivers` of the driver of each activity."""
        places = [self.drivers.index(activity.driver) for activity in self.activities]
        return np.array(places, dtype=np.intp)

    def driver_costs(self, driver: str) -> tuple[FloatArray, FloatArray]:
        """Cost of the activities of one driver, and the part of it that is avoidable.

        `ORDER_DRIVERS` are asked for one by one.
        """
        mine = np.array([a.driver == driver for a in self.activities], dtype=bool)
        costs = self.activity_costs[:, mine]
        return costs.sum(axis=1), costs @ self.avoidable_rates[mine]

    @cached_property
    def orders(self) -> FloatArray:
        """Orders of the year; NaN where nobody counted any."""
        counted = self.quantities[:, self.drivers.index(ORDERS)]
        return np.where(counted > 0, counted, np.nan)

    @cached_property
    def average_order(self) -> FloatArray:
        """Revenue of one order; NaN where it is not known or not positive."""
        sold = np.where(self.revenue > 0, self.revenue, np.nan)
        mean: FloatArray = sold / self.orders
        return mean


def base_of(result: Segmentation) -> Base:
    """The clients of a segmentation, in its order."""
    current, cost, tariff = result.current, result.cost, result.tariff
    drivers = tuple(
        dict.fromkeys(
            (
                CLIENT_DRIVER,
                ORDERS,
                *current.quantities,
                *(activity.driver for activity in tariff.activities),
            )
        )
    )
    quantities = np.column_stack([_quantity(current, driver) for driver in drivers])
    priced = [
        _quantity(current, activity.driver, counted=True) * activity.unit_cost
        for activity in tariff.activities
    ]
    costs = np.column_stack(priced) if priced else np.zeros((len(current.active), 0))
    known = cost.known
    other = current.direct_cost + current.bad_debt + cost.financing
    return Base(
        ids=result.clients["client_id"].to_numpy(dtype=object),
        letters=result.clients["letter"].to_numpy(dtype=object),
        revenue=current.revenue,
        gross_margin=current.gross_margin,
        cost_to_serve=cost.total,
        net_margin=current.gross_margin - cost.total,
        financing=np.where(known, cost.financing, 0.0),
        other_costs=np.where(known, other, 0.0),
        days_to_pay=current.days_to_pay,
        cost_known=known,
        activities=tariff.activities,
        activity_costs=np.where(known[:, None], costs, 0.0),
        drivers=drivers,
        quantities=quantities,
    )


def _quantity(portfolio: Portfolio, driver: str, counted: bool = False) -> FloatArray:
    """Units of a driver; orders that the cost sheet lacks come from the margins.

    `counted` keeps to the cost sheet: the units that the activities price.
    """
    if driver == CLIENT_DRIVER:
        return portfolio.active.astype(np.float64)
    units = portfolio.quantities.get(driver)
    if units is None:
        units = np.zeros(len(portfolio.active))
    if driver == ORDERS and not counted:
        return np.where(units > 0, units, np.nan_to_num(portfolio.orders))
    return units
