"""Files of order lines as columns of raw cells: CSV, spreadsheets, Parquet.

A source gives its heading row and, for the columns asked for, the raw cells; a
text file gives them as categories, so that each distinct text is read once.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.broken_cells import broken_cells
from segmentation_addin.imports.cells import (
    LISTED,
    Column,
    Positions,
    is_blank,
    shown,
)
from segmentation_addin.imports.encodings import high_bytes, most_french
from segmentation_addin.imports.headings import known_headings, recognised
from segmentation_addin.workbook.host import Cell, HostError

_PARSED = 0.4
"""Share of the time after which the cells of a spreadsheet are unpacked."""
_TICKED_ROWS = 10_000
HEADING_ROWS = 30
"""The heading row is looked for among these first rows."""
SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"})
PARQUET = frozenset({".parquet", ".pq"})
_GZIP = b"\x1f\x8b"
_BOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_HEADINGS_OF_A_TABLE = 2
_SEPARATORS = ";\t|,"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""Names the part of a workbook that a password locks."""
_NO_ROWS: Positions = np.array([], dtype=np.intp)


class SourceError(HostError):
    """The export cannot be read as a table; `code` is in `messages.imports`."""


@dataclass
class RawColumn:
    """One column: distinct cells, and which of them each row holds."""

    cells: Column
    codes: Positions

    def filled(self) -> npt.NDArray[np.bool_]:
        """True for the rows whose cell is not blank."""
        known = np.array([not is_blank(cell) for cell in self.cells], dtype=bool)
        flags: npt.NDArray[np.bool_] = known[self.codes]
        return flags


@dataclass
class Source:
    """A file whose headings are known and whose columns are read on demand."""

    headings: list[str]
    first_line: int
    """1-based line (or sheet row) of the first row below the headings."""
    read: Callable[[Sequence[int]], list[RawColumn]]
    """Reads the columns at these positions."""
    too_long: Callable[[], Positions] = field(default=lambda: _NO_ROWS)
    """Rows with more cells than headings, known once columns were read."""
    merged: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)
    """First and last row of the cells merged downwards, by column."""
    sheet: str = ""
    """The sheet that is read, of a spreadsheet."""
    other_sheets: Sequence[str] = ()
    """Sheets that hold a table too, and are not read."""

    def sheets_told(self) -> list[Issue]:
        """A warning when other sheets of the file hold a table."""
        if not self.other_sheets:
            return []
        others = ", ".join(shown(name) for name in self.other_sheets[:LISTED])
        params: dict[str, ParamValue] = {"found": shown(self.sheet), "expected": others}
        return [Issue("other_sheets", Severity.WARNING, params=params)]


def unwatched(_: float) -> None:
    """Nobody looks how far the reading is."""


def open_source(path: Path, tick: Callable[[float], None] = unwatched) -> Source:
    """Opens a file by its ending and its first bytes.

    `tick` is told the share (0-1) of the file that was read, then and later.

    Many programs give the ending of a workbook to what is text between tabs.

    Raises SourceError: file missing, empty, damaged, or of an unknown kind.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except FileNotFoundError as error:
        raise SourceError("source_not_found", file=path.name) from error
    except OSError as error:
        code = "source_folder" if path.is_dir() else "source_unreadable"
        raise SourceError(code, file=path.name) from error
    if not start:
        raise SourceError("source_empty", file=path.name)
    ending = path.suffix.lower()
    if ending in PARQUET or start == b"PAR1":
        return _parquet(path)
    if ending in SPREADSHEETS and start.startswith(_BOOKS):
        return _spreadsheet(path, tick)
    if start.startswith((*_BOOKS, b"%PDF")):
        raise SourceError("source_unknown_kind", file=path.name)
    if ending in SPREADSHEETS and start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        raise SourceError("source_web_page", file=path.name)
    source = _delimited(path, zipped=start.startswith(_GZIP))
    if ending in SPREADSHEETS and len(source.headings) == 1:
        raise SourceError("source_unreadable", file=path.name)
    return source


def remembering(source: Source) -> Source:
    """The same file, whose columns are read from disk once however often asked for."""
    known: dict[int, RawColumn] = {}

    def read(positions: Sequence[int]) -> list[RawColumn]:
        if not known:
            every = [i for i, heading in enumerate(source.headings) if heading]
            known.update(zip(every, source.read(every), strict=True))
        missing = [i for i in dict.fromkeys(positions) if i not in known]
        if missing:
            known.update(zip(missing, source.read(missing), strict=True))
        return [known[i] for i in positions]

    return replace(source, read=read)


def _heading_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Position of the row that names most of client, date, amount and other columns."""
    scores = [_score(row) for row in rows]
    best = max(scores, default=(0, 0))
    if any(best):
        return scores.index(best)
    filled = (i for i, row in enumerate(rows) if any(not is_blank(c) for c in row))
    return next(filled, 0)


