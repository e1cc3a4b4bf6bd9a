"""What lies in the fixed environment that Excel uses, on the computer asked."""

from __future__ import annotations

import ntpath
import posixpath
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from segmentation_addin import environment
from segmentation_addin.computer import WINDOWS, Computer

PACKAGE = "segmentation-addin"
XLWINGS = "xlwings"
NEEDED_XLWINGS = environment.XLWINGS
"""The one version of xlwings that the macros are made for."""
_RECORD = ".dist-info"


@dataclass(frozen=True)
class Installed:
    """The fixed environment of one computer: its folder, its Python, its packages."""

    computer: Computer

    @property
    def windows(self) -> bool:
        """True on Windows."""
        return self.computer.system == WINDOWS

    @property
    def _system(self) -> environment.System:
        return "windows" if self.windows else "mac"

    @property
    def _environ(self) -> dict[str, str]:
        """The environment variables, with the one that a service account may lack."""
        own = self.computer.environ
        local = ntpath.join(own.get("USERPROFILE", ""), "AppData", "Local")
        return {"LOCALAPPDATA": local, "HOME": "", **own}

    @property
    def paths(self) -> ModuleType:
        """How paths are written on that computer."""
        return ntpath if self.windows else posixpath

    @cached_property
    def folder(self) -> str:
        """The folder of the environment."""
        return str(environment.folder(self._system, self._environ))

    @cached_property
    def interpreter(self) -> str:
        """The Python that Excel calls."""
        return str(environment.interpreter(self._system, self._environ))

    @cached_property
    def console(self) -> str:
        """The Python that prints: the same, save on Windows."""
        return self.interpreter.replace("pythonw.exe", "python.exe")

    @property
    def there(self) -> bool:
        """True when the environment has its Python."""
        return self.computer.exists(self.interpreter)

    @property
    def running(self) -> bool:
        """True when the program that runs now is that of the environment."""
        home = self.paths.dirname(self.interpreter)
        here = self.paths.dirname(self.computer.executable)
        return bool(self.paths.normcase(home) == self.paths.normcase(here))

    @property
    def site_packages(self) -> str:
        """Where the environment keeps its packages."""
        if self.windows:
            return self.join("Lib", "site-packages")
        versions = [
            name
            for name in self.computer.names(self.join("lib"))
            if name.startswith("python3")
        ]
        return self.join(
            "lib", versions[-1] if versions else "python3", "site-packages"
        )

    def join(self, *names: str) -> str:
        """A path inside the environment."""
        return str(self.paths.join(self.folder, *names))

    def version(self, distribution: str) -> str | None:
        """Version of a package in the environment; None when it is absent."""
        wanted = distribution.replace("-", "_").casefold() + "-"
        for name in self.computer.names(self.site_packages):
            if name.casefold().startswith(wanted) and name.endswith(_RECORD):
                return name[len(wanted) : -len(_RECORD)]
        return None

    @property
    def applescript(self) -> str:
        """The script by which Excel on the Mac starts Python."""
        home = self.computer.environ.get("HOME", "")
        folder = f"{home}/Library/Application Scripts/com.microsoft.Excel"
        return f"{folder}/xlwings-{NEEDED_XLWINGS}.applescript"

    def bridge(self, version: str, bits: int = 64) -> tuple[str, str]:
        """The two places where the macros look for the DLL of xlwings."""
        return self.beside(self.interpreter, f"xlwings{bits}-{version}.dll")

    def beside(self, interpreter: str, name: str) -> tuple[str, str]:
        """A file beside an interpreter, and one folder up."""
        first = self.paths.dirname(interpreter)
        return (
            str(self.paths.join(first, name)),
            str(self.paths.join(self.paths.dirname(first), name)),
        )
