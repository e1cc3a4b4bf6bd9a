"""Which number formats show a date: a serial number elsewhere says nothing."""

from __future__ import annotations

import re

from segmentation_addin.workbook.cell_xml import unescape_text

_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Quoted and escaped signs, colours, conditions and locales of a format."""
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
"""Numbers of the formats of dates that Excel knows without their text."""
_FORMAT = re.compile(rb'<numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?/>')
_CODE = re.compile(rb'\bformatCode="([^"]*)"')
_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<xf\b([^>]*)>")
_NUMBER = re.compile(rb'\bnumFmtId="(\d+)"')


def is_date_format(code: str) -> bool:
    r"""True for a number format that shows the day or the year of a serial number.

    >>> is_date_format("yyyy\\-mm\\-dd"), is_date_format('0.0 "d"')
    (True, False)
    """
    return bool(re.search("[yd]", _ASIDE.sub("", code).lower()))


def date_styles(styles: bytes) -> frozenset[int]:
    """Numbers of the cell styles of a workbook file that show dates."""
    numbers = set(_BUILT_IN)
    for match in _FORMAT.finditer(styles):
        code = _CODE.search(match[0])
        if code is not None and is_date_format(unescape_text(code[1].decode())):
            numbers.add(int(match[1]))
    block = _STYLES.search(styles)
    if block is None:
        return frozenset()
    found = set()
    for place, style in enumerate(_STYLE.finditer(block[0])):
        number = _NUMBER.search(style[1])
        if number is not None and int(number[1]) in numbers:
            found.add(place)
    return frozenset(found)
