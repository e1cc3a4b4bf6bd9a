"""Sheets of the template added to an existing workbook, their parts renumbered.

A sheet goes to the end of the workbook with its tables, charts, styles and the names
that belong to it. Its texts are written inline, so the workbook's own shared strings
stay as they are.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from segmentation_addin.template.merged_styles import MergedStyles
from segmentation_addin.template.parts import (
    CONTENT_TYPES,
    Parts,
    replaced,
    with_content_type,
    with_relation,
)
from segmentation_addin.workbook.book_part import relations_of
from segmentation_addin.workbook.cell_xml import escape_attribute, unescape_text

BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
METADATA = "xl/metadata.xml"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = re.compile(r"<Relationship\b[^>]*/>")
_TARGET = re.compile(r'\bTarget="([^"]*)"')
_CELL_STYLE = re.compile(r'(<(?:c|row)\b[^>]*?\ss=")(\d+)(")')
_COLUMN_STYLE = re.compile(r'(<col\b[^>]*?\sstyle=")(\d+)(")')
_DIFFERENCE = re.compile(
    r'(\b(?:dxfId|dataDxfId|headerRowDxfId|totalsRowDxfId)=")(\d+)(")'
)
_SHARED = re.compile(r'(<c\b[^>]*?) t="s"([^>]*)><v>(\d+)</v></c>')
_STRING = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_NAME = re.compile(r"<definedName\b([^>]*)>([^<]*)</definedName>")
_SHEET = re.compile(r"<sheet\b[^>]*/>")
_ROOT = re.compile(r"<workbook\b[^>]*>")
_SPILLS = re.compile(
    rb'<futureMetadata name="XLDAPR" count="1">.*<cellMetadata count="1">', re.DOTALL
)
_CARRIED = {"table", "drawing", "chart"}


@dataclass(frozen=True)
class DonorSheet:
    """One sheet of the template."""

    title: str
    part: str
    place: int
    state: str
    """"", "hidden" or "veryHidden"."""

    def code_name(self, donor: Parts) -> str:
        """The name by which macros know it."""
        found = re.search(rb'<sheetPr\b[^>]*\bcodeName="([^"]*)"', donor[self.part])
        return found[1].decode("utf-8") if found else ""


def donor_sheets(donor: Parts) -> list[DonorSheet]:
    """The sheets of the template, in its order."""
    links = _links(donor, BOOK)
    found = []
    for place, match in enumerate(_SHEET.finditer(donor[BOOK].decode("utf-8"))):
        sheet = ET.fromstring(_with_namespace(match[0]))  # noqa: S314 (our own package)
        title, state = sheet.get("name", ""), sheet.get("state", "")
        part = links[sheet.get(f"{{{_LINK}}}id", "")][1]
        found.append(DonorSheet(title, part, place, state))
    return found


def _with_namespace(tag: str) -> str:
    return tag.replace("<sheet", f'<sheet xmlns:r="{_LINK}"', 1)


def _links(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """Relation number -> kind and target part."""
    name = relations_of(part)
    if name not in parts:
        return {}
    root = ET.fromstring(parts[name])  # noqa: S314
    folder = "/" + posixpath.dirname(part)
    return {
        link.get("Id", ""): (
            link.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip(
                "/"
            ),
        )
        for link in root
    }


def parts_under(donor: Parts, part: str) -> list[str]:
    """A sheet's part and those it leads to: tables, drawing, charts."""
    found = [part]
    for kind, target in _links(donor, part).values():
        if kind not in _CARRIED:
            raise ValueError(f"{part}: {kind} cannot be carried over")
        found += parts_under(donor, target)
    return found


def with_sheet(parts: Parts, donor: Parts, sheet: DonorSheet, code_name: str) -> Parts:
    """The workbook with one more sheet at its end.

    Args:
        parts: the workbook.
        donor: the template of its language.
        sheet: the sheet of the template.
        code_name: the name by which macros will know it.
    """
    styles = MergedStyles(parts[STYLES], donor[STYLES])
    strings = _strings(donor)
    renamed: dict[str, str] = {}
    for name in parts_under(donor, sheet.part):
        renamed[name] = _free_part(parts, renamed, name)
    if b' cm="' in donor[sheet.part]:
        parts = _with_metadata(parts, donor)
    for old, new in renamed.items():
        text = donor[old].decode("utf-8")
        if old == sheet.part:
            text = _plain_sheet(text, strings, code_name)
        if "/tables/" in old:
            text = _numbered_table(text, parts)
        parts = {**parts, new: _restyled(text, styles).encode("utf-8")}
        parts = with_content_type(parts, new, _content_type(donor, old))
        links = relations_of(old)
        if links in donor:
            parts[relations_of(new)] = _renamed_links(donor, old, renamed)
    parts = {**parts, STYLES: styles.xml}
    return _listed(parts, donor, sheet, renamed[sheet.part])


