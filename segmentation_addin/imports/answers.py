"""The copy of an account manager as it came back: whose it is, and the answers.

The sheet is found by its headings, in either language, wherever they stand: people
insert rows, sort, and save with other programs. Nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import LISTED, clean_text, is_blank, shown
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.values import ids, texts
from segmentation_addin.languages import Text
from segmentation_addin.workbook.addresses import cell_address
from segmentation_addin.workbook.book_part import BookPart
from segmentation_addin.workbook.cell_values import BookValues, SheetValues
from segmentation_addin.workbook.declaration import heading_key, match_columns
from segmentation_addin.workbook.host import Cell, HostError, RawTable
from segmentation_addin.workbook.inputs import LETTERS
from segmentation_addin.workbook.manager_sheet import (
    ANSWERS,
    MADE_ON_LABEL,
    MANAGER_LABEL,
)
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.safe_file import read_whole
from segmentation_addin.workbook.sheet_part import SheetPart

HEADING_ROWS = 40
"""The headings are looked for among these first rows of each sheet."""
SMALL_SHEET = 8_000_000
"""Bytes of a sheet that is still looked through without being asked to."""
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_NEEDED = ("client_id", "your_letter")


@dataclass(frozen=True)
class Answer:
    """One client that the account manager answered for."""

    row: int
    """0-based position below the headings."""
    client_id: str
    letter: str
    comment: str


@dataclass(frozen=True)
class Copy:
    """One copy: the account manager, the day it was made, and all that is filled in."""

    file: str
    voter: str
    made_on: date | None
    answers: tuple[Answer, ...]
    raw: RawTable
    """The cells below the headings; its name is that of the file."""
    issues: list[Issue] = field(default_factory=list)

    def cell(self, answer: Answer) -> str:
        """The address of the letter of an answer."""
        heading = match_columns(ANSWERS, self.raw.headings)["your_letter"]
        column = self.raw.first_column + self.raw.headings.index(heading)
        return cell_address(self.raw.first_row + answer.row, column)

    def issue(self, code: str, answer: Answer, column: str, **params: str) -> Issue:
        """An error at one cell of the copy."""
        heading = match_columns(ANSWERS, self.raw.headings)[column]
        about: dict[str, ParamValue] = {"file": self.file, **params}
        return Issue(code, Severity.ERROR, self.raw.name, answer.row, heading, about)


def is_copy(path: Path) -> bool:
    """True for a file that is an account manager's copy, by its headings.

    A file that cannot be read is not one: whoever reads it next says why.
    """
    if path.suffix.lower() not in WORKBOOKS:
        return False
    try:
        book = BookPart(Package(read_whole(path), path.name))
        if book.table(ANSWERS.name) is not None:
            return True
        sizes = (len(book.package.read(sheet.part)) for sheet in book.sheets)
        return max(sizes, default=0) < SMALL_SHEET and _sheet(path, book) is not None
    except HostError:
        return False


def read_copy(path: Path) -> tuple[Copy | None, list[Issue]]:
    """What a copy says, None when the file is none; and what is wrong with it.

    Raises:
        HostError: the file is missing, damaged, encrypted or cannot be opened.
    """
    try:
        book = BookPart(Package(read_whole(path), path.name))
        found = _sheet(path, book)
    except HostError as error:
        if error.code not in {"not_a_workbook", "old_format", "binary_workbook"}:
            raise
        found = None
    if found is None:
        headings = (ANSWERS.column(key).heading for key in _NEEDED)
        expected = ", ".join(f"{h.en} / {h.fr}" for h in headings)
        params: dict[str, ParamValue] = {"file": path.name, "expected": expected}
        return None, [Issue("votes_not_a_copy", Severity.ERROR, params=params)]
    copy = _read(path, *found)
    return copy, copy.issues


def _sheet(path: Path, book: BookPart) -> tuple[str, SheetValues, int] | None:
    """The first sheet with the headings: its title, its values, the heading row."""
    values = BookValues(read_whole(path), book)
    for sheet in book.sheets:
        part = SheetPart(book.package.read(sheet.part), path.name, sheet.part)
        cells = values.sheet(sheet, part)
        for row, found in enumerate(cells.rows[:HEADING_ROWS], start=1):
            columns = match_columns(ANSWERS, _texts(found))
            if all(key in columns for key in _NEEDED):
                return sheet.title, cells, row
    return None


def _texts(row: Sequence[object]) -> list[str]:
    return [" ".join(c.split()) if isinstance(c, str) else "" for c in row]


def _read(path: Path, sheet: str, values: SheetValues, heading_row: int) -> Copy:
    headings = _texts(values.rows[heading_row - 1])
    last = max(len(values.rows), heading_row)
    raw = RawTable(
        name=f"{path.name} ({path})",
        sheet=sheet,
        first_row=heading_row + 1,
        first_column=1,
        headings=headings,
        columns=values.columns(heading_row + 1, last, 1, len(headings)),
        date_1904=values.date_1904,
    )
    above = values.columns(1, heading_row - 1, 1, len(headings))
    voter = _beside(above, MANAGER_LABEL)
    made_on = dates([_beside(above, MADE_ON_LABEL)], date_1904=values.date_1904)[0][0]
    copy = Copy(
        file=path.name,
        voter="" if is_blank(voter) else clean_text(str(voter)),
        made_on=None if np.isnat(made_on) else made_on.astype("datetime64[D]").item(),
        answers=(),
        raw=raw,
    )
    if not copy.voter:
        about: dict[str, ParamValue] = {
            "file": path.name,
            "expected": " / ".join(MANAGER_LABEL),
        }
        copy.issues.append(Issue("votes_no_manager", Severity.ERROR, params=about))
    answers = _answers(copy)
    copy.issues[:] = limited(copy.issues)
    return Copy(copy.file, copy.voter, copy.made_on, answers, raw, copy.issues)


def _beside(above: Sequence[Sequence[Cell]], label: Text) -> Cell:
    """The cell to the right of a label, in either language."""
    wanted = {heading_key(text) for text in label}
    rows: list[tuple[Cell, ...]] = list(zip(*above, strict=True))
    for row in rows:
        for label_cell, cell in pairwise(row):
            if isinstance(label_cell, str) and heading_key(label_cell) in wanted:
                return cell
    return None


def _answers(copy: Copy) -> tuple[Answer, ...]:
    """The answers that can be read; `copy.issues` gets the others."""
    raw = copy.raw
    columns = match_columns(ANSWERS, raw.headings)

    def cells(key: str) -> list[Cell]:
        if key not in columns:
            return [None] * raw.rows
        return raw.columns[raw.headings.index(columns[key])]

    clients = ids(cells("client_id"))[0].tolist()
    comments = texts(cells("comment")).tolist()
    answers: list[Answer] = []
    for row, cell in enumerate(cells("your_letter")):
        answer = Answer(row, str(clients[row]), _letter(cell), str(comments[row]))
        if is_blank(cell):
            if answer.comment and answer.client_id:
                copy.issues.append(_comment_alone(copy, answer, columns["comment"]))
        elif answer.letter not in LETTERS:
            copy.issues.append(
                copy.issue(
                    "votes_letter_unknown", answer, "your_letter", found=shown(cell)
                )
            )
        elif not answer.client_id:
            copy.issues.append(copy.issue("votes_no_client", answer, "client_id"))
        else:
            answers.append(answer)
    return tuple(answers)


def _letter(cell: Cell) -> str:
    return clean_text(cell).upper() if isinstance(cell, str) else ""


def _comment_alone(copy: Copy, answer: Answer, heading: str) -> Issue:
    params: dict[str, ParamValue] = {"file": copy.file}
    severity, table = Severity.WARNING, copy.raw.name
    return Issue("votes_comment_alone", severity, table, answer.row, heading, params)


def limited(issues: Sequence[Issue]) -> list[Issue]:
    """The first issues of each code; the errors beyond them are counted."""
    kept: list[Issue] = []
    left: dict[str, list[Issue]] = {}
    seen: dict[str, int] = {}
    for issue in issues:
        seen[issue.code] = seen.get(issue.code, 0) + 1
        if seen[issue.code] <= LISTED or issue.severity is not Severity.ERROR:
            kept.append(issue)
        else:
            left.setdefault(issue.code, []).append(issue)
    for more in left.values():
        first = more[0]
        about: dict[str, ParamValue] = {
            "file": first.params["file"],
            "count": len(more),
        }
        kept.append(
            Issue(
                "votes_more",
                Severity.ERROR,
                first.table,
                first.row,
                first.column,
                about,
            )
        )
    return kept
