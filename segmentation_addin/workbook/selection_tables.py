"""The table of the Dashboard in which a reader chooses a part of the portfolio."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table

ALL = Text("(all)", "(tous)")
"""What stands in a choice that narrows nothing; a blank cell says the same."""

SELECTION_ROW = 54
"""Sheet row of the headings; the choices stand on the row below."""


def _choice(key: str, en: str, fr: str, help_en: str, help_fr: str) -> Column:
    return Column(key, Text(en, fr), Kind.TEXT, Text(help_en, help_fr), width=14)


SELECTION = Table(
    "tblSelection",
    "dashboard",
    Text("Selection", "Sélection"),
    (
        _choice(
            "letter",
            "Letter",
            "Lettre",
            "A, B, C, D or NC; (all) for every client.",
            "A, B, C, D ou NC ; (tous) pour tous les clients.",
        ),
        _choice(
            "sector",
            "Sector",
            "Secteur",
            "A sector as it stands in Clients; (all) for every client.",
            "Un secteur tel qu'il est dans Clients ; (tous) pour tous les clients.",
        ),
        _choice(
            "account_manager",
            "Account manager",
            "Commercial",
            "An account manager as in Clients; (all) for every client.",
            "Un commercial tel qu'il est dans Clients ; (tous) pour tous les clients.",
        ),
    ),
    first_column=1,
    header_row=SELECTION_ROW,
)
"""One row: what a user chose there stays."""
