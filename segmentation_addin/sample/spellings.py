"""How programs and people write amounts, rates, hours and dates in exports."""

from __future__ import annotations

from datetime import date

NO_BREAK, NARROW = "\u00a0", "\u202f"
"""The space between thousands, as Windows and as recent programs write it."""
_EXCEL_START = date(1899, 12, 30)


def french(cents: int, blank: str = NO_BREAK) -> str:
    """An amount in euros with comma and spaced thousands.

    >>> french(-123456789, " ")
    '-1 234 567,89'
    """
    sign = "-" if cents < 0 else ""
    return sign + _grouped(abs(cents), blank, ",")


def trailing_sign(cents: int, blank: str = NO_BREAK) -> str:
    """The same with the sign at the end: 123,45-."""
    return _grouped(abs(cents), blank, ",") + ("-" if cents < 0 else "")


def american(cents: int) -> str:
    """An amount with point and commas; in brackets when negative: (1,234.50)."""
    text = _grouped(abs(cents), ",", ".")
    return f"({text})" if cents < 0 else text


def thousands_of_euros(cents: int) -> str:
    """An amount in k€, to the euro, with narrow spaces: 1 234,567."""
    euros = round(abs(cents) / 100)
    text = f"{euros // 1000:,}".replace(",", NARROW) + f",{euros % 1000:03d}"
    return f"-{text}" if cents < 0 else text


def percent(rate: float) -> str:
    """A rate as 12,3 %."""
    return f"{rate * 100:.1f}".replace(".", ",") + f"{NO_BREAK}%"


def clock_hours(hours: float) -> str:
    """Hours and minutes: 7:30."""
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def day_first(day: date) -> str:
    """31/12/2025."""
    return f"{day:%d/%m/%Y}"


def month_first(day: date) -> str:
    """12/31/2025."""
    return f"{day:%m/%d/%Y}"


def serial(day: date) -> int:
    """The number that Excel keeps for a day: 46022 is 31 December 2025."""
    return (day - _EXCEL_START).days


def _grouped(cents: int, blank: str, mark: str) -> str:
    return f"{cents // 100:,}".replace(",", blank) + f"{mark}{cents % 100:02d}"
