"""Messages on what the rows of Clients and Margins say of each client."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "no_client": entry(
        _E,
        "No client: the column Client ID is empty.",
        "Aucun client : la colonne Code client est vide.",
        "Fill the Clients sheet, or import order lines.",
        "Remplissez la feuille Clients, ou importez des lignes de commande.",
    ),
    "no_period": entry(
        _E,
        "No period: no row of Margins says which period it covers.",
        "Aucune période : aucune ligne de Marges ne dit quelle période elle couvre.",
        "Fill the column Period with the last day covered, for example 2025-12-31.",
        "Remplissez la colonne Période avec le dernier jour couvert, par exemple "
        "2025-12-31.",
    ),
    "as_of_not_a_period": entry(
        _E,
        "The analysis date {found} is not the end of a period. Nearest: {expected}.",
        "La date d'analyse {found} n'est pas une fin de période. Les plus proches : "
        "{expected}.",
        "Type one of these dates, or leave the setting blank.",
        "Saisissez une de ces dates, ou laissez le paramètre vide.",
    ),
    "thin_period": entry(
        _E,
        "The period that ends on {found} carries {carried:,.2f} of revenue, under "
        "10 % of what precedes it ({expected:,.2f}): probably a mistyped date.",
        "La période qui finit le {found} porte {carried:,.2f} de chiffre d'affaires, "
        "moins de 10 % de ce qui précède ({expected:,.2f}) : sans doute une date mal "
        "saisie.",
        "Correct the period of these rows, or type the analysis date in Settings.",
        "Corrigez la période de ces lignes, ou saisissez la date d'analyse dans "
        "Paramètres.",
    ),
    "period_missing": entry(
        _W,
        "No period: this row is not used.",
        "Pas de période : cette ligne n'est pas utilisée.",
        "Type the last day that the row covers.",
        "Saisissez le dernier jour couvert par la ligne.",
    ),
    "annual_and_monthly": entry(
        _E,
        "Client {client}: a yearly row beside monthly ones would count twice "
        "(period {found}).",
        "Client {client} : une ligne annuelle à côté de lignes mensuelles compterait "
        "deux fois (période {found}).",
        "Keep the yearly row or the monthly rows of this client, not both.",
        "Gardez la ligne annuelle ou les lignes mensuelles de ce client, pas les deux.",
    ),
    "repeated_row": entry(
        _W,
        "Client {client} has another row for the same period {found}: both are added.",
        "Le client {client} a une autre ligne pour la même période {found} : elles "
        "s'additionnent.",
        "Delete the row if it is a duplicate.",
        "Supprimez la ligne si c'est un doublon.",
    ),
    "unknown_client": entry(
        _W,
        "Client {found} is not in the Clients sheet: its figures are in the totals, "
        "in no letter.",
        "Le client {found} n'est pas dans la feuille Clients : ses chiffres sont dans "
        "les totaux, dans aucune lettre.",
        "Add the client to the Clients sheet, or correct its code.",
        "Ajoutez le client à la feuille Clients, ou corrigez son code.",
    ),
    "revenue_missing": entry(
        _W,
        "Client {client}: the row has figures but no revenue; its revenue is unknown.",
        "Client {client} : la ligne a des chiffres mais pas de chiffre d'affaires, "
        "qui reste inconnu.",
        "Type the revenue of the period, 0 if there is none.",
        "Saisissez le chiffre d'affaires de la période, 0 s'il n'y en a pas.",
    ),
    "margin_missing": entry(
        _W,
        "Client {client}: no cost of goods and no gross margin. Missing is not zero: "
        "the client is not classified.",
        "Client {client} : ni coût des ventes ni marge brute. Absent n'est pas zéro : "
        "le client n'est pas classé.",
        "Type the cost of goods or the gross margin.",
        "Saisissez le coût des ventes ou la marge brute.",
    ),
    "margin_over_revenue": entry(
        _W,
        "Client {client}: the gross margin is larger than the revenue.",
        "Client {client} : la marge brute dépasse le chiffre d'affaires.",
        "Check the cost of goods: it should not be negative.",
        "Vérifiez le coût des ventes : il ne devrait pas être négatif.",
    ),
    "margin_and_cost_disagree": entry(
        _W,
        "Client {client}: the gross margin is not revenue less rebates and cost of "
        "goods; the cost of goods is used.",
        "Client {client} : la marge brute n'est pas le chiffre d'affaires moins "
        "ristournes et coût des ventes ; le coût des ventes est retenu.",
        "Correct one of the two, or leave one blank.",
        "Corrigez l'un des deux, ou laissez-en un vide.",
    ),
    "order_after_period": entry(
        _W,
        "Client {client}: the last order, {found}, is after the analysis date and is "
        "not used.",
        "Client {client} : la dernière commande, {found}, est après la date d'analyse "
        "et n'est pas retenue.",
        "Type the last order of the period, or check the date.",
        "Saisissez la dernière commande de la période, ou vérifiez la date.",
    ),
    "newness_unknown": entry(
        _N,
        "Nobody can say whether {count} clients are new: no earlier period, and no "
        "date since that tells. They are taken as not new.",
        "Impossible de dire si {count} clients sont nouveaux : pas de période "
        "antérieure, ni de date d'entrée qui le dise. Ils sont comptés comme anciens.",
        "Fill Client since, or import the previous period.",
        "Remplissez Client depuis, ou importez la période précédente.",
    ),
    "margin_estimated": entry(
        _N,
        "The gross margin of {count} clients is estimated: it drives no letter, which "
        "stays between B and C.",
        "La marge brute de {count} clients est estimée : elle ne décide d'aucune "
        "lettre, qui reste entre B et C.",
        "Replace the estimates by measured margins.",
        "Remplacez les estimations par des marges mesurées.",
    ),
    "last_order_unknown": entry(
        _N,
        "Client {client} is an A and its last order is unknown: the gate was left "
        "open.",
        "Le client {client} est un A et sa dernière commande est inconnue : la "
        "condition du A n'a pas joué.",
        "Fill Last order in Margins.",
        "Remplissez Dernière commande dans Marges.",
    ),
    "client_gone": entry(
        _N,
        "Client {client} is no longer in the Clients sheet; the text that you typed "
        "beside it in Segmentation is kept.",
        "Le client {client} n'est plus dans la feuille Clients ; le texte saisi à côté "
        "de lui dans Segmentation est conservé.",
        "Clear the text to let the row go.",
        "Effacez le texte pour que la ligne disparaisse.",
    ),
}
