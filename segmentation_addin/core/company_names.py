"""Names and numbers of companies, as they compare: spelling aside, key checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SIREN_DIGITS, SIRET_DIGITS = 9, 14
LA_POSTE = "356000000"
"""Its establishments are numbered beside the Luhn key: their digits add up to a
multiple of 5."""

_FORMS = [
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "sa",
    "snc",
    "sci",
    "scop",
    "scs",
    "sca",
    "selarl",
    "selas",
    "gie",
    "ei",
    "eirl",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "ev",
    "ltd",
    "limited",
    "plc",
    "llp",
    "llc",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "bv",
    "nv",
    "bvba",
    "sprl",
    "srl",
    "spa",
    "sl",
    "slu",
    "oy",
    "ab",
    "aps",
]
_BEFORE = (*_FORMS, "ste", "societe", "ets", "etablissement", "etablissements")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r" ?(?:[^\w\n ]|_)(?:[^\w\n]|_)*|  (?:[^\w\n]|_)*")
"""Runs of signs and blanks; a single blank between words is none of them."""
_INITIALS = re.compile(r"\.(?<=\b\w\.)(?=\w\b)")
_LEADING = re.compile(rf"^(?:(?:{'|'.join(_BEFORE)}) )+(?=\S)", re.MULTILINE)
_TRAILING = re.compile(rf"(?<=\S)(?: (?:{'|'.join(_FORMS)}))+$", re.MULTILINE)
_IN_NUMBERS = re.compile("[^\\S\n]|[.\u2010\u2011-]")


def folded_names(names: Sequence[object] | NDArray[np.object_]) -> list[str]:
    """Each name less its case, accents, signs and legal form; "" where blank.

    All names are folded as one text, so that a million of them take a second.

    >>> folded_names(["S.A.R.L. Éts Dupont-Martin", "DUPONT MARTIN SAS", "SA"])
    ['dupont martin', 'dupont martin', 'sa']
    """
    if not len(names):
        return []
    lines = [" ".join(str(name).split()) for name in names]
    if not lines:
        return []
    text = unicodedata.normalize("NFKD", "\n".join(lines)).casefold()
    text = _INITIALS.sub("", _ACCENTS.sub("", text))
    text = _SIGNS.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return _TRAILING.sub("", _LEADING.sub("", text)).split("\n")


def company_numbers(numbers: Sequence[object] | NDArray[np.object_]) -> list[str]:
    """The digits of each SIREN or SIRET, blanks and points aside; "" when not one.

    >>> company_numbers(["732 829 320", "73282932000074", "FR12", ""])
    ['732829320', '73282932000074', '', '']
    """
    if not len(numbers):
        return []
    lines = ["".join(str(number).split()) for number in numbers]
    kept = _IN_NUMBERS.sub("", "\n".join(lines)).split("\n")
    return [number if _is_number(number) else "" for number in kept]


def _is_number(text: str) -> bool:
    fits = len(text) in {SIREN_DIGITS, SIRET_DIGITS}
    return fits and text.isascii() and text.isdigit()


def keys_hold(numbers: Sequence[str]) -> NDArray[np.bool_]:
    """Which SIREN and SIRET numbers carry the right Luhn key; not "" nor any other.

    >>> keys_hold(["732829320", "732829321", "35600000049837", ""]).tolist()
    [True, False, True, False]
    """
    texts = np.array(numbers, dtype=f"S{SIRET_DIGITS}")
    lengths = np.char.str_len(texts)
    holds = np.zeros(len(numbers), dtype=bool)
    for length in (SIREN_DIGITS, SIRET_DIGITS):
        at = np.flatnonzero(lengths == length)
        if not at.size:
            continue
        digits = texts[at].astype(f"S{length}").view(np.uint8).reshape(-1, length)
        values = digits.astype(np.int64) - ord("0")
        doubled = values * np.where(np.arange(length)[::-1] % 2, 2, 1)
        holds[at] = (doubled - 9 * (doubled > 9)).sum(axis=1) % 10 == 0
        if length == SIRET_DIGITS:
            post = np.char.startswith(texts[at], LA_POSTE.encode())
            holds[at] |= post & (values.sum(axis=1) % 5 == 0)
    return holds


def digits_of(number: str) -> str:
    """The digits of one SIREN or SIRET; "" when it is not one."""
    return company_numbers([number])[0]


def key_holds(digits: str) -> bool:
    """True when one SIREN or SIRET carries the right key."""
    return bool(keys_hold([digits])[0])
