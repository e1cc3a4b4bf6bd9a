"""Import of client lists, margins and cost drivers into the sheets of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.client_codes import join_clients
from segmentation_addin.imports.exact_figures import kept_exact
from segmentation_addin.imports.export_headings import SHARED
from segmentation_addin.imports.file_reading import (
    ROW_KINDS,
    FileReading,
    read_file,
)
from segmentation_addin.imports.joined_rows import (
    dated,
    kept_words,
    measured,
    rated,
    summed,
    whole,
    with_newcomers,
)
from segmentation_addin.imports.line_tables import LineTables
from segmentation_addin.imports.mapping_rules import target_words
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.languages import Language
from segmentation_addin.messages.recognition import REASONS
from segmentation_addin.results.issues import render
from segmentation_addin.services.imported import (
    Imported,
    ImportOptions,
    OpenRate,
    Rivals,
    count_changes,
    in_file,
)
from segmentation_addin.services.source_files import SourceFiles
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import Changes, Host, Progress, silent
from segmentation_addin.workbook.inputs import (
    CLIENT_DRIVER,
    COST_TO_SERVE,
    DRIVERS,
    MARGINS,
)
from segmentation_addin.workbook.reading import Tables, place, read_tables

PREVIEWED = 3
"""Rows of each table that are shown before and after."""


def import_rows(
    host: Host,
    sources: Sequence[Path],
    options: ImportOptions,
    dry_run: bool = False,
    progress: Progress = silent,
    files: SourceFiles | None = None,
) -> Imported:
    """Brings client lists, margins and cost drivers into the workbook.

    Clients are found by code, else by name. What a person typed in Clients stays;
    figures of the same client and period are updated, and told. Nothing is written
    when an error stands among the issues, on a dry run, or when the workbook already
    holds all of it.
    """
    progress("read", 0.0)
    tables, issues = read_tables(host)
    own = _own_drivers(tables)
    readings: list[FileReading] = []
    rivals: list[Rivals] = []
    rates: list[OpenRate] = []
    files = files or SourceFiles(sources, progress)
    for source in sources:
        kind = options.kind if options.kind in ROW_KINDS else None
        reading = read_file(
            source, kind, options.rules, options.vat, files.take(source), own
        )
        found = [*(_worded(x, host) for x in reading.issues), *_empty(reading)]
        for target, headings in reading.rivals.items():
            rivals.append(Rivals(source.name, target, tuple(headings)))
            found.append(_rivalry(target, headings, host))
        rates += [
            OpenRate(source.name, str(issue.params["heading"]))
            for issue in reading.issues
            if issue.code == "rate_base_ambiguous"
        ]
        issues += [in_file(issue, source) for issue in found]
        readings.append(reading)
    changes = Changes()
    document: dict[str, Any] = {
        "kind": readings[0].kind,
        "kinds": [reading.kind for reading in readings],
        "mapping": {
            str(source): {target: heading for heading, target in reading.mapping[::-1]}
            for source, reading in zip(sources, readings, strict=True)
        },
        "ignored": {
            str(source): _left_out(reading, host.language)
            for source, reading in zip(sources, readings, strict=True)
        },
    }
    if not stops(issues):
        built, found = _built(readings, tables, options.period, document)
        issues += found
        if not stops(issues):
            changes, found = merge_into(tables, built)
            issues += [*found, *kept_words(built.clients, tables.clients)]
            document |= _counts(built)
    refused = stops(issues)
    changes.fixed = declared_formulas(host.language)
    document["changes"] = count_changes(changes)
    written = False
    if not refused and not dry_run:
        written = host.write(
            changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
        )
    rendered = render(issues, host.language, lambda issue: place(issue, tables.raws))
    document["written"] = written
    document["issues"] = [issue.as_document() for issue in rendered]
    mappings = [
        (
            str(source),
            _pairs(reading, host.language),
            [
                f"{heading} ({why})" if why else heading
                for heading, why in _left_out(reading, host.language).items()
            ],
        )
        for source, reading in zip(sources, readings, strict=True)
    ]
    return Imported(
        host.language,
        refused,
        written,
        rendered,
        readings[0].kind,
        document,
        mappings,
        rivals,
        rates,
    )


def _own_drivers(tables: Tables) -> list[str]:
    """Cost drivers of the user's own: columns of Cost to serve, and of activities."""
    named = dict.fromkeys((*tables.drivers, *tables.activities["driver"]))
    return [name for name in named if name not in ("", *DRIVERS, CLIENT_DRIVER.en)]


def _pairs(reading: FileReading, language: Language) -> list[tuple[str, str]]:
    """Heading and column of the workbook, with the year that the heading names."""
    pairs = []
    for heading, target in reading.mapping:
        words = target_words(target, language)
        year = reading.years.get(heading)
        pairs.append((heading, f"{words} {year}" if year else words))
    return pairs


