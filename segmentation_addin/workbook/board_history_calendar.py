"""The fixed cells that tell when a review is due and what is left to confirm.

They stand on the History sheet; Home shows them by formula, so that a workbook that
has no History sheet yet is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.core.segmentation import FROM_PREVIOUS, FROM_REVIEW
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.history_facts import day_of
from segmentation_addin.workbook.history_formulas import HISTORY
from segmentation_addin.workbook.host import Cell

HOME = "home"
CALENDAR_ROW, HOME_ROW = 44, 28
"""First line of the block on each sheet."""

_STARTS = {
    FROM_REVIEW: Text("review of {day}", "revue du {day}"),
    FROM_PREVIOUS: Text(
        "period to {day}, today's scale", "période au {day}, barème du jour"
    ),
}


def _start_words(facts: Facts) -> Cell:
    history = facts.history
    if not history.start_from:
        return None
    return _STARTS[history.start_from].in_(facts.language, day=history.start)


_DUE: tuple[tuple[Text, str, Value], ...] = (
    (
        Text("Last closed review", "Dernière revue close"),
        "date",
        lambda facts: day_of(facts.history.calendar.last_closed),
    ),
    (
        Text("Next review due", "Revue suivante due"),
        "date",
        lambda facts: day_of(facts.history.calendar.due),
    ),
    (
        Text("At the latest", "Au plus tard"),
        "date",
        lambda facts: day_of(facts.history.calendar.latest),
    ),
    (Text("Letters at the start", "Lettres de départ"), "right", _start_words),
)
_CARRIED: tuple[tuple[Text, str, Value], ...] = (
    (
        Text("Ratings over 24 months old", "Notes de plus de 24 mois"),
        "count",
        lambda facts: facts.history.calendar.old_ratings,
    ),
    (
        Text("Ratings to confirm", "Notes à confirmer"),
        "count",
        lambda facts: facts.history.calendar.ratings,
    ),
    (
        Text("Rates to confirm", "Taux à confirmer"),
        "count",
        lambda facts: facts.history.calendar.rates,
    ),
    (
        Text("Cost pools to confirm", "Enveloppes à confirmer"),
        "count",
        lambda facts: facts.history.calendar.pools,
    ),
)


def calendar_cells() -> Iterator[FixedCell]:
    """What is due and what was carried over; Home shows the same by formula."""
    title = Text("Calendar and carry-over", "Calendrier et reports")
    yield FixedCell(HISTORY, f"N{CALENDAR_ROW - 1}", "section", title, span=5)
    for row, (label, style, value) in enumerate((*_DUE, *_CARRIED), CALENDAR_ROW):
        yield FixedCell(HISTORY, f"N{row}", "line label", label, span=2)
        yield FixedCell(HISTORY, f"P{row}", f"line {style}", value=value, span=2)
    yield from _home()


def _home() -> Iterator[FixedCell]:
    title = Text("Reviews and freshness", "Revues et fraîcheur")
    yield FixedCell(HOME, f"B{HOME_ROW - 1}", "section", title, span=9)
    for offset, (label, style, value) in enumerate(_DUE):
        row, source = HOME_ROW + offset, CALENDAR_ROW + offset
        yield FixedCell(HOME, f"B{row}", "line label", label, span=2)
        yield _linked(f"D{row}", style, source, value)
    for offset, (label, style, value) in enumerate(_CARRIED):
        row, source = HOME_ROW + offset, CALENDAR_ROW + len(_DUE) + offset
        yield FixedCell(HOME, f"F{row}", "line label", label)
        yield _linked(f"G{row}", style, source, value)
        yield FixedCell(HOME, f"H{row}", "line", Text("", ""), span=3)


def _linked(cell: str, style: str, source: int, value: Value) -> FixedCell:
    """A line of Home that shows a cell of History; blank where that one is."""
    place = f"{{sheet:history}}!$P${source}"
    formula = f'IF({place}="","",{place})'

    def shown(facts: Facts) -> Cell:
        found = value(facts)
        return "" if found is None else found

    return FixedCell(HOME, cell, f"line {style}", formula=formula, value=shown)
