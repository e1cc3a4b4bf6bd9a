"""The button Import: what was understood is shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from segmentation_addin.excel import boxes
from segmentation_addin.excel.desk import Desk, say_what_to_know
from segmentation_addin.imports.columns import Rule
from segmentation_addin.languages import number
from segmentation_addin.messages import fec_summary as fec
from segmentation_addin.messages import ribbon
from segmentation_addin.messages.votes import VOTES_READ
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services.imported import (
    Imported,
    ImportOptions,
    mapping_beside,
    rules_in,
)
from segmentation_addin.services.importing import import_files

SHOWN_NAMES = 10
"""Columns or voters named one by one in a message."""
SHOWN_FILES = 3
"""Files whose columns are shown before an import; the others are counted."""


def import_data(desk: Desk) -> str | None:
    """Chooses files, shows what was understood, asks, writes the input sheets."""
    language = desk.language
    files = desk.screen.choose_files(ribbon.CHOOSE_FILES.in_(language), language)
    if not files:
        return None
    rules, wrong = _rules(desk)
    if wrong:
        _refused_import(desk, wrong)
        return None
    options = ImportOptions(rules=rules)
    draft = import_files(desk.host, files, options, True, desk.progress)
    if draft.refused:
        _refused_import(desk, draft.issues)
        return None
    if not draft.document["changes"]:
        desk.say(ribbon.IMPORT_KNOWN.in_(language))
        return None
    votes = draft.kind == "votes"
    if not desk.ask(_votes_question(draft) if votes else _import_question(draft)):
        return ribbon.KEPT.in_(language)
    options = ImportOptions(kind=draft.kind, rules=rules)
    import_files(desk.host, files, options, progress=desk.progress)
    say_what_to_know(desk)
    if votes:
        desk.say(ribbon.VOTES_IMPORTED.in_(language))
        return None
    desk.say(
        ribbon.IMPORTED.in_(
            language,
            lines=number(_lines_read(draft), language),
            clients=number(draft.document["clients"], language),
        )
    )
    return None


def _rules(desk: Desk) -> tuple[tuple[Rule, ...], list[RenderedIssue]]:
    """What the mapping file beside the workbook says of headings, if there is one."""
    place = desk.screen.location()
    path = mapping_beside(Path(place)) if place is not None else None
    return rules_in(path, desk.host) if path is not None and path.exists() else ((), [])


def _refused_import(desk: Desk, issues: Sequence[RenderedIssue]) -> None:
    """Says why nothing was imported."""
    head = ribbon.REFUSED_IMPORT.in_(desk.language)
    what = boxes.issues_text(boxes.errors(issues), desk.language)
    desk.say(f"{head}\n{what}", alarming=True)


def _lines_read(draft: Imported) -> int:
    """Lines or rows of all files that were read."""
    said = draft.document
    if draft.kind == "fec":
        return sum(year["lines"] for year in said["files"])
    lines: int = said["lines"] if draft.kind == "lines" else sum(said["rows"].values())
    return lines


def _votes_question(draft: Imported) -> str:
    """Whose answers would be read, what becomes of them, and the question."""
    language, said = draft.language, draft.document
    voters = ", ".join(said["voters"][:SHOWN_NAMES])
    more = "…" if len(said["voters"]) > SHOWN_NAMES else ""
    lines = [VOTES_READ.in_(language, **{**said, "voters": voters + more})]
    if draft.issues:
        lines.append(ribbon.COUNTS.in_(language, **boxes.counts(draft.issues)))
    return "\n".join([*lines, "", ribbon.IMPORT.in_(language)])


def _import_question(draft: Imported) -> str:
    language = draft.language
    lines = []
    for path, pairs, ignored in draft.mappings[:SHOWN_FILES]:
        lines.append(ribbon.COLUMNS_READ.in_(language, file=Path(path).name))
        lines.append("  " + " · ".join(f"{head} → {field}" for head, field in pairs))
        if ignored:
            names = ", ".join(ignored[:SHOWN_NAMES])
            more = "…" if len(ignored) > SHOWN_NAMES else ""
            lines.append("  " + ribbon.IGNORED.in_(language, names=names + more))
    if len(draft.mappings) > SHOWN_FILES:
        left = len(draft.mappings) - SHOWN_FILES
        lines.append(ribbon.MORE.in_(language, count=left))
    for year in draft.document["files"] if draft.kind == "fec" else ():
        amounts = {"total": year["revenue"], "given": year["allocated"]}
        amounts["left"] = sum(year["unallocated"].values())
        told = {mark: number(amount, language, 2) for mark, amount in amounts.items()}
        lines.append(fec.CONTROL.in_(language, **told))
    counts = ribbon.IMPORT_COUNTS.in_(
        language,
        lines=number(_lines_read(draft), language),
        clients=number(draft.document["clients"], language),
        periods=", ".join(draft.document["periods"]),
        changes=number(draft.document["changes"], language),
    )
    lines += ["", counts]
    if draft.issues:
        lines.append(ribbon.COUNTS.in_(language, **boxes.counts(draft.issues)))
    return "\n".join([*lines, "", ribbon.IMPORT.in_(language)])
