"""Clients who may be one and the same: equal SIREN, or equal name spelling aside.

Two codes of one client split its revenue, so neither letter describes it. Clients
that share a group code are known to belong together and are not reported; nor are
namesakes whose SIREN numbers differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.company_names import (
    SIREN_DIGITS,
    company_numbers,
    keys_hold,
)
from segmentation_addin.core.inputs import InputTables, IntArray, row_numbers, texts
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.portfolio import Portfolio, Roster

SHOWN = 5
"""Codes that a message names; all rows are in the issue."""


@dataclass(frozen=True)
class _Clients:
    """The clients of a roster, one position each."""

    ids: NDArray[np.object_]
    rows: IntArray
    """Row of each in the workbook's table."""
    groups: NDArray[np.object_]
    sirens: NDArray[np.object_]
    """Nine digits, "" where there are none."""
    revenue: NDArray[np.float64]


def duplicate_issues(
    inputs: InputTables, found: Roster, current: Portfolio, names: Sequence[str]
) -> list[Issue]:
    """One warning a set of clients who may be one; a note on numbers with a bad key.

    `names` are the folded names of the roster.
    """
    frame = inputs.clients
    numbers = texts(frame, "siren")[found.rows]
    digits = company_numbers(numbers)
    clients = _Clients(
        found.ids,
        row_numbers(frame)[found.rows],
        texts(frame, "group_id")[found.rows],
        np.array([number[:SIREN_DIGITS] for number in digits], dtype=object),
        np.nan_to_num(current.revenue),
    )
    return [
        *_same(clients, clients.sirens, "client_same_siren", "siren"),
        *_same(clients, np.array(names, dtype=object), "client_same_name", "name"),
        *_wrong_keys(clients, numbers, digits),
    ]


def _same(
    clients: _Clients, keys: NDArray[np.object_], code: str, column: str
) -> list[Issue]:
    """One warning a set of clients with the same key."""
    series = pd.Series(keys, dtype=object)
    at = np.flatnonzero((series.duplicated(keep=False) & (series != "")).to_numpy())
    issues = []
    for _, positions in pd.Series(at).groupby(keys[at], sort=False):
        members = positions.to_numpy()
        groups = set(clients.groups[members])
        together = len(groups) == 1 and groups != {""}
        apart = column == "name" and bool((clients.sirens[members] != "").all())
        if together or apart:
            continue
        first, *others = (str(clients.ids[i]) for i in members)
        more = "…" if len(others) > SHOWN else ""
        issues.append(
            Issue(
                code,
                Severity.WARNING,
                "tblClients",
                int(clients.rows[members[1]]),
                column,
                params={
                    "client": first,
                    "found": ", ".join(others[:SHOWN]) + more,
                    "count": len(members),
                },
                amount=float(clients.revenue[members].sum()),
                rows=tuple(clients.rows[members].tolist()),
            )
        )
    return issues


def _wrong_keys(
    clients: _Clients, numbers: NDArray[np.object_], digits: list[str]
) -> list[Issue]:
    """One note for all SIREN numbers that cannot be one."""
    at = np.flatnonzero((numbers != "") & ~keys_hold(digits))
    if not at.size:
        return []
    return [
        Issue(
            "siren_key_wrong",
            Severity.NOTE,
            "tblClients",
            int(clients.rows[at[0]]),
            "siren",
            params={"found": str(numbers[at[0]]), "count": len(at)},
            amount=float(clients.revenue[at].sum()),
            rows=tuple(clients.rows[at].tolist()),
        )
    ]