def _left_out(reading: FileReading, language: Language) -> dict[str, str]:
    """Each heading that is not read, and why in words."""
    return {
        heading: REASONS[reading.reasons[heading]].in_(language)
        if heading in reading.reasons
        else ""
        for heading in [*reading.ignored, *reading.ambiguous]
    }


def _worded(issue: Issue, host: Host) -> Issue:
    """The same finding, with the column of the workbook as its user reads it."""
    if issue.code not in ("column_by_values", "column_belied"):
        return issue
    words = target_words(str(issue.params["expected"]), host.language)
    return replace(issue, params={**issue.params, "expected": words})


def _rivalry(target: str, headings: Sequence[str], host: Host) -> Issue:
    """An error that names the headings between which somebody must choose."""
    params: dict[str, ParamValue] = {
        "found": ", ".join(headings),
        "expected": target_words(target, host.language),
    }
    return Issue("headings_rival", Severity.ERROR, params=params)


def _empty(reading: FileReading) -> list[Issue]:
    """An error for a file that says nothing of its clients."""
    if stops(reading.issues):
        return []
    tables = reading.tables
    rows = len(tables.clients) + len(tables.margins) + len(tables.cost_to_serve)
    if rows or reading.rates is not None:
        return []
    keys = {target.partition(".")[2] for _, target in reading.mapping}
    if keys - set(SHARED):
        return [Issue("rows_none", Severity.ERROR)]
    headings = [*reading.ignored, *reading.ambiguous]
    params: dict[str, ParamValue] = {"found": ", ".join(headings)[:300]}
    return [Issue("nothing_to_import", Severity.ERROR, params=params)]


def _built(
    readings: Sequence[FileReading],
    tables: Tables,
    period: pd.Timestamp | None,
    document: dict[str, Any],
) -> tuple[LineTables, list[Issue]]:
    """All rows under the workbook's codes, dated and one a client and period."""
    parts, issues = [], []
    for reading in readings:
        part, found = _with_rates(reading, tables, period)
        parts.append(part)
        issues += found
    joined = join_clients(whole(parts), tables.clients[["client_id", "name"]])
    issues += joined.issues
    document["clients_known"] = joined.known
    document["clients"] = joined.clients
    built = with_newcomers(joined.tables, tables.clients)
    ready: dict[str, pd.DataFrame] = {}
    for name, table in (("margins", MARGINS), ("cost_to_serve", COST_TO_SERVE)):
        frame, found = dated(getattr(built, name), tables.margins, period)
        issues += found
        if not stops(found):
            frame, found = summed(frame, table)
            issues += found
            frame, found = kept_exact(frame, getattr(tables, name), table)
            issues += found
        ready[name] = frame
    if not stops(issues):
        ready["margins"] = measured(ready["margins"], tables.margins, tables.language)
    return replace(
        built, margins=ready["margins"], cost_to_serve=ready["cost_to_serve"]
    ), _unique(issues)


def _with_rates(
    reading: FileReading, tables: Tables, period: pd.Timestamp | None
) -> tuple[LineTables, list[Issue]]:
    """The rows of a file; margin rates become margins on the workbook's revenue."""
    if reading.rates is None:
        return reading.tables, []
    rates, issues = dated(reading.rates, tables.margins, period)
    if stops(issues):
        return reading.tables, issues
    known = tables.clients[["client_id", "name"]]
    coded = join_clients(replace(reading.tables, margins=rates), known)
    margins, found = rated(coded.tables.margins, tables.margins)
    return replace(reading.tables, margins=margins), [*issues, *found]


def _unique(issues: Sequence[Issue]) -> list[Issue]:
    """The same finding of two tables is said once."""
    found: list[Issue] = []
    for issue in issues:
        if issue.code in ("period_taken", "period_given", "period_needed") and any(
            issue.code == known.code for known in found
        ):
            continue
        found.append(issue)
    return found


def _counts(built: LineTables) -> dict[str, Any]:
    """Rows by table, the periods, and the first rows as they will stand."""
    frames = {
        "clients": built.clients,
        "margins": built.margins,
        "cost_to_serve": built.cost_to_serve,
    }
    ends = pd.concat([built.margins["period"], built.cost_to_serve["period"]])
    return {
        "rows": {name: len(frame) for name, frame in frames.items()},
        "periods": [str(end.date()) for end in sorted(ends.dropna().unique())],
        "preview": {
            name: [_row(row) for row in frame.head(PREVIEWED).to_dict("records")]
            for name, frame in frames.items()
            if len(frame)
        },
    }


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    """What a row holds, as JSON writes it."""
    plain = {
        str(key): value.date().isoformat() if isinstance(value, pd.Timestamp) else value
        for key, value in row.items()
        if not pd.isna(value) and value != ""
    }
    return {
        key: getattr(value, "item", lambda v=value: v)() for key, value in plain.items()
    }
