"""A fixed cell: its place, its text or its formula, and the formula's value.

Formulas are written once with marks that `resolve` turns into references in the
workbook's language:

- `{tblSegmentation.revenue}`: a whole column of a table;
- `{@letter}`: the cell of that column on the formula's own row;
- `{sheet:home}`: the quoted title of a sheet, to be followed by `!C5`;
- `{choice:decided_by.inactive}`: a label of `tblSegmentation`, as a text;
- `{rule:override_steps}`: a setting of the name `Rules`, default when blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import Table, reference
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import SEGMENTATION, SHEETS, TABLES
from segmentation_addin.workbook.settings import SETTINGS_BY_KEY

Value = Callable[[Facts], Cell]

_MARK = re.compile(
    r"\{(?:@(?P<own>\w+)"
    r"|(?P<kind>sheet|choice|rule):(?P<name>[\w./]+)"
    r"|(?P<table>tbl\w+)\.(?P<column>\w+))\}"
)


@dataclass(frozen=True)
class FixedCell:
    """One cell outside tables, declared with its text, or its formula and value."""

    sheet: str
    """Key of the sheet."""
    cell: str
    """Address without signs: "C5"."""
    style: str
    """Names of the style's parts, separated by blanks (see `template.style`)."""
    text: Text | None = None
    formula: str | Text | None = None
    """Without "="; a `Text` when it holds words."""
    value: Value | None = None
    stamp: bool = False
    """A cell that does not count as a change."""
    span: int = 1
    """Number of columns that the cell covers."""
    link: str | None = None
    """Key of the sheet that a click opens."""


def quoted(text: str) -> str:
    """A text as a literal of an Excel formula."""
    return '"' + text.replace('"', '""') + '"'


def resolve(
    formula: str | Text, language: Language, table: Table = SEGMENTATION
) -> str:
    """A declared formula in the workbook's language, without "=".

    `table` owns the marks of the formula's own row. KeyError for an unknown
    table, column, sheet, choice or rule.
    """

    def replaced(match: re.Match[str]) -> str:
        if match["own"]:
            return reference(table, match["own"], language, row=True)
        if match["table"]:
            return reference(TABLES[match["table"]], match["column"], language)
        if match["kind"] == "sheet":
            title = SHEETS[match["name"]].title.in_(language)
            return "'" + title.replace("'", "''") + "'"
        if match["kind"] == "choice":
            column, key = match["name"].split(".")
            return quoted(SEGMENTATION.column(column).choices[key].in_(language))
        return _rule(match["name"], language)

    text = formula.in_(language) if isinstance(formula, Text) else formula
    return _MARK.sub(replaced, text)


def _rule(key: str, language: Language) -> str:
    """The value of a rule where the user wrote a number, else its default."""
    setting = SETTINGS_BY_KEY[key]
    label = quoted(setting.label.in_(language))
    found = f"INDEX(Rules,MATCH({label},INDEX(Rules,0,1),0),2)"
    return f"IF(ISNUMBER({found}),{found},{setting.default})"


def column(key: str) -> str:
    """The mark of a whole column of `tblSegmentation`."""
    return "{tblSegmentation." + key + "}"
