"""Rows of files made ready for the workbook: one a client and period, dated, rated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from segmentation_addin.imports.exact_figures import step_key
from segmentation_addin.imports.joined_rows import (
    dated,
    kept_words,
    measured,
    rated,
    summed,
    whole,
    with_newcomers,
)
from segmentation_addin.imports.line_tables import LineTables
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.inputs import COST_TO_SERVE, MARGIN_ORIGINS, MARGINS

END, BEFORE = pd.Timestamp("2025-12-31"), pd.Timestamp("2024-12-31")


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of Margins or Cost to serve; of 2025 and nameless unless they say more."""
    return pd.DataFrame([{"name": "", "period": END, **row} for row in rows])


def tables(
    clients: pd.DataFrame | None = None, margins: pd.DataFrame | None = None
) -> LineTables:
    none = pd.DataFrame({"client_id": [], "name": []}, dtype=object)
    rows = none.assign(period=pd.Series([], dtype="datetime64[us]"))
    return LineTables(
        none if clients is None else clients,
        rows if margins is None else margins,
        rows,
        (),
        12,
    )


def codes(issues: Any) -> list[str]:
    return [issue.code for issue in issues]


def test_files_that_each_hold_a_part_become_one() -> None:
    one = tables(pd.DataFrame([{"client_id": "A", "name": "Durand", "sector": ""}]))
    other = tables(
        pd.DataFrame([{"client_id": "A", "name": "Durand", "country": "France"}]),
        frame({"client_id": "A", "revenue": 5.0}),
    )
    both = whole([one, other])
    assert both.clients.to_dict("records") == [
        {"client_id": "A", "name": "Durand", "sector": "", "country": "France"}
    ]
    assert both.margins["revenue"].tolist() == [5.0]
    assert whole([one]) is one


def test_a_row_without_a_period_is_of_the_last_one() -> None:
    rows = frame({"client_id": "A", "period": pd.NaT}, {"client_id": "B"})
    standing = frame({"client_id": "A", "period": BEFORE})
    found, issues = dated(rows, standing, None)
    assert found["period"].tolist() == [BEFORE, END]
    assert codes(issues) == ["period_taken"]
    found, issues = dated(rows, standing, END)
    assert (found["period"].tolist(), codes(issues)) == ([END, END], ["period_given"])
    assert codes(dated(rows, standing.iloc[:0], None)[1]) == ["period_needed"]
    assert dated(found, standing, None) == (found, [])


def test_rows_of_one_client_and_period_are_one() -> None:
    rows = frame(
        {"client_id": "A", "revenue": 10.1, "last_order": BEFORE, "days_to_pay": 30.0},
        {"client_id": "B", "revenue": 1.0, "last_order": END, "days_to_pay": 10.0},
        {"client_id": "A", "revenue": 20.2, "last_order": END, "days_to_pay": 45.0},
    )
    found, (issue,) = summed(rows, MARGINS)
    one = found.set_index("client_id").loc["A"]
    assert one["revenue"] == pytest.approx(30.3)
    assert (one["last_order"], one["days_to_pay"]) == (END, 45.0)
    assert (issue.code, issue.params["count"], issue.params["expected"]) == (
        "rows_added_up",
        2,
        1,
    )
    assert issue.amount == pytest.approx(30.3)


def test_blanks_added_up_stay_blank() -> None:
    row = {"client_id": "A", "Pallets": np.nan, "visits": 1.0}
    found, _ = summed(frame(row, row), COST_TO_SERVE)
    assert found["visits"].tolist() == [2.0]
    assert found["Pallets"].isna().all()


def test_a_rate_needs_the_revenue_of_the_workbook() -> None:
    rates = frame(
        {"client_id": "A", "margin_rate": 0.25, step_key("margin_rate"): 0.01},
        {"client_id": "B", "margin_rate": 0.5, step_key("margin_rate"): 0.01},
        {"client_id": "C", "margin_rate": np.nan, step_key("margin_rate"): 0.01},
    )
    standing = frame(
        {"client_id": "A", "revenue": 1000.0}, {"client_id": "C", "revenue": 9.0}
    )
    found, issues = rated(rates, standing)
    assert found[["client_id", "gross_margin"]].to_numpy().tolist() == [["A", 250.0]]
    assert found[step_key("gross_margin")].tolist() == [10.0]
    assert codes(issues) == ["rate_without_revenue", "rates_applied"]
    assert issues[0].params["count"] == 2


ESTIMATE = {"client_id": "A", "revenue": 100.0, "margin_origin": "estimated"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cost_takes_the_place_of_an_estimated_margin(language: Language) -> None:
    found = measured(
        frame(
            {"client_id": "A", "cost_of_goods": 60.0},
            {"client_id": "B", "cost_of_goods": 1.0},
        ),
        frame(ESTIMATE),
        language,
    )
    assert found["margin_origin"].tolist() == [
        MARGIN_ORIGINS["measured"].in_(language),
        "",
    ]
    assert found["gross_margin"].iloc[0] == 40.0


def test_the_revenue_of_the_file_comes_first_and_its_margin_too() -> None:
    file = frame(
        {
            "client_id": "A",
            "revenue": 90.0,
            "cost_of_goods": 60.0,
            "gross_margin": np.nan,
        }
    )
    assert measured(file, frame(ESTIMATE), "en")["gross_margin"].tolist() == [30.0]
    said = file.assign(gross_margin=29.0)
    assert measured(said, frame(ESTIMATE), "en")["gross_margin"].tolist() == [29.0]


def test_a_measured_margin_stays_what_it_is() -> None:
    file = frame({"client_id": "A", "cost_of_goods": 60.0})
    standing = frame({**ESTIMATE, "margin_origin": "measured"})
    assert measured(file, standing, "en") is file
    blank = file.assign(cost_of_goods=np.nan)
    assert measured(blank, frame(ESTIMATE), "en") is blank
    plain = frame({"client_id": "A", "orders": 4.0})
    assert measured(plain, frame(ESTIMATE), "en") is plain


def test_a_named_code_that_nobody_knows_joins_the_clients() -> None:
    margins = frame(
        {"client_id": "A", "name": "Durand"},
        {"client_id": "B", "name": "Maes"},
        {"client_id": "C", "name": ""},
    )
    standing = pd.DataFrame([{"client_id": "A", "name": "Durand"}])
    found = with_newcomers(tables(margins=margins), standing)
    assert found.clients["client_id"].tolist() == ["B"]
    known = pd.DataFrame([{"client_id": x, "name": ""} for x in "ABC"])
    assert with_newcomers(tables(margins=margins), known).clients.empty


def test_words_that_differ_are_counted_and_blanks_are_not() -> None:
    standing = pd.DataFrame(
        [
            {"client_id": "A", "name": "Durand", "sector": "Wood"},
            {"client_id": "B", "name": "Maes", "sector": ""},
        ]
    )
    file = standing.assign(sector=["Glass", "Steel"])
    (issue,) = kept_words(file, standing)
    assert (issue.code, issue.column) == ("words_kept", "sector")
    assert issue.params == {"count": 1, "found": "A"}
    assert kept_words(standing, standing) == []
