"""What `segmentation share` says: the copy, what it left out, why there is none."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message


def _m(en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(Severity.ERROR, Text(en, fr), Text(remedy_en, remedy_fr))


CATALOGUE: dict[str, Message] = {
    "refresh_first": _m(
        "The letters do not match the input sheets: a refresh would change them. No "
        "copy was made.",
        "Les lettres ne correspondent pas aux feuilles d'entrée : une actualisation "
        "les changerait. Aucune copie n'a été faite.",
        "Refresh the workbook (Refresh, or segmentation refresh), then share it. Was "
        "it refreshed with --as-of? Give the same date to share.",
        "Actualisez le classeur (Actualiser, ou segmentation refresh), puis "
        "partagez-le. A-t-il été actualisé avec --as-of ? Donnez la même date à share.",
    ),
}
"""Data that does not allow a copy."""

REFUSALS: dict[str, Message] = {
    "share_over_source": _m(
        "{path} is the workbook itself; a copy never replaces it.",
        "{path} est le classeur lui-même ; une copie ne le remplace jamais.",
        "Give the copy another name.",
        "Donnez un autre nom à la copie.",
    ),
    "share_no_sheet": _m(
        "The workbook has no sheet named “{sheet}”.",
        "Le classeur n'a pas de feuille nommée « {sheet} ».",
        "Choose among: {sheets}.",
        "Choisissez parmi : {sheets}.",
    ),
    "share_input_sheet": _m(
        "The sheet {sheet} is never part of a copy: it holds what was typed or "
        "imported, not what is decided on.",
        "La feuille {sheet} ne fait jamais partie d'une copie : elle contient ce qui a "
        "été saisi ou importé, non ce dont on décide.",
        "Leave it out. To pass the whole workbook on, send the workbook itself.",
        "Ne la demandez pas. Pour transmettre tout le classeur, envoyez le classeur "
        "lui-même.",
    ),
    "share_names_sheet": _m(
        "The sheet {sheet} may name clients in ways that codes cannot replace.",
        "La feuille {sheet} peut nommer des clients d'une façon que des codes ne "
        "remplacent pas.",
        "With --anonymise, leave it out. Possible: {sheets}.",
        "Avec --anonymise, ne la demandez pas. Possibles : {sheets}.",
    ),
    "share_no_basis": _m(
        "{path} lacks one of the names Scale, Rules, SegmentationDate or the table "
        "tblOverrides, which a living copy takes along.",
        "Il manque à {path} l'un des noms Scale, Rules, SegmentationDate ou la table "
        "tblOverrides, qu'une copie vivante emporte.",
        "Run segmentation upgrade, or make the copy without --live.",
        "Lancez segmentation upgrade, ou faites la copie sans --live.",
    ),
    "key_beside_copy": _m(
        "The key {path} would stand in the folder of the copy: whoever gets the folder "
        "could read every name.",
        "La clé {path} serait dans le dossier de la copie : qui reçoit le dossier "
        "pourrait lire tous les noms.",
        "Write the copy into another folder, or put the key elsewhere with --key.",
        "Écrivez la copie dans un autre dossier, ou placez la clé ailleurs avec --key.",
    ),
    "key_unreadable": _m(
        "{path}, row {row}: this is not a key of client codes (code, client_id, name), "
        "or a code or a client stands in it twice.",
        "{path}, ligne {row} : ce n'est pas une clé de codes clients (code, client_id, "
        "name), ou un code ou un client y figure deux fois.",
        "Give the right file with --key, or a new name for a new key.",
        "Indiquez le bon fichier avec --key, ou un nouveau nom pour une nouvelle clé.",
    ),
    "protect_missing": _m(
        "A password needs a library that is not installed here (msoffcrypto-tool).",
        "Un mot de passe demande une bibliothèque qui n'est pas installée ici "
        "(msoffcrypto-tool).",
        'Install it: pip install "segmentation-addin[protect]".',
        'Installez-la : pip install "segmentation-addin[protect]".',
    ),
}
"""What the file, the folder or the computer does not allow."""

MADE = Text("Copy: {path}", "Copie : {path}")
SHEETS = Text("Sheets: {sheets}", "Feuilles : {sheets}")
PROTECTED = Text(
    "It opens with its password only.", "Elle ne s'ouvre qu'avec son mot de passe."
)
KEY = Text(
    "Key of the codes: {path}. Keep it apart from the copy.",
    "Clé des codes : {path}. Gardez-la à part de la copie.",
)
VALUES = Text(
    "{sheet}: {count} formulas became values ({reason}).",
    "{sheet} : {count} formules sont devenues des valeurs ({reason}).",
)
REASONS = {
    "calls": Text(
        "they call a function that needs macros",
        "elles appellent une fonction qui demande des macros",
    ),
    "outside": Text(
        "they reach out of the workbook, or hold a link",
        "elles sortent du classeur, ou contiennent un lien",
    ),
    "refers": Text(
        "they refer to what the copy leaves out",
        "elles renvoient à ce que la copie laisse de côté",
    ),
}
NOT_LIVING = Text(
    "No native formula equals these calls; they are values: {cells}.",
    "Aucune formule native n'égale ces appels ; ce sont des valeurs : {cells}.",
)
MORE = Text("… and {count} more", "… et {count} de plus")
BLANK = Text(
    "{count} formulas held no value, and are blank: open the workbook in Excel, save "
    "it, then share it again.",
    "{count} formules n'avaient pas de valeur et sont vides : ouvrez le classeur dans "
    "Excel, enregistrez-le, puis partagez-le de nouveau.",
)
STALE = Text(
    "Formulas of your own still wait for Excel: to have their latest values in the "
    "copy, open the workbook in Excel, save it, then share it again.",
    "Des formules à vous attendent encore Excel : pour avoir leurs dernières valeurs "
    "dans la copie, ouvrez le classeur dans Excel, enregistrez-le, puis partagez-le de "
    "nouveau.",
)
OBJECTS = Text(
    "{sheet}: {count} objects (controls, slicers, linked pictures...) were left out.",
    "{sheet} : {count} objets (contrôles, segments, images liées...) ont été laissés "
    "de côté.",
)

# In Excel

FILE_NAME = Text("{stem} - board.xlsx", "{stem} - direction.xlsx")
"""Name of the copy that the ribbon writes beside the workbook."""
SAVE_FIRST = Text(
    "The copy is made from the saved file, and this workbook holds changes that are "
    "not saved.\n"
    "What to do: save it (Ctrl+S), then click Board copy.",
    "La copie se fait à partir du fichier enregistré, et ce classeur contient des "
    "changements qui ne le sont pas.\n"
    "Que faire : enregistrez-le (Ctrl+S), puis cliquez sur Copie direction.",
)
NEVER_SAVED = Text(
    "This workbook has no file yet, and the copy is made from the file.\n"
    "What to do: save it, then click Board copy.",
    "Ce classeur n'a pas encore de fichier, et la copie se fait à partir du fichier.\n"
    "Que faire : enregistrez-le, puis cliquez sur Copie direction.",
)
ON_A_SERVER = Text(
    "This workbook is opened from a server:\n{path}\n"
    "What to do: save it on this computer (File > Save As), then click Board copy.",
    "Ce classeur est ouvert depuis un serveur :\n{path}\n"
    "Que faire : enregistrez-le sur cet ordinateur (Fichier > Enregistrer sous), puis "
    "cliquez sur Copie direction.",
)
ASK = Text(
    "Write the board copy? It holds no macro, no link and no input sheet.\n{path}",
    "Écrire la copie pour la direction ? Elle ne contient ni macro, ni lien, ni "
    "feuille d'entrée.\n{path}",
)
REPLACES = Text(
    "The copy of that name will be replaced.",
    "La copie de ce nom sera remplacée.",
)
REFUSED = Text("No copy was made:", "Aucune copie n'a été faite :")
WRITTEN = Text("the copy is written: {name}", "la copie est écrite : {name}")
