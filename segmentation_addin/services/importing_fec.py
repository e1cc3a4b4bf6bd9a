"""Import of accounting exports (FEC): one or several years to rows of the workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from filecmp import cmp
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.fec.statement import Statement, read_fec
from segmentation_addin.imports.fec_tables import (
    keep_known_margins,
    periods_near,
    rows_left,
    statements_to_tables,
)
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.results.issues import render
from segmentation_addin.services.imported import Imported, count_changes, in_file
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import (
    CellEdits,
    Changes,
    Host,
    Progress,
    silent,
)
from segmentation_addin.workbook.inputs import MARGINS, SETTINGS_TABLE
from segmentation_addin.workbook.reading import Tables, place, read_tables
from segmentation_addin.workbook.settings_reading import setting_rows

_PART = re.compile(r"_(\d{1,2})$")
SIREN_SETTING = "books_siren"


def import_fec(
    host: Host,
    sources: Sequence[Path],
    dry_run: bool = False,
    progress: Progress = silent,
    margin_rate: float | None = None,
) -> Imported:
    """Brings accounting exports into Clients, Margins and Cost to serve.

    Files whose names differ by a last _1, _2 are parts of one year. `margin_rate`
    (0-1) estimates the margins that the workbook does not hold. Nothing is written
    when an error stands among the issues, on a dry run, or when the workbook already
    holds all of it.
    """
    progress("read", 0.0)
    tables, issues = read_tables(host)
    same = _same_files(sources)
    years = [] if same else _years(sources)
    issues += same
    statements: list[Statement] = []
    for number, parts in enumerate(years):
        progress("import", 0.1 + 0.5 * number / len(years))
        statement = read_fec(*parts)
        issues += [in_file(issue, parts[0]) for issue in statement.issues]
        statements.append(statement)
    changes = Changes()
    document: dict[str, Any] = {"kind": "fec", "clients": 0, "periods": []}
    if statements and not any(stops(statement.issues) for statement in statements):
        document["files"] = [
            _document(parts, statement)
            for parts, statement in zip(years, statements, strict=True)
        ]
        document["margin_rate"] = margin_rate
        built = statements_to_tables(statements, margin_rate)
        issues += [*built.issues, *periods_near(built, tables.margins)]
        if not stops(issues):
            built = keep_known_margins(built, tables.margins, host.language)
            changes, found = merge_into(tables, built)
            issues += [*found, *rows_left(built, tables.margins)]
            issues += _company(tables, statements, changes)
            document["clients"] = len(built.clients)
            document["periods"] = [
                str(x.period_end.date())
                for x in sorted(statements, key=lambda x: x.period_end)
            ]
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
    return Imported(host.language, refused, written, rendered, "fec", document)


def _years(sources: Sequence[Path]) -> list[list[Path]]:
    """The files of each year, parts together, in the order given.

    Parts are numbered from 1 on: books_24 and books_25 are two years.
    """
    numbered: dict[tuple[Path, str], dict[int, Path]] = {}
    for source in sources:
        found = _PART.search(source.stem)
        if found is not None:
            name = (source.parent, _PART.sub("", source.stem))
            numbered.setdefault(name, {})[int(found[1])] = source
    split = [
        [parts[number] for number in sorted(parts)]
        for parts in numbered.values()
        if len(parts) > 1 and set(parts) == set(range(1, len(parts) + 1))
    ]
    year_of = {part: parts for parts in split for part in parts}
    years: list[list[Path]] = []
    for source in sources:
        parts = year_of.get(source, [source])
        if parts not in years:
            years.append(parts)
    return years


def _same_files(sources: Sequence[Path]) -> list[Issue]:
    """An error for each file that is given twice, under one name or two."""
    issues = []
    for first, second in combinations(sources, 2):
        if not (first.is_file() and second.is_file()):
            continue
        if first.stat().st_size and cmp(first, second, shallow=False):
            params: dict[str, ParamValue] = {"file": second.name, "first": first.name}
            issues.append(Issue("fec_same_file", Severity.ERROR, params=params))
    return issues


def _company(
    tables: Tables, statements: Sequence[Statement], changes: Changes
) -> list[Issue]:
    """Notes in Settings whose books these are; a warning where they are another's."""
    known = str(tables.settings.get(SIREN_SETTING) or "")
    found = list(dict.fromkeys(x.siren for x in statements if x.siren))
    row = setting_rows(tables.raws[SETTINGS_TABLE.name]).get(SIREN_SETTING)
    if found and not known and row is not None:
        changes.edits.append(CellEdits(SETTINGS_TABLE.name, "value", [row], [found[0]]))
    expected = "".join(known.split()) or (found[0] if found else "")
    others = [siren for siren in found if siren != expected]
    if not others:
        return []
    params: dict[str, ParamValue] = {"found": ", ".join(others), "expected": expected}
    at = row if known else None
    ends = [x.period_end for x in statements if x.siren in others]
    standing = tables.margins["period"].isin(ends).any()
    same_year = known and standing and _touches_margins(changes)
    return [
        Issue(
            "fec_other_company_same_year" if same_year else "fec_other_company",
            Severity.ERROR if same_year else Severity.WARNING,
            SETTINGS_TABLE.name,
            at,
            "value",
            params,
        )
    ]


