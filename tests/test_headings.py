"""Headings of exports and of the workbook's own tables."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any

import pytest

from segmentation_addin.imports.headings import (
    line_fields,
    map_line_headings,
    recognised,
    speaks_french,
    table_headings,
)
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS
from segmentation_addin.workbook.outputs import TABLES

SAMPLE = [
    "Row ID",
    "Order ID",
    "Order Date",
    "Ship Date",
    "Ship Mode",
    "Customer ID",
    "Customer Name",
    "Segment",
    "Country",
    "City",
    "State",
    "Postal Code",
    "Region",
    "Product ID",
    "Category",
    "Sub-Category",
    "Product Name",
    "Sales",
    "Quantity",
    "Discount",
    "Profit",
]


def found(*headings: Any) -> Any:
    """{field: heading} and the codes of the issues."""
    mapped = map_line_headings(headings)
    fields = {field: headings[i] for field, i in mapped.positions.items()}
    return fields, {issue.code for issue in mapped.issues}


def data(name: Any) -> Any:
    text = (files("segmentation_addin") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_headings_of_the_sample() -> None:
    fields, codes = found(*SAMPLE)
    assert codes == set()
    assert fields == {
        "order_id": "Order ID",
        "date": "Order Date",
        "ship_mode": "Ship Mode",
        "client_id": "Customer ID",
        "client_name": "Customer Name",
        "sector": "Segment",
        "country": "Country",
        "postcode": "Postal Code",
        "region": "Region",
        "amount": "Sales",
        "discount": "Discount",
        "profit": "Profit",
    }


def test_headings_of_a_french_export() -> None:
    fields, codes = found(
        "CODE CLIENT",
        "Raison sociale",
        "N° Facture",
        "Date facture",
        "Montant H.T. (€)",
    )
    assert "lines_no_amount" in codes
    fields, codes = found(
        "CODE CLIENT", "Raison sociale", "N° Facture", "Date facture", "Montant HT (€)",
        "Cout des ventes",
    )  # fmt: skip
    assert codes == set()
    assert fields == {
        "client_id": "CODE CLIENT",
        "client_name": "Raison sociale",
        "order_id": "N° Facture",
        "date": "Date facture",
        "amount": "Montant HT (€)",
        "cost": "Cout des ventes",
    }


def test_surest_heading_wins() -> None:
    fields, codes = found(
        "Client", "Code client", "Date", "Date commande", "Montant", "CA HT", "Marge",
        "N° commande",
    )  # fmt: skip
    assert codes == set()
    assert fields["client_id"] == "Code client"
    assert fields["client_name"] == "Client"
    assert fields["date"] == "Date commande"
    assert fields["amount"] == "CA HT"


def test_heading_written_exactly_wins_over_a_looser_one() -> None:
    fields, codes = found(
        "Customer ID", "Date", "Sales (USD)", "Sales", "Profit", "Order ID"
    )
    assert codes == set()
    assert fields["amount"] == "Sales"


def test_two_equal_candidates_are_an_error_naming_both() -> None:
    mapped = map_line_headings(
        ["Customer", "Date", "Sales", "Revenue", "Profit", "Order"]
    )
    assert not mapped.readable
    (issue,) = mapped.issues
    assert issue.code == "lines_two_headings"
    assert dict(issue.params) == {"first": "Sales", "second": "Revenue"}


def test_two_descriptions_only_warn_and_neither_is_read() -> None:
    fields, codes = found(
        "Code client", "Date", "CA HT", "Marge", "Facture", "Secteur", "Branche"
    )
    assert codes == {"lines_two_descriptions"}
    assert "sector" not in fields


def test_amount_with_vat_alone_is_refused() -> None:
    mapped = map_line_headings(["Code client", "Date", "Total TTC", "Marge", "Facture"])
    (issue,) = mapped.issues
    assert issue.code == "lines_amount_with_vat"
    assert issue.params["found"] == "Total TTC"
    assert "Montant HT" in str(issue.params["expected"])
    assert not mapped.readable


def test_amount_with_vat_beside_the_net_amount_is_ignored() -> None:
    fields, codes = found(
        "Code client", "Date", "Total TTC", "Total HT", "Marge", "Pièce"
    )
    assert codes == set()
    assert fields["amount"] == "Total HT"


def test_rate_of_margin_is_not_the_margin() -> None:
    fields, codes = found("Code client", "Date", "CA HT", "Marge %", "Facture")
    assert codes == {"lines_no_margin"}
    assert "profit" not in fields


def test_name_serves_as_code_when_there_is_none() -> None:
    fields, codes = found("Raison sociale", "Date", "CA HT", "Marge", "Facture")
    assert codes == {"lines_name_as_code"}
    assert fields["client_id"] == "Raison sociale"


def test_all_that_is_missing_is_said_at_once() -> None:
    _, codes = found("a", "b")
    assert codes == {
        "lines_no_client",
        "lines_no_date",
        "lines_no_amount",
        "lines_no_margin",
        "lines_no_order",
    }


def test_heading_row_is_told_from_a_title() -> None:
    assert recognised(["Export of March"]) == 0
    assert recognised(["Client", "Date", "Total TTC"]) == 3


def test_french_headings_are_recognised_as_french() -> None:
    assert speaks_french(["Code client", "Date", "CA HT"])
    assert not speaks_french(SAMPLE)
    assert not speaks_french(["Client", "Date"])


@pytest.mark.parametrize("row", data("column_headings.csv"), ids=lambda r: r["heading"])
def test_each_column_alias_names_a_declared_column(row: Any) -> None:
    assert row["column"] in TABLES[row["table"]].keys
    assert row["language"] in {"en", "fr"}


def test_each_line_alias_names_a_field_in_both_languages() -> None:
    for field in line_fields():
        rows = [r for r in data("line_headings.csv") if r["field"] == field]
        assert {r["language"] for r in rows} == {"en", "fr"}
        assert all(int(r["rank"]) in {1, 2, 3} for r in rows)


def test_no_line_alias_means_two_things_with_equal_right() -> None:
    seen: dict[Any, str] = {}
    for row in data("line_headings.csv"):
        key = (heading_key(row["heading"].replace("%", " percent ")), row["rank"])
        assert seen.setdefault(key, row["field"]) == row["field"], key


# --- the workbook's own tables ---------------------------------------------


def test_declared_headings_in_either_language_and_aliases() -> None:
    columns = table_headings(
        MARGINS, ["Code tiers", "Nom", "Exercice", "CA HT", "Gross margin"]
    ).columns
    assert columns == {
        "client_id": "Code tiers",
        "name": "Nom",
        "period": "Exercice",
        "revenue": "CA HT",
        "gross_margin": "Gross margin",
    }


def test_declared_heading_wins_over_an_alias_before_it() -> None:
    read = table_headings(CLIENTS, ["Customer", "Client ID", "Name"])
    assert read.columns["name"] == "Name"
    assert read.repeated == [("name", "Customer")]


def test_percentage_is_not_an_amount_of_the_workbook() -> None:
    read = table_headings(MARGINS, ["Client ID", "Gross margin %", "Revenue"])
    assert set(read.columns) == {"client_id", "revenue"}


def test_own_column_of_cost_to_serve_is_nobodys_alias() -> None:
    read = table_headings(COST_TO_SERVE, ["Client ID", "Period", "Calls", "Pallets"])
    assert set(read.columns) == {"client_id", "period"}


@pytest.mark.parametrize("table", ["tblClients", "tblMargins", "tblCostToServe"])
def test_no_column_alias_means_two_columns(table: Any) -> None:
    seen: dict[Any, str] = {}
    for column in TABLES[table].columns:
        for name in (*column.heading, column.key):
            seen[heading_key(name)] = column.key
    for row in data("column_headings.csv"):
        if row["table"] == table:
            folded = heading_key(row["heading"])
            assert seen.setdefault(folded, row["column"]) == row["column"], folded
