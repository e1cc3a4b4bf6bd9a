"""A table whose rows are written anew: what may stand in the way, what must follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segmentation_addin.workbook.addresses import (
    MAX_ROW,
    Area,
    Resized,
    cell_address,
    column_letters,
    extend_formula,
)
from segmentation_addin.workbook.book_part import BookTable
from segmentation_addin.workbook.cell_values import SheetValues
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_text,
    unescape_text,
)
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.sheet_part import Block, CellPatch, SheetPart
from segmentation_addin.workbook.table_rows import ColumnRows, woven_rows

_FORMULA = re.compile(r"(<f\b[^>]*>)(.*?)(</f>)", re.DOTALL)
_FORMULA_TAG = re.compile(rb"<f\b([^>]*)>")
_SPREAD = re.compile(rb'\st="(array|dataTable)"')
_SHARED = re.compile(rb'\ssi="([0-9]+)"')
_REACH = re.compile(rb'\sref="([^"]+)"')


@dataclass
class TableRewrite:
    """The rows of one table from `first_row` on, as they will stand."""

    table: BookTable
    sheet: SheetPart
    values: SheetValues
    first_row: int
    count: int
    columns: Sequence[ColumnRows]
    neighbours: Sequence[BookTable]
    """The other tables of the sheet."""
    own_order: bool = False
    """True when all rows are written, in an order of ours."""
    added: tuple[str, ...] = ()
    """Headings of the columns added at the right end."""

    @property
    def old_last(self) -> int:
        """Sheet row of the last data row as it stands."""
        return self.table.part.body.last_row

    @property
    def new_last(self) -> int:
        """Sheet row of the last data row to come."""
        return self.first_row + self.count - 1

    @property
    def area(self) -> Area:
        """All cells that are written or cleared, the totals row included."""
        whole = self.table.part.area
        bottom = max(self.old_last, self.new_last) + self.table.part.totals_rows
        right = whole.last_column + len(self.added)
        return Area(self.first_row, whole.first_column, bottom, right)

    @property
    def resized(self) -> Resized:
        """The move of the last data row, for the ranges that follow it."""
        return resized_to(self.table, self.new_last)

    def check(self, file: str) -> None:
        """HostError when the rows cannot be written without harm to other cells."""
        part, name = self.table.part, self.table.part.name
        sheet = self.table.sheet.title
        if self.area.last_row > MAX_ROW:
            raise HostError("too_many_rows", path=file, table=name, rows=self.count)
        for area in self._fresh_areas():
            found = self.sheet.has_content(area)
            if found is None:
                near = (t.part.area for t in self.neighbours if t.part.area.meets(area))
                other = next(near, None)
                found = (other.first_row, other.first_column) if other else None
            if found is not None:
                below = found[0] > part.area.last_row
                raise HostError(
                    "content_below" if below else "content_beside",
                    path=file,
                    table=name,
                    sheet=sheet,
                    cell=cell_address(*found),
                )
        for merged in self.sheet.merged():
            if merged.meets(self.area):
                raise HostError(
                    "merged_cells",
                    path=file,
                    table=name,
                    sheet=sheet,
                    cell=merged.text,
                )
        self._check_formulas(file)

    def _fresh_areas(self) -> list[Area]:
        """The cells that the table takes over: below it, at its right."""
        whole, area = self.table.part.area, self.area
        fresh: list[Area] = []
        if area.last_row > whole.last_row:
            below = (whole.last_row + 1, area.first_column)
            fresh.append(Area(*below, area.last_row, area.last_column))
        if self.added:
            right = (whole.first_row, whole.last_column + 1)
            fresh.append(Area(*right, whole.last_row, area.last_column))
        return fresh

    def _check_formulas(self, file: str) -> None:
        spread = (b't="array"', b't="dataTable"', b't="shared"')
        if not any(mark in self.sheet.xml for mark in spread):
            return
        shared: dict[bytes, set[bool]] = {}
        for row, column, cell in self.sheet.formulas():
            tag = _FORMULA_TAG.search(cell)
            if tag is None:
                continue
            inside = self.area.holds(row, column)
            reach = _REACH.search(tag[1])
            if _SPREAD.search(tag[1]):
                covered = Area.parse(reach[1].decode()) if reach else None
                alone = covered is not None and covered.text == (
                    f"{cell_address(row, column)}:{cell_address(row, column)}"
                )
                ours = inside and alone and self._is_written(column)
                if not ours and (inside or (covered and covered.meets(self.area))):
                    self._refuse("array_formula", file, row, column)
            elif (index := _SHARED.search(tag[1])) is not None:
                sides = shared.setdefault(index[1], set())
                sides.add(inside)
                if len(sides) > 1:
                    self._refuse("shared_formula", file, row, column)

    def _is_written(self, column: int) -> bool:
        place = column - self.area.first_column
        return hasattr(self.columns[place], "formula")

    def _refuse(self, code: str, file: str, row: int, column: int) -> None:
        raise HostError(
            code,
            path=file,
            table=self.table.part.name,
            sheet=self.table.sheet.title,
            cell=cell_address(row, column),
        )

    def moves_formulas(self) -> bool:
        """True when a cell becomes, or stops being, a formula cell."""
        area = self.area
        for place, column in enumerate(self.columns):
            old = {
                row
                for row in self.values.formulas.get(area.first_column + place, ())
                if area.first_row <= row <= area.last_row
            }
            if old != {self.first_row + p for p in column.formula_places()}:
                return True
        return False

    def apply(self) -> bytes:
        """Notes the new cells in the sheet; gives the new table part."""
        part, area = self.table.part, self.area
        if self.added:
            self._add_headings()
        after = [""] * (area.last_row - self.new_last)
        if part.totals_rows:
            after[0] = self._totals()
        self.sheet.blocks.append(
            Block(
                area.first_row,
                area.last_row,
                area.first_column,
                area.last_column,
                woven_rows(
                    self.first_row, area.first_column, self.columns, self.count, after
                ),
                unhide=self.own_order and part.filtered,
            )
        )
        if self.own_order and part.filtered and b"<autoFilter" not in self.sheet.tail:
            head = self.sheet.head
            self.sheet.head = re.sub(rb'\sfilterMode="(?:1|true)"', b"", head)
        self._redimension()
        return part.resized(self.resized, self.added, own_order=self.own_order)

    def _add_headings(self) -> None:
        whole = self.table.part.area
        style = self.sheet.style(whole.first_row, whole.last_column)
        for place, heading in enumerate(self.added, start=1):
            patch = CellPatch(heading, style)
            self.sheet.patch(whole.first_row, whole.last_column + place, patch)

    def _totals(self) -> str:
        area, cells = self.area, []
        for column in range(area.first_column, area.last_column + 1):
            cell = self.sheet.cell(self.old_last + 1, column)
            if cell is None:
                continue
            text = cell.decode()
            tail = text[text.index('"', text.index('r="') + 3) + 1 :]
            tail = _FORMULA.sub(self._followed, tail)
            cells.append(f'<c r="{column_letters(column)}{self.new_last + 1}"{tail}')
        return "".join(cells)

    def _followed(self, match: re.Match[str]) -> str:
        text = extend_formula(
            unescape_text(match[2]), self.resized, self.table.sheet.title
        )
        return match[1] + escape_text(text) + match[3]

    def _redimension(self) -> None:
        found = re.search(rb'<dimension ref="([^"]+)"', self.sheet.head)
        if found is None:
            return
        old, area = Area.parse(found[1].decode()), self.area
        table_last = self.new_last + self.table.part.totals_rows
        bottom = max(old.last_row, table_last)
        if old.last_row == self.old_last + self.table.part.totals_rows > table_last:
            bottom = table_last
            for row in range(old.last_row, table_last, -1):
                if any(
                    not area.first_column <= column <= area.last_column
                    for column, _ in self.sheet.cells(row)
                ):
                    bottom = row
                    break
        new = Area(
            min(old.first_row, area.first_row),
            min(old.first_column, area.first_column),
            bottom,
            max(old.last_column, area.last_column),
        )
        tag = f'<dimension ref="{new.text}"'.encode()
        self.sheet.head = self.sheet.head.replace(found[0], tag, 1)

    def value(self, row: int, column: int) -> Plain:
        """The new value of a cell of the area; None below the last data row."""
        if row > self.new_last:
            return None
        return self.columns[column - self.area.first_column].value(row - self.first_row)


def resized_to(table: BookTable, new_last: int) -> Resized:
    """The move of a table's last data row to another one."""
    body = table.part.body
    return Resized(
        table.sheet.title,
        body.first_row,
        body.first_column,
        body.last_column,
        body.last_row,
        new_last,
    )
