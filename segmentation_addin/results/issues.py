"""Issues as a person reads them: sheet, cell, message, remedy, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.languages import Language, number
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
    share,
    votes,
)
from segmentation_addin.workbook.inputs import CRITERIA

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
}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

Place = Callable[[Issue], tuple[str, str]]
"""Turns an issue into (sheet title, cell address)."""


class _Number(float):
    """A number that formats itself as a reader of the language writes it."""

    language: Language = "en"

    def __format__(self, spec: str) -> str:
        decimals = spec.rpartition(".")[2].rstrip("f")
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

    def as_document(self) -> dict[str, object]:
        """The keys of the contract."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "remedy": self.remedy,
            "amount": self.amount,
        }


def render(
    issues: Iterable[Issue], language: Language, place: Place
) -> list[RenderedIssue]:
    """All issues in one language, the most serious first, then the largest amount."""
    lines = []
    for issue in issues:
        entry = CATALOGUE[issue.code]
        params = {
            mark: _param(mark, value, language) for mark, value in issue.params.items()
        }
        sheet, cell = place(issue)
        lines.append(
            RenderedIssue(
                issue.code,
                issue.severity.value,
                sheet,
                cell,
                entry.message.in_(language, **params),
                entry.remedy.in_(language, **params),
                issue.amount,
            )
        )
    order = {severity.value: rank for severity, rank in _ORDER.items()}
    return sorted(lines, key=lambda x: (order[x.severity], -abs(x.amount or 0)))


def _param(mark: str, value: object, language: Language) -> object:
    if mark.startswith("criterion"):
        return CRITERIA[str(value)].in_(language) if value in CRITERIA else value
    if isinstance(value, float):
        return _FrenchNumber(value) if language == "fr" else _Number(value)
    return value
