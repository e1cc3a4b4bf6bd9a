"""Votes and judgements of the Review sheet, typed; an older workbook may lack them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.core.votes import count_votes
from segmentation_addin.core.workshop import in_range, person_key
from segmentation_addin.imports.cells import LISTED, shown
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.host import Cell, Host, RawTable
from segmentation_addin.workbook.inputs import CRITERIA
from segmentation_addin.workbook.review_tables import VOTES, WEIGHTS
from segmentation_addin.workbook.typed import TypedTable, more_cells, read_frame

_FRACTION = re.compile(r"\s*1\s*/\s*([1-9])\s*")

Rows = npt.NDArray[np.bool_]


def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame(columns=["_row", *table.keys])


@dataclass(frozen=True)
class ReviewTables:
    """The typed rows that count, the raw tables, and what is wrong with them."""

    votes: pd.DataFrame = field(default_factory=lambda: _empty(VOTES))
    judgements: pd.DataFrame = field(default_factory=lambda: _empty(WEIGHTS))
    raws: dict[str, RawTable] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_review(host: Host, language: Language, clients: Sequence[str]) -> ReviewTables:
    """Reads the votes on these clients, and the judgements, where they exist."""
    found = ReviewTables()
    present = host.tables()
    if VOTES.name in present:
        raw = host.read(VOTES.name)
        votes, issues = _votes(raw, language, clients)
        found = replace(found, votes=votes, issues=issues)
        found.raws[VOTES.name] = raw
    if WEIGHTS.name in present:
        raw = host.read(WEIGHTS.name)
        judgements, issues = _judgements(raw, language)
        found = replace(found, judgements=judgements, issues=[*found.issues, *issues])
        found.raws[WEIGHTS.name] = raw
    return found


def _votes(
    raw: RawTable, language: Language, clients: Sequence[str]
) -> tuple[pd.DataFrame, list[Issue]]:
    typed, whole = _typed(raw, VOTES, language)
    if not whole:
        return _empty(VOTES), typed.issues
    complete = _complete(VOTES, typed, language, "vote_incomplete")
    frame = typed.frame
    unknown = complete & ~frame["client_id"].isin(set(clients)).to_numpy()
    typed.issues += _each(
        "vote_client_unknown",
        VOTES,
        "client_id",
        frame,
        unknown,
        language,
        lambda row: {"found": shown(row["client_id"])},
    )
    kept = frame[complete & ~unknown].reset_index(drop=True)
    for row, client, _ in count_votes(kept).twice:
        voter = kept.loc[kept["_row"] == row, "voter"].iloc[0]
        params: dict[str, ParamValue] = {
            "voter": shown(voter),
            "found": shown(client),
        }
        typed.issues.append(
            Issue("vote_twice", Severity.WARNING, VOTES.name, row, "letter", params)
        )
    return kept, typed.issues


def _judgements(raw: RawTable, language: Language) -> tuple[pd.DataFrame, list[Issue]]:
    typed, whole = _typed(_with_fractions(raw), WEIGHTS, language)
    if not whole:
        return _empty(WEIGHTS), typed.issues
    complete = _complete(WEIGHTS, typed, language, "judgement_incomplete")
    frame = typed.frame
    first, second = (frame[key].to_numpy() for key in ("criterion_a", "criterion_b"))
    same = complete & (first == second)
    judged = frame["judgement"].to_numpy(dtype=np.float64)
    outside = complete & ~same & ~in_range(judged)
    typed.issues += _each(
        "judgement_same_criterion",
        WEIGHTS,
        "criterion_b",
        frame,
        same,
        language,
        lambda row: {"found": CRITERIA[row["criterion_a"]].in_(language)},
    )
    typed.issues += _each(
        "judgement_out_of_range",
        WEIGHTS,
        "judgement",
        frame,
        outside,
        language,
        lambda row: {"found": shown(round(float(row["judgement"]), 4))},
    )
    kept = frame[complete & ~same & ~outside].reset_index(drop=True)
    pairs = pd.Series(
        [
            (person_key(name), *sorted(pair))
            for name, *pair in zip(
                kept["participant"],
                kept["criterion_a"],
                kept["criterion_b"],
                strict=True,
            )
        ],
        dtype=object,
    )
    typed.issues += _each(
        "judgement_twice",
        WEIGHTS,
        "judgement",
        kept,
        pairs.duplicated().to_numpy(dtype=bool),
        language,
        lambda row: {"participant": shown(row["participant"])},
    )
    return kept, typed.issues


def _with_fractions(raw: RawTable) -> RawTable:
    """The table with judgements typed as texts such as "1/3" made numbers."""
    heading = table_headings(WEIGHTS, raw.headings).columns.get("judgement")
    if heading is None:
        return raw
    place = raw.headings.index(heading)
    columns = list(raw.columns)
    columns[place] = [_fraction(cell) for cell in columns[place]]
    return replace(raw, columns=columns)


def _fraction(cell: Cell) -> Cell:
    found = _FRACTION.fullmatch(cell) if isinstance(cell, str) else None
    return cell if found is None else 1 / int(found[1])


def _typed(raw: RawTable, table: Table, language: Language) -> tuple[TypedTable, bool]:
    """The typed rows; False when a required column is not there.

    Nothing here stops a refresh: no letter depends on it.
    """
    typed = read_frame(raw, table, language)
    missing = [issue for issue in typed.issues if issue.code == "column_missing"]
    if missing:
        typed.issues[:] = [
            Issue(
                "review_column_missing",
                Severity.WARNING,
                table.name,
                None,
                issue.column,
                {
                    "heading": table.column(str(issue.column)).heading.in_(language),
                    **issue.params,
                },
            )
            for issue in missing
        ]
    return typed, not missing


def _complete(table: Table, typed: TypedTable, language: Language, code: str) -> Rows:
    """Rows with all required cells; each other one is told once, unless it is said
    already that a cell of it cannot be read.
    """
    frame = typed.frame
    told = {issue.row for issue in typed.issues if issue.severity is Severity.WARNING}
    complete = np.ones(len(frame), dtype=bool)
    said = frame["_row"].isin(told).to_numpy(dtype=bool)
    for column in table.columns:
        if not column.required:
            continue
        cells = frame[column.key]
        blank = (cells.isna() | (cells == "")).to_numpy(dtype=bool)
        heading = column.heading.in_(language)
        typed.issues += _each(
            code,
            table,
            column.key,
            frame,
            blank & complete & ~said,
            language,
            lambda _, heading=heading: {"heading": heading},  # type: ignore[misc]
        )
        complete &= ~blank
    return complete


def _each(
    code: str,
    table: Table,
    column: str,
    frame: pd.DataFrame,
    rows: Rows,
    language: Language,
    params: Callable[[pd.Series], dict[str, ParamValue]],
) -> Iterator[Issue]:
    """One warning a row, the first ones; the rest are counted."""
    for _, row in frame[rows].head(LISTED).iterrows():
        place = int(row["_row"])
        yield Issue(
            code, Severity.WARNING, table.name, place, column, dict(params(row))
        )
    rest = frame["_row"].to_numpy()[rows][LISTED:]
    if len(rest):
        heading = table.column(column).heading.in_(language)
        yield more_cells(table, column, heading, rest)
