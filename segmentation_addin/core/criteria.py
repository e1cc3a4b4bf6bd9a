"""What each criterion measures, per client. Source: method, section 2.

Units: amounts in currency, rates 0-1, days, months, years, ratings 0-5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from segmentation_addin.core.costing import CostToServe
from segmentation_addin.core.inputs import FloatArray, InputTables, dates, floats
from segmentation_addin.core.portfolio import Portfolio, Roster

RATINGS = (
    "potential",
    "upsell",
    "criticality",
    "digital_maturity",
    "innovation",
    "autonomy",
    "complexity",
)
CRITERIA = (
    "value",
    "margin",
    "service",
    "potential",
    "recurrence",
    "recency",
    "frequency",
    "growth",
    "tenure",
    "share_of_wallet",
    "upsell",
    "criticality",
    "digital_maturity",
    "innovation",
    "autonomy",
    "complexity",
    "credit_note_rate",
    "days_to_pay",
)
UNITS: dict[str, tuple[str, float]] = {
    "value": ("currency", 0.01),
    "margin": ("rate", 0.001),
    "service": ("rate", 0.001),
    "recurrence": ("months", 1),
    "recency": ("days", 1),
    "frequency": ("orders", 1),
    "growth": ("rate", 0.001),
    "tenure": ("years", 0.1),
    "share_of_wallet": ("rate", 0.001),
    "credit_note_rate": ("rate", 0.001),
    "days_to_pay": ("days", 1),
    **dict.fromkeys(RATINGS, ("rating", 1)),
}
"""Unit of each criterion and the step to which a target is rounded."""
WORST = np.inf
"""Cost-to-serve ratio of a client whose gross margin is not positive."""
DAYS_A_YEAR = 365.25


def divide(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Top / bottom where bottom > 0, NaN elsewhere."""
    result: FloatArray = np.full(len(top), np.nan)
    with np.errstate(over="ignore"):
        np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def measures(
    inputs: InputTables,
    found: Roster,
    portfolio: Portfolio,
    cost: CostToServe,
    previous: Portfolio | None,
    wanted: tuple[str, ...] = CRITERIA,
) -> dict[str, FloatArray]:
    """The value of each wanted criterion for each client, NaN where unknown.

    `service` is +inf (worst) where the gross margin is not positive. Clients that
    are inactive in the period have no value at all.
    """
    clients = inputs.clients

    def sheet(column: str) -> FloatArray:
        return floats(clients, column)[found.rows]

    def service() -> FloatArray:
        ratio = divide(cost.total, portfolio.gross_margin)
        worst = cost.known & (portfolio.gross_margin <= 0)
        return np.where(worst, WORST, ratio)

    def growth() -> FloatArray:
        if previous is None:
            return np.full(len(found.ids), np.nan)
        return divide(portfolio.revenue, previous.revenue) - 1

    def tenure() -> FloatArray:
        since = dates(clients, "since")[found.rows]
        days = (portfolio.period.end - since).astype(np.float64)
        return np.where(np.isnat(since) | (days < 0), np.nan, days / DAYS_A_YEAR)

    def credit_note_rate() -> FloatArray:
        return divide(
            portfolio.credit_notes, portfolio.revenue + portfolio.credit_notes
        )

    sources: dict[str, Callable[[], FloatArray]] = {
        "value": lambda: portfolio.revenue,
        "margin": lambda: divide(portfolio.gross_margin, portfolio.revenue),
        "service": service,
        "recurrence": lambda: portfolio.active_months,
        "recency": lambda: portfolio.days,
        "frequency": lambda: portfolio.orders,
        "growth": growth,
        "tenure": tenure,
        "share_of_wallet": lambda: divide(portfolio.revenue, sheet("wallet")),
        "credit_note_rate": credit_note_rate,
        "days_to_pay": lambda: portfolio.days_to_pay,
    }
    found_values: dict[str, FloatArray] = {}
    for key in wanted:
        values = sources[key]() if key in sources else sheet(key)
        if key == "margin":
            values = np.where(portfolio.estimated, np.nan, values)
        found_values[key] = np.where(portfolio.active, values, np.nan)
    return found_values
