"""Makes every call through the real DLL and COM server, beside a direct call.

Runs in a Windows Python that holds the package and xlwings, under Wine or on Windows:
`python -m windows.calls RESULT.json` from the folder `tests`. The result holds what
COM gave, what the same function gave when called directly, and the seconds.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from segmentation_addin.excel.registry import MODULE
from segmentation_addin.excel.tokens import NUMBERS
from windows.cases import BIG_ROWS, CALLS, FILLED_DOWN, ONE, RULES, SCALE, big_arguments
from windows.server import running_server
from windows.variants import CallFailed, Com, Fault, Missing, Variant

_ERROR_BASE = -2146828288
CHECKOUT = Path(__file__).resolve().parents[2]


def direct_call(name: str, arguments: tuple[Any, ...]) -> Any:
    """The function as Python calls it, its result in the shape that COM gives."""
    function = getattr(import_module(MODULE), name)
    taken = list(arguments)
    while taken and isinstance(taken[-1], Missing):
        taken.pop()
    rows = function(*(_received(argument) for argument in taken))
    if len(rows) > 1:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def _received(value: Any) -> Any:
    """A value as pywin32 hands it to the server."""
    if isinstance(value, list):
        return tuple(tuple(_received(cell) for cell in row) for row in value)
    if isinstance(value, Fault):
        return _ERROR_BASE + NUMBERS[value.name]
    return None if isinstance(value, Missing) else value


def digest(result: Any) -> str:
    """A long result in short: equal only when every cell is equal."""
    return hashlib.sha256(json.dumps(result).encode()).hexdigest()


class Session:
    """Calls through one running server."""

    def __init__(self, com: Com, server: Variant) -> None:
        self._com = com
        self._server = server

    def timed(self, name: str, arguments: tuple[Any, ...]) -> tuple[Any, float]:
        """The result of one call and its seconds, as a formula waits for it."""
        call = self._com.call_udf(self._server, MODULE, name, arguments)
        start = time.perf_counter()
        try:
            variant = call.make()
        except CallFailed as failure:
            return {"failed": str(failure)}, time.perf_counter() - start
        finally:
            call.free()
        seconds = time.perf_counter() - start
        result = self._com.read(variant)
        self._com.clear(variant)
        return result, seconds


def record() -> dict[str, Any]:
    """Starts the server, makes all calls, ends the server."""
    com = Com()
    start = time.perf_counter()
    with running_server(com, sys.executable, str(CHECKOUT)) as server:
        session = Session(com, server)
        activated = time.perf_counter() - start
        first = session.timed("SEGMENT_VERSION", ())[1]
        return {
            "system": _system(),
            "versions": {
                "python": platform.python_version(),
                **{name: version(name) for name in ("numpy", "pandas", "xlwings")},
            },
            "seconds": {
                "start_of_the_server": activated,
                "first_call": first,
            },
            "calls": [_one(session, call) for call in CALLS],
            "too_few_arguments": session.timed("SEGMENT_COST", (1.0,))[0],
            "filled_down": _filled_down(session),
            "big": _big(session),
        }


def _one(session: Session, call: Any) -> dict[str, Any]:
    com, seconds = session.timed(call.function, call.arguments)
    return {
        "name": call.name,
        "seconds": seconds,
        "com": com,
        "direct": direct_call(call.function, call.arguments),
    }


def _filled_down(session: Session) -> dict[str, Any]:
    """One formula a row: the scale and the rules come along each time."""
    seconds = seconds_direct = 0.0
    letters = set()
    for at in range(FILLED_DOWN):
        figures = (float(1000 + at * 80), *ONE[1:])
        letter, spent = session.timed("SEGMENT", (*figures, SCALE, RULES))
        start = time.perf_counter()
        same = direct_call("SEGMENT", (*figures, SCALE, RULES)) == letter
        seconds_direct += time.perf_counter() - start
        letters.add(letter if same else f"not the result of a direct call: {letter}")
        seconds += spent
    return {
        "cells": FILLED_DOWN,
        "seconds": seconds,
        "seconds_direct": seconds_direct,
        "letters": sorted(letters),
    }


def _big(session: Session) -> dict[str, Any]:
    arguments = big_arguments()
    com, seconds = session.timed("SEGMENT", arguments)
    start = time.perf_counter()
    direct = direct_call("SEGMENT", arguments)
    return {
        "rows": BIG_ROWS,
        "seconds": seconds,
        "seconds_direct": time.perf_counter() - start,
        "com": digest(com),
        "direct": digest(direct),
    }


def _system() -> str:
    """Windows with its version, and Wine's where it is Wine."""
    import ctypes

    library: Any = ctypes.WinDLL("ntdll")  # type: ignore[attr-defined,unused-ignore]
    name = f"{platform.system()} {platform.version()}"
    try:
        ask = library.wine_get_version
    except AttributeError:
        return name
    ask.restype = ctypes.c_char_p
    return f"Wine {ask().decode()} as {name}"


def main(target: str) -> None:
    """Writes what was recorded as JSON."""
    found = record()
    Path(target).write_text(
        json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
