"""The fixed cells of the Actions sheet: targets, results and delays, and the policy.

They stand at the left of the tables. Every count and sum is a native formula on the
rows of `tblActions` and `tblPolicyGaps`; a row counts once it names a client or an
action. The names of owners are written by refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from segmentation_addin.languages import Text
from segmentation_addin.workbook.action_facts import OWNERS_SHOWN
from segmentation_addin.workbook.action_tables import POLICY_ITEMS, STATUSES
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_letters import LABELS
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    amount,
    choose,
    joined,
    whole,
    words,
)
from segmentation_addin.workbook.board_policy import (
    ACTIONS_SHEET,
    POLICY_ROW,
    law_cell,
    policy_cells,
)
from segmentation_addin.workbook.host import Cell

LETTER_ROW, STATUS_ROW, OWNER_ROW = 4, 12, 18
"""Sheet rows of the headings of the blocks."""
GRADES = ("A", "B", "C", "D")
OTHERS_ROW = LETTER_ROW + len(GRADES) + 1
TOTAL_ROW = OTHERS_ROW + 1
NOBODY_ROW = OWNER_ROW + OWNERS_SHOWN + 1
NOTES_ROW = POLICY_ROW + len(POLICY_ITEMS) + 2
LAW_ROW = NOTES_ROW + 6
SPAN = 7

_LISTED = "(LEN({tblActions.client_id})+LEN({tblActions.action})>0)"
_FIGURES = (
    ("C", "count", Text("Actions", "Actions")),
    ("D", "amount", Text("Target", "Objectif")),
    ("E", "amount", Text("Realised", "Réalisé")),
    ("F", "count", Text("Done", "Faites")),
    ("G", "count", Text("Overdue", "En retard")),
)
"""Sheet column, style and heading of each figure."""
Formula = str | Text


def both(make: Callable[[dict[str, str]], str]) -> Text:
    """A formula that names statuses, in both languages."""
    return Text(
        make({key: quoted(text.en) for key, text in STATUSES.items()}),
        make({key: quoted(text.fr) for key, text in STATUSES.items()}),
    )


def _overdue(test: str) -> Text:
    """Number of rows of a kind whose day is past and that are not settled."""

    def formula(named: dict[str, str]) -> str:
        late = (
            f"{_LISTED}*({test})*ISNUMBER({{tblActions.due_date}})"
            "*({tblActions.due_date}<SegmentationDate)"
            f"*({{tblActions.status}}<>{named['done']})"
            f"*({{tblActions.status}}<>{named['dropped']})"
        )
        return f"IF(ISNUMBER(SegmentationDate),SUMPRODUCT({late}),0)"

    return both(formula)


def _line(test: str) -> dict[str, Formula]:
    """The figures of the rows for which a test holds."""
    return {
        "C": f"SUMPRODUCT({_LISTED}*({test}))",
        "D": f"SUMPRODUCT({_LISTED}*({test}),{{tblActions.target_amount}})",
        "E": f"SUMPRODUCT({_LISTED}*({test}),{{tblActions.realised_amount}})",
        "F": both(
            lambda named: (
                f"SUMPRODUCT({_LISTED}*({test})"
                f"*({{tblActions.status}}={named['done']}))"
            )
        ),
        "G": _overdue(test),
    }


# --- the values of these formulas ---------------------------------------------


def _texts(facts: Facts, key: str) -> np.ndarray:
    """A text column in small letters: Excel compares without case."""
    column = facts.actions.table[key]
    return np.array([str(cell).lower() for cell in column], dtype=object)


def _listed(facts: Facts) -> np.ndarray:
    filled = (_texts(facts, "client_id") != "") | (_texts(facts, "action") != "")
    return np.asarray(filled, dtype=bool)


def _numbers(facts: Facts, key: str) -> np.ndarray:
    return np.array(
        [
            float(cell) if isinstance(cell, int | float) else np.nan
            for cell in facts.actions.table[key]
        ],
        dtype=np.float64,
    )


def _has_status(facts: Facts, *keys: str) -> np.ndarray:
    labels = [STATUSES[key].in_(facts.language).lower() for key in keys]
    return np.isin(_texts(facts, "status"), labels)


def _late(facts: Facts) -> np.ndarray:
    as_of = facts.as_of
    past = [
        as_of is not None and not pd.isna(day) and day < as_of
        for day in facts.actions.table["due_date"]
    ]
    settled = _has_status(facts, "done", "dropped")
    return np.asarray(np.array(past, dtype=bool) & ~settled, dtype=bool)


Rows = Callable[[Facts], np.ndarray]


def _figure(letter: str, rows: Rows) -> Callable[[Facts], float]:
    """The figure of a sheet column over some rows."""

    def value(facts: Facts) -> float:
        mine = rows(facts) & _listed(facts)
        if letter == "C":
            return int(mine.sum())
        if letter in "DE":
            key = "target_amount" if letter == "D" else "realised_amount"
            return float(np.nansum(_numbers(facts, key)[mine]))
        held = _has_status(facts, "done") if letter == "F" else _late(facts)
        return int((mine & held).sum())

    return value


def _everything(facts: Facts) -> np.ndarray:
    return np.ones(len(facts.actions.table), dtype=bool)


def _of_letter(letter: str) -> Rows:
    return lambda facts: np.asarray(_texts(facts, "letter") == letter.lower(), bool)


def _of_no_letter(facts: Facts) -> np.ndarray:
    return ~np.isin(_texts(facts, "letter"), [letter.lower() for letter in GRADES])


def _of_owner(place: int) -> Rows:
    def rows(facts: Facts) -> np.ndarray:
        owners = facts.actions.owners
        name = owners[place].lower() if place < len(owners) else "\n"
        return np.asarray(_texts(facts, "owner") == name, dtype=bool)

    return rows


def _of_nobody(facts: Facts) -> np.ndarray:
    return np.asarray(_texts(facts, "owner") == "", dtype=bool)


def _of_other_owners(facts: Facts) -> np.ndarray:
    named = [name.lower() for name in facts.actions.owners]
    return ~np.isin(_texts(facts, "owner"), ["", *named])


# --- the cells ------------------------------------------------------------------


def _heads(row: int, title: Text, figures: int = len(_FIGURES)) -> Iterator[FixedCell]:
    yield FixedCell(ACTIONS_SHEET, f"B{row}", "head left", title)
    for letter, _, text in _FIGURES[:figures]:
        yield FixedCell(ACTIONS_SHEET, f"{letter}{row}", "head", text)


def _cells(
    row: int, formulas: dict[str, Formula], rows: Rows, line: str = "line"
) -> Iterator[FixedCell]:
    for letter, style, _ in _FIGURES:
        if letter in formulas:
            yield FixedCell(
                ACTIONS_SHEET,
                f"{letter}{row}",
                f"{line} {style}",
                formula=formulas[letter],
                value=_figure(letter, rows),
            )


def _by_letter() -> Iterator[FixedCell]:
    yield from _heads(LETTER_ROW, Text("By letter", "Par lettre"))
    for row, letter in enumerate(GRADES, start=LETTER_ROW + 1):
        badge = f"badge badge_{letter}"
        yield FixedCell(ACTIONS_SHEET, f"B{row}", badge, LABELS[letter])
        test = f"{{tblActions.letter}}={quoted(letter)}"
        yield from _cells(row, _line(test), _of_letter(letter))
    label = Text("Other rows", "Autres lignes")
    yield FixedCell(ACTIONS_SHEET, f"B{OTHERS_ROW}", "line label", label)
    apart = "*".join(f"({{tblActions.letter}}<>{quoted(x)})" for x in GRADES)
    yield from _cells(OTHERS_ROW, _line(apart), _of_no_letter)
    yield FixedCell(
        ACTIONS_SHEET, f"B{TOTAL_ROW}", "total label", Text("All actions", "Total")
    )
    sums: dict[str, Formula] = {
        letter: f"SUM({letter}{LETTER_ROW + 1}:{letter}{OTHERS_ROW})"
        for letter, _, _ in _FIGURES
    }
    yield from _cells(TOTAL_ROW, sums, _everything, "total")


def _by_status() -> Iterator[FixedCell]:
    yield from _heads(STATUS_ROW, Text("By status", "Par statut"), 3)
    first = STATUS_ROW + 1
    for row, (key, label) in enumerate(STATUSES.items(), start=first):
        yield FixedCell(ACTIONS_SHEET, f"B{row}", "line label", label)
        if key == "to_do":
            rest: dict[str, Formula] = {
                x: f"{x}{TOTAL_ROW}-SUM({x}{first + 1}:{x}{first + len(STATUSES) - 1})"
                for x in "CDE"
            }
            yield from _cells(row, rest, _open)
        else:
            found = _line(f"{{tblActions.status}}=$B{row}")
            figures: dict[str, Formula] = {x: found[x] for x in "CDE"}
            yield from _cells(row, figures, _of_status(key))


def _open(facts: Facts) -> np.ndarray:
    return ~_has_status(facts, *(key for key in STATUSES if key != "to_do"))


def _of_status(key: str) -> Rows:
    return lambda facts: _has_status(facts, key)


def _by_owner() -> Iterator[FixedCell]:
    yield from _heads(OWNER_ROW, Text("By owner", "Par responsable"))
    for place in range(OWNERS_SHOWN):
        row = OWNER_ROW + 1 + place
        yield FixedCell(ACTIONS_SHEET, f"B{row}", "label", value=_owner(place))
        found = _line(f"{{tblActions.owner}}=$B{row}")
        for letter, style, _ in _FIGURES:
            yield FixedCell(
                ACTIONS_SHEET,
                f"{letter}{row}",
                style,
                formula=_if_named(row, found[letter]),
                value=_named(place, _figure(letter, _of_owner(place))),
            )
    nobody = Text("Nobody yet", "Personne encore")
    yield FixedCell(ACTIONS_SHEET, f"B{NOBODY_ROW}", "line label", nobody)
    yield from _cells(NOBODY_ROW, _line('{tblActions.owner}=""'), _of_nobody)
    other, last = NOBODY_ROW + 1, NOBODY_ROW
    yield FixedCell(ACTIONS_SHEET, f"B{other}", "line label", Text("Others", "Autres"))
    rest: dict[str, Formula] = {
        letter: f"{letter}{TOTAL_ROW}-SUM({letter}{OWNER_ROW + 1}:{letter}{last})"
        for letter, _, _ in _FIGURES
    }
    yield from _cells(other, rest, _of_other_owners)


def _owner(place: int) -> Value:
    def shown(facts: Facts) -> Cell:
        owners = facts.actions.owners
        return owners[place] if place < len(owners) else None

    return shown


def _if_named(row: int, formula: Formula) -> Formula:
    test = f'IF($B{row}="","",'
    if isinstance(formula, Text):
        return Text(f"{test}{formula.en})", f"{test}{formula.fr})")
    return f"{test}{formula})"


def _named(place: int, value: Callable[[Facts], float]) -> Value:
    return lambda facts: value(facts) if place < len(facts.actions.owners) else ""


# --- what the sheet says in words -------------------------------------------------


def _headline() -> Phrase:
    total = _figure("D", _everything)
    kept = _figure("D", _of_letter("A"))
    first = LETTER_ROW + 1
    said = joined(
        whole(f"C{TOTAL_ROW}", _figure("C", _everything)),
        Text(" actions: ", " actions : "),
        amount(f"D{first}", kept),
        Text(" to keep, ", " à garder, "),
        amount(f"(D{TOTAL_ROW}-D{first})", lambda facts: total(facts) - kept(facts)),
        Text(" to gain; ", " à gagner ; "),
        amount(f"E{TOTAL_ROW}", _figure("E", _everything)),
        Text(" realised; ", " réalisés ; "),
        whole(f"G{TOTAL_ROW}", _figure("G", _everything)),
        Text(" overdue.", " en retard."),
    )
    nothing = words(
        Text(
            "No action yet: Refresh, or Actions in the tab Segmentation, proposes them.",
            "Aucune action encore : Actualiser, ou Plan d'action dans l'onglet "
            "Segmentation, les propose.",
        )
    )
    return choose(
        f"C{TOTAL_ROW}=0",
        lambda facts: _figure("C", _everything)(facts) == 0,
        nothing,
        said,
    )


_UNLISTED = Text(
    "{count} smaller proposals are not listed: those with the largest targets are.",
    "{count} propositions plus petites ne sont pas listées : les plus grands objectifs "
    "le sont.",
)
_GAPS_UNLISTED = Text(
    "{count} smaller policy gaps are not listed.",
    "{count} écarts plus petits à la politique ne sont pas listés.",
)
_NOTES = (
    Text(
        "Proposed: every A at risk, every B and C near the next letter, every D.",
        "Proposés : tout A en risque, tout B et C proche de la lettre suivante, tout D.",
    ),
    Text(
        "Target: net margin of 12 months, to keep for an A, to gain for the others.",
        "Objectif : marge nette sur 12 mois, à garder pour un A, à gagner sinon.",
    ),
    Text(
        "Overdue: due before the analysis date, neither done nor dropped.",
        "En retard : échéance avant la date d'analyse, ni fait ni abandonné.",
    ),
    Text(
        "Cream cells are yours. A row of your own: leave its reference blank.",
        "Les cellules crème sont à vous. Une ligne à vous : référence vide.",
    ),
)


def _counted(text: Text, count: Callable[[Facts], int]) -> Value:
    def shown(facts: Facts) -> Cell:
        left = count(facts)
        return text.in_(facts.language, count=left) if left else None

    return shown


def _notes() -> Iterator[FixedCell]:
    for row, text in enumerate(_NOTES, start=NOTES_ROW):
        yield FixedCell(ACTIONS_SHEET, f"B{row}", "note", text, span=SPAN)
    after = NOTES_ROW + len(_NOTES)
    for row, value in (
        (after, _counted(_UNLISTED, lambda facts: facts.actions.unlisted)),
        (
            after + 1,
            _counted(_GAPS_UNLISTED, lambda facts: facts.actions.gaps_unlisted),
        ),
    ):
        yield FixedCell(ACTIONS_SHEET, f"B{row}", "note", value=value, span=SPAN)
    yield law_cell(LAW_ROW, SPAN)


def action_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield _headline().cell(ACTIONS_SHEET, "B3", "subtitle", span=SPAN)
    yield from _by_letter()
    yield from _by_status()
    yield from _by_owner()
    yield from policy_cells()
    yield from _notes()
