"""Raw cells read as numbers, codes, dates and choices."""

# ruff: noqa: DTZ001 - the cells of a workbook carry no time zone
from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.imports.cells import LISTED, Reason
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.values import (
    choices,
    decimal_marks,
    ids,
    numbers,
    texts,
    yes_no,
)
from segmentation_addin.workbook.host import NO_VALUE, CellError

NBSP, NARROW = "\u00a0", "\u202f"


def reasons(problems: Any) -> Any:
    return {p.reason: p.positions.tolist() for p in problems}


def days(column: Any, **options: Any) -> Any:
    values, problems = dates(column, **options)
    return [str(d)[:10] for d in values], reasons(problems)


# --- numbers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56 €", 1234.56),
        (f"1{NARROW}234,56{NBSP}€", 1234.56),
        (f"12{NBSP}345{NBSP}678", 12345678.0),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1'234.50", 1234.5),
        ("1.234.567", 1234567.0),
        ("(123)", -123.0),
        ("(1 234,5 €)", -1234.5),
        ("123-", -123.0),
        ("- 12,5", -12.5),
        ("\u2212" + "7", -7.0),
        ("+8", 8.0),
        ("$ 1,234.50", 1234.5),
        ("1234.5 EUR", 1234.5),
        ("12 %", 0.12),
        ("12,5%", 0.125),
        ("3,5 k€", 3500.0),
        ("2 M€", 2_000_000.0),
        ("100 HT", 100.0),
        (".5", 0.5),
        ("0,125", 0.125),
        ("1234,567", 1234.567),
        ("1,2E+05", 120_000.0),
        ("007", 7.0),
    ],
)
def test_number_written_by_a_person(text: Any, expected: Any) -> None:
    values, problems = numbers([text])
    assert values[0] == expected
    assert reasons(problems) == {Reason.TEXT_READ: [0]}


@pytest.mark.parametrize(
    "text",
    [
        "n/a",
        "-",
        "--3",
        "(5",
        "(-5)",
        "1 2 3",
        "01 02 2024",
        "1,2,3",
        "1.2.3,4",
        "abc",
        "12 €/t",
        "1e",
        "٣x",
        "10:30",
    ],
)
def test_text_that_is_no_number_stays_unknown(text: Any) -> None:
    values, problems = numbers([1.0, text])
    assert np.isnan(values[1])
    assert reasons(problems) == {Reason.UNREADABLE: [1]}
    assert problems[0].found == (text,)


def test_numbers_and_blanks_need_no_reading() -> None:
    values, problems = numbers([1.5, None, 2, float("nan")])
    assert values[0] == 1.5
    assert values[2] == 2.0
    assert np.isnan(values[[1, 3]]).all()
    assert problems == []


def test_cells_of_blanks_only_are_blank() -> None:
    values, problems = numbers(["", "  ", NBSP, NARROW, 3.0])
    assert np.isnan(values[:4]).all()
    assert problems == []


def test_true_an_infinite_number_and_a_date_are_no_numbers() -> None:
    values, problems = numbers([True, float("inf"), dt.datetime(2024, 1, 1), 10**400])
    assert np.isnan(values).all()
    assert reasons(problems) == {Reason.UNREADABLE: [0, 1, 2, 3]}


def test_error_cells_and_formulas_without_value_are_told_apart() -> None:
    values, problems = numbers([CellError("#N/A"), CellError(NO_VALUE), 1.0])
    assert np.isnan(values[:2]).all()
    assert reasons(problems) == {Reason.ERROR_CELL: [0], Reason.NO_VALUE: [1]}


def test_three_digits_after_one_mark_prove_nothing() -> None:
    values, problems = numbers(["1.234", "5.678"])
    assert np.isnan(values).all()
    assert reasons(problems) == {Reason.AMBIGUOUS: [0, 1]}


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["1.234", "5.6"], [1.234, 5.6]),
        (["1.234", "5,6"], [1234.0, 5.6]),
        (["1,234", "5.6"], [1234.0, 5.6]),
        (["1,234", "0,5"], [1.234, 0.5]),
        (["1.234", "1.234.567"], [1234.0, 1234567.0]),
        (["1.234", "1 234,5"], [1234.0, 1234.5]),
        (["12.345", "1234.567"], [12.345, 1234.567]),
        (["-1.234", "2.50"], [-1.234, 2.5]),
    ],
)
def test_other_cells_of_the_column_decide_the_decimal_mark(
    column: Any, expected: Any
) -> None:
    assert numbers(column)[0].tolist() == expected


def test_column_that_contradicts_itself_keeps_only_what_is_sure() -> None:
    values, problems = numbers(["1.5", "2,5", "1,234"])
    assert values[:2].tolist() == [1.5, 2.5]
    assert np.isnan(values[2])
    assert reasons(problems)[Reason.AMBIGUOUS] == [2]


