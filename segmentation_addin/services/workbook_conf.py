"""The settings sheet of a workbook, by which Excel finds Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from segmentation_addin.environment import CONF_ROWS, CONF_SHEET
from segmentation_addin.workbook.book_part import BookPart, BookSheet
from segmentation_addin.workbook.cell_values import BookValues
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.sheet_part import SheetPart

WANTED: Mapping[str, str] = dict(CONF_ROWS)


def conf_sheet(book: BookPart) -> BookSheet | None:
    """The settings sheet; None when the workbook has none."""
    for sheet in book.sheets:
        if sheet.title.casefold() == CONF_SHEET.casefold():
            return sheet
    return None


def conf_values(data: bytes, book: BookPart) -> dict[str, Cell] | None:
    """Key and value of each row down to the first blank; None without the sheet."""
    sheet = conf_sheet(book)
    if sheet is None:
        return None
    part = SheetPart(book.package.read(sheet.part), book.package.name, sheet.part)
    values = BookValues(data, book).sheet(sheet, part)
    return dict(_rows(values.columns(1, len(values.rows), 1, 2)))


def _rows(columns: list[list[Cell]]) -> Iterator[tuple[str, Cell]]:
    for key, value in zip(*columns, strict=True):
        if key is None:
            return
        yield str(key).strip().upper(), value
