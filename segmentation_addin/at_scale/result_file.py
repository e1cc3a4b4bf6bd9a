"""The result of a run: one row a client, in Parquet, CSV or a worksheet.

The columns are the keys of `refresh --json`; points are columns of their own, and
lists (caps, steps to the next letter) are JSON texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from segmentation_addin.at_scale.json_texts import caps_texts, step_texts
from segmentation_addin.at_scale.population import Part
from segmentation_addin.core.inputs import texts

NUMBERS: Final = (
    "revenue",
    "gross_margin",
    "cost_to_serve",
    "net_margin",
    "gross_margin_rate",
    "net_margin_rate",
    "cost_to_serve_ratio",
    "orders",
    "active_months",
    "days",
    "potential",
    "score",
    "completeness",
    "robustness",
    "previous_revenue",
    "confidence_share",
)
CODES: Final = (
    "computed_letter",
    "letter",
    "decided_by",
    "abc",
    "false_good",
    "start_letter",
    "rfm",
    "rfm_segment",
    "matrix",
    "size",
    "cluster",
    "confidence",
)
ENDINGS: Final = (".parquet", ".csv", ".xlsx")
MOST_SHEET_ROWS: Final = 1_048_575
"""Clients that a worksheet holds below its headings."""

_CODE: Final = r"^[=+@\t\r-]"
"""How a text begins that a spreadsheet takes for a formula."""
_NUMBER: Final = r"^[+-][0-9.,]+$"


def plain_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts that a spreadsheet opening a CSV leaves alone: `'` before a formula.

    >>> plain_texts(pa.chunked_array([["=1+1", "-12", "A1"]])).to_pylist()
    ["'=1+1", '-12', 'A1']
    """
    code = pc.and_not(
        pc.match_substring_regex(column, _CODE),
        pc.match_substring_regex(column, _NUMBER),
    )
    quoted = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(code, quoted, column)


def client_rows(part: Part) -> pa.Table:
    """The result of one part, one row a client; unknown is null."""
    result = part.result
    clients = result.clients
    names = texts(part.inputs.clients, "name")[result.client_rows]
    columns: dict[str, pa.Array] = {
        "client_id": _texts(clients["client_id"].to_numpy(dtype=object)),
        "name": _texts(names),
    }
    for key in NUMBERS:
        columns[key] = _numbers(clients[key].to_numpy(dtype=np.float64))
    used = {c.key: k for k, c in enumerate(result.scoring.criteria)}
    nothing = np.full(len(clients), np.nan)
    for criterion in result.scale:
        key = criterion.key
        points = result.scoring.points[used[key]] if key in used else nothing
        columns[f"points_{key}"] = _numbers(points)
    for key in CODES:
        columns[key] = _texts(clients[key].to_numpy(dtype=object))
    columns["new"] = pa.array(clients["new"].to_numpy(dtype=bool))
    columns["caps"] = caps_texts(result.lettering)
    columns["next_letter"] = step_texts(part.steps)
    return pa.table(columns)


def _numbers(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.float64(), mask=~np.isfinite(values))


def _texts(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.string(), mask=values == "")


class Writer(Protocol):
    """Takes the rows of one part after another."""

    def write(self, rows: pa.Table) -> None:
        """Writes some rows."""


@contextmanager
def result_writer(path: Path, ending: str) -> Iterator[Writer]:
    """A writer of a new file of that kind; complete when the block ends."""
    opened: Writer
    if ending == ".parquet":
        opened = _ParquetFile(path)
    elif ending == ".csv":
        opened = _CsvFile(path)
    else:
        opened = _Worksheet(path)
    try:
        yield opened
    finally:
        opened.close()


class _ParquetFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def write(self, rows: pa.Table) -> None:
        if self._file is None:
            self._file = parquet.ParquetWriter(
                self._path, rows.schema, compression="zstd"
            )
        self._file.write_table(rows)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _CsvFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def write(self, rows: pa.Table) -> None:
        if self._file is None:
            self._file = csv.CSVWriter(self._path, rows.schema)
        for place, field in enumerate(rows.schema):
            if pa.types.is_string(field.type):
                texts = plain_texts(rows.column(place))
                rows = rows.set_column(place, field, texts)
        self._file.write_table(rows)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Worksheet:
    """A workbook of one sheet; texts stay texts, whatever they begin with."""

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Segmentation")
        self._headed = False

    def write(self, rows: pa.Table) -> None:
        if not self._headed:
            self._sheet.append(rows.column_names)
            self._headed = True
        for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            self._sheet.append([self._cell(value) for value in row])

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self._book.save(self._path)
        self._book.close()
