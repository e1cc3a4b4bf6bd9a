"""The errors of COM, as pywin32 raises them."""

from __future__ import annotations

from typing import Any

RPC_E_CALL_REJECTED = -2147418111
VBA_E_IGNORE = -2146777998
DISP_E_EXCEPTION = -2147352567
DISP_E_UNKNOWNNAME = -2147352570
DISP_E_BADINDEX = -2147352565
SCODE_1004 = -2146827284


class ComError(Exception):
    """pywintypes.com_error: number, text, exception info, argument."""

    def __init__(
        self,
        hresult: int,
        strerror: str,
        excepinfo: tuple[Any, ...] | None = None,
        argerror: int | None = None,
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult = hresult
        self.strerror = strerror
        self.excepinfo = excepinfo
        self.argerror = argerror


def refusal(text: str, scode: int = SCODE_1004) -> ComError:
    """What Excel answers when it does not do what it is asked (error 1004)."""
    info = (0, "Microsoft Excel", text, "xlmain11.chm", 0, scode)
    return ComError(DISP_E_EXCEPTION, "Exception occurred.", info)


def unknown_name(name: str) -> ComError:
    """What COM answers for a member that an object does not have."""
    return ComError(DISP_E_UNKNOWNNAME, f"Unknown name: {name}.")


def bad_index(index: object) -> ComError:
    """What a collection answers for an item that it does not hold."""
    info = (0, None, f"No item {index!r}", None, 0, DISP_E_BADINDEX)
    return ComError(DISP_E_EXCEPTION, "Exception occurred.", info)


def busy() -> ComError:
    """Excel rejects a call because it is busy."""
    return ComError(RPC_E_CALL_REJECTED, "Call was rejected by callee.")


def typing_in_a_cell() -> ComError:
    """Excel rejects a call because somebody types in a cell."""
    info = (0, None, None, None, 0, VBA_E_IGNORE)
    return ComError(DISP_E_EXCEPTION, "Exception occurred.", info)
