"""`segmentation score` on tables of a PostgreSQL database."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from postgres_server import PostgresServer, require_postgres
from pyarrow import parquet

from segmentation_addin.cli import main

COLUMNS = ("Client code", "Order date", "Amount", "Profit", "line", "reason")
"""Two of them have names that we use ourselves, for something else."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    require_postgres()
    with PostgresServer() as running:
        rows = [
            (
                f"C{i % 9}",
                f"{i % 28 + 1:02d}/03/2025",
                f"{i},50",
                f"{i % 7},25",
                "7",
                "x",
            )
            for i in range(200)
        ]
        running.fill("texts", dict.fromkeys(COLUMNS, "text"), rows)
        bad = [
            ("C1", "31/02/2025", "12,50", "1", "7", "x"),
            ("", "01/03/2025", "1", "1", "7", "x"),
        ]
        running.fill("rough", dict.fromkeys(COLUMNS, "text"), [*rows, *bad])
        running.fill("names", {"Client code": "text", "Order date": "date"}, [])
        yield running


def run(code: int, *words: object) -> dict[str, Any]:
    done = CliRunner().invoke(
        main, ["score", *map(str, words), "--json", "--lang", "en"]
    )
    assert done.exit_code == code, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_lines_of_a_table_that_cannot_be_read_are_listed(
    server: PostgresServer, tmp_path: Path
) -> None:
    result = tmp_path / "r.parquet"
    words = ("rough", "-o", result, "--engine", server.address)
    assert run(1, *words, "--max-rejected", "0.5%")["issues"]
    assert list(tmp_path.iterdir()) == []
    found = run(0, *words, "--max-rejected", "1%")
    assert found["lines"]["read"] == 200
    with Path(found["rejected"]).open(newline="", encoding="utf-8-sig") as file:
        listed = {row["code"]: row for row in csv.DictReader(file)}
    assert set(listed) == {"line_date_unreadable", "line_no_client"}
    assert listed["line_date_unreadable"]["file"] == "rough"
    assert "31/02/2025" in listed["line_date_unreadable"]["text"]
    assert listed["line_no_client"]["amount"] == "1.000000"


def test_two_tables_are_read_together(server: PostgresServer, tmp_path: Path) -> None:
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    run(0, "texts", "-o", one, "--engine", server.address)
    run(0, "texts", "public.texts", "-o", two, "--engine", server.address)
    revenue = [
        sum(parquet.read_table(path).column("revenue").to_pylist())
        for path in (one, two)
    ]
    assert revenue[0] == pytest.approx(sum(i + 0.5 for i in range(200)))
    assert revenue[1] == pytest.approx(2 * revenue[0])


def test_a_table_without_amounts_and_one_that_is_not_there(
    server: PostgresServer, tmp_path: Path
) -> None:
    words = ("-o", tmp_path / "r.parquet", "--engine", server.address)
    codes = {issue["code"] for issue in run(1, "names", *words)["issues"]}
    assert "lines_no_amount" in codes
    (issue,) = run(3, "absent", *words)["issues"]
    assert issue["code"] == "score_no_table"


def test_the_answer_never_holds_user_or_password(
    server: PostgresServer, tmp_path: Path
) -> None:
    sign = "&" if "?" in server.address else "?"
    address = f"{server.address}{sign}password=hidden"
    found = run(0, "texts", "-o", tmp_path / "r.csv", "--engine", address)
    assert found["engine"].startswith("postgresql://")
    assert "hidden" not in json.dumps(found)


def test_a_table_named_twice_is_read_once(
    server: PostgresServer, tmp_path: Path
) -> None:
    words = ("-o", tmp_path / "r.csv", "--engine", server.address)
    once = run(0, "texts", *words)
    assert run(0, "texts", "texts", *words)["lines"] == once["lines"]


@pytest.mark.parametrize(
    "address",
    [
        "mysql://ann:secret@db/dwh",
        "POSTGRESQL://ann:secret@db/dwh",
        "host=db user=ann password=secret",
        "postgresql://ann:p@secret@nowhere.invalid/dwh",
        "postgresql://ann:secret/x@nowhere.invalid/dwh",
        "postgresql://ann:secret@nowhere.invalid:port/dwh",
    ],
)
def test_a_refusal_never_holds_the_password(address: str, tmp_path: Path) -> None:
    words = ["score", "texts", "-o", str(tmp_path / "r.csv"), "--engine", address]
    found = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert found.exit_code == 3
    assert "secret" not in found.output
