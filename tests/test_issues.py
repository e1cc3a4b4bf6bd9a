"""Issues as a person reads them."""

import pytest

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.results.issues import render
from segmentation_addin.workbook.board_phrases import rounded


def nowhere(issue: Issue) -> tuple[str, str]:
    return issue.table or "", ""


OVERRUN = Issue(
    "pool_overrun",
    Severity.WARNING,
    "tblPools",
    params={"pool": "Team", "found": 12345.6, "expected": 1000.0},
    amount=-5.0,
)


def test_figures_are_written_in_the_readers_language() -> None:
    (english,) = render([OVERRUN], "en", nowhere)
    (french,) = render([OVERRUN], "fr", nowhere)
    assert "12,346 minutes of 1,000" in english.message
    assert "12\u202f346 minutes sur 1\u202f000" in french.message


def test_a_criterion_is_named_in_the_readers_language() -> None:
    issue = Issue("criterion_empty", Severity.NOTE, params={"criterion": "recency"})
    assert "recency" in render([issue], "en", nowhere)[0].message
    assert "récence" in render([issue], "fr", nowhere)[0].message


def test_the_most_serious_come_first_then_the_largest_amount() -> None:
    issues = [
        Issue("criterion_empty", Severity.NOTE, params={"criterion": "value"}),
        OVERRUN,
        Issue("pool_overrun", Severity.WARNING, params=OVERRUN.params, amount=9.0),
        Issue("no_client", Severity.ERROR),
    ]
    found = [(x.severity, x.amount) for x in render(issues, "en", nowhere)]
    assert found == [
        ("error", None),
        ("warning", 9.0),
        ("warning", -5.0),
        ("note", None),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_thin_period_says_both_amounts(language: str) -> None:
    issue = Issue(
        "thin_period",
        Severity.ERROR,
        params={"found": "2026-12-31", "carried": 5.0, "expected": 3600.5},
    )
    (line,) = render([issue], "fr" if language == "fr" else "en", nowhere)
    assert ("3\u202f600,50" if language == "fr" else "3,600.50") in line.message


def test_the_largest_amount_that_a_cell_holds_can_be_said() -> None:
    assert rounded(1e308) == 10**308
    assert rounded(-2.5) == -3
