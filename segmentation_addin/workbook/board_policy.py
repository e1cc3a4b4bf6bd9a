"""The policy in figures, on the Actions sheet, and the law where an exit is planned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.messages.what_if import LAW
from segmentation_addin.workbook.action_tables import ACTIONS, POLICY_ITEMS, SERVED
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.host import Cell

ACTIONS_SHEET = ACTIONS.sheet
POLICY_ROW = 28
"""Sheet row of its headings."""
_POLICY_HEADS = (
    ("C", "above", False, Text("Above", "Au-dessus")),
    ("D", "above", True, Text("Cost of it", "Son coût")),
    ("E", "below", False, Text("Below", "En dessous")),
    ("F", "below", True, Text("Not spent", "Non dépensé")),
)


def policy_cells() -> Iterator[FixedCell]:
    """How many clients are above and below their policy, item by item."""
    title = Text("Clients beside the policy", "Clients hors politique")
    yield FixedCell(ACTIONS_SHEET, f"B{POLICY_ROW}", "head left", title)
    for letter, _, _, text in _POLICY_HEADS:
        yield FixedCell(ACTIONS_SHEET, f"{letter}{POLICY_ROW}", "head", text)
    for row, (item, label) in enumerate(POLICY_ITEMS.items(), start=POLICY_ROW + 1):
        yield FixedCell(ACTIONS_SHEET, f"B{row}", "line label", label)
        for letter, served, summed, _ in _POLICY_HEADS:
            yield FixedCell(
                ACTIONS_SHEET,
                f"{letter}{row}",
                "line amount" if summed else "line count",
                formula=_served_formula(row, served, summed),
                value=_served(item, served, summed),
            )


def _served_formula(row: int, served: str, summed: bool) -> Text:
    def formula(label: str) -> str:
        rows = (
            f"{{tblPolicyGaps.item}},$B{row},{{tblPolicyGaps.served}},{quoted(label)}"
        )
        if summed:
            return f"SUMIFS({{tblPolicyGaps.amount}},{rows})"
        return f"COUNTIFS({rows})"

    return Text(formula(SERVED[served].en), formula(SERVED[served].fr))


def _served(item: str, served: str, summed: bool) -> Value:
    def value(facts: Facts) -> Cell:
        gaps, language = facts.actions.gaps, facts.language
        mine = (gaps["item"] == POLICY_ITEMS[item].in_(language)) & (
            gaps["served"] == SERVED[served].in_(language)
        )
        if summed:
            return float(gaps.loc[mine, "amount"].astype(np.float64).sum())
        return int(mine.sum())

    return value


_EXIT = Text("exit", "sortie")
"""The word by which an action tells that it may end a relation."""


def law_cell(row: int, span: int) -> FixedCell:
    """What the law asks for, once an action may end a relation."""
    formula = Text(_law(_EXIT.en, LAW.en), _law(_EXIT.fr, LAW.fr))
    return FixedCell(
        ACTIONS_SHEET, f"B{row}", "note", formula=formula, value=_says_law, span=span
    )


def _law(word: str, law: str) -> str:
    counted = f"COUNTIFS({{tblActions.action}},{quoted(f'*{word}*')})"
    return f'IF({counted}>0,{quoted(law)},"")'


def _says_law(facts: Facts) -> Cell:
    word = _EXIT.in_(facts.language)
    planned = any(word in str(cell).lower() for cell in facts.actions.table["action"])
    return LAW.in_(facts.language) if planned else ""
