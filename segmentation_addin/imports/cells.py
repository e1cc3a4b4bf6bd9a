"""What a column of raw cells is, and what can be wrong with one of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from segmentation_addin.workbook.host import NO_VALUE, Cell, CellError

Positions = npt.NDArray[np.intp]
Column = Sequence[Cell]

LISTED = 20
"""Problem cells that are listed one by one; the others are counted."""


class Reason(StrEnum):
    """Why a cell did not become a plain value, or what was done to read it."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    ERROR_CELL = "error_cell"
    NO_VALUE = "no_value"
    TEXT_READ = "text_read"
    PRECISION_LOST = "precision_lost"
    DATE_AS_ID = "date_as_id"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Problem:
    """One kind of finding in a column: its 0-based positions, what stood there."""

    reason: Reason
    positions: Positions
    found: tuple[str, ...]
    """Shown text of the first `LISTED` positions."""


Findings = dict[Reason, list[int]]
"""Positions by reason, as they are met."""


def problems_of(findings: Findings, column: Column) -> list[Problem]:
    """Positions by reason as one problem a reason, top to bottom of the column."""
    problems = []
    for reason, met in findings.items():
        if met:
            positions = np.sort(np.array(met, dtype=np.intp))
            found = tuple(shown(column[i]) for i in positions[:LISTED].tolist())
            problems.append(Problem(reason, positions, found))
    return problems


def shown(cell: object) -> str:
    """A cell as a message quotes it: on one line, 40 characters at most."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = " ".join("".join(c if c.isprintable() else " " for c in str(cell)).split())
    return text if len(text) <= 40 else text[:39] + "…"


BLANKS = " \t\r\n\v\f\u00a0\u202f\u2007\u2009\u200a\u2008\u2002\u2003\u2060\ufeff\u200b"
"""Blanks and no-break spaces that exports leave around values."""
_TO_SPACE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, BLANKS), " "),
    **dict.fromkeys(map(ord, "\u200b\ufeff\u2060"), None),
}
LINE_BLANKS = {code: to for code, to in _TO_SPACE.items() if code != ord("\n")}
"""For `str.translate`: any blank is a space; line ends and marks stay."""


def clean_text(text: str) -> str:
    """A text without blanks at its ends; no-break spaces inside become spaces."""
    return text.translate(_TO_SPACE).strip()


def is_blank(cell: Cell) -> bool:
    """True for an empty cell, or one that holds only blanks.

    >>> is_blank(None), is_blank("  "), is_blank(0)
    (True, True, False)
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip(BLANKS)
    return isinstance(cell, float) and math.isnan(cell)


def cell_errors(column: Column, findings: Findings) -> None:
    """Notes the error cells of a column, and its formulas without a value."""
    for position, cell in enumerate(column):
        if isinstance(cell, CellError):
            no_value = cell.code == NO_VALUE
            reason = Reason.NO_VALUE if no_value else Reason.ERROR_CELL
            findings.setdefault(reason, []).append(position)
