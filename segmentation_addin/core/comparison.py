"""Two reviews side by side: who moved, from which letter to which, and why.

Source: method, section 4. Yesterday's figures are scored again with today's scale and
rules, so that a move of the parameters is not taken for a move of the client.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.assessment import Assessment, assess
from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.letters import LETTERS, R_LOSS
from segmentation_addin.core.readings.migration import (
    INACTIVE,
    Migration,
    aligned,
    migration,
)
from segmentation_addin.core.results_since import MarginEffects, margin_effects
from segmentation_addin.core.vintages import Vintage

BIGGEST = 10
OVERRIDE = "override"
"""Cause of a move that only a person's decision explains."""
CAUSES = ("real", "parameters", "both", OVERRIDE, "entry", "exit", "data")
LOSS = "loss"


@dataclass(frozen=True)
class Move:
    """One client that stands elsewhere. Letters as in `Migration`."""

    client_id: str
    before: str
    after: str
    revenue_before: float
    revenue_after: float
    cause: str
    driver: str
    """The criterion that moved its score most, or "loss"; "" when nothing tells."""

    @property
    def revenue(self) -> float:
        """What the move weighs: the larger of the two revenues."""
        return max(self.revenue_before, self.revenue_after)


@dataclass(frozen=True)
class Comparison:
    """What changed from one review to another."""

    before: Vintage
    after: Vintage
    migration: Migration
    clients: pd.DataFrame
    """client_id, before, after, revenue_before, revenue_after, cause, driver."""
    effects: MarginEffects | None

    @property
    def same_parameters(self) -> bool:
        """True when both were scored with the same scale and rules."""
        return self.before.same_parameters(self.after)

    def by_cause(self) -> dict[str, int]:
        """Number of clients that moved, by cause."""
        causes = self.clients["cause"].to_numpy(dtype=object)
        return {cause: int((causes == cause).sum()) for cause in CAUSES}

    def biggest(self, most: int = BIGGEST) -> list[Move]:
        """The moves that weigh most in revenue; ties by client code."""
        moved = self.clients[self.clients["cause"] != ""]
        moves = [
            Move(**{str(key): value for key, value in row.items()})
            for row in moved.to_dict("records")
        ]
        return sorted(moves, key=lambda move: (-move.revenue, move.client_id))[:most]


def compare(before: Vintage, after: Vintage) -> Comparison:
    """What changed from one review to another; each may be today's portfolio."""
    sides = aligned(*(_letters(x, "letter") for x in (before, after)))
    computed = aligned(*(_letters(x, "computed_letter") for x in (before, after)))
    ids = sides["client_id"].to_numpy(dtype=object)
    old, new = _assessed(before, after), _assessed(after, after)
    rescored = _placed(before, ids, LETTERS[old.lettering.letter])
    moves = migration(*_columns(sides), rescored=rescored)
    causes = migration(*_columns(computed), rescored=rescored).causes
    moved = moves.causes != ""
    causes = np.where(moved & (causes == ""), OVERRIDE, causes)
    causes = np.where(moved, causes, "")
    clients = sides.assign(
        **{key: _named(sides[key]) for key in ("before", "after")},
        cause=pd.Series(causes, dtype=object),
        driver=pd.Series(
            _drivers(before, after, old, new, ids, moves.steps), dtype=object
        ),
    )
    known = ["revenue_before", "revenue_after"]
    clients[known] = clients[known].fillna(0.0)
    unexplained = ~np.isin(causes, ("real", "both"))
    clients.loc[unexplained, "driver"] = ""
    return Comparison(before, after, moves, clients, margin_effects(before, after))


def _letters(vintage: Vintage, column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "client_id": vintage.words("client_id"),
            "letter": vintage.words(column),
            "revenue": vintage.figures("revenue"),
        }
    )


def _named(letters: pd.Series[str]) -> pd.Series[str]:
    return letters.where(letters != "", INACTIVE)


def _columns(
    sides: pd.DataFrame,
) -> tuple[NDArray[np.object_], NDArray[np.object_], FloatArray, FloatArray]:
    return (
        sides["before"].to_numpy(dtype=object),
        sides["after"].to_numpy(dtype=object),
        sides["revenue_before"].to_numpy(dtype=np.float64),
        sides["revenue_after"].to_numpy(dtype=np.float64),
    )


def _assessed(figures: Vintage, parameters: Vintage) -> Assessment:
    """The figures of one review with the scale and the rules of another."""
    return assess(parameters.scale, parameters.rules, figures.values(), figures.facts())


def rescored_letters(figures: Vintage, parameters: Vintage) -> NDArray[np.object_]:
    """Computed letters that figures get with another scale and other rules."""
    letters: NDArray[np.object_] = LETTERS[
        _assessed(figures, parameters).lettering.letter
    ]
    return letters


def _place(vintage: Vintage, ids: NDArray[np.object_]) -> NDArray[np.intp]:
    """Position of each client in a review, -1 where it is not."""
    found: NDArray[np.intp] = pd.Index(
        vintage.words("client_id"), dtype=object
    ).get_indexer(pd.Index(ids, dtype=object))
    return found


def _placed(
    vintage: Vintage, ids: NDArray[np.object_], texts: NDArray[np.object_]
) -> NDArray[np.object_]:
    place = _place(vintage, ids)
    found = np.full(len(ids), "", dtype=object)
    found[place >= 0] = texts[place[place >= 0]]
    return found


def _drivers(
    before: Vintage,
    after: Vintage,
    old: Assessment,
    new: Assessment,
    ids: NDArray[np.object_],
    steps: NDArray[np.int64],
) -> list[str]:
    """For each client that gained or lost letters, what moved its score most."""
    was, now = _place(before, ids), _place(after, ids)
    place_of = {c.key: k for k, c in enumerate(old.scoring.criteria)}
    drivers = [""] * len(ids)
    for at in np.flatnonzero(steps):
        if new.lettering.rule[now[at]] == R_LOSS and old.lettering.rule[was[at]] != (
            R_LOSS
        ):
            drivers[at] = LOSS
            continue
        best = 0.0
        for k, criterion in enumerate(new.scoring.criteria):
            if criterion.key not in place_of:
                continue
            gained = (
                new.scoring.points[k, now[at]]
                - old.scoring.points[place_of[criterion.key], was[at]]
            ) * criterion.weight
            toward = float(gained) * np.sign(steps[at])
            if toward > best + 1e-9:
                best, drivers[at] = toward, criterion.key
    return drivers
