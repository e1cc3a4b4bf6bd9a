"""Votes on the letters: what each team says of a client, and where teams differ.

A letter is a step from 0 (A) to 3 (D). A team's letter is the median of its votes,
so that one voice among many does not decide; teams disagree from one step on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import dates, row_numbers, texts

LETTER_STEPS = "ABCD"
DISAGREE_FROM = 1.0
"""Letters between the two teams that are farthest apart."""


@dataclass(frozen=True)
class Votes:
    """What the teams say: {client: {team: median step, 0 = A to 3 = D}}."""

    steps: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    twice: tuple[tuple[int, str, str], ...] = ()
    """Row, client and voter where one person gave two letters on the same day."""

    def disagreements(self) -> dict[str, Mapping[str, float]]:
        """The clients on whom two teams are at least one letter apart."""
        return {
            client: teams
            for client, teams in self.steps.items()
            if max(teams.values()) - min(teams.values()) >= DISAGREE_FROM
        }

    def crossed(self, rows: str, columns: str) -> np.ndarray:
        """Clients by letter of one team and of another, shape (4, 4).

        A team between two letters counts in the lower one.
        """
        table = np.zeros((len(LETTER_STEPS), len(LETTER_STEPS)), dtype=np.int64)
        for teams in self.steps.values():
            if rows in teams and columns in teams:
                table[lower_step(teams[rows]), lower_step(teams[columns])] += 1
        return table


def lower_step(step: float) -> int:
    """The step of a team's letter, the lower one when it stands between two.

    >>> lower_step(1.0), lower_step(1.5)
    (1, 2)
    """
    return int(np.ceil(step))


def step_letters(step: float) -> str:
    """A team's letter, or the two that it stands between: "B", "B/C".

    >>> step_letters(1.0), step_letters(1.5)
    ('B', 'B/C')
    """
    low, high = int(np.floor(step)), lower_step(step)
    letters = [LETTER_STEPS[low], LETTER_STEPS[high]]
    return letters[0] if low == high else "/".join(letters)


def count_votes(table: pd.DataFrame) -> Votes:
    """The votes that count; rows without client, voter, team or letter are left out.

    Of one person in one team on one client, the latest vote counts; two of the same
    day both count, and are told. The order of the rows never matters.

    >>> votes = pd.DataFrame({
    ...     "client_id": ["C1", "C1", "C1"], "voter": ["Ann", "Bo", "Cy"],
    ...     "team": ["sales", "sales", "finance"], "letter": ["A", "B", "C"],
    ... })
    >>> count_votes(votes).steps
    {'C1': {'finance': 2.0, 'sales': 0.5}}
    """
    columns = (
        texts(table, "client_id"),
        texts(table, "team"),
        (" ".join(str(voter).casefold().split()) for voter in texts(table, "voter")),
        dates(table, "voted_on").astype("datetime64[D]").view(np.int64),
        texts(table, "letter"),
        row_numbers(table),
    )
    given = sorted(
        vote
        for vote in zip(*columns, strict=True)
        if vote[0] and vote[1] and vote[2] and str(vote[4]) in tuple(LETTER_STEPS)
    )
    steps: dict[str, dict[str, list[int]]] = {}
    twice = []
    for (client, team, voter), group in groupby(given, lambda vote: vote[:3]):
        votes = list(group)
        last = [vote for vote in votes if vote[3] == votes[-1][3]]
        letters = {vote[4] for vote in last}
        if len(letters) > 1:
            twice.append((int(max(vote[5] for vote in last)), client, voter))
        said = steps.setdefault(client, {}).setdefault(team, [])
        said += [LETTER_STEPS.index(letter) for letter in sorted(letters)]
    return Votes(
        {
            client: {team: float(median(said)) for team, said in teams.items()}
            for client, teams in steps.items()
        },
        tuple(twice),
    )
