"""What has to agree: the revenue with the ledger, one sheet with another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.inputs import InputTables, dates, floats
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.portfolio import Portfolio, Roster

LEDGER_TOLERANCE = 0.005
"""Share of the ledger's revenue beyond which a difference is a warning."""
ORDERS_TOLERANCE = 0.005
CENT = 0.005


@dataclass(frozen=True)
class Reconciliation:
    """Revenue of the inputs against the revenue of the ledger, in currency."""

    ledger: float
    found: float
    """Revenue of the period, unknown clients included, after rebates."""

    @property
    def difference(self) -> float:
        """What the inputs hold beyond the ledger, to the cent."""
        return round(self.found - self.ledger, 2)

    @property
    def share(self) -> float | None:
        """The difference as a share of the ledger; None when that is 0."""
        return self.difference / abs(self.ledger) if self.ledger else None

    @property
    def agrees(self) -> bool:
        """Within the tolerance; of a ledger of 0, to the cent."""
        return abs(self.found - self.ledger) <= max(
            LEDGER_TOLERANCE * abs(self.ledger), CENT
        )


def reconcile(inputs: InputTables, current: Portfolio) -> Reconciliation | None:
    """The revenue held against the ledger's; None when nobody typed the ledger's.

    That of the letters and of the unknown clients together: what the Check block of
    Home adds up.
    """
    ledger = inputs.settings.get("control_revenue")
    if ledger is None:
        return None
    found = float(np.nansum(current.revenue)) + current.orphan_revenue
    return Reconciliation(float(ledger), found)


def reconciliation_issues(
    inputs: InputTables, found: Roster, current: Portfolio
) -> list[Issue]:
    """Revenue beside the ledger, and orders that two sheets count differently."""
    issues = []
    held = reconcile(inputs, current)
    if held is not None and not held.agrees:
        issues.append(
            Issue(
                "ledger_differs",
                Severity.WARNING,
                "tblMargins",
                None,
                "revenue",
                params={
                    "found": held.found,
                    "expected": held.ledger,
                    "difference": held.difference,
                },
                amount=abs(held.difference),
            )
        )
    return [*issues, *_orders_apart(inputs, found, current)]


def _orders_apart(
    inputs: InputTables, found: Roster, current: Portfolio
) -> list[Issue]:
    """A note when Margins and Cost to serve count the orders of the same clients,
    and differ.
    """
    costs = inputs.cost_to_serve
    orders = floats(costs, "orders")
    counted = current.period.holds(dates(costs, "period")) & ~np.isnan(orders)
    counted &= found.cost_client >= 0
    both = np.zeros(len(found.ids), dtype=bool)
    both[found.cost_client[counted]] = True
    both &= ~np.isnan(current.orders)
    if not both.any():
        return []
    expected = float(current.orders[both].sum())
    served = float(current.quantities["orders"][both].sum())
    if abs(served - expected) <= ORDERS_TOLERANCE * max(abs(served), abs(expected)):
        return []
    return [
        Issue(
            "orders_differ",
            Severity.NOTE,
            "tblCostToServe",
            None,
            "orders",
            params={"found": served, "expected": expected},
            amount=float(np.nansum(current.revenue[both])),
        )
    ]
