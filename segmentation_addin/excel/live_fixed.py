"""Declared cells outside tables in an open workbook: those whose value is ours.

Excel computes our formulas itself, so only plain values are written; a cell where the
user put a formula is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segmentation_addin.excel.live_cells import Content, Formula, LiveCells
from segmentation_addin.excel.live_changes import Block
from segmentation_addin.excel.rectangles import rectangles
from segmentation_addin.workbook.addresses import Area, cell_position
from segmentation_addin.workbook.cell_xml import Plain, plain, same_value
from segmentation_addin.workbook.host import FixedValues

if TYPE_CHECKING:
    import xlwings

Place = tuple[int, int]


@dataclass(frozen=True)
class FixedChange:
    """Declared cells of one sheet that are written at once."""

    sheet: xlwings.Sheet
    block: Block


def fixed_changes(
    fixed: FixedValues,
    cells: LiveCells,
    sheet_of: Callable[[str], xlwings.Sheet | None],
) -> tuple[list[FixedChange], list[FixedChange]]:
    """What differs: cells that count as a change, and stamps."""
    wanted: dict[str, dict[Place, Plain]] = {}
    for (key, address), value in fixed.values.items():
        if (key, address) not in fixed.formulas:
            new = plain(value, cells.date_1904)
            wanted.setdefault(key, {})[cell_position(address)] = new
    stamps = {(key, cell_position(address)) for key, address in fixed.stamps}
    changes: list[FixedChange] = []
    stamped: list[FixedChange] = []
    for key in sorted(wanted):
        sheet = sheet_of(key)
        if sheet is None:
            continue
        differing = _differing(wanted[key], cells, sheet)
        for which, found in ((False, changes), (True, stamped)):
            part = {
                place: pair
                for place, pair in differing.items()
                if ((key, place) in stamps) is which
            }
            found += [FixedChange(sheet, block) for block in _blocks(part)]
    return changes, stamped


def _differing(
    wanted: dict[Place, Plain], cells: LiveCells, sheet: xlwings.Sheet
) -> dict[Place, tuple[Content, Content]]:
    """Place -> standing and new content of each cell that is written."""
    rows, columns = [row for row, _ in wanted], [column for _, column in wanted]
    box = Area(min(rows), min(columns), max(rows), max(columns))
    standing = cells.contents(sheet, box)
    found: dict[Place, tuple[Content, Content]] = {}
    for (row, column), new in wanted.items():
        old = standing[column - box.first_column][row - box.first_row]
        if not isinstance(old, Formula) and not same_value(old, new):
            found[row, column] = (old, new)
    return found


def _blocks(pairs: dict[Place, tuple[Content, Content]]) -> list[Block]:
    blocks = []
    for area in rectangles(pairs):
        rows = range(area.first_row, area.last_row + 1)
        columns = range(area.first_column, area.last_column + 1)
        blocks.append(
            Block(
                area,
                [[pairs[row, column][1] for row in rows] for column in columns],
                [[pairs[row, column][0] for row in rows] for column in columns],
                [False] * len(columns),
            )
        )
    return blocks
