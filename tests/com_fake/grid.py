"""The cells of the fake's sheets, read from a workbook file and written back."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableColumn

from com_fake.entries import Cell, ErrorValue, Value, serial_of
from segmentation_addin.workbook.addresses import Area


@dataclass
class Grid:
    """The cells of one sheet that hold something or have a format."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a place, made when there is none."""
        return self.cells.setdefault((row, column), Cell())

    def peek(self, row: int, column: int) -> Cell:
        """The cell of a place to look at; not to change."""
        return self.cells.get((row, column), _BLANK)

    def places(self, area: Area) -> Iterator[tuple[int, int]]:
        """Row and column of each cell of an area, row by row."""
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                yield row, column

    def used(self) -> Area:
        """The smallest rectangle around all cells that hold something."""
        places = [place for place, cell in self.cells.items() if not cell.blank]
        if not places:
            return Area(1, 1, 1, 1)
        rows, columns = [r for r, _ in places], [c for _, c in places]
        return Area(min(rows), min(columns), max(rows), max(columns))


_BLANK = Cell()


@dataclass
class TableState:
    """One table of a sheet."""

    name: str
    area: Area
    headings: list[str]
    formulas: dict[int, str] = field(default_factory=dict)
    """Place of a column -> its calculated formula, with "="."""
    totals: bool = False
    headers: bool = True
    filters: dict[int, tuple[Any, Any, Any]] = field(default_factory=dict)
    """Field from 1 -> criteria1, operator, criteria2 of an active filter."""
    filterable: bool = True
    empty: bool = False
    """True when the one row is the insert row: DataBodyRange is then Nothing."""

    @property
    def body(self) -> Area:
        """The data rows."""
        return Area(
            self.area.first_row + self.headers,
            self.area.first_column,
            self.area.last_row - self.totals,
            self.area.last_column,
        )


@dataclass
class SheetState:
    """One sheet: its cells, its tables, its names."""

    name: str
    code_name: str
    grid: Grid = field(default_factory=Grid)
    tables: list[TableState] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    """Ranges of the array formulas that the file holds."""
    merged: list[Area] = field(default_factory=list)
    visible: int = -1
    protected: bool = False
    hidden_rows: set[int] = field(default_factory=set)


