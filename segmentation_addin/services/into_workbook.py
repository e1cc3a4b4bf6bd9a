"""What people read of a run of score, put into a workbook beside its own sheets.

Three sheets of their own hold it: neither a refresh nor an import reads or changes
them, and they change none of the workbook's own tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from segmentation_addin.messages.score_sheets import TITLES
from segmentation_addin.services.scored_sheets import TABLES, Scored, scored_sheets
from segmentation_addin.template.added_sheets import (
    DonorSheet,
    linked_parts,
    with_sheet,
    with_sheet_again,
)
from segmentation_addin.template.merged_styles import StylesError
from segmentation_addin.template.parts import Parts
from segmentation_addin.workbook.book_part import (
    BookPart,
    BookSheet,
    with_full_calculation,
)
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.outputs import TABLES as OWN_TABLES
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.safe_file import (
    check_not_open,
    read_whole,
    replace_file,
)

_FORMULA = re.compile(rb"<f[ >/]")
_LEFT = {"printerSettings"}
"""What Excel may add to a sheet by itself."""


@dataclass(frozen=True)
class Place:
    """A workbook that can take the sheets of score."""

    host: FileHost
    data: bytes
    package: Package
    book: BookPart
    held: dict[str, BookSheet]
    """The sheets that an earlier run wrote, by key."""
    titles: dict[str, str]


def place_in(path: Path) -> Place:
    """A workbook as it stands, once it is sure that the sheets fit in.

    Raises:
        HostError: the workbook does not allow it.
    """
    host = FileHost(path)
    host.check_writable()
    data = read_whole(path)
    package = Package(data, path.name)
    book = BookPart(package)
    if not any(table.part.name in OWN_TABLES for table in book.tables):
        raise HostError("score_into_foreign", path=path.name)
    held = {
        key: table.sheet
        for key, names in TABLES.items()
        for table in book.tables
        if table.part.name in names
    }
    _check_ours(path, package, book, held)
    titles = {
        key: held[key].title if key in held else text.in_(host.language)
        for key, text in TITLES.items()
    }
    folded = {sheet.title.casefold() for sheet in book.sheets}
    for key, title in titles.items():
        if key not in held and title.casefold() in folded:
            raise HostError("score_into_title", path=path.name, sheet=title)
    return Place(host, data, package, book, held, titles)


def _check_ours(
    path: Path, package: Package, book: BookPart, held: dict[str, BookSheet]
) -> None:
    """Refuses sheets of an earlier run that hold anything else by now."""
    parts = {name: package.read(name) for name in package.names}
    for key, sheet in held.items():
        own = {table.part.name for table in book.tables if table.sheet == sheet}
        links = [kind for kind, _ in linked_parts(parts, sheet.part)]
        others = [kind for kind in links if kind not in {"table", *_LEFT}]
        drawn = [
            kind
            for kind, part in linked_parts(parts, sheet.part)
            if kind == "drawing"
            for kind, _ in linked_parts(parts, part)
        ]
        wanted = ["drawing"] if key == "curve" else []
        charts = ["chart"] if key == "curve" else []
        if (
            own != set(TABLES[key])
            or others != wanted
            or drawn != charts
            or _FORMULA.search(parts[sheet.part])
        ):
            raise HostError("score_into_changed", path=path.name, sheet=sheet.title)


def into_workbook(place: Place, scored: Scored) -> None:
    """Writes the three sheets into the workbook, which is kept beside as a backup.

    Raises:
        HostError: the workbook is as it was.
    """
    path = place.host.path
    parts = {name: place.package.read(name) for name in place.package.names}
    new = _with_sheets(parts, place, scored)
    changed = {
        name: content for name, content in new.items() if parts.get(name) != content
    }
    added = {name: changed.pop(name) for name in list(changed) if name not in parts}
    check_not_open(path)
    if read_whole(path) != place.data:
        raise HostError("changed_meanwhile", path=path.name)
    replace_file(
        path,
        lambda out: place.package.write(out, changed, added=added),
        place.host.backup.resolve(),
    )


def _with_sheets(parts: Parts, place: Place, scored: Scored) -> Parts:
    donor = scored_sheets(scored, place.titles, place.host.language)
    try:
        for number, key in enumerate(TABLES):
            title = place.titles[key]
            sheet = DonorSheet(
                title, f"xl/worksheets/sheet{number + 1}.xml", number, ""
            )
            held = place.held.get(key)
            if held is None:
                parts = with_sheet(parts, donor, sheet, "")
            else:
                parts = with_sheet_again(parts, donor, sheet, held.part)
    except StylesError as error:
        name = place.host.path.name
        raise HostError("unreadable_xml", path=name, part="xl/styles.xml") from error
    except ValueError as error:  # a text that should stand once in a part
        name = place.host.path.name
        raise HostError("unreadable_xml", path=name, part=str(error)) from error
    if place.held:
        main = place.book.part
        parts = {**parts, main: with_full_calculation(parts[main])}
    return parts
