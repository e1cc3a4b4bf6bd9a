"""The totals of the input rows themselves, to be held against the segmentation's.

They are summed over the rows of the period, not over clients, so that a client or a
row lost on the way shows as a gap. What the segmentation says it cannot know (a
client of unknown margin or cost) is left aside on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.core.costing import CLIENT_DRIVER
from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    dates,
    floats,
    texts,
)
from segmentation_addin.core.segmentation import Segmentation


@dataclass(frozen=True)
class InputTotals:
    """What the input sheets add up to over the analysis period, in currency."""

    clients: int = 0
    """Distinct client codes of the Clients sheet."""
    revenue: float = 0.0
    gross_margin: float = 0.0
    cost_to_serve: float = 0.0
    """Quantities at the rates of this refresh, direct costs, financing, bad debt."""
    net_margin: float = 0.0


def input_totals(inputs: InputTables, result: Segmentation) -> InputTotals:
    """The totals of the inputs that a segmentation was computed from."""
    margins = inputs.margins
    inside = result.period.holds(dates(margins, "period"))
    net = floats(margins, "revenue") - np.nan_to_num(floats(margins, "rebates"))
    margin = net - floats(margins, "cost_of_goods")
    margin = np.where(np.isnan(margin), floats(margins, "gross_margin"), margin)

    def sold(values: FloatArray, key: str) -> float:
        counted = inside & _told(result, texts(margins, "client_id"), key)
        return float(np.nansum(values[counted]))

    return InputTotals(
        clients=len(set(texts(inputs.clients, "client_id")) - {""}),
        revenue=sold(net, "revenue"),
        gross_margin=sold(margin, "gross_margin"),
        cost_to_serve=_cost(inputs, result, "cost_to_serve"),
        net_margin=sold(margin, "net_margin") - _cost(inputs, result, "net_margin"),
    )


def _told(result: Segmentation, ids: np.ndarray, key: str) -> BoolArray:
    """Rows whose client has a known figure, rows of unknown clients included."""
    clients = result.clients
    lost = clients["client_id"].to_numpy(dtype=object)[np.isnan(floats(clients, key))]
    return ~np.asarray(pd.Index(ids, dtype=object).isin(lost), dtype=bool)


def _cost(inputs: InputTables, result: Segmentation, key: str) -> float:
    """Cost to serve of the rows whose client has that figure."""
    costs = inputs.cost_to_serve
    counted = result.period.holds(dates(costs, "period"))
    counted &= _told(result, texts(costs, "client_id"), key)
    known = ~np.isnan(floats(result.clients, key))
    total = sum(
        float(np.nansum(floats(costs, amount)[counted]))
        for amount in ("direct_cost", "bad_debt")
    )
    for activity in result.tariff.activities:
        if activity.driver == CLIENT_DRIVER:
            quantity = float(result.current.active[known].sum())
            quantity += result.current.orphan_clients
        else:
            quantity = float(np.nansum(floats(costs, activity.driver)[counted]))
        total += quantity * activity.unit_cost
    return total + float(np.nansum(result.cost.financing[known]))
