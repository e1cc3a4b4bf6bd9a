"""One finding of the package lint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Where something is wrong, and what, in plain words."""

    part: str
    message: str

    def __str__(self) -> str:
        return f"{self.part}: {self.message}"
