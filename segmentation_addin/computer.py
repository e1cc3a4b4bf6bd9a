"""This computer as setup and doctor see it: system, registry, files, programs.

Everything that they ask of the system goes through one small object, so that the
answers of a Windows or a Mac can be played on any other system. Paths are texts in
the notation of the system asked.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

WINDOWS, MAC = "Windows", "Darwin"
_PATIENCE = 600.0
"""Seconds that a program may take; installing packages is the longest."""
_NO_WINDOW = 0x08000000
_MISSING = 127


@dataclass(frozen=True)
class Answer:
    """How a program ended, and all that it printed."""

    code: int
    output: str = ""

    @property
    def well(self) -> bool:
        """True when the program says that it succeeded."""
        return self.code == 0


class Computer(Protocol):
    """What setup and doctor may ask of a computer."""

    @property
    def system(self) -> str:
        """Windows, Darwin (the Mac) or another name."""

    @property
    def environ(self) -> Mapping[str, str]:
        """Environment variables."""

    @property
    def python(self) -> tuple[int, int, int]:
        """Version of the Python that runs now."""

    @property
    def executable(self) -> str:
        """Path of the Python that runs now."""

    def installed(self, distribution: str) -> str | None:
        """Version of an installed package; None when it is absent."""

    def origin(self, distribution: str) -> str | None:
        """The folder that an installed package came from; None when it has none."""

    def registry(self, key: str, name: str = "") -> str | int | None:
        """A value of the Windows registry, "" being a key's own; read only."""

    def program(self, name: str) -> str | None:
        """Path of a program on the search path; None when there is none."""

    def run(self, command: Sequence[str]) -> Answer:
        """Runs a program to its end, without a window."""

    def open(self, path: str) -> None:
        """Opens a file in the program that belongs to it."""

    def exists(self, path: str) -> bool:
        """True when there is such a file or folder."""

    def names(self, folder: str) -> list[str]:
        """Names in a folder, sorted; none when there is no such folder."""

    def read(self, path: str) -> bytes | None:
        """Content of a file; None when it cannot be read."""

    def write(self, path: str, content: bytes, executable: bool = False) -> None:
        """Writes a file and the folders above it; OSError when it cannot."""

    def can_write(self, folder: str) -> bool:
        """True when a file can be made in a folder; the trial is removed."""


class ThisComputer:
    """The computer that runs this very program."""

    system = platform.system()
    python = (sys.version_info[0], sys.version_info[1], sys.version_info[2])
    executable = sys.executable

    @property
    def environ(self) -> Mapping[str, str]:
        """Environment variables."""
        return os.environ

    def installed(self, distribution: str) -> str | None:
        """Version of an installed package; None when it is absent."""
        try:
            return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            return None

    def origin(self, distribution: str) -> str | None:
        """The folder that an installed package came from; None when it has none."""
        try:
            found = importlib.metadata.distribution(distribution)
        except importlib.metadata.PackageNotFoundError:
            return None
        record = json.loads(found.read_text("direct_url.json") or "{}")
        address = urlsplit(str(record.get("url", "")))
        return url2pathname(address.path) if address.scheme == "file" else None

    def registry(self, key: str, name: str = "") -> str | int | None:
        """A value of the Windows registry, "" being a key's own; read only."""
        return _registry_value(key, name)

    def program(self, name: str) -> str | None:
        """Path of a program on the search path; None when there is none."""
        return shutil.which(name)

    def run(self, command: Sequence[str]) -> Answer:
        """Runs a program to its end, without a window."""
        try:
            done = subprocess.run(  # noqa: S603 - fixed commands, no shell
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=_PATIENCE,
                check=False,
                creationflags=_NO_WINDOW if self.system == WINDOWS else 0,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return Answer(_MISSING, str(error))
        return Answer(done.returncode, done.stdout.decode("utf-8", "replace"))

    def open(self, path: str) -> None:
        """Opens a file in the program that belongs to it."""
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - a workbook made just before
        else:
            self.run(["open" if self.system == MAC else "xdg-open", path])

    def exists(self, path: str) -> bool:
        """True when there is such a file or folder."""
        return os.path.exists(path)  # noqa: PTH110 - a path that may be malformed

    def names(self, folder: str) -> list[str]:
        """Names in a folder, sorted; none when there is no such folder."""
        try:
            return sorted(entry.name for entry in Path(folder).iterdir())
        except OSError:
            return []

    def read(self, path: str) -> bytes | None:
        """Content of a file; None when it cannot be read."""
        try:
            return Path(path).read_bytes()
        except (OSError, ValueError):
            return None

    def write(self, path: str, content: bytes, executable: bool = False) -> None:
        """Writes a file and the folders above it; OSError when it cannot."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if executable:
            target.chmod(0o755)

    def can_write(self, folder: str) -> bool:
        """True when a file can be made in a folder; the trial is removed."""
        try:
            with tempfile.TemporaryFile(dir=folder):
                return True
        except OSError:
            return False


def _registry_value(key: str, name: str) -> str | int | None:
    if sys.platform != "win32":
        return None
    import winreg

    hive, _, path = key.partition("\\")
    roots = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    try:
        with winreg.OpenKey(roots[hive], path) as opened:
            value = winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
    return value if isinstance(value, str | int) else None
