"""Rows of an import joined to the rows of the workbook, without disturbing them.

What a person typed in Clients is never overwritten. Rows of Margins and Cost to
serve are matched by client and period; new rows go below. Nothing is reordered,
and a second import of the same file changes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import is_blank, shown
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.line_tables import LineTables, texts_by_client
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    Changes,
    RawTable,
)
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS
from segmentation_addin.workbook.reading import Tables

_KEYS = ["client_id", "period"]
SAME = 1e-9
"""Relative difference under which two figures are the same."""
MUCH = 0.1
"""Share of the revenue of updated rows whose loss is more than a correction."""
_LISTED = 20


def merge_into(tables: Tables, lines: LineTables) -> tuple[Changes, list[Issue]]:
    """The changes that bring order lines into a workbook, and what to know of them.

    Empty changes mean that the workbook already holds all of it. With an error
    among the issues (overlapping periods) there are no changes.
    """
    issues = _overlaps(tables.margins, lines.margins)
    if issues:
        return Changes(), issues
    names = _names(tables.clients, lines.clients)
    changes = Changes()
    _merge_clients(tables, lines.clients, changes, issues)
    for table, frame, imported in (
        (MARGINS, tables.margins, lines.margins),
        (COST_TO_SERVE, tables.cost_to_serve, lines.cost_to_serve),
    ):
        found = texts_by_client(names, imported["client_id"])
        named = imported.assign(name=pd.Series(found, imported.index, dtype=object))
        _merge_rows(tables.raws[table.name], table, frame, named, changes, issues)
    return changes, issues


def _overlaps(margins: pd.DataFrame, imported: pd.DataFrame) -> list[Issue]:
    """An error when rows of both would count the same months of a client twice."""
    standing, coming = _months(margins["period"]), _months(imported["period"])
    distance = np.abs(np.subtract.outer(standing, coming))
    if not ((distance > 0) & (distance < 12)).any():
        return []
    both = margins.merge(imported, on="client_id", suffixes=("", "_new"))
    months = both["period"].dt.year * 12 + both["period"].dt.month
    new = both["period_new"].dt.year * 12 + both["period_new"].dt.month
    apart = (months - new).abs()
    clash = both[(apart > 0) & (apart < 12)]
    if clash.empty:
        return []
    row = clash.iloc[0]
    params: dict[str, ParamValue] = {
        "found": row["period"].date().isoformat(),
        "expected": row["period_new"].date().isoformat(),
    }
    return [
        Issue(
            "merge_periods_overlap",
            Severity.ERROR,
            MARGINS.name,
            int(row["_row"]),
            "period",
            params,
            float(clash.drop_duplicates("_row")["revenue"].sum()),
        )
    ]


def _months(periods: pd.Series[pd.Timestamp]) -> npt.NDArray[np.int64]:
    """The distinct months in which periods end, as whole numbers."""
    days = periods.dropna().to_numpy()
    return np.unique(days.astype("datetime64[M]").astype(np.int64))


def _names(clients: pd.DataFrame, imported: pd.DataFrame) -> pd.Series[str]:
    """Name of each client: the workbook's, else the import's."""
    both = pd.concat([clients[["client_id", "name"]], imported[["client_id", "name"]]])
    filled = both[both["name"] != ""].drop_duplicates("client_id")
    return filled.set_index("client_id")["name"]


def _column(raw: RawTable, table: Table, key: str) -> list[Cell] | None:
    """Raw cells of a column by key or heading; None when the sheet lacks it."""
    heading = table_headings(table, raw.headings).columns.get(key, key)
    if heading not in raw.headings:
        return None
    return raw.columns[raw.headings.index(heading)]


def _writable(
    raw: RawTable, table: Table, imported: pd.DataFrame, issues: list[Issue]
) -> list[str]:
    """Imported columns that hold something and that the sheet has."""
    keys = []
    for key in imported.columns:
        if not _filled(imported[key]).any():
            continue
        if _column(raw, table, key) is not None:
            keys.append(key)
            continue
        heading = table.column(key).heading.en if key in table.keys else key
        params: dict[str, ParamValue] = {"heading": heading}
        issues.append(
            Issue("merge_column_missing", Severity.NOTE, table.name, None, key, params)
        )
    return keys


def _filled(values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    flags: npt.NDArray[np.bool_] = (values.notna() & (values != "")).to_numpy(bool)
    return flags


def _cells(values: pd.Series[Any]) -> list[Cell]:
    """Values as a host takes them: datetimes and plain floats and texts."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return [None if pd.isna(v) else v.to_pydatetime() for v in values]
    cells: list[Cell] = values.tolist()
    return cells


def _edit(
    changes: Changes,
    table: Table,
    key: str,
    rows: pd.Series[int],
    values: pd.Series[Any],
) -> None:
    if len(rows):
        changes.edits.append(
            CellEdits(table.name, key, [int(r) for r in rows], _cells(values))
        )


