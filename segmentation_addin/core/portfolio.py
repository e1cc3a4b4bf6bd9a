"""The portfolio of one period: per client, from the rows to revenue and margin.

Source: method, section 1. Amounts in workbook currency, ex-VAT. Unknown is NaN,
never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    IntArray,
    dates,
    floats,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import NO_DATE, Period

SUMMED = ("orders", "active_months", "credit_notes", "quotes_decided", "quotes_won")
AMOUNTS = ("revenue", "cost_of_goods", "gross_margin", "rebates")
MARGIN_FIGURES = (*AMOUNTS, *SUMMED)
A_PORTFOLIO = 5
"""Clients from which on dates that are all recent say something of the source."""
COST_AMOUNTS = ("direct_cost", "bad_debt")


@dataclass(frozen=True)
class Roster:
    """The clients and where each row of the other tables belongs.

    `margin_client` and `cost_client` hold, a row, the position of its client in
    `ids`, or -1 when the client is unknown.
    """

    ids: NDArray[np.object_]
    rows: IntArray
    """Position of each client in `inputs.clients`."""
    margin_client: IntArray
    cost_client: IntArray


@dataclass(frozen=True)
class Portfolio:
    """One period, one row a client (arrays of shape (n_clients,))."""

    period: Period
    revenue: FloatArray
    gross_margin: FloatArray
    orders: FloatArray
    active_months: FloatArray
    credit_notes: FloatArray
    quotes_decided: FloatArray
    quotes_won: FloatArray
    days: FloatArray
    """Days from the last order to the end of the period."""
    days_to_pay: FloatArray
    estimated: BoolArray
    """The gross margin rests on an estimate."""
    active: BoolArray
    new: BoolArray
    has_cost: BoolArray
    """At least one cost-to-serve figure stands in the period's rows."""
    quantities: dict[str, FloatArray]
    """Driver quantities, blank counted as zero, by driver."""
    direct_cost: FloatArray
    bad_debt: FloatArray
    orphan_quantities: dict[str, float]
    """Driver quantities of unknown clients."""
    orphan_revenue: float
    orphan_gross_margin: float
    orphan_cost: float
    """Direct cost and bad debt of unknown clients."""
    orphan_clients: int
    """Distinct unknown clients that are active."""


def roster(inputs: InputTables) -> tuple[Roster, list[Issue]]:
    """Who is a client, and which rows name somebody who is not.

    The first row of a duplicated client counts; later ones are reported by the
    reader. One warning a distinct unknown client, with the revenue of its rows.
    """
    ids = texts(inputs.clients, "client_id")
    kept = (~pd.Series(ids, dtype=object).duplicated().to_numpy()) & (ids != "")
    rows = np.flatnonzero(kept)
    index = pd.Index(ids[rows], dtype=object)
    margin_client = index.get_indexer(
        pd.Index(texts(inputs.margins, "client_id"), dtype=object)
    )
    cost_client = index.get_indexer(
        pd.Index(texts(inputs.cost_to_serve, "client_id"), dtype=object)
    )
    found = Roster(ids[rows], rows, margin_client, cost_client)
    return found, [
        *_unknown_clients("tblMargins", inputs.margins, margin_client),
        *_unknown_clients("tblCostToServe", inputs.cost_to_serve, cost_client),
    ]


def _unknown_clients(table: str, frame: pd.DataFrame, client: IntArray) -> list[Issue]:
    unknown = np.flatnonzero(client < 0)
    if not unknown.size:
        return []
    ids = texts(frame, "client_id")[unknown]
    column = "revenue" if table == "tblMargins" else "direct_cost"
    rows = pd.DataFrame(
        {
            "client_id": ids,
            "row": row_numbers(frame)[unknown],
            "amount": np.nan_to_num(floats(frame, column)[unknown]),
        }
    )
    rows = rows[rows["client_id"] != ""]
    grouped = rows.groupby("client_id", sort=False)
    table_rows = grouped.agg(row=("row", "first"), amount=("amount", "sum"))
    return [
        Issue(
            "unknown_client",
            Severity.WARNING,
            table,
            int(row),
            "client_id",
            params={"found": str(client_id)},
            amount=float(amount),
        )
        for client_id, row, amount in zip(
            table_rows.index, table_rows["row"], table_rows["amount"], strict=True
        )
    ]


