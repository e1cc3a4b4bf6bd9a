# ruff: noqa: N802, N803 - COM's own names
"""Excel itself: the program, its open workbooks, its settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from com_fake.books import Workbook, Workbooks
from com_fake.dispatch import ComObject
from com_fake.errors import refusal
from com_fake.journal import Journal
from com_fake.ranges import Range
from segmentation_addin.workbook.addresses import Area

AUTOMATIC = -4105
ENGLISH = {3: ".", 4: ",", 5: ","}
"""International: decimal sign, thousands sign, list separator."""


class Excel:
    """One running Excel, seen from outside: what a test sets up and looks at."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.hwnd = 4242
        self.pid = 7001
        self.books: list[Workbook] = []
        self.active: Workbook | None = None
        self.selection: Any = None
        self.clipboard: Range | None = None
        self.calculated: list[tuple[str, str]] = []
        """What was recalculated, in order: (kind, address)."""
        self.macros: dict[str, Callable[..., Any]] = {}
        """VBA macros that Run finds, by name."""
        self.macro_options: list[dict[str, Any]] = []
        self.messages: list[str] = []
        """Texts shown in message and input boxes."""
        self.answers: list[Any] = []
        """What the user answers to boxes, in order; then OK."""
        self.gone_to: list[str] = []
        """Addresses that Goto went to."""
        self.application = Application(self)

    def open(self, path: Path) -> Workbook:
        """Opens a file and shows its first sheet, A1 selected."""
        book = Workbook(self, path)
        self.books.append(book)
        self.active = book
        self.selection = Range(book.active, Area(1, 1, 1, 1))
        return book

    def select(self, cells: Range) -> None:
        """Selects cells on the active sheet; error 1004 elsewhere."""
        if self.active is None or cells.sheet is not self.active.active:
            raise refusal("Select method of Range class failed")
        self.selection = cells

    def ask(self, text: str, default: Any) -> Any:
        """Shows a box: the next answer of the test's, else the default."""
        self.messages.append(text)
        return self.answers.pop(0) if self.answers else default


class Application(ComObject):
    """The Application object."""

    def __init__(self, excel: Excel) -> None:
        super().__init__(excel)
        self.settings: dict[str, Any] = {
            "ScreenUpdating": True,
            "Calculation": AUTOMATIC,
            "EnableEvents": True,
            "DisplayAlerts": True,
            "StatusBar": False,
            "Visible": True,
            "Interactive": True,
            "CutCopyMode": 0,
            "AutoFillFormulasInLists": True,
            "AutoExpandListRange": True,
        }

    @property
    def Application(self) -> Application:
        return self

    @property
    def Name(self) -> str:
        return "Microsoft Excel"

    @property
    def Version(self) -> str:
        return "16.0"

    @property
    def OperatingSystem(self) -> str:
        return "Windows (64-bit) NT 10.00"

    @property
    def International(self) -> tuple[Any, ...]:
        return tuple(ENGLISH.get(number, 0) for number in range(1, 46))

    def GetInternational(self, Index: int) -> Any:
        return ENGLISH.get(Index, 0)

    @property
    def Hwnd(self) -> int:
        return self.excel.hwnd

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self.excel)

    @property
    def ActiveWorkbook(self) -> Workbook | None:
        return self.excel.active

    @property
    def ActiveSheet(self) -> Any:
        return None if self.excel.active is None else self.excel.active.active

    @property
    def Selection(self) -> Any:
        return self.excel.selection

    @property
    def ActiveCell(self) -> Any:
        if not isinstance(self.excel.selection, Range):
            return None
        area = self.excel.selection.area
        first = Area(
            area.first_row, area.first_column, area.first_row, area.first_column
        )
        return Range(self.excel.selection.sheet, first)

    @property
    def WorksheetFunction(self) -> WorksheetFunction:
        return WorksheetFunction(self.excel)

    @property
    def AutoCorrect(self) -> AutoCorrect:
        return AutoCorrect(self.excel)

    def Intersect(self, one: Range, other: Range) -> Range | None:
        first, second = one.area, other.area
        if one.sheet is not other.sheet or not first.meets(second):
            return None
        return Range(
            one.sheet,
            Area(
                max(first.first_row, second.first_row),
                max(first.first_column, second.first_column),
                min(first.last_row, second.last_row),
                min(first.last_column, second.last_column),
            ),
        )

    def Union(self, one: Range, *others: Range) -> Range:
        areas = [*one.areas, *(area for other in others for area in other.areas)]
        return Range(one.sheet, *areas)

    def Run(self, Macro: str, *arguments: Any) -> Any:
        name = Macro.rpartition("!")[2]
        if name not in self.excel.macros:
            raise refusal(f"Cannot run the macro '{Macro}'.")
        return self.excel.macros[name](*arguments)

    def Calculate(self) -> None:
        self.excel.calculated.append(("all", ""))

    def CalculateFull(self) -> None:
        self.excel.calculated.append(("full", ""))

    def CalculateFullRebuild(self) -> None:
        self.excel.calculated.append(("rebuild", ""))

    def MacroOptions(self, Macro: str, **options: Any) -> None:
        self.excel.macro_options.append({"Macro": Macro, **options})

    def InputBox(self, Prompt: str, *_: Any, **__: Any) -> Any:
        return self.excel.ask(Prompt, default=False)

    def GetOpenFilename(self, *_: Any, **__: Any) -> Any:
        return self.excel.ask("GetOpenFilename", default=False)

    def Goto(self, Reference: Any = None, Scroll: bool = False) -> None:
        book = self.excel.active
        assert book is not None
        target = Reference if isinstance(Reference, Range) else book.range_of(Reference)
        target.sheet.book.active = target.sheet
        self.excel.active = target.sheet.book
        self.excel.select(target)
        self.excel.gone_to.append(target.address(external=True))

    def Quit(self) -> None:
        self.excel.books.clear()


class AutoCorrect(ComObject):
    """What Excel completes by itself."""


def _setting(name: str) -> property:
    def read(self: Application | AutoCorrect) -> Any:
        self.note(name)
        return self.excel.application.settings[name]

    def write(self: Application | AutoCorrect, value: Any) -> None:
        self.note(f"{name}=")
        self.excel.application.settings[name] = value

    return property(read, write)


for _name in (
    "ScreenUpdating",
    "Calculation",
    "EnableEvents",
    "DisplayAlerts",
    "StatusBar",
    "Visible",
    "Interactive",
    "CutCopyMode",
):
    setattr(Application, _name, _setting(_name))
for _name in ("AutoFillFormulasInLists", "AutoExpandListRange"):
    setattr(AutoCorrect, _name, _setting(_name))


class WorksheetFunction(ComObject):
    """The worksheet functions that a program may call."""

    def CountA(self, cells: Range) -> float:
        return float(sum(not cell.blank for cell in cells.peeked()))

    def Unique(self, *_: Any) -> Any:
        raise refusal("Unable to get the Unique property")
