"""The table that lists what safe fixes changed: it travels with the workbook."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table

RULES = {
    "number": Text("number typed as text", "nombre saisi en texte"),
    "currency": Text("currency in the cell", "devise dans la cellule"),
    "percent": Text("percentage typed as text", "pourcentage saisi en texte"),
    "date": Text("date typed as text", "date saisie en texte"),
    "blanks": Text("blanks around", "blancs autour"),
    "choice": Text("choice spelled otherwise", "choix écrit autrement"),
    "postcode": Text("leading zero of a postcode", "zéro initial d'un code postal"),
    "siren": Text("SIREN in a longer number", "SIREN dans un numéro plus long"),
}
"""The rules of `core.fixes.Rule`, as a reader names them."""
STATES = {
    "fixed": Text("fixed", "corrigée"),
    "undone": Text("put back", "rétablie"),
    "left": Text("changed since", "modifiée depuis"),
}
VALUE_TYPES = {
    "blank": Text("blank", "vide"),
    "text": Text("text", "texte"),
    "number": Text("number", "nombre"),
    "logical": Text("true or false", "vrai ou faux"),
    "date": Text("date", "date"),
}


def _choice(
    key: str, heading: Text, help_: Text, choices: dict[str, Text], width: int = 16
) -> Column:
    return Column(key, heading, Kind.CHOICE, help_, width=width, choices=choices)


def _text(key: str, heading: Text, help_: Text, width: int = 14) -> Column:
    return Column(key, heading, Kind.TEXT, help_, width=width)


_BACK = Text("Used to put the value back.", "Sert à rétablir la valeur.")
FIXES = Table(
    "tblFixes",
    "fixes",
    Text("Fixed cells", "Cellules corrigées"),
    (
        Column(
            "fixed_on",
            Text("Fixed on", "Corrigée le"),
            Kind.DATE,
            Text("Day of the fix.", "Jour de la correction."),
            width=13,
        ),
        _text("sheet", Text("Sheet", "Feuille"), Text("Where.", "Où."), 16),
        _text(
            "cell",
            Text("Cell", "Cellule"),
            Text("Where it stood that day.", "Où elle se trouvait ce jour-là."),
            10,
        ),
        _choice(
            "rule",
            Text("Rule", "Règle"),
            Text("Why it was changed.", "Pourquoi elle a été changée."),
            RULES,
            32,
        ),
        _text(
            "old_value",
            Text("Before", "Avant"),
            Text("What stood there.", "Ce qui y était."),
            26,
        ),
        _text(
            "new_value",
            Text("After", "Après"),
            Text("What was written.", "Ce qui a été écrit."),
            26,
        ),
        _choice(
            "state",
            Text("State", "État"),
            Text(
                "put back: undone. changed since: somebody changed the cell, it was "
                "left alone.",
                "rétablie : annulée. modifiée depuis : quelqu'un a changé la cellule, "
                "elle a été laissée.",
            ),
            STATES,
        ),
        _text("table", Text("Table", "Table"), _BACK),
        _text("column", Text("Column", "Colonne"), _BACK),
        Column("row", Text("Row", "Ligne"), Kind.COUNT, _BACK, width=8),
        _text("row_key", Text("Row of", "Ligne de"), _BACK, 22),
        _choice("old_type", Text("Type before", "Type avant"), _BACK, VALUE_TYPES),
        _choice("new_type", Text("Type after", "Type après"), _BACK, VALUE_TYPES),
    ),
    output=True,
)
