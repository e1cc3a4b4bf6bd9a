"""What an account manager's copy can show on its way back, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_SHARE = "segmentation share {mark} -o {file} --manager {name}"
_MAKE_ONE = Text(
    "Make one with: "
    + _SHARE.format(mark="WORKBOOK", file="FILE.xlsx", name="NAME")
    + "; order lines are read with --as lines.",
    "Établissez-en une avec : "
    + _SHARE.format(mark="CLASSEUR", file="FICHIER.xlsx", name="NOM")
    + " ; les lignes de commande se lisent avec --as lines.",
)
_UPGRADE = Text(
    "Upgrade the workbook: segmentation upgrade WORKBOOK.",
    "Mettez le classeur à jour : segmentation upgrade CLASSEUR.",
)

CATALOGUE: dict[str, Message] = {
    "manager_unknown": Message(
        _ERROR,
        Text(
            "No client has the account manager “{found}”. Known: {expected}.",
            "Aucun client n'a pour commercial « {found} ». Connus : {expected}.",
        ),
        Text(
            "Give one of these names; capitals and accents do not matter.",
            "Indiquez l'un de ces noms ; majuscules et accents n'importent pas.",
        ),
    ),
    "manager_none": Message(
        _ERROR,
        Text(
            "No client has an account manager: there is no copy to make for “{found}”.",
            "Aucun client n'a de commercial : il n'y a pas de copie à établir pour "
            "« {found} ».",
        ),
        Text(
            "Fill in the column Account manager of the sheet Clients, then refresh.",
            "Remplissez la colonne Commercial de la feuille Clients, puis actualisez.",
        ),
    ),
    "votes_not_a_copy": Message(
        _ERROR,
        Text(
            "{file} is not the copy of an account manager: no sheet has the headings "
            "{expected}.",
            "{file} n'est pas la copie d'un commercial : aucune feuille n'a les titres "
            "{expected}.",
        ),
        _MAKE_ONE,
    ),
    "votes_no_manager": Message(
        _ERROR,
        Text(
            "{file} does not say whose copy it is: nothing stands beside “{expected}”.",
            "{file} ne dit pas de qui est la copie : rien ne figure à côté de "
            "« {expected} ».",
        ),
        Text(
            "Write the name of the account manager there, above the headings.",
            "Inscrivez-y le nom du commercial, au-dessus des titres.",
        ),
    ),
    "votes_letter_unknown": Message(
        _ERROR,
        Text(
            "{file}: “{found}” is not a letter; A, B, C, D or a blank was expected.",
            "{file} : « {found} » n'est pas une lettre ; A, B, C, D ou une cellule vide "
            "était attendu.",
        ),
        Text(
            "Correct or clear that cell of the copy, then import it again.",
            "Corrigez ou videz cette cellule de la copie, puis importez-la à nouveau.",
        ),
    ),
    "votes_no_client": Message(
        _ERROR,
        Text(
            "{file}: an answer stands on a row without client code.",
            "{file} : une réponse figure sur une ligne sans code client.",
        ),
        Text(
            "Give the row its client code back, or clear the answer.",
            "Rendez son code client à la ligne, ou effacez la réponse.",
        ),
    ),
    "votes_client_unknown": Message(
        _ERROR,
        Text(
            "{file}: the sheet Clients has no client “{found}”.",
            "{file} : la feuille Clients n'a pas de client « {found} ».",
        ),
        Text(
            "Check that the copy belongs to this workbook; else clear that answer, or "
            "add the client.",
            "Vérifiez que la copie vient de ce classeur ; sinon effacez cette réponse, "
            "ou ajoutez le client.",
        ),
    ),
    "votes_client_twice": Message(
        _ERROR,
        Text(
            "{file}: the client “{found}” is answered twice, in {first} already.",
            "{file} : le client « {found} » a deux réponses, dont une en {first}.",
        ),
        Text("Keep one of the two answers.", "Gardez une seule des deux réponses."),
    ),
    "votes_files_differ": Message(
        _ERROR,
        Text(
            "{file}: {voter} answers for the client “{found}”, and answers otherwise "
            "in {first}.",
            "{file} : {voter} répond pour le client « {found} », et autrement dans "
            "{first}.",
        ),
        Text(
            "Import the latest of the two files only.",
            "N'importez que le plus récent des deux fichiers.",
        ),
    ),
    "votes_review_closed": Message(
        _ERROR,
        Text(
            "{file} was made on {found}, before the review was closed on {expected}: "
            "its votes came too late for that review.",
            "{file} a été établi le {found}, avant la clôture de la revue le "
            "{expected} : ses votes arrivent trop tard pour cette revue.",
        ),
        Text(
            "Make a new copy for the review under way.",
            "Établissez une nouvelle copie pour la revue en cours.",
        ),
    ),
    "votes_more": Message(
        _ERROR,
        Text(
            "{file}: {count} more answers have the same fault.",
            "{file} : {count} autres réponses ont le même défaut.",
        ),
        Text(
            "Correct the first ones; the next import lists the rest.",
            "Corrigez les premières ; l'import suivant liste le reste.",
        ),
    ),
    "votes_comment_alone": Message(
        _WARNING,
        Text(
            "{file}: a comment without a letter is not read.",
            "{file} : un commentaire sans lettre n'est pas lu.",
        ),
        Text(
            "Choose a letter beside it: the same one as today to leave it unchanged.",
            "Choisissez une lettre à côté : celle d'aujourd'hui pour ne rien changer.",
        ),
    ),
    "votes_none": Message(
        _NOTE,
        Text("{file} holds no answer.", "{file} ne contient aucune réponse."),
        Text("Nothing to do.", "Rien à faire."),
    ),
    "votes_table_missing": Message(
        _ERROR,
        Text(
            "The workbook has no table of votes (tblVotes), or not its column "
            "“{expected}”.",
            "Le classeur n'a pas de tableau des votes (tblVotes), ou pas sa colonne "
            "« {expected} ».",
        ),
        _UPGRADE,
    ),
}

VOTES_READ = Text(
    "Answers: {answers} ({voters}) · new votes: {added} · changed: {changed} · already "
    "there: {unchanged}",
    "Réponses : {answers} ({voters}) · votes nouveaux : {added} · modifiés : "
    "{changed} · déjà là : {unchanged}",
)
