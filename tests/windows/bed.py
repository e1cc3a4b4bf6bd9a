"""The bed: a folder with a Wine prefix and a Windows Python, ready to run scripts.

`~/.cache/segmentation-windows-bed`, or the folder in SEGMENTATION_BED. It holds no
part of this checkout, so that all checkouts share it; `build_bed` makes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parent
CHECKOUT = FOLDER.parents[1]
PINS = (FOLDER / "interpreter.txt", FOLDER / "wheels.txt")
WINDOWS_PYTHON = r"C:\segmentation\python\python.exe"
BUILD_VERSION = "1"
"""Raise it when beds that were built before must be built anew."""


class BedError(RuntimeError):
    """The bed cannot be built or used; the message says why."""


def bed_folder() -> Path:
    """Where the bed of this user lies."""
    chosen = os.environ.get("SEGMENTATION_BED")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return Path(chosen) if chosen else cache / "segmentation-windows-bed"


@contextmanager
def alone() -> Iterator[None]:
    """Holds the bed against all other processes, and waits until they leave it."""
    import fcntl

    folder = bed_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def find_wine() -> Path | None:
    """The 64-bit Wine loader of this computer."""
    for name in ("wine", "wine64", "/usr/lib/wine/wine64"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def require_wine() -> None:
    """Skips the test without Wine; fails instead under CI. On Windows none is needed."""
    import pytest

    if sys.platform == "win32" or find_wine():
        return
    if os.environ.get("CI"):
        pytest.fail("Wine (Debian: wine and wine64) is needed here")
    pytest.skip("Wine is not installed")


def fingerprint() -> str:
    """What a bed is built from: a change means a new bed."""
    digest = hashlib.sha256(BUILD_VERSION.encode())
    for path in PINS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def windows_path(path: Path) -> str:
    r"""A path of this computer as Wine shows it: Z:\home\..."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


class Bed:
    """One bed; `run` runs Windows Python in it, `stop` ends all that still runs."""

    def __init__(self, folder: Path) -> None:
        wine = find_wine()
        if wine is None:
            raise BedError("Wine is missing: install the package wine64")
        self.folder = folder
        self.wine = wine

    @property
    def prefix(self) -> Path:
        """The Wine prefix: drive C: and the registry."""
        return self.folder / "prefix"

    @property
    def python_folder(self) -> Path:
        """The folder of python.exe."""
        return self.prefix / "drive_c" / "segmentation" / "python"

    @property
    def stamp(self) -> Path:
        """Written last: the fingerprint that the bed was built from."""
        return self.folder / "bed.json"

    def is_built(self) -> bool:
        """True when the bed is whole and made from the pins of this checkout."""
        if not self.stamp.exists():
            return False
        found = json.loads(self.stamp.read_text(encoding="utf-8"))
        return bool(found.get("fingerprint") == fingerprint())

    def run(
        self, *command: str, timeout: float, codes: tuple[int, ...] = (0,)
    ) -> subprocess.CompletedProcess[str]:
        """Runs a Windows program.

        Raises:
            BedError: it takes too long, or ends with none of these exit codes.
        """
        try:
            done = subprocess.run(
                [str(self.wine), *command],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=timeout,
                env=self._environment(),
            )
        except subprocess.TimeoutExpired as slow:
            self.stop()
            said = slow.stdout or b""
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            raise BedError(f"no end after {timeout:.0f} s: {command}\n{text}") from slow
        if done.returncode not in codes:
            raise BedError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def run_module(
        self, module: str, *words: str, timeout: float, codes: tuple[int, ...] = (0,)
    ) -> subprocess.CompletedProcess[str]:
        """Runs a module of this checkout (its package or its tests) in Windows Python.

        An interpreter with a `._pth` file reads no PYTHONPATH: the paths come first.
        """
        paths = [windows_path(CHECKOUT), windows_path(CHECKOUT / "tests")]
        script = (
            "import runpy, sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[:3]; "
            "module = sys.argv[0]; runpy.run_module(module, run_name='__main__', "
            "alter_sys=True)"
        )
        command = (WINDOWS_PYTHON, "-B", "-c", script, *paths, module, *words)
        return self.run(*command, timeout=timeout, codes=codes)

    def stop(self) -> None:
        """Ends every Windows process of this bed."""
        subprocess.run(
            [str(_server()), "-k"],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            env=self._environment(),
        )

    def _environment(self) -> dict[str, str]:
        """Ours, without a display, with this prefix, and Wine's chatter silenced."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DISPLAY", "WAYLAND_DISPLAY"} and not key.startswith("WINE")
        }
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=d",
        }


def _server() -> Path:
    for name in ("wineserver", "wineserver64", "/usr/lib/wine/wineserver64"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise BedError("wineserver is missing: install the package wine")
