# ruff: noqa: N802, N803 - COM's own names
"""The macros of a workbook as COM shows them: its project and its modules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from com_fake.dispatch import ComObject
from com_fake.errors import bad_index

if TYPE_CHECKING:
    from com_fake.books import Workbook


class VBProject(ComObject):
    """The macros of a workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.excel)
        self.book = book

    @property
    def VBComponents(self) -> VBComponents:
        return VBComponents(self.book)


class VBComponents(ComObject):
    """The modules of a workbook's macros."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.excel)
        self.book = book

    def __call__(self, name: str) -> VBComponent:
        self.note("Item()")
        if name not in self.book.modules:
            raise bad_index(name)
        return VBComponent(self.book, name)

    def Remove(self, module: VBComponent) -> None:
        del self.book.modules[module.name]

    def Import(self, FileName: str) -> VBComponent:
        text = Path(FileName).read_text(encoding="utf-8")
        name = text.partition('VB_Name = "')[2].partition('"')[0]
        self.book.modules[name] = text
        return VBComponent(self.book, name)


class VBComponent(ComObject):
    """One module."""

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book.excel)
        self.book = book
        self.name = name

    @property
    def Name(self) -> str:
        return self.name
