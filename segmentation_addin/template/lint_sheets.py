"""Findings in sheets, tables, formulas and names."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.template.lint_findings import Finding
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.parts import Parts
from segmentation_addin.workbook.addresses import cell_position

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED_SHEET = re.compile(r"'(?:[^']|'')*'(?=!|:)")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SPECIAL_ITEMS = {"#all", "#data", "#headers", "#totals", "#this row"}


@dataclass(frozen=True)
class SheetRead:
    """One worksheet: its title, its part, and its content."""

    title: str
    part: str
    root: ET.Element

    @property
    def code_name(self) -> str:
        """The name by which VBA knows it; "" without one."""
        found = self.root.find(f"{MAIN}sheetPr")
        return "" if found is None else found.get("codeName", "")


@dataclass(frozen=True)
class TableRead:
    """One table part and the sheet that holds it."""

    sheet: SheetRead
    part: str
    root: ET.Element

    @property
    def name(self) -> str:
        """The name by which formulas know it."""
        return self.root.get("displayName", "")

    @property
    def columns(self) -> list[str]:
        """Names of its columns."""
        found = self.root.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")
        return [_plain(column.get("name", "")) for column in found]


def sheet_findings(parts: Parts) -> list[Finding]:
    """What is wrong in sheets, tables, formulas and names."""
    sheets = read_sheets(parts)
    tables = [table for sheet in sheets for table in _tables(parts, sheet)]
    texts = _shared_texts(parts)
    findings = list(_name_findings(parts, tables))
    for sheet in sheets:
        findings += _order_findings(sheet)
    for table in tables:
        findings += _table_findings(table, texts)
    for part, formula in _formulas(parts, sheets, tables):
        findings += _formula_findings(part, formula, tables)
    return list(dict.fromkeys(findings))


# --- reading ------------------------------------------------------------------


def read_sheets(parts: Parts) -> list[SheetRead]:
    """The worksheets, in the workbook's order."""
    book = ET.fromstring(parts[BOOK_PART])  # noqa: S314
    links = _links(parts, BOOK_PART)
    return [
        SheetRead(sheet.get("name", ""), part, ET.fromstring(parts[part]))  # noqa: S314
        for sheet in book.iterfind(f"{MAIN}sheets/{MAIN}sheet")
        if (part := links.get(sheet.get(_ID, ""), "")) in parts
        and part.startswith("xl/worksheets/")
    ]


def _links(parts: Parts, part: str) -> dict[str, str]:
    """Parts that a part leads to, by the number of the relation."""
    folder, name = posixpath.split(part)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    if relations is None:
        return {}
    return {
        link.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, link.get("Target", ""))
        ).lstrip("/")
        for link in ET.fromstring(relations)  # noqa: S314
        if link.get("TargetMode") != "External"
    }


def _tables(parts: Parts, sheet: SheetRead) -> Iterator[TableRead]:
    links = _links(parts, sheet.part)
    for reference in sheet.root.iterfind(f"{MAIN}tableParts/{MAIN}tablePart"):
        part = links[reference.get(_ID, "")]
        yield TableRead(sheet, part, ET.fromstring(parts[part]))  # noqa: S314


def _shared_texts(parts: Parts) -> list[str]:
    content = parts.get("xl/sharedStrings.xml")
    if content is None:
        return []
    root = ET.fromstring(content)  # noqa: S314
    return [_text_of(item) for item in root.iterfind(f"{MAIN}si")]


def _text_of(item: ET.Element) -> str:
    """A text as a reader sees it: its runs joined, phonetic hints left out."""
    runs = [*item.iterfind(f"{MAIN}t"), *item.iterfind(f"{MAIN}r/{MAIN}t")]
    return _plain("".join(run.text or "" for run in runs))


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _place(address: str) -> tuple[int, int]:
    """Row and column of a cell, 1-based; (0, 0) when it is none."""
    try:
        return cell_position(address)
    except ValueError:
        return 0, 0


# --- names, rows --------------------------------------------------------------


def _name_findings(parts: Parts, tables: list[TableRead]) -> Iterator[Finding]:
    book = ET.fromstring(parts[BOOK_PART])  # noqa: S314
    taken = {(table.name.casefold(), "") for table in tables}
    if len(taken) != len(tables):
        yield Finding(BOOK_PART, "two tables bear the same name")
    for defined in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        name = defined.get("name", "")
        key = name.casefold(), defined.get("localSheetId", "")
        if key in taken:
            yield Finding(BOOK_PART, f"the name {name} is defined twice")
        taken.add(key)


def _order_findings(sheet: SheetRead) -> Iterator[Finding]:
    last_row = 0
    for row in sheet.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield Finding(sheet.part, f"row {number} follows row {last_row}")
        last_row = number
        last_column = 0
        for cell in row.iterfind(f"{MAIN}c"):
            at_row, column = _place(cell.get("r", ""))
            if at_row != number or column <= last_column:
                yield Finding(
                    sheet.part, f"cell {cell.get('r')} is out of order in row {number}"
                )
            last_column = column


