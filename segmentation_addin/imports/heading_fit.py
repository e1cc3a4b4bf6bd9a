"""What one heading of an export fits, and how loosely: words alone, no values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from segmentation_addin.imports.export_headings import (
    PLAIN_WORD,
    SHARED,
    ExportHeading,
    export_headings,
)
from segmentation_addin.imports.headings import amount_with_vat, column_aliases
from segmentation_addin.imports.margin_rates import names_rate
from segmentation_addin.imports.table_rows import MARGIN_RATE, MARGIN_RATE_COLUMN
from segmentation_addin.imports.units import bare_heading
from segmentation_addin.workbook.declaration import (
    Column,
    Table,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.inputs import MARGINS

RULED, OWN, KNOWN, PLAIN, TAXED = range(5)
"""How loosely a heading fits, the surest first: a user's rule, the workbook's own
heading, that of a common export, a plain word, an amount with VAT."""


class HeadingFit(NamedTuple):
    """How loosely a heading fits, and what."""

    looseness: int
    targets: dict[str, Column]
    """The tables that have the column, and the column."""
    note: str
    """Code of an issue to tell when the heading is read, or ""."""


def fit_of(heading: str, tables: Sequence[Table]) -> HeadingFit | None:
    """What a heading names among the columns of some tables; None for nothing known.

    The workbook's own headings come first, then those of exports.
    """
    if not heading:
        return None
    if names_rate(heading):
        there = MARGINS in tables
        return (
            HeadingFit(OWN, {MARGINS.name: MARGIN_RATE_COLUMN}, "") if there else None
        )
    bare = bare_heading(heading)
    known = export_headings(heading) or export_headings(bare)
    targets = _named(bare, tables)
    if targets:
        return _declared_fit(heading, targets, known)
    for place in known:
        targets = {
            table.name: table.column(place.key)
            for table in tables
            if place.fits(table.name) and place.key in table.keys
        }
        if targets:
            rank = PLAIN if place.rank == PLAIN_WORD else KNOWN
            return HeadingFit(rank, targets, place.note)
    if MARGINS in tables and amount_with_vat(heading):
        return HeadingFit(TAXED, {MARGINS.name: MARGINS.column("revenue")}, "")
    return None


def ruled_fit(column: str, tables: Sequence[Table]) -> dict[str, Column]:
    """The column that a user said, with the other tables that share it."""
    name, _, key = column.partition(".")
    if MARGINS in tables and column == f"{MARGINS.name}.{MARGIN_RATE}":
        return {name: MARGIN_RATE_COLUMN}
    own = [t for t in tables if t.name == name and key in t.keys]
    if own and key in SHARED:
        return {t.name: t.column(key) for t in tables if key in t.keys}
    return {table.name: table.column(key) for table in own}


def _declared_fit(
    heading: str, targets: dict[str, Column], known: Sequence[ExportHeading]
) -> HeadingFit:
    """A heading that the workbook knows; a plain word all the same where it is one."""
    key = next(iter(targets.values())).key
    same = [place for place in known if place.key == key]
    note = next((place.note for place in same), "")
    if any(place.rank == PLAIN_WORD for place in same):
        return HeadingFit(PLAIN, targets, note)
    return HeadingFit(OWN if _is_own(heading, targets) else KNOWN, targets, note)


def _is_own(heading: str, targets: Mapping[str, Column]) -> bool:
    """True for the workbook's own heading of a column, in either language."""
    folded = heading_key(heading)
    return folded in {heading_key(x) for c in targets.values() for x in c.heading}


def _named(bare: str, tables: Sequence[Table]) -> dict[str, Column]:
    """The tables that know a column by that heading, and the column."""
    found: dict[str, Column] = {}
    for table in tables:
        for key in match_columns(table, [bare], column_aliases(table.name)):
            if not found or key in {column.key for column in found.values()}:
                found[table.name] = table.column(key)
    return found
