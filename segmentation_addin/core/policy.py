"""The offer and the service of each letter, and who is served above or below it.

Every gap is measured or not told: a figure that the policy leaves blank, that the
workbook does not count, or of a client whose cost to serve is unknown makes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray, floats, texts
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.what_if.base import ORDER_DRIVERS, Base

VISITS, HOURS = "visits", "hours"
GRANTED = (VISITS, HOURS)
"""Drivers of which the policy grants a number of units a year."""
MINIMUM_ORDER, PAYMENT = "minimum_order", "payment_days"
ITEMS = (*GRANTED, MINIMUM_ORDER, PAYMENT)
"""What is compared, in the order of the lines of one client."""
_SAME = 1e-9


@dataclass(frozen=True)
class PolicyGap:
    """One client that is served above or below the policy of its letter."""

    client_id: str
    letter: str
    item: str
    """One of `ITEMS`."""
    granted: float
    """What the policy says: units a year, currency of one order, or days."""
    given: float
    """What the client has."""
    amount: float
    """What the gap costs in 12 months: above 0 where the client gets more than its
    letter grants, under 0 where it gets less. Currency; NaN where nothing prices it."""

    @property
    def above(self) -> bool:
        """More service than the letter grants: a smaller order is one."""
        more = self.given > self.granted
        return not more if self.item == MINIMUM_ORDER else more


def allowances(
    policy: pd.DataFrame, letters: NDArray[np.object_]
) -> dict[str, FloatArray]:
    """What the policy grants each client, by item; NaN where it says nothing.

    `letters` holds the letter of each client. The first row of a letter counts.
    """
    rows = policy[~policy.duplicated("letter")] if len(policy) else policy
    place = {str(letter): i for i, letter in enumerate(texts(rows, "letter"))}
    at = np.array([place.get(str(letter), -1) for letter in letters], dtype=np.intp)
    granted: dict[str, FloatArray] = {}
    for item in ITEMS:
        figures = floats(rows, item)
        figures = np.where(figures < 0, np.nan, figures)
        granted[item] = np.append(figures, np.nan)[at]
    return granted


def driver_allowances(
    policy: pd.DataFrame, letters: NDArray[np.object_]
) -> dict[str, FloatArray]:
    """The units of each driver that the policy grants, where it grants any at all."""
    granted = allowances(policy, letters)
    return {
        driver: granted[driver]
        for driver in GRANTED
        if not np.isnan(granted[driver]).all()
    }


def policy_gaps(
    result: Segmentation, base: Base, policy: pd.DataFrame
) -> list[PolicyGap]:
    """Who is served above or below its policy, the largest gap in currency first.

    Gaps that nothing prices come last, then by client code, in the order of `ITEMS`.
    """
    if not len(policy):
        return []
    granted = allowances(policy, base.letters)
    found = [
        gap
        for item in ITEMS
        for gap in _gaps(item, *_compared(item, granted[item], result, base), base)
    ]
    order = {item: place for place, item in enumerate(ITEMS)}
    return sorted(found, key=lambda gap: (*_size(gap), gap.client_id, order[gap.item]))


def _size(gap: PolicyGap) -> tuple[bool, float]:
    known = gap.amount == gap.amount
    return not known, -abs(gap.amount) if known else 0.0


def _compared(
    item: str, granted: FloatArray, result: Segmentation, base: Base
) -> tuple[FloatArray, FloatArray, BoolArray, FloatArray]:
    """Granted, given, who differs, and what one unit of the difference costs."""
    if item == MINIMUM_ORDER:
        return granted, *_small_orders(granted, base)
    if item == PAYMENT:
        return granted, *_late_payments(granted, base)
    return granted, *_units(item, granted, result, base)


def _units(
    driver: str, granted: FloatArray, result: Segmentation, base: Base
) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Units of a driver against the policy, at the rates of its activities."""
    counted = result.current.quantities.get(driver)
    active = result.current.active
    unknown = np.full(len(granted), np.nan)
    if counted is None or not np.nansum(counted) > 0:
        return unknown, np.zeros(len(granted), dtype=bool), unknown
    differs = active & base.cost_known & (np.abs(counted - granted) > _SAME)
    rates = [x.unit_cost for x in base.activities if x.driver == driver]
    one = float(sum(rates)) if rates else nan
    return counted, differs, (counted - granted) * one


def _small_orders(
    granted: FloatArray, base: Base
) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Clients whose average order is under the minimum, and what grouping frees.

    The same volume in orders of the minimum: the share of the orders that falls away
    frees the cost of handling and delivering them.
    """
    mean = base.average_order
    small = mean < granted - _SAME
    handling: FloatArray = np.zeros(len(granted))
    for driver in ORDER_DRIVERS:
        handling = handling + base.driver_costs(driver)[0]
    away = np.where(small, 1 - mean / np.where(small, granted, 1.0), np.nan)
    return mean, small, np.where(handling > 0, handling * away, np.nan)


def _late_payments(
    granted: FloatArray, base: Base
) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Clients that pay later than the policy grants, and what it costs to wait."""
    days = base.days_to_pay
    late = (days > granted + _SAME) & (base.revenue > 0)
    financed = np.where(base.financing > 0, base.financing, np.nan)
    return days, late, financed * np.where(late, (days - granted) / days, np.nan)


def _gaps(
    item: str,
    granted: FloatArray,
    given: FloatArray,
    differs: BoolArray,
    amounts: FloatArray,
    base: Base,
) -> Iterator[PolicyGap]:
    for i in np.flatnonzero(differs):
        yield PolicyGap(
            client_id=str(base.ids[i]),
            letter=str(base.letters[i]),
            item=item,
            granted=float(granted[i]),
            given=float(given[i]),
            amount=float(amounts[i]),
        )
