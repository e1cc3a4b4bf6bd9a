"""Real Excel errors on their way from Python to a cell.

A Python function cannot return #N/A through COM. It returns a token: one private
character that no cell text can hold, then Excel's number of the error. The wrapper
in the workbook turns a token into `CVErr(number)`, in a scalar, a row or a block.
"""

from __future__ import annotations

from collections.abc import Mapping

MARK = "\uf0e5"
"""A private-use character: `ChrW(-3867)` in VBA."""
NUMBERS: Mapping[str, int] = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
"""Excel's own number of each error value (xlCVError)."""
NAMES: Mapping[int, str] = {number: name for name, number in NUMBERS.items()}
FIRST_HRESULT = -2146826288
LAST_HRESULT = -2146826200
"""An error cell reaches Python as an integer in this span: -2146828288 + number."""
_HRESULT_BASE = -2146828288


def token(name: str) -> str:
    """What a function returns so that the cell shows that Excel error."""
    return f"{MARK}{NUMBERS[name]}"


def error_of(value: object) -> str | None:
    """The error that a value from Excel stands for, else None.

    Takes the integers by which COM hands over error cells; one that is in their
    span but unknown is "#VALUE!". An amount is a float and never mistaken.

    >>> error_of(-2146826246), error_of(-2146826246.0), error_of(12)
    ('#N/A', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if not FIRST_HRESULT <= value <= LAST_HRESULT:
        return None
    return NAMES.get(value - _HRESULT_BASE, "#VALUE!")
