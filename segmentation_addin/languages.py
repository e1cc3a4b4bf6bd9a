"""The two languages of the product, and how each writes a number.

Every text that a person reads is a `Text`: English and French side by side, so
that neither can be forgotten. Keys of tables, columns and JSON never change with
the language.
"""

from __future__ import annotations

import locale
import math
import os
from typing import Literal, NamedTuple

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
NARROW_SPACE = "\u202f"
_EXACT = 1e15
_NOISE = 1e-15
"""What a decimal half can lack in binary: 1.005 is shown as 1.01."""


class Text(NamedTuple):
    """One text in English and in French; `{name}` marks what is filled in later."""

    en: str
    fr: str

    def in_(self, language: Language, **params: object) -> str:
        """The text in one language, with its `{name}` marks filled in."""
        template = self.fr if language == "fr" else self.en
        return template.format(**params) if params else template


def language_of_this_computer() -> Language:
    """French where the user's environment is French, else English.

    `SEGMENTATION_LANG` decides when set; it is only used for messages that belong
    to no workbook (a workbook speaks its own language).
    """
    names = [os.environ.get(k, "") for k in ("SEGMENTATION_LANG", "LC_ALL", "LANG")]
    chosen = next((name for name in names if name), "")
    if not chosen:
        chosen = locale.getlocale()[0] or ""
    return "fr" if chosen.lower().startswith(("fr", "french")) else "en"


def number(value: float, language: Language, decimals: int = 0) -> str:
    """A number as a reader of that language writes it: 1,234.5 or 1 234,5.

    Halves are rounded away from zero, as a spreadsheet shows them.

    >>> number(-1234.5, "en", 1), number(1234.5, "fr", 1)
    ('-1,234.5', '1\u202f234,5')
    """
    scaled = abs(value) * 10**decimals
    if scaled < _EXACT:
        whole = math.floor(scaled + 0.5 + scaled * _NOISE)
        text = f"{whole / 10**decimals:,.{decimals}f}"
        text = "-" + text if value < 0 and whole else text
    else:
        text = f"{value:,.{decimals}f}"
    if language == "fr":
        text = text.replace(",", NARROW_SPACE).replace(".", ",")
    return text


def percent(rate: float, language: Language, decimals: int = 0) -> str:
    """A rate (0-1) as a percentage: 12.5% or 12,5 %."""
    sign = f"{NARROW_SPACE}%" if language == "fr" else "%"
    return number(rate * 100, language, decimals) + sign
