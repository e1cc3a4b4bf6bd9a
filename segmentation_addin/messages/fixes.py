"""What `check --fix` and `check --undo` say."""

from __future__ import annotations

from segmentation_addin.languages import Text

FOUND = Text("Safe fixes: {count}", "Corrections sûres : {count}")
NONE = Text("No safe fix to make.", "Aucune correction sûre à faire.")
LINE = Text("  {place}  {rule}: {old} → {new}", "  {place}  {rule} : {old} → {new}")
MORE = Text(
    "  … and {count} more; --dry-run lists them all.",
    "  … et {count} autres ; --dry-run les liste toutes.",
)
UNDATED = Text(
    "Dates left as texts: {count}. Their cells would show a number: give them a date "
    "format, then run it again.",
    "Dates laissées en texte : {count}. Leurs cellules montreraient un nombre : "
    "donnez-leur un format de date, puis relancez.",
)
ASK = Text("Make these fixes? [y/N]", "Faire ces corrections ? [o/N]")
NEEDS_YES = Text(
    "Nothing was written: add --yes to go ahead.",
    "Rien n'a été écrit : ajoutez --yes pour continuer.",
)
DRY_RUN = Text("Dry run: nothing was written.", "À blanc : rien n'a été écrit.")
DONE = Text(
    "Cells fixed: {count}. They are listed in the hidden sheet {sheet}; to put them "
    "back: segmentation check {path} --undo",
    "Cellules corrigées : {count}. Elles sont listées dans la feuille masquée {sheet} ; "
    "pour les rétablir : segmentation check {path} --undo",
)
TO_UNDO = Text("Cells to put back: {count}", "Cellules à rétablir : {count}")
NOTHING_TO_UNDO = Text("No fix to undo.", "Aucune correction à annuler.")
LEFT = Text(
    "Changed since, left as they are: {count}",
    "Modifiées depuis, laissées telles quelles : {count}",
)
ASK_UNDO = Text("Put these cells back? [y/N]", "Rétablir ces cellules ? [o/N]")
UNDONE = Text("Cells put back: {count}", "Cellules rétablies : {count}")
EXIST = Text(
    "Cells that a safe fix would write better: {count}. To see them: segmentation "
    "check {path} --fix --dry-run",
    "Cellules qu'une correction sûre écrirait mieux : {count}. Pour les voir : "
    "segmentation check {path} --fix --dry-run",
)
EXIST_IN_EXCEL = Text(
    "Cells that a safe fix would write better: {count}. Check changes none of them. "
    "To fix them, save and close the workbook, then type in a terminal: segmentation "
    "check {file} --fix",
    "Cellules qu'une correction sûre écrirait mieux : {count}. Contrôler n'en change "
    "aucune. Pour les corriger, enregistrez et fermez le classeur, puis tapez dans un "
    "terminal : segmentation check {file} --fix",
)
BLANK = Text("(blank)", "(vide)")
QUOTED = Text("“{text}”", "« {text} »")
YES_OR_NO = (Text("TRUE", "VRAI"), Text("FALSE", "FAUX"))
ONE_ACT = Text(
    "--fix and --undo are two acts: give one of them.",
    "--fix et --undo sont deux actes : donnez l'un des deux.",
)
NO_ACT = Text(
    "--yes and --dry-run go with --fix or --undo.",
    "--yes et --dry-run accompagnent --fix ou --undo.",
)
