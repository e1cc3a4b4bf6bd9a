"""The unit that a heading gives to the amounts below it: k€, millions, plain euros."""

from __future__ import annotations

import re

_MONEY = r"(?:€|\$|£|¥|eur(?:os?)?|usd|gbp|chf|cad)"
_OF = rf"(?: (?:de |d'|of |in )?{_MONEY})?"
_WORDS = {
    9: rf"md ?{_MONEY}|bn ?{_MONEY}|{_MONEY} ?bn|(?:{_MONEY} )?(?:milliards?|billions?){_OF}",
    6: rf"m ?{_MONEY}|{_MONEY} ?m|(?:{_MONEY} )?millions?{_OF}",
    3: rf"k ?{_MONEY}|{_MONEY} ?k|(?:{_MONEY} )?(?:milliers?|thousands?){_OF}"
    rf"|{_MONEY} ?'?000|(?<=[(\[])000(?: ?{_MONEY})?|'000",
    0: _MONEY,
}
_UNITS = tuple(
    (
        power,
        re.compile(
            rf"[(\[]\s*(?:en |in )?(?:{words})\s*[)\]]"
            rf"|(?:^|(?<=[\s(\[,;:/-]))(?:en |in )?(?:{words})(?![\w€$£'])",
            re.IGNORECASE,
        ),
    )
    for power, words in _WORDS.items()
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]%]*[)\]]\s*$")
_LOOSE = " \t,;:/-"


def unit_power(heading: str) -> int:
    """Power of ten of the amounts under a heading: 3 for k€, 6 for M€, else 0.

    >>> unit_power("CA HT (k€)"), unit_power("Marge en M€"), unit_power("CA HT")
    (3, 6, 0)
    """
    return _found(heading)[0]


def bare_heading(heading: str) -> str:
    """A heading less its unit and less a bracket at its end, unless a % stands there.

    >>> bare_heading("CA HT (k€)"), bare_heading("Ventes en milliers d'euros")
    ('CA HT', 'Ventes')
    >>> bare_heading("Marge (%)"), bare_heading("Sales USD")
    ('Marge (%)', 'Sales')
    """
    bare = _found(heading)[1]
    return _BRACKETS.sub("", bare).strip(_LOOSE) or bare


def _found(heading: str) -> tuple[int, str]:
    text = " ".join(heading.split()).replace("’", "'")
    for power, pattern in _UNITS:
        found = pattern.search(text)
        if found is not None:
            rest = f"{text[: found.start()].rstrip(_LOOSE)} {text[found.end() :]}"
            if rest.strip(f"{_LOOSE}()[]"):
                return power, " ".join(rest.split())
    return 0, text
