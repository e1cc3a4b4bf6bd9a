"""The parts of a workbook file that a write changes, and those that go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from segmentation_addin.workbook.addresses import (
    Area,
    cell_address,
    same_formula,
)
from segmentation_addin.workbook.book_part import (
    BookPart,
    BookSheet,
    with_full_calculation,
    with_moved_names,
    without_chain,
)
from segmentation_addin.workbook.cell_xml import (
    Plain,
    plain,
    unescape_text,
)
from segmentation_addin.workbook.chart_part import updated_chart
from segmentation_addin.workbook.declaration import code_name, match_columns
from segmentation_addin.workbook.file_changes import OpenSheet, Planned
from segmentation_addin.workbook.host import CellError, HostError
from segmentation_addin.workbook.moved_ranges import (
    moved_formulas,
    moved_source,
    moved_tail_ranges,
)
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.package import Content
from segmentation_addin.workbook.sheet_part import SheetPart
from segmentation_addin.workbook.table_growth import TableRewrite
from segmentation_addin.workbook.table_rows import formula_text, shared_formulas

_EXAMPLES = code_name("functions")
_OWN_CALL = re.compile(r"SEGMENT(?:_[A-Z]+)?\(")
"""Examples of our functions on their own sheet rest on nothing that is written."""
_CHART = re.compile(r"xl/charts/[^/]+\.xml\Z")
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_PIVOT = re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml\Z")


class ChangedParts:
    """What the package writes anew: `changed` parts and `dropped` ones.

    Args:
        book: the workbook as it stands.
        planned: the changes, checked.
        opened: the sheets taken in hand, by part.
        formulas: (sheet part, address) -> declared formula of the fixed cells.
    """

    def __init__(
        self,
        book: BookPart,
        planned: Planned,
        opened: Mapping[str, OpenSheet],
        formulas: Mapping[tuple[str, str], str],
    ) -> None:
        self.changed: dict[str, Content] = {}
        self.dropped: frozenset[str] = frozenset()
        self._book = book
        self._planned = planned
        self._opened = opened
        self._formulas = formulas
        self._resized = [
            rewrite.resized
            for rewrite in planned.rewrites
            if rewrite.new_last != rewrite.old_last
        ]
        self._tables()
        self._sheets()
        self._charts_and_pivots()
        self._workbook()

    def _tables(self) -> None:
        chain = False
        for rewrite in self._planned.rewrites:
            chain = chain or rewrite.moves_formulas()
            part = rewrite.table.part
            new = rewrite.apply()
            if new != self._book.package.read(part.part):
                self.changed[part.part] = new
        if chain:
            changed, self.dropped = without_chain(self._book.package, self._book.part)
            self.changed.update(changed)

    def _sheets(self) -> None:
        for sheet in self._book.sheets:
            opened = self._opened.get(sheet.part)
            if opened is not None and opened.part.changed:
                if self._resized:
                    self._follow(opened.part, sheet.title)
                self.changed[sheet.part] = opened.part.chunks
            elif self._resized:
                old = self._book.package.read(sheet.part)
                new = self._moved(old, sheet.title)
                if new != old:
                    self.changed[sheet.part] = new

    def _follow(self, part: SheetPart, title: str) -> None:
        part.tail = moved_tail_ranges(part.tail, title, self._resized)
        part.follow = partial(moved_formulas, title=title, resized=self._resized)

    def _moved(self, xml: bytes, title: str) -> bytes:
        """A sheet of which only references to the resized tables change."""
        place = xml.rfind(b"</sheetData>")
        if place < 0:
            return xml
        rows = moved_formulas(xml[:place], title, self._resized)
        return rows + moved_tail_ranges(xml[place:], title, self._resized)

    def _charts_and_pivots(self) -> None:
        for name in self._book.package.names:
            if _CHART.match(name):
                old = self._book.package.read(name)
                new = updated_chart(old, self._resized, self._known)
            elif _PIVOT.match(name) and self._resized:
                old = self._book.package.read(name)
                new = moved_source(old, self._resized)
            else:
                continue
            if new != old:
                self.changed[name] = new

    def _known(self, title: str, area: Area) -> Sequence[Plain] | None:
        """Values of a row or column of cells; None when none of them is new."""
        folded = title.casefold()
        sheet = next(
            (s for s in self._book.sheets if s.title.casefold() == folded), None
        )
        opened = self._opened.get(sheet.part) if sheet is not None else None
        alone = area.first_row == area.last_row or area.first_column == area.last_column
        if sheet is None or opened is None or not alone:
            return None
        rewrites = [
            rewrite
            for rewrite in self._planned.rewrites
            if rewrite.table.sheet is sheet and rewrite.area.meets(area)
        ]
        places = [
            (row, column)
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
        ]
        cells = self._planned.cells
        if not rewrites and not any((sheet.title, *p) in cells for p in places):
            return None
        return [self._value(sheet, opened, rewrites, place) for place in places]

    def _value(
        self,
        sheet: BookSheet,
        opened: OpenSheet,
        rewrites: Sequence[TableRewrite],
        place: tuple[int, int],
    ) -> Plain:
        if (sheet.title, *place) in self._planned.cells:
            return self._planned.cells[sheet.title, *place]
        value: Plain = opened.values.value(*place)
        for rewrite in rewrites:
            if rewrite.area.holds(*place):
                value = rewrite.value(*place)
        return plain(value) if isinstance(value, CellError) else value

    def _workbook(self) -> None:
        old = new = self._book.package.read(self._book.part)
        if self._resized:
            new = with_moved_names(new, self._resized)
        if self._planned.uncomputed or self._user_formulas():
            new = with_full_calculation(new)
        if new != old:
            self.changed[self._book.part] = new

    def _user_formulas(self) -> bool:
        """True when a formula stands somewhere that the project did not declare."""
        return any(self._has_user_formula(sheet) for sheet in self._book.sheets)

    def _has_user_formula(self, sheet: BookSheet) -> bool:
        opened = self._opened.get(sheet.part)
        if opened is not None:
            part = opened.part
        else:
            xml = self._book.package.read(sheet.part)
            if not _ANY_FORMULA.search(xml):
                return False
            try:
                part = SheetPart(xml, self._book.package.name, sheet.part)
            except HostError:  # a sheet of the user's that another program wrote
                return True
        examples = sheet.code_name == _EXAMPLES
        columns = self._formula_columns(sheet)
        masters = shared_formulas(part)
        for row, column, cell in part.formulas():
            body = columns.get(column)
            if body is not None and body[0].holds(row, column):
                if body[1] is None or b"<f>" + body[1] + b"</f>" in cell:
                    continue
                expected: str | None = unescape_text(body[1].decode())
            else:
                address = cell_address(row, column)
                expected = self._formulas.get((sheet.part, address))
            standing = formula_text(cell, row, column, masters)
            if examples and standing is not None and _OWN_CALL.match(standing):
                continue
            if expected is None:
                return True
            if standing is None or not same_formula(standing, expected):
                return True
        return False

    def _formula_columns(
        self, sheet: BookSheet
    ) -> dict[int, tuple[Area, bytes | None]]:
        """Sheet column -> data rows and formula of each declared formula column."""
        found: dict[int, tuple[Area, bytes | None]] = {}
        for table in self._book.tables:
            declared = TABLES.get(table.part.name)
            if declared is None or table.sheet is not sheet:
                continue
            headings = table.part.headings
            for key, heading in match_columns(declared, headings).items():
                if declared.column(key).formula is None:
                    continue
                place = headings.index(heading)
                formula = table.part.columns[place].formula
                body = table.part.body
                found[body.first_column + place] = (
                    body,
                    None if formula is None else formula.encode(),
                )
        return found