def opened(path: Path) -> tuple[Any, list[SheetState], dict[str, str], bool]:
    """What a file holds: the openpyxl workbook, sheets, names, 1904 dates or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not keep
        book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
        cached = openpyxl.load_workbook(path, data_only=True)
    from_1904 = book.epoch.year == 1904
    sheets = [_sheet(book[name], cached[name], from_1904) for name in book.sheetnames]
    names = {name: f"={text.attr_text}" for name, text in book.defined_names.items()}
    cached.close()
    return book, sheets, names, from_1904


def _sheet(plain: Any, cached: Any, from_1904: bool) -> SheetState:
    code = plain.sheet_properties.codeName or plain.title
    state = SheetState(plain.title, code)
    state.visible = {"visible": -1, "hidden": 0, "veryHidden": 2}[plain.sheet_state]
    state.protected = bool(plain.protection.sheet)
    state.merged = [Area.parse(str(area)) for area in plain.merged_cells.ranges]
    state.hidden_rows = {n for n, row in plain.row_dimensions.items() if row.hidden}
    state.tables = [_table(table) for table in plain.tables.values()]
    for row in plain.iter_rows():
        for cell in row:
            if cell.value is None and not cell.has_style:
                continue
            made = Cell(format=cell.number_format)
            value = cell.value
            if isinstance(value, ArrayFormula):
                state.arrays.append(Area.parse(value.ref))
                value, made.array = value.text, True
            kind = cell.data_type
            if kind == "f" and value is not None:
                made.formula = shown_formula(str(value), state.tables, cell)
                known = cached.cell(cell.row, cell.column)
                value, kind = known.value, known.data_type
            if cell.hyperlink is not None and value in (
                cell.hyperlink.location,
                cell.hyperlink.target,
            ):
                value = None  # openpyxl's own text for a blank cell with a link
            made.value = _plain(value, kind, from_1904)
            state.grid.cells[cell.row, cell.column] = made
    return state


def _plain(value: Any, kind: str, from_1904: bool) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, str) and kind == "e":
        return ErrorValue(value)
    if isinstance(value, (datetime, date)):
        return serial_of(value, from_1904)
    if isinstance(value, (time, timedelta)):
        return float(openpyxl.utils.datetime.to_excel(value))
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    return _unescaped(str(value))


def _table(table: Table) -> TableState:
    formulas = {
        place: f"={column.calculatedColumnFormula.attr_text}"
        for place, column in enumerate(table.tableColumns)
        if column.calculatedColumnFormula is not None
    }
    auto = table.autoFilter
    active = auto.filterColumn if auto is not None else []
    state = TableState(
        name=table.displayName,
        area=Area.parse(table.ref),
        headings=[_unescaped(column.name) for column in table.tableColumns],
        totals=bool(table.totalsRowCount),
        headers=table.headerRowCount != 0,
        filters={
            f.colId + 1: (tuple(f"={v}" for v in f.filters.filter), 7, None)
            for f in active
        },
        filterable=auto is not None,
        empty=bool(table.insertRow),
    )
    state.formulas = {p: shown_in(text, state.name) for p, text in formulas.items()}
    return state


_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def _escape(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


_THIS_ROW = re.compile(r"\[\[#This Row\],\[((?:'.|[^\]'])+)\]\]")
_AT = re.compile(r"(?<![\w\]])(\w*)\[@(?:\[((?:'.|[^\[\]'])+)\]|((?:'.|[^\[\]'])+))\]")
_SIMPLE = re.compile(r"\w+\Z")


def shown_in(text: str, table: str) -> str:
    """A formula as Excel shows it inside a table: [@Score], not [#This Row]."""

    def shown(match: re.Match[str]) -> str:
        name = match[1]
        return f"[@{name}]" if _SIMPLE.match(name) else f"[@[{name}]]"

    return re.sub(
        re.escape(table) + _THIS_ROW.pattern, shown, text, flags=re.IGNORECASE
    )


def shown_formula(text: str, tables: list[TableState], cell: Any) -> str:
    """The formula of a cell as Excel shows it there."""
    for table in tables:
        if table.body.holds(cell.row, cell.column):
            return shown_in(text, table.name)
    return text


def stored_formula(text: str, table: str | None) -> str:
    """A formula as a file holds it: the row of a table written out."""

    def stored(match: re.Match[str]) -> str:
        return f"{match[1] or table}[[#This Row],[{match[2] or match[3]}]]"

    return text if "[@" not in text else _AT.sub(stored, text)


def saved(
    book: Any, sheets: list[SheetState], names: dict[str, str], path: Path
) -> None:
    """Writes the sheets into the workbook and the workbook into a file."""
    for state in sheets:
        _write_sheet(book[state.name], state)
    for name, text in names.items():
        book.defined_names[name].attr_text = text.removeprefix("=")
    book.save(path)


def _write_sheet(sheet: Any, state: SheetState) -> None:
    held = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row}
    for row, column in held | set(state.grid.cells):
        cell = state.grid.peek(row, column)
        target = sheet.cell(row, column)
        if isinstance(target, MergedCell):
            continue
        table = next((t for t in state.tables if t.body.holds(row, column)), None)
        if cell.formula is not None:
            text = stored_formula(cell.formula, table.name if table else None)
            at = f"{target.coordinate}:{target.coordinate}"
            target.value = ArrayFormula(at, text) if cell.array else text
        else:
            value = cell.value
            if isinstance(value, str):
                target.value = _UNWRITABLE.sub(_escape, value)
                target.data_type = "s"
            else:
                target.value = value.code if isinstance(value, ErrorValue) else value
        if target.number_format != cell.format:
            target.number_format = cell.format
    for table in state.tables:
        _write_table(sheet.tables[table.name], table)


def _write_table(target: Table, table: TableState) -> None:
    target.ref = table.area.text
    target.totalsRowCount = int(table.totals) or None
    if target.autoFilter is not None:
        filtered = Area(
            table.area.first_row,
            table.area.first_column,
            table.body.last_row,
            table.area.last_column,
        )
        target.autoFilter.ref = filtered.text
        if not table.filters:
            target.autoFilter.filterColumn = []
    next_id = max(column.id for column in target.tableColumns) + 1
    for place, heading in enumerate(table.headings):
        if place < len(target.tableColumns):
            continue
        target.tableColumns.append(TableColumn(id=next_id, name=heading))
        next_id += 1
