# ruff: noqa: N802, N803 - COM's own names
"""Workbooks, sheets and names as COM shows them."""

from __future__ import annotations

import pathlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from com_fake import grid, ranges
from com_fake.dispatch import Collection, ComObject
from com_fake.entries import Cell
from com_fake.errors import refusal
from com_fake.grid import SheetState, TableState
from com_fake.names import Names
from com_fake.ranges import Range
from com_fake.tables import ListObject, ListObjects
from com_fake.vba import VBProject
from segmentation_addin.workbook.addresses import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Resized,
    cell_position,
    extend_formula,
    sheet_of,
    shift_formula,
)

if TYPE_CHECKING:
    from com_fake.application import Excel

MACRO_BOOK = 52
PLAIN_BOOK = 51


class Workbooks(Collection):
    """The open workbooks."""

    def members(self) -> list[Workbook]:
        return self.excel.books

    @property
    def Application(self) -> Any:
        return self.excel.application

    def Open(self, Filename: str, *_: Any, **__: Any) -> Workbook:
        return self.excel.open(Path(Filename))


class Workbook(ComObject):
    """One open workbook."""

    def __init__(self, excel: Excel, path: Path) -> None:
        super().__init__(excel)
        self.path = path
        self.full_name = str(path)
        opened, sheets, names, date_1904 = grid.opened(path)
        self._openpyxl = opened
        self.names = names
        self.date_1904 = date_1904
        self.sheets = [Worksheet(self, state) for state in sheets]
        self.active = self.sheets[0]
        self.read_only = False
        self.saves: list[str] = []
        """Files that Save and SaveAs wrote."""
        self._clean_from = 0
        """Number of COM calls when the file last held all of it."""
        self.modules: dict[str, str] = {}
        """Text of the VBA modules that were imported."""

    @property
    def name(self) -> str:
        return self.full_name.replace("\\", "/").rpartition("/")[2]

    @property
    def Name(self) -> str:
        return self.name

    @property
    def FullName(self) -> str:
        return self.full_name

    @property
    def Path(self) -> str:
        return self.full_name.replace("\\", "/").rpartition("/")[0]

    @property
    def FileFormat(self) -> int:
        return MACRO_BOOK if self.path.suffix == ".xlsm" else PLAIN_BOOK

    @property
    def Application(self) -> Any:
        return self.excel.application

    @property
    def Parent(self) -> Any:
        return self.excel.application

    @property
    def ReadOnly(self) -> bool:
        return self.read_only

    @property
    def Date1904(self) -> bool:
        return self.date_1904

    @property
    def Saved(self) -> bool:
        since = self.excel.journal.calls[self._clean_from :]
        return not any(
            call.endswith("=") and not call.startswith("Application.") for call in since
        )

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self)

    @property
    def Sheets(self) -> Any:
        return Worksheets(self)

    @property
    def ActiveSheet(self) -> Worksheet:
        return self.active

    @property
    def Names(self) -> Names:
        return Names(self)

    @property
    def VBProject(self) -> VBProject:
        return VBProject(self)

    def Activate(self) -> None:
        self.excel.active = self

    def Save(self) -> None:
        self.save_as(self.path)

    def SaveAs(self, Filename: str, FileFormat: int | None = None, **_: Any) -> None:
        self.save_as(Path(Filename))
        self.path, self.full_name = Path(Filename), str(Filename)

    def SaveCopyAs(self, Filename: str) -> None:
        self.save_as(Path(Filename))

    def save_as(self, path: pathlib.Path) -> None:
        """Writes the workbook as it stands into a file."""
        states = [sheet.state for sheet in self.sheets]
        grid.saved(self._openpyxl, states, self.names, path)
        self.saves.append(str(path))
        self._clean_from = len(self.excel.journal.calls)

    def Close(self, SaveChanges: bool | None = None) -> None:
        self.excel.books.remove(self)

    def add_sheet(self, before: Any, after: Any) -> Worksheet:
        """A new blank sheet: before or after another, else before the active one."""
        number = len(self.sheets) + 1
        while any(sheet.name == f"Sheet{number}" for sheet in self.sheets):
            number += 1
        made = self._openpyxl.create_sheet(f"Sheet{number}")
        place = self.sheets.index(after or before or self.active) + (after is not None)
        sheet = Worksheet(self, SheetState(made.title, made.title))
        self.sheets.insert(place, sheet)
        self.active = sheet
        return sheet

    def rename(self, sheet: Worksheet, title: str) -> None:
        """Gives a sheet its new title; error 1004 over 31 characters."""
        if len(title) > 31 or any(s.name == title for s in self.sheets):
            raise refusal("That name is already taken. Try a different one.")
        self._openpyxl[sheet.name].title = title
        sheet.state.name = title

    def range_of(self, text: str) -> Range:
        """The range behind Segmentation!$A$1:$B$2."""
        qualifier, _, address = text.lstrip("=").rpartition("!")
        title = sheet_of(qualifier)
        for sheet in self.sheets:
            if sheet.name == title:
                return sheet.range_of(address)
        raise refusal("Application-defined or object-defined error")


