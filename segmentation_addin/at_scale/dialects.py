"""The one expression, in the words of engines that lack some of its operations.

What is computed never changes here: an operation that an engine does not have, or that
would stop a whole run for one text, is put in other terms with the same meaning.
"""

from __future__ import annotations

import re
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir

_NUMBER: Final = r"^[-+]?([0-9]{1,28}([.][0-9]*)?|[.][0-9]+)$"
_LEAP: Final = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DATE: Final = (
    "^([0-9]{4}-(0?[13578]|1[02])-(0?[1-9]|[12][0-9]|3[01])"
    "|[0-9]{4}-(0?[469]|11)-(0?[1-9]|[12][0-9]|30)"
    "|[0-9]{4}-0?2-(0?[1-9]|1[0-9]|2[0-8])"
    f"|{_LEAP}-0?2-29)$"
)
"""Days of the calendar, as 2024-02-29 or 2025-3-7."""
_WIDE: Final = "decimal(38, 6)"
_FIRST_VISIBLE: Final = "!"
"""Comes after the blank and the control characters; an empty text comes before it."""
_CODE_POINT = re.compile(r"\\x\{([0-9a-f]+)\}")
_GROUP = re.compile(r"\\([0-9])")


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]
def _bit_or(months: int) -> int:
    """Marks of any of the rows: Spark has it, Ibis does not say so."""
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="array_extract")  # type: ignore[untyped-decorator]
def _character(text: str, place: int) -> str:
    """One character of a text, counted from its end when `place` is negative."""
    raise NotImplementedError


def for_duckdb(table: ir.Table) -> ir.Table:
    """A table as DuckDB computes it fast: only texts with blanks at an end are cut."""
    return _rewritten(table, _duckdb)


def for_spark(table: ir.Table) -> ir.Table:
    r"""A table as Spark computes it: `bit_or` by its name, `$1` for the group `\1`."""
    return _rewritten(table, _spark)


def for_postgres(table: ir.Table) -> ir.Table:
    """A table as PostgreSQL computes it: no cast is tried that could fail."""
    return _rewritten(table, _postgres)


def _rewritten(table: ir.Table, rule: Any) -> ir.Table:
    def replaced(node: Any, fresh: dict[str, Any] | None) -> Any:
        built = node if fresh is None else node.__recreate__(fresh)
        return rule(built)

    return table.op().replace(replaced).to_expr()


def _duckdb(node: Any) -> Any:
    if isinstance(node, ops.Strip):
        text = node.arg.to_expr()
        bare = node.to_expr()
        ends = (text < _FIRST_VISIBLE) | (_character(text, -1) < _FIRST_VISIBLE)
        return ibis.ifelse(ends, bare, text).op()
    return node


def _spark(node: Any) -> Any:
    if isinstance(node, ops.BitOr):
        return _bit_or(node.arg.to_expr()).op()
    if isinstance(node, ops.RegexReplace):
        words = _GROUP.sub(r"$\1", node.replacement.value)
        return node.__recreate__(
            {
                "arg": node.arg,
                "pattern": node.pattern,
                "replacement": ibis.literal(words).op(),
            }
        )
    if isinstance(node, ops.TryCast) and node.arg.dtype.is_string():
        return _guarded(node).try_cast(node.to).op()
    return node


def _postgres(node: Any) -> Any:
    if isinstance(node, (ops.RegexSearch, ops.RegexReplace)):
        return _with_plain_pattern(node)
    if isinstance(node, ops.TryCast):
        guarded = _guarded(node) if node.arg.dtype.is_string() else node.arg.to_expr()
        if isinstance(node.to, dt.Decimal):
            return _fitting(guarded, node.to).op()
        return guarded.cast(node.to).op()
    return node


def _guarded(node: Any) -> Any:
    """A text that can be cast for certain, else NULL."""
    text = node.arg.to_expr()
    pattern = _DATE if node.to.is_date() else _NUMBER
    return ibis.ifelse(text.re_search(pattern), text, ibis.null("string"))


def _fitting(value: Any, kind: dt.Decimal) -> Any:
    """A number within the digits of a decimal type, else NULL."""
    if value.type().is_floating():
        most = ibis.literal(10.0 ** (kind.precision - kind.scale))
        small = (value > -most) & (value < most)
        return ibis.ifelse(small, value, ibis.null(value.type())).cast(kind)
    wide = value.cast(_WIDE)
    most = ibis.literal(10 ** (kind.precision - kind.scale)).cast(_WIDE)
    return ibis.ifelse(wide.abs() < most, wide, ibis.null(_WIDE)).cast(kind)


def _with_plain_pattern(node: Any) -> Any:
    r"""The same pattern with its signs instead of `\x{...}`, unknown to PostgreSQL."""
    plain = _CODE_POINT.sub(lambda m: chr(int(m[1], 16)), node.pattern.value)
    fields = dict(zip(node.__argnames__, node.__args__, strict=True))
    return node.__recreate__({**fields, "pattern": ibis.literal(plain).op()})
