"""Changes carried out in an open workbook: checked, then written with a way back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from segmentation_addin.excel.live_cells import (
    GENERAL_FORMAT,
    Content,
    LiveCells,
    columns_of,
)
from segmentation_addin.excel.live_changes import Block, TableChange
from segmentation_addin.excel.undo import Undo
from segmentation_addin.workbook.addresses import MAX_ROW, Area, cell_address
from segmentation_addin.workbook.host import HostError

if TYPE_CHECKING:
    import xlwings


# Checks


def check_sheet(sheet: xlwings.Sheet, file: str) -> None:
    """HostError when the sheet is protected."""
    api = sheet.api
    locked = (
        api.protect_contents.get() if sys.platform == "darwin" else api.ProtectContents
    )
    if locked:
        raise HostError("protected_sheet", path=file, sheet=sheet.name)


def check_table(change: TableChange, cells: LiveCells, file: str) -> None:
    """HostError when the rows cannot be written without harm to other cells."""
    table, area = change.standing.table, change.area
    sheet = table.sheet
    where = {"path": file, "table": table.name, "sheet": sheet.name}
    if not change.own_order and table.filtered:
        raise HostError("filtered_sheet", path=file, sheet=sheet.name)
    if change.rewritten_from is None:
        return
    if area.last_row > MAX_ROW:
        raise HostError("too_many_rows", path=file, table=table.name, rows=change.rows)
    whole = table.area
    if area.last_row > whole.last_row:
        left = area.first_column
        below = Area(whole.last_row + 1, left, area.last_row, area.last_column)
        _check_free(sheet, below, cells, "content_below", where)
    if change.added:
        right = whole.last_column + 1
        beside = Area(whole.first_row, right, whole.last_row, area.last_column)
        _check_free(sheet, beside, cells, "content_beside", where)
    merged = _first(sheet, area, lambda part: part.merge_cells)
    if merged is not None:
        where["cell"] = sheet.range(merged).merge_area.address.replace("$", "")
        raise HostError("merged_cells", **where)
    _check_arrays(change, where)


def _check_free(
    sheet: xlwings.Sheet,
    area: Area,
    cells: LiveCells,
    code: str,
    where: dict[str, str],
) -> None:
    found = cells.first_filled(sheet, area)
    if found is not None:
        raise HostError(code, **where, cell=found)


def _check_arrays(change: TableChange, where: dict[str, str]) -> None:
    """An array formula cannot follow its client to another row."""
    table, area = change.standing.table, change.area
    if table.sheet.range(area.text).has_array is False:
        return
    for column in columns_of(area):
        if column.first_column - area.first_column in change.written:
            continue
        found = _first(table.sheet, column, lambda part: part.has_array)
        if found is not None:
            raise HostError("array_formula", **where, cell=found)


def _first(
    sheet: xlwings.Sheet, area: Area, asked: Callable[[xlwings.Range], object]
) -> str | None:
    """Address of the first cell of which something is true, found by halves."""
    if asked(sheet.range(area.text)) is False:
        return None
    halves = _halves(area)
    if not halves:
        return cell_address(area.first_row, area.first_column)
    return _first(sheet, halves[0], asked) or _first(sheet, halves[1], asked)


def _halves(area: Area) -> list[Area]:
    if area.last_row > area.first_row:
        middle = (area.first_row + area.last_row) // 2
        return [replace(area, last_row=middle), replace(area, first_row=middle + 1)]
    if area.last_column > area.first_column:
        middle = (area.first_column + area.last_column) // 2
        return [
            replace(area, last_column=middle),
            replace(area, first_column=middle + 1),
        ]
    return []


# Writing


@dataclass
class Vacated:
    """Rows that a shorter table leaves behind."""

    sheet: xlwings.Sheet
    area: Area

    def clear(self, cells: LiveCells, undo: Undo) -> None:
        """Clears contents and formats; contents and number formats can come back."""
        contents = cells.contents(self.sheet, self.area)
        formats = cells.formats(self.sheet, self.area)

        def put_back() -> None:
            _set_formats(self.sheet, self.area, formats)
            cells.write(self.sheet, self.area, contents)

        undo.note(put_back)
        self.sheet.range(self.area.text).clear()


@dataclass
class Done:
    """What is left to do or to say once a table is written."""

    vacated: list[Vacated] = field(default_factory=list)
    cleared_filters: list[str] = field(default_factory=list)


def write_table(change: TableChange, cells: LiveCells, undo: Undo) -> Done:
    """Gives a table its new size and its new contents."""
    table, done = change.standing.table, Done()
    sheet, old_last = table.sheet, table.body.last_row
    if change.own_order and table.filtered:
        table.clear_filter(undo)
        done.cleared_filters.append(table.name)
    if change.added:
        _add_headings(change, cells, undo)
    if change.new_last > old_last:
        _grow(change, cells, undo)
    elif change.new_last < old_last:
        left = Vacated(sheet, change.vacated)
        table.resize(
            change.new_last, 0, undo, clear_left=lambda: left.clear(cells, undo)
        )
        if not table.totals:
            done.vacated.append(left)
    elif change.added:
        table.resize(change.new_last, len(change.added), undo)
    for block in change.blocks():
        write_cells(sheet, block, cells, undo)
    return done


def write_cells(
    sheet: xlwings.Sheet, block: Block, cells: LiveCells, undo: Undo
) -> None:
    """Writes one block; notes how to put back what stood there."""
    undo.note(lambda: cells.write(sheet, block.area, block.old))
    cells.write(sheet, block.area, block.columns, block.texts, undo)


def _add_headings(change: TableChange, cells: LiveCells, undo: Undo) -> None:
    table = change.standing.table
    row, last = table.area.first_row, table.area.last_column
    area = Area(row, last + 1, row, last + len(change.added))
    target = table.sheet.range(area.text)
    undo.note(target.clear)
    table.sheet.range(cell_address(row, last)).copy(target)
    headings: list[list[Content]] = [[heading] for heading in change.added]
    cells.write(table.sheet, area, headings)


def _grow(change: TableChange, cells: LiveCells, undo: Undo) -> None:
    """More rows: they get formats, rules and formulas of the first one."""
    table, sheet = change.standing.table, change.standing.table.sheet
    body = table.body
    fresh = Area(
        body.last_row + 1, body.first_column, change.new_last, body.last_column
    )
    below = replace(fresh, first_row=fresh.first_row + table.totals)
    formats = cells.formats(sheet, fresh if not table.totals else below)

    def clear() -> None:
        sheet.range(fresh.text).clear()
        _set_formats(sheet, fresh, formats)

    table.resize(change.new_last, len(change.added), undo, clear)
    first = replace(body, last_row=body.first_row)
    sheet.range(first.text).copy(sheet.range(fresh.text))


def _set_formats(sheet: xlwings.Sheet, area: Area, formats: list[str | None]) -> None:
    for column, shown in zip(columns_of(area), formats, strict=True):
        if shown not in (None, GENERAL_FORMAT):
            sheet.range(column.text).number_format = shown
