"""What the button Actions says."""

from __future__ import annotations

from segmentation_addin.languages import Text

NO_TABLE = Text(
    "This workbook has no sheet Actions.\n"
    "What to do: run segmentation upgrade on it, with Excel closed.",
    "Ce classeur n'a pas de feuille Plan d'action.\n"
    "Que faire : lancez segmentation upgrade dessus, Excel étant fermé.",
)
PLANNED = Text(
    "actions proposed: {listed} · smaller, not listed: {unlisted}",
    "actions proposées : {listed} · plus petites, non listées : {unlisted}",
)
