"""Raw columns of order lines as typed lines, each with why it cannot be read.

The same expression for every engine: texts are read by the habits of their source, a
typed column is only cast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.habits import DATE_LENGTH, Habits
from segmentation_addin.at_scale.line_fields import (
    FIELDS,
    LINE_TYPES,
    MONEY,
    MONEY_FIELDS,
    TEXT_FIELDS,
)

BLANK: Final = "line_blank"
"""A line without anything in it: not counted, as in a small file."""
REASONS: Final = (
    "line_no_client",
    "line_date_unreadable",
    "line_amount_unreadable",
)
RAW_FIELDS: Final = ("date", *MONEY_FIELDS)
"""Fields whose raw text is kept where it cannot be read."""
NO_BREAK: Final = "\u00a0\u202f"
_GROUPED = r"^[-+]?[0-9]{1,3}([ \x{00a0}\x{202f}][0-9]{3})*([.,][0-9]+)?$"
_YEAR_LAST = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})([T ].*)?$"
_LARGEST = 999_999_999_999
"""What twelve digits before the mark hold; no more are an amount."""
FIRST_DAY, LAST_DAY = "1901-01-01", "2199-12-31"


def typed_lines(
    raw: ir.Table, positions: Mapping[str, str], habits: Habits
) -> ir.Table:
    """Typed lines of one source.

    `positions` names the column of `raw` behind each field. Besides
    `line_fields.LINE_TYPES` the table has `reason` (NULL for a line that is read),
    `file` and `line` where the engine knows them, `date_text`... with the raw text of
    what was not read, and `whole`: the text of a line that could not be cut in cells.
    """
    columns: dict[str, ir.Value] = {}
    for name in FIELDS:
        found = raw[positions[name]] if name in positions else None
        if found is None:
            columns[name] = ibis.null(LINE_TYPES[name])
        elif name in TEXT_FIELDS:
            columns[name] = text_of(found)
        elif name == "date":
            columns[name] = date_of(found, habits)
            if not isinstance(found, ir.StringValue):
                columns[name] = _usual(columns[name])
        else:
            columns[name] = money_of(found, habits)
    values = raw.select(
        **columns,
        **{
            f"{name}_text": _raw_text(raw, positions.get(name), columns[name])
            for name in RAW_FIELDS
        },
        file=raw["file"] if "file" in raw.columns else ibis.null("string"),
        line=raw["line"] if "line" in raw.columns else ibis.null("int64"),
        whole=raw["whole"] if "whole" in raw.columns else ibis.null("string"),
        reason=raw["reason"] if "reason" in raw.columns else ibis.null("string"),
    )
    return with_reason(_without_read_texts(values))


def _without_read_texts(values: ir.Table) -> ir.Table:
    """Dates between 1901 and 2199, and raw texts of what was not read only.

    A step of its own, so that an engine reads each text once, and not once more for
    each column that asks whether it could.
    """
    dated = values.mutate(date=_usual(values.date))
    return dated.mutate(
        **{
            f"{name}_text": ibis.ifelse(
                dated[name].isnull(),
                dated[f"{name}_text"].strip().nullif(""),
                ibis.null("string"),
            )
            for name in RAW_FIELDS
        }
    )


def with_reason(lines: ir.Table) -> ir.Table:
    """Lines with why each of them is not read, NULL for those that are."""
    read = lines.client_id.notnull() & lines.date.notnull() & lines.amount.notnull()
    nothing = lines.client_id.isnull()
    for name in RAW_FIELDS:
        nothing &= lines[name].isnull() & lines[f"{name}_text"].isnull()
    return lines.mutate(
        reason=ibis.cases(
            (lines.reason.notnull(), lines.reason),
            (read, ibis.null("string")),
            (nothing, BLANK),
            (lines.client_id.isnull(), REASONS[0]),
            (lines.date.isnull(), REASONS[1]),
            (lines.amount.isnull(), REASONS[2]),
            else_=ibis.null("string"),
        )
    )


def text_of(column: ir.Value) -> ir.StringValue:
    """A code or a text without blanks around it; NULL when nothing is left."""
    if isinstance(column, ir.StringValue):
        return column.strip().nullif("")
    if isinstance(column, ir.FloatingValue):
        whole = column == column.round()
        return ibis.ifelse(
            whole, column.cast("int64").cast("string"), column.cast("string")
        )
    return column.cast("string")


def date_of(column: ir.Value, habits: Habits) -> ir.Value:
    """The date of a cell, NULL where it cannot be read."""
    if not isinstance(column, ir.StringValue):
        return column.cast("date")
    if habits.date == "ymd" and not habits.timed:
        # Engines read more than a date: "2024-12-31x", "epoch"; both are a doubt.
        plain = (column.length() <= DATE_LENGTH) & (column.substr(4, 1) == "-")
        return ibis.ifelse(plain, column, ibis.null("string")).try_cast("date")
    text = column.strip()
    if habits.date == "compact":
        iso = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6)
    elif habits.date in {"dmy", "mdy"}:
        order = r"\3-\2-\1" if habits.date == "dmy" else r"\3-\1-\2"
        iso = text.re_replace(_YEAR_LAST, order)
    else:
        ends = (text.length() <= DATE_LENGTH) | text.substr(DATE_LENGTH, 1).isin(
            ("T", " ")
        )
        iso = ibis.ifelse(ends, text.substr(0, DATE_LENGTH), ibis.null("string"))
    return iso.try_cast("date")


def money_of(column: ir.Value, habits: Habits) -> ir.Value:
    """An amount as an exact decimal, else NULL."""
    if not isinstance(column, ir.StringValue):
        if isinstance(column, ir.FloatingValue):
            return column.try_cast(MONEY)
        if isinstance(column, (ir.IntegerValue, ir.DecimalValue)):
            usual = column.between(-_LARGEST, _LARGEST)
            column = ibis.ifelse(usual, column, ibis.null(column.type()))
        return column.cast(MONEY)
    text = column
    if habits.grouped:
        text = text.strip()
        bare = text
        for blank in (" ", *NO_BREAK):
            bare = bare.replace(blank, "")
        text = ibis.ifelse(text.re_search(_GROUPED), bare, text)
    # "1_000" is a number to an engine, and a doubt to us.
    doubt = text.contains("_")
    if habits.decimal != ".":
        doubt |= text.contains(".")
    text = ibis.ifelse(doubt, ibis.null("string"), text)
    if habits.decimal == ",":
        text = text.replace(",", ".")
    return text.try_cast(MONEY)


def _usual(day: ir.Value) -> ir.Value:
    """A date between 1901 and 2199, else NULL."""
    usual = day.between(ibis.date(FIRST_DAY), ibis.date(LAST_DAY))
    return ibis.ifelse(usual, day, ibis.null("date"))


def _raw_text(raw: ir.Table, position: str | None, value: ir.Value) -> ir.Value:
    """A cell as text; NULL where the source has no such column.

    A typed cell is only put into words where `value` lacks: that costs more than to
    read it.
    """
    if position is None:
        return ibis.null("string")
    cell = raw[position]
    if isinstance(cell, ir.StringValue):
        return cell
    return ibis.ifelse(value.isnull(), cell.cast("string"), ibis.null("string"))
