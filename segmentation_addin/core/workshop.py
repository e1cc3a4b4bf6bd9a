"""The workshop on weights: what each participant and the group make of the criteria.

Judgements two by two become weights by the analytic hierarchy process (`core.ahp`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.core.ahp import (
    STRONGEST,
    Ahp,
    Judgements,
    Pair,
    ahp,
    group_judgements,
)
from segmentation_addin.core.inputs import floats, texts

TENTH = 10
"""Weights on the scale are whole tenths."""
_TOLERANCE = 1e-3
"""1/9 typed as 0.111 is 1/9."""


@dataclass(frozen=True)
class Participant:
    """One person: the name as typed, and what the judgements say."""

    name: str
    found: Ahp


@dataclass(frozen=True)
class Workshop:
    """All participants, by name, and the group."""

    participants: tuple[Participant, ...]
    group: Ahp | None
    """None when nobody judged."""


def person_key(name: str) -> str:
    """A name folded, so that "Ann " and "ann" are one person."""
    return " ".join(str(name).casefold().split())


def in_range(judgements: np.ndarray) -> np.ndarray:
    """True from 1/9 to 9, the scale of judgements; NaN is not."""
    low = 1 / STRONGEST - _TOLERANCE
    found: np.ndarray = (judgements >= low) & (judgements <= STRONGEST + _TOLERANCE)
    return found


def workshop(table: pd.DataFrame) -> Workshop:
    """Weights of each participant and of the group, whatever the order of the rows.

    Rows without participant or criteria, of a criterion against itself, or with a
    judgement outside 1/9 to 9 are left out. A pair judged several times by one
    person counts with the geometric mean.
    """
    judged = _judged(table)
    participants = tuple(
        Participant(name, ahp(_criteria(judgements), judgements))
        for name, judgements in judged
    )
    if not participants:
        return Workshop((), None)
    group = group_judgements(judgements for _, judgements in judged)
    return Workshop(participants, ahp(_criteria(group), group))


def _criteria(judgements: Judgements) -> list[str]:
    return sorted({criterion for pair in judgements for criterion in pair})


def _judged(table: pd.DataFrame) -> list[tuple[str, dict[Pair, float]]]:
    """Name and judgements of each person, by folded name."""
    names = texts(table, "participant")
    first, second = texts(table, "criterion_a"), texts(table, "criterion_b")
    judgements = floats(table, "judgement")
    usable = in_range(judgements)
    spelled: dict[str, str] = {}
    said: dict[str, dict[Pair, list[float]]] = {}
    for i in np.flatnonzero(usable):
        a, b, person = str(first[i]), str(second[i]), person_key(names[i])
        if not (a and b and person) or a == b:
            continue
        shown = " ".join(str(names[i]).split())
        spelled[person] = min(spelled.get(person, shown), shown)
        times = float(np.log(judgements[i]))
        pair, times = ((a, b), times) if a < b else ((b, a), -times)
        said.setdefault(person, {}).setdefault(pair, []).append(times)
    return [
        (
            spelled[person],
            {
                pair: float(np.exp(np.mean(sorted(said[person][pair]))))
                for pair in sorted(said[person])
            },
        )
        for person in sorted(said)
    ]


def scale_weights(
    priorities: Mapping[str, float], today: Mapping[str, float]
) -> dict[str, float]:
    """What the judged criteria would weigh on the scale, to one decimal.

    They share what they weigh together today (100 when they weigh nothing); the
    other criteria keep their weight. Applied once, the same weights come again.

    >>> scale_weights({"value": 0.75, "margin": 0.25}, {"value": 25.0, "margin": 25.0})
    {'value': 37.5, 'margin': 12.5}
    """
    total = sum(today.get(criterion, 0.0) for criterion in priorities)
    tenths = round(total * TENTH) or 100 * TENTH
    exact = {key: tenths * part for key, part in priorities.items()}
    whole = {key: int(np.floor(round(part, 6))) for key, part in exact.items()}
    left = tenths - sum(whole.values())
    by_rest = sorted(exact, key=lambda key: (round(whole[key] - exact[key], 6), key))
    for key in by_rest[:left]:
        whole[key] += 1
    return {key: whole[key] / TENTH for key in priorities}
