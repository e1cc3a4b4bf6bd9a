"""Where everything stands in a chart of a given width."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from segmentation_addin.languages import NARROW_SPACE, Language, number, percent
from segmentation_addin.report.charts import Bar, Bars, Bubbles, Chart, Curve, Point
from segmentation_addin.report.drawing import (
    Anchor,
    Axis,
    Box,
    Drawing,
    Item,
    Label,
    Line,
    Mark,
    round_decades,
    round_steps,
    shortened,
    width_of,
)

NARROW = 480
"""Under this width a chart is laid out for a telephone."""
TYPE = 11
_LINE = 14.0
_BOLDER = 1.08
_TOP, _BOTTOM, _LEFT, _RIGHT = 30.0, 42.0, 52.0, 16.0
_WIDE_RATIO, _NARROW_RATIO = 0.46, 0.82
_LOG_FROM = 5.0
"""Largest / smallest revenue from which the axis becomes logarithmic."""
_HEADROOM = 0.04


def drawn(chart: Chart, width: float) -> Drawing:
    """A chart as lines, shapes and words, as high as it needs to be."""
    if isinstance(chart, Curve):
        return _curve(chart, width)
    if isinstance(chart, Bubbles):
        return _bubbles(chart, width)
    return _bars(chart, width)


def _height(width: float) -> float:
    return round(width * (_NARROW_RATIO if width < NARROW else _WIDE_RATIO))


def _grid(
    x_axis: Axis,
    y_axis: Axis,
    x_steps: Iterable[tuple[float, str]],
    y_steps: Iterable[tuple[float, str]],
) -> Iterator[Item]:
    """The lines of both axes with their figures; zero is drawn stronger."""
    for value, text in y_steps:
        y = y_axis.place(value)
        role, width = ("muted", 1.0) if value == 0 else ("line", 0.6)
        ends = ((x_axis.start, y), (x_axis.end, y))
        yield Line(ends, role, width)  # type: ignore[arg-type]
        yield Label(x_axis.start - 6, y + 4, text, TYPE, "end")
    for value, text in x_steps:
        x = x_axis.place(value)
        yield Line(((x, y_axis.start), (x, y_axis.start + 4)), "muted", 0.8)
        yield Label(x, y_axis.start + 17, text, TYPE, "middle")


def _titles(x_axis: Axis, y_axis: Axis, x_title: str, y_title: str) -> Iterator[Item]:
    yield Label(8, y_axis.end - 12, y_title, TYPE, "start", "ink")
    room = x_axis.end - 8
    text = shortened(x_title, TYPE, room)
    yield Label(x_axis.end, y_axis.start + 35, text, TYPE, "end", "ink")


def _named(
    points: Iterable[tuple[Point, float, Anchor]], x_axis: Axis, y_axis: Axis
) -> Iterator[Item]:
    """Dots with their words, kept inside the plot and off each other."""
    taken: list[tuple[float, float, float]] = []
    for point, below, anchor in points:
        x, y = x_axis.place(point.x), y_axis.place(point.y)
        yield Mark(x, y, 4.5)
        wide = width_of(point.text, TYPE) * _BOLDER
        start = {"start": x + 8, "middle": x - wide / 2, "end": x - wide}[anchor]
        start = min(max(start, x_axis.start + 2), x_axis.end - wide)
        line = y + below
        while any(
            abs(line - other) < _LINE and start < right and left < start + wide
            for other, left, right in taken
        ):
            line += _LINE
        taken.append((line, start, start + wide))
        yield Label(start, line, point.text, TYPE, "start", "ink", bold=True)


# --- the whale curve ------------------------------------------------------------


def _curve(chart: Curve, width: float) -> Drawing:
    height = _height(width)
    lowest = min(0.0, *(y for _, y in chart.points))
    x_axis = Axis(0, 1, _LEFT, width - _RIGHT)
    room = 0.14 if width < NARROW else 0.1
    y_axis = Axis(lowest, 1 + room * (1 - lowest), height - _BOTTOM, _TOP)
    language = chart.language
    x_steps = [(v, percent(v, language)) for v in round_steps(0, 1, 6)]
    y_steps = [(v, percent(v, language)) for v in round_steps(lowest, 1, 6)]
    places = [(x_axis.place(x), y_axis.place(y)) for x, y in chart.points]
    items: list[Item] = [*_grid(x_axis, y_axis, x_steps, y_steps)]
    items += _fall(chart, x_axis, y_axis)
    items.append(Line(tuple(places), "accent", 2.5))
    named: list[tuple[Point, float, Anchor]] = [(chart.peak, -9, "middle")]
    if chart.best is not None:
        named.append((chart.best, 16, "start"))
    named.append((chart.end, 20, "end"))
    items += _named(named, x_axis, y_axis)
    items += _titles(x_axis, y_axis, chart.x_title, chart.y_title)
    return Drawing(width, height, tuple(items))


def _fall(chart: Curve, x_axis: Axis, y_axis: Axis) -> Iterator[Item]:
    """From the height of the peak down to what is left."""
    if chart.end.y >= chart.peak.y:
        return
    top, bottom = y_axis.place(chart.peak.y), y_axis.place(chart.end.y)
    left, right = x_axis.place(chart.peak.x), x_axis.place(chart.end.x)
    yield Line(((left, top), (right, top)), "alert", 1, dashed=True)
    yield Line(((right, top), (right, bottom)), "alert", 2)


# --- value and margin -----------------------------------------------------------


def _bubbles(chart: Bubbles, width: float) -> Drawing:
    rows = list(_legend(chart, width))
    top = _TOP + 20 * len(rows) + 4
    height = _height(width) + 20 * len(rows) + 4
    low = min(bubble.x for bubble in chart.bubbles)
    high = max(bubble.x for bubble in chart.bubbles)
    log = high / low > _LOG_FROM
    start, end = _LEFT + 6, width - _RIGHT - 8
    if log:
        x_axis = Axis(low / 1.12, high * 1.12, start, end, logarithmic=True)
    else:
        x_axis = Axis(0, high * (1 + _HEADROOM), start, end)
    y_axis = Axis(chart.y_low, chart.y_high, height - _BOTTOM, top)
    most = 4 if width < NARROW else 8
    steps = round_decades if log else round_steps
    language = chart.language
    x_steps = [(v, _short(v, language)) for v in steps(x_axis.low, x_axis.high, most)]
    count = round((chart.y_high - chart.y_low) / chart.y_step)
    rates = (chart.y_low + k * chart.y_step for k in range(count + 1))
    y_steps = [(v, percent(v, language)) for v in rates]
    largest = 10 if width < NARROW else 15
    items: list[Item] = [*_grid(x_axis, y_axis, x_steps, y_steps)]
    for bubble in sorted(chart.bubbles, key=lambda bubble: -bubble.size):
        place = x_axis.place(bubble.x), y_axis.place(bubble.y)
        radius = 3 + (largest - 3) * math.sqrt(bubble.size)
        items.append(Mark(*place, radius, bubble.letter, bubble.title))
    for line, row in enumerate(rows):
        items += [_lowered(item, 14 + 20 * line) for item in row]
    title = chart.x_title_log if log else chart.x_title
    items += _titles(x_axis, y_axis, title, chart.y_title)
    return Drawing(width, height, tuple(items))


def _legend(chart: Bubbles, width: float) -> Iterator[list[Mark | Label]]:
    """Shapes and names of the letters, in as many rows as they need."""
    row: list[Mark | Label] = []
    x = 8.0
    for letter, name in zip(chart.letters, chart.names, strict=True):
        wide = 20 + width_of(name, TYPE) + 14
        if row and x + wide > width:
            yield row
            row, x = [], 8.0
        row.append(Mark(x + 7, 0, 6, letter))
        row.append(Label(x + 18, 4, name, TYPE, "start", "ink"))
        x += wide
    if row:
        yield row


def _lowered(item: Mark | Label, by: float) -> Item:
    if isinstance(item, Mark):
        return Mark(item.x, item.y + by, item.radius, item.letter)
    return Label(item.x, item.y + by, item.text, item.size, item.anchor, item.role)


def _short(value: float, language: Language) -> str:
    """An amount on an axis: 20 k, 1.5 M."""
    for unit, sign in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= unit:
            scaled = value / unit
            decimals = 0 if scaled == round(scaled) else 1
            return f"{number(scaled, language, decimals)}{NARROW_SPACE}{sign}"
    return number(value, language, 0 if value == round(value) else 2)


# --- letters by group -----------------------------------------------------------

_LINE_HEIGHT = 22.0


def _bars(chart: Bars, width: float) -> Drawing:
    narrow = width < NARROW
    left = 0.0 if narrow else round(width * 0.26)
    after = max(width_of(bar.text, TYPE) for bar in chart.bars) + 8
    height_of_row = _LINE_HEIGHT + (18 if narrow else 4)
    items: list[Item] = []
    for place, bar in enumerate(chart.bars):
        y = place * height_of_row + (16 if narrow else 0)
        if narrow:
            name = shortened(bar.name, TYPE, width)
            items.append(Label(0, y - 4, name, TYPE, "start", "ink"))
        else:
            name = shortened(bar.name, TYPE, left - 10)
            items.append(Label(left - 10, y + 15, name, TYPE, "end", "ink"))
        items += _segments(chart, bar, (left, y, width - after - left))
        items.append(Label(width, y + 15, bar.text, TYPE, "end"))
    height = height_of_row * len(chart.bars) + (0 if narrow else 2)
    return Drawing(width, height, tuple(items))


def _segments(
    chart: Bars, bar: Bar, room: tuple[float, float, float]
) -> Iterator[Item]:
    x, y, width = room
    total = sum(bar.counts)
    parts = zip(chart.letters, chart.signs, bar.counts, strict=True)
    for letter, sign, count in parts:
        if not count:
            continue
        wide = width * count / total
        shown = number(count, chart.language)
        title = f"{bar.name} · {sign} {shown}"
        yield Box(x, y, wide, _LINE_HEIGHT, letter=letter, title=title)
        full = f"{sign} {shown}"
        for text in (full, sign):
            if width_of(text, TYPE) * 1.2 < wide - 4:
                at = x + wide / 2
                yield Label(
                    at, y + 15, text, TYPE, "middle", "ink", bold=True, letter=letter
                )
                break
        x += wide
