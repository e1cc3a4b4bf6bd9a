"""An Excel for tests, on any system: the real xlwings over workbooks of openpyxl.

    with com_fake.excel(path) as (app, book):      # xlwings' own App and Book
        host = LiveHost(book)
        book.sheets["Home"].range("A1").value      # as on Windows
        seen = com_fake.running()                  # the Excel behind: com_fake.Excel
        seen.journal.calls                         # every COM call; fail_at, fail_on
        seen.answers.append("no")                  # to boxes; seen.messages shows them
        com_fake.saved(book, path)                 # a real .xlsx or .xlsm of the state

Inside the block `import xlwings` gives the Windows one, so that code under test may
import it in its functions; a module that imports it at its top is loaded by
`com_fake.fresh("package.module")`, which forgets it again at the end of the block.
Formulas are not computed: they keep the value of the file, a new one has none.
"""

from __future__ import annotations

import copy
import importlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from com_fake import windows as _windows
from com_fake.application import Excel
from com_fake.books import Workbook
from com_fake.entries import GENERAL
from com_fake.errors import ComError

__all__ = [
    "ComError",
    "Excel",
    "excel",
    "fresh",
    "fresh_functions",
    "running",
    "saved",
    "state",
    "workbook",
]

_fresh: dict[str, types.ModuleType | None] = {}


@contextmanager
def excel(path: Path) -> Iterator[tuple[Any, Any]]:
    """A running Excel with one workbook open: xlwings' App and Book."""
    program = Excel()
    opened = program.open(Path(path))
    with _windows.windows(program) as xlwings:
        app = xlwings.apps[program.pid]
        book = app.books[opened.name]
        program.journal.clear()
        try:
            yield app, book
        finally:
            _forget_fresh()


def running() -> Excel:
    """The Excel of the block: its journal, its boxes, what was recalculated."""
    return _windows.running[0]


def workbook(book: Any) -> Workbook:
    """The fake's own workbook behind one of xlwings'."""
    name = book.impl.xl._inner.name
    return next(held for held in running().books if held.name == name)


def saved(book: Any, path: Path) -> Path:
    """Writes the workbook as it stands into a file; no COM call."""
    held = workbook(book)
    held.save_as(path)
    held.saves.pop()
    return path


def state() -> dict[str, Any]:
    """Everything that a write may not leave changed: cells, tables, settings.

    The value of a formula is left out: Excel would compute it again.
    """
    program = running()
    found: dict[str, Any] = {"settings": dict(program.application.settings)}
    selected = program.selection
    found["selected"] = selected and selected.address(external=True)
    for book in program.books:
        found[book.name] = (book.active.name, dict(book.names), list(book.saves))
        for sheet in book.sheets:
            held = sheet.state
            found[f"[{book.name}]{sheet.name}"] = (
                {
                    place: (
                        cell.formula,
                        cell.value if cell.formula is None else None,
                        cell.array,
                        cell.format,
                    )
                    for place, cell in held.grid.cells.items()
                    if not cell.blank or cell.format != GENERAL
                },
                copy.deepcopy(held.tables),
                (held.visible, set(held.hidden_rows)),
            )
    return found


def fresh(name: str, *decorating: str) -> Any:
    """A module imported anew, with xlwings as on Windows, until the block ends.

    So are the modules `decorating`, on whose decorators it rests.
    """
    for forgotten in (name, *decorating):
        _fresh.setdefault(forgotten, sys.modules.pop(forgotten, None))
    return importlib.import_module(name)


def fresh_functions() -> Any:
    """The module of our worksheet functions, registered as on Windows."""
    package = "segmentation_addin.excel"
    return fresh(
        f"{package}.functions",
        f"{package}.worksheet_function",
        f"{package}.reading_functions",
    )


def _forget_fresh() -> None:
    for name, before in _fresh.items():
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before
            package, _, short = name.rpartition(".")
            if package in sys.modules:
                setattr(sys.modules[package], short, before)
    _fresh.clear()
