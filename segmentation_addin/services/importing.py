"""Import: files on disk to rows of the input sheets.

Order lines, client lists, margins, cost drivers and accounting exports go to Clients,
Margins and Cost to serve; the answered copies of account managers go to the votes of
the review. A file says itself which of these it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, cast

import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.answers import Copy, is_copy, read_copy
from segmentation_addin.imports.fec.files import is_fec
from segmentation_addin.imports.file_reading import (
    LINE_TARGETS,
    ROW_KINDS,
    kind_of,
    line_rules,
)
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.line_tables import lines_to_tables, usual_year_end
from segmentation_addin.imports.lines import read_lines
from segmentation_addin.imports.mapping_rules import target_words
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.imports.sources import SourceError
from segmentation_addin.imports.votes import ballots, join, late
from segmentation_addin.languages import Language
from segmentation_addin.messages.joining import KINDS as SORTS
from segmentation_addin.results.issues import render
from segmentation_addin.services import clock
from segmentation_addin.services.imported import (
    Imported,
    ImportOptions,
    Kind,
    count_changes,
    in_file,
)
from segmentation_addin.services.importing_fec import import_fec
from segmentation_addin.services.importing_rows import import_rows
from segmentation_addin.services.source_files import SourceFiles, onward
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.host import Changes, Host, Progress, silent
from segmentation_addin.workbook.reading import Tables, place, read_tables
from segmentation_addin.workbook.review_tables import VOTES


def import_files(
    host: Host,
    sources: Sequence[Path],
    options: ImportOptions | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Brings files into the workbook; without a kind, each file says what it is.

    Nothing is written when an error stands among the issues, on a dry run, or when
    the workbook already holds all of it.
    """
    options = options or ImportOptions()
    progress = onward(progress)
    files = SourceFiles(sources, progress)
    sorts = _sorts(sources, options.kind, files)
    issues = _differ(sources, sorts, host.language)
    issues += _misplaced(sources[0], sorts[0], options, host.language)
    if issues:
        rendered = render(issues, host.language, lambda _: ("", ""))
        return Imported(host.language, True, False, rendered, options.kind or "lines")
    if sorts[0] == "votes":
        return import_votes(host, sources, dry_run, progress)
    if sorts[0] == "fec":
        return import_fec(host, sources, dry_run, progress, options.margin_rate)
    if sorts[0] == "lines":
        return import_lines(host, sources, dry_run, progress, options, files)
    return import_rows(host, sources, options, dry_run, progress, files)


Sort = Literal["lines", "rows", "fec", "votes"]


def _sorts(
    sources: Sequence[Path], kind: Kind | None, files: SourceFiles
) -> list[Sort]:
    """Which of the ways to read a file is its own, for each of them.

    Raises:
        SourceError: files are missing, damaged or of an unknown kind; the first, with
            the others in its `also`.
    """
    sorts: list[Sort] = []
    refused: list[SourceError] = []
    for source in sources:
        try:
            sorts.append(_sort(source, kind, files))
        except SourceError as error:
            refused.append(error)
    if refused:
        refused[0].also = tuple(refused[1:])
        raise refused[0]
    return sorts


def _sort(source: Path, kind: Kind | None, files: SourceFiles) -> Sort:
    """Which of the ways to read a file is its own."""
    if kind is not None:
        return "rows" if kind in ROW_KINDS else cast("Sort", kind)
    if is_copy(source):
        return "votes"
    if is_fec(source):
        return "fec"
    return kind_of(files.look(source))


def _differ(
    sources: Sequence[Path], sorts: Sequence[Sort], language: Language
) -> list[Issue]:
    """An error when not all files are of one sort."""
    other = next((i for i, sort in enumerate(sorts) if sort != sorts[0]), None)
    if other is None:
        return []
    params: dict[str, ParamValue] = {
        "found": sources[0].name,
        "first": SORTS[sorts[0]].in_(language),
        "expected": sources[other].name,
        "second": SORTS[sorts[other]].in_(language),
    }
    return [Issue("sources_differ", Severity.ERROR, params=params)]


def _misplaced(
    source: Path, sort: Sort, options: ImportOptions, language: Language
) -> list[Issue]:
    """An error for each option that says nothing of such a file."""
    meant: dict[str, tuple[object, tuple[Sort, ...]]] = {
        "--margin-rate": (options.margin_rate, ("fec",)),
        "--vat": (options.vat, ("lines", "rows")),
        "--period": (options.period, ("rows",)),
        "--mapping": (options.mapping_given, ("lines", "rows")),
    }
    return [
        Issue(
            "option_not_for_kind",
            Severity.ERROR,
            params={
                "found": option,
                "file": source.name,
                "first": SORTS[sort].in_(language),
            },
        )
        for option, (value, sorts) in meant.items()
        if value and sort not in sorts
    ]


def import_lines(
    host: Host,
    sources: Sequence[Path],
    dry_run: bool = False,
    progress: Progress = silent,
    options: ImportOptions | None = None,
    files: SourceFiles | None = None,
) -> Imported:
    """Brings order lines into Clients, Margins and Cost to serve.

    Nothing is written when an error stands among the issues, on a dry run, or when
    the workbook already holds all of it.
    """
    options = options or ImportOptions()
    files = files or SourceFiles(sources, progress)
    said = line_rules(options.rules)
    progress("read", 0.0)
    tables, issues = read_tables(host)
    frames: list[pd.DataFrame] = []
    mappings = []
    for source in sources:
        opened = files.take(source)
        frame, mapping, found = read_lines(source, options.vat, said, opened)
        del opened
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
    words = [
        (
            path,
            [(x, target_words(LINE_TARGETS[to], host.language)) for x, to in pairs],
            ignored,
        )
        for path, pairs, ignored in mappings
    ]
    return Imported(host.language, refused, written, rendered, "lines", document, words)


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