def with_renewed_sheet(
    parts: Parts, donor: Parts, sheet: DonorSheet, part: str, code_name: str
) -> Parts:
    """The workbook with the content of one plain sheet taken anew from the template."""
    styles = MergedStyles(parts[STYLES], donor[STYLES])
    text = _plain_sheet(donor[sheet.part].decode("utf-8"), _strings(donor), code_name)
    text = _restyled(text, styles)
    return {**parts, part: text.encode("utf-8"), STYLES: styles.xml}


def linked_parts(parts: Parts, part: str) -> list[tuple[str, str]]:
    """What a part leads to: kind and name of each."""
    return list(_links(parts, part).values())


def with_sheet_again(parts: Parts, donor: Parts, sheet: DonorSheet, part: str) -> Parts:
    """The workbook with a sheet that `with_sheet` added, its content taken anew.

    Its tables are found again by their names, its drawing and chart by their kind.
    """
    styles = MergedStyles(parts[STYLES], donor[STYLES])
    strings = _strings(donor)
    renamed = _again(parts, donor, sheet.part, part)
    for old, new in renamed.items():
        text = donor[old].decode("utf-8")
        if old == sheet.part:
            text = _plain_sheet(text, strings, "")
            text = _with_code_name_of(text, parts[new])
        if "/tables/" in old:
            number = re.search(rb'<table\b[^>]*?\sid="(\d+)"', parts[new])
            assert number is not None
            text = _with_table_number(text, int(number[1]))
        parts = {**parts, new: _restyled(text, styles).encode("utf-8")}
        links = relations_of(old)
        if links in donor:
            parts[relations_of(new)] = _renamed_links(donor, old, renamed)
    return {**parts, STYLES: styles.xml}


def _again(parts: Parts, donor: Parts, old: str, new: str) -> dict[str, str]:
    """Donor part -> part of the workbook, for a sheet and what it leads to."""
    found = {old: new}
    standing = linked_parts(parts, new)
    for kind, part in linked_parts(donor, old):
        place = next(
            name
            for other, name in standing
            if other == kind
            and (
                kind != "table" or _table_name(parts[name]) == _table_name(donor[part])
            )
        )
        found |= _again(parts, donor, part, place)
    return found


def _table_name(xml: bytes) -> bytes:
    name = re.search(rb'<table\b[^>]*?\sdisplayName="([^"]*)"', xml)
    return name[1] if name else b""


def _with_code_name_of(text: str, standing: bytes) -> str:
    """The sheet under the code name that the standing one has got."""
    name = re.search(rb'<sheetPr\b[^>]*?\scodeName="([^"]*)"', standing)
    if name is None:
        return text
    return text.replace("<sheetPr", f'<sheetPr codeName="{name[1].decode()}"', 1)


def _strings(donor: Parts) -> list[str]:
    text = donor.get(STRINGS, b"").decode("utf-8")
    return [match[1] or "" for match in _STRING.finditer(text)]


def _with_metadata(parts: Parts, donor: Parts) -> Parts:
    """The workbook with the record that makes a formula spill, as number 1.

    Raises:
        ValueError: the workbook has other records under that number.
    """
    if METADATA in parts:
        if parts[METADATA].count(b"<xlrd:rvb") or not _SPILLS.search(parts[METADATA]):
            raise ValueError("records of another kind in its metadata")
        return parts
    parts = {**parts, METADATA: donor[METADATA]}
    parts = with_content_type(parts, METADATA, _content_type(donor, METADATA))
    return with_relation(
        parts, BOOK_LINKS, f"{_LINK}/sheetMetadata", posixpath.basename(METADATA)
    )


def _free_part(parts: Parts, taken: dict[str, str], name: str) -> str:
    """The same name with the next free number."""
    stem = re.sub(r"\d+(\.\w+)\Z", "", name)
    suffix = posixpath.splitext(name)[1]
    numbers = [
        int(match[1])
        for other in (*parts, *taken.values())
        if (match := re.fullmatch(rf"{re.escape(stem)}(\d+){re.escape(suffix)}", other))
    ]
    return f"{stem}{max(numbers, default=0) + 1}{suffix}"


def _plain_sheet(text: str, strings: list[str], code_name: str) -> str:
    """The sheet with its texts inline, not selected, under a code name."""
    text = _SHARED.sub(
        lambda found: (
            f'{found[1]} t="inlineStr"{found[2]}><is>{strings[int(found[3])]}</is></c>'
        ),
        text,
    )
    text = text.replace(' tabSelected="1"', "")
    name = escape_attribute(code_name)
    return re.sub(r'\bcodeName="[^"]*"', lambda _: f'codeName="{name}"', text, count=1)


