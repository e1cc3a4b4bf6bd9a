"""Messages on the criteria, their weights and their knots."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "criterion_empty": entry(
        _N,
        "The criterion {criterion} has a weight, but no client has a value for it: it "
        "counts for nothing.",
        "Le critère {criterion} a un poids, mais aucun client n'y a de valeur : il ne "
        "compte pas.",
        "Fill it for some clients, or set its weight to 0.",
        "Remplissez-le pour quelques clients, ou mettez son poids à 0.",
    ),
    "many_criteria": entry(
        _N,
        "{found} criteria have a weight; over {expected}, nobody can explain a letter.",
        "{found} critères ont un poids ; au-delà de {expected}, personne n'explique "
        "plus une lettre.",
        "Keep the few that matter.",
        "Gardez les quelques-uns qui comptent.",
    ),
    "criterion_twice": entry(
        _E,
        "The criterion {criterion} stands twice in the scale.",
        "Le critère {criterion} figure deux fois dans le barème.",
        "Delete one of the rows.",
        "Supprimez une des lignes.",
    ),
    "weight_negative": entry(
        _E,
        "The weight of {criterion} is {found}: a weight is 0 or more.",
        "Le poids de {criterion} vaut {found} : un poids est positif ou nul.",
        "Type a positive weight, and use Better for the direction.",
        "Saisissez un poids positif, et utilisez Mieux pour le sens.",
    ),
    "direction_missing": entry(
        _E,
        "The criterion {criterion} does not say which direction is better.",
        "Le critère {criterion} ne dit pas quel sens est le meilleur.",
        "Choose higher or lower in the column Better.",
        "Choisissez plus haut ou plus bas dans la colonne Mieux.",
    ),
    "knots_incomplete": entry(
        _E,
        "The criterion {criterion} has {found} knots of 5.",
        "Le critère {criterion} a {found} repères sur 5.",
        "Type all five, or clear all five to have them calibrated.",
        "Saisissez les cinq, ou effacez les cinq pour qu'ils soient calibrés.",
    ),
    "knots_order": entry(
        _E,
        "The knots of {criterion} are not {expected} from worst (0) to best (100).",
        "Les repères de {criterion} ne sont pas dans l'ordre {attendu}, du pire (0) "
        "au meilleur (100).",
        "Put them in order, or clear all five to have them calibrated.",
        "Remettez-les en ordre, ou effacez les cinq pour qu'ils soient calibrés.",
    ),
    "no_weight": entry(
        _E,
        "No criterion of the scale has a weight.",
        "Aucun critère du barème n'a de poids.",
        "Give a weight to at least one criterion.",
        "Donnez un poids à au moins un critère.",
    ),
    "too_few_values": entry(
        _W,
        "The criterion {criterion} has {found} usable values: 5 are needed to "
        "calibrate its knots, so it gives no points.",
        "Le critère {criterion} a {found} valeurs utilisables : il en faut 5 pour "
        "calibrer ses repères, il ne donne donc aucun point.",
        "Type five knots of your own, or add clients.",
        "Saisissez vos cinq repères, ou ajoutez des clients.",
    ),
    "bounds_order": entry(
        _E,
        "The scores for A, B and C are {found}: they must fall from A to C.",
        "Les notes pour A, B et C valent {found} : elles doivent décroître de A à C.",
        "Correct the three scores in Settings, for example 70 / 50 / 30.",
        "Corrigez les trois notes dans Paramètres, par exemple 70 / 50 / 30.",
    ),
}
