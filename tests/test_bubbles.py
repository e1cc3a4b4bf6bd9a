"""The bubble chart of the Dashboard, made from a scatter chart."""

from __future__ import annotations

import re

import pytest

from segmentation_addin.template.bubbles import SIZES_NAME, bubble_chart
from segmentation_addin.template.build import build
from segmentation_addin.template.parts import read_parts

ORDER = ("tx", "spPr", "invertIfNegative", "dLbls", "xVal", "yVal", "bubbleSize")


@pytest.fixture(scope="module")
def charts() -> list[str]:
    parts = read_parts(build("fr"))
    found = (parts[name].decode() for name in parts if name.startswith("xl/charts/c"))
    return [text for text in found if "bubbleChart" in text]


def test_one_chart_of_the_template_has_bubbles(charts: list[str]) -> None:
    (text,) = charts
    assert "scatterChart" not in text
    assert SIZES_NAME not in text
    assert text.count("<c:ser>") == 5
    assert text.count("<c:bubbleSize><c:numRef>") == 5
    assert text.count("!$AG$6:$AG$105</c:f>") == 5


def test_each_series_holds_its_parts_in_the_order_of_the_format(
    charts: list[str],
) -> None:
    for series in re.findall(r"<c:ser>.*?</c:ser>", charts[0]):
        places = [series.index(f"<c:{name}") for name in ORDER]
        assert places == sorted(places)
        assert "c:marker>" not in series
        assert series.count("<c:spPr>") == 1 + series.count("<c:dLbls><c:spPr>")


def test_a_chart_without_sizes_is_refused() -> None:
    with pytest.raises(ValueError, match="no sizes"):
        bubble_chart("<c:ser><c:tx/></c:ser>")
