"""One export as rows for the workbook: what it is, how it was read, what was met.

Pure: no workbook and no host. Order and invoice lines are summed by client; a client
list, margins and cost drivers are read row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.columns import FileColumns, Rule, columns_of
from segmentation_addin.imports.exact_figures import step_key
from segmentation_addin.imports.export_headings import SHARED
from segmentation_addin.imports.heading_years import dated_heading
from segmentation_addin.imports.headings import accepted, recognised
from segmentation_addin.imports.line_tables import LineTables, lines_to_tables
from segmentation_addin.imports.lines import read_lines
from segmentation_addin.imports.repeated_clients import once
from segmentation_addin.imports.sources import Source, open_source, remembering
from segmentation_addin.imports.table_rows import MARGIN_RATE, read_rows
from segmentation_addin.workbook.declaration import Table, heading_key
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS

__all__ = ["FileReading", "Kind", "Rule", "kind_of", "line_rules", "read_file"]

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
    reasons: dict[str, str] = field(default_factory=dict)
    """Heading that is not read -> why, as `messages.recognition.REASONS` has it."""
    years: dict[str, int] = field(default_factory=dict)
    """Heading -> the year that it names."""


def kind_of(source: Source) -> Literal["lines", "rows"]:
    """What the headings of a file promise: order lines, or a row a client."""
    return "lines" if recognised(source.headings) == _NEEDED else "rows"


def read_file(
    source: Path,
    kind: Kind | None = None,
    rules: Sequence[Rule] = (),
    vat: float | None = None,
    opened: Source | None = None,
    drivers: Sequence[str] = (),
) -> FileReading:
    """One export as rows for the workbook; without a kind the file says what it is.

    `vat` is the rate that somebody confirmed for revenue with VAT (0.2); `opened` is
    the same file, where it was opened before; `drivers` are the cost drivers that the
    user added to the workbook. With an error among the issues there are no rows.

    Raises:
        SourceError: the file is missing, empty, damaged or of an unknown kind.
    """
    opened = open_source(source) if opened is None else opened
    if kind == "lines" or (kind is None and kind_of(opened) == "lines"):
        return _lines(source, rules, vat, opened)
    return _rows(opened, kind, rules, vat, drivers)


def line_rules(rules: Sequence[Rule]) -> dict[str, str]:
    """The same rules for order lines: {folded heading: field, or "" for none}."""
    fields = {target: name for name, target in LINE_TARGETS.items()} | {"": ""}
    return {
        heading_key(rule.heading): fields[rule.column]
        for rule in rules
        if rule.column in fields
    }


def _lines(
    path: Path, rules: Sequence[Rule], vat: float | None, opened: Source
) -> FileReading:
    frame, found, issues = read_lines(path, vat, line_rules(rules), opened)
    tables = lines_to_tables(frame)
    mapping = [(heading, LINE_TARGETS[key]) for key, heading in found.items()]
    ignored = [str(heading) for heading in frame.attrs.get("ignored", [])]
    told = issues if stops(issues) else [*issues, *tables.issues]
    return FileReading("lines", mapping, ignored, [], tables, told, lines=len(frame))


def _rows(
    source: Source,
    kind: Kind | None,
    rules: Sequence[Rule],
    vat: float | None,
    own: Sequence[str],
) -> FileReading:
    wanted = [MARGINS, COST_TO_SERVE, CLIENTS] if kind is None else [_TABLES[kind]]
    source = remembering(source)
    columns = columns_of(source, wanted, rules, own)
    if not {"client_id", "name"} & set(columns.places):
        return _unknown(source, kind or "clients", columns)
    frame, latest, issues = _by_year(source, columns, vat)
    filled = {
        name: [key for key in _keys(frame, columns, table) if key not in SHARED]
        for name, table in _TABLES.items()
    }
    rated = MARGIN_RATE in frame and not filled["margins"]
    if rated:
        filled["margins"] = [MARGIN_RATE]
    first: Kind = next((name for name in _TABLES if filled[name]), "clients")
    found = first if kind is None else kind
    clients = frame[["client_id", "name", *filled["clients"]]].iloc[:latest]
    if not filled["clients"] and found != "clients":
        clients = clients.iloc[:0]
    clients, repeated = once(clients)
    margins, costs = (
        _with_figures(frame, filled[name]) for name in ("margins", "cost-to-serve")
    )
    rates = margins if rated else None
    if rated:
        margins = margins[["client_id", "name", "period"]].iloc[:0]
    ends = frame["period"].dropna()
    month = pd.Timestamp(ends.max()).month if len(ends) else 12
    drivers = tuple(
        key for key in filled["cost-to-serve"] if key not in ("direct_cost", "bad_debt")
    )
    tables = LineTables(clients, margins, costs, drivers, month)
    mapping, proof, years = _mapping(source.headings, columns, found)
    return FileReading(
        found,
        mapping,
        [*columns.ignored, *proof],
        columns.ambiguous,
        tables,
        [*issues, *repeated],
        columns.rivals,
        rates,
        reasons=columns.reasons | dict.fromkeys(proof, "proof"),
        years=years,
    )


def _by_year(
    source: Source, columns: FileColumns, vat: float | None
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """The rows of a file, how many they are, and below them those of other years.

    Each year's rows hold the figures that headings say are of that year; what no year
    is said of goes with the latest.
    """
    read = read_rows(source, columns.places, vat)
    issues = [*source.sheets_told(), *columns.issues, *read.issues]
    frames = [_whole(read.frame, columns.year)]
    who = {k: columns.places[k] for k in ("client_id", "name") if k in columns.places}
    for year in sorted(columns.earlier, reverse=True):
        again = read_rows(source, who | columns.earlier[year], vat)
        issues += [issue for issue in again.issues if issue not in issues]
        frames.append(_whole(again.frame, year))
    if stops(issues):
        frames = [frames[0].iloc[:0]]
    if len(frames) == 1:
        return frames[0], len(frames[0]), issues
    texts = {key: "" for key in frames[0] if frames[0][key].dtype == object}
    both = pd.concat(frames, ignore_index=True).fillna(texts)
    return both, len(frames[0]), issues


def _with_figures(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Client, period and these columns, less the rows that are blank in all of them."""
    if not keys:
        return frame.loc[frame.index[:0], ["client_id", "name", "period"]]
    figures = frame[[*keys]]
    filled = (figures.notna() & (figures.astype(object) != "")).any(axis=1)
    steps = [step_key(key) for key in keys if step_key(key) in frame]
    return frame.loc[filled, ["client_id", "name", "period", *keys, *steps]]


