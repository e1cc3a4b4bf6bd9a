"""The worksheet functions declared once: names, arguments, help in both languages.

From this registry follow the VBA wrappers, the help of the function wizard, the sheet
Functions of the template, the reference in the documentation and the tests. The
functions themselves stand in `functions`; those of the readings are declared in
`reading_registry` and stand in `reading_functions`. Names of arguments go into VBA as
they are: none may be a VBA keyword.
"""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.excel.reading_registry import READING_FUNCTIONS
from segmentation_addin.excel.signature import (
    LANG,
    RULES,
    SCALE,
    TABLE,
    Argument,
    Function,
)
from segmentation_addin.languages import Text

__all__ = [
    "BY_NAME",
    "CATEGORY",
    "FUNCTIONS",
    "MODULE",
    "MOST_HELP",
    "Argument",
    "Function",
]

MODULE = "segmentation_addin.excel.functions"
"""Python module that the wrappers call."""
CATEGORY = Text("Segmentation", "Segmentation")
MOST_HELP = 255
"""Characters that Excel keeps of the help of a function or of an argument."""

_CLIENT = (
    Argument(
        "revenue",
        Text(
            "Revenue of the client over 12 months, ex-VAT, net of discounts and "
            "credit notes.",
            "Chiffre d'affaires du client sur 12 mois, HT, net de remises et d'avoirs.",
        ),
    ),
    Argument(
        "gross_margin",
        Text(
            "Gross margin over 12 months: revenue less cost of goods. Blank: unknown, "
            "the client is not classified.",
            "Marge brute sur 12 mois : chiffre d'affaires moins coût des ventes. Vide : "
            "inconnue, le client n'est pas classé.",
        ),
    ),
    Argument(
        "cost_to_serve",
        Text(
            "Cost to serve over 12 months: orders, deliveries, visits, tickets... "
            "Blank: unknown, B at best.",
            "Coût de service sur 12 mois : commandes, livraisons, visites, tickets... "
            "Vide : inconnu, B au mieux.",
        ),
    ),
    Argument(
        "potential",
        Text(
            "Potential rated by sales, 0 to 5. Blank: unknown.",
            "Potentiel noté par les ventes, de 0 à 5. Vide : inconnu.",
        ),
        optional=True,
    ),
    Argument(
        "active_months",
        Text(
            "Months with an order, of the 12. Blank: unknown.",
            "Mois avec commande, sur les 12. Vide : inconnu.",
        ),
        optional=True,
    ),
    Argument(
        "days",
        Text(
            "Days from the last order to the analysis date. Blank: unknown.",
            "Jours de la dernière commande à la date d'analyse. Vide : inconnu.",
        ),
        optional=True,
    ),
    SCALE,
    RULES,
)
FUNCTIONS: tuple[Function, ...] = (
    Function(
        "SEGMENT",
        Text(
            "Letter of each client, A to D: the computed letter of the sheet "
            "Segmentation for the same figures. NC: not classified.",
            "Lettre de chaque client, de A à D : la lettre calculée de la feuille "
            "Segmentation pour les mêmes chiffres. NC : non classé.",
        ),
        _CLIENT,
    ),
    Function(
        "SEGMENT_SCORE",
        Text(
            "Score of each client, 0 to 100, rounded to one decimal.",
            "Note de chaque client, de 0 à 100, arrondie à une décimale.",
        ),
        _CLIENT,
    ),
    Function(
        "SEGMENT_WHY",
        Text(
            "Why each client has its letter, in words: the rule that decided, or the "
            "points that add up.",
            "Pourquoi chaque client a sa lettre, en mots : la règle qui a décidé, ou "
            "les points qui s'ajoutent.",
        ),
        (*_CLIENT, LANG),
        speaks=True,
    ),
    Function(
        "SEGMENT_NEXT",
        Text(
            "The smallest change that brings each client to the next letter; for an A, "
            "what it could lose.",
            "Le plus petit changement qui mène chaque client à la lettre suivante ; "
            "pour un A, ce qu'il peut perdre.",
        ),
        _CLIENT,
        speaks=True,
    ),
    Function(
        "SEGMENT_TABLE",
        Text(
            "The whole result for a table of clients: letter, score, margins, reason, "
            "next letter. Spills with headings.",
            "Le résultat complet pour un tableau de clients : lettre, note, marges, "
            "raison, lettre suivante. Se propage avec ses titres.",
        ),
        (TABLE, SCALE, RULES),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_SCALE",
        Text(
            "A scale calibrated on a table of clients, ready to be passed as scale. "
            "Spills.",
            "Un barème calibré sur un tableau de clients, prêt à être passé comme "
            "barème. Se propage.",
        ),
        (TABLE,),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_COST",
        Text(
            "Cost to serve per row: sum of quantities times rates.",
            "Coût de service par ligne : somme des quantités multipliées par les taux.",
        ),
        (
            Argument(
                "quantities",
                Text(
                    "Quantities of the drivers: one row a client, one column a driver. "
                    "A blank counts as zero.",
                    "Quantités des inducteurs : une ligne par client, une colonne par "
                    "inducteur. Un vide compte zéro.",
                ),
            ),
            Argument(
                "rates",
                Text(
                    "Cost of one unit of each driver, in the same order, one row or "
                    "one column.",
                    "Coût d'une unité de chaque inducteur, dans le même ordre, une "
                    "ligne ou une colonne.",
                ),
            ),
        ),
    ),
    *READING_FUNCTIONS,
    Function(
        "SEGMENT_VERSION",
        Text(
            "Versions of the add-in and of xlwings on this computer.",
            "Versions du complément et de xlwings sur cet ordinateur.",
        ),
    ),
)
BY_NAME: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
