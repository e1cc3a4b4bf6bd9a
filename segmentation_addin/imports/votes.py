"""Answers of account managers joined to the votes of the workbook.

A vote belongs to the review under way when it has no date, or one after the last
closing. There, a changed answer takes the place of that person's earlier vote on the
client; the votes of closed reviews stay, and an answer that stands already changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.core.review_calendar import closing_day
from segmentation_addin.core.vintages import last
from segmentation_addin.core.workshop import person_key
from segmentation_addin.imports.answers import Answer, Copy, limited
from segmentation_addin.imports.cells import shown
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.languages import Language
from segmentation_addin.workbook.host import AppendedRows, Cell, CellEdits, Changes
from segmentation_addin.workbook.reading import Tables
from segmentation_addin.workbook.review_tables import TEAMS, VOTES

TEAM = "sales"
"""The team of an account manager."""


@dataclass(frozen=True)
class Ballot:
    """One answer, with whose it is and in which copy it stands."""

    copy: Copy
    answer: Answer

    @property
    def key(self) -> tuple[str, str]:
        """Voter and client: one vote counts for each."""
        return person_key(self.copy.voter), self.answer.client_id


@dataclass(frozen=True)
class Joined:
    """What the answers change: how many votes are new, changed, and there already."""

    changes: Changes
    added: int = 0
    changed: int = 0
    unchanged: int = 0


def ballots(copies: Sequence[Copy], tables: Tables) -> tuple[list[Ballot], list[Issue]]:
    """The answers of all copies, and what keeps some of them from being votes."""
    known = set(tables.clients["client_id"])
    found: list[Ballot] = []
    issues: list[Issue] = []
    for copy in copies:
        own: list[Issue] = []
        at: dict[str, str] = {}
        for answer in copy.answers:
            client = shown(answer.client_id)
            first = at.setdefault(answer.client_id, copy.cell(answer))
            if answer.client_id not in known:
                own.append(
                    copy.issue(
                        "votes_client_unknown", answer, "client_id", found=client
                    )
                )
            elif first != copy.cell(answer):
                own.append(
                    copy.issue(
                        "votes_client_twice",
                        answer,
                        "your_letter",
                        found=client,
                        first=first,
                    )
                )
            else:
                found.append(Ballot(copy, answer))
        issues += limited(own)
    kept, differing = _once(found)
    return kept, [*issues, *limited(differing)]


def _once(found: Sequence[Ballot]) -> tuple[list[Ballot], list[Issue]]:
    """Each voter and client once; an error where two copies differ."""
    kept: dict[tuple[str, str], Ballot] = {}
    issues = []
    for ballot in found:
        first = kept.setdefault(ballot.key, ballot)
        same = (first.answer.letter, first.answer.comment) == (
            ballot.answer.letter,
            ballot.answer.comment,
        )
        if not same:
            issues.append(
                ballot.copy.issue(
                    "votes_files_differ",
                    ballot.answer,
                    "your_letter",
                    voter=shown(ballot.copy.voter),
                    found=shown(ballot.answer.client_id),
                    first=f"{first.copy.file} {first.copy.cell(first.answer)}",
                )
            )
    return list(kept.values()), issues


def late(copies: Sequence[Copy], tables: Tables) -> list[Issue]:
    """An error for each copy of a review that was closed since it was made."""
    closed = last(tables.vintages)
    if closed is None:
        return []
    day = pd.Timestamp(closing_day(closed)).date()
    issues = []
    for copy in copies:
        if copy.answers and copy.made_on is not None and copy.made_on < day:
            params: dict[str, ParamValue] = {
                "file": copy.file,
                "found": copy.made_on.isoformat(),
                "expected": day.isoformat(),
            }
            issues.append(Issue("votes_review_closed", Severity.ERROR, params=params))
    return issues


def join(
    answered: Sequence[Ballot], tables: Tables, today: date, language: Language
) -> Joined:
    """The changes that make votes of the answers, dated today."""
    standing = _under_way(tables, today)
    raw = tables.raws[VOTES.name]
    columns = table_headings(VOTES, raw.headings).columns
    edits: dict[str, dict[int, Cell]] = {"letter": {}, "comment": {}, "voted_on": {}}
    fresh: list[dict[str, Cell]] = []
    changed = unchanged = 0
    stamp = datetime.combine(today, time())
    for ballot in answered:
        answer = ballot.answer
        said = {
            "letter": answer.letter,
            "comment": answer.comment or None,
            "voted_on": stamp,
        }
        earlier = standing.get(ballot.key)
        if earlier is None:
            who = {
                "client_id": answer.client_id,
                "voter": ballot.copy.voter,
                "team": TEAMS[TEAM].in_(language),
            }
            fresh.append({**who, **said})
        elif _same(earlier, answer):
            unchanged += 1
        else:
            changed += 1
            for key, value in said.items():
                edits[key][int(earlier["_row"])] = value
    changes = Changes(
        edits=[
            CellEdits(VOTES.name, key, list(values), list(values.values()))
            for key, values in edits.items()
            if values and key in columns
        ]
    )
    if fresh:
        frame = pd.DataFrame(fresh)[[key for key in fresh[0] if key in columns]]
        changes.appended.append(AppendedRows(VOTES.name, frame))
    return Joined(changes, len(fresh), changed, unchanged)


def _under_way(tables: Tables, today: date) -> dict[tuple[str, str], pd.Series]:
    """The latest vote of each person on each client in the review under way."""
    votes = tables.review.votes
    votes = votes[(votes["team"] == TEAM).to_numpy(dtype=bool)]
    closed = last(tables.vintages)
    day = pd.to_datetime(votes["voted_on"])
    if closed is not None:
        after = day > pd.Timestamp(closing_day(closed))
        votes = votes[(day.isna() | after | (day == pd.Timestamp(today))).to_numpy()]
    votes = votes.sort_values(["voted_on", "_row"], na_position="first")
    return {
        (person_key(row["voter"]), str(row["client_id"])): row
        for _, row in votes.iterrows()
    }


def _same(vote: pd.Series, answer: Answer) -> bool:
    """The same letter, and no other comment: a blank one takes nothing away."""
    if vote["letter"] != answer.letter:
        return False
    return answer.comment in {"", str(vote["comment"])}
