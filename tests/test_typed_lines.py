"""What an engine would read too readily is a doubt, and is looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation_addin.at_scale.engines import Limits, engine_of
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
    "date",
    ["2025-03-31x", "epoch", "infinity", "1899-12-31", "2200-01-01", "31.02.2025"],
)
def test_what_is_no_date_is_set_aside(tmp_path: Path, date: str) -> None:
    assert read(tmp_path, f"C1,3,{date},1.00,1")[0] == "line_date_unreadable"


@pytest.mark.parametrize("amount", ["1_000", "nan", "inf", "1.0.0", "12 34", "0x10"])
def test_what_is_no_amount_is_set_aside(tmp_path: Path, amount: str) -> None:
    found = read(tmp_path, f"C1,3,2025-03-31,{amount},1")
    assert found[0] == "line_amount_unreadable"


@pytest.mark.parametrize(
    "date",
    [" 2025-03-31 ", "2025-03-31 10:05", "2025/03/31", "20250331", "31 March 2025"],
)
def test_another_way_to_write_a_date_is_read_as_an_import_reads_it(
    tmp_path: Path, date: str
) -> None:
    assert read(tmp_path, f"C1,3,{date},1.00,1") == (
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
