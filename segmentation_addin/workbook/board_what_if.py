"""The fixed cells of the What-if sheet."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.workbook.board_cells import FixedCell


def what_if_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield from ()
