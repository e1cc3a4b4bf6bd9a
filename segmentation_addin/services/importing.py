"""Import: files on disk to rows of the input sheets.

Order lines go to Clients, Margins and Cost to serve; the answered copies of account
managers go to the votes of the review. A file says itself which of the two it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.answers import Copy, is_copy, read_copy
from segmentation_addin.imports.fec.ledger import is_fec
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.line_tables import lines_to_tables, usual_year_end
from segmentation_addin.imports.lines import read_lines
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.imports.votes import ballots, join, late
from segmentation_addin.results.issues import render
from segmentation_addin.services import clock
from segmentation_addin.services.imported import (
    Imported,
    Kind,
    count_changes,
    in_file,
)
from segmentation_addin.services.importing_fec import import_fec
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import Changes, Host, Progress, silent
from segmentation_addin.workbook.reading import Tables, place, read_tables
from segmentation_addin.workbook.review_tables import VOTES


def import_files(
    host: Host,
    sources: Sequence[Path],
    kind: Kind | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Brings files into the workbook; without a kind, each file says what it is.

    Nothing is written when an error stands among the issues, on a dry run, or when
    the workbook already holds all of it.
    """
    if kind is None:
        copies = [is_copy(source) for source in sources]
        if any(copies) and not all(copies):
            return _mixed(host, sources, copies)
        kind = "votes" if all(copies) else "lines"
        if kind == "lines" and all(is_fec(source) for source in sources):
            kind = "fec"
    acts = {"votes": import_votes, "lines": import_lines, "fec": import_fec}
    return acts[kind](host, sources, dry_run, progress)


def _mixed(host: Host, sources: Sequence[Path], copies: Sequence[bool]) -> Imported:
    params: dict[str, ParamValue] = {
        "found": sources[copies.index(True)].name,
        "first": sources[copies.index(False)].name,
    }
    issue = Issue("sources_mixed", Severity.ERROR, params=params)
    rendered = render([issue], host.language, lambda _: ("", ""))
    return Imported(host.language, True, False, rendered)


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
        issues += [in_file(issue, source) for issue in found]
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
    document["kind"] = "lines"
    document["changes"] = count_changes(changes)
    document["written"] = written
    document["mapping"] = {
        path: {target: heading for heading, target in pairs}
        for path, pairs, _ in mappings
    }
    document["issues"] = [issue.as_document() for issue in rendered]
    return Imported(
        host.language, refused, written, rendered, "lines", document, mappings
    )


def import_votes(
    host: Host,
    sources: Sequence[Path],
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Brings the answers of account managers' copies into the votes of the review.

    All findings of all files are listed at once; one error and nothing is written.
    """
    progress("read", 0.0)
    tables, _ = read_tables(host)
    copies: list[Copy] = []
    issues = _missing_votes(tables)
    for number, source in enumerate(sources):
        progress("import", 0.1 + 0.5 * number / len(sources))
        copy, found = read_copy(source)
        issues += found
        if copy is not None:
            copies.append(copy)
    answered, found = ballots(copies, tables)
    issues += [*found, *late(copies, tables), *_silent_copies(copies)]
    document: dict[str, Any] = {
        "kind": "votes",
        "answers": len(answered),
        "voters": list(dict.fromkeys(copy.voter for copy in copies if copy.voter)),
    }
    changes = Changes()
    refused = stops(issues)
    if not refused:
        joined = join(answered, tables, clock.now().date(), host.language)
        changes = joined.changes
        document["added"], document["changed"] = joined.added, joined.changed
        document["unchanged"] = joined.unchanged
    written = False
    document["changes"] = count_changes(changes)
    changes.fixed = declared_formulas(host.language)
    if not refused and not dry_run and document["changes"]:
        written = host.write(
            changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
        )
    raws = {copy.raw.name: copy.raw for copy in copies}
    rendered = render(
        issues, host.language, lambda issue: place(issue, {**tables.raws, **raws})
    )
    document["written"] = written
    document["issues"] = [issue.as_document() for issue in rendered]
    return Imported(host.language, refused, written, rendered, "votes", document)


def _missing_votes(tables: Tables) -> list[Issue]:
    """An error when the workbook has no place for votes."""
    raw = tables.raws.get(VOTES.name)
    there = {} if raw is None else table_headings(VOTES, raw.headings).columns
    missing = [c for c in VOTES.columns if c.required and c.key not in there]
    if not missing:
        return []
    expected = missing[0].heading.in_(tables.language)
    params: dict[str, ParamValue] = {"expected": expected}
    return [Issue("votes_table_missing", Severity.ERROR, params=params)]


def _silent_copies(copies: Sequence[Copy]) -> list[Issue]:
    """A note for each copy in which nobody answered."""
    return [
        Issue("votes_none", Severity.NOTE, params={"file": copy.file})
        for copy in copies
        if not copy.answers and not stops(copy.issues)
    ]
