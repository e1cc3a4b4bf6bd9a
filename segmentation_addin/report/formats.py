"""Values of the board as a reader of each language writes them."""

from __future__ import annotations

import math

from segmentation_addin.languages import Language, number, percent
from segmentation_addin.workbook.host import Cell

_RATES = {"percent": 1, "percent_whole": 0, "change": 1}
_SIGNED = frozenset({"change", "gap"})
"""Styles that show a plus before what grew."""
_DECIMALS = {
    "amount": 0,
    "count": 0,
    "gap": 0,
    "cents": 2,
    "decimal": 1,
    "index": 4,
    "ratio": 2,
}


def shown(value: Cell, style: str, language: Language) -> str:
    """A figure in the format of its cell's style; "" for a blank."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    if math.isnan(value):
        return ""
    parts = style.split()
    rate = next((part for part in parts if part in _RATES), None)
    if rate is not None:
        text = percent(value, language, _RATES[rate])
    else:
        known = (_DECIMALS[part] for part in parts if part in _DECIMALS)
        decimals = next(known, 0 if value == round(value) else 2)
        text = number(value, language, decimals)
    signed = _SIGNED.intersection(parts) and value > 0 and any(map(_counts, text))
    return f"+{text}" if signed else text


def _counts(sign: str) -> bool:
    return sign in "123456789"
