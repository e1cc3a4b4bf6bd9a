"""What the checks look at, and what one check gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from segmentation_addin.computer import Computer
from segmentation_addin.doctor.workbook_file import WorkbookFile
from segmentation_addin.installed import Installed


@dataclass(frozen=True)
class Seen:
    """What one check saw: an entry of the catalogue and what fills its marks."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


def seen(key: str, **params: object) -> Seen:
    """An outcome: `seen("python.old", version="3.10", path="...")`."""
    return Seen(key, params)


@dataclass(frozen=True)
class Examined:
    """The computer, what setup installed on it, and the workbook when one is given."""

    computer: Computer
    workbook: WorkbookFile | None = None

    @property
    def installed(self) -> Installed:
        """The fixed environment that Excel uses."""
        return Installed(self.computer)

    @property
    def book(self) -> WorkbookFile:
        """The workbook; only checks of a workbook ask for it."""
        assert self.workbook is not None
        return self.workbook


Check = Callable[[Examined], Seen | None]
"""None: there is nothing to say, another check says it."""
