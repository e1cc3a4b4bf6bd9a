"""What the scoring of order lines on disk finds, and what keeps it from running."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message, entry

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

REASONS: dict[str, Text] = {
    "line_no_client": Text("no client code", "pas de code client"),
    "line_date_unreadable": Text("no readable date", "pas de date lisible"),
    "line_amount_unreadable": Text("no readable amount", "pas de montant lisible"),
    "line_too_long": Text(
        "more cells than there are headings", "plus de cellules que de titres"
    ),
    "line_too_short": Text(
        "fewer cells than there are headings", "moins de cellules que de titres"
    ),
    "line_quotes": Text("quotation marks that do not close", "guillemets mal fermés"),
    "line_cut": Text(
        "last line of a file that was cut", "dernière ligne d'un fichier coupé"
    ),
    "line_damaged": Text("damaged line", "ligne endommagée"),
}
"""Why a line is set aside, in a few words; its code stands beside."""

FIELDS: dict[str, Text] = {
    "client_id": Text("client code", "code client"),
    "client_name": Text("client name", "nom du client"),
    "order_id": Text("order number", "numéro de commande"),
    "ship_mode": Text("ship mode", "mode de livraison"),
    "returned": Text("return", "retour"),
    "sector": Text("sector", "secteur"),
    "country": Text("country", "pays"),
    "postcode": Text("postcode", "code postal"),
    "account_manager": Text("account manager", "responsable de compte"),
    "date": Text("order date", "date de commande"),
    "amount": Text("amount", "montant"),
    "profit": Text("margin", "marge"),
    "cost": Text("cost of goods", "coût des ventes"),
}

CATALOGUE: dict[str, Message] = {
    "score_field_missing": entry(
        _WARNING,
        "{count} of {found} files have no column for the {field}, among them {file}.",
        "{count} fichier(s) sur {found} n'ont pas de colonne pour : {field}, dont "
        "{file}.",
        "It counts as unknown for their lines. Export these files with the same "
        "columns as the others.",
        "Cette donnée est inconnue pour leurs lignes. Exportez ces fichiers avec les "
        "mêmes colonnes que les autres.",
    ),
    "score_file_cut": entry(
        _WARNING,
        "The last line of {file} has no end: the file may have been cut.",
        "La dernière ligne de {file} n'a pas de fin : le fichier a pu être coupé.",
        "Compare the number of its lines with the source. The line is read only if "
        "all its cells are there.",
        "Comparez le nombre de lignes avec la source. Cette ligne n'est lue que si "
        "toutes ses cellules sont là.",
    ),
    "score_files_left": entry(
        _NOTE,
        "{count} file(s) of the folders are not order lines by their ending and were "
        "not read, the first is {file}.",
        "{count} fichier(s) des dossiers n'ont pas la terminaison d'un fichier de "
        "lignes et n'ont pas été lus ; le premier est {file}.",
        "Nothing to do, unless lines stand in them: export these as CSV or Parquet.",
        "Rien à faire, sauf s'ils contiennent des lignes : exportez-les en CSV ou "
        "Parquet.",
    ),
    "score_none": entry(
        _ERROR,
        "The sources hold no line that can be read.",
        "Les sources ne contiennent aucune ligne lisible.",
        "Check that the files hold order lines, one line an order line, with client, "
        "date and amount.",
        "Vérifiez que les fichiers contiennent des lignes de commande, avec client, "
        "date et montant.",
    ),
    "score_lines_aside": entry(
        _WARNING,
        "{count:.0f} line(s) are not read: {reason}. Their readable amounts come to "
        "{worth:.2f}; {without:.0f} of them have no readable amount.",
        "{count:.0f} ligne(s) ne sont pas lues : {reason}. Leurs montants lisibles "
        "totalisent {worth:.2f} ; {without:.0f} n'ont pas de montant lisible.",
        "Each stands in {file} with its reason: correct them in the export, then run "
        "again.",
        "Chacune figure dans {file} avec son motif : corrigez-les dans l'export, puis "
        "relancez.",
    ),
    "score_too_many_unread": entry(
        _ERROR,
        "{found:.2%} of the lines cannot be read ({count:.0f} lines); the limit is "
        "{expected:.2%}.",
        "{found:.2%} des lignes sont illisibles ({count:.0f} lignes) ; la limite est "
        "de {expected:.2%}.",
        "Correct the export, or accept more with --max-rejected (or in the settings of "
        "the workbook of --scale).",
        "Corrigez l'export, ou acceptez-en davantage avec --max-rejected (ou dans les "
        "paramètres du classeur de --scale).",
    ),
    "score_margin_unread": entry(
        _WARNING,
        "{count:.0f} line(s) have neither margin nor cost, although others do: the "
        "margin of their clients is unknown.",
        "{count:.0f} ligne(s) n'ont ni marge ni coût, alors que d'autres en ont : la "
        "marge de leurs clients est inconnue.",
        "Fill the margin or the cost of these lines in the export.",
        "Complétez la marge ou le coût de ces lignes dans l'export.",
    ),
    "score_override_absent": entry(
        _WARNING,
        "The override names client {client}, who has no line: ignored.",
        "La dérogation vise le client {client}, qui n'a aucune ligne : ignorée.",
        "Correct the code in the workbook, or check that all lines are there.",
        "Corrigez le code dans le classeur, ou vérifiez que toutes les lignes sont là.",
    ),
    "score_sheet_full": entry(
        _ERROR,
        "The lines hold {found:.0f} clients; a worksheet has room for {expected:.0f}.",
        "Les lignes comptent {found:.0f} clients ; une feuille en contient "
        "{expected:.0f} au plus.",
        "Ask for a result that ends in .parquet or .csv.",
        "Demandez un résultat qui se termine par .parquet ou .csv.",
    ),
}

REFUSALS: dict[str, Message] = {
    "score_engine_unknown": entry(
        _ERROR,
        "There is no engine {found}.",
        "Le moteur {found} n'existe pas.",
        "Give duckdb, spark, spark://computer:7077 or postgresql://user@computer/base.",
        "Indiquez duckdb, spark, spark://ordinateur:7077 ou "
        "postgresql://utilisateur@ordinateur/base.",
    ),
    "score_no_table": entry(
        _ERROR,
        "The engine has no table {found}.",
        "Le moteur n'a pas de table {found}.",
        "Check its name, as schema.table; files are read by duckdb and by spark.",
        "Vérifiez son nom, sous la forme schéma.table ; les fichiers se lisent avec "
        "duckdb ou spark.",
    ),
    "score_kind": entry(
        _ERROR,
        "The file {file} is neither delimited text nor Parquet.",
        "Le fichier {file} n'est ni du texte délimité ni du Parquet.",
        "Export the lines as CSV or Parquet; a workbook goes in through segmentation "
        "import.",
        "Exportez les lignes en CSV ou en Parquet ; un classeur passe par "
        "segmentation import.",
    ),
    "score_folder_empty": entry(
        _ERROR,
        "The folder {file} holds no file of order lines.",
        "Le dossier {file} ne contient aucun fichier de lignes.",
        "Files that end in .csv, .txt, .tsv, .gz or .parquet are read.",
        "Les fichiers lus se terminent par .csv, .txt, .tsv, .gz ou .parquet.",
    ),
    "score_result_among_sources": entry(
        _ERROR,
        "The result {path} would stand among the lines that are read.",
        "Le résultat {path} se trouverait parmi les lignes lues.",
        "Choose another folder: the next run would read it as lines.",
        "Choisissez un autre dossier : l'exécution suivante le lirait comme des "
        "lignes.",
    ),
}
