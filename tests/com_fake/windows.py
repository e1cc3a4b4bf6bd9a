"""A Windows with pywin32, as far as xlwings looks: modules that lead to the fake.

xlwings is imported once more under the name of Windows, beside the copy that a Linux
has, and both wait in `sys.modules` for their turn: `entered` puts the Windows one in
place and `left` takes it away. `sys.platform` says win32 only while it is imported.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from typing import Any
from unittest import mock

from com_fake.application import Excel
from com_fake.dispatch import CDispatch, ComObject, PyIDispatch
from com_fake.errors import ComError

IDISPATCH = "{00020400-0000-0000-C000-000000000046}"
DESK, SHEET_WINDOW = 11, 12
"""Handles of the windows inside Excel's that xlwings looks for."""

running: list[Excel] = []
"""The Excel that runs now, if any."""


class _Base:
    """A base class that pywin32 has and the fake does not use."""


class _Wrapped:
    """win32com.server.util.wrap: a Python object on its way through COM."""

    def __init__(self, obj: Any) -> None:
        self.wrapped = obj


def _unwrap(given: Any) -> Any:
    if isinstance(given, _Wrapped):
        return given.wrapped
    raise ComError(-2147467262, "No such interface supported")


def _dispatch(given: Any, *_: Any, **__: Any) -> Any:
    if isinstance(given, PyIDispatch):
        return given.obj
    if isinstance(given, ComObject):
        return given
    inner = getattr(given, "_inner", None)
    return inner if isinstance(inner, ComObject) else running[0].application


def _message_box(_hwnd: int, text: str, _title: str, style: int = 0) -> int:
    answers = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}
    return answers[running[0].ask(text, "yes" if style & 0xF in (3, 4) else "ok")]


def _find_window(_parent: int, _after: int, kind: str, _title: Any) -> int:
    return DESK if kind == "XLDESK" else SHEET_WINDOW


def _window_object(_hwnd: int, _what: int, _iid: Any, _pointer: Any) -> int:
    return 0


class _Utc:
    """win32timezone.TimeZoneInfo: only the universal time."""

    @staticmethod
    def utc() -> tzinfo:
        return UTC


