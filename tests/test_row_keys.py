"""Which old row a new row comes from, told by one column or several."""

from __future__ import annotations

import pandas as pd

from segmentation_addin.workbook.host import TableBody
from segmentation_addin.workbook.row_keys import key_places, matched_rows, row_keys

FRAME = pd.DataFrame({"client_id": ["C1"], "reason": ["a"]})


def test_rows_of_one_client_are_told_apart_by_the_second_column() -> None:
    old = [("C1", "a"), ("C1", "b"), ("C2", "a")]
    new = [("C2", "a"), ("C1", "b"), ("C3", "a")]
    assert matched_rows(old, new, 3, 3) == [2, 1, None]


def test_a_row_without_any_key_comes_from_nowhere() -> None:
    assert matched_rows([(None, None)], [(None, None)], 1, 1) == [None]


def test_the_same_key_twice_keeps_the_order() -> None:
    assert matched_rows([("C1",), ("C1",)], [("C1",), ("C1",)], 2, 2) == [0, 1]


def test_a_whole_number_is_the_same_key_as_int_and_as_float() -> None:
    assert matched_rows([(101,)], [(101.0,)], 1, 1) == [0]


def test_without_a_key_rows_keep_their_place() -> None:
    assert matched_rows(None, None, 1, 2) == [0, None]


def test_a_key_column_that_is_not_there_makes_no_key() -> None:
    body = TableBody("tblAgenda", FRAME, ("client_id", "reason"))
    assert key_places(body, {"client_id": 0}) is None
    assert key_places(body, {"client_id": 0, "reason": 3}) == [0, 3]
    assert row_keys([0, 3], {0: ["C1"]}.get) is None
