"""Which letters would change, in words: counts by move, then the largest clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation_addin.imports.cells import shown
from segmentation_addin.languages import Language, Text, number

LARGEST = 10
"""Clients named one by one."""

_NOBODY = Text(
    "New knots would move no letter ({clients} clients).",
    "De nouveaux repères ne déplaceraient aucune lettre ({clients} clients).",
)
_TITLE = Text(
    "New knots would move {moved} of {clients} clients ({revenue} of revenue):",
    "De nouveaux repères déplaceraient {moved} des {clients} clients ({revenue} de "
    "chiffre d'affaires) :",
)
_COUNT = Text(
    "{before} → {after}: {clients} ({revenue})",
    "{before} → {after} : {clients} ({revenue})",
)
_LARGEST = Text("The largest by revenue:", "Les plus grands en chiffre d'affaires :")
_CLIENT = Text(
    "{before} → {after}  {client}  {name}  {revenue}",
    "{before} → {after}  {client}  {name}  {revenue}",
)


@dataclass(frozen=True)
class Move:
    """One client whose letter would change."""

    client_id: str
    name: str
    before: str
    after: str
    revenue: float
    """Net of rebates, over the analysis period; NaN when unknown."""


@dataclass(frozen=True)
class MoveCount:
    """All clients that would go from one letter to another."""

    before: str
    after: str
    clients: int
    revenue: float


def counted(moves: Sequence[Move]) -> list[MoveCount]:
    """Clients and known revenue by move, in the order of the letters."""
    pairs = sorted({(move.before, move.after) for move in moves})
    return [
        MoveCount(before, after, len(of_pair), _known_revenue(of_pair))
        for before, after in pairs
        if (of_pair := [m for m in moves if (m.before, m.after) == (before, after)])
    ]


def largest(moves: Sequence[Move], most: int = LARGEST) -> list[Move]:
    """The moves of the largest clients by revenue; ties by client code."""
    known = [move for move in moves if move.revenue == move.revenue]
    return sorted(known, key=lambda m: (-m.revenue, m.client_id))[:most]


def move_lines(
    moves: Sequence[Move], clients: int, currency: str, language: Language
) -> list[str]:
    """What new knots would do, line by line; names are cleaned for display."""
    if not moves:
        return [_NOBODY.in_(language, clients=number(clients, language))]

    def amount(value: float) -> str:
        return f"{number(value, language)} {shown(currency)}".strip()

    title = _TITLE.in_(
        language,
        moved=number(len(moves), language),
        clients=number(clients, language),
        revenue=amount(_known_revenue(moves)),
    )
    by_pair = [
        _COUNT.in_(
            language,
            before=count.before,
            after=count.after,
            clients=number(count.clients, language),
            revenue=amount(count.revenue),
        )
        for count in counted(moves)
    ]
    one_by_one = [
        _CLIENT.in_(
            language,
            before=move.before,
            after=move.after,
            client=shown(move.client_id),
            name=shown(move.name),
            revenue=amount(move.revenue),
        )
        for move in largest(moves)
    ]
    return [
        title,
        *(f"  {line}" for line in by_pair),
        "",
        _LARGEST.in_(language),
        *(f"  {line}" for line in one_by_one),
    ]


def _known_revenue(moves: Sequence[Move]) -> float:
    return sum(move.revenue for move in moves if move.revenue == move.revenue)
