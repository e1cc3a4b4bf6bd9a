"""The agenda of a review: the clients that a refresh proposes to talk about, and why.

What is at stake is the revenue of the client, whatever the reason, so that the
reasons compare. Largest first; ties by client code, then in the order of `REASONS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import BoolArray, dates, floats, texts
from segmentation_addin.core.robustness import TO_DISCUSS_UNDER
from segmentation_addin.core.votes import Votes

SOON_DAYS = 90
REASONS = (
    "false_good",
    "first_d",
    "disagreement",
    "expiring",
    "no_vote",
    "to_discuss",
)
_ORDER = {reason: place for place, reason in enumerate(REASONS)}
_STARTED = ("A", "B", "C", "NC")

Figure = str | float | np.datetime64 | Mapping[str, float]


@dataclass(frozen=True)
class Item:
    """One client and one reason to talk about it."""

    client_id: str
    reason: str
    letter: str
    revenue: float
    """Over the analysis period; NaN when unknown."""
    seen: Mapping[str, Figure]
    """The figures behind the reason, by name."""


def agenda(
    clients: pd.DataFrame,
    overrides: pd.DataFrame,
    votes: Votes,
    as_of: np.datetime64,
) -> list[Item]:
    """Every reason to talk about a client, the largest revenue first.

    Args:
        clients: columns `client_id`, `letter`, `computed_letter`, `start_letter`,
            `revenue`, `net_margin`, `cost_to_serve_ratio`, `false_good`,
            `robustness`; one row a client.
        overrides: typed rows of `tblOverrides`.
        votes: what the teams say.
        as_of: the analysis date.
    """
    names = ("client_id", "letter", "computed_letter", "start_letter", "false_good")
    numbers = ("revenue", "net_margin", "cost_to_serve_ratio", "robustness")
    columns: dict[str, Any] = {name: texts(clients, name) for name in names}
    columns |= {name: floats(clients, name) for name in numbers}
    ending = _ending(overrides, as_of)
    disagreed = votes.disagreements()
    named = {*disagreed, *(client for client, _ in ending)}
    items = []
    for i in np.flatnonzero(_looked_at(columns, named)):
        row = {name: column[i] for name, column in columns.items()}
        client, letter = str(row["client_id"]), str(row["letter"])
        found = [
            *_of_the_letter(row),
            *_of_votes(client, letter, votes, disagreed),
        ]
        end = ending.get((client, letter))
        if end is not None:
            found.append(("expiring", end))
        items += [
            Item(client, reason, letter, float(row["revenue"]), seen)
            for reason, seen in found
        ]
    return sorted(items, key=_place)


def _looked_at(columns: Mapping[str, Any], named: set[str]) -> BoolArray:
    """The clients that can have a reason: a portfolio has many that cannot."""
    looked: BoolArray = np.isin(columns["letter"].astype(str), ("A", "D"))
    looked |= (columns["false_good"] != "").astype(bool)
    looked |= columns["robustness"] < TO_DISCUSS_UNDER
    if named:
        looked |= np.array([client in named for client in columns["client_id"]])
    return looked


def _place(item: Item) -> tuple[float, str, int]:
    known = item.revenue == item.revenue
    return -item.revenue if known else np.inf, item.client_id, _ORDER[item.reason]


Found = tuple[str, Mapping[str, Figure]]


def _of_the_letter(row: Mapping[str, str | float]) -> Iterator[Found]:
    letter, margin = str(row["letter"]), float(row["net_margin"])
    if row["false_good"]:
        yield (
            "false_good",
            {
                "kind": str(row["false_good"]),
                "net_margin": margin,
                "ratio": float(row["cost_to_serve_ratio"]),
            },
        )
    if letter == "D" and row["start_letter"] in _STARTED:
        yield "first_d", {"before": str(row["start_letter"]), "net_margin": margin}
    graded = str(row["computed_letter"]) in tuple("ABCD")
    if graded and float(row["robustness"]) < TO_DISCUSS_UNDER:
        yield "to_discuss", {"robustness": float(row["robustness"])}


def _of_votes(
    client: str, letter: str, votes: Votes, disagreed: Mapping[str, Mapping[str, float]]
) -> Iterator[Found]:
    if client in disagreed:
        yield "disagreement", {"teams": disagreed[client]}
    if letter == "A" and client not in votes.steps:
        yield "no_vote", {}


def _ending(
    overrides: pd.DataFrame, as_of: np.datetime64
) -> dict[tuple[str, str], dict[str, Figure]]:
    """The override that is in force and ends within 90 days, by client and letter.

    Of several on the same letter, the one that ends last says when the letter does.
    """
    ids, letters = texts(overrides, "client_id"), texts(overrides, "letter")
    authors, ends = texts(overrides, "author"), dates(overrides, "expires_on")
    unreadable = texts(overrides, "_unreadable_expiry")
    last: dict[tuple[str, str], tuple[bool, np.datetime64, str]] = {}
    for i in range(len(overrides)):
        endless = bool(np.isnat(ends[i]))
        if unreadable[i] or (not endless and ends[i] < as_of):
            continue
        key = (str(ids[i]), str(letters[i]))
        standing = (endless, ends[i], str(authors[i]))
        if key not in last or _later(standing, last[key]):
            last[key] = standing
    limit = as_of + np.timedelta64(SOON_DAYS, "D")
    return {
        key: {"until": end, "author": author}
        for key, (endless, end, author) in last.items()
        if not endless and end <= limit
    }


def _later(
    one: tuple[bool, np.datetime64, str], other: tuple[bool, np.datetime64, str]
) -> bool:
    if one[0] or other[0]:
        return one[0] and not other[0]
    return bool((one[1], one[2]) > (other[1], other[2]))
