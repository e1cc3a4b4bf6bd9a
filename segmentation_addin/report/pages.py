"""What a report is made of: sections of cards, tables, charts and words.

Every text and every figure stands here as the reader will see it, so that a page of
a browser and a page of paper show the same; nothing here knows how it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from segmentation_addin.languages import Language
from segmentation_addin.report.charts import Chart


@dataclass(frozen=True)
class Card:
    """One headline figure and its sentence."""

    caption: str
    figure: str
    sentence: str


@dataclass(frozen=True)
class Cards:
    """The headline figures, side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table, as shown."""

    text: str = ""
    letter: str = ""
    """A letter to show as a badge before the text."""
    note: str = ""
    """A short text in small type after it: the client's code."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    heading: str
    width: float = 1.0
    """Share of the table's width."""
    figures: bool = True
    """Aligned to the right; words stand at the left."""


@dataclass(frozen=True)
class TableBlock:
    """A table; the first cell of each row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False
    """The last row is a total."""


@dataclass(frozen=True)
class ChartBlock:
    """A chart with its title and what it shows, in words."""

    title: str
    description: str
    chart: Chart


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    terms: tuple[tuple[str, str], ...]


Block: TypeAlias = Cards | TableBlock | ChartBlock | Words | Terms


@dataclass(frozen=True)
class Section:
    """A part of the report with its heading."""

    key: str
    """Stable name, the same in both languages."""
    title: str
    blocks: tuple[Block, ...]
    beside: bool = False
    """Both blocks fit side by side on a wide page."""
    new_page: bool = True
    """Begins a page of paper."""


@dataclass(frozen=True)
class Report:
    """All pages, in one language."""

    language: Language
    title: str
    subtitle: str
    """Period and currency of every amount."""
    status: str
    """When it was computed, and how far the figures can be trusted."""
    banner: str
    """What a reader must know first; "" when nothing."""
    sections: tuple[Section, ...]
