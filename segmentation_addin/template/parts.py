"""The zip behind the workbook: its parts, what changes in them, how it is written.

XlsxWriter makes the workbook; each transformer then takes all parts and gives them
back changed. Members are stored, never deflated, with one fixed date: the same
sources give the same bytes on every computer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable

Parts = dict[str, bytes]
"""Content of each part by its name in the package, in the order of the file."""
Transformer = Callable[[Parts], Parts]

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_MAIN = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)
_MACRO_MAIN = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_UNIX = 3
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"


def read_parts(package: bytes) -> Parts:
    """The parts of a workbook file."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def write_parts(parts: Parts) -> bytes:
    """A workbook file of these parts, stored, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = zipfile.ZIP_STORED
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def transformed(parts: Parts, transformers: Iterable[Transformer]) -> Parts:
    """The parts after each transformer in turn."""
    for transform in transformers:
        parts = transform(parts)
    return parts


def macro_enabled(parts: Parts) -> Parts:
    """Declares the main part as that of an .xlsm, with or without VBA in it."""
    return replaced(parts, CONTENT_TYPES, _PLAIN_MAIN, _MACRO_MAIN)


def calculated_already(parts: Parts) -> Parts:
    """Drops the order to recalculate at opening: every formula has its value."""
    return replaced(parts, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")


def with_content_type(parts: Parts, part: str, content_type: str) -> Parts:
    """Declares the content type of one part."""
    override = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
    return replaced(parts, CONTENT_TYPES, "</Types>", override + "</Types>")


def with_relation(parts: Parts, relations: str, kind: str, target: str) -> Parts:
    """Adds one relation, under the next free number, to a part of relations."""
    taken = re.findall(r'\sId="rId(\d+)"', parts[relations].decode("utf-8"))
    number = max(map(int, taken), default=0) + 1
    relation = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
    end = "</Relationships>"
    return replaced(parts, relations, end, relation + end)


def replaced(parts: Parts, name: str, old: str, new: str) -> Parts:
    """One part with a text replaced that stands in it exactly once.

    Raises:
        ValueError: the text is not there, or more than once.
    """
    content = parts[name].decode("utf-8")
    if len(re.findall(re.escape(old), content)) != 1:
        raise ValueError(f"{name}: expected {old!r} once")
    return {**parts, name: content.replace(old, new).encode("utf-8")}
