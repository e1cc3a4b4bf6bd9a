"""What the ribbon's macros say to the person in front of Excel."""

from __future__ import annotations

from segmentation_addin.languages import Text

TITLE = Text("Segmentation", "Segmentation")

STEPS: dict[str, Text] = {
    "read": Text("reading the sheets", "lecture des feuilles"),
    "compute": Text("computing", "calcul"),
    "compare": Text("comparing", "comparaison"),
    "write": Text("writing", "écriture"),
    "import": Text("reading the files", "lecture des fichiers"),
    "recalculate": Text("recalculating the cells", "recalcul des cellules"),
}
"""Steps that the services name, as the status bar shows them."""
STATUS = Text("Segmentation: {step}… {share}", "Segmentation : {step}… {share}")
STATUS_WORD = Text("Segmentation: {word}", "Segmentation : {word}")

REFUSED = Text(
    "Nothing was computed or written. The data must be corrected first:",
    "Rien n'a été calculé ni écrit. Les données sont d'abord à corriger :",
)
REFUSED_IMPORT = Text(
    "Nothing was imported. The files must be corrected first:",
    "Rien n'a été importé. Les fichiers sont d'abord à corriger :",
)
MORE = Text("… and {count} more.", "… et {count} de plus.")
CHECK_LISTS = Text(
    "Check lists every issue in the sheet Data quality.",
    "Contrôler liste toutes les anomalies dans la feuille Qualité des données.",
)

UNEXPECTED = Text(
    "{action} stopped: something happened that the add-in does not know.\n"
    "What to do: click it again. If it stops again, click Diagnose, and send this "
    "file to whoever maintains the add-in (it holds no client name):\n{path}",
    "{action} s'est arrêté : il s'est produit quelque chose que le complément ne "
    "connaît pas.\n"
    "Que faire : cliquez de nouveau. Si cela recommence, cliquez sur Diagnostiquer, "
    "et envoyez ce fichier à la personne qui maintient le complément (il ne contient "
    "aucun nom de client) :\n{path}",
)
NO_JOURNAL = Text(
    "(the file could not be written)", "(le fichier n'a pas pu être écrit)"
)

REFRESHED = Text("up to date · {letters}", "à jour · {letters}")
UNCHANGED = Text(
    "already up to date, nothing was written · {letters}",
    "déjà à jour, rien n'a été écrit · {letters}",
)
COUNTS = Text(
    "errors {errors} · warnings {warnings} · notes {notes}",
    "erreurs {errors} · alertes {warnings} · notes {notes}",
)
FILTERS_CLEARED = Text(
    "The filter of {tables} was cleared: rows have moved, and it would have hidden "
    "the wrong ones. Set it again if you need it.",
    "Le filtre de {tables} a été retiré : des lignes ont bougé, il aurait masqué les "
    "mauvaises. Remettez-le si besoin.",
)
READ_ONLY = Text(
    "This workbook is open read-only: the new figures show, but you cannot save "
    "them under this name.\n"
    "What to do: File > Save As, with another name.",
    "Ce classeur est ouvert en lecture seule : les nouveaux chiffres s'affichent, "
    "mais ne s'enregistrent pas sous ce nom.\n"
    "Que faire : Fichier > Enregistrer sous, avec un autre nom.",
)
NOT_RECALCULATED = Text(
    "press Ctrl+Alt+F9 to recalculate the SEGMENT cells",
    "appuyez sur Ctrl+Alt+F9 pour recalculer les cellules SEGMENT",
)

CLEAN = Text(
    "No issue found. Refresh computes the letters.",
    "Aucune anomalie. Actualiser calcule les lettres.",
)
FOUND = Text(
    "Errors: {errors} · warnings: {warnings} · notes: {notes}. All of them are in "
    "the sheet Data quality.",
    "Erreurs : {errors} · alertes : {warnings} · notes : {notes}. Elles sont toutes "
    "dans la feuille Qualité des données.",
)
FIRST = Text("The first:", "La première :")

RECALIBRATE = Text(
    "Rewrite the knots that are not fixed, and refresh?",
    "Réécrire les repères non figés, et actualiser ?",
)
KEPT = Text(
    "nothing was changed",
    "rien n'a été modifié",
)