def _whole(frame: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Rows with a code, a name and a period, blank where the file has none."""
    for key in ("client_id", "name"):
        if key not in frame:
            frame[key] = ""
    if "period" not in frame:
        end = np.datetime64("NaT") if year is None else np.datetime64(f"{year}-12-31")
        frame["period"] = np.full(len(frame), end, "datetime64[us]")
    return frame


def _unknown(source: Source, kind: Kind, columns: FileColumns) -> FileReading:
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
    headings: Sequence[str], columns: FileColumns, kind: Kind
) -> tuple[list[tuple[str, str]], list[str], dict[str, int]]:
    """Heading and column; apart, rates that only prove the rest; years by heading."""
    mapping, proof, years = [], [], {}
    own = _TABLES[kind].name
    parts = [(columns.year, columns.places), *columns.earlier.items()]
    for year, places in parts:
        for key, (place, _) in places.items():
            heading = headings[place]
            if year is not None and dated_heading(heading).year == year:
                years[heading] = year
            if key != MARGIN_RATE:
                tables = columns.targets[key]
                table = own if own in tables else tables[0]
                mapping.append((heading, f"{table}.{key}"))
            elif {"gross_margin", "cost_of_goods"} & set(places):
                proof.append(heading)
            else:
                mapping.append((heading, f"{MARGINS.name}.gross_margin"))
    return mapping, proof, years


def _keys(frame: pd.DataFrame, columns: FileColumns, table: Table) -> list[str]:
    """Columns of a table that the file fills."""
    made = {"gross_margin"} if MARGIN_RATE in columns.places else set()
    own = {key for key, tables in columns.targets.items() if table.name in tables}
    if table is MARGINS:
        own |= made
    keys = [key for key in table.keys if key in own and key in frame]
    drivers = own - {*table.keys, MARGIN_RATE}
    return keys + [key for key in frame if key in drivers]
