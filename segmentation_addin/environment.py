"""The one fixed environment of the add-in on a computer, by system.

`segmentation setup` makes it, the workbook's conf sheet points at it and `segmentation
doctor` looks for it. The paths on the sheet hold an environment variable, so a workbook
that travels finds each colleague's own Python. xlwings expands them wherever it uses
them: its `GetConfig` gives every value through `ExpandEnvironmentStrings` (on the Mac
only a leading `$HOME` and its like), and finds the DLL beside the interpreter or one
folder up, where pip and uv put it in a virtual environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

System = Literal["windows", "mac"]

XLWINGS = "0.37.8"
"""The xlwings whose VBA stands in the workbook; its DLL bears the same number."""
FUNCTIONS_MODULE = "segmentation_addin.excel.functions"
CONF_SHEET = "xlwings.conf"
"""Title of the very hidden sheet that xlwings reads: fixed by xlwings."""

WINDOWS_VARIABLE = "LOCALAPPDATA"
WINDOWS_FOLDER = r"segmentation\venv"
MAC_VARIABLE = "HOME"
MAC_FOLDER = ".segmentation/venv"
"""No blank in it: xlwings' AppleScript does not quote the interpreter."""
INTERPRETER_WINDOWS = rf"%{WINDOWS_VARIABLE}%\{WINDOWS_FOLDER}\Scripts\pythonw.exe"
INTERPRETER_MAC = f"${MAC_VARIABLE}/{MAC_FOLDER}/bin/python"

CONF_ROWS: tuple[tuple[str, str], ...] = (
    ("INTERPRETER_WIN", INTERPRETER_WINDOWS),
    ("INTERPRETER_MAC", INTERPRETER_MAC),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
    ("UDF MODULES", FUNCTIONS_MODULE),
    ("SHOW CONSOLE", "False"),
    ("DEBUG UDFS", "False"),
    ("USE UDF SERVER", "False"),
)
"""Key and value of each row of the conf sheet, all text: as a boolean a French Excel
hands over FAUX. ADD_WORKBOOK_TO_PYTHONPATH keeps a `pandas.py` beside a downloaded
workbook from being run. The last three are xlwings' own defaults, written out since it
turns a default into "Faux" there, which ends in a type mismatch (its issue 2594)."""


def folder(system: System, environ: Mapping[str, str]) -> PurePath:
    """The folder of the environment; KeyError without its variable.

    >>> str(folder("mac", {"HOME": "/Users/ana"}))
    '/Users/ana/.segmentation/venv'
    """
    if system == "windows":
        return PureWindowsPath(environ[WINDOWS_VARIABLE]) / WINDOWS_FOLDER
    return PurePosixPath(environ[MAC_VARIABLE]) / MAC_FOLDER


def interpreter(system: System, environ: Mapping[str, str]) -> PurePath:
    """The Python that Excel starts: without a console window on Windows."""
    if system == "windows":
        return folder(system, environ) / "Scripts" / "pythonw.exe"
    return folder(system, environ) / "bin" / "python"


def libraries(version: str, environ: Mapping[str, str]) -> tuple[PurePath, ...]:
    """Where the workbook looks for the 64-bit DLL of that xlwings, in order."""
    name = f"xlwings64-{version}.dll"
    beside = interpreter("windows", environ).parent
    return beside / name, beside.parent / name
