"""What is at stake in a finding that did not say: the revenue of the clients it names.

A finding on a rule of the scale or on a setting concerns everybody and has no amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import InputTables, row_numbers, texts
from segmentation_addin.core.issues import Issue
from segmentation_addin.core.segmentation import Segmentation

_OF_CLIENTS = ("tblClients", "tblOverrides")
_OF_EVERYBODY = frozenset({"no_cost_anywhere"})


def with_stakes(
    issues: list[Issue], inputs: InputTables, result: Segmentation
) -> list[Issue]:
    """The same findings, with the revenue of their clients where none was said."""
    wanting = {
        issue.table
        for issue in issues
        if issue.amount is None and issue.table in _OF_CLIENTS
    }
    revenue = np.nan_to_num(result.current.revenue)
    worth: dict[str | None, Mapping[int, float]] = {
        table: _revenue_by_row(inputs, result, revenue, str(table)) for table in wanting
    }
    total = float(revenue.sum())
    return [_with_stake(issue, worth, total) for issue in issues]


def _revenue_by_row(
    inputs: InputTables,
    result: Segmentation,
    revenue: NDArray[np.float64],
    table: str,
) -> Mapping[int, float]:
    """Revenue of the client of each row, by its place in the workbook's table."""
    if table == "tblClients":
        rows = row_numbers(inputs.clients)[result.client_rows]
        return dict(zip(rows.tolist(), revenue.tolist(), strict=True))
    named = pd.Series(texts(inputs.overrides, "client_id"), dtype=object)
    ids = result.clients["client_id"].to_numpy(dtype=object)
    found = named.map(pd.Series(revenue, index=ids)).fillna(0.0)
    rows = row_numbers(inputs.overrides)
    return dict(zip(rows.tolist(), found.tolist(), strict=True))


def _with_stake(
    issue: Issue, worth: Mapping[str | None, Mapping[int, float]], total: float
) -> Issue:
    if issue.amount is not None:
        return issue
    if issue.code in _OF_EVERYBODY:
        return replace(issue, amount=total)
    rows = issue.rows or (() if issue.row is None else (issue.row,))
    known = [
        worth[issue.table][row] for row in rows if row in worth.get(issue.table, {})
    ]
    return replace(issue, amount=sum(known)) if known else issue
