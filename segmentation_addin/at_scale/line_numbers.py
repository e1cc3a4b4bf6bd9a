"""The line numbers of lines that DuckDB read but that say nothing readable.

DuckDB numbers the lines that it cannot cut in cells, not the others: a file with
unreadable values is read once more, in order, and the lines are found by their cells.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from segmentation_addin.at_scale.line_sources import Layout, LineFile
from segmentation_addin.at_scale.typed_lines import BLANK, typed_lines

MOST_LINES: Final = 5_000_000
"""Lines of a file that is read once more for its numbers."""
MOST_DAMAGED: Final = 200
"""Lines of a file that could not be cut in cells, each of which moves the others."""
_CELLS: Final = ("client_id", "order_id", "date_text", "amount_text", "date", "amount")
_NUMBERED: Final = "segmentation_numbered"


def unnumbered(connection: Any, landed: str) -> set[str]:
    """The files that hold lines set aside without a number."""
    rows = connection.con.execute(
        f"SELECT DISTINCT file FROM {landed} "
        f"WHERE reason IS NOT NULL AND reason <> '{BLANK}' AND line IS NULL"
    ).fetchall()
    return {row[0] for row in rows}


def number_lines(
    connection: Any, landed: str, layout: Layout, file: LineFile, reader: str
) -> None:
    """Fills the empty line numbers of one file, as far as they are certain.

    `reader` is the reading of the file as a table function of DuckDB. Nothing is
    filled where lines and rows do not match one to one: blank lines, cells over
    several lines.
    """
    name = str(file.read_from).replace("'", "''")
    damaged = [
        row[0]
        for row in connection.con.execute(
            "SELECT DISTINCT errors.line FROM reject_errors AS errors "
            "JOIN reject_scans AS scans USING (scan_id, file_id) "
            f"WHERE scans.file_path = '{name}' ORDER BY 1"
        ).fetchall()
    ]
    if len(damaged) > MOST_DAMAGED or file.lines > MOST_LINES:
        return
    connection.con.execute(
        f"CREATE OR REPLACE TEMP TABLE {_NUMBERED} AS "
        f"SELECT *, filename AS file, row_number() OVER () AS row FROM {reader}"
    )
    rows = connection.con.execute(f"SELECT count(*) FROM {_NUMBERED}").fetchall()[0][0]
    if rows + len(damaged) == file.lines:
        _fill(connection, landed, layout, name, damaged)
    connection.con.execute(f"DROP TABLE {_NUMBERED}")


def _fill(
    connection: Any, landed: str, layout: Layout, name: str, damaged: list[int]
) -> None:
    """Line numbers of rows that have the same cells, in the order of the file."""
    raw = connection.table(_NUMBERED)
    before = ibis.literal(layout.skipped)
    for place, line in enumerate(damaged):
        rows_above = line - layout.skipped - 1 - place
        before = before + ibis.ifelse(raw.row > rows_above, 1, 0)
    raw = raw.mutate(line=(raw.row + before).cast("int64"))
    typed = typed_lines(
        raw, {field: f"c{place}" for field, place in layout.positions}, layout.habits
    )
    numbered = ibis.to_sql(typed, dialect="duckdb")
    cells = ", ".join(_CELLS)
    same = " AND ".join(f"l.{cell} IS NOT DISTINCT FROM n.{cell}" for cell in _CELLS)
    connection.con.execute(
        f"UPDATE {landed} SET line = found.line FROM ("
        f"SELECT l.place, n.line FROM (SELECT rowid AS place, {cells}, "
        f"row_number() OVER (PARTITION BY {cells} ORDER BY rowid) AS k FROM {landed} "
        f"WHERE file = '{name}' AND reason IS NOT NULL AND line IS NULL) AS l "
        f"JOIN (SELECT line, {cells}, row_number() OVER (PARTITION BY {cells} "
        f"ORDER BY line) AS k FROM ({numbered}) WHERE reason IS NOT NULL) AS n "
        f"ON l.k = n.k AND {same}) AS found WHERE {landed}.rowid = found.place"
    )
