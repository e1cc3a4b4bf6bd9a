"""A table of the copy: no filter, no query, and the formulas that can stay."""

from __future__ import annotations

import re

from segmentation_addin.board_copy.elements import (
    Element,
    elements,
    root_of,
    without,
)
from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.board_copy.staying import Staying
from segmentation_addin.workbook.cell_xml import escape_text, unescape_text

_OF_QUERIES = ("connectionId", "tableType", "insertRow", "published")
_FORMULA = re.compile(
    r"<(calculatedColumnFormula|totalsRowFormula)\b([^>]*)>(.*?)</\1>", re.DOTALL
)


def copied_table(xml: str, staying: Staying) -> str:
    """The part of a table; columns whose formula cannot stay hold values."""
    root = root_of(xml)
    inner = []
    for element in elements(root.inner):
        if element.name == "autoFilter":
            inner.append(f'<autoFilter ref="{element.get("ref")}"/>')
        elif element.name == "tableColumns":
            columns = [_column(e, staying) for e in elements(element.inner)]
            inner.append(element.holding("".join(columns)))
        elif element.name == "tableStyleInfo":
            inner.append(element.xml)
    tag = without(root.tag, *_OF_QUERIES)
    return f"{HEAD}{tag}{''.join(inner)}</table>"


def _column(column: Element, staying: Staying) -> str:
    tag = without(column.tag, "queryTableFieldId")

    def written(match: re.Match[str]) -> str:
        formula = staying.verdict(unescape_text(match[3])).formula
        if formula is None:
            return ""
        return f"<{match[1]}{match[2]}>{escape_text(formula)}</{match[1]}>"

    kept = [
        _FORMULA.sub(written, e.xml)
        for e in elements(column.inner)
        if e.name in ("calculatedColumnFormula", "totalsRowFormula")
    ]
    inner = "".join(kept)
    if tag.endswith("/>"):
        return tag
    if not inner:
        if 'totalsRowFunction="custom"' in tag:
            tag = without(tag, "totalsRowFunction")
        return tag[:-1].rstrip() + "/>"
    return f"{tag}{inner}</tableColumn>"