def _append(
    changes: Changes, table: Table, imported: pd.DataFrame, keys: list[str]
) -> None:
    if len(imported):
        frame = imported[keys].reset_index(drop=True)
        changes.appended.append(AppendedRows(table.name, frame))


def _blank_cells(raw: RawTable, table: Table, key: str) -> npt.NDArray[np.bool_]:
    cells = _column(raw, table, key) or []
    return np.fromiter((is_blank(c) for c in cells), dtype=bool, count=len(cells))


def _merge_clients(
    tables: Tables, imported: pd.DataFrame, changes: Changes, issues: list[Issue]
) -> None:
    """Blank cells of known clients are filled, new clients go below."""
    raw = tables.raws[CLIENTS.name]
    keys = _writable(raw, CLIENTS, imported, issues)
    known = imported.merge(tables.clients[["client_id", "_row"]], on="client_id")
    for key in keys:
        if key != "client_id":
            blank = _blank_cells(raw, CLIENTS, key)[known["_row"].to_numpy()]
            fill = known[blank & _filled(known[key])]
            _edit(changes, CLIENTS, key, fill["_row"], fill[key])
    new = ~imported["client_id"].isin(tables.clients["client_id"])
    _append(changes, CLIENTS, imported[new], keys)


def _merge_rows(
    raw: RawTable,
    table: Table,
    frame: pd.DataFrame,
    imported: pd.DataFrame,
    changes: Changes,
    issues: list[Issue],
) -> None:
    """Figures that differ are updated by client and period, new rows go below."""
    keys = _writable(raw, table, imported, issues)
    standing = frame[(frame["client_id"] != "") & frame["period"].notna()]
    twice = standing.duplicated(_KEYS, keep=False)
    issues += _twice(table, standing[twice], imported)
    single = standing[~twice]
    known = imported.merge(single, on=_KEYS, suffixes=("", "_old"))
    changed, replaced = (np.zeros(len(known), dtype=bool) for _ in range(2))
    sold = False
    for key in keys:
        if key in _KEYS:
            continue
        old, new = known[f"{key}_old"], known[key]
        if key == "name":
            edit = _blank_cells(raw, table, key)[known["_row"].to_numpy()]
            edit &= _filled(new)
        else:
            edit = _filled(new) & ~_same(old, new)
            changed |= edit
            replaced |= edit & _filled(old)
            sold |= key == "revenue" and bool(edit.any())
        _edit(changes, table, key, known["_row"][edit], new[edit])
    if sold:
        issues.append(_updated(table, known[changed]))
    elif replaced.any():
        params: dict[str, ParamValue] = {
            "count": int(replaced.sum()),
            "found": shown(known["client_id"][replaced].iloc[0]),
        }
        told = Issue("merge_figures_updated", Severity.NOTE, table.name, params=params)
        issues.append(told)
    found = pd.MultiIndex.from_frame(standing[_KEYS])
    new_rows = ~pd.MultiIndex.from_frame(imported[_KEYS]).isin(found)
    if set(keys) - {*_KEYS, "name"}:
        _append(changes, table, imported[new_rows], keys)


def _updated(table: Table, rows: pd.DataFrame) -> Issue:
    """What updated rows were worth and are; a warning where much of it is gone."""
    given = rows[rows["revenue"].notna()]
    before, after = (float(given[key].sum()) for key in ("revenue_old", "revenue"))
    params: dict[str, ParamValue] = {
        "count": len(rows),
        "before": before,
        "after": after,
    }
    if after < (1 - MUCH) * before:
        lost = before - after
        return Issue(
            "revenue_falls", Severity.WARNING, table.name, params=params, amount=lost
        )
    return Issue("merge_rows_updated", Severity.NOTE, table.name, params=params)


def _same(old: pd.Series[Any], new: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    if pd.api.types.is_numeric_dtype(new):
        before, after = (x.to_numpy(dtype=np.float64) for x in (old, new))
        same: npt.NDArray[np.bool_] = np.isclose(before, after, rtol=SAME, atol=SAME)
        return same
    equal: npt.NDArray[np.bool_] = (old == new).to_numpy(bool)
    return equal


def _twice(table: Table, rows: pd.DataFrame, imported: pd.DataFrame) -> list[Issue]:
    """Rows that stand twice in the workbook and that the import would update."""
    meant = rows.merge(imported[_KEYS], on=_KEYS).drop_duplicates(_KEYS)
    return [
        Issue(
            "merge_row_twice",
            Severity.WARNING,
            table.name,
            int(row),
            "period",
            {"client": shown(client), "period": period.date().isoformat()},
        )
        for row, client, period in zip(
            meant["_row"][:_LISTED], meant["client_id"], meant["period"], strict=False
        )
    ]
