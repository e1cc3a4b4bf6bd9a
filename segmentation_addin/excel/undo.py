"""The way back of a write in Excel: what was done, undone from the last to the first."""

from __future__ import annotations

from collections.abc import Callable

from segmentation_addin.excel.live_errors import excel_errors
from segmentation_addin.workbook.host import HostError

_TRIES = 2


class Undo:
    """Steps back, noted before each change."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def note(self, step: Callable[[], None]) -> None:
        """Notes how to take back what is about to be done."""
        self._steps.append(step)

    def run(self) -> bool:
        """Takes everything back; False when Excel refused a step."""
        whole = True
        while self._steps:
            step = self._steps.pop()
            whole = tried(step) and whole
        return whole


def tried(step: Callable[[], None]) -> bool:
    """Does a step, a second time when Excel refuses the first; False if it refuses."""
    for _ in range(_TRIES):
        try:
            step()
        except excel_errors(HostError):
            continue
        return True
    return False
