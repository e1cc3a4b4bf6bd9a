"""Upgrade: the add-in's own parts of an older workbook, renewed; its data untouched.

Renewed are macros, ribbon, function help, native names and the settings sheet;
missing sheets and columns are added. Whatever is not ours stays byte for byte, or is
refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from segmentation_addin.environment import CONF_SHEET
from segmentation_addin.excel.actions import TAB_ID
from segmentation_addin.languages import Language, Text
from segmentation_addin.messages.upgrading import CHANGES, LEFT_OUT
from segmentation_addin.services.added_columns import with_columns
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.services.upgraded_names import with_names
from segmentation_addin.services.upgraded_sheets import (
    HeldSheet,
    check_kinds,
    held_sheets,
    lacking,
    why_not,
    with_code_names,
    workbook_code_name,
)
from segmentation_addin.services.workbook_conf import WANTED, conf_sheet, conf_values
from segmentation_addin.services.workbook_macros import (
    SheetModule,
    check_ours,
    macro_enabled,
    outdated,
    read_macros,
    wanted_modules,
)
from segmentation_addin.template.added_sheets import (
    STYLES,
    DonorSheet,
    donor_sheets,
    with_renewed_sheet,
    with_sheet,
)
from segmentation_addin.template.function_help import with_function_help
from segmentation_addin.template.macro_parts import BOOK_PART, with_project
from segmentation_addin.template.merged_styles import StylesError
from segmentation_addin.template.parts import CONTENT_TYPES, PACKAGE_RELATIONS, Parts
from segmentation_addin.template.ribbon import RIBBON_PART, with_ribbon
from segmentation_addin.template.vba_project import VbaProjectError, compile_project
from segmentation_addin.template.vba_reading import Project
from segmentation_addin.workbook.book_language import book_language
from segmentation_addin.workbook.book_part import BookPart, relations_of
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.safe_file import (
    check_not_open,
    read_whole,
    replace_file,
)

_PLAIN_ENDS = {
    CONTENT_TYPES: b"</Types>",
    BOOK_PART: b"</workbook>",
    PACKAGE_RELATIONS: b"</Relationships>",
    relations_of(BOOK_PART): b"</Relationships>",
    STYLES: b"</styleSheet>",
}
"""How these parts end when Excel, and not another program, wrote them."""
_UI = re.compile(rb'<Relationship\b[^>]*/ui/extensibility"[^>]*>')
_TARGET = re.compile(rb'\bTarget="/?([^"]*)"')


@dataclass
class Plan:
    """What an upgrade of one workbook would do; nothing is written yet."""

    package: Package
    language: Language
    parts: Parts
    """The parts as they will stand."""
    changes: list[Text] = field(default_factory=list)
    """What is renewed or added, in words."""
    left_out: list[Text] = field(default_factory=list)
    """What could not be added, why, and what to do."""
    new_columns: dict[str, set[str]] = field(default_factory=dict)
    """Headings that were added, by table."""
    old_modules: list[str] = field(default_factory=list)
    """Modules of the macros that are missing or those of another version."""

    @cached_property
    def changed(self) -> dict[str, bytes]:
        """Parts that are there and become other bytes."""
        return {
            name: content
            for name, content in self.parts.items()
            if name in self.package and self.package.read(name) != content
        }

    @property
    def added(self) -> dict[str, bytes]:
        """Parts that are not there yet."""
        return {n: c for n, c in self.parts.items() if n not in self.package}

    def note(self, key: str, **params: str) -> None:
        """Notes a change."""
        self.changes.append(_filled(CHANGES[key], params))

    def leave_out(self, key: str, **params: str) -> None:
        """Notes what is left out."""
        self.left_out.append(_filled(LEFT_OUT[key], params))


def _filled(text: Text, params: dict[str, str]) -> Text:
    return Text(text.in_("en", **params), text.in_("fr", **params))


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did."""

    language: Language
    changes: list[Text]
    left_out: list[Text]
    written: bool
    backup: Path | None


def upgrade(path: Path, target: Path | None = None) -> Upgraded:
    """Renews the add-in's own parts, in place with a backup, or into `target`.

    Raises:
        HostError: the file does not allow it, or something would be lost; nothing
            was written.
    """
    host = FileHost(path, target)
    host.check_writable()
    data = read_whole(path)
    plan = planned(data, path.name)
    out = path if target is None else target
    in_place = out.resolve() == path.resolve()
    written = bool(plan.changes) or not in_place
    if written:
        check_not_open(out)
        if in_place and read_whole(path) != data:
            raise HostError("changed_meanwhile", path=path.name)
        replace_file(
            out,
            lambda file: plan.package.write(file, plan.changed, added=plan.added),
            host.backup.resolve() if in_place else None,
        )
    return Upgraded(
        plan.language,
        plan.changes,
        plan.left_out,
        written,
        host.backup if written and in_place else None,
    )


def planned(data: bytes, name: str) -> Plan:
    """Works out an upgrade; nothing is written.

    Raises:
        HostError: the workbook does not allow it, or something would be lost.
    """
    package = Package(data, name)
    book = BookPart(package)
    if not any(table.part.name in TABLES for table in book.tables):
        raise HostError("upgrade_foreign", path=name)
    if not macro_enabled(book):
        raise HostError("upgrade_plain", path=name)
    parts = {part: package.read(part) for part in package.names}
    _check_written_by_excel(parts, name)
    language = book_language(
        [(table.part.name, table.part.headings) for table in book.tables],
        {sheet.title for sheet in book.sheets},
    )
    plan = Plan(package, language, parts)
    sheets = held_sheets(parts)
    check_kinds(sheets, name)
    project = _project(book, name)
    check_ours(parts, project, _modules(sheets), name)
    _check_ribbon(parts, name)
    donor = Package(template_bytes(plan.language), "template")
    _renew(plan, data, sheets, project, donor)
    return plan


