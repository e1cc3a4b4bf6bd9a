"""What is wrong with the votes and judgements of the Review sheet, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_CORRECT_ROW = Text(
    "Complete the row, or clear it.", "Complétez la ligne, ou videz-la."
)

CATALOGUE: dict[str, Message] = {
    "review_column_missing": Message(
        _WARNING,
        Text(
            "The column “{heading}” is missing: the table is not used.",
            "La colonne « {heading} » manque : le tableau n'est pas utilisé.",
        ),
        Text(
            "Give the column its heading back. Recognised: {expected}.",
            "Rendez son titre à la colonne. Titres reconnus : {expected}.",
        ),
    ),
    "vote_incomplete": Message(
        _WARNING,
        Text(
            "Vote without {heading}: it does not count.",
            "Vote sans {heading} : il ne compte pas.",
        ),
        _CORRECT_ROW,
    ),
    "vote_client_unknown": Message(
        _WARNING,
        Text(
            "Vote on the client “{found}”, which the sheet Clients does not have: it "
            "does not count.",
            "Vote sur le client « {found} », absent de la feuille Clients : il ne "
            "compte pas.",
        ),
        Text(
            "Correct the code, or add the client.",
            "Corrigez le code, ou ajoutez le client.",
        ),
    ),
    "vote_twice": Message(
        _WARNING,
        Text(
            "{voter} gave the client “{found}” two letters on the same day: both "
            "count.",
            "{voter} a donné deux lettres au client « {found} » le même jour : les "
            "deux comptent.",
        ),
        Text(
            "Keep one, or date them: the latest counts.",
            "Gardez-en une, ou datez-les : la dernière compte.",
        ),
    ),
    "judgement_incomplete": Message(
        _WARNING,
        Text(
            "Judgement without {heading}: it does not count.",
            "Jugement sans {heading} : il ne compte pas.",
        ),
        _CORRECT_ROW,
    ),
    "judgement_out_of_range": Message(
        _WARNING,
        Text(
            "Judgement “{found}”: expected from 1/9 to 9. It does not count.",
            "Jugement « {found} » : attendu de 1/9 à 9. Il ne compte pas.",
        ),
        Text(
            "Type 1, 3, 5, 7 or 9; or 1/3, 1/5, 1/7, 1/9 when criterion B matters "
            "more.",
            "Saisissez 1, 3, 5, 7 ou 9 ; ou 1/3, 1/5, 1/7, 1/9 quand le critère B "
            "compte plus.",
        ),
    ),
    "judgement_same_criterion": Message(
        _WARNING,
        Text(
            "“{found}” is compared with itself: the row does not count.",
            "« {found} » est comparé à lui-même : la ligne ne compte pas.",
        ),
        Text("Choose two criteria.", "Choisissez deux critères."),
    ),
    "judgement_twice": Message(
        _WARNING,
        Text(
            "{participant} judges this pair more than once: the mean counts.",
            "{participant} juge cette paire plus d'une fois : la moyenne compte.",
        ),
        Text("Keep one row.", "Gardez une seule ligne."),
    ),
    "no_judgement": Message(
        _ERROR,
        Text(
            "No judgement on the criteria can be used.",
            "Aucun jugement sur les critères n'est utilisable.",
        ),
        Text(
            "In the sheet Review, compare the criteria two by two, then try again.",
            "Dans la feuille Revue, comparez les critères deux à deux, puis "
            "recommencez.",
        ),
    ),
    "judgements_apart": Message(
        _ERROR,
        Text(
            "The judgements do not link all criteria: nobody compares, for instance, "
            "{found}.",
            "Les jugements ne relient pas tous les critères : personne ne compare, par "
            "exemple, {found}.",
        ),
        Text(
            "Have one participant judge that pair.",
            "Faites juger cette paire par un participant.",
        ),
    ),
    "judged_criterion_missing": Message(
        _ERROR,
        Text(
            "The scale has no row for the judged criterion “{criterion}”.",
            "Le barème n'a pas de ligne pour le critère jugé « {criterion} ».",
        ),
        Text(
            "Add the criterion to the scale (sheet Settings), or clear its judgements.",
            "Ajoutez le critère au barème (feuille Paramètres), ou videz ses "
            "jugements.",
        ),
    ),
    "weights_are_formulas": Message(
        _ERROR,
        Text(
            "The column of weights holds formulas, which are never written over.",
            "La colonne des poids contient des formules, que rien ne remplace.",
        ),
        Text(
            "Replace them by their values, then try again.",
            "Remplacez-les par leurs valeurs, puis recommencez.",
        ),
    ),
}
