"""Lines, shapes and words of a chart, in points from the top left corner.

A painter (`svg`, `vector`) turns them into what its medium knows; it decides nothing
else, so a chart has the same points on a screen and on paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

Role = Literal["ink", "muted", "line", "accent", "alert", "tint", "paper"]
"""What a colour is for; each painter has its own palette."""
Anchor = Literal["start", "middle", "end"]
_WIDTH_OF_SIGN = 0.56
"""Width of an average sign, in sizes of the type."""


@dataclass(frozen=True)
class Line:
    """A line through some points."""

    points: tuple[tuple[float, float], ...]
    role: Role
    width: float
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle, in the colour of a letter when it has one."""

    x: float
    y: float
    width: float
    height: float
    role: Role = "tint"
    letter: str = ""
    title: str = ""


@dataclass(frozen=True)
class Mark:
    """The shape of a letter around a point, or a plain dot."""

    x: float
    y: float
    radius: float
    letter: str = ""
    title: str = ""


@dataclass(frozen=True)
class Label:
    """Words on one line; `y` is their baseline."""

    x: float
    y: float
    text: str
    size: float = 11
    anchor: Anchor = "start"
    role: Role = "muted"
    bold: bool = False
    letter: str = ""
    """Written on the colour of that letter."""


Item: TypeAlias = Line | Box | Mark | Label


@dataclass(frozen=True)
class Drawing:
    """A finished chart; later items lie over earlier ones."""

    width: float
    height: float
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Axis:
    """From values to places on one axis of a drawing."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.low, self.high
        if self.logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def width_of(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * _WIDTH_OF_SIGN


def shortened(text: str, size: float, room: float) -> str:
    """A text that fits, its end replaced by dots where it does not.

    >>> shortened("Boulangerie Sanchez", 10, 60), shortened("Paris", 10, 60)
    ('Boulangeri…', 'Paris')
    """
    signs = max(1, math.floor(room / (size * _WIDTH_OF_SIGN) + 0.5))
    return text if len(text) <= signs else text[: signs - 1].rstrip() + "…"


def round_steps(low: float, high: float, most: int) -> tuple[float, ...]:
    """At most `most` round values (1, 2, 2.5 or 5 x 10^n) that lie in the range.

    >>> round_steps(0, 1, 6), round_steps(-0.2, 1, 4)
    ((0.0, 0.2, 0.4, 0.6, 0.8, 1.0), (0.0, 0.5, 1.0))
    """
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * power
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            break
    return tuple(round(k * step, 12) for k in range(first, last + 1))


def round_decades(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round values of a logarithmic axis, at most about `most`.

    >>> round_decades(15_000, 240_000, 6), round_decades(15_000, 2_400_000, 3)
    ((20000.0, 50000.0, 100000.0, 200000.0), (100000.0, 1000000.0))
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = tuple(
            factor * 10.0**power
            for power in powers
            for factor in factors
            if low <= factor * 10.0**power <= high
        )
        if len(found) <= most:
            break
    every = max(1, math.ceil(len(found) / most))
    return found[::every]
