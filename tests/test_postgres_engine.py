"""Order lines that stand in a PostgreSQL database."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import psycopg
import pyarrow as pa
import pytest
from postgres_server import PostgresServer, require_postgres

from segmentation_addin.at_scale import postgres_engine as module
from segmentation_addin.at_scale.client_rows import Terms, lines_to_clients
from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.engines import Engine, engine_of
from segmentation_addin.at_scale.habits import DateOrder, Habits
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.typed_lines import typed_lines
from segmentation_addin.workbook.host import silent

FRENCH = Habits("dmy", ",", grouped=True)
NUMBERS = itertools.count()
PLACES = {"client_id": "client", "date": "day", "amount": "sold"}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    require_postgres()
    with PostgresServer() as running:
        yield running


@pytest.fixture
def engine(server: PostgresServer, tmp_path: Path) -> Iterator[Engine]:
    with engine_of(server.address, Limits(scratch=tmp_path)) as opened:
        yield opened


@pytest.fixture
def table(server: PostgresServer) -> Any:
    """Fills a new table, of texts where no type is given."""

    def fill(rows: list[Any], **types: str) -> str:
        name = f"lines {next(NUMBERS)}"
        server.fill(name, dict.fromkeys(PLACES.values(), "text") | types, rows)
        return name

    return fill


def read(engine: Engine, name: str, habits: Habits) -> list[dict[str, Any]]:
    lines = typed_lines(engine.table(name), PLACES, habits)
    chosen = lines.select("client_id", "date", "amount", "reason")
    return engine.rows(chosen.order_by("client_id"), silent)


AMOUNTS = [
    "12,5",
    "1 234,50",
    "1\u00a0234,50",
    "1\u202f234,50",
    "-5,25",
    "+7",
    ",5",
    "5,",
    "0,1234567",
    "999999999999,999999",
    "1000000000000",
    "9" * 30,
    "abc",
    "1,2,3",
    "1.5",
    "12 34",
    "--1",
    "",
    " 3 ",
]
DAYS = [
    "03/04/2025",
    "3/4/2025",
    "03-04-2025",
    "03.04.2025 10:30",
    "31/12/2024",
    "31/04/2025",
    "29/02/2024",
    "29/02/2023",
    "29/02/2000",
    "29/02/2100",
    "32/01/2025",
    "01/13/2025",
    "01/01/1800",
    "2025",
    "soon",
    "",
]


@pytest.mark.parametrize("decimal", [",", ".", None])
def test_texts_of_amounts_are_read_as_in_a_file(
    engine: Engine, table: Any, tmp_path: Path, decimal: str | None
) -> None:
    rows = [(f"{i:02d}", "03/04/2025", text) for i, text in enumerate(AMOUNTS)]
    habits = Habits("dmy", decimal, grouped=True)
    found = read(engine, table(rows), habits)
    assert found == as_in_a_file(rows, habits, tmp_path)
    assert {row["reason"] for row in found} == {None, "line_amount_unreadable"}


@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd", "compact"])
def test_texts_of_days_are_read_as_in_a_file(
    engine: Engine, table: Any, tmp_path: Path, order: DateOrder
) -> None:
    more = [
        "2024-02-29",
        "2023-02-29",
        "2025-1-2",
        "20240229",
        "20230229",
        "2025-12-31T01",
    ]
    rows = [(f"{i:02d}", text, "1") for i, text in enumerate([*DAYS, *more])]
    habits = Habits(order, ".")
    found = read(engine, table(rows), habits)
    assert found == as_in_a_file(rows, habits, tmp_path)
    assert {row["reason"] for row in found} == {None, "line_date_unreadable"}


def as_in_a_file(
    rows: list[Any], habits: Habits, scratch: Path
) -> list[dict[str, Any]]:
    """The same texts read by the embedded engine."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    raw = ibis.memtable(pa.table(columns, names=list(PLACES.values())))
    lines = typed_lines(raw, PLACES, habits)
    chosen = lines.select("client_id", "date", "amount", "reason")
    found: list[dict[str, Any]] = chosen.order_by("client_id").to_pyarrow().to_pylist()
    return found


