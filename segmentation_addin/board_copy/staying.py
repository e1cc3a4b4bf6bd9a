"""What stays in the copy, and so which formulas can stay formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from segmentation_addin.board_copy.references import (
    UNSAFE,
    Spoken,
    cells_spoken,
    spoken,
    with_values,
)

Reason = Literal["calls", "outside", "refers"]
"""Why a formula became its value: it calls a function that needs macros, it leaves
the workbook, or it refers to what was left out."""
Twin = Callable[[str], str | None]
"""A formula that calls our functions -> the native formula that equals it."""

_NEEDS_A_CELL = frozenset(
    {"COLUMN", "COUNTBLANK", "FORMULATEXT", "ISFORMULA", "ISREF", "OFFSET", "ROW"}
)
_LONGEST_LITERAL = 255


@dataclass(frozen=True)
class Verdict:
    """What becomes of one formula: `formula` stands in the copy, or none does."""

    formula: str | None
    reason: Reason | None = None


@dataclass
class Staying:
    """The sheets, tables and names of the copy.

    Args:
        titles: titles of the sheets that stay, in lower case.
        tables: names of the tables that stay, in lower case.
        left_tables: names of all other tables, in lower case.
        names: name in lower case -> text of each name that may stay.
        left_names: names that cannot stay, in lower case.
        cells: (title in lower case, address) -> literal of cells of Home.
        name_values: name in lower case -> literal of names of such cells.
        twin: what turns a call of ours into a native formula; None freezes it.
    """

    titles: frozenset[str]
    tables: frozenset[str]
    left_tables: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    left_names: frozenset[str] = frozenset()
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    name_values: Mapping[str, str] = field(default_factory=dict)
    twin: Twin | None = None
    used: set[str] = field(default_factory=set)
    """Names, in lower case, that a formula of the copy speaks of."""
    _known: dict[str, Verdict] = field(default_factory=dict)

    def verdict(self, formula: str) -> Verdict:
        """What becomes of a formula, given without "="."""
        found = self._known.get(formula)
        if found is None:
            found = self._known[formula] = self._judged(formula)
            if found.formula is not None:
                self._note(found.formula)
        return found

    def stays(self, formula: str) -> bool:
        """True when a formula can stand in the copy as it is written."""
        return self.verdict(formula).formula == formula

    def _judged(self, formula: str) -> Verdict:
        found = spoken(formula)
        if found.outside or found.calls & UNSAFE:
            return Verdict(None, "outside")
        strange = {call for call in found.foreign_calls if not self._is_name(call)}
        if strange:
            twin = self.twin(formula) if self.twin is not None else None
            if twin is None or twin == formula:
                return Verdict(None, "calls")
            after = self._judged(twin)
            return after if after.formula is not None else Verdict(None, "calls")
        if self._lacks_nothing(found):
            return Verdict(formula)
        return self._valued(formula, found)

    def _is_name(self, word: str) -> bool:
        return word.casefold() in self.names

    def _lacks_nothing(self, found: Spoken) -> bool:
        words = {word.casefold() for word in found.words}
        return (
            {title.casefold() for title in found.sheets} <= self.titles
            and {table.casefold() for table in found.tables} <= self.tables
            and not words & (self.left_tables | self.left_names)
        )

    def _valued(self, formula: str, found: Spoken) -> Verdict:
        """The formula with the cells of Home that it names as plain values."""
        lost = Verdict(None, "refers")
        if found.calls & _NEEDS_A_CELL:
            return lost
        new = with_values(formula, self.cells, self.name_values)
        if new == formula or not self._lacks_nothing(spoken(new)):
            return lost
        return Verdict(new)

    def _note(self, formula: str) -> None:
        """Remembers the names that a formula needs, and those that these need."""
        found = spoken(formula)
        words = {word.casefold() for word in found.words | found.foreign_calls}
        for word in words & self.names.keys() - self.used:
            self.used.add(word)
            self._note(self.names[word])


def literal(value: object) -> str | None:
    """A value as it is written inside a formula; None when it cannot be.

    >>> literal('3" pipe'), literal(45.0), literal(-2), literal(None), literal(True)
    ('"3"" pipe"', '45', '(-2)', '""', 'TRUE')
    """
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        short = len(value) <= _LONGEST_LITERAL
        return '"' + value.replace('"', '""') + '"' if short else None
    if isinstance(value, (int, float)):
        text = repr(value).removesuffix(".0")
        return text if value >= 0 else f"({text})"
    return None


def single_cells(formula: str) -> set[tuple[str, str]]:
    """Title in lower case and address of each single cell named with its sheet."""
    return {(title.casefold(), address) for title, address in cells_spoken(formula)}
