"""The three charts of the board, described by their points and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from segmentation_addin.languages import Language


@dataclass(frozen=True)
class Point:
    """A point that the chart marks and names."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Curve:
    """Cumulated shares, best client first: x = share of clients, y = of the peak."""

    language: Language
    x_title: str
    y_title: str
    points: tuple[tuple[float, float], ...]
    peak: Point
    end: Point
    """Where all clients are counted; its text says what was lost since the peak."""
    best: Point | None = None


@dataclass(frozen=True)
class Bubble:
    """One client: x = revenue > 0, y = net margin rate within the axis."""

    x: float
    y: float
    size: float
    """0 to 1, in proportion to the surface."""
    letter: str
    title: str


@dataclass(frozen=True)
class Bubbles:
    """Clients by revenue and margin."""

    language: Language
    x_title: str
    x_title_log: str
    """The title when the axis is logarithmic."""
    y_title: str
    y_low: float
    y_high: float
    y_step: float
    bubbles: tuple[Bubble, ...]
    letters: tuple[str, ...]
    """Letters of the legend, with their names."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """One line of clients by letter."""

    name: str
    counts: tuple[int, ...]
    text: str
    """What stands after the bar."""


@dataclass(frozen=True)
class Bars:
    """Shares of the letters, a bar of equal length for each group."""

    language: Language
    letters: tuple[str, ...]
    """The looks of the parts of a bar."""
    signs: tuple[str, ...]
    """What is written in them."""
    bars: tuple[Bar, ...]


Chart: TypeAlias = Curve | Bubbles | Bars
