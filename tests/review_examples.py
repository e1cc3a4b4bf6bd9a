"""A small portfolio with votes and judgements, as a workbook held in memory."""

from __future__ import annotations

from typing import Any

from memory_host import MemoryHost, memory_host, raw_table

from segmentation_addin.languages import Language
from segmentation_addin.services.refreshing import Refreshed, refresh
from segmentation_addin.workbook.inputs import CLIENTS, CRITERIA, MARGINS, SCALE
from segmentation_addin.workbook.outputs import ISSUES, SEGMENTATION
from segmentation_addin.workbook.review_tables import AGENDA, TEAMS, VOTES, WEIGHTS
from segmentation_addin.workbook.settings import DEFAULT_SCALE

CODES = [f"C{i}" for i in range(1, 9)]
"""C1 sells 1,000 and C8 8,000, at 30 %."""


def review_host(
    language: Language = "en",
    votes: list[dict[str, Any]] | None = None,
    judgements: list[dict[str, Any]] | None = None,
    agenda: list[dict[str, Any]] | None = None,
    **raws: Any,
) -> MemoryHost:
    """A workbook with eight clients; labels of choices in its language."""
    margins = [
        {
            "client_id": client,
            "period": "2025-12-31",
            "revenue": 1000.0 * place,
            "gross_margin": 300.0 * place,
        }
        for place, client in enumerate(CODES, start=1)
    ]
    scale = [
        {
            "criterion": CRITERIA[line.criterion].in_(language),
            "better": line.better,
            "weight": float(line.weight),
        }
        for line in DEFAULT_SCALE
    ]
    tables = {
        "tblClients": raw_table(
            CLIENTS, [{"client_id": c, "name": f"Client {c}"} for c in CODES], language
        ),
        "tblMargins": raw_table(MARGINS, margins, language),
        "tblScale": raw_table(SCALE, scale, language),
        "tblSegmentation": raw_table(SEGMENTATION, language=language, blank_rows=1),
        "tblIssues": raw_table(ISSUES, language=language, blank_rows=1),
        "tblVotes": raw_table(VOTES, votes or [{}], language),
        "tblWeights": raw_table(WEIGHTS, judgements or [{}], language),
        "tblAgenda": raw_table(AGENDA, agenda or [{}], language),
    }
    return memory_host(language, **{**tables, **raws})


def vote(
    client: str, voter: str, team: str, letter: str, language: Language = "en"
) -> dict[str, Any]:
    """One row of `tblVotes`."""
    label = TEAMS[team].in_(language)
    return {"client_id": client, "voter": voter, "team": label, "letter": letter}


def judged(
    participant: str, a: str, b: str, times: object, language: Language = "en"
) -> dict[str, Any]:
    """One row of `tblWeights`."""
    return {
        "participant": participant,
        "criterion_a": CRITERIA[a].in_(language),
        "criterion_b": CRITERIA[b].in_(language),
        "judgement": times,
    }


def agenda_of(host: MemoryHost) -> list[tuple[Any, ...]]:
    """Client, reason, detail and decision of each row of the agenda."""
    raw = host.read("tblAgenda")
    places = [AGENDA.keys.index(k) for k in ("client_id", "reason", "detail")]
    shown = [raw.columns[place] for place in places]
    return list(zip(*shown, raw.columns[AGENDA.keys.index("decision")], strict=True))


def refreshed(host: MemoryHost) -> Refreshed:
    """A refresh that nothing stops."""
    done = refresh(host)
    assert not done.refused, done.issues
    return done
