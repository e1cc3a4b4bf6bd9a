"""Safe fixes, cell by cell: what is written better, what is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_host import raw_table

from segmentation_addin.core.fixes import Rule, currency_of, row_now, siren_within
from segmentation_addin.languages import Language
from segmentation_addin.workbook.date_formats import date_styles, is_date_format
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.fixable import (
    Fixable,
    currencies,
    row_keys,
    safe_fixes,
)
from segmentation_addin.workbook.host import CellError
from segmentation_addin.workbook.inputs import (
    ACTIVITIES,
    CLIENTS,
    COST_TO_SERVE,
    MARGINS,
    OVERRIDES,
    SCALE,
    SETTINGS_TABLE,
)
from segmentation_addin.workbook.settings import SETTINGS_BY_KEY

Rows = Sequence[Mapping[str, Any]]


def shown(_heading: str, rows: Sequence[int]) -> list[bool]:
    return [True] * len(rows)


def found(
    table: Table, rows: Rows, language: Language = "en", extra: tuple[str, ...] = ()
) -> list[tuple[int, Rule, object]]:
    """Row, rule and new value of each fix of a table."""
    raw = raw_table(table, rows, language, extra)
    fixes = safe_fixes(raw, table, language, shown).fixes
    return [(fix.row, fix.rule, fix.new) for fix in fixes]


def news(table: Table, key: str, cells: Sequence[object], **more: Any) -> list[object]:
    """A column after its fixes."""
    rows: Rows = [{key: cell} for cell in cells]
    column: list[object] = list(cells)
    for row, _, new in found(table, rows, **more):
        column[row] = new
    return column


# --- numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [
        ("1 234,56 €", 1234.56, Rule.CURRENCY),
        ("1\u202f234,5", 1234.5, Rule.NUMBER),
        ("(123)", -123.0, Rule.NUMBER),
        ("123-", -123.0, Rule.NUMBER),
        ("1,234.56", 1234.56, Rule.NUMBER),
        ("12 EUR", 12.0, Rule.CURRENCY),
    ],
)
def test_a_number_typed_as_text_becomes_one(
    text: str, number: float, rule: Rule
) -> None:
    assert found(MARGINS, [{"revenue": text}]) == [(0, rule, number)]


@pytest.mark.parametrize(
    "text", ["1.234", "about 12", "12 %", "1234567890123456,5", "#N/A", "1,2,3"]
)
def test_a_text_that_is_no_certain_amount_stays(text: str) -> None:
    assert found(MARGINS, [{"revenue": text}]) == []


def test_a_column_says_what_a_point_means() -> None:
    assert news(MARGINS, "revenue", ["1.234", "5,50", 7.0]) == [1234.0, 5.5, 7.0]
    contradictory = ["1.234", "5,50", "2.5"]
    assert news(MARGINS, "revenue", contradictory) == ["1.234", 5.5, 2.5]


def test_a_percentage_is_a_rate_and_no_amount() -> None:
    assert news(ACTIVITIES, "avoidable_rate", ["40 %"]) == [0.4]
    assert news(ACTIVITIES, "rate", ["40 %"]) == ["40 %"]


def test_amounts_keep_their_currency_where_the_workbook_names_two() -> None:
    raw = raw_table(
        MARGINS, [{"revenue": "12 €"}, {"revenue": "$13"}, {"revenue": "14,5"}]
    )
    assert currencies(raw, MARGINS) == {"EUR", "USD"}
    fixes = safe_fixes(raw, MARGINS, "en", shown, one_currency=False).fixes
    assert [(fix.row, fix.new) for fix in fixes] == [(2, 14.5)]


def test_drivers_that_a_user_added_are_numbers_too() -> None:
    rows = [{"Pallets": "1 200", "Remarks": " late "}]
    fixes = found(COST_TO_SERVE, rows, extra=("Pallets", "Remarks"))
    assert fixes == [(0, Rule.NUMBER, 1200.0)]
    assert found(COST_TO_SERVE, [{"Pallets": "12 %"}], extra=("Pallets",)) == []


# --- dates -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("2025-02-01 00:00:00", date(2025, 2, 1)),
        ("1er mars 2025", date(2025, 3, 1)),
    ],
)
def test_a_date_typed_as_text_becomes_one(text: str, day: date) -> None:
    assert found(CLIENTS, [{"since": text}]) == [(0, Rule.DATE, day)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_date_that_could_be_two_days_stays(language: Language) -> None:
    """Even where the language of the workbook lets a refresh assume one."""
    cells = ["03/04/2025", "2025-02-01 10:15"]
    assert news(CLIENTS, "since", cells, language=language) == cells


def test_a_column_of_dates_proves_its_order_or_stays_whole() -> None:
    proven = news(CLIENTS, "since", ["03/04/2025", "31/12/2025"])
    assert proven == [date(2025, 4, 3), date(2025, 12, 31)]
    # Once the two proofs are dates, French would be assumed for the first.
    contradictory = ["03/04/2025", "31/12/2025", "12/31/2025"]
    assert news(CLIENTS, "since", contradictory, language="fr") == contradictory


def test_a_date_stays_text_where_its_cell_would_show_a_number() -> None:
    raw = raw_table(CLIENTS, [{"since": "31/12/2025"}, {"since": "30/12/2025"}])
    second = safe_fixes(raw, CLIENTS, "en", lambda _, rows: [row == 1 for row in rows])
    assert [(fix.row, fix.new) for fix in second.fixes] == [(1, date(2025, 12, 30))]
    assert second.undated == 1


def test_a_period_named_in_words_becomes_its_last_day() -> None:
    assert news(MARGINS, "period", ["T1 2025", 2025, datetime(2025, 1, 31)]) == [  # noqa: DTZ001
        date(2025, 3, 31),
        2025,
        datetime(2025, 1, 31),  # noqa: DTZ001
    ]


def test_formats_of_dates_are_known_in_any_spelling() -> None:
    assert is_date_format("[$-40C]d mmm yyyy")
    assert not is_date_format('#,##0.00 "days"')
    assert not is_date_format("[Red]0.0")
    styles = (
        b'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm"/></numFmts>'
        b'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"><x/></xf><xf numFmtId="164"/>'
        b"</cellXfs></styleSheet>"
    )
    assert date_styles(styles) == {1, 2}


# --- texts, codes, choices ---------------------------------------------------


def test_blanks_around_codes_and_names_go() -> None:
    assert news(CLIENTS, "client_id", ["\u00a0C 1 ", "C2"]) == ["C 1", "C2"]
    assert news(CLIENTS, "name", [" Dupont\u202f", "Du\u00a0Pont"]) == [
        "Dupont",
        "Du\u00a0Pont",
    ]
    assert news(OVERRIDES, "reason", ["two\nlines\n"]) == ["two\nlines"]


def test_a_cell_of_blanks_becomes_blank() -> None:
    for table, key in ((CLIENTS, "name"), (MARGINS, "revenue"), (CLIENTS, "since")):
        assert found(table, [{key: " \u00a0"}]) == [(0, Rule.BLANKS, None)]


def test_a_choice_is_written_as_the_list_writes_it() -> None:
    assert news(OVERRIDES, "letter", ["b", " A ", "C", "Z"]) == ["B", "A", "C", "Z"]
    assert news(SCALE, "fixed", ["x", True, "Oui", "yes"]) == ["yes"] * 4
    assert news(SCALE, "fixed", ["YES", 0], language="fr") == ["oui", "non"]


def test_names_that_a_refresh_writes_are_its_own() -> None:
    assert found(MARGINS, [{"name": " Dupont ", "revenue": 1.0}]) == []


@pytest.mark.parametrize(
    ("cell", "siren"),
    [
        ("73282932000074", "732829320"),
        (73282932000074.0, "732829320"),
        ("732 829 320", "732829320"),
        ("35600000049837", "356000000"),
        ("73282932000075", "73282932000075"),
        ("7,32829E+13", "7,32829E+13"),
        (732829320, 732829320),
    ],
)
def test_a_siren_is_cut_from_a_siret_with_a_right_key(
    cell: object, siren: object
) -> None:
    assert news(CLIENTS, "siren", [cell]) == [siren]


def test_a_french_postcode_gets_its_zero_back() -> None:
    rows: Rows = [
        {"postcode": "6000", "country": "France"},
        {"postcode": 1000, "country": "FR"},
        {"postcode": "1000", "country": "Belgium"},
        {"postcode": "75008", "country": "France"},
    ]
    assert found(CLIENTS, rows) == [
        (0, Rule.POSTCODE, "06000"),
        (1, Rule.POSTCODE, "01000"),
    ]


def test_a_postcode_without_a_country_needs_the_others_to_be_french() -> None:
    assert found(CLIENTS, [{"postcode": "1000"}]) == []
    others = [{"postcode": code} for code in ("75008", "69001")]
    assert found(CLIENTS, [{"postcode": "1000"}, *others]) == [
        (0, Rule.POSTCODE, "01000")
    ]


# --- settings ----------------------------------------------------------------


def settings(key: str, cell: object, language: Language = "en") -> list[object]:
    label = SETTINGS_BY_KEY[key].label.in_(language)
    raw = raw_table(SETTINGS_TABLE, [{"setting": label, "value": cell}], language)
    return [fix.new for fix in safe_fixes(raw, SETTINGS_TABLE, language, shown).fixes]


def test_a_setting_is_fixed_by_its_own_kind() -> None:
    assert settings("as_of", "31/12/2025") == [date(2025, 12, 31)]
    assert settings("structure_rate", "12 %") == [0.12]
    assert settings("bound_a", "70,5") == [70.5]
    assert settings("bound_a", "seventy") == []
    assert settings("bound_a", "  ") == [None]


# --- never -------------------------------------------------------------------


def test_formulas_and_errors_are_left_alone() -> None:
    rows: Rows = [
        {"revenue": "12,5"},
        {"revenue": "13,5"},
        {"revenue": CellError("#N/A")},
    ]
    raw = raw_table(MARGINS, rows)
    raw = replace(raw, formula_rows={"Revenue": frozenset({0})})
    fixes = safe_fixes(raw, MARGINS, "en", shown).fixes
    assert [(fix.row, fix.new) for fix in fixes] == [(1, 13.5)]


@given(
    st.lists(
        st.sampled_from(
            ["1.234", "1,5", "2.5", "12 €", " 7", "1 000", "x", "", "03/04/2025", 3.0]
        ),
        max_size=6,
    ),
    st.sampled_from([(MARGINS, "revenue"), (CLIENTS, "since"), (CLIENTS, "group_id")]),
    st.sampled_from(["en", "fr"]),
)
def test_fixes_made_leave_no_fix_to_make(
    cells: list[object], place: tuple[Table, str], language: Language
) -> None:
    table, key = place
    once = news(table, key, cells, language=language)
    assert news(table, key, once, language=language) == once


# --- small parts -------------------------------------------------------------


def test_each_row_has_a_name_to_be_found_again() -> None:
    raw = raw_table(MARGINS, [{"client_id": " C1", "period": "2025"}])
    assert row_keys(raw, MARGINS, "en") == ["C1 · 2025-12-31"]
    assert row_now(["A", "A"], "A", 1) == 1
    assert row_now(["A", "A", "B"], "A", 2) is None
    assert row_now(["", ""], "", 5) is None


def test_currencies_and_sirens_are_told_from_other_texts() -> None:
    assert currency_of("12k€") == "EUR"
    assert currency_of("12K") is None
    assert currency_of("USD 12") == "USD"
    assert siren_within("not a number") is None


def test_nothing_to_fix_is_nothing() -> None:
    raw = raw_table(CLIENTS, [{"client_id": "C1", "since": datetime(2025, 1, 1)}])  # noqa: DTZ001
    assert safe_fixes(raw, CLIENTS, "en", shown) == Fixable([])
