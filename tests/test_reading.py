"""The typed reading of a workbook, and the way back to its cells."""

# ruff: noqa: DTZ001 - the cells of a workbook carry no time zone
from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from memory_host import memory_host, raw_table

from segmentation_addin.core.issues import Severity
from segmentation_addin.imports.cells import LISTED
from segmentation_addin.messages.reading import CATALOGUE
from segmentation_addin.workbook.host import NO_VALUE, CellError, HostError
from segmentation_addin.workbook.inputs import (
    ACTIVITIES,
    CLIENTS,
    COST_TO_SERVE,
    INPUT_TABLES,
    MARGINS,
    OVERRIDES,
    POOLS,
    SCALE,
    SETTINGS_TABLE,
)
from segmentation_addin.workbook.reading import address, place, read_tables
from segmentation_addin.workbook.settings import SETTINGS


def read(
    table: Any = None,
    rows: Any = (),
    language: Any = "en",
    extra: Any = (),
    **raws: Any,
) -> Any:
    """Tables and issues of a workbook blank but for these rows."""
    if table is not None:
        raws[table.name] = raw_table(table, rows, language, extra)
    return read_tables(memory_host(language, **raws))


def found(issues: Any, tables: Any) -> Any:
    """[(code, cell)] of issues."""
    return [(issue.code, place(issue, tables.raws)[1]) for issue in issues]


def check_texts(issues: Any) -> None:
    """Every issue fills its message and its remedy in both languages."""
    for issue in issues:
        entry = CATALOGUE[issue.code]
        assert entry.severity is issue.severity
        for text in (entry.message, entry.remedy):
            for language in ("en", "fr"):
                assert "{" not in text.in_(language, **issue.params)


def test_blank_workbook_has_all_columns_and_no_issue() -> None:
    tables, issues = read()
    assert issues == []
    for table in INPUT_TABLES:
        if table is not SETTINGS_TABLE:
            frame = getattr(
                tables,
                {"tblCostToServe": "cost_to_serve"}.get(
                    table.name, table.name.removeprefix("tbl").lower()
                ),
            )
            assert list(frame.columns) == ["_row", *table.keys]
            assert len(frame) == 0
    assert tables.settings == {
        s.key: s.default if s.default is None else pytest.approx(s.default)
        for s in SETTINGS
    }


def test_types_of_each_kind_of_column() -> None:
    tables, issues = read(
        CLIENTS,
        [{"client_id": 101.0, "name": "=1+1", "since": dt.datetime(2020, 5, 1, 8),
          "potential": 3, "postcode": "01000"}, {}, {"client_id": "C 2"}],
    )  # fmt: skip
    assert issues == []
    frame = tables.clients
    assert frame["client_id"].tolist() == ["101", "C 2"]
    assert frame["client_id"].dtype == object
    assert frame["name"].tolist() == ["=1+1", ""]
    assert frame["postcode"].tolist() == ["01000", ""]
    assert frame["since"].dtype == "datetime64[us]"
    assert frame["since"].tolist() == [pd.Timestamp("2020-05-01"), pd.NaT]
    assert frame["potential"].dtype == np.float64
    assert frame["_row"].tolist() == [0, 2]


def test_headings_of_the_other_language_and_of_exports_are_read() -> None:
    raw = raw_table(
        MARGINS, [{"client_id": "A", "period": 2024, "revenue": 10.0}], "fr"
    )
    raw.headings[raw.headings.index("Chiffre d'affaires")] = "CA HT"
    tables, issues = read(language="en", tblMargins=raw)
    assert issues == []
    assert tables.margins["revenue"].tolist() == [10.0]
    assert tables.margins["period"].tolist() == [pd.Timestamp("2024-12-31")]


def test_blanks_only_are_blank_and_blank_rows_are_skipped() -> None:
    tables, issues = read(
        MARGINS,
        [{"client_id": " ", "revenue": "\u00a0"}, {"name": "left over"},
         {"client_id": "A", "period": 2024, "revenue": 1.0}],
    )  # fmt: skip
    assert issues == []
    assert tables.margins["_row"].tolist() == [2]


def test_text_numbers_are_read_and_noted_once() -> None:
    tables, issues = read(
        MARGINS,
        [{"client_id": "A", "period": 2024, "revenue": t, "gross_margin": 1.0}
         for t in ("1 234,56 €", "5,5", "7")],
    )  # fmt: skip
    assert tables.margins["revenue"].tolist() == [1234.56, 5.5, 7.0]
    (note,) = issues
    assert (note.code, note.severity) == ("number_as_text", Severity.NOTE)
    assert note.params["count"] == 3
    assert place(note, tables.raws) == ("Margins", "D5")
    check_texts(issues)


