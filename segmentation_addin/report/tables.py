"""The tables of the report, from the same declarations as the workbook's cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.report import words
from segmentation_addin.report.dashboard import block, said_at, value_at
from segmentation_addin.report.formats import shown
from segmentation_addin.report.pages import Cell, Column, TableBlock
from segmentation_addin.workbook.board_cells import Value
from segmentation_addin.workbook.board_dimensions import LINES, Dimension
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED
from segmentation_addin.workbook.board_letters import HEADS, LABELS
from segmentation_addin.workbook.board_method import D_ROW, LETTER_ROW, METHOD
from segmentation_addin.workbook.board_phrases import amount_text
from segmentation_addin.workbook.board_start_letters import FIRST_ROW as START_ROW
from segmentation_addin.workbook.board_start_letters import HEAD_ROW as START_HEAD
from segmentation_addin.workbook.board_start_letters import TOTAL_ROW as START_TOTAL
from segmentation_addin.workbook.board_top_lists import LISTED, TopList
from segmentation_addin.workbook.outputs import NOT_FILLED


def by_letter(facts: Facts) -> TableBlock:
    """The dashboard's table by letter, figure for figure."""
    language = facts.language
    columns = [Column(words.LETTER.in_(language), 1.75, figures=False)]
    columns += [
        Column(text.in_(language), 1.15 if style == "amount" else 0.9)
        for _, _, style, text in HEADS
    ]
    rows = []
    for name, label in LABELS.items():
        letter = name if name in GRADED else ""
        text = label.in_(language).removeprefix(letter).strip()
        cells = [Cell(text, letter)]
        for _, key, style, _ in HEADS:
            value = facts.kpis[name].get(key, "")
            cells.append(Cell(shown(value, style, language)))
        rows.append(tuple(cells))
    title = words.BY_LETTER.in_(language)
    return TableBlock(title, tuple(columns), tuple(rows), has_total=True)


def figures_of(
    lines: Iterable[tuple[Text, str, str, Value]], title: Text, facts: Facts
) -> TableBlock:
    """Labels and figures of a declared block of cells."""
    language = facts.language
    columns = (
        Column(words.FIGURE.in_(language), 2.4, figures=False),
        Column(words.AMOUNT.in_(language), 1),
    )
    rows = tuple(
        (Cell(label.in_(language)), Cell(shown(value(facts), style, language)))
        for label, style, _, value in lines
    )
    return TableBlock(title.in_(language), columns, rows)


# --- letters by group -----------------------------------------------------------

_GROUP_COLUMNS = {
    "B": 2.6,
    **dict.fromkeys("C", 0.9),
    **dict.fromkeys("DEFG", 0.6),
    "H": 0.9,
    **dict.fromkeys("IK", 1.3),
    "M": 1.1,
}
_D_SENTENCES = 3
_COUNT_COLUMNS = "DEFGH"
"""Clients with each letter, then with none."""


@dataclass(frozen=True)
class Group:
    """The clients of one sector, account manager or region."""

    name: str
    counts: tuple[int, ...]
    """Clients A, B, C, D, then without a letter."""

    @property
    def clients(self) -> int:
        """All its clients."""
        return sum(self.counts)


def is_filled(facts: Facts, dimension: Dimension) -> bool:
    """Whether somebody named at least one group."""
    names = facts.figures.names_by_rank(dimension.names, dimension.rank)
    return bool(set(names.values()) - {"", NOT_FILLED.in_(facts.language)})


def groups(facts: Facts, dimension: Dimension) -> tuple[Group, ...]:
    """The ten groups with most revenue, then the others."""
    found = [
        Group(
            said_at(f"B{row}", facts),
            tuple(_count(f"{letter}{row}", facts) for letter in _COUNT_COLUMNS),
        )
        for row in _group_rows(dimension)
        if said_at(f"B{row}", facts)
    ]
    return tuple(found[:-1])


def _group_rows(dimension: Dimension) -> range:
    return range(dimension.row + 2, dimension.row + 2 + LINES)


def _count(place: str, facts: Facts) -> int:
    value = value_at(place, facts)
    return int(value) if isinstance(value, int | float) else 0


def group_table(facts: Facts, dimension: Dimension) -> TableBlock:
    """Clients by letter and amounts of each group, then of all."""
    head, rows = dimension.row + 1, _group_rows(dimension)
    return block(dimension.title, _GROUP_COLUMNS, head, rows, facts, has_total=True)


# --- since the previous period ----------------------------------------------------


def start_table(facts: Facts) -> TableBlock | None:
    """What became of the letters at the start; None without a period before."""
    if not np.isfinite(facts.figures.numbers("previous_revenue")).any():
        return None
    columns = dict.fromkeys("IJKLMNO", 1.0)
    rows = range(START_ROW, START_TOTAL + 1)
    return block(words.SINCE, columns, START_HEAD, rows, facts, has_total=True)


# --- top lists ------------------------------------------------------------------

_WORDS_WIDTH, _CLIENT_WIDTH = 2.6, 2.2


def client_table(facts: Facts, top: TopList) -> TableBlock | None:
    """The ten first clients of a list, their letter first; None when it is empty."""
    ranks = facts.figures.numbers(top.rank)
    codes = facts.figures.words("client_id")
    (name, *_), (letter, *_), *others = top.columns
    heads = tuple(
        Column(
            text.in_(facts.language),
            1.0 if "amount" in style or key == "false_good" else _WORDS_WIDTH,
            figures="amount" in style,
        )
        for _, _, key, style, text in others
    )
    lines = []
    for rank in range(1, LISTED + 1):
        found = np.flatnonzero(ranks == rank)
        if not found.size:
            break
        row = top.row + 2 + rank
        client = said_at(f"{name}{row}", facts)
        code = str(codes[found[0]])
        first = Cell(
            client, said_at(f"{letter}{row}", facts), "" if code == client else code
        )
        rest = (Cell(said_at(f"{place}{row}", facts)) for place, *_ in others)
        lines.append((first, *rest))
    if not lines:
        return None
    client_head = Column(words.CLIENT.in_(facts.language), _CLIENT_WIDTH, figures=False)
    return TableBlock(
        top.title.in_(facts.language), (client_head, *heads), tuple(lines)
    )


def list_sentence(facts: Facts, top: TopList) -> str:
    """How many clients the whole list holds, and for how much."""
    return said_at(f"{top.first_column}{top.row + 1}", facts)


_MEANING_COLUMNS = {
    "B": 1.6,
    **dict.fromkeys("DEFG", 1.0),
    "H": 3.4,
    "L": 2.0,
}


def meanings(facts: Facts) -> TableBlock:
    """What each letter says, and what the company does: the Method sheet's table."""
    head = LETTER_ROW + 1
    rows = range(head + 1, head + 1 + len(GRADED))
    return block(words.MEANINGS, _MEANING_COLUMNS, head, rows, facts, sheet=METHOD)


def decide_sentences(facts: Facts) -> str:
    """What a D means, and does not mean."""
    rows = range(D_ROW + 1, D_ROW + 1 + _D_SENTENCES)
    return " ".join(said_at(f"B{row}", facts, METHOD) for row in rows)


def amount_in_words(value: float, facts: Facts) -> str:
    """An amount as the headline sentences write it."""
    return amount_text(value, facts.currency)
