"""A portfolio in parts: what is true of the whole, for some of its clients.

Tens of millions of clients do not fit in memory with all their figures. What links
them (period, knots, rates, which criteria anybody filled) is found first, over all
parts; then each part is scored by itself, and its clients get the letters that the
whole list would have given them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.costing import Tariff, cost_to_serve
from segmentation_addin.core.criteria import measures
from segmentation_addin.core.inputs import BoolArray, FloatArray, InputTables
from segmentation_addin.core.periods import Period
from segmentation_addin.core.portfolio import Portfolio, gather, roster
from segmentation_addin.core.readings.rank_limits import RankLimits
from segmentation_addin.core.scale import Scale


@dataclass(frozen=True)
class Whole:
    """What the clients of one part share with all the others."""

    period: Period
    scale: Scale
    """Calibrated on all clients, or as it stood."""
    tariff: Tariff
    filled: frozenset[str]
    """Criteria that at least one client has filled."""
    previous: bool
    """Somebody was active in the period before."""
    limits: RankLimits
    """Where the readings that rank clients change class."""
    filled_before: frozenset[str] = frozenset()
    """Criteria that at least one client had filled in the period before."""


@dataclass(frozen=True)
class Measured:
    """What one part says of the whole."""

    values: dict[str, FloatArray]
    """Values of each criterion with weight, of the clients that calibrate."""
    figures: dict[str, FloatArray]
    """What ranks clients (see `rank_limits`), of the active ones."""
    filled: frozenset[str]
    previous: bool
    filled_before: frozenset[str]


def measured(
    inputs: InputTables, period: Period, tariff: Tariff, scale: Scale
) -> Measured:
    """The values of one part from which knots are calibrated."""
    found, _ = roster(inputs)
    current = gather(inputs, found, period)
    before = gather(inputs, found, period.before())
    wanted = tuple(criterion.key for criterion in scale if criterion.weight > 0)
    known_before = bool(before.active.any())
    cost = cost_to_serve(inputs, current, tariff)
    values = measures(
        inputs, found, current, cost, before if known_before else None, wanted
    )
    base = current.active & (current.revenue > 0) & ~current.new
    earlier = (
        measures(
            inputs, found, before, cost_to_serve(inputs, before, tariff), None, wanted
        )
        if known_before
        else {}
    )
    return Measured(
        {key: column[base] for key, column in values.items()},
        {
            "revenue": current.revenue[current.active],
            "gross_margin": current.gross_margin[current.active],
            "net_margin": (current.gross_margin - cost.total)[current.active],
            "days": current.days[current.active],
            "orders": current.orders[current.active],
        },
        _filled(values, current.active),
        known_before,
        _filled(earlier, before.active),
    )


def _filled(values: dict[str, FloatArray], active: BoolArray) -> frozenset[str]:
    return frozenset(
        key for key, column in values.items() if not np.isnan(column[active]).all()
    )


def quantities(inputs: InputTables, period: Period) -> Portfolio:
    """The figures of one part that decide the rates of pools."""
    found, _ = roster(inputs)
    return gather(inputs, found, period)


def together(parts: Iterable[Portfolio], period: Period) -> Portfolio:
    """All parts as one portfolio for `costing.price`: who is active, and quantities.

    Its other figures are empty.
    """
    kept = [(part.active, part.has_cost, part.quantities) for part in parts]
    names = kept[0][2] if kept else {}
    nothing = np.zeros(0)
    return Portfolio(
        period=period,
        **dict.fromkeys(
            (
                "revenue",
                "gross_margin",
                "orders",
                "active_months",
                "credit_notes",
                "quotes_decided",
                "quotes_won",
                "days",
                "days_to_pay",
                "direct_cost",
                "bad_debt",
            ),
            nothing,
        ),
        estimated=nothing.astype(bool),
        active=np.concatenate([active for active, _, _ in kept]),
        new=nothing.astype(bool),
        has_cost=np.concatenate([has for _, has, _ in kept]),
        quantities={
            name: np.concatenate([held[name] for _, _, held in kept]) for name in names
        },
        orphan_quantities=dict.fromkeys(names, 0.0),
        orphan_revenue=0.0,
        orphan_gross_margin=0.0,
        orphan_cost=0.0,
        orphan_clients=0,
    )
