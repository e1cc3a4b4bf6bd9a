"""Votes and judgements as they are typed, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from memory_host import raw_table
from review_examples import judged, review_host, vote

from segmentation_addin.imports.cells import LISTED
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.results.issues import CATALOGUE
from segmentation_addin.workbook.reading import place, read_tables
from segmentation_addin.workbook.review_tables import REVIEW_TABLES, VOTES, WEIGHTS


def read(**rows: Any) -> tuple[Any, list[tuple[str, str]]]:
    """The review's tables, and (code, cell) of each issue."""
    tables, issues = read_tables(review_host(**rows))
    for issue in issues:
        entry = CATALOGUE[issue.code]
        for language in LANGUAGES:
            for text in (entry.message, entry.remedy):
                assert "{" not in text.in_(language, **issue.params)
        if issue.code in {"vote_twice", "judgement_twice"}:
            assert entry.severity is issue.severity
    found = [(issue.code, place(issue, tables.raws)[1]) for issue in issues]
    return tables.review, found


def test_a_blank_sheet_has_nothing_wrong() -> None:
    review, found = read()
    assert found == []
    assert len(review.votes) == len(review.judgements) == 0


def test_a_vote_that_counts() -> None:
    review, found = read(votes=[vote("C1", "Ann", "sales", "b")])
    assert found == []
    row = review.votes.iloc[0]
    assert (row["client_id"], row["team"], row["letter"]) == ("C1", "sales", "B")


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (vote("C9", "Ann", "sales", "A"), "vote_client_unknown", "Y5"),
        (vote("", "Ann", "sales", "A"), "vote_incomplete", "Y5"),
        (vote("C1", "", "sales", "A"), "vote_incomplete", "Z5"),
        (vote("C1", "Ann", "sales", ""), "vote_incomplete", "AB5"),
        (vote("C1", "Ann", "sales", "E"), "choice_unknown", "AB5"),
        ({**vote("C1", "Ann", "sales", "A"), "team": "IT"}, "choice_unknown", "AA5"),
    ],
)
def test_a_vote_that_does_not_count_is_told_once(
    row: dict[str, Any], code: str, cell: str
) -> None:
    review, found = read(votes=[row])
    assert found == [(code, cell)]
    assert len(review.votes) == 0


def test_two_letters_of_one_person_on_a_day_are_told() -> None:
    rows = [vote("C1", "Ann", "sales", "A"), vote("C1", "Ann", "sales", "B")]
    review, found = read(votes=rows)
    assert found == [("vote_twice", "AB6")]
    assert len(review.votes) == 2


def test_judgements_as_numbers_and_as_fractions() -> None:
    rows = [
        judged("Ann", "value", "margin", 3),
        judged("Ann", "value", "service", "1/5"),
        judged("Ann", "margin", "service", " 1 / 9 "),
    ]
    review, found = read(judgements=rows)
    assert found == []
    assert review.judgements["judgement"].tolist() == [3.0, 0.2, pytest.approx(1 / 9)]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (judged("Ann", "value", "margin", 12), "judgement_out_of_range", "AK5"),
        (judged("Ann", "value", "margin", -3), "judgement_out_of_range", "AK5"),
        (judged("Ann", "value", "margin", 0), "judgement_out_of_range", "AK5"),
        (judged("Ann", "value", "value", 3), "judgement_same_criterion", "AJ5"),
        (judged("", "value", "margin", 3), "judgement_incomplete", "AG5"),
        (judged("Ann", "value", "margin", None), "judgement_incomplete", "AK5"),
        (judged("Ann", "value", "margin", "2/3?"), "number_unreadable", "AK5"),
    ],
)
def test_a_judgement_that_does_not_count_is_told_once(
    row: dict[str, Any], code: str, cell: str
) -> None:
    review, found = read(judgements=[row])
    assert found == [(code, cell)]
    assert len(review.judgements) == 0


def test_a_pair_judged_twice_in_either_direction_is_told() -> None:
    rows = [
        judged("Ann", "value", "margin", 3),
        judged("ANN ", "margin", "value", 3),
        judged("Bo", "margin", "value", 3),
    ]
    review, found = read(judgements=rows)
    assert found == [("judgement_twice", "AK6")]
    assert len(review.judgements) == 3


def test_a_criterion_nobody_knows_is_told_with_the_choices() -> None:
    row = {**judged("Ann", "value", "margin", 3), "criterion_b": "weather"}
    assert read(judgements=[row])[1] == [("choice_unknown", "AJ5")]


@pytest.mark.parametrize("table", [VOTES, WEIGHTS])
def test_a_heading_that_is_gone_stops_nothing(table: Any) -> None:
    raw = raw_table(table, [{}])
    raw.headings[0] = "Something else"
    host = review_host()
    host.raws[table.name] = raw
    tables, issues = read_tables(host)
    assert [issue.code for issue in issues] == ["review_column_missing"]
    assert len(tables.review.votes) == len(tables.review.judgements) == 0


def test_many_wrong_rows_are_listed_then_counted() -> None:
    rows = [vote(f"X{i}", "Ann", "sales", "A") for i in range(LISTED + 5)]
    _, found = read(votes=rows)
    assert len(found) == LISTED + 1
    assert found[-1] == ("cells_more", f"Y{5 + LISTED}")


def test_an_older_workbook_without_these_tables_reads_as_before() -> None:
    host = review_host()
    for table in REVIEW_TABLES:
        del host.raws[table.name]
    tables, issues = read_tables(host)
    assert issues == []
    assert len(tables.review.votes) == 0
