"""What a run of score finds in its files and lines, as issues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from segmentation_addin.at_scale.line_facts import LineFacts, SetAside
from segmentation_addin.at_scale.line_sources import LineFile, LineFiles
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.languages import Language
from segmentation_addin.messages.score import FIELDS, REASONS
from segmentation_addin.services.imported import in_file

_OF_ONE_FILE = "score_file_cut"
"""A warning that is said for each file, like errors."""


def mapping_of(files: LineFiles) -> dict[str, dict[str, str]]:
    """Which heading of each file is read as what: {file: {field: heading}}."""
    return {
        str(file.path): {
            name: file.layout.headings[place] for name, place in file.layout.positions
        }
        for file in files.files
    }


def files_found(files: LineFiles, language: Language) -> list[Issue]:
    """What the look at the files found; what many files share is said once."""
    told: dict[tuple[object, ...], Issue] = {}
    for file in files.files:
        for issue in file.issues:
            told.setdefault(_mark(issue, file), in_file(issue, file.path))
    return [*told.values(), *_of_all_files(files, language)]


def _mark(issue: Issue, file: LineFile) -> tuple[object, ...]:
    if issue.severity is Severity.ERROR or issue.code == _OF_ONE_FILE:
        return (issue.code, file.path)
    return (issue.code, *sorted(issue.params.items()))


def _of_all_files(files: LineFiles, language: Language) -> Iterator[Issue]:
    for issue in files.issues:
        name = FIELDS[str(issue.params["field"])].in_(language)
        yield replace(issue, params={**issue.params, "field": name})
    if files.left:
        params: dict[str, ParamValue] = {
            "count": len(files.left),
            "file": files.left[0].name,
        }
        yield Issue("score_files_left", Severity.NOTE, params=params)


def lines_found(
    facts: LineFacts, most: float, rejected: str, language: Language
) -> list[Issue]:
    """What is set aside, for what amount; an error where it is more than `most`.

    `rejected` is the file that will list these lines.
    """
    issues = [_aside(part, rejected, language) for part in facts.set_aside]
    if facts.unread_share > most:
        params: dict[str, ParamValue] = {
            "found": facts.unread_share,
            "expected": float(most),
            "count": float(facts.unread),
        }
        issues.append(Issue("score_too_many_unread", Severity.ERROR, params=params))
    if not facts.read:
        issues.append(Issue("score_none", Severity.ERROR))
    if facts.margin_unread:
        issues.append(
            Issue(
                "score_margin_unread",
                Severity.WARNING,
                params={"count": float(facts.margin_unread)},
                amount=float(facts.margin_unread_amount),
            )
        )
    return issues


def _aside(part: SetAside, rejected: str, language: Language) -> Issue:
    reason = REASONS.get(part.reason)
    params: dict[str, ParamValue] = {
        "count": float(part.lines),
        "reason": part.reason if reason is None else reason.in_(language),
        "worth": float(part.amount),
        "without": float(part.without_amount),
        "file": rejected,
    }
    worth = float(part.amount)
    return Issue("score_lines_aside", Severity.WARNING, params=params, amount=worth)
