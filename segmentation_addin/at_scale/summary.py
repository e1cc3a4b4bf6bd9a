"""KPIs by letter of all clients, summed part by part.

The same figures as `core.readings.kpis` gives of one table: what is summed here are
the sums that its ratios divide.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import BoolArray
from segmentation_addin.core.readings.kpis import GROUPS

AMOUNTS: Final = ("gross_margin", "cost_to_serve", "net_margin")
_SUMMED: Final = (
    "revenue",
    *AMOUNTS,
    "orders",
    "quotes_decided",
    "quotes_won",
)


@dataclass
class Summary:
    """Sums by letter ("A".."D", "NC", "inactive") of the parts added so far."""

    sums: dict[str, dict[str, float]] = field(
        default_factory=lambda: {name: defaultdict(float) for name in GROUPS}
    )
    false_good: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """False good clients by kind."""
    costed: bool = False
    """The cost to serve of at least one client is known."""

    def add(self, clients: pd.DataFrame) -> None:
        """Adds the clients of one part (columns as `core.segmentation.COLUMNS`)."""
        letters = clients["letter"].to_numpy(dtype=object)
        started = clients["start_letter"].to_numpy(dtype=object)
        for group in GROUPS:
            wanted = "" if group == "inactive" else group
            self._add_to(group, clients, letters == wanted, started == group)
        kinds = clients["false_good"].to_numpy(dtype=object)
        for kind in ("destroys", "erodes"):
            self.false_good[kind] += int((kinds == kind).sum())
        self.costed |= bool(clients["cost_to_serve"].notna().any())

    def _add_to(
        self, group: str, clients: pd.DataFrame, chosen: BoolArray, started: BoolArray
    ) -> None:
        sums = self.sums[group]
        sums["clients"] += int(chosen.sum())
        for name in _SUMMED:
            values = clients[name].to_numpy(dtype=np.float64)[chosen]
            sums[name] += float(np.nansum(values))
            sums[f"{name}_known"] += int((~np.isnan(values)).sum())
        revenue = clients["revenue"].to_numpy(dtype=np.float64)
        before = clients["previous_revenue"].to_numpy(dtype=np.float64)
        base = started & (before > 0)
        sums["base"] += int(base.sum())
        sums["stayed"] += int((base & (revenue > 0)).sum())
        sums["before"] += float(before[base].sum())
        sums["after"] += float(np.nansum(revenue[base]))
        kept = np.maximum(np.nan_to_num(revenue[base]), 0)
        sums["kept"] += float(np.minimum(kept, before[base]).sum())

    @property
    def clients(self) -> int:
        """All clients, inactive ones included."""
        return int(sum(sums["clients"] for sums in self.sums.values()))

    def by_letter(self) -> dict[str, dict[str, Any]]:
        """The KPIs of each group, in the order of `GROUPS`, then of unknown clients.

        Lines hold no unknown client: each code is a client.
        """
        found = {
            name: _kpis(self.sums[name], self.sums[name], name == "inactive")
            for name in GROUPS
        }
        nobody: dict[str, Any] = dict.fromkeys(found["A"])
        nobody |= dict.fromkeys(("clients", "revenue", *AMOUNTS), 0)
        return {**found, "orphans": nobody}

    def totals(self) -> dict[str, Any]:
        """The KPIs of all clients; retention is that of all who started with a letter."""
        whole: dict[str, float] = defaultdict(float)
        active: dict[str, float] = defaultdict(float)
        for name, sums in self.sums.items():
            for key, value in sums.items():
                whole[key] += value
                if name != "inactive":
                    active[key] += value
        return _kpis(whole, active, idle=False)


def _kpis(
    sums: dict[str, float], active: dict[str, float], idle: bool
) -> dict[str, Any]:
    """KPIs from their sums; an amount is None where it is known of nobody active."""

    def ratio(top: float | None, bottom: float) -> float | None:
        return top / bottom if top is not None and bottom > 0 else None

    def known(name: str) -> float | None:
        nobody = active["clients"] and not active[f"{name}_known"]
        return None if nobody and not idle else sums[name]

    net = known("net_margin")
    return {
        "clients": int(sums["clients"]),
        "revenue": sums["revenue"],
        **{name: known(name) for name in AMOUNTS},
        "net_margin_rate": ratio(net, sums["revenue"]),
        "orders": sums["orders"],
        "basket": ratio(sums["revenue"], sums["orders"]),
        "conversion": ratio(sums["quotes_won"], sums["quotes_decided"]),
        "retention": ratio(sums["stayed"], sums["base"]),
        "grr": ratio(sums["kept"], sums["before"]),
        "nrr": ratio(sums["after"], sums["before"]),
    }
