"""Columns of hours: 7:30, 7h30, 45 min, 7,5 h, and the durations of a spreadsheet."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import numpy as np

from segmentation_addin.imports.cells import (
    Column,
    Findings,
    Problem,
    Reason,
    clean_text,
    problems_of,
)
from segmentation_addin.imports.values import Floats, numbers
from segmentation_addin.workbook.host import Cell

_CLOCK = re.compile(
    r"(?:(?P<days>\d+) ?(?:days?|jours?|j),? ?)?"
    r"(?P<hours>\d+) ?(?::|h|hrs?|hours?|heures?) ?"
    r"(?:(?P<minutes>[0-5]?\d)(?: ?(?:min|mn|m|'))?"
    r"(?: ?:? ?(?P<seconds>[0-5]?\d)(?:\.0*)?(?: ?s)?)?)?",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?P<minutes>\d+(?:[.,]\d+)?) ?(?:min|mn|minutes?)", re.IGNORECASE
)
_UNIT = re.compile(r"(?<=\d) ?(?:h|hrs?|hours?|heures?)$", re.IGNORECASE)
_LEAP = datetime(1900, 3, 1)  # noqa: DTZ001 - cells carry no time zone
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001
_LAST = datetime(1950, 1, 1)  # noqa: DTZ001


def hours(column: Column, decimal: str | None = None) -> tuple[Floats, list[Problem]]:
    """The hours of a column, NaN where blank or not readable.

    Clock times and durations, minutes and plain numbers of hours; `decimal` is the
    mark to use where the column proves none.

    >>> hours(["7:30", "1h15", "45 min", "2,5 h", 3])[0].tolist()
    [7.5, 1.25, 0.75, 2.5, 3.0]
    """
    plain: list[Cell] = []
    clocked = np.full(len(column), np.nan)
    met: list[int] = []
    for position, cell in enumerate(column):
        found = _duration(cell)
        if found is None:
            bare = isinstance(cell, str)
            plain.append(_UNIT.sub("", clean_text(str(cell))) if bare else cell)
            continue
        plain.append(None)
        clocked[position] = found
        if isinstance(cell, str):
            met.append(position)
    values, problems = numbers(plain, percent=False, decimal=decimal)
    values = np.where(np.isnan(clocked), values, clocked)
    findings: Findings = {problem.reason: [] for problem in problems}
    for problem in problems:
        findings[problem.reason].extend(problem.positions.tolist())
    findings.setdefault(Reason.TEXT_READ, []).extend(met)
    return values, problems_of(findings, column)


def _duration(cell: object) -> float | None:
    """Hours of a cell that says hours and minutes; None for anything else."""
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 3600
    if isinstance(cell, time):
        return cell.hour + cell.minute / 60 + cell.second / 3600
    if isinstance(cell, datetime):
        return _spreadsheet_hours(cell)
    if not isinstance(cell, str):
        return None
    text = clean_text(cell)
    if found := _MINUTES.fullmatch(text):
        return float(found["minutes"].replace(",", ".")) / 60
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    whole = 24 * int(found["days"] or 0) + int(found["hours"])
    return whole + int(found["minutes"] or 0) / 60 + int(found["seconds"] or 0) / 3600


def _spreadsheet_hours(moment: datetime) -> float | None:
    """A duration of days that a spreadsheet shows as a day of its first years."""
    if not _EPOCH <= moment < _LAST:
        return None
    days = (moment - _EPOCH).total_seconds() / 86_400
    return 24 * (days - (moment < _LEAP and days >= 1 and moment.year == 1900))
