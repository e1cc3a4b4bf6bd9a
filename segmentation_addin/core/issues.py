"""What is wrong with the data, in the words of the method.

An issue names a table, a row and a column of the input, never a cell: the
workbook turns the place into sheet and cell, and the catalogue (`issue_texts`)
turns the code into a message and a remedy in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ParamValue = str | float | int


class Severity(StrEnum):
    """`error` stops a refresh; `warning` changes a figure; `note` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """One finding: its code, its place in the input tables, what was found."""

    code: str
    severity: Severity
    table: str | None = None
    row: int | None = None
    """0-based position in the table; None = the whole column or table."""
    column: str | None = None
    """Column key, or the heading of a user's own column."""
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    """What fills the `{marks}` of the message: found, expected..."""
    amount: float | None = None
    """Revenue or cost concerned, workbook currency; None when unknown."""
    rows: tuple[int, ...] = ()
    """All rows concerned, where one issue stands for several."""


def stops(issues: Iterable[Issue]) -> bool:
    """True when one of the issues stops the computation."""
    return any(issue.severity is Severity.ERROR for issue in issues)
