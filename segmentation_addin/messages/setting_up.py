"""What `segmentation setup` says: each step, and what to do when one fails."""

from __future__ import annotations

from segmentation_addin.languages import Text

STEPS: dict[str, Text] = {
    "environment": Text(
        "Make the Python environment that Excel uses: {folder}",
        "Créer l'environnement Python qu'Excel utilise : {folder}",
    ),
    "package": Text(
        "Install the add-in, version {version}, from {source}",
        "Installer le complément, version {version}, depuis {source}",
    ),
    "trial": Text(
        "Try it: Python, xlwings and what speaks to Excel start",
        "L'essayer : Python, xlwings et ce qui parle à Excel démarrent",
    ),
    "dll": Text(
        "Find the bridge that the macros load: {name}",
        "Trouver le pont que les macros chargent : {name}",
    ),
    "runpython": Text(
        "Let Excel on this Mac start Python: xlwings runpython install",
        "Permettre à Excel sur ce Mac de lancer Python : xlwings runpython install",
    ),
    "shortcut": Text(
        "Add to the Start menu: Segmentation > {name}",
        "Ajouter au menu Démarrer : Segmentation > {name}",
    ),
    "terminal": Text(
        "Add to the Start menu: Segmentation > {name}, where commands are found",
        "Ajouter au menu Démarrer : Segmentation > {name}, où les commandes se trouvent",
    ),
    "launcher": Text("Add to Applications: {name}", "Ajouter à Applications : {name}"),
}

REMEDIES: dict[str, Text] = {
    "environment": Text(
        "Close Excel and try again. If the folder is not yours to write, ask IT; no "
        "administrator rights are needed for it normally.",
        "Fermez Excel et recommencez. Si ce dossier ne vous est pas accessible, "
        "demandez à l'informatique ; il ne demande normalement aucun droit "
        "d'administrateur.",
    ),
    "package": Text(
        "Close Excel, check the network (this step downloads packages) and try again. "
        "Behind a proxy, ask IT for the address and set HTTPS_PROXY. Without a "
        "network: put the wheels in a folder wheels beside setup.cmd.",
        "Fermez Excel, vérifiez le réseau (cette étape télécharge des paquets) et "
        "recommencez. Derrière un proxy, demandez son adresse à l'informatique et "
        "définissez HTTPS_PROXY. Sans réseau : mettez les wheels dans un dossier wheels "
        "à côté de setup.cmd.",
    ),
    "trial": Text(
        "Delete the folder {folder} and run setup again. If it fails again, the "
        "antivirus may hold a file: show IT the message above.",
        "Supprimez le dossier {folder} et relancez setup. Si l'échec se répète, "
        "l'antivirus retient peut-être un fichier : montrez le message ci-dessus à "
        "l'informatique.",
    ),
    "dll": Text(
        "Run setup again with --reinstall. If the file goes away again, the antivirus "
        "took it: ask IT to give it back.",
        "Relancez setup avec --reinstall. Si le fichier disparaît de nouveau, "
        "l'antivirus l'a pris : demandez à l'informatique de le rendre.",
    ),
    "runpython": Text(
        "Open Excel once, close it, and run setup again.",
        "Ouvrez Excel une fois, fermez-le, et relancez setup.",
    ),
    "shortcut": Text(
        "The rest works; create workbooks with: segmentation new NAME.xlsm",
        "Le reste fonctionne ; créez les classeurs avec : segmentation new NOM.xlsm",
    ),
    "terminal": Text(
        "The rest works; the commands lie in {folder}",
        "Le reste fonctionne ; les commandes sont dans {folder}",
    ),
    "launcher": Text(
        "The rest works; create workbooks with: segmentation new NAME.xlsm",
        "Le reste fonctionne ; créez les classeurs avec : segmentation new NOM.xlsm",
    ),
}

STATES: dict[str, Text] = {
    "planned": Text("to do", "à faire"),
    "done": Text("done", "fait"),
    "kept": Text("already so", "déjà fait"),
    "failed": Text("failed", "échec"),
    "skipped": Text("not tried", "non tenté"),
}

T: dict[str, Text] = {
    "link": Text("New segmentation workbook", "Nouveau classeur de segmentation"),
    "terminal": Text("Segmentation terminal", "Terminal Segmentation"),
    "made": Text("New workbook: {path}", "Nouveau classeur : {path}"),
    "elsewhere": Text(
        "Setup prepares a computer that has Excel, on Windows or on a Mac; this one "
        "runs {system}. On Windows it would:",
        "Setup prépare un ordinateur qui a Excel, sous Windows ou sur un Mac ; "
        "celui-ci tourne sous {system}. Sous Windows, il ferait ceci :",
    ),
    "elsewhere_remedy": Text(
        "Here, work on files: segmentation new, import, refresh.",
        "Ici, travaillez sur des fichiers : segmentation new, import, refresh.",
    ),
    "absent": Text("It is not there: {path}", "Il n'est pas là : {path}"),
    "ready": Text(
        "Ready. New workbook: “{name}” ({where}).",
        "C'est prêt. Nouveau classeur : « {name} » ({where}).",
    ),
    "start_menu": Text("Start menu", "menu Démarrer"),
    "applications": Text("Applications", "Applications"),
    "not_ready": Text(
        "Setup is not complete. Then check with: segmentation doctor",
        "L'installation n'est pas complète. Vérifiez ensuite avec : segmentation doctor",
    ),
}
