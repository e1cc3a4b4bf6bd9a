"""The Value sheet: what is left of revenue and margins without the largest clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import ratio
from segmentation_addin.workbook.board_readings import FIRST_ROW as BOARD_ROW
from segmentation_addin.workbook.board_readings import concentration_lines
from segmentation_addin.workbook.board_value_clients import DEPENDENCE_ROW, DEPENDENCES
from segmentation_addin.workbook.board_value_rows import (
    COST,
    EARNED,
    GROSS,
    MARGIN,
    RANK,
    REVENUE,
    UNCOSTED,
    board,
    figure,
    line,
    section,
    top,
)
from segmentation_addin.workbook.host import Cell

STRESS_ROW = DEPENDENCE_ROW + 2 + len(DEPENDENCES) + 1
LOST = {"D": 1, "E": 3, "F": 5}
"""Sheet column and number of clients lost of each stress."""
_BOARD_PLACE = 6
"""Place of the margin left among the Dashboard's figures of concentration."""
_BOARD_VALUES = [value for _, _, _, value in concentration_lines()]


def _left(key: str, clients: int) -> Value:
    def value(facts: Facts) -> Cell:
        figures = facts.figures
        gone = figures.up_to_rank(key, "revenue_rank", clients)
        return figures.total(key) - gone

    return value


def _left_with_cost(clients: int) -> Value:
    """Net margin left where the cost to serve of the clients lost stays."""

    def value(facts: Facts) -> Cell:
        figures = facts.figures
        gone = top(facts, clients) & np.isfinite(figures.numbers("net_margin"))
        lost = figures.total("net_margin", gone) + figures.total("cost_to_serve", gone)
        return figures.total("net_margin") - lost

    return value


def _costed(value: Value) -> Value:
    return lambda facts: "" if facts.figures.nothing_costed else value(facts)


def _known_only(clients: int) -> str:
    return f'{RANK},"<={clients}",{MARGIN},">=-1E+300"'


def _with_cost_kept(lost: str) -> str:
    gone = f"SUMIFS({MARGIN},{lost})-SUMIFS({COST},{lost})"
    return f'IF({UNCOSTED},"",{EARNED}-{gone})'


@dataclass(frozen=True)
class _Stress:
    label: Text
    definition: Text
    today: tuple[str, Value]
    left: dict[str, tuple[str, Value]]


def _stresses() -> Iterator[_Stress]:
    for key, table, label, definition in (
        (
            "revenue",
            REVENUE,
            Text("Revenue", "Chiffre d'affaires"),
            Text(
                "What the clients left buy. Unknown clients are left aside in the whole "
                "block.",
                "Ce qu'achètent les clients restants. Les clients inconnus sont à part "
                "dans tout le bloc.",
            ),
        ),
        (
            "gross_margin",
            GROSS,
            Text("Gross margin", "Marge brute"),
            Text(
                "Their revenue less cost of goods.",
                "Leur chiffre d'affaires moins coût des ventes.",
            ),
        ),
    ):
        unknown = f"AND({board('C18')}>0,COUNT({table})=0)"
        yield _Stress(
            label,
            definition,
            (f'IF({unknown},"",SUM({table}))', _measured(key, _left(key, 0))),
            {
                letter: (
                    f'IF({unknown},"",SUM({table})-SUMIFS({table},{RANK},"<={n}"))',
                    _measured(key, _left(key, n)),
                )
                for letter, n in LOST.items()
            },
        )
    today = (f'IF({UNCOSTED},"",{EARNED})', _costed(_left("net_margin", 0)))
    yield _Stress(
        Text("Net margin", "Marge nette"),
        Text(
            "Less the net margin of the clients lost: their whole cost to serve is "
            "avoided.",
            "Moins la marge nette des clients perdus : tout leur coût de service est "
            "évité.",
        ),
        today,
        {
            letter: (
                board(f"$H${BOARD_ROW + _BOARD_PLACE + place}"),
                _BOARD_VALUES[_BOARD_PLACE + place],
            )
            for place, letter in enumerate(LOST)
        },
    )
    yield _Stress(
        Text("Net margin, their cost kept", "Marge nette, leur coût restant"),
        Text(
            "The same if none of that cost goes away: their gross margin is lost, the "
            "cost stays.",
            "La même si rien de ce coût ne disparaît : leur marge brute est perdue, le "
            "coût reste.",
        ),
        today,
        {
            letter: (
                _with_cost_kept(_known_only(n)),
                _costed(_left_with_cost(n)),
            )
            for letter, n in LOST.items()
        },
    )


def _measured(key: str, value: Value) -> Value:
    return lambda facts: (
        "" if facts.figures.unknown(key, facts.figures.counted) else value(facts)
    )


def _change(today: Value, left: Value) -> Value:
    def value(facts: Facts) -> Cell:
        before, after = today(facts), left(facts)
        if not isinstance(before, int | float) or not isinstance(after, int | float):
            return ""
        share = ratio(after, before)
        return share - 1 if isinstance(share, float) else ""

    return value


_CHANGE = Text("   change", "   variation")
_CHANGE_MEANS = Text(
    "What is left / today - 1; blank where today's figure is not positive.",
    "Ce qui reste / aujourd'hui - 1 ; vide si le chiffre du jour n'est pas positif.",
)


def stress_cells() -> Iterator[FixedCell]:
    """What is left of revenue and margins without the largest 1, 3 and 5 clients."""
    title = Text("Losing the largest clients", "Perdre les premiers clients")
    heads = {
        "C": Text("Today", "Aujourd'hui"),
        **{
            letter: Text(f"Without the top {n}", f"Sans les {n} premiers")
            for letter, n in LOST.items()
        },
        "D": Text("Without the top 1", "Sans le premier"),
    }
    yield from section(STRESS_ROW, title, heads)
    for place, stress in enumerate(_stresses()):
        row = STRESS_ROW + 2 + 2 * place
        yield from line(row, stress.label, stress.definition, "CDEF")
        yield figure(f"C{row}", "amount", *stress.today)
        yield from line(row + 1, _CHANGE, _CHANGE_MEANS, "DEF")
        for letter, (formula, value) in stress.left.items():
            at = f"{letter}{row}"
            yield figure(at, "amount", formula, value)
            change = f'IF(AND(ISNUMBER({at}),N($C{row})>0),{at}/$C{row}-1,"")'
            today = stress.today[1]
            yield figure(f"{letter}{row + 1}", "change", change, _change(today, value))