class _Sums:
    """Sums over the rows of one table that lie in the period, per client."""

    def __init__(self, client: IntArray, inside: BoolArray, clients: int) -> None:
        self.known = inside & (client >= 0)
        self.codes = client[self.known]
        self.clients = clients
        # One row a client, in order, is the usual case: nothing to add up.
        self.plain = self.codes.size == clients and bool(
            np.array_equal(self.codes, np.arange(clients))
        )

    def total(self, values: FloatArray) -> FloatArray:
        """Sum per client; NaN counts as zero, no row gives zero."""
        kept = np.nan_to_num(values[self.known])
        if self.plain:
            return kept
        return np.bincount(self.codes, kept, self.clients).astype(np.float64)

    def count(self, flags: BoolArray) -> FloatArray:
        """Number of rows flagged, per client."""
        kept = flags[self.known]
        if self.plain:
            return kept.astype(np.float64)
        return np.bincount(self.codes[kept], minlength=self.clients).astype(np.float64)

    def total_known(self, values: FloatArray) -> FloatArray:
        """Sum per client of what is known; NaN where nothing is."""
        if self.plain:
            return values[self.known]
        total = self.total(values)
        total[self.count(~np.isnan(values)) == 0] = np.nan
        return total

    def latest(self, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Latest date per client; NaT where none."""
        kept = days[self.known]
        if self.plain:
            return kept
        dated = ~np.isnat(kept)
        numbers = np.full(self.clients, np.iinfo(np.int64).min)
        np.maximum.at(numbers, self.codes[dated], kept[dated].astype(np.int64))
        found = np.full(self.clients, NO_DATE, dtype="datetime64[D]")
        has = numbers > np.iinfo(np.int64).min
        found[has] = numbers[has].astype("datetime64[D]")
        return found


def gather(inputs: InputTables, found: Roster, period: Period) -> Portfolio:
    """The figures of one period per client; see the class for each of them."""
    margins, costs = inputs.margins, inputs.cost_to_serve
    clients = len(found.ids)
    inside = period.holds(dates(margins, "period"))
    sums = _Sums(found.margin_client, inside, clients)
    amounts = {key: floats(margins, key) for key in MARGIN_FIGURES}
    days_to_pay = floats(margins, "days_to_pay")
    filled = ~np.isnan(days_to_pay)
    for values in amounts.values():
        filled = filled | ~np.isnan(values)

    net = amounts["revenue"] - np.nan_to_num(amounts["rebates"])
    revenue = sums.total(net)
    revenue[sums.count(filled & np.isnan(net)) > 0] = np.nan

    row_margin = net - amounts["cost_of_goods"]
    row_margin = np.where(np.isnan(row_margin), amounts["gross_margin"], row_margin)
    known_margin = ~np.isnan(row_margin)
    nothing_sold = net == 0
    spoilt = filled & ~known_margin & ~nothing_sold
    gross_margin = sums.total(row_margin)
    rows = sums.count(filled)
    unknown = (sums.count(spoilt) > 0) | ((rows > 0) & (sums.count(known_margin) == 0))
    gross_margin[unknown] = np.nan
    origin = texts(margins, "margin_origin")
    estimated = sums.count(known_margin & (origin == "estimated")) > 0

    summed = {key: sums.total_known(amounts[key]) for key in SUMMED}
    np.minimum(summed["active_months"], 12.0, out=summed["active_months"])
    last = dates(margins, "last_order")
    last = np.where(last <= period.end, last, NO_DATE)
    latest = sums.latest(last)
    days = (period.end - latest).astype("timedelta64[D]").astype(np.float64)
    days[np.isnat(latest)] = np.nan

    weight = np.maximum(np.nan_to_num(net), 0) * ~np.isnan(days_to_pay)
    with np.errstate(invalid="ignore", divide="ignore"):
        paid_in = sums.total(weight * np.nan_to_num(days_to_pay)) / sums.total(weight)

    cost_inside = period.holds(dates(costs, "period"))
    cost_sums = _Sums(found.cost_client, cost_inside, clients)
    figures = {key: floats(costs, key) for key in (*inputs.drivers, *COST_AMOUNTS)}
    has_figure = np.zeros(len(costs), dtype=bool)
    spends = np.zeros(len(costs), dtype=bool)
    # A quantity that no activity prices says nothing about a cost.
    priced = {*texts(inputs.activities, "driver"), *COST_AMOUNTS}
    for key, values in figures.items():
        if key in priced:
            has_figure |= ~np.isnan(values)
        spends |= np.nan_to_num(values) != 0
    quantities = {key: cost_sums.total(figures[key]) for key in inputs.drivers}

    sold = filled & ((np.nan_to_num(net) != 0) | (np.nan_to_num(row_margin) != 0))
    sold |= filled & np.isnan(amounts["revenue"]) & known_margin
    sold |= np.nan_to_num(amounts["orders"]) > 0
    active = (sums.count(sold) > 0) | (cost_sums.count(spends) > 0)

    orphan = inside & (found.margin_client < 0)
    cost_orphan = cost_inside & (found.cost_client < 0)
    names = pd.unique(
        np.concatenate(
            [
                texts(margins, "client_id")[orphan & sold],
                texts(costs, "client_id")[cost_orphan & spends],
            ]
        )
    )
    return Portfolio(
        period=period,
        revenue=revenue,
        gross_margin=gross_margin,
        orders=summed["orders"],
        active_months=summed["active_months"],
        credit_notes=summed["credit_notes"],
        quotes_decided=summed["quotes_decided"],
        quotes_won=summed["quotes_won"],
        days=days,
        days_to_pay=paid_in,
        estimated=estimated,
        active=active,
        new=_new(inputs, found, period),
        has_cost=cost_sums.count(has_figure) > 0,
        quantities=quantities,
        direct_cost=cost_sums.total(figures["direct_cost"]),
        bad_debt=cost_sums.total(figures["bad_debt"]),
        orphan_quantities={
            key: float(np.nansum(figures[key][cost_orphan])) for key in inputs.drivers
        },
        orphan_revenue=float(np.nansum(net[orphan])),
        orphan_gross_margin=float(np.nansum(row_margin[orphan])),
        orphan_cost=float(
            sum(np.nansum(figures[key][cost_orphan]) for key in COST_AMOUNTS)
        ),
        orphan_clients=len(names),
    )


def _new(inputs: InputTables, found: Roster, period: Period) -> BoolArray:
    """New: `since` in the period; blank: no earlier row while others have some."""
    since = dates(inputs.clients, "since")[found.rows]
    usable = since <= period.end
    new = usable & (since > period.start)
    ends = dates(inputs.margins, "period")
    if _since_says_nothing(inputs, found, period):
        return np.zeros(len(found.ids), dtype=bool)
    if period.before().holds(ends).any():
        earlier = np.zeros(len(found.ids), dtype=bool)
        rows = (ends <= period.start) & (found.margin_client >= 0)
        earlier[found.margin_client[rows]] = True
        present = np.zeros(len(found.ids), dtype=bool)
        rows = period.holds(ends) & (found.margin_client >= 0)
        present[found.margin_client[rows]] = True
        new |= ~usable & ~earlier & present
    return new


def _since_says_nothing(inputs: InputTables, found: Roster, period: Period) -> bool:
    """True when every client of the period is a client since that period only.

    That is what an import of twelve months of lines leaves: it tells when the source
    begins, not who is new. With rows of the period before, it does tell; of a few
    clients alone, the dates are believed.
    """
    ends = dates(inputs.margins, "period")
    if period.before().holds(ends).any():
        return False
    rows = period.holds(ends) & (found.margin_client >= 0)
    present = np.unique(found.margin_client[rows])
    since = dates(inputs.clients, "since")[found.rows][present]
    return present.size >= A_PORTFOLIO and bool(
        ((since > period.start) & (since <= period.end)).all()
    )


def newness_unknown(inputs: InputTables, found: Roster, period: Period) -> BoolArray:
    """Clients of whom nobody can say whether they are new."""
    ends = dates(inputs.margins, "period")
    if period.before().holds(ends).any():
        return np.zeros(len(found.ids), dtype=bool)
    if _since_says_nothing(inputs, found, period):
        return np.ones(len(found.ids), dtype=bool)
    since = dates(inputs.clients, "since")[found.rows]
    return ~(since <= period.end)
