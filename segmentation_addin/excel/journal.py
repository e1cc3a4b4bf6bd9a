"""The log file of the macros: what stopped, for whoever maintains the add-in.

It holds the name of the act, versions, and the lines of code that an unexpected
error went through. It holds no text of an error and no value: these may quote a
cell, and a client's name is never logged.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import traceback
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

from segmentation_addin import __version__

FILE_NAME = "segmentation.log"
LARGEST = 200_000
"""Bytes of one log file; the one before is kept as `segmentation.log.1`."""


def folder(
    system: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Path:
    """Where this computer keeps the logs of the user's applications."""
    at = Path.home() if home is None else home
    if system == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else at / "AppData" / "Local") / "segmentation"
    if system == "darwin":
        return at / "Library" / "Logs" / "segmentation"
    state = environ.get("XDG_STATE_HOME")
    return (Path(state) if state else at / ".local" / "state") / "segmentation"


def note(act: str, error: BaseException, into: Path | None = None) -> Path | None:
    """Logs an unexpected error; gives the file, None when it cannot be written."""
    path = (folder() if into is None else into) / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=LARGEST, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("segmentation_addin.macros")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        logger.error("%s", _story(act, error))
    finally:
        logger.removeHandler(handler)
        handler.close()
    return path


def _story(act: str, error: BaseException) -> str:
    versions = f"add-in {__version__}, Python {platform.python_version()}"
    lines = [f"{act} stopped ({versions}, {platform.platform()})"]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = f"{type(cause).__module__}.{type(cause).__qualname__}"
        lines.append(f"  {kind}{_code(cause)}")
        lines += [
            f"    {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _code(error: BaseException) -> str:
    """The number that Excel or the system gave, which quotes no cell."""
    number = getattr(error, "hresult", None) or getattr(error, "errno", None)
    return f" {number}" if isinstance(number, int) else ""
