"""What the calls gave: recorded in the bed, or right here on Windows, and compared."""

from __future__ import annotations

import json
import math
import struct
import sys
from pathlib import Path
from typing import Any

from segmentation_addin.excel.tokens import MARK, NAMES
from windows.cases import CALLS

NEAR = 1e-9
"""How far Linux may be from Windows, relative, or absolute below 1."""
SECONDS_FOR_ALL = 600


def recorded(target: Path) -> dict[str, Any]:
    """Makes all calls and reads what was written about them."""
    if sys.platform == "win32":
        from windows.calls import main

        main(str(target))
    else:
        from windows.bed import windows_path
        from windows.build_bed import built_bed

        bed = built_bed()
        try:
            bed.run_module(
                "windows.calls", windows_path(target), timeout=SECONDS_FOR_ALL
            )
        finally:
            bed.stop()
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def same_bits(one: Any, other: Any) -> bool:
    """Equal in kind and in every bit, cell by cell."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same_bits, one, other))
    if isinstance(one, float):
        return struct.pack("<d", one) == struct.pack("<d", other)
    return bool(one == other)


def near(one: Any, other: Any) -> bool:
    """Equal texts, and numbers that a spreadsheet could not tell apart."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(near, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)
    return type(one) is type(other) and bool(one == other)


def errors_in(result: Any) -> frozenset[str]:
    """Excel errors among the cells of a result."""
    if isinstance(result, list):
        return frozenset().union(*map(errors_in, result))
    if isinstance(result, str) and result.startswith(MARK):
        return frozenset((NAMES[int(result.removeprefix(MARK))],))
    return frozenset()


def differences(found: dict[str, Any]) -> list[str]:
    """Calls whose result through COM is not that of a direct call, or not as told."""
    wrong = []
    for call, made in zip(CALLS, found["calls"], strict=True):
        if not same_bits(made["com"], made["direct"]):
            wrong.append(f"{call.name}: {made['com']!r}, directly {made['direct']!r}")
        elif errors_in(made["com"]) != call.errors:
            wrong.append(f"{call.name}: gave {made['com']!r}")
    if found["big"]["com"] != found["big"]["direct"]:
        wrong.append(f"{found['big']['rows']} rows: not the result of a direct call")
    return wrong


def times(found: dict[str, Any]) -> dict[str, Any]:
    """The seconds in short: start, one call, a filled-down column, one large range."""
    calls = sorted(made["seconds"] for made in found["calls"])
    filled, big = found["filled_down"], found["big"]
    return {
        "system": found["system"],
        "versions": found["versions"],
        "start_of_the_server": round(found["seconds"]["start_of_the_server"], 2),
        "first_call": round(found["seconds"]["first_call"], 3),
        "small_call_median": round(calls[len(calls) // 2], 4),
        "small_call_slowest": {
            "call": max(found["calls"], key=_seconds)["name"],
            "seconds": round(calls[-1], 4),
        },
        "filled_down": {
            "cells": filled["cells"],
            "seconds": round(filled["seconds"], 2),
            "seconds_in_python": round(filled["seconds_direct"], 2),
        },
        "large_range": {
            "rows": big["rows"],
            "seconds": round(big["seconds"], 2),
            "seconds_in_python": round(big["seconds_direct"], 2),
        },
    }


def _seconds(made: dict[str, Any]) -> float:
    return float(made["seconds"])
