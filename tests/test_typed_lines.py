"""What an engine would read too readily is a doubt, and is looked at again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from segmentation_addin.at_scale.engines import engine_of
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.workbook.host import silent

HEADINGS = "Customer ID,Order ID,Order date,Net sales,Margin amount"
SURE = "C1,1,2025-01-31,10.50,2\nC1,2,2025-02-28,12.50,3\n"


def read(tmp_path: Path, line: str) -> tuple[str | None, str, str]:
    """Why a third line is not read, its date and its amount."""
    path = tmp_path / "lines.csv"
    path.write_text(f"{HEADINGS}\n{SURE}{line}\n", encoding="utf-8")
    with engine_of("duckdb", Limits(scratch=tmp_path)) as engine:
        lines = engine.settle(engine.lines(look_at([path], tmp_path), silent), silent)
        asked = lines.filter(lines.order_id == "3")
        (row,) = engine.rows(asked.select("reason", "date", "amount", "profit"), silent)
    reason = row["reason"]
    return None if reason is None else str(reason), str(row["date"]), str(row["amount"])


@pytest.mark.parametrize(
    "day",
    ["2025-03-31x", "epoch", "infinity", "1899-12-31", "2200-01-01", "31.02.2025"],
)
def test_what_is_no_date_is_set_aside(tmp_path: Path, day: str) -> None:
    assert read(tmp_path, f"C1,3,{day},1.00,1")[0] == "line_date_unreadable"


@pytest.mark.parametrize("amount", ["1_000", "nan", "inf", "1.0.0", "12 34", "0x10"])
def test_what_is_no_amount_is_set_aside(tmp_path: Path, amount: str) -> None:
    found = read(tmp_path, f"C1,3,2025-03-31,{amount},1")
    assert found[0] == "line_amount_unreadable"


@pytest.mark.parametrize(
    "day",
    [" 2025-03-31 ", "2025-03-31 10:05", "2025/03/31", "20250331", "31 March 2025"],
)
def test_another_way_to_write_a_date_is_read_as_an_import_reads_it(
    tmp_path: Path, day: str
) -> None:
    assert read(tmp_path, f"C1,3,{day},1.00,1") == (
        None,
        "2025-03-31",
        "1.000000",
    )


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (" 1234.50 ", "1234.500000"),
        ('"1,234.50"', "1234.500000"),
        ("(12.50)", "-12.500000"),
        ("12.50-", "-12.500000"),
        ("$12.50", "12.500000"),
    ],
)
def test_another_way_to_write_an_amount_is_read_as_an_import_reads_it(
    tmp_path: Path, amount: str, value: str
) -> None:
    assert read(tmp_path, f"C1,3,2025-03-31,{amount},1") == (None, "2025-03-31", value)


@pytest.mark.parametrize(
    "kind", [pa.int64(), pa.uint64(), pa.decimal128(38, 2), pa.float64()]
)
def test_a_typed_amount_that_is_too_large_is_set_aside(
    tmp_path: Path, kind: pa.DataType
) -> None:
    path = tmp_path / "lines.parquet"
    amounts = pa.array([10**15, 12], pa.float64()).cast(kind)
    days = pa.array([date(2025, 1, 31), date(2025, 2, 28)])
    clients = pa.array(["C1", "C2"])
    table = {"Customer ID": clients, "Order date": days, "Net sales": amounts}
    parquet.write_table(pa.table(table), path)
    with engine_of("duckdb", Limits(scratch=tmp_path)) as engine:
        lines = engine.lines(look_at([path], tmp_path), silent)
        rows = engine.rows(lines.select("client_id", "reason", "amount"), silent)
    assert [tuple(row.values()) for row in rows] == [
        ("C1", "line_amount_unreadable", None),
        ("C2", None, Decimal(12)),
    ]
