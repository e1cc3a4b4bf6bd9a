"""What the typed reading of the workbook finds in its cells, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_NUMBER_REMEDY = Text(
    "Type the figure alone, such as 1234.56, and format the cell as a number.",
    "Saisissez le chiffre seul, par exemple 1234,56, et mettez la cellule au format "
    "nombre.",
)
_DATE_REMEDY = Text(
    "Type a real date, or its ISO form such as 2024-12-31.",
    "Saisissez une vraie date, ou sa forme ISO, par exemple 2024-12-31.",
)
_PERIOD_REMEDY = Text(
    "Type the last day covered: a date, a year such as 2024, or a month such as "
    "2024-03.",
    "Saisissez le dernier jour couvert : une date, une année comme 2024 ou un mois "
    "comme 2024-03.",
)
_CHOICE_REMEDY = Text("Choose one of: {expected}.", "Choisissez l'un de : {expected}.")
_ERROR_CELL_REMEDY = Text(
    "Correct the formula, or clear the cell if the value is unknown.",
    "Corrigez la formule, ou videz la cellule si la valeur est inconnue.",
)
_NO_VALUE_REMEDY = Text(
    "Open the workbook in Excel and save it, so that its formulas hold values.",
    "Ouvrez le classeur dans Excel et enregistrez-le, afin que ses formules portent "
    "des valeurs.",
)

_CELLS = {
    "number_unreadable": (
        Text(
            "{heading}: “{found}” is not a number. The value counts as unknown.",
            "{heading} : « {found} » n'est pas un nombre. La valeur compte comme "
            "inconnue.",
        ),
        _NUMBER_REMEDY,
    ),
    "number_ambiguous": (
        Text(
            "{heading}: “{found}” could hold a decimal or a thousands mark, and "
            "nothing in the column decides. The value counts as unknown.",
            "{heading} : dans « {found} », le signe peut être décimal ou séparer les "
            "milliers, et rien dans la colonne ne tranche. La valeur compte comme "
            "inconnue.",
        ),
        _NUMBER_REMEDY,
    ),
    "date_unreadable": (
        Text(
            "{heading}: “{found}” is not a date. The value counts as unknown.",
            "{heading} : « {found} » n'est pas une date. La valeur compte comme "
            "inconnue.",
        ),
        _DATE_REMEDY,
    ),
    "date_ambiguous": (
        Text(
            "{heading}: “{found}” could be day/month or month/day, and nothing in "
            "the column decides. The value counts as unknown.",
            "{heading} : « {found} » peut se lire jour/mois ou mois/jour, et rien "
            "dans la colonne ne tranche. La valeur compte comme inconnue.",
        ),
        _DATE_REMEDY,
    ),
    "period_unreadable": (
        Text(
            "{heading}: “{found}” names no period. The row belongs to no period.",
            "{heading} : « {found} » ne désigne aucune période. La ligne n'appartient "
            "à aucune période.",
        ),
        _PERIOD_REMEDY,
    ),
    "period_ambiguous": (
        Text(
            "{heading}: “{found}” could be day/month or month/day, and nothing in "
            "the column decides. The row belongs to no period.",
            "{heading} : « {found} » peut se lire jour/mois ou mois/jour, et rien "
            "dans la colonne ne tranche. La ligne n'appartient à aucune période.",
        ),
        _PERIOD_REMEDY,
    ),
    "choice_unknown": (
        Text(
            "{heading}: “{found}” is none of the choices. The cell counts as blank.",
            "{heading} : « {found} » ne fait pas partie des choix. La cellule compte "
            "comme vide.",
        ),
        _CHOICE_REMEDY,
    ),
    "error_cell": (
        Text(
            "{heading}: the cell shows {found}. The value counts as unknown.",
            "{heading} : la cellule affiche {found}. La valeur compte comme inconnue.",
        ),
        _ERROR_CELL_REMEDY,
    ),
    "formula_without_value": (
        Text(
            "{heading}: {count} formula(s) hold no stored value, this one first. "
            "The values count as unknown.",
            "{heading} : {count} formule(s) sans valeur enregistrée, à commencer par "
            "celle-ci. Les valeurs comptent comme inconnues.",
        ),
        _NO_VALUE_REMEDY,
    ),
}
_RULES = {
    "rule_number_unreadable": (
        Text(
            "{heading}: “{found}” is not a number, and costs or letters depend on it.",
            "{heading} : « {found} » n'est pas un nombre, or des coûts ou des lettres "
            "en dépendent.",
        ),
        _NUMBER_REMEDY,
    ),
    "rule_number_ambiguous": (
        Text(
            "{heading}: “{found}” could hold a decimal or a thousands mark.",
            "{heading} : dans « {found} », le signe peut être décimal ou séparer les "
            "milliers.",
        ),
        _NUMBER_REMEDY,
    ),
    "rule_period_unreadable": (
        Text(
            "{heading}: “{found}” names no period.",
            "{heading} : « {found} » ne désigne aucune période.",
        ),
        _PERIOD_REMEDY,
    ),
    "rule_period_ambiguous": (
        Text(
            "{heading}: “{found}” could be day/month or month/day.",
            "{heading} : « {found} » peut se lire jour/mois ou mois/jour.",
        ),
        _PERIOD_REMEDY,
    ),
    "rule_choice_unknown": (
        Text(
            "{heading}: “{found}” is none of the choices.",
            "{heading} : « {found} » ne fait pas partie des choix.",
        ),
        _CHOICE_REMEDY,
    ),
    "rule_error_cell": (
        Text(
            "{heading}: the cell shows {found}, and costs or letters depend on it.",
            "{heading} : la cellule affiche {found}, or des coûts ou des lettres en "
            "dépendent.",
        ),
        _ERROR_CELL_REMEDY,
    ),
    "rule_formula_without_value": (
        Text(
            "{heading}: {count} formula(s) hold no stored value, this one first.",
            "{heading} : {count} formule(s) sans valeur enregistrée, à commencer par "
            "celle-ci.",
        ),
        _NO_VALUE_REMEDY,
    ),
}

CATALOGUE: dict[str, Message] = {
    **{code: Message(_WARNING, *texts) for code, texts in _CELLS.items()},
    **{code: Message(_ERROR, *texts) for code, texts in _RULES.items()},
    "cells_more": Message(
        _WARNING,
        Text(
            "{heading}: {count} more cell(s) of this column, from this one down, have "
            "the same problem as those listed.",
            "{heading} : {count} autre(s) cellule(s) de cette colonne, à partir de "
            "celle-ci, ont le même problème que celles de la liste.",
        ),
        Text(
            "Correct the column at its source, then import or paste it again.",
            "Corrigez la colonne à la source, puis importez-la ou collez-la à nouveau.",
        ),
    ),
    "number_as_text": Message(
        _NOTE,
        Text(
            "{heading}: {count} number(s) stand as text, “{found}” first. They were "
            "read as numbers.",
            "{heading} : {count} nombre(s) en texte, à commencer par « {found} ». "
            "Ils ont été lus comme des nombres.",
        ),
        Text(
            "Convert the column to numbers: formulas of the sheet skip text.",
            "Convertissez la colonne en nombres : les formules de la feuille ignorent "
            "le texte.",
        ),
    ),
    "date_assumed": Message(
        _NOTE,
        Text(
            "{heading}: {count} date(s) such as “{found}” were read day first, as is "
            "usual in French.",
            "{heading} : {count} date(s) comme « {found} » ont été lues jour d'abord, "
            "selon l'usage français.",
        ),
        _DATE_REMEDY,
    ),
    "id_precision_lost": Message(
        _WARNING,
        Text(
            "{heading}: the code {found} was typed as a number; digits after the "
            "15th are lost.",
            "{heading} : le code {found} a été saisi comme un nombre ; les chiffres "
            "au-delà du 15e sont perdus.",
        ),
        Text(
            "Format the column as text, then paste the codes again from the source.",
            "Mettez la colonne au format texte, puis recollez les codes depuis la "
            "source.",
        ),
    ),
    "id_is_a_date": Message(
        _WARNING,
        Text(
            "{heading}: the cell holds the date {found} where a code is expected; "
            "the spreadsheet has turned a code such as 3-4 into a date.",
            "{heading} : la cellule contient la date {found} au lieu d'un code ; le "
            "tableur a transformé en date un code tel que 3-4.",
        ),
        Text(
            "Format the column as text, then type the code again.",
            "Mettez la colonne au format texte, puis ressaisissez le code.",
        ),
    ),
    "column_missing": Message(
        _ERROR,
        Text(
            "The table has no column with one of these headings: {expected}.",
            "Le tableau n'a aucune colonne portant l'un de ces titres : {expected}.",
        ),
        Text(
            "Add the column, or give an existing one the first of these headings.",
            "Ajoutez la colonne, ou donnez à une colonne existante le premier de ces "
            "titres.",
        ),
    ),
    "column_twice": Message(
        _WARNING,
        Text(
            "The columns “{heading}” and “{found}” mean the same; only the first is "
            "read.",
            "Les colonnes « {heading} » et « {found} » ont le même sens ; seule la "
            "première est lue.",
        ),
        Text(
            "Keep one of them, or rename the other.",
            "Gardez l'une des deux, ou renommez l'autre.",
        ),
    ),
    "column_not_a_driver": Message(
        _NOTE,
        Text(
            "The column “{heading}” holds text only: it is kept, but is no driver.",
            "La colonne « {heading} » ne contient que du texte : elle est conservée, "
            "mais n'est pas un inducteur.",
        ),
        Text(
            "Nothing to do; a driver needs quantities.",
            "Rien à faire ; un inducteur demande des quantités.",
        ),
    ),
    "client_id_missing": Message(
        _WARNING,
        Text(
            "The row has no client code: it counts for no client.",
            "La ligne n'a pas de code client : elle ne compte pour aucun client.",
        ),
        Text("Type the client's code.", "Saisissez le code du client."),
    ),
    "client_ids_missing": Message(
        _WARNING,
        Text(
            "{count} more row(s), from this one down, have no client code: they "
            "count for no client.",
            "{count} autre(s) ligne(s), à partir de celle-ci, n'ont pas de code "
            "client : elles ne comptent pour aucun client.",
        ),
        Text("Type the clients' codes.", "Saisissez les codes des clients."),
    ),
    "client_twice": Message(
        _WARNING,
        Text(
            "The client code {found} already stands in {first}; this row is not read.",
            "Le code client {found} figure déjà en {first} ; cette ligne n'est pas "
            "lue.",
        ),
        Text(
            "Delete one of the two rows, or correct its code.",
            "Supprimez l'une des deux lignes, ou corrigez son code.",
        ),
    ),
    "rating_out_of_range": Message(
        _WARNING,
        Text(
            "{heading}: the rating {found} is not between 0 and 5. It counts as "
            "unknown.",
            "{heading} : la note {found} n'est pas comprise entre 0 et 5. Elle compte "
            "comme inconnue.",
        ),
        Text("Type a rating from 0 to 5.", "Saisissez une note de 0 à 5."),
    ),
    "rate_out_of_range": Message(
        _ERROR,
        Text(
            "{heading}: {found} is not a rate between 0 and 1 (0 % and 100 %).",
            "{heading} : {found} n'est pas un taux entre 0 et 1 (0 % et 100 %).",
        ),
        Text(
            "Type 60% or 0.6 for sixty percent.",
            "Saisissez 60 % ou 0,6 pour soixante pour cent.",
        ),
    ),
    "criterion_unknown": Message(
        _ERROR,
        Text(
            "“{found}” is not a criterion of the scale.",
            "« {found} » n'est pas un critère du barème.",
        ),
        Text(
            "Choose one of: {expected}; or delete the row.",
            "Choisissez l'un de : {expected} ; ou supprimez la ligne.",
        ),
    ),
    "criterion_twice": Message(
        _ERROR,
        Text(
            "The criterion “{criterion}” stands twice in the scale.",
            "Le critère « {criterion} » figure deux fois dans le barème.",
        ),
        Text("Delete one of the two rows.", "Supprimez l'une des deux lignes."),
    ),
    "better_missing": Message(
        _ERROR,
        Text(
            "The criterion “{criterion}” does not say whether higher or lower is "
            "better; this is never guessed.",
            "Le critère « {criterion} » ne dit pas si le mieux est plus haut ou plus "
            "bas ; ce sens n'est jamais deviné.",
        ),
        Text("Choose higher or lower.", "Choisissez plus haut ou plus bas."),
    ),
    "weight_negative": Message(
        _ERROR,
        Text(
            "The weight of “{criterion}” is negative.",
            "Le poids de « {criterion} » est négatif.",
        ),
        Text(
            "Type 0 to turn the criterion off, or choose the other direction.",
            "Saisissez 0 pour désactiver le critère, ou choisissez l'autre sens.",
        ),
    ),
    "setting_unknown": Message(
        _WARNING,
        Text(
            "“{found}” is not a setting; the row is not read. Did you mean "
            "“{expected}”?",
            "« {found} » n'est pas un paramètre ; la ligne n'est pas lue. Vouliez-vous "
            "dire « {expected} » ?",
        ),
        Text(
            "Correct the name, or delete the row.",
            "Corrigez le nom, ou supprimez la ligne.",
        ),
    ),
    "setting_twice": Message(
        _WARNING,
        Text(
            "The setting “{found}” stands twice; only the first row is read.",
            "Le paramètre « {found} » figure deux fois ; seule la première ligne est "
            "lue.",
        ),
        Text("Delete one of the two rows.", "Supprimez l'une des deux lignes."),
    ),
    "setting_unreadable": Message(
        _ERROR,
        Text(
            "{setting}: “{found}” cannot be read; expected: {expected}.",
            "{setting} : « {found} » est illisible ; attendu : {expected}.",
        ),
        Text(
            "Correct the value, or clear the cell to use the default.",
            "Corrigez la valeur, ou videz la cellule pour utiliser la valeur par "
            "défaut.",
        ),
    ),
    "setting_not_whole": Message(
        _ERROR,
        Text(
            "{setting}: {found} is not a whole number.",
            "{setting} : {found} n'est pas un nombre entier.",
        ),
        Text(
            "Type a whole number from {low} to {high}.",
            "Saisissez un nombre entier de {low} à {high}.",
        ),
    ),
    "setting_out_of_range": Message(
        _ERROR,
        Text(
            "{setting}: {found} is not between {low} and {high}.",
            "{setting} : {found} n'est pas compris entre {low} et {high}.",
        ),
        Text(
            "Correct the value, or clear the cell to use the default.",
            "Corrigez la valeur, ou videz la cellule pour utiliser la valeur par "
            "défaut.",
        ),
    ),
    "setting_percent": Message(
        _ERROR,
        Text(
            "{setting}: {found} is not a rate between 0 and 1; it looks like a "
            "percentage without its sign.",
            "{setting} : {found} n'est pas un taux entre 0 et 1 ; il ressemble à un "
            "pourcentage sans son signe.",
        ),
        Text("Type {found}% (with the sign).", "Saisissez {found} % (avec le signe)."),
    ),
}
