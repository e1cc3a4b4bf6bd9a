"""Ranges that end on a table's last row follow it, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation_addin.workbook.addresses import (
    Resized,
    extend_formula,
    extend_sqref,
)
from segmentation_addin.workbook.cell_xml import (
    escape_attribute,
    escape_text,
    unescape_text,
)

_SOURCE = re.compile(r"<worksheetSource\b[^>]*>")
_SQREF = re.compile(rb'(\ssqref="|<xm:sqref>|<hyperlink\s+ref=")([^"<]+)(["<])')
_RULE = re.compile(rb"(<(formula[12]?|xm:f)>)([^<]+)(</\2>)")


def moved_tail_ranges(tail: bytes, title: str, resized: Sequence[Resized]) -> bytes:
    """What follows the rows of a sheet, once ranges follow the resized tables.

    Formats, validations, links, sparklines of the sheet itself, and formulas of
    those on any sheet.
    """
    here = [table for table in resized if table.sheet == title]

    def place(match: re.Match[bytes]) -> bytes:
        old = new = match[2].decode()
        for table in here:
            new = extend_sqref(new, table)
        return match[0] if new == old else match[1] + new.encode() + match[3]

    def rule(match: re.Match[bytes]) -> bytes:
        old = new = unescape_text(match[3].decode())
        for table in resized:
            new = extend_formula(new, table, title)
        if new == old:
            return match[0]
        return match[1] + escape_text(new).encode() + match[4]

    if here:
        tail = _SQREF.sub(place, tail)
    return _RULE.sub(rule, tail)


def moved_formulas(xml: bytes, title: str, resized: Sequence[Resized]) -> bytes:
    """Rows of a sheet, once the formulas in them follow the resized tables.

    A formula shared between cells is left: each of its cells means another range.
    """
    lasts = "|".join(sorted({str(table.old_last) for table in resized}))
    ends = re.compile(rf":\$?[A-Z]{{1,3}}\$?(?:{lasts})(?![0-9])".encode())
    pieces: list[bytes] = []
    place = 0
    for hit in ends.finditer(xml):
        start = xml.rfind(b"<", place, hit.start())
        if not xml.startswith((b"<f>", b"<f "), start):
            continue
        opened = xml.find(b">", start) + 1
        if opened > hit.start() or b't="shared"' in xml[start:opened]:
            continue
        end = xml.find(b"<", opened)
        old = new = unescape_text(xml[opened:end].decode())
        for table in resized:
            new = extend_formula(new, table, title)
        if new != old:
            pieces += (xml[place:opened], escape_text(new).encode())
            place = end
    return b"".join([*pieces, xml[place:]]) if pieces else xml


def moved_source(xml: bytes, resized: Sequence[Resized]) -> bytes:
    """A pivot cache definition whose range follows the table it reads."""

    def moved(match: re.Match[str]) -> str:
        title = re.search(r'\ssheet="([^"]*)"', match[0])
        place = re.search(r'(\sref=")([^"]*)"', match[0])
        if title is None or place is None:
            return match[0]
        reference = place[2]
        for table in resized:
            if unescape_text(title[1]).casefold() == table.sheet.casefold():
                reference = extend_sqref(reference, table)
        new = f'{place[1]}{escape_attribute(reference)}"'
        return match[0].replace(place[0], new, 1)

    return _SOURCE.sub(moved, xml.decode("utf-8")).encode()
