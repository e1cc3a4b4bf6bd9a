import numpy as np
import pytest
from portfolios import codes, portfolio

from segmentation_addin.core.periods import analysis_period, ending, year_before


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        ("2025-12-31", "2024-12-31"),
        ("2021-02-28", "2020-02-29"),
        ("2020-02-29", "2019-02-28"),
        ("2025-06-15", "2024-06-15"),
    ],
)
def test_a_month_end_stays_a_month_end(day: str, earlier: str) -> None:
    assert str(year_before(np.datetime64(day))) == earlier


def test_a_period_holds_its_last_day_and_not_the_day_before_its_first() -> None:
    period = ending(np.datetime64("2025-12-31"))
    days = np.array(
        ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "NaT"],
        dtype="datetime64[D]",
    )
    assert period.holds(days).tolist() == [False, True, True, False, False]
    assert str(period.before().end) == "2024-12-31"


YEARS = """
    client_id  period      revenue  gross_margin
    A1         2024-12-31  900      300
    A1         2025-12-31  1000     300
"""


def test_the_last_period_is_analysed_unless_settings_say_otherwise() -> None:
    period, issues = analysis_period(portfolio(YEARS))
    assert period is not None
    assert (str(period.end), issues) == ("2025-12-31", [])
    period, _ = analysis_period(portfolio(YEARS, as_of="2024-12-31"))
    assert period is not None
    assert str(period.end) == "2024-12-31"


def test_a_date_that_ends_no_period_stops_everything() -> None:
    inputs = portfolio(YEARS, as_of="2025-12-30")
    assert codes(inputs) == ["as_of_not_a_period"]
    assert codes(portfolio(YEARS, as_of="0001-01-01")) == ["as_of_not_a_period"]


def test_a_mistyped_year_stops_everything() -> None:
    assert "thin_period" in codes(portfolio(YEARS + "    B2  2026-12-31  50  10"))
    assert "thin_period" in codes(portfolio(YEARS + "    B2  2052-12-31  50  10"))
    assert "thin_period" not in codes(portfolio(YEARS + "    B2  2026-12-31  500  10"))


MONTHS = "client_id period revenue gross_margin\n" + "\n".join(
    f"A1 {month}-28 100 30"
    for month in np.arange("2025-01", "2026-01", dtype="datetime64[M]")
)


def test_a_usual_last_month_is_no_mistyped_date() -> None:
    assert "thin_period" not in codes(portfolio(MONTHS))
    assert "thin_period" in codes(portfolio(MONTHS + "\nB2 2026-05-31 9 3"))


def test_no_row_at_all_is_said() -> None:
    assert {"no_period", "no_client"} <= set(codes(portfolio()))
