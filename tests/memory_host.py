"""A workbook held in memory: the smallest thing that satisfies `Host`."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.imports.headings import table_headings
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.host import (
    Cell,
    Changes,
    HostError,
    Progress,
    RawTable,
    TableBody,
    silent,
)
from segmentation_addin.workbook.inputs import INPUT_TABLES
from segmentation_addin.workbook.outputs import SHEETS, TABLES
from segmentation_addin.workbook.row_keys import matched_rows


class MemoryHost:
    """Raw tables by name; `write` applies changes as a file host would."""

    def __init__(self, raws: Mapping[str, RawTable], language: Language = "en"):
        self.raws = dict(raws)
        self._language = language
        self.fixed: dict[tuple[str, str], Cell] = {}

    @property
    def language(self) -> Language:
        return self._language

    def tables(self) -> Sequence[str]:
        return tuple(self.raws)

    def sheet_title(self, key: str) -> str | None:
        return SHEETS[key].title.in_(self._language) if key in SHEETS else None

    def read(self, table: str) -> RawTable:
        if table not in self.raws:
            raise HostError("table_missing", table=table)
        return copy.deepcopy(self.raws[table])

    def shows_dates(
        self, table: str, heading: str, rows: Sequence[int]
    ) -> Sequence[bool]:
        return [True] * len(rows)

    def write(self, changes: Changes, progress: Progress = silent) -> bool:
        before = copy.deepcopy((self.raws, self._lasting(changes)))
        for body in changes.bodies:
            self._replace(body)
        for edit in changes.edits:
            column = self._column(edit.table, edit.column)
            for row, value in zip(edit.rows, edit.values, strict=True):
                column[row] = plain(value)
        for added in changes.appended:
            self._append(added.table, added.frame, added.headings)
        self.fixed.update(changes.fixed.values)
        progress("write", 1.0)
        return (self.raws, self._lasting(changes)) != before

    def _lasting(self, changes: Changes) -> dict[tuple[str, str], Cell]:
        """The fixed cells that count as a change."""
        stamps = changes.fixed.stamps
        return {place: v for place, v in self.fixed.items() if place not in stamps}

    def _heading(self, table: str, key: str) -> str | None:
        raw = self.raws[table]
        found = table_headings(TABLES[table], raw.headings).columns.get(key)
        return found or (key if key in raw.headings else None)

    def _column(self, table: str, key: str) -> list[Cell]:
        heading = self._heading(table, key)
        assert heading is not None, (table, key)
        raw = self.raws[table]
        return raw.columns[raw.headings.index(heading)]

    def _append(
        self, table: str, frame: pd.DataFrame, headings: Mapping[str, str]
    ) -> None:
        raw = self.raws[table]
        for key in frame.columns:
            if self._heading(table, key) is None and key in headings:
                raw.headings.append(headings[key])
                raw.columns.append([None] * raw.rows)
        used = max(
            (
                i + 1
                for column in raw.columns
                for i, c in enumerate(column)
                if c is not None
            ),
            default=0,
        )
        for column in raw.columns:
            del column[used:]
            column.extend([None] * len(frame))
        for key in frame.columns:
            self._column(table, key)[used:] = [plain(v) for v in frame[key].tolist()]

    def _replace(self, body: TableBody) -> None:
        raw, frame = self.raws[body.table], body.frame
        owned = {self._heading(body.table, k) for k in frame.columns}
        keys = (body.key,) if isinstance(body.key, str) else body.key or ()
        columns = [list(self._column(body.table, k)) for k in keys]
        new = [[plain(v) for v in frame[k].tolist()] for k in keys]
        sources = body.sources
        if sources is None:
            sources = matched_rows(
                list(zip(*columns, strict=True)) if keys else [],
                list(zip(*new, strict=True)) if keys else [(None,)] * len(frame),
                raw.rows if keys else 0,
                len(frame),
            )
        for heading, column in zip(raw.headings, raw.columns, strict=True):
            if heading not in owned:
                kept = list(column)
                column[:] = [None if i is None else kept[i] for i in sources]
        for k in frame.columns:
            self._column(body.table, k)[:] = [plain(v) for v in frame[k].tolist()]


def plain(value: object) -> Cell:
    """A value as a cell gives it back: no NaN, no "", no numpy scalar."""
    if value is None or value is pd.NaT or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and np.isnan(value):
        return None
    return value  # type: ignore[return-value]


def raw_table(
    table: Table,
    rows: Sequence[Mapping[str, Any]] = (),
    language: Language = "en",
    extra: Sequence[str] = (),
    blank_rows: int = 0,
) -> RawTable:
    """A raw table with all declared headings, from rows by column key or heading."""
    keys = [*table.keys, *extra]
    headings = [column.heading.in_(language) for column in table.columns]
    columns: list[list[Cell]] = [
        [row.get(key) for row in rows] + [None] * blank_rows for key in keys
    ]
    return RawTable(
        name=table.name,
        sheet=SHEETS[table.sheet].title.in_(language),
        first_row=5,
        first_column=table.first_column + 1,
        headings=[*headings, *extra],
        columns=columns,
    )


def memory_host(language: Language = "en", **raws: RawTable) -> MemoryHost:
    """A host with all input tables, blank (one empty row) unless given by name."""
    tables = {
        table.name: raw_table(table, language=language, blank_rows=1)
        for table in INPUT_TABLES
    }
    return MemoryHost({**tables, **raws}, language)
