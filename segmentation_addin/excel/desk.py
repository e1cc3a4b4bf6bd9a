"""What an act of the ribbon works with: the workbook, the person, our formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from segmentation_addin.excel import boxes
from segmentation_addin.excel.screen import Screen
from segmentation_addin.languages import Language, percent
from segmentation_addin.messages import ribbon
from segmentation_addin.workbook.addresses import Area
from segmentation_addin.workbook.host import Host


@dataclass(frozen=True)
class Calls:
    """Cells of one sheet whose formulas call our functions, as rectangles."""

    sheet: str
    areas: tuple[Area, ...]

    @property
    def cells(self) -> int:
        """Number of cells with such a formula."""
        return sum(
            (area.last_row - area.first_row + 1)
            * (area.last_column - area.first_column + 1)
            for area in self.areas
        )


class FormulaCells(Protocol):
    """The cells of a workbook that call our functions."""

    def recalculate(self) -> None:
        """Recalculates the sheets that hold such cells."""

    def found(self) -> list[Calls]:
        """Where such cells are, sheet by sheet."""

    def freeze(self, calls: Sequence[Calls]) -> None:
        """Replaces these formulas by their present values, or changes nothing."""


@dataclass(frozen=True)
class Desk:
    """What an act works with: the workbook, the person, the cells that call us."""

    host: Host
    screen: Screen
    formulas: FormulaCells

    @property
    def language(self) -> Language:
        """Language of the workbook."""
        return self.host.language

    def progress(self, step: str, share: float) -> None:
        """A step of a service, in the status bar."""
        name = ribbon.STEPS.get(step, ribbon.STEPS["write"])
        self.screen.status(
            ribbon.STATUS.in_(
                self.language,
                step=name.in_(self.language),
                share=percent(share, self.language),
            )
        )

    def say(self, text: str, alarming: bool = False) -> None:
        """A message, laid out for a box."""
        self.screen.status(None)
        self.screen.say(boxes.boxed(text), alarming)

    def ask(self, text: str) -> bool:
        """A question, laid out for a box."""
        self.screen.status(None)
        return self.screen.ask(boxes.boxed(text))


def say_what_to_know(desk: Desk) -> None:
    """Filters that were cleared, a workbook that cannot be saved: one box."""
    language = desk.language
    cleared = getattr(desk.host, "cleared_filters", [])
    texts = []
    if cleared:
        texts.append(ribbon.FILTERS_CLEARED.in_(language, tables=", ".join(cleared)))
    if desk.screen.read_only():
        texts.append(ribbon.READ_ONLY.in_(language))
    if texts:
        desk.say("\n\n".join(texts))
