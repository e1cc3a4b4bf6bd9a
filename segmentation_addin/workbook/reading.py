"""The input tables of a workbook, typed, and the way back from an issue to a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import LISTED, shown
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.values import numbers
from segmentation_addin.languages import Language
from segmentation_addin.workbook.action_tables import POLICY
from segmentation_addin.workbook.addresses import column_letters
from segmentation_addin.workbook.declaration import (
    NUMERIC_KINDS,
    Column,
    Kind,
    Table,
    heading_key,
)
from segmentation_addin.workbook.history_rows import read_history
from segmentation_addin.workbook.history_tables import HISTORY
from segmentation_addin.workbook.host import Host, RawTable
from segmentation_addin.workbook.inputs import (
    ACTIVITIES,
    CLIENT_DRIVER,
    CLIENTS,
    COST_TO_SERVE,
    CRITERIA,
    DRIVERS,
    INPUT_TABLES,
    MARGINS,
    OVERRIDES,
    POOLS,
    SCALE,
    SETTINGS_TABLE,
)
from segmentation_addin.workbook.review_reading import ReviewTables, read_review
from segmentation_addin.workbook.review_tables import REVIEW_TABLES
from segmentation_addin.workbook.settings_reading import read_settings
from segmentation_addin.workbook.typed import (
    AMOUNT_OF,
    TypedTable,
    more_cells,
    problem_issues,
    read_frame,
)

_DECLARED = {
    table.name: table for table in (*INPUT_TABLES, *REVIEW_TABLES, HISTORY, POLICY)
}


@dataclass(frozen=True)
class Tables(InputTables):
    """All typed inputs of a workbook, with the raw tables they come from.

    Each frame has all declared column keys and `_row`, the position of the row in
    the raw table; `cost_to_serve` also has one column a driver that the user added.
    """

    raws: Mapping[str, RawTable] = field(default_factory=dict)
    language: Language = "en"
    review: ReviewTables = field(default_factory=ReviewTables)
    """Votes and judgements; empty in a workbook without their tables."""


def read_tables(host: Host) -> tuple[Tables, list[Issue]]:
    """Reads all input tables of a workbook, and says all that is wrong with them.

    Raises HostError("table_missing") when the workbook lacks one of them.
    """
    language = host.language
    raws = {table.name: host.read(table.name) for table in INPUT_TABLES}
    typed = {
        table.name: read_frame(raws[table.name], table, language)
        for table in INPUT_TABLES
        if table is not SETTINGS_TABLE
    }
    settings, issues = read_settings(raws[SETTINGS_TABLE.name], language)
    drivers = _user_drivers(
        raws[COST_TO_SERVE.name], typed[COST_TO_SERVE.name], language
    )
    _clients(typed[CLIENTS.name], raws[CLIENTS.name])
    for table in (MARGINS, COST_TO_SERVE, OVERRIDES):
        _nameless_rows(table, typed[table.name], drivers)
    _scale(typed[SCALE.name], language)
    activities = typed[ACTIVITIES.name].frame
    activities["driver"] = driver_keys(
        activities["driver"], raws[COST_TO_SERVE.name], drivers
    )
    for found in typed.values():
        issues += found.issues
    known = typed[CLIENTS.name].frame["client_id"].tolist()
    review = read_review(host, language, known)
    history = read_history(host)
    issues += [*review.issues, *history.issues]
    if POLICY.name in host.tables():
        raws[POLICY.name] = host.read(POLICY.name)
        typed[POLICY.name] = read_frame(raws[POLICY.name], POLICY, language)
        issues += typed[POLICY.name].issues
    tables = Tables(
        clients=typed[CLIENTS.name].frame,
        margins=typed[MARGINS.name].frame,
        cost_to_serve=typed[COST_TO_SERVE.name].frame,
        drivers=drivers,
        scale=typed[SCALE.name].frame,
        activities=activities,
        pools=typed[POOLS.name].frame,
        overrides=typed[OVERRIDES.name].frame,
        settings=settings,
        raws={**raws, **review.raws, **history.raws},
        vintages=history.vintages,
        policy=typed[POLICY.name].frame if POLICY.name in typed else pd.DataFrame(),
        language=language,
        review=review,
    )
    return tables, issues


def read_scale_table(raw: RawTable, language: Language) -> TypedTable:
    """The typed scale alone, one row a known criterion, with what is wrong in it."""
    typed = read_frame(raw, SCALE, language)
    _scale(typed, language)
    return typed


# --- what each table adds --------------------------------------------------


def _drop(typed: TypedTable, rows: npt.NDArray[np.bool_]) -> None:
    if rows.any():
        typed.frame = typed.frame[~rows].reset_index(drop=True)


def _clients(typed: TypedTable, raw: RawTable) -> None:
    """Rows without a code, and rows of a client that already has one, are unused."""
    frame = typed.frame
    nameless = (frame["client_id"] == "").to_numpy()
    for row in frame["_row"][nameless].head(LISTED).tolist():
        typed.issues.append(
            Issue("client_id_missing", Severity.WARNING, CLIENTS.name, row, "client_id")
        )
    again = frame.duplicated("client_id").to_numpy() & ~nameless
    first = frame.drop_duplicates("client_id").set_index("client_id")["_row"]
    for row, client in zip(
        frame["_row"][again][:LISTED], frame["client_id"][again][:LISTED], strict=True
    ):
        params: dict[str, ParamValue] = {
            "found": shown(client),
            "first": address(raw, int(first[client]), "client_id"),
        }
        typed.issues.append(
            Issue(
                "client_twice", Severity.WARNING, CLIENTS.name, row, "client_id", params
            )
        )
    for rows in (nameless, again):
        positions = frame["_row"].to_numpy()[rows][LISTED:]
        if len(positions):
            heading = CLIENTS.column("client_id").heading.in_("en")
            typed.issues.append(more_cells(CLIENTS, "client_id", heading, positions))
    _drop(typed, nameless | again)


def _nameless_rows(table: Table, typed: TypedTable, drivers: tuple[str, ...]) -> None:
    """Rows with figures but no client: kept, counted with the unknown clients.

    Without any figure they say nothing and are left out.
    """
    frame = typed.frame
    nameless = (frame["client_id"] == "").to_numpy()
    if not nameless.any():
        return
    declared = (c.key for c in table.columns if c.kind in NUMERIC_KINDS)
    figures = [*declared, *(d for d in drivers if d in frame.columns)]
    if table is OVERRIDES:
        told = nameless & (frame["letter"] != "").to_numpy()
    else:
        told = (
            nameless
            & frame[list(dict.fromkeys(figures))].notna().any(axis=1).to_numpy()
        )
    worth = AMOUNT_OF.get(table.name)
    for _, row in frame[told].head(LISTED).iterrows():
        amount = float(row[worth]) if worth else np.nan
        known = None if np.isnan(amount) else amount
        typed.issues.append(
            Issue(
                "client_id_missing",
                Severity.WARNING,
                table.name,
                int(row["_row"]),
                "client_id",
                amount=known,
            )
        )
    rest = frame[told].iloc[LISTED:]
    if len(rest):
        typed.issues.append(
            Issue(
                "client_ids_missing",
                Severity.WARNING,
                table.name,
                int(rest["_row"].iloc[0]),
                "client_id",
                {"count": len(rest)},
                float(rest[worth].sum()) if worth else None,
                tuple(rest["_row"].tolist()),
            )
        )
    unused = nameless if table is OVERRIDES else nameless & ~told
    _drop(typed, unused)


def _user_drivers(
    raw: RawTable, typed: TypedTable, language: Language
) -> tuple[str, ...]:
    """Keys of all drivers; the user's own become float columns of the frame."""
    drivers = list(DRIVERS)
    for heading in typed.extra:
        cells = raw.columns[raw.headings.index(heading)]
        values, problems = numbers(cells)
        if problems and np.isnan(values).all():
            typed.issues.append(
                Issue(
                    "column_not_a_driver",
                    Severity.NOTE,
                    COST_TO_SERVE.name,
                    None,
                    heading,
                    {"heading": heading},
                )
            )
            continue
        drivers.append(heading)
        typed.frame[heading] = values[typed.frame["_row"].to_numpy()]
        column = Column(heading, COST_TO_SERVE.title, Kind.COUNT, COST_TO_SERVE.title)
        for problem in problems:
            typed.issues += problem_issues(
                COST_TO_SERVE, column, heading, problem, None, language
            )
    return tuple(drivers)


