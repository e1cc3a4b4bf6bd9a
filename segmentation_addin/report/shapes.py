"""The shape of each letter, so that no chart tells letters by colour alone."""

from __future__ import annotations

import math

from segmentation_addin.palette import LETTER_LOOKS
from segmentation_addin.report.drawing import Mark

_Corners = tuple[tuple[float, float], ...]


def outline(mark: Mark) -> _Corners | None:
    """Corners of the mark's shape; None for a disc.

    Shapes of one radius have about the same surface.
    """
    look = LETTER_LOOKS.get(mark.letter)
    name = "circle" if look is None else look.marker
    if name == "circle":
        return None
    unit = {
        "diamond": _around(4, 0, 1.25),
        "triangle": _around(3, 0, 1.55),
        "square": _around(4, 45, 1.25),
        "x": _cross(),
    }[name]
    return tuple((mark.x + x * mark.radius, mark.y + y * mark.radius) for x, y in unit)


def _around(corners: int, turned: float, radius: float) -> _Corners:
    angles = (math.radians(turned - 90 + 360 * k / corners) for k in range(corners))
    return tuple((radius * math.cos(a), radius * math.sin(a)) for a in angles)


def _cross() -> _Corners:
    arm, inner = 1.1, 0.4
    quarter = [(0, -inner), (arm - inner, -arm), (arm, -arm + inner)]
    corners = []
    for _ in range(4):
        corners += quarter
        quarter = [(-y, x) for x, y in quarter]
    return tuple(corners)
