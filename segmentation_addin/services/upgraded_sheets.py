"""The sheets of an existing workbook beside those of the template."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from segmentation_addin.template.added_sheets import DonorSheet, parts_under
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.parts import Parts
from segmentation_addin.template.vba_modules import OUR_MODULES, WORKBOOK_MODULE
from segmentation_addin.workbook.book_part import BookPart, relations_of
from segmentation_addin.workbook.cell_xml import escape_attribute, unescape_text
from segmentation_addin.workbook.host import HostError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROOT = re.compile(rb"<(worksheet|chartsheet)\b[^>]*>")
_PROPERTIES = re.compile(rb"\s*<sheetPr\b([^>]*?)/?>")
_CODE_NAME = re.compile(rb'\scodeName="([^"]*)"')
_BOOK_PROPERTIES = re.compile(r"<workbookPr\b[^>]*?(/?)>")
_KINDS = frozenset({"worksheet", "chartsheet"})
_TABLE = re.compile(r"(?<!\w)(tbl[A-Z]\w*)\[")
_TABLE_NAME = re.compile(rb'<table\b[^>]*?\sdisplayName="([^"]*)"')


@dataclass(frozen=True)
class HeldSheet:
    """One sheet of the workbook."""

    title: str
    part: str
    kind: str
    """"worksheet", "chartsheet" or another kind of sheet."""
    code_name: str = ""


def held_sheets(parts: Parts) -> list[HeldSheet]:
    """Every sheet of the workbook, in its order."""
    links = {
        link.get("Id", ""): link
        for link in ET.fromstring(parts[relations_of(BOOK_PART)])  # noqa: S314
    }
    found = []
    root = ET.fromstring(parts[BOOK_PART])  # noqa: S314
    for sheet in root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        link = links[sheet.get(_ID, "")]
        part = posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        name = part.lstrip("/")
        held = HeldSheet(sheet.get("name", ""), name, kind)
        found.append(replace(held, code_name=_code_name(parts[name])))
    return found


def _code_name(xml: bytes) -> str:
    root = _ROOT.search(xml)
    properties = _PROPERTIES.match(xml, root.end()) if root else None
    found = _CODE_NAME.search(properties[1]) if properties else None
    return unescape_text(found[1].decode("utf-8")) if found else ""


def check_kinds(sheets: Sequence[HeldSheet], file: str) -> None:
    """Refuses sheets of kinds that no document module of ours can stand for.

    Raises:
        HostError: `upgrade_sheet`.
    """
    for sheet in sheets:
        if sheet.kind not in _KINDS:
            raise HostError(
                "upgrade_sheet", path=file, sheet=sheet.title, kind=sheet.kind
            )


def workbook_code_name(parts: Parts) -> str:
    """The name by which macros know the workbook; "" when it has none."""
    found = _BOOK_PROPERTIES.search(parts[BOOK_PART].decode("utf-8"))
    name = re.search(r'\scodeName="([^"]*)"', found[0]) if found else None
    return unescape_text(name[1]) if name else ""


def with_code_names(
    parts: Parts, sheets: Sequence[HeldSheet], reserved: Collection[str], file: str
) -> tuple[Parts, list[HeldSheet]]:
    """The workbook with a code name of its own for itself and for each sheet.

    The names that are there stay; the first of two equal ones keeps it. The only
    change to a sheet of the user's is this name.

    Raises:
        HostError: `prefixed_xml`, a sheet that another program wrote.
    """
    parts = _with_workbook_name(parts)
    taken = {name.casefold() for name in (*OUR_MODULES, workbook_code_name(parts))}
    free = _free_names({*taken, *(name.casefold() for name in reserved)}, sheets)
    named = []
    for sheet in sheets:
        name = sheet.code_name
        if not name or name.casefold() in taken:
            name = next(free)
            parts = {**parts, sheet.part: _with_code_name(parts, sheet, name, file)}
        taken.add(name.casefold())
        named.append(replace(sheet, code_name=name))
    return parts, named


def _free_names(taken: Collection[str], sheets: Sequence[HeldSheet]) -> Iterator[str]:
    names = {*taken, *(sheet.code_name.casefold() for sheet in sheets)}
    number = 0
    while True:
        number += 1
        if f"sheet{number}" not in names:
            yield f"Sheet{number}"


def _with_workbook_name(parts: Parts) -> Parts:
    if workbook_code_name(parts):
        return parts
    text = parts[BOOK_PART].decode("utf-8")
    own = f' codeName="{WORKBOOK_MODULE}"'
    found = _BOOK_PROPERTIES.search(text)
    if found is not None:
        place = found.end() - 1 - len(found[1])
        return {**parts, BOOK_PART: (text[:place] + own + text[place:]).encode()}
    before = re.search(r"<(?:bookViews|sheets)\b", text)
    assert before is not None
    new = text[: before.start()] + f"<workbookPr{own}/>" + text[before.start() :]
    return {**parts, BOOK_PART: new.encode()}


def _with_code_name(parts: Parts, sheet: HeldSheet, name: str, file: str) -> bytes:
    xml = parts[sheet.part]
    own = f' codeName="{escape_attribute(name)}"'.encode()
    root = _ROOT.search(xml)
    if root is None:
        raise HostError("prefixed_xml", path=file, part=sheet.part)
    properties = _PROPERTIES.match(xml, root.end())
    if properties is None:
        return xml[: root.end()] + b"<sheetPr" + own + b"/>" + xml[root.end() :]
    old = _CODE_NAME.search(xml, properties.start(), properties.end())
    if old is not None:
        return xml[: old.start()] + own + xml[old.end() :]
    place = properties.start(1)
    return xml[:place] + own + xml[place:]


def lacking(
    held: Sequence[HeldSheet],
    tables: Collection[str],
    donor: Parts,
    sheets: Sequence[DonorSheet],
) -> list[DonorSheet]:
    """The sheets of the template that the workbook has under no name.

    A sheet is known by a table that it holds, by its code name, then by its title.
    """
    names = {sheet.code_name.casefold() for sheet in held}
    titles = {sheet.title for sheet in held}
    return [
        sheet
        for sheet in sheets
        if sheet.code_name(donor).casefold() not in names
        and sheet.title not in titles
        and not tables_of(donor, sheet) & set(tables)
    ]


def tables_of(donor: Parts, sheet: DonorSheet) -> set[str]:
    """Names of the tables that a sheet of the template holds."""
    return {
        found[1].decode("utf-8")
        for part in parts_under(donor, sheet.part)
        if (found := _TABLE_NAME.search(donor[part]))
    }


def why_not(
    sheet: DonorSheet,
    donor: Parts,
    sheets: Sequence[DonorSheet],
    held: Sequence[HeldSheet],
    book: BookPart,
    added: Mapping[str, Collection[str]],
) -> tuple[str, dict[str, str]] | None:
    """Why a sheet cannot be added as it is: key of the text and what fills it.

    `added` names the headings that its tables have got by now, by table.
    """
    folded = {own.title.casefold() for own in held}
    if sheet.title.casefold() in folded:
        return "title_taken", {"sheet": sheet.title}
    text = "".join(
        unescape_text(donor[part].decode("utf-8"))
        for part in parts_under(donor, sheet.part)
    )
    coming = {other.title for other in lacking(held, _names(book), donor, sheets)}
    here = {own.title for own in held} | coming
    for other in sheets:
        quoted = other.title.replace("'", "''")
        spoken = f"'{quoted}'!" in text or re.search(
            rf"(?<![\w'.]){re.escape(other.title)}!", text
        )
        if spoken and other.title not in here:
            return "sheet_renamed", {"sheet": sheet.title, "other": other.title}
    return _column_lacking(sheet, donor, text, book, added)


def _names(book: BookPart) -> list[str]:
    return [table.part.name for table in book.tables]


def _column_lacking(
    sheet: DonorSheet,
    donor: Parts,
    text: str,
    book: BookPart,
    added: Mapping[str, Collection[str]],
) -> tuple[str, dict[str, str]] | None:
    for name in sorted(set(_TABLE.findall(text)) - tables_of(donor, sheet)):
        own = book.table(name)
        headings = set(own.part.headings) if own is not None else set()
        headings |= set(added.get(name, ()))
        for heading in _headings(donor, name):
            escaped = "".join("'" + c if c in "'[]#" else c for c in heading)
            if f"[{escaped}]" in text and heading not in headings:
                return "table_differs", {
                    "sheet": sheet.title,
                    "heading": heading,
                    "table": name,
                }
    return None


def _headings(donor: Parts, table: str) -> list[str]:
    for name, content in donor.items():
        found = _TABLE_NAME.search(content) if name.startswith("xl/tables/") else None
        if found is not None and found[1].decode("utf-8") == table:
            tags = re.findall(rb'<tableColumn\b[^>]*?\sname="([^"]*)"', content)
            return [unescape_text(tag.decode("utf-8")) for tag in tags]
    return []
