"""Where the effort goes: shares of clients, revenue, margin and cost, side by side.

Source: method, section 4. One row a letter, or one an account manager.

Worked example, after Glad and Becker (1995): of three customers with gross margins of
36,000, 45,000 and 27,000, whose cost to serve is 16,149, 24,837 and 18,576, the third
takes 31.2 % of the cost for 25 % of the margin: an index of 1.25 (see the test).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray, IntArray


@dataclass(frozen=True)
class EffortFigures:
    """Figures of the active clients over the period, shape (n_clients,).

    Amounts in currency; NaN is unknown and adds nothing. `efforts` holds driver
    quantities by driver (visits, tickets, hours). `allowed` holds what the policy
    grants each client, by driver, NaN where it grants no figure.
    """

    revenue: FloatArray
    gross_margin: FloatArray
    cost_to_serve: FloatArray
    net_margin: FloatArray
    efforts: Mapping[str, FloatArray]
    allowed: Mapping[str, FloatArray]


@dataclass(frozen=True)
class GroupEffort:
    """One letter or account manager. Shares are of the whole; None = undefined.

    A share is defined where the whole is over 0. Shares of net margin add up to 1
    and may be negative: losses are not hidden.
    """

    clients: int
    amounts: dict[str, float]
    """revenue, gross_margin, cost_to_serve, net_margin: currency."""
    quantities: dict[str, float]
    """Driver quantities, by driver."""
    shares: dict[str, float | None]
    """Of clients, of each amount and of each driver, by their names."""
    index: dict[str, float | None]
    """Share of cost to serve, and of each driver, over the share of gross margin:
    1 = as much effort as margin. None where one of the two is undefined or the
    group's gross margin is not over 0."""
    above_policy: dict[str, float]
    """Quantity over what the policy grants, summed over the clients above it, for
    the drivers that have a policy."""
    cost_unknown: int
    """Clients without a cost to serve: their effort is not in the shares."""


AMOUNTS = ("revenue", "gross_margin", "cost_to_serve", "net_margin")
COST = "cost_to_serve"


def effort(
    groups: NDArray[np.object_],
    figures: EffortFigures,
    order: Sequence[str] | None = None,
) -> dict[str, GroupEffort]:
    """The effort of each group, by its name ("" is one too).

    `groups` holds the letter or account manager of each client. `order` names the
    groups to give, in their order, empty ones too, and those it leaves out follow;
    without it, sorted by name. Rows in any order give the same.
    """
    member, names = pd.factorize(groups, sort=True)
    columns = {name: getattr(figures, name) for name in AMOUNTS} | dict(figures.efforts)
    sums = {
        name: _by_group(member, np.nan_to_num(column), len(names))
        for name, column in columns.items()
    }
    sums["clients"] = _by_group(member, np.ones(len(groups)), len(names))
    wholes = {name: float(parts.sum()) for name, parts in sums.items()}
    unknown = _by_group(member, np.isnan(figures.cost_to_serve) * 1.0, len(names))
    above = {
        driver: _by_group(member, _above(figures.efforts[driver], allowed), len(names))
        for driver, allowed in figures.allowed.items()
        if driver in figures.efforts
    }
    place = {str(name): i for i, name in enumerate(names)}
    wanted = [*(order or ()), *(name for name in place if name not in (order or ()))]

    def one(name: str) -> GroupEffort:
        i = place.get(name)

        def part(parts: FloatArray) -> float:
            return 0.0 if i is None else float(parts[i])

        shares = {
            key: part(parts) / wholes[key] if wholes[key] > 0 else None
            for key, parts in sums.items()
        }
        return GroupEffort(
            clients=int(part(sums["clients"])),
            amounts={key: part(sums[key]) for key in AMOUNTS},
            quantities={key: part(sums[key]) for key in figures.efforts},
            shares=shares,
            index={
                key: _index(shares[key], shares["gross_margin"])
                for key in (COST, *figures.efforts)
            },
            above_policy={key: part(parts) for key, parts in above.items()},
            cost_unknown=int(part(unknown)),
        )

    return {name: one(name) for name in wanted}


def _by_group(member: IntArray, values: FloatArray, groups: int) -> FloatArray:
    return np.bincount(member, values, groups).astype(np.float64)


def _above(quantity: FloatArray, allowed: FloatArray) -> FloatArray:
    over: FloatArray = np.maximum(np.nan_to_num(quantity - allowed), 0.0)
    return over


def _index(effort_share: float | None, margin_share: float | None) -> float | None:
    if effort_share is None or margin_share is None or not margin_share > 0:
        return None
    return effort_share / margin_share
