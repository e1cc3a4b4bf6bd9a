"""Messages of the file and of the host: what keeps a workbook from being used."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message, engines, score, score_sheets, share
from segmentation_addin.messages.upgrading import REFUSALS


def _m(en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(Severity.ERROR, Text(en, fr), Text(remedy_en, remedy_fr))


_OPENING: dict[str, Message] = {
    "missing_file": _m(
        "{path}: there is no such file.",
        "{path} : ce fichier n'existe pas.",
        "Check the folder and the spelling, or create it: segmentation new.",
        "Vérifiez le dossier et l'orthographe, ou créez-le : segmentation new.",
    ),
    "folder": _m(
        "{path} is a folder; a workbook was expected.",
        "{path} est un dossier ; un classeur était attendu.",
        "Give the name of the workbook itself, with its .xlsm at the end.",
        "Indiquez le nom du classeur lui-même, terminé par .xlsm.",
    ),
    "folder_missing": _m(
        "{path}: there is no such folder.",
        "{path} : ce dossier n'existe pas.",
        "Create the folder, or choose another one.",
        "Créez le dossier, ou choisissez-en un autre.",
    ),
    "exists": _m(
        "{path} exists already; it was not replaced.",
        "{path} existe déjà ; il n'a pas été remplacé.",
        "Choose another name, or move the old file away.",
        "Choisissez un autre nom, ou déplacez l'ancien fichier.",
    ),
    "not_xlsm": _m(
        "{path}: a workbook with macros has a name that ends in .xlsm.",
        "{path} : le nom d'un classeur avec macros se termine par .xlsm.",
        "Give a name that ends in .xlsm.",
        "Donnez un nom qui se termine par .xlsm.",
    ),
    "other_suffix": _m(
        "{path} ends in {found}; a copy of this workbook must end in {expected}.",
        "{path} se termine par {found} ; une copie de ce classeur doit se terminer "
        "par {expected}.",
        "Give the copy the ending {expected}: Excel refuses a file whose ending does "
        "not match its content.",
        "Donnez à la copie la terminaison {expected} : Excel refuse un fichier dont "
        "la terminaison ne correspond pas au contenu.",
    ),
    "not_a_workbook": _m(
        "{path} is not an Excel workbook; .xlsm or .xlsx was expected.",
        "{path} n'est pas un classeur Excel ; .xlsm ou .xlsx était attendu.",
        "Open it in the program that made it and save it as an Excel workbook; an "
        "export goes in through segmentation import.",
        "Ouvrez-le dans le logiciel d'origine et enregistrez-le en classeur Excel ; "
        "un export se lit avec segmentation import.",
    ),
    "old_format": _m(
        "{path} has the format of Excel 97-2003 (.xls).",
        "{path} est au format Excel 97-2003 (.xls).",
        "Open it in Excel and save it as .xlsm.",
        "Ouvrez-le dans Excel et enregistrez-le en .xlsm.",
    ),
    "binary_workbook": _m(
        "{path} is a binary workbook (.xlsb).",
        "{path} est un classeur binaire (.xlsb).",
        "Open it in Excel and save it as .xlsm.",
        "Ouvrez-le dans Excel et enregistrez-le en .xlsm.",
    ),
    "strict_ooxml": _m(
        "{path} was saved as Strict Open XML, which is not supported.",
        "{path} a été enregistré au format Strict Open XML, non pris en charge.",
        "In Excel, save it as an ordinary macro-enabled workbook (.xlsm).",
        "Dans Excel, enregistrez-le en classeur ordinaire prenant en charge les "
        "macros (.xlsm).",
    ),
    "encrypted": _m(
        "{path} is protected by a password to open it.",
        "{path} est protégé par un mot de passe à l'ouverture.",
        "In Excel: File > Info > Protect Workbook > Encrypt, clear the password, save.",
        "Dans Excel : Fichier > Informations > Protéger le classeur > Chiffrer, "
        "effacez le mot de passe, enregistrez.",
    ),
    "damaged": _m(
        "{path} is damaged and cannot be read ({part}).",
        "{path} est endommagé et ne peut pas être lu ({part}).",
        "Take the backup beside it, or open it in Excel with Open and Repair.",
        "Reprenez la sauvegarde à côté, ou ouvrez-le dans Excel avec Ouvrir et "
        "réparer.",
    ),
    "unreadable_xml": _m(
        "{path}: the part {part} is not written as Excel writes it.",
        "{path} : la partie {part} n'est pas écrite comme Excel l'écrit.",
        "Open the workbook in Excel and save it once.",
        "Ouvrez le classeur dans Excel et enregistrez-le une fois.",
    ),
    "prefixed_xml": _m(
        "{path}: the part {part} was written by another program in a form that "
        "cannot be updated in place.",
        "{path} : la partie {part} a été écrite par un autre logiciel sous une forme "
        "qui ne se met pas à jour sur place.",
        "Open the workbook in Excel and save it once.",
        "Ouvrez le classeur dans Excel et enregistrez-le une fois.",
    ),
    "too_large": _m(
        "{path}: the part {part} passes 2 GB, more than Excel itself opens.",
        "{path} : la partie {part} dépasse 2 Go, plus que ce qu'Excel peut ouvrir.",
        "Keep fewer rows in the workbook.",
        "Gardez moins de lignes dans le classeur.",
    ),
}

_SAVING: dict[str, Message] = {
    "open_in_excel": _m(
        "{path} is open in Excel (by {by}); nothing was written.",
        "{path} est ouvert dans Excel (par {by}) ; rien n'a été écrit.",
        "Close it and try again. If nobody has it open, delete the file {lock} "
        "beside it. Or write a copy with -o.",
        "Fermez-le et recommencez. Si personne ne l'a ouvert, supprimez le fichier "
        "{lock} à côté. Ou écrivez une copie avec -o.",
    ),
    "open_in_libreoffice": _m(
        "{path} is open in LibreOffice; nothing was written.",
        "{path} est ouvert dans LibreOffice ; rien n'a été écrit.",
        "Close it and try again. If nobody has it open, delete the file {lock} "
        "beside it. Or write a copy with -o.",
        "Fermez-le et recommencez. Si personne ne l'a ouvert, supprimez le fichier "
        "{lock} à côté. Ou écrivez une copie avec -o.",
    ),
    "locked": _m(
        "{path} is held by another program ({reason}).",
        "{path} est tenu par un autre logiciel ({reason}).",
        "Close Excel, the preview pane and any synchronisation, then try again.",
        "Fermez Excel, le volet d'aperçu et la synchronisation, puis recommencez.",
    ),
    "changed_meanwhile": _m(
        "{path} was saved by somebody else since it was read; nothing was written.",
        "{path} a été enregistré par quelqu'un d'autre depuis sa lecture ; rien n'a "
        "été écrit.",
        "Start again: the new content will be read.",
        "Recommencez : le nouveau contenu sera lu.",
    ),
    "no_permission": _m(
        "{path}: this file or its folder is not yours to read or write.",
        "{path} : ce fichier ou son dossier ne vous est pas accessible.",
        "Ask for the rights on the folder, or copy the workbook to one of yours.",
        "Demandez les droits sur le dossier, ou copiez le classeur dans l'un des "
        "vôtres.",
    ),
    "disk_full": _m(
        "{path}: the disk is full; the old file is untouched.",
        "{path} : le disque est plein ; l'ancien fichier est intact.",
        "Free some space, or write elsewhere with -o.",
        "Libérez de la place, ou écrivez ailleurs avec -o.",
    ),
    "cannot_read": _m(
        "{path} cannot be read: {reason}.",
        "{path} ne peut pas être lu : {reason}.",
        "Check the disk or the network, or copy the file to this computer.",
        "Vérifiez le disque ou le réseau, ou copiez le fichier sur cet ordinateur.",
    ),
    "cannot_write": _m(
        "{path} cannot be written: {reason}. The old file is untouched.",
        "{path} ne peut pas être écrit : {reason}. L'ancien fichier est intact.",
        "Check the disk or the network, or write elsewhere with -o.",
        "Vérifiez le disque ou le réseau, ou écrivez ailleurs avec -o.",
    ),
}

_TABLES: dict[str, Message] = {
    "table_missing": _m(
        "The workbook has no table named {table}.",
        "Le classeur n'a pas de table nommée {table}.",
        "Start from a fresh one (segmentation new), or give the table its name back (Table "
        "Design > Table Name).",
        "Repartez d'un classeur neuf (segmentation new), ou rendez son nom à la table (Création "
        "de tableau > Nom du tableau).",
    ),
    "fixes_no_list": _m(
        "The workbook has no table {table}, where what a fix changes is listed. Nothing "
        "was written.",
        "Le classeur n'a pas de table {table}, où est listé ce qu'une correction change. "
        "Rien n'a été écrit.",
        "It was made by an older version: run segmentation upgrade on it, then try again.",
        "Il vient d'une version plus ancienne : lancez segmentation upgrade, puis "
        "recommencez.",
    ),
    "content_below": _m(
        "{path}, sheet {sheet}: the table {table} needs the rows below it, and cell "
        "{cell} is in use. Nothing was written.",
        "{path}, feuille {sheet} : la table {table} a besoin des lignes en dessous, "
        "et la cellule {cell} est occupée. Rien n'a été écrit.",
        "Move what stands below the table to its right or to another sheet.",
        "Déplacez ce qui est sous la table à sa droite ou sur une autre feuille.",
    ),
    "content_beside": _m(
        "{path}, sheet {sheet}: the table {table} needs a column at its right, and "
        "cell {cell} is in use. Nothing was written.",
        "{path}, feuille {sheet} : la table {table} a besoin d'une colonne à sa "
        "droite, et la cellule {cell} est occupée. Rien n'a été écrit.",
        "Move what stands at the right of the table by one column or more.",
        "Déplacez d'une colonne ou plus ce qui est à droite de la table.",
    ),
    "merged_cells": _m(
        "{path}, sheet {sheet}: the merged cells {cell} cross the table {table}. "
        "Nothing was written.",
        "{path}, feuille {sheet} : les cellules fusionnées {cell} croisent la table "
        "{table}. Rien n'a été écrit.",
        "Unmerge these cells.",
        "Annulez la fusion de ces cellules.",
    ),
    "array_formula": _m(
        "{path}, sheet {sheet}: cell {cell}, in the rows of the table {table}, holds "
        "an array formula or a data table. Nothing was written.",
        "{path}, feuille {sheet} : la cellule {cell}, dans les lignes de la table "
        "{table}, contient une formule matricielle ou une table de données. Rien n'a "
        "été écrit.",
        "Move it out of the table, or type it as an ordinary formula.",
        "Sortez-la de la table, ou saisissez-la en formule ordinaire.",
    ),
    "shared_formula": _m(
        "{path}, sheet {sheet}: the formula of cell {cell} is shared between the "
        "table {table} and cells outside it. Nothing was written.",
        "{path}, feuille {sheet} : la formule de la cellule {cell} est partagée entre "
        "la table {table} et des cellules au dehors. Rien n'a été écrit.",
        "Type the formula again in the cells outside the table, then save.",
        "Saisissez de nouveau la formule dans les cellules hors de la table, puis "
        "enregistrez.",
    ),
    "too_many_rows": _m(
        "{path}: the table {table} would need {rows} rows, more than an Excel sheet "
        "has.",
        "{path} : la table {table} aurait besoin de {rows} lignes, plus qu'une "
        "feuille Excel n'en a.",
        "Split it, or keep fewer clients and periods.",
        "Scindez-le, ou gardez moins de clients et de périodes.",
    ),
}

_EXCEL: dict[str, Message] = {
    "excel_busy": _m(
        "{path}: Excel is busy, or a cell is being typed in. Nothing was written.",
        "{path} : Excel est occupé, ou une cellule est en cours de saisie. Rien n'a été "
        "écrit.",
        "Finish the entry (Enter or Esc), close any open box of Excel's, then try "
        "again.",
        "Terminez la saisie (Entrée ou Échap), fermez toute boîte de dialogue d'Excel, "
        "puis recommencez.",
    ),
    "excel_closed": _m(
        "{path}: Excel no longer answers, or the workbook was closed.",
        "{path} : Excel ne répond plus, ou le classeur a été fermé.",
        "Open the workbook again and start over.",
        "Rouvrez le classeur et recommencez.",
    ),
    "excel_refused": _m(
        "{path}: Excel refused to do it ({reason}). The workbook is as it was.",
        "{path} : Excel a refusé ({reason}). Le classeur est comme avant.",
        "Check that the sheets are neither protected nor shared, then try again.",
        "Vérifiez que les feuilles ne sont ni protégées ni partagées, puis recommencez.",
    ),
    "not_restored": _m(
        "{path}: Excel stopped in the middle and did not let the old values be put "
        "back.",
        "{path} : Excel s'est arrêté au milieu et n'a pas laissé remettre les anciennes "
        "valeurs.",
        "Close the workbook without saving it, then open it again.",
        "Fermez le classeur sans l'enregistrer, puis rouvrez-le.",
    ),
    "protected_sheet": _m(
        "{path}: the sheet {sheet} is protected. Nothing was written.",
        "{path} : la feuille {sheet} est protégée. Rien n'a été écrit.",
        "Review > Unprotect Sheet, then try again.",
        "Révision > Ôter la protection de la feuille, puis recommencez.",
    ),
    "filtered_sheet": _m(
        "{path}: a filter hides rows of the sheet {sheet}, and Excel does not write "
        "reliably into hidden rows. Nothing was written.",
        "{path} : un filtre masque des lignes de la feuille {sheet}, et Excel n'écrit "
        "pas de façon fiable dans des lignes masquées. Rien n'a été écrit.",
        "Data > Clear (the filter), then try again.",
        "Données > Effacer (le filtre), puis recommencez.",
    ),
    "table_changed": _m(
        "The table {table} lost rows while the add-in was working. Nothing was "
        "written.",
        "La table {table} a perdu des lignes pendant le travail du complément. Rien "
        "n'a été écrit.",
        "Start again: the new content will be read.",
        "Recommencez : le nouveau contenu sera lu.",
    ),
    "cell_refused": _m(
        "{path}, sheet {sheet}: Excel turned the value of cell {cell} into something "
        "else. The workbook is as it was.",
        "{path}, feuille {sheet} : Excel a transformé la valeur de la cellule {cell}. "
        "Le classeur est comme avant.",
        "Give the column the format Text or General, then try again.",
        "Donnez à la colonne le format Texte ou Standard, puis recommencez.",
    ),
}

_REPORT: dict[str, Message] = {
    "pdf_needs_reportlab": _m(
        "The part that writes PDF files is not installed.",
        "Le composant qui écrit les fichiers PDF n'est pas installé.",
        "Install it (pip install reportlab), or share an .html file: a browser prints "
        "it.",
        "Installez-le (pip install reportlab), ou partagez un fichier .html : un "
        "navigateur l'imprime.",
    ),
}

CATALOGUE: dict[str, Message] = {
    **_OPENING,
    **_SAVING,
    **_TABLES,
    **_EXCEL,
    **_REPORT,
    **REFUSALS,
    **share.REFUSALS,
    **engines.REFUSALS,
    **score.REFUSALS,
    **score_sheets.REFUSALS,
}
