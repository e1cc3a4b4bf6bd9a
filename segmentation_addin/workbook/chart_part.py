"""Charts: the ranges they draw, and the values they keep for readers without Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from segmentation_addin.workbook.addresses import (
    Area,
    Resized,
    extend_formula,
    sheet_of,
)
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_text,
    number_text,
    same_value,
    unescape_text,
)
from segmentation_addin.workbook.host import CellError

Lookup = Callable[[str, Area], Sequence[Plain] | None]
"""Values of a range (sheet title, area), by rows; None when none of them changed."""

_DATA = re.compile(r"<(\w+:)?(numRef|strRef)>(.*?)</(?:\1)?\2>", re.DOTALL)
_RANGE = re.compile(r"(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)")
_CACHE = re.compile(r"<(\w+:)?(numCache|strCache)>(.*?)</(?:\1)?\2>", re.DOTALL)
_POINT = re.compile(
    r'<(?:\w+:)?pt\s+idx="([0-9]+)"[^>]*>\s*<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>'
)
_QUALIFIED = re.compile(r"('(?:[^']|'')+'|[^!']+)!(\$?[A-Z]+\$?[0-9:$A-Z]*)\Z")


def updated_chart(xml: bytes, resized: Sequence[Resized], known: Lookup) -> bytes:
    """A chart part whose ranges follow the tables and whose caches are right.

    A cache is rewritten only when a value in it changed; a chart that draws none
    of the cells written comes back byte for byte.
    """
    text = xml.decode("utf-8")
    moved = _RANGE.sub(lambda match: _moved(match, resized), text)
    new = _DATA.sub(lambda match: _refreshed(match[0], known), moved)
    return xml if new == text else new.encode()


def _moved(match: re.Match[str], resized: Sequence[Resized]) -> str:
    old = new = unescape_text(match[2])
    for table in resized:
        new = extend_formula(new, table, None, single=True)
    return match[0] if new == old else match[1] + escape_text(new) + match[3]


def _refreshed(data: str, known: Lookup) -> str:
    formula = _RANGE.search(data)
    place = _QUALIFIED.match(unescape_text(formula[2])) if formula else None
    if place is None:
        return data
    try:
        area = Area.parse(place[2].replace("$", ""))
    except ValueError:
        return data
    values = known(sheet_of(place[1]), area)
    if values is None:
        return data
    return _CACHE.sub(lambda match: _with_values(match, values), data)


def _with_values(match: re.Match[str], values: Sequence[Plain]) -> str:
    prefix, kind, inner = match[1] or "", match[2], match[3]
    numeric = kind == "numCache"
    points = {int(i): unescape_text(v) for i, v in _POINT.findall(inner)}
    count = re.search(r'ptCount\s+val="([0-9]+)"', inner)
    wanted = {
        place: value
        for place, value in enumerate(values)
        if (
            isinstance(value, (int, float, CellError)) if numeric else value is not None
        )
    }
    same_count = count is not None and int(count[1]) == len(values)
    if same_count and points.keys() == wanted.keys():
        held = (_held(points[i], wanted[i]) for i in wanted)
        if all(held):
            return match[0]
    code = re.search(r"<(?:\w+:)?formatCode>[^<]*</(?:\w+:)?formatCode>", inner)
    body = "".join(
        f'<{prefix}pt idx="{place}"><{prefix}v>{escape_text(_shown(value))}'
        f"</{prefix}v></{prefix}pt>"
        for place, value in wanted.items()
    )
    return (
        f"<{prefix}{kind}>{code[0] if code else ''}"
        f'<{prefix}ptCount val="{len(values)}"/>{body}</{prefix}{kind}>'
    )


def _held(old: str, new: Plain) -> bool:
    if isinstance(new, (int, float)) and not isinstance(new, bool):
        try:
            return same_value(float(old), new)
        except ValueError:
            return False
    return old == _shown(new)


def _shown(value: Plain) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, CellError):
        return value.code
    return value or ""
