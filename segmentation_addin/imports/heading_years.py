"""The year that a heading gives to the figures below it: "CA 2024", "Marge N-1"."""

from __future__ import annotations

import re
from typing import NamedTuple

_FIRST, _LAST = 1990, 2100
_YEAR = re.compile(
    r"(?:\b(?:FY|année|exercice|year|en|in|de)\s*)?"
    r"(?<![\d.,/-])(?P<year>(?:19|20)\d\d)(?![\d.,/-])",
    re.IGNORECASE,
)
_YEAR_END = re.compile(r"(?:\b(?:au|at|to) )?\b31[/.-]12[/.-](?=\d{4}\b)")
_PREVIOUS = re.compile(
    r"\bn ?[-\u2011\u2013] ?1\b|\bann[ée]e pr[ée]c[ée]dente\b"
    r"|\bexercice pr[ée]c[ée]dent\b|\bant[ée]rieure?\b|\b(?:last|previous|prior) year\b"
    r"|\bprevious\b|\bPY\b|\bLY\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(r"(?<=\s)(?:ann[ée]e )?N(?=\s|$)", re.IGNORECASE)
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_LOOSE = " \t,;:/-_"


class DatedHeading(NamedTuple):
    """A heading less the year it names."""

    bare: str
    year: int | None
    previous: bool
    """True for the year before the current one, when no number says which."""


def dated_heading(heading: str) -> DatedHeading:
    """What a heading says of the year of its figures.

    >>> dated_heading("CA HT 2024 (k€)")
    DatedHeading(bare='CA HT (k€)', year=2024, previous=False)
    >>> dated_heading("Marge N-1"), dated_heading("CA N").bare
    (DatedHeading(bare='Marge', year=None, previous=True), 'CA')
    """
    text = _YEAR_END.sub("", " ".join(heading.split()))
    found = [x for x in _YEAR.finditer(text) if _FIRST <= int(x["year"]) <= _LAST]
    if len(found) == 1:
        bare = _without(text, found[0])
        return DatedHeading(bare, int(found[0]["year"]) if bare else None, False)
    before = _PREVIOUS.search(text)
    if before is not None:
        return DatedHeading(_without(text, before), None, True)
    now = _CURRENT.search(text)
    return DatedHeading(_without(text, now) if now else text, None, False)


def _without(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(_EMPTY.sub(" ", rest).split()).strip(_LOOSE)
