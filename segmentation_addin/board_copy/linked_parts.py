"""What the sheets of the copy lead to: their tables, drawings, charts and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from segmentation_addin.board_copy.copied_cells import Wording
from segmentation_addin.board_copy.copied_drawing import (
    chart_stays,
    copied_chart,
    copied_drawing,
)
from segmentation_addin.board_copy.copied_sheet import worded
from segmentation_addin.board_copy.copied_table import copied_table
from segmentation_addin.board_copy.kept_sheets import KeptSheet
from segmentation_addin.board_copy.package_writing import IMAGES, CopyPackage
from segmentation_addin.board_copy.relations import Relation, relations
from segmentation_addin.board_copy.source import Source
from segmentation_addin.board_copy.staying import Staying
from segmentation_addin.workbook.addresses import Area
from segmentation_addin.workbook.book_part import BookTable
from segmentation_addin.workbook.cell_xml import Plain
from segmentation_addin.workbook.chart_part import updated_chart

_TYPE = "application/vnd.openxmlformats-officedocument"
_CHART_PARTS = {
    "chartStyle": ("xl/charts/style", "application/vnd.ms-office.chartstyle+xml"),
    "chartColorStyle": (
        "xl/charts/colors",
        "application/vnd.ms-office.chartcolorstyle+xml",
    ),
    "themeOverride": ("xl/theme/themeOverride", f"{_TYPE}.themeOverride+xml"),
}


@dataclass
class LinkedParts:
    """Copies what a sheet leads to.

    Args:
        source: the workbook.
        kept: the sheets of the copy.
        staying: what stays in the copy.
        package: the copy, which receives the parts.
        wording: what is said instead of client names; None says them.
    """

    source: Source
    kept: list[KeptSheet]
    staying: Staying
    package: CopyPackage
    wording: Wording | None
    left_out: list[tuple[str, int]] = field(default_factory=list)
    """Sheet and number of its objects that could not be kept."""

    def of_sheet(self, kept: KeptSheet, name: str) -> set[str]:
        """Copies the tables and the drawing of a sheet; gives their marks."""
        marks = set()
        tables = {t.part.part: t for t in self.source.book.tables}
        for line in relations(self.source.book.package, kept.sheet.part):
            target = None
            if line.name == "table" and line.target in tables:
                target = self._table(tables[line.target])
            elif line.name == "drawing":
                target = self._drawing(line.target, kept.sheet.title)
            if target is not None:
                self.package.link(name, Relation(line.mark, line.kind, target))
                marks.add(line.mark)
        return marks

    def _table(self, table: BookTable) -> str:
        name = self.package.name("xl/tables/table")
        xml = copied_table(table.part.text, self.staying)
        self._add_worded(name, xml, f"{_TYPE}.spreadsheetml.table+xml")
        return name

    def _add_worded(self, name: str, xml: str, kind: str) -> None:
        if self.wording is not None:
            xml = worded(xml, self.wording.text)
        self.package.add(name, xml.encode(), kind)

    def _drawing(self, part: str, title: str) -> str | None:
        old = self.source.book.package
        name = self.package.name("xl/drawings/drawing")
        lines = []
        for line in relations(old, part):
            target = None
            if line.external or line.target not in old:
                continue
            if line.name == "chart":
                target = self._chart(line.target)
            elif line.name == "image":
                target = self._image(line.target)
            if target is not None:
                lines.append(Relation(line.mark, line.kind, target))
        marks = {line.mark for line in lines}
        text = old.read(part).decode("utf-8-sig")
        xml, left_out = copied_drawing(text, self.staying, marks)
        if left_out:
            self.left_out.append((title, left_out))
        for line in lines:
            self.package.link(name, line)
        self._add_worded(name, xml, f"{_TYPE}.drawing+xml")
        return name

    def _image(self, part: str) -> str | None:
        ending = part.rpartition(".")[2].lower()
        if ending not in IMAGES:
            return None
        name = self.package.name("xl/media/image", ending)
        self.package.add(name, self.source.book.package.read(part), None)
        return name

    def _chart(self, part: str) -> str | None:
        old = self.source.book.package
        name = self.package.name("xl/charts/chart")
        lines = []
        for line in relations(old, part):
            target = None
            if line.external or line.target not in old:
                continue
            if line.name in _CHART_PARTS:
                stem, kind = _CHART_PARTS[line.name]
                target = self.package.name(stem)
                self.package.add(target, old.read(line.target), kind)
            elif line.name == "image":
                target = self._image(line.target)
            if target is not None:
                lines.append(Relation(line.mark, line.kind, target))
        xml = copied_chart(old.read(part).decode("utf-8-sig"), self.staying)
        if not chart_stays(xml, {line.mark for line in lines}):
            return None
        if self.wording is not None:
            xml = updated_chart(xml.encode(), (), self._worded_range).decode()
        for line in lines:
            self.package.link(name, line)
        self._add_worded(name, xml, f"{_TYPE}.drawingml.chart+xml")
        return name

    def _worded_range(self, title: str, area: Area) -> list[Plain] | None:
        """The values of a range as the copy says them, for the charts."""
        assert self.wording is not None
        kept = [k for k in self.kept if k.sheet.title.casefold() == title.casefold()]
        if not kept:
            return None
        values = self.source.values.sheet(kept[0].sheet, self.source.part(kept[0]))
        return [
            self.wording.cell(kept[0].sheet.title, row, column, value)
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
            for value in (values.value(row, column),)
        ]
