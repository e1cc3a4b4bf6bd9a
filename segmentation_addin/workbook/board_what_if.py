"""The fixed cells of the What-if sheet: before, changes, after, letter by letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from segmentation_addin.languages import Text
from segmentation_addin.messages.what_if import LAW, PLANNED_AS_D
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, GROUPS
from segmentation_addin.workbook.board_home import GAP, OK
from segmentation_addin.workbook.board_letters import LABELS
from segmentation_addin.workbook.board_letters import ROWS as BOARD_ROWS
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    amount,
    choose,
    joined,
    words,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import DECIDED_BY
from segmentation_addin.workbook.scenario_tables import ACTIONS

WHAT_IF = "what_if"
HEAD_ROW = 4
FIRST_ROW = 5
LINES = (*GROUPS, "unknown")
TOTAL_ROW = FIRST_ROW + len(LINES)
CHECK_ROW = TOTAL_ROW + 2
NOTES_ROW = CHECK_ROW + 2
TOLERANCE = 0.005

HEADS: tuple[tuple[str, str, str, Text], ...] = (
    ("C", "clients", "count", Text("Clients concerned", "Clients concernés")),
    ("D", "before", "amount", Text("Net margin before", "Marge nette avant")),
    ("E", "delta_revenue", "amount", Text("Revenue change", "Variation du CA")),
    (
        "F",
        "delta_gross_margin",
        "amount",
        Text("Gross margin change", "Variation de marge brute"),
    ),
    ("G", "saved", "amount", Text("+ Cost saved", "+ Coût évité")),
    (
        "H",
        "paid",
        "amount",
        Text("− New and one-off costs", "− Coûts nouveaux et ponctuels"),
    ),
    ("I", "delta", "amount", Text("= Net margin change", "= Variation de marge nette")),
    ("J", "after", "amount", Text("Net margin after", "Marge nette après")),
    ("K", "rate", "percent", Text("Rate after", "Taux après")),
    (
        "L",
        "stranded",
        "amount",
        Text("Stranded: freed, not saved", "Coût qui reste : libéré, non évité"),
    ),
)
"""Sheet column, key, style and heading of each figure."""
_SUMMED = {
    "delta_revenue": ("delta_revenue",),
    "delta_gross_margin": ("delta_gross_margin",),
    "saved": ("saved",),
    "paid": ("new_cost", "one_off"),
    "stranded": ("stranded",),
}
"""Columns of `tblDecisions` that each figure adds up."""


def _criterion(name: str) -> str:
    if name == "inactive":
        return "{choice:decided_by.inactive}"
    return quoted(name)


def _sums(keys: tuple[str, ...], name: str) -> str:
    only = f"{{tblDecisions.letter}},{_criterion(name)}"
    return "+".join(f"SUMIFS({{tblDecisions.{key}}},{only})" for key in keys)


def _formulas(name: str, row: int) -> dict[str, str]:
    board = BOARD_ROWS[name]
    concerned = (
        f'{{tblDecisions.letter}},{_criterion(name)},{{tblDecisions.actions}},"?*"'
    )
    found = {
        "clients": f"COUNTIFS({concerned})",
        **{key: _sums(keys, name) for key, keys in _SUMMED.items()},
    }
    if name == "unknown":
        found = dict.fromkeys(found, "0")
    return {
        **found,
        "before": f"N({{sheet:dashboard}}!I{board})",
        "delta": f"F{row}+G{row}-H{row}",
        "after": f"D{row}+I{row}",
        "rate": _rate(row, f"N({{sheet:dashboard}}!E{board})"),
    }


def _rate(row: int, revenue: str) -> str:
    return f'IF({revenue}+E{row}>0,J{row}/({revenue}+E{row}),"")'


def _total_formulas() -> dict[str, str]:
    last = TOTAL_ROW - 1
    found = {
        key: f"SUM({letter}{FIRST_ROW}:{letter}{last})" for letter, key, _, _ in HEADS
    }
    return {**found, "rate": _rate(TOTAL_ROW, "N({sheet:dashboard}!E18)")}


# --- the values of these formulas ---------------------------------------------


def _column(facts: Facts, key: str) -> np.ndarray:
    found = facts.decisions.get(key)
    if found is None:
        return np.zeros(0)
    return pd.to_numeric(found, errors="coerce").to_numpy(dtype=np.float64)


def _rows(facts: Facts, name: str) -> np.ndarray:
    letters = facts.decisions.get("letter")
    if letters is None:
        return np.zeros(0, dtype=bool)
    inactive = DECIDED_BY["inactive"].in_(facts.language)
    return np.asarray(letters == (inactive if name == "inactive" else name), dtype=bool)


def _board(facts: Facts, name: str, key: str) -> float:
    value = facts.kpis[name][key]
    return float(value) if isinstance(value, int | float) else 0.0


def _line(facts: Facts, name: str) -> dict[str, float]:
    """Every figure of one line of the statement."""
    rows = _rows(facts, name)
    found: dict[str, float] = {
        key: sum(float(np.nansum(_column(facts, k)[rows])) for k in keys)
        for key, keys in _SUMMED.items()
    }
    actions = facts.decisions.get("actions")
    concerned = rows if actions is None else rows & np.asarray(actions != "", bool)
    found["clients"] = int(concerned.sum())
    found["before"] = _board(facts, name, "net_margin")
    found["sold"] = _board(facts, name, "revenue")
    return _completed(found)


def _completed(found: dict[str, float]) -> dict[str, float]:
    found["delta"] = found["delta_gross_margin"] + found["saved"] - found["paid"]
    found["after"] = found["before"] + found["delta"]
    return found


def _total(facts: Facts) -> dict[str, float]:
    lines = [_line(facts, name) for name in LINES]
    found = {key: sum(line[key] for line in lines) for key in lines[0]}
    return {**found, "sold": _board(facts, "total", "revenue")}


def _value(name: str, key: str) -> Value:
    def shown(facts: Facts) -> Cell:
        line = _total(facts) if name == "total" else _line(facts, name)
        if key != "rate":
            return line[key]
        sold = line["sold"] + line["delta_revenue"]
        return line["after"] / sold if sold > 0 else ""

    return shown


def _figure(key: str) -> Callable[[Facts], float]:
    return lambda facts: _total(facts)[key]


# --- the cells ------------------------------------------------------------------


def _statement() -> Iterator[FixedCell]:
    yield FixedCell(WHAT_IF, f"B{HEAD_ROW}", "head left", Text("Letter", "Lettre"))
    for letter, _, _, text in HEADS:
        yield FixedCell(WHAT_IF, f"{letter}{HEAD_ROW}", "head", text)
    for row, name in enumerate((*LINES, "total"), start=FIRST_ROW):
        total = name == "total"
        formulas = _total_formulas() if total else _formulas(name, row)
        line = "total" if total else "line"
        badge = f"badge badge_{name}" if name in GRADED else f"{line} label"
        yield FixedCell(WHAT_IF, f"B{row}", badge, LABELS[name])
        for letter, key, kind, _ in HEADS:
            yield FixedCell(
                WHAT_IF,
                f"{letter}{row}",
                f"{line} {kind}",
                formula=formulas[key],
                value=_value(name, key),
            )


def _headline() -> Phrase:
    total = f"I{TOTAL_ROW}"
    brings = joined(
        Text("Over 12 months: ", "Sur 12 mois : "),
        amount(f"D{TOTAL_ROW}", _figure("before")),
        Text(" before, ", " avant, "),
        choose(
            f"{total}>0",
            lambda facts: _total(facts)["delta"] > 0,
            words(Text("+", "+")),
            words(Text("", "")),
        ),
        amount(total, _figure("delta")),
        Text(" of changes, ", " de changements, "),
        amount(f"J{TOTAL_ROW}", _figure("after")),
        Text(" after.", " après."),
    )
    nothing = words(
        Text(
            "No decision tried yet: type one row a decision in the table at the right, "
            "then What-if.",
            "Aucune décision essayée : une ligne par décision dans le tableau à "
            "droite, puis Simuler.",
        )
    )
    return choose(
        f"C{TOTAL_ROW}=0", lambda facts: _total(facts)["clients"] == 0, nothing, brings
    )


def _check() -> Iterator[FixedCell]:
    """The rows of the scenario and the clients must give the same change."""
    label = Text(
        "Check: the decisions add up to the change of the clients",
        "Contrôle : la somme des décisions égale la variation des clients",
    )
    rows = "SUM({tblScenario.delta})"
    yield FixedCell(WHAT_IF, f"B{CHECK_ROW}", "line label", label, span=7)
    yield FixedCell(
        WHAT_IF,
        f"I{CHECK_ROW}",
        "line amount",
        formula=rows,
        value=lambda facts: sum(facts.scenario_deltas),
    )
    verdict = choose(
        f"ABS(I{CHECK_ROW}-I{TOTAL_ROW})<{TOLERANCE}",
        lambda facts: (
            abs(sum(facts.scenario_deltas) - _total(facts)["delta"]) < TOLERANCE
        ),
        words(OK),
        words(GAP),
    )
    yield verdict.cell(WHAT_IF, f"J{CHECK_ROW}", "line verdict")


_EXIT = Text(f"*{ACTIONS['exit'].en}*", f"*{ACTIONS['exit'].fr}*")
_STRANDED = Text(
    "Stranded cost is the cost to serve that a decision frees and that does not stop: "
    "it stays in the result until its capacity is used or given up.",
    "Le coût qui reste est le coût de service qu'une décision libère et qui ne cesse "
    "pas : il pèse tant que sa capacité n'est ni réemployée ni rendue.",
)
_AVOIDABLE = Text(
    "Only the avoidable share of activities (Settings) is counted as saved, and the "
    "direct costs, bad debt and financing of the volume that leaves.",
    "Seuls comptent comme évités la part évitable des activités (Paramètres) et les "
    "coûts directs, créances perdues et financement du volume perdu.",
)
_UNSAID = Text(
    "Counted as not avoidable, because nobody said: {names}.",
    "Comptées comme non évitables, car personne ne l'a dit : {names}.",
)


def _unsaid(facts: Facts) -> Cell:
    if not facts.unsaid:
        return None
    return _UNSAID.in_(facts.language, names=", ".join(facts.unsaid))


def _plans_an_exit(facts: Facts) -> bool:
    actions = facts.decisions.get("actions")
    if actions is None:
        return False
    label = ACTIONS["exit"].in_(facts.language)
    return any(label in str(cell) for cell in actions)


def _notes() -> Iterator[FixedCell]:
    for row, text in enumerate((PLANNED_AS_D, _STRANDED, _AVOIDABLE), start=NOTES_ROW):
        yield FixedCell(WHAT_IF, f"B{row}", "note", text, span=11)
    yield FixedCell(WHAT_IF, f"B{NOTES_ROW + 3}", "note", value=_unsaid, span=11)
    counted = "COUNTIFS({tblDecisions.actions},%s)>0"
    law = Text(
        f'IF({counted % quoted(_EXIT.en)},{quoted(LAW.en)},"")',
        f'IF({counted % quoted(_EXIT.fr)},{quoted(LAW.fr)},"")',
    )
    yield FixedCell(
        WHAT_IF,
        f"B{NOTES_ROW + 4}",
        "note",
        formula=law,
        value=lambda facts: LAW.in_(facts.language) if _plans_an_exit(facts) else "",
        span=11,
    )


def what_if_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield _headline().cell(WHAT_IF, "B3", "subtitle", span=11)
    yield from _statement()
    yield from _check()
    yield from _notes()
