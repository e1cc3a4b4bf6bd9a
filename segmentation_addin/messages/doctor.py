"""What `segmentation doctor` says of this computer: each finding and its remedy."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from segmentation_addin.languages import Text


class Status(StrEnum):
    """How a finding stands; only FAIL keeps the add-in from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    SKIPPED = "not_applicable"


class Said(NamedTuple):
    """One outcome of a check; `{marks}` are filled with what was found."""

    status: Status
    found: Text
    remedy: Text = Text("", "")


OK, WARN, FAIL, UNKNOWN = Status.OK, Status.WARN, Status.FAIL, Status.UNKNOWN
RUN_SETUP = Text(
    "Run: segmentation setup (on Windows, setup.cmd does it too).",
    "Lancez : segmentation setup (sous Windows, setup.cmd le fait aussi).",
)
_ASK_IT = Text(
    "Ask IT whether this rule can be lifted for Excel on your computer, and show them "
    "docs/troubleshooting.md. Until then segmentation refresh does the same from a "
    "terminal, without Excel.",
    "Demandez à l'informatique si cette règle peut être levée pour Excel sur votre "
    "poste, et montrez-lui docs/troubleshooting.md. D'ici là, segmentation refresh fait "
    "la même chose depuis un terminal, sans Excel.",
)

NAMES: dict[str, Text] = {
    "python": Text("Python", "Python"),
    "package": Text("Add-in", "Complément"),
    "environment": Text("Environment for Excel", "Environnement pour Excel"),
    "xlwings": Text("xlwings", "xlwings"),
    "pywin32": Text("pywin32", "pywin32"),
    "dll": Text("Bridge to Excel", "Pont vers Excel"),
    "runpython": Text("Script for the ribbon", "Script pour le ruban"),
    "excel": Text("Excel", "Excel"),
    "policy": Text("Macro settings", "Réglage des macros"),
    "rules": Text("Defender rules", "Règles de Defender"),
    "xlstart": Text("Other xlwings add-ins", "Autres compléments xlwings"),
    "orphans": Text("Excel without a window", "Excel sans fenêtre"),
}