def driver_keys(
    typed: pd.Series[str], raw: RawTable, drivers: tuple[str, ...]
) -> pd.Series[str]:
    """Drivers as typed in the activities -> their keys; unknown ones unchanged."""
    known = {heading_key(driver): driver for driver in drivers}
    for key, text in DRIVERS.items():
        known |= {heading_key(name): key for name in (key, *text)}
    found = table_headings(COST_TO_SERVE, raw.headings).columns
    known |= {heading_key(h): key for key, h in found.items() if key in DRIVERS}
    known |= dict.fromkeys((*CLIENT_DRIVER, "clients"), CLIENT_DRIVER.en)
    keys = [known.get(heading_key(text), text) if text else "" for text in typed]
    return pd.Series(keys, index=typed.index, dtype=object)


def _scale(typed: TypedTable, language: Language) -> None:
    """One row a known criterion; weights blank are 0; no direction is an error."""
    frame = typed.frame
    empty = (frame["criterion"] == "").to_numpy()
    told = {issue.row for issue in typed.issues if issue.code == "criterion_unknown"}
    figures = frame[[c.key for c in SCALE.columns if c.kind is Kind.NUMBER]]
    used = figures.notna().any(axis=1).to_numpy() | (frame["better"] != "").to_numpy()
    for row in frame["_row"][empty & used]:
        if row not in told:
            params: dict[str, ParamValue] = {
                "found": "",
                "expected": ", ".join(c.in_(language) for c in CRITERIA.values()),
                "heading": "",
                "count": 1,
            }
            typed.issues.append(
                _scale_issue("criterion_unknown", row, "criterion", params)
            )
    again = frame.duplicated("criterion").to_numpy() & ~empty
    undirected = (frame["better"] == "").to_numpy() & ~empty
    negative = (frame["weight"] < 0).to_numpy() & ~empty
    for code, column, rows in (
        ("criterion_twice", "criterion", again),
        ("better_missing", "better", undirected),
        ("weight_negative", "weight", negative),
    ):
        for row, criterion in zip(
            frame["_row"][rows], frame["criterion"][rows], strict=True
        ):
            label = CRITERIA[criterion].in_(language)
            typed.issues.append(_scale_issue(code, row, column, {"criterion": label}))
    frame["weight"] = frame["weight"].fillna(0.0)
    _drop(typed, empty | again)


