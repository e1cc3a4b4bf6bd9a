"""The fields of a FEC line: amounts in cents, dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

_PLAIN = re.compile(r"(-?)(\d+)(?:[,.](\d{1,2}))?")
_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'’€\t\"")
_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 15
_DAY = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"
)


def cents(text: str) -> int | None:
    """An amount in cents: 0 for a blank, None for what is no amount.

    The mark of decimals is a comma, or a point; blanks of any width, zeros in front, a
    sign behind, brackets and an exponent are understood. Parts of a cent are rounded.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return _cents(text)
    sign, whole, part = plain.groups()
    value = int(whole) * 100 + (int(part.ljust(2, "0")) if part else 0)
    return -value if sign else value


def _cents(text: str) -> int | None:
    bare = text.translate(_BLANKS)
    if not bare:
        return 0
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    if bare.endswith(("-", "+")):
        negative ^= bare.endswith("-")
        bare = bare[:-1]
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "")
    if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?", bare):
        return None
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None
    if abs(value) >= _LARGEST:
        return None
    amount = int(value.quantize(_CENT, ROUND_HALF_EVEN) * 100)
    return -amount if negative else amount


def day(text: str) -> date | None:
    """A date: 20241231, 2024-12-31 or 31/12/2024, with or without a time.

    None for a blank, for eight zeros, and for what is no day of the calendar.
    """
    bare = text.strip().strip('"')
    try:
        if len(bare) >= 8 and bare[:8].isdigit() and not bare[8:9].isdigit():
            return date(int(bare[:4]), int(bare[4:6]), int(bare[6:8]))
        found = _DAY.match(bare)
        if found is None:
            return None
        if found[1]:
            return date(int(found[1]), int(found[2]), int(found[3]))
        return date(int(found[6]), int(found[5]), int(found[4]))
    except ValueError:
        return None


def month_end(when: date) -> date:
    """Last day of the month of a date."""
    first = date(when.year + when.month // 12, when.month % 12 + 1, 1)
    return first - timedelta(days=1)
