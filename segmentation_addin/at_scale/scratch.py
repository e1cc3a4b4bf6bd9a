"""The folder of one run, beside its result: gone at its end, or at the next start.

Nothing of a run is outside it until the result is complete. A run that was killed
leaves its folder; the next run for the same result finds nobody holding it and
removes it. Its name begins with a point: no run reads it as a source.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

MARK: Final = ".score"
_HELD: Final = "held"


@contextmanager
def scratch_folder(result: Path) -> Iterator[Path]:
    """A new folder on the disk of the result, held until the block ends."""
    parent = result.absolute().parent
    start = f".{result.name}."
    for left in parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(MARK) and left.is_dir():
            _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix=start, suffix=MARK, dir=parent))
    try:
        with (folder / _HELD).open("wb") as held:
            _hold(held)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    """Removes the folder of a run that is no more."""
    try:
        with (folder / _HELD).open("r+b") as held:
            _hold(held)
    except OSError:  # a run at work, or one that has just begun
        return
    shutil.rmtree(folder, ignore_errors=True)


def _hold(file: IO[bytes]) -> None:
    """Takes the file for this process until it is closed; OSError if it is taken."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
