"""Bubble charts, which XlsxWriter does not write: made from a scatter chart of ours.

The last series of that chart, named `SIZES_NAME`, holds the sizes; it becomes the
size of the bubbles of every other series, values kept for phones included.
"""

from __future__ import annotations

import re

from segmentation_addin.template.parts import Parts

SIZES_NAME = "bubble sizes"
BUBBLE_SCALE = 45
"""Per cent of the usual size: a hundred bubbles stay apart."""

_SERIES = re.compile(r"<c:ser>.*?</c:ser>", re.DOTALL)
_LOOK = re.compile(r"<c:marker>.*?(<c:spPr>.*?</c:spPr>)</c:marker>", re.DOTALL)
_LINE = re.compile(r"<c:spPr><a:ln\b.*?</c:spPr>", re.DOTALL)
_VALUES = re.compile(r"<c:yVal>(.*?)</c:yVal>", re.DOTALL)


def with_bubbles(parts: Parts) -> Parts:
    """The workbook with the scatter charts that hold sizes made bubble charts."""
    mark = f"<c:v>{SIZES_NAME}</c:v>".encode()
    made = {
        name: bubble_chart(content.decode("utf-8")).encode("utf-8")
        for name, content in parts.items()
        if name.startswith("xl/charts/") and mark in content
    }
    return {**parts, **made}


def bubble_chart(text: str) -> str:
    """One chart part: each series with the sizes that the last series holds.

    Raises:
        ValueError: a series has no look or no values.
    """
    *drawn, sizes = _SERIES.findall(text)
    held = _VALUES.search(sizes)
    if held is None:
        raise ValueError("no sizes in the last series")
    size = f'<c:bubbleSize>{held[1]}</c:bubbleSize><c:bubble3D val="0"/>'
    text = text.replace(sizes, "")
    for series in drawn:
        text = text.replace(series, _bubbles(series, size))
    text = text.replace("<c:scatterChart>", "<c:bubbleChart>")
    text = re.sub(r"<c:scatterStyle[^>]*/>", '<c:varyColors val="0"/>', text)
    last = (
        f'<c:bubbleScale val="{BUBBLE_SCALE}"/><c:showNegBubbles val="0"/>'
        '<c:sizeRepresents val="area"/>'
    )
    axes = re.compile(r"(<c:axId [^>]*/><c:axId [^>]*/>)</c:scatterChart>")
    return axes.sub(rf"{last}\1</c:bubbleChart>", text)


def _bubbles(series: str, size: str) -> str:
    look = _LOOK.search(series)
    if look is None or _VALUES.search(series) is None:
        raise ValueError("a series without a look or values")
    series = series.replace(look[0], "")
    series = _LINE.sub("", series, count=1)
    name_end = series.index("</c:tx>") + len("</c:tx>")
    shown = f'{look[1]}<c:invertIfNegative val="0"/>'
    series = series[:name_end] + shown + series[name_end:]
    return series.replace("</c:yVal>", f"</c:yVal>{size}")
