"""Revenue against the ledger, one sheet against another."""

import numpy as np
import pytest
from portfolios import codes, portfolio, segmented

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.issues import Issue
from segmentation_addin.core.reconciliation import Reconciliation, reconcile
from segmentation_addin.core.segmentation import segment

MARGINS = """
    client_id  period      revenue  rebates  gross_margin  orders
    A          2025-12-31  600.10   .        200           10
    B          2025-12-31  420.00   20       150           4
    Unknown    2025-12-31  50.00    .        10            .
    A          2024-12-31  900.00   .        300           9
"""
CLIENTS = "client_id\nA\nB"


def inputs(ledger: float | None = None, costs: str = "") -> InputTables:
    return portfolio(MARGINS, CLIENTS, costs, control_revenue=ledger)


def ledger_issue(ledger: float) -> Issue | None:
    issues = segment(inputs(ledger), robust=False)[1]
    return next((issue for issue in issues if issue.code == "ledger_differs"), None)


def test_all_revenue_of_the_period_is_held_against_the_ledger() -> None:
    tables = inputs(1050.10)
    held = reconcile(tables, segmented(tables).current)
    assert held is not None
    assert held.found == pytest.approx(1050.10)
    assert held.difference == 0.0


def test_nothing_is_compared_when_nobody_typed_the_ledger() -> None:
    assert reconcile(inputs(), segmented(inputs()).current) is None
    assert "ledger_differs" not in codes(inputs())


def test_beyond_half_a_per_cent_it_is_a_warning_told_to_the_cent() -> None:
    assert ledger_issue(1050.10 / 1.0049) is None
    issue = ledger_issue(1040.07)
    assert issue is not None
    assert (issue.params["difference"], issue.amount) == (10.03, 10.03)


def test_a_ledger_of_nothing_agrees_with_nothing_only() -> None:
    assert Reconciliation(0.0, 0.0).agrees
    assert not Reconciliation(0.0, 0.02).agrees
    assert Reconciliation(0.0, 5.0).share is None


@pytest.mark.parametrize(
    ("orders", "told"), [((10, 4), False), ((10, 3), True), ((10, "."), False)]
)
def test_orders_of_the_same_clients_are_counted_the_same(
    orders: tuple[object, object], told: bool
) -> None:
    costs = f"""
    client_id  period      orders  direct_cost
    A          2025-12-31  {orders[0]}  1
    B          2025-12-31  {orders[1]}  1
    """
    assert ("orders_differ" in codes(inputs(costs=costs))) is told
    assert np.isfinite(segmented(inputs(costs=costs)).current.revenue).all()
