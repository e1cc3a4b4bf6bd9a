"""Messages of the core: what the method finds in the data."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _m(severity: Severity, en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(severity, Text(en, fr), Text(remedy_en, remedy_fr))


CATALOGUE: dict[str, Message] = {
    "no_client": _m(
        _E,
        "No client: the column Client ID is empty.",
        "Aucun client : la colonne Code client est vide.",
        "Fill the Clients sheet, or import order lines.",
        "Remplissez la feuille Clients, ou importez des lignes de commande.",
    ),
    "no_period": _m(
        _E,
        "No period: no row of Margins says which period it covers.",
        "Aucune période : aucune ligne de Marges ne dit quelle période elle couvre.",
        "Fill the column Period with the last day covered, for example 2025-12-31.",
        "Remplissez la colonne Période avec le dernier jour couvert, par exemple "
        "2025-12-31.",
    ),
    "as_of_not_a_period": _m(
        _E,
        "The analysis date {found} is not the end of a period. Nearest: {expected}.",
        "La date d'analyse {found} n'est pas une fin de période. Les plus proches : "
        "{expected}.",
        "Type one of these dates, or leave the setting blank.",
        "Saisissez une de ces dates, ou laissez le paramètre vide.",
    ),
    "thin_period": _m(
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
    "period_missing": _m(
        _W,
        "No period: this row is not used.",
        "Pas de période : cette ligne n'est pas utilisée.",
        "Type the last day that the row covers.",
        "Saisissez le dernier jour couvert par la ligne.",
    ),
    "annual_and_monthly": _m(
        _E,
        "Client {client}: a yearly row beside monthly ones would count twice "
        "(period {found}).",
        "Client {client} : une ligne annuelle à côté de lignes mensuelles compterait "
        "deux fois (période {found}).",
        "Keep the yearly row or the monthly rows of this client, not both.",
        "Gardez la ligne annuelle ou les lignes mensuelles de ce client, pas les deux.",
    ),
    "repeated_row": _m(
        _W,
        "Client {client} has another row for the same period {found}: both are added.",
        "Le client {client} a une autre ligne pour la même période {found} : elles "
        "s'additionnent.",
        "Delete the row if it is a duplicate.",
        "Supprimez la ligne si c'est un doublon.",
    ),
    "unknown_client": _m(
        _W,
        "Client {found} is not in the Clients sheet: its figures are in the totals, "
        "in no letter.",
        "Le client {found} n'est pas dans la feuille Clients : ses chiffres sont dans "
        "les totaux, dans aucune lettre.",
        "Add the client to the Clients sheet, or correct its code.",
        "Ajoutez le client à la feuille Clients, ou corrigez son code.",
    ),
    "revenue_missing": _m(
        _W,
        "Client {client}: the row has figures but no revenue; its revenue is unknown.",
        "Client {client} : la ligne a des chiffres mais pas de chiffre d'affaires, "
        "qui reste inconnu.",
        "Type the revenue of the period, 0 if there is none.",
        "Saisissez le chiffre d'affaires de la période, 0 s'il n'y en a pas.",
    ),
    "margin_missing": _m(
        _W,
        "Client {client}: no cost of goods and no gross margin. Missing is not zero: "
        "the client is not classified.",
        "Client {client} : ni coût des ventes ni marge brute. Absent n'est pas zéro : "
        "le client n'est pas classé.",
        "Type the cost of goods or the gross margin.",
        "Saisissez le coût des ventes ou la marge brute.",
    ),
    "margin_over_revenue": _m(
        _W,
        "Client {client}: the gross margin is larger than the revenue.",
        "Client {client} : la marge brute dépasse le chiffre d'affaires.",
        "Check the cost of goods: it should not be negative.",
        "Vérifiez le coût des ventes : il ne devrait pas être négatif.",
    ),
    "margin_and_cost_disagree": _m(
        _W,
        "Client {client}: the gross margin is not revenue less rebates and cost of "
        "goods; the cost of goods is used.",
        "Client {client} : la marge brute n'est pas le chiffre d'affaires moins "
        "ristournes et coût des ventes ; le coût des ventes est retenu.",
        "Correct one of the two, or leave one blank.",
        "Corrigez l'un des deux, ou laissez-en un vide.",
    ),
    "order_after_period": _m(
        _W,
        "Client {client}: the last order, {found}, is after the analysis date and is "
        "not used.",
        "Client {client} : la dernière commande, {found}, est après la date d'analyse "
        "et n'est pas retenue.",
        "Type the last order of the period, or check the date.",
        "Saisissez la dernière commande de la période, ou vérifiez la date.",
    ),
    "newness_unknown": _m(
        _N,
        "Nobody can say whether {count} clients are new: no earlier period, and no "
        "date since that tells. They are taken as not new.",
        "Impossible de dire si {count} clients sont nouveaux : pas de période "
        "antérieure, ni de date d'entrée qui le dise. Ils sont comptés comme anciens.",
        "Fill Client since, or import the previous period.",
        "Remplissez Client depuis, ou importez la période précédente.",
    ),
    "margin_estimated": _m(
        _N,
        "The gross margin of {count} clients is estimated: it drives no letter, which "
        "stays between B and C.",
        "La marge brute de {count} clients est estimée : elle ne décide d'aucune "
        "lettre, qui reste entre B et C.",
        "Replace the estimates by measured margins.",
        "Remplacez les estimations par des marges mesurées.",
    ),
    "cost_missing": _m(
        _W,
        "Client {client} has no cost-to-serve figure while others have: B at best.",
        "Le client {client} n'a aucun coût de service alors que d'autres en ont : B "
        "au mieux.",
        "Fill its row in Cost to serve, with 0 where nothing was used.",
        "Remplissez sa ligne dans Coût de service, avec 0 si rien n'a été consommé.",
    ),
    "cost_without_revenue": _m(
        _W,
        "Client {client} has a cost to serve and no revenue.",
        "Le client {client} a un coût de service et aucun chiffre d'affaires.",
        "Check that its revenue is not under another code.",
        "Vérifiez que son chiffre d'affaires n'est pas sous un autre code.",
    ),
    "no_cost_anywhere": _m(
        _W,
        "No client has a cost-to-serve figure: the letters rest on gross margin.",
        "Aucun client n'a de coût de service : les lettres reposent sur la marge brute.",
        "Fill Cost to serve and the activities in Settings.",
        "Remplissez Coût de service et les activités dans Paramètres.",
    ),
    "last_order_unknown": _m(
        _N,
        "Client {client} is an A and its last order is unknown: the gate was left "
        "open.",
        "Le client {client} est un A et sa dernière commande est inconnue : la "
        "condition du A n'a pas joué.",
        "Fill Last order in Margins.",
        "Remplissez Dernière commande dans Marges.",
    ),
    "criterion_empty": _m(
        _N,
        "The criterion {criterion} has a weight, but no client has a value for it: it "
        "counts for nothing.",
        "Le critère {criterion} a un poids, mais aucun client n'y a de valeur : il ne "
        "compte pas.",
        "Fill it for some clients, or set its weight to 0.",
        "Remplissez-le pour quelques clients, ou mettez son poids à 0.",
    ),
    "many_criteria": _m(
        _N,
        "{found} criteria have a weight; over {expected}, nobody can explain a letter.",
        "{found} critères ont un poids ; au-delà de {expected}, personne n'explique "
        "plus une lettre.",
        "Keep the few that matter.",
        "Gardez les quelques-uns qui comptent.",
    ),
    "criterion_twice": _m(
        _E,
        "The criterion {criterion} stands twice in the scale.",
        "Le critère {criterion} figure deux fois dans le barème.",
        "Delete one of the rows.",
        "Supprimez une des lignes.",
    ),
    "weight_negative": _m(
        _E,
        "The weight of {criterion} is {found}: a weight is 0 or more.",
        "Le poids de {criterion} vaut {found} : un poids est positif ou nul.",
        "Type a positive weight, and use Better for the direction.",
        "Saisissez un poids positif, et utilisez Mieux pour le sens.",
    ),
    "direction_missing": _m(
        _E,
        "The criterion {criterion} does not say which direction is better.",
        "Le critère {criterion} ne dit pas quel sens est le meilleur.",
        "Choose higher or lower in the column Better.",
        "Choisissez plus haut ou plus bas dans la colonne Mieux.",
    ),
    "knots_incomplete": _m(
        _E,
        "The criterion {criterion} has {found} knots of 5.",
        "Le critère {criterion} a {found} repères sur 5.",
        "Type all five, or clear all five to have them calibrated.",
        "Saisissez les cinq, ou effacez les cinq pour qu'ils soient calibrés.",
    ),
    "knots_order": _m(
        _E,
        "The knots of {criterion} are not {expected} from worst (0) to best (100).",
        "Les repères de {criterion} ne sont pas dans l'ordre {attendu}, du pire (0) "
        "au meilleur (100).",
        "Put them in order, or clear all five to have them calibrated.",
        "Remettez-les en ordre, ou effacez les cinq pour qu'ils soient calibrés.",
    ),
    "no_weight": _m(
        _E,
        "No criterion of the scale has a weight.",
        "Aucun critère du barème n'a de poids.",
        "Give a weight to at least one criterion.",
        "Donnez un poids à au moins un critère.",
    ),
    "too_few_values": _m(
        _W,
        "The criterion {criterion} has {found} usable values: 5 are needed to "
        "calibrate its knots, so it gives no points.",
        "Le critère {criterion} a {found} valeurs utilisables : il en faut 5 pour "
        "calibrer ses repères, il ne donne donc aucun point.",
        "Type five knots of your own, or add clients.",
        "Saisissez vos cinq repères, ou ajoutez des clients.",
    ),
    "bounds_order": _m(
        _E,
        "The scores for A, B and C are {found}: they must fall from A to C.",
        "Les notes pour A, B et C valent {found} : elles doivent décroître de A à C.",
        "Correct the three scores in Settings, for example 70 / 50 / 30.",
        "Corrigez les trois notes dans Paramètres, par exemple 70 / 50 / 30.",
    ),
    "activity_kind": _m(
        _E,
        "The activity {activity} has no kind: rate, pool or time was expected.",
        "L'activité {activity} n'a pas de type : taux, enveloppe ou temps attendu.",
        "Choose its kind from the list.",
        "Choisissez son type dans la liste.",
    ),
    "activity_driver": _m(
        _E,
        "The activity {activity} names the driver “{found}”, which is no column of "
        "Cost to serve.",
        "L'activité {activity} nomme l'inducteur « {found} », qui n'est pas une "
        "colonne de Coût de service.",
        "Type the heading of one of its columns, or: client.",
        "Saisissez le titre d'une de ses colonnes, ou : client.",
    ),
    "activity_rate": _m(
        _E,
        "The activity {activity} has no unit rate.",
        "L'activité {activity} n'a pas de taux unitaire.",
        "Type what one unit of its driver costs.",
        "Saisissez le coût d'une unité de son inducteur.",
    ),
    "activity_pool": _m(
        _E,
        "The activity {activity} names the pool “{found}”, which has no cost in the "
        "analysis period.",
        "L'activité {activity} nomme l'enveloppe « {found} », qui n'a pas de coût sur "
        "la période analysée.",
        "Add the pool and its cost to the table of pools.",
        "Ajoutez l'enveloppe et son coût à la table des enveloppes.",
    ),
    "activity_minutes": _m(
        _E,
        "The activity {activity} is priced by time and has no minutes.",
        "L'activité {activity} est valorisée au temps et n'a pas de minutes.",
        "Type the minutes of one unit of its driver.",
        "Saisissez les minutes d'une unité de son inducteur.",
    ),
    "pool_capacity": _m(
        _E,
        "The activity {activity} is priced by time and the pool “{found}” has no "
        "capacity.",
        "L'activité {activity} est valorisée au temps et l'enveloppe « {found} » n'a "
        "pas de capacité.",
        "Type the practical capacity of the pool in minutes.",
        "Saisissez la capacité pratique de l'enveloppe en minutes.",
    ),
    "pool_incomplete": _m(
        _E,
        "The pool {pool} lacks its period or its cost.",
        "L'enveloppe {pool} n'a pas sa période ou son coût.",
        "Fill both.",
        "Remplissez les deux.",
    ),
    "pool_fed_twice": _m(
        _E,
        "The pool {pool} feeds {activity} and another activity: its cost would count "
        "twice.",
        "L'enveloppe {pool} alimente {activity} et une autre activité : son coût "
        "compterait deux fois.",
        "Let a pool feed one activity of kind pool, or several of kind time.",
        "Une enveloppe alimente une activité de type enveloppe, ou plusieurs de type "
        "temps.",
    ),
    "pool_unused": _m(
        _W,
        "The pool {pool} feeds no activity: its cost reaches no client.",
        "L'enveloppe {pool} n'alimente aucune activité : son coût n'atteint aucun "
        "client.",
        "Name it in an activity.",
        "Nommez-la dans une activité.",
    ),
    "pool_without_driver": _m(
        _W,
        "The driver of {activity} adds up to 0: the pool {pool} is not allocatable.",
        "L'inducteur de {activity} totalise 0 : l'enveloppe {pool} n'est pas "
        "répartissable.",
        "Fill the quantities in Cost to serve.",
        "Remplissez les quantités dans Coût de service.",
    ),
    "pool_overrun": _m(
        _W,
        "The pool {pool} used {found:,.0f} minutes of {expected:,.0f}: an overrun; "
        "its rate is unchanged.",
        "L'enveloppe {pool} a consommé {found:,.0f} minutes sur {expected:,.0f} : un "
        "dépassement ; son taux ne change pas.",
        "Check the minutes per unit, or the capacity.",
        "Vérifiez les minutes par unité, ou la capacité.",
    ),
    "pool_unused_capacity": _m(
        _N,
        "The pool {pool} used {found:,.0f} minutes of {expected:,.0f}: the rest is "
        "unused capacity, spread over no client.",
        "L'enveloppe {pool} a consommé {found:,.0f} minutes sur {expected:,.0f} : le "
        "reste est une capacité inemployée, qui n'est répartie sur aucun client.",
        "Nothing to do; decide on the capacity.",
        "Rien à faire ; décidez de la capacité.",
    ),
    "driver_unpriced": _m(
        _N,
        "The column {found} of Cost to serve holds {count:,.0f} units that no activity "
        "prices: they cost nothing yet.",
        "La colonne {found} de Coût de service contient {count:,.0f} unités qu'aucune "
        "activité ne valorise : elles ne coûtent encore rien.",
        "Add an activity with this driver to Settings.",
        "Ajoutez à Paramètres une activité avec cet inducteur.",
    ),
    "override_unknown_client": _m(
        _W,
        "The override names client {client}, who is not in the Clients sheet: ignored.",
        "La dérogation vise le client {client}, absent de la feuille Clients : "
        "ignorée.",
        "Correct the code, or delete the row.",
        "Corrigez le code, ou supprimez la ligne.",
    ),
    "override_letter": _m(
        _W,
        "The override of client {client} asks for “{found}”: A, B, C or D expected. "
        "Ignored.",
        "La dérogation du client {client} demande « {found} » : A, B, C ou D attendu. "
        "Ignorée.",
        "Choose a letter from the list.",
        "Choisissez une lettre dans la liste.",
    ),
    "override_expiry": _m(
        _W,
        "The override of client {client} has an end that is text, not a date: ignored.",
        "La dérogation du client {client} a une fin en texte, pas une date : ignorée.",
        "Type a date, or leave it blank.",
        "Saisissez une date, ou laissez vide.",
    ),
    "override_expired": _m(
        _N,
        "The override of client {client} has expired: the computed letter {expected} "
        "holds.",
        "La dérogation du client {client} a expiré : la lettre calculée {expected} "
        "s'applique.",
        "Renew it with a new reason, or delete the row.",
        "Renouvelez-la avec un motif, ou supprimez la ligne.",
    ),
    "override_not_classified": _m(
        _W,
        "The override of client {client} is ignored: the client is not classified.",
        "La dérogation du client {client} est ignorée : le client n'est pas classé.",
        "Complete the client's data first.",
        "Complétez d'abord les données du client.",
    ),
    "override_too_far": _m(
        _W,
        "The override of client {client} from {expected} to {found} passes the "
        "{steps:g} step allowed: ignored.",
        "La dérogation du client {client} de {expected} à {found} dépasse le cran "
        "permis ({steps:g}) : ignorée.",
        "Choose a nearer letter, or change the setting.",
        "Choisissez une lettre plus proche, ou changez le paramètre.",
    ),
    "override_unsigned": _m(
        _W,
        "The override of client {client} lacks its reason or its author.",
        "La dérogation du client {client} n'a pas de motif ou d'auteur.",
        "Fill both: a letter is explained, not decreed.",
        "Remplissez les deux : une lettre s'explique, elle ne se décrète pas.",
    ),
    "client_gone": _m(
        _N,
        "Client {client} is no longer in the Clients sheet; the text that you typed "
        "beside it in Segmentation is kept.",
        "Le client {client} n'est plus dans la feuille Clients ; le texte saisi à côté "
        "de lui dans Segmentation est conservé.",
        "Clear the text to let the row go.",
        "Effacez le texte pour que la ligne disparaisse.",
    ),
}
