"""One export as rows for the workbook: what it is, how it was read, what was met.

Pure: no workbook and no host. Order and invoice lines are summed by client; a client
list, margins and cost drivers are read row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.headings import (
    accepted,
    amount_with_vat,
    column_aliases,
    recognised,
    theirs,
)
from segmentation_addin.imports.line_tables import LineTables, lines_to_tables
from segmentation_addin.imports.lines import read_lines
from segmentation_addin.imports.margin_rates import names_rate
from segmentation_addin.imports.repeated_clients import once
from segmentation_addin.imports.sources import Source, open_source
from segmentation_addin.imports.table_rows import (
    MARGIN_RATE,
    MARGIN_RATE_COLUMN,
    read_rows,
)
from segmentation_addin.imports.tax import with_vat
from segmentation_addin.imports.units import bare_heading
from segmentation_addin.workbook.declaration import (
    Column,
    Table,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS

Kind = Literal["lines", "clients", "margins", "cost-to-serve"]
"""What a file holds."""

_TABLES: Mapping[Kind, Table] = {
    "margins": MARGINS,
    "cost-to-serve": COST_TO_SERVE,
    "clients": CLIENTS,
}
"""The first one that a file fills is its kind."""
ROW_KINDS: tuple[Kind, ...] = tuple(_TABLES)
"""Kinds of files that hold a row a client, or a client and period."""
_SHARED = ("client_id", "name", "period")
_NEEDED = 3
"""Fields without which there is no order line: client, date, amount."""
LINE_TARGETS = {
    "client_id": "tblClients.client_id",
    "client_name": "tblClients.name",
    "sector": "tblClients.sector",
    "country": "tblClients.country",
    "postcode": "tblClients.postcode",
    "account_manager": "tblClients.account_manager",
    "amount": "tblMargins.revenue",
    "cost": "tblMargins.cost_of_goods",
    "profit": "tblMargins.gross_margin",
    "order_id": "tblMargins.orders",
    "date": "tblMargins.last_order",
    "ship_mode": "tblCostToServe.rush",
    "returned": "tblCostToServe.returns",
}
"""What each field of an order line becomes in the workbook."""


class Rule(NamedTuple):
    """What a user says of a heading: "tblMargins.revenue", or "" to leave it out."""

    heading: str
    column: str


@dataclass(frozen=True)
class FileReading:
    """One file as rows of the workbook's tables."""

    kind: Kind
    mapping: list[tuple[str, str]]
    """Heading and "tblX.column key"."""
    ignored: list[str]
    ambiguous: list[str]
    """Headings that fit a column for which another one is read."""
    tables: LineTables
    issues: list[Issue] = field(default_factory=list)
    rivals: dict[str, list[str]] = field(default_factory=dict)
    """"tblX.column key" -> the headings that fit it equally well."""
    rates: pd.DataFrame | None = None
    """client_id, name, period, margin_rate (0-1, on the price) where the file holds
    rates without the revenue that they apply to."""
    lines: int = 0
    """Order lines read."""


