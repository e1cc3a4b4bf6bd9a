"""What the fixed cells of the workbook show, read by their place.

A figure of the report is the value declared with the formula of its cell, so that the
page and the workbook cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from segmentation_addin.languages import Language, Text
from segmentation_addin.report.formats import shown
from segmentation_addin.report.pages import Cell, Column, TableBlock
from segmentation_addin.workbook.board import FIXED_CELLS, FixedCell
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.host import Cell as Value

_BADGE = "badge_"


@cache
def _by_place() -> Mapping[tuple[str, str], FixedCell]:
    return {(fixed.sheet, fixed.cell): fixed for fixed in FIXED_CELLS}


def cells_of(sheet: str, style: str) -> Iterator[FixedCell]:
    """The cells of a sheet whose style has that part, in reading order."""
    for fixed in FIXED_CELLS:
        if fixed.sheet == sheet and style in fixed.style.split():
            yield fixed


def value_at(place: str, facts: Facts, sheet: str = DASHBOARD) -> Value:
    """The value of a cell, its text when it holds none."""
    fixed = _by_place()[sheet, place]
    if fixed.value is not None:
        return fixed.value(facts)
    return None if fixed.text is None else fixed.text.in_(facts.language)


def said(fixed: FixedCell, facts: Facts) -> str:
    """What a declared cell shows, as its reader writes it."""
    if fixed.value is not None:
        return shown(fixed.value(facts), fixed.style, facts.language)
    return "" if fixed.text is None else fixed.text.in_(facts.language)


def said_at(place: str, facts: Facts, sheet: str = DASHBOARD) -> str:
    """What the cell at a place shows."""
    return said(_by_place()[sheet, place], facts)


def _letter_of(fixed: FixedCell) -> str:
    """The letter whose badge a cell is; "" when it is none."""
    parts = fixed.style.split()
    found = (x.removeprefix(_BADGE) for x in parts if x.startswith(_BADGE))
    return next(found, "")


def block(
    title: Text,
    columns: Mapping[str, float],
    head: int,
    rows: Iterable[int],
    facts: Facts,
    has_total: bool = False,
    sheet: str = DASHBOARD,
) -> TableBlock:
    """A block of cells: sheet columns with their widths, heading row, rows.

    Rows whose first cell is blank are left out.
    """
    cells = _by_place()
    heads = (
        _column(cells[sheet, f"{letter}{head}"], width, facts.language)
        for letter, width in columns.items()
    )
    lines = (
        tuple(_cell(cells[sheet, f"{letter}{row}"], facts) for letter in columns)
        for row in rows
    )
    return TableBlock(
        title.in_(facts.language),
        tuple(heads),
        tuple(line for line in lines if line[0].text or line[0].letter),
        has_total,
    )


def _cell(fixed: FixedCell, facts: Facts) -> Cell:
    text, letter = said(fixed, facts), _letter_of(fixed)
    return Cell(text.removeprefix(letter).strip() if letter else text, letter)


def _column(fixed: FixedCell, width: float, language: Language) -> Column:
    """A heading; "head" alone stands over figures."""
    text = "" if fixed.text is None else fixed.text.in_(language)
    words = {"left", "inset", "center"} & set(fixed.style.split())
    return Column(text, width, figures=not words)
