"""Sentences made of figures: the formula of a text declared with its value.

Figures inside a sentence are whole numbers without separators (12, 86%, 912 k),
so the same text comes out of the formula whatever the reader's locale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from segmentation_addin.languages import NARROW_SPACE, Text
from segmentation_addin.workbook.board_cells import FixedCell, quoted
from segmentation_addin.workbook.board_facts import Facts

Number = Callable[[Facts], float]

CURRENCY = "{sheet:home}!$D$18"
"""The Home cell that holds the currency."""


@dataclass(frozen=True)
class Phrase:
    """A piece of text: its formula in both languages and its value."""

    formula: Text
    value: Callable[[Facts], str]

    def cell(self, sheet: str, cell: str, style: str, span: int = 1) -> FixedCell:
        """The fixed cell that shows the phrase."""
        return FixedCell(
            sheet, cell, style, formula=self.formula, value=self.value, span=span
        )


def words(text: Text) -> Phrase:
    """Words that stand as they are."""
    return Phrase(
        Text(quoted(text.en), quoted(text.fr)), lambda facts: text.in_(facts.language)
    )


NOTHING = words(Text("", ""))


def joined(*phrases: Phrase | Text) -> Phrase:
    """Phrases one after the other."""
    parts = [words(part) if isinstance(part, Text) else part for part in phrases]
    return Phrase(
        Text(
            "&".join(part.formula.en for part in parts),
            "&".join(part.formula.fr for part in parts),
        ),
        lambda facts: "".join(part.value(facts) for part in parts),
    )


def choose(
    test: str, holds: Callable[[Facts], bool], then: Phrase, otherwise: Phrase
) -> Phrase:
    """One phrase or the other; `test` is the formula of `holds`."""
    return Phrase(
        Text(
            f"IF({test},{then.formula.en},{otherwise.formula.en})",
            f"IF({test},{then.formula.fr},{otherwise.formula.fr})",
        ),
        lambda facts: (then if holds(facts) else otherwise).value(facts),
    )


_DIGITS = 320
"""More than the largest amount that a cell can hold."""


def rounded(value: float) -> int:
    """A number rounded half away from zero, as the ROUND of a spreadsheet.

    >>> rounded(2.5), rounded(-2.5), rounded(0.4999)
    (3, -3, 0)
    """
    exact = Decimal(repr(float(value)))
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP, Context(prec=_DIGITS)))


def whole(formula: str, value: Number) -> Phrase:
    """A count inside a sentence."""
    return Phrase(
        Text(f"ROUND({formula},0)", f"ROUND({formula},0)"),
        lambda facts: str(rounded(value(facts))),
    )


def decimal(formula: str, value: Number) -> Phrase:
    """A positive number inside a sentence, with one decimal where it needs it."""
    tenths = f"ROUND(10*{formula},0)"
    marks = {"en": ".", "fr": ","}

    def text(mark: str) -> str:
        left = f'IF(MOD({tenths},10)=0,"",{quoted(mark)}&MOD({tenths},10))'
        return f"INT({tenths}/10)&{left}"

    def shown(facts: Facts) -> str:
        units, left = divmod(rounded(10 * value(facts)), 10)
        return f"{units}{marks[facts.language]}{left}" if left else f"{units}"

    return Phrase(Text(text(marks["en"]), text(marks["fr"])), shown)


def percentage(formula: str, value: Number) -> Phrase:
    """A rate (0-1) inside a sentence, as a whole percentage."""
    signs = {"en": "%", "fr": f"{NARROW_SPACE}%"}
    number = f"ROUND(100*({formula}),0)"
    return Phrase(
        Text(f"{number}&{quoted(signs['en'])}", f"{number}&{quoted(signs['fr'])}"),
        lambda facts: f"{rounded(100 * value(facts))}{signs[facts.language]}",
    )


def amount(formula: str, value: Number) -> Phrase:
    """An amount inside a sentence, in k or M with the currency: 912 k EUR."""
    size = f"ABS({formula})"
    text = (
        f'IF({size}>=10000000,ROUND(({formula})/1000000,0)&" M",'
        f'IF({size}>=10000,ROUND(({formula})/1000,0)&" k",ROUND({formula},0)&""))'
        f'&IF({CURRENCY}="",""," "&{CURRENCY})'
    )
    return Phrase(
        Text(text, text), lambda facts: amount_text(value(facts), facts.currency)
    )


def amount_text(value: float, currency: str) -> str:
    """An amount as a sentence shows it.

    >>> amount_text(912345.0, "EUR"), amount_text(-950.0, "")
    ('912 k EUR', '-950')
    """
    if abs(value) >= 10_000_000:
        text = f"{rounded(value / 1_000_000)} M"
    elif abs(value) >= 10_000:
        text = f"{rounded(value / 1000)} k"
    else:
        text = f"{rounded(value)}"
    return text + (f" {currency}" if currency else "")


def iso_date(cell: str, value: Callable[[Facts], date | None]) -> Phrase:
    """A date inside a sentence: 2025-12-31."""
    text = f'YEAR({cell})&"-"&RIGHT("0"&MONTH({cell}),2)&"-"&RIGHT("0"&DAY({cell}),2)'

    def shown(facts: Facts) -> str:
        day = value(facts)
        return "" if day is None else day.isoformat()

    return Phrase(Text(text, text), shown)
