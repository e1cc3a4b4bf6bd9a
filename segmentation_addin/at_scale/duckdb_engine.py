"""DuckDB, the engine that comes along: files larger than memory, on one computer."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentation_addin.at_scale.dialects import for_duckdb
from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.habits import Habits, read_again
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_fields import (
    LINE_TYPES,
    MONEY,
    MONEY_FIELDS,
    TEXT_FIELDS,
)
from segmentation_addin.at_scale.line_numbers import number_lines, unnumbered
from segmentation_addin.at_scale.line_sources import Layout, LineFile, LineFiles
from segmentation_addin.at_scale.typed_lines import RAW_FIELDS, typed_lines
from segmentation_addin.workbook.host import Progress

POLLED_SECONDS: Final = 0.2
MOST_LOOKED_AT: Final = 200_000
"""Different texts of one field that are looked at one by one."""
MOST_IN_MEMORY: Final = 5_000_000
"""Lines of text files that are kept without being compressed."""
DAMAGED: Final = {
    "TOO MANY COLUMNS": "line_too_long",
    "MISSING COLUMNS": "line_too_short",
    "UNQUOTED VALUE": "line_quotes",
}
_LANDED = "segmentation_lines"
_MAY_LACK = tuple(name for name in TEXT_FIELDS if name not in {"client_id", "order_id"})
"""Texts that are not needed to find a line again."""
_SIGNS: Final = re.compile(r"[*?[]")


@contextmanager
def duckdb_engine(limits: Limits) -> Iterator[DuckDBEngine]:
    """An engine of its own, on disk in the scratch folder, closed at the end."""
    scratch = limits.scratch / "duckdb"
    scratch.mkdir(parents=True, exist_ok=True)
    connection = ibis.duckdb.connect(
        scratch / "lines.duckdb",
        temp_directory=str(scratch),
        memory_limit=limits.memory,
        preserve_insertion_order=False,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    connection.raw_sql("SET enable_progress_bar = true")
    connection.raw_sql("SET enable_progress_bar_print = false")
    connection.raw_sql("SET TimeZone = 'UTC'")
    try:
        yield DuckDBEngine(connection)
    finally:
        connection.disconnect()


class DuckDBEngine:
    """Lines and results in one DuckDB file of the run."""

    tables = False

    def __init__(self, connection: Any) -> None:
        self._ibis = connection
        self._all: list[tuple[Layout, list[LineFile]]] = []
        self._texts: list[tuple[Layout, list[LineFile]]] = []
        self._absent: list[str] = []
        """Texts that no file holds: they take time and place."""
        self._views = 0

    def table(self, name: str) -> ir.Table:
        """A table of a database: DuckDB here has none but its own."""
        raise EngineError("score_no_table", found=name)

    def lines(self, files: LineFiles, progress: Progress) -> ir.Table:
        """All files as one table of typed lines; nothing is read yet."""
        del progress
        parts = [
            _typed(
                self._raw(layout, [str(file.read_from) for file in together]), layout
            )
            for layout, together in files.by_layout().items()
        ]
        self._all = list(files.by_layout().items())
        self._texts = [found for found in self._all if found[0].kind == "csv"]
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def settle(self, lines: ir.Table, progress: Progress) -> ir.Table:
        """Text lines read once into the run's file, doubtful ones looked at again."""
        if not self._texts:
            return lines
        self._land(lines, progress)
        self._add_damaged()
        for habits, files in self._by_habits().items():
            self._look_again(habits, files)
        wanted = unnumbered(self._ibis, _LANDED)
        for layout, together in self._texts:
            for file in together:
                if str(file.read_from) not in wanted:
                    continue
                listed = _address(file.read_from)
                reader = _reader(layout, listed, "parallel = false")
                number_lines(self._ibis, _LANDED, layout, file, reader)
        here = ("temp", "main") if self._kept() else None
        # Columns that are added to a table of many lines would stay in memory.
        nothing = {name: ibis.null(LINE_TYPES[name]) for name in self._absent}
        landed = self._ibis.table(_LANDED, database=here)
        return landed.mutate(**nothing).select(*lines.columns)

    def _land(self, lines: ir.Table, progress: Progress) -> None:
        """Typed lines in the run's file; what no file holds is written for none."""
        held = {name for layout, _ in self._all for name, _ in layout.positions}
        self._absent = [name for name in _MAY_LACK if name not in held]
        query = ibis.to_sql(lines.drop(*self._absent), dialect="duckdb")
        with self._watched(progress, "lines"):
            self._run(f"CREATE OR REPLACE {self._kept()}TABLE {_LANDED} AS {query}")

    def _kept(self) -> str:
        """How few lines are kept: to compress them takes longer than to read them.

        Many would leave memory again, in more place on the disk than compressed.
        """
        lines = sum(file.lines for _, files in self._texts for file in files)
        return "TEMP " if lines <= MOST_IN_MEMORY else ""

    def rows(self, table: ir.Table, progress: Progress) -> list[dict[str, object]]:
        """A small result as one dictionary a row."""
        with self._watched(progress, "sum"):
            found: list[dict[str, object]] = table.to_pyarrow().to_pylist()
        return found

    def put(self, table: ir.Table, folder: Path, progress: Progress) -> None:
        """A result of any size as Parquet files in a new folder."""
        folder.mkdir()
        query = ibis.to_sql(table, dialect="duckdb")
        with self._watched(progress, "sum"):
            self._run(f"COPY ({query}) TO '{_quoted(folder / 'rows.parquet')}'")

    def _run(self, query: str) -> Any:
        return self._ibis.con.execute(query)

    def _raw(self, layout: Layout, paths: Sequence[str]) -> ir.Table:
        """A view of files of one layout: columns c0, c1... and the file of each line."""
        listed = ", ".join(_address(path) for path in paths)
        name = f"segmentation_raw_{self._views}"
        self._views += 1
        if layout.kind == "parquet":
            named = ", ".join(
                f'"{heading.replace(chr(34), chr(34) * 2)}" AS c{place}'
                for _, place in layout.positions
                for heading in (layout.headings[place],)
            )
            self._run(
                f"CREATE OR REPLACE VIEW {name} AS SELECT {named}, filename AS file "
                f"FROM read_parquet([{listed}], filename = true)"
            )
            return self._ibis.table(name)
        reader = _reader(layout, listed, "store_rejects = true, rejects_limit = 0")
        self._run(
            f"CREATE OR REPLACE VIEW {name} AS SELECT *, filename AS file FROM {reader}"
        )
        return self._ibis.table(name)

    # --- what the first reading could not settle ----------------------------

    def _add_damaged(self) -> None:
        """Lines that do not have the cells of the headings: read or set aside."""
        damaged = self._run(
            "SELECT DISTINCT ON (scans.file_path, errors.line) scans.file_path, "
            "errors.line, errors.error_type::VARCHAR, errors.csv_line "
            "FROM reject_errors AS errors JOIN reject_scans AS scans "
            "USING (scan_id, file_id)"
        ).fetchall()
        for layout, files in self._texts:
            here = {str(file.read_from): file for file in files}
            mine = [row for row in damaged if row[0] in here]
            if mine:
                self._add_of(layout, here, mine)

    def _add_of(
        self,
        layout: Layout,
        files: dict[str, LineFile],
        damaged: Sequence[tuple[str, int, str, str]],
    ) -> None:
        width = len(layout.headings)
        short: list[tuple[Any, ...]] = []
        lost: list[tuple[str, int, str, str]] = []
        for path, line, kind, text in damaged:
            file = files[path]
            name = str(file.path)
            number = int(line)
            last = number >= file.lines + layout.skipped
            cut = last and any(i.code == "score_file_cut" for i in file.issues)
            if kind == "MISSING COLUMNS" and not cut:
                cells = next(csv.reader([text], delimiter=layout.separator), [])
                padded = [*cells, *[None] * (width - len(cells))][:width]
                short.append((*(cell or None for cell in padded), name, number))
            else:
                reason = "line_cut" if cut else DAMAGED.get(kind, "line_damaged")
                lost.append((name, number, reason, text))
        if short:
            names = [*(f"c{place}" for place in range(width)), "file", "line"]
            columns = list(zip(*short, strict=True))
            types = [*[pa.string()] * (width + 1), pa.int64()]
            raw = pa.table(
                {
                    name: pa.array(column, kind)
                    for name, column, kind in zip(names, columns, types, strict=True)
                }
            )
            self._ibis.con.register("segmentation_short", raw)
            typed = _typed(self._ibis.table("segmentation_short"), layout)
            query = ibis.to_sql(typed.drop(*self._absent), dialect="duckdb")
            self._run(f"INSERT INTO {_LANDED} BY NAME {query}")
            self._ibis.con.unregister("segmentation_short")
        if lost:
            schema = pa.schema(
                [
                    ("file", pa.string()),
                    ("line", pa.int64()),
                    ("reason", pa.string()),
                    ("whole", pa.string()),
                ]
            )
            names = schema.names
            columns = list(zip(*lost, strict=True))
            table = pa.table(dict(zip(names, columns, strict=True)), schema=schema)
            self._ibis.con.register("segmentation_damaged", table)
            self._run(
                f"INSERT INTO {_LANDED} BY NAME SELECT * FROM segmentation_damaged"
            )
            self._ibis.con.unregister("segmentation_damaged")

    def _by_habits(self) -> dict[Habits, list[str]]:
        """The files that are written alike, by the names that their lines bear."""
        groups: dict[Habits, list[str]] = {}
        for layout, files in self._all:
            names = groups.setdefault(layout.habits, [])
            for file in files:
                names += {str(file.read_from), str(file.path)}
        return groups

    def _look_again(self, habits: Habits, files: Sequence[str]) -> None:
        """Texts of some files that do not follow their habits, read by the importer's
        own rules.
        """
        changed = False
        here = pa.table({"name": pa.array(files, pa.string())})
        self._ibis.con.register("segmentation_files", here)
        among = "file IN (SELECT name FROM segmentation_files)"
        for name in RAW_FIELDS:
            texts = [
                row[0]
                for row in self._run(
                    f"SELECT DISTINCT {name}_text FROM {_LANDED} "
                    f"WHERE {name}_text IS NOT NULL AND {among} LIMIT {MOST_LOOKED_AT}"
                ).fetchall()
            ]
            if not texts:
                continue
            kind: Any = "money" if name in MONEY_FIELDS else "date"
            values = read_again(texts, habits, kind)
            pairs = [
                (text, str(value))
                for text, value in zip(texts, values, strict=True)
                if value is not None
            ]
            if not pairs:
                continue
            changed = True
            table = pa.table(
                {"text": [text for text, _ in pairs], "value": [v for _, v in pairs]}
            )
            self._ibis.con.register("segmentation_read", table)
            target = MONEY if name in MONEY_FIELDS else LINE_TYPES["date"]
            self._run(
                f"UPDATE {_LANDED} SET {name} = TRY_CAST(found.value AS {target}), "
                f"{name}_text = NULL FROM segmentation_read AS found "
                f"WHERE {_LANDED}.{name}_text = found.text AND {_LANDED}.{among} "
                f"AND TRY_CAST(found.value AS {target}) IS NOT NULL"
            )
            self._ibis.con.unregister("segmentation_read")
        self._ibis.con.unregister("segmentation_files")
        if changed:
            self._settle_reasons()

    def _settle_reasons(self) -> None:
        """Reasons anew for the lines that had one and are now read."""
        self._run(
            f"UPDATE {_LANDED} SET reason = CASE "
            "WHEN client_id IS NULL THEN reason "
            "WHEN date IS NULL THEN 'line_date_unreadable' "
            "WHEN amount IS NULL THEN 'line_amount_unreadable' END "
            "WHERE reason IN ('line_date_unreadable', 'line_amount_unreadable')"
        )

    @contextmanager
    def _watched(self, progress: Progress, step: str) -> Iterator[None]:
        """Tells how far the running query is, as DuckDB sees it."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(POLLED_SECONDS):
                share = self._ibis.con.query_progress()
                if share >= 0:
                    progress(step, min(share / 100, 1.0))

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _typed(raw: ir.Table, layout: Layout) -> ir.Table:
    """Typed lines of columns c0, c1... of one layout."""
    positions = {name: f"c{place}" for name, place in layout.positions}
    return for_duckdb(typed_lines(raw, positions, layout.habits))


def _reader(layout: Layout, listed: str, more: str) -> str:
    """Text files of one layout as a table function: all columns as texts."""
    columns = ", ".join(
        f"'c{place}': 'VARCHAR'" for place in range(len(layout.headings))
    )
    return (
        f"read_csv([{listed}], columns = {{{columns}}}, auto_detect = false, "
        f"header = false, skip = {layout.skipped}, "
        f"delim = '{_quoted(layout.separator)}', quote = '\"', escape = '\"', "
        f"ignore_errors = true, filename = true, {more})"
    )


def _address(path: object) -> str:
    """One file as a text of a query; `*`, `?` and `[` in its name mean themselves."""
    alone = _SIGNS.sub(r"[\g<0>]", str(path))
    return f"'{_quoted(alone)}'"


def _quoted(text: object) -> str:
    """A text inside the quotes of a query."""
    return str(text).replace("'", "''")
