"""The samples: a workbook of its own for each language.

In English, real order lines of a retailer; in French, the clients of a fictitious
company, with everything that lines do not say (costs of goods, drivers, ratings, quotes).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.languages import Language, Text
from segmentation_addin.sample.portfolio import french_portfolio
from segmentation_addin.sample.workbook import sample_changes
from segmentation_addin.services import creating
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import Refreshed, refresh
from segmentation_addin.services.sharing import Wishes, copied
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    Changes,
    HostError,
    Progress,
    silent,
)
from segmentation_addin.workbook.inputs import ACTIVITY_KINDS, DRIVERS
from segmentation_addin.workbook.settings import SETTINGS

CURRENCY = "USD"
BOARD = "board.xlsx"
"""The copy for leadership, beside demo.xlsm."""
RATES: tuple[tuple[Text, str, float], ...] = (
    (Text("Order handling", "Traitement d'une commande"), "orders", 9.0),
    (Text("Picking a line", "Préparation d'une ligne"), "lines", 1.5),
    (Text("Rush shipment", "Expédition urgente"), "rush", 7.5),
)
"""Unit rates of the demonstration: plausible for the trade, not taken from a source.
The lines hold orders, lines and ship modes; they hold no cost."""


def _priced(language: Language) -> Changes:
    rate = ACTIVITY_KINDS["rate"].in_(language)
    activities = pd.DataFrame(
        {
            "activity": [name.in_(language) for name, _, _ in RATES],
            "kind": [rate] * len(RATES),
            "driver": [DRIVERS[driver].in_(language) for _, driver, _ in RATES],
            "rate": [price for _, _, price in RATES],
        }
    )
    currency = [setting.key for setting in SETTINGS].index("currency")
    return Changes(
        edits=[CellEdits("tblSettings", "value", [currency], [CURRENCY])],
        appended=[AppendedRows("tblActivities", activities)],
        fixed=declared_formulas(language),
    )


def fill_with_sample(path: Path, progress: Progress = silent) -> None:
    """Brings the sample of its language into a fresh workbook, activities priced."""
    host = FileHost(path)
    if host.language == "fr":
        changes = sample_changes(french_portfolio())
        changes.fixed = declared_formulas(host.language)
        host.write(changes, progress)
        return
    host.write(_priced(host.language))
    with sample_lines_path() as lines:
        import_lines(FileHost(path), [lines], progress=progress)


def new_with_sample(
    path: Path, language: Language, progress: Progress = silent
) -> None:
    """A fresh workbook that holds the sample, not yet refreshed."""
    with tempfile.TemporaryDirectory() as folder:
        draft = creating.new(Path(folder) / "sample.xlsm", language)
        fill_with_sample(draft, progress)
        content = draft.read_bytes()
    creating.new(path, language, content)


def demo(
    folder: Path, language: Language, progress: Progress = silent
) -> tuple[Path, Refreshed]:
    """Builds `demo.xlsm` from the sample, refreshes it, and copies its board.

    An older demo.xlsm in the folder, and board.xlsx, the copy for leadership, are
    replaced once the new ones are complete.
    """
    if not folder.is_dir():
        raise HostError("folder_missing", path=str(folder))
    path = folder / "demo.xlsm"
    with tempfile.TemporaryDirectory() as scratch:
        draft = creating.new(Path(scratch) / "demo.xlsm", language)
        fill_with_sample(draft, progress)
        done = refresh(FileHost(draft), progress=progress)
        content = draft.read_bytes()
        board = copied(draft, language, Wishes()).data
    creating.put(path, content)
    creating.put(folder / BOARD, board)
    return path, done


def exports(folder: Path) -> list[Path]:
    """Writes the French sample as exports into a new folder; gives the files.

    Invoices, clients, margins and drivers with the traps that real files hold, FEC in
    every variant, and what each should be read as. The folder is complete or absent.
    """
    from segmentation_addin.sample.exports import write_exports

    if folder.exists():
        raise HostError("exists", path=str(folder))
    if not folder.absolute().parent.is_dir():
        raise HostError("folder_missing", path=str(folder.parent))
    try:
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent) as scratch:
            draft = Path(scratch) / folder.name
            written = write_exports(french_portfolio(), draft)
            draft.rename(folder)
    except PermissionError as error:
        raise HostError("no_permission", path=str(folder)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise HostError("cannot_write", path=str(folder), reason=reason) from error
    return [folder / path.relative_to(draft) for path in written]
