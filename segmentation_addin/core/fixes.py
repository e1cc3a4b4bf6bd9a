"""Safe fixes: cells that say the same once they are written as they should be.

A fix changes how a value is written, never what it is worth: a refresh before and a
refresh after give the same figures. Each fix is one cell, its old value and its new
one, so that it can be read before it is made and taken back afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from segmentation_addin.core.company_names import (
    SIREN_DIGITS,
    SIRET_DIGITS,
    digits_of,
    key_holds,
)
from segmentation_addin.core.geography import places

Value = str | float | int | bool | date | None
"""What a cell holds before or after a fix; None is a blank cell."""


class Rule(StrEnum):
    """Why a cell is changed."""

    NUMBER = "number"
    CURRENCY = "currency"
    PERCENT = "percent"
    DATE = "date"
    BLANKS = "blanks"
    CHOICE = "choice"
    POSTCODE = "postcode"
    SIREN = "siren"


NEW_VALUE = frozenset({Rule.POSTCODE, Rule.SIREN})
"""Rules that give a code its usual form; no figure is computed from these codes."""


@dataclass(frozen=True)
class Fix:
    """One cell to change."""

    table: str
    column: str
    """Heading of the column, as it stands."""
    row: int
    """0-based row of the table."""
    rule: Rule
    old: Value
    new: Value


_SIGNS = {
    "EUR": re.compile(r"€|\beuros?\b|\beur\b", re.IGNORECASE),
    "USD": re.compile(r"\$|\busd\b", re.IGNORECASE),
    "GBP": re.compile(r"£|\bgbp\b", re.IGNORECASE),
    "JPY": re.compile(r"¥", re.IGNORECASE),
    "CHF": re.compile(r"\bchf\b|\bfr\b", re.IGNORECASE),
    "CAD": re.compile(r"\bcad\b", re.IGNORECASE),
}
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")


def currency_of(text: str) -> str | None:
    """The currency that an amount names: "EUR", "USD"...; None when it names none.

    >>> currency_of("1 234,56 €"), currency_of("k€ 3"), currency_of("12")
    ('EUR', 'EUR', None)
    """
    apart = _GLUED.sub(" ", text)
    return next((name for name, sign in _SIGNS.items() if sign.search(apart)), None)


def siren_within(text: str) -> str | None:
    """The SIREN in a SIRET or in spaced digits, its key checked; None elsewhere.

    >>> siren_within("73282932000074"), siren_within("732 829 320")
    ('732829320', '732829320')
    >>> siren_within("732829320"), siren_within("73282932000075")
    (None, None)
    """
    digits = digits_of(text)
    if not digits or not key_holds(digits):
        return None
    if len(digits) == SIRET_DIGITS and not key_holds(digits[:SIREN_DIGITS]):
        return None
    siren = digits[:SIREN_DIGITS]
    return None if siren == text else siren


_FOUR_DIGITS = re.compile(r"(\d{4})(?:\.0+)?")


def lost_zeros(postcodes: Sequence[str], countries: Sequence[str]) -> dict[int, str]:
    """The five digits of each French postcode that lost its zero, by row.

    A client is in France where its country says so or, the country being blank,
    where the other postcodes do (see `geography.places`).

    >>> lost_zeros(["6000", "1000", "1000"], ["France", "Belgique", ""])
    {0: '06000'}
    """
    short = {
        row: found[1]
        for row, text in enumerate(postcodes)
        if (found := _FOUR_DIGITS.fullmatch(text)) is not None
    }
    if not short:
        return {}
    where = places(
        np.array(postcodes, dtype=object), np.array(countries, dtype=object), "en"
    )
    return {
        row: number.zfill(5)
        for row, number in short.items()
        if where.department[row] != ""
    }


def row_now(keys: Sequence[str], key: str, row: int) -> int | None:
    """Where a row stands by now: in place, or the only one of that name; else None.

    >>> row_now(["A", "B"], "A", 0), row_now(["B", "A"], "A", 0), row_now(["B"], "A", 0)
    (0, 1, None)
    """
    if row < len(keys) and keys[row] == key:
        return row
    found = [place for place, other in enumerate(keys) if other == key]
    return found[0] if key and len(found) == 1 else None
