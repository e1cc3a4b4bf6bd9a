"""The person in front of Excel: what a macro may say, ask, show and look at.

`LiveScreen` works over the public API of xlwings on Windows and on the Mac. What
differs: a message is a Windows message box, on the Mac an alert of the system; the
files are chosen in Excel's own dialog, on the Mac in that of the system.
"""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from segmentation_addin.excel.tokens import error_of
from segmentation_addin.excel.undo import tried
from segmentation_addin.languages import Language
from segmentation_addin.messages import ribbon
from segmentation_addin.workbook.host import Cell, CellError

if TYPE_CHECKING:
    import xlwings

SHEET_VISIBLE = -1
"""xlSheetVisible; 0 and 2 are hidden. On the Mac xlwings gives True or False."""
PATTERNS = "*.csv;*.txt;*.tsv;*.xlsx;*.xlsm;*.xls;*.xlsb;*.ods;*.parquet"
CHOOSE_ON_MAC = """on run argv
activate
set chosen to choose file with prompt (item 1 of argv) with multiple selections allowed
set lines to ""
repeat with one in chosen
set lines to lines & (POSIX path of one) & linefeed
end repeat
return lines
end run"""
"""AppleScript of the system's file dialog; the title arrives as its argument."""


@dataclass(frozen=True)
class Selection:
    """The cell that is selected: where it stands and what it holds."""

    sheet: str
    row: int
    column: int
    value: Cell


class Screen(Protocol):
    """What a macro may do to the person in front of Excel."""

    def say(self, message: str, alarming: bool = False) -> None:
        """Shows a message until it is closed."""

    def ask(self, question: str) -> bool:
        """True when the answer is yes."""

    def choose_files(self, title: str, language: Language) -> list[Path]:
        """The files that the person chose; none when the dialog was cancelled."""

    def status(self, text: str | None) -> None:
        """Shows a text in the status bar; None gives the bar back to Excel."""

    def selection(self) -> Selection | None:
        """The active cell of this workbook; None when no cell is selected."""

    def go_to(self, sheet: str, cell: str) -> bool:
        """Selects a cell or range; False when its sheet is hidden or gone."""

    def show_sheet(self, sheet: str) -> None:
        """Shows a sheet that is hidden, where Excel allows it."""

    def open_page(self, page: Path) -> bool:
        """Opens a page of this computer in the browser."""

    def read_only(self) -> bool:
        """True when the workbook cannot be saved under its name."""

    def saved(self) -> bool:
        """True when the file holds all that the workbook shows."""

    def location(self) -> str | None:
        """The path or, on a server, the address of the workbook; None for a new one."""


class LiveScreen:
    """`Screen` in a running Excel."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self._shown = ""

    def say(self, message: str, alarming: bool = False) -> None:
        """A message box of the system, above Excel."""
        mode = "critical" if alarming else "info"
        self._book.app.alert(message, ribbon.TITLE.en, mode=mode)

    def ask(self, question: str) -> bool:
        """A box with Yes and No (worded by the system)."""
        answer = self._book.app.alert(question, ribbon.TITLE.en, buttons="yes_no")
        return answer == "yes"

    def choose_files(self, title: str, language: Language) -> list[Path]:
        """Several files at once, in a dialog."""
        if sys.platform == "darwin":
            return _chosen_on_mac(title)
        tables = ribbon.FILE_KINDS.in_(language)
        everything = ribbon.ALL_FILES.in_(language)
        filters = f"{tables},{PATTERNS},{everything},*.*"
        chosen = self._book.app.api.GetOpenFilename(
            FileFilter=filters, FilterIndex=1, Title=title, MultiSelect=True
        )
        if not chosen or isinstance(chosen, bool):
            return []
        names = [chosen] if isinstance(chosen, str) else chosen
        return [Path(str(name)) for name in names]

    def status(self, text: str | None) -> None:
        """Writes to the status bar, when the text is a new one.

        A bar that Excel will not write stops nothing.
        """
        shown = text or ""
        if shown != self._shown and tried(partial(self._write_bar, shown or False)):
            self._shown = shown

    def _write_bar(self, text: str | bool) -> None:
        self._book.app.status_bar = text

    def selection(self) -> Selection | None:
        """The first cell of the selection, when this workbook is in front."""
        try:
            selected = self._book.selection
        except AttributeError:  # xlwings, where nothing at all is selected
            return None
        if selected is None:
            return None
        cell = selected[0, 0]
        return Selection(cell.sheet.name, cell.row, cell.column, _plain(cell.raw_value))

    def go_to(self, sheet: str, cell: str) -> bool:
        """Activates the sheet and selects the cell."""
        wanted = next((s for s in self._book.sheets if s.name == sheet), None)
        if wanted is None or wanted.visible not in (True, SHEET_VISIBLE):
            return False
        wanted.activate()
        wanted.range(cell).select()
        return True

    def show_sheet(self, sheet: str) -> None:
        """As the menu of the tabs does; not where the workbook is protected."""
        wanted = next((s for s in self._book.sheets if s.name == sheet), None)
        if wanted is not None and wanted.visible not in (True, SHEET_VISIBLE):
            tried(partial(self._show, wanted))

    def _show(self, sheet: xlwings.Sheet) -> None:
        sheet.visible = True

    def open_page(self, page: Path) -> bool:
        """The default browser, on a file address: nothing goes over a network."""
        return webbrowser.open(page.as_uri())

    def read_only(self) -> bool:
        """What Excel says of the open file."""
        if sys.platform == "darwin":
            return bool(self._book.api.read_only.get())
        return bool(self._book.api.ReadOnly)

    def saved(self) -> bool:
        """What Excel says of changes since the last save."""
        if sys.platform == "darwin":
            return bool(self._book.api.saved.get())
        return bool(self._book.api.Saved)

    def location(self) -> str | None:
        """As Excel names it: xlwings would look for the file behind an address."""
        mac = sys.platform == "darwin"
        name = str(self._book.fullname if mac else self._book.api.FullName)
        return name if "/" in name or "\\" in name else None


def _plain(value: object) -> Cell:
    error = error_of(value)
    if error is not None:
        return CellError(error)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)


def _chosen_on_mac(title: str) -> list[Path]:
    """The system's dialog; an answer other than files (cancelled) is no file."""
    done = subprocess.run(  # noqa: S603 - a fixed program; the title is an argument
        ["/usr/bin/osascript", "-e", CHOOSE_ON_MAC, title],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return []
    return [Path(line) for line in done.stdout.splitlines() if line]