FINDINGS: dict[str, Said] = {
    "python.ok": Said(OK, Text("{version}, {path}", "{version}, {path}")),
    "python.old": Said(
        FAIL,
        Text(
            "{version} at {path}; 3.11 or later is needed.",
            "{version} dans {path} ; il faut 3.11 ou plus.",
        ),
        RUN_SETUP,
    ),
    "package.ok": Said(OK, Text("version {version}", "version {version}")),
    "environment.ok": Said(
        OK, Text("{folder}, version {version}", "{folder}, version {version}")
    ),
    "environment.missing": Said(
        FAIL,
        Text(
            "{path} does not exist: Excel would find no Python.",
            "{path} n'existe pas : Excel ne trouverait pas de Python.",
        ),
        RUN_SETUP,
    ),
    "environment.bare": Said(
        FAIL,
        Text(
            "{folder} does not hold the add-in.",
            "{folder} ne contient pas le complément.",
        ),
        RUN_SETUP,
    ),
    "environment.other": Said(
        WARN,
        Text(
            "{folder} holds version {found}; this is {version}.",
            "{folder} contient la version {found} ; celle-ci est la {version}.",
        ),
        RUN_SETUP,
    ),
    "xlwings.ok": Said(OK, Text("version {version}", "version {version}")),
    "xlwings.missing": Said(
        FAIL,
        Text("It is not installed.", "Il n'est pas installé."),
        RUN_SETUP,
    ),
    "xlwings.other": Said(
        FAIL,
        Text(
            "version {found}; the add-in needs exactly {version}.",
            "version {found} ; le complément exige exactement {version}.",
        ),
        RUN_SETUP,
    ),
    "pywin32.ok": Said(OK, Text("installed", "installé")),
    "pywin32.missing": Said(
        FAIL,
        Text(
            "It is missing in {folder}: Python could not speak to Excel.",
            "Il manque dans {folder} : Python ne pourrait pas parler à Excel.",
        ),
        RUN_SETUP,
    ),
    "dll.ok": Said(OK, Text("{path}", "{path}")),
    "dll.missing": Said(
        FAIL,
        Text(
            "{name} lies neither in {first} nor in {second}.",
            "{name} n'est ni dans {first} ni dans {second}.",
        ),
        Text(
            "Run: segmentation setup. If the file goes away again, the antivirus took "
            "it: ask IT to give it back.",
            "Lancez : segmentation setup. Si le fichier disparaît de nouveau, "
            "l'antivirus l'a pris : demandez à l'informatique de le rendre.",
        ),
    ),
    "runpython.ok": Said(OK, Text("{path}", "{path}")),
    "runpython.missing": Said(
        FAIL,
        Text(
            "{path} is missing: the ribbon could not start Python.",
            "{path} manque : le ruban ne pourrait pas lancer Python.",
        ),
        RUN_SETUP,
    ),
    "excel.ok": Said(
        OK,
        Text(
            "version {version}, {bits}, language {menus}, list separator "
            "“{separator}”, decimal sign “{decimal}”",
            "version {version}, {bits}, langue {menus}, séparateur de liste "
            "« {separator} », signe décimal « {decimal} »",
        ),
    ),
    "excel.mac": Said(OK, Text("version {version}", "version {version}")),
    "excel.old": Said(
        FAIL,
        Text(
            "version {version}; Excel 2016 or later is needed.",
            "version {version} ; il faut Excel 2016 ou plus récent.",
        ),
        Text(
            "Use a newer Excel, or segmentation refresh from a terminal.",
            "Utilisez un Excel plus récent, ou segmentation refresh depuis un terminal.",
        ),
    ),
    "excel.missing": Said(
        FAIL,
        Text("No Excel was found.", "Aucun Excel n'a été trouvé."),
        Text(
            "Install Excel (the desktop program, not the one in the browser), or use "
            "segmentation refresh from a terminal.",
            "Installez Excel (le logiciel du poste, pas celui du navigateur), ou "
            "utilisez segmentation refresh depuis un terminal.",
        ),
    ),
    "policy.asks": Said(
        OK,
        Text(
            "Excel asks before it runs macros: click Enable Content.",
            "Excel demande avant d'exécuter les macros : cliquez Activer le contenu.",
        ),
    ),
    "policy.all": Said(
        OK,
        Text(
            "Excel runs all macros without asking.",
            "Excel exécute toutes les macros sans demander.",
        ),
    ),
    "policy.signed": Said(
        FAIL,
        Text(
            "Only signed macros may run ({where}); those of this add-in are not signed.",
            "Seules les macros signées s'exécutent ({where}) ; celles de ce complément "
            "ne sont pas signées.",
        ),
        Text(
            "Ask IT for a trusted location for these workbooks, or to sign them. Until "
            "then: segmentation refresh, from a terminal.",
            "Demandez à l'informatique un emplacement approuvé pour ces classeurs, ou "
            "de les signer. D'ici là : segmentation refresh, depuis un terminal.",
        ),
    ),
    "policy.none": Said(
        FAIL,
        Text(
            "Excel runs no macro and says nothing ({where}).",
            "Excel n'exécute aucune macro et ne dit rien ({where}).",
        ),
        Text(
            "File > Options > Trust Center > Macro Settings: disable VBA macros with "
            "notification. If it is grey, ask IT for a trusted location.",
            "Fichier > Options > Centre de gestion de la confidentialité > Paramètres "
            "des macros : désactiver les macros VBA avec notification. Si c'est grisé, "
            "demandez un emplacement approuvé à l'informatique.",
        ),
    ),
    "rules.ok": Said(
        OK,
        Text(
            "No rule keeps Excel from starting Python.",
            "Aucune règle n'empêche Excel de lancer Python.",
        ),
    ),
    "rules.audited": Said(
        OK,
        Text(
            "Observed, not blocked: {rules}.",
            "Observé, non bloqué : {rules}.",
        ),
    ),
    "rules.warned": Said(
        WARN,
        Text(
            "Windows asks before it allows: {rules}.",
            "Windows demande avant d'autoriser : {rules}.",
        ),
        _ASK_IT,
    ),
    "rules.blocked": Said(
        FAIL,
        Text("Blocked by IT: {rules}.", "Bloqué par l'informatique : {rules}."),
        _ASK_IT,
    ),
    "rules.unread": Said(
        UNKNOWN,
        Text(
            "The rules of Microsoft Defender cannot be read here.",
            "Les règles de Microsoft Defender ne peuvent pas être lues ici.",
        ),
        Text(
            "Nothing to do if the buttons work. If Excel says “Permission denied”, ask "
            "IT about the rule that keeps Office from starting programs.",
            "Rien à faire si les boutons marchent. Si Excel dit « Permission refusée », "
            "parlez à l'informatique de la règle qui interdit à Office de lancer des "
            "programmes.",
        ),
    ),
    "xlstart.ok": Said(OK, Text("none", "aucun")),
    "xlstart.found": Said(
        WARN,
        Text(
            "{names} in {folder}: not needed here, and of another version at times.",
            "{names} dans {folder} : inutile ici, et parfois d'une autre version.",
        ),
        Text(
            "Unless you use it elsewhere: close Excel and delete the file.",
            "Si vous ne l'utilisez pas ailleurs : fermez Excel et supprimez le fichier.",
        ),
    ),
    "orphans.ok": Said(OK, Text("none", "aucun")),
    "orphans.found": Said(
        WARN,
        Text(
            "Excel runs without a window (process {ids}); it may hold files open.",
            "Excel tourne sans fenêtre (processus {ids}) ; il peut tenir des fichiers "
            "ouverts.",
        ),
        Text(
            "Save your work in the other windows, then end it in the Task Manager.",
            "Enregistrez votre travail dans les autres fenêtres, puis terminez-le dans "
            "le Gestionnaire des tâches.",
        ),
    ),
    "orphans.unread": Said(
        UNKNOWN,
        Text(
            "The running programs cannot be listed here.",
            "Les programmes en cours ne peuvent pas être listés ici.",
        ),
        Text("Nothing to do.", "Rien à faire."),
    ),
}

RULES: dict[str, Text] = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": Text(
        "Office starting other programs", "le lancement de programmes par Office"
    ),
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": Text(
        "macros calling Windows", "les appels à Windows depuis les macros"
    ),
}
"""Attack surface reduction rules of Microsoft Defender that stop the add-in: it
starts Python, and its macros load the bridge by a call to Windows."""
