"""Which cells of an input table can be written better, by the kind of their column.

A column is read as a refresh reads it, then read again with its fixes: one that would
say anything else is left as it is. Formulas are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.fixes import (
    NEW_VALUE,
    Fix,
    Rule,
    Value,
    currency_of,
    lost_zeros,
    siren_within,
)
from segmentation_addin.imports.cells import (
    BLANKS,
    Reason,
    clean_text,
    is_blank,
)
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.values import numbers, texts
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import (
    NUMERIC_KINDS,
    Column,
    Kind,
    Table,
)
from segmentation_addin.workbook.host import Cell, CellError, RawTable
from segmentation_addin.workbook.inputs import SETTINGS_TABLE
from segmentation_addin.workbook.settings import SETTINGS_BY_KEY
from segmentation_addin.workbook.settings_reading import read_settings, setting_rows
from segmentation_addin.workbook.typed import PERCENT_KINDS, Typed, read_cells

ShowsDates = Callable[[str, Sequence[int]], Sequence[bool]]
"""Heading and rows -> whether the format of each cell would show a date as one."""
_Found = dict[int, tuple[Rule, Value]]

DIGITS_KEPT = 1e15
"""From here on a spreadsheet loses digits before the decimal mark: texts stay texts."""
_HOUR = re.compile(r"\d\s*[:h]\s*\d", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[T ]\s*0{1,2}[:h]00(?::00(?:\.0+)?)?Z?\Z", re.IGNORECASE)
_CODES = ("postcode", "siren")
_DECIDED = frozenset({("tblOverrides", "expires_on")})
"""Columns where text means something else than the value it spells: an override whose
end is text does not hold, so a person has to say whether it should."""


@dataclass(frozen=True)
class Fixable:
    """What can be fixed in one table."""

    fixes: list[Fix]
    undated: int = 0
    """Dates that stay texts: the format of their cells would show a serial number."""


@dataclass(frozen=True)
class _Cells:
    """The cells of one column, and how a refresh reads them."""

    heading: str
    column: Column
    cells: Sequence[Cell]
    formulas: frozenset[int]
    read: Callable[[Sequence[Cell]], Typed]
    language: Language
    one_currency: bool

    def candidates(self) -> _Found:
        """What could be written better, each cell alone."""
        kind = self.column.kind
        if self.column.choices:
            return dict(self._choices())
        held = {
            row: cell
            for row, cell in enumerate(self.cells)
            if isinstance(cell, str) and row not in self.formulas
        }
        found: _Found = {
            row: (Rule.BLANKS, None) for row, text in held.items() if is_blank(text)
        }
        filled = {row: text for row, text in held.items() if row not in found}
        if not filled:
            return found
        if kind in NUMERIC_KINDS:
            return {**found, **dict(self._numbers(filled))}
        if kind in (Kind.DATE, Kind.PERIOD):
            return {**found, **dict(self._dates(filled))}
        for row, text in filled.items():
            tidy = clean_text(text) if kind is Kind.ID else text.strip(BLANKS)
            if tidy != text:
                found[row] = Rule.BLANKS, tidy
        return found

    def _choices(self) -> Iterator[tuple[int, tuple[Rule, Value]]]:
        keys, _ = self.read(self.cells)
        for row, (cell, key) in enumerate(zip(self.cells, keys, strict=True)):
            if row in self.formulas or cell is None or isinstance(cell, CellError):
                continue
            if is_blank(cell):
                yield row, (Rule.BLANKS, None)
            elif key:
                label = self.column.choices[str(key)].in_(self.language)
                blanks = isinstance(cell, str) and clean_text(cell) == label
                if cell != label:
                    yield row, (Rule.BLANKS if blanks else Rule.CHOICE, label)

    def _numbers(
        self, filled: dict[int, str]
    ) -> Iterator[tuple[int, tuple[Rule, Value]]]:
        values, _ = self.read(self.cells)
        for row, text in filled.items():
            value = float(values[row])
            if not abs(value) < DIGITS_KEPT:
                continue
            rule = _number_rule(text)
            percent = rule is Rule.PERCENT and self.column.kind not in PERCENT_KINDS
            if not percent and (self.one_currency or rule is not Rule.CURRENCY):
                yield row, (rule, value)

    def _dates(
        self, filled: dict[int, str]
    ) -> Iterator[tuple[int, tuple[Rule, Value]]]:
        values, problems = self.read(self.cells)
        assumed = {
            int(row)
            for problem in problems
            if problem.reason is Reason.ASSUMED
            for row in problem.positions
        }
        days = values.astype("datetime64[D]")
        for row, text in filled.items():
            hour = _HOUR.search(text) and not _MIDNIGHT.search(clean_text(text))
            if not np.isnat(days[row]) and row not in assumed and not hour:
                yield row, (Rule.DATE, days[row].item())

    def sure(self, found: _Found) -> _Found:
        """The same, or nothing when the column would then read otherwise."""
        if not found:
            return found
        fixed = list(self.cells)
        for row, (_, new) in found.items():
            fixed[row] = new
        same = _alike(self.read(self.cells)[0], self.read(fixed)[0])
        same[[row for row, (rule, _) in found.items() if rule in NEW_VALUE]] = True
        return found if same.all() else {}


def _alike(
    old: npt.NDArray[np.generic], new: npt.NDArray[np.generic]
) -> npt.NDArray[np.bool_]:
    """Where two readings of a column agree, unknown with unknown."""
    alike = np.asarray(old == new, dtype=bool)
    if old.dtype.kind in "fM":
        alike |= np.asarray(pd.isna(old) & pd.isna(new))
    return alike


def _number_rule(text: str) -> Rule:
    if "%" in text:
        return Rule.PERCENT
    return Rule.CURRENCY if currency_of(text) else Rule.NUMBER


def safe_fixes(
    raw: RawTable,
    table: Table,
    language: Language,
    shows_dates: ShowsDates,
    one_currency: bool = True,
) -> Fixable:
    """The cells of one table that say the same when written as they should be.

    Args:
        raw: the table as it stands.
        table: its declaration.
        language: of the workbook; choices are written in it.
        shows_dates: whether a cell would show a date as one.
        one_currency: False when the workbook names several currencies: amounts that
            name one then stay as they are.
    """
    if table is SETTINGS_TABLE:
        return _settings(raw, language, shows_dates)
    fixes: list[Fix] = []
    undated = 0
    for cells in _columns(raw, table, language, one_currency):
        found = cells.candidates()
        if cells.column.key in _CODES:
            found |= dict(_codes(cells, raw, table))
        found, hidden = _shown(found, cells.heading, shows_dates)
        undated += hidden
        fixes += _fixes(raw, cells.heading, cells.cells, cells.sure(found))
    return Fixable(sorted(fixes, key=lambda fix: fix.row), undated)


def currencies(raw: RawTable, table: Table) -> set[str]:
    """The currencies that texts in the columns of numbers of a table name."""
    headings = table_headings(table, raw.headings).columns
    named = {
        cell
        for key, heading in headings.items()
        if table.column(key).kind in NUMERIC_KINDS
        for cell in raw.columns[raw.headings.index(heading)]
        if isinstance(cell, str)
    }
    return {found for text in named if (found := currency_of(text)) is not None}


def row_keys(raw: RawTable, table: Table, language: Language) -> list[str]:
    """What each row is about: its client, setting, criterion..., and its period."""
    headings = table_headings(table, raw.headings).columns
    first = table.columns[0]
    keyed = [c for c in table.columns if c is first or c.kind is Kind.PERIOD]
    parts = []
    for column in keyed:
        if column.key in headings:
            cells = raw.columns[raw.headings.index(headings[column.key])]
            read, _ = read_cells(raw, table, column, cells, language)
            days = read.dtype.kind == "M"
            parts.append(read.astype("datetime64[D]").astype(str) if days else read)
    if not parts:
        return [""] * raw.rows
    return [" · ".join(map(str, row)) for row in zip(*parts, strict=True)]


# --- columns ---------------------------------------------------------------


def _columns(
    raw: RawTable, table: Table, language: Language, one_currency: bool
) -> Iterator[_Cells]:
    headings = table_headings(table, raw.headings)
    for column in table.columns:
        heading = headings.columns.get(column.key)
        ours = column.written or column.formula is not None
        if heading is None or ours or (table.name, column.key) in _DECIDED:
            continue
        yield _column(raw, table, column, heading, language, one_currency)
    if table.extra_columns_are is None:
        return
    known = {*headings.columns.values(), *(h for _, h in headings.repeated)}
    for heading in raw.headings:
        cells = raw.columns[raw.headings.index(heading)]
        if heading not in known and not np.isnan(numbers(cells)[0]).all():
            quantity = Column(heading, table.title, Kind.COUNT, table.title)
            found = _column(raw, table, quantity, heading, language, one_currency)
            yield replace(found, read=numbers)


def _column(
    raw: RawTable,
    table: Table,
    column: Column,
    heading: str,
    language: Language,
    one_currency: bool,
) -> _Cells:
    return _Cells(
        heading,
        column,
        raw.columns[raw.headings.index(heading)],
        raw.formula_rows.get(heading, frozenset()),
        lambda cells: read_cells(raw, table, column, cells, language),
        language,
        one_currency,
    )


def _codes(
    cells: _Cells, raw: RawTable, table: Table
) -> Iterator[tuple[int, tuple[Rule, Value]]]:
    """Postcodes without their zero, and longer numbers than a SIREN."""
    typed = texts(cells.cells).tolist()
    if cells.column.key == "postcode":
        heading = table_headings(table, raw.headings).columns.get("country")
        place = None if heading is None else raw.headings.index(heading)
        lands = [""] * raw.rows if place is None else texts(raw.columns[place]).tolist()
        new, rule = lost_zeros(typed, lands), Rule.POSTCODE
    else:
        known = {text: siren_within(text) for text in set(typed)}
        new = {r: s for r, text in enumerate(typed) if (s := known[text]) is not None}
        rule = Rule.SIREN
    for row, code in new.items():
        plain = isinstance(cells.cells[row], (str, float, int))
        if plain and row not in cells.formulas:
            yield row, (rule, code)


def _shown(found: _Found, heading: str, shows_dates: ShowsDates) -> tuple[_Found, int]:
    """Less the dates that the format of their cell would hide, and their number."""
    rows = [row for row, (rule, _) in found.items() if rule is Rule.DATE]
    shown = shows_dates(heading, rows) if rows else []
    hidden = {row for row, seen in zip(rows, shown, strict=True) if not seen}
    return {r: change for r, change in found.items() if r not in hidden}, len(hidden)


def _fixes(
    raw: RawTable, heading: str, cells: Sequence[Cell], found: _Found
) -> Iterator[Fix]:
    for row, (rule, new) in found.items():
        old = cells[row]
        assert not isinstance(old, CellError)
        yield Fix(raw.name, heading, row, rule, old, new)


# --- settings --------------------------------------------------------------


def _settings(raw: RawTable, language: Language, shows_dates: ShowsDates) -> Fixable:
    """The values of the settings: each row has a kind of its own."""
    heading = table_headings(SETTINGS_TABLE, raw.headings).columns.get("value")
    if heading is None:
        return Fixable([])
    place = raw.headings.index(heading)
    values = raw.columns[place]
    formulas = raw.formula_rows.get(heading, frozenset())
    standing = read_settings(raw, language)[0]
    fixes: list[Fix] = []
    undated = 0
    for key, row in setting_rows(raw).items():
        setting = SETTINGS_BY_KEY[key]
        kind = Kind.PERIOD if setting.kind is Kind.DATE else setting.kind
        column = replace(
            SETTINGS_TABLE.column("value"), kind=kind, choices=setting.choices
        )
        if row in formulas or kind in TEXT_LIKE:
            continue
        cells = _column(raw, SETTINGS_TABLE, column, heading, language, True)
        alone = replace(cells, cells=[values[row]], formulas=frozenset())
        change = alone.candidates().get(0)
        found = {} if change is None else {row: change}
        found, hidden = _shown(found, heading, shows_dates)
        undated += hidden
        columns = list(raw.columns)
        columns[place] = [
            found[at][1] if at in found else cell for at, cell in enumerate(values)
        ]
        if read_settings(replace(raw, columns=columns), language)[0] == standing:
            fixes += _fixes(raw, heading, values, found)
    return Fixable(fixes, undated)


TEXT_LIKE = frozenset({Kind.ID, Kind.TEXT})
"""Settings of free text: a sentence of the user's, left as typed."""
