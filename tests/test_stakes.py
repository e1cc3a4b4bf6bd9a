"""What is at stake in a finding that did not say."""

from portfolios import portfolio, segmented

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.stakes import with_stakes

INPUTS = portfolio(
    """
    client_id  period      revenue  gross_margin
    A          2025-12-31  600      200
    B          2025-12-31  300      100
    """,
    overrides="client_id letter\nZ A\nB A",
)


def stake(issue: Issue) -> float | None:
    return with_stakes([issue], INPUTS, segmented(INPUTS))[0].amount


def found(
    table: str, row: int | None, *rows: int, amount: float | None = None
) -> Issue:
    return Issue("x", Severity.NOTE, table, row, None, {}, amount, rows)


def test_a_finding_on_clients_is_worth_their_revenue() -> None:
    assert stake(found("tblClients", 0)) == 600.0
    assert stake(found("tblClients", 0, 0, 1)) == 900.0
    assert stake(found("tblOverrides", 1)) == 300.0
    assert stake(found("tblOverrides", 0)) == 0.0


def test_what_was_said_stays_and_a_rule_of_all_has_no_amount() -> None:
    assert stake(found("tblClients", 0, amount=5.0)) == 5.0
    assert stake(found("tblScale", 0)) is None
    assert stake(found("tblClients", None)) is None


def test_without_any_cost_all_revenue_is_at_stake() -> None:
    issue = Issue("no_cost_anywhere", Severity.WARNING, "tblCostToServe")
    assert stake(issue) == 900.0
