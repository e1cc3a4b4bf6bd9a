"""One raw table as a typed frame, with an issue for each cell that is not plain.

Text columns hold "" for blank, numbers are float64 with NaN, dates datetime64[us]
with NaT, choices hold the stable key. `_row` is the position in the raw table;
blank rows are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import (
    LISTED,
    Findings,
    Problem,
    Reason,
    cell_errors,
    is_blank,
    problems_of,
    shown,
)
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.headings import accepted_headings, table_headings
from segmentation_addin.imports.values import choices, ids, numbers, texts, yes_no
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import (
    NUMERIC_KINDS,
    Column,
    Kind,
    Table,
    choice_key,
)
from segmentation_addin.workbook.host import Cell, RawTable
from segmentation_addin.workbook.inputs import YES_NO

AMOUNT_OF = {
    "tblMargins": "revenue",
    "tblCostToServe": "direct_cost",
    "tblPools": "cost",
}
"""Column that says what a row of each table is worth."""
RULE_TABLES = frozenset({"tblScale", "tblActivities", "tblPools"})
"""Tables where an unreadable cell stops the computation: letters depend on it."""
PERCENT_KINDS = frozenset({Kind.RATE, Kind.NUMBER})
RATING_LOW, RATING_HIGH = 0.0, 5.0

Typed = tuple[npt.NDArray[np.generic], list[Problem]]


@dataclass
class TypedTable:
    """A typed frame, the issues met, and the headings that no column explains."""

    frame: pd.DataFrame
    issues: list[Issue] = field(default_factory=list)
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reader:
    raw: RawTable
    table: Table
    language: Language

    def cells(self, heading: str) -> Sequence[Cell]:
        return self.raw.columns[self.raw.headings.index(heading)]

    def typed(self, column: Column, cells: Sequence[Cell]) -> Typed:
        """The values of one column by its kind, over all raw rows."""
        kind = column.kind
        if kind in NUMERIC_KINDS:
            return numbers(cells, percent=kind in PERCENT_KINDS)
        if kind in (Kind.DATE, Kind.PERIOD):
            return dates(
                cells,
                date_1904=self.raw.date_1904,
                period=kind is Kind.PERIOD,
                day_first=True if self.language == "fr" else None,
            )
        if kind is Kind.ID:
            return ids(cells)
        if column.choices == YES_NO:
            return yes_no(cells)
        if column.choices:
            return choices(cells, lambda text: choice_key(column, text))
        findings: Findings = {}
        cell_errors(cells, findings)
        return texts(cells), problems_of(findings, cells)


def read_cells(
    raw: RawTable, table: Table, column: Column, cells: Sequence[Cell], lang: Language
) -> Typed:
    """The values of some cells as a column of that table would read them."""
    return _Reader(raw, table, lang).typed(column, cells)


def blank_values(kind: Kind, rows: int) -> npt.NDArray[np.generic]:
    """A blank column of a kind: NaN, NaT or ""."""
    if kind in NUMERIC_KINDS:
        return np.full(rows, np.nan)
    if kind in (Kind.DATE, Kind.PERIOD):
        return np.full(rows, np.datetime64("NaT"), dtype="datetime64[us]")
    return np.full(rows, "", dtype=object)


def read_frame(raw: RawTable, table: Table, language: Language) -> TypedTable:
    """One raw table as a typed frame with all declared columns and `_row`."""
    reader = _Reader(raw, table, language)
    headings = table_headings(table, raw.headings)
    issues = _heading_issues(table, headings.columns, headings.repeated)
    known = {*headings.columns.values(), *(h for _, h in headings.repeated)}
    extra = tuple(h for h in raw.headings if h not in known and h.strip())
    filled = np.zeros(raw.rows, dtype=bool)
    values: dict[str, npt.NDArray[np.generic]] = {}
    problems: dict[str, list[Problem]] = {}
    for column in table.columns:
        heading = headings.columns.get(column.key)
        if heading is None:
            values[column.key] = blank_values(column.kind, raw.rows)
            continue
        cells = reader.cells(heading)
        values[column.key], problems[column.key] = reader.typed(column, cells)
        if not column.written:
            filled |= filled_cells(cells)
    if table.extra_columns_are:
        for heading in extra:
            filled |= filled_cells(reader.cells(heading))
    worth = values.get(AMOUNT_OF.get(table.name, ""))
    for column in table.columns:
        for problem in problems.get(column.key, ()):
            own = column.key == AMOUNT_OF.get(table.name)
            heading = headings.columns[column.key]
            issues += problem_issues(
                table, column, heading, problem, None if own else worth, language
            )
    issues += _out_of_range(table, values, headings.columns)
    rows = np.flatnonzero(filled)
    frame = pd.DataFrame(
        {
            "_row": rows,
            **{k: pd.Series(v[rows], dtype=v.dtype) for k, v in values.items()},
        }
    )
    return TypedTable(frame, issues, extra)


def filled_cells(cells: Sequence[Cell]) -> npt.NDArray[np.bool_]:
    """True where a cell holds something, blanks aside."""
    if set(map(type, cells)) <= {type(None)}:
        return np.zeros(len(cells), dtype=bool)
    return np.fromiter((not is_blank(c) for c in cells), dtype=bool, count=len(cells))


def _heading_issues(
    table: Table, columns: dict[str, str], repeated: list[tuple[str, str]]
) -> list[Issue]:
    issues = []
    for column in table.columns:
        if not column.required or column.key in columns:
            continue
        if column.key == "gross_margin" and "cost_of_goods" in columns:
            continue
        params: dict[str, ParamValue] = {"expected": accepted_headings(table, column)}
        issues.append(
            Issue(
                "column_missing", Severity.ERROR, table.name, None, column.key, params
            )
        )
    for key, heading in repeated:
        params = {"heading": columns[key], "found": heading}
        issues.append(
            Issue("column_twice", Severity.WARNING, table.name, None, heading, params)
        )
    return issues


# --- problems of cells -----------------------------------------------------

_GROUPED = {Reason.TEXT_READ, Reason.ASSUMED, Reason.NO_VALUE}
_CODES = {
    Reason.ERROR_CELL: "error_cell",
    Reason.NO_VALUE: "formula_without_value",
    Reason.TEXT_READ: "number_as_text",
    Reason.PRECISION_LOST: "id_precision_lost",
    Reason.DATE_AS_ID: "id_is_a_date",
    Reason.ASSUMED: "date_assumed",
}
_NOTES = {Reason.TEXT_READ, Reason.ASSUMED}


def _code(column: Column, reason: Reason) -> str:
    if reason in _CODES:
        return _CODES[reason]
    if column.key == "criterion":
        return "criterion_unknown"
    if column.choices:
        return "choice_unknown"
    if column.kind in (Kind.DATE, Kind.PERIOD):
        return f"{'period' if column.kind is Kind.PERIOD else 'date'}_{reason.value}"
    return f"number_{reason.value}"


def problem_issues(
    table: Table,
    column: Column,
    heading: str,
    problem: Problem,
    worth: npt.NDArray[np.generic] | None,
    language: Language,
) -> list[Issue]:
    """The issues of one kind of finding: one a cell, or one for the column."""
    severity = Severity.NOTE if problem.reason in _NOTES else Severity.WARNING
    code = _code(column, problem.reason)
    rule = table.name in RULE_TABLES and column.kind not in (Kind.ID, Kind.TEXT)
    if rule and severity is Severity.WARNING:
        severity = Severity.ERROR
        code = code if code == "criterion_unknown" else f"rule_{code}"
    place: Callable[..., Issue] = _at(code, severity, table, column)
    count = len(problem.positions)
    params: dict[str, ParamValue] = {"heading": heading, "count": count}
    if column.choices:
        labels = (text.in_(language) for text in column.choices.values())
        params["expected"] = ", ".join(labels)
    if problem.reason in _GROUPED:
        first = int(problem.positions[0])
        said = {**params, "found": problem.found[0]}
        return [place(first, said, None, tuple(problem.positions.tolist()))]
    issues = []
    for position, found in zip(problem.positions[:LISTED], problem.found, strict=True):
        amount = None if worth is None else float(worth[position])
        known = None if amount is None or np.isnan(amount) else amount
        issues.append(place(int(position), {**params, "found": found}, known))
    if count > LISTED:
        issues.append(
            more_cells(table, column.key, heading, problem.positions[LISTED:], worth)
        )
    return issues


def _at(
    code: str, severity: Severity, table: Table, column: Column
) -> Callable[[int, dict[str, ParamValue], float | None], Issue]:
    def place(
        row: int,
        params: dict[str, ParamValue],
        amount: float | None,
        rows: tuple[int, ...] = (),
    ) -> Issue:
        return Issue(code, severity, table.name, row, column.key, params, amount, rows)

    return place


def more_cells(
    table: Table,
    column: str,
    heading: str,
    positions: npt.NDArray[np.intp],
    worth: npt.NDArray[np.generic] | None = None,
) -> Issue:
    """The cells beyond those listed one by one, counted from the first of them."""
    params: dict[str, ParamValue] = {"heading": heading, "count": len(positions)}
    rows = tuple(positions.tolist())
    amount = None
    if worth is not None:
        amount = float(np.nansum(np.asarray(worth, dtype=np.float64)[positions]))
    return Issue(
        "cells_more",
        Severity.WARNING,
        table.name,
        rows[0],
        column,
        params,
        amount or None,
        rows,
    )


def _out_of_range(
    table: Table,
    values: dict[str, npt.NDArray[np.generic]],
    columns: dict[str, str],
) -> list[Issue]:
    """Ratings outside 0 to 5 become unknown; rates outside 0 to 1 stop."""
    issues = []
    for column in table.columns:
        rating = column.kind is Kind.RATING
        if (not rating and column.kind is not Kind.RATE) or column.key not in columns:
            continue
        read = np.asarray(values[column.key], dtype=np.float64)
        high = RATING_HIGH if rating else 1.0
        outside = np.flatnonzero((read < RATING_LOW) | (read > high))
        code = "rating_out_of_range" if rating else "rate_out_of_range"
        severity = Severity.WARNING if rating else Severity.ERROR
        heading = columns[column.key]
        place = _at(code, severity, table, column)
        for position in outside[:LISTED]:
            found = shown(float(read[position]))
            issues.append(
                place(int(position), {"heading": heading, "found": found}, None)
            )
        if len(outside) > LISTED:
            issues.append(more_cells(table, column.key, heading, outside[LISTED:]))
        if rating:
            values[column.key] = np.where(
                np.isin(np.arange(len(read)), outside), np.nan, read
            )
    return issues
