"""The functions of the readings beside the letter, declared as in `registry`."""

from __future__ import annotations

from segmentation_addin.excel.signature import TABLE, Argument, Function
from segmentation_addin.languages import Text

READING_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "SEGMENT_ABC",
        Text(
            "ABC class of each value: A makes the first 80 %, B up to 95 %, then C; "
            "loss below zero, inactive at zero.",
            "Classe ABC de chaque valeur : A fait les premiers 80 %, B jusqu'à 95 %, "
            "puis C ; perte sous zéro, inactif à zéro.",
        ),
        (
            Argument(
                "values",
                Text(
                    "Values to rank, for instance gross margins.",
                    "Valeurs à classer, par exemple des marges brutes.",
                ),
            ),
            Argument(
                "a",
                Text(
                    "Share at which A ends, 0 to 1. Left out: 0.8.",
                    "Part où finit A, de 0 à 1. Omise : 0,8.",
                ),
                optional=True,
            ),
            Argument(
                "b",
                Text(
                    "Share at which B ends, 0 to 1. Left out: 0.95.",
                    "Part où finit B, de 0 à 1. Omise : 0,95.",
                ),
                optional=True,
            ),
        ),
        speaks=True,
    ),
    Function(
        "SEGMENT_RFM",
        Text(
            "Recency, frequency and amount of each client, scored 1 to 5 side by side: "
            "545. Fifths of the range; fixed thresholds under 30 clients.",
            "Récence, fréquence et montant de chaque client, notés de 1 à 5 côte à "
            "côte : 545. Cinquièmes de la plage ; seuils fixes sous 30 clients.",
        ),
        (
            Argument(
                "days",
                Text(
                    "Days from the last order to the analysis date.",
                    "Jours de la dernière commande à la date d'analyse.",
                ),
            ),
            Argument(
                "orders",
                Text(
                    "Number of distinct orders over 12 months.",
                    "Nombre de commandes distinctes sur 12 mois.",
                ),
            ),
            Argument(
                "amount",
                Text(
                    "Amount ordered over 12 months, net of credit notes.",
                    "Montant commandé sur 12 mois, net d'avoirs.",
                ),
            ),
            Argument(
                "scale",
                Text(
                    "The scale whose knots for the value cut the amounts under 30 "
                    "clients. Left out: the name Scale of this workbook.",
                    "Le barème dont les repères de la valeur coupent les montants sous "
                    "30 clients. Omis : le nom Scale de ce classeur.",
                ),
                optional=True,
                workbook_name="Scale",
            ),
        ),
    ),
    Function(
        "SEGMENT_MATRIX",
        Text(
            "Place of each client by value and margin: high or low revenue; loss, "
            "below or above the target rate. A point on a limit goes up.",
            "Place de chaque client par valeur et marge : gros ou petit CA ; perte, "
            "sous la cible ou au-dessus. Un point sur une limite monte.",
        ),
        (
            Argument(
                "revenue",
                Text("Revenues of the clients.", "Chiffres d'affaires des clients."),
            ),
            Argument(
                "net_margin",
                Text(
                    "Net margins of the same clients, after cost to serve.",
                    "Marges nettes des mêmes clients, après coût de service.",
                ),
            ),
            Argument(
                "limit",
                Text(
                    "Revenue from which a client is high. Left out: that of the "
                    'smallest A by revenue; "median": the median.',
                    "CA à partir duquel un client est gros. Omis : celui du plus petit "
                    'A selon le CA ; "médiane" : la médiane.',
                ),
                optional=True,
            ),
            Argument(
                "target",
                Text(
                    "Net margin rate to reach, such as 0.12. Left out: that of all "
                    "these clients, sum by sum.",
                    "Taux de marge nette à atteindre, par exemple 0,12. Omis : celui "
                    "de tous ces clients, somme sur somme.",
                ),
                optional=True,
            ),
        ),
        speaks=True,
    ),
    Function(
        "SEGMENT_SIZE",
        Text(
            "Size of each client by revenue alone: large, medium or small; blank "
            "without revenue.",
            "Taille de chaque client selon le seul chiffre d'affaires : grand, moyen "
            "ou petit ; vide sans chiffre d'affaires.",
        ),
        (
            Argument(
                "revenue",
                Text("Revenues of the clients.", "Chiffres d'affaires des clients."),
            ),
            Argument(
                "large",
                Text(
                    "Revenue from which a client is large. Left out: class A by "
                    "revenue, the first 80 %.",
                    "CA à partir duquel un client est grand. Omis : la classe A selon "
                    "le CA, les premiers 80 %.",
                ),
                optional=True,
            ),
            Argument(
                "medium",
                Text(
                    "Revenue from which a client is medium. Left out: class B by "
                    "revenue, up to 95 %.",
                    "CA à partir duquel un client est moyen. Omis : la classe B selon "
                    "le CA, jusqu'à 95 %.",
                ),
                optional=True,
            ),
        ),
        speaks=True,
    ),
    Function(
        "SEGMENT_KPIS",
        Text(
            "Figures by letter: clients, revenue, margins, cost to serve, basket. "
            "Spills with headings.",
            "Chiffres par lettre : clients, chiffre d'affaires, marges, coût de "
            "service, panier. Se propage avec ses titres.",
        ),
        (
            Argument(
                "letters",
                Text(
                    "One letter a row of the table, without heading: A, B, C, D or NC.",
                    "Une lettre par ligne du tableau, sans titre : A, B, C, D ou NC.",
                ),
            ),
            TABLE,
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_MOVES",
        Text(
            "Who moved from which letter to which: number of clients by letter before "
            "(rows) and after (columns), with totals. Spills with headings.",
            "Qui est passé de quelle lettre à quelle autre : nombre de clients par "
            "lettre avant (lignes) et après (colonnes), avec totaux. Se propage.",
        ),
        (
            Argument(
                "before",
                Text(
                    "Letters before, one a client: A to D, NC or inactive. Blank: new "
                    "client.",
                    "Lettres d'avant, une par client : A à D, NC ou inactif. Vide : "
                    "nouveau client.",
                ),
            ),
            Argument(
                "after",
                Text(
                    "Letters after, of the same clients in the same order. Blank: gone.",
                    "Lettres d'après, pour les mêmes clients dans le même ordre. Vide : "
                    "parti.",
                ),
            ),
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_WHALE",
        Text(
            "The whale curve of net margins: 101 points, cumulated from the best "
            "client to the worst. Spills with headings.",
            "La courbe de la baleine des marges nettes : 101 points, cumulés du "
            "meilleur client au pire. Se propage avec ses titres.",
        ),
        (
            Argument(
                "net_margin",
                Text("Net margins of the clients.", "Marges nettes des clients."),
            ),
        ),
        speaks=True,
        spills=True,
    ),
    Function(
        "SEGMENT_CONCENTRATION",
        Text(
            "How much rests on few clients: shares of the top 1, 5, 10, 20 %, HHI, "
            "Gini. Spills.",
            "Ce qui repose sur peu de clients : parts des 1, 5, 10, 20 % premiers, "
            "HHI, Gini. Se propage.",
        ),
        (
            Argument(
                "values",
                Text(
                    "Values, for instance revenues; negative ones count as zero.",
                    "Valeurs, par exemple des chiffres d'affaires ; les négatives "
                    "comptent zéro.",
                ),
            ),
        ),
        speaks=True,
        spills=True,
    ),
)
"""In the order in which the catalogue shows them."""
