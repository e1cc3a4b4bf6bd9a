"""Columns of raw cells read as dates and as period ends.

A column decides as a whole whether 03/04/2024 is the 3rd of April or March 4th;
where no cell proves it, the caller's hint is used and said, else the date stays
unknown and is reported.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from segmentation_addin.imports.cells import (
    Column,
    Findings,
    Problem,
    Reason,
    cell_errors,
    clean_text,
    is_blank,
    problems_of,
)
from segmentation_addin.workbook.host import CellError

Dates = npt.NDArray[np.datetime64]

FIRST_YEAR, LAST_YEAR = 1901, 2199
"""Years that a business date may have; anything else is a mistake."""
_EPOCH_1900 = np.datetime64("1899-12-30", "us")
_EPOCH_1904 = np.datetime64("1904-01-01", "us")
_HALF_SECOND = 0.5 / 86_400


def dates(
    column: Column,
    *,
    date_1904: bool = False,
    period: bool = False,
    day_first: bool | None = None,
) -> tuple[Dates, list[Problem]]:
    """The dates of a column, datetime64[us] at midnight, NaT where not readable.

    Real dates, spreadsheet serials (1900 or 1904 system), 2024-03-31, 20240331,
    31/03/2024 or 03/31/2024 as the column proves, "31 mars 2024", "Mar 31, 2024".
    With `period`, also what names its last day: 2024, "2024-03", "03/2024",
    "T1 2024". `day_first` is used where the column proves no order.

    >>> dates(["31/03/2024", "01/02/2024"])[0].astype("datetime64[D]").tolist()[1]
    datetime.date(2024, 2, 1)
    """
    kinds = set(map(type, column))
    if kinds and kinds <= {datetime, date, type(None)}:
        return _days(np.array(column, dtype="datetime64[us]")), []
    values = np.full(len(column), np.datetime64("NaT"), dtype="datetime64[us]")
    findings: Findings = {}
    serials: list[tuple[int, float]] = []
    texts: list[tuple[int, str]] = []
    for position, cell in enumerate(column):
        if isinstance(cell, CellError) or is_blank(cell):
            continue
        if isinstance(cell, str):
            texts.append((position, clean_text(cell)))
        elif isinstance(cell, date):
            values[position] = _naive(cell)
        elif isinstance(cell, (float, int)) and not isinstance(cell, bool):
            serials.append((position, float(cell)))
        else:
            findings.setdefault(Reason.UNREADABLE, []).append(position)
    cell_errors(column, findings)
    _place_numbers(values, serials, findings, date_1904=date_1904, period=period)
    if texts:
        read = _read_texts(
            list(dict.fromkeys(text for _, text in texts)), day_first, period=period
        )
        for position, text in texts:
            found, reason = read[text]
            if found is not None:
                values[position] = np.datetime64(found, "us")
            if reason is not None:
                findings.setdefault(reason, []).append(position)
    return _days(values), problems_of(findings, column)


def _days(values: Dates) -> Dates:
    days: Dates = values.astype("datetime64[D]").astype("datetime64[us]")
    return days


def _naive(cell: date) -> date:
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


def _place_numbers(
    values: Dates,
    serials: list[tuple[int, float]],
    findings: Findings,
    *,
    date_1904: bool,
    period: bool,
) -> None:
    """Serial numbers, and numbers that write a year, a month or a day."""
    if not serials:
        return
    positions = np.array([position for position, _ in serials], dtype=np.intp)
    found = np.array([number for _, number in serials], dtype=np.float64)
    days = from_serials(found, date_1904=date_1904)
    for i in np.flatnonzero(np.isnat(days) | (found <= LAST_YEAR)):
        written = _written_number(found[i], period=period)
        days[i] = np.datetime64("NaT") if written is None else np.datetime64(written)
        if written is None:
            findings.setdefault(Reason.UNREADABLE, []).append(int(positions[i]))
    values[positions] = days


def from_serials(serials: npt.NDArray[np.float64], *, date_1904: bool = False) -> Dates:
    """Spreadsheet serial numbers as days; NaT outside the years 1901 to 2199."""
    epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
    safe = np.where(np.abs(serials) < 200_000, serials, -1.0)
    whole = np.floor(safe + _HALF_SECOND).astype(np.int64)
    days: Dates = epoch + whole.astype("timedelta64[D]")
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    days[(years < FIRST_YEAR) | (years > LAST_YEAR)] = np.datetime64("NaT")
    return days


def _written_number(number: float, *, period: bool) -> date | None:
    if not number.is_integer() or not 0 < number < 1e8:
        return None
    text = str(int(number))
    if len(text) == 8:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _period_end(text) if period else None


# --- texts -----------------------------------------------------------------

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier fevr fev",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout aou",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[t ]\s*\d{1,2}[:h]\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})(?:er)?[- ]+([a-z]+)[- ]+(\d{{4}}|\d{{2}}){_TIME}")
_NAMED_US = re.compile(rf"([a-z]+)[- ]+(\d{{1,2}})[ ,]+(\d{{4}}){_TIME}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
"""The number that a spreadsheet keeps for a day of 1954 to 2118, written as text."""
_YEAR = re.compile(r"(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAMED_MONTH = re.compile(r"([a-z]+)[- ]+(\d{4}|\d{2})")
_QUARTER = re.compile(r"([qt])([1-4])[-/ ]?(\d{4})|(\d{4})[-/ ]?([qt])([1-4])")
_HALF = re.compile(r"([sh])([12])[-/ ]?(\d{4})|(\d{4})[-/ ]?([sh])([12])")


@dataclass(frozen=True)
class _TwoWays:
    """A numeric date that could be day/month or month/day."""

    first: int
    second: int
    year: int

    def day(self, *, day_first: bool) -> date | None:
        pair = (self.second, self.first) if day_first else (self.first, self.second)
        return _day(self.year, *pair)

    @property
    def proves(self) -> bool | None:
        """True when only day first works, False when only month first does."""
        if self.first == self.second:
            return None
        day, month = self.day(day_first=True), self.day(day_first=False)
        return None if bool(day) == bool(month) else day is not None


_Read = tuple[date | None, Reason | None]


def _read_texts(
    texts: Sequence[str], day_first: bool | None, *, period: bool
) -> dict[str, _Read]:
    parsed = {text: _parse(text, period=period) for text in texts}
    proofs = {p.proves for p in parsed.values() if isinstance(p, _TwoWays)} - {None}
    dotted = {p for t, p in parsed.items() if isinstance(p, _TwoWays) and "." in t}
    if not proofs and dotted:
        proofs = {True}
    proven = proofs.pop() if len(proofs) == 1 else None
    contradicted = bool(proofs)
    return {
        text: _settled(found, proven, None if contradicted else day_first)
        if isinstance(found, _TwoWays)
        else (found, None if found else Reason.UNREADABLE)
        for text, found in parsed.items()
    }


def _settled(found: _TwoWays, proven: bool | None, hint: bool | None) -> _Read:
    if not found.day(day_first=True) and not found.day(day_first=False):
        return None, Reason.UNREADABLE
    own = found.proves
    order = own if own is not None else proven
    if order is None and found.first != found.second:
        if hint is None:
            return None, Reason.AMBIGUOUS
        return found.day(day_first=hint), Reason.ASSUMED
    day = found.day(day_first=bool(order))
    return day, None if day else Reason.UNREADABLE


def _parse(text: str, *, period: bool) -> date | _TwoWays | None:
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    if m := (_ISO.fullmatch(folded) or _COMPACT.fullmatch(folded)):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _NUMERIC.fullmatch(folded):
        return _TwoWays(int(m[1]), int(m[3]), _year(m[4]))
    named = folded.replace(".", " ")
    if m := _NAMED.fullmatch(named):
        return _day(_year(m[3]), _MONTHS.get(m[2], 0), int(m[1]))
    if m := _NAMED_US.fullmatch(named):
        return _day(int(m[3]), _MONTHS.get(m[1], 0), int(m[2]))
    end = _period_end(folded) if period else None
    if end is None and _SERIAL.fullmatch(folded):
        day = from_serials(np.array([float(folded.replace(",", "."))]))[0]
        return date.fromisoformat(str(day)[:10])
    return end


def _period_end(text: str) -> date | None:
    """Last day of the year, half, quarter or month that a text names."""
    if m := _YEAR.fullmatch(text):
        return _month_end(int(m[1]), 12)
    if m := _YEAR_MONTH.fullmatch(text):
        return _month_end(int(m[1]), int(m[2]))
    if m := _MONTH_YEAR.fullmatch(text):
        return _month_end(int(m[2]), int(m[1]))
    if m := _QUARTER.fullmatch(text):
        return _month_end(int(m[3] or m[4]), 3 * int(m[2] or m[6]))
    if m := _HALF.fullmatch(text):
        return _month_end(int(m[3] or m[4]), 6 * int(m[2] or m[6]))
    if m := _NAMED_MONTH.fullmatch(text.replace(".", " ")):
        return _month_end(_year(m[2]), _MONTHS.get(m[1], 0))
    return None


def _year(digits: str) -> int:
    """A year; two digits mean 1950 to 2049."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
