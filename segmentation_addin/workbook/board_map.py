"""The Map's first page: the choice, its legend, the two maps, what leads and trails."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.core.french_places import (
    DEPARTMENTS,
    INSET,
    OVERSEAS_COLUMN,
    REGIONS,
    Tile,
)
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_map_countries import OTHERS_ROW, country_cells
from segmentation_addin.workbook.board_map_helpers import map_helper_cells
from segmentation_addin.workbook.board_map_lists import map_list_cells
from segmentation_addin.workbook.board_map_tables import FRENCH_ROWS, map_table_cells
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    amount,
    choose,
    joined,
    percentage,
    whole,
    words,
)
from segmentation_addin.workbook.map_places import (
    CODE,
    COUNT,
    COUNTRY_FIGURES,
    COUNTRY_ROWS,
    DEEP,
    DEEP_COUNTRY,
    DEEP_REGION,
    DEPARTMENT_ROWS,
    LOW,
    MAP,
    MEASURE,
    MEASURED,
    RANK,
    REGION_MEASURED,
    REGION_ROWS,
    TOTAL_ROW,
    area,
    region_cells,
    tile_cell,
)
from segmentation_addin.workbook.map_tables import CHOICE_ROW
from segmentation_addin.workbook.outputs import SHEETS

LEGEND_ROW = CHOICE_ROW + 2
SWATCHES = 5
LAST_MAP_ROW = 20
RATES = f"OR({MEASURE}=4,{MEASURE}=5)"
"""Formula of: the measure is a rate."""
_COUNTS = f"OR({MEASURE}=3,{MEASURE}=6)"
_MEASURED_RATES = ("share_d", "net_margin_rate")
_MEASURED_COUNTS = ("clients", "false_good")


def measured(formula: str, value: Value) -> Phrase:
    """A figure of the chosen measure inside a sentence, in its own unit."""

    def number(facts: Facts) -> float:
        found = value(facts)
        return float(found) if isinstance(found, int | float) else 0.0

    return choose(
        RATES,
        lambda facts: facts.map_measure in _MEASURED_RATES,
        percentage(formula, number),
        choose(
            _COUNTS,
            lambda facts: facts.map_measure in _MEASURED_COUNTS,
            whole(formula, number),
            amount(formula, number),
        ),
    )


# --- the sentence under the title ------------------------------------------------


def _headline() -> Phrase:
    everybody, found = 'COUNTIFS({tblSegmentation.decided_by},"?*")', f"V{TOTAL_ROW}"
    revenue, part = "SUM({tblSegmentation.revenue})", f"X{TOTAL_ROW}"

    def total(facts: Facts) -> float:
        return facts.figures.total("revenue")

    share = joined(
        Text(", with ", ", avec "),
        percentage(f"{part}/{revenue}", lambda f: f.places.on_map.revenue / total(f)),
        Text(" of the revenue", " du chiffre d'affaires"),
    )
    told = joined(
        Text(
            "Clients on the map of départements: ",
            "Clients sur la carte des départements : ",
        ),
        whole(found, lambda facts: facts.places.on_map.clients),
        Text(" of ", " sur "),
        whole(everybody, lambda facts: int(facts.figures.counted.sum())),
        choose(f"{revenue}>0", lambda facts: total(facts) > 0, share, NOTHING),
        Text(".", "."),
    )
    nobody = words(
        Text(
            "No client yet: import, then refresh.",
            "Aucun client : importez, puis actualisez.",
        )
    )
    elsewhere = words(
        Text(
            "No client could be placed in France: both maps stay white. The table of "
            "countries, below at the right, says where the clients are.",
            "Aucun client n'a pu être situé en France : les deux cartes restent "
            "blanches. Le tableau des pays, en bas à droite, dit où sont les clients.",
        )
    )
    french = "+".join(f"D{row}" for row in FRENCH_ROWS)
    return choose(
        f"{everybody}=0",
        lambda facts: not facts.figures.counted.any(),
        nobody,
        choose(f"{french}=0", _nobody_in_france, elsewhere, told),
    )


def _nobody_in_france(facts: Facts) -> bool:
    places = facts.places
    parts = places.on_map, places.collectivities, places.unreadable
    return not sum(part.clients for part in parts)


# --- the maps --------------------------------------------------------------------


def _tile(position: int) -> FixedCell:
    place = DEPARTMENTS[position]
    cell = f"${MEASURED}${DEPARTMENT_ROWS[0] + position}"

    def value(facts: Facts) -> float | str:
        return facts.places.measured.get(place.code, place.code)

    return FixedCell(
        MAP,
        tile_cell(place.tile),
        f"tile code_{place.code}",
        formula=f"IF(ISNUMBER({cell}),{cell},{quoted(place.code)})",
        value=value,
    )


def _region(position: int) -> Iterator[FixedCell]:
    region = REGIONS[position]
    row = REGION_ROWS[0] + position
    cell = f"${REGION_MEASURED}${row}"
    name, figure = region_cells(region.tile, region.tile.column == OVERSEAS_COLUMN)

    def found(facts: Facts) -> float | str:
        return facts.places.regions[region.name].measured(facts.map_measure)

    def named(facts: Facts) -> float | str:
        shown = found(facts)
        return region.short if isinstance(shown, str) else shown

    def told(facts: Facts) -> float | str:
        shown = found(facts)
        return "-" if isinstance(shown, str) else shown

    for place, style, nothing, value in (
        (name, f"tile region_name region_{position}", region.short, named),
        (figure, "tile region_figure amount center", "-", told),
    ):
        yield FixedCell(
            MAP,
            place,
            style,
            formula=f"IF(ISNUMBER({cell}),{cell},{quoted(nothing)})",
            value=value,
            span=3,
        )


def _maps() -> Iterator[FixedCell]:
    titles = (
        ("D", 12, Text("Départements", "Départements")),
        ("Q", 16, Text("Régions", "Régions")),
    )
    for letter, span, text in titles:
        yield FixedCell(MAP, f"{letter}5", "section", text, span=span)
    labels = (
        (tile_cell(Tile(-1, 0)), 4, Text("Île-de-France", "Île-de-France")),
        (tile_cell(Tile(8, 0)), 2, Text("Overseas", "Outre-mer")),
        (tile_cell(INSET), 1, Text("ÎdF", "ÎdF")),
        ("AD8", 3, Text("Overseas", "Outre-mer")),
    )
    for place, span, text in labels:
        yield FixedCell(MAP, place, "tile_label", text, span=span)
    for position in range(len(DEPARTMENTS)):
        yield _tile(position)
    for position in range(len(REGIONS)):
        yield from _region(position)
    some = f"COUNT({area(REGION_MEASURED, REGION_ROWS)})>0"
    note = _same_colours(DEEP_REGION, lambda facts: facts.places.deepest_region)
    yield choose(some, _some_region, note, NOTHING).cell(
        MAP, f"Q{LAST_MAP_ROW}", "note", span=16
    )
    some = f"COUNT({area(COUNTRY_FIGURES['measured'], COUNTRY_ROWS)})>0"
    note = _same_colours(DEEP_COUNTRY, lambda facts: facts.places.deepest_country)
    yield choose(some, _some_country, note, NOTHING).cell(
        MAP, f"Q{OTHERS_ROW + 1}", "note", span=16
    )


def _same_colours(deepest: str, value: Value) -> Phrase:
    return joined(
        Text(
            "Same colours as on the map of départements; here the deepest begins at ",
            "Mêmes couleurs que les départements ; ici la plus soutenue commence à ",
        ),
        measured(deepest, value),
        Text(".", "."),
    )


def _some_country(facts: Facts) -> bool:
    places, measure = facts.places, facts.map_measure
    return any(
        places.countries.get(rank) and place.measured(measure) != ""
        for rank, place in places.listed.items()
    )


def _some_region(facts: Facts) -> bool:
    measure = facts.map_measure
    return any(place.measured(measure) != "" for place in facts.places.regions.values())


# --- the legend ------------------------------------------------------------------


def _legend() -> Iterator[FixedCell]:
    first = LEGEND_ROW + 1
    title = Text("Colours", "Couleurs")
    yield FixedCell(MAP, f"B{LEGEND_ROW}", "caption", title)
    for step in range(SWATCHES):
        part = SWATCHES - 1 - step

        def value(facts: Facts, part: int = part) -> float | str:
            if not facts.places.measured:
                return ""
            low, high = facts.places.lowest, facts.places.deepest
            return low + (high - low) * part / (SWATCHES - 1)

        shown = f"{LOW}+({DEEP}-{LOW})*{part}/{SWATCHES - 1}"
        yield FixedCell(
            MAP,
            f"B{first + step}",
            "tile swatch amount center",
            formula=f'IF({COUNT}=0,"",{shown})',
            value=value,
        )
    notes = (
        Text("Beyond the ends: the same colour.", "Au-delà : même couleur."),
        Text("Orange with ▼: below zero.", "Orange avec ▼ : sous zéro."),
        Text("White: no client, or not known.", "Blanc : pas de client, ou inconnu."),
    )
    for offset, text in enumerate(notes):
        yield FixedCell(MAP, f"B{first + SWATCHES + offset}", "small", text)
    ends = (
        (Text("Most: ", "Le plus : "), "1", 1),
        (Text("Least: ", "Le moins : "), COUNT, 0),
    )
    for offset, (label, rank, top) in enumerate(ends):
        row = first + SWATCHES + len(notes) + offset
        yield _end(label, rank, bool(top)).cell(MAP, f"B{row}", "small")


def _end(label: Text, rank: str, top: bool) -> Phrase:
    place = f"MATCH({rank},{area(RANK, DEPARTMENT_ROWS)},0)"

    def code(facts: Facts) -> str:
        ranked = facts.places.code_of_rank
        return ranked[1 if top else len(ranked)]

    names = f"INDEX({area(CODE, DEPARTMENT_ROWS)},{place})"
    figure = f"INDEX({area(MEASURED, DEPARTMENT_ROWS)},{place})"
    told = joined(
        label,
        Phrase(Text(names, names), code),
        Text(", ", ", "),
        measured(figure, lambda facts: facts.places.measured[code(facts)]),
    )
    return choose(f"{COUNT}=0", lambda f: not f.places.measured, NOTHING, told)


def map_cells() -> Iterator[FixedCell]:
    """Every fixed cell of the Map, page 1 first."""
    sheet = SHEETS[MAP]
    yield FixedCell(MAP, "B1", "title", sheet.title, span=14)
    yield FixedCell(MAP, "B2", "guide", sheet.guide, span=14)
    yield _headline().cell(MAP, "B3", "subtitle", span=29)
    yield from _maps()
    yield from _legend()
    yield from map_list_cells()
    yield from country_cells()
    yield from map_table_cells()
    yield from map_helper_cells()
