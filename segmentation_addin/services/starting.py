"""A fresh workbook in the user's Documents, opened in Excel: what the shortcut does."""

from __future__ import annotations

import ntpath
import posixpath
import re
from pathlib import Path

from segmentation_addin.computer import WINDOWS, Computer
from segmentation_addin.languages import Language
from segmentation_addin.services import creating

NAME = "Segmentation"
_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_VARIABLE = re.compile(r"%([^%]+)%")


def documents(computer: Computer) -> str:
    """The user's folder of documents, wherever Windows keeps it (OneDrive too)."""
    environ = computer.environ
    if computer.system != WINDOWS:
        return posixpath.join(environ.get("HOME", ""), "Documents")
    value = computer.registry(_FOLDERS, "Personal")
    if isinstance(value, str) and value:
        return _VARIABLE.sub(lambda found: environ.get(found[1], found[0]), value)
    return ntpath.join(environ.get("USERPROFILE", ""), "Documents")


def free_path(folder: Path) -> Path:
    """A name that is free: Segmentation.xlsm, Segmentation 2.xlsm..."""
    number, path = 1, folder / f"{NAME}.xlsm"
    while path.exists():
        number += 1
        path = folder / f"{NAME} {number}.xlsm"
    return path


def start(computer: Computer, language: Language, folder: Path | None = None) -> Path:
    """Creates a workbook in Documents, or in `folder`, and opens it.

    Raises:
        HostError: it cannot be created there.
    """
    place = Path(documents(computer)) if folder is None else folder
    path = creating.new(free_path(place), language)
    computer.open(str(path))
    return path
