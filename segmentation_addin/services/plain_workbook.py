"""A workbook made by openpyxl, as Excel writes one: texts shared, nobody named.

openpyxl leaves texts in the cells and the parts of a font in an order of its own,
which Excel rewrites and checkers report; and it signs its files.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from segmentation_addin.template.parts import (
    CONTENT_TYPES,
    Parts,
    read_parts,
    replaced,
    with_relation,
    write_parts,
)

_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
)
_STRINGS_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = re.compile(r"<font>(.*?)</font>", re.DOTALL)
_FONT_PART = re.compile(r"<(\w+)\b[^>]*/>")
_FONT_ORDER = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family")
_TEXT_CELL = re.compile(
    r'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL
)
_APP = (
    _HEADER
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Excel</Application></Properties>'
)
_CORE = (
    _HEADER
    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
    "</cp:coreProperties>"
)


def plain_workbook(package: bytes, title: str, made: datetime) -> bytes:
    """The same workbook with shared texts, a title, a date, and no author."""
    parts = read_parts(package)
    parts = with_ordered_fonts(parts)
    parts["docProps/app.xml"] = _APP.encode("utf-8")
    stamp = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    core = _CORE.format(title=html.escape(title, quote=False), made=stamp)
    parts["docProps/core.xml"] = core.encode("utf-8")
    return write_parts(_with_shared_texts(parts))


def with_ordered_fonts(parts: Parts) -> Parts:
    """The workbook with what makes a font in the order that the format asks for."""
    styles = parts["xl/styles.xml"].decode("utf-8")
    ordered = _FONT.sub(_ordered, styles).encode("utf-8")
    return {**parts, "xl/styles.xml": ordered}


def _ordered(font: re.Match[str]) -> str:
    places = {name: place for place, name in enumerate(_FONT_ORDER)}
    found = sorted(
        _FONT_PART.finditer(font[1]), key=lambda part: places.get(part[1], len(places))
    )
    return "<font>" + "".join(part[0] for part in found) + "</font>"


def _with_shared_texts(parts: Parts) -> Parts:
    known: dict[str, int] = {}
    uses = 0

    def shared(cell: re.Match[str]) -> str:
        nonlocal uses
        uses += 1
        number = known.setdefault(cell[3], len(known))
        return f'<c {cell[1]}t="s"{cell[2]}><v>{number}</v></c>'

    for name in [part for part in parts if part.startswith("xl/worksheets/sheet")]:
        sheet = parts[name].decode("utf-8")
        parts[name] = _TEXT_CELL.sub(shared, sheet).encode("utf-8")
    items = "".join(f"<si>{text}</si>" for text in known)
    parts[_STRINGS] = (
        f'{_HEADER}<sst xmlns="{_MAIN}" count="{uses}" uniqueCount="{len(known)}">'
        f"{items}</sst>"
    ).encode()
    declared = f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/>'
    parts = replaced(parts, CONTENT_TYPES, "</Types>", declared + "</Types>")
    relations = "xl/_rels/workbook.xml.rels"
    return with_relation(parts, relations, _STRINGS_RELATION, "sharedStrings.xml")
