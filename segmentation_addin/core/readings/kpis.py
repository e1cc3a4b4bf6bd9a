"""KPIs per letter. Source: method, section 4."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import pandas as pd

GROUPS = ("A", "B", "C", "D", "NC", "inactive")


class Kpis(TypedDict):
    """Figures of one letter: amounts in currency, rates 0-1, None when undefined.

    An amount is None where active clients stand and it is known of none of them.
    """

    clients: int
    revenue: float
    gross_margin: float | None
    cost_to_serve: float | None
    net_margin: float | None
    net_margin_rate: float | None
    orders: float
    basket: float | None
    conversion: float | None
    retention: float | None
    grr: float | None
    nrr: float | None


def kpis(clients: pd.DataFrame) -> dict[str, Kpis]:
    """KPIs of each letter and of "inactive".

    `clients` holds one row a client: letter, start_letter ("" = none), revenue,
    gross_margin, cost_to_serve, net_margin, orders, quotes_decided, quotes_won,
    previous_revenue. Retention, GRR and NRR are those of the clients who STARTED
    with the letter. Revenue retained: GRR = sum(min)/sum(before), NRR over them.
    """
    return {
        group: of_clients(
            clients,
            (clients["letter"] == ("" if group == "inactive" else group)).to_numpy(),
            (clients["start_letter"] == group).to_numpy(),
        )
        for group in GROUPS
    }


def of_clients(clients: pd.DataFrame, chosen: np.ndarray, started: np.ndarray) -> Kpis:
    """KPIs of the chosen clients, with the retention of those who started there."""

    def total(column: str, rows: np.ndarray = chosen) -> float:
        return float(np.nansum(clients[column].to_numpy(dtype=np.float64)[rows]))

    def known(column: str) -> float | None:
        active = chosen & (clients["letter"] != "").to_numpy()
        figures = clients[column].to_numpy(dtype=np.float64)[active]
        return None if figures.size and np.isnan(figures).all() else total(column)

    def ratio(top: float | None, bottom: float) -> float | None:
        return top / bottom if top is not None and bottom > 0 else None

    revenue = clients["revenue"].to_numpy(dtype=np.float64)
    before = clients["previous_revenue"].to_numpy(dtype=np.float64)
    base = started & (before > 0)
    stayed = base & (revenue > 0)
    kept = np.maximum(np.nan_to_num(revenue[base]), 0)
    started_with = float(before[base].sum())
    net, sold = known("net_margin"), total("revenue")
    return Kpis(
        clients=int(chosen.sum()),
        revenue=sold,
        gross_margin=known("gross_margin"),
        cost_to_serve=known("cost_to_serve"),
        net_margin=net,
        net_margin_rate=ratio(net, sold),
        orders=total("orders"),
        basket=ratio(sold, total("orders")),
        conversion=ratio(total("quotes_won"), total("quotes_decided")),
        retention=ratio(float(stayed.sum()), float(base.sum())),
        grr=ratio(float(np.minimum(kept, before[base]).sum()), started_with),
        nrr=ratio(float(np.nansum(revenue[base])), started_with),
    )
