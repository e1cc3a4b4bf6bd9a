"""The layout of the Value sheet, and the totals that its shares are of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import RANKED
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags, ratio
from segmentation_addin.workbook.board_phrases import Phrase
from segmentation_addin.workbook.host import Cell

VALUE = "value"
DEFINITION = "I"
"""Sheet column of the definitions."""
SPAN = 8
Rows: TypeAlias = Callable[[Facts], Flags]

REVENUE, GROSS = column("revenue"), column("gross_margin")
MARGIN, COST = column("net_margin"), column("cost_to_serve")
RANK, DECIDED = column("revenue_rank"), column("decided_by")
BOUGHT = f'SUMIF({REVENUE},">0")'
SOLD = f"SUM({REVENUE})"
EARNED = f"SUM({MARGIN})"
ACTIVE = f"COUNT({RANK})"


def board(cell: str) -> str:
    """A cell of the Dashboard."""
    return f"{{sheet:dashboard}}!{cell}"


UNCOSTED = f"AND({board('C18')}>0,{RANKED}=0)"
"""Formula of: there are clients, and the net margin of none is known."""


def bought(facts: Facts) -> float:
    """Revenue of all clients, a negative one counting as 0."""
    return facts.figures.total("revenue", facts.figures.numbers("revenue") > 0)


def top(facts: Facts, clients: int) -> Flags:
    """Rows of the largest clients by revenue."""
    return np.asarray(facts.figures.numbers("revenue_rank") <= clients, dtype=bool)


def section(row: int, title: Text, heads: dict[str, Text]) -> list[FixedCell]:
    """A block's title, and its headings one row down, definition included."""
    cells = [FixedCell(VALUE, f"B{row}", "section", title, span=SPAN)]
    cells.append(FixedCell(VALUE, f"B{row + 1}", "head left", Text("", "")))
    for letter in "CDEFGH":
        text = heads.get(letter, Text("", ""))
        cells.append(FixedCell(VALUE, f"{letter}{row + 1}", "head", text))
    text = Text("Definition", "Définition")
    cells.append(FixedCell(VALUE, f"{DEFINITION}{row + 1}", "head inset", text))
    return cells


def line(
    row: int, label: Text | Phrase, definition: Text, shown: str
) -> list[FixedCell]:
    """Label and definition of a row, and the blank cells between its figures."""
    place = (VALUE, f"B{row}", "line label")
    cells = [
        FixedCell(*place, label) if isinstance(label, Text) else label.cell(*place)
    ]
    cells += [
        FixedCell(VALUE, f"{letter}{row}", "line", Text("", ""))
        for letter in "CDEFGH"
        if letter not in shown
    ]
    cells.append(FixedCell(VALUE, f"{DEFINITION}{row}", "line definition", definition))
    return cells


def figure(cell: str, style: str, formula: str, value: Value) -> FixedCell:
    """One figure of a row."""
    return FixedCell(VALUE, cell, f"line {style}", formula=formula, value=value)


SHARE_HEADS = {
    "C": Text("Clients", "Clients"),
    "D": Text("Revenue", "Chiffre d'affaires"),
    "E": Text("Share of revenue", "Part du CA"),
    "F": Text("Net margin", "Marge nette"),
    "G": Text("Share of net margin", "Part de la marge nette"),
}


def margin_value(rows: Rows) -> Value:
    """Net margin of some clients; "" where nobody's is known."""
    return lambda facts: (
        ""
        if facts.figures.nothing_costed
        else facts.figures.total("net_margin", rows(facts))
    )


def margin_share_value(rows: Rows) -> Value:
    """Their share of the net margin of all; "" where there is no positive total."""
    return lambda facts: ratio(
        facts.figures.total("net_margin", rows(facts)),
        facts.figures.total("net_margin"),
    )


def counted(only: str) -> str:
    """Formula of the number of rows of `tblSegmentation` that are kept.

    `only` is criteria ("column,criterion"), or tests that begin with "--": a criterion
    finds no blank cell after the last figure of a column in every program.
    """
    return f"SUMPRODUCT({only})" if only.startswith("--") else f"COUNTIFS({only})"


def summed(amounts: str, only: str) -> str:
    """Formula of the sum of a column over these rows."""
    if only.startswith("--"):
        return f"SUMPRODUCT({only},{amounts})"
    return f"SUMIFS({amounts},{only})"


def margin_cells(row: int, only: str, rows: Rows, shown: str = "") -> list[FixedCell]:
    """Net margin and its share in columns F and G; `shown` tests that there is any."""
    margin = summed(MARGIN, only)
    blank = f"OR({UNCOSTED},NOT({shown}))" if shown else UNCOSTED
    return [
        figure(f"F{row}", "amount", f'IF({blank},"",{margin})', margin_value(rows)),
        figure(
            f"G{row}",
            "percent",
            f'IF(AND(ISNUMBER(F{row}),{EARNED}>0),F{row}/{EARNED},"")',
            margin_share_value(rows),
        ),
    ]


def share_cells(
    row: int, only: str, rows: Rows, shown: str, known: Callable[[Facts], bool]
) -> list[FixedCell]:
    """Clients, revenue and net margin of some rows, and their shares.

    Args:
        row: the sheet row.
        only: which rows of `tblSegmentation`, as `counted` takes them.
        rows: the same in Python.
        shown: the formula of whether there is anything to say; else all is blank.
        known: the same in Python.
    """

    def guarded(value: Value) -> Value:
        return lambda facts: value(facts) if known(facts) else ""

    def revenue(facts: Facts) -> float:
        return facts.figures.total("revenue", rows(facts))

    def share(facts: Facts) -> Cell:
        return ratio(revenue(facts), facts.figures.total("revenue"))

    def clients(facts: Facts) -> Cell:
        return int(np.count_nonzero(rows(facts)))

    first = [
        figure(f"C{row}", "count", f'IF({shown},{counted(only)},"")', guarded(clients)),
        figure(
            f"D{row}",
            "amount",
            f'IF({shown},{summed(REVENUE, only)},"")',
            guarded(revenue),
        ),
        figure(
            f"E{row}",
            "percent",
            f'IF(AND({shown},{SOLD}>0),D{row}/{SOLD},"")',
            guarded(share),
        ),
    ]
    last = [
        FixedCell(x.sheet, x.cell, x.style, formula=x.formula, value=guarded(x.value))
        for x in margin_cells(row, only, rows, shown)
        if x.value is not None
    ]
    return [*first, *last]