def _check_written_by_excel(parts: Parts, name: str) -> None:
    for part, end in _PLAIN_ENDS.items():
        if part not in parts or not parts[part].rstrip().endswith(end):
            raise HostError("prefixed_xml", path=name, part=part)


def _project(book: BookPart, name: str) -> Project | None:
    try:
        return read_macros(book)
    except ValueError as error:
        raise HostError("upgrade_unread", path=name, reason=str(error)) from error


def _check_ribbon(parts: Parts, name: str) -> None:
    """Refuses a ribbon part without our tab: ours would take its place."""
    for link in _UI.findall(parts[PACKAGE_RELATIONS]):
        target = _TARGET.search(link)
        part = target[1].decode("utf-8") if target else "?"
        ours = f'id="{TAB_ID}"'.encode() in parts.get(part, b"")
        if not ours or part != RIBBON_PART:
            raise HostError("upgrade_ribbon", path=name, part=part)


def _modules(sheets: list[HeldSheet]) -> list[SheetModule]:
    return [
        SheetModule(sheet.title, sheet.code_name, sheet.kind == "chartsheet")
        for sheet in sheets
    ]


def _renew(
    plan: Plan,
    data: bytes,
    sheets: list[HeldSheet],
    project: Project | None,
    donor: Package,
) -> None:
    file = plan.package.name
    template = {part: donor.read(part) for part in donor.names}
    try:
        reserved = [sheet.code_name(template) for sheet in donor_sheets(template)]
        plan.parts, sheets = with_code_names(plan.parts, sheets, reserved, file)
        _renew_conf(plan, data, sheets, template)
        _add_columns(plan, donor)
        sheets = _add_sheets(plan, sheets, template)
        _renew_names(plan)
        _renew_macros(plan, sheets, project)
        _renew_ribbon_and_help(plan)
    except StylesError as error:
        raise HostError("unreadable_xml", path=file, part=STYLES) from error
    except VbaProjectError as error:
        raise HostError("upgrade_unread", path=file, reason=str(error)) from error
    except ValueError as error:  # a text that should stand once in a part
        raise HostError("unreadable_xml", path=file, part=str(error)) from error


def _renew_conf(
    plan: Plan, data: bytes, sheets: list[HeldSheet], template: Parts
) -> None:
    """The settings sheet as this version has it; a missing one is added later."""
    book = BookPart(plan.package)
    held = conf_sheet(book)
    values = conf_values(data, book)
    if held is None or values is None or values == WANTED:
        return
    for key, value in values.items():
        if value != WANTED.get(key):
            plan.leave_out("conf_was", setting=key, value=str(value))
    code = next(sheet.code_name for sheet in sheets if sheet.part == held.part)
    source = next(s for s in donor_sheets(template) if s.title == CONF_SHEET)
    plan.parts = with_renewed_sheet(plan.parts, template, source, held.part, code)
    plan.note("conf")


def _add_columns(plan: Plan, donor: Package) -> None:
    book = BookPart(plan.package)
    plan.parts, columns = with_columns(plan.parts, book, donor, plan.language)
    for found in columns:
        names = ", ".join(found.headings)
        if found.hindrance is None:
            plan.note("column", name=names, table=found.table)
            plan.new_columns.setdefault(found.table, set()).update(found.headings)
        else:
            plan.leave_out(
                found.hindrance, heading=names, table=found.table, cell=found.cell
            )


def _add_sheets(
    plan: Plan, sheets: list[HeldSheet], template: Parts
) -> list[HeldSheet]:
    book = BookPart(plan.package)
    names = [table.part.name for table in book.tables]
    wanted = donor_sheets(template)
    for sheet in lacking(sheets, names, template, wanted):
        reason = why_not(sheet, template, wanted, sheets, book, plan.new_columns)
        if reason is not None:
            key, params = reason
            plan.leave_out(key, **params)
            continue
        plan.parts = _added(plan.parts, template, sheet)
        sheets = held_sheets(plan.parts)
        if sheet.title == CONF_SHEET:
            plan.note("conf")
        else:
            plan.note("sheet", name=sheet.title)
    return sheets


def _renew_names(plan: Plan) -> None:
    plan.parts, changed, taken = with_names(plan.parts)
    if changed:
        plan.note("names")
    if taken:
        plan.leave_out("names_taken", names=", ".join(taken))


def _added(parts: Parts, template: Parts, sheet: DonorSheet) -> Parts:
    return with_sheet(parts, template, sheet, sheet.code_name(template))


def _renew_macros(plan: Plan, sheets: list[HeldSheet], project: Project | None) -> None:
    name = workbook_code_name(plan.parts)
    wanted = wanted_modules(plan.language, name, _modules(sheets), project)
    plan.old_modules = outdated(project, wanted)
    if plan.old_modules:
        plan.parts = with_project(plan.parts, compile_project(wanted))
        plan.note("macros")


def _renew_ribbon_and_help(plan: Plan) -> None:
    for key, transform in (
        ("ribbon", with_ribbon(plan.language)),
        ("help", with_function_help(plan.language)),
    ):
        parts = transform(plan.parts)
        if parts != plan.parts:
            plan.parts = parts
            plan.note(key)