# --- tables -------------------------------------------------------------------


def _table_findings(table: TableRead, texts: list[str]) -> Iterator[Finding]:
    name, columns = table.name, table.columns
    start, _, end = table.root.get("ref", "").partition(":")
    (top, left), (bottom, right) = _place(start), _place(end)
    if right - left + 1 != len(columns) or bottom <= top:
        area = f"{start}:{end}"
        yield Finding(
            table.part, f"{name} covers {area}, but has {len(columns)} columns"
        )
    if len({column.casefold() for column in columns}) != len(columns):
        yield Finding(table.part, f"{name} has two columns of the same name")
    filtered = table.root.find(f"{MAIN}autoFilter")
    if filtered is not None:
        first, _, last = filtered.get("ref", "").partition(":")
        rows = int(table.root.get("totalsRowCount", "0"))
        if first != start or _place(last) != (bottom - rows, right):
            yield Finding(table.part, f"{name}: the filter covers other cells")
    if table.root.get("headerRowCount") == "0":
        return
    shown = _row_texts(table.sheet, top, texts)
    for position, column in enumerate(columns):
        heading = shown.get(left + position)
        if heading != column:
            yield Finding(
                table.sheet.part,
                f"{name}: the heading {heading!r} is not its column {column!r}",
            )


def _row_texts(sheet: SheetRead, number: int, texts: list[str]) -> dict[int, str]:
    """The texts of one row by column; cells that hold no text are left out."""
    found = {}
    for row in sheet.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        if row.get("r") != str(number):
            continue
        for cell in row.iterfind(f"{MAIN}c"):
            column = _place(cell.get("r", ""))[1]
            inline = cell.find(f"{MAIN}is")
            value = cell.findtext(f"{MAIN}v", "")
            if inline is not None:
                found[column] = _text_of(inline)
            elif cell.get("t") == "s" and value.isdigit() and int(value) < len(texts):
                found[column] = texts[int(value)]
            elif cell.get("t") == "str":
                found[column] = _plain(value)
    return found


# --- formulas -----------------------------------------------------------------


def _formulas(
    parts: Parts, sheets: list[SheetRead], tables: list[TableRead]
) -> Iterator[tuple[str, str]]:
    """Every formula with the part that holds it."""
    tags = ("f", "formula", "formula1", "formula2")
    for sheet in sheets:
        for tag in tags:
            for element in sheet.root.iter(MAIN + tag):
                yield sheet.part, element.text or ""
    for table in tables:
        for element in table.root.iter(f"{MAIN}calculatedColumnFormula"):
            yield table.part, element.text or ""
    book = ET.fromstring(parts[BOOK_PART])  # noqa: S314
    for element in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        yield BOOK_PART, element.text or ""


def _formula_findings(
    part: str, formula: str, tables: list[TableRead]
) -> Iterator[Finding]:
    code = _TEXT.sub('""', _QUOTED_SHEET.sub("_", formula))
    known = {table.name.casefold(): table for table in tables}
    for table_name, inside in _structured(code):
        if table_name.isdigit() or (not table_name and inside.isdigit()):
            continue
        if not table_name:
            yield Finding(part, f"[{inside}] without its table in {formula}")
            continue
        if inside.startswith("@") or "[@" in inside:
            yield Finding(
                part, f"[{inside}] must be written [[#This Row],…]: {formula}"
            )
            continue
        table = known.get(table_name.casefold())
        if table is None:
            yield Finding(part, f"a table that is not there: {table_name}")
            continue
        columns = {column.casefold() for column in table.columns}
        for named in _columns(inside):
            if named.casefold() not in columns:
                yield Finding(part, f"{table_name} has no column {named!r}: {formula}")


def _structured(code: str) -> Iterator[tuple[str, str]]:
    """Table name and inside of each structured reference; brackets may nest."""
    at = 0
    while (start := code.find("[", at)) >= 0:
        depth, end = 1, start + 1
        while depth and end < len(code):
            if code[end] == "'":
                end += 1
            elif code[end] in "[]":
                depth += 1 if code[end] == "[" else -1
            end += 1
        name = re.search(r"[\w.\\]*$", code[at:start])
        yield (name[0] if name else ""), code[start + 1 : end - 1]
        at = end


def _columns(inside: str) -> Iterator[str]:
    """The columns that a structured reference names, as a reader sees them."""
    pieces = re.findall(r"\[((?:[^\[\]']|'.)*)\]", inside) or [inside]
    for piece in pieces:
        if piece.strip().casefold() not in _SPECIAL_ITEMS and piece.strip():
            yield _plain(re.sub(r"'(.)", r"\1", piece))
