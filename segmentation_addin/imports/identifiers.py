"""Columns of company numbers and postcodes, with what a spreadsheet did to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from segmentation_addin.core.company_names import (
    SIREN_DIGITS,
    SIRET_DIGITS,
    company_numbers,
    keys_hold,
)
from segmentation_addin.core.fixes import lost_zeros
from segmentation_addin.imports.cells import (
    Column,
    Problem,
    Reason,
    problems_of,
)
from segmentation_addin.imports.values import Texts, texts

_POWER = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_NO_OFFICE = "00000"
"""No establishment of a company has this number."""


def sirens(column: Column, heading: str = "") -> tuple[Texts, list[Problem]]:
    """SIREN of each cell of a SIREN or SIRET column, "" where blank or spoiled.

    A number that lost its zeros gets them back when its key then holds, as long as
    most numbers of the column do so: one in ten holds by chance. A SIRET that a
    spreadsheet rounded (8,12346E+13) is spoiled: its digits are lost, and the cell
    is reported. Numbers of other countries, as text, stay as typed.

    >>> sirens(["732 829 320 00074", "8,12346E+13", 5580113.0])[0].tolist()
    ['732829320', '', '005580113']
    """
    found = [str(text) for text in texts(column)]
    number = np.array([not isinstance(cell, str) for cell in column], dtype=bool)
    number &= np.array([_is_digits(text) for text in found], dtype=bool)
    long = "siret" in heading.casefold()
    long |= any(len(text) > SIREN_DIGITS for text in set(found) if _is_digits(text))
    wholes = [
        _padded(text, long=long) if padded else text
        for text, padded in zip(found, number, strict=True)
    ]
    digits = company_numbers(wholes)
    holds = keys_hold(digits) & ~np.array([*map(_rounded, digits)], dtype=bool)
    if 2 * holds[number].sum() <= number.sum():
        holds &= ~number
    values = np.full(len(column), "", dtype=object)
    lost: list[int] = []
    for position, text in enumerate(found):
        if holds[position]:
            values[position] = digits[position][:SIREN_DIGITS]
        elif number[position] or _POWER.fullmatch(text):
            lost.append(position)
        else:
            values[position] = text
    return values, problems_of({Reason.PRECISION_LOST: lost}, column)


def _padded(text: str, *, long: bool) -> str:
    """A number with the zeros that a spreadsheet took off."""
    siret = long and len(text) != SIREN_DIGITS
    return text.zfill(SIRET_DIGITS if siret else SIREN_DIGITS)


def _rounded(digits: str) -> bool:
    return len(digits) == SIRET_DIGITS and digits.endswith(_NO_OFFICE)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def postcodes(column: Column, countries: Sequence[str] | None = None) -> Texts:
    """Postcodes as text; a French one that lost its zero gets it back.

    `countries` are those of the same rows: four digits are whole in Belgium.

    >>> postcodes([1000.0, "06000", 1000.0], ["France", "", "Belgique"]).tolist()
    ['01000', '06000', '1000']
    """
    values = texts(column)
    there = [""] * len(values) if countries is None else list(countries)
    for row, whole in lost_zeros([str(text) for text in values], there).items():
        values[row] = whole
    return values
