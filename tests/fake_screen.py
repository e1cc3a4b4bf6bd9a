"""A person in front of Excel, in memory: answers in advance, all that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from segmentation_addin.excel.desk import Calls
from segmentation_addin.excel.screen import Selection
from segmentation_addin.languages import Language
from segmentation_addin.workbook.addresses import Area


@dataclass
class FakeScreen:
    """`Screen` with answers prepared: what is asked, said and shown is kept."""

    answers: list[bool] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    selected: Selection | None = None
    hidden: tuple[str, ...] = ()
    browser: bool = True
    locked: bool = False
    place: str | None = None
    unsaved: bool = False
    said: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bar: list[str | None] = field(default_factory=list)
    gone_to: list[tuple[str, str]] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)

    def say(self, message: str, alarming: bool = False) -> None:
        self.said.append(message)
        if alarming:
            self.alarms.append(message)

    def ask(self, question: str) -> bool:
        self.asked.append(question)
        return self.answers.pop(0)

    def choose_files(self, title: str, language: Language) -> list[Path]:
        return self.files

    def status(self, text: str | None) -> None:
        self.bar.append(text)

    def selection(self) -> Selection | None:
        return self.selected

    def go_to(self, sheet: str, cell: str) -> bool:
        if sheet in self.hidden:
            return False
        self.gone_to.append((sheet, cell))
        return True

    def show_sheet(self, sheet: str) -> None:
        self.hidden = tuple(name for name in self.hidden if name != sheet)

    def open_page(self, page: Path) -> bool:
        self.pages.append(page)
        return self.browser

    def read_only(self) -> bool:
        return self.locked

    def saved(self) -> bool:
        return not self.unsaved

    def location(self) -> str | None:
        return self.place


@dataclass
class FakeFormulaCells:
    """`FormulaCells` with as many calling cells as a test wants."""

    cells: int = 0
    refuses: bool = False
    recalculated: int = 0
    frozen: list[Calls] = field(default_factory=list)

    def recalculate(self) -> None:
        if self.refuses:
            raise RuntimeError
        self.recalculated += 1

    def found(self) -> list[Calls]:
        if not self.cells:
            return []
        return [Calls("Analysis", (Area(2, 1, self.cells + 1, 1),))]

    def freeze(self, calls: Sequence[Calls]) -> None:
        self.frozen += calls
