"""A table with headings given to a function: its columns by key, row by row.

Headings are recognised as on the sheets: in either language, by key, and by those of
common exports. The table speaks the language of most of its headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from segmentation_addin.core.client_figures import FROM_MARGINS, ClientFigures
from segmentation_addin.core.criteria import CRITERIA, DAYS_A_YEAR, RATINGS
from segmentation_addin.excel.arguments import ArgumentError, Floats, block
from segmentation_addin.excel.arguments import typed_numbers as _typed_numbers
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.headings import column_aliases
from segmentation_addin.imports.values import choices, texts
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.workbook.declaration import (
    Kind,
    Table,
    choice_key,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.inputs import CLIENTS, MARGINS
from segmentation_addin.workbook.outputs import COMPUTED_LETTERS, SEGMENTATION

_FROM: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (
        SEGMENTATION,
        (
            *(
                "client_id",
                "name",
                "revenue",
                "gross_margin",
                "cost_to_serve",
                "orders",
            ),
            *("active_months", "days", "previous_revenue", "start_letter"),
            *("quotes_decided", "quotes_won"),
        ),
    ),
    (
        MARGINS,
        (
            *("period", "cost_of_goods", "rebates", "last_order", "credit_notes"),
            "days_to_pay",
        ),
    ),
    (CLIENTS, (*RATINGS, "wallet", "since")),
)
TABLE = Table(
    "tableWithHeadings",
    "functions",
    Text("Table with headings", "Tableau avec titres"),
    tuple(table.column(key) for table, keys in _FROM for key in keys),
)
"""Every column that a function reads, one row a client, over 12 months."""
_ALIASES = {
    heading: key
    for table in (CLIENTS, MARGINS)
    for heading, key in column_aliases(table.name).items()
}


@dataclass
class TableArgument:
    """The rows of a table with headings; errors are noted as columns are read."""

    language: Language
    rows: int
    cells: dict[str, list[Cell]]
    """Cells of each recognised column, by key."""
    errors: dict[int, str] = field(default_factory=dict)
    """The first error of each row that has one."""

    def has(self, key: str) -> bool:
        """Whether the table holds that column."""
        return key in self.cells

    def numbers(self, key: str) -> Floats:
        """A column as numbers, NaN where blank or absent."""
        if key not in self.cells:
            return np.full(self.rows, np.nan)
        typed = _typed_numbers(self.cells[key])
        for row, name in typed.errors.items():
            self.errors.setdefault(row, name)
        return typed.values

    def texts(self, key: str) -> np.ndarray:
        """A column as texts, "" where blank or absent."""
        if key not in self.cells:
            return np.full(self.rows, "", dtype=object)
        return texts(self.cells[key])

    def days(self, key: str) -> np.ndarray:
        """A column of dates, NaT where blank, unreadable or absent."""
        if key not in self.cells:
            return np.full(self.rows, np.datetime64("NaT"), dtype="datetime64[D]")
        french = True if self.language == "fr" else None
        period = TABLE.column(key).kind is Kind.PERIOD
        found = dates(self.cells[key], period=period, day_first=french)[0]
        return found.astype("datetime64[D]")

    def figures(self) -> ClientFigures:
        """The figures of each row as one client; every criterion has its values.

        Raises:
            ArgumentError: #VALUE! when a client stands there with several periods.
        """
        self._check_one_row_a_client()
        revenue = self.numbers("revenue") - np.nan_to_num(self.numbers("rebates"))
        margin = revenue - self.numbers("cost_of_goods")
        margin = np.where(np.isnan(margin), self.numbers("gross_margin"), margin)
        notes = self.numbers("credit_notes")
        ends = self._analysis_date()
        tenure = (ends - self.days("since")).astype(np.float64) / DAYS_A_YEAR
        with np.errstate(invalid="ignore", divide="ignore"):
            growth = revenue / _positive(self.numbers("previous_revenue")) - 1
            wallet = revenue / _positive(self.numbers("wallet"))
            noted = notes / _positive(revenue + notes)
        measured = {
            "recurrence": self.numbers("active_months"),
            "recency": self._recency(ends),
            "frequency": self.numbers("orders"),
            "growth": growth,
            "tenure": np.where(tenure >= 0, tenure, np.nan),
            "share_of_wallet": wallet,
            "credit_note_rate": noted,
            "days_to_pay": self.numbers("days_to_pay"),
        }
        others = {
            key: measured[key] if key in measured else self.numbers(key)
            for key in CRITERIA
            if key not in FROM_MARGINS
        }
        return ClientFigures(revenue, margin, self.numbers("cost_to_serve"), others)

    def _check_one_row_a_client(self) -> None:
        """Rows of months or of years, as on Margins, have to be added up first."""
        if not (self.has("client_id") and self.has("period")):
            return
        clients, days = self.texts("client_id"), self.days("period")
        known = (clients != "") & ~np.isnat(days)
        pairs = set(zip(clients[known], days[known].tolist(), strict=True))
        if len(set(clients[known])) < len(pairs):
            raise ArgumentError("#VALUE!")

    def _analysis_date(self) -> np.datetime64:
        """The last period of the table, else its last order; NaT with neither."""
        for key in ("period", "last_order"):
            days = self.days(key)
            if not np.isnat(days).all():
                return np.nanmax(days)  # type: ignore[no-any-return]
        return np.datetime64("NaT", "D")

    def _recency(self, ends: np.datetime64) -> Floats:
        """The days given, else those from the last order to the analysis date."""
        days = self.numbers("days")
        last = self.days("last_order")
        since = (ends - last).astype(np.float64)
        usable = np.isnan(days) & ~np.isnat(last) & (last <= ends)
        return np.where(usable, since, days)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def table_argument(value: Any) -> TableArgument:
    """The rows below the headings, without blank rows at the end.

    Raises:
        ArgumentError: #VALUE! without a revenue column, #N/A without any row.
    """
    cells = block(value)
    headings = ["" if cell is None else str(cell) for cell in cells.row(0)]
    found = match_columns(TABLE, headings, _ALIASES)
    if "revenue" not in found:
        raise ArgumentError("#VALUE!")
    rows = cells.used_rows - 1
    if rows < 1:
        raise ArgumentError("#N/A")
    columns = {
        key: cells.column(headings.index(heading), 1)[:rows]
        for key, heading in found.items()
    }
    return TableArgument(_language(found), rows, columns)


def _language(found: dict[str, str]) -> Language:
    votes = {
        language: sum(
            heading_key(TABLE.column(key).heading.in_(language)) == heading_key(heading)
            for key, heading in found.items()
        )
        for language in LANGUAGES
    }
    return "fr" if votes["fr"] > votes["en"] else "en"


_LETTER = SEGMENTATION.column("computed_letter")


def letters_argument(value: Any, rows: int) -> np.ndarray:
    """One letter a row, "" where blank; a heading above them is passed over.

    Raises:
        ArgumentError: #VALUE! for another number of rows, or no letter of ours.
    """
    cells: Sequence[Cell] = block(value).cells
    names = {heading_key(str(name)) for name in (*_LETTER.heading, "letter", "lettre")}
    if len(cells) == rows + 1 and heading_key(str(cells[0])) in names:
        cells = cells[1:]
    if len(cells) < rows or any(cell is not None for cell in cells[rows:]):
        raise ArgumentError("#VALUE!")
    assert set(COMPUTED_LETTERS) == set(_LETTER.choices)
    found, problems = choices(cells[:rows], lambda text: choice_key(_LETTER, text))
    if problems:
        raise ArgumentError("#VALUE!")
    return found