def _score(row: Sequence[Cell]) -> tuple[int, int]:
    """How many needed fields, and how many known headings, stand in a row."""
    headings = [_heading(cell) for cell in row]
    return recognised(headings), known_headings(headings)


def _heading(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _factorised(cells: Sequence[Cell]) -> RawColumn:
    """Distinct cells and codes; 1, 1.0 and True stay apart."""
    known: dict[tuple[type, Cell], int] = {}
    codes = [known.setdefault((type(c), c), len(known)) for c in cells]
    return RawColumn([cell for _, cell in known], np.array(codes, dtype=np.intp))


# --- text files ------------------------------------------------------------


def _delimited(path: Path, *, zipped: bool) -> Source:
    try:
        data = gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError("source_unreadable", file=path.name) from error
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("source_unknown_kind", file=path.name)
    encoding = encoding_of(data)
    if encoding == "utf-16":
        data, encoding = _from_utf16(data, path), "utf-8"
    data = data.removeprefix(codecs.BOM_UTF8)
    start = _first_lines(data[: 256 * 1024].decode(encoding, errors="replace"))
    separator = separator_of(start)
    rows = list(csv.reader(start, delimiter=separator))
    row = _heading_row(rows)
    if not rows or not any(cell.strip(_SEPARATORS) for cell in rows[row]):
        raise SourceError("source_empty", file=path.name)
    headings = [_heading(cell) for cell in rows[row]]
    skipped = _lines_before(start, separator, row + 1)
    ends = islice(re.finditer(rb"\r\n|\n|\r", data), skipped)
    offset = max((end.end() for end in ends), default=len(data))
    width = len(headings)
    # A first row of separators tells the parser of one column beyond the headings.
    body = separator.encode() * width + b"\n" + data[offset:]
    del data
    long: list[Positions] = []

    def read(positions: Sequence[int]) -> list[RawColumn]:
        wanted = sorted({*positions, width})
        try:
            frame = pd.read_csv(
                io.BytesIO(body),
                sep=separator,
                encoding=encoding,
                encoding_errors="replace",
                header=None,
                names=range(width + 1),
                usecols=wanted,
                dtype="category",
                na_filter=False,
                skip_blank_lines=False,
                index_col=False,
                low_memory=False,
            )
        except pd.errors.ParserError as error:
            raise SourceError("source_unreadable", file=path.name) from error
        columns = {i: _of_categories(frame[i].iloc[1:]) for i in wanted}
        long.append(np.flatnonzero(columns[width].filled()))
        return [columns[i] for i in positions]

    return Source(headings, skipped + 1, read, lambda: long[-1] if long else _NO_ROWS)


def _of_categories(column: pd.Series[Any]) -> RawColumn:
    """Category texts and codes; a cell that a short line lacks is blank."""
    texts: list[Cell] = [str(text) for text in column.cat.categories]
    codes = column.cat.codes.to_numpy().astype(np.intp)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(texts), codes)
        texts.append(None)
    return RawColumn(texts, codes)


