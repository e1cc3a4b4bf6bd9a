"""The tables of the History sheet: closed reviews, and which two to compare."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table
from segmentation_addin.workbook.inputs import LETTERS

KINDS = {
    "review": Text("review", "revue"),
    "total": Text("total", "total"),
    "measure": Text("measure", "mesure"),
    "scale": Text("scale", "barème"),
    "setting": Text("setting", "paramètre"),
    "rate": Text("rate", "taux"),
    "pool": Text("pool", "enveloppe"),
    "client": Text("client", "client"),
}
"""What a row of the history tells; a review is one block of rows, in this order."""

REVIEW_ITEMS = {
    "closed_on": Text("closed on", "close le"),
    "closed_by": Text("closed by", "close par"),
    "note": Text("note", "note"),
    "fingerprint": Text("fingerprint of the inputs", "empreinte des données"),
    "version": Text("version of the add-in", "version du complément"),
}
GROUP_ITEMS = {
    "all": Text("all", "tous"),
    **LETTERS,
    "NC": Text("NC", "NC"),
    "inactive": Text("inactive", "inactifs"),
    "orphans": Text("unknown clients", "clients inconnus"),
}
MEASURES = {
    "a_basket": Text("average basket of A", "panier moyen des A"),
    "a_retention": Text("retention of A", "rétention des A"),
    "own_rates": Text(
        "net margin rate: same clients", "taux de marge nette : mêmes clients"
    ),
    "mix": Text("net margin rate: mix", "taux de marge nette : mix"),
    "moved": Text(
        "net margin rate: arrivals and departures",
        "taux de marge nette : arrivées et départs",
    ),
}
"""What totals alone do not tell; the three effects are against the first review."""

COMPARE_COLUMN, HISTORY_COLUMN = 0, 20
"""0-based first sheet columns; the fixed cells of the sheet stand between."""


def _amount(key: str, en: str, fr: str) -> Column:
    help_ = Text(
        "Over the 12 months of the review, ex-VAT.",
        "Sur les 12 mois de la revue, HT.",
    )
    return Column(key, Text(en, fr), Kind.AMOUNT, help_, width=15)


_FROZEN = Text("As it stood when the review was closed.", "Tel qu'à la clôture.")

HISTORY = Table(
    "tblHistory",
    "history",
    Text("Closed reviews", "Revues closes"),
    (
        Column(
            "vintage",
            Text("Review", "Revue"),
            Kind.COUNT,
            Text(
                "Number of the review: 1 is the first that was closed.",
                "Numéro de la revue : 1 est la première close.",
            ),
            width=9,
            number_format="0",
        ),
        Column(
            "as_of",
            Text("Analysis date", "Date d'analyse"),
            Kind.DATE,
            Text(
                "Last day of the 12 months of the review.",
                "Dernier jour des 12 mois de la revue.",
            ),
            width=13,
        ),
        Column(
            "kind",
            Text("Kind", "Nature"),
            Kind.CHOICE,
            Text("What the row tells.", "Ce que dit la ligne."),
            width=12,
            choices=KINDS,
        ),
        Column(
            "item",
            Text("Item", "Élément"),
            Kind.ID,
            Text(
                "Client code, letter, criterion, setting, activity or pool.",
                "Code client, lettre, critère, paramètre, activité ou enveloppe.",
            ),
            width=26,
        ),
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.LETTER,
            Text(
                "Letter of the client, overrides included; blank = inactive.",
                "Lettre du client, dérogations comprises ; vide = inactif.",
            ),
            width=8,
        ),
        Column(
            "computed_letter",
            Text("Computed", "Calculée"),
            Kind.LETTER,
            Text(
                "Letter of the method, before overrides.",
                "Lettre de la méthode, avant dérogation.",
            ),
            width=10,
        ),
        Column(
            "score",
            Text("Score", "Note"),
            Kind.SCORE,
            _FROZEN,
            width=8,
        ),
        _amount("revenue", "Revenue", "Chiffre d'affaires"),
        _amount("gross_margin", "Gross margin", "Marge brute"),
        _amount("cost_to_serve", "Cost to serve", "Coût de service"),
        _amount("net_margin", "Net margin", "Marge nette"),
        Column("orders", Text("Orders", "Commandes"), Kind.COUNT, _FROZEN),
        Column(
            "active_months", Text("Active months", "Mois actifs"), Kind.MONTHS, _FROZEN
        ),
        Column(
            "days",
            Text("Days since last order", "Jours sans commande"),
            Kind.DAYS,
            _FROZEN,
        ),
        Column("potential", Text("Potential", "Potentiel"), Kind.RATING, _FROZEN),
        Column(
            "number",
            Text("Figure", "Valeur"),
            Kind.NUMBER,
            Text(
                "Value of a setting, weight, rate, cost of a pool, number of clients.",
                "Valeur d'un paramètre, poids, taux, coût d'une enveloppe, nombre de "
                "clients.",
            ),
            width=14,
        ),
        Column(
            "details",
            Text("Details", "Détails"),
            Kind.TEXT,
            Text(
                "What has no column of its own: knots, other criteria, words.",
                "Ce qui n'a pas de colonne : repères, autres critères, mots.",
            ),
            width=44,
        ),
        Column(
            "path",
            Text("Letters so far", "Lettres jusqu'ici"),
            Kind.TEXT,
            Text(
                "One sign a review, from the first to this one: N = not classified, I = "
                "inactive, - = not yet a client.",
                "Un signe par revue, de la première à celle-ci : N = non classé, I = "
                "inactif, - = pas encore client.",
            ),
            width=16,
        ),
    ),
    output=True,
    first_column=HISTORY_COLUMN,
)

COMPARE = Table(
    "tblCompare",
    "history",
    Text("Compare two reviews", "Comparer deux revues"),
    (
        Column(
            "before",
            Text("From review", "De la revue"),
            Kind.COUNT,
            Text(
                "Number of a closed review. Blank: the last one of an earlier date.",
                "Numéro d'une revue close. Vide : la dernière d'une date antérieure.",
            ),
            width=12,
            number_format="0",
        ),
        Column(
            "after",
            Text("To review", "À la revue"),
            Kind.COUNT,
            Text(
                "Number of a closed review. Blank: today's letters.",
                "Numéro d'une revue close. Vide : les lettres du jour.",
            ),
            width=12,
            number_format="0",
        ),
    ),
    first_column=COMPARE_COLUMN,
)

HISTORY_TABLES: tuple[Table, ...] = (COMPARE, HISTORY)
