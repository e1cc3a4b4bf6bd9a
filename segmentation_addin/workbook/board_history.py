"""The fixed cells of the History sheet, and what Home shows of them."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.workbook.board_cells import FixedCell
from segmentation_addin.workbook.board_history_calendar import calendar_cells
from segmentation_addin.workbook.board_history_choice import choice_cells
from segmentation_addin.workbook.board_history_matrix import matrix_cells
from segmentation_addin.workbook.board_history_results import result_cells
from segmentation_addin.workbook.board_history_reviews import review_list_cells


def history_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield from review_list_cells()
    yield from choice_cells()
    yield from matrix_cells()
    yield from result_cells()
    yield from calendar_cells()
