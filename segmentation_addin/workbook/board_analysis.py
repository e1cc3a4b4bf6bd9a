"""The fixed cells of the Readings sheet: the same clients through other eyes.

Two pages. First RFM, value x margin, sizes and ABC against the letters, and the
concentration file; then effort by letter and clusters. Cut-offs are always in view.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import subtitle
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_clusters import cluster_cells
from segmentation_addin.workbook.board_cross import (
    abc_cells,
    effort_cells,
    matrix_cells,
    size_cells,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_readings import FIRST_ROW as BOARD_ROW
from segmentation_addin.workbook.board_readings import concentration_lines
from segmentation_addin.workbook.board_rfm import READINGS, rfm_cells
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import SHEETS

CONCENTRATION_ROW = 41
_RANK, _REVENUE = column("revenue_rank"), column("revenue")


def _counted(facts: Facts) -> int:
    return facts.figures.active


def _gini(facts: Facts) -> Cell:
    """As `core.readings.concentration`, from the ranks of the sheet."""
    revenue = facts.figures.numbers("revenue")
    rank = facts.figures.numbers("revenue_rank")
    kept = np.isfinite(rank) & (revenue > 0)
    clients, bought = _counted(facts), float(revenue[kept].sum())
    if not bought > 0:
        return ""
    weighted = float((rank[kept] * revenue[kept]).sum())
    return (clients + 1) / clients - 2 * weighted / (clients * bought)


def _group(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        groups = facts.readings.groups
        return groups[place] if place < len(groups) else None

    return value


def _concentration() -> Iterator[FixedCell]:
    row = CONCENTRATION_ROW
    title = Text("Concentration", "Concentration")
    yield FixedCell(READINGS, f"J{row - 2}", "section", title, span=7)
    blank = Text("", "")
    yield FixedCell(READINGS, f"J{row - 1}", "head left", blank, span=5)
    for letter, text in (
        ("O", Text("By client", "Par client")),
        ("P", Text("By group", "Par groupe")),
    ):
        yield FixedCell(READINGS, f"{letter}{row - 1}", "head", text)
    clients = f"COUNT({_RANK})"
    bought = f'SUMIF({_REVENUE},">0")'
    weighted = f"SUMPRODUCT(--({_REVENUE}>0),{_RANK},{_REVENUE})"
    counted: tuple[Text, str, str, Value] = (
        Text("Active clients, groups", "Clients actifs, groupes"),
        "count",
        clients,
        _counted,
    )
    gini: tuple[Text, str, str, Value] = (
        Text("Gini coefficient (0 = all equal)", "Coefficient de Gini (0 = égaux)"),
        "index",
        f'IF({bought}>0,({clients}+1)/{clients}-2*{weighted}/({clients}*{bought}),"")',
        _gini,
    )
    board = [
        (label, style, f"{{sheet:dashboard}}!H{BOARD_ROW + at}", value)
        for at, (label, style, _, value) in enumerate(concentration_lines())
    ]
    for place, (label, style, formula, value) in enumerate([counted, *board, gini]):
        at = row + place
        yield FixedCell(READINGS, f"J{at}", "line label", label, span=5)
        cell = (READINGS, f"O{at}", f"line {style}")
        yield FixedCell(*cell, formula=formula, value=value)
        yield FixedCell(READINGS, f"P{at}", f"line {style}", value=_group(place))


def analysis_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, block by block."""
    yield FixedCell(READINGS, "B1", "title", SHEETS[READINGS].title)
    yield FixedCell(READINGS, "B2", "guide", SHEETS[READINGS].guide)
    yield subtitle().cell(READINGS, "B3", "subtitle")
    yield from rfm_cells()
    yield from matrix_cells()
    yield from size_cells()
    yield from abc_cells()
    yield from _concentration()
    yield from effort_cells()
    yield from cluster_cells()
