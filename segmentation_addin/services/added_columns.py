"""Columns that a table of an older workbook lacks, added at its right end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from segmentation_addin.languages import Language
from segmentation_addin.template.merged_styles import MergedStyles
from segmentation_addin.template.parts import Parts
from segmentation_addin.workbook.addresses import Area, Resized, cell_address
from segmentation_addin.workbook.book_part import BookPart, BookTable
from segmentation_addin.workbook.declaration import Column, Table, match_columns
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.sheet_part import CellPatch, SheetPart
from segmentation_addin.workbook.table_part import TablePart

STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class ColumnsFound:
    """Declared columns that a table lacks, and what keeps them from being added."""

    table: str
    headings: tuple[str, ...]
    hindrance: str | None = None
    """Key of the text that says why they are left out; None: they were added."""
    cell: str = ""


def missing_columns(book: BookPart) -> Iterator[tuple[BookTable, Table, list[Column]]]:
    """The tables of ours that lack declared columns, and those columns."""
    for table in book.tables:
        declared = TABLES.get(table.part.name)
        if declared is None:
            continue
        matched = match_columns(declared, table.part.headings)
        lacking = [column for column in declared.columns if column.key not in matched]
        if lacking:
            yield table, declared, lacking


def with_columns(
    parts: Parts, book: BookPart, donor: Package, language: Language
) -> tuple[Parts, list[ColumnsFound]]:
    """The workbook with the columns that can be added, and what became of each."""
    found: list[ColumnsFound] = []
    template = BookPart(donor)
    sheets: dict[str, SheetPart] = {}
    for table, declared, lacking in missing_columns(book):
        part = table.sheet.part
        if part not in sheets:
            sheets[part] = SheetPart(parts[part], book.package.name, part)
        sheet = sheets[part]
        others = [t for t in book.tables if t.sheet.part == part and t is not table]
        plain = [column for column in lacking if column.formula is None]
        native = [column for column in lacking if column.formula is not None]
        hindrance, cell = _hindrance(table, sheet, others, len(plain))
        for columns, why, where in (
            (native, "column_formula", ""),
            (plain, hindrance, cell),
        ):
            if columns:
                headings = tuple(column.heading.in_(language) for column in columns)
                found.append(ColumnsFound(declared.name, headings, why, where))
        source = template.table(declared.name)
        if plain and hindrance is None and source is not None:
            parts = _added(parts, table, sheet, plain, language, (donor, source))
    for part, sheet in sheets.items():
        if sheet.changed:
            parts = {**parts, part: b"".join(sheet.chunks())}
    return parts, found


def _hindrance(
    table: BookTable, sheet: SheetPart, others: Sequence[BookTable], count: int
) -> tuple[str | None, str]:
    whole = table.part.area
    if table.part.totals_rows:
        return "column_totals", ""
    fresh = Area(
        whole.first_row,
        whole.last_column + 1,
        whole.last_row,
        whole.last_column + count,
    )
    cell = sheet.has_content(fresh)
    if cell is None:
        met = [other.part.area for other in others if other.part.area.meets(fresh)]
        met += [area for area in sheet.merged() if area.meets(fresh)]
        cell = (met[0].first_row, met[0].first_column) if met else None
    return (None, "") if cell is None else ("column_beside", cell_address(*cell))


def _added(
    parts: Parts,
    table: BookTable,
    sheet: SheetPart,
    columns: Sequence[Column],
    language: Language,
    origin: tuple[Package, BookTable],
) -> Parts:
    donor, source = origin
    styles = MergedStyles(parts[STYLES], donor.read(STYLES))
    look = SheetPart(donor.read(source.sheet.part), donor.name, source.sheet.part)
    whole, body = table.part.area, table.part.body
    places = match_columns(TABLES[table.part.name], source.part.headings)
    headings = []
    for offset, column in enumerate(columns, start=1):
        heading = column.heading.in_(language)
        headings.append(heading)
        at = source.part.area.first_column + source.part.headings.index(
            places[column.key]
        )
        head, cell = (
            _style(styles, look.style(row, at))
            for row in (source.part.area.first_row, source.part.body.first_row)
        )
        place = whole.last_column + offset
        sheet.patch(whole.first_row, place, CellPatch(heading, head))
        for row in range(body.first_row, body.last_row + 1):
            sheet.patch(row, place, CellPatch(None, cell))
    right = whole.last_column + len(columns)
    sheet.head = _wider(sheet.head, right)
    last = body.last_row
    stays = Resized(
        table.sheet.title,
        body.first_row,
        body.first_column,
        body.last_column,
        last,
        last,
    )
    new = _table(parts, table).resized(stays, tuple(headings))
    return {**parts, table.part.part: new, STYLES: styles.xml}


def _table(parts: Parts, table: BookTable) -> TablePart:
    return TablePart(parts[table.part.part], table.sheet.title, table.part.part)


def _style(styles: MergedStyles, shown: str) -> str:
    number = re.search(r"\d+", shown)
    return f' s="{styles.cell(int(number[0]))}"' if number else ""


def _wider(head: bytes, right: int) -> bytes:
    found = re.search(rb'<dimension ref="([^"]+)"', head)
    if found is None:
        return head
    old = Area.parse(found[1].decode())
    new = Area(
        old.first_row, old.first_column, old.last_row, max(old.last_column, right)
    )
    return head.replace(found[0], f'<dimension ref="{new.text}"'.encode(), 1)
