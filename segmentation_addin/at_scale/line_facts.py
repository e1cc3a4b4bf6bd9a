"""What all lines together say before they are summed: one pass over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.client_rows import Terms
from segmentation_addin.at_scale.client_store import Held
from segmentation_addin.at_scale.engines import Engine
from segmentation_addin.at_scale.line_fields import DESCRIPTIONS, MONEY_FIELDS
from segmentation_addin.at_scale.typed_lines import BLANK
from segmentation_addin.imports.line_tables import is_rush
from segmentation_addin.imports.values import yes_no
from segmentation_addin.workbook.host import Progress


@dataclass(frozen=True)
class SetAside:
    """Lines that are not read for one reason."""

    reason: str
    lines: int
    amount: Decimal
    """Of those whose amount can be read."""
    without_amount: int


@dataclass(frozen=True)
class LineFacts:
    """Lines that are read, what they hold, and those that are set aside."""

    read: int
    amount: Decimal
    first: date | None
    last: date | None
    orders: bool
    profit: bool
    cost: bool
    credit_notes: bool
    margin_unread: int
    """Sold lines without a margin or a cost, although the source has some."""
    margin_unread_amount: Decimal
    set_aside: tuple[SetAside, ...]

    @property
    def unread(self) -> int:
        """Lines set aside, whatever the reason."""
        return sum(part.lines for part in self.set_aside)

    @property
    def unread_share(self) -> float:
        """Lines set aside among all that hold something."""
        whole = self.read + self.unread
        return self.unread / whole if whole else 0.0


def facts_of(lines: ir.Table, engine: Engine, progress: Progress) -> LineFacts:
    """The facts of typed lines."""

    def count(flag: ir.BooleanValue) -> ir.IntegerScalar:
        return ibis.ifelse(flag, 1, 0).cast("int64").sum()

    gap = lines.profit.isnull() & lines.cost.isnull() & (lines.amount != 0)
    nothing = ibis.literal(0).cast(lines.amount.type())
    table = lines.group_by("reason").aggregate(
        lines=lines.count(),
        amount=lines.amount.sum(),
        without_amount=count(lines.amount.isnull()),
        first=lines.date.min(),
        last=lines.date.max(),
        orders=count(lines.order_id.notnull()),
        profit=count(lines.profit.notnull()),
        cost=count(lines.cost.notnull()),
        credits=count(lines.amount < 0),
        gap=count(gap),
        gap_amount=ibis.ifelse(gap, lines.amount, nothing).sum(),
    )
    found = {row["reason"]: row for row in engine.rows(table, progress)}
    read: dict[str, Any] = found.pop(None, {})
    found.pop(BLANK, None)
    aside = tuple(
        SetAside(
            str(reason),
            _whole(row["lines"]),
            _money(row["amount"]),
            _whole(row["without_amount"]),
        )
        for reason, row in sorted(found.items())
    )
    known = bool(read.get("profit")) or bool(read.get("cost"))
    return LineFacts(
        _whole(read.get("lines")),
        _money(read.get("amount")),
        read.get("first"),
        read.get("last"),
        bool(read.get("orders")),
        bool(read.get("profit")),
        bool(read.get("cost")),
        bool(read.get("credits")),
        _whole(read.get("gap")) if known else 0,
        _money(read.get("gap_amount")) if known else Decimal(0),
        aside,
    )


def _whole(value: Any) -> int:
    return int(value or 0)


def _money(value: Any) -> Decimal:
    return Decimal(value or 0)


def terms_of(
    lines: ir.Table,
    engine: Engine,
    year_end_month: int,
    fields: frozenset[str],
    progress: Progress,
) -> Terms:
    """Year end, and which ship modes and marks mean a rush and a return."""
    modes = (
        tuple(mode for mode in _distinct(lines, "ship_mode", engine, progress))
        if "ship_mode" in fields
        else ()
    )
    marks = (
        _distinct(lines, "returned", engine, progress) if "returned" in fields else ()
    )
    said = yes_no(list(marks))[0]
    return Terms(
        year_end_month,
        tuple(mode for mode in modes if is_rush(mode)),
        tuple(mark for mark, yes in zip(marks, said, strict=True) if yes == "yes"),
        tuple(name for name in DESCRIPTIONS if name in fields),
        tuple(name for name in MONEY_FIELDS if name in fields),
    )


def _distinct(
    lines: ir.Table, name: str, engine: Engine, progress: Progress
) -> tuple[str, ...]:
    table = lines.filter(lines[name].notnull()).select(name).distinct()
    return tuple(sorted(str(row[name]) for row in engine.rows(table, progress)))


def held_by(facts: LineFacts, terms: Terms, drivers: frozenset[str]) -> Held:
    """Which figures the lines hold at all; `drivers` were met in the client rows."""
    return Held(
        orders=facts.orders,
        profit=facts.profit,
        cost=facts.cost,
        credit_notes=facts.credit_notes,
        rush=bool(terms.rush_modes) and "rush" in drivers,
        returns=bool(terms.return_marks) and "returns" in drivers,
    )