def _touches_margins(changes: Changes) -> bool:
    """Whether rows of Margins would change, or come beside those that stand there."""
    edited = any(edit.table == MARGINS.name for edit in changes.edits)
    return edited or any(rows.table == MARGINS.name for rows in changes.appended)


def _document(parts: Sequence[Path], statement: Statement) -> dict[str, Any]:
    """What one year says, and the proof that nothing of it is lost."""
    clients = statement.clients
    known = clients["delay"].value_counts()
    counter = clients[clients["counter"].to_numpy(dtype=bool)]
    largest = counter.sort_values("revenue", ascending=False, kind="stable")
    return {
        "files": [str(part) for part in parts],
        "siren": statement.siren,
        "encoding": statement.encoding,
        "lines": statement.lines,
        "personal_lines": statement.personal_lines,
        "first_day": statement.period_start.date().isoformat(),
        "last_day": statement.period_end.date().isoformat(),
        "months": statement.months,
        "revenue": statement.revenue,
        "annual_revenue": statement.annual_revenue,
        "allocated": statement.allocated,
        "unallocated": dict(statement.unallocated),
        "shared": float(clients["shared"].sum()),
        "clients": len(clients),
        "credit_notes": float(clients["credit_notes"].sum()),
        "cancelled": _cancelled(clients),
        "freight": _freight(statement),
        "cost_bases": dict(statement.cost_bases),
        "outstanding": float(clients["outstanding"].sum()),
        "outstanding_of_others": round(
            statement.outstanding - float(clients["outstanding"].sum()), 2
        ),
        "doubtful": float(clients["doubtful"].sum()),
        "dso": _rounded(statement.dso, 1),
        "delays": {
            name: int(known.get(name, 0)) for name in ("lettering", "amount", "order")
        },
        "counter": [
            {"client_id": code, "name": name, "revenue": float(revenue)}
            for code, name, revenue in zip(
                largest["client_id"], largest["name"], largest["revenue"], strict=True
            )
        ],
        "by_client": _by_client(clients),
    }


def _cancelled(clients: pd.DataFrame) -> dict[str, Any]:
    """Credit notes that cancel a whole invoice, and the rates with and without them."""
    cancelled = clients["cancelled"].sum()
    notes, before = clients["credit_notes"].sum(), clients["cancelled_before"].sum()
    invoiced = clients["invoiced"].sum()
    kept = invoiced - cancelled + before
    return {
        "count": int(clients["cancelled_count"].sum()),
        "replaced": int(clients["replaced_count"].sum()),
        "amount": round(float(cancelled), 2),
        "credit_note_rate": _rounded(notes / invoiced if invoiced else np.nan, 4),
        "rate_without": _rounded((notes - cancelled) / kept if kept else np.nan, 4),
    }


def _freight(statement: Statement) -> dict[str, float]:
    """Freight invoiced apart: in all, of clients, and of nobody, to the cent."""
    given = float(statement.clients["freight"].sum())
    left = round(statement.freight - given, 2)
    return {"total": statement.freight, "clients": round(given, 2), "no_client": left}


BY_CLIENT = {
    "revenue": 2,
    "freight": 2,
    "invoices": 0,
    "credit_notes": 2,
    "credit_note_count": 0,
    "credit_note_rate": 4,
    "cancelled": 2,
    "cancelled_count": 0,
    "replaced_count": 0,
    "commercial_note_rate": 4,
    "outstanding": 2,
    "doubtful": 2,
    "dso": 1,
}
"""Figures of each client in the document of an import, and their decimals."""


def _by_client(clients: pd.DataFrame) -> list[dict[str, Any]]:
    """What the books say of each client; most of it has no column in the workbook."""
    rows = clients[["client_id", *BY_CLIENT]].to_dict("records")
    return [
        {"client_id": row["client_id"]}
        | {name: _rounded(row[name], digits) for name, digits in BY_CLIENT.items()}
        for row in rows
    ]


def _rounded(value: float, digits: int) -> float | int | None:
    """A figure of the document; None where it is not known."""
    if not np.isfinite(value):
        return None
    return round(float(value), digits) if digits else int(value)
