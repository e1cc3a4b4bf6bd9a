"""The named segments of RFM: a grid of 125 cells, and its linter.

A name is a box of scores: recency, frequency and monetary value, each from a lowest
to a highest score of 1 to 5. In a grid that several people have edited, two boxes may
claim one cell, a name may hide behind those above it, a cell may have no name: each
tool silently takes the first match, and a segment is empty for ever. The linter says
so. The grid shipped here has one name a cell. Source: method, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import IntArray
from segmentation_addin.languages import Text

LOWEST, HIGHEST = 1, 5
Range = tuple[int, int]
"""Lowest and highest score, both included."""
Cell = tuple[int, int, int]
"""Scores of recency, frequency, monetary value."""


class Box(NamedTuple):
    """The cells that one line of a grid gives to a segment."""

    segment: str
    recency: Range
    frequency: Range
    monetary: Range

    def cells(self) -> list[Cell]:
        """The cells of the box that exist in a grid of scores 1 to 5."""
        recency, frequency, monetary = (
            range(max(low, LOWEST), min(high, HIGHEST) + 1)
            for low, high in (self.recency, self.frequency, self.monetary)
        )
        return list(product(recency, frequency, monetary))


GRID: tuple[Box, ...] = (
    Box("champions", (4, 5), (4, 5), (4, 5)),
    Box("loyal", (4, 5), (4, 5), (1, 3)),
    Box("big_orders", (4, 5), (1, 3), (4, 5)),
    Box("promising", (4, 5), (2, 3), (1, 3)),
    Box("recent", (4, 5), (1, 1), (1, 3)),
    Box("attention", (3, 3), (3, 5), (3, 5)),
    Box("attention", (3, 3), (1, 2), (4, 5)),
    Box("dozing", (3, 3), (3, 5), (1, 2)),
    Box("dozing", (3, 3), (1, 2), (1, 3)),
    Box("win_back", (1, 2), (4, 5), (4, 5)),
    Box("at_risk", (1, 2), (1, 3), (4, 5)),
    Box("at_risk", (1, 2), (3, 5), (3, 3)),
    Box("asleep", (2, 2), (1, 2), (1, 3)),
    Box("asleep", (2, 2), (3, 5), (1, 2)),
    Box("lost", (1, 1), (1, 2), (1, 3)),
    Box("lost", (1, 1), (3, 5), (1, 2)),
)
"""One name a cell: the order of the boxes changes nothing."""

SEGMENTS: dict[str, Text] = {
    "champions": Text("Champions", "Champions"),
    "loyal": Text("Loyal, small orders", "Fidèles, petites commandes"),
    "big_orders": Text("Few but large orders", "Commandes rares mais élevées"),
    "promising": Text("Promising", "Prometteurs"),
    "recent": Text("Recent, few orders", "Récents, peu de commandes"),
    "attention": Text("Need attention", "À surveiller"),
    "dozing": Text("Dozing off", "En sommeil léger"),
    "win_back": Text("Not to be lost", "À ne pas perdre"),
    "at_risk": Text("At risk", "À risque"),
    "asleep": Text("Asleep", "Endormis"),
    "lost": Text("Lost", "Perdus"),
}
"""Names in both languages, best first."""

MEANINGS: dict[str, Text] = {
    "champions": Text(
        "Order recently, often and much.",
        "Commandent récemment, souvent et beaucoup.",
    ),
    "loyal": Text(
        "Order recently and often, for moderate amounts.",
        "Commandent récemment et souvent, pour des montants modérés.",
    ),
    "big_orders": Text(
        "Ordered recently: few orders, large amounts.",
        "Ont commandé récemment : peu de commandes, de gros montants.",
    ),
    "promising": Text(
        "Ordered recently and more than once, for moderate amounts.",
        "Ont commandé récemment et plus d'une fois, pour des montants modérés.",
    ),
    "recent": Text(
        "Ordered recently, hardly ever before, for moderate amounts.",
        "Ont commandé récemment, presque jamais avant, pour des montants modérés.",
    ),
    "attention": Text(
        "Good clients whose last order begins to be old.",
        "Bons clients dont la dernière commande commence à dater.",
    ),
    "dozing": Text(
        "Moderate clients whose last order begins to be old.",
        "Clients moyens dont la dernière commande commence à dater.",
    ),
    "win_back": Text(
        "Ordered often and much, but not for a long time.",
        "Commandaient souvent et beaucoup, mais plus depuis longtemps.",
    ),
    "at_risk": Text(
        "Ordered much or often, but not for a long time.",
        "Commandaient beaucoup ou souvent, mais plus depuis longtemps.",
    ),
    "asleep": Text(
        "Ordered little, and long ago.",
        "Ont peu commandé, et il y a longtemps.",
    ),
    "lost": Text(
        "Ordered little, and longer ago than nearly everybody.",
        "Ont peu commandé, et il y a plus longtemps que presque tous les autres.",
    ),
}


class Finding(NamedTuple):
    """One fault of a grid: "overlap", "unreachable" or "uncovered"."""

    code: str
    segments: tuple[str, ...]
    """Names concerned: those that claim the cell, or the one without a cell."""
    cell: Cell | None = None


def lint(grid: Sequence[Box], names: Sequence[str] = ()) -> list[Finding]:
    """The faults of a grid that is read from its first box to its last.

    An overlap is a cell that boxes of different names claim; a name is unreachable
    when those above it take all its cells, when no box of `names` gives it any, or
    when its ranges hold no score; an uncovered cell has no name.

    >>> half = [Box("all", (1, 5), (1, 5), (1, 4)), Box("rich", (5, 5), (5, 5), (3, 4))]
    >>> faults = lint(half)
    >>> [fault for fault in faults if fault.code == "unreachable"]
    [Finding(code='unreachable', segments=('rich',), cell=None)]
    >>> sum(fault.code == "uncovered" for fault in faults)
    25
    """
    claims: dict[Cell, list[str]] = {cell: [] for cell in _every_cell()}
    for box in grid:
        for cell in box.cells():
            if box.segment not in claims[cell]:
                claims[cell].append(box.segment)
    reached = {found[0] for found in claims.values() if found}
    known = dict.fromkeys([*names, *(box.segment for box in grid)])
    return [
        *(
            Finding("overlap", tuple(found), cell)
            for cell, found in claims.items()
            if len(found) > 1
        ),
        *(Finding("unreachable", (name,)) for name in known if name not in reached),
        *(
            Finding("uncovered", (), cell)
            for cell, found in claims.items()
            if not found
        ),
    ]


def _every_cell() -> list[Cell]:
    scores = range(LOWEST, HIGHEST + 1)
    return list(product(scores, scores, scores))


def segments_of(
    recency: IntArray,
    frequency: IntArray,
    monetary: IntArray,
    *,
    grid: Sequence[Box] = GRID,
) -> NDArray[np.object_]:
    """Segment of each client by its scores, first box first; "" where one is 0.

    >>> segments_of(np.array([5, 1]), np.array([4, 0]), np.array([5, 2])).tolist()
    ['champions', '']
    """
    side = HIGHEST + 1
    table = np.full((side, side, side), "", dtype=object)
    for box in reversed(grid):
        for cell in box.cells():
            table[cell] = box.segment
    found: NDArray[np.object_] = table[recency, frequency, monetary]
    return found