def _module(name: str, **members: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(members)
    made.__file__ = f"<{name}>"
    return made


def _nothing(*_: Any, **__: Any) -> None:
    """A call whose answer xlwings does not use."""


def _pywin32() -> dict[str, types.ModuleType]:
    made = [
        _module(
            "pywintypes",
            com_error=ComError,
            error=type("error", (Exception,), {}),
            TimeType=datetime,
            IID=str,
        ),
        _module(
            "pythoncom",
            com_error=ComError,
            ole_error=ComError,
            IID_IDispatch=IDISPATCH,
            IID_IEnumVARIANT="{00020404-0000-0000-C000-000000000046}",
            TypeIIDs={IDISPATCH: PyIDispatch},
            CoInitialize=_nothing,
            CoMarshalInterThreadInterfaceInStream=lambda _iid, obj: obj,
            CoGetInterfaceAndReleaseStream=lambda stream, _iid: stream,
        ),
        _module("win32api", MessageBox=_message_box),
        _module(
            "win32con",
            MB_OK=0,
            MB_OKCANCEL=1,
            MB_YESNOCANCEL=3,
            MB_YESNO=4,
            MB_ICONWARNING=48,
            MB_ICONINFORMATION=64,
        ),
        _module("win32gui", FindWindowEx=_find_window),
        _module(
            "win32process",
            GetWindowThreadProcessId=lambda _hwnd: (1, running[0].pid),
        ),
        _module("win32timezone", TimeZoneInfo=_Utc),
        _module("win32event"),
        _module("win32com"),
        _module(
            "win32com.client",
            CDispatch=CDispatch,
            CoClassBaseClass=_Base,
            DispatchBaseClass=_Base,
            Dispatch=_dispatch,
            DispatchEx=_dispatch,
            gencache=types.SimpleNamespace(EnsureModule=_nothing),
        ),
        _module("win32com.server"),
        _module("win32com.server.dispatcher"),
        _module("win32com.server.policy"),
        _module(
            "win32com.server.util", wrap=lambda obj, **_: _Wrapped(obj), unwrap=_unwrap
        ),
    ]
    modules = {module.__name__: module for module in made}
    for name, module in modules.items():
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
    return modules


class _Libraries:
    """ctypes.windll and ctypes.oledll: the few functions that xlwings calls."""

    user32 = types.SimpleNamespace(
        GetTopWindow=lambda _desk: running[0].hwnd if running else 0,
        GetWindow=lambda _hwnd, _next: 0,
        GetForegroundWindow=lambda: running[0].hwnd,
        SetForegroundWindow=_nothing,
        SetWindowPos=_nothing,
    )
    oleacc = types.SimpleNamespace(AccessibleObjectFromWindow=_window_object)
    ole32 = types.SimpleNamespace(CLSIDFromString=_nothing)


class _FromPointer:
    """The function behind a pointer to an object: the Excel that runs."""

    restype: Any = None

    def __call__(self, *_: Any) -> PyIDispatch:
        return PyIDispatch(running[0].application)


class _PythonLibrary:
    """ctypes.PyDLL(pythoncom): one function."""

    def __init__(self, _path: str) -> None:
        self.PyCom_PyObjectFromIUnknown = _FromPointer()


def _ours(name: str) -> bool:
    top = name.partition(".")[0]
    return top in ("xlwings", "win32com") or top in _PYWIN32


_PYWIN32 = frozenset(
    [
        "pywintypes",
        "pythoncom",
        "win32api",
        "win32con",
        "win32gui",
        "win32process",
        "win32timezone",
        "win32event",
        "win32com",
    ]
)
_windows_modules: dict[str, types.ModuleType] = {}


def _taken() -> dict[str, types.ModuleType]:
    names = [name for name in sys.modules if _ours(name)]
    return {name: sys.modules.pop(name) for name in names}


@contextmanager
def _libraries() -> Iterator[None]:
    libraries = _Libraries()
    with (
        mock.patch.object(ctypes, "windll", libraries, create=True),
        mock.patch.object(ctypes, "oledll", libraries, create=True),
        mock.patch.object(ctypes, "PyDLL", _PythonLibrary),
    ):
        yield


def _import_under_windows() -> dict[str, types.ModuleType]:
    importlib.import_module("xlwings")  # all that it imports must be Linux's
    for name in ("asyncio", "pandas", "tempfile", "subprocess", "concurrent.futures"):
        importlib.import_module(name)
    before = _taken()
    sys.modules.update(_pywin32())
    try:
        with _libraries(), mock.patch.object(sys, "platform", "win32"):
            xlwings = importlib.import_module("xlwings")
            importlib.import_module("xlwings.com_server")
        atexit.unregister(xlwings._xlwindows.cleanup)
        return _taken()
    finally:
        _taken()
        sys.modules.update(before)


@contextmanager
def windows(excel: Excel) -> Iterator[Any]:
    """xlwings as on Windows, with one Excel running; gives the xlwings module."""
    if not _windows_modules:
        _windows_modules.update(_import_under_windows())
    before = _taken()
    sys.modules.update(_windows_modules)
    running.append(excel)
    xlwings = sys.modules["xlwings"]
    try:
        with _libraries(), _fresh_state(xlwings):
            yield xlwings
    finally:
        running.clear()
        _windows_modules.update(_taken())
        sys.modules.update(before)


@contextmanager
def _fresh_state(xlwings: Any) -> Iterator[None]:
    """What xlwings keeps between calls starts and ends empty."""
    resets: list[Callable[[], object]] = [
        xlwings.udfs.udf_modules.clear,
        xlwings.udfs.cache.clear,
        xlwings.udfs.has_dynamic_array.cache_clear,
    ]
    attempts = xlwings._xlwindows.N_COM_ATTEMPTS
    try:
        yield
    finally:
        for reset in resets:
            reset()
        xlwings._xlwindows.BOOK_CALLER = None
        xlwings._xlwindows.N_COM_ATTEMPTS = attempts
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller
