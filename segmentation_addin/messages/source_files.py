"""Why a file that should be imported cannot be read at all, and what to do."""

from __future__ import annotations

from segmentation_addin.languages import Text

_ANOTHER_KIND = Text(
    "Export the order lines as CSV, Excel (xlsx, xls, xlsb), ods or Parquet.",
    "Exportez les lignes de commande en CSV, Excel (xlsx, xls, xlsb), ods ou Parquet.",
)

FILES = {
    "source_not_found": (
        Text("The file {file} does not exist.", "Le fichier {file} n'existe pas."),
        Text("Check its name and folder.", "Vérifiez son nom et son dossier."),
    ),
    "source_unreadable": (
        Text(
            "The file {file} cannot be read: it is damaged, protected or open "
            "elsewhere.",
            "Le fichier {file} est illisible : il est endommagé, protégé ou ouvert "
            "ailleurs.",
        ),
        Text(
            "Close it, remove its password, or export it again.",
            "Fermez-le, retirez son mot de passe ou refaites l'export.",
        ),
    ),
    "source_folder": (
        Text(
            "{file} is a folder, not a file.", "{file} est un dossier, pas un fichier."
        ),
        Text(
            "Name the files in it, one after the other.",
            "Nommez les fichiers qu'il contient, l'un après l'autre.",
        ),
    ),
    "source_locked": (
        Text(
            "The file {file} is locked by a password.",
            "Le fichier {file} est protégé par un mot de passe.",
        ),
        Text(
            "Open it in Excel, remove the password (File, Info), save it and import it.",
            "Ouvrez-le dans Excel, retirez le mot de passe (Fichier, Informations), "
            "enregistrez-le puis importez-le.",
        ),
    ),
    "source_web_page": (
        Text(
            "The file {file} has the ending of a workbook and is a web page.",
            "Le fichier {file} porte l'extension d'un classeur et contient une page "
            "web.",
        ),
        Text(
            "Open it in Excel and save it as xlsx or CSV, then import that.",
            "Ouvrez-le dans Excel, enregistrez-le en xlsx ou en CSV, puis importez ce "
            "fichier.",
        ),
    ),
    "source_empty": (
        Text("The file {file} holds no table.", "Le fichier {file} ne contient rien."),
        Text(
            "Export it again, headings included.",
            "Refaites l'export, titres des colonnes compris.",
        ),
    ),
    "source_unknown_kind": (
        Text(
            "The file {file} is of a kind that cannot be read as a table.",
            "Le fichier {file} est d'un type qui ne se lit pas comme un tableau.",
        ),
        _ANOTHER_KIND,
    ),
    "source_needs_parquet": (
        Text(
            "The file {file} is a Parquet file, and the part that reads it is not "
            "installed.",
            "Le fichier {file} est au format Parquet, et le composant qui le lit n'est "
            "pas installé.",
        ),
        Text(
            "Install pyarrow (pip install pyarrow), or export the lines as CSV.",
            "Installez pyarrow (pip install pyarrow), ou exportez les lignes en CSV.",
        ),
    ),
}