class Worksheets(Collection):
    """The sheets of a workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.excel)
        self.book = book

    def members(self) -> list[Worksheet]:
        return self.book.sheets

    @property
    def Parent(self) -> Workbook:
        return self.book

    def Add(self, Before: Any = None, After: Any = None) -> Worksheet:
        return self.book.add_sheet(Before, After)


class Worksheet(ComObject):
    """One sheet."""

    def __init__(self, book: Workbook, state: SheetState) -> None:
        super().__init__(book.excel)
        self.book = book
        self.state = state
        self.calculates = True
        self.spills: list[Area] = []
        """Ranges that a formula in their first cell fills."""
        self.totals: dict[tuple[str, int], Cell] = {}
        """Cells of totals rows that are switched off, for when they come back."""

    @property
    def name(self) -> str:
        return self.state.name

    def list_objects(self) -> list[ListObject]:
        return [ListObject(self, table) for table in self.state.tables]

    def check_unlocked(self) -> None:
        """Error 1004 on a protected sheet."""
        if self.state.protected:
            raise refusal("The cell or chart is on a protected sheet.")

    def entered(self, areas: tuple[Area, ...]) -> None:
        """A text in a heading renames the column of the table."""
        for table in self.state.tables:
            row = table.area.first_row
            for place in range(len(table.headings)):
                column = table.area.first_column + place
                if any(area.holds(row, column) for area in areas):
                    cell = self.state.grid.cell(row, column)
                    cell.value = str(cell.value or f"Column{place + 1}")
                    table.headings[place] = cell.value
                if self.excel.application.settings["AutoFillFormulasInLists"]:
                    self._complete(table, column, areas)

    def _complete(
        self, table: TableState, column: int, areas: tuple[Area, ...]
    ) -> None:
        """A formula entered in a blank column of a table fills the column."""
        body = table.body
        cells = {
            row: self.state.grid.cell(row, column)
            for row in range(body.first_row, body.last_row + 1)
        }
        entered = [
            row
            for row, cell in cells.items()
            if cell.formula is not None and any(a.holds(row, column) for a in areas)
        ]
        others = [cell for row, cell in cells.items() if row not in entered]
        if entered and all(cell.blank for cell in others):
            first = cells[entered[0]].formula or ""
            for row, cell in cells.items():
                if cell.blank:
                    cell.formula = shift_formula(first, row - entered[0])

    def resized(self, table: TableState, new: Area) -> None:
        """References that end on the table's last row follow it."""
        body = table.body
        move = Resized(
            self.name,
            body.first_row,
            body.first_column,
            body.last_column,
            body.last_row,
            new.last_row,
        )
        for sheet in self.book.sheets:
            for cell in (*sheet.state.grid.cells.values(), *sheet.totals.values()):
                if cell.formula is not None:
                    cell.formula = extend_formula(cell.formula, move, sheet.name)
        for name, text in self.book.names.items():
            self.book.names[name] = extend_formula(text, move, None)

    @property
    def Name(self) -> str:
        return self.state.name

    @Name.setter
    def Name(self, title: str) -> None:
        self.book.rename(self, title)

    @property
    def CodeName(self) -> str:
        return self.state.code_name

    @property
    def Index(self) -> int:
        return self.book.sheets.index(self) + 1

    @property
    def Visible(self) -> int:
        return self.state.visible

    @Visible.setter
    def Visible(self, value: int) -> None:
        self.state.visible = int(value)

    @property
    def Parent(self) -> Workbook:
        return self.book

    @property
    def Application(self) -> Any:
        return self.excel.application

    @property
    def ProtectContents(self) -> bool:
        return self.state.protected

    @property
    def AutoFilterMode(self) -> bool:
        return False

    @property
    def FilterMode(self) -> bool:
        return any(table.filters for table in self.state.tables)

    @property
    def EnableCalculation(self) -> bool:
        return self.calculates

    @EnableCalculation.setter
    def EnableCalculation(self, value: bool) -> None:
        if value and not self.calculates:
            self.excel.calculated.append(("enabled", self.name))
        self.calculates = value

    @property
    def UsedRange(self) -> Range:
        return Range(self, self.state.grid.used())

    @property
    def Cells(self) -> Range:
        return Range(self, Area(1, 1, MAX_ROW, MAX_COLUMN))

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Names(self) -> Names:
        return Names(self.book)

    def Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        first = Cell1 if isinstance(Cell1, Range) else self.range_of(str(Cell1))
        if Cell2 is None:
            return first
        second = Cell2 if isinstance(Cell2, Range) else self.range_of(str(Cell2))
        one, two = first.area, second.area
        return Range(
            self,
            Area(
                min(one.first_row, two.first_row),
                min(one.first_column, two.first_column),
                max(one.last_row, two.last_row),
                max(one.last_column, two.last_column),
            ),
        )

    def range_of(self, text: str) -> ranges.Range:
        """The range of an address, of several, or of a name."""
        areas = []
        for part in text.replace("$", "").split(","):
            try:
                cell_position(part.partition(":")[0])
            except ValueError:
                if part in self.book.names:
                    return self.book.range_of(self.book.names[part])
                raise refusal("Method 'Range' of object failed") from None
            areas.append(Area.parse(part))
        return Range(self, *areas)

    def Activate(self) -> None:
        self.book.active = self
        self.excel.active = self.book

    def Select(self) -> None:
        self.book.active = self

    def Calculate(self) -> None:
        self.excel.calculated.append(("sheet", self.name))
