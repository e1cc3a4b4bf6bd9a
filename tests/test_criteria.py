"""Criteria that order lines give: recurrence, growth, tenure, credit-note rate."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from portfolios import portfolio

from segmentation_addin.core.costing import cost_to_serve, price
from segmentation_addin.core.criteria import measures
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.periods import analysis_period
from segmentation_addin.core.portfolio import gather, roster
from segmentation_addin.imports.line_tables import lines_to_tables

LINES = [
    # client, order, date, amount: Ann buys in three months of 2025, and gives back.
    ("Ann", "1", "2024-03-10", 200.0),
    ("Ann", "2", "2025-01-05", 100.0),
    ("Ann", "3", "2025-01-25", 150.0),
    ("Ann", "4", "2025-06-30", 50.0),
    ("Ann", "5", "2025-12-31", 100.0),
    ("Ann", "C1", "2025-12-31", -80.0),
    # Bob came in the period: no growth, and no credit note.
    ("Bob", "6", "2025-07-01", 60.0),
    # Zoe stopped: one credit note only.
    ("Zoe", "7", "2024-12-31", 40.0),
    ("Zoe", "C2", "2025-02-01", -40.0),
]


def from_lines(rows: list[tuple[str, str, str, float]]) -> InputTables:
    """The workbook's tables as an import of these order lines fills them."""
    frame = pd.DataFrame(rows, columns=["client_id", "order_id", "date", "amount"])
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[us]")
    texts = ("client_name", "ship_mode", "sector", "country", "postcode")
    frame = frame.assign(
        profit=frame["amount"] * 0.3,
        cost=np.nan,
        **dict.fromkeys((*texts, "account_manager", "returned"), ""),
    )
    tables = lines_to_tables(frame)
    return replace(
        portfolio(),
        clients=tables.clients,
        margins=tables.margins,
        cost_to_serve=tables.cost_to_serve,
        drivers=tables.drivers,
    )


def measured(rows: list[tuple[str, str, str, float]]) -> dict[str, dict[str, float]]:
    """Each criterion of each client: {criterion: {client: value}}."""
    inputs = from_lines(rows)
    found, _ = roster(inputs)
    period, _ = analysis_period(inputs)
    assert period is not None
    current = gather(inputs, found, period)
    previous = gather(inputs, found, period.before())
    tariff, _ = price(inputs, current, period)
    cost = cost_to_serve(inputs, current, tariff)
    values = measures(inputs, found, current, cost, previous)
    return {
        key: dict(zip(found.ids.tolist(), column.tolist(), strict=True))
        for key, column in values.items()
    }


def test_recurrence_counts_the_months_with_a_sale() -> None:
    assert measured(LINES)["recurrence"] == {"Ann": 3, "Bob": 1, "Zoe": 0}


def test_growth_compares_with_the_period_before_and_needs_one() -> None:
    growth = measured(LINES)["growth"]
    assert growth["Ann"] == pytest.approx(320 / 200 - 1)
    assert np.isnan(growth["Bob"])
    assert growth["Zoe"] == pytest.approx(-2)  # from 40 to a credit note of 40


def test_tenure_is_the_years_since_the_first_order_of_the_whole_source() -> None:
    tenure = measured(LINES)["tenure"]
    assert tenure["Ann"] == pytest.approx(661 / 365.25)
    assert tenure["Bob"] == pytest.approx(183 / 365.25)


def test_the_credit_note_rate_is_of_what_was_invoiced_before_credit() -> None:
    rate = measured(LINES)["credit_note_rate"]
    assert rate["Ann"] == pytest.approx(80 / 400)
    assert rate["Bob"] == 0
    assert np.isnan(rate["Zoe"])  # nothing was invoiced: no rate


def test_lines_in_any_order_measure_the_same() -> None:
    first, second = measured(LINES), measured(LINES[::-1])
    for key, values in first.items():
        assert second[key] == pytest.approx(values, nan_ok=True), key
