"""Order lines joined to a workbook that people already work in."""

# ruff: noqa: DTZ001 - the cells of a workbook carry no time zone
from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from memory_host import memory_host, raw_table
from test_lines import lines

from segmentation_addin.core.issues import Severity
from segmentation_addin.imports.lines import lines_to_tables, read_lines
from segmentation_addin.imports.merge import merge_into
from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.messages.imports import CATALOGUE
from segmentation_addin.workbook.host import Changes
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS
from segmentation_addin.workbook.reading import read_tables

ORDERS = lines(
    ("B", "3", "2024-12-10", 40, 8),
    ("A", "1", "2024-01-05", 100, 30),
    ("A", "2", "2024-12-20", 50, 10),
    client_name=["Bernard", "Arnaud", "Arnaud"],
    sector=["retail", "industry", "industry"],
)


def join(host: Any, table: Any = ORDERS) -> Any:
    """Merges lines into a host and writes; gives the changes and the issues."""
    tables, read = read_tables(host)
    assert read == []
    changes, issues = merge_into(tables, lines_to_tables(table, 12))
    for issue in issues:
        entry = CATALOGUE[issue.code]
        assert entry.severity is issue.severity
        for text in (*entry.message, *entry.remedy):
            assert "{" not in text.format(**issue.params)
    host.write(changes)
    return changes, issues


def column(host: Any, table: Any, heading: Any) -> Any:
    raw = host.read(table)
    return raw.columns[raw.headings.index(heading)]


def test_blank_workbook_receives_all_rows_sorted_by_client() -> None:
    host = memory_host()
    changes, issues = join(host)
    assert issues == []
    assert changes.edits == []
    assert column(host, "tblClients", "Client ID") == ["A", "B"]
    assert column(host, "tblClients", "Client since") == [
        dt.datetime(2024, 1, 5),
        dt.datetime(2024, 12, 10),
    ]
    assert column(host, "tblMargins", "Name") == ["Arnaud", "Bernard"]
    assert column(host, "tblMargins", "Revenue") == [150.0, 40.0]
    assert column(host, "tblMargins", "Cost of goods") == [None, None]
    assert column(host, "tblCostToServe", "Orders") == [2.0, 1.0]
    assert column(host, "tblCostToServe", "Name") == ["Arnaud", "Bernard"]


def test_second_import_of_the_same_lines_changes_nothing() -> None:
    host = memory_host("fr")
    join(host)
    changes, issues = join(host)
    assert changes == Changes()
    assert issues == []


def test_what_a_person_typed_in_clients_stays() -> None:
    rows = [{"client_id": "Z", "name": "Zoé"},
            {"client_id": "A", "name": "=Arnaud SA", "since": "2019-06-01"}]  # fmt: skip
    host = memory_host(tblClients=raw_table(CLIENTS, rows))
    join(host)
    assert column(host, "tblClients", "Client ID") == ["Z", "A", "B"]
    assert column(host, "tblClients", "Name") == ["Zoé", "=Arnaud SA", "Bernard"]
    assert column(host, "tblClients", "Client since")[1] == "2019-06-01"
    assert column(host, "tblClients", "Sector") == [None, "industry", "retail"]
    assert column(host, "tblMargins", "Name") == ["=Arnaud SA", "Bernard"]


def test_typed_text_that_is_no_date_is_not_overwritten() -> None:
    rows = [{"client_id": "A", "name": "Arnaud", "since": "long ago"}]
    host = memory_host(tblClients=raw_table(CLIENTS, rows))
    tables, _ = read_tables(host)
    changes, _ = merge_into(tables, lines_to_tables(ORDERS, 12))
    host.write(changes)
    assert column(host, "tblClients", "Client since")[0] == "long ago"


def test_code_typed_as_number_is_the_same_client() -> None:
    host = memory_host(
        tblClients=raw_table(CLIENTS, [{"client_id": 101.0, "name": "x"}])
    )
    join(host, lines(("101", "1", "2024-12-01", 5, 1)))
    assert column(host, "tblClients", "Client ID") == [101.0]


