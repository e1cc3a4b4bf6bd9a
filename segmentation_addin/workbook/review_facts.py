"""What the fixed cells of the Review sheet show, in the workbook's language."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from segmentation_addin.workbook.review_tables import AGENDA


@dataclass(frozen=True)
class WeightLine:
    """One judged criterion: what it weighs on the scale, and what the group says."""

    criterion: str
    """Label as the scale writes it."""
    today: float
    group: float


@dataclass(frozen=True)
class ParticipantLine:
    """One participant of the workshop."""

    name: str
    ratio: float | None
    """Consistency ratio; None while pairs are open."""
    pair: str
    """The pair to talk over, in words."""


@dataclass(frozen=True, eq=False)
class ReviewFacts:
    """The agenda as listed, the votes of two teams crossed, and the workshop."""

    agenda: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(AGENDA.keys))
    )
    clients: int = 0
    """Clients on the agenda, listed or not, each once."""
    revenue: float = 0.0
    """Their revenue, each once."""
    unlisted: int = 0
    crossed: tuple[tuple[int, ...], ...] = ((0,) * 4,) * 4
    """Clients by letter of sales (rows) and of finance (columns)."""
    weights: tuple[WeightLine, ...] = ()
    group_ratio: float | None = None
    participants: tuple[ParticipantLine, ...] = ()
