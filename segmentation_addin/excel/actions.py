"""The ribbon declared once: groups, buttons, their words, and the act behind each.

From these follow the customUI part, the VBA macros, the Python targets in `macros`,
the documentation and the tests. A button appears with the service that it calls.
"""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.languages import Text

TAB = Text("Segmentation", "Segmentation")
TAB_ID = "segTab"
TAB_KEYTIP = "SG"
MODULE = "segmentation_addin.excel.macros"
"""Python module whose functions, named by the action's key, the macros run."""
MOST_GROUPS = 6
MOST_COMMANDS = 7


@dataclass(frozen=True)
class Action:
    """One button: one macro, one service, one sentence of help."""

    key: str
    """Name of the Python function in `macros`."""
    group: str
    label: Text
    help: Text
    keytip: str
    """One to three capitals or digits, unique in the tab."""
    icon: str
    """Name of a built-in image (imageMso)."""
    large: bool = False

    @property
    def macro(self) -> str:
        """Name of the VBA macro: SegmentationRefresh."""
        return "Segmentation" + "".join(w.capitalize() for w in self.key.split("_"))


@dataclass(frozen=True)
class Group:
    """One group of the tab."""

    key: str
    label: Text


GROUPS = (
    Group("data", Text("Data", "Données")),
    Group("segmentation", Text("Segmentation", "Segmentation")),
    Group("decide", Text("Decide", "Décider")),
    Group("share", Text("Share", "Partager")),
    Group("help", Text("Help", "Aide")),
)

ACTIONS = (
    Action(
        "import_data",
        "data",
        Text("Import", "Importer"),
        Text(
            "Reads an export of order or invoice lines into the input sheets, or the "
            "answers of an account manager's copy into Review. What you typed stays.",
            "Lit un export de lignes de commande ou de facture dans les feuilles "
            "d'entrée, ou les réponses d'une copie de commercial dans Revue. Ce que "
            "vous avez saisi reste.",
        ),
        "I",
        "ImportTextFile",
    ),
    Action(
        "check",
        "data",
        Text("Check", "Contrôler"),
        Text(
            "Audits the input sheets, lists what is wrong in Data quality and goes to "
            "the first problem.",
            "Contrôle les feuilles d'entrée, liste les anomalies dans Qualité des "
            "données et va à la première.",
        ),
        "K",
        "ErrorChecking",
    ),
    Action(
        "refresh",
        "segmentation",
        Text("Refresh", "Actualiser"),
        Text(
            "Computes the letters from the input sheets and updates Segmentation, "
            "Dashboard and Data quality.",
            "Calcule les lettres à partir des feuilles d'entrée et met à jour "
            "Segmentation, Tableau de bord et Qualité des données.",
        ),
        "R",
        "RefreshAll",
        large=True,
    ),
    Action(
        "recalibrate",
        "segmentation",
        Text("Recalibrate", "Recalibrer"),
        Text(
            "Shows which letters new knots would move, asks, then rewrites the knots "
            "that are not fixed and refreshes.",
            "Montre les lettres que de nouveaux repères déplaceraient, demande, puis "
            "réécrit les repères non figés et actualise.",
        ),
        "C",
        "ControlsGallery",
    ),
    Action(
        "explain",
        "segmentation",
        Text("Explain client", "Expliquer le client"),
        Text(
            "Explains the letter of the client on the selected row, and what would "
            "change it.",
            "Explique la lettre du client de la ligne sélectionnée, et ce qui la "
            "changerait.",
        ),
        "E",
        "Info",
    ),
    Action(
        "what_if",
        "decide",
        Text("What-if", "Simuler"),
        Text(
            "Plays the decisions typed in the sheet What-if (price, service, minimum "
            "order, exit...) and shows before, changes and after over 12 months.",
            "Joue les décisions saisies dans la feuille Simulation (prix, service, "
            "commande minimum, sortie...) et montre avant, changements et après sur 12 "
            "mois.",
        ),
        "W",
        "WhatIfAnalysisMenu",
    ),
    Action(
        "plan_actions",
        "decide",
        Text("Actions", "Plan d'action"),
        Text(
            "Proposes one first lever per client in the sheet Actions, with its target. "
            "Owner, date, status and result that you typed stay.",
            "Propose un premier levier par client dans la feuille Plan d'action, avec "
            "son objectif. Responsable, date, statut et résultat saisis restent.",
        ),
        "A",
        "TagMarkComplete",
    ),
    Action(
        "close_review",
        "decide",
        Text("Close review", "Clore la revue"),
        Text(
            "Freezes letters, figures, scale and settings of today in the sheet "
            "History, as a review that is never rewritten. Asks first.",
            "Fige lettres, chiffres, barème et paramètres du jour dans la feuille "
            "Historique, en une revue jamais réécrite. Demande avant.",
        ),
        "L",
        "FileMarkAsFinal",
    ),
    Action(
        "board_copy",
        "share",
        Text("Board copy", "Copie direction"),
        Text(
            "Writes a copy for leadership beside this workbook: no macro, no link, no "
            "input sheet. From the saved file; asks first.",
            "Écrit à côté de ce classeur une copie pour la direction : ni macro, ni "
            "lien, ni feuille d'entrée. Du fichier enregistré ; demande avant.",
        ),
        "B",
        "FileSaveAsExcelXlsx",
    ),
    Action(
        "freeze",
        "share",
        Text("Freeze formulas", "Figer les formules"),
        Text(
            "Replaces the SEGMENT formulas of this workbook by their values, for "
            "readers without Python. Asks first.",
            "Remplace les formules SEGMENT de ce classeur par leurs valeurs, pour les "
            "lecteurs sans Python. Demande avant.",
        ),
        "F",
        "PasteValues",
    ),
    Action(
        "guide",
        "help",
        Text("Guide", "Guide"),
        Text(
            "Opens the guide of the workbook in the browser, from this computer.",
            "Ouvre le guide du classeur dans le navigateur, depuis cet ordinateur.",
        ),
        "G",
        "Help",
    ),
    Action(
        "diagnose",
        "help",
        Text("Diagnose", "Diagnostiquer"),
        Text(
            "Says what would keep the add-in from working on this computer, and the "
            "remedy.",
            "Dit ce qui empêcherait le complément de fonctionner sur cet ordinateur, "
            "et le remède.",
        ),
        "D",
        "FileDocumentInspect",
    ),
)
