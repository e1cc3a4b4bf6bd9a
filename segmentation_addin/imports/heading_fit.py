"""What one heading of an export fits, and how loosely: words alone, no values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from segmentation_addin.imports.export_headings import (
    PLAIN_WORD,
    SHARED,
    ExportHeading,
    export_headings,
)
from segmentation_addin.imports.headings import amount_with_vat, column_aliases
from segmentation_addin.imports.margin_rates import Base, names_rate
from segmentation_addin.imports.table_rows import (
    MARGIN_RATE,
    MARGIN_RATE_COLUMN,
    RATES_SAID,
)
from segmentation_addin.imports.units import bare_heading
from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import (
    Column,
    Kind,
    Table,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.inputs import COST_TO_SERVE, MARGINS

RULED, OWN, KNOWN, PLAIN, TAXED = range(5)
"""How loosely a heading fits, the surest first: a user's rule, the workbook's own
heading, that of a common export, a plain word, an amount with VAT."""

RATE_ON_PRICE, RATE_ON_COST = (
    f"{MARGINS.name}.{MARGIN_RATE}_on_{base}" for base in (Base.PRICE, Base.COST)
)
RATE_TARGETS: Mapping[str, Column] = {
    f"{MARGINS.name}.{MARGIN_RATE}": MARGIN_RATE_COLUMN,
    RATE_ON_PRICE: RATES_SAID[Base.PRICE],
    RATE_ON_COST: RATES_SAID[Base.COST],
}
"""No columns of the workbook: rates of margin, which make the gross margin."""


class HeadingFit(NamedTuple):
    """How loosely a heading fits, and what."""

    looseness: int
    targets: dict[str, Column]
    """The tables that have the column, and the column."""
    note: str
    """Code of an issue to tell when the heading is read, or ""."""


def own_driver(heading: str) -> Column:
    """A cost driver that the user added to the workbook, whose heading is its key."""
    return Column(heading, Text(heading, heading), Kind.COUNT, COST_TO_SERVE.title)


def fit_of(
    heading: str,
    tables: Sequence[Table],
    drivers: Mapping[str, Column] = MappingProxyType({}),
) -> HeadingFit | None:
    """What a heading names among the columns of some tables; None for nothing known.

    The workbook's own headings come first, then the `drivers` that its user added
    (folded heading -> column), then the headings of exports.
    """
    if not heading:
        return None
    driver = drivers.get(heading_key(heading)) or drivers.get(
        heading_key(bare_heading(heading))
    )
    if driver is not None and not _declared(heading, tables):
        return HeadingFit(OWN, {COST_TO_SERVE.name: driver}, "")
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


def _declared(heading: str, tables: Sequence[Table]) -> bool:
    """True for a heading of the workbook's own in one of the tables."""
    return any(match_columns(table, [heading]) for table in tables)


def ruled_fit(
    column: str,
    tables: Sequence[Table],
    drivers: Mapping[str, Column] = MappingProxyType({}),
) -> dict[str, Column]:
    """The column that a user said, with the other tables that share it."""
    name, _, key = column.partition(".")
    driver = drivers.get(heading_key(key))
    if name == COST_TO_SERVE.name and driver is not None:
        return {name: driver}
    if MARGINS in tables and column in RATE_TARGETS:
        return {name: RATE_TARGETS[column]}
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