def test_unreadable_cells_are_unknown_and_named() -> None:
    row = {"client_id": "A", "period": "soon", "revenue": 10.0, "gross_margin": "abc",
           "last_order": "01/02/2024", "margin_origin": "guess"}  # fmt: skip
    tables, issues = read(MARGINS, [row])
    assert found(issues, tables) == [
        ("period_unreadable", "C5"),
        ("number_unreadable", "F5"),
        ("date_ambiguous", "I5"),
        ("choice_unknown", "O5"),
    ]
    assert issues[0].amount == 10.0
    assert issues[1].params["found"] == "abc"
    assert tables.margins["period"].isna().all()
    assert tables.margins["gross_margin"].isna().all()
    assert tables.margins["margin_origin"].tolist() == [""]
    check_texts(issues)


def test_french_workbook_reads_dates_day_first_and_says_so() -> None:
    tables, issues = read(CLIENTS, [{"client_id": "A", "since": "01/02/2024"}], "fr")
    assert tables.clients["since"].tolist() == [pd.Timestamp("2024-02-01")]
    assert found(issues, tables) == [("date_assumed", "J5")]
    check_texts(issues)


def test_error_cells_and_formulas_without_value_are_unknown() -> None:
    rows = [
        {"client_id": "A", "period": 2024, "revenue": CellError("#N/A")},
        {"client_id": "B", "period": 2024, "revenue": CellError(NO_VALUE)},
        {"client_id": "C", "period": 2024, "revenue": CellError(NO_VALUE)},
    ]
    tables, issues = read(MARGINS, rows)
    assert tables.margins["revenue"].isna().all()
    assert found(issues, tables) == [
        ("error_cell", "D5"),
        ("formula_without_value", "D6"),
    ]
    assert issues[1].params["count"] == 2
    assert "Excel" in CATALOGUE["formula_without_value"].remedy.en
    check_texts(issues)


def test_many_bad_cells_are_counted_after_the_first_ones() -> None:
    rows = [{"client_id": f"C{i}", "potential": "?"} for i in range(LISTED + 7)]
    tables, issues = read(CLIENTS, rows)
    assert len(issues) == LISTED + 1
    assert issues[-1].code == "cells_more"
    assert issues[-1].params["count"] == 7
    assert place(issues[-1], tables.raws) == ("Clients", f"L{5 + LISTED}")
    check_texts(issues)


def test_ratings_outside_0_to_5_are_unknown() -> None:
    rows = [
        {"client_id": c, "potential": v} for c, v in zip("ABC", (5, 7, -1), strict=True)
    ]
    tables, issues = read(CLIENTS, rows)
    assert tables.clients["potential"].tolist()[0] == 5.0
    assert tables.clients["potential"].isna().tolist() == [False, True, True]
    assert [i.code for i in issues] == ["rating_out_of_range"] * 2
    check_texts(issues)


def test_code_that_lost_its_digits_is_reported() -> None:
    tables, issues = read(CLIENTS, [{"client_id": 1234567890123456.0}])
    assert found(issues, tables) == [("id_precision_lost", "A5")]
    check_texts(issues)


def test_first_row_of_a_repeated_client_is_kept() -> None:
    rows = [{"client_id": "A", "name": "first"}, {"client_id": "a", "name": "other"},
            {"client_id": "A", "name": "again"}]  # fmt: skip
    tables, issues = read(CLIENTS, rows)
    assert tables.clients["name"].tolist() == ["first", "other"]
    assert found(issues, tables) == [("client_twice", "A7")]
    assert issues[0].params["first"] == "A5"
    check_texts(issues)


def test_client_row_without_code_is_unused() -> None:
    tables, issues = read(CLIENTS, [{"name": "nobody"}, {"client_id": "A"}])
    assert tables.clients["client_id"].tolist() == ["A"]
    assert found(issues, tables) == [("client_id_missing", "A5")]
    check_texts(issues)


def test_figures_without_client_stay_in_the_totals_and_say_their_amount() -> None:
    rows = [{"period": 2024, "revenue": 50.0}, {"period": 2024},
            {"client_id": "A", "period": 2024, "revenue": 1.0}]  # fmt: skip
    tables, issues = read(MARGINS, rows)
    assert found(issues, tables) == [("client_id_missing", "A5")]
    assert issues[0].amount == 50.0
    assert tables.margins["client_id"].tolist() == ["", "A"]
    assert tables.margins["revenue"].sum() == 51.0
    check_texts(issues)


def test_missing_required_column_names_the_headings_it_accepts() -> None:
    raw = raw_table(MARGINS, blank_rows=1)
    at = raw.headings.index("Revenue")
    del raw.headings[at], raw.columns[at]
    tables, issues = read(tblMargins=raw)
    (issue,) = issues
    assert (issue.code, issue.severity) == ("column_missing", Severity.ERROR)
    for heading in ("Revenue", "Chiffre d'affaires", "Sales"):
        assert heading in issue.params["expected"]
    assert "revenue" in tables.margins.columns
    check_texts(issues)


