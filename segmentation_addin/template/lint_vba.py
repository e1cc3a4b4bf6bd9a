"""Findings in the VBA project: modules, sheets behind them, slips, versions."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.environment import XLWINGS
from segmentation_addin.template.lint_findings import Finding
from segmentation_addin.template.lint_sheets import MAIN, read_sheets
from segmentation_addin.template.macro_parts import BOOK_PART, PROJECT_PART
from segmentation_addin.template.parts import Parts
from segmentation_addin.template.vba_branches import COMPUTERS, resolved
from segmentation_addin.template.vba_modules import FOREIGN_MODULES
from segmentation_addin.template.vba_project import Kind, Module
from segmentation_addin.template.vba_syntax import Procedure, procedures, slips

_VERSIONS = re.compile(
    r"xlwings(?:32|64)-([\d.]+)\.dll|XLWINGS_VERSION As String = \"([^\"]*)\""
    r"|^'Version: (\S+)",
    re.MULTILINE,
)
_LATER = re.compile(r'\bOnTime\b.*!(\w+)"')
_NAME = re.compile(r'^Attribute VB_Name = "([^"]*)"')
_BASE = re.compile(r"^Attribute VB_Base = ", re.MULTILINE)


@dataclass(frozen=True)
class ReadProject:
    """The modules of a project as they were read from a workbook."""

    modules: tuple[Module, ...]

    def module(self, name: str) -> Module | None:
        """The module of that name; None when there is none."""
        return next((m for m in self.modules if m.name == name), None)

    def procedures(self, name: str) -> dict[str, Procedure]:
        """The procedures of a module by name, as a Windows computer compiles it."""
        module = self.module(name)
        if module is None:
            return {}
        try:
            branch = resolved(module.text, COMPUTERS["win64"])
        except ValueError:
            return {}
        return {procedure.name: procedure for procedure in procedures(branch)}


def project_findings(parts: Parts, project: ReadProject) -> list[Finding]:
    """What is wrong in the project."""
    findings = [Finding(PROJECT_PART, text) for text in _document_slips(parts, project)]
    for module in project.modules:
        findings += [
            Finding(PROJECT_PART, f"{module.name}: {text}")
            for text in _module_slips(module)
        ]
    findings += [Finding(PROJECT_PART, text) for text in _later_slips(project)]
    xlwings = project.module("xlwings")
    if xlwings is not None:
        findings += [
            Finding(PROJECT_PART, f"xlwings: {text}")
            for text in _version_slips(xlwings.text)
        ]
    return findings


def _document_slips(parts: Parts, project: ReadProject) -> Iterator[str]:
    """Sheets and document modules that do not find each other."""
    book = ET.fromstring(parts[BOOK_PART]).find(f"{MAIN}workbookPr")  # noqa: S314
    sheets = {sheet.title: sheet.code_name for sheet in read_sheets(parts)}
    sheets[""] = "" if book is None else book.get("codeName", "")
    for part, content in parts.items():  # chart sheets have document modules too
        if part.startswith("xl/chartsheets/") and part.endswith(".xml"):
            chart = ET.fromstring(content).find(f"{MAIN}sheetPr")  # noqa: S314
            sheets[part] = "" if chart is None else chart.get("codeName", "")
    modules = {m.name for m in project.modules if m.kind is Kind.DOCUMENT}
    for name, times in Counter(x.casefold() for x in sheets.values()).items():
        if times > 1:
            yield f"{times} sheets have the code name {name!r}"
    for title, name in sheets.items():
        if name not in modules:
            shown = f"the sheet {title!r}" if title else "the workbook"
            yield f"{shown} has the code name {name!r}, but no such document module"
    for name in sorted(modules - set(sheets.values())):
        yield f"the document module {name} belongs to no sheet"


def _module_slips(module: Module) -> Iterator[str]:
    named = _NAME.match(module.text)
    if named is None or named[1] != module.name:
        yield "its text bears another name"
    if module.text.startswith("VERSION"):
        yield "a class in the form of an export"
    if module.kind is not Kind.STANDARD and not _BASE.search(module.text):
        yield "a class without VB_Base"
    foreign = module.name in FOREIGN_MODULES or module.kind is not Kind.STANDARD
    if not foreign and "Option Explicit" not in module.text:
        yield "no Option Explicit"
    for slip in slips(module.text):
        yield f"line {slip.line}: {slip.message}"


def _later_slips(project: ReadProject) -> Iterator[str]:
    """Macros that are to run later and are not there."""
    known = {name for m in project.modules for name in project.procedures(m.name)}
    for module in project.modules:
        for name in _LATER.findall(module.text):
            if name not in known:
                yield f"{module.name}: OnTime names {name}, which is not there"


def _version_slips(text: str) -> Iterator[str]:
    found = {version for match in _VERSIONS.findall(text) for version in match}
    found.discard("")
    if found != {XLWINGS}:
        shown = ", ".join(sorted(found)) or "none"
        yield f"versions {shown}, expected {XLWINGS} alone"
