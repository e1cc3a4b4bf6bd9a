"""A sheet of the copy: what stands around its cells, let in element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from segmentation_addin.board_copy.elements import (
    Element,
    attributes,
    elements,
    without,
)
from segmentation_addin.board_copy.staying import Staying
from segmentation_addin.workbook.cell_xml import escape_text, unescape_text

_HEAD = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")
_TAIL = (
    "sheetProtection",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "ignoredErrors",
    "drawing",
    "tableParts",
    "extLst",
)
_EXTENSIONS = frozenset(
    {
        "{78C0D931-6437-407D-A8EE-F0AAD7539E65}",  # conditional formats
        "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",  # data validation
        "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",  # sparklines
    }
)
_SECRETS = ("password", "algorithmName", "hashValue", "saltValue", "spinCount")
_FORMULAS = re.compile(
    r"(<((?:x14:|xm:)?(?:formula[12]?|f))\b[^>]*>)([^<]*)(</\2>)", re.DOTALL
)
_BY_FORMULA = re.compile(r'<cfvo\b[^>]*\stype="formula"[^>]*\sval="([^"]*)"')
_INNER_RULES = {
    "conditionalFormatting": "cfRule",
    "dataValidations": "dataValidation",
    "x14:conditionalFormattings": "x14:conditionalFormatting",
    "x14:conditionalFormatting": "x14:cfRule",
    "x14:dataValidations": "x14:dataValidation",
    "x14:sparklineGroups": "x14:sparklineGroup",
}


@dataclass(frozen=True)
class SheetFrame:
    """What of a sheet stands around its cells.

    Args:
        staying: what stays in the copy.
        code_names: code names that are the project's own.
        links: marks of the relations that stay.
        front: True for the sheet that is shown at opening.
        wording: what every text goes through.
    """

    staying: Staying
    code_names: Collection[str]
    links: Collection[str]
    front: bool
    wording: Callable[[str], str] | None = None

    def head(self, xml: str) -> str:
        """What stands before the cells, the opening of their element included."""
        begin = re.search(r"<(?:\w+:)?worksheet\b[^>]*>", xml)
        assert begin is not None
        kept = [self._before(e) for e in elements(xml[begin.end() :])]
        return begin[0] + "".join(kept) + "<sheetData>"

    def tail(self, xml: str) -> str:
        """What stands after the cells, from the end of their element."""
        place = xml.index(">") + 1
        kept = "".join(self._after(e) for e in elements(xml[place:]))
        text = self._worded(kept) if self.wording is not None else kept
        return f"</sheetData>{text}</worksheet>"

    def _before(self, element: Element) -> str:
        if element.name not in _HEAD:
            return ""
        if element.name == "sheetPr":
            inner = [
                e.xml
                for e in elements(element.inner)
                if e.name in ("tabColor", "outlinePr", "pageSetUpPr")
            ]
            own = attributes(element.tag).get("codeName", "")
            name = f' codeName="{own}"' if own in self.code_names else ""
            return f"<sheetPr{name}>{''.join(inner)}</sheetPr>"
        if element.name == "sheetViews":
            return element.holding(self._views(element))
        return element.xml

    def _views(self, views: Element) -> str:
        """The first way of looking at the sheet; one sheet alone is in front."""
        first = next(iter(elements(views.inner)))
        tag = without(first.tag, "tabSelected", "workbookViewId")
        front = ' tabSelected="1"' if self.front else ""
        new = tag.replace("<sheetView", f"<sheetView{front}", 1)
        end = "/>" if new.endswith("/>") else ">"
        new = new[: -len(end)].rstrip() + ' workbookViewId="0"' + end
        kept = [e.xml for e in elements(first.inner) if e.name in ("pane", "selection")]
        if end == "/>":
            return new
        return f"{new}{''.join(kept)}</sheetView>"

    def _after(self, element: Element) -> str:
        if element.name not in _TAIL:
            return ""
        if element.name == "sheetProtection":
            return without(element.xml, *_SECRETS)
        if element.name in _INNER_RULES:
            return self._rules(element)
        if element.name == "hyperlinks":
            return self._hyperlinks(element)
        if element.name == "pageSetup":
            return without(element.xml, "r:id")
        if element.name == "drawing":
            return element.xml if element.get("r:id") in self.links else ""
        if element.name == "tableParts":
            return self._tables(element)
        if element.name == "extLst":
            return self._extensions(element)
        return element.xml

    def _rules(self, element: Element) -> str:
        """Rules whose formulas can all stand in the copy."""
        wanted = _INNER_RULES[element.name]
        kept = []
        for rule in elements(element.inner):
            if rule.name != wanted:
                kept.append(rule.xml)
                continue
            deeper = rule.name in _INNER_RULES
            xml = self._rules(rule) if deeper else self._rule(rule)
            if xml:
                kept.append(xml)
        if not any(piece.startswith(f"<{wanted}") for piece in kept):
            return ""
        inner = "".join(kept)
        number = str(sum(piece.startswith(f"<{wanted}") for piece in kept))
        new = element.holding(inner)
        tag = re.sub(r'\scount="[0-9]+"', f' count="{number}"', element.tag)
        return tag + new[len(element.tag) :]

    def _rule(self, rule: Element) -> str:
        """One rule with its formulas as the copy writes them; "" when one cannot."""
        lost = False

        def written(match: re.Match[str]) -> str:
            nonlocal lost
            new = self.staying.verdict(unescape_text(match[3])).formula
            lost = lost or new is None
            return f"{match[1]}{escape_text(new or '')}{match[4]}"

        xml = _FORMULAS.sub(written, rule.xml)
        for found in _BY_FORMULA.finditer(rule.xml):
            lost = lost or not self.staying.stays(unescape_text(found[1]))
        return "" if lost else xml

    def _hyperlinks(self, element: Element) -> str:
        kept = []
        for link in elements(element.inner):
            place = unescape_text(link.get("location") or "")
            if link.get("r:id") is None and place and self.staying.stays(place):
                kept.append(link.xml)
        return element.holding("".join(kept)) if kept else ""

    def _tables(self, element: Element) -> str:
        kept = [e.xml for e in elements(element.inner) if e.get("r:id") in self.links]
        if not kept:
            return ""
        return f'<tableParts count="{len(kept)}">{"".join(kept)}</tableParts>'

    def _extensions(self, element: Element) -> str:
        kept = []
        for extension in elements(element.inner):
            if (extension.get("uri") or "").upper() not in _EXTENSIONS:
                continue
            inner = "".join(
                self._rules(e) if e.name in _INNER_RULES else ""
                for e in elements(extension.inner)
            )
            if inner:
                kept.append(extension.holding(inner))
        return element.holding("".join(kept)) if kept else ""

    def _worded(self, xml: str) -> str:
        assert self.wording is not None
        return worded(xml, self.wording)


_SPOKEN_ATTRIBUTES = re.compile(
    r"(\s(?:name|displayName|prompt|promptTitle|error|errorTitle|descr|title|tooltip"
    r'|display|altText|altTextSummary|totalsRowLabel)=")([^"]*)(")'
)
_TEXT_NODE = re.compile(r"(>)([^<>]*[^<>\s][^<>]*)(<)")


def worded(xml: str, wording: Callable[[str], str]) -> str:
    """XML in which every text that a person reads went through `wording`."""

    def said(match: re.Match[str]) -> str:
        old = unescape_text(match[2])
        new = wording(old)
        if new == old:
            return match[0]
        text = escape_text(new).replace('"', "&quot;")
        return match[1] + text + match[3]

    return _TEXT_NODE.sub(said, _SPOKEN_ATTRIBUTES.sub(said, xml))
