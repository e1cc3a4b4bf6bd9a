"""Text from cells, kept to the signs that a document may hold."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control signs, and those that turn the direction of a line."""


NO_BREAK_SPACE = "\u00a0"
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;!?»%])|(?<=«) |(?<=\d) (?=[kM]\b)")


def printable(text: str) -> str:
    r"""A text on one line, without signs that control a terminal or a page.

    >>> printable("a\x00b\nc\u202ed")
    'a b c d'
    """
    return _UNPRINTABLE.sub(" ", text)


def unbroken(text: str) -> str:
    r"""A sentence whose lines do not break before its signs, nor inside an amount.

    >>> unbroken("Pertes : 70 k EUR").split(" ")
    ['Pertes\xa0:', '70\xa0k', 'EUR']
    """
    return _BREAKABLE.sub(NO_BREAK_SPACE, text)