def _numbered_table(text: str, parts: Parts) -> str:
    taken = [
        int(found[1])
        for name, content in parts.items()
        if name.startswith("xl/tables/")
        and (found := re.search(rb'<table\b[^>]*?\sid="(\d+)"', content))
    ]
    return _with_table_number(text, max(taken, default=0) + 1)


def _with_table_number(text: str, number: int) -> str:
    return re.sub(r'(<table\b[^>]*?\sid=")\d+"', rf'\g<1>{number}"', text, count=1)


def _restyled(text: str, styles: MergedStyles) -> str:
    for pattern, mapped in (
        (_CELL_STYLE, styles.cell),
        (_COLUMN_STYLE, styles.cell),
        (_DIFFERENCE, styles.difference),
    ):
        text = pattern.sub(
            lambda found, mapped=mapped: f"{found[1]}{mapped(int(found[2]))}{found[3]}",  # type: ignore[misc]
            text,
        )
    return text


def _content_type(donor: Parts, part: str) -> str:
    root = ET.fromstring(donor[CONTENT_TYPES])  # noqa: S314
    for entry in root:
        if entry.get("PartName") == f"/{part}":
            return entry.get("ContentType", "")
    raise ValueError(f"{part}: no content type")


def _renamed_links(donor: Parts, old: str, renamed: dict[str, str]) -> bytes:
    folder = posixpath.dirname(renamed[old])

    def moved(match: re.Match[str]) -> str:
        target = _TARGET.search(match[0])
        assert target is not None
        base = "/" + posixpath.dirname(old)
        path = posixpath.normpath(posixpath.join(base, target[1])).lstrip("/")
        new = posixpath.relpath(renamed[path], folder)
        return match[0].replace(target[0], f'Target="{new}"')

    return _RELATION.sub(moved, donor[relations_of(old)].decode("utf-8")).encode()


def _listed(parts: Parts, donor: Parts, sheet: DonorSheet, part: str) -> Parts:
    """The workbook part that lists the sheet and the names that belong to it."""
    parts = with_relation(
        parts, BOOK_LINKS, f"{_LINK}/worksheet", posixpath.relpath(part, "xl")
    )
    link = next(key for key, (_, name) in _links(parts, BOOK).items() if name == part)
    text = parts[BOOK].decode("utf-8")
    tags = [match[0] for match in _SHEET.finditer(text)]
    numbers = [int(n) for tag in tags for n in re.findall(r'\bsheetId="(\d+)"', tag)]
    state = f' state="{sheet.state}"' if sheet.state else ""
    root = _ROOT.search(text)
    known = root is not None and f'xmlns:r="{_LINK}"' in root[0]
    declared = "" if known else f' xmlns:r="{_LINK}"'
    tag = (
        f'<sheet name="{escape_attribute(sheet.title)}" sheetId="{max(numbers) + 1}"'
        f'{state}{declared} r:id="{link}"/>'
    )
    parts = replaced(parts, BOOK, "</sheets>", tag + "</sheets>")
    own = f'localSheetId="{sheet.place}"'
    for match in _NAME.finditer(donor[BOOK].decode("utf-8")):
        if own in match[1]:
            moved = match[1].replace(own, f'localSheetId="{len(tags)}"')
        elif "localSheetId" not in match[1] and _speaks_of(match[2], sheet.title):
            moved = match[1]
        else:
            continue
        parts = with_name(parts, f"<definedName{moved}>{match[2]}</definedName>")
    return parts


def _speaks_of(formula: str, title: str) -> bool:
    quoted = title.replace("'", "''")
    return unescape_text(formula).startswith((f"'{quoted}'!", f"{title}!"))


def with_name(parts: Parts, defined: str) -> Parts:
    """The workbook with one more defined name, in Excel's order of names.

    A name that is there already stays as it is.
    """
    text = parts[BOOK].decode("utf-8")
    if _name_order(defined) in {_name_order(m[0]) for m in _NAME.finditer(text)}:
        return parts
    if "</definedNames>" not in text:
        ends = (
            re.search(rf"</{name}>", text)
            for name in ("externalReferences", "functionGroups", "sheets")
        )
        after = next(end for end in ends if end is not None)
        new = text[: after.end()] + f"<definedNames>{defined}</definedNames>"
        return {**parts, BOOK: (new + text[after.end() :]).encode()}
    wanted = _name_order(defined)
    for match in _NAME.finditer(text):
        if _name_order(match[0]) > wanted:
            new = text[: match.start()] + defined + text[match.start() :]
            return {**parts, BOOK: new.encode()}
    return replaced(parts, BOOK, "</definedNames>", defined + "</definedNames>")


def _name_order(defined: str) -> tuple[str, int]:
    name = re.search(r'\bname="([^"]*)"', defined)
    sheet = re.search(r'\blocalSheetId="(\d+)"', defined)
    assert name is not None
    return unescape_text(name[1]).casefold(), int(sheet[1]) if sheet else -1
