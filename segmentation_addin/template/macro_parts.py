"""The VBA project as a part of the workbook package.

Each sheet has one document module, and each document module its sheet: the project is
compiled for the code names that the sheets bear.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET

from segmentation_addin.languages import Language
from segmentation_addin.template.parts import (
    Parts,
    Transformer,
    with_content_type,
    with_relation,
)
from segmentation_addin.template.vba_modules import workbook_modules
from segmentation_addin.template.vba_project import compile_project

PROJECT_PART = "xl/vbaProject.bin"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
PROJECT_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
BOOK_PART = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CODE_NAME = re.compile(rb"<sheetPr\b[^>]*\scodeName=\"([^\"]*)\"")


def with_macros(language: Language) -> Transformer:
    """Adds the VBA project in that language, compiled for the sheets that are there."""

    def added(parts: Parts) -> Parts:
        names = [name for _, name in sheet_code_names(parts)]
        return with_project(parts, compile_project(workbook_modules(language, names)))

    return added


def with_project(parts: Parts, project: bytes) -> Parts:
    """Adds or replaces the VBA project."""
    if PROJECT_PART not in parts:
        parts = with_content_type(parts, PROJECT_PART, PROJECT_TYPE)
        parts = with_relation(
            parts, _BOOK_RELATIONS, PROJECT_RELATION, posixpath.basename(PROJECT_PART)
        )
    return {**parts, PROJECT_PART: project}


def sheet_code_names(parts: Parts) -> list[tuple[str, str]]:
    """Title and code name of each sheet, in the workbook's order.

    Raises:
        ValueError: a sheet has no code name.
    """
    root = ET.fromstring(parts[BOOK_PART])  # noqa: S314 (our own package)
    links = ET.fromstring(parts[_BOOK_RELATIONS])  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        title = sheet.get("name", "")
        part = posixpath.join("xl", targets[sheet.get(_ID)]).lstrip("/")
        name = _CODE_NAME.search(parts[part])
        if name is None:
            raise ValueError(f"{title}: expected a code name")
        found.append((title, name[1].decode("utf-8")))
    return found
