"""What the sheets of `score --into` say, and what keeps them from being written."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message, entry

TITLES: dict[str, Text] = {
    "lines": Text("Scored lines", "Lignes notées"),
    "clients": Text("Scored clients", "Clients notés"),
    "curve": Text("Scored curve", "Courbe des notes"),
}
"""Titles of the three sheets."""

GROUPS: dict[str, Text] = {
    **{letter: Text(letter, letter) for letter in ("A", "B", "C", "D", "NC")},
    "inactive": Text("Inactive", "Inactifs"),
    "all": Text("All", "Tous"),
}
KINDS: dict[str, Text] = {
    "false_good": Text("false good client", "faux bon client"),
    "best": Text("letter A", "lettre A"),
    "worst": Text("among the worst D", "parmi les pires D"),
}
KIND_ROWS: dict[str, Text] = {
    "false_good": Text("False good clients", "Faux bons clients"),
    "best": Text("Other A, largest revenue first", "Autres A, plus gros CA d'abord"),
    "worst": Text(
        "Other D, lowest margin first", "Autres D, plus faible marge d'abord"
    ),
}
SOURCE = Text(
    "From {lines} order lines up to {day}, scored on {now}. {aside} lines were set aside "
    "and are in none of these figures.",
    "D'après {lines} lignes de commande jusqu'au {day}, notées le {now}. {aside} lignes "
    "ont été écartées et ne sont dans aucun de ces chiffres.",
)
SHOWN = Text(
    "{listed} of {clients} clients are listed in the sheet {sheet}. The other {hidden} are "
    "not in this workbook, only in these sums: each of them is in the file {file}.",
    "{listed} clients sur {clients} figurent dans la feuille {sheet}. Les {hidden} autres ne "
    "sont pas dans ce classeur, seulement dans ces sommes : chacun est dans le fichier "
    "{file}.",
)
APART = Text(
    "A refresh neither reads nor changes this sheet: the other sheets of this workbook "
    "speak of its own rows. The next score --into writes it anew, whole.",
    "Une actualisation ne lit ni ne change cette feuille : les autres feuilles de ce "
    "classeur parlent de ses propres lignes. Le prochain score --into la réécrit en entier.",
)
NO_COST = Text(
    "No cost to serve is known: letters, list and curve rest on the gross margin.",
    "Aucun coût de service n'est connu : lettres, liste et courbe reposent sur la marge "
    "brute.",
)
CURVE = Text(
    "{clients} active clients, from the best margin to the worst, in {points} points. "
    "Highest: {peak}; at the end: {total}.",
    "{clients} clients actifs, de la meilleure marge à la pire, en {points} points. "
    "Maximum : {peak} ; à la fin : {total}.",
)
SECTIONS: dict[str, Text] = {
    "kpis": Text(
        "Figures by letter, all clients", "Chiffres par lettre, tous les clients"
    ),
    "sums": Text(
        "Listed + not listed = all clients",
        "Affichés + non affichés = tous les clients",
    ),
    "kinds": Text("Who is listed", "Qui est affiché"),
}
HEADINGS: dict[str, Text] = {
    "letter": Text("Letter", "Lettre"),
    "clients": Text("Clients", "Clients"),
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "gross_margin": Text("Gross margin", "Marge brute"),
    "cost_to_serve": Text("Cost to serve", "Coût de service"),
    "net_margin": Text("Net margin", "Marge nette"),
    "net_margin_rate": Text("Net margin rate", "Taux de marge nette"),
    "orders": Text("Orders", "Commandes"),
    "basket": Text("Basket", "Panier moyen"),
    "retention": Text("Retention", "Fidélité"),
    "grr": Text("Revenue kept", "CA conservé"),
    "nrr": Text("Revenue kept and grown", "CA conservé et accru"),
    "listed": Text("{name}: listed", "{name} : affichés"),
    "hidden": Text("{name}: not listed", "{name} : non affichés"),
    "whole": Text("{name}: all", "{name} : tous"),
    "kind": Text("Why listed", "Motif"),
    "who": Text("Who", "Qui"),
    "found": Text("There are", "Il y en a"),
    "shown": Text("Listed", "Affichés"),
    "left": Text("Not listed", "Non affichés"),
    "rank": Text("Clients, best first", "Clients, meilleurs d'abord"),
    "share": Text("Share of the clients", "Part des clients"),
    "cumulated": Text("Margin cumulated", "Marge cumulée"),
}

REFUSALS: dict[str, Message] = {
    "score_into_foreign": entry(
        Severity.ERROR,
        "{path} holds no table of this add-in. Nothing was written.",
        "{path} ne contient aucune table de ce complément. Rien n'a été écrit.",
        "Create a workbook with segmentation new, and name it in --into.",
        "Créez un classeur avec segmentation new, et nommez-le dans --into.",
    ),
    "score_into_title": entry(
        Severity.ERROR,
        "{path} has a sheet {sheet} of its own. Nothing was written.",
        "{path} a déjà une feuille {sheet} à elle. Rien n'a été écrit.",
        "Rename that sheet, save, close, then run again.",
        "Renommez cette feuille, enregistrez, fermez, puis relancez.",
    ),
    "score_into_changed": entry(
        Severity.ERROR,
        "{path}: the sheet {sheet} holds formulas, comments, tables or pictures that score "
        "did not write and would lose. Nothing was written.",
        "{path} : la feuille {sheet} contient des formules, commentaires, tables ou images "
        "que score n'a pas écrits et perdrait. Rien n'a été écrit.",
        "Move them to a sheet of your own, or delete the three sheets of score, save, "
        "close, then run again.",
        "Déplacez-les dans une feuille à vous, ou supprimez les trois feuilles de score, "
        "enregistrez, fermez, puis relancez.",
    ),
    "score_into_result": entry(
        Severity.ERROR,
        "{path} is both the result and the workbook of --into. Nothing was written.",
        "{path} est à la fois le résultat et le classeur de --into. Rien n'a été écrit.",
        "Give the result another name.",
        "Donnez un autre nom au résultat.",
    ),
    "score_scale_result": entry(
        Severity.ERROR,
        "{path} is both the result and the workbook of --scale. Nothing was written.",
        "{path} est à la fois le résultat et le classeur de --scale. Rien n'a été "
        "écrit.",
        "Give the result another name.",
        "Donnez un autre nom au résultat.",
    ),
}
