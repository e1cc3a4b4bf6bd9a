"""What a workbook is to the rest of the project, wherever it lives.

Two hosts satisfy this protocol: the file on disk and a workbook open in Excel. They
exchange only the plain values below, and pass the same contract tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

import pandas as pd

from segmentation_addin.languages import Language


@dataclass(frozen=True)
class CellError:
    """An error cell such as #N/A, or a formula that holds no value yet."""

    code: str
    """"#N/A", "#REF!"..., or NO_VALUE."""


NO_VALUE = "formula without a value"

Cell = None | str | float | int | bool | date | datetime | CellError
"""A date cell arrives as datetime or as its serial number: the typed reading
accepts both, in the 1900 and the 1904 system."""


@dataclass
class RawTable:
    """One Excel table as it stands: headings in sheet order, raw values."""

    name: str
    sheet: str
    """Title of the sheet as the user sees it."""
    first_row: int
    """1-based sheet row of the first data row."""
    first_column: int
    """1-based sheet column of the first heading."""
    headings: list[str]
    columns: list[list[Cell]]
    """One list a heading, all of the same length; blank rows included."""
    formula_columns: frozenset[str] = frozenset()
    """Headings of the columns that hold at least one formula cell."""
    formula_rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """0-based rows of the formula cells of each of these columns."""
    date_1904: bool = False

    @property
    def rows(self) -> int:
        """Number of data rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0


@dataclass
class TableBody:
    """The whole new content of an output table, keyed by column key.

    `frame` has one column a declared key that is written, one row a table row.
    NaN, NaT, None and "" are blank cells. Text is written as text, whatever it
    begins with. Cells of the columns that are not written follow `key`, one column
    or several together, to their new row; or, where `sources` says it, those of the
    old row (counted from 0) that each new row comes from, None for a new one.
    """

    table: str
    frame: pd.DataFrame
    key: str | tuple[str, ...] | None = None
    sources: Sequence[int | None] | None = None


@dataclass
class CellEdits:
    """New values for cells of one column of an input table, by row position.

    Formats stay; a cell that holds a formula is left alone.
    """

    table: str
    column: str
    rows: Sequence[int]
    values: Sequence[Cell]


@dataclass
class AppendedRows:
    """Rows added below the last used row of an input table, by column key.

    Blank rows at the end of the table are used first. Keys that the table does
    not have are added as columns at its right end when `headings` names them.
    """

    table: str
    frame: pd.DataFrame
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class FixedValues:
    """Values of declared cells outside tables: {(sheet key, "C5"): value}.

    A cell that holds our declared formula keeps it and, in a file, gets the value
    beside it (an open Excel computes it); a cell where the user wrote something else
    is left alone.
    """

    values: Mapping[tuple[str, str], Cell]
    formulas: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The declared formula text of each formula cell, without "="."""
    stamps: frozenset[tuple[str, str]] = frozenset()
    """Cells that do not count as a change (time of the last refresh)."""


@dataclass
class Changes:
    """All that one act writes; a host writes all of it or nothing."""

    bodies: list[TableBody] = field(default_factory=list)
    edits: list[CellEdits] = field(default_factory=list)
    appended: list[AppendedRows] = field(default_factory=list)
    fixed: FixedValues = field(default_factory=lambda: FixedValues({}))


Progress = Callable[[str, float], None]
"""Called with a step's name and the share done (0-1)."""


def silent(step: str, share: float) -> None:
    """A progress that shows nothing."""


class HostError(Exception):
    """The file or the host does not allow it; nothing was written (exit code 3).

    `code` and `params` choose the message in `host_texts`.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
        self.also: tuple[HostError, ...] = ()
        """What is wrong with other files of the same act."""


class Host(Protocol):
    """A workbook that can be read and written."""

    @property
    def language(self) -> Language:
        """Language of the workbook's headings."""

    def tables(self) -> Sequence[str]:
        """Names of all Excel tables in the workbook."""

    def sheet_title(self, key: str) -> str | None:
        """Title of a declared sheet in this workbook; None when absent."""

    def read(self, table: str) -> RawTable:
        """One table; HostError("table_missing") when the workbook has none."""

    def shows_dates(
        self, table: str, heading: str, rows: Sequence[int]
    ) -> Sequence[bool]:
        """For each row of a column, whether its format would show a date as one."""

    def write(self, changes: Changes, progress: Progress = silent) -> bool:
        """Writes all changes or nothing; False when nothing differed.

        Raises:
            HostError: the workbook is as it was (or, with `not_restored`, an open
                Excel did not let the old values be put back).
        """
