"""The Method sheet says what the workbook does: weights, bounds and rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from board_examples import facts

from segmentation_addin.core.letters import Rules
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.action_facts import ScaleLine
from segmentation_addin.workbook.board import FIXED_CELLS, Facts, fixed_values
from segmentation_addin.workbook.board_method import (
    CRITERIA_ROW,
    FIRST_CRITERION,
    LETTER_ROW,
    LINES,
    MORE_ROW,
)


def page(shown: Facts) -> dict[str, Any]:
    found = dict(fixed_values(shown).values)
    return {cell: value for (sheet, cell), value in found.items() if sheet == "method"}


def criteria(shown: Facts) -> list[tuple[str, float]]:
    found = page(shown)
    rows = range(FIRST_CRITERION, FIRST_CRITERION + LINES)
    return [(found[f"B{row}"], found[f"G{row}"]) for row in rows if found[f"B{row}"]]


def test_a_fresh_workbook_lists_the_weights_of_its_scale() -> None:
    named = criteria(Facts.empty("fr"))
    assert named[0] == ("valeur", 0.25)
    assert sum(share for _, share in named) == pytest.approx(1)


def test_the_heaviest_criterion_comes_first_then_the_order_of_the_scale() -> None:
    lines = (
        ScaleLine("one", "higher", 20.0, "a"),
        ScaleLine("none", "lower", 0.0, "b"),
        ScaleLine("three", "higher", 60.0, "c"),
        ScaleLine("four", "lower", 20.0, "d"),
        ScaleLine("blank", "", float("nan"), ""),
    )
    shown = replace(facts(5, "en"), scale=lines)
    assert criteria(shown) == [("three", 0.6), ("one", 0.2), ("four", 0.2)]
    assert page(shown)[f"C{FIRST_CRITERION}"] == "c"


def test_criteria_without_room_are_counted() -> None:
    lines = tuple(ScaleLine(f"c{i}", "higher", 5.0, "") for i in range(12))
    shown = replace(facts(5, "en"), scale=lines)
    assert len(criteria(shown)) == LINES
    assert page(shown)[f"B{MORE_ROW}"].endswith("Not listed here: 2")
    assert "Not listed" not in page(facts(5, "en"))[f"B{MORE_ROW}"]


def test_the_rules_hold_the_figures_of_the_workbook() -> None:
    rules = Rules(bound_a=72.5, loss_tolerance=0.025, override_steps=2)
    found = page(replace(facts(5, "en"), rules=rules))
    said = " ".join(str(found.get(f"J{CRITERIA_ROW + i}")) for i in range(1, 8))
    assert "A from 72.5, B from 50, C from 30" in said
    assert "A net loss over 2.5% of the revenue" in said
    assert "by at most 2 letters." in said
    french = page(replace(facts(5, "fr"), rules=rules))
    told = " ".join(str(french.get(f"J{CRITERIA_ROW + i}")) for i in range(1, 8))
    assert "A dès 72,5" in told
    assert "2,5\u202f% du CA" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_clients_are_counted_by_letter(language: Language) -> None:
    shown = facts(60, language)
    found = page(shown)
    for row, letter in enumerate(("A", "B", "C", "D", "NC"), start=LETTER_ROW + 2):
        assert found[f"C{row}"] == int(shown.figures.group(letter).sum())


def test_each_rule_has_its_number() -> None:
    numbers = [
        fixed.text.en
        for fixed in FIXED_CELLS
        if fixed.sheet == "method" and fixed.style == "step_number" and fixed.text
    ]
    assert numbers == [str(i) for i in range(1, 8)]