def test_typed_columns_are_taken_as_they_are(engine: Engine, table: Any) -> None:
    rows = [("b", "2025-04-03 23:30+00", 2.675), ("a", "2025-04-04 00:30+00", 1.0)]
    name = table(rows, client="varchar(9)", day="timestamptz", sold="real")
    assert [str(row["date"]) for row in read(engine, name, Habits())] == [
        "2025-04-04",
        "2025-04-03",
    ]


def test_the_latest_name_does_not_depend_on_the_language_of_the_server(
    engine: Engine, server: PostgresServer, tmp_path: Path
) -> None:
    server.fill(
        "named",
        {"client": "text", "day": "date", "sold": "numeric", "called": "text"},
        [("1", "2025-04-03", 1, "Zoé"), ("1", "2025-04-03", 1, "_abc")],
    )
    places = PLACES | {"client_name": "called"}
    lines = typed_lines(engine.table("public.named"), places, Habits())
    clients = lines_to_clients(lines, Terms(12))
    assert engine.rows(clients, silent)[0]["client_name"] == "_abc"
    assert max("Zoé", "_abc") == "_abc"


def test_a_result_of_several_fetches_is_whole(
    engine: Engine, table: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import parquet

    monkeypatch.setattr(module, "FETCHED", 2)
    name = table([(f"C{i}", "03/04/2025", f"{i},25") for i in range(5)])
    lines = typed_lines(engine.table(name), PLACES, FRENCH)
    engine.put(lines_to_clients(lines, Terms(12)), tmp_path / "rows", silent)
    found = parquet.read_table(tmp_path / "rows")
    assert sorted(found["client_id"].to_pylist()) == ["C0", "C1", "C2", "C3", "C4"]
    assert sum(found["revenue"].to_pylist()) == Decimal("11.25")


def test_lines_that_come_during_a_run_wait_for_the_next(
    engine: Engine, server: PostgresServer, table: Any
) -> None:
    name = table([("a", "2025-04-03", "1")])
    assert len(read(engine, name, Habits())) == 1
    with psycopg.connect(server.address) as connection:
        connection.execute(f"INSERT INTO \"{name}\" VALUES ('b', '2025-04-03', '1')")
    assert len(read(engine, name, Habits())) == 1


def test_a_table_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(EngineError) as found:
        engine.table("sales.nothing")
    assert found.value.code == "score_no_table"
    assert found.value.params["found"] == "sales.nothing"


@pytest.mark.parametrize("amount", [10**15, "NaN", "Infinity", "-1e20"])
def test_an_amount_that_no_decimal_holds_is_set_aside(
    engine: Engine, table: Any, amount: object
) -> None:
    name = table([("a", "2025-04-03", amount), ("b", "2025-04-03", 12)], sold="numeric")
    found = [(row["reason"], row["amount"]) for row in read(engine, name, Habits())]
    assert found == [("line_amount_unreadable", None), (None, Decimal(12))]


def refused(address: str, tmp_path: Path) -> EngineError:
    with (
        pytest.raises(EngineError) as found,
        engine_of(address, Limits(scratch=tmp_path)),
    ):
        pass
    return found.value


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    error = refused(f"postgresql://me:secret@/x?host={tmp_path}", tmp_path)
    assert error.code == "score_database_silent"
    assert "secret" not in str(error.params)


def test_an_address_that_cannot_be_read_is_not_repeated(tmp_path: Path) -> None:
    error = refused("postgresql://me:secret@host:port/x", tmp_path)
    assert "secret" not in str(error.params)


def test_a_computer_without_the_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    error = refused("postgresql://me:secret@host/base", tmp_path)
    assert error.code == "score_engine_missing"
    assert "secret" not in str(error.params)
