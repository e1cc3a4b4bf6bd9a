"""The table of the Map in which a reader chooses the measure that the tiles show."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table

MEASURES: Mapping[str, Text] = {
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "net_margin": Text("Net margin", "Marge nette"),
    "clients": Text("Clients", "Clients"),
    "share_d": Text("Share of D clients", "Part de clients D"),
    "net_margin_rate": Text("Net margin rate", "Taux de marge nette"),
    "false_good": Text("False good clients", "Faux bons clients"),
}
"""In the order of the list that a reader chooses from."""
DEFAULT_MEASURE = "revenue"

CHOICE_ROW = 7
"""Sheet row of the chosen measure, under its heading."""

MAP_CHOICE = Table(
    "tblMap",
    "map",
    Text("Measure", "Mesure"),
    (
        Column(
            "measure",
            Text("Measure on the map", "Mesure sur la carte"),
            Kind.TEXT,
            Text(
                "What the tiles show; revenue when blank.",
                "Ce que montrent les tuiles ; le chiffre d'affaires si vide.",
            ),
            width=30,
        ),
    ),
    first_column=1,
    header_row=CHOICE_ROW - 1,
)
"""One row: what a user chose there stays."""


def measure_of(choice: str) -> str:
    """Key of the chosen measure, by its name in either language; else the default."""
    wanted = " ".join(choice.split()).casefold()
    for key, names in MEASURES.items():
        if wanted in {name.casefold() for name in names}:
            return key
    return DEFAULT_MEASURE
