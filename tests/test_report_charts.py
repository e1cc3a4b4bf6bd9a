"""Charts of the report: everything inside the frame, words apart, shapes by letter."""

from __future__ import annotations

import doctest

import pytest
import report_examples

from segmentation_addin.report import drawing as drawing_module
from segmentation_addin.report import signs
from segmentation_addin.report.board_charts import bars, bubbles, whale
from segmentation_addin.report.charts import Bar, Bars, Bubble, Bubbles, Curve, Point
from segmentation_addin.report.drawing import (
    Axis,
    Box,
    Drawing,
    Label,
    Line,
    Mark,
    width_of,
)
from segmentation_addin.report.layouts import drawn
from segmentation_addin.report.shapes import outline
from segmentation_addin.report.tables import groups
from segmentation_addin.workbook.board_dimensions import DIMENSIONS

WIDTHS = (300.0, 340.0, 760.0)


def labels(made: Drawing) -> list[Label]:
    return [item for item in made.items if isinstance(item, Label)]


def left(label: Label) -> float:
    wide = width_of(label.text, label.size)
    return label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]


def assert_inside(made: Drawing) -> None:
    for item in made.items:
        if isinstance(item, Line):
            places = list(item.points)
        elif isinstance(item, Label):
            start = left(item)
            wide = width_of(item.text, item.size)
            places = [(start, item.y), (start + wide, item.y)]
        elif isinstance(item, Box):
            places = [(item.x, item.y), (item.x + item.width, item.y + item.height)]
        else:
            places = [(item.x, item.y)]
        for x, y in places:
            assert -12 <= x <= made.width + 12, item
            assert 0 <= y <= made.height, item


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("clients", [5, 300])
def test_every_item_lies_inside_the_frame(clients: int, width: float) -> None:
    facts = report_examples.facts(clients, "fr")
    regions = groups(facts, DIMENSIONS[2])
    for chart in (whale(facts), bubbles(facts)[0], bars(regions, "fr")):
        assert_inside(drawn(chart, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("left_over", [-3.0, 0.0, 0.5, 0.98, 1.0])
def test_the_words_of_the_curve_stay_off_each_other(
    left_over: float, width: float
) -> None:
    curve = Curve(
        "fr",
        "x",
        "y",
        ((0, 0), (0.2, 0.9), (0.9, 1), (1, left_over)),
        Point(0.9, 1, "Sommet 4614 k EUR, client 17 271 sur 19 370"),
        Point(1, left_over, "Érosion 937 k EUR"),
        Point(0.2, 0.9, "Les 20 % meilleurs : 100 %"),
    )
    made = drawn(curve, width)
    assert_inside(made)
    bold = [label for label in labels(made) if label.bold]
    assert len(bold) == 3
    for one in bold:
        for other in bold:
            if one is not other and abs(one.y - other.y) < 10:
                first, second = sorted((one, other), key=left)
                assert left(first) + width_of(first.text, first.size) <= left(second)


def spread(*revenues: float) -> Bubbles:
    return Bubbles(
        "en",
        "Revenue",
        "Revenue (logarithmic scale)",
        "Rate",
        -0.5,
        0.75,
        0.25,
        tuple(Bubble(x, 0.1, 0.5, "A", "") for x in revenues),
        ("A",),
        ("A protect",),
    )


def test_far_apart_revenues_get_a_logarithmic_axis_and_say_so() -> None:
    near, far = (
        [label.text for label in labels(drawn(spread(*ends), 760))]
        for ends in ((100.0, 300.0), (100.0, 100_000.0))
    )
    assert "Revenue" in near
    assert "Revenue (logarithmic scale)" in far


def test_one_client_alone_can_be_drawn() -> None:
    assert_inside(drawn(spread(0.01), 340))


def test_each_letter_has_a_shape_of_its_own() -> None:
    corners = [outline(Mark(0, 0, 5, letter)) for letter in ("A", "B", "C", "D", "NC")]
    assert len({None if x is None else tuple(x) for x in corners}) == 5


def test_a_bar_shows_each_letter_in_proportion() -> None:
    chart = Bars("en", ("A", "NC"), ("A", "–"), (Bar("North", (3, 1), "4 clients"),))
    boxes = [x for x in drawn(chart, 760).items if isinstance(x, Box)]
    assert boxes[0].width == pytest.approx(3 * boxes[1].width)
    assert [box.title for box in boxes] == ["North · A 3", "North · – 1"]


def test_an_axis_goes_from_end_to_end() -> None:
    plain, log = Axis(0, 10, 50, 150), Axis(1, 100, 0, 100, logarithmic=True)
    assert (plain.place(0), plain.place(10)) == (50, 150)
    assert log.place(10) == pytest.approx(50)


@pytest.mark.parametrize("module", [drawing_module, signs])
def test_the_examples_in_the_module_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed
