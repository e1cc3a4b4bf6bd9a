"""Messages of the readings beside the letter, and of criteria that repeat another."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_W, _N = Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "criteria_correlated": Message(
        _N,
        Text(
            "The criteria {criterion} and {criterion_2} rank the clients alike (rank "
            "correlation {found:.2f}): what they share weighs twice.",
            "Les critères {criterion} et {criterion_2} classent les clients de la même "
            "façon (corrélation des rangs {found:.2f}) : ce qu'ils ont en commun pèse "
            "deux fois.",
        ),
        Text(
            "Keep one of the two, or share one weight between them.",
            "Gardez l'un des deux, ou partagez un seul poids entre eux.",
        ),
    ),
    "group_cycle": Message(
        _W,
        Text(
            "The groups of {count} clients point in a circle: {client}, {found}. "
            "They are read as one group, under the code {client}.",
            "Les groupes de {count} clients tournent en rond : {client}, {found}. "
            "Ils sont lus comme un seul groupe, sous le code {client}.",
        ),
        Text(
            "Correct the column Group: the top of the group has none, or its own code.",
            "Corrigez la colonne Groupe : la tête du groupe n'en a pas, ou porte son "
            "propre code.",
        ),
    ),
    "size_order": Message(
        _W,
        Text(
            "Sizes: a medium client would begin at {found}, above a large one "
            "({expected}). The limits of the ABC were used.",
            "Tailles : un client moyen commencerait à {found}, au-dessus d'un grand "
            "({expected}). Les limites de l'ABC ont été utilisées.",
        ),
        Text(
            "Type a lower limit for medium clients, or leave both blank.",
            "Saisissez une limite plus basse pour les moyens, ou laissez les deux vides.",
        ),
    ),
    "clusters_too_few": Message(
        _N,
        Text(
            "No clusters: {found} clients have all the criteria in use; under "
            "{expected}, groups would be chance.",
            "Pas de groupes statistiques : {found} clients ont tous les critères utilisés ; "
            "sous {expected}, les groupes seraient dus au hasard.",
        ),
        Text(
            "Read the letters and the matrix instead, or fill more criteria.",
            "Lisez plutôt les lettres et la matrice, ou remplissez plus de critères.",
        ),
    ),
    "clusters_all_equal": Message(
        _N,
        Text(
            "No clusters: the criteria in use do not tell the {found} clients apart.",
            "Pas de groupes statistiques : les critères utilisés ne distinguent pas les "
            "{found} clients.",
        ),
        Text(
            "Fill criteria on which the clients differ.",
            "Remplissez des critères sur lesquels les clients diffèrent.",
        ),
    ),
}
