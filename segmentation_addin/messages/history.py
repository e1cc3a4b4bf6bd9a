"""Messages of the closed reviews: what is due, and what was carried over."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_W, _N = Severity.WARNING, Severity.NOTE


def _m(severity: Severity, en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(severity, Text(en, fr), Text(remedy_en, remedy_fr))


_DATED = Text(
    "Look at them with sales, then type the new date in the column Rated on.",
    "Revoyez-les avec le commerce, puis saisissez la nouvelle date dans la colonne "
    "Noté le.",
)
_COSTS = Text(
    "Type the new figures. If they hold, type today's date in the setting Rates and "
    "pools confirmed on.",
    "Saisissez les nouveaux chiffres. S'ils tiennent, saisissez la date du jour dans "
    "le paramètre Taux et enveloppes confirmés le.",
)

CATALOGUE: dict[str, Message] = {
    "review_overdue": _m(
        _W,
        "The last review was closed for {found}: the next one was due by {expected} at "
        "the latest.",
        "La dernière revue a été close au {found} : la suivante était due au plus tard "
        "le {expected}.",
        "Hold the review with sales, marketing, service and finance, then close it: "
        "Close review, or segmentation close.",
        "Tenez la revue avec le commerce, le marketing, le service et la finance, puis "
        "closez-la : Clore la revue, ou segmentation close.",
    ),
    "ratings_old": _m(
        _N,
        "{count} clients were rated more than 24 months before the analysis date.",
        "{count} clients ont été notés plus de 24 mois avant la date d'analyse.",
        *_DATED,
    ),
    "ratings_to_confirm": _m(
        _N,
        "{count} clients keep the ratings of the review closed for {found}.",
        "{count} clients gardent les notes de la revue close au {found}.",
        *_DATED,
    ),
    "rates_to_confirm": _m(
        _N,
        "{count} rates are those of the review closed for {found}.",
        "{count} taux sont ceux de la revue close au {found}.",
        *_COSTS,
    ),
    "pools_to_confirm": _m(
        _N,
        "{count} rows of cost pools hold the cost of the review closed for {found}.",
        "{count} lignes d'enveloppes portent le coût de la revue close au {found}.",
        *_COSTS,
    ),
    "history_unreadable": _m(
        _W,
        "{count} rows of the history say no longer which review they belong to: they "
        "are left out.",
        "{count} lignes de l'historique ne disent plus à quelle revue elles "
        "appartiennent : elles sont ignorées.",
        "Put the closed reviews back from a copy of the workbook: a closed review is "
        "never rewritten.",
        "Reprenez les revues closes d'une copie du classeur : une revue close n'est "
        "jamais réécrite.",
    ),
    "no_such_review": _m(
        Severity.ERROR,
        "There is no closed review “{found}”; known: {expected}.",
        "Il n'y a pas de revue close « {found} » ; connues : {expected}.",
        "Give the number of a review, its analysis date, or today.",
        "Indiquez le numéro d'une revue, sa date d'analyse, ou today.",
    ),
    "no_closed_review": _m(
        Severity.ERROR,
        "No review is closed yet: there is nothing to compare with.",
        "Aucune revue n'est close : il n'y a rien à comparer.",
        "Close one first: Close review, or segmentation close.",
        "Closez-en d'abord une : Clore la revue, ou segmentation close.",
    ),
}

CLOSE = Text(
    "Close the review of {as_of}: {clients} clients, {letters}.\n"
    "Letters, figures, scale and settings are frozen in the sheet History as review "
    "{number}. A closed review is never rewritten.\n"
    "Go on?",
    "Clore la revue au {as_of} : {clients} clients, {letters}.\n"
    "Lettres, chiffres, barème et paramètres sont figés dans la feuille Historique "
    "sous la revue {number}. Une revue close n'est jamais réécrite.\n"
    "Continuer ?",
)
CLOSED = Text(
    "Review {number} is closed: {as_of}, {clients} clients, {letters}.",
    "La revue {number} est close : {as_of}, {clients} clients, {letters}.",
)
ALREADY = Text(
    "Already closed: review {number} of {as_of} holds this very state. Nothing was "
    "written.",
    "Déjà close : la revue {number} au {as_of} tient exactement cet état. Rien n'a été "
    "écrit.",
)
NEXT_STEP = Text(
    "Next: when the new period begins, segmentation roll {path} carries pools, rates "
    "and ratings over.",
    "Ensuite : quand la nouvelle période commence, segmentation roll {path} reporte "
    "enveloppes, taux et notes.",
)
ROLLED = Text(
    "The next period ends on {period}. Carried over, to confirm:",
    "La période suivante finit le {period}. Reportés, à confirmer :",
)
ROLLED_POOLS = Text(
    "cost pools: {count} rows added ({amount}), with the cost of the closed period",
    "enveloppes : {count} lignes ajoutées ({amount}), au coût de la période close",
)
ROLLED_RATES = Text(
    "unit rates: {count}, left as they are",
    "taux unitaires : {count}, laissés tels quels",
)
ROLLED_RATINGS = Text(
    "clients with ratings: {count}, left as they are with their date",
    "clients notés : {count}, laissés tels quels avec leur date",
)
ROLLED_DATE = Text(
    "The analysis date of Settings was blanked: the last period of Margins decides.",
    "La date d'analyse des Paramètres a été vidée : la dernière période de Marges "
    "décide.",
)
ROLLED_NEXT = Text(
    "Next: import the new period, then refresh. Home counts what is left to confirm.",
    "Ensuite : importez la nouvelle période, puis actualisez. L'accueil compte ce qui "
    "reste à confirmer.",
)
ROLLED_ALREADY = Text(
    "The next period is open already: nothing was written.",
    "La période suivante est déjà ouverte : rien n'a été écrit.",
)
CLOSED_WORD = Text(
    "review {number} is closed · {as_of} · {letters}",
    "la revue {number} est close · {as_of} · {letters}",
)
NO_TABLE = Text(
    "This workbook was made before the sheet History existed.\n"
    "What to do: save and close it, then type in a terminal: segmentation upgrade "
    "FILE.",
    "Ce classeur date d'avant la feuille Historique.\n"
    "Que faire : enregistrez-le, fermez-le, puis tapez dans un terminal : "
    "segmentation upgrade FICHIER.",
)
