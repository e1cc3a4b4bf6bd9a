"""From order lines to rows of clients: one expression, whatever the engine.

Nothing here names an engine. Lines are summed into orders, then orders into one row
per client and twelve months, as `imports.line_tables` does in memory: a line above
zero is sold and counts for orders, months, dates and drivers; a line below zero is a
credit note; amounts sum all lines.
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
    return _clients(_orders(_dated(lines, terms), terms), terms)


def _dated(lines: ir.Table, terms: Terms) -> ir.Table:
    """Lines with their month, and the last month of their period."""
    month = lines.date.year().cast("int64") * MONTHS + lines.date.month() - 1
    to_end = (terms.year_end_month + MONTHS - 1 - month % MONTHS) % MONTHS
    return lines.mutate(
        month=(month % MONTHS).cast("int32"), period=(month + to_end).cast("int32")
    )


def _orders(lines: ir.Table, terms: Terms) -> ir.Table:
    """One row a client, period and order; lines without order number are together."""
    sold = lines.amount > 0
    counts = lines.amount != 0
    nothing = ibis.literal(0).cast(lines.amount.type())
    return lines.group_by(["client_id", "period", "order_id"]).aggregate(
        revenue=lines.amount.sum(),
        gross_margin=lines.profit.sum(),
        cost_of_goods=lines.cost.sum(),
        margin_unknown=_one(lines.profit.isnull() & counts).max(),
        cost_unknown=_one(lines.cost.isnull() & counts).max(),
        credit_notes=ibis.ifelse(lines.amount < 0, -lines.amount, nothing).sum(),
        sold_lines=_one(sold).cast("int64").sum(),
        rush=_one(sold & _among(lines.ship_mode, terms.rush_modes)).max(),
        returned=_one(sold & _among(lines.returned, terms.return_marks)).max(),
        months=ibis.ifelse(
            sold, ibis.literal(1, "int64") << lines.month, ibis.literal(0, "int64")
        ).bit_or(),
        first_order=lines.date.min(where=sold),
        last_order=lines.date.max(where=sold),
        last_line=lines.date.max(),
        **{name: lines[name].max() for name in terms.described},
    )


def _clients(orders: ir.Table, terms: Terms) -> ir.Table:
    """One row a client and period."""
    numbered = orders.order_id.notnull() & (orders.sold_lines > 0)
    months = orders.months.bit_or()
    grouped = orders.group_by(["client_id", "period"]).aggregate(
        revenue=orders.revenue.sum(),
        gross_margin=orders.gross_margin.sum(),
        cost_of_goods=orders.cost_of_goods.sum(),
        margin_unknown=orders.margin_unknown.max(),
        cost_unknown=orders.cost_unknown.max(),
        credit_notes=orders.credit_notes.sum(),
        sold_lines=orders.sold_lines.sum(),
        orders=_one(numbered).cast("int64").sum(),
        rush=(_one(numbered) * orders.rush).cast("int64").sum(),
        returns=(_one(numbered) * orders.returned).cast("int64").sum(),
        months=months,
        first_order=orders.first_order.min(),
        last_order=orders.last_order.max(),
        **{name: _dated_text(orders, name).max() for name in terms.described},
    )
    bits = [
        (grouped.months >> ibis.literal(month, "int32")) & 1 for month in range(MONTHS)
    ]
    texts = {
        name: grouped[name].substr(DATED)
        if name in terms.described
        else ibis.null("string")
        for name in DESCRIPTIONS
    }
    counted = grouped.mutate(
        active_months=sum(bits[1:], bits[0]).cast("int64"), **texts
    )
    return counted.select(*COLUMNS)


def _one(flag: ir.BooleanValue) -> ir.IntegerColumn:
    """1 where true, else 0: what every engine can add up."""
    return ibis.ifelse(flag, 1, 0).cast("int32")


def _among(texts: ir.StringColumn, known: tuple[str, ...]) -> ir.BooleanValue:
    return texts.isin(known).fill_null(False) if known else ibis.literal(False)


def _dated_text(orders: ir.Table, name: str) -> ir.StringColumn:
    """The text behind its date, so that the greatest is the latest; NULL if blank."""
    return orders.last_line.cast("string") + orders[name]
