import math
from typing import Any

import pytest
from portfolios import codes, portfolio, segmented

from segmentation_addin.core.inputs import InputTables


def one(inputs: InputTables, client: str = "A1") -> dict[str, Any]:
    frame = segmented(inputs).clients.set_index("client_id")
    row: dict[str, Any] = frame.loc[[client]].to_dict("records")[0]  # type: ignore[assignment]
    return row


def test_revenue_is_net_of_rebates_and_margin_of_cost_of_goods() -> None:
    row = one(
        portfolio(
            """
            client_id  period      revenue  rebates  cost_of_goods
            A1         2025-12-31  1000     100      600
            """
        )
    )
    assert (row["revenue"], row["gross_margin"]) == (900, 300)
    assert row["gross_margin_rate"] == pytest.approx(1 / 3)


def test_months_add_up_and_the_latest_order_counts() -> None:
    row = one(
        portfolio(
            """
            client_id  period      revenue  gross_margin  orders  last_order
            A1         2025-10-31  100      30            1       2025-10-20
            A1         2025-11-30  50       10            .       .
            A1         2025-12-31  150      60            2       2025-12-11
            """
        )
    )
    assert (row["revenue"], row["gross_margin"], row["orders"]) == (300, 100, 3)
    assert row["days"] == 20


def test_a_missing_cost_is_an_unknown_margin_not_a_full_one() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        A1         2025-11-30  100      30
        A1         2025-12-31  100      .
        """
    )
    row = one(inputs)
    assert row["revenue"] == 200
    assert math.isnan(row["gross_margin"])
    assert row["computed_letter"] == "NC"
    assert "margin_missing" in codes(inputs)


def test_a_month_without_sales_does_not_spoil_the_margin() -> None:
    row = one(
        portfolio(
            """
            client_id  period      revenue  gross_margin
            A1         2025-11-30  100      30
            A1         2025-12-31  0        .
            """,
            as_of="2025-11-30",
        )
    )
    assert row["gross_margin"] == 30


def test_days_to_pay_are_weighted_by_revenue() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin  days_to_pay
        A1         2025-11-30  100      30            10
        A1         2025-12-31  300      30            50
        """
    )
    assert segmented(inputs).current.days_to_pay.tolist() == [40]


def test_other_periods_are_kept_and_unused() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        A1         2022-12-31  999      999
        A1         2024-12-31  80       20
        A1         2025-12-31  100      30
        A1         2026-12-31  7777     7
        """,
        as_of="2025-12-31",
    )
    row = one(inputs)
    assert (row["revenue"], row["previous_revenue"]) == (100, 80)


NEWCOMERS = """
    client_id  period      revenue  gross_margin
    OLD        2024-12-31  100      30
    OLD        2025-12-31  100      30
    LATE       2025-12-31  100      30
"""


def test_a_client_is_new_by_its_date_or_by_its_first_row() -> None:
    frame = segmented(portfolio(NEWCOMERS)).clients.set_index("client_id")
    assert frame["new"].to_dict() == {"OLD": False, "LATE": True}
    dated = portfolio(
        NEWCOMERS, clients="client_id since\nOLD 2025-01-01\nLATE 2024-12-31"
    )
    frame = segmented(dated).clients.set_index("client_id")
    assert frame["new"].to_dict() == {"OLD": True, "LATE": False}


def test_without_an_earlier_period_newness_is_unknown_and_said_once() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        A1         2025-12-31  100      30
        B2         2025-12-31  100      30
        """
    )
    assert not segmented(inputs).clients["new"].any()
    assert codes(inputs).count("newness_unknown") == 1


def test_inactive_has_no_revenue_order_or_cost() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin  orders
        ZERO       2025-12-31  0        0             0
        ORDERS     2025-12-31  0        0             1
        COSTS      2025-12-31  0        0             .
        SOLD       2025-12-31  100      30            1
        """,
        clients="client_id\nZERO\nORDERS\nCOSTS\nSOLD\nABSENT",
        costs="client_id period visits\nCOSTS 2025-12-31 2",
        activities="activity kind driver rate\nVisit rate visits 10",
    )
    frame = segmented(inputs).clients.set_index("client_id")
    inactive = (frame["decided_by"] == "inactive").to_dict()
    assert inactive == {
        "ZERO": True,
        "ORDERS": False,
        "COSTS": False,
        "SOLD": False,
        "ABSENT": True,
    }
    assert frame.loc["COSTS", "computed_letter"] == "D"
    assert "cost_without_revenue" in codes(inputs)


def test_unknown_clients_are_in_the_totals_and_in_no_letter() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        A1         2025-12-31  100      30
        GHOST      2025-12-31  40       10
        GHOST      2025-11-30  2        1
        """,
        clients="client_id\nA1",
    )
    result = segmented(inputs)
    assert result.clients["client_id"].tolist() == ["A1"]
    assert result.orphans["revenue"] == 42
    assert codes(inputs).count("unknown_client") == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A1 .          100 30 .  .          .", "period_missing"),
        ("A1 2025-12-31 .   30 .  .          .", "revenue_missing"),
        ("A1 2025-12-31 100 .  .  .          .", "margin_missing"),
        ("A1 2025-12-31 100 120 . .          .", "margin_over_revenue"),
        ("A1 2025-12-31 100 30 90 .          .", "margin_and_cost_disagree"),
        ("A1 2025-12-31 100 30 .  2026-01-15 .", "order_after_period"),
        ("Z9 2025-12-31 100 30 .  .          5", "repeated_row"),
    ],
)
def test_what_is_wrong_in_a_row_is_said(row: str, code: str) -> None:
    inputs = portfolio(
        "client_id period revenue gross_margin cost_of_goods last_order orders\n"
        "Z9 2025-12-31 1000 300 . 2025-12-01 5\n" + row
    )
    assert code in codes(inputs)


def test_a_yearly_row_beside_monthly_ones_stops_everything() -> None:
    months = "\n".join(f"A1 2025-{month:02}-28 100 30 1" for month in range(1, 13))
    header = "client_id period revenue gross_margin active_months\n"
    assert "annual_and_monthly" not in codes(portfolio(header + months))
    assert "annual_and_monthly" in codes(
        portfolio(header + months + "\nA1 2025-12-28 1200 360 12")
    )


def test_a_yearly_row_that_covers_eleven_regular_months_stops_everything() -> None:
    months = "\n".join(f"A1 2025-{month:02}-28 80 30" for month in range(1, 12))
    header = "client_id period revenue gross_margin\n"
    assert "annual_and_monthly" in codes(
        portfolio(header + months + "\nA1 2025-12-31 960 300")
    )
    assert "annual_and_monthly" not in codes(
        portfolio(header + months + "\nA1 2025-12-31 200 60")
    )


def test_dates_that_begin_with_the_source_make_nobody_new() -> None:
    names = [f"A{n}" for n in range(1, 6)]
    clients = "client_id since\n" + "\n".join(f"{n} 2025-03-01" for n in names)
    head = "client_id period revenue gross_margin\n"
    year = head + "\n".join(f"{n} 2025-12-31 100 40" for n in names)
    alone = portfolio(year, clients)
    assert not segmented(alone).clients["new"].any()
    assert "newness_unknown" in codes(alone)
    two_years = portfolio(year + "\nA1 2024-12-31 90 30", clients)
    assert segmented(two_years).clients["new"].all()
    one = portfolio(head + "A1 2025-12-31 100 40", "client_id since\nA1 2025-03-01")
    assert segmented(one).clients["new"].all()
