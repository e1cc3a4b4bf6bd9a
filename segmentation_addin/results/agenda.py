"""The rows of `tblAgenda`: each item in words, in the workbook's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from segmentation_addin.core.agenda import Item
from segmentation_addin.core.votes import step_letters
from segmentation_addin.imports.cells import shown
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.workbook.outputs import FALSE_GOOD
from segmentation_addin.workbook.review_tables import (
    REASONS,
    SETTLED,
    TEAMS,
    WRITTEN_AGENDA,
)

AGENDA_LINES = 500
"""Items that the sheet lists; what is cut is said in the last line."""


class Client(NamedTuple):
    """What the agenda shows of a client."""

    name: str
    letter: str
    revenue: float


GONE = Client("", "", np.nan)


@dataclass(frozen=True)
class KeptRow:
    """A row that stays for what a person typed in it."""

    client_id: str
    reason: str
    detail: str | None = None
    """What the person wants to see; None: our reason, which is gone."""


_MORE = Text(
    "{count} more items, smaller, are not listed here.",
    "{count} autres points, plus petits, ne sont pas listés ici.",
)
_ROBUSTNESS = Text(
    "{share} of 500 draws keep the letter", "{share} de 500 tirages gardent la lettre"
)
_FALSE_GOOD = Text(
    "{kind}: net margin {net}, cost {ratio} of the gross margin",
    "{kind} : marge nette {net}, coût {ratio} de la marge brute",
)
_FALSE_GOOD_NO_RATIO = Text("{kind}: net margin {net}", "{kind} : marge nette {net}")
_FIRST_D = Text(
    "{before} at the start; net margin {net}", "{before} au départ ; marge nette {net}"
)
_EXPIRING = Text("ends on {day}, signed {author}", "finit le {day}, signée {author}")
_EXPIRING_UNSIGNED = Text("ends on {day}, unsigned", "finit le {day}, non signée")
_TEAM = Text("{team} {letter}", "{team} {letter}")
_NO_VOTE = Text("nobody has voted on this A", "personne n'a voté sur ce A")


def detail(item: Item, language: Language) -> str:
    """The figures behind one item, in words."""
    seen = item.seen
    if item.reason == "to_discuss":
        share = percent(float(seen["robustness"]), language)  # type: ignore[arg-type]
        return _ROBUSTNESS.in_(language, share=share)
    if item.reason == "false_good":
        ratio = float(seen["ratio"])  # type: ignore[arg-type]
        known = not np.isnan(ratio)
        return (_FALSE_GOOD if known else _FALSE_GOOD_NO_RATIO).in_(
            language,
            kind=FALSE_GOOD[str(seen["kind"])].in_(language),
            net=_amount(seen["net_margin"], language),
            ratio=percent(ratio, language) if known else "",
        )
    if item.reason == "first_d":
        net = _amount(seen["net_margin"], language)
        return _FIRST_D.in_(language, before=seen["before"], net=net)
    if item.reason == "expiring":
        author = shown(seen["author"])
        text = _EXPIRING if author else _EXPIRING_UNSIGNED
        return text.in_(language, day=str(seen["until"]), author=author)
    if item.reason == "disagreement":
        return teams_in_words(seen["teams"], language)  # type: ignore[arg-type]
    return _NO_VOTE.in_(language)


def agenda_documents(
    items: Sequence[Item], language: Language
) -> list[dict[str, str | float | None]]:
    """The agenda as the JSON document holds it: every item, none cut."""
    return [
        {
            "client_id": item.client_id,
            "letter": item.letter or None,
            "reason": item.reason,
            "detail": detail(item, language),
            "revenue": None if np.isnan(item.revenue) else item.revenue,
        }
        for item in items
    ]


def teams_in_words(steps: Mapping[str, float], language: Language) -> str:
    """What each team says: "sales A, finance C"."""
    return ", ".join(
        _TEAM.in_(
            language, team=TEAMS[team].in_(language), letter=step_letters(steps[team])
        )
        for team in TEAMS
        if team in steps
    )


def _amount(value: object, language: Language) -> str:
    known = isinstance(value, float) and not np.isnan(value)
    return number(float(value), language) if known else "?"  # type: ignore[arg-type]


def agenda_rows(
    items: Sequence[Item],
    clients: Mapping[str, Client],
    kept: Sequence[KeptRow],
    held: Collection[tuple[str, str]],
    language: Language,
) -> tuple[pd.DataFrame, int]:
    """The rows to write and the number of items not listed.

    The largest items come first, then the kept rows; what is cut is said last.

    Args:
        items: all items, the largest first.
        clients: client code -> name, letter and revenue.
        kept: rows that stay though nothing proposes them.
        held: client code and reason, as shown, of rows that carry typed text: they
            are listed however small.
        language: that of the workbook.
    """
    listed, more = _listed(items, held, language)
    rows = [
        _row(
            clients.get(item.client_id, GONE),
            item.client_id,
            REASONS[item.reason].in_(language),
            detail(item, language),
        )
        for item in listed
    ]
    rows += [
        _row(
            clients.get(row.client_id, GONE)._replace(revenue=np.nan),
            row.client_id,
            row.reason,
            SETTLED.in_(language) if row.detail is None else row.detail,
        )
        for row in kept
    ]
    if more:
        text = _MORE.in_(language, count=number(more, language))
        rows.append(_row(GONE, "", "", text))
    frame = pd.DataFrame(rows, columns=list(WRITTEN_AGENDA))
    return frame.astype({"amount": np.float64}), more


def _row(
    client: Client, client_id: str, reason: str, seen: str
) -> dict[str, str | float]:
    return {
        "client_id": client_id,
        "name": client.name,
        "letter": client.letter,
        "reason": reason,
        "detail": seen,
        "amount": client.revenue,
    }


def _listed(
    items: Sequence[Item], held: Collection[tuple[str, str]], language: Language
) -> tuple[list[Item], int]:
    """The items that are listed, and how many are not."""
    if len(items) <= AGENDA_LINES:
        return list(items), 0
    first = AGENDA_LINES - 1
    listed = [
        item
        for place, item in enumerate(items)
        if place < first or (item.client_id, REASONS[item.reason].in_(language)) in held
    ]
    return listed, len(items) - len(listed)
