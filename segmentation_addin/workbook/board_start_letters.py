"""The dashboard's letters at the start of the period, and what became of them.

The revenue of the same clients, before and now, by the letter they had then: what a
letter promised against what it gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, Flags
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    amount,
    choose,
    joined,
    percentage,
    whole,
    words,
)
from segmentation_addin.workbook.host import Cell

TITLE_ROW = 58
HEAD_ROW = TITLE_ROW + 2
FIRST_ROW = HEAD_ROW + 1
NONE_ROW = FIRST_ROW + len(GRADED)
TOTAL_ROW = NONE_ROW + 1
_NOTE_ROW = TOTAL_ROW + 1

_NOTES = (
    Text(
        "The same clients, before and now, by the letter they had at the start.",
        "Les mêmes clients, avant et maintenant, selon leur lettre au départ.",
    ),
    Text(
        "None: new, back, or without a letter then. Unknown clients are left aside.",
        "Aucune : nouveaux, revenus, ou sans lettre alors. Clients inconnus à part.",
    ),
)
_COUNTED = f'{column("decided_by")},"?*"'
_BEFORE, _NOW = column("previous_revenue"), column("revenue")
_COMPARABLE = f"COUNT({_BEFORE})>0"


def _comparable(facts: Facts) -> bool:
    """Whether the workbook knows the revenue of a period before."""
    return bool(np.isfinite(facts.figures.numbers("previous_revenue")).any())


def _started(facts: Facts, name: str) -> Flags:
    """Rows of one line: a letter at the start, or "" for none."""
    figures = facts.figures
    rows = np.asarray(figures.words("start_letter") == name, dtype=bool)
    return rows & figures.counted


def _rows_of(name: str) -> Callable[[Facts], Flags]:
    return lambda facts: _started(facts, name)


_HEADS: tuple[tuple[str, str, Text], ...] = (
    ("J", "count", Text("Clients at the start", "Clients au départ")),
    ("K", "count", Text("Same letter today", "Même lettre aujourd'hui")),
    ("L", "amount", Text("Revenue then", "CA d'alors")),
    ("M", "amount", Text("Revenue now", "CA actuel")),
    ("N", "gap", Text("Change", "Écart")),
    ("O", "change", Text("Change in %", "Écart en %")),
)


def _criterion(name: str) -> str:
    """The rows of a letter; of no letter, those that neither letter holds."""
    return f'{_COUNTED},{column("start_letter")},"{name}"'


def _formulas(name: str, row: int) -> dict[str, str]:
    if name:
        rows = _criterion(name)
        same = f'COUNTIFS({rows},{column("letter")},"{name}")'
        found = {
            "J": f"COUNTIFS({rows})",
            "K": same,
            "L": f"SUMIFS({_BEFORE},{rows})",
            "M": f"SUMIFS({_NOW},{rows})",
        }
    else:
        lines = f"{FIRST_ROW}:{{0}}{NONE_ROW - 1}"

        def rest(letter: str, everybody: str) -> str:
            return f"{everybody}-SUM({letter}{lines.format(letter)})"

        found = {
            "J": rest("J", f"COUNTIFS({_COUNTED})"),
            "L": rest("L", f"SUMIFS({_BEFORE},{_COUNTED})"),
            "M": rest("M", f"SUMIFS({_NOW},{_COUNTED})"),
        }
    return {**found, **_changes(row)}


def _changes(row: int) -> dict[str, str]:
    return {
        "N": f"N(M{row})-N(L{row})",
        "O": f'IF(N(L{row})>0,M{row}/L{row}-1,"")',
    }


def _total() -> dict[str, str]:
    lines = {
        letter: f"SUM({letter}{FIRST_ROW}:{letter}{NONE_ROW})" for letter in "JKLM"
    }
    return {**lines, **_changes(TOTAL_ROW)}


def _figures(facts: Facts, rows: Flags, letter: str) -> Cell:
    figures = facts.figures
    before = figures.total("previous_revenue", rows)
    now = figures.total("revenue", rows)
    if letter == "J":
        return int(rows.sum())
    if letter == "K":
        same = figures.words("start_letter") == figures.words("letter")
        told = np.asarray(figures.words("start_letter") != "", dtype=bool)
        return int((np.asarray(same, dtype=bool) & told & rows).sum())
    if letter == "L":
        return before
    if letter == "M":
        return now
    if letter == "N":
        return now - before
    return now / before - 1 if before > 0 else ""


def _figure_of(rows: Callable[[Facts], Flags], letter: str) -> Value:
    return lambda facts: _figures(facts, rows(facts), letter)


def _unless_alone(formula: str, value: Callable[[Facts], Cell]) -> tuple[str, Value]:
    """A figure that needs a period before; blank without one."""
    return f'IF({_COMPARABLE},{formula},"")', (
        lambda facts: value(facts) if _comparable(facts) else ""
    )


def _sentence() -> Phrase:
    def rows(facts: Facts) -> Flags:
        return facts.figures.counted & ~_started(facts, "")

    told = joined(
        Text(
            "Clients with a letter at the start: ",
            "Clients avec une lettre au départ : ",
        ),
        whole(
            f"SUM(J{FIRST_ROW}:J{NONE_ROW - 1})", lambda facts: int(rows(facts).sum())
        ),
        Text(". Their revenue went from ", ". Leur CA est passé de "),
        amount(
            f"SUM(L{FIRST_ROW}:L{NONE_ROW - 1})",
            lambda facts: facts.figures.total("previous_revenue", rows(facts)),
        ),
        Text(" to ", " à "),
        amount(
            f"SUM(M{FIRST_ROW}:M{NONE_ROW - 1})",
            lambda facts: facts.figures.total("revenue", rows(facts)),
        ),
        Text(". Same letter today: ", ". Même lettre aujourd'hui : "),
        percentage(
            f"IF(SUM(J{FIRST_ROW}:J{NONE_ROW - 1})>0,"
            f"K{TOTAL_ROW}/SUM(J{FIRST_ROW}:J{NONE_ROW - 1}),0)",
            _kept_share,
        ),
        Text(".", "."),
    )
    alone = words(
        Text(
            "The workbook holds no earlier period: nothing to compare yet.",
            "Le classeur n'a pas de période antérieure : rien à comparer encore.",
        )
    )
    return choose(_COMPARABLE, _comparable, told, alone)


def _kept_share(facts: Facts) -> float:
    rows = facts.figures.counted & ~_started(facts, "")
    same = facts.figures.words("start_letter") == facts.figures.words("letter")
    started = int(rows.sum())
    return int((np.asarray(same, dtype=bool) & rows).sum()) / started if started else 0


def start_letter_cells() -> Iterator[FixedCell]:
    """The block: a sentence, one line a letter at the start, those without, total."""
    title = Text("Since the previous period", "Depuis la période précédente")
    yield FixedCell(DASHBOARD, f"I{TITLE_ROW}", "section", title, span=7)
    yield _sentence().cell(DASHBOARD, f"I{TITLE_ROW + 1}", "text", span=7)
    label = Text("Letter then", "Lettre au départ")
    yield FixedCell(DASHBOARD, f"I{HEAD_ROW}", "head inset", label)
    for letter, _, text in _HEADS:
        yield FixedCell(DASHBOARD, f"{letter}{HEAD_ROW}", "head", text)
    for place, name in enumerate((*GRADED, "")):
        row = FIRST_ROW + place
        style = f"badge badge_{name}" if name else "line inset"
        text = Text(name, name) if name else Text("None", "Aucune")
        yield FixedCell(DASHBOARD, f"I{row}", style, text)
        yield from _line(row, "line", _formulas(name, row), _rows_of(name))
    total = Text("Total", "Total")
    yield FixedCell(DASHBOARD, f"I{TOTAL_ROW}", "total inset", total)
    yield from _line(TOTAL_ROW, "total", _total(), lambda f: f.figures.counted)
    for place, text in enumerate(_NOTES):
        yield FixedCell(DASHBOARD, f"I{_NOTE_ROW + place}", "note inset", text, span=7)


def _line(
    row: int, line: str, formulas: dict[str, str], rows: Callable[[Facts], Flags]
) -> Iterator[FixedCell]:
    for letter, style, _ in _HEADS:
        place = (DASHBOARD, f"{letter}{row}", f"{line} {style}")
        if letter not in formulas:
            yield FixedCell(*place, Text("", ""))
            continue
        formula, value = _unless_alone(formulas[letter], _figure_of(rows, letter))
        yield FixedCell(*place, formula=formula, value=value)
