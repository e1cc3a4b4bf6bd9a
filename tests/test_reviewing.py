"""What a refresh writes on the Review sheet, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from memory_host import raw_table
from review_examples import agenda_of, judged, refreshed, review_host, vote

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.checking import check
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.workbook.review_tables import AGENDA, REASONS

DISAGREE = REASONS["disagreement"]
APART = [vote("C3", "Ann", "sales", "A"), vote("C3", "Bo", "finance", "C")]


def rows_of(host: Any, reason: str) -> list[tuple[Any, ...]]:
    return [row for row in agenda_of(host) if row[1] == reason]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refresh_proposes_an_agenda_in_the_language_of_the_workbook(
    language: Language,
) -> None:
    votes = [
        vote("C3", "Ann", "sales", "A", language),
        vote("C3", "Bo", "finance", "C", language),
    ]
    host = review_host(language, votes)
    assert refreshed(host).written
    said = {"en": "sales A, finance C", "fr": "commerce A, finance C"}[language]
    assert rows_of(host, DISAGREE.in_(language)) == [
        ("C3", DISAGREE.in_(language), said, None)
    ]
    assert not refreshed(host).written


def test_a_decision_follows_its_client_and_its_reason() -> None:
    """C3 has two rows; the decision on one stays there when others come above."""
    host = review_host(votes=APART)
    refreshed(host)
    raw = host.raws["tblAgenda"]
    place = [row[:2] for row in agenda_of(host)].index(("C3", DISAGREE.en))
    raw.columns[AGENDA.keys.index("decision")][place] = "ask again"
    more = [vote("C8", "Ann", "sales", "B"), vote("C8", "Bo", "finance", "D")]
    again = review_host(votes=[*APART, *more], tblAgenda=raw)
    refreshed(again)
    assert rows_of(again, DISAGREE.en) == [
        ("C8", DISAGREE.en, "sales B, finance D", None),
        ("C3", DISAGREE.en, "sales A, finance C", "ask again"),
    ]


def test_a_decision_stays_once_its_reason_is_gone_and_goes_when_cleared() -> None:
    kept = {"client_id": "C3", "reason": DISAGREE.en, "decision": "keep A"}
    host = review_host(agenda=[kept])
    refreshed(host)
    assert rows_of(host, DISAGREE.en) == [
        ("C3", DISAGREE.en, "settled since", "keep A")
    ]
    assert not refreshed(host).written
    column = host.raws["tblAgenda"].columns[AGENDA.keys.index("decision")]
    column[:] = [None] * len(column)
    refreshed(host)
    assert rows_of(host, DISAGREE.en) == []


def test_a_row_that_a_person_added_stays_as_typed() -> None:
    own = {"client_id": "C2", "reason": "price list", "detail": "=see mail"}
    host = review_host(agenda=[own])
    refreshed(host)
    assert rows_of(host, "price list") == [("C2", "price list", "=see mail", None)]
    assert not refreshed(host).written


def test_settled_rows_and_own_rows_are_not_counted() -> None:
    kept = {"client_id": "C3", "reason": DISAGREE.en, "decision": "keep A"}
    calm, kept_too = review_host(), review_host(agenda=[kept])
    refreshed(calm)
    refreshed(kept_too)
    counts = [("review", f"I{row}") for row in range(5, 14)]
    assert [calm.fixed[c] for c in counts] == [kept_too.fixed[c] for c in counts]


def test_figures_by_reason_stand_beside_the_agenda() -> None:
    host = review_host(votes=APART)
    refreshed(host)
    line = 5 + list(REASONS).index("disagreement")
    assert host.fixed["review", f"I{line}"] == 1
    assert host.fixed["review", f"J{line}"] == 3000.0
    assert host.fixed["review", "K18"] == 1, "sales A, finance C"
    assert (host.fixed["review", "I22"], host.fixed["review", "I23"]) == (1, 0)


def test_the_json_document_holds_the_agenda() -> None:
    host = review_host(votes=APART)
    items = refreshed(host).document()["agenda"]
    assert [x for x in items if x["reason"] == "disagreement"] == [
        {
            "client_id": "C3",
            "letter": items[[x["client_id"] for x in items].index("C3")]["letter"],
            "reason": "disagreement",
            "detail": "sales A, finance C",
            "revenue": 3000.0,
        }
    ]
    assert len(items) == len(agenda_of(host))


def test_the_workshop_stands_beside_the_scale() -> None:
    host = review_host(
        judgements=[
            judged("Ann", "value", "margin", 4),
            judged("Bo", "value", "margin", 1),
        ]
    )
    refreshed(host)
    shown = [host.fixed["review", f"{column}28"] for column in "HIJK"]
    assert shown == ["value", 25.0, pytest.approx(33.3), pytest.approx(8.3)]
    assert [host.fixed["review", f"H{row}"] for row in (47, 48, 49)] == [
        "Ann",
        "Bo",
        None,
    ]


def test_a_workbook_without_these_tables_is_refreshed_without_them() -> None:
    host = review_host()
    for name in ("tblAgenda", "tblVotes", "tblWeights"):
        del host.raws[name]
    assert refreshed(host).written
    own = {place for place in host.fixed if place[0] == "review"}
    written = {place for place in own if host.fixed[place] not in (None, "")}
    assert all(cell[0] in "IJK" for _, cell in written), "formulas alone, for Excel"
    assert ("review", "I13") not in own, "a value that would stand on a user's cell"


def test_fixed_cells_that_a_user_moved_are_left_alone() -> None:
    moved = raw_table(AGENDA, [{}])
    moved.first_column += 1
    host = review_host(votes=APART, tblAgenda=moved)
    refreshed(host)
    assert ("review", "I13") not in host.fixed
    assert rows_of(host, DISAGREE.en), "the agenda itself is written"


def test_what_is_wrong_with_votes_stands_in_check_and_in_data_quality() -> None:
    host = review_host(votes=[vote("NOPE", "Ann", "sales", "A")])
    (found,) = [x for x in check(host).issues if x.code.startswith("vote")]
    assert (found.sheet, found.cell, found.severity) == ("Review", "Y5", "warning")
    done = refresh(host)
    assert "vote_client_unknown" in [x.code for x in done.issues]
