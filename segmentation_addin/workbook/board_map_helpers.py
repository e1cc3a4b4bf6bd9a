"""The Map's helper figures, beside its pages: what the tiles and the lists show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from segmentation_addin.core.french_places import DEPARTMENTS, REGIONS
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.map_figures import DEEP_SHARE, DIGITS, Place
from segmentation_addin.workbook.map_places import (
    CODE,
    COUNT,
    COUNTRY_FIGURES,
    COUNTRY_ROWS,
    DEEP,
    DEPARTMENT_FIGURES,
    DEPARTMENT_ROWS,
    HELPER,
    MAP,
    MEASURE,
    NAME,
    RANK,
    REGION_FIGURES,
    REGION_NAME,
    REGION_ROWS,
    ROUNDED,
    area,
    sums,
)
from segmentation_addin.workbook.map_tables import MEASURES

_FIGURE_HEADS: Mapping[str, Text] = {
    "clients": Text("Clients", "Clients"),
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "net_margin": Text("Net margin", "Marge nette"),
    "letter_d": Text("D", "D"),
    "false_good": Text("False good", "Faux bons"),
    "measured": Text("Measure", "Mesure"),
    "size": Text("Without sign", "Sans signe"),
}


def _measured(figures: Mapping[str, str], row: int) -> str:
    clients, revenue, margin, letter_d, false_good = (
        f"{figures[key]}{row}" for key in list(figures)[:5]
    )
    rate = f'IF(AND(ISNUMBER({margin}),{revenue}>0),{margin}/{revenue},"")'
    return (
        f'IF({clients}=0,"",CHOOSE({MEASURE},{revenue},{margin},{clients},'
        f"{letter_d}/{clients},{rate},{false_good}))"
    )


def helper_line(
    figures: Mapping[str, str],
    row: int,
    criterion: str,
    place: Callable[[Facts], Place],
) -> Iterator[FixedCell]:
    """The figures of one place, then the chosen measure, with and without its sign."""
    found = f"{figures['measured']}{row}"
    formulas = {
        **sums(criterion),
        "measured": _measured(figures, row),
        "size": f'IF(ISNUMBER({found}),ABS({found}),"")',
    }

    def value(key: str) -> Value:
        def of(facts: Facts) -> float | str:
            if key not in {"measured", "size"}:
                return getattr(place(facts), key)  # type: ignore[no-any-return]
            shown = place(facts).measured(facts.map_measure)
            return shown if key == "measured" or isinstance(shown, str) else abs(shown)

        return of

    for key, letters in figures.items():
        yield FixedCell(
            MAP,
            f"{letters}{row}",
            "helper right",
            formula=formulas[key],
            value=value(key),
        )


def helper_heads(
    name: str, first: str, figures: Mapping[str, str], row: int = DEPARTMENT_ROWS[0] - 1
) -> Iterator[FixedCell]:
    """The headings of a block of helper figures."""
    yield FixedCell(MAP, f"{first}{row}", "helper_head left", Text(name, name))
    for key, letters in figures.items():
        yield FixedCell(MAP, f"{letters}{row}", "helper_head", _FIGURE_HEADS[key])


def _department_helpers() -> Iterator[FixedCell]:
    title = Text("Figures of the maps", "Chiffres des cartes")
    yield FixedCell(MAP, f"{CODE}{DEPARTMENT_ROWS[0] - 2}", "helper_title", title)
    yield from helper_heads("Département", CODE, DEPARTMENT_FIGURES)
    for letters, text in (
        (RANK, Text("Rank", "Rang")),
        (ROUNDED, Text("Rounded", "Arrondi")),
    ):
        yield FixedCell(MAP, f"{letters}{DEPARTMENT_ROWS[0] - 1}", "helper_head", text)
    for position, one in enumerate(DEPARTMENTS):
        row = DEPARTMENT_ROWS[0] + position
        named = f"{one.code} {one.name}"
        for letters, word in ((CODE, one.code), (NAME, named)):
            yield FixedCell(MAP, f"{letters}{row}", "helper left", Text(word, word))
        # "01*" is a text for every spreadsheet, "01" a number for some.
        yield from helper_line(
            DEPARTMENT_FIGURES,
            row,
            f"{column('department')},{quoted(one.code + '*')}",
            lambda facts, code=one.code: facts.places.departments[code],  # type: ignore[misc]
        )
        yield from _ranked(row, one.code)


def _ranked(row: int, code: str) -> Iterator[FixedCell]:
    """The rank of one département, 1 = most; equal figures by code."""
    found, first = f"{DEPARTMENT_FIGURES['measured']}{row}", DEPARTMENT_ROWS[0]
    rounded, keys = f"{ROUNDED}{row}", area(ROUNDED, DEPARTMENT_ROWS)
    same = f"COUNTIF(${ROUNDED}${first}:{rounded},{rounded})"

    def key(facts: Facts) -> float | str:
        shown = facts.places.measured.get(code)
        return "" if shown is None else round(shown, DIGITS)

    yield FixedCell(
        MAP,
        f"{RANK}{row}",
        "helper right",
        formula=f'IF(ISNUMBER({rounded}),RANK({rounded},{keys})+{same}-1,"")',
        value=lambda facts: facts.places.ranks.get(code, ""),
    )
    yield FixedCell(
        MAP,
        rounded,
        "helper right",
        formula=f'IF(ISNUMBER({found}),ROUND({found},{DIGITS}),"")',
        value=key,
    )


def _region_helpers() -> Iterator[FixedCell]:
    yield from helper_heads("Région", REGION_NAME, REGION_FIGURES)
    for position, one in enumerate(REGIONS):
        row = REGION_ROWS[0] + position
        text = Text(one.name, one.name)
        yield FixedCell(MAP, f"{REGION_NAME}{row}", "helper left", text)
        yield from helper_line(
            REGION_FIGURES,
            row,
            f"{column('region')},{quoted(one.name)}",
            lambda facts, name=one.name: facts.places.regions[name],  # type: ignore[misc]
        )


def _measure_number() -> str:
    chosen = 'TRIM(INDEX({tblMap.measure},1)&"")'
    terms = [
        f"{number}*OR(" + ",".join(f"{chosen}={quoted(name)}" for name in names) + ")"
        for number, names in enumerate(MEASURES.values())
        if number
    ]
    return "1+" + "+".join(terms)


def _deepest(figures: Mapping[str, str], rows: tuple[int, int]) -> str:
    found = f"IFERROR(PERCENTILE({area(figures['size'], rows)},{DEEP_SHARE}),0)"
    return f"IF({found}>0,{found},1)"


def _single_helpers() -> Iterator[FixedCell]:
    measured = area(DEPARTMENT_FIGURES["measured"], DEPARTMENT_ROWS)
    lines: tuple[tuple[Text, str, Value], ...] = (
        (
            Text("Measure", "Mesure"),
            _measure_number(),
            lambda facts: list(MEASURES).index(facts.map_measure) + 1,
        ),
        (
            Text("Deepest colour", "Couleur soutenue"),
            _deepest(DEPARTMENT_FIGURES, DEPARTMENT_ROWS),
            lambda facts: facts.places.deepest,
        ),
        (
            Text("The same, régions", "La même, régions"),
            _deepest(REGION_FIGURES, REGION_ROWS),
            lambda facts: facts.places.deepest_region,
        ),
        (
            Text("The same, countries", "La même, pays"),
            _deepest(COUNTRY_FIGURES, COUNTRY_ROWS),
            lambda facts: facts.places.deepest_country,
        ),
        (
            Text("Départements", "Départements"),
            f"COUNT({measured})",
            lambda facts: len(facts.places.measured),
        ),
        (
            Text("Low end", "Bas de l'échelle"),
            f"IF(AND({COUNT}>0,MIN({measured})<0),-{DEEP},0)",
            lambda facts: facts.places.lowest,
        ),
    )
    for row, (label, formula, value) in enumerate(lines, start=DEPARTMENT_ROWS[0]):
        yield FixedCell(MAP, f"AT{row}", "helper left", label)
        yield FixedCell(
            MAP, f"{HELPER}{row}", "helper right", formula=formula, value=value
        )


def map_helper_cells() -> Iterator[FixedCell]:
    """Figures of each département and région, then single figures."""
    yield from _department_helpers()
    yield from _region_helpers()
    yield from _single_helpers()
