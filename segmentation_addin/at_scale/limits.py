"""What a run may use on this computer, and the engines that need no address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EMBEDDED, CLUSTER = "duckdb", "spark"


@dataclass(frozen=True)
class Limits:
    """What a run may use on this computer."""

    memory: str = "1500MB"
    scratch: Path = Path()
    """Folder on the disk of the result, for what memory does not hold."""