def encoding_of(data: bytes) -> str:
    """utf-16, utf-8 when every byte agrees, else that of most French letters.

    What its first bytes say of UTF-8 is not believed alone: programs join a marked
    file with one that is not UTF-8.

    >>> encoding_of("Marge;Libellé".encode("cp1252"))
    'cp1252'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return most_french(high_bytes(data.removeprefix(codecs.BOM_UTF8)))
    return "utf-8"


def _from_utf16(data: bytes, path: Path) -> bytes:
    try:
        return data.decode("utf-16").encode("utf-8")
    except UnicodeError as error:
        raise SourceError("source_unreadable", file=path.name) from error


def _first_lines(text: str) -> list[str]:
    return list(islice(io.StringIO(text, newline=""), HEADING_ROWS + 20))


def separator_of(lines: Sequence[str]) -> str:
    """The separator that cuts most of the first lines into the same columns.

    >>> separator_of(["Code;Montant, HT", "1;2,5"])
    ';'
    """
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        rows = list(csv.reader(lines, delimiter=separator))
        widths = [len(row) for row in rows if any(row)]
        several = [w for w in widths if w > 1]
        if not several:
            continue
        usual = max(set(several), key=lambda w: (several.count(w), w))
        named = max(recognised(row) * 100 + known_headings(row) for row in rows)
        score = (named * 100 + several.count(usual), usual)
        if score > best_score:
            best, best_score = separator, score
    return best


def _lines_before(lines: Sequence[str], separator: str, rows: int) -> int:
    """How many text lines the first rows take (quoted cells may hold line ends)."""
    reader = csv.reader(lines, delimiter=separator)
    for _ in islice(reader, rows):
        pass
    return reader.line_num


# --- spreadsheets ----------------------------------------------------------


def _spreadsheet(path: Path, tick: Callable[[float], None]) -> Source:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_index(i) for i in range(len(book.sheet_names))]
    except (CalamineError, OSError) as error:
        locked = _LOCKED in path.read_bytes()
        code = "source_locked" if locked else "source_unreadable"
        raise SourceError(code, file=path.name) from error
    starts = [list(islice(_rows(sheet), HEADING_ROWS)) for sheet in sheets]
    rows = [_heading_row(start) for start in starts]
    scores = [
        _score(start[row]) if start else (-1, 0)
        for start, row in zip(starts, rows, strict=True)
    ]
    if max(scores, default=(-1, 0))[0] < 0:
        raise SourceError("source_empty", file=path.name)
    best = scores.index(max(scores))
    sheet, row = sheets[best], rows[best]

    tick(_PARSED)
    height = max(sheet.height, 1)

    def read(positions: Sequence[int]) -> list[RawColumn]:
        kept: list[list[Cell]] = [[] for _ in positions]
        broken = broken_cells(path, book.sheet_names[best])
        for number, cells in enumerate(islice(_rows(sheet), row + 1, None)):
            if number % _TICKED_ROWS == 0:
                tick(_PARSED + (1 - _PARSED) * min(number / height, 1))
            for column, position in zip(kept, positions, strict=True):
                column.append(cells[position] if position < len(cells) else None)
            for position, error in broken.get(row + 1 + number, {}).items():
                if position in positions:
                    kept[positions.index(position)][-1] = error
        return [_factorised(column) for column in kept]

    headings = [_heading(cell) for cell in starts[best][row]]
    others = [
        name
        for place, (name, (_, known)) in enumerate(
            zip(book.sheet_names, scores, strict=True)
        )
        if place != best and known >= _HEADINGS_OF_A_TABLE
    ]
    return Source(
        headings,
        row + 2,
        read,
        merged=_merged(sheet, row + 1),
        sheet=book.sheet_names[best],
        other_sheets=others,
    )


def _merged(sheet: CalamineSheet, start: int) -> dict[int, list[tuple[int, int]]]:
    """Cells merged over several rows of one column, below the headings."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and start <= top < bottom:
            spans.setdefault(left, []).append((top - start, bottom - start))
    return spans


def _rows(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    for row in sheet.iter_rows():
        yield [
            str(cell) if isinstance(cell, (time, timedelta)) else cell for cell in row
        ]


# --- Parquet ---------------------------------------------------------------


def _parquet(path: Path) -> Source:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise SourceError("source_needs_parquet", file=path.name) from error
    try:
        file = parquet.ParquetFile(path)
    except (ArrowException, OSError) as error:
        raise SourceError("source_unreadable", file=path.name) from error
    headings = [str(name) for name in file.schema_arrow.names]

    def read(positions: Sequence[int]) -> list[RawColumn]:
        try:
            table = file.read(columns=[headings[i] for i in positions])
        except (ArrowException, OSError) as error:
            raise SourceError("source_unreadable", file=path.name) from error
        return [_factorised(table.column(headings[i]).to_pylist()) for i in positions]

    return Source(headings, 2, read)
