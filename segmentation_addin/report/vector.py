"""A drawing as vector shapes on paper."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from segmentation_addin.report.colours import LIGHT
from segmentation_addin.report.drawing import Box, Drawing, Item, Label, Line, Mark
from segmentation_addin.report.paper_text import plain
from segmentation_addin.report.shapes import outline
from segmentation_addin.report.typefaces import BOLD, PLAIN

_EDGE = 0.5
_SEEN_THROUGH = 0.85
"""Marks let those under them be seen."""


class Vector(Flowable):  # type: ignore[misc]
    """A drawing as a part of a page, `width` points wide."""

    def __init__(self, drawing: Drawing, width: float) -> None:
        super().__init__()
        self._drawing = drawing
        self._scale = width / drawing.width
        self.width = width
        self.height = drawing.height * self._scale

    def draw(self) -> None:
        """Paints every item; paper counts upwards from its foot."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        for item in self._drawing.items:
            canvas.saveState()
            _paint(item, canvas, self._drawing.height)
            canvas.restoreState()
        canvas.restoreState()


def _colour(name: str) -> Any:
    return HexColor(LIGHT[name])


def _paint(item: Item, canvas: Any, top: float) -> None:
    if isinstance(item, Line):
        canvas.setStrokeColor(_colour(item.role))
        canvas.setLineWidth(item.width)
        if item.dashed:
            canvas.setDash(4, 3)
        canvas.drawPath(_path(item.points, canvas, top))
    elif isinstance(item, Box):
        _edged(canvas, item.letter, item.role)
        down = top - item.y - item.height
        edge = int(bool(item.letter))
        canvas.rect(item.x, down, item.width, item.height, stroke=edge, fill=1)
    elif isinstance(item, Mark):
        _mark(item, canvas, top)
    else:
        _label(item, canvas, top)


def _edged(canvas: Any, letter: str, role: str) -> None:
    canvas.setFillColor(_colour(f"fill-{letter}" if letter else role))
    canvas.setStrokeColor(_colour("edge"))
    canvas.setLineWidth(_EDGE)


def _path(points: tuple[tuple[float, float], ...], canvas: Any, top: float) -> Any:
    path = canvas.beginPath()
    path.moveTo(points[0][0], top - points[0][1])
    for x, y in points[1:]:
        path.lineTo(x, top - y)
    return path


def _mark(mark: Mark, canvas: Any, top: float) -> None:
    _edged(canvas, mark.letter, "accent")
    canvas.setFillAlpha(_SEEN_THROUGH if mark.letter else 1)
    corners = outline(mark)
    if corners is None:
        canvas.circle(mark.x, top - mark.y, mark.radius, stroke=1, fill=1)
        return
    path = _path(corners, canvas, top)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


def _label(label: Label, canvas: Any, top: float) -> None:
    canvas.setFont(BOLD if label.bold else PLAIN, label.size)
    canvas.setFillColor(_colour(f"ink-{label.letter}" if label.letter else label.role))
    write = {
        "start": canvas.drawString,
        "middle": canvas.drawCentredString,
        "end": canvas.drawRightString,
    }[label.anchor]
    write(label.x, top - label.y, plain(label.text))
