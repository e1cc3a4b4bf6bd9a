"""What joining the rows of a file to the clients of a workbook finds."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message, entry

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
_NOTHING = ("Nothing to do.", "Rien à faire.")
_ADD_CODE = (
    "Add the client's code to the export, or the client to the Clients sheet.",
    "Ajoutez le code du client à l'export, ou le client à la feuille Clients.",
)

CATALOGUE: dict[str, Message] = {
    "clients_known": entry(
        _NOTE,
        "{found} of the {count} clients of the file were known to the workbook.",
        "Le classeur connaissait {found} des {count} clients du fichier.",
        *_NOTHING,
    ),
    "few_clients_known": entry(
        _WARNING,
        "Only {found} of the {count} clients of the file were known to the workbook; "
        "the others are new.",
        "Le classeur ne connaissait que {found} des {count} clients du fichier ; les "
        "autres sont nouveaux.",
        "If they are not new, the codes are those of another system: export the codes "
        "that the workbook uses.",
        "S'ils ne sont pas nouveaux, ces codes viennent d'un autre logiciel : exportez "
        "les codes que le classeur utilise.",
    ),
    "joined_by_name": entry(
        _NOTE,
        "{count} client(s) without a code were found by their name: “{found}” is "
        "{expected}.",
        "{count} client(s) sans code ont été retrouvés par leur nom : « {found} » est "
        "{expected}.",
        "Check the first one; a code in the export would be surer.",
        "Vérifiez le premier ; un code dans l'export serait plus sûr.",
    ),
    "joined_without_zeros": entry(
        _WARNING,
        "{count} code(s) have other zeros at their front than in the workbook: {found} "
        "was read as {expected}.",
        "{count} code(s) n'ont pas les mêmes zéros de tête que dans le classeur : "
        "{found} a été lu comme {expected}.",
        "Check the first one; export the codes as text.",
        "Vérifiez le premier ; exportez les codes en texte.",
    ),
    "name_unknown": entry(
        _WARNING,
        "“{found}” has no code, and no client of the workbook bears that name: its "
        "rows are left out.",
        "« {found} » n'a pas de code, et aucun client du classeur ne porte ce nom : "
        "ses lignes ne sont pas lues.",
        *_ADD_CODE,
    ),
    "name_fits_several": entry(
        _WARNING,
        "“{found}” has no code, and several clients bear that name ({expected}): its "
        "rows are left out.",
        "« {found} » n'a pas de code, et plusieurs clients portent ce nom "
        "({expected}) : ses lignes ne sont pas lues.",
        *_ADD_CODE,
    ),
    "names_unknown_more": entry(
        _WARNING,
        "{count} other clients without a code could not be told: their rows are left "
        "out.",
        "{count} autres clients sans code n'ont pas pu être reconnus : leurs lignes ne "
        "sont pas lues.",
        *_ADD_CODE,
    ),
    "names_as_codes": entry(
        _NOTE,
        "The file holds no codes: the name of each client is its code.",
        "Le fichier ne contient pas de codes : le nom de chaque client lui sert de "
        "code.",
        "Two clients of the same name count as one; a code would be surer.",
        "Deux clients de même nom comptent pour un ; un code serait plus sûr.",
    ),
    "period_needed": entry(
        _ERROR,
        "The file says no period, and the Margins sheet is empty: nothing tells which "
        "year the figures are of.",
        "Le fichier ne dit pas de période, et la feuille Marges est vide : rien ne dit "
        "de quelle année sont les chiffres.",
        "Say the last day of the period: --period 2025-12-31.",
        "Indiquez le dernier jour de la période : --period 2025-12-31.",
    ),
    "period_taken": entry(
        _NOTE,
        "{count} row(s) of the file say no period and were given the last one of the "
        "workbook, {found}.",
        "{count} ligne(s) du fichier ne disent pas de période et ont reçu la dernière "
        "du classeur, {found}.",
        "If they are of another one, import again with --period.",
        "Si elles sont d'une autre, importez à nouveau avec --period.",
    ),
    "period_given": entry(
        _NOTE,
        "{count} row(s) without a period were given the one that was asked for, "
        "{found}.",
        "{count} ligne(s) sans période ont reçu celle qui a été demandée, {found}.",
        *_NOTHING,
    ),
    "rows_added_up": entry(
        _WARNING,
        "{count} rows speak of the same client and period ({found} first) and were "
        "added up to {expected}.",
        "{count} lignes portent sur le même client et la même période ({found} "
        "d'abord) et ont été additionnées en {expected}.",
        "Check that they are parts (products, sites) and not the same figures twice.",
        "Vérifiez que ce sont des parts (produits, sites) et non deux fois les mêmes "
        "chiffres.",
    ),
    "rates_applied": entry(
        _NOTE,
        "{count} margin rate(s) were applied to the revenue that the workbook holds.",
        "{count} taux de marge ont été appliqués au chiffre d'affaires du classeur.",
        *_NOTHING,
    ),
    "rate_without_revenue": entry(
        _WARNING,
        "{count} client(s) with a margin rate have no revenue of that period in the "
        "workbook ({found} first): no margin was made.",
        "{count} client(s) ayant un taux de marge n'ont pas de chiffre d'affaires de "
        "cette période dans le classeur ({found} d'abord) : aucune marge calculée.",
        "Import their revenue first, then the rates again.",
        "Importez d'abord leur chiffre d'affaires, puis à nouveau les taux.",
    ),
    "figures_kept": entry(
        _NOTE,
        "{count} figure(s) of the workbook ({found} first) differ from the file only "
        "as the file is rounded (k€, whole euros, a rate): the exact ones were kept.",
        "{count} chiffre(s) du classeur (à commencer par {found}) ne diffèrent du "
        "fichier que par l'arrondi de celui-ci (k€, euros entiers, taux) : les "
        "chiffres exacts ont été gardés.",
        "Empty the cells if those of the file should take their place.",
        "Videz les cellules si les chiffres du fichier doivent les remplacer.",
    ),
    "words_kept": entry(
        _NOTE,
        "{count} cell(s) of Clients say something else than the file ({found} first) "
        "and were left as they are.",
        "{count} cellule(s) de Clients disent autre chose que le fichier ({found} "
        "d'abord) et ont été laissées telles quelles.",
        "Empty the cells that the file should fill, then import again.",
        "Videz les cellules que le fichier doit remplir, puis importez à nouveau.",
    ),
    "revenue_falls": entry(
        _WARNING,
        "{count} row(s) of the workbook were updated, and their revenue falls from "
        "{before:.2f} to {after:.2f}: perhaps the file holds a part of the period only.",
        "{count} ligne(s) du classeur ont été mises à jour, et leur chiffre d'affaires "
        "tombe de {before:.2f} à {after:.2f} : le fichier ne couvre peut-être qu'une "
        "partie de la période.",
        "If it is a quarter or a month, import the whole period again.",
        "S'il s'agit d'un trimestre ou d'un mois, réimportez la période entière.",
    ),
    "mapping_column_unknown": entry(
        _ERROR,
        "{file}, line {line}: “{found}” is no column of Clients, Margins or Cost to "
        "serve.",
        "{file}, ligne {line} : « {found} » n'est pas une colonne de Clients, Marges "
        "ou Coûts de service.",
        "Write one of their headings, or leave it blank to ignore the column.",
        "Écrivez l'un de leurs titres, ou laissez vide pour ignorer la colonne.",
    ),
    "headings_rival": entry(
        _ERROR,
        "Several columns fit {expected}: {found}.",
        "Plusieurs colonnes conviennent à {expected} : {found}.",
        "Say which one in a file given with --mapping, a line a heading: "
        "heading,column (a blank column ignores it).",
        "Dites laquelle dans un fichier donné par --mapping, une ligne par titre : "
        "titre,colonne (colonne vide : ignorée).",
    ),
    "nothing_to_import": entry(
        _ERROR,
        "The file holds clients and nothing that the workbook knows of them. Headings "
        "found: {found}.",
        "Le fichier contient des clients, mais rien que le classeur connaisse d'eux. "
        "Titres trouvés : {found}.",
        "Rename the columns as in the workbook, or say what they are with --mapping.",
        "Renommez les colonnes comme dans le classeur, ou dites ce qu'elles sont avec "
        "--mapping.",
    ),
    "sources_differ": entry(
        _ERROR,
        "These files are of different sorts: {found} holds {first}, {expected} holds "
        "{second}.",
        "Ces fichiers sont de sortes différentes : {found} contient {first}, "
        "{expected} contient {second}.",
        "Import them one after the other.",
        "Importez-les l'un après l'autre.",
    ),
    "option_not_for_kind": entry(
        _ERROR,
        "{found} does not apply to {file}, which holds {first}.",
        "{found} ne s'applique pas à {file}, qui contient {first}.",
        "Leave the option out, or import the files for which it is meant.",
        "Retirez l'option, ou importez les fichiers auxquels elle s'applique.",
    ),
}

KINDS = {
    "lines": Text("order or invoice lines", "des lignes de commande ou de facture"),
    "fec": Text("an accounting export (FEC)", "un export comptable (FEC)"),
    "votes": Text("answers of account managers", "des réponses de commerciaux"),
    "rows": Text(
        "clients, margins or cost drivers",
        "des clients, des marges ou des inducteurs de coût",
    ),
}
"""What a file holds, as a message names it."""
