"""The worksheet functions declared once: names, arguments, help in both languages.

From this registry follow the VBA wrappers, the help of the function wizard, the sheet
Functions of the template, the reference in the documentation and the tests. The
functions themselves stand in `functions`. Names of arguments go into VBA as they are:
none may be a VBA keyword.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from segmentation_addin.languages import Text

MODULE = "segmentation_addin.excel.functions"
"""Python module that the wrappers call."""
CATEGORY = Text("Segmentation", "Segmentation")
MOST_HELP = 255
"""Characters that Excel keeps of the help of a function or of an argument."""


@dataclass(frozen=True)
class Argument:
    """One argument as the function wizard shows it."""

    name: str
    help: Text
    optional: bool = False
    workbook_name: str | None = None
    """Name in the workbook whose values the wrapper passes when left out."""


@dataclass(frozen=True)
class Function:
    """One function: what it gives, its arguments, whether it speaks a language."""

    name: str
    gives: Text
    arguments: tuple[Argument, ...] = ()
    speaks: bool = False
    """True when the result holds words: Python's last argument is `lang`. Unless it
    is an argument of the user's, the wrapper passes the language of the template."""
    spills: bool = False
    """True when the result is a table whatever the size of the arguments."""

    @property
    def python_arguments(self) -> tuple[str, ...]:
        """Arguments of the Python function, in order."""
        names = tuple(argument.name for argument in self.arguments)
        return names if not self.speaks or "lang" in names else (*names, "lang")


def _text(en: str, fr: str) -> Text:
    return Text(en, fr)


