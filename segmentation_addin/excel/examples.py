"""One working example of each function, on eight clients of a fictitious wholesaler.

The sheet Functions of the template and the reference in the documentation show the
same formulas. They pass a scale that stands on the sheet itself, so that what they
show depends on nothing that a refresh writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.outputs import SEGMENTATION

SEPARATORS: dict[Language, str] = {"en": ",", "fr": ";"}
"""List separator that Excel expects in that language."""

CLIENT_HEADINGS: tuple[Text, ...] = tuple(
    SEGMENTATION.column(key).heading
    for key in (
        *("name", "revenue", "gross_margin", "cost_to_serve"),
        *("potential", "active_months", "days"),
    )
)
CLIENTS: tuple[tuple[str | float | None, ...], ...] = (
    ("Atelier Bertin", 412_000, 148_300, 31_200, 4, 12, 6),
    ("Brasserie du Port", 268_500, 61_700, 66_900, 2, 12, 11),
    ("Clinique des Tilleuls", 187_400, 71_200, 14_800, 5, 11, 19),
    ("Delmas & Fils", 96_300, 24_100, 9_700, 3, 9, 34),
    ("Éditions Rivage", 54_800, 18_900, 6_100, 3, 7, 58),
    ("Ferme des Ormes", 31_200, 7_300, 8_950, 1, 6, 121),
    ("Garage Noël", 12_600, 4_900, 1_450, None, 4, 88),
    ("Hôtel Belle Rive", 7_900, 1_100, 2_300, 1, 2, 240),
)


def _net_margin(client: tuple[str | float | None, ...]) -> float:
    return float(client[2] or 0) - float(client[3] or 0)


QUANTITY_HEADINGS: tuple[Text, ...] = (
    CLIENT_HEADINGS[0],
    *(DRIVERS[key] for key in ("orders", "deliveries", "visits")),
)
RATES: tuple[float, ...] = (38, 46, 230)
QUANTITIES: tuple[tuple[str | float | None, ...], ...] = (
    ("Atelier Bertin", 240, 220, 12),
    ("Brasserie du Port", 610, 590, 18),
    ("Clinique des Tilleuls", 150, 140, None),
)

READING_HEADINGS: tuple[Text, ...] = (
    CLIENT_HEADINGS[0],
    SEGMENTATION.column("orders").heading,
    SEGMENTATION.column("net_margin").heading,
    Text("Letter last year", "Lettre de l'an dernier"),
)
ORDERS: tuple[int, ...] = (240, 610, 150, 64, 22, 15, 7, 3)
LAST_LETTERS: tuple[str | None, ...] = ("A", "C", "B", "B", "C", "C", None, "C")
READINGS: tuple[tuple[str | float | None, ...], ...] = tuple(
    (client[0], orders, _net_margin(client), letter)
    for client, orders, letter in zip(CLIENTS, ORDERS, LAST_LETTERS, strict=True)
)
"""The eight clients once more, with what the other readings need."""

CLIENTS_TOP = 24
"""1-based sheet row of the headings of the eight clients; their figures follow."""
_FIRST, _LAST = CLIENTS_TOP + 1, CLIENTS_TOP + len(CLIENTS)
READINGS_TOP = 37
_FIRST_READ, _LAST_READ = READINGS_TOP + 1, READINGS_TOP + len(READINGS)
COST_TOP = 50
SCALE_TOP = 59
TABLE_TOP = 70
KPIS_TOP = 83
MOVES_TOP = 95
CONCENTRATION_TOP = 108
VERSION_TOP = 120
WHALE_TOP = 125


def _column(letter: str, first: int = _FIRST, last: int = _LAST) -> str:
    return f"{letter}{first}:{letter}{last}"


def _read(letter: str) -> str:
    return _column(letter, _FIRST_READ, _LAST_READ)


_FIGURES = tuple(_column(letter) for letter in "BCDEFG")
_SCALE = f"A{SCALE_TOP}:I{SCALE_TOP + 6}"
_TABLE = f"A{CLIENTS_TOP}:G{_LAST}"


@dataclass(frozen=True)
class Example:
    """One formula of the sheet Functions: where it stands, what it is given."""

    function: str
    cell: str
    """Top left cell of the result."""
    arguments: tuple[str, ...]
    """References on the same sheet, in the order of the function's arguments."""

    def formula(self, separator: str = ",") -> str:
        """The formula as it is typed, without its equal sign."""
        return f"{self.function}({separator.join(self.arguments)})"


EXAMPLES: tuple[Example, ...] = (
    Example("SEGMENT_SCALE", f"A{SCALE_TOP}", (_TABLE,)),
    Example("SEGMENT", f"H{_FIRST}", (*_FIGURES, _SCALE)),
    Example("SEGMENT_SCORE", f"I{_FIRST}", (*_FIGURES, _SCALE)),
    Example("SEGMENT_ABC", f"J{_FIRST}", (_column("C"),)),
    Example(
        "SEGMENT_RFM",
        f"E{_FIRST_READ}",
        (_column("G"), _read("B"), _column("B"), _SCALE),
    ),
    Example("SEGMENT_SIZE", f"F{_FIRST_READ}", (_column("B"),)),
    Example("SEGMENT_MATRIX", f"G{_FIRST_READ}", (_column("B"), _read("C"))),
    Example("SEGMENT_WHY", f"K{_FIRST}", (*_FIGURES, _SCALE)),
    Example("SEGMENT_NEXT", f"L{_FIRST}", (*_FIGURES, _SCALE)),
    Example(
        "SEGMENT_COST",
        f"E{COST_TOP + 2}",
        (
            f"B{COST_TOP + 2}:D{COST_TOP + 1 + len(QUANTITIES)}",
            f"B{COST_TOP + 1}:D{COST_TOP + 1}",
        ),
    ),
    Example("SEGMENT_TABLE", f"F{TABLE_TOP}", (_TABLE, _SCALE)),
    Example("SEGMENT_KPIS", f"A{KPIS_TOP}", (_column("H"), _TABLE)),
    Example("SEGMENT_MOVES", f"A{MOVES_TOP}", (_read("D"), _column("H"))),
    Example("SEGMENT_CONCENTRATION", f"A{CONCENTRATION_TOP}", (_column("B"),)),
    Example("SEGMENT_VERSION", f"A{VERSION_TOP}", ()),
    Example("SEGMENT_WHALE", f"A{WHALE_TOP}", (_read("C"),)),
)
"""In the order in which they depend on one another."""
EXAMPLE_OF = {example.function: example for example in EXAMPLES}
