"""How recent the figures are."""

import numpy as np
from portfolios import portfolio

from segmentation_addin.core.freshness import freshness, freshness_issues
from segmentation_addin.core.periods import ending

YEAR = ending(np.datetime64("2025-12-31", "D"))


def margins(last_order: str, clients: int = 5) -> str:
    lines = [f"C{i} 2025-12-31 100 30 {last_order}" for i in range(clients)]
    head = "client_id period revenue gross_margin last_order\n"
    return head + "\n".join(lines)


def codes(text: str) -> list[str]:
    return [issue.code for issue in freshness_issues(portfolio(text), YEAR)]


def test_orders_that_end_well_before_the_analysis_date_are_a_question() -> None:
    assert codes(margins("2025-11-17")) == []
    (issue,) = freshness_issues(portfolio(margins("2025-11-15")), YEAR)
    assert (issue.code, issue.params["count"]) == ("orders_stop_early", 46)
    assert codes(margins("2025-11-15", clients=4)) == []


def test_without_any_date_there_is_nothing_to_say() -> None:
    assert codes(margins(".")) == []
    assert freshness(portfolio(margins(".")), YEAR).days_since_order is None


def test_revenue_of_the_period_with_an_order_before_it() -> None:
    (issue,) = freshness_issues(portfolio(margins("2024-12-31", clients=2)), YEAR)
    assert (issue.code, issue.amount, issue.rows) == (
        "order_before_period",
        200.0,
        (0, 1),
    )
    assert codes(margins("2025-01-01", clients=2)) == []


def test_rows_after_the_analysis_date_are_told_with_their_revenue() -> None:
    text = margins("2025-12-20") + "\nC1 2026-12-31 70 20 ."
    (issue,) = freshness_issues(portfolio(text), YEAR)
    assert (issue.code, issue.amount, issue.params["found"]) == (
        "later_period_unused",
        70.0,
        "2026-12-31",
    )


def test_the_dates_of_a_portfolio() -> None:
    found = freshness(
        portfolio(
            margins("2025-12-20"),
            """
            client_id  potential  rated_on
            C0         3          2025-03-01
            C1         2          2024-05-01
            C2         1          .
            C3         .          2020-01-01
            """,
        ),
        YEAR,
    )
    assert found.days_since_order == 11
    assert (str(found.oldest_rating), str(found.newest_rating)) == (
        "2024-05-01",
        "2025-03-01",
    )
    assert found.undated_ratings == 1
