"""The Map's two short lists: the départements with most and least of the measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.core.french_places import DEPARTMENTS
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_phrases import NOTHING, Phrase, choose, words
from segmentation_addin.workbook.map_places import (
    COUNT,
    DEPARTMENT_FIGURES,
    DEPARTMENT_ROWS,
    HELPER,
    MAP,
    MEASURE,
    MEASURED,
    NAME,
    RANK,
    area,
)
from segmentation_addin.workbook.map_tables import MEASURES

TOP_ROW = 22
LISTED = 5
BOTTOM_ROW = TOP_ROW + LISTED + 3


def named_measure() -> Phrase:
    """The name of the chosen measure."""
    phrase = words(next(iter(MEASURES.values())))
    for number, (key, names) in enumerate(MEASURES.items(), start=1):
        if number > 1:
            phrase = choose(
                f"{MEASURE}={number}",
                lambda facts, key=key: facts.map_measure == key,  # type: ignore[misc]
                words(names),
                phrase,
            )
    return phrase


def map_list_cells() -> Iterator[FixedCell]:
    """Both lists, each line found by its rank."""
    blocks = (
        (
            TOP_ROW,
            Text("The five départements with most", "Les cinq premiers départements"),
        ),
        (
            BOTTOM_ROW,
            Text("The five with least", "Les cinq derniers"),
        ),
    )
    for row, title in blocks:
        yield FixedCell(MAP, f"B{row}", "section", title, span=14)
        yield FixedCell(
            MAP, f"B{row + 1}", "head left", Text("Département", "Département"), span=2
        )
        heads = (
            ("D", 2, Text("Clients", "Clients")),
            ("F", 3, Text("Revenue", "Chiffre d'affaires")),
            ("I", 3, Text("Net margin", "Marge nette")),
        )
        for letter, span, text in heads:
            yield FixedCell(MAP, f"{letter}{row + 1}", "head", text, span=span)
        yield named_measure().cell(MAP, f"L{row + 1}", "head", span=4)
        for position in range(1, LISTED + 1):
            yield from _listed(row + 1 + position, position, row == TOP_ROW)


def _listed(row: int, position: int, top: bool) -> Iterator[FixedCell]:
    """One line; the second list shows nobody who stands in the first."""
    last = f"{COUNT}+1-{position}"
    wanted = str(position) if top else f"IF({last}>{LISTED},{last},0)"
    at = f"${HELPER}{row}"
    nothing = _nothing(top) if position == 1 else NOTHING
    line = _Line(position, top, nothing)
    yield FixedCell(
        MAP,
        at.replace("$", ""),
        "helper right",
        formula=f"IFERROR(MATCH({wanted},{area(RANK, DEPARTMENT_ROWS)},0),0)",
        value=line.place,
    )
    for letter, span, key, style, source in (
        ("B", 2, "name", "label", NAME),
        ("D", 2, "clients", "count", DEPARTMENT_FIGURES["clients"]),
        ("F", 3, "revenue", "amount", DEPARTMENT_FIGURES["revenue"]),
        ("I", 3, "net_margin", "amount", DEPARTMENT_FIGURES["net_margin"]),
        ("L", 4, "measure", "amount chosen", MEASURED),
    ):
        empty = nothing.formula if key == "name" else NOTHING.formula
        found = f"INDEX({area(source, DEPARTMENT_ROWS)},{at})"
        yield FixedCell(
            MAP,
            f"{letter}{row}",
            style,
            formula=Text(
                f"IF({at}=0,{empty.en},{found})", f"IF({at}=0,{empty.fr},{found})"
            ),
            value=lambda facts, key=key: line.shown(facts, key),  # type: ignore[misc]
            span=span,
        )


def _nothing(top: bool) -> Phrase:
    """What the first line of an empty list says."""
    if top:
        return words(Text("No client on the map.", "Aucun client sur la carte."))
    above = Text("All stand already above.", "Tous figurent déjà ci-dessus.")
    return choose(f"{COUNT}=0", lambda f: not f.places.measured, NOTHING, words(above))


@dataclass(frozen=True)
class _Line:
    """One line of a list: whom it shows."""

    position: int
    top: bool
    nothing: Phrase

    def code(self, facts: Facts) -> str | None:
        """Code of the département, None where the list is shorter."""
        ranked = facts.places.code_of_rank
        if self.top:
            return ranked.get(self.position)
        rank = len(ranked) + 1 - self.position
        return ranked.get(rank) if rank > LISTED else None

    def place(self, facts: Facts) -> int:
        """1-based place of the département in the order of codes, or 0."""
        codes = [one.code for one in DEPARTMENTS]
        found = self.code(facts)
        return 0 if found is None else codes.index(found) + 1

    def shown(self, facts: Facts, key: str) -> float | str:
        """One figure of the line, or its name."""
        code = self.code(facts)
        if code is None:
            return self.nothing.value(facts) if key == "name" else ""
        if key == "name":
            return f"{code} {DEPARTMENTS[self.place(facts) - 1].name}"
        if key == "measure":
            return facts.places.measured[code]
        return getattr(facts.places.departments[code], key)  # type: ignore[no-any-return]
