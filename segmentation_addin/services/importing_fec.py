"""Import of accounting exports (FEC): one or several years to rows of the workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from segmentation_addin.core.issues import stops
from segmentation_addin.imports.fec.statement import Statement, read_fec
from segmentation_addin.imports.fec_tables import statements_to_tables
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.results.issues import render
from segmentation_addin.services.imported import Imported, count_changes, in_file
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import Changes, Host, Progress, silent
from segmentation_addin.workbook.reading import place, read_tables

_PART = re.compile(r"_\d{1,2}$")


def import_fec(
    host: Host,
    sources: Sequence[Path],
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Brings accounting exports into Clients, Margins and Cost to serve.

    Files whose names differ by a last _1, _2 are parts of one year. Nothing is written
    when an error stands among the issues, on a dry run, or when the workbook already
    holds all of it.
    """
    progress("read", 0.0)
    tables, issues = read_tables(host)
    years = _years(sources)
    statements: list[Statement] = []
    for number, parts in enumerate(years):
        progress("import", 0.1 + 0.5 * number / len(years))
        statement = read_fec(*parts)
        issues += [in_file(issue, parts[0]) for issue in statement.issues]
        statements.append(statement)
    changes = Changes()
    document: dict[str, Any] = {"kind": "fec", "clients": 0, "periods": []}
    if not any(stops(statement.issues) for statement in statements):
        document["files"] = [
            _document(parts, statement)
            for parts, statement in zip(years, statements, strict=True)
        ]
        built = statements_to_tables(statements)
        issues += built.issues
        if not stops(issues):
            changes, found = merge_into(tables, built)
            issues += found
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
    """The files of each year, parts together, in the order given."""
    years: dict[tuple[Path, str], list[Path]] = {}
    for source in sources:
        name = (source.parent, _PART.sub("", source.stem))
        years.setdefault(name, []).append(source)
    return [sorted(parts) for parts in years.values()]


def _document(parts: Sequence[Path], statement: Statement) -> dict[str, Any]:
    """What one year says, and the proof that nothing of it is lost."""
    known = statement.clients["delay"].value_counts()
    return {
        "files": [str(part) for part in parts],
        "siren": statement.siren,
        "encoding": statement.encoding,
        "lines": statement.lines,
        "personal_lines": statement.personal_lines,
        "first_day": statement.period_start.date().isoformat(),
        "last_day": statement.period_end.date().isoformat(),
        "revenue": statement.revenue,
        "allocated": statement.allocated,
        "unallocated": dict(statement.unallocated),
        "clients": len(statement.clients),
        "credit_notes": float(statement.clients["credit_notes"].sum()),
        "delays": {
            name: int(known.get(name, 0)) for name in ("lettering", "amount", "order")
        },
    }
