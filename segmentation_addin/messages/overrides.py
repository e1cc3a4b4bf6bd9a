"""Messages on the letters that a person changed."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_W, _N = Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "override_unknown_client": entry(
        _W,
        "The override names client {client}, who is not in the Clients sheet: ignored.",
        "La dérogation vise le client {client}, absent de la feuille Clients : "
        "ignorée.",
        "Correct the code, or delete the row.",
        "Corrigez le code, ou supprimez la ligne.",
    ),
    "override_letter": entry(
        _W,
        "The override of client {client} asks for “{found}”: A, B, C or D expected. "
        "Ignored.",
        "La dérogation du client {client} demande « {found} » : A, B, C ou D attendu. "
        "Ignorée.",
        "Choose a letter from the list.",
        "Choisissez une lettre dans la liste.",
    ),
    "override_expiry": entry(
        _W,
        "The override of client {client} has an end that is text, not a date: ignored.",
        "La dérogation du client {client} a une fin en texte, pas une date : ignorée.",
        "Type a date, or leave it blank.",
        "Saisissez une date, ou laissez vide.",
    ),
    "override_expired": entry(
        _N,
        "The override of client {client} has expired: the computed letter {expected} "
        "holds.",
        "La dérogation du client {client} a expiré : la lettre calculée {expected} "
        "s'applique.",
        "Renew it with a new reason, or delete the row.",
        "Renouvelez-la avec un motif, ou supprimez la ligne.",
    ),
    "override_not_classified": entry(
        _W,
        "The override of client {client} is ignored: the client is not classified.",
        "La dérogation du client {client} est ignorée : le client n'est pas classé.",
        "Complete the client's data first.",
        "Complétez d'abord les données du client.",
    ),
    "override_too_far": entry(
        _W,
        "The override of client {client} from {expected} to {found} passes the "
        "{steps:g} step allowed: ignored.",
        "La dérogation du client {client} de {expected} à {found} dépasse le cran "
        "permis ({steps:g}) : ignorée.",
        "Choose a nearer letter, or change the setting.",
        "Choisissez une lettre plus proche, ou changez le paramètre.",
    ),
    "override_unsigned": entry(
        _W,
        "The override of client {client} lacks its reason or its author.",
        "La dérogation du client {client} n'a pas de motif ou d'auteur.",
        "Fill both: a letter is explained, not decreed.",
        "Remplissez les deux : une lettre s'explique, elle ne se décrète pas.",
    ),
}
