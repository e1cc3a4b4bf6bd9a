"""The copy as a whole: its sheets, and the parts that these need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from segmentation_addin.board_copy import basis_sheet, properties
from segmentation_addin.board_copy.copied_cells import CopiedCells, Frozen, Wording
from segmentation_addin.board_copy.copied_sheet import SheetFrame
from segmentation_addin.board_copy.defined_names import (
    DefinedName,
    NamesSorted,
    defined_names,
    names_sorted,
    names_xml,
)
from segmentation_addin.board_copy.elements import elements, root_of
from segmentation_addin.board_copy.kept_sheets import KeptSheet, keys_of
from segmentation_addin.board_copy.linked_parts import LinkedParts
from segmentation_addin.board_copy.package_writing import CopyPackage
from segmentation_addin.board_copy.relations import HEAD, Relation, relations
from segmentation_addin.board_copy.shared_texts import SharedTexts
from segmentation_addin.board_copy.source import Source
from segmentation_addin.board_copy.staying import Staying, Twin, literal
from segmentation_addin.workbook.addresses import Area, cell_address
from segmentation_addin.workbook.cell_xml import escape_attribute, unescape_text
from segmentation_addin.workbook.declaration import code_name
from segmentation_addin.workbook.outputs import SHEETS
from segmentation_addin.workbook.sheet_part import SheetPart

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument"
_SHEETML = f"{_TYPE}.spreadsheetml"
_BOOK = "xl/workbook.xml"
_METADATA = (
    f'{HEAD}<metadata xmlns="{_MAIN}" xmlns:xda="http://schemas.microsoft.com/office/'
    'spreadsheetml/2017/dynamicarray"><metadataTypes count="1"><metadataType '
    'name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" '
    'merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" '
    'assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" '
    'count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>'
    '</futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk>'
    "</cellMetadata></metadata>"
)
_CALCULATION = ("calcId", "iterate", "iterateCount", "iterateDelta", "fullPrecision")


@dataclass
class BoardCopy:
    """A copy: its file, and what became of what is not in it."""

    data: bytes
    sheets: list[str]
    """Titles, in the order of the copy."""
    frozen: list[Frozen]
    left_out: list[tuple[str, int]]
    """Sheet and number of its objects (shapes, slicers...) that could not be kept."""
    stale: bool
    """True when Excel still had to compute formulas of the user's."""


@dataclass
class _Made:
    """What the sheets gave while they were copied."""

    frozen: list[Frozen] = field(default_factory=list)
    dynamic: bool = False


