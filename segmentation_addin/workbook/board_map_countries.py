"""The Map's countries: the first by revenue, coloured by the chosen measure."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_map_helpers import helper_heads, helper_line
from segmentation_addin.workbook.board_map_lists import named_measure
from segmentation_addin.workbook.board_phrases import NOTHING, Phrase, choose, words
from segmentation_addin.workbook.map_figures import LISTED, Place
from segmentation_addin.workbook.map_places import (
    ABROAD,
    COUNTRY_FIGURES,
    COUNTRY_ROW,
    COUNTRY_ROWS,
    MAP,
    MEASURED_COUNTRY,
    Found,
    head,
    line,
)

TOTAL_ROW, OTHERS_ROW = COUNTRY_ROWS[0] - 1, COUNTRY_ROWS[1] + 1
_RANK = column("country_rank")


def country_cells() -> Iterator[FixedCell]:
    """The total first, then the countries, then the others where there are any."""
    title = Text(
        f"Countries: the first {LISTED} by revenue",
        f"Pays : les {LISTED} premiers en chiffre d'affaires",
    )
    yield FixedCell(MAP, f"{ABROAD.name}{COUNTRY_ROW}", "section", title, span=16)
    yield from head(ABROAD, COUNTRY_ROW + 1, Text("Country", "Pays"))
    place = f"{MEASURED_COUNTRY}{COUNTRY_ROW + 1}"
    yield named_measure().cell(MAP, place, "head", span=3)
    yield from helper_heads("Pays", "BE", COUNTRY_FIGURES, COUNTRY_ROW + 1)
    yield from _line(
        TOTAL_ROW, words(Text("Total", "Total")), f'{_RANK},">0"', _everywhere, "total"
    )
    for number in range(1, LISTED + 1):
        found = f"INDEX({column('country')},MATCH({number},{_RANK},0))"
        name = Phrase(
            Text(f'IFERROR({found}&"","")', f'IFERROR({found}&"","")'),
            lambda facts, number=number: facts.places.countries.get(number, ""),  # type: ignore[misc]
        )
        row = COUNTRY_ROWS[0] + number - 1
        yield from _line(row, name, f"{_RANK},{number}", _listed(number))
    some = choose(
        f'COUNTIFS({_RANK},">{LISTED}")>0',
        lambda facts: facts.places.other_countries.clients > 0,
        words(Text("Others", "Autres")),
        NOTHING,
    )
    yield from _line(OTHERS_ROW, some, f'{_RANK},">{LISTED}"', _others)


def _line(
    row: int, name: Phrase, criterion: str, found: Found, style: str = ""
) -> Iterator[FixedCell]:
    """A line that is blank where its name is."""
    named = f"{ABROAD.name}{row}"
    yield name.cell(MAP, named, f"{style} label".strip(), span=ABROAD.name_span)
    shown = {
        key: f'IF(${named}="","",{letters}{row})'
        for key, letters in COUNTRY_FIGURES.items()
    }
    yield from line(ABROAD, row, style, shown, found)

    def measured(facts: Facts) -> float | str:
        place = found(facts)
        return "" if place is None else place.measured(facts.map_measure)

    yield FixedCell(
        MAP,
        f"{MEASURED_COUNTRY}{row}",
        f"{style} amount".strip(),
        formula=shown["measured"],
        value=measured,
        span=3,
    )
    yield from helper_line(
        COUNTRY_FIGURES, row, criterion, lambda facts: found(facts) or Place()
    )


def _everywhere(facts: Facts) -> Place:
    return facts.places.all_countries


def _others(facts: Facts) -> Place | None:
    found = facts.places.other_countries
    return found if found.clients else None


def _listed(number: int) -> Found:
    def found(facts: Facts) -> Place | None:
        named = facts.places.countries.get(number, "") != ""
        return facts.places.listed[number] if named else None

    return found
