"""Checks of one workbook: its place, its macros, its settings sheet, its calls."""

from __future__ import annotations

import re

from segmentation_addin.computer import MAC
from segmentation_addin.doctor.examined import Examined, Seen, seen
from segmentation_addin.environment import CONF_SHEET
from segmentation_addin.installed import NEEDED_XLWINGS
from segmentation_addin.languages import Text
from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.workbook.host import HostError

_LONGEST = 218
_MANY_CALLS = 500
_WEB = re.compile(r"https?:/", re.IGNORECASE)
_SHARE = re.compile(r"[\\/]{2}(?![?.][\\/])([^\\/]+)")
_NUMBER = re.compile(r"[\d.]+\Z|\[?[0-9a-f:]*:[0-9a-f:]*\]?\Z", re.IGNORECASE)
_ZONE = re.compile(rb"ZoneId\s*=\s*([34])")
_CLOUD = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_XLWINGS = re.compile(r'XLWINGS_VERSION\s+As\s+String\s*=\s*"([^"]*)"', re.IGNORECASE)
_VARIABLE = re.compile(r"%([^%]+)%")
_TRANSLATED = frozenset(
    ("vrai", "faux", "wahr", "falsch", "verdadero", "falso", "vero", "waar", "onwaar")
)


def on_the_web(path: str) -> bool:
    """True for the address of a workbook on a server: no file can be read there."""
    return _WEB.match(path) is not None


def path(examined: Examined) -> Seen:
    """The place of the file is one that Excel and its macros accept."""
    text = examined.book.path
    if on_the_web(text):
        return seen("path.url", path=text)
    if examined.installed.windows:
        if len(text) > _LONGEST:
            return seen("path.long", path=text, length=len(text))
        share = _SHARE.match(text)
        if share is not None:
            key = "path.number" if _NUMBER.match(share[1]) else "path.network"
            return seen(key, path=text)
        roots = (examined.computer.environ.get(name) for name in _CLOUD)
        if any(root and text.casefold().startswith(root.casefold()) for root in roots):
            return seen("path.cloud", path=text)
    return seen("path.ok", path=text)


def zone(examined: Examined) -> Seen:
    """Windows has not marked the file as coming from the internet."""
    mark = examined.computer.read(f"{examined.book.path}:Zone.Identifier")
    return seen("zone.marked" if mark and _ZONE.search(mark) else "zone.ok")


def folder(examined: Examined) -> Seen:
    """The workbook and its backup can be written beside it."""
    name = examined.installed.paths.dirname(examined.book.path) or "."
    key = "folder.ok" if examined.computer.can_write(name) else "folder.closed"
    return seen(key, folder=name)


def workbook(examined: Examined) -> Seen:
    """The file is a workbook of ours that may hold macros."""
    book = examined.book
    if book.refusal is not None:
        return _refused("workbook.refused", book.refusal)
    if not book.declared_tables:
        return seen("workbook.foreign")
    if not book.macro_enabled:
        return seen("workbook.plain")
    return seen("workbook.ok", tables=book.declared_tables)


def _refused(key: str, error: HostError) -> Seen:
    entry = CATALOGUE[error.code]
    message, remedy = (
        Text(text.in_("en", **error.params), text.in_("fr", **error.params))
        for text in (entry.message, entry.remedy)
    )
    return seen(key, message=message, remedy=remedy)


def macros(examined: Examined) -> Seen | None:
    """The macros are there, and those of this version."""
    book = examined.book
    if not book.macro_enabled:
        return None
    try:
        project = book.macros
    except ValueError as error:
        return seen("macros.unread", reason=str(error))
    if project is None:
        return seen("macros.missing", path=book.path)
    plan = book.upgrade
    if isinstance(plan, HostError):  # the check of the version tells why
        return None
    if plan.old_modules:
        names = ", ".join(plan.old_modules)
        return seen("macros.other", modules=names, path=book.path)
    return seen("macros.ok")


def constant(examined: Examined) -> Seen | None:
    """The macros ask for the xlwings that is installed."""
    try:
        project = examined.book.macros
    except ValueError:
        return None
    module = project.module("xlwings") if project is not None else None
    found = _XLWINGS.search(module.text) if module is not None else None
    if found is None:
        return None
    key = "constant.ok" if found[1] == NEEDED_XLWINGS else "constant.other"
    return seen(key, found=found[1], version=NEEDED_XLWINGS, path=examined.book.path)


def conf(examined: Examined) -> Seen | None:
    """The settings sheet is there, and no true or false in it was translated."""
    book = examined.book
    if not book.macro_enabled:
        return None
    rows = book.conf
    if rows is None:
        return seen("conf.missing", path=book.path, sheet=CONF_SHEET)
    translated = [
        key
        for key, value in rows.items()
        if isinstance(value, bool) or str(value).strip().casefold() in _TRANSLATED
    ]
    if translated:
        return seen("conf.localised", keys=", ".join(translated), path=book.path)
    return seen("conf.ok")


def interpreter(examined: Examined) -> Seen | None:
    """The Python named on the settings sheet exists on this computer."""
    mac = examined.computer.system == MAC
    key = "INTERPRETER_MAC" if mac else "INTERPRETER_WIN"
    value = (examined.book.conf or {}).get(key)
    if not isinstance(value, str) or not value:
        return None
    environ = examined.computer.environ
    if mac:
        place = re.sub(r"\A\$HOME", lambda _: environ.get("HOME", "$HOME"), value)
    else:
        place = _VARIABLE.sub(lambda found: environ.get(found[1], found[0]), value)
    there = examined.computer.exists(place)
    return seen("interpreter.ok" if there else "interpreter.missing", path=place)


def current(examined: Examined) -> Seen | None:
    """The add-in's own parts of the workbook are those of this version."""
    book = examined.book
    if not book.macro_enabled:
        return None
    plan = book.upgrade
    if isinstance(plan, HostError):
        return _refused("current.refused", plan)
    if plan.changes:
        return seen("current.older", changes=plan.changes, path=book.path)
    return seen("current.ok")


def calls(examined: Examined) -> Seen:
    """Few cells call a function of ours one by one."""
    count = examined.book.single_calls
    return seen("calls.many" if count > _MANY_CALLS else "calls.ok", count=count)
