"""A drawing as SVG inside a page: colours come from the page's own style sheet."""

from __future__ import annotations

from html import escape

from segmentation_addin.report.drawing import Box, Drawing, Item, Label, Line, Mark
from segmentation_addin.report.shapes import outline
from segmentation_addin.report.signs import printable


def svg(drawing: Drawing, title: str, description: str, key: str, css: str) -> str:
    """The drawing with its title and description for those who cannot see it."""
    body = "".join(_item(item) for item in drawing.items)
    names = f"{key}-t {key}-d"
    return (
        f'<svg class="{css}" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'role="img" aria-labelledby="{names}">'
        f'<title id="{key}-t">{_text(title)}</title>'
        f'<desc id="{key}-d">{_text(description)}</desc>{body}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape(printable(text))


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _tip(title: str) -> str:
    return f"<title>{_text(title)}</title>" if title else ""


def _item(item: Item) -> str:
    if isinstance(item, Line):
        dashes = ' stroke-dasharray="4 3"' if item.dashed else ""
        return (
            f'<polyline class="l-{item.role}" stroke-width="{_n(item.width)}"'
            f'{dashes} points="{_points(item.points)}"/>'
        )
    if isinstance(item, Box):
        fill = f"e f-{item.letter}" if item.letter else f"f-{item.role}"
        return (
            f'<rect class="{fill}" x="{_n(item.x)}" y="{_n(item.y)}" '
            f'width="{_n(item.width)}" height="{_n(item.height)}">'
            f"{_tip(item.title)}</rect>"
        )
    if isinstance(item, Mark):
        return _mark(item)
    return _label(item)


def _mark(mark: Mark) -> str:
    fill = f"e m f-{mark.letter}" if mark.letter else "e f-accent"
    corners = outline(mark)
    if corners is None:
        shape = f'circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}"'
    else:
        shape = f'polygon points="{_points(corners)}"'
    name = shape.split(" ", 1)[0]
    return f'<{shape} class="{fill}">{_tip(mark.title)}</{name}>'


def _label(label: Label) -> str:
    fill = f"i-{label.letter}" if label.letter else f"f-{label.role}"
    bold = ' font-weight="bold"' if label.bold else ""
    return (
        f'<text class="{fill}" x="{_n(label.x)}" y="{_n(label.y)}" '
        f'font-size="{_n(label.size)}" text-anchor="{label.anchor}"{bold}>'
        f"{_text(label.text)}</text>"
    )
