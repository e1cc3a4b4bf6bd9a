"""The Map's tables of France: what is on no map, and every département."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.core.countries import COUNTRIES, FRANCE
from segmentation_addin.core.french_places import COLLECTIVITIES, DEPARTMENTS
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, column, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_home import GAP, OK
from segmentation_addin.workbook.board_phrases import (
    choose,
    words,
)
from segmentation_addin.workbook.map_places import (
    DEPARTMENT_FIGURES,
    DEPARTMENT_ROWS,
    LEFT,
    LEFT_LINES,
    MAP,
    RIGHT,
    TABLE_ROW,
    TOTAL_ROW,
    Found,
    Side,
    area,
    head,
    line,
    sums,
    sums_of,
)
from segmentation_addin.workbook.outputs import NOT_FILLED

ASIDE_ROW = 38
"""Title row of what is on the maps and what is on none."""
FRENCH_ROWS = range(ASIDE_ROW + 2, ASIDE_ROW + 5)
"""Its lines of clients in France."""
_KEYS = ("clients", "revenue", "net_margin", "letter_d")


# --- page 1: what is on no map, the countries -----------------------------------


def _criteria(name: str, language: str) -> tuple[str, ...]:
    """What keeps the clients of a line of the reconciliation."""
    country, department = column("country"), column("department")
    france = quoted(getattr(COUNTRIES[FRANCE], language))
    nothing = getattr(NOT_FILLED, language)
    found = {
        "collectivities": tuple(
            f"{department},{quoted(code + '*')}" for code in COLLECTIVITIES
        ),
        "unreadable": (f"{country},{france},{department},{quoted(nothing)}",),
        "abroad": (
            f'{country},"?*",{country},"<>"&{france},{country},{quoted("<>" + nothing)}',
        ),
        "nowhere": (f"{country},{quoted(nothing)}",),
    }
    return found[name]


_ASIDE: tuple[tuple[str, Text, Found], ...] = (
    (
        "collectivities",
        Text("Overseas collectivities", "Collectivités d'outre-mer"),
        lambda facts: facts.places.collectivities,
    ),
    (
        "unreadable",
        Text("France, postcode not readable", "France, code postal illisible"),
        lambda facts: facts.places.unreadable,
    ),
    ("abroad", Text("Abroad", "Étranger"), lambda facts: facts.places.abroad),
    (
        "nowhere",
        Text("Country not known", "Pays non connu"),
        lambda facts: facts.places.nowhere,
    ),
)


def _aside() -> Iterator[FixedCell]:
    title = Text("On the map, and beside it", "Sur la carte, et à côté")
    yield FixedCell(MAP, f"B{ASIDE_ROW}", "section", title, span=14)
    yield from head(LEFT, ASIDE_ROW + 1, Text("Where", "Où"))
    first = ASIDE_ROW + 2
    on_map = Text("On the map of départements", "Sur la carte des départements")
    yield FixedCell(MAP, f"B{first}", "line label", on_map, span=2)
    totals = {key: f"{RIGHT.figures[key][0]}{TOTAL_ROW}" for key in _KEYS}
    yield from line(LEFT, first, "line", totals, lambda facts: facts.places.on_map)
    for row, (name, label, found) in enumerate(_ASIDE, start=first + 1):
        yield FixedCell(MAP, f"B{row}", "line label", label, span=2)
        texts = {
            language: sums(*_criteria(name, language)) for language in ("en", "fr")
        }
        formulas = {key: Text(texts["en"][key], texts["fr"][key]) for key in _KEYS}
        yield from line(LEFT, row, "line", formulas, found)
    total = first + 1 + len(_ASIDE)
    yield from _total(LEFT, total, (first, total - 1), lambda facts: facts.places.told)
    yield from _verdict(total)


def _verdict(total: int) -> Iterator[FixedCell]:
    """Whether the lines add up to all the clients of the Segmentation sheet."""
    row = total + 1
    label = Text("All clients of Segmentation", "Tous les clients de Segmentation")
    yield FixedCell(MAP, f"B{row}", "line label", label, span=2)
    everybody = 'COUNTIFS({tblSegmentation.decided_by},"?*")'
    revenue = f"SUM({column('revenue')})"

    def counted(facts: Facts) -> int:
        return int(facts.figures.counted.sum())

    def summed(facts: Facts) -> float:
        return facts.figures.total("revenue")

    def agrees(facts: Facts) -> bool:
        told = facts.places.told
        near = abs(told.revenue - summed(facts)) < 0.005
        return told.clients == counted(facts) and near

    for letters, span, style, formula, value in (
        (LEFT.clients, 2, "count", everybody, counted),
        (LEFT.revenue, 3, "amount", revenue, summed),
    ):
        yield FixedCell(
            MAP,
            f"{letters}{row}",
            f"line {style}",
            formula=formula,
            value=value,
            span=span,
        )
    test = (
        f"AND({LEFT.clients}{total}={LEFT.clients}{row},"
        f"ABS({LEFT.revenue}{total}-{LEFT.revenue}{row})<0.005)"
    )
    yield choose(test, agrees, words(OK), words(GAP)).cell(
        MAP, f"{LEFT.net_margin}{row}", "line verdict", span=3
    )
    yield FixedCell(MAP, f"{LEFT.rate}{row}", "line", Text("", ""), span=4)


def _total(
    side: Side, row: int, lines: tuple[int, int], found: Found
) -> Iterator[FixedCell]:
    """The total of some lines, first and last."""
    yield FixedCell(
        MAP,
        f"{side.name}{row}",
        "total label",
        Text("Total", "Total"),
        span=side.name_span,
    )
    cells = {key: area(side.figures[key][0], lines) for key in _KEYS}
    yield from line(side, row, "total", sums_of(cells), found)


# --- page 2: every département ----------------------------------------------------


def _departments() -> Iterator[FixedCell]:
    title = Text("Every département, by code", "Tous les départements, par code")
    yield FixedCell(MAP, f"B{TABLE_ROW - 1}", "section", title, span=31)
    for side in (LEFT, RIGHT):
        yield from head(side, TABLE_ROW, Text("Département", "Département"))
    for position, one in enumerate(DEPARTMENTS):
        side = LEFT if position < LEFT_LINES else RIGHT
        row = TABLE_ROW + 1 + position % LEFT_LINES
        named = f"{one.code} {one.name}"
        yield FixedCell(
            MAP,
            f"{side.name}{row}",
            "line label",
            Text(named, named),
            span=side.name_span,
        )
        source = DEPARTMENT_ROWS[0] + position
        yield from line(
            side,
            row,
            "line",
            {key: f"{DEPARTMENT_FIGURES[key]}{source}" for key in _KEYS},
            lambda facts, code=one.code: facts.places.departments[code],  # type: ignore[misc]
        )
    label = Text("Total", "Total")
    yield FixedCell(
        MAP, f"{RIGHT.name}{TOTAL_ROW}", "total label", label, span=RIGHT.name_span
    )
    cells = {key: area(DEPARTMENT_FIGURES[key], DEPARTMENT_ROWS) for key in _KEYS}
    yield from line(
        RIGHT,
        TOTAL_ROW,
        "total",
        sums_of(cells),
        lambda facts: facts.places.on_map,
    )


def map_table_cells() -> Iterator[FixedCell]:
    """What is on no map, every département."""
    yield from _aside()
    yield from _departments()