def _scale_issue(
    code: str, row: int, column: str, params: dict[str, ParamValue]
) -> Issue:
    return Issue(code, Severity.ERROR, SCALE.name, int(row), column, params)


# --- back to the cell ------------------------------------------------------


@lru_cache(maxsize=64)
def _positions(table: str, headings: tuple[str, ...]) -> Mapping[str, int]:
    """Column key or heading -> position of the column in the sheet's table."""
    found = {heading: i for i, heading in enumerate(headings)}
    declared = _DECLARED.get(table)
    if declared is not None:
        columns = table_headings(declared, headings).columns
        found |= {key: found[heading] for key, heading in columns.items()}
    return found


def address(raw: RawTable, row: int | None, column_key: str | None) -> str:
    """The cell of a row and column of a raw table: "B7", "B5:B104", or "" (whole).

    `row` is 0-based in the table; `column_key` a column key or a heading. A column
    that the sheet does not have gives the first cell of the row.
    """
    positions = _positions(raw.name, tuple(raw.headings))
    column = positions.get(column_key) if column_key is not None else None
    if row is None:
        if column is None:
            return ""
        letters = column_letters(raw.first_column + column)
        first = f"{letters}{raw.first_row}"
        last = f"{letters}{raw.first_row + max(raw.rows, 1) - 1}"
        return first if first == last else f"{first}:{last}"
    return f"{column_letters(raw.first_column + (column or 0))}{raw.first_row + row}"


def place(issue: Issue, raws: Mapping[str, RawTable]) -> tuple[str, str]:
    """Sheet title and cell of an issue; ("", "") when it belongs to no table read."""
    raw = raws.get(issue.table or "")
    if raw is None:
        return "", ""
    return raw.sheet, address(raw, issue.row, issue.column)