def test_rows_of_the_same_period_are_updated_in_place() -> None:
    rows = [
        {"client_id": "A", "name": "kept", "period": 2023, "revenue": 1.0},
        {
            "client_id": "A",
            "period": 2024,
            "revenue": 120.0,
            "rebates": 3.0,
            "orders": 2,
        },
    ]
    host = memory_host(tblMargins=raw_table(MARGINS, rows))
    _, issues = join(host)
    assert column(host, "tblMargins", "Revenue") == [1.0, 150.0, 40.0]
    assert column(host, "tblMargins", "Rebates") == [None, 3.0, None]
    assert column(host, "tblMargins", "Name") == ["kept", "Arnaud", "Bernard"]
    (note,) = issues
    assert note.code == "merge_rows_updated"
    assert dict(note.params) == {"count": 1, "before": 120.0, "after": 150.0}
    changes, issues = join(host)
    assert changes == Changes()
    assert issues == []


def test_only_cells_that_differ_are_edited() -> None:
    host = memory_host()
    join(host)
    more = lines(
        *ORDERS[["client_id", "order_id", "date", "amount", "profit"]].itertuples(
            index=False
        ),
        ("A", "2", "2024-12-20", 7, 0),
    )
    changes, _ = join(host, more)
    edited = {
        (e.table, e.column, tuple(e.rows), tuple(e.values)) for e in changes.edits
    }
    assert edited == {
        ("tblMargins", "revenue", (0,), (157.0,)),
        ("tblCostToServe", "lines", (0,), (3.0,)),
    }
    assert changes.appended == []


def test_unknown_margin_of_the_lines_leaves_the_typed_one() -> None:
    rows = [{"client_id": "A", "period": 2024, "revenue": 5.0, "gross_margin": 2.0}]
    host = memory_host(tblMargins=raw_table(MARGINS, rows))
    join(host, lines(("A", "1", "2024-12-01", 5, np.nan)))
    assert column(host, "tblMargins", "Gross margin") == [2.0]


def test_rows_that_stand_twice_are_left_and_named() -> None:
    row = {"client_id": "A", "period": 2024, "revenue": 5.0, "gross_margin": 2.0}
    host = memory_host(tblMargins=raw_table(MARGINS, [row, row]))
    _, issues = join(host)
    assert [(i.code, i.row) for i in issues] == [("merge_row_twice", 0)]
    assert column(host, "tblMargins", "Revenue") == [5.0, 5.0, 40.0]


def test_overlapping_periods_are_refused() -> None:
    rows = [{"client_id": "A", "period": "2024-06-30", "revenue": 75.0}]
    host = memory_host(tblMargins=raw_table(MARGINS, rows))
    changes, issues = join(host)
    assert changes == Changes()
    assert [(i.code, i.severity, i.amount) for i in issues] == [
        ("merge_periods_overlap", Severity.ERROR, 75.0)
    ]


def test_other_clients_may_have_other_period_ends() -> None:
    rows = [{"client_id": "Z", "period": "2024-06-30", "revenue": 75.0}]
    host = memory_host(tblMargins=raw_table(MARGINS, rows))
    _, issues = join(host)
    assert issues == []
    assert column(host, "tblMargins", "Client ID") == ["Z", "A", "B"]


def test_column_that_the_sheet_lacks_is_said_and_not_added() -> None:
    raw = raw_table(COST_TO_SERVE, blank_rows=1)
    at = raw.headings.index("Lines")
    del raw.headings[at], raw.columns[at]
    host = memory_host(tblCostToServe=raw)
    _, issues = join(host)
    assert [(i.code, i.column) for i in issues] == [("merge_column_missing", "lines")]
    assert "Lines" not in host.read("tblCostToServe").headings
    assert join(host)[0] == Changes()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sample_into_a_blank_workbook_and_again(language: Any) -> None:
    with sample_lines_path() as path:
        frame, _, _ = read_lines(path)
    imported = lines_to_tables(frame)
    host = memory_host(language)
    tables, _ = read_tables(host)
    changes, issues = merge_into(tables, imported)
    assert issues == []
    assert host.write(changes)
    tables, issues = read_tables(host)
    assert issues == []
    assert len(tables.clients) == 793
    keys = [
        "client_id",
        "name",
        "period",
        "revenue",
        "gross_margin",
        "orders",
        "last_order",
    ]
    pd.testing.assert_frame_equal(
        tables.margins[keys], imported.margins[keys], check_dtype=False
    )
    again, issues = merge_into(tables, imported)
    assert again == Changes()
    assert issues == []