def test_cost_of_goods_stands_for_the_gross_margin_column() -> None:
    raw = raw_table(MARGINS, blank_rows=1)
    at = raw.headings.index("Gross margin")
    del raw.headings[at], raw.columns[at]
    assert read(tblMargins=raw)[1] == []


def test_two_headings_of_one_column_warn() -> None:
    raw = raw_table(MARGINS, blank_rows=1, extra=["Chiffre d'affaires"])
    tables, issues = read(tblMargins=raw)
    assert [(i.code, i.severity) for i in issues] == [
        ("column_twice", Severity.WARNING)
    ]
    assert place(issues[0], tables.raws)[1].startswith("P5")
    check_texts(issues)


def test_missing_table_is_a_host_error() -> None:
    host = memory_host()
    del host.raws["tblPools"]
    with pytest.raises(HostError, match="table_missing"):
        read_tables(host)


# --- cost to serve ---------------------------------------------------------


def test_user_columns_are_drivers_unless_they_hold_text() -> None:
    rows = [{"client_id": "A", "period": 2024, "orders": 2, "Pallets": "1,5", "Note": "x",
             "Empty": None}]  # fmt: skip
    tables, issues = read(COST_TO_SERVE, rows, extra=("Pallets", "Note", "Empty"))
    assert tables.drivers[0] == "orders"
    assert tables.drivers[-2:] == ("Pallets", "Empty")
    assert tables.cost_to_serve["Pallets"].tolist() == [1.5]
    assert "Note" not in tables.cost_to_serve
    assert found(issues, tables) == [
        ("number_as_text", "N5"),
        ("column_not_a_driver", "O5"),
    ]
    check_texts(issues)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Commandes", "orders"), ("ORDERS", "orders"), ("client", "client"),
     ("pallets", "Pallets"), ("unknown", "unknown"), (None, "")],
)  # fmt: skip
def test_driver_of_an_activity_is_resolved(typed: Any, key: Any) -> None:
    costs = raw_table(COST_TO_SERVE, blank_rows=1, extra=("Pallets",))
    rows = [{"activity": "a", "kind": "taux", "driver": typed, "rate": 1}]
    tables, issues = read(ACTIVITIES, rows, tblCostToServe=costs)
    assert issues == []
    assert tables.activities["driver"].tolist() == [key]
    assert tables.activities["kind"].tolist() == ["rate"]


def test_costs_that_cannot_be_read_stop() -> None:
    rows = [{"activity": "a", "kind": "fee", "driver": "orders", "rate": "dear",
             "avoidable_rate": 60}]  # fmt: skip
    tables, issues = read(
        ACTIVITIES, rows,
        tblPools=raw_table(POOLS, [{"pool": "p", "period": "x", "cost": CellError("#REF!")}]),
    )  # fmt: skip
    assert found(issues, tables) == [
        ("rule_choice_unknown", "R5"),
        ("rule_number_unreadable", "T5"),
        ("rate_out_of_range", "W5"),
        ("rule_period_unreadable", "Z5"),
        ("rule_error_cell", "AA5"),
    ]
    assert all(i.severity is Severity.ERROR for i in issues)
    check_texts(issues)


# --- scale -----------------------------------------------------------------


def test_scale_holds_keys_and_numbers() -> None:
    rows = [{"criterion": "Valeur", "better": "plus haut", "weight": 25, "fixed": "oui",
             "knot_0": "10 %", "knot_100": 5},
            {"criterion": "service", "better": "lower"}]  # fmt: skip
    tables, issues = read(SCALE, rows)
    assert [i.code for i in issues] == ["number_as_text"]
    frame = tables.scale
    assert frame["criterion"].tolist() == ["value", "service"]
    assert frame["better"].tolist() == ["higher", "lower"]
    assert frame["weight"].tolist() == [25.0, 0.0]
    assert frame["fixed"].tolist() == ["yes", ""]
    assert frame["knot_0"].tolist()[0] == 0.1


def test_broken_scale_is_all_named() -> None:
    rows = [{"criterion": "beauty", "better": "higher", "weight": 1},
            {"criterion": "margin", "weight": 1},
            {"criterion": "service", "better": "sideways", "weight": -1},
            {"criterion": "value", "better": "higher", "knot_25": "low"},
            {"criterion": "value", "better": "higher"},
            {"better": "higher", "weight": 5},
            {"measured_by": "a remark"}]  # fmt: skip
    tables, issues = read(SCALE, rows)
    assert sorted(found(issues, tables)) == sorted([
        ("criterion_unknown", "F5"),
        ("better_missing", "G6"),
        ("better_missing", "G7"),
        ("rule_choice_unknown", "G7"),
        ("weight_negative", "H7"),
        ("rule_number_unreadable", "J8"),
        ("criterion_twice", "F9"),
        ("criterion_unknown", "F10"),
    ])  # fmt: skip
    assert all(i.severity is Severity.ERROR for i in issues)
    check_texts(issues)


