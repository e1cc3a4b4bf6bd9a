"""The first levers of one client, in currency. Source: method, section 4, What-if.

Each lever is one plain step, the same for every client, so that the amounts compare:
price + 1 %, each driver - 10 %, orders grouped by ten (a minimum order), payment
ten days sooner. Leaving is a lever only where it is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from segmentation_addin.core.costing import CLIENT_DRIVER
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.what_if.actions import (
    EXIT,
    MINIMUM_ORDER,
    REPRICE,
    SERVICE,
)
from segmentation_addin.core.what_if.base import ORDER_DRIVERS, Base, base_of
from segmentation_addin.core.what_if.statement import proposes_exit

MOST = 3
PRICE_STEP = 0.01
CUT_STEP = 0.1
DAYS_STEP = 10.0
PAYMENT = "payment"


@dataclass(frozen=True)
class Lever:
    """One step that a client's result could take, over 12 months."""

    action: str
    """reprice, service, minimum_order, payment or exit."""
    driver: str
    """Driver that changes, "" where none does."""
    change: float
    """Rate of the step: 0.01 = price + 1 %, -0.1 = driver - 10 %, -1 = exit; days
    for a payment."""
    amount: float
    """Order size for a minimum order, else NaN. Currency."""
    delta: float
    """What the net margin gains in currency; stranded cost is not counted."""
    stranded: float
    """Cost that the step frees but does not save, currency."""


def levers(result: Segmentation, inputs: InputTables, i: int) -> list[Lever]:
    """The (at most three) levers that bring most to client `i`, best first.

    Empty when its revenue or its gross margin is unknown.
    """
    del inputs
    base = base_of(result)
    if not base.computable[i]:
        return []
    found = [*_price(base, i), *_services(base, i), *_orders(base, i)]
    found += [*_payment(base, i), *_exit(base, i)]
    useful = [lever for lever in found if lever.delta > 0 or lever.stranded > 0]
    return sorted(
        useful,
        key=lambda lever: (-lever.delta, -lever.stranded, lever.action, lever.driver),
    )[:MOST]


def _price(base: Base, i: int) -> list[Lever]:
    gain = float(base.revenue[i]) * PRICE_STEP
    return [Lever(REPRICE, "", PRICE_STEP, nan, gain, 0.0)] if gain > 0 else []


def _services(base: Base, i: int) -> list[Lever]:
    drivers = dict.fromkeys(activity.driver for activity in base.activities)
    return [
        _cut(base, i, (driver,), SERVICE, nan)
        for driver in drivers
        if driver not in (CLIENT_DRIVER, *ORDER_DRIVERS)
    ]


def _orders(base: Base, i: int) -> list[Lever]:
    size = float(base.average_order[i]) / (1 - CUT_STEP)
    if isnan(size):
        return []
    return [_cut(base, i, ORDER_DRIVERS, MINIMUM_ORDER, size)]


def _cut(
    base: Base, i: int, drivers: tuple[str, ...], action: str, amount: float
) -> Lever:
    costs = [base.driver_costs(driver) for driver in drivers]
    spent = sum(float(cost[i]) for cost, _ in costs) * CUT_STEP
    saved = sum(float(avoidable[i]) for _, avoidable in costs) * CUT_STEP
    return Lever(action, drivers[0], -CUT_STEP, amount, saved, spent - saved)


def _payment(base: Base, i: int) -> list[Lever]:
    days, cost = float(base.days_to_pay[i]), float(base.financing[i])
    if not (days > 0 and cost > 0):
        return []
    sooner = min(DAYS_STEP, days)
    return [Lever(PAYMENT, "", -sooner, nan, cost * sooner / days, 0.0)]


def _exit(base: Base, i: int) -> list[Lever]:
    if not proposes_exit(base)[i]:
        return []
    stranded = float(base.cost_to_serve[i] - base.avoidable[i])
    return [Lever(EXIT, "", -1.0, nan, float(base.exit_delta[i]), stranded)]
