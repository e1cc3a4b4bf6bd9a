"""Import: order lines on disk to rows of the input sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from segmentation_addin.core.issues import Issue, stops
from segmentation_addin.imports.line_tables import lines_to_tables, usual_year_end
from segmentation_addin.imports.lines import read_lines
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import Changes, Host, Progress, silent
from segmentation_addin.workbook.reading import place, read_tables


@dataclass(frozen=True)
class Imported:
    """What an import did; `mappings` holds (path, [(heading, field)], ignored)."""

    language: Language
    refused: bool
    written: bool
    issues: list[RenderedIssue]
    document: dict[str, Any] = field(default_factory=dict)
    mappings: list[tuple[str, list[tuple[str, str]], list[str]]] = field(
        default_factory=list
    )


def import_lines(
    host: Host,
    sources: Sequence[Path],
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Brings order lines into Clients, Margins and Cost to serve.

    Nothing is written when an error stands among the issues, on a dry run, or when
    the workbook already holds all of it.
    """
    progress("read", 0.0)
    tables, issues = read_tables(host)
    frames: list[pd.DataFrame] = []
    mappings = []
    for number, source in enumerate(sources):
        progress("import", 0.1 + 0.5 * number / len(sources))
        frame, mapping, found = read_lines(source)
        issues += [_in_file(issue, source) for issue in found]
        ignored = [str(name) for name in frame.attrs.get("ignored", [])]
        pairs = [(heading, target) for target, heading in mapping.items()]
        mappings.append((str(source), pairs, ignored))
        frames.append(frame)
    lines = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    changes, document = Changes(), {"lines": len(lines), "clients": 0, "periods": []}
    if not stops(issues):
        built = lines_to_tables(lines, usual_year_end(tables.margins["period"]))
        changes, merge_issues = merge_into(tables, built)
        issues += [*built.issues, *merge_issues]
        ends = sorted(built.margins["period"].unique())
        document["clients"] = len(built.clients)
        document["periods"] = [str(pd.Timestamp(end).date()) for end in ends]
    refused = stops(issues)
    written = False
    changes.fixed = declared_formulas(host.language)
    if not refused and not dry_run:
        written = host.write(
            changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
        )
    rendered = render(issues, host.language, lambda issue: place(issue, tables.raws))
    document["changes"] = count_changes(changes)
    document["written"] = written
    document["mapping"] = {
        path: {target: heading for heading, target in pairs}
        for path, pairs, _ in mappings
    }
    document["issues"] = [issue.as_document() for issue in rendered]
    return Imported(host.language, refused, written, rendered, document, mappings)


def _in_file(issue: Issue, source: Path) -> Issue:
    """The same issue, with the file it speaks of."""
    if "file" in issue.params:
        return issue
    return Issue(
        issue.code,
        issue.severity,
        issue.table,
        issue.row,
        issue.column,
        {**issue.params, "file": source.name},
        issue.amount,
    )


def count_changes(changes: Changes) -> int:
    """Cells edited and rows appended."""
    return sum(len(edit.rows) for edit in changes.edits) + sum(
        len(rows.frame) for rows in changes.appended
    )
