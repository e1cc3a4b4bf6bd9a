"""What `segmentation doctor WORKBOOK` says of a workbook: findings and remedies."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.messages.doctor import FAIL, OK, RUN_SETUP, UNKNOWN, WARN, Said

_UPGRADE = Text(
    "Close it and run: segmentation upgrade {path}",
    "Fermez-le et lancez : segmentation upgrade {path}",
)
_LOCAL = Text(
    "Work on a copy in a folder of this computer, such as Documents.",
    "Travaillez sur une copie dans un dossier de ce poste, par exemple Documents.",
)

NAMES: dict[str, Text] = {
    "path": Text("Place of the workbook", "Emplacement du classeur"),
    "zone": Text("Mark of the web", "Marque du web"),
    "folder": Text("Folder of the workbook", "Dossier du classeur"),
    "workbook": Text("Workbook", "Classeur"),
    "macros": Text("Macros of the workbook", "Macros du classeur"),
    "constant": Text("xlwings in the workbook", "xlwings dans le classeur"),
    "conf": Text("Settings sheet xlwings.conf", "Feuille de réglages xlwings.conf"),
    "interpreter": Text(
        "Python that the workbook calls", "Python que le classeur appelle"
    ),
    "current": Text("Version of the workbook", "Version du classeur"),
    "calls": Text("Single SEGMENT cells", "Cellules SEGMENT une à une"),
}

FINDINGS: dict[str, Said] = {
    "path.ok": Said(OK, Text("{path}", "{path}")),
    "path.cloud": Said(
        OK,
        Text(
            "{path}, synchronised by OneDrive: it works; the add-in never looks for "
            "its code there.",
            "{path}, synchronisé par OneDrive : cela marche ; le complément n'y cherche "
            "jamais son code.",
        ),
    ),
    "path.url": Said(
        WARN,
        Text(
            "{path} is on SharePoint or OneDrive: it works in Excel, but its content "
            "cannot be examined at a web address.",
            "{path} est sur SharePoint ou OneDrive : il marche dans Excel, mais son "
            "contenu ne peut pas être examiné à une adresse web.",
        ),
        Text(
            "To examine it, run segmentation doctor with its path in the synchronised "
            "folder.",
            "Pour l'examiner, lancez segmentation doctor avec son chemin dans le dossier "
            "synchronisé.",
        ),
    ),
    "path.network": Said(
        WARN,
        Text(
            "{path} is on a network share: slower, and Excel may block its macros.",
            "{path} est sur un partage réseau : plus lent, et Excel peut bloquer ses "
            "macros.",
        ),
        _LOCAL,
    ),
    "path.number": Said(
        FAIL,
        Text(
            "{path}: Excel takes a server named by a number for the internet and "
            "blocks the macros.",
            "{path} : Excel prend pour internet un serveur désigné par un numéro et "
            "bloque les macros.",
        ),
        Text(
            "Use the name of the server, or work on a copy in a folder of this computer.",
            "Utilisez le nom du serveur, ou travaillez sur une copie dans un dossier de "
            "ce poste.",
        ),
    ),
    "path.long": Said(
        FAIL,
        Text(
            "{path} has {length} characters; Excel opens 218 at most.",
            "{path} a {length} caractères ; Excel en accepte 218 au plus.",
        ),
        Text(
            "Move it to a folder with a shorter path, or shorten its name.",
            "Placez-le dans un dossier au chemin plus court, ou raccourcissez son nom.",
        ),
    ),
    "zone.ok": Said(
        OK, Text("not marked as downloaded", "pas marqué comme téléchargé")
    ),
    "zone.marked": Said(
        FAIL,
        Text(
            "Windows marked the file as coming from the internet: Excel blocks its "
            "macros, without Enable Content.",
            "Windows a marqué le fichier comme venant d'internet : Excel bloque ses "
            "macros, sans Activer le contenu.",
        ),
        Text(
            "Close it; in the Explorer, right click > Properties > Unblock > OK. Or "
            "create it here: segmentation new.",
            "Fermez-le ; dans l'Explorateur, clic droit > Propriétés > Débloquer > OK. "
            "Ou créez-le ici : segmentation new.",
        ),
    ),
    "folder.ok": Said(
        OK, Text("{folder} can be written", "{folder} est accessible en écriture")
    ),
    "folder.closed": Said(
        FAIL,
        Text(
            "{folder} cannot be written: refresh could save neither the workbook nor "
            "its backup.",
            "{folder} n'est pas accessible en écriture : l'actualisation ne pourrait "
            "enregistrer ni le classeur ni sa sauvegarde.",
        ),
        _LOCAL,
    ),
    "workbook.ok": Said(
        OK, Text("{tables} tables of the add-in", "{tables} tables du complément")
    ),
    "workbook.refused": Said(
        FAIL, Text("{message}", "{message}"), Text("{remedy}", "{remedy}")
    ),
    "workbook.foreign": Said(
        FAIL,
        Text(
            "It holds no table of this add-in.",
            "Il ne contient aucune table de ce complément.",
        ),
        Text(
            "Create a workbook: segmentation new.",
            "Créez un classeur : segmentation new.",
        ),
    ),
    "workbook.plain": Said(
        FAIL,
        Text(
            "An .xlsx workbook cannot hold macros: no ribbon, no functions.",
            "Un classeur .xlsx ne peut pas contenir de macros : ni ruban, ni fonctions.",
        ),
        Text(
            "In Excel: File > Save As > Excel Macro-Enabled Workbook (.xlsm), then "
            "segmentation upgrade.",
            "Dans Excel : Fichier > Enregistrer sous > Classeur Excel prenant en charge "
            "les macros (.xlsm), puis segmentation upgrade.",
        ),
    ),
    "macros.ok": Said(OK, Text("those of this version", "celles de cette version")),
    "macros.missing": Said(
        FAIL,
        Text(
            "The workbook holds no macros: no ribbon, no functions.",
            "Le classeur ne contient pas de macros : ni ruban, ni fonctions.",
        ),
        _UPGRADE,
    ),
    "macros.other": Said(
        WARN,
        Text(
            "Not those of this version: {modules}.",
            "Pas celles de cette version : {modules}.",
        ),
        _UPGRADE,
    ),
    "macros.unread": Said(
        UNKNOWN,
        Text(
            "The macros cannot be read ({reason}).",
            "Les macros ne peuvent pas être lues ({reason}).",
        ),
        Text(
            "Open the workbook in Excel and save it once.",
            "Ouvrez le classeur dans Excel et enregistrez-le une fois.",
        ),
    ),
    "constant.ok": Said(OK, Text("version {version}", "version {version}")),
    "constant.other": Said(
        FAIL,
        Text(
            "The workbook asks for xlwings {found}; installed is {version}.",
            "Le classeur demande xlwings {found} ; la version installée est {version}.",
        ),
        _UPGRADE,
    ),
    "conf.ok": Said(OK, Text("as setup expects it", "telle que setup l'attend")),
    "conf.missing": Said(
        FAIL,
        Text(
            "It is missing: Excel would look for any Python.",
            "Elle manque : Excel chercherait un Python quelconque.",
        ),
        _UPGRADE,
    ),
    "conf.localised": Said(
        FAIL,
        Text(
            "{keys} holds a true or false that Excel translated (VRAI, Faux): macros "
            "stop with “Type mismatch”.",
            "{keys} contient un vrai ou faux qu'Excel a traduit (VRAI, Faux) : les "
            "macros s'arrêtent sur « Incompatibilité de type ».",
        ),
        _UPGRADE,
    ),
    "interpreter.ok": Said(OK, Text("{path}", "{path}")),
    "interpreter.missing": Said(
        FAIL,
        Text(
            "{path} does not exist on this computer.",
            "{path} n'existe pas sur cet ordinateur.",
        ),
        RUN_SETUP,
    ),
    "current.ok": Said(OK, Text("up to date", "à jour")),
    "current.older": Said(
        WARN,
        Text(
            "Made by another version; to renew: {changes}.",
            "Fait par une autre version ; à renouveler : {changes}.",
        ),
        _UPGRADE,
    ),
    "current.refused": Said(
        WARN, Text("{message}", "{message}"), Text("{remedy}", "{remedy}")
    ),
    "calls.ok": Said(OK, Text("{count}", "{count}")),
    "calls.many": Said(
        WARN,
        Text(
            "{count} cells call a function one by one: slow to recalculate.",
            "{count} cellules appellent une fonction une par une : recalcul lent.",
        ),
        Text(
            "Call it once on the whole range, =SEGMENT(A2:A900,B2:B900,...): the "
            "results spill.",
            "Appelez-la une fois sur toute la plage, =SEGMENT(A2:A900;B2:B900;...) : "
            "les résultats se propagent.",
        ),
    ),
}
