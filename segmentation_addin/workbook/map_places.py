"""Where things stand on the Map sheet, and the formulas of a line of figures.

Page 1: the choice and its legend, the map of départements, the map of régions; below
them the first and last départements, what is on no map, the countries. Page 2: every
département with its figures. Helper figures stand at the right of both pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from segmentation_addin.core.french_places import DEPARTMENTS, REGIONS, Tile
from segmentation_addin.languages import Text
from segmentation_addin.workbook.addresses import column_letters
from segmentation_addin.workbook.board_cells import FixedCell, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.map_figures import LISTED as COUNTRIES
from segmentation_addin.workbook.map_figures import Place

MAP = "map"
FIRST_TILE_ROW = 7
FIRST_TILE_COLUMN = 4
"""Column D, as a number."""
FIRST_REGION_COLUMN = 17
"""Column Q."""
REGION_SPAN = 3
OVERSEAS_COLUMN = 30
"""Column AD: the régions overseas, after a narrow gap."""

TABLE_ROW = 50
"""Heading row of the table of départements, on page 2."""
LEFT_LINES = 51
TOTAL_ROW = TABLE_ROW + LEFT_LINES
"""The total stands last, under the right half."""

DEPARTMENT_ROWS = (7, 6 + len(DEPARTMENTS))
REGION_ROWS = (7, 6 + len(REGIONS))
CODE, NAME = "AI", "AJ"
"""Helper columns of the départements, then of their figures."""
DEPARTMENT_FIGURES: Mapping[str, str] = {
    "clients": "AK",
    "revenue": "AL",
    "net_margin": "AM",
    "letter_d": "AN",
    "false_good": "AO",
    "measured": "AP",
    "size": "AQ",
}
RANK, ROUNDED = "AR", "AS"
MEASURED = DEPARTMENT_FIGURES["measured"]
HELPER = "AU"
"""Helper column of single figures, under each other."""
MEASURE, DEEP, DEEP_REGION, DEEP_COUNTRY, COUNT, LOW = (
    f"${HELPER}${row}" for row in range(7, 13)
)
"""Number of the measure, deepest colours, measured départements, end of the legend."""
REGION_NAME = "AW"
REGION_FIGURES: Mapping[str, str] = {
    "clients": "AX",
    "revenue": "AY",
    "net_margin": "AZ",
    "letter_d": "BA",
    "false_good": "BB",
    "measured": "BC",
    "size": "BD",
}
REGION_MEASURED = REGION_FIGURES["measured"]
COUNTRY_FIGURES: Mapping[str, str] = {
    "clients": "BF",
    "revenue": "BG",
    "net_margin": "BH",
    "letter_d": "BI",
    "false_good": "BJ",
    "measured": "BK",
    "size": "BL",
}
COUNTRY_ROW = 22
"""Title row of the countries; headings and total follow."""
COUNTRY_ROWS = (COUNTRY_ROW + 3, COUNTRY_ROW + 2 + COUNTRIES)


def tile_cell(tile: Tile) -> str:
    """The cell of a place of the grid of départements."""
    letters = column_letters(FIRST_TILE_COLUMN + tile.column)
    return f"{letters}{FIRST_TILE_ROW + tile.row}"


def region_cells(tile: Tile, overseas: bool) -> tuple[str, str]:
    """The two cells of a place of the grid of régions: its name, its figure."""
    first = FIRST_REGION_COLUMN + REGION_SPAN * tile.column
    letters = column_letters(OVERSEAS_COLUMN if overseas else first)
    row = FIRST_TILE_ROW + 2 * tile.row
    return f"{letters}{row}", f"{letters}{row + 1}"


def area(letters: str, rows: tuple[int, int]) -> str:
    """The absolute address of some rows of one column."""
    return f"${letters}${rows[0]}:${letters}${rows[1]}"


@dataclass(frozen=True)
class Side:
    """The columns of a table of places, in one half of the page."""

    name: str
    name_span: int
    clients: str
    revenue: str
    net_margin: str
    rate: str = ""
    letter_d: str = ""
    d_span: int = 1
    """Blank columns are not in the table."""

    @property
    def figures(self) -> Mapping[str, tuple[str, int, str]]:
        """Column, columns covered and style of each figure."""
        found = {
            "clients": (self.clients, 2, "count"),
            "revenue": (self.revenue, 3, "amount"),
            "net_margin": (self.net_margin, 3, "amount"),
            "rate": (self.rate, 2, "percent"),
            "letter_d": (self.letter_d, self.d_span, "count"),
        }
        return {key: cells for key, cells in found.items() if cells[0]}


LEFT = Side("B", 2, "D", "F", "I", "L", "N", 2)
RIGHT = Side("Q", 5, "V", "X", "AA", "AD", "AF", 1)
ABROAD = Side("Q", 5, "V", "X", "AA")
MEASURED_COUNTRY = "AD"
"""The chosen measure of each country, over three columns."""
HEADS: Mapping[str, Text] = {
    "clients": Text("Clients", "Clients"),
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "net_margin": Text("Net margin", "Marge nette"),
    "rate": Text("Net margin rate", "Taux de marge nette"),
    "letter_d": Text("D clients", "Clients D"),
}

Found = Callable[[Facts], Place | None]
"""The figures of a line; None where nothing is shown."""


def head(side: Side, row: int, name: Text) -> Iterator[FixedCell]:
    """The headings of a table of places."""
    yield FixedCell(MAP, f"{side.name}{row}", "head left", name, span=side.name_span)
    for key, (letters, span, _) in side.figures.items():
        yield FixedCell(MAP, f"{letters}{row}", "head", HEADS[key], span=span)


def sums(*criteria: str) -> dict[str, str]:
    """The formulas of the clients that meet one of the criteria ("column,value").

    A net margin that is known of nobody is "".
    """
    margin = column("net_margin")

    def total(start: str) -> str:
        return "+".join(f"{start}{one})" for one in criteria)

    known = total(f'COUNTIFS({margin},">=-1E+300",')
    return {
        "clients": total("COUNTIFS("),
        "revenue": total(f"SUMIFS({column('revenue')},"),
        "net_margin": (f'IF({known}=0,"",{total(f"SUMIFS({margin},")})'),
        "letter_d": total(f'COUNTIFS({column("letter")},"D",'),
        "false_good": total(f'COUNTIFS({column("false_good")},"?*",'),
    }


def sums_of(cells: Mapping[str, str]) -> dict[str, str]:
    """The formulas of lines added up; `cells` holds the arguments of SUM by figure."""
    found = {key: f"SUM({arguments})" for key, arguments in cells.items()}
    known = f"COUNT({cells['net_margin']})"
    found["net_margin"] = f'IF({known}=0,"",{found["net_margin"]})'
    return found


def line(
    side: Side, row: int, style: str, formulas: Mapping[str, str | Text], found: Found
) -> Iterator[FixedCell]:
    """One line of figures, with the net margin rate that they give."""
    revenue, margin = f"{side.revenue}{row}", f"{side.net_margin}{row}"
    rate = f'IF(AND(ISNUMBER({margin}),N({revenue})>0),{margin}/{revenue},"")'
    for key, (letters, span, kind) in side.figures.items():
        yield FixedCell(
            MAP,
            f"{letters}{row}",
            f"{style} {kind}".strip(),
            formula={"rate": rate, **formulas}[key],
            value=_value(found, key),
            span=span,
        )


def _value(found: Found, key: str) -> Callable[[Facts], float | str]:
    def value(facts: Facts) -> float | str:
        place = found(facts)
        if place is None:
            return ""
        if key == "rate":
            return _rate(place)
        return getattr(place, key)  # type: ignore[no-any-return]

    return value


def _rate(place: Place) -> float | str:
    if isinstance(place.net_margin, str) or place.revenue <= 0:
        return ""
    return place.net_margin / place.revenue
