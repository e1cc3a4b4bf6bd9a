"""What recognising the columns of an export finds, and why a column is not read."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message, entry

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
_SAY_WHAT = (
    "If it is something else, say so in a file given with --mapping.",
    "S'il s'agit d'autre chose, dites-le dans un fichier donné par --mapping.",
)

CATALOGUE: dict[str, Message] = {
    "column_by_values": entry(
        _NOTE,
        "“{found}” was read as {expected}, from its values: its heading does not say.",
        "« {found} » a été lu comme {expected}, d'après ses valeurs : son titre ne le "
        "dit pas.",
        *_SAY_WHAT,
    ),
    "column_belied": entry(
        _WARNING,
        "“{found}” bears a heading of {expected}, but its values cannot be that (an "
        "amount, a number of days, a percentage?): it is not read.",
        "« {found} » porte un titre de {expected}, mais ses valeurs n'y conviennent "
        "pas (un montant, un nombre de jours, un pourcentage ?) : la colonne n'est pas "
        "lue.",
        "Say what it is in a file given with --mapping, or correct the export.",
        "Dites ce que c'est dans un fichier donné par --mapping, ou corrigez l'export.",
    ),
    "margin_is_rate": entry(
        _NOTE,
        "“{found}” holds rates, not amounts, and was read so.",
        "« {found} » contient des taux et non des montants, et a été lu comme tel.",
        *_SAY_WHAT,
    ),
    "previous_year_undated": entry(
        _NOTE,
        "“{found}” is of the year before, and nothing says which one: it is not read.",
        "« {found} » porte sur l'année précédente, et rien ne dit laquelle : la "
        "colonne n'est pas lue.",
        "Write the year in the heading (Revenue 2024), or import that year apart with "
        "--period.",
        "Écrivez l'année dans le titre (CA 2024), ou importez cette année à part avec "
        "--period.",
    ),
    "other_sheets": entry(
        _WARNING,
        "Only the sheet “{found}” was read; others hold a table too: {expected}.",
        "Seule la feuille « {found} » a été lue ; d'autres contiennent aussi un "
        "tableau : {expected}.",
        "Save each sheet that should count as a file of its own, and import it too.",
        "Enregistrez chaque feuille utile dans son propre fichier, et importez-le "
        "aussi.",
    ),
    "rows_none": entry(
        _ERROR,
        "The file has headings and no row below them that could be read.",
        "Le fichier a des titres, mais aucune ligne lisible en dessous.",
        "Export it again, with its rows.",
        "Refaites l'export, lignes comprises.",
    ),
    "headings_alike": entry(
        _ERROR,
        "Two columns bear the same heading, “{found}”, and hold different figures.",
        "Deux colonnes portent le même titre, « {found} », et des chiffres différents.",
        "Rename or remove one of them in the export.",
        "Renommez ou supprimez l'une d'elles dans l'export.",
    ),
    "since_of_record": entry(
        _NOTE,
        "“{found}” was read as the date since which the client buys; a date on which "
        "a record was created is often later or earlier.",
        "« {found} » a été lu comme la date depuis laquelle le client achète ; la date "
        "de création d'une fiche est souvent autre.",
        "Prefer the date of the first order or invoice.",
        "Préférez la date de première commande ou facture.",
    ),
    "cost_per_unit": entry(
        _WARNING,
        "“{found}” was read as the whole cost of what each client bought; in many "
        "programs it is the cost of one unit.",
        "« {found} » a été lu comme le coût total de ce que chaque client a acheté ; "
        "dans beaucoup de logiciels, c'est le coût d'une unité.",
        "If it is per unit, export quantity x unit cost instead.",
        "S'il est unitaire, exportez plutôt quantité x coût unitaire.",
    ),
    "orders_by_invoices": entry(
        _NOTE,
        "“{found}” was read as the number of orders.",
        "« {found} » a été lu comme le nombre de commandes.",
        "Keep to it: invoices in one period and orders in another would not compare.",
        "Restez-y : factures sur une période et commandes sur une autre ne se "
        "comparent pas.",
    ),
    "quotes_pending": entry(
        _NOTE,
        "“{found}” was read as quotes that were won or lost; those still open would "
        "lower the conversion.",
        "« {found} » a été lu comme des devis gagnés ou perdus ; ceux qui sont encore "
        "ouverts abaisseraient la conversion.",
        "Leave open quotes out of the export.",
        "Retirez de l'export les devis en cours.",
    ),
    "freight_paid": entry(
        _NOTE,
        "“{found}” was read as freight that you pay for the client, a direct cost.",
        "« {found} » a été lu comme le transport que vous payez pour le client, un "
        "coût direct.",
        "If it is freight that you charge, leave the column out with --mapping.",
        "S'il s'agit du port que vous facturez, écartez la colonne par --mapping.",
    ),
    "cost_to_serve_whole": entry(
        _WARNING,
        "“{found}” was read as direct costs: activities priced in Settings come on "
        "top of it.",
        "« {found} » a été lu comme des coûts directs : les activités valorisées dans "
        "Paramètres s'y ajoutent.",
        "Give either these costs or the drivers of the activities, not both.",
        "Donnez soit ces coûts, soit les inducteurs des activités, pas les deux.",
    ),
}

REASONS = {
    "unknown": Text("unknown heading", "titre inconnu"),
    "ruled": Text("by your own rules", "selon vos règles"),
    "theirs": Text("the client's own revenue", "chiffre d'affaires du client"),
    "taxed": Text("includes VAT", "TTC"),
    "surer": Text("another column is surer", "une autre colonne est plus sûre"),
    "same": Text("the same as another column", "double d'une autre colonne"),
    "values": Text("its values do not fit", "ses valeurs ne conviennent pas"),
    "previous": Text("year before, undated", "année précédente, sans date"),
    "rows": Text("numbers of rows", "numéros de ligne"),
    "proof": Text("proves the cost or margin", "preuve du coût ou de la marge"),
}
"""Why a column of an export is not read."""
