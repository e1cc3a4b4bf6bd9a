"""What is wrong with the books of a FEC, or must be known of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.fec.entries import Entries
from segmentation_addin.imports.fec.ledger import Ledger
from segmentation_addin.imports.fec.revenue import Revenue

LEAST_ALLOCATED_RATE = 0.8
"""Share of the revenue under which the sales do not pass through client accounts."""
LONGEST_MONTHS = 24
"""An accounting year is never longer; a mistyped date makes it so."""
_SLACK_RATE = 1e-6
_SLACK_CENTS = 100


def line_issues(ledger: Ledger) -> list[Issue]:
    """Lines that cannot be read."""
    if not ledger.unread_count:
        return []
    listed = ", ".join(str(number) for number, _ in ledger.unread)
    params: dict[str, ParamValue] = {"count": ledger.unread_count, "lines": listed}
    return [Issue("fec_lines_unread", Severity.WARNING, params=params)]


def book_issues(ledger: Ledger, entries: Entries, revenue: Revenue) -> list[Issue]:
    """What is wrong with the books as a whole."""
    balance = ledger.lines["balance"].to_numpy()
    gap, moved = int(balance.sum()), int(np.abs(balance).sum())
    issues = []
    amount = abs(gap) / 100
    params: dict[str, ParamValue] = {"gap": amount, "lines": ledger.count}
    if ledger.cut or abs(gap) > max(_SLACK_CENTS, moved * _SLACK_RATE):
        code = "fec_cut" if ledger.cut else "fec_unbalanced"
        issues.append(Issue(code, Severity.ERROR, params=params, amount=amount))
    elif entries.unbalanced:
        params = {"count": entries.unbalanced}
        amount = entries.unbalanced_cents / 100
        issues.append(
            Issue(
                "fec_entries_unbalanced", Severity.WARNING, params=params, amount=amount
            )
        )
    total = revenue.total / 100
    if not revenue.total and revenue.sales.empty:
        issues.append(Issue("fec_no_sales", Severity.ERROR))
    elif revenue.total < 0:
        issues.append(Issue("fec_inverted", Severity.ERROR, amount=abs(total)))
    return issues


def client_issues(
    clients: pd.DataFrame, revenue: Revenue, start: pd.Timestamp, end: pd.Timestamp
) -> list[Issue]:
    """What is to know of the clients and of the period, as `Statement` has them."""
    total = revenue.total / 100
    counter = clients["counter"].to_numpy(dtype=bool)
    named = float(clients["revenue"][~counter].sum())
    rate = named / total if total else 0.0
    issues = []
    params: dict[str, ParamValue] = {"rate": rate, "clients": int((~counter).sum())}
    if rate < LEAST_ALLOCATED_RATE or (~counter).sum() < 2:
        issues.append(
            Issue("fec_cash_sales", Severity.ERROR, params=params, amount=total - named)
        )
        return issues
    lost = sum(revenue.unallocated.values()) / 100
    if lost:
        params = {"rate": 1 - sum(clients["revenue"]) / total}
        issues.append(
            Issue("fec_unallocated", Severity.NOTE, params=params, amount=lost)
        )
    undone = clients[["cancelled_count", "replaced_count"]].sum()
    if undone["cancelled_count"]:
        params = {
            "count": int(undone["cancelled_count"]),
            "replaced": int(undone["replaced_count"]),
        }
        amount = float(clients["cancelled"].sum())
        issues.append(
            Issue("fec_cancelled", Severity.NOTE, params=params, amount=amount)
        )
    checks = (
        ("fec_counter", counter, "revenue"),
        ("fec_shared", clients["shared"].to_numpy() != 0, "shared"),
        ("fec_factored", clients["factored"].to_numpy(dtype=bool), "revenue"),
        ("fec_delay_indicative", (clients["delay"] == "order").to_numpy(), "revenue"),
    )
    for code, flags, column in checks:
        if flags.any():
            params = {"count": int(flags.sum())}
            amount = float(clients[column][flags].abs().sum())
            severity = (
                Severity.NOTE if code == "fec_delay_indicative" else Severity.WARNING
            )
            issues.append(Issue(code, severity, params=params, amount=amount))
    months = months_between(start, end)
    params = {
        "months": months,
        "revenue": total,
        "annual": total * 12 / months,
        "first": start.date().isoformat(),
        "last": end.date().isoformat(),
    }
    if months > LONGEST_MONTHS:
        issues.append(Issue("fec_dates", Severity.ERROR, params=params))
    elif months != 12:
        issues.append(Issue("fec_not_a_year", Severity.WARNING, params=params))
    return issues


def months_between(start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Number of months from the first day to the last, both counted."""
    return (end.year - start.year) * 12 + end.month - start.month + 1