def test_letters_of_a_person() -> None:
    rows = [{"client_id": "A", "letter": "b", "expires_on": "2025-06-30"},
            {"client_id": "B", "letter": "E"}, {"letter": "A"}]  # fmt: skip
    tables, issues = read(OVERRIDES, rows)
    assert tables.overrides["letter"].tolist() == ["B", ""]
    assert tables.overrides["expires_on"].tolist()[0] == pd.Timestamp("2025-06-30")
    assert [i.code for i in issues] == ["choice_unknown", "client_id_missing"]
    check_texts(issues)


# --- settings --------------------------------------------------------------


def settings(rows: Any, language: Any = "en") -> Any:
    typed = [{"setting": name, "value": value} for name, value in rows]
    tables, issues = read(SETTINGS_TABLE, typed, language)
    check_texts(issues)
    return tables.settings, [(i.code, place(i, tables.raws)[1]) for i in issues]


def test_settings_by_label_of_either_language_or_by_key() -> None:
    values, issues = settings(
        [("Score for an A", 75), ("note pour un b", "55"), ("gate_days", None),
         ("Completeness needed", "65 %"), ("Devise", "EUR"), ("as_of", 2024),
         ("abc_value", "Marge nette"), ("Financing: annual rate", 0.05)]
    )  # fmt: skip
    assert issues == []
    assert values["bound_a"] == 75.0
    assert values["bound_b"] == 55.0
    assert values["gate_days"] == 365.0
    assert values["min_completeness"] == 0.65
    assert values["currency"] == "EUR"
    assert values["as_of"] == pd.Timestamp("2024-12-31")
    assert values["abc_value"] == "net_margin"
    assert values["annual_rate"] == 0.05


def test_percentage_without_its_sign_is_refused() -> None:
    values, issues = settings([("loss_tolerance", 60), ("structure_rate", "12%")])
    assert issues == [("setting_percent", "B5")]
    assert values["loss_tolerance"] == 0.01
    assert values["structure_rate"] == 0.12


def test_settings_out_of_bounds_or_unreadable_stop() -> None:
    values, issues = settings(
        [("bound_a", 170), ("gate_days", -1), ("seed", 1.5), ("bound_b", "high"),
         ("as_of", "tomorrow"), ("abc_value", "weight"), ("currency", CellError("#N/A")),
         ("loss_tolerance", 250)]
    )  # fmt: skip
    assert issues == [
        ("setting_out_of_range", "B5"),
        ("setting_out_of_range", "B6"),
        ("setting_not_whole", "B7"),
        ("setting_unreadable", "B8"),
        ("setting_unreadable", "B9"),
        ("setting_unreadable", "B10"),
        ("setting_unreadable", "B11"),
        ("setting_out_of_range", "B12"),
    ]
    assert values["bound_a"] == 70.0


def test_unknown_setting_suggests_the_closest() -> None:
    rows = [{"setting": "Tolérence de perte", "value": 1}]
    tables, issues = read(SETTINGS_TABLE, rows, "fr")
    assert [(i.code, i.severity) for i in issues] == [
        ("setting_unknown", Severity.WARNING)
    ]
    assert issues[0].params["expected"] == "Tolérance de perte"
    assert place(issues[0], tables.raws) == ("Paramètres", "A5")
    check_texts(issues)


def test_setting_typed_twice_keeps_the_first() -> None:
    values, issues = settings([("bound_a", 75), ("Score for an A", 80)])
    assert values["bound_a"] == 75.0
    assert issues == [("setting_twice", "B6")]


# --- addresses -------------------------------------------------------------


def test_addresses() -> None:
    raw = raw_table(MARGINS, [{}, {}, {}], extra=("My column",))
    raw.first_column = 26
    assert address(raw, 2, "client_id") == "Z7"
    assert address(raw, 0, "revenue") == "AC5"
    assert address(raw, None, "name") == "AA5:AA7"
    assert address(raw, 1, "My column") == "AO6"
    assert address(raw, None, None) == ""
    assert address(raw, 1, None) == "Z6"
    assert address(raw, None, "absent") == ""


def test_every_message_speaks_both_languages() -> None:
    for code, entry in CATALOGUE.items():
        for text in (entry.message, entry.remedy):
            assert text.en, code
            assert text.fr, code
            marks = [{part.split("}")[0] for part in t.split("{")[1:]} for t in text]
            assert marks[0] == marks[1], code
