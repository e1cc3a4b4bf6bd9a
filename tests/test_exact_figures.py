"""Figures that a file says again, rounded to k€, to euros or to a rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation_addin.imports.exact_figures import kept_exact, step_key, step_of
from segmentation_addin.workbook.inputs import MARGINS

END = pd.Timestamp("2025-12-31")


def standing(**figures: float | str) -> pd.DataFrame:
    """One row of Margins as the workbook holds it."""
    blank = dict.fromkeys(
        ("revenue", "cost_of_goods", "gross_margin", "rebates"), np.nan
    )
    row = {"client_id": "C1", "period": END, "margin_origin": "", **blank, **figures}
    return pd.DataFrame([row])


def rows(step: float, **figures: float) -> pd.DataFrame:
    """One row of a file whose amounts are all written in the same step."""
    steps = {step_key(key): step for key in figures}
    return pd.DataFrame([{"client_id": "C1", "period": END, **figures, **steps}])


def kept(file: pd.DataFrame, book: pd.DataFrame) -> tuple[dict[str, float], list[str]]:
    """The figures that go on to the workbook, and the codes of what is told."""
    found, issues = kept_exact(file, book, MARGINS)
    figures = found.drop(columns=["client_id", "period"]).iloc[0].to_dict()
    named = {str(key): float(value) for key, value in figures.items()}
    return named, [issue.code for issue in issues]


@pytest.mark.parametrize(
    ("heading", "cells", "mark", "step"),
    [
        ("CA (k€)", ["1 578", "12"], None, 1000.0),
        ("CA (k€)", ["1 578,3", "12"], ",", 100.0),
        ("CA (k€)", [1578.25, 12.0, None], None, 10.0),
        ("CA en M€", ["1,25"], None, 10_000.0),
        ("CA", ["1 578 €", "12 €"], None, 1.0),
        ("CA", ["1 578,00 €", "12,00 €"], None, 0.01),
        ("CA", ["1 578 k€", "1,2 M€"], None, 1000.0),
        ("CA", ["1.578", "12.000"], ",", 1.0),
        ("CA", ["1.578", "12.000"], ".", 0.001),
        ("CA", [1578.0, True, "?"], None, 1.0),
    ],
)
def test_a_column_is_as_fine_as_its_finest_cell(
    heading: str, cells: list[str | float], mark: str | None, step: float
) -> None:
    assert step_of(heading, cells, mark) == pytest.approx(step)


def test_a_column_without_figures_has_no_step() -> None:
    assert np.isnan(step_of("CA", ["?", "", None]))


@pytest.mark.parametrize(
    ("held", "said", "stays"),
    [
        (1578.4, 1578.0, True),
        (1578.5, 1578.0, True),
        (1578.51, 1578.0, False),
        (-1578.4, -1578.0, True),
        (0.3, 0.0, True),
    ],
)
def test_the_exact_figure_stays_within_half_a_step(
    held: float, said: float, stays: bool
) -> None:
    figures, told = kept(rows(1.0, revenue=said), standing(revenue=held))
    assert figures == {"revenue": held if stays else said}
    assert told == (["figures_kept"] if stays else [])


def test_the_same_figure_is_not_counted() -> None:
    assert kept(rows(1.0, revenue=5.0), standing(revenue=5.0)) == ({"revenue": 5.0}, [])


def test_an_estimated_margin_gives_way_to_a_rounded_one() -> None:
    book = standing(revenue=1000.4, gross_margin=300.4, margin_origin="estimated")
    figures, _ = kept(rows(1.0, revenue=1000.0, gross_margin=300.0), book)
    assert figures == {"revenue": 1000.4, "gross_margin": 300.0}


def test_a_cost_that_revenue_and_margin_make_is_left_out() -> None:
    """A cost in k€ beside them would replace the exact margin by a rounded one."""
    book = standing(revenue=10_250.4, gross_margin=4100.2, rebates=50.0)
    figures, told = kept(rows(1000.0, cost_of_goods=6000.0), book)
    assert (np.isnan(figures["cost_of_goods"]), told) == (True, ["figures_kept"])
    figures, told = kept(rows(1000.0, cost_of_goods=7000.0), book)
    assert (figures["cost_of_goods"], told) == (7000.0, [])


def test_a_client_that_the_workbook_does_not_know_is_untouched() -> None:
    book = standing(revenue=5.4).assign(client_id="C2")
    assert kept(rows(1.0, revenue=5.0), book) == ({"revenue": 5.0}, [])


def test_rows_without_amounts_are_untouched() -> None:
    file = pd.DataFrame({"client_id": ["C1"], "period": [END], "orders": [4.0]})
    found, issues = kept_exact(file, standing(), MARGINS)
    assert (found is file, issues) == (True, [])
