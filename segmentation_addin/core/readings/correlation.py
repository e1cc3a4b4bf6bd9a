"""Criteria that say the same thing twice: rank correlation between those in use.

Source: method, section 5; Spearman (1904). Two criteria that rank the clients alike
weigh double, and nobody decided it.

Worked example: the lightness and the panel's scores of nine lots of tuna in Hollander
and Wolfe (1973) have a rho of 0.6 (see the test).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.scale import Scale

TOO_ALIKE = 0.8
FEWEST_CLIENTS = 10
"""Under ten clients, a correlation over 0.8 is not rare by chance alone (the
critical value of |rho| at 1 %, two-sided, is 0.794 for ten)."""


@dataclass(frozen=True)
class Correlation:
    """Two criteria, their Spearman rho (-1 to 1), and the clients that have both."""

    first: str
    second: str
    rho: float
    clients: int


def correlated(
    values: Mapping[str, FloatArray], over: float = TOO_ALIKE
) -> list[Correlation]:
    """Pairs of criteria with |rho| over the limit, in the order of `values`.

    NaN is unknown, and only clients that have both are ranked; infinite values rank
    last. A criterion that is equal for all correlates with nothing.

    >>> x = np.arange(12.0)
    >>> [pair.rho for pair in correlated({"value": x, "orders": x**2})]
    [1.0]
    """
    known = {key: ~np.isnan(column) for key, column in values.items()}
    ranked = {key: ranks(column[known[key]]) for key, column in values.items()}
    found = []
    for first, second in combinations(values, 2):
        both = known[first] & known[second]
        clients = int(both.sum())
        if clients < FEWEST_CLIENTS:
            continue
        sides = [
            ranked[key] if clients == ranked[key].size else ranks(values[key][both])
            for key in (first, second)
        ]
        rho = _pearson(*sides)
        if rho is not None and abs(rho) > over:
            found.append(Correlation(first, second, rho, clients))
    return found


def correlation_issues(
    criteria: Scale, values: Mapping[str, FloatArray]
) -> list[Issue]:
    """One note for each two criteria in use that rank the clients alike.

    It stands on the row of the one that weighs less (the second, on a tie).
    """
    used = {criterion.key: criterion for criterion in criteria}
    issues = []
    for pair in correlated({key: values[key] for key in used}):
        first, second = used[pair.first], used[pair.second]
        lighter = first if first.weight < second.weight else second
        issues.append(
            Issue(
                "criteria_correlated",
                Severity.NOTE,
                "tblScale",
                lighter.row,
                "criterion",
                params={
                    "criterion": pair.first,
                    "criterion_2": pair.second,
                    "found": pair.rho,
                },
            )
        )
    return issues


def spearman(first: FloatArray, second: FloatArray) -> float | None:
    """Spearman's rho of two columns without NaN; None where one is all equal."""
    return _pearson(ranks(first), ranks(second))


def ranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, equal values sharing the mean of theirs.

    >>> ranks(np.array([3.0, 1, 3, 9])).tolist()
    [2.5, 1.0, 2.5, 4.0]
    """
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(values)])
    counts = np.diff(np.append(starts, len(values)))
    found: FloatArray = np.empty(len(values))
    found[order] = np.repeat(starts + (counts + 1) / 2, counts)
    return found


def _pearson(x: FloatArray, y: FloatArray) -> float | None:
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x * x).sum() * (y * y).sum()))
    if not size > 0:
        return None
    return round(float(np.clip((x * y).sum() / size, -1, 1)), 12)
