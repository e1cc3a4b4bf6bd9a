# ruff: noqa: N802, N803 - COM's own names
"""The defined names of a workbook as COM shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from com_fake.dispatch import Collection, ComObject
from com_fake.ranges import Range

if TYPE_CHECKING:
    from com_fake.books import Workbook


class Names(Collection):
    """The names of a workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.excel)
        self.book = book

    def members(self) -> list[Name]:
        return [Name(self.book, name) for name in self.book.names]

    def Add(self, Name: str, RefersTo: str) -> Any:
        self.book.names[Name] = RefersTo
        return self.found(Name)


class Name(ComObject):
    """One name."""

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book.excel)
        self.book = book
        self.name = name

    @property
    def Name(self) -> str:
        return self.name

    @property
    def RefersTo(self) -> str:
        return self.book.names[self.name]

    @property
    def RefersToRange(self) -> Range:
        return self.book.range_of(self.book.names[self.name])

    def Delete(self) -> None:
        del self.book.names[self.name]