NO_CLIENT_SELECTED = Text("No client is selected.", "Aucun client n'est sélectionné.")
WHERE_TO_CLICK = Text(
    "What to do: click a cell on the row of a client in Segmentation, Clients, "
    "Margins, Cost to serve or Review, then click Explain client. A cell that holds "
    "a client code works too.",
    "Que faire : cliquez une cellule sur la ligne d'un client dans Segmentation, "
    "Clients, Marges, Coût de service ou Revue, puis sur Expliquer le client. Une "
    "cellule qui contient un code client convient aussi.",
)
NO_SUCH_CLIENT = Text(
    "The sheet Clients has no client “{client}”.",
    "La feuille Clients n'a pas de client « {client} ».",
)
NEAR = Text("Did you mean:", "Vouliez-vous dire :")

CHOOSE_FILES = Text(
    "Order or invoice lines, or answered copies of account managers",
    "Lignes de commande ou de facture, ou copies remplies par les commerciaux",
)
FILE_KINDS = Text("Tables", "Tableaux")
ALL_FILES = Text("All files", "Tous les fichiers")
COLUMNS_READ = Text("Columns read from {file}:", "Colonnes lues dans {file} :")
IGNORED = Text("Ignored: {names}", "Ignorées : {names}")
IMPORT_COUNTS = Text(
    "{lines} lines, {clients} clients, periods {periods}.\n"
    "{changes} cells or rows would change. What you typed stays.",
    "{lines} lignes, {clients} clients, périodes {periods}.\n"
    "{changes} cellules ou lignes changeraient. Ce que vous avez saisi reste.",
)
IMPORT = Text("Write them into this workbook?", "Les écrire dans ce classeur ?")
IMPORT_KNOWN = Text(
    "This workbook already holds all of it: nothing to write.",
    "Ce classeur contient déjà tout cela : rien à écrire.",
)
IMPORTED = Text(
    "{lines} lines of {clients} clients were imported. Next: click Refresh.",
    "{lines} lignes de {clients} clients ont été importées. Ensuite : cliquez sur "
    "Actualiser.",
)
VOTES_IMPORTED = Text(
    "The votes are in the sheet Review. Next: click Refresh, and the agenda shows "
    "where teams disagree.",
    "Les votes sont dans la feuille Revue. Ensuite : cliquez sur Actualiser, et "
    "l'ordre du jour montre où les équipes divergent.",
)

NOTHING_TO_FREEZE = Text(
    "No cell of this workbook calls a SEGMENT function: there is nothing to freeze.",
    "Aucune cellule de ce classeur n'appelle une fonction SEGMENT : il n'y a rien à "
    "figer.",
)
FREEZE = Text(
    "{cells} cells call a SEGMENT function, on: {sheets}.\n"
    "Their formulas will be replaced by their present values. Excel cannot undo "
    "this: save a copy first if you want to keep the formulas.\n"
    "Go on?",
    "{cells} cellules appellent une fonction SEGMENT, sur : {sheets}.\n"
    "Leurs formules seront remplacées par leurs valeurs actuelles. Excel ne peut pas "
    "l'annuler : enregistrez d'abord une copie pour garder les formules.\n"
    "Continuer ?",
)
FROZEN = Text(
    "{cells} cells replaced by their values",
    "{cells} cellules remplacées par leurs valeurs",
)

GUIDE_OPENED = Text(
    "the guide is open in the browser", "le guide est ouvert dans le navigateur"
)
GUIDE_AT = Text(
    "The browser did not open. The guide is this file; open it by hand:\n{path}",
    "Le navigateur ne s'est pas ouvert. Le guide est ce fichier ; ouvrez-le à la "
    "main :\n{path}",
)
GUIDE_MISSING = Text(
    "The guide is not in its place:\n{path}\n"
    "What to do: install the add-in again (segmentation setup).",
    "Le guide n'est pas à sa place :\n{path}\n"
    "Que faire : réinstallez le complément (segmentation setup).",
)

ALL_WELL = Text(
    "All is well: nothing found that would keep the add-in from working here.",
    "Tout va bien : rien trouvé qui empêche le complément de fonctionner ici.",
)
DIAGNOSED = Text(
    "What would keep the add-in from working here:",
    "Ce qui empêcherait le complément de fonctionner ici :",
)
NOT_SEEN = Text(
    "{count} points could not be seen from here.",
    "{count} points n'ont pas pu être vus d'ici.",
)
