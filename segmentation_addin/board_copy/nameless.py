"""The copy that names no client: codes in every cell, nothing that a person typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from segmentation_addin.board_copy.client_words import ClientWords
from segmentation_addin.board_copy.codes import Codes
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.workbook.addresses import cell_position
from segmentation_addin.workbook.board import FIXED_CELLS
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.book_part import BookPart, BookTable
from segmentation_addin.workbook.cell_xml import Plain, plain, same_value
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.outputs import SHEETS, TABLES

_TYPED = frozenset(
    {
        "action_id",
        "answer",
        "comment",
        "comments",
        "note",
        "notes",
        "reason",
        "remark",
        "why_not",
    }
)
"""Keys of columns that people fill with sentences, or that hold a client's id."""
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_Place = tuple[str, int, int]
CellOf = Callable[[BookTable, int, int], Plain]
"""The value that stands in a cell of a table's sheet: table, row, column."""


def nameless_facts(facts: Facts, codes: Codes) -> Facts:
    """The facts with client codes instead of ids and names."""
    rows = facts.segmentation
    shown = [codes.by_id.get(str(client), "") for client in rows["client_id"]]
    column = pd.Series(shown, index=rows.index, dtype=object)
    return replace(facts, segmentation=rows.assign(client_id=column, name=column))


def id_text(value: Plain) -> str:
    """A client id as text, also where the cell holds a number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


class NamelessWording:
    """What the copy says where the workbook names a client.

    Args:
        book: the workbook.
        titles: title of each sheet of the copy, by key.
        cell_of: the values of its tables.
        codes: the code of each client.
        facts: what the workbook shows, with names.
    """

    def __init__(
        self,
        book: BookPart,
        titles: Mapping[str, str],
        cell_of: CellOf,
        codes: Codes,
        facts: Facts,
    ) -> None:
        self._codes = codes
        self._said: dict[_Place, Plain] = {}
        """Cells of which the copy says something else."""
        self._shown: dict[_Place, tuple[Plain, Plain]] = {}
        """Cells of the board: with names, and without."""
        for table in book.tables:
            self._note_table(table, cell_of)
        self._note_board(titles, facts)
        self._words = ClientWords(_phrases(codes), _own_texts(titles.values()))

    def cell(self, title: str, row: int, column: int, value: Plain) -> Plain:
        """The value that a cell may show."""
        place = (title, row, column)
        if place in self._said:
            return self._said[place]
        if place in self._shown:
            old, new = self._shown[place]
            if same_value(value or None, old or None):
                return new
        if not isinstance(value, str):
            return value
        return self.text(value)

    def text(self, text: str) -> str:
        """Any other text, with codes for the names in it."""
        return self._words.replaced(text)

    def formula(self, title: str, row: int, column: int, formula: str) -> str:
        """A formula; texts inside those of the user's may name a client."""
        if (title, row, column) in self._shown:
            return formula

        def said(match: re.Match[str]) -> str:
            new = self.text(match[1].replace('""', '"'))
            return '"' + new.replace('"', '""') + '"'

        return _LITERAL.sub(said, formula)

    def _note_table(self, table: BookTable, cell_of: CellOf) -> None:
        """Ids and names become codes; what people typed, and their columns, go."""
        declared = TABLES.get(table.part.name)
        if declared is None:
            return
        body, headings = table.part.body, table.part.headings
        keys = {h: key for key, h in match_columns(declared, headings).items()}
        places = {heading: body.first_column + i for i, heading in enumerate(headings)}
        columns = {keys[h]: column for h, column in places.items() if h in keys}
        title, rows = table.sheet.title, range(body.first_row, body.last_row + 1)
        if "client_id" not in columns:
            return
        for row in rows:
            client = id_text(cell_of(table, row, columns["client_id"]))
            code = self._codes.by_id.get(client)
            for key in ("client_id", "name"):
                if key in columns:
                    self._said[title, row, columns[key]] = code
        gone = [c for h, c in places.items() if keys.get(h, "note") in _TYPED]
        for column in gone:
            self._said.update(((title, row, column), None) for row in rows)

    def _note_board(self, titles: Mapping[str, str], facts: Facts) -> None:
        nameless = nameless_facts(facts, self._codes)
        for fixed in FIXED_CELLS:
            if fixed.sheet not in titles or fixed.value is None:
                continue
            place = (titles[fixed.sheet], *cell_position(fixed.cell))
            old, new = fixed.value(facts), fixed.value(nameless)
            self._shown[place] = (plain(old), plain(new))


def _phrases(codes: Codes) -> dict[str, str]:
    """Id and name of each client, with its code; a shared name has the first one."""
    found: dict[str, str] = {}
    for client, code in codes.by_id.items():
        found.setdefault(codes.names.get(client, ""), code)
    found.update(codes.by_id)
    found.pop("", None)
    return found


def _own_texts(titles: Collection[str]) -> Iterator[str]:
    """Headings, labels and titles of the project: they name nobody."""
    yield from titles
    for sheet in SHEETS.values():
        yield from sheet.title
        yield from sheet.guide
    for table in TABLES.values():
        for column in table.columns:
            yield from (*column.heading, *column.help)
            for choice in column.choices.values():
                yield from choice
    for fixed in FIXED_CELLS:
        if fixed.text is not None:
            for language in LANGUAGES:
                yield fixed.text.in_(language)
