"""Every rule of the audit says what it expects and what was found."""

import re

import pytest

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.messages import beside, data, history, reading, review, rfm
from segmentation_addin.messages.rules import RULES
from segmentation_addin.results.issues import by_rule, render
from segmentation_addin.results.table import RULE_LINES, issue_rows

OF_OTHER_COMMANDS = {
    "no_judgement",
    "judgements_apart",
    "judged_criterion_missing",
    "weights_are_formulas",
    "no_such_review",
    "no_closed_review",
}
AUDITED = {
    code: entry
    for room in (data, reading, review, beside, rfm, history)
    for code, entry in room.CATALOGUE.items()
    if code not in OF_OTHER_COMMANDS
}


def marks(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)", text))


def test_every_code_of_the_audit_has_its_rule_and_no_other() -> None:
    assert set(RULES) == set(AUDITED)


@pytest.mark.parametrize("code", AUDITED)
def test_a_rule_uses_the_marks_of_its_message_only(code: str) -> None:
    rule, message = RULES[code], AUDITED[code].message
    for language in LANGUAGES:
        known = marks(message.in_(language)) | {"count"}
        assert not marks(rule.expected.in_(language)), "the same for all findings"
        assert marks(rule.found.in_(language)) <= known
        assert len(rule.expected.in_(language)) <= 60


def at(issue: Issue) -> tuple[str, str]:
    return "Clients", "" if issue.row is None else f"B{issue.row + 5}"


def test_found_and_expected_come_from_the_finding_else_from_the_rule() -> None:
    issues = [
        Issue(
            "ledger_differs",
            Severity.WARNING,
            params={"found": 1050.1, "expected": 1000.0, "difference": 50.1},
            amount=50.1,
        ),
        Issue("margin_missing", Severity.WARNING, params={"client": "A"}, amount=1.0),
        Issue("knots_order", Severity.ERROR, params=KNOTS),
    ]
    found = {x.code: (x.found, x.expected) for x in render(issues, "fr", at)}
    assert found["ledger_differs"] == ("1\u202f050,10", "1\u202f000")
    assert found["margin_missing"] == (
        "vide",
        "Le coût des ventes ou la marge brute est connu",
    )
    assert found["knots_order"] == ("un autre ordre", "croissant")


KNOTS = {"criterion": "value", "expected": "rising", "attendu": "croissant"}


def test_a_finding_of_several_rows_gives_all_its_cells() -> None:
    issue = Issue(
        "ratings_old",
        Severity.NOTE,
        "tblClients",
        2,
        "rated_on",
        {"count": 4},
        None,
        (2, 3, 4, 9),
    )
    (line,) = render([issue], "en", at)
    assert (line.count, line.cells) == (4, ("B7:B9", "B14"))


def findings(code: str, amounts: list[float]) -> list[Issue]:
    return [
        Issue(code, Severity.WARNING, "tblClients", row, params=CLIENT, amount=amount)
        for row, amount in enumerate(amounts)
    ]


CLIENT = {"client": "A", "found": "x"}


def test_findings_stand_rule_by_rule_and_the_costliest_rule_leads() -> None:
    issues = findings("margin_missing", [5.0, 1.0]) + findings(
        "unknown_client", [3.0, 4.0]
    )
    lines = render(issues, "en", at)
    assert [(x.code, x.amount) for x in lines] == [
        ("unknown_client", 4.0),
        ("unknown_client", 3.0),
        ("margin_missing", 5.0),
        ("margin_missing", 1.0),
    ]
    assert [(x.code, x.count, x.amount) for x in by_rule(lines)] == [
        ("unknown_client", 2, 7.0),
        ("margin_missing", 2, 6.0),
    ]


def test_the_sheet_shows_the_first_findings_of_a_rule_and_counts_the_others() -> None:
    issues = findings("margin_missing", [1.0] * (RULE_LINES + 10))
    issues += findings("unknown_client", [0.5])
    rows = issue_rows(render(issues, "en", at), "en")
    assert list(rows["code"]) == ["margin_missing"] * RULE_LINES + ["unknown_client"]
    assert rows["message"][RULE_LINES - 1].startswith("… and 11 more")
    assert rows["amount"].sum() == RULE_LINES + 10 + 0.5
