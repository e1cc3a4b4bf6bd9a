"""Which sheets the copy holds, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from segmentation_addin.workbook.book_part import BookPart, BookSheet
from segmentation_addin.workbook.declaration import code_name, heading_key
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.outputs import SHEETS, TABLES

BOARD = (
    "dashboard",
    "curves",
    "map",
    "value",
    "actions",
    "segmentation",
    "method",
)
"""The sheets of the leadership copy, in the order in which they are read."""
WHEN_USED = {"actions": "tblActions"}
"""Sheets that are in the copy once their table holds a row."""
NAMELESS = frozenset({*BOARD, "readings"})
"""Sheets whose every column is known, so that client codes can replace the names."""
NEVER = (
    "clients",
    "margins",
    "cost_to_serve",
    "settings",
    "data_quality",
    "review",
    "fixes",
)
"""Inputs, findings and votes: they stay with those who keep them."""
_CONF = "xlwings.conf"


@dataclass(frozen=True)
class KeptSheet:
    """One sheet of the copy; `key` is None for a sheet of the user's own."""

    sheet: BookSheet
    key: str | None


def keys_of(book: BookPart) -> Mapping[str, BookSheet]:
    """Key of each declared sheet that the workbook holds, by table, code or title."""
    found: dict[str, BookSheet] = {}
    for table in book.tables:
        declared = TABLES.get(table.part.name)
        if declared is not None:
            found.setdefault(declared.sheet, table.sheet)
    for key, declared_sheet in SHEETS.items():
        for sheet in book.sheets:
            if key in found or sheet in found.values():
                continue
            own = (sheet.code_name or "").casefold()
            if own == code_name(key).casefold() or sheet.title in declared_sheet.title:
                found[key] = sheet
    return found


def kept_sheets(
    book: BookPart,
    wanted: Sequence[str],
    used: Collection[str],
) -> list[KeptSheet]:
    """The sheets of the copy.

    Args:
        book: the workbook.
        wanted: keys or titles, as a person typed them; none for the board.
        used: keys of the sheets of `WHEN_USED` that somebody filled.

    Raises:
        HostError: `share_no_sheet`, `share_input_sheet`.
    """
    keys = keys_of(book)
    if not wanted:
        shown = [key for key in BOARD if key not in WHEN_USED or key in used]
        return [KeptSheet(keys[key], key) for key in shown if key in keys]
    kept: list[KeptSheet] = []
    for name in wanted:
        found = _named(name, book, keys)
        if found is None:
            offered = ", ".join(_offered(book, keys))
            raise HostError("share_no_sheet", sheet=name, sheets=offered)
        if found.key in NEVER or found.sheet.title == _CONF:
            raise HostError("share_input_sheet", sheet=found.sheet.title)
        if found not in kept:
            kept.append(found)
    return kept


def _named(
    name: str, book: BookPart, keys: Mapping[str, BookSheet]
) -> KeptSheet | None:
    """The sheet of that title, in the workbook or in either language, or of that key."""
    folded = heading_key(name)
    known = {sheet.title: key for key, sheet in keys.items()}
    for sheet in book.sheets:
        if sheet.title.casefold() == name.strip().casefold():
            return KeptSheet(sheet, known.get(sheet.title))
    for key, sheet in keys.items():
        names = (key, *SHEETS[key].title) if key in SHEETS else (key,)
        if folded in {heading_key(text) for text in names}:
            return KeptSheet(sheet, key)
    return None


def _offered(book: BookPart, keys: Mapping[str, BookSheet]) -> list[str]:
    """Titles that may be chosen."""
    left = {keys[key].title for key in NEVER if key in keys} | {_CONF}
    return [sheet.title for sheet in book.sheets if sheet.title not in left]
