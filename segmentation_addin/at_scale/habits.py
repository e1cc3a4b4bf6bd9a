"""How one source writes its dates and amounts, decided on a sample of its lines.

The importer's own rules read the sample; what it finds there is what the engine then
applies to all lines, and a text that does not follow is looked at again one by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from segmentation_addin.at_scale.line_fields import MONEY_FIELDS
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import Column, Reason, clean_text
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.headings import speaks_french
from segmentation_addin.imports.values import decimal_marks, numbers

DateOrder = Literal["ymd", "dmy", "mdy", "compact", "other"]
DATE_LENGTH: Final = 10
"""Characters of 2024-12-31."""
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?")
_COMPACT = re.compile(r"\d{8}")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?:[T ].*)?")
_BLANK_GROUPS = re.compile(r"\d[ \u00a0\u202f]\d{3}")


@dataclass(frozen=True)
class Habits:
    """How the texts of a source are to be read; of no use for typed columns."""

    date: DateOrder = "ymd"
    decimal: str | None = None
    """"." or ","; None where no amount of the sample has one."""
    grouped: bool = False
    """Thousands stand apart by blanks, as in 1 234,50."""
    timed: bool = False
    """A time follows some dates, as in 2024-12-31 10:05."""
    issues: tuple[Issue, ...] = field(default=(), compare=False)


def habits_of(cells: Mapping[str, Column], headings: Mapping[str, str]) -> Habits:
    """The habits of a source from sample cells, by field; `headings` names each.

    An error among the issues where nothing decides between two readings.
    """
    issues: list[Issue] = []
    decimal, grouped = _money(cells, headings, issues)
    hint = True if speaks_french(list(headings.values())) else None
    order = _date_order(cells["date"], headings["date"], hint, issues)
    timed = any(len(text) > DATE_LENGTH for text in _texts(cells["date"]))
    return Habits(order, decimal, grouped, timed, tuple(issues))


def _texts(column: Column) -> list[str]:
    return [clean_text(cell) for cell in column if isinstance(cell, str) and cell]


def _money(
    cells: Mapping[str, Column], headings: Mapping[str, str], issues: list[Issue]
) -> tuple[str | None, bool]:
    """The decimal mark, which one column may prove for another, and the groups."""
    present = [name for name in MONEY_FIELDS if name in cells]
    marks: set[str] = set()
    for name in present:
        marks |= decimal_marks(_texts(cells[name]))
    decimal = marks.pop() if len(marks) == 1 else None
    for name in present:
        problems = numbers(cells[name], percent=False, decimal=decimal)[1]
        issues += [
            _found(
                "lines_number_ambiguous",
                Severity.ERROR,
                headings[name],
                problem.found[0],
            )
            for problem in problems
            if problem.reason is Reason.AMBIGUOUS
        ]
    grouped = any(
        _BLANK_GROUPS.search(text) for name in present for text in _texts(cells[name])
    )
    return decimal, grouped


def _date_order(
    column: Column, heading: str, hint: bool | None, issues: list[Issue]
) -> DateOrder:
    days, problems = dates(column, day_first=hint)
    for problem in problems:
        if problem.reason is Reason.AMBIGUOUS:
            issues.append(
                _found(
                    "lines_date_ambiguous", Severity.ERROR, heading, problem.found[0]
                )
            )
        elif problem.reason is Reason.ASSUMED:
            issues.append(
                _found("lines_date_assumed", Severity.NOTE, heading, problem.found[0])
            )
    votes: dict[DateOrder, int] = dict.fromkeys(
        ("ymd", "dmy", "mdy", "compact", "other"), 0
    )
    for cell, day in zip(column, days, strict=True):
        if isinstance(cell, str) and not np.isnat(day):
            votes[_order_of(clean_text(cell), day)] += 1
    return max(votes, key=lambda order: votes[order])


def _order_of(text: str, day: np.datetime64) -> DateOrder:
    """The order that gives this text its day."""
    if _YEAR_FIRST.fullmatch(text):
        return "ymd"
    if _COMPACT.fullmatch(text):
        return "compact"
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return "other"
    date = day.astype("datetime64[D]").astype(object)
    return "dmy" if (int(found[1]), int(found[2])) == (date.day, date.month) else "mdy"


def _found(code: str, severity: Severity, heading: str, found: str) -> Issue:
    params: dict[str, ParamValue] = {"heading": heading, "found": found}
    return Issue(code, severity, params=params)


def read_again(
    texts: Sequence[str], habits: Habits, kind: Literal["date", "money"]
) -> list[object]:
    """The importer's reading of texts that do not follow the habits; None if none."""
    if kind == "money":
        found = numbers(list(texts), percent=False, decimal=habits.decimal)[0]
        return [None if np.isnan(value) else float(value) for value in found]
    first = {"dmy": True, "mdy": False}.get(habits.date)
    days = dates(list(texts), day_first=first)[0].astype("datetime64[D]")
    return [None if np.isnat(day) else day.astype(object) for day in days]