class CopyBuilder:
    """Makes a copy of some sheets of a workbook.

    Args:
        source: the workbook.
        kept: its sheets that are wanted, in order.
        moment: when the copy is made.
        twin: what turns our calls into native formulas; None freezes them, and
            leaves the basis of the letters out.
        wording: what is said instead of client names; None says them.
    """

    def __init__(
        self,
        source: Source,
        kept: Sequence[KeptSheet],
        moment: datetime,
        twin: Twin | None = None,
        wording: Wording | None = None,
    ) -> None:
        self._source = source
        self._kept = kept
        self._moment = moment
        self._wording = wording
        self._package = CopyPackage()
        self._made = _Made()
        self._book = source.book.package.read(source.book.part).decode("utf-8-sig")
        self._texts = SharedTexts(self._related("sharedStrings"))
        self._basis = None
        if twin is not None:
            taken = [sheet.sheet.title for sheet in kept]
            self._basis = basis_sheet.basis(source.book, source.values, taken)
        self._all_names = defined_names(self._book)
        self._names, self._staying = self._what_stays(twin)
        self._linked = LinkedParts(
            source, list(kept), self._staying, self._package, wording
        )

    def build(self) -> BoardCopy:
        """The copy."""
        package = self._package
        package.link("", Relation("rId1", f"{_OFFICE}/officeDocument", _BOOK))
        marks = [self._sheet(sheet, i) for i, sheet in enumerate(self._kept)]
        titles = [sheet.sheet.title for sheet in self._kept]
        if self._basis is not None:
            title = self._basis.title(self._source.language)
            marks.append(self._add_basis())
            titles.append(title)
        self._common_parts()
        self._add_book(titles, marks)
        return BoardCopy(
            package.data(),
            titles,
            self._made.frozen,
            self._linked.left_out,
            'fullCalcOnLoad="1"' in self._book,
        )

    # What stays

    def _what_stays(self, twin: Twin | None) -> tuple[NamesSorted, Staying]:
        titles = {sheet.sheet.title.casefold() for sheet in self._kept}
        parts = {sheet.sheet.part for sheet in self._kept}
        inside = {
            table.part.name.casefold()
            for table in self._source.book.tables
            if table.sheet.part in parts
        }
        every = {table.part.name.casefold() for table in self._source.book.tables}
        moved: Mapping[str, str] = {}
        if self._basis is not None:
            moved = self._basis.names(self._source.language)
            inside |= {basis_sheet.OVERRIDES_TABLE.casefold()}
        cells = self._home_cells(titles)
        left = frozenset(every - inside)
        names = names_sorted(self._all_names, titles, inside, left, cells, moved)
        staying = Staying(
            titles=frozenset(titles),
            tables=frozenset(inside),
            left_tables=left,
            names=names.staying,
            left_names=names.left,
            cells=cells,
            name_values=names.values,
            twin=twin,
        )
        return names, staying

    def _home_cells(self, titles: set[str]) -> dict[tuple[str, str], str]:
        """What stands on Home, as literals: dates and currency of other sheets."""
        home = keys_of(self._source.book).get("home")
        if home is None or home.title.casefold() in titles:
            return {}
        part = self._source.part(KeptSheet(home, "home"))
        values = self._source.values.sheet(home, part)
        found = {}
        for row in range(1, len(values.rows) + 1):
            for column in range(1, len(values.rows[row - 1]) + 1):
                text = literal(values.value(row, column))
                if text is not None:
                    place = (home.title.casefold(), cell_address(row, column))
                    found[place] = text
        return found

    # Sheets

    def _sheet(self, kept: KeptSheet, place: int) -> Relation:
        part = self._source.part(kept)
        name = self._package.name("xl/worksheets/sheet")
        links = self._linked.of_sheet(kept, name)
        cells = CopiedCells(
            part,
            kept.sheet.title,
            self._staying,
            self._texts,
            self._filtered(kept, part),
            self._wording,
        )
        rows = cells.xml()
        frame = SheetFrame(
            self._staying,
            {code_name(key) for key in SHEETS},
            links,
            front=place == 0,
            wording=None if self._wording is None else self._wording.text,
        )
        head = frame.head(part.head.decode("utf-8-sig"))
        tail = frame.tail(part.tail.decode("utf-8"))
        self._made.frozen += cells.frozen
        self._made.dynamic = self._made.dynamic or cells.dynamic
        xml = f"{HEAD}{head}{rows}{tail}".encode()
        self._package.add(name, xml, f"{_SHEETML}.worksheet+xml")
        return Relation(f"rId{place + 1}", f"{_OFFICE}/worksheet", name)

    def _filtered(self, kept: KeptSheet, part: SheetPart) -> list[Area]:
        """Ranges of the sheet in which a filter may hide rows."""
        areas = [
            table.part.area
            for table in self._source.book.tables
            if table.sheet.part == kept.sheet.part and table.part.filtered
        ]
        for element in elements(part.tail.decode("utf-8").partition(">")[2]):
            reference = element.get("ref") if element.name == "autoFilter" else None
            if reference:
                areas.append(Area.parse(reference))
        return areas

    # The rest

    def _add_basis(self) -> Relation:
        assert self._basis is not None
        place = len(self._kept) + 1
        name = self._package.name("xl/worksheets/sheet")
        table = self._package.name("xl/tables/table")
        made = self._basis.parts(self._source.language, self._texts, self._wording)
        self._package.add(name, made.sheet, f"{_SHEETML}.worksheet+xml")
        self._package.add(table, made.table, f"{_SHEETML}.table+xml")
        self._package.link(name, Relation("rId1", f"{_OFFICE}/table", table))
        return Relation(f"rId{place}", f"{_OFFICE}/worksheet", name)

    def _related(self, kind: str) -> str:
        """The text of a part that the workbook leads to; "" when it has none."""
        part = self._related_part(kind)
        if part is None:
            return ""
        return self._source.book.package.read(part).decode("utf-8-sig")

    def _related_part(self, kind: str) -> str | None:
        package = self._source.book.package
        for line in relations(package, self._source.book.part):
            if line.name == kind and line.target in package:
                return line.target
        return None

    def _common_parts(self) -> None:
        package = self._package
        for number, (kind, name) in enumerate(
            (("theme", "xl/theme/theme1.xml"), ("styles", "xl/styles.xml")), start=1
        ):
            part = self._related_part(kind)
            if part is not None:
                content = self._source.book.package.read(part)
                package.add(name, content, f"{_kind_of(kind)}.{kind}+xml")
                mark = f"rIdCommon{number}"
                package.link(_BOOK, Relation(mark, f"{_OFFICE}/{kind}", name))
        if len(self._texts):
            name = "xl/sharedStrings.xml"
            package.add(name, self._texts.xml(), f"{_SHEETML}.sharedStrings+xml")
            line = Relation("rIdTexts", f"{_OFFICE}/sharedStrings", name)
            package.link(_BOOK, line)
        if self._made.dynamic:
            name = "xl/metadata.xml"
            package.add(name, _METADATA.encode(), f"{_SHEETML}.sheetMetadata+xml")
            line = Relation("rIdMetadata", f"{_OFFICE}/sheetMetadata", name)
            package.link(_BOOK, line)
        core = properties.core_xml(self._source.language, self._moment)
        package.add(properties.CORE_PART, core, properties.CORE_TYPE)
        old = self._source.book.package
        part = properties.APP_PART
        version = old.read(part).decode("utf-8-sig") if part in old else ""
        package.add(part, properties.app_xml(version), properties.APP_TYPE)
        metadata = "http://schemas.openxmlformats.org/package/2006/relationships"
        kind = f"{metadata}/metadata/core-properties"
        package.link("", Relation("rId2", kind, properties.CORE_PART))
        kind = f"{_OFFICE}/extended-properties"
        package.link("", Relation("rId3", kind, properties.APP_PART))

    def _add_book(self, titles: Sequence[str], marks: Sequence[Relation]) -> None:
        for line in marks:
            self._package.link(_BOOK, line)
        rows = "".join(
            f'<sheet name="{escape_attribute(title)}" sheetId="{i}" r:id="{line.mark}"/>'
            for i, (title, line) in enumerate(zip(titles, marks, strict=True), start=1)
        )
        date = ' date1904="1"' if self._source.book.date_1904 else ""
        xml = (
            f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{date}/>'
            '<bookViews><workbookView activeTab="0"/></bookViews>'
            f"<sheets>{rows}</sheets>{self._names_xml()}{self._calculation()}"
            "</workbook>"
        )
        self._package.add(_BOOK, xml.encode(), f"{_SHEETML}.sheet.main+xml")

    def _names_xml(self) -> str:
        sheets = self._sheet_places()
        places = {
            sheets[kept.sheet.title]: place
            for place, kept in enumerate(self._kept)
            if kept.sheet.title in sheets
        }
        used = set(self._staying.used)
        if self._basis is not None:
            given = self._basis.names(self._source.language)
            used |= {name.casefold() for name in given}
        names: Sequence[DefinedName] = self._all_names
        return names_xml(self._names, used, names, places)

    def _sheet_places(self) -> dict[str, int]:
        """Title -> place among all sheets of the workbook, chart sheets included."""
        for block in elements(root_of(self._book).inner):
            if block.name == "sheets":
                return {
                    unescape_text(e.get("name") or ""): i
                    for i, e in enumerate(elements(block.inner))
                }
        return {}

    def _calculation(self) -> str:
        for block in elements(root_of(self._book).inner):
            if block.name != "calcPr":
                continue
            kept = [(key, block.get(key)) for key in _CALCULATION]
            if block.get("fullCalcOnLoad") in {"1", "true"}:
                kept.append(("fullCalcOnLoad", "1"))
            own = "".join(f' {key}="{value}"' for key, value in kept if value)
            return f"<calcPr{own}/>"
        return ""


def _kind_of(kind: str) -> str:
    return _TYPE if kind == "theme" else _SHEETML
