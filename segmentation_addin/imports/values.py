"""Columns of raw cells read as numbers, codes, texts and choices.

Each function takes one column (a list of cells as a host or a file gave them)
and returns the typed array with the problems met. A column decides as a whole:
whether "1.234" holds a decimal point or a thousands point follows from the other
cells, and where they do not say, the value stays unknown and is reported.
Dates stand in `imports.dates`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from segmentation_addin.imports.cells import (
    LINE_BLANKS,
    Column,
    Findings,
    Problem,
    Reason,
    cell_errors,
    clean_text,
    is_blank,
    problems_of,
)
from segmentation_addin.workbook.host import Cell, CellError

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

SIXTEEN_DIGITS = 1e15
"""From here on a code typed as a number has lost digits in the spreadsheet."""

# --- numbers ---------------------------------------------------------------

_CURRENCY = r"(?:€|\$|£|¥|EUR|EUROS?|USD|GBP|CHF|CAD|FR\.?)"
_NUMBER = re.compile(
    rf"""(?P<open>\()?\ ?(?P<sign>[-+])?\ ?{_CURRENCY}?\ ?(?P<sign2>[-+])?\ ?
    (?P<body>\d{{1,3}}(?:[ ']\d{{3}})+(?:[.,]\d*)?|\d[\d.,]*|[.,]\d+)
    (?P<power>E[-+]?\d{{1,3}})?\ ?(?P<mid>[-+])?\ ?
    (?P<thousands>K|M|MD|BN)?\ ?{_CURRENCY}?\ ?(?:HT)?\ ?
    (?P<percent>%)?\ ?(?P<after>[-+])?\ ?(?P<close>\))?""",
    re.VERBOSE,
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_POWERS = {"K": 3, "M": 6, "MD": 9, "BN": 9}
_MARKS = {".", ","}


@dataclass(frozen=True)
class _Shape:
    """One text that looks like a number, before the decimal mark is settled."""

    negative: bool
    body: str
    power: int
    percent: bool
    unit: bool
    """True when the text names thousands or millions itself."""
    mark: str | None
    """Decimal mark that this text alone proves; "?" when it could be either."""


def _shape(text: str) -> _Shape | None:
    clean = clean_text(text).upper().replace("\u2212", "-").replace("’", "'")
    found = _NUMBER.fullmatch(" ".join(clean.split()))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [found[k] for k in ("sign", "sign2", "mid", "after") if found[k]]
    if len(signs) + bool(found["open"]) > 1:
        return None
    body = found["body"]
    mark = _proof(body)
    if mark == "":
        return None
    power = int((found["power"] or "E0")[1:]) + _POWERS.get(found["thousands"], 0)
    power -= 2 if found["percent"] else 0
    negative = bool(found["open"]) or signs == ["-"]
    body = body.replace(" ", "").replace("'", "")
    percent, unit = bool(found["percent"]), bool(found["thousands"])
    return _Shape(negative, body, power, percent, unit, mark)


def _proof(body: str) -> str | None:
    """Decimal mark a text proves: "." or ",", None (no mark), "?" or "" (broken)."""
    marks = [c for c in body if c in _MARKS]
    if not marks:
        return None
    last = marks[-1]
    whole, _, decimals = body.rpartition(last)
    if " " in whole or "'" in whole:
        return last if len(marks) == 1 else ""
    if len(set(marks)) == 2:
        other = marks[0]
        grouped = _GROUPED.fullmatch(whole)
        return last if grouped is not None and grouped[1] == other else ""
    if len(marks) > 1:
        grouped = _GROUPED.fullmatch(body)
        return ("," if last == "." else ".") if grouped is not None else ""
    ambiguous = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    return "?" if ambiguous else last


def _value(shape: _Shape, mark: str) -> float:
    other = "," if mark == "." else "."
    digits = shape.body.replace(other, "").replace(mark, ".")
    value = float(f"{digits}e{shape.power}")
    return -value if shape.negative else value


def written_step(text: str, decimal: str | None, power: int) -> float | None:
    """The last digit with which a text writes its number; None where it holds none.

    >>> written_step("1 578", None, 3), written_step("3,5 k€", None, 0)
    (1000.0, 100.0)
    """
    shape = _shape(text)
    if shape is None:
        return None
    mark = shape.mark if shape.mark in _MARKS else decimal or "."
    decimals = len(shape.body.partition(mark)[2])
    own = shape.power + (0 if shape.unit or shape.percent else power)
    return float(10.0 ** (own - decimals))


def decimal_marks(texts: Sequence[str]) -> frozenset[str]:
    """Decimal marks that the texts of a column prove: none, one, or both.

    >>> sorted(decimal_marks(["1.234,56", "12"])), sorted(decimal_marks(["1.234"]))
    ([','], [])
    """
    mark = _plain(texts)[1]
    if mark is not None:
        return frozenset(mark)
    shapes = (_shape(text) for text in texts)
    return frozenset(s.mark for s in shapes if s is not None and s.mark in _MARKS)


_ODD = re.compile(r"[^0-9.,\n-]")
_TWO_MARKS = re.compile(r"[.,].*[.,]")
_SURE = re.compile(r"(?:^-?0?|\d{4})[.,]\d|[.,](?:\d{1,2}|\d{4,})$", re.MULTILINE)
_GROUP_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?:[ .,\n€]|$))")
_LAST_CURRENCY = re.compile(r" ?[€$£]$", re.MULTILINE)


def _plain(texts: Sequence[str]) -> tuple[str, str | None]:
    """Texts as a machine writes them, one a line, and their one decimal mark.

    The mark is "" without any, None when the texts are not that simple.
    """
    joined = "\n".join(texts)
    if _ODD.search(joined):
        if joined.count("\n") != len(texts) - 1:
            return joined, None
        lines = joined.translate(LINE_BLANKS)
        joined = _GROUP_BLANK.sub("", _LAST_CURRENCY.sub("", lines))
    if _ODD.search(joined) or _TWO_MARKS.search(joined):
        return joined, None
    marks = _MARKS.intersection(joined)
    if not marks:
        return joined, ""
    sure = len(marks) == 1 and _SURE.search(joined)
    return joined, marks.pop() if sure else None


def _plain_values(texts: Sequence[str]) -> Floats | None:
    joined, mark = _plain(texts)
    if mark is None:
        return None
    lines = (joined.replace(",", ".") if mark == "," else joined).split("\n")
    try:
        return np.array(lines, dtype=np.str_).astype(np.float64)
    except ValueError:
        return None


def numbers(
    column: Column,
    *,
    percent: bool = True,
    decimal: str | None = None,
    power: int = 0,
) -> tuple[Floats, list[Problem]]:
    """The numbers of a column, float64, NaN where blank or not readable.

    Texts are read too: "1 234,56 €", "(123)", "123-", "12 %", "3,5 k€". With
    `percent` false a percentage is not readable. `decimal` is the mark to use
    when the column itself proves none ("." or ","). `power` is the unit that the
    heading gives (3 for k€); a cell that names its own unit keeps that one.

    >>> numbers(["1 234,56 €", "(12)", None])[0].tolist()
    [1234.56, -12.0, nan]
    >>> numbers(["1,5", "2 k€", 0.25], power=3)[0].tolist()
    [1500.0, 2000.0, 250.0]
    """
    kinds = set(map(type, column))
    if kinds <= {float, int, type(None)}:
        values = _floats(column)
        if values is not None and not np.isinf(values).any():
            return _scaled(values, power), []
    values = np.full(len(column), np.nan)
    findings: Findings = {}
    places: list[int] = []
    for position, cell in enumerate(column):
        if is_blank(cell) or isinstance(cell, CellError):
            continue
        if isinstance(cell, str):
            places.append(position)
            continue
        if isinstance(cell, (float, int)) and not isinstance(cell, bool):
            values[position] = _float(cell)
        if not np.isfinite(values[position]):
            values[position] = np.nan
            findings.setdefault(Reason.UNREADABLE, []).append(position)
    cell_errors(column, findings)
    values = _scaled(values, power)
    if places:
        cells = [str(column[position]) for position in places]
        number_of = {text: i for i, text in enumerate(dict.fromkeys(cells))}
        read, reasons = _read_texts(
            list(number_of), percent=percent, decimal=decimal, power=power
        )
        codes = np.fromiter((number_of[text] for text in cells), dtype=np.intp)
        values[places] = read[codes]
        for reason in dict.fromkeys(reasons):
            met = np.array([r is reason for r in reasons])[codes]
            findings.setdefault(reason, []).extend(np.array(places)[met].tolist())
    return values, problems_of(findings, column)


def _floats(column: Column) -> Floats | None:
    try:
        return np.array(column, dtype=np.float64)
    except OverflowError:
        return None


def _scaled(values: Floats, power: int) -> Floats:
    """Values in a unit of 10 to a power, cleared of what binary fractions add."""
    if not power:
        return values
    scaled: Floats = np.round(values * 10.0**power, 6)
    return scaled


def _float(cell: float) -> float:
    try:
        return float(cell)
    except OverflowError:
        return math.inf


def _read_texts(
    texts: Sequence[str], *, percent: bool, decimal: str | None, power: int
) -> tuple[Floats, list[Reason]]:
    """The number behind each text, NaN when there is none, and what was met."""
    plain = _plain_values(texts)
    if plain is not None:
        return _scaled(plain, power), [Reason.TEXT_READ] * len(texts)
    shapes = [_shape(text) for text in texts]
    proofs = {s.mark for s in shapes if s is not None and s.mark in _MARKS}
    decided = proofs.pop() if len(proofs) == 1 else None if proofs else decimal
    values = np.full(len(texts), np.nan)
    reasons = [Reason.UNREADABLE] * len(texts)
    for i, shape in enumerate(shapes):
        if shape is None or (shape.percent and not percent):
            continue
        if shape.mark == "?" and decided is None:
            reasons[i] = Reason.AMBIGUOUS
            continue
        own = shape.mark if shape.mark in _MARKS else decided
        value = _value(shape, own or ".")
        if not shape.unit and not shape.percent:
            value = float(_scaled(np.array([value]), power)[0])
        if math.isfinite(value):
            values[i], reasons[i] = value, Reason.TEXT_READ
    return values, reasons


# --- codes and texts -------------------------------------------------------

_POWER_TEXT = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def texts(column: Column) -> Texts:
    """The texts of a column, object array of str, "" where blank.

    A whole number loses its ".0"; error cells are blank.
    """
    return np.array(_as_texts(column), dtype=object)


def _as_texts(column: Column) -> list[str]:
    cache: dict[str, str] = {t: clean_text(t) for t in set(column) if type(t) is str}
    return [
        cache[cell]
        if type(cell) is str
        else ""
        if cell is None or isinstance(cell, CellError)
        else _text(cell)
        for cell in column
    ]


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return clean_text(str(cell))


def ids(column: Column) -> tuple[Texts, list[Problem]]:
    """Codes as text, "" where blank: case and leading zeros kept, 101.0 is "101".

    Reported: codes of 16 digits or more typed as numbers and texts such as
    "8,12E+13" (digits are lost), and dates (a spreadsheet made "3-4" a date).

    >>> ids([101.0, " 0101 ", None])[0].tolist()
    ['101', '0101', '']
    """
    values = texts(column)
    findings: Findings = {}
    if not set(map(type, column)) <= {str, type(None)}:
        cell_errors(column, findings)
        for position, cell in enumerate(column):
            if isinstance(cell, (float, int)) and abs(cell) >= SIXTEEN_DIGITS:
                findings.setdefault(Reason.PRECISION_LOST, []).append(position)
            elif isinstance(cell, date):
                findings.setdefault(Reason.DATE_AS_ID, []).append(position)
    damaged = {text for text in set(values) if _POWER_TEXT.fullmatch(text)}
    if damaged:
        lost = [i for i, text in enumerate(values) if text in damaged]
        findings.setdefault(Reason.PRECISION_LOST, []).extend(lost)
    return values, problems_of(findings, column)


# --- choices ---------------------------------------------------------------

YES = frozenset({"yes", "oui", "y", "o", "true", "vrai", "1", "x"})
NO = frozenset({"no", "non", "n", "false", "faux", "0"})


def choices(
    column: Column, key_of: Callable[[str], str | None]
) -> tuple[Texts, list[Problem]]:
    """The key of each choice, "" where blank or unknown (reported as unreadable).

    `key_of` gives the key behind a text, None when there is none.
    """
    found = _as_texts(column)
    keys = {text: key_of(text) if text else "" for text in set(found)}
    values = np.array([keys[text] or "" for text in found], dtype=object)
    findings: Findings = {}
    cell_errors(column, findings)
    if None in keys.values():
        unknown = [i for i, text in enumerate(found) if keys[text] is None]
        findings[Reason.UNREADABLE] = unknown
    return values, problems_of(findings, column)


def yes_no(column: Column) -> tuple[Texts, list[Problem]]:
    """Each cell as "yes", "no" or "" (blank): oui, x, 1, TRUE and the like.

    >>> yes_no(["Oui", False, None])[0].tolist()
    ['yes', 'no', '']
    """
    return choices(column, _yes_no)


def _yes_no(text: str) -> str | None:
    folded = text.casefold()
    return "yes" if folded in YES else "no" if folded in NO else None
