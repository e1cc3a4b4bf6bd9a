"""What the values of a column say it is, whatever its heading says.

A column of ratings has no 250,000 in it, a number of orders no cents, a date is not
45, a code is short and stands once. Nothing here is sure alone: it confirms a heading,
or chooses where a heading may mean two things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from segmentation_addin.imports.cells import Problem, Reason, clean_text, is_blank
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.durations import hours
from segmentation_addin.imports.sources import RawColumn
from segmentation_addin.imports.values import Floats, ids, numbers
from segmentation_addin.workbook.declaration import NUMERIC_KINDS, Column, Kind
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.inputs import COST_TO_SERVE, MARGINS

READABLE = 0.5
"""Share of the filled cells that must be readable as what the heading says."""
FEW = 3
"""Rows under which values prove nothing."""
WHOLE = frozenset(
    {"orders", "lines", "active_months", "quotes_decided", "quotes_won"},
)
"""Figures that are counted, never parted."""
MANY = 1000.0
"""A count of half of the clients above this, with cents, is an amount."""
LAST_DAYS = 20_000.0
"""Below it a number is days, not the serial of a date (1954)."""
HIGHEST_RATING = 5.0
_COUNTED = frozenset({*MARGINS.keys, *COST_TO_SERVE.keys})
"""What is counted; a driver of the user's own may be tonnes or kilometres."""
_CODE = re.compile(r"[A-Z0-9][A-Z0-9 ._/#-]{0,19}", re.IGNORECASE)
_NO_CODE = re.compile(
    r"\d{9}|\d{14}|(?:\+\d{2}|0)[1-9](?:[ .-]?\d{2}){4}|FR\w{2}\d{9}"
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}",
    re.IGNORECASE,
)
"""Company numbers, telephone numbers, VAT numbers and dates are no client codes."""


def fits(key: str, column: Column, raw: RawColumn, loose: bool) -> bool:
    """False when the values of a column cannot be what its heading says.

    `loose` headings are plain words: their values must confirm them.
    """
    cells = [cell for cell in raw.cells if not is_blank(cell)]
    if not cells:
        return not loose
    if column.kind is Kind.DATE:
        return _are_dates(cells)
    if column.kind not in NUMERIC_KINDS:
        return True
    read, problems = hours(cells) if key == "hours" else numbers(cells)
    known = read[np.isfinite(read)]
    if len(known) + _undecided(problems) < READABLE * len(cells):
        return False
    if not known.size:
        return True
    if column.kind is Kind.RATING:
        return bool((np.abs(known) <= HIGHEST_RATING).mean() >= 1 - READABLE)
    if column.kind is Kind.COUNT and key != "hours" and len(known) >= FEW:
        parted = float((known != np.round(known)).mean())
        high = float(np.median(np.abs(known))) > MANY and key in _COUNTED
        return not (parted > READABLE and (key in WHOLE or high))
    return True


def _are_dates(cells: Sequence[Cell]) -> bool:
    """False for numbers of days, and for what is no date at all."""
    days = numbers(cells)[0]
    if (np.abs(days) < LAST_DAYS).all():
        return False
    found, problems = dates(cells)
    known = int((~np.isnat(found)).sum())
    return known + _undecided(problems) >= READABLE * len(cells)


def _undecided(problems: Sequence[Problem]) -> int:
    """Cells that may be read in two ways."""
    return sum(len(p.positions) for p in problems if p.reason is Reason.AMBIGUOUS)


def are_codes(raw: RawColumn, apart: int | None = None) -> bool:
    """True for short texts with digits, each its own client's.

    `apart` is how many different clients the file names; without it each filled row
    must have a code of its own.
    """
    filled = raw.filled()
    known = [str(text) for text in ids(raw.cells)[0]]
    shown = [clean_text(text) for text in known if text]
    if len(shown) < FEW:
        return False
    coded = [
        bool(_CODE.fullmatch(text)) and not _NO_CODE.fullmatch(text) for text in shown
    ]
    digits = [any(c.isdigit() for c in text) for text in shown]
    if not all(coded) or sum(digits) < 0.8 * len(digits) or _spaced(shown):
        return False
    wanted = int(filled.sum()) if apart is None else apart
    return abs(len(set(shown)) - wanted) <= 0.02 * wanted


def _spaced(texts: list[str]) -> bool:
    """True when most texts are of several words, as names are."""
    return sum(" " in text for text in texts) > READABLE * len(texts)


def are_numbered(raw: RawColumn) -> bool:
    """True for the numbers of the rows: 1, 2, 3 and so on."""
    read: Floats = numbers(raw.cells)[0][raw.codes]
    steps = np.diff(read[np.isfinite(read)])
    return len(steps) >= FEW - 1 and bool((steps == 1).all())


def are_names(raw: RawColumn) -> bool:
    """True for texts with letters, nearly one a row."""
    texts = [clean_text(str(cell)) for cell in raw.cells if not is_blank(cell)]
    lettered = [sum(c.isalpha() for c in text) >= FEW for text in texts]
    many = len(texts) >= max(FEW, 0.9 * int(raw.filled().sum()))
    return many and bool(lettered) and sum(lettered) >= 0.9 * len(lettered)


def are_years(raw: RawColumn) -> bool:
    """True for years alone: 2024, 2025."""
    cells = [cell for cell in raw.cells if not is_blank(cell)]
    read = numbers(cells)[0]
    return bool(cells) and bool(
        ((read >= 1990) & (read <= 2100) & (read % 1 == 0)).all()
    )


def are_rates(raw: RawColumn, revenue: RawColumn | None) -> bool:
    """True when margins are rates: 0.385, "38,5 %", or 38.5 beside large revenue."""
    cells = [cell for cell in raw.cells if not is_blank(cell)]
    signed = [isinstance(cell, str) and "%" in cell for cell in cells]
    if signed and all(signed):
        return True
    margins: Floats = np.abs(numbers(raw.cells)[0][raw.codes])
    known = margins[np.isfinite(margins)]
    if len(known) < FEW or not known.any():
        return False
    parted = bool((known != np.round(known)).any())
    if revenue is None:
        return bool((known <= 1).all()) and parted
    sold: Floats = np.abs(numbers(revenue.cells)[0][revenue.codes])
    usual = float(np.nanmedian(sold)) if np.isfinite(sold).any() else 0.0
    if (known <= 1).all():
        return parted and usual > 100
    share = float(np.median(known)) / usual if usual else 1.0
    return bool((known <= 100).all()) and share < 0.005


def same_cells(one: RawColumn, other: RawColumn) -> bool:
    """True when two columns hold the same cells, row by row."""
    if len(one.codes) != len(other.codes):
        return False
    first, second = (
        [str(x.cells[code]) for code in x.codes.tolist()] for x in (one, other)
    )
    return first == second
