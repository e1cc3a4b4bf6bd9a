"""One or several years of accounting exports as rows of the input sheets.

A FEC knows revenue, invoices, credit notes and payments by client; it knows no cost of
goods by client, no postcode, no sector and no driver: these stay blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.fec.statement import Statement
from segmentation_addin.imports.line_tables import LineTables

_TEXTS = ("sector", "country", "postcode", "account_manager")


def statements_to_tables(
    statements: Sequence[Statement], margin_rate: float | None = None
) -> LineTables:
    """Statements of different years as clients, margins and costs to serve.

    `margin_rate` (0-1) estimates the gross margin of every client alike; the rows then
    say so, and the margin drives no letter. A year that comes twice is an error.
    """
    ordered = sorted(statements, key=lambda x: x.period_end)
    frames = [x.clients.assign(period=x.period_end) for x in ordered]
    rows = pd.concat(frames, ignore_index=True)
    rows["period"] = rows["period"].astype("datetime64[us]")
    rows = rows.sort_values(["client_id", "period"], kind="stable", ignore_index=True)
    margin = rows["revenue"] * (np.nan if margin_rate is None else margin_rate)
    margins = pd.DataFrame(
        {
            "client_id": rows["client_id"],
            "name": rows["name"],
            "period": rows["period"],
            "revenue": rows["revenue"],
            "cost_of_goods": np.nan,
            "gross_margin": margin.round(2),
            "orders": rows["invoices"],
            "last_order": rows["last_order"].astype("datetime64[us]"),
            "active_months": rows["active_months"],
            "credit_notes": rows["credit_notes"],
            "days_to_pay": rows["days_to_pay"].round(1),
        }
    )
    costs = pd.DataFrame(
        {
            "client_id": rows["client_id"],
            "name": rows["name"],
            "period": rows["period"],
            "orders": rows["invoices"],
            "direct_cost": rows["discounts"],
            "bad_debt": rows["losses"],
        }
    )
    for column in ("direct_cost", "bad_debt"):
        if not costs[column].any():
            costs = costs.drop(columns=column)
    month = ordered[-1].period_end.month
    return LineTables(
        _clients(rows), margins, costs, ("orders",), month, _repeated(ordered)
    )


def _clients(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest name of each client, and the first day it is known to have bought."""
    last = rows.drop_duplicates("client_id", keep="last").reset_index(drop=True)
    since = rows.groupby("client_id")["since"].min().reindex(last["client_id"])
    blank: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    return pd.DataFrame(
        {
            "client_id": last["client_id"],
            "name": last["name"],
            **blank,
            "since": since.to_numpy().astype("datetime64[us]"),
        }
    )


def _repeated(ordered: Sequence[Statement]) -> list[Issue]:
    """An error for each pair of files that speak of the same months."""
    issues = []
    for before, after in pairwise(ordered):
        if after.period_start <= before.period_end:
            params: dict[str, ParamValue] = {
                "first": before.period_end.date().isoformat(),
                "last": after.period_end.date().isoformat(),
            }
            issues.append(Issue("fec_years_overlap", Severity.ERROR, params=params))
    return issues
