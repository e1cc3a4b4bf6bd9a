"""The grade of a portfolio, what rests on estimates, and what rests on what."""

import numpy as np
import pytest
from portfolios import portfolio, segmented

from segmentation_addin.core.estimates import trust
from segmentation_addin.core.origins import origins

MARGINS = """
    client_id  period      revenue  gross_margin  margin_origin  last_order  orders
    A          2025-12-31  600      200           measured       2025-12-01  10
    B          2025-12-31  300      100           estimated      2025-11-01  .
    C          2025-12-31  100      .             .              .           .
    D          2025-12-31  0        0             .              .           .
"""
CLIENTS = """
    client_id  potential  sector
    A          4          food
    B          .          food
    C          .          .
    D          .          .
"""


def test_the_grade_is_that_of_the_clients_weighted_by_revenue() -> None:
    result = segmented(portfolio(MARGINS, CLIENTS))
    shares = result.clients["confidence_share"].to_numpy()
    found = trust(result)
    expected = np.nansum(shares * [600, 300, 0, 0]) / 1000
    assert found.share == pytest.approx(expected)
    assert found.level in {"high", "medium", "low"}


def test_a_portfolio_without_margins_is_no_reliable_one() -> None:
    lines = "\n".join(f"C{i} 2025-12-31 100 2025-12-20 12" for i in range(6))
    head = "client_id period revenue last_order active_months\n"
    result = segmented(portfolio(head + lines))
    assert set(result.clients["confidence"]) != {"low"}
    assert (trust(result).share, trust(result).level) == (0.0, "low")


def test_margin_on_estimates_and_margin_unknown() -> None:
    found = trust(segmented(portfolio(MARGINS, CLIENTS)))
    assert (found.estimated_margin, found.estimated_clients) == (100.0, 1)
    assert found.estimated_share == pytest.approx(1 / 3)
    assert (found.unknown_revenue, found.unknown_clients) == (100.0, 1)


def test_no_share_where_it_means_nothing() -> None:
    found = trust(
        segmented(
            portfolio(
                """
                client_id  period      revenue  gross_margin  margin_origin
                A          2025-12-31  600      -200          measured
                B          2025-12-31  300      100           estimated
                """
            )
        )
    )
    assert (found.estimated_margin, found.estimated_share) == (100.0, None)


def test_a_client_estimated_in_part_is_estimated() -> None:
    found = trust(
        segmented(
            portfolio(
                """
                client_id  period      revenue  gross_margin  margin_origin
                A          2025-06-30  600      200           measured
                A          2025-12-31  300      100           estimated
                """
            )
        )
    )
    assert (found.estimated_margin, found.estimated_share) == (300.0, 1.0)


def test_each_column_covers_a_share_of_the_revenue_by_origin() -> None:
    inputs = portfolio(MARGINS, CLIENTS)
    found = {origin.column: origin for origin in origins(inputs, segmented(inputs))}
    assert found["gross_margin"].shares == pytest.approx(
        {"measured": 0.6, "estimated": 0.3, "typed": 0.0, "missing": 0.1}
    )
    assert found["potential"].shares["typed"] == pytest.approx(0.6)
    assert found["sector"].shares["missing"] == pytest.approx(0.1)
    assert found["last_order"].shares["measured"] == pytest.approx(0.9)
    assert (found["orders"].filled, found["orders"].missing) == (1, 2)
    for origin in found.values():
        assert sum(origin.shares.values()) == pytest.approx(1.0)


def test_without_revenue_there_is_no_share() -> None:
    inputs = portfolio("client_id period revenue gross_margin\nA 2025-12-31 0 5")
    result = segmented(inputs)
    assert trust(result).share is None
    assert all(not origin.shares for origin in origins(inputs, result))
