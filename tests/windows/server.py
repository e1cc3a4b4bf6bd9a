"""The COM server, started as the workbook starts it: by the real xlwings DLL."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_long
from importlib.metadata import version
from pathlib import Path

from windows.variants import VT_DISPATCH, Com, Variant

_TAIL = (
    ' -B -c "import sys, os;import xlwings.utils;'
    'xlwings.utils.prepare_sys_path(\\"{paths}\\");'
    "import xlwings; xlwings.serve('$(CLSID)')\"\""
)
_KILL = -1


class ServerError(RuntimeError):
    """The DLL could not start the server; the message is the one a cell would show."""


def library_name() -> str:
    """The DLL that the workbook names."""
    return f"xlwings64-{version('xlwings')}.dll"


def command(interpreter: str, *folders: str) -> str:
    """What `XLPyCommand` of xlwings.bas builds for an interpreter and PYTHONPATH."""
    paths = ";".join(("false", "", "", "", "", "", *folders))
    escaped = paths.replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
    return f'cmd.exe  /K ""{interpreter}"' + _TAIL.format(paths=escaped)


@contextmanager
def running_server(com: Com, interpreter: str, *folders: str) -> Iterator[Variant]:
    """The `XLPython` object, as `XLPy()` gives it to a wrapper; ended by `KillPy`."""
    activate = _activate(_library(Path(interpreter)))
    line = command(interpreter, *folders).encode("mbcs")
    server = Variant()
    code = activate(byref(server), line, 1)
    if code or server.kind != VT_DISPATCH:
        raise ServerError(str(com.read(server)))
    try:
        yield server
    finally:
        com.clear(server)
        activate(byref(Variant()), line, _KILL)


def _library(interpreter: Path) -> Path:
    """Beside python.exe or one folder up, as `XLPyLoadDLL` looks for it."""
    for folder in (interpreter.parent, interpreter.parent.parent):
        if (folder / library_name()).exists():
            return folder / library_name()
    raise ServerError(f"{library_name()} is not beside {interpreter}")


def _activate(library: Path) -> ctypes._NamedFuncPointer:
    """VBA passes a text to a `Declare`d function as bytes of the ANSI code page."""
    loaded = ctypes.WinDLL(str(library))  # type: ignore[attr-defined,unused-ignore]
    function: ctypes._NamedFuncPointer = loaded.XLPyDLLActivateAuto
    function.argtypes = [POINTER(Variant), c_char_p, c_long]
    function.restype = c_long
    return function
