"""What rests on what: where the figures of each input column come from.

Per column, the share of the revenue whose client has the figure: *measured* (from
the books and the systems), *estimated* (a margin from a global rate), *typed* (a
rating, a text or a date that a person keeps), or *missing*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.criteria import RATINGS
from segmentation_addin.core.estimates import (
    ESTIMATED,
    MEASURED,
    MISSING,
    margin_origins,
)
from segmentation_addin.core.inputs import (
    BoolArray,
    InputTables,
    dates,
    floats,
    texts,
)
from segmentation_addin.core.segmentation import Segmentation

TYPED = "typed"
ORIGINS = (MEASURED, ESTIMATED, TYPED, MISSING)
_MEASURED_NUMBERS = (
    "orders",
    "last_order",
    "active_months",
    "credit_notes",
    "days_to_pay",
    "quotes_decided",
    "quotes_won",
)
_TYPED_TEXTS = ("sector", "size", "postcode", "country", "account_manager", "siren")


@dataclass(frozen=True)
class Origin:
    """One input column: shares of the revenue of active clients, adding up to 1."""

    table: str
    column: str
    shares: dict[str, float]
    """By origin; empty when no active client has revenue."""
    filled: int
    """Active clients that have the figure."""
    missing: int
    """Active clients that do not."""


def origins(inputs: InputTables, result: Segmentation) -> list[Origin]:
    """Every input column that a letter or a reading rests on, in table order."""
    active = result.current.active
    revenue = np.nan_to_num(result.current.revenue)
    weight = np.where(active & (revenue > 0), revenue, 0.0)
    found = []
    for table, column, kinds in _columns(inputs, result):
        total = float(weight.sum())
        shares = (
            {kind: float(weight[kinds == kind].sum()) / total for kind in ORIGINS}
            if total > 0
            else {}
        )
        missing = int((active & (kinds == MISSING)).sum())
        found.append(
            Origin(table, column, shares, int(active.sum()) - missing, missing)
        )
    return found


def _columns(
    inputs: InputTables, result: Segmentation
) -> Iterator[tuple[str, str, NDArray[np.object_]]]:
    """Table, column, and the origin of each client's figure."""
    current = result.current
    figures = vars(current) | {"last_order": current.days}
    yield "tblMargins", "revenue", _kinds(~np.isnan(current.revenue), MEASURED)
    yield "tblMargins", "gross_margin", margin_origins(result)
    for key in _MEASURED_NUMBERS:
        yield "tblMargins", key, _kinds(~np.isnan(figures[key]), MEASURED)
    yield "tblCostToServe", "cost_to_serve", _kinds(result.cost.known, MEASURED)
    rows = result.client_rows
    for key in (*RATINGS, "wallet"):
        yield (
            "tblClients",
            key,
            _kinds(~np.isnan(floats(inputs.clients, key)[rows]), TYPED),
        )
    for key in ("since", "rated_on"):
        yield (
            "tblClients",
            key,
            _kinds(~np.isnat(dates(inputs.clients, key)[rows]), TYPED),
        )
    for key in _TYPED_TEXTS:
        yield "tblClients", key, _kinds(texts(inputs.clients, key)[rows] != "", TYPED)


def _kinds(filled: BoolArray, kind: str) -> NDArray[np.object_]:
    return np.where(filled, kind, MISSING).astype(object)
