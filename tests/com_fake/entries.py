"""What a cell holds once Excel has taken what it was given, text parsed as typed.

Excel reads a text that a program assigns as if somebody typed it: "0101" becomes 101,
"3-4" a date, "=x" a formula. The separators are those of an English Excel. Each rule
has its source, or stands as assumed, in docs/com-fake.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from com_fake.errors import ComError, refusal

MOST_CHARACTERS = 32_767
MOST_IN_ARRAY = 8_203
GENERAL = "General"
TEXT = "@"
ERROR_NUMBERS: Mapping[str, int] = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}


@dataclass(frozen=True)
class ErrorValue:
    """An error value such as #N/A."""

    code: str


Value = None | bool | float | str | ErrorValue


@dataclass
class Cell:
    """One cell: its constant or its formula, and its number format."""

    value: Value = None
    formula: str | None = None
    """With "="; None for a constant."""
    format: str = GENERAL
    array: bool = False

    @property
    def blank(self) -> bool:
        """True when the cell holds nothing, whatever its format."""
        return self.value is None and self.formula is None

    def copy(self) -> Cell:
        """The same content in another cell."""
        return Cell(self.value, self.formula, self.format, self.array)


def enter(
    cell: Cell, given: Any, *, in_array: bool = False, date_1904: bool = False
) -> None:
    """Puts what a program assigns into a cell, as Excel does."""
    cell.formula, cell.array = None, False
    if isinstance(given, str):
        if len(given.encode("utf-16-le")) // 2 > MOST_CHARACTERS + 1 or (
            in_array and len(given) > MOST_IN_ARRAY
        ):
            raise refusal("Application-defined or object-defined error")
        _enter_text(cell, given)
    elif given is None:
        cell.value = None
    elif type(given) is bool:
        cell.value = str(given).upper() if cell.format == TEXT else given
    elif type(given) in (int, float, Decimal):
        _enter_number(cell, given)
    elif isinstance(given, (datetime, date)):
        cell.value = serial_of(given, date_1904)
        if cell.format == GENERAL:
            cell.format = "yyyy-mm-dd"
    else:
        kind = type(given).__name__
        raise TypeError(
            f"Objects of type '{kind}' can not be converted to a COM VARIANT"
        )


def _enter_number(cell: Cell, given: float | Decimal) -> None:
    if isinstance(given, int) and abs(given) >= 2**31:
        raise ComError(-2147352571, "Type mismatch.", None, 1)
    number = float(given)
    if not math.isfinite(number):
        cell.value = ErrorValue("#NUM!")
    elif cell.format == TEXT:
        cell.value = repr(number).removesuffix(".0")
    else:
        cell.value = number


def _enter_text(cell: Cell, text: str) -> None:
    if cell.format == TEXT:
        cell.value = text or None
        return
    if text.startswith("'"):
        cell.value = text[1:]
        return
    if len(text) > 1 and text[0] in "=+-@" and _as_number(text) is None:
        _check_formula(text)
        cell.formula = text if text[0] == "=" else f"={text}"
        cell.value = None
        return
    if text in ERROR_NUMBERS:
        cell.value = ErrorValue(text)
    elif text.strip().upper() in ("TRUE", "FALSE"):
        cell.value = text.strip().upper() == "TRUE"
    else:
        number = _as_number(text)
        if number is None:
            cell.value = text or None
        else:
            cell.value = number[0]
            if cell.format == GENERAL:
                cell.format = number[1]


def _check_formula(text: str) -> None:
    bare = re.sub(r'"[^"]*"', '""', text)
    if bare.count("(") != bare.count(")") or bare.rstrip()[-1] in "+-*/&=(":
        raise refusal("Application-defined or object-defined error")


_NUMBER = re.compile(
    r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[+-]?\d+)?\Z", re.IGNORECASE
)
_DAY = re.compile(r"(\d{1,4})[-/](\d{1,2})(?:[-/](\d{1,4}))?\Z")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\Z")
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_NAMED_DAY = re.compile(rf"(\d{{1,4}})[- ]({'|'.join(_MONTHS)})[a-z]*\Z", re.IGNORECASE)
_DAY_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*[- ](\d{{1,4}})\Z", re.IGNORECASE)
_FRACTION = re.compile(r"(\d+) (\d+)/(\d+)\Z")


def _as_number(text: str) -> tuple[float, str] | None:
    """The number that Excel makes of a text, and the format that it gives the cell."""
    bare = text.strip()
    sign = 1.0
    if bare.startswith("(") and bare.endswith(")"):
        bare, sign = bare[1:-1], -1.0
    shown = GENERAL
    if bare.startswith("$"):
        bare, shown = bare[1:], "$#,##0.00"
    if bare.endswith("%"):
        bare, shown, sign = bare[:-1], "0.00%", sign / 100
    match = _NUMBER.match(bare)
    if match and any(c.isdigit() for c in bare.partition("E")[0]):
        return sign * float(bare.replace(",", "")), shown
    fraction = _FRACTION.match(bare)
    if fraction and int(fraction[3]):
        return int(fraction[1]) + int(fraction[2]) / int(fraction[3]), "# ?/?"
    return _as_moment(bare)


def _as_moment(text: str) -> tuple[float, str] | None:
    clock = _TIME.match(text)
    if clock:
        hours, minutes, seconds = (int(x or 0) for x in clock.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86_400, "h:mm"
    try:
        day = _day(text)
    except ValueError:
        return None
    return None if day is None else (serial_of(day), "m/d/yyyy")


def _day(text: str) -> date | None:
    plain = _DAY.match(text)
    if plain:
        first, second, third = plain[1], plain[2], plain[3]
        if third is None:
            return date(2026, int(first), int(second))
        if len(first) == 4:
            return date(int(first), int(second), int(third))
        return date(_year(third), int(first), int(second))
    named = _NAMED_DAY.match(text)
    month, number = (named[2], named[1]) if named else ("", "")
    other = _DAY_NAMED.match(text)
    if other:
        month, number = other[1], other[2]
    if not month:
        return None
    place = _MONTHS.index(month[:3].lower()) + 1
    if int(number) <= 31:
        return date(2026, place, int(number))
    return date(_year(number), place, 1)


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 30 else 1900)


def serial_of(moment: date, date_1904: bool = False) -> float:
    """The serial number of a date, from 1900 or from 1904."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - day_zero(date_1904)).total_seconds() / 86_400


def day_zero(date_1904: bool) -> datetime:
    """The day of the serial number 0."""
    return datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
