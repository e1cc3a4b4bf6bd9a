"""The example of the native twin on the sheet Functions: its formulas and values."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.excel.examples import CLIENTS_TOP
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value
from segmentation_addin.workbook.native_twin import LIVE, LIVE_SCORE

SHEET = "functions"
ROW = CLIENTS_TOP + 10
"""1-based sheet row, below the eight clients; the first of them is the example."""
FIGURES = tuple(f"{letter}{CLIENTS_TOP + 1}" for letter in "BCDEFG")
LETTER_CELL, SCORE_CELL = f"H{ROW}", f"I{ROW}"
UNKNOWN = "-"
"""Shown where the scale has no knots yet, and by an Excel that knows no LAMBDA."""
_LABEL = Text(
    "The first client without Python (Excel 365 or 2024), by the scale and rules of "
    "Settings",
    "Le premier client sans Python (Excel 365 ou 2024), selon le barème et les règles "
    "de Paramètres",
)
_NOTE = Text(
    '"-": no refresh has calibrated the scale yet, or this Excel is older.',
    "« - » : aucune actualisation n'a encore calibré le barème, ou cet Excel est plus "
    "ancien.",
)


def call(name: str, separator: str = ",") -> str:
    """The call of the example as it is typed, without its equal sign."""
    return f"{name}({separator.join(FIGURES)})"


def _value(place: int) -> Value:
    return lambda facts: UNKNOWN if facts.twin is None else facts.twin[place]


def twin_cells() -> Iterator[FixedCell]:
    """What the row shows: label, letter, score, and when neither is known."""
    yield FixedCell(SHEET, f"A{ROW}", "line words", _LABEL, span=7)
    for place, (cell, style, name) in enumerate(
        (
            (LETTER_CELL, "output letter", LIVE),
            (SCORE_CELL, "output decimal", LIVE_SCORE),
        )
    ):
        formula = f'IFERROR({call(name)},"{UNKNOWN}")'
        yield FixedCell(SHEET, cell, style, formula=formula, value=_value(place))
    yield FixedCell(SHEET, f"J{ROW}", "note inset", _NOTE, span=2)
