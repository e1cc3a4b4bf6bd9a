"""Where a client is: country, French région and département, from what was typed.

The département is read from the first digits of the postcode (La Poste: two digits,
three overseas; Corsica by its third digit). A few dozen communes are served from a
neighbouring département and follow it. Nothing is guessed: what cannot be read is "".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.countries import (
    COUNTRIES,
    FRANCE,
    MONACO,
    SPELLINGS,
    folded,
)
from segmentation_addin.core.french_places import COLLECTIVITIES, DEPARTMENTS
from segmentation_addin.languages import Language

Words = npt.NDArray[np.object_]

REGION_OF = {place.code: place.region for place in DEPARTMENTS} | dict(COLLECTIVITIES)
"""Name of the région of each département, of a collectivity the collectivity's own."""
CORSICA = "Corse"
_CORSICA = {"200": "2A", "201": "2A", "207": "2A"} | {
    "202": "2B",
    "204": "2B",
    "206": "2B",
}
"""By the first three digits; 204 and 207 are CEDEX numbers of Bastia and Ajaccio."""
_ISLANDS = {"97133": "977", "97150": "978"}
"""Postcodes of collectivities that La Poste numbers with Guadeloupe."""
_MONACO = "980"
_OVERSEAS_NAMES = {
    folded(place.name): place.code
    for place in DEPARTMENTS
    if place.code.startswith("97")
} | {folded(name): code for code, name in COLLECTIVITIES.items()}
_OVERSEAS_NAMES |= {"reunion": "974", "guyane francaise": "973", "french guiana": "973"}
_OVERSEAS_NAMES |= {"new caledonia": "988", "french polynesia": "987"}
"""Parts of France that people write in the column of the country."""

_WRITTEN = re.compile(
    r"(?:F(?:RA?)?[\s-]*)?'?(?P<digits>\d{2}\s?\d{3}|\d\s?\d{3})(?![\d-])(?:\.0+(?!\d))?(?!\.)"
)
"""06000, "06 000", F-75008, 75008 CEDEX 08, 33000 Bordeaux; 1000 or 1000.0 once a
spreadsheet took the zero away."""


@dataclass(frozen=True)
class Places:
    """Where each client is; "" where it cannot be read."""

    department: Words
    """Code: 01 to 95, 2A, 2B, 971 to 988."""
    region: Words
    """The région in French; abroad, the country."""
    country: Words
    """Its name in the language asked for; an unknown word as it was typed."""


def digits(postcode: str) -> str:
    """The five digits of a French postcode, four when a zero is lost, or "".

    >>> digits("F-75 008 Paris CEDEX"), digits("1000.0"), digits("SW1A 1AA")
    ('75008', '1000', '')
    """
    found = _WRITTEN.match(postcode.strip().upper())
    return re.sub(r"\s", "", found["digits"]) if found else ""


def department_of(number: str) -> str:
    """Département of a postcode of four or five digits, or "".

    "MC" for Monaco, "20" for a postcode of Corsica that tells no more.

    >>> department_of("1000"), department_of("20200"), department_of("97410")
    ('01', '2B', '974')
    """
    whole = number.zfill(5) if number else ""
    if whole in _ISLANDS:
        return _ISLANDS[whole]
    three = whole[:3]
    if three == _MONACO:
        return MONACO
    if whole.startswith("20"):
        return _CORSICA.get(three, "20")
    code = three if whole.startswith(("97", "98")) else whole[:2]
    return code if code in REGION_OF else ""


def places(postcodes: Words, countries: Words, language: Language) -> Places:
    """Where each client is, from its postcode and its country as typed.

    A blank country is France where the postcode has five digits of an existing
    département; a postcode of four digits, which is Belgian or Swiss as well, counts
    so only where more of the blank countries have five.
    """
    post, spelled = pd.factorize(pd.Series(postcodes, dtype=object).astype(str))
    numbers = [digits(word) for word in spelled]
    found = np.array([department_of(number) for number in numbers] or [""], object)
    size = np.array([len(number) for number in numbers] or [0])
    land, typed = pd.factorize(pd.Series(countries, dtype=object).astype(str))
    codes = np.array([_country(word) for word in typed] or [""], object)
    code, department = codes[land], found[post] if len(post) else found[:0]
    blank = code == ""
    readable = blank & (department != "")
    long, short = readable & (size[post] == 5), readable & (size[post] == 4)
    french = np.isin(code, [FRANCE, *_OVERSEAS_NAMES.values()])
    here = french | long | (short & (short.sum() < long.sum()))
    overseas = french & (code != FRANCE) & (department == "")
    department = np.where(overseas, code, department)
    monaco = here & (department == MONACO)
    here &= ~monaco
    country = np.where(here, FRANCE, np.where(monaco, MONACO, code))
    names = _names(codes, np.asarray(typed, dtype=object), language)
    country = pd.Series(country, dtype=object).map(names).to_numpy(dtype=object)
    region = pd.Series(department, dtype=object).map({**REGION_OF, "20": CORSICA})
    told = here & (department != "")
    return Places(
        np.where(told & (department != "20"), department, "").astype(object),
        np.where(told, region, np.where(here, "", country)).astype(object),
        country,
    )


def _country(word: str) -> str:
    """Code of a country, of a part of France overseas, or the folded word itself."""
    plain = folded(word)
    return SPELLINGS.get(plain) or _OVERSEAS_NAMES.get(plain) or plain or word.strip()


def _names(codes: Words, typed: Words, language: Language) -> dict[str, str]:
    """What stands in the workbook for each code; one spelling for an unknown word."""
    names = {
        code: " ".join(str(word).split())
        for word, code in sorted(zip(typed, codes, strict=False), reverse=True)
    }
    known = {code: name.in_(language) for code, name in COUNTRIES.items()}
    return {**names, **known, "": ""}
