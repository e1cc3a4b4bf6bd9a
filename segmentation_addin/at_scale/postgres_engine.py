"""PostgreSQL, the engine of lines that stand in a database: it sums them itself.

The database is only read, in one transaction: every figure of a run is of one moment,
even while lines are added.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.dialects import for_postgres
from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_sources import LineFiles
from segmentation_addin.workbook.host import Progress

FETCHED: Final = 50_000
"""Rows that are taken from the server at a time."""
ANSWER_SECONDS: Final = 15
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def postgres_engine(address: str, limits: Limits) -> Iterator[PostgresEngine]:
    """An engine on the database at an address that libpq understands.

    Raises:
        EngineError: the driver is missing, the database does not answer or refuses.
    """
    del limits
    if importlib.util.find_spec("psycopg") is None:
        raise EngineError(
            "score_engine_missing", found="PostgreSQL", expected="postgres"
        )
    with _connected(address) as looked_at, _connected(address) as connection:
        looked_at.autocommit = True
        connection.execute(_ONE_MOMENT)
        connection.execute("SET TIME ZONE 'UTC'")
        yield PostgresEngine(looked_at, connection)


def _connected(address: str) -> Any:
    import psycopg

    try:
        return psycopg.connect(address, connect_timeout=ANSWER_SECONDS)
    except psycopg.OperationalError as error:
        found = _without_secrets(_first(error), address)
        raise EngineError("score_database_silent", found=found) from error
    except psycopg.ProgrammingError as error:
        raise EngineError("score_database_address") from error


class PostgresEngine:
    """Tables of one PostgreSQL database."""

    tables = True

    def __init__(self, looked_at: Any, connection: Any) -> None:
        self._ibis = ibis.postgres.from_connection(looked_at)
        self._connection = connection

    def table(self, name: str) -> ir.Table:
        """A table or view, as `lines` or `sales.lines`; its texts sort by code point."""
        schema, _, bare = name.rpartition(".")
        place = {"database": schema} if schema else {}
        try:
            known = self._ibis.table(bare, **place).schema()
        except ibis.common.exceptions.TableNotFound as error:
            raise EngineError("score_no_table", found=name) from error
        texts = {
            n for n, kind in known.items() if kind.is_string() or kind.is_unknown()
        }
        cells = ", ".join(
            f'CAST({_quoted(column)} AS text) COLLATE "C" AS {_quoted(column)}'
            if column in texts
            else _quoted(column)
            for column in known
        )
        source = ".".join(_quoted(part) for part in (schema, bare) if part)
        columns = {n: "string" if n in texts else kind for n, kind in known.items()}
        query = f"SELECT {cells} FROM {source}"
        table: ir.Table = self._ibis.sql(query, schema=ibis.schema(columns))
        return table

    def lines(self, files: LineFiles, progress: Progress) -> ir.Table:
        """Lines of files: a database has tables."""
        del progress
        raise EngineError("score_no_table", found=files.files[0].path.name)

    def settle(self, lines: ir.Table, progress: Progress) -> ir.Table:
        """The lines as they are: nothing is written into a database."""
        del progress
        return lines

    def rows(self, table: ir.Table, progress: Progress) -> list[dict[str, object]]:
        """A small result as one dictionary a row."""
        del progress
        with _plainly(), self._connection.cursor() as cursor:
            cursor.execute(_query(table))
            return [dict(zip(table.columns, row, strict=True)) for row in cursor]

    def put(self, table: ir.Table, folder: Path, progress: Progress) -> None:
        """A result of any size as a Parquet file in a new folder."""
        import pyarrow as pa
        from pyarrow import parquet

        del progress
        folder.mkdir()
        schema = table.schema().to_pyarrow()
        with (
            _plainly(),
            self._connection.cursor(name="segmentation_rows") as cursor,
            parquet.ParquetWriter(folder / "rows.parquet", schema) as writer,
        ):
            cursor.execute(_query(table))
            while rows := cursor.fetchmany(FETCHED):
                columns = zip(*rows, strict=True)
                arrays = [
                    pa.array(column, field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _query(table: ir.Table) -> str:
    return str(ibis.to_sql(for_postgres(table), dialect="postgres"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_secrets(text: str, address: str) -> str:
    """A message without any piece of the address but computers, ports and folders.

    A password with an "@" or "/" that is not escaped is taken for a computer, and the
    driver names it: then the whole message is kept back.

    >>> _without_secrets("no host 'ss@db'", "postgresql://ann:p@ss@db/dwh")
    '…'
    """
    user, _, _ = address.partition("://")[2].rpartition("@")
    _, _, options = address.partition("?")
    pieces = re.split(r"[@:/?#&=\[\]]", user.partition(":")[2])
    pieces += re.findall(r"(?:password|passfile|sslpassword)=([^&]*)", options)
    pieces += [unquote(piece) for piece in pieces]
    return "…" if any(piece and piece in text for piece in pieces) else text


def _first(error: Exception) -> str:
    """The first line of what the server answers."""
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else ""


@contextmanager
def _plainly() -> Iterator[None]:
    """What the database could not do, as one sentence."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise EngineError("score_engine_failed", found=_first(error)) from error
