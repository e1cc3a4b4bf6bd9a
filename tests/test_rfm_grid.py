"""The named segments of RFM: the shipped grid, and the linter on faulty ones."""

from collections import Counter

import numpy as np
import pytest
from published_examples import rfm_of_r

from segmentation_addin.core.readings.rfm_grid import (
    GRID,
    MEANINGS,
    SEGMENTS,
    Box,
    Finding,
    lint,
    segments_of,
)

EVERYTHING = Box("all", (1, 5), (1, 5), (1, 5))
PUBLISHED = (
    Box("Champions", (4, 5), (4, 5), (4, 5)),
    Box("Loyal Customers", (2, 5), (3, 5), (3, 5)),
    Box("Potential Loyalist", (3, 5), (1, 3), (1, 3)),
    Box("New Customers", (4, 5), (1, 1), (1, 1)),
    Box("Promising", (3, 4), (1, 1), (1, 1)),
    Box("Needs Attention", (2, 3), (2, 3), (2, 3)),
    Box("About To Sleep", (2, 3), (1, 2), (1, 2)),
    Box("At Risk", (1, 2), (2, 5), (2, 5)),
    Box("Can't Lose Them", (1, 1), (4, 5), (4, 5)),
    Box("Hibernating", (1, 2), (1, 2), (1, 2)),
    Box("Lost", (1, 2), (1, 2), (1, 2)),
)
"""The segments of the vignette "Transaction Level Data" of the R package rfm."""


def scores_of_r() -> list[np.ndarray]:
    score = rfm_of_r()["score"].to_numpy()
    return [score // 100, score // 10 % 10, score % 10]


def test_the_shipped_grid_is_clean_and_covers_all_125_cells() -> None:
    assert lint(GRID, list(SEGMENTS)) == []
    assert sum(len(box.cells()) for box in GRID) == 125


def test_every_segment_has_its_name_and_meaning_in_both_languages() -> None:
    assert set(SEGMENTS) == set(MEANINGS) == {box.segment for box in GRID}
    for texts in (SEGMENTS, MEANINGS):
        for language in (0, 1):
            assert len({text[language] for text in texts.values()}) == len(texts)


def test_the_order_of_the_shipped_boxes_changes_nothing() -> None:
    recency, frequency, monetary = (axis.ravel() for axis in np.mgrid[1:6, 1:6, 1:6])
    given = segments_of(recency, frequency, monetary)
    turned = segments_of(recency, frequency, monetary, grid=GRID[::-1])
    assert given.tolist() == turned.tolist()
    assert set(given) == set(SEGMENTS)


@pytest.mark.parametrize("measure", [0, 1, 2])
def test_a_better_score_never_gives_a_worse_segment_on_the_diagonal(
    measure: int,
) -> None:
    best_first = {name: at for at, name in enumerate(SEGMENTS)}
    for low in range(1, 5):
        cell = [low, low, low]
        cell[measure] = low + 1
        before = segments_of(*(np.array([low]) for _ in range(3)))[0]
        after = segments_of(*(np.array([score]) for score in cell))[0]
        assert best_first[after] <= best_first[before]


def test_a_grid_seeded_with_an_overlap() -> None:
    faults = lint([EVERYTHING, Box("best", (5, 6), (5, 5), (5, 5))])
    assert faults == [
        Finding("overlap", ("all", "best"), (5, 5, 5)),
        Finding("unreachable", ("best",)),
    ]


def test_a_grid_seeded_with_names_that_nobody_reaches() -> None:
    faults = lint([Box("empty", (4, 2), (1, 5), (1, 5)), EVERYTHING], ["unused", "all"])
    assert faults == [
        Finding("unreachable", ("unused",)),
        Finding("unreachable", ("empty",)),
    ]


def test_a_grid_seeded_with_uncovered_cells() -> None:
    faults = lint(
        [Box("most", (1, 5), (1, 5), (1, 4)), Box("best", (5, 5), (1, 5), (5, 5))]
    )
    cells = {fault.cell for fault in faults}
    assert {fault.code for fault in faults} == {"uncovered"}
    assert cells == {(r, f, 5) for r in range(1, 5) for f in range(1, 6)}


def test_two_boxes_of_one_name_may_overlap() -> None:
    assert lint([EVERYTHING, Box("all", (1, 2), (1, 2), (1, 2))]) == []


def test_the_published_grid_of_r_has_segments_that_stay_empty() -> None:
    """Four of its names can never be reached; the vignette shows none of them."""
    faults = lint(PUBLISHED)
    hidden = [fault.segments[0] for fault in faults if fault.code == "unreachable"]
    assert hidden == ["New Customers", "Promising", "Can't Lose Them", "Lost"]
    assert {fault.code for fault in faults} == {"overlap", "unreachable", "uncovered"}


def test_the_segment_sizes_that_r_publishes() -> None:
    """R rfm, vignette "Transaction Level Data", Segment Size: 995 clients."""
    found: Counter[str] = Counter(segments_of(*scores_of_r(), grid=PUBLISHED).tolist())
    assert found == {
        "Loyal Customers": 278,
        "Potential Loyalist": 229,
        "Champions": 158,
        "Hibernating": 111,
        "At Risk": 86,
        "About To Sleep": 50,
        "": 48,  # "Others"
        "Needs Attention": 35,
    }


def test_a_client_without_one_score_has_no_segment() -> None:
    scores = [np.array(column) for column in ([0, 5], [5, 5], [5, 5])]
    assert segments_of(*scores).tolist() == ["", "champions"]
