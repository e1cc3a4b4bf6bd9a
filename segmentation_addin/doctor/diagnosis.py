"""The checklist, run on this computer and told in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import NamedTuple

from segmentation_addin.computer import MAC, WINDOWS, Computer, ThisComputer
from segmentation_addin.doctor import (
    checks_excel,
    checks_python,
    checks_workbook,
)
from segmentation_addin.doctor.examined import Check, Examined
from segmentation_addin.doctor.workbook_file import WorkbookFile
from segmentation_addin.languages import Language, Text
from segmentation_addin.messages import doctor, doctor_workbook
from segmentation_addin.messages.doctor import Said, Status

NAMES: Mapping[str, Text] = {**doctor.NAMES, **doctor_workbook.NAMES}
FINDINGS: Mapping[str, Said] = {**doctor.FINDINGS, **doctor_workbook.FINDINGS}
_ELSEWHERE = "*"
_ANY = frozenset({WINDOWS, MAC, _ELSEWHERE})
_EXCEL = frozenset({WINDOWS, MAC})
_NOT_HERE = Text("not checked on this system", "non contrôlé sur ce système")


@dataclass(frozen=True)
class Finding:
    """What one check found, in words of one language."""

    code: str
    """Name of the check."""
    status: Status
    name: str
    found: str
    """A whole sentence: it begins with the name."""
    remedy: str

    def as_document(self) -> dict[str, str]:
        """The keys of the JSON document."""
        return {key: str(value) for key, value in asdict(self).items()}


class _Listed(NamedTuple):
    check: Check
    systems: frozenset[str] = _ANY


_COMPUTER: Mapping[str, _Listed] = {
    "python": _Listed(checks_python.python),
    "package": _Listed(checks_python.package),
    "environment": _Listed(checks_python.environment, _EXCEL),
    "xlwings": _Listed(checks_python.xlwings),
    "pywin32": _Listed(checks_python.pywin32, frozenset({WINDOWS})),
    "dll": _Listed(checks_python.dll, frozenset({WINDOWS})),
    "runpython": _Listed(checks_python.runpython, frozenset({MAC})),
    "excel": _Listed(checks_excel.excel, _EXCEL),
    "policy": _Listed(checks_excel.policy, frozenset({WINDOWS})),
    "rules": _Listed(checks_excel.rules, frozenset({WINDOWS})),
    "xlstart": _Listed(checks_excel.xlstart, frozenset({WINDOWS})),
    "orphans": _Listed(checks_excel.orphans, frozenset({WINDOWS})),
}
_PLACE: Mapping[str, _Listed] = {
    "path": _Listed(checks_workbook.path),
    "zone": _Listed(checks_workbook.zone, frozenset({WINDOWS})),
    "folder": _Listed(checks_workbook.folder),
    "workbook": _Listed(checks_workbook.workbook),
}
_CONTENT: Mapping[str, _Listed] = {
    "macros": _Listed(checks_workbook.macros),
    "constant": _Listed(checks_workbook.constant),
    "conf": _Listed(checks_workbook.conf),
    "interpreter": _Listed(checks_workbook.interpreter, _EXCEL),
    "current": _Listed(checks_workbook.current),
    "calls": _Listed(checks_workbook.calls),
}


def diagnose(
    workbook: PurePath | str | None,
    language: Language,
    computer: Computer | None = None,
) -> list[Finding]:
    """Every finding on this computer, and on a workbook when one is given.

    Checks that this system cannot make are told as not applicable, never as well.
    """
    asked = ThisComputer() if computer is None else computer
    book = None if workbook is None else WorkbookFile(asked, str(workbook))
    examined = Examined(asked, book)
    found = _run(_COMPUTER, examined, language)
    if book is not None and checks_workbook.on_the_web(book.path):
        found += _run({"path": _PLACE["path"]}, examined, language)
    elif book is not None:
        found += _run(_PLACE, examined, language)
        if book.refusal is None and book.declared_tables:
            found += _run(_CONTENT, examined, language)
    return found


def _run(
    checks: Mapping[str, _Listed], examined: Examined, language: Language
) -> list[Finding]:
    found = []
    system = examined.computer.system
    here = system if system in _EXCEL else _ELSEWHERE
    for code, listed in checks.items():
        if here not in listed.systems:
            said, params = Said(Status.SKIPPED, _NOT_HERE), {}
        else:
            outcome = listed.check(examined)
            if outcome is None:
                continue
            said, params = FINDINGS[outcome.key], dict(outcome.params)
        found.append(_told(code, said, params, language))
    return found


def _told(
    code: str, said: Said, params: Mapping[str, object], language: Language
) -> Finding:
    words = {key: _worded(value, language) for key, value in params.items()}
    name = NAMES[code].in_(language)
    colon = " : " if language == "fr" else ": "
    return Finding(
        code,
        said.status,
        name,
        name + colon + said.found.in_(language, **words),
        said.remedy.in_(language, **words),
    )


def _worded(value: object, language: Language) -> object:
    """Texts and lists of texts in the language asked for."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, list):
        return ", ".join(str(_worded(item, language)) for item in value)
    return value
