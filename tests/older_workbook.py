"""A workbook as a version without macros made it: the template, less what is newer."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from workbook_parts import zipped
from xlsxwriter.utility import xl_col_to_name

from segmentation_addin.environment import CONF_SHEET
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.template.added_sheets import donor_sheets, parts_under
from segmentation_addin.template.parts import Parts, read_parts
from segmentation_addin.workbook.book_part import relations_of
from segmentation_addin.workbook.outputs import SHEETS

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
NEWER = {CONF_SHEET, *(SHEETS["functions"].title.in_(x) for x in LANGUAGES)}
_MACRO_PARTS = ("xl/vbaProject.bin", "customUI/customUI14.xml", "xl/metadata.xml")


def older_parts(language: Language = "en", without: Collection[str] = ()) -> Parts:
    """The parts of an older workbook, also without the sheets of these titles."""
    parts = read_parts(template_bytes(language))
    for sheet in reversed(donor_sheets(parts)):
        if sheet.title in NEWER or sheet.title in without:
            parts = _without_sheet(parts, sheet.title, sheet.part, sheet.place)
    for name in _MACRO_PARTS:
        parts = _without_part(parts, name)
    text = parts[BOOK].decode()
    text = re.sub(r"<functionGroups\b.*?</functionGroups>", "", text)
    text = re.sub(r"<extLst>.*?</extLst>", "", text)
    text = re.sub(r'<definedName name="SEGMENT_LIVE\w*">[^<]*</definedName>', "", text)
    return {**parts, BOOK: text.encode()}


def older_workbook(path: Path, language: Language = "en") -> Path:
    """An older workbook as a file."""
    path.write_bytes(zipped(older_parts(language)))
    return path


def without_columns_from(parts: Parts, table: str, heading: str) -> Parts:
    """The parts less one table's last columns, from that heading on, cells too."""
    mark = f'displayName="{table}"'.encode()
    name = next(part for part, content in parts.items() if mark in content)
    text = parts[name].decode()
    columns = re.findall(r"<tableColumn .*?(?:/>|</tableColumn>)", text)
    kept = next(i for i, tag in enumerate(columns) if f'name="{heading}"' in tag)
    for tag in columns[kept:]:
        text = text.replace(tag, "", 1)
    text = re.sub(r'tableColumns count="\d+"', f'tableColumns count="{kept}"', text)
    found = re.search(r' ref="A(\d+):[A-Z]+(\d+)"', text)
    assert found is not None
    area = f' ref="A{found[1]}:{xl_col_to_name(kept - 1)}{found[2]}"'
    text = re.sub(r' ref="A\d+:[A-Z]+\d+"', area, text)
    mark = f"../tables/{name.rsplit('/', 1)[1]}".encode()
    links = next(p for p, c in parts.items() if p.endswith(".rels") and mark in c)
    sheet = links.replace("_rels/", "").removesuffix(".rels")
    cells = parts[sheet].decode()
    for column in range(kept, kept + len(columns)):
        place = xl_col_to_name(column)
        cells = re.sub(rf'<c r="{place}\d+"[^>]*?(?:/>|>.*?</c>)', "", cells)
    return {**parts, name: text.encode(), sheet: cells.encode()}


def _without_sheet(parts: Parts, title: str, part: str, place: int) -> Parts:
    for name in parts_under(parts, part):
        parts = _without_part(parts, name)
        parts.pop(relations_of(name), None)
    text = re.sub(rf'<sheet name="{re.escape(title)}"[^>]*/>', "", parts[BOOK].decode())
    text = re.sub(
        rf'<definedName\b[^>]*localSheetId="{place}"[^>]*>[^<]*</definedName>', "", text
    )
    text = re.sub(
        r'localSheetId="(\d+)"',
        lambda m: f'localSheetId="{int(m[1]) - (int(m[1]) > place)}"',
        text,
    )
    return {**parts, BOOK: text.encode()}


def _without_part(parts: Parts, name: str) -> Parts:
    kept = {key: content for key, content in parts.items() if key != name}
    override = rf'<Override PartName="/{re.escape(name)}"[^>]*/>'
    kept[TYPES] = re.sub(override, "", kept[TYPES].decode()).encode()
    for links in (LINKS, "_rels/.rels"):
        target = re.escape(name.removeprefix("xl/"))
        relation = rf'<Relationship [^>]*Target="{target}"/>'
        kept[links] = re.sub(relation, "", kept[links].decode()).encode()
    return kept
