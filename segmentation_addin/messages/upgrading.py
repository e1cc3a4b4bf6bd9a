"""What `segmentation upgrade` says: what it renewed, left out, or refuses to lose."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message


def _m(en: str, fr: str, remedy_en: str, remedy_fr: str) -> Message:
    return Message(Severity.ERROR, Text(en, fr), Text(remedy_en, remedy_fr))


REFUSALS: dict[str, Message] = {
    "upgrade_plain": _m(
        "{path}: this workbook cannot hold macros. Nothing was written.",
        "{path} : ce classeur ne peut pas contenir de macros. Rien n'a été écrit.",
        "In Excel: File > Save As > Excel Macro-Enabled Workbook (.xlsm), then upgrade "
        "that one.",
        "Dans Excel : Fichier > Enregistrer sous > Classeur Excel prenant en charge les "
        "macros (.xlsm), puis mettez celui-là à niveau.",
    ),
    "upgrade_foreign": _m(
        "{path} holds no table of this add-in. Nothing was written.",
        "{path} ne contient aucune table de ce complément. Rien n'a été écrit.",
        "Create a workbook with segmentation new, and import your data into it.",
        "Créez un classeur avec segmentation new, et importez-y vos données.",
    ),
    "upgrade_macros": _m(
        "{path}: its macros hold what this add-in did not write, and would lose: "
        "{names}. Nothing was written.",
        "{path} : ses macros contiennent ce que ce complément n'a pas écrit, et "
        "perdrait : {names}. Rien n'a été écrit.",
        "In the editor (Alt+F11), move it to a workbook of your own, remove it here, "
        "save, close, then upgrade.",
        "Dans l'éditeur (Alt+F11), déplacez-le dans un classeur à vous, supprimez-le "
        "ici, enregistrez, fermez, puis mettez à niveau.",
    ),
    "upgrade_code": _m(
        "{path}: the module {name} holds code of yours that would be lost: {line}. "
        "Nothing was written.",
        "{path} : le module {name} contient du code à vous qui serait perdu : {line}. "
        "Rien n'a été écrit.",
        "In the editor (Alt+F11), move these lines to a workbook of your own, save, "
        "close, then upgrade.",
        "Dans l'éditeur (Alt+F11), déplacez ces lignes dans un classeur à vous, "
        "enregistrez, fermez, puis mettez à niveau.",
    ),
    "upgrade_signature": _m(
        "{path}: its macros are signed ({part}), and a new version cannot keep the "
        "signature. Nothing was written.",
        "{path} : ses macros sont signées ({part}), et une nouvelle version ne peut "
        "pas garder la signature. Rien n'a été écrit.",
        "In the editor (Alt+F11): Tools > Digital Signature > Remove, save, close, "
        "upgrade, then have it signed again.",
        "Dans l'éditeur (Alt+F11) : Outils > Signature électronique > Supprimer, "
        "enregistrez, fermez, mettez à niveau, puis faites signer de nouveau.",
    ),
    "upgrade_unread": _m(
        "{path}: its macros cannot be read ({reason}). Nothing was written.",
        "{path} : ses macros ne peuvent pas être lues ({reason}). Rien n'a été écrit.",
        "Open it in Excel, save it once, close it, then upgrade.",
        "Ouvrez-le dans Excel, enregistrez-le une fois, fermez-le, puis mettez à "
        "niveau.",
    ),
    "upgrade_ribbon": _m(
        "{path}: it holds a ribbon of its own ({part}) that would be lost. Nothing was "
        "written.",
        "{path} : il contient un ruban à lui ({part}) qui serait perdu. Rien n'a été "
        "écrit.",
        "Start from a fresh workbook (segmentation new) and import your data.",
        "Repartez d'un classeur neuf (segmentation new) et importez-y vos données.",
    ),
    "upgrade_sheet": _m(
        "{path}: the sheet {sheet} is of a kind that cannot be carried over ({kind}). "
        "Nothing was written.",
        "{path} : la feuille {sheet} est d'un type qui ne peut pas être repris "
        "({kind}). Rien n'a été écrit.",
        "Move this sheet to a workbook of your own, save, close, then upgrade.",
        "Déplacez cette feuille dans un classeur à vous, enregistrez, fermez, puis "
        "mettez à niveau.",
    ),
}

CHANGES: dict[str, Text] = {
    "macros": Text("macros", "macros"),
    "ribbon": Text("ribbon", "ruban"),
    "help": Text("function help", "aide des fonctions"),
    "conf": Text("sheet xlwings.conf", "feuille xlwings.conf"),
    "sheet": Text("sheet {name}", "feuille {name}"),
    "column": Text("columns of {table}: {name}", "colonnes de {table} : {name}"),
    "names": Text("native letter formulas", "formules natives de la lettre"),
}

LEFT_OUT: dict[str, Text] = {
    "conf_was": Text(
        "xlwings.conf: {setting} was {value}; it is what setup uses now.",
        "xlwings.conf : {setting} valait {value} ; c'est maintenant ce que setup "
        "utilise.",
    ),
    "title_taken": Text(
        "Sheet {sheet}: a sheet of yours bears that name. Rename it, then upgrade "
        "again.",
        "Feuille {sheet} : une feuille à vous porte ce nom. Renommez-la, puis mettez à "
        "niveau de nouveau.",
    ),
    "sheet_renamed": Text(
        "Sheet {sheet}: it refers to the sheet {other}, which has another name here.",
        "Feuille {sheet} : elle renvoie à la feuille {other}, qui a un autre nom ici.",
    ),
    "names_taken": Text(
        "{names}: names of yours stand for something else. Rename them, then upgrade "
        "again to have the letters without Python.",
        "{names} : des noms à vous désignent autre chose. Renommez-les, puis mettez à "
        "niveau de nouveau pour avoir les lettres sans Python.",
    ),
    "table_differs": Text(
        "Sheet {sheet}: it refers to the column {heading} of {table}, which is not "
        "here.",
        "Feuille {sheet} : elle renvoie à la colonne {heading} de {table}, qui n'est "
        "pas ici.",
    ),
    "column_formula": Text(
        "{table}, columns not added: {heading}. They are formulas: start from a fresh "
        "workbook (segmentation new) to have them.",
        "{table}, colonnes non ajoutées : {heading}. Ce sont des formules : repartez "
        "d'un classeur neuf (segmentation new) pour les avoir.",
    ),
    "column_beside": Text(
        "{table}, columns not added: {heading}. Cell {cell}, at the right of the table, "
        "is in use: move it, then upgrade again.",
        "{table}, colonnes non ajoutées : {heading}. La cellule {cell}, à droite de la "
        "table, est occupée : déplacez-la, puis mettez à niveau de nouveau.",
    ),
    "column_totals": Text(
        "{table}, columns not added: {heading}. The table has a totals row: hide it, "
        "then upgrade again.",
        "{table}, colonnes non ajoutées : {heading}. La table a une ligne de totaux : "
        "masquez-la, puis mettez à niveau de nouveau.",
    ),
}
