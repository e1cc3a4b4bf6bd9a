"""What a decision would bring over 12 months: exits, prices, service. Method, 4."""

from segmentation_addin.core.what_if.actions import Action
from segmentation_addin.core.what_if.base import Base, base_of
from segmentation_addin.core.what_if.break_even import Goals, goals
from segmentation_addin.core.what_if.levers import Lever, levers
from segmentation_addin.core.what_if.statement import (
    Outcome,
    RowOutcome,
    play,
    proposes_exit,
)

__all__ = [
    "Action",
    "Base",
    "Goals",
    "Lever",
    "Outcome",
    "RowOutcome",
    "base_of",
    "goals",
    "levers",
    "play",
    "proposes_exit",
]
