"""What an import did, whatever the files held."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import pandas as pd

from segmentation_addin.core.issues import Issue
from segmentation_addin.imports.columns import Rule
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.mapping_rules import read_rules
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.workbook.host import Changes, Host
from segmentation_addin.workbook.inputs import COST_TO_SERVE

Kind = Literal["lines", "clients", "margins", "cost-to-serve", "fec", "votes"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a file can hold: order or invoice lines, a client list, margins, cost drivers,
the legal accounting export, or answers of an account manager."""


class Rivals(NamedTuple):
    """Headings of a file that fit one column equally well."""

    file: str
    target: str
    """"tblX.column key"."""
    headings: tuple[str, ...]


class OpenRate(NamedTuple):
    """A heading whose margin rates may be a share of the price or of the cost."""

    file: str
    heading: str


@dataclass(frozen=True)
class ImportOptions:
    """What a user says of the files; all of it may be left to the files."""

    kind: Kind | None = None
    margin_rate: float | None = None
    """0-1; estimates the margins that accounting exports do not hold."""
    rules: tuple[Rule, ...] = ()
    mapping_given: bool = False
    """True when the user named the file of the rules for this import."""
    vat: float | None = None
    """0-1; rate of the VAT that the amounts of the files include."""
    period: pd.Timestamp | None = None
    """Last day of what files without a period speak of."""


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
    rivals: list[Rivals] = field(default_factory=list)
    rates: list[OpenRate] = field(default_factory=list)


def mapping_beside(workbook: Path) -> Path:
    """Where a user says what the headings of their exports are, unless they say."""
    return workbook.with_name(f"{workbook.stem}.mapping.csv")


def rules_in(path: Path, host: Host) -> tuple[tuple[Rule, ...], list[RenderedIssue]]:
    """What a mapping file says of headings, and what is wrong in it.

    Raises:
        SourceError: the file is missing, or cannot be read.
    """
    rules, issues = read_rules(path, own_headings(host))
    return tuple(rules), render(issues, host.language, lambda _: ("", ""))


def own_headings(host: Host) -> tuple[str, ...]:
    """Headings that the user added to Cost to serve: their own cost drivers."""
    headings = host.read(COST_TO_SERVE.name).headings
    known = table_headings(COST_TO_SERVE, headings).columns.values()
    return tuple(heading for heading in headings if heading not in known)


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
