"""Checks of Python: its version, the add-in, what Excel needs from it."""

from __future__ import annotations

from segmentation_addin import __version__
from segmentation_addin.doctor.examined import Examined, Seen, seen
from segmentation_addin.doctor.excel_facts import excel_bits
from segmentation_addin.installed import NEEDED_XLWINGS, PACKAGE, XLWINGS

_OLDEST = (3, 11)


def python(examined: Examined) -> Seen:
    """Version and path of the Python that runs doctor."""
    computer = examined.computer
    version = ".".join(map(str, computer.python))
    key = "python.ok" if computer.python >= _OLDEST else "python.old"
    return seen(key, version=version, path=computer.executable)


def package(examined: Examined) -> Seen:
    """Version of the add-in that runs doctor."""
    del examined
    return seen("package.ok", version=__version__)


def environment(examined: Examined) -> Seen:
    """The environment that Excel uses exists and holds this version."""
    there = examined.installed
    if not there.there:
        return seen("environment.missing", path=there.interpreter)
    found = there.version(PACKAGE)
    if found is None:
        return seen("environment.bare", folder=there.folder)
    key = "environment.ok" if found == __version__ else "environment.other"
    return seen(key, folder=there.folder, found=found, version=__version__)


def xlwings(examined: Examined) -> Seen | None:
    """The xlwings of Excel's environment, else of this Python, is the pinned one."""
    there = examined.installed
    if there.there:
        found = there.version(XLWINGS)
    else:
        found = examined.computer.installed(XLWINGS)
    if found is None:
        return seen("xlwings.missing")
    key = "xlwings.ok" if found == NEEDED_XLWINGS else "xlwings.other"
    return seen(key, found=found, version=NEEDED_XLWINGS)


def pywin32(examined: Examined) -> Seen | None:
    """Python can speak to Excel."""
    there = examined.installed
    if not there.there:
        return None
    needed = ("win32com", "pywin32_system32")
    places = [there.paths.join(there.site_packages, name) for name in needed]
    if all(examined.computer.exists(place) for place in places):
        return seen("pywin32.ok")
    return seen("pywin32.missing", folder=there.site_packages)


def dll(examined: Examined) -> Seen | None:
    """The bridge lies where the macros look for it, for the Excel installed."""
    there = examined.installed
    if not there.there:
        return None
    places = there.bridge(NEEDED_XLWINGS, excel_bits(examined.computer) or 64)
    for place in places:
        if examined.computer.exists(place):
            return seen("dll.ok", path=place)
    first, second = (there.paths.dirname(place) for place in places)
    name = there.paths.basename(places[0])
    return seen("dll.missing", name=name, first=first, second=second)


def runpython(examined: Examined) -> Seen:
    """The script by which Excel on the Mac starts Python."""
    path = examined.installed.applescript
    key = "runpython.ok" if examined.computer.exists(path) else "runpython.missing"
    return seen(key, path=path)
