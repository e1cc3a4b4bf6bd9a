"""The fixed cells of the History sheet that cross the letters of two reviews.

The formulas find a client's letter in an earlier review as one sign of its path, so
that none of them searches one client list in another.
"""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.core.readings.migration import AFTER, BEFORE
from segmentation_addin.core.vintages import ABSENT, SIGNS
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.history_formulas import (
    FROM,
    HISTORY,
    TO,
    VALID,
    both,
    kind_is,
)
from segmentation_addin.workbook.host import Cell

COUNTS_ROW, REVENUE_ROW = 24, 35
"""First row of each matrix, under its headings."""
LETTER_COLUMNS = "EFGHIJ"
GONE_COLUMN, SUM_COLUMN = "K", "L"
LABELS = {
    **{letter: Text(letter, letter) for letter in ("A", "B", "C", "D", "NC")},
    "inactive": Text("Inactive", "Inactifs"),
    "new": Text("New", "Nouveaux"),
    "gone": Text("Gone", "Partis"),
}


def _sign(code: str) -> str:
    if code == "new":
        return ABSENT
    return SIGNS["" if code == "inactive" else code]


def _cell(row: str, column: str, amount: str | None) -> Text:
    """Clients (or revenue) of one previous letter and one current letter."""

    def counted(flags: str, table: str) -> str:
        tail = "" if amount is None else f",{{{table}.{amount}}}"
        return f"SUMPRODUCT({flags}{tail})" if tail else f"SUMPRODUCT({flags}*1)"

    def make(language: Language) -> str:
        now = (
            "({tblSegmentation.decided_by}={choice:decided_by.inactive})"
            if column == "inactive"
            else f"({{tblSegmentation.letter}}={quoted(column)})"
        )
        today = counted(
            f"(MID({{tblSegmentation.path}},{FROM},1)={quoted(_sign(row))})*{now}",
            "tblSegmentation",
        )
        letter = "" if column == "inactive" else column
        then = counted(
            f"({{tblHistory.vintage}}={TO})*{kind_is('client', language)}"
            f"*(MID({{tblHistory.path}},{FROM},1)={quoted(_sign(row))})"
            f"*({{tblHistory.letter}}={quoted(letter)})",
            "tblHistory",
        )
        return f'IF({VALID}=0,"",IF(ISNUMBER({TO}),{then},{today}))'

    return both(make)


def _gone(row_code: str, row: int) -> Text:
    letter = "" if row_code == "inactive" else row_code

    def make(language: Language) -> str:
        all_ = (
            f"SUMPRODUCT(({{tblHistory.vintage}}={FROM})*{kind_is('client', language)}"
            f"*({{tblHistory.letter}}={quoted(letter)}))"
        )
        return f'IF({VALID}=0,"",{all_}-SUM(E{row}:J{row}))'

    return both(make)


def _entry(revenue: bool, row: int, column: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.history.comparison
        if found is None:
            return ""
        if revenue:
            return float(found.migration.after.revenue[row, column])
        return int(found.migration.counts[row, column])

    return value


def _sums(
    revenue: bool, rows: tuple[int, ...] | None, columns: tuple[int, ...] | None
) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.history.comparison
        if found is None:
            return ""
        table = found.migration.after.revenue if revenue else found.migration.counts
        width = 6 if revenue else 7
        kept = table[:7, :width]
        kept = kept if rows is None else kept[list(rows)]
        kept = kept if columns is None else kept[:, list(columns)]
        return float(kept.sum()) if revenue else int(kept.sum())

    return value


def _matrix(first_row: int, title: Text, revenue: bool) -> Iterator[FixedCell]:
    style = "amount" if revenue else "count"
    yield FixedCell(HISTORY, f"D{first_row - 2}", "subtitle", title)
    yield FixedCell(HISTORY, f"D{first_row - 1}", "head left", Text("From", "De"))
    shown = LETTER_COLUMNS + ("" if revenue else GONE_COLUMN)
    for column, code in zip(shown, AFTER, strict=False):
        yield FixedCell(HISTORY, f"{column}{first_row - 1}", "head", LABELS[code])
    yield FixedCell(
        HISTORY, f"{SUM_COLUMN}{first_row - 1}", "head", Text("Total", "Total")
    )
    last = first_row + len(BEFORE) - 1
    for at, code in enumerate(BEFORE):
        row = first_row + at
        yield FixedCell(HISTORY, f"D{row}", "line label", LABELS[code])
        for place, column in enumerate(LETTER_COLUMNS):
            yield FixedCell(
                HISTORY,
                f"{column}{row}",
                f"line {style}",
                formula=_cell(code, AFTER[place], "revenue" if revenue else None),
                value=_entry(revenue, at, place),
            )
        if not revenue and code != "new":
            yield FixedCell(
                HISTORY,
                f"{GONE_COLUMN}{row}",
                "line count",
                formula=_gone(code, row),
                value=_entry(False, at, 6),
            )
        else:
            yield FixedCell(HISTORY, f"{GONE_COLUMN}{row}", "line", Text("", ""))
        yield FixedCell(
            HISTORY,
            f"{SUM_COLUMN}{row}",
            f"line {style}",
            formula=f'IF({VALID}=0,"",SUM(E{row}:K{row}))',
            value=_sums(revenue, (at,), None),
        )
    yield FixedCell(HISTORY, f"D{last + 1}", "total label", Text("Total", "Total"))
    for place, column in enumerate((*shown, SUM_COLUMN)):
        columns = None if column == SUM_COLUMN else (place,)
        yield FixedCell(
            HISTORY,
            f"{column}{last + 1}",
            f"total {style}",
            formula=f'IF({VALID}=0,"",SUM({column}{first_row}:{column}{last}))',
            value=_sums(revenue, None, columns),
        )
    if revenue:
        yield FixedCell(HISTORY, f"{GONE_COLUMN}{last + 1}", "total", Text("", ""))


def matrix_cells() -> Iterator[FixedCell]:
    """Clients and revenue from letter to letter."""
    yield from _matrix(COUNTS_ROW, Text("Clients", "Clients"), revenue=False)
    title = Text(
        "Revenue of the second review, by previous letter",
        "Chiffre d'affaires de la seconde revue, selon la lettre précédente",
    )
    yield from _matrix(REVENUE_ROW, title, revenue=True)
