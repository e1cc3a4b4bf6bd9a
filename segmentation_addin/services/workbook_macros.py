"""The macros of an existing workbook: which are ours, which belong to somebody else.

Upgrade compiles the project anew for the workbook's own sheets. Code in the modules
of its sheets is carried over; whatever else is not ours is refused by name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from segmentation_addin.languages import Language
from segmentation_addin.template.macro_parts import PROJECT_PART
from segmentation_addin.template.parts import CONTENT_TYPES, Parts
from segmentation_addin.template.vba_modules import (
    OUR_MODULES,
    WORKBOOK_MODULE,
    document_module,
    workbook_modules,
)
from segmentation_addin.template.vba_project import Kind, Module
from segmentation_addin.template.vba_reading import (
    Project,
    code_lines,
    folded,
    folded_code,
    read_project,
    same_code,
)
from segmentation_addin.workbook.book_part import BookPart, relations_of
from segmentation_addin.workbook.host import HostError

MACRO_ENABLED = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
CHART_BASE = "0{00020821-0000-0000-C000-000000000046}"
FORMER_LINES: tuple[str, ...] = ()
"""Lines of ThisWorkbook that an earlier version wrote and this one does not: when that
module changes, its old lines are added here, or upgrade takes them for the user's."""
_OWN_LIBRARIES = {
    "{00020430-0000-0000-C000-000000000046}": "stdole",
    "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}": "Office",
    "{000204EF-0000-0000-C000-000000000046}": "VBA",
    "{00020813-0000-0000-C000-000000000046}": "Excel",
}
"""Ours, and the two that Excel itself adds to every project."""
_NEUTRAL = {folded("Option Explicit")}
_SHOWN_LINE = 60


@dataclass(frozen=True)
class SheetModule:
    """One sheet and the module that stands for it."""

    title: str
    name: str
    chart: bool = False


def macro_enabled(book: BookPart) -> bool:
    """True when the file may hold macros."""
    types = book.package.read(CONTENT_TYPES).decode("utf-8", "replace")
    part = re.escape(f"/{book.part}")
    found = re.search(rf'<Override\b[^>]*PartName="{part}"[^>]*>', types)
    return found is not None and MACRO_ENABLED in found[0]


def read_macros(book: BookPart) -> Project | None:
    """The VBA project of a workbook; None without one.

    Raises:
        ValueError: it cannot be read.
    """
    if PROJECT_PART not in book.package:
        return None
    return read_project(book.package.read(PROJECT_PART))


def check_ours(
    parts: Parts, project: Project | None, sheets: Sequence[SheetModule], file: str
) -> None:
    """Refuses a project that holds what upgrade would lose.

    Raises:
        HostError: `upgrade_signature`, `upgrade_macros`, `upgrade_code`.
    """
    signature = _signature(parts)
    if signature is not None:
        raise HostError("upgrade_signature", path=file, part=signature)
    if project is None:
        return
    foreign = list(_foreign(project, sheets))
    if foreign:
        raise HostError("upgrade_macros", path=file, names=", ".join(foreign))
    own = own_line(project)
    if own is not None:
        name, line = own
        raise HostError(
            "upgrade_code", path=file, name=name, line=line.strip()[:_SHOWN_LINE]
        )


def _signature(parts: Parts) -> str | None:
    links = parts.get(relations_of(PROJECT_PART), b"").decode("utf-8", "replace")
    for target in re.finditer(r'Target="([^"]*)"', links):
        if "signature" in target[1].casefold():
            return posixpath.basename(target[1])
    return None


def _foreign(project: Project, sheets: Sequence[SheetModule]) -> Iterator[str]:
    known = {name.casefold() for name in OUR_MODULES}
    held = {sheet.name.casefold() for sheet in sheets}
    for module in project.modules:
        name = module.name.casefold()
        if module.kind is Kind.DOCUMENT:
            book = _is_workbook(module)
            if name not in held and not book and _own_code(module):
                yield module.name
        elif name not in known:
            yield module.name
    for reference in project.references:
        if reference.identity not in _OWN_LIBRARIES:
            yield reference.name or reference.library


def _is_workbook(module: Module) -> bool:
    return "00020819-0000-0000-C000-000000000046" in module.text[:2000].upper()


def _own_code(module: Module) -> bool:
    return any(line not in _NEUTRAL for line in folded_code(module.text))


def own_line(project: Project) -> tuple[str, str] | None:
    """Name and line of the first code in the workbook's module that is not ours."""
    ours = {*_NEUTRAL, *map(folded, FORMER_LINES)}
    ours.update(folded_code(workbook_modules("en", ())[0].text))
    for module in project.modules:
        if module.kind is Kind.DOCUMENT and _is_workbook(module):
            for line in code_lines(module.text):
                if folded(line) not in ours:
                    return module.name, line
    return None


def wanted_modules(
    language: Language,
    workbook_name: str,
    sheets: Sequence[SheetModule],
    project: Project | None,
) -> list[Module]:
    """The modules of this version for the sheets of a workbook, its code kept."""
    wanted = workbook_modules(language, [sheet.name for sheet in sheets])
    charts = {sheet.name for sheet in sheets if sheet.chart}
    made = []
    for module in wanted:
        if module.name == WORKBOOK_MODULE:
            line = f'Attribute VB_Name = "{workbook_name}"'
            text = module.text.replace(f'Attribute VB_Name = "{module.name}"', line, 1)
            made.append(replace(module, name=workbook_name, text=text))
            continue
        old = project.module(module.name) if project is not None else None
        if module.kind is Kind.DOCUMENT and old is not None and code_lines(old.text):
            made.append(replace(old, name=module.name))
        elif module.name in charts:
            made.append(document_module(module.name, CHART_BASE))
        else:
            made.append(module)
    return made


def outdated(project: Project | None, wanted: Sequence[Module]) -> list[str]:
    """Names of the modules that a workbook lacks, has otherwise or has no use for."""
    if project is None:
        return [module.name for module in wanted]
    names = {module.name.casefold() for module in wanted}
    found = [
        module.name
        for module in wanted
        if (old := project.module(module.name)) is None
        or old.kind is not module.kind
        or not same_code(old.text, module.text)
    ]
    return found + [m.name for m in project.modules if m.name.casefold() not in names]
