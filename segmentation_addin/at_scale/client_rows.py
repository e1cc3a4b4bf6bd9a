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

from segmentation_addin.at_scale.line_fields import DESCRIPTIONS, MONEY_FIELDS

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

_SUMS: Final = {"revenue": "amount", "gross_margin": "profit", "cost_of_goods": "cost"}
"""Sums of a client, and the field of a line behind each."""
_MARGIN_UNKNOWN, _COST_UNKNOWN, _RUSH, _RETURNED = range(MONTHS, MONTHS + 4)
"""Places of the marks of an order, behind those of its months."""
_NO_BIT: Final = ibis.literal(0, "int32")


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
    money: tuple[str, ...] = MONEY_FIELDS
    """Amounts that some line holds; the sums of others are unknown."""


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
    # What a group of lines holds costs more than to read them: marks are bits of one
    # number, and nothing is carried that no line of the source has.
    marks = {
        _MARGIN_UNKNOWN: lines.profit.isnull() & counts,
        _COST_UNKNOWN: lines.cost.isnull() & counts,
        _RUSH: sold & _among(lines.ship_mode, terms.rush_modes),
        _RETURNED: sold & _among(lines.returned, terms.return_marks),
    }
    bits = ibis.ifelse(sold, ibis.literal(1, "int32") << lines.month, _NO_BIT)
    for place, flag in marks.items():
        bits = bits | ibis.ifelse(flag, ibis.literal(1 << place, "int32"), _NO_BIT)
    sold_on = ibis.ifelse(sold, lines.date, ibis.null("date"))
    summed = {
        name: lines[field].sum()
        for name, field in _SUMS.items()
        if field in terms.money
    }
    return lines.group_by(["client_id", "period", "order_id"]).aggregate(
        credit_notes=ibis.ifelse(lines.amount < 0, -lines.amount, nothing).sum(),
        sold_lines=_count(sold),
        bits=bits.bit_or(),
        first_order=sold_on.min(),
        last_order=sold_on.max(),
        last_line=lines.date.max(),
        **summed,
        **{name: lines[name].max() for name in terms.described},
    )


def _clients(orders: ir.Table, terms: Terms) -> ir.Table:
    """One row a client and period."""
    numbered = orders.order_id.notnull() & (orders.sold_lines > 0)
    summed = {name: orders[name].sum() for name in _SUMS if name in orders.columns}
    grouped = orders.group_by(["client_id", "period"]).aggregate(
        credit_notes=orders.credit_notes.sum(),
        sold_lines=orders.sold_lines.sum(),
        orders=_count(numbered),
        rush=_count(numbered & _has(orders.bits, _RUSH)),
        returns=_count(numbered & _has(orders.bits, _RETURNED)),
        bits=orders.bits.bit_or(),
        first_order=orders.first_order.min(),
        last_order=orders.last_order.max(),
        **summed,
        **{name: _dated_text(orders, name).max() for name in terms.described},
    )
    months = [_one(_has(grouped.bits, month)) for month in range(MONTHS)]
    unknown = ibis.null(orders.credit_notes.sum().type())
    texts = {
        name: grouped[name].substr(DATED)
        if name in terms.described
        else ibis.null("string")
        for name in DESCRIPTIONS
    }
    return grouped.mutate(
        active_months=sum(months[1:], months[0]).cast("int64"),
        margin_unknown=_one(_has(grouped.bits, _MARGIN_UNKNOWN)),
        cost_unknown=_one(_has(grouped.bits, _COST_UNKNOWN)),
        **{name: unknown for name in _SUMS if name not in summed},
        **texts,
    ).select(*COLUMNS)


def _has(bits: ir.IntegerColumn, place: int) -> ir.BooleanColumn:
    return (bits & ibis.literal(1 << place, "int32")) != 0


def _one(flag: ir.BooleanValue) -> ir.IntegerColumn:
    """1 where true, else 0: what every engine can add up."""
    return ibis.ifelse(flag, 1, 0).cast("int32")


def _count(flag: ir.BooleanValue) -> ir.IntegerScalar:
    """Rows for which something is true."""
    return ibis.ifelse(flag, 1, ibis.null("int8")).count()


def _among(texts: ir.StringColumn, known: tuple[str, ...]) -> ir.BooleanValue:
    return texts.isin(known).fill_null(False) if known else ibis.literal(False)


def _dated_text(orders: ir.Table, name: str) -> ir.StringColumn:
    """The text behind its date, so that the greatest is the latest; NULL if blank."""
    return orders.last_line.cast("string") + orders[name]
