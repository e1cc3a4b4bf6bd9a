"""Drawings and charts of the copy: no macro, no link, no data of sheets left out."""

from __future__ import annotations

import re
from collections.abc import Collection

from segmentation_addin.board_copy.elements import Element, elements, root_of
from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.board_copy.staying import Staying
from segmentation_addin.workbook.cell_xml import unescape_text

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_ANCHORS = ("xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor")
_SHAPES = ("xdr:sp", "xdr:grpSp", "xdr:cxnSp", "xdr:pic", "xdr:graphicFrame")
_CLICK = re.compile(
    r"<(a:hlink(?:Click|Hover|MouseOver))\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL
)
_MACRO = re.compile(r'\smacro="[^"]*"')
_TEXT_LINK = re.compile(r'\stextlink="([^"]*)"')
_PATH = re.compile(r'\sdescr="[^"]*(?:[A-Za-z]:\\|\\\\|file:|/(?:Users|home)/)[^"]*"')
_MARKS = re.compile(r'\sr:(?:id|embed|link|pict|dm|lo|qs|cs)="([^"]*)"')


def copied_drawing(
    xml: str, staying: Staying, links: Collection[str]
) -> tuple[str, int]:
    """A drawing part, and how many of its objects were left out.

    Args:
        xml: the part.
        staying: what stays in the copy.
        links: marks of its relations that stay (charts, pictures).
    """
    root = root_of(xml)
    kept, left_out = [], 0
    for anchor in elements(root.inner):
        new = _anchor(anchor, staying, links)
        if new:
            kept.append(new)
        else:
            left_out += 1
    return HEAD + root.holding("".join(kept)), left_out


def _anchor(anchor: Element, staying: Staying, links: Collection[str]) -> str:
    """One object with its place; "" when it cannot be without what is left out."""
    shapes = [e.name for e in elements(anchor.inner) if e.name in _SHAPES]
    if anchor.name not in _ANCHORS or not shapes:
        return ""
    if shapes == ["xdr:graphicFrame"] and f'uri="{CHART}"' not in anchor.xml:
        return ""
    text = _PATH.sub(' descr=""', _CLICK.sub("", anchor.xml))
    text = _MACRO.sub(' macro=""', text)
    text = _TEXT_LINK.sub(lambda match: _text_link(match, staying), text)
    return "" if set(_MARKS.findall(text)) - set(links) else text


def _text_link(match: re.Match[str], staying: Staying) -> str:
    formula = unescape_text(match[1]).removeprefix("=")
    return match[0] if not formula or staying.stays(formula) else ' textlink=""'


_DROPPED = (
    "externalData",
    "pivotSource",
    "pivotFmts",
    "printSettings",
    "protection",
    "userShapes",
)
_DROP = re.compile(
    r"<(c:(?:{}))\b[^>]*?(?:/>|>.*?</\1>)".format("|".join(_DROPPED)), re.DOTALL
)
_REFERENCE = re.compile(r"<c:(num|str|multiLvlStr)Ref>(.*?)</c:\1Ref>", re.DOTALL)
_NAMED = re.compile(
    r"(<c:title>\s*)?<c:tx>\s*<c:strRef>(.*?)</c:strRef>\s*</c:tx>", re.DOTALL
)
"""The name of a series, or a title, that stands in a cell."""
_EXTENSIONS = re.compile(r"<c:extLst>.*?</c:extLst>", re.DOTALL)
_EXTENSION_FORMULA = re.compile(r"<c1[0-9]:(?:f|sqref)>([^<]*)<")
_FORMULA = re.compile(r"<c:f>([^<]*)</c:f>")
_CACHE = re.compile(r"<c:(?:num|str)Cache>(.*?)</c:(?:num|str)Cache>", re.DOTALL)
_VALUES = re.compile(r"<c:v>([^<]*)</c:v>")


def copied_chart(xml: str, staying: Staying) -> str:
    """A chart part: a range that is left out becomes the values it had."""
    text = _DROP.sub("", xml)
    text = _EXTENSIONS.sub(lambda match: _extensions(match, staying), text)
    text = _NAMED.sub(lambda match: _named(match, staying), text)
    return _REFERENCE.sub(lambda match: _reference(match, staying), text)


def _formula_of(inner: str, staying: Staying) -> str | None:
    found = _FORMULA.search(inner)
    if found is None:
        return None
    formula = unescape_text(found[1])
    return formula if staying.stays(formula) else None


def _extensions(match: re.Match[str], staying: Staying) -> str:
    formulas = _EXTENSION_FORMULA.findall(match[0])
    stays = all(staying.stays(unescape_text(formula)) for formula in formulas)
    return match[0] if stays else ""


def _named(match: re.Match[str], staying: Staying) -> str:
    if _formula_of(match[2], staying) is not None:
        return match[0]
    shown = " ".join(_VALUES.findall(match[2]))
    if match[1] is None:
        return f"<c:tx><c:v>{shown}</c:v></c:tx>"
    run = f"<a:p><a:r><a:t>{shown}</a:t></a:r></a:p>"
    return f"{match[1]}<c:tx><c:rich><a:bodyPr/>{run}</c:rich></c:tx>"


def _reference(match: re.Match[str], staying: Staying) -> str:
    kind, inner = match[1], match[2]
    if _formula_of(inner, staying) is not None:
        return match[0]
    cache = _CACHE.search(inner)
    points = cache[1] if cache else '<c:ptCount val="0"/>'
    if kind == "multiLvlStr":
        points = '<c:ptCount val="0"/>'
        kind = "str"
    return f"<c:{kind}Lit>{points}</c:{kind}Lit>"


def chart_stays(xml: str, links: Collection[str]) -> bool:
    """True for a chart part that speaks only of relations that stay."""
    return "<c:chartSpace" in xml and not set(_MARKS.findall(xml)) - set(links)
