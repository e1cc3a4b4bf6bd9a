"""Messages on the cost to serve, its activities and its pools."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "cost_missing": entry(
        _W,
        "Client {client} has no cost-to-serve figure while others have: B at best.",
        "Le client {client} n'a aucun coût de service alors que d'autres en ont : B "
        "au mieux.",
        "Fill its row in Cost to serve, with 0 where nothing was used.",
        "Remplissez sa ligne dans Coût de service, avec 0 si rien n'a été consommé.",
    ),
    "cost_without_revenue": entry(
        _W,
        "Client {client} has a cost to serve and no revenue.",
        "Le client {client} a un coût de service et aucun chiffre d'affaires.",
        "Check that its revenue is not under another code.",
        "Vérifiez que son chiffre d'affaires n'est pas sous un autre code.",
    ),
    "no_cost_anywhere": entry(
        _W,
        "No client has a cost-to-serve figure: the letters rest on gross margin.",
        "Aucun client n'a de coût de service : les lettres reposent sur la marge brute.",
        "Fill Cost to serve and the activities in Settings.",
        "Remplissez Coût de service et les activités dans Paramètres.",
    ),
    "driver_unpriced": entry(
        _N,
        "The column {driver} of Cost to serve holds {count:,.0f} units that no activity "
        "prices: they cost nothing yet.",
        "La colonne {driver} de Coût de service contient {count:,.0f} unités qu'aucune "
        "activité ne valorise : elles ne coûtent encore rien.",
        "Add an activity with this driver to Settings.",
        "Ajoutez à Paramètres une activité avec cet inducteur.",
    ),
    "activity_kind": entry(
        _E,
        "The activity {activity} has no kind: rate, pool or time was expected.",
        "L'activité {activity} n'a pas de type : taux, enveloppe ou temps attendu.",
        "Choose its kind from the list.",
        "Choisissez son type dans la liste.",
    ),
    "activity_driver": entry(
        _E,
        "The activity {activity} names the driver “{found}”, which is no column of "
        "Cost to serve.",
        "L'activité {activity} nomme l'inducteur « {found} », qui n'est pas une "
        "colonne de Coût de service.",
        "Type the heading of one of its columns, or: client.",
        "Saisissez le titre d'une de ses colonnes, ou : client.",
    ),
    "activity_rate": entry(
        _E,
        "The activity {activity} has no unit rate.",
        "L'activité {activity} n'a pas de taux unitaire.",
        "Type what one unit of its driver costs.",
        "Saisissez le coût d'une unité de son inducteur.",
    ),
    "activity_pool": entry(
        _E,
        "The activity {activity} names the pool “{found}”, which has no cost in the "
        "analysis period.",
        "L'activité {activity} nomme l'enveloppe « {found} », qui n'a pas de coût sur "
        "la période analysée.",
        "Add the pool and its cost to the table of pools.",
        "Ajoutez l'enveloppe et son coût à la table des enveloppes.",
    ),
    "activity_minutes": entry(
        _E,
        "The activity {activity} is priced by time and has no minutes.",
        "L'activité {activity} est valorisée au temps et n'a pas de minutes.",
        "Type the minutes of one unit of its driver.",
        "Saisissez les minutes d'une unité de son inducteur.",
    ),
    "pool_capacity": entry(
        _E,
        "The activity {activity} is priced by time and the pool “{found}” has no "
        "capacity.",
        "L'activité {activity} est valorisée au temps et l'enveloppe « {found} » n'a "
        "pas de capacité.",
        "Type the practical capacity of the pool in minutes.",
        "Saisissez la capacité pratique de l'enveloppe en minutes.",
    ),
    "pool_incomplete": entry(
        _E,
        "The pool {pool} lacks its period or its cost.",
        "L'enveloppe {pool} n'a pas sa période ou son coût.",
        "Fill both.",
        "Remplissez les deux.",
    ),
    "pool_fed_twice": entry(
        _E,
        "The pool {pool} feeds {activity} and another activity: its cost would count "
        "twice.",
        "L'enveloppe {pool} alimente {activity} et une autre activité : son coût "
        "compterait deux fois.",
        "Let a pool feed one activity of kind pool, or several of kind time.",
        "Une enveloppe alimente une activité de type enveloppe, ou plusieurs de type "
        "temps.",
    ),
    "pool_unused": entry(
        _W,
        "The pool {pool} feeds no activity: its cost reaches no client.",
        "L'enveloppe {pool} n'alimente aucune activité : son coût n'atteint aucun "
        "client.",
        "Name it in an activity.",
        "Nommez-la dans une activité.",
    ),
    "pool_without_driver": entry(
        _W,
        "The driver of {activity} adds up to 0: the pool {pool} is not allocatable.",
        "L'inducteur de {activity} totalise 0 : l'enveloppe {pool} n'est pas "
        "répartissable.",
        "Fill the quantities in Cost to serve.",
        "Remplissez les quantités dans Coût de service.",
    ),
    "pool_overrun": entry(
        _W,
        "The pool {pool} used {found:,.0f} minutes of {expected:,.0f}: an overrun; "
        "its rate is unchanged.",
        "L'enveloppe {pool} a consommé {found:,.0f} minutes sur {expected:,.0f} : un "
        "dépassement ; son taux ne change pas.",
        "Check the minutes per unit, or the capacity.",
        "Vérifiez les minutes par unité, ou la capacité.",
    ),
    "pool_unused_capacity": entry(
        _N,
        "The pool {pool} used {found:,.0f} minutes of {expected:,.0f}: the rest is "
        "unused capacity, spread over no client.",
        "L'enveloppe {pool} a consommé {found:,.0f} minutes sur {expected:,.0f} : le "
        "reste est une capacité inemployée, qui n'est répartie sur aucun client.",
        "Nothing to do; decide on the capacity.",
        "Rien à faire ; décidez de la capacité.",
    ),
}
