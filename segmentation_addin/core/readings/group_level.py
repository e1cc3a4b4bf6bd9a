"""The portfolio by group: contact to company to group, before any share is taken.

Source: method, section 4 (concentration). `group_id` names a group, or the code of
another client, which may point further.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.issues import Issue, Severity

LISTED = 3
"""Clients of a cycle that its warning names, after the first."""


@dataclass(frozen=True)
class GroupLevel:
    """Who belongs together. A client without a group is a group of its own."""

    keys: NDArray[np.object_]
    """Code at the top of each group, sorted."""
    member: IntArray
    """Position in `keys` of each client's group."""

    @property
    def sizes(self) -> IntArray:
        """Number of clients of each group."""
        return np.bincount(self.member, minlength=len(self.keys)).astype(np.int64)

    @property
    def any_group(self) -> bool:
        """Whether two clients belong together at all."""
        return len(self.keys) < len(self.member)

    def total(self, values: FloatArray) -> FloatArray:
        """Sum of each group's known values; NaN where nothing is known.

        Losses and profits of one group set each other off.
        """
        known = ~np.isnan(values)
        # Sorted first, so that the order of rows is not in the cents.
        order = np.lexsort((values[known], self.member[known]))
        member, amounts = self.member[known][order], values[known][order]
        sums = np.bincount(member, amounts, len(self.keys)).astype(np.float64)
        sums[~self.known_by_any(known)] = np.nan
        return sums

    def known_by_any(self, flags: BoolArray) -> BoolArray:
        """Groups of which at least one client is flagged."""
        found: BoolArray = np.zeros(len(self.keys), dtype=bool)
        found[self.member[flags]] = True
        return found


def group_level(
    client_ids: NDArray[np.object_],
    group_ids: NDArray[np.object_],
    rows: IntArray | None = None,
) -> tuple[GroupLevel, list[Issue]]:
    """The group of each client (codes are distinct; "" = no group), and the cycles.

    Chains are followed to their end. A cycle has none: its clients, and those who
    point to it, form one group under the smallest code, with one warning. `rows`
    are the positions in the clients table, for the warning's place.

    >>> ids = np.array(["Ann", "Acme SA", "Zoe"], dtype=object)
    >>> level, _ = group_level(ids, np.array(["Acme SA", "ACME", ""], dtype=object))
    >>> level.keys.tolist(), level.member.tolist()
    (['ACME', 'Zoe'], [0, 0, 1])
    """
    clients = len(client_ids)
    named = group_ids != ""
    codes, names = pd.factorize(np.concatenate([client_ids, group_ids[named]]))
    parent = np.arange(len(names))
    parent[np.flatnonzero(named)] = codes[clients:]
    top = _tops(parent)
    issues = []
    for cycle in _cycles(parent, top):
        first = min(cycle, key=lambda node: str(names[node]))
        top[np.isin(top, cycle)] = first
        issues.append(_cycle_issue(cycle, names, rows))
    keys, member = np.unique(names[top[:clients]].astype(str), return_inverse=True)
    return GroupLevel(keys.astype(object), member.astype(np.int64)), issues


def _tops(parent: IntArray) -> IntArray:
    """Where each node ends when its chain is followed far enough.

    On a cycle the end is a node of the cycle, whichever.
    """
    top, steps = parent, 1
    while steps < len(parent):
        further = top[top]
        if np.array_equal(further, top):
            break
        top, steps = further, steps * 2
    return top.copy()


def _cycles(parent: IntArray, top: IntArray) -> list[list[int]]:
    """Each cycle once, as the nodes on it."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in np.unique(top[parent[top] != top]).tolist():
        if start in seen:
            continue
        cycle, node = [start], int(parent[start])
        while node != start:
            cycle.append(node)
            node = int(parent[node])
        seen.update(cycle)
        found.append(cycle)
    return found


def _cycle_issue(
    cycle: list[int], names: NDArray[np.object_], rows: IntArray | None
) -> Issue:
    ordered = sorted(cycle, key=lambda node: str(names[node]))
    first = ordered[0]
    listed = [str(names[node]) for node in ordered[1 : 1 + LISTED]]
    if len(ordered) > 1 + LISTED:
        listed.append("…")
    return Issue(
        "group_cycle",
        Severity.WARNING,
        "tblClients",
        first if rows is None else int(rows[first]),
        "group_id",
        params={
            "client": str(names[first]),
            "found": ", ".join(listed),
            "count": len(cycle),
        },
    )
