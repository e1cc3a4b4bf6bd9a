"""The files of one import: each opened once where it can be, and watched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from segmentation_addin.imports.sources import Source, open_source
from segmentation_addin.workbook.host import Progress

_START, _SHARE = 0.1, 0.5
"""Where the reading of the files stands in the whole act."""


def onward(progress: Progress) -> Progress:
    """The same progress, which never goes back."""
    furthest = 0.0

    def tell(step: str, share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, share)
        progress(step, furthest)

    return tell


class SourceFiles:
    """Opens files and says how far their reading is.

    A file that is alone is kept open between the look that says what it holds and its
    reading; several are opened again, so that one at a time is in memory.
    """

    def __init__(self, sources: Sequence[Path], progress: Progress) -> None:
        self._sources = list(sources)
        self._progress = progress
        self._held: dict[Path, Source] = {}

    def look(self, path: Path) -> Source:
        """A file, to see its headings.

        Raises:
            SourceError: the file is missing, empty, damaged or of an unknown kind.
        """
        source = open_source(path, self._tick(path))
        if len(self._sources) == 1:
            self._held[path] = source
        return source

    def take(self, path: Path) -> Source:
        """A file, to read it; it is not held any longer.

        Raises:
            SourceError: as for `look`.
        """
        self._tick(path)(0.0)
        held = self._held.pop(path, None)
        return open_source(path, self._tick(path)) if held is None else held

    def _tick(self, path: Path) -> Callable[[float], None]:
        done = self._sources.index(path)

        def tick(share: float) -> None:
            part = (done + share) / len(self._sources)
            self._progress("import", _START + _SHARE * part)

        return tick
