"""Steps to the next letter: one change to one client each, held as columns.

Millions of clients have millions of steps; a list of objects is made for the few that
somebody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.letters import LETTERS


@dataclass(frozen=True)
class Step:
    """One change to one client: `to` is NaN for a figure that is missing."""

    letter: str
    criterion: str
    start: float
    to: float
    unit: str
    together: bool = False
    """True when the steps of this client are needed together, not either/or."""

    @property
    def change(self) -> float:
        """`to` less `start`."""
        return self.to - self.start


@dataclass(frozen=True)
class Kind:
    """What the steps of one kind have in common; see `Step`."""

    criterion: str
    unit: str
    together: bool = False


@dataclass(frozen=True)
class Steps:
    """The steps of all clients as columns (shape (n_steps,)), client by client."""

    count: int
    """How many clients there are, those without any step included."""
    kinds: tuple[Kind, ...]
    client: IntArray
    """Position of the client of each step, rising."""
    kind: IntArray
    """Position of the step in `kinds`."""
    letter: IntArray
    """Letter that the step reaches, as in `LETTERS`."""
    start: FloatArray
    to: FloatArray

    def __len__(self) -> int:
        """How many clients there are."""
        return self.count

    def __iter__(self) -> Iterator[list[Step]]:
        """The steps of one client after the other."""
        return iter(self.lists())

    def lists(self) -> list[list[Step]]:
        """A list of steps for each client."""
        steps: list[list[Step]] = [[] for _ in range(self.count)]
        columns = (self.client, self.kind, LETTERS[self.letter], self.start, self.to)
        for i, k, letter, start, to in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            kind = self.kinds[k]
            steps[i].append(
                Step(letter, kind.criterion, start, to, kind.unit, kind.together)
            )
        return steps


@dataclass
class Found:
    """Steps as they are found, a kind at a time."""

    pieces: list[tuple[Kind, IntArray, IntArray, FloatArray, FloatArray]] = field(
        default_factory=list
    )

    def add(
        self,
        kind: Kind,
        at: IntArray,
        letter: IntArray | int,
        start: FloatArray | float,
        to: FloatArray | float,
    ) -> None:
        """One step of this kind for each of these clients."""
        if at.size:
            whole = np.broadcast_to(np.asarray(letter, dtype=np.int64), at.shape)
            numbers = (
                np.broadcast_to(np.asarray(n, dtype=np.float64), at.shape)
                for n in (start, to)
            )
            self.pieces.append((kind, at, whole, *numbers))  # type: ignore[arg-type]

    def without(self, clients: BoolArray) -> Found:
        """The steps of all other clients."""
        left = Found()
        for kind, at, *columns in self.pieces:
            kept = ~clients[at]
            left.add(kind, at[kept], *(column[kept] for column in columns))  # type: ignore[arg-type]
        return left

    def steps(self, count: int) -> Steps:
        """All of them client by client; those of one client as they were found."""
        kinds = tuple(dict.fromkeys(piece[0] for piece in self.pieces))
        place = {kind: k for k, kind in enumerate(kinds)}
        whole, number = np.zeros(0, dtype=np.int64), np.zeros(0)
        client, letter, start, to = (
            np.concatenate([none, *(piece[column] for piece in self.pieces)])
            for column, none in ((1, whole), (2, whole), (3, number), (4, number))
        )
        sizes = [piece[1].size for piece in self.pieces]
        kind = np.repeat([place[piece[0]] for piece in self.pieces], sizes)
        order = np.argsort(client, kind="stable")
        return Steps(
            count,
            kinds,
            client[order],
            kind.astype(np.int64)[order],
            letter[order],
            start[order],
            to[order],
        )