@dataclass
class _Columns:
    """What each heading was taken for."""

    places: dict[str, tuple[int, Column]] = field(default_factory=dict)
    targets: dict[str, list[str]] = field(default_factory=dict)
    """Key -> the tables that have it."""
    ignored: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    rivals: dict[str, list[str]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def kind_of(path: Path) -> Literal["lines", "rows"]:
    """What the headings of a file promise: order lines, or a row a client.

    Raises:
        SourceError: the file is missing, empty, damaged or of an unknown kind.
    """
    return "lines" if recognised(open_source(path).headings) == _NEEDED else "rows"


def read_file(
    source: Path,
    kind: Kind | None = None,
    rules: Sequence[Rule] = (),
    vat: float | None = None,
) -> FileReading:
    """One export as rows for the workbook; without a kind the file says what it is.

    `vat` is the rate that somebody confirmed for revenue with VAT (0.2). With an
    error among the issues there are no rows.

    Raises:
        SourceError: the file is missing, empty, damaged or of an unknown kind.
    """
    opened = open_source(source)
    if kind == "lines" or (kind is None and recognised(opened.headings) == _NEEDED):
        return _lines(source, rules, vat)
    return _rows(opened, kind, rules, vat)


def line_rules(rules: Sequence[Rule]) -> dict[str, str]:
    """The same rules for order lines: {folded heading: field, or "" for none}."""
    fields = {target: name for name, target in LINE_TARGETS.items()} | {"": ""}
    return {
        heading_key(rule.heading): fields[rule.column]
        for rule in rules
        if rule.column in fields
    }


def _lines(path: Path, rules: Sequence[Rule], vat: float | None) -> FileReading:
    frame, found, issues = read_lines(path, vat, line_rules(rules))
    tables = lines_to_tables(frame)
    mapping = [(heading, LINE_TARGETS[key]) for key, heading in found.items()]
    ignored = [str(heading) for heading in frame.attrs.get("ignored", [])]
    told = issues if stops(issues) else [*issues, *tables.issues]
    return FileReading("lines", mapping, ignored, [], tables, told, lines=len(frame))


def _rows(
    source: Source, kind: Kind | None, rules: Sequence[Rule], vat: float | None
) -> FileReading:
    wanted = [MARGINS, COST_TO_SERVE, CLIENTS] if kind is None else [_TABLES[kind]]
    columns = _columns(source.headings, wanted, rules)
    if not {"client_id", "name"} & set(columns.places):
        return _unknown(source, kind or "clients", columns)
    read = read_rows(source, columns.places, vat)
    frame = read.frame
    for key in ("client_id", "name"):
        if key not in frame:
            frame[key] = ""
    if "period" not in frame:
        frame["period"] = np.full(len(frame), np.datetime64("NaT"), "datetime64[us]")
    filled = {
        name: [key for key in _keys(frame, columns, table) if key not in _SHARED]
        for name, table in _TABLES.items()
    }
    rated = MARGIN_RATE in frame and not filled["margins"]
    if rated:
        filled["margins"] = [MARGIN_RATE]
    first: Kind = next((name for name in _TABLES if filled[name]), "clients")
    found = first if kind is None else kind
    issues = [*columns.issues, *read.issues]
    clients = frame[["client_id", "name", *filled["clients"]]]
    if not filled["clients"] and found != "clients":
        clients = clients.iloc[:0]
    clients, repeated = once(clients)
    margins, costs = (
        frame[["client_id", "name", "period", *filled[name]]]
        if filled[name]
        else frame.loc[frame.index[:0], ["client_id", "name", "period"]]
        for name in ("margins", "cost-to-serve")
    )
    rates = margins if rated else None
    if rated:
        margins = margins.drop(columns=MARGIN_RATE).iloc[:0]
    ends = frame["period"].dropna()
    month = pd.Timestamp(ends.max()).month if len(ends) else 12
    drivers = tuple(
        key for key in filled["cost-to-serve"] if key not in ("direct_cost", "bad_debt")
    )
    tables = LineTables(clients, margins, costs, drivers, month)
    mapping, proof = _mapping(source.headings, columns, found)
    return FileReading(
        found,
        mapping,
        [*columns.ignored, *proof],
        columns.ambiguous,
        tables,
        [*issues, *repeated],
        columns.rivals,
        rates,
    )


def _unknown(source: Source, kind: Kind, columns: _Columns) -> FileReading:
    """A file in which no column names the client: an error, and no rows."""
    params: dict[str, ParamValue] = {
        "found": ", ".join(heading for heading in source.headings if heading)[:300],
        "expected": accepted("client_id"),
    }
    issue = Issue("lines_no_client", Severity.ERROR, params=params)
    clients = pd.DataFrame({"client_id": [], "name": []}, dtype=object)
    days = pd.Series([], dtype="datetime64[us]")
    rows = clients.assign(period=days)
    tables = LineTables(clients, rows, rows, (), 12)
    headings = [heading for heading in source.headings if heading]
    issues = [*columns.issues, issue]
    return FileReading(kind, [], headings, [], tables, issues)


def _mapping(
    headings: Sequence[str], columns: _Columns, kind: Kind
) -> tuple[list[tuple[str, str]], list[str]]:
    """Heading and column of the workbook; apart, a rate that only proves the rest."""
    mapping, proof = [], []
    for key, (place, _) in columns.places.items():
        heading = headings[place]
        if key != MARGIN_RATE:
            tables = columns.targets[key]
            own = _TABLES[kind].name
            mapping.append((heading, f"{own if own in tables else tables[0]}.{key}"))
        elif {"gross_margin", "cost_of_goods"} & set(columns.places):
            proof.append(heading)
        else:
            mapping.append((heading, f"{MARGINS.name}.gross_margin"))
    return mapping, proof


def _keys(frame: pd.DataFrame, columns: _Columns, table: Table) -> list[str]:
    """Columns of a table that the file fills."""
    made = {"gross_margin"} if MARGIN_RATE in columns.places else set()
    own = {key for key, tables in columns.targets.items() if table.name in tables}
    if table is MARGINS:
        own |= made
    return [key for key in table.keys if key in own and key in frame]


def _columns(
    headings: Sequence[str], tables: Sequence[Table], rules: Sequence[Rule]
) -> _Columns:
    """What each heading is: by the user's rules, then by what it is called.

    An amount with VAT only counts where there is none without.
    """
    found = _Columns()
    offers: dict[str, list[_Offer]] = {}
    said = {heading_key(rule.heading): rule.column for rule in rules}
    taxed = [with_vat(heading) for heading in headings]
    for position, heading in enumerate(headings):
        if not heading:
            continue
        ruled = said.get(heading_key(heading))
        if ruled is None and theirs(heading):
            params = {"found": heading}
            issue = Issue("their_own_revenue", Severity.NOTE, params=params)
            found.issues.append(issue)
        targets = _targets(heading, tables) if ruled is None else _ruled(ruled, tables)
        if not targets:
            found.ignored.append(heading)
            continue
        key = next(iter(targets.values())).key
        looseness = 3 if taxed[position] else _looseness(heading, ruled, targets)
        offers.setdefault(key, []).append(_Offer(looseness, position, targets))
    for key, fitting in offers.items():
        _take(key, fitting, headings, found)
    return found


class _Offer(NamedTuple):
    """A heading that fits a column, and how loosely."""

    looseness: int
    position: int
    targets: dict[str, Column]


def _looseness(heading: str, ruled: str | None, targets: dict[str, Column]) -> int:
    """0 for what a user said, 1 for the workbook's own heading, 2 for any other."""
    if ruled is not None:
        return 0
    folded = heading_key(heading)
    own = (heading_key(x) for column in targets.values() for x in column.heading)
    return 1 if folded in own else 2


def _take(
    key: str, offers: Sequence[_Offer], headings: Sequence[str], found: _Columns
) -> None:
    """The surest heading of a column; several as sure are rivals, the first is read."""
    best = min(offers, key=lambda offer: offer[:2])
    found.places[key] = (best.position, next(iter(best.targets.values())))
    found.targets[key] = list(best.targets)
    equal = [headings[x.position] for x in offers if x.looseness == best.looseness]
    if len(equal) > 1:
        found.rivals[f"{next(iter(best.targets))}.{key}"] = equal
    for offer in offers:
        if offer is not best:
            taxed = with_vat(headings[offer.position])
            (found.ignored if taxed else found.ambiguous).append(
                headings[offer.position]
            )


def _targets(heading: str, tables: Sequence[Table]) -> dict[str, Column]:
    """The tables that have a column of that heading, and the column."""
    if theirs(heading):
        return {}
    if names_rate(heading):
        return {MARGINS.name: MARGIN_RATE_COLUMN} if MARGINS in tables else {}
    found: dict[str, Column] = {}
    for table in tables:
        names = [bare_heading(heading)]
        for key in match_columns(table, names, column_aliases(table.name)):
            if not found or key in {column.key for column in found.values()}:
                found[table.name] = table.column(key)
    if not found and MARGINS in tables and amount_with_vat(heading):
        found[MARGINS.name] = MARGINS.column("revenue")
    return found


def _ruled(column: str, tables: Sequence[Table]) -> dict[str, Column]:
    name, _, key = column.partition(".")
    return {t.name: t.column(key) for t in tables if t.name == name and key in t.keys}
