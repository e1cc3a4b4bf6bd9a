"""What an import did, whatever the files held."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from segmentation_addin.core.issues import Issue
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.workbook.host import Changes

Kind = Literal["lines", "votes", "fec"]
KINDS: tuple[Kind, ...] = ("lines", "votes", "fec")
"""What a file can hold: order or invoice lines, answers of an account manager, or the
legal accounting export."""


@dataclass(frozen=True)
class Imported:
    """What an import did; `mappings` holds (path, [(heading, field)], ignored)."""

    language: Language
    refused: bool
    written: bool
    issues: list[RenderedIssue]
    kind: Kind = "lines"
    document: dict[str, Any] = field(default_factory=dict)
    mappings: list[tuple[str, list[tuple[str, str]], list[str]]] = field(
        default_factory=list
    )


def in_file(issue: Issue, source: Path) -> Issue:
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
