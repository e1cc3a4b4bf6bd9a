"""Values as the XML of a cell, and back: numbers exact, text always text."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from segmentation_addin.workbook.host import NO_VALUE, CellError

Plain = None | bool | int | float | str | CellError
"""What a cell can hold once dates are serial numbers and blanks are None."""

TEXT_LIMIT = 32_767
"""Characters in one cell, counted as Excel counts them (UTF-16 units)."""

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
_DAY_ZERO_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_UNREAL_LEAP_DAY = 61
"""Serials under this count one day less: Excel believes in 29 February 1900."""

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def clean_text(text: str) -> str:
    """The text as a cell can hold it: at most 32,767 characters, whole ones."""
    text = _NO_CHARACTER.sub("\ufffd", text)
    if len(text) * 2 > TEXT_LIMIT:
        units = text.encode("utf-16-le")
        if len(units) > 2 * TEXT_LIMIT:
            kept = units[: 2 * (TEXT_LIMIT - 1)].decode("utf-16-le", "ignore")
            text = kept + "…"
    return text


def escape_text(text: str) -> str:
    """Text for the content of an element; control characters as `_xHHHH_`."""
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Text for an attribute; line ends as `_x000a_`, as Excel writes headings."""
    text = re.sub(
        "[\n\t]", lambda match: f"_x{ord(match[0]):04x}_", _protected(text)
    ).replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _protected(text: str) -> str:
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape_text(text: str) -> str:
    """The text behind XML entities and `_xHHHH_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), html.unescape(text))


def serial(value: date, date_1904: bool = False) -> float | str:
    """The serial number of a date; its ISO text when Excel has no such date."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
    else:
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
    gap = moment - (_DAY_ZERO_1904 if date_1904 else _DAY_ZERO)
    number = _days(gap)
    if not date_1904 and number < _UNREAL_LEAP_DAY:
        number -= 1
    if number < (0 if date_1904 else 1):
        return value.isoformat()
    return number


def _days(gap: timedelta) -> float:
    if not gap.seconds and not gap.microseconds:
        return gap.days
    return gap / timedelta(days=1)


def plain(value: object, date_1904: bool = False) -> Plain:
    """Any value handed to a host as what the cell will hold; blanks are None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return clean_text(str(value)) or None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if math.isnan(number):
            return None
        return number if math.isfinite(number) else CellError("#NUM!")
    if isinstance(value, CellError):
        return None if value.code == NO_VALUE else value
    if isinstance(value, np.datetime64):
        return plain(pd.Timestamp(value), date_1904)
    if isinstance(value, date):
        return serial(value, date_1904)
    if isinstance(value, time):
        since = timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
        return _days(since)
    if isinstance(value, timedelta):
        return _days(value)
    return clean_text(str(value)) or None


def plain_column(values: pd.Series, date_1904: bool = False) -> list[Plain]:
    """A whole column as cells will hold it; whole numbers as int where all are."""
    if values.dtype.kind in "iu" and isinstance(values.dtype, np.dtype):
        whole: list[Plain] = values.to_numpy().tolist()
        return whole
    if values.dtype.kind == "f" and isinstance(values.dtype, np.dtype):
        numbers = values.to_numpy(dtype=float)
        if np.isfinite(numbers).all():
            if (np.abs(numbers) < 2**53).all() and (numbers == np.rint(numbers)).all():
                numbers = numbers.astype(np.int64)
            exact: list[Plain] = numbers.tolist()
            return exact
    listed = values.tolist()
    if set(map(type, listed)) <= {str, float, type(None)}:
        known = {value: plain(value, date_1904) for value in set(listed)}
        return [known[value] for value in listed]
    return [plain(value, date_1904) for value in listed]


def same_value(old: Plain, new: Plain) -> bool:
    """True when a cell need not be rewritten: numbers to 1e-12, text exact."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return old == new or math.isclose(old, new, rel_tol=1e-12, abs_tol=0.0)
    return old == new


def same_column(old: Sequence[Plain], new: Sequence[Plain]) -> bool:
    """True when no cell of a column differs; both of one length."""
    if all(a is b or a == b for a, b in zip(old, new, strict=True)) and not (
        _bools(old) or _bools(new)
    ):
        return True
    return all(map(same_value, old, new))


def _bools(values: Sequence[Plain]) -> bool:
    return bool in set(map(type, values))


def number_text(value: float) -> str:
    """A number as the shortest text that reads back the same."""
    text = repr(value)
    return text.removesuffix(".0")


def value_tail(value: Plain, style: str) -> str:
    """The XML of a cell after its address: ` s="3"><v>1.5</v></c>`.

    `style` is ` s="3"` or empty. Text goes in line, so no shared part changes.
    """
    if value is None:
        return f"{style}/>"
    if isinstance(value, str):
        text = escape_text(value)
        space = ' xml:space="preserve"' if _needs_space(value) else ""
        return f'{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'
    if isinstance(value, bool):
        return f'{style} t="b"><v>{value:d}</v></c>'
    if isinstance(value, CellError):
        return f'{style} t="e"><v>{escape_text(value.code)}</v></c>'
    return f"{style}><v>{number_text(value)}</v></c>"


def _needs_space(text: str) -> bool:
    return text != text.strip() or "\n" in text or "\t" in text or "  " in text


def formula_tail(formula_xml: str, value: Plain, style: str) -> str:
    """A formula cell after its address, with the value that Excel would show."""
    if value is None:
        return f'{style} t="str">{formula_xml}<v></v></c>'
    if isinstance(value, str):
        return f'{style} t="str">{formula_xml}<v>{escape_text(value)}</v></c>'
    if isinstance(value, bool):
        return f'{style} t="b">{formula_xml}<v>{value:d}</v></c>'
    if isinstance(value, CellError):
        return f'{style} t="e">{formula_xml}<v>{escape_text(value.code)}</v></c>'
    return f"{style}>{formula_xml}<v>{number_text(value)}</v></c>"