def test_hint_decides_where_the_column_does_not() -> None:
    assert numbers(["1,234"], decimal=".")[0].tolist() == [1234.0]
    assert numbers(["1,234"], decimal=",")[0].tolist() == [1.234]
    assert numbers(["1,234", "0,5"], decimal=".")[0].tolist() == [1.234, 0.5]


def test_percentage_is_refused_where_only_amounts_stand() -> None:
    values, problems = numbers(["12 %"], percent=False)
    assert np.isnan(values[0])
    assert reasons(problems) == {Reason.UNREADABLE: [0]}


def test_decimal_marks_of_a_machine_written_column() -> None:
    assert decimal_marks(["261.96", "22.368"]) == {"."}
    assert decimal_marks(["261,96", "-22,368"]) == {","}
    assert decimal_marks(["1", "22"]) == frozenset()
    assert decimal_marks(["1.5", "2,5"]) == {".", ","}


def test_only_the_first_problem_cells_are_quoted() -> None:
    _, problems = numbers(["x"] * (LISTED + 5))
    assert len(problems[0].positions) == LISTED + 5
    assert len(problems[0].found) == LISTED


AMOUNTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_amounts_with_two_decimals_survive_both_ways_of_writing(amounts: Any) -> None:
    expected = [float(a) for a in amounts]
    english = [f"{a:,.2f}" for a in amounts]
    french = [t.replace(",", NARROW).replace(".", ",") + f"{NBSP}€" for t in english]
    german = [t.replace(",", "_").replace(".", ",").replace("_", ".") for t in english]
    for column in (english, french, german, [f"{a:.2f}" for a in amounts]):
        assert numbers(column)[0].tolist() == expected


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_numbers_pass_unchanged(column: Any) -> None:
    values, problems = numbers(column)
    assert values.tolist() == column
    assert problems == []


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_every_text_is_read_or_reported_or_blank(column: Any) -> None:
    values, problems = numbers(column)
    told = {i for p in problems for i in p.positions.tolist()}
    silent = [c for i, c in enumerate(column) if i not in told]
    assert all(not c.strip() or numbers([c])[1] == [] for c in silent)
    unread = {
        i for p in problems if p.reason is not Reason.TEXT_READ for i in p.positions
    }
    assert {i for i in told if np.isnan(values[i])} == unread


# --- codes and texts -------------------------------------------------------


def test_codes_stay_text() -> None:
    column: list[Any] = [
        101.0,
        101,
        "0101",
        f" A1{NBSP}",
        "ab",
        "AB",
        None,
        "  ",
        "=A1",
        "1e5",
    ]
    expected = ["101", "101", "0101", "A1", "ab", "AB", "", "", "=A1", "1e5"]
    values, problems = ids(column)
    assert values.tolist() == expected
    assert problems == []


def test_no_break_space_inside_a_code_equals_a_space() -> None:
    assert ids([f"A{NBSP}12"])[0].tolist() == ids(["A 12"])[0].tolist()


def test_code_of_sixteen_digits_typed_as_number_is_reported() -> None:
    values, problems = ids([999_999_999_999_999.0, 1234567890123456.0, "8,12346E+13"])
    assert values.tolist()[:2] == ["999999999999999", "1234567890123456"]
    assert reasons(problems) == {Reason.PRECISION_LOST: [1, 2]}
    assert ids(["1234567890123456"])[1] == []


def test_code_that_a_spreadsheet_made_a_date_is_reported() -> None:
    values, problems = ids([dt.datetime(2024, 4, 3)])
    assert values.tolist() == ["2024-04-03"]
    assert reasons(problems) == {Reason.DATE_AS_ID: [0]}


def test_error_cell_is_a_blank_code() -> None:
    values, problems = ids([CellError("#REF!"), "A"])
    assert values.tolist() == ["", "A"]
    assert reasons(problems) == {Reason.ERROR_CELL: [0]}


def test_texts_keep_their_inner_blanks() -> None:
    assert texts(["  Dupont & fils ", 3.0, 2.5, True]).tolist() == [
        "Dupont & fils",
        "3",
        "2.5",
        "TRUE",
    ]


# --- choices ---------------------------------------------------------------


def test_yes_and_no_in_both_languages() -> None:
    column: list[Any] = [
        "oui",
        "Yes",
        "x",
        1.0,
        True,
        "Non",
        "FAUX",
        0,
        False,
        None,
        "maybe",
    ]
    values, problems = yes_no(column)
    assert values.tolist() == ["yes"] * 5 + ["no"] * 4 + ["", ""]
    assert reasons(problems) == {Reason.UNREADABLE: [10]}


