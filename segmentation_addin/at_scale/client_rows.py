"""From order lines to rows of clients: one expression, whatever the engine.

Nothing here names an engine. One row per client and twelve months, as
`imports.line_tables` makes in memory: a line above zero is sold and counts for orders,
months, dates and drivers; a line below zero is a credit note; amounts sum all lines.
What adds up line by line is summed at once; lines become orders only for what counts
orders, because to carry every sum through the orders costs several times more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.line_fields import DESCRIPTIONS

MONTHS: Final = 12
DATED: Final = 10
"""Characters of a date before a text, as 2025-12-31."""
COLUMNS: Final = (
    "client_id",
    "period",
    "revenue",
    "gross_margin",
    "cost_of_goods",
    "margin_unknown",
    "cost_unknown",
    "credit_notes",
    "sold_lines",
    "orders",
    "rush",
    "returns",
    "active_months",
    "first_order",
    "last_order",
    *DESCRIPTIONS,
)
"""Columns of `lines_to_clients`. `period` is the number of the period's last month
(12 x year + month - 1); a margin or cost that is unknown for a sold line is marked by
1 in `margin_unknown`, `cost_unknown`."""


_KEYS: Final = ("client_id", "period")


@dataclass(frozen=True)
class Terms:
    """What the whole source says before it can be summed."""

    year_end_month: int
    """Month in which periods end, 1 to 12."""
    rush_modes: tuple[str, ...] = ()
    """Ship modes that are a rush one."""
    return_marks: tuple[str, ...] = ()
    """Texts that mark a returned line."""
    described: tuple[str, ...] = DESCRIPTIONS
    """Descriptions that some line holds: to carry empty ones costs a third more."""


def lines_to_clients(lines: ir.Table, terms: Terms) -> ir.Table:
    """Typed lines (`line_fields.LINE_TYPES`) as one row a client and period."""
    dated = _dated(lines, terms)
    sums, orders = _sums(dated), _counted(_orders(dated, terms), terms)
    same = [sums[key].identical_to(orders[f"{key}_ordered"]) for key in _KEYS]
    return _clients(sums.inner_join(orders, same), terms)


def _dated(lines: ir.Table, terms: Terms) -> ir.Table:
    """Lines with their month, and the last month of their period."""
    month = lines.date.year().cast("int64") * MONTHS + lines.date.month() - 1
    to_end = (terms.year_end_month + MONTHS - 1 - month % MONTHS) % MONTHS
    return lines.mutate(
        month=(month % MONTHS).cast("int32"), period=(month + to_end).cast("int32")
    )


def _sums(lines: ir.Table) -> ir.Table:
    """One row a client and period: what adds up line by line."""
    sold = lines.amount > 0
    sold_on = ibis.ifelse(sold, lines.date, ibis.null("date"))
    counts = lines.amount != 0
    nothing = ibis.literal(0).cast(lines.amount.type())
    return lines.group_by(_KEYS).aggregate(
        revenue=lines.amount.sum(),
        gross_margin=lines.profit.sum(),
        cost_of_goods=lines.cost.sum(),
        margin_unknown=_one(lines.profit.isnull() & counts).max(),
        cost_unknown=_one(lines.cost.isnull() & counts).max(),
        credit_notes=ibis.ifelse(lines.amount < 0, -lines.amount, nothing).sum(),
        sold_lines=_one(sold).cast("int64").sum(),
        months=ibis.ifelse(
            sold, ibis.literal(1, "int64") << lines.month, ibis.literal(0, "int64")
        ).bit_or(),
        first_order=sold_on.min(),
        last_order=sold_on.max(),
    )


def _orders(lines: ir.Table, terms: Terms) -> ir.Table:
    """One row a client, period and order; lines without order number are together."""
    sold = lines.amount > 0
    marks = {}
    if terms.rush_modes:
        marks["rush"] = _one(sold & _among(lines.ship_mode, terms.rush_modes)).max()
    if terms.return_marks:
        marks["returned"] = _one(
            sold & _among(lines.returned, terms.return_marks)
        ).max()
    if terms.described:
        marks["last_line"] = lines.date.max()
        marks |= {name: lines[name].max() for name in terms.described}
    return lines.group_by([*_KEYS, "order_id"]).aggregate(
        sold=_one(sold).max(), **marks
    )


def _counted(orders: ir.Table, terms: Terms) -> ir.Table:
    """One row a client and period: its orders, and what they say of it."""
    order = _one(orders.order_id.notnull() & (orders.sold > 0)).cast("int64")
    none = order * 0
    return orders.group_by(
        **{f"{key}_ordered": orders[key] for key in _KEYS}
    ).aggregate(
        orders=order.sum(),
        rush=(order * orders.rush if terms.rush_modes else none).sum(),
        returns=(order * orders.returned if terms.return_marks else none).sum(),
        **{name: _dated_text(orders, name).max() for name in terms.described},
    )


def _clients(rows: ir.Table, terms: Terms) -> ir.Table:
    """One row a client and period, each column of `COLUMNS`."""
    bits = [
        (rows.months >> ibis.literal(month, "int32")) & 1 for month in range(MONTHS)
    ]
    texts = {
        name: rows[name].substr(DATED)
        if name in terms.described
        else ibis.null("string")
        for name in DESCRIPTIONS
    }
    counted = rows.mutate(active_months=sum(bits[1:], bits[0]).cast("int64"), **texts)
    return counted.select(*COLUMNS)


def _one(flag: ir.BooleanValue) -> ir.IntegerColumn:
    """1 where true, else 0: what every engine can add up."""
    return ibis.ifelse(flag, 1, 0).cast("int32")


def _among(texts: ir.StringColumn, known: tuple[str, ...]) -> ir.BooleanValue:
    return texts.isin(known).fill_null(False) if known else ibis.literal(False)


def _dated_text(orders: ir.Table, name: str) -> ir.StringColumn:
    """The text behind its date, so that the greatest is the latest; NULL if blank."""
    return orders.last_line.cast("string") + orders[name]
