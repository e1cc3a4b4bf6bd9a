"""A computer that answers as it is told: Windows and the Mac, played on any system."""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from segmentation_addin.computer import MAC, WINDOWS, Answer
from segmentation_addin.environment import XLWINGS

USER = r"C:\Users\lea"
LOCAL = USER + r"\AppData\Local"
VENV = LOCAL + r"\segmentation\venv"
SCRIPTS = VENV + r"\Scripts"
SITE = VENV + r"\Lib\site-packages"
MAC_VENV = "/Users/lea/.segmentation/venv"
MAC_SITE = MAC_VENV + "/lib/python3.12/site-packages"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
PLIST = "/Applications/Microsoft Excel.app/Contents/Info.plist"
ENVIRON = {
    WINDOWS: {
        "LOCALAPPDATA": LOCAL,
        "APPDATA": USER + r"\AppData\Roaming",
        "USERPROFILE": USER,
        "OneDrive": USER + r"\OneDrive",
    },
    MAC: {"HOME": "/Users/lea"},
}


@dataclass
class FakeComputer:
    """Files, registry and programs as the test gives them."""

    system: str = WINDOWS
    python: tuple[int, int, int] = (3, 12, 4)
    executable: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    values: dict[tuple[str, str], str | int] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=lambda: {"xlwings": XLWINGS})
    origins: dict[str, str] = field(default_factory=dict)
    runs: list[list[str]] = field(default_factory=list)
    answer: Callable[[Sequence[str]], Answer] = lambda _: Answer(0)
    opened: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    executables: set[str] = field(default_factory=set)

    @property
    def environ(self) -> dict[str, str]:
        return ENVIRON.get(self.system, {})

    def _key(self, path: str) -> str:
        windows = self.system == WINDOWS
        return ntpath.normpath(path).casefold() if windows else path

    def _files(self) -> dict[str, bytes]:
        return {self._key(path): content for path, content in self.files.items()}

    def installed(self, distribution: str) -> str | None:
        return self.packages.get(distribution)

    def origin(self, distribution: str) -> str | None:
        return self.origins.get(distribution)

    def registry(self, key: str, name: str = "") -> str | int | None:
        return self.values.get((key, name))

    def program(self, name: str) -> str | None:
        return self.programs.get(name)

    def run(self, command: Sequence[str]) -> Answer:
        self.runs.append(list(command))
        return self.answer(command)

    def open(self, path: str) -> None:
        self.opened.append(path)

    def exists(self, path: str) -> bool:
        key, files = self._key(path), self._files()
        separator = "\\" if self.system == WINDOWS else "/"
        return key in files or any(name.startswith(key + separator) for name in files)

    def names(self, folder: str) -> list[str]:
        separator = "\\" if self.system == WINDOWS else "/"
        start = folder.rstrip("\\/") + separator
        return sorted(
            {
                path[len(start) :].split(separator)[0]
                for path in self.files
                if path.casefold().startswith(start.casefold())
            }
        )

    def read(self, path: str) -> bytes | None:
        return self._files().get(self._key(path))

    def write(self, path: str, content: bytes, executable: bool = False) -> None:
        if any(path.startswith(folder) for folder in self.closed):
            raise PermissionError(13, "Permission denied", path)
        self.files[path] = content
        if executable:
            self.executables.add(path)

    def can_write(self, folder: str) -> bool:
        return folder not in self.closed


def ready_windows(version: str = "0.1.0") -> FakeComputer:
    """A Windows computer with Excel and a complete environment."""
    files = [
        SCRIPTS + r"\pythonw.exe",
        SCRIPTS + r"\python.exe",
        VENV + rf"\xlwings64-{XLWINGS}.dll",
        SITE + r"\win32com\__init__.py",
        SITE + r"\pywin32_system32\pythoncom312.dll",
        SITE + rf"\segmentation_addin-{version}.dist-info\METADATA",
        SITE + rf"\xlwings-{XLWINGS}.dist-info\METADATA",
    ]
    return FakeComputer(
        executable=SCRIPTS + r"\python.exe",
        files=dict.fromkeys(files, b""),
        values={
            (
                r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe",
                "",
            ): EXCEL,
            (CLICK_TO_RUN, "VersionToReport"): "16.0.17928.20156",
            (CLICK_TO_RUN, "Platform"): "x64",
            (CLICK_TO_RUN, "ClientCulture"): "fr-fr",
            (r"HKCU\Control Panel\International", "sList"): ";",
            (r"HKCU\Control Panel\International", "sDecimal"): ",",
        },
        answer=lambda _: Answer(0, "all-said\r\n"),
    )


def ready_mac(version: str = "0.1.0") -> FakeComputer:
    """A Mac with Excel and a complete environment."""
    script = (
        "/Users/lea/Library/Application Scripts/com.microsoft.Excel/"
        f"xlwings-{XLWINGS}.applescript"
    )
    files = [
        MAC_VENV + "/bin/python",
        MAC_SITE + f"/segmentation_addin-{version}.dist-info/METADATA",
        MAC_SITE + f"/xlwings-{XLWINGS}.dist-info/METADATA",
        script,
    ]
    plist = (
        b'<?xml version="1.0"?><plist version="1.0"><dict><key>'
        b"CFBundleShortVersionString</key><string>16.89</string></dict></plist>"
    )
    return FakeComputer(
        system=MAC,
        executable=MAC_VENV + "/bin/python",
        files={**dict.fromkeys(files, b""), PLIST: plist},
    )