def test_unknown_choice_is_blank_and_reported() -> None:
    values, problems = choices(["a", "b", None], {"a": "first"}.get)
    assert values.tolist() == ["first", "", ""]
    assert reasons(problems) == {Reason.UNREADABLE: [1]}


# --- dates -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.datetime(2024, 3, 31, 23, 59), "2024-03-31"),
        (dt.date(2024, 3, 31), "2024-03-31"),
        (45382.0, "2024-03-31"),
        (45382.99, "2024-03-31"),
        (45381.9999999, "2024-03-31"),
        (20240331, "2024-03-31"),
        ("20240331", "2024-03-31"),
        ("2024-03-31", "2024-03-31"),
        ("2024-03-31T10:15:00Z", "2024-03-31"),
        ("2024/3/31 10:15", "2024-03-31"),
        ("31/03/2024", "2024-03-31"),
        ("31.03.2024", "2024-03-31"),
        ("31-03-24", "2024-03-31"),
        ("03/31/2024", "2024-03-31"),
        ("05/05/2024", "2024-05-05"),
        ("31 mars 2024", "2024-03-31"),
        (f"1er{NBSP}févr. 2024", "2024-02-01"),
        ("15 AOÛT 2023", "2023-08-15"),
        ("31 March 2024", "2024-03-31"),
        ("Mar 31, 2024", "2024-03-31"),
        ("31-Mar-24", "2024-03-31"),
    ],
)
def test_date_in_many_forms(cell: Any, expected: Any) -> None:
    assert days([cell]) == ([expected], {})


@pytest.mark.parametrize(
    "cell", [2024, "2024", "2024-03", "31/02/2024", "13/13/2024", "soon", True, -5.0, 0]
)
def test_cell_that_is_no_day(cell: Any) -> None:
    assert days([cell]) == (["NaT"], {Reason.UNREADABLE: [0]})


def test_one_cell_proves_the_order_of_the_whole_column() -> None:
    assert days(["01/02/2024", "31/12/2024"])[0] == ["2024-02-01", "2024-12-31"]
    assert days(["01/02/2024", "12/31/2024"])[0] == ["2024-01-02", "2024-12-31"]


def test_order_that_nothing_proves_stays_unknown() -> None:
    assert days(["01/02/2024"]) == (["NaT"], {Reason.AMBIGUOUS: [0]})
    mixed = days(["13/02/2024", "02/13/2024", "01/02/2024"])
    assert mixed == (["2024-02-13", "2024-02-13", "NaT"], {Reason.AMBIGUOUS: [2]})


def test_hint_is_used_and_said() -> None:
    read = days(["01/02/2024"], day_first=True)
    assert read == (["2024-02-01"], {Reason.ASSUMED: [0]})
    proven = days(["01/02/2024", "12/31/2024"], day_first=True)
    assert proven == (["2024-01-02", "2024-12-31"], {})


def test_serials_of_the_1904_system() -> None:
    assert days([43920.0], date_1904=True)[0] == days([45382.0])[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2024, "2024-12-31"),
        (2024.0, "2024-12-31"),
        ("2023", "2023-12-31"),
        ("2024-02", "2024-02-29"),
        ("02/2023", "2023-02-28"),
        (202403, "2024-03-31"),
        ("202411", "2024-11-30"),
        ("mars 2024", "2024-03-31"),
        ("déc-24", "2024-12-31"),
        ("T1 2024", "2024-03-31"),
        ("2024-Q4", "2024-12-31"),
        ("S1 2024", "2024-06-30"),
        (45657.0, "2024-12-31"),
        (dt.datetime(2024, 6, 30), "2024-06-30"),
    ],
)
def test_period_is_its_last_day(cell: Any, expected: Any) -> None:
    assert days([cell], period=True) == ([expected], {})


def test_period_that_names_nothing() -> None:
    column = ["2024-13", "T5 2024", 1234, "soon"]
    assert days(column, period=True) == (["NaT"] * 4, {Reason.UNREADABLE: [0, 1, 2, 3]})


@given(st.lists(st.dates(dt.date(1901, 1, 2), dt.date(2199, 12, 31)), min_size=1))
def test_days_survive_every_unambiguous_form(column: Any) -> None:
    expected = [d.isoformat() for d in column]
    serials = [float((d - dt.date(1899, 12, 30)).days) for d in column]
    past_years = [s for s in serials if s > 2200]
    assert days([d.isoformat() for d in column])[0] == expected
    assert days([dt.datetime(d.year, d.month, d.day) for d in column])[0] == expected
    if len(past_years) == len(serials):
        assert days(serials)[0] == expected
    french = [f"{d.day:02d}/{d.month:02d}/{d.year}" for d in column]
    assert days(["31/12/2000", *french])[0][1:] == expected
