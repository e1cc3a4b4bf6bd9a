"""What Excel answers when it does not do as it is told, in plain words.

Over COM an error is a number. A busy Excel, or one where somebody types in a cell,
rejects calls: they are tried again, but not for ever.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from segmentation_addin.workbook.host import HostError

ATTEMPTS = 400
"""Times that a rejected call is tried: about a second, each answer of a busy Excel
takes some milliseconds."""
_BUSY = frozenset({-2147418111, -2146777998, -2147417846})
"""RPC_E_CALL_REJECTED, VBA_E_IGNORE (somebody types), RPC_E_SERVERCALL_RETRYLATER."""
_GONE = frozenset({-2147023174, -2147417848, -2147220995, -2147023170})
"""RPC server unavailable, disconnected, object not connected, call failed."""

_UNKNOWN_MEMBER = -2147352570
"""DISP_E_UNKNOWNNAME"""


def excel_errors(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """The kinds of error by which xlwings passes on what Excel refuses, and more."""
    names = (
        ("pywintypes", "com_error"),
        ("xlwings._xlwindows", "ExcelBusyError"),
        ("appscript.reference", "CommandError"),
    )
    found = (getattr(sys.modules.get(module), name, None) for module, name in names)
    return (*more, *(kind for kind in found if kind is not None))


def is_unknown_member(error: Exception) -> bool:
    """True when this Excel does not have what it was asked for, being too old."""
    if isinstance(error, AttributeError):
        return True
    return sys.platform == "darwin" or _UNKNOWN_MEMBER in _numbers(error)


def host_error(error: Exception, path: str) -> HostError:
    """The refusal in the words of the catalogue."""
    numbers = _numbers(error)
    if numbers & _BUSY or type(error).__name__ == "ExcelBusyError":
        return HostError("excel_busy", path=path)
    if numbers & _GONE:
        return HostError("excel_closed", path=path)
    return HostError("excel_refused", path=path, reason=_reason(error))


def _numbers(error: Exception) -> set[int]:
    info: Any = getattr(error, "excepinfo", None) or ()
    found = {getattr(error, "hresult", 0), info[5] if len(info) > 5 else 0}
    return {number for number in found if isinstance(number, int)}


def _reason(error: Exception) -> str:
    info: Any = getattr(error, "excepinfo", None) or ()
    said = info[2] if len(info) > 2 else None
    text = str(said or getattr(error, "strerror", None) or error)
    return " ".join(text.split()).rstrip(".")


@contextmanager
def plain_refusals(path: str) -> Iterator[None]:
    """Turns Excel's refusals into HostError; a rejected call is not tried for ever."""
    windows: Any = sys.modules.get("xlwings._xlwindows")
    before = getattr(windows, "N_COM_ATTEMPTS", None)
    if windows is not None:
        windows.N_COM_ATTEMPTS = ATTEMPTS
    try:
        yield
    except excel_errors() as error:
        raise host_error(error, path) from error
    finally:
        if windows is not None:
            windows.N_COM_ATTEMPTS = before
