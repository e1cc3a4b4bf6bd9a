"""A lint of our own for workbooks: what Excel minds and no validator tells.

It takes the parts of a package and gives its findings in plain words; a workbook that
is well made has none.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from importlib import resources

from segmentation_addin.excel.actions import MODULE as MACROS_MODULE
from segmentation_addin.template.lint_findings import Finding
from segmentation_addin.template.lint_ribbon import ribbon_findings
from segmentation_addin.template.lint_sheets import sheet_findings
from segmentation_addin.template.lint_vba import ReadProject, project_findings
from segmentation_addin.template.macro_parts import PROJECT_PART
from segmentation_addin.template.parts import Parts
from segmentation_addin.template.ribbon import RIBBON_PART
from segmentation_addin.template.vba_project import read_modules

__all__ = ["Finding", "lint", "macros_source"]


def lint(parts: Parts, macros: str | None = None) -> list[Finding]:
    """What is wrong in a workbook package, in the order of its parts.

    `macros` is the Python source that the buttons call; left out, the installed one.
    """
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                ET.fromstring(content)  # noqa: S314 (no entity is ever resolved here)
            except ET.ParseError as error:
                return [Finding(name, f"not well-formed XML: {error}")]
    findings = sheet_findings(parts)
    project = ReadProject(())
    if PROJECT_PART in parts:
        try:
            project = ReadProject(tuple(read_modules(parts[PROJECT_PART])))
        except ValueError as error:
            return [*findings, Finding(PROJECT_PART, f"a damaged project: {error}")]
        findings += project_findings(parts, project)
    if RIBBON_PART in parts:
        source = macros_source() if macros is None else macros
        findings += ribbon_findings(parts, project, source)
    return findings


def macros_source() -> str:
    """The source of the Python module behind the buttons, read without importing it."""
    package, _, name = MACROS_MODULE.rpartition(".")
    return (resources.files(package) / f"{name}.py").read_text(encoding="utf-8")
