"""The names of a workbook, and those that the copy may hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from segmentation_addin.board_copy.elements import attributes, elements, root_of
from segmentation_addin.board_copy.references import UNSAFE, spoken
from segmentation_addin.board_copy.staying import single_cells
from segmentation_addin.workbook.cell_xml import (
    escape_attribute,
    escape_text,
    unescape_text,
)

_PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


@dataclass(frozen=True)
class DefinedName:
    """One name; `sheet` is the place of the sheet that it is limited to, or None."""

    name: str
    text: str
    sheet: int | None = None
    hidden: bool = False
    """Also True for names that only macros use."""


def defined_names(book: str) -> list[DefinedName]:
    """The names of a workbook part."""
    found = []
    for block in elements(root_of(book).inner):
        if block.name != "definedNames":
            continue
        for element in elements(block.inner):
            own = attributes(element.tag)
            local = own.get("localSheetId")
            secret = any(
                own.get(mark, "0") in {"1", "true"}
                for mark in ("hidden", "function", "vbProcedure", "xlm")
            )
            found.append(
                DefinedName(
                    unescape_text(own.get("name", "")),
                    unescape_text(element.inner),
                    None if local is None else int(local),
                    secret,
                )
            )
    return found


@dataclass(frozen=True)
class NamesSorted:
    """Names that may stay (as written), that cannot, that are one cell's value."""

    staying: Mapping[str, str]
    written: Mapping[str, str]
    """Name in lower case -> as it is spelled."""
    left: frozenset[str]
    values: Mapping[str, str]


def names_sorted(
    names: Collection[DefinedName],
    titles: Collection[str],
    tables: Collection[str],
    left_tables: Collection[str],
    cells: Mapping[tuple[str, str], str],
    moved: Mapping[str, str],
) -> NamesSorted:
    """Which names may stay.

    Args:
        names: all names of the workbook.
        titles: titles of the sheets that stay, in lower case.
        tables: names of the tables that stay, in lower case.
        left_tables: names of the others, in lower case.
        cells: (title in lower case, address) -> literal, cells of Home.
        moved: names that the copy has in any case, and what they stand for.
    """
    given = {name.casefold(): text for name, text in moved.items()}
    local = {n.name.casefold() for n in names if n.sheet is not None}
    shared = {
        n.name.casefold(): n.text for n in names if n.sheet is None and not n.hidden
    }
    shared.update(given)
    local -= given.keys()
    staying = {name: text for name, text in shared.items() if name not in local}
    known = {*shared, *left_tables}
    while True:
        lacking = {
            name
            for name, text in staying.items()
            if name not in given and not _whole(text, titles, tables, staying, known)
        }
        if not lacking:
            break
        staying = {n: text for n, text in staying.items() if n not in lacking}
    values = {}
    for name in shared.keys() - staying.keys() - local:
        single = single_cells(shared[name])
        place = next(iter(single)) if len(single) == 1 else None
        bare = shared[name].rpartition("!")[2].replace("$", "").upper()
        if place is not None and place[1] == bare and place in cells:
            values[name] = cells[place]
    every = {n.name.casefold() for n in names}
    return NamesSorted(
        staying,
        {name.casefold(): name for name in (*(n.name for n in names), *moved)},
        frozenset(every - staying.keys()),
        values,
    )


def _whole(
    text: str,
    titles: Collection[str],
    tables: Collection[str],
    staying: Mapping[str, str],
    known: Collection[str],
) -> bool:
    """True when all that a name speaks of is in the copy."""
    found = spoken(text)
    words = {word.casefold() for word in found.words}
    return (
        not found.outside
        and not found.calls & UNSAFE
        and {title.casefold() for title in found.sheets} <= set(titles)
        and {table.casefold() for table in found.tables} <= set(tables)
        and words & set(known) <= staying.keys()
        and {call.casefold() for call in found.foreign_calls} <= staying.keys()
    )


def names_xml(
    sorted_names: NamesSorted,
    used: Collection[str],
    local: Collection[DefinedName],
    places: Mapping[int, int],
) -> str:
    """The names of the copy: those its formulas use, and what its sheets print.

    Args:
        sorted_names: which names may stay.
        used: names in lower case that a formula of the copy speaks of.
        local: all names of the workbook.
        places: place of a sheet in the workbook -> its place in the copy.
    """
    rows: list[tuple[str, int, str]] = []
    for name in used:
        text = escape_text(sorted_names.staying[name])
        shown = escape_attribute(sorted_names.written[name])
        rows.append((name, -1, f'<definedName name="{shown}">{text}</definedName>'))
    for own in local:
        place = -1 if own.sheet is None else places.get(own.sheet, -1)
        if place >= 0 and own.name in _PRINTED and "#REF!" not in own.text:
            tag = f'<definedName name="{own.name}" localSheetId="{place}">'
            text = f"{tag}{escape_text(own.text)}</definedName>"
            rows.append((own.name.casefold(), place, text))
    inner = "".join(text for _, _, text in sorted(rows))
    return f"<definedNames>{inner}</definedNames>" if inner else ""
