"""What the formulas of the History sheet are made of: its places and its sums."""

from __future__ import annotations

from collections.abc import Callable

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_cells import quoted
from segmentation_addin.workbook.history_tables import GROUP_ITEMS, KINDS

HISTORY = "history"
CHOICE_ROW = 19
FROM, FROM_DATE, TO, TO_DATE, EARLIER, VALID = (
    f"${column}${CHOICE_ROW}" for column in "EFHIKL"
)
"""Cells that say which two reviews are compared; `VALID` is 1 when they can be."""
TODAY = Text("today", "aujourd'hui")


def both(make: Callable[[Language], str]) -> Text:
    """A formula that holds words of the workbook's language."""
    return Text(make("en"), make("fr"))


def kind_is(kind: str, language: Language) -> str:
    """The test that a row of the history tells that kind of thing."""
    return f"({{tblHistory.kind}}={quoted(KINDS[kind].in_(language))})"


def of_review(
    column: str, number: str, kind: str, item: Text | None, language: Language
) -> str:
    """The sum of a column of the history over the rows of one review."""
    tests = (
        f"{{tblHistory.vintage}},{number},"
        f"{{tblHistory.kind}},{quoted(KINDS[kind].in_(language))}"
    )
    if item is not None:
        tests += f",{{tblHistory.item}},{quoted(item.in_(language))}"
    return f"SUMIFS({{tblHistory.{column}}},{tests})"


def known_of_review(column: str, number: str, language: Language) -> str:
    """The test that a total of a review is known."""
    label = GROUP_ITEMS["all"].in_(language)
    return (
        f"COUNTIFS({{tblHistory.vintage}},{number},{{tblHistory.kind}},"
        f"{quoted(KINDS['total'].in_(language))},{{tblHistory.item}},{quoted(label)},"
        f'{{tblHistory.{column}}},">=-1E+300")>0'
    )
