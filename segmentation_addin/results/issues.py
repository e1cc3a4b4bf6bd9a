"""Issues as a person reads them: sheet, cell, message, remedy, in one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.messages import (
    Message,
    beside,
    data,
    fec,
    history,
    imports,
    reading,
    review,
    rfm,
    score,
    share,
    votes,
)
from segmentation_addin.messages.rules import RULES, Rule
from segmentation_addin.workbook.host import NO_VALUE
from segmentation_addin.workbook.inputs import CRITERIA, DRIVERS
from segmentation_addin.workbook.quality_facts import RuleLine

CATALOGUE: dict[str, Message] = {
    **data.CATALOGUE,
    **reading.CATALOGUE,
    **imports.CATALOGUE,
    **review.CATALOGUE,
    **beside.CATALOGUE,
    **rfm.CATALOGUE,
    **history.CATALOGUE,
    **votes.CATALOGUE,
    **share.CATALOGUE,
    **fec.CATALOGUE,
    **score.CATALOGUE,
}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

Place = Callable[[Issue], tuple[str, str]]
"""Turns an issue into (sheet title, cell address)."""


class _Number(float):
    """A number that formats itself as a reader of the language writes it."""

    language: Language = "en"

    def __format__(self, spec: str) -> str:
        decimals = spec.rpartition(".")[2].rstrip("f%")
        if spec.endswith("%") and decimals.isdigit():
            return percent(float(self), self.language, int(decimals))
        if spec.endswith("f") and decimals.isdigit():
            return number(float(self), self.language, int(decimals))
        text = format(float(self), spec or "g")
        return text.replace(".", ",") if self.language == "fr" else text


class _FrenchNumber(_Number):
    language: Language = "fr"


@dataclass(frozen=True)
class RenderedIssue:
    """One line of the Data quality sheet and of the JSON document."""

    code: str
    severity: str
    sheet: str
    cell: str
    message: str
    remedy: str
    amount: float | None
    found: str = ""
    """What stands there, in a few words."""
    expected: str = ""
    """What should stand there."""
    rule: str = ""
    """What the rule expects of everybody."""
    count: int = 1
    """Rows that the finding stands for."""
    cells: tuple[str, ...] = ()
    """All their cells, where there are several: "B7", "B9:B12"."""

    def as_document(self) -> dict[str, object]:
        """The keys of the contract, and how the finding came about."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "remedy": self.remedy,
            "amount": self.amount,
            "found": self.found or None,
            "expected": self.expected or None,
            "count": self.count,
            "cells": list(self.cells),
        }


def by_rule(issues: Iterable[RenderedIssue]) -> list[RuleLine]:
    """One line a rule, in the order of the issues."""
    groups: dict[str, list[RenderedIssue]] = defaultdict(list)
    for issue in issues:
        groups[issue.code].append(issue)
    return [
        RuleLine(
            code,
            lines[0].severity,
            sum(line.count for line in lines),
            _total(lines),
            lines[0].rule or code,
        )
        for code, lines in groups.items()
    ]


def severity_counts(issues: Iterable[RenderedIssue]) -> dict[str, int]:
    """Number of findings by severity."""
    severities = [issue.severity for issue in issues]
    return {severity.value: severities.count(severity.value) for severity in _ORDER}


def amount_at_stake(issues: Iterable[RenderedIssue]) -> float:
    """What errors and warnings concern, each finding for itself; notes change
    nothing.
    """
    return sum(
        abs(issue.amount or 0.0)
        for issue in issues
        if issue.severity != Severity.NOTE.value
    )


def _total(lines: Iterable[RenderedIssue]) -> float | None:
    amounts = [abs(line.amount) for line in lines if line.amount is not None]
    return sum(amounts) if amounts else None


def render(
    issues: Iterable[Issue], language: Language, place: Place
) -> list[RenderedIssue]:
    """All issues in one language: the most serious first, rule by rule.

    Within a severity the rule with the largest amount leads, and within a rule the
    finding with the largest.
    """
    lines = []
    for issue in issues:
        entry = CATALOGUE[issue.code]
        params = {
            mark: _param(mark, value, language) for mark, value in issue.params.items()
        }
        sheet, cell = place(issue)
        rule = RULES.get(issue.code, _NO_RULE)
        expected = rule.expected.in_(language, **params)
        lines.append(
            RenderedIssue(
                issue.code,
                issue.severity.value,
                sheet,
                cell,
                entry.message.in_(language, **params),
                entry.remedy.in_(language, **params),
                issue.amount,
                found=_said(params.get("found"), language)
                or rule.found.in_(language, **params),
                expected=_said(_expected(params, language), language) or expected,
                rule=expected,
                count=len(issue.rows) or 1,
                cells=tuple(_cells(issue, place)),
            )
        )
    order = {severity.value: rank for severity, rank in _ORDER.items()}
    worth: dict[str, float] = defaultdict(float)
    met: dict[str, int] = {}
    for line in lines:
        worth[line.code] += abs(line.amount or 0)
        met.setdefault(line.code, len(met))
    return sorted(
        lines,
        key=lambda x: (
            order[x.severity],
            -worth[x.code],
            met[x.code],
            -abs(x.amount or 0),
        ),
    )


_NO_RULE = Rule(Text("", ""), Text("", ""))
"""Of the findings of an import or of a review, that no audit makes."""


def _expected(params: Mapping[str, object], language: Language) -> object:
    """What the finding itself expects; `attendu` where that is a word in French."""
    expected = params.get("expected")
    return params.get("attendu", expected) if language == "fr" else expected


def _said(value: object, language: Language) -> str:
    """A figure to the cent, a text as it stands; "" when there is nothing."""
    if isinstance(value, _Number):
        return number(value, language, 0 if float(value).is_integer() else 2)
    return "" if value is None else str(value)


def _cells(issue: Issue, place: Place) -> Iterator[str]:
    """The cells of an issue that stands for several, neighbours as one range."""
    if len(issue.rows) < 2:
        return
    rows = np.array(issue.rows)
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    for run in np.split(rows, breaks):
        ends = [place(replace(issue, row=int(row)))[1] for row in (run[0], run[-1])]
        yield ends[0] if ends[0] == ends[1] else ":".join(ends)


_NOT_COMPUTED = Text("formula without a value", "formule sans valeur")


def _param(mark: str, value: object, language: Language) -> object:
    if mark.startswith("criterion"):
        return CRITERIA[str(value)].in_(language) if value in CRITERIA else value
    if mark == "driver":
        return DRIVERS[str(value)].in_(language) if value in DRIVERS else value
    if value == NO_VALUE:
        return _NOT_COMPUTED.in_(language)
    if isinstance(value, float):
        return _FrenchNumber(value) if language == "fr" else _Number(value)
    return value
