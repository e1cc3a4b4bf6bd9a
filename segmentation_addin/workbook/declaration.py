"""What a sheet, a table and a column are; the lists stand in `inputs` and `outputs`.

From these declarations follow the template, the typed reading, the writing, the
data validation lists, the column reference in the documentation and every
reference in a formula. Keys and table names are public and never translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from segmentation_addin.languages import LANGUAGES, Language, Text


class Kind(StrEnum):
    """What the cells of a column hold, and in which unit."""

    ID = "id"  # text, never a number: "0101" is not 101
    TEXT = "text"
    AMOUNT = "amount"  # workbook currency, ex-VAT
    RATE = "rate"  # 0-1, shown as a percentage
    COUNT = "count"  # a quantity, usually whole
    NUMBER = "number"  # any number (weights, knots, index)
    SCORE = "score"  # 0-100, one decimal
    POINTS = "points"  # 0-100
    DAYS = "days"
    MONTHS = "months"
    MINUTES = "minutes"
    RATING = "rating"  # 0-5
    DATE = "date"
    PERIOD = "period"  # last day covered; a bare year means 31 December
    CHOICE = "choice"  # one of `choices`
    LETTER = "letter"  # A, B, C, D, NC


NUMERIC_KINDS = frozenset(
    {
        Kind.AMOUNT,
        Kind.RATE,
        Kind.COUNT,
        Kind.NUMBER,
        Kind.SCORE,
        Kind.POINTS,
        Kind.DAYS,
        Kind.MONTHS,
        Kind.MINUTES,
        Kind.RATING,
    }
)
TEXT_KINDS = frozenset({Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.LETTER})

NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.ID: "@",
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.LETTER: "@",
    Kind.AMOUNT: "#,##0.00",
    Kind.RATE: "0.0%",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.00##",
    Kind.SCORE: "0.0",
    Kind.POINTS: "0",
    Kind.DAYS: "#,##0",
    Kind.MONTHS: "0",
    Kind.MINUTES: "#,##0",
    Kind.RATING: "0.0",
    Kind.DATE: "yyyy\\-mm\\-dd",
    Kind.PERIOD: "yyyy\\-mm\\-dd",
}
"""ISO dates read the same in every locale."""


HEADER_ROW = 4
"""1-based sheet row of the headings of a declared table, unless it says otherwise."""


@dataclass(frozen=True)
class Column:
    """One column of a table: stable key, headings, unit, help."""

    key: str
    heading: Text
    kind: Kind
    help: Text
    required: bool = False
    width: int = 12
    choices: Mapping[str, Text] = field(default_factory=dict)
    formula: str | None = None
    """Native formula of an output column, with `{table.column}` references."""
    written: bool = False
    """True for the one grey column that refresh writes inside an input table."""
    number_format: str | None = None

    @property
    def format(self) -> str:
        """Excel number format of the column."""
        return self.number_format or NUMBER_FORMATS[self.kind]


@dataclass(frozen=True)
class Table:
    """One Excel table; its name never changes with the language."""

    name: str
    sheet: str
    title: Text
    columns: tuple[Column, ...]
    output: bool = False
    first_column: int = 0
    """0-based sheet column of the first table column in the template."""
    preset_rows: int = 0
    """Rows that the template fills (settings, criteria); 0 = one blank row."""
    extra_columns_are: str | None = None
    """What a user-added column means ("driver"), else it is the user's own."""
    header_row: int = HEADER_ROW
    """1-based sheet row of the headings in the template."""

    def column(self, key: str) -> Column:
        """The column with that key; KeyError when there is none."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Folded headings in both languages, and keys: {name: column key}."""
        known: dict[str, str] = {}
        for column in self.columns:
            for name in (column.heading.en, column.heading.fr, column.key):
                known.setdefault(heading_key(name), column.key)
        return known

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the columns, in the template's order."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook and the sentence under its title."""

    key: str
    title: Text
    guide: Text
    visible: bool = True


@lru_cache(maxsize=1 << 14, typed=True)
def heading_key(heading: str) -> str:
    """A heading folded for comparison: case, accents, blanks and signs aside."""
    import unicodedata

    folded = unicodedata.normalize("NFKD", str(heading)).casefold()
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def match_columns(
    table: Table, headings: Iterable[str], aliases: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Which heading holds which declared column: {column key: heading}.

    A heading is recognised in either language, by its key, then by `aliases`
    (folded heading -> column key). The first heading that fits a column keeps it.
    """
    known = table.names
    if aliases:
        known = dict(known)
        for alias, key in aliases.items():
            if key in table.keys:
                known.setdefault(heading_key(alias), key)
    found: dict[str, str] = {}
    for heading in headings:
        fitting = known.get(heading_key(heading))
        if fitting is not None and fitting not in found:
            found[fitting] = heading
    return found


def reference(table: Table, column: str, language: Language, row: bool = False) -> str:
    """A structured reference to one column, whole or on the formula's own row.

    Apostrophes, brackets and # in a heading are escaped as Excel writes them in a
    file: `tblMargins[Chiffre d''affaires]`.
    """
    heading = table.column(column).heading.in_(language)
    escaped = "".join("'" + c if c in "'[]#" else c for c in heading)
    if row:
        return f"{table.name}[[#This Row],[{escaped}]]"
    return f"{table.name}[{escaped}]"


def choice_key(column: Column, label: str) -> str | None:
    """The stable key behind a label typed in either language; None if unknown."""
    folded = heading_key(label)
    for key, text in column.choices.items():
        if folded in {heading_key(key), *(heading_key(text.in_(x)) for x in LANGUAGES)}:
            return key
    return None


def code_name(sheet_key: str) -> str:
    """The name by which code knows a sheet, whatever its title: shCostToServe."""
    return "sh" + "".join(word.capitalize() for word in sheet_key.split("_"))
