"""Which client a person points at: the row of a table, or a cell with a code."""

from __future__ import annotations

from segmentation_addin.excel.screen import Selection
from segmentation_addin.imports.values import ids
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import Cell, CellError, Host, RawTable
from segmentation_addin.workbook.outputs import TABLES

CLIENT_TABLES = (
    "tblSegmentation",
    "tblClients",
    "tblMargins",
    "tblCostToServe",
    "tblOverrides",
    "tblAgenda",
    "tblVotes",
    "tblDecisions",
    "tblScenario",
)
"""Tables whose rows belong to one client."""


def selected_client(host: Host, selection: Selection) -> str | None:
    """Code of the client on the selected row; else what the selected cell holds.

    None when the row has no code, or when the cell is blank or an error.
    """
    present = host.tables()
    for name in CLIENT_TABLES:
        if name not in present:
            continue
        if host.sheet_title(TABLES[name].sheet) != selection.sheet:
            continue
        raw = host.read(name)
        row = selection.row - raw.first_row
        if 0 <= row < raw.rows and _covers(raw, selection.column):
            return _code(_client_cell(raw, row))
    return _code(selection.value)


def _covers(raw: RawTable, column: int) -> bool:
    """Whether the table holds that sheet column, or stands alone on its sheet.

    Beside a lone table a row still is a client's; tables side by side each have
    their own.
    """
    sharing = [name for name in CLIENT_TABLES if _sheet(name) == _sheet(raw.name)]
    inside = raw.first_column <= column < raw.first_column + len(raw.headings)
    return inside or len(sharing) == 1


def _sheet(table: str) -> str:
    return TABLES[table].sheet


def _client_cell(raw: RawTable, row: int) -> Cell:
    heading = match_columns(TABLES[raw.name], raw.headings).get("client_id")
    if heading is None:
        return None
    return raw.columns[raw.headings.index(heading)][row]


def _code(cell: Cell) -> str | None:
    """A cell as a client code: 101.0 is "101"."""
    if isinstance(cell, CellError):
        return None
    found, _ = ids([cell])
    return str(found[0]) or None
