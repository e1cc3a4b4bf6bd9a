"""What an import finds in an export and in the workbook it joins, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import (
    Message,
    fec,
    import_values,
    joining,
    recognition,
    source_files,
)

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_AT_SOURCE = Text(
    "Correct the line in the export, then import it again.",
    "Corrigez la ligne dans l'export, puis importez-le à nouveau.",
)
_RENAME = Text(
    "Give the right column one of these headings: {expected}.",
    "Donnez à la bonne colonne l'un de ces titres : {expected}.",
)
_LINES = {
    "line_too_long": (
        Text(
            "Line {line} has more cells than there are headings; it is not read.",
            "La ligne {line} a plus de cellules que de titres ; elle n'est pas lue.",
        ),
        Text(
            "Put texts that hold the separator between quotation marks.",
            "Mettez entre guillemets les textes qui contiennent le séparateur.",
        ),
    ),
    "line_no_client": (
        Text(
            "Line {line} has no client code; it is not read.",
            "La ligne {line} n'a pas de code client ; elle n'est pas lue.",
        ),
        _AT_SOURCE,
    ),
    "line_date_unreadable": (
        Text(
            "Line {line}: “{found}” is not a date; the line is not read.",
            "Ligne {line} : « {found} » n'est pas une date ; la ligne n'est pas lue.",
        ),
        _AT_SOURCE,
    ),
    "line_amount_unreadable": (
        Text(
            "Line {line}: “{found}” is not an amount; the line is not read.",
            "Ligne {line} : « {found} » n'est pas un montant ; la ligne n'est pas lue.",
        ),
        _AT_SOURCE,
    ),
}
_MORE = {
    "line_too_long": Text(
        "more cells than there are headings", "plus de cellules que de titres"
    ),
    "line_no_client": Text("no client code", "pas de code client"),
    "line_date_unreadable": Text("no readable date", "pas de date lisible"),
    "line_amount_unreadable": Text("no readable amount", "pas de montant lisible"),
}
_NO_COLUMN = {
    "lines_no_client": Text("client code", "le code client"),
    "lines_no_date": Text("order date", "la date de commande"),
    "lines_no_amount": Text("amount excluding VAT", "le montant HT"),
}


def _more(problem: Text) -> Message:
    return Message(
        _WARNING,
        Text(
            f"{{count}} more line(s), from line {{line}} on, have {problem.en}; they "
            "are not read.",
            f"{{count}} autre(s) ligne(s), à partir de la ligne {{line}}, n'ont "
            f"{problem.fr} ; elles ne sont pas lues."
            if problem.fr.startswith("pas")
            else f"{{count}} autre(s) ligne(s), à partir de la ligne {{line}}, ont "
            f"{problem.fr} ; elles ne sont pas lues.",
        ),
        _AT_SOURCE,
    )


def _no_column(what: Text) -> Message:
    return Message(
        _ERROR,
        Text(
            f"No column holds the {what.en}. Headings found: {{found}}.",
            f"Aucune colonne ne contient {what.fr}. Titres trouvés : {{found}}.",
        ),
        _RENAME,
    )


CATALOGUE: dict[str, Message] = {
    **import_values.CATALOGUE,
    **joining.CATALOGUE,
    **recognition.CATALOGUE,
    **{
        code: Message(_ERROR, *texts)
        for code, texts in (source_files.FILES | fec.FILES).items()
    },
    **{code: Message(_WARNING, *texts) for code, texts in _LINES.items()},
    **{f"{code}_more": _more(problem) for code, problem in _MORE.items()},
    **{code: _no_column(what) for code, what in _NO_COLUMN.items()},
    "lines_amount_with_vat": Message(
        _ERROR,
        Text(
            "The only amount, “{found}”, includes VAT. Revenue and margin are read "
            "excluding VAT: with VAT, rates would depend on each client's VAT.",
            "Le seul montant, « {found} », est TTC. Le chiffre d'affaires et la marge "
            "se lisent HT : en TTC, les taux dépendraient de la TVA de chaque client.",
        ),
        Text(
            "Add the amount excluding VAT to the export, under one of: {expected}.",
            "Ajoutez à l'export le montant HT, sous l'un de ces titres : {expected}.",
        ),
    ),
    "lines_no_margin": Message(
        _WARNING,
        Text(
            "No column holds the margin or the cost: margins stay unknown, and "
            "clients cannot be classified.",
            "Aucune colonne ne contient la marge ou le coût : les marges restent "
            "inconnues, et les clients ne peuvent pas être classés.",
        ),
        _RENAME,
    ),
    "lines_no_order": Message(
        _WARNING,
        Text(
            "No column holds the order number: the numbers of orders stay unknown.",
            "Aucune colonne ne contient le numéro de commande : les nombres de "
            "commandes restent inconnus.",
        ),
        _RENAME,
    ),
    "lines_two_headings": Message(
        _ERROR,
        Text(
            "“{first}” and “{second}” could both be the same figure.",
            "« {first} » et « {second} » peuvent désigner le même chiffre.",
        ),
        Text(
            "Rename or remove the one that should not be read.",
            "Renommez ou retirez celle des deux colonnes qui ne doit pas être lue.",
        ),
    ),
    "lines_two_descriptions": Message(
        _WARNING,
        Text(
            "“{first}” and “{second}” could both describe the client the same way; "
            "neither is read.",
            "« {first} » et « {second} » peuvent décrire le client de la même façon ; "
            "aucune des deux n'est lue.",
        ),
        Text(
            "Rename or remove one of the two columns.",
            "Renommez ou retirez l'une des deux colonnes.",
        ),
    ),
    "lines_name_as_code": Message(
        _NOTE,
        Text(
            "There is no client code: the column “{found}” serves as code.",
            "Il n'y a pas de code client : la colonne « {found} » en tient lieu.",
        ),
        Text(
            "Prefer an export with codes: two clients may share a name.",
            "Préférez un export avec les codes : deux clients peuvent avoir le même "
            "nom.",
        ),
    ),
    "lines_number_ambiguous": Message(
        _ERROR,
        Text(
            "{heading}: “{found}” could hold a decimal or a thousands mark, and "
            "nothing in the file decides.",
            "{heading} : dans « {found} », le signe peut être décimal ou séparer les "
            "milliers, et rien dans le fichier ne tranche.",
        ),
        Text(
            "Export the amounts with two decimals and no thousands mark.",
            "Exportez les montants avec deux décimales et sans séparateur de milliers.",
        ),
    ),
    "lines_date_ambiguous": Message(
        _ERROR,
        Text(
            "{heading}: “{found}” could be day/month or month/day, and nothing in the "
            "column decides.",
            "{heading} : « {found} » peut se lire jour/mois ou mois/jour, et rien dans "
            "la colonne ne tranche.",
        ),
        Text(
            "Export the dates as 2024-12-31.",
            "Exportez les dates sous la forme 2024-12-31.",
        ),
    ),
    "lines_date_assumed": Message(
        _NOTE,
        Text(
            "{heading}: dates such as “{found}” were read day first, since the "
            "headings are in French.",
            "{heading} : les dates comme « {found} » ont été lues jour d'abord, les "
            "titres étant en français.",
        ),
        Text(
            "Export the dates as 2024-12-31 to be sure.",
            "Exportez les dates sous la forme 2024-12-31 pour en être sûr.",
        ),
    ),
    "lines_margin_unread": Message(
        _WARNING,
        Text(
            "{count} line(s), line {line} first, have no readable margin or cost "
            "(“{found}”): the margin of these clients and periods stays unknown.",
            "{count} ligne(s), à commencer par la ligne {line}, n'ont ni marge ni coût "
            "lisible (« {found} ») : la marge de ces clients et périodes reste "
            "inconnue.",
        ),
        _AT_SOURCE,
    ),
    "lines_order_unread": Message(
        _WARNING,
        Text(
            "{count} line(s), line {line} first, have no order number: their amounts "
            "count, but no order does.",
            "{count} ligne(s), à commencer par la ligne {line}, n'ont pas de numéro de "
            "commande : leurs montants comptent, mais aucune commande.",
        ),
        _AT_SOURCE,
    ),
    "lines_id_digits": Message(
        _WARNING,
        Text(
            "{heading}: {count} code(s), {found} first, were numbers in the export; "
            "digits after the 15th are lost.",
            "{heading} : {count} code(s), à commencer par {found}, étaient des nombres "
            "dans l'export ; les chiffres au-delà du 15e sont perdus.",
        ),
        Text(
            "Export the codes as text, or as CSV without passing through Excel.",
            "Exportez les codes en texte, ou en CSV sans passer par Excel.",
        ),
    ),
    "lines_none": Message(
        _ERROR,
        Text(
            "The file {file} holds no line that can be read.",
            "Le fichier {file} ne contient aucune ligne lisible.",
        ),
        Text(
            "Correct what the other lines of this list name.",
            "Corrigez ce que nomment les autres lignes de cette liste.",
        ),
    ),
    "lines_periods": Message(
        _NOTE,
        Text(
            "The lines make {count} period(s) of 12 months: the first ends on {first}, "
            "the last on {last}.",
            "Les lignes forment {count} période(s) de 12 mois : la première est close "
            "le {first}, la dernière le {last}.",
        ),
        Text("Nothing to do.", "Rien à faire."),
    ),
    "lines_first_period": Message(
        _NOTE,
        Text(
            "The first period, ending {period}, only holds lines from {found} on.",
            "La première période, close le {period}, ne contient de lignes qu'à partir "
            "du {found}.",
        ),
        Text(
            "Do not read growth from it, or import the missing months.",
            "N'en tirez pas de croissance, ou importez les mois manquants.",
        ),
    ),
    "lines_last_period": Message(
        _WARNING,
        Text(
            "The last period, ending {period}, only holds lines up to {found}.",
            "La dernière période, close le {period}, ne contient de lignes que "
            "jusqu'au {found}.",
        ),
        Text(
            "Import the missing months before you rely on its letters.",
            "Importez les mois manquants avant de vous fier à ses lettres.",
        ),
    ),
    "merge_rows_updated": Message(
        _NOTE,
        Text(
            "{count} row(s) of the workbook had other figures and were updated; their "
            "revenue goes from {before:.2f} to {after:.2f}.",
            "{count} ligne(s) du classeur portaient d'autres chiffres et ont été mises "
            "à jour ; leur chiffre d'affaires passe de {before:.2f} à {after:.2f}.",
        ),
        Text(
            "Check that the export covers the whole of these periods.",
            "Vérifiez que l'export couvre ces périodes en entier.",
        ),
    ),
    "merge_figures_updated": Message(
        _NOTE,
        Text(
            "{count} row(s) of the workbook had other figures ({found} first) and were "
            "updated.",
            "{count} ligne(s) du classeur portaient d'autres chiffres (à commencer par "
            "{found}) et ont été mises à jour.",
        ),
        Text("Nothing to do.", "Rien à faire."),
    ),
    "merge_row_twice": Message(
        _WARNING,
        Text(
            "Client {client} has several rows for the period {period}; none was "
            "updated.",
            "Le client {client} a plusieurs lignes pour la période {period} ; aucune "
            "n'a été mise à jour.",
        ),
        Text(
            "Keep one row per client and period, then import again.",
            "Gardez une ligne par client et par période, puis importez à nouveau.",
        ),
    ),
    "merge_periods_overlap": Message(
        _ERROR,
        Text(
            "The workbook holds periods ending {found}, and the lines make periods "
            "ending {expected}: the same months would count twice.",
            "Le classeur contient des périodes closes le {found}, et les lignes "
            "forment des périodes closes le {expected} : les mêmes mois compteraient "
            "deux fois.",
        ),
        Text(
            "Import into a fresh workbook, or remove the overlapping rows first.",
            "Importez dans un classeur neuf, ou supprimez d'abord les lignes qui se "
            "chevauchent.",
        ),
    ),
    "merge_column_missing": Message(
        _NOTE,
        Text(
            "The table has no column “{heading}”: this figure of the file is not "
            "written.",
            "Le tableau n'a pas de colonne « {heading} » : ce chiffre du fichier n'est "
            "pas écrit.",
        ),
        Text(
            "Add the column and import again if you need it.",
            "Ajoutez la colonne et importez à nouveau si vous en avez besoin.",
        ),
    ),
}
