"""Cells of an .xlsx export that calamine shows blank and that are not: error values,
and formulas that a program wrote without computing them.

The part of the sheet is read in pieces, so that a long export takes no more memory.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

from segmentation_addin.workbook.addresses import column_number
from segmentation_addin.workbook.cell_xml import unescape_text
from segmentation_addin.workbook.host import NO_VALUE, CellError

_PIECE_BYTES = 1 << 22
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*[^/>])?>(.*?)</c>', re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*>([^<]+)</v>")
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"


def broken_cells(path: Path, sheet: str) -> dict[int, dict[int, CellError]]:
    """{0-based row: {0-based column: what stands there}}; empty for other formats."""
    try:
        with zipfile.ZipFile(path) as package:
            part = _part_of(package, sheet)
            return {} if part is None else _broken_in(package, part)
    except (zipfile.BadZipFile, OSError, KeyError, ET.ParseError):
        return {}


def _part_of(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet of that title."""
    if _BOOK not in package.namelist():
        return None
    book = ET.fromstring(package.read(_BOOK))  # noqa: S314 - calamine read it already
    links = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for each in book.iter():
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            target = targets[each.get(_LINKED)]
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return None


def _broken_in(package: zipfile.ZipFile, part: str) -> dict[int, dict[int, CellError]]:
    found: dict[int, dict[int, CellError]] = {}
    for piece in _pieces(package, part):
        if b't="e"' not in piece and b"<f" not in piece:
            continue
        for column, row, marks, inner in _CELL.findall(piece):
            error = _error(marks, inner)
            if error is not None:
                place = column_number(column.decode()) - 1
                found.setdefault(int(row) - 1, {})[place] = error
    return found


def _error(marks: bytes, inner: bytes) -> CellError | None:
    value = _VALUE.search(inner)
    if b't="e"' in marks:
        return CellError(unescape_text(value[1].decode()) if value else "#VALUE!")
    if value is None and b"<f" in inner and b't="str"' not in marks:
        return CellError(NO_VALUE)
    return None


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a row."""
    rest = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE_BYTES):
            rest += piece
            end = rest.rfind(b"</row>") + 1
            yield rest[:end]
            rest = rest[end:]
    yield rest
