"""Named segments on the Readings sheet: where each stands, or why it is empty."""

from dataclasses import replace

import pytest
from board_examples import READINGS, facts

from segmentation_addin.core.readings.rfm_grid import GRID, SEGMENTS
from segmentation_addin.workbook.board import FIXED_CELLS, fixed_values
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_rfm import SEGMENTS_ROW, where, why_empty

EVERY = [frozenset(range(1, 6))] * 3
ROWS = dict(
    zip(SEGMENTS, range(SEGMENTS_ROW, SEGMENTS_ROW + len(SEGMENTS)), strict=True)
)


def coded(*codes: str) -> Facts:
    """Facts of clients that have these codes, all in the segment "lost"."""
    board = facts(20, "en")
    frame = board.segmentation.head(len(codes)).assign(
        rfm=list(codes), rfm_segment=SEGMENTS["lost"].en
    )
    return replace(board, segmentation=frame)


def test_a_segment_says_its_scores() -> None:
    assert where("champions").en == "R 4-5, F 4-5, M 4-5"
    assert where("dozing").fr == "R 3, F 3-5, M 1-2 ou R 3, F 1-2, M 1-3"


def test_a_score_that_nobody_has_is_named() -> None:
    met = [frozenset({1, 3, 5}), frozenset({1, 2, 3}), frozenset({1, 3, 5})]
    assert why_empty("champions", met).en == "Empty: nobody scores F 4-5."
    assert why_empty("loyal", met).fr == "Vide : personne en F 4-5."


def test_scores_that_never_meet_are_named() -> None:
    for segment in SEGMENTS:
        said = why_empty(segment, EVERY)
        assert said.en.startswith("Empty: nobody combines R ")


def test_every_segment_has_boxes() -> None:
    assert {box.segment for box in GRID} == set(SEGMENTS)


def test_the_sheet_explains_its_empty_segments() -> None:
    values = fixed_values(coded("111", "121", "212")).values
    shown = {key: values["readings", f"N{row}"] for key, row in ROWS.items()}
    assert shown["lost"] == where("lost").en
    assert shown["champions"] == "Empty: nobody scores R 4-5, F 4-5, M 4-5."
    assert shown["asleep"] == f"Empty: nobody combines {where('asleep').en}."


def test_a_fresh_sheet_calls_nothing_empty() -> None:
    values = fixed_values(Facts.empty("fr")).values
    for segment, row in ROWS.items():
        assert values["readings", f"N{row}"] == where(segment).fr


@pytest.mark.parametrize(
    ("method", "cuts", "days", "orders"),
    [
        (
            "quintiles",
            (10.0, 20.0, 30.0, 40.0),
            [10, 20, 30, 40, None],
            [40, 30, 20, 10, None],
        ),
        (
            "terciles",
            (10.0, 20.0),
            [10, None, 20, None, None],
            [20, None, 10, None, None],
        ),
        ("thresholds", (), [None] * 5, [None] * 5),
    ],
)
def test_cut_offs_stand_beside_the_score_they_end(
    method: str,
    cuts: tuple[float, ...],
    days: list[float | None],
    orders: list[float | None],
) -> None:
    """Scores 5 to 1, downwards: days up to, orders over."""
    read = replace(
        READINGS, rfm_method=method, rfm_cuts={"recency": cuts, "frequency": cuts}
    )
    values = fixed_values(replace(facts(3, "en"), readings=read)).values
    assert [values["readings", f"C{row}"] for row in range(16, 21)] == days
    assert [values["readings", f"E{row}"] for row in range(16, 21)] == orders


def test_the_heat_map_counts_two_scores_at_a_time() -> None:
    values = fixed_values(coded("545", "541", "111", "")).values
    assert values["readings", "F7"] == 2  # recency 5, frequency 4
    assert values["readings", "C11"] == 1
    assert values["readings", "H12"] == 3
    declared = {x.cell: x.formula for x in FIXED_CELLS if x.sheet == "readings"}
    assert declared["F7"] == 'COUNTIFS({tblSegmentation.rfm},"54?")'