_SCALE = Argument(
    "scale",
    _text(
        "The scale: criterion, better, weight, five knots, fixed. Left out: the name "
        "Scale of this workbook.",
        "Le barème : critère, sens, poids, cinq repères, fixé. Omis : le nom Scale de "
        "ce classeur.",
    ),
    optional=True,
    workbook_name="Scale",
)
_RULES = Argument(
    "rules",
    _text(
        "The rules: setting and value, two columns. Left out: the name Rules of this "
        "workbook.",
        "Les règles : paramètre et valeur, deux colonnes. Omises : le nom Rules de ce "
        "classeur.",
    ),
    optional=True,
    workbook_name="Rules",
)
_LANG = Argument(
    "lang",
    _text(
        'Language of the words: "en" or "fr". Left out: that of this workbook.',
        'Langue des mots : "en" ou "fr". Omise : celle de ce classeur.',
    ),
    optional=True,
)
_CLIENT = (
    Argument(
        "revenue",
        _text(
            "Revenue of the client over 12 months, ex-VAT, net of discounts and "
            "credit notes.",
            "Chiffre d'affaires du client sur 12 mois, HT, net de remises et d'avoirs.",
        ),
    ),
    Argument(
        "gross_margin",
        _text(
            "Gross margin over 12 months: revenue less cost of goods. Blank: unknown, "
            "the client is not classified.",
            "Marge brute sur 12 mois : chiffre d'affaires moins coût des ventes. Vide : "
            "inconnue, le client n'est pas classé.",
        ),
    ),
    Argument(
        "cost_to_serve",
        _text(
            "Cost to serve over 12 months: orders, deliveries, visits, tickets... "
            "Blank: unknown, B at best.",
            "Coût de service sur 12 mois : commandes, livraisons, visites, tickets... "
            "Vide : inconnu, B au mieux.",
        ),
    ),
    Argument(
        "potential",
        _text(
            "Potential rated by sales, 0 to 5. Blank: unknown.",
            "Potentiel noté par les ventes, de 0 à 5. Vide : inconnu.",
        ),
        optional=True,
    ),
    Argument(
        "active_months",
        _text(
            "Months with an order, of the 12. Blank: unknown.",
            "Mois avec commande, sur les 12. Vide : inconnu.",
        ),
        optional=True,
    ),
    Argument(
        "days",
        _text(
            "Days from the last order to the analysis date. Blank: unknown.",
            "Jours de la dernière commande à la date d'analyse. Vide : inconnu.",
        ),
        optional=True,
    ),
    _SCALE,
    _RULES,
)
_TABLE = Argument(
    "table_with_headings",
    _text(
        "A range whose first row holds the headings, in English or French, such as "
        "those of the sheet Segmentation.",
        "Une plage dont la première ligne porte les titres, en français ou en anglais, "
        "comme ceux de la feuille Segmentation.",
    ),
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "SEGMENT",
        _text(
            "Letter of each client, A to D: the computed letter of the sheet "
            "Segmentation for the same figures. NC: not classified.",
            "Lettre de chaque client, de A à D : la lettre calculée de la feuille "
            "Segmentation pour les mêmes chiffres. NC : non classé.",
        ),
        _CLIENT,
    ),
    Function(
        "SEGMENT_SCORE",
        _text(
            "Score of each client, 0 to 100, rounded to one decimal.",
            "Note de chaque client, de 0 à 100, arrondie à une décimale.",
        ),
        _CLIENT,
    ),
    Function(
        "SEGMENT_WHY",
        _text(
            "Why each client has its letter, in words: the rule that decided, or the "
            "points that add up.",
            "Pourquoi chaque client a sa lettre, en mots : la règle qui a décidé, ou "
            "les points qui s'ajoutent.",
        ),
        (*_CLIENT, _LANG),
        speaks=True,
    ),
    Function(
        "SEGMENT_NEXT",
        _text(
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
        _text(
            "The whole result for a table of clients: letter, score, margins, reason, "
            "next letter. Spills with headings.",
            "Le résultat complet pour un tableau de clients : lettre, note, marges, "
            "raison, lettre suivante. Se propage avec ses titres.",
        ),
        (_TABLE, _SCALE, _RULES),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_SCALE",
        _text(
            "A scale calibrated on a table of clients, ready to be passed as scale. "
            "Spills.",
            "Un barème calibré sur un tableau de clients, prêt à être passé comme "
            "barème. Se propage.",
        ),
        (_TABLE,),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_COST",
        _text(
            "Cost to serve per row: sum of quantities times rates.",
            "Coût de service par ligne : somme des quantités multipliées par les taux.",
        ),
        (
            Argument(
                "quantities",
                _text(
                    "Quantities of the drivers: one row a client, one column a driver. "
                    "A blank counts as zero.",
                    "Quantités des inducteurs : une ligne par client, une colonne par "
                    "inducteur. Un vide compte zéro.",
                ),
            ),
            Argument(
                "rates",
                _text(
                    "Cost of one unit of each driver, in the same order, one row or "
                    "one column.",
                    "Coût d'une unité de chaque inducteur, dans le même ordre, une "
                    "ligne ou une colonne.",
                ),
            ),
        ),
    ),
    Function(
        "SEGMENT_ABC",
        _text(
            "ABC class of each value: A makes the first 80 %, B up to 95 %, then C; "
            "loss below zero, inactive at zero.",
            "Classe ABC de chaque valeur : A fait les premiers 80 %, B jusqu'à 95 %, "
            "puis C ; perte sous zéro, inactif à zéro.",
        ),
        (
            Argument(
                "values",
                _text(
                    "Values to rank, for instance gross margins.",
                    "Valeurs à classer, par exemple des marges brutes.",
                ),
            ),
            Argument(
                "a",
                _text(
                    "Share at which A ends, 0 to 1. Left out: 0.8.",
                    "Part où finit A, de 0 à 1. Omise : 0,8.",
                ),
                optional=True,
            ),
            Argument(
                "b",
                _text(
                    "Share at which B ends, 0 to 1. Left out: 0.95.",
                    "Part où finit B, de 0 à 1. Omise : 0,95.",
                ),
                optional=True,
            ),
        ),
        speaks=True,
    ),
    Function(
        "SEGMENT_KPIS",
        _text(
            "Figures by letter: clients, revenue, margins, cost to serve, basket. "
            "Spills with headings.",
            "Chiffres par lettre : clients, chiffre d'affaires, marges, coût de "
            "service, panier. Se propage avec ses titres.",
        ),
        (
            Argument(
                "letters",
                _text(
                    "One letter a row of the table, without heading: A, B, C, D or NC.",
                    "Une lettre par ligne du tableau, sans titre : A, B, C, D ou NC.",
                ),
            ),
            _TABLE,
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_WHALE",
        _text(
            "The whale curve of net margins: 101 points, cumulated from the best "
            "client to the worst. Spills with headings.",
            "La courbe de la baleine des marges nettes : 101 points, cumulés du "
            "meilleur client au pire. Se propage avec ses titres.",
        ),
        (
            Argument(
                "net_margin",
                _text("Net margins of the clients.", "Marges nettes des clients."),
            ),
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_CONCENTRATION",
        _text(
            "How much rests on few clients: shares of the top 1, 5, 10, 20 %, HHI, "
            "Gini. Spills.",
            "Ce qui repose sur peu de clients : parts des 1, 5, 10, 20 % premiers, "
            "HHI, Gini. Se propage.",
        ),
        (
            Argument(
                "values",
                _text(
                    "Values, for instance revenues; negative ones count as zero.",
                    "Valeurs, par exemple des chiffres d'affaires ; les négatives "
                    "comptent zéro.",
                ),
            ),
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_VERSION",
        _text(
            "Versions of the add-in and of xlwings on this computer.",
            "Versions du complément et de xlwings sur cet ordinateur.",
        ),
    ),
)
BY_NAME: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
