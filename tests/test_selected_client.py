"""The client that a person points at on a sheet with tables side by side."""

from __future__ import annotations

import pytest
from review_examples import review_host, vote

from segmentation_addin.excel.screen import Selection
from segmentation_addin.excel.selected_client import selected_client
from segmentation_addin.workbook.review_tables import AGENDA_COLUMN, VOTES_COLUMN

HOST = review_host(
    votes=[vote("C3", "Ann", "sales", "A")],
    agenda=[{"client_id": "C4", "reason": "own"}],
)


@pytest.mark.parametrize(
    ("column", "client"),
    [(AGENDA_COLUMN + 4, "C4"), (VOTES_COLUMN + 1, "C3"), (2, None), (9, "C7")],
)
def test_on_review_the_table_under_the_cell_says_which(
    column: int, client: str | None
) -> None:
    """Overrides hold nothing; between the tables the cell itself may name one."""
    value = "C7" if column == 9 else None
    assert selected_client(HOST, Selection("Review", 5, column, value)) == client
