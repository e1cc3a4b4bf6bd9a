"""Letters by sector, account manager and region: ten lines, the others, the total."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from board_examples import facts, segmentation
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.results.table import group_ranks
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_dimensions import DIMENSIONS, LINES, Dimension

SECTOR, MANAGER, REGION = DIMENSIONS


def lines(board: Facts, dimension: Dimension, *letters: str) -> list[tuple[Any, ...]]:
    """Label and figures of the lines of one block that are not blank."""
    values = dict(fixed_values(board).values)
    rows = range(dimension.row + 2, dimension.row + 2 + LINES)
    found = [
        tuple(values["dashboard", f"{letter}{row}"] for letter in ("B", *letters))
        for row in rows
    ]
    return [line for line in found if line[0] != ""]


def sectors(names: list[str], revenue: list[float]) -> Facts:
    """One client a name."""
    frame = segmentation(len(names), "en", 3)
    amounts = np.array(revenue)
    return Facts(
        "en",
        frame.assign(
            decided_by="score",
            letter="A",
            sector=names,
            revenue=amounts,
            net_margin=amounts / 10,
            sector_rank=group_ranks(np.array(names, dtype=object), amounts),
        ),
    )


def test_groups_are_ranked_by_revenue_and_ties_by_name() -> None:
    names = np.array(["b", "a", "c", "B", "a"], dtype=object)
    ranks = group_ranks(names, np.array([10.0, 5.0, np.nan, 10.0, 15.0]))
    assert ranks.tolist() == [2, 1, 3, 2, 1]  # a 20, b 20, c unknown


def test_a_few_groups_have_no_others_and_the_total_stands_right_below() -> None:
    board = sectors(["Retail", "Health", "retail"], [100.0, 500.0, 50.0])
    assert lines(board, SECTOR, "C", "D", "I", "J", "K", "M") == [
        ("Health", 1, 1, 500.0, 500 / 650, 50.0, 0.1),
        ("Retail", 2, 2, 150.0, 150 / 650, 15.0, 0.1),
        ("Total", 3, 3, 650.0, 1.0, 65.0, 0.1),
    ]


def test_beyond_ten_the_others_are_one_line() -> None:
    names = [f"S{i:02d}" for i in range(13)]
    board = sectors(names, [float(100 - i) for i in range(13)])
    shown = lines(board, SECTOR, "C", "I")
    assert [line[0] for line in shown] == [*names[:10], "Others", "Total"]
    assert shown[10] == ("Others", 3, 90.0 + 89.0 + 88.0)
    assert shown[11][1] == 13


def test_a_fresh_workbook_shows_a_total_of_nobody() -> None:
    assert lines(Facts.empty("fr"), MANAGER, "C", "I", "J") == [("Total", 0, 0.0, "")]


def test_a_group_of_unknown_margins_shows_none() -> None:
    board = sectors(["Known", "Dark"], [100.0, 50.0])
    frame = board.segmentation.assign(net_margin=[10.0, np.nan])
    shown = lines(Facts("en", frame), SECTOR, "K", "L", "M", "O")
    assert shown[1] == ("Dark", "", "", "", "")
    assert shown[2] == ("Total", 10.0, 1.0, 10 / 150, 5.0)


@given(st.integers(0, 80), st.integers(0, 10_000))
def test_each_block_adds_up_to_the_table_by_letter(clients: int, seed: int) -> None:
    board = facts(clients, "en", seed)
    for dimension in DIMENSIONS:
        *groups, total = lines(board, dimension, "C", "D", "E", "F", "G", "H", "I", "N")
        for place in range(1, 9):
            parts = sum(float(line[place]) for line in groups)
            assert parts == pytest.approx(total[place])
        letters = [board.kpis[name]["clients"] for name in "ABCD"]
        assert list(total[2:6]) == letters
        assert total[1] == board.kpis["total"]["clients"]
        known = board.kpis["total"]["revenue"]
        if isinstance(known, float):
            assert total[7] == pytest.approx(known - board.orphans["revenue"])


def test_names_beside_the_page_are_texts_whatever_they_begin_with() -> None:
    board = sectors(["=1+1", "A*"], [100.0, 50.0])
    values = dict(fixed_values(board).values)
    place = f"{SECTOR.list_column}6"
    assert values["dashboard", place] == "=1+1"
    assert ("dashboard", place) not in fixed_values(board).formulas
    assert REGION.list_column == "AJ"
