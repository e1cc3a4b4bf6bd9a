"""How the parts of a workbook hang together: sheets, their tables, the names."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.workbook.addresses import Resized, extend_formula
from segmentation_addin.workbook.cell_xml import escape_text, unescape_text
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.table_part import TablePart

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NAME = re.compile(r"(<definedName\b[^>]*>)([^<]*)(</definedName>)")
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")
_HEAD_BYTES = 4096


@dataclass(frozen=True)
class BookSheet:
    """One worksheet: its title, its code name and its part."""

    title: str
    code_name: str | None
    part: str


@dataclass(frozen=True)
class BookTable:
    """One table and the sheet that holds it."""

    sheet: BookSheet
    part: TablePart


class BookPart:
    """The workbook part and what it leads to.

    Raises:
        HostError: `not_a_workbook`, `binary_workbook`, `strict_ooxml`, `damaged`,
            `prefixed_xml`.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = self._main_part()
        root = self._tree(self.part)
        if root.tag == f"{_STRICT}workbook":
            raise HostError("strict_ooxml", path=package.name)
        if root.tag != f"{_MAIN}workbook":
            raise HostError("not_a_workbook", path=package.name)
        settings = root.find(f"{_MAIN}workbookPr")
        shown = "0" if settings is None else settings.get("date1904", "0")
        self.date_1904 = shown in {"1", "true"}
        links = dict(self._links(self.part, "worksheet"))
        self.sheets = [
            BookSheet(
                sheet.get("name", ""),
                self._code_name(links[sheet.get(_ID, "")]),
                links[sheet.get(_ID, "")],
            )
            for sheet in root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
            if sheet.get(_ID, "") in links
        ]
        self.tables = [
            BookTable(sheet, TablePart(package.read(part), package.name, part))
            for sheet in self.sheets
            for _, part in self._links(sheet.part, "table")
        ]

    def table(self, name: str) -> BookTable | None:
        """The table of that name, whatever its case."""
        folded = name.casefold()
        for table in self.tables:
            if table.part.name.casefold() == folded:
                return table
        return None

    def _main_part(self) -> str:
        if "[Content_Types].xml" not in self.package:
            raise HostError("not_a_workbook", path=self.package.name)
        for _, part in self._links("", "officeDocument"):
            if part.endswith(".bin"):
                raise HostError("binary_workbook", path=self.package.name)
            return part
        raise HostError("not_a_workbook", path=self.package.name)

    def _tree(self, part: str) -> ET.Element:
        try:
            return ET.fromstring(self.package.read(part))  # noqa: S314
        except ET.ParseError as error:
            raise HostError("damaged", path=self.package.name, part=part) from error

    def _links(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        name = relations_of(part)
        if name not in self.package:
            return
        for link in self._tree(name).iterfind(f"{_LINKS}Relationship"):
            ours = link.get("Type", "").rsplit("/", 1)[-1] == kind
            if ours and link.get("TargetMode") != "External":
                target = link.get("Target", "")
                folder = "/" + posixpath.dirname(part)
                path = posixpath.normpath(posixpath.join(folder, target))
                yield link.get("Id", ""), path.lstrip("/")

    def _code_name(self, part: str) -> str | None:
        head = self.package.read(part, _HEAD_BYTES).decode("utf-8", "replace")
        match = re.search(r"<sheetPr\b[^>]*\scodeName=[\"']([^\"']*)", head)
        return unescape_text(match[1]) if match else None


def relations_of(part: str) -> str:
    """The part that lists the relations of a part; "" is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def with_moved_names(xml: bytes, resized: list[Resized]) -> bytes:
    """The workbook part once the names that end on a table's last row follow it."""

    def moved(match: re.Match[str]) -> str:
        old = new = unescape_text(match[2])
        for table in resized:
            new = extend_formula(new, table, None)
        return match[0] if new == old else match[1] + escape_text(new) + match[3]

    return _NAME.sub(moved, xml.decode("utf-8")).encode()


def with_full_calculation(xml: bytes) -> bytes:
    """The workbook part that asks Excel to recalculate all on opening."""
    text = xml.decode("utf-8")
    found = re.search(r"<calcPr\b[^>]*>", text)
    if found is not None:
        tag = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", found[0])
        end = "/>" if tag.endswith("/>") else ">"
        tag = tag[: -len(end)].rstrip() + ' fullCalcOnLoad="1"' + end
        return (text[: found.start()] + tag + text[found.end() :]).encode()
    for name in _BEFORE_CALCULATION:
        closed = re.search(rf"</{name}>|<{name}\b[^>]*/>", text)
        if closed is not None:
            place = closed.end()
            tag = '<calcPr fullCalcOnLoad="1"/>'
            return (text[:place] + tag + text[place:]).encode()
    return xml


def without_chain(
    package: Package, book: str
) -> tuple[dict[str, bytes], frozenset[str]]:
    """The parts to change and to drop so that no calculation chain is left."""
    links = relations_of(book)
    text = package.read(links).decode("utf-8")
    found = re.search(r"<Relationship\b[^>]*/calcChain\"[^>]*?/>", text)
    target = re.search(r'\sTarget="([^"]*)"', found[0]) if found else None
    if found is None or target is None:
        return {}, frozenset()
    path = posixpath.join("/" + posixpath.dirname(book), target[1])
    chain = posixpath.normpath(path).lstrip("/")
    types = package.read("[Content_Types].xml").decode("utf-8")
    override = rf'<Override\b[^>]*\sPartName="/{re.escape(chain)}"[^>]*?/>'
    return (
        {
            links: text.replace(found[0], "", 1).encode(),
            "[Content_Types].xml": re.sub(override, "", types).encode(),
        },
        frozenset({chain}),
    )
