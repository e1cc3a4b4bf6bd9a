"""The Curves sheet: points, sentences, and charts that are never empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from board_examples import facts, segmentation
from visual_parts import charts_of

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import (
    FIXED_CELLS,
    Facts,
    fixed_values,
    resolve,
)
from segmentation_addin.workbook.board_charts import OUTSIDE
from segmentation_addin.workbook.board_curve_figures import figure
from segmentation_addin.workbook.board_curve_shares import (
    CURVES,
    END_ROW,
    FALSE_ROW,
    FIRST_ROW,
    PEAK_ROW,
    SCORE_ROW,
)
from segmentation_addin.workbook.outputs import SHEETS

EXCEL_LIMIT, EXCEL_TEXT = 8192, 255
"""Characters of a formula, and of a text inside it."""


def shown(board: Facts, *cells: str) -> list[Any]:
    values = fixed_values(board).values
    return [values[CURVES, cell.replace("$", "")] for cell in cells]


def figures(board: Facts, *keys: str) -> list[Any]:
    return shown(board, *(figure(key) for key in keys))


def four(**columns: list[Any]) -> Facts:
    """Revenue 500, 300, 200, -50; the largest client loses 10."""
    frame = segmentation(4, "en").assign(
        decided_by="score",
        letter=["D", "A", "B", "C"],
        revenue=[500.0, 300.0, 200.0, -50.0],
        gross_margin=[100.0, 150.0, 50.0, -20.0],
        cost_to_serve=[110.0, 50.0, 20.0, 20.0],
        net_margin=[-10.0, 100.0, 30.0, -40.0],
        score=[28.0, 71.0, 50.0, 45.0],
        revenue_rank=[1.0, 2.0, 3.0, 4.0],
        net_margin_rank=[3.0, 1.0, 2.0, 4.0],
        false_good=["destroys", "", "", ""],
        false_good_rank=[1.0, np.nan, np.nan, np.nan],
    )
    return Facts("en", frame.assign(**columns), currency="EUR")


def row(percent: int) -> int:
    return FIRST_ROW + percent


def test_the_curves_climb_by_client_and_end_on_everything() -> None:
    board = four()
    # 25 % of 4 clients is one client: 500 of 1,000; the best margin is 150 of 300.
    assert shown(board, f"R{row(25)}", f"S{row(25)}", f"U{row(25)}") == [1, 0.5, 0.5]
    # Two clients have 110 + 50 of the cost of 200.
    assert shown(board, f"S{row(50)}", f"V{row(50)}") == [0.8, 0.8]
    assert shown(board, f"S{row(100)}", f"U{row(100)}", f"V{row(100)}") == [1, 1, 1]
    assert shown(board, f"S{row(0)}", f"U{row(0)}", f"V{row(0)}") == [0, 0, 0]


def test_equal_margins_are_counted_once_each() -> None:
    board = four(gross_margin=[40.0, 40.0, 40.0, 40.0])
    shares = shown(board, *(f"U{row(p)}" for p in (25, 50, 75, 100)))
    assert shares == [0.25, 0.5, 0.75, 1.0]
    assert shown(board, f"T{row(50)}") == [40.0]


def test_the_sentence_on_concentration_counts_clients() -> None:
    board = four()
    assert figures(board, "most_revenue", "reached_revenue") == [2, 0.8]
    assert shown(board, "B36")[0] == (
        "The first 2 clients by revenue (50% of clients) make 80% of the revenue. "
        "The first 2 clients by gross margin (50% of clients) make 83% of the gross "
        "margin. "
    )
    one = four(revenue=[900.0, 50.0, 30.0, 20.0])
    assert shown(one, "B36")[0].startswith(
        "The first client by revenue (25% of clients) makes 90% of the revenue. "
    )


def test_the_whale_is_marked_at_its_peak_and_at_its_end() -> None:
    board = four()
    assert shown(board, f"Y{PEAK_ROW}", f"Z{PEAK_ROW}") == [0.5, 1]
    assert shown(board, f"Y{END_ROW}", f"Z{END_ROW}") == [1, 80 / 130]
    assert shown(board, "B6")[0] == (
        "The curve peaks at client 2 of 4, at 130 EUR. 2 clients in loss then take "
        "50 EUR back, 38% of the peak; what is left is 80 EUR."
    )


@pytest.mark.parametrize(
    ("net_margin", "sentence"),
    [
        ([1.0, 2.0, 3.0, 4.0], "No client takes anything back."),
        ([-1.0, -2.0, -3.0, 0.0], "the curve has no peak."),
        ([np.nan] * 4, "No client has a known cost to serve"),
        ([10.0, 5.0, 5.0, -2.0], "1 client in loss then takes 2 EUR back"),
    ],
)
def test_the_whale_sentence_says_what_can_be_said(
    net_margin: list[float], sentence: str
) -> None:
    ranks = [1.0, 2.0, 3.0, 4.0] if np.isfinite(net_margin).all() else [np.nan] * 4
    board = four(net_margin=net_margin, net_margin_rank=ranks)
    assert sentence in shown(board, "B6")[0]


def test_without_clients_each_sentence_is_calm() -> None:
    board = Facts.empty("fr")
    assert shown(board, "B6", "I36") == ["Aucun client pour l'instant."] * 2
    assert shown(board, "B36") == ["Rien n'a été vendu."]
    assert shown(board, "B54")[0].endswith("Aucun client n'a de note.")


def test_false_good_clients_stand_on_the_curve_of_cost() -> None:
    board = four()
    first, second = FALSE_ROW, FALSE_ROW + 1
    assert shown(board, f"Y{first}", f"Z{first}", f"AA{first}") == [1, 0.25, 0.55]
    assert shown(board, f"Y{second}", f"AA{second}") == [0, OUTSIDE]
    assert shown(board, "I36")[0] == (
        "The largest 20% of clients by revenue make 50% of it and take 55% of the cost "
        "to serve. False good clients: 1, with 500 EUR of revenue and -10 EUR of net "
        "margin."
    )


def test_scores_fall_in_bins_that_name_the_bounds() -> None:
    board = four()
    bins = {name: SCORE_ROW + place for place, name in enumerate(range(0, 100, 5))}
    assert shown(board, f"X{bins[0]}", f"X{bins[70]}", f"X{bins[95]}") == [
        *("0–5", "70–75\n▲ A", "95–100"),
    ]
    # One A at 71, one B at 50, one D at 28, one C at 45.
    assert shown(board, f"Y{bins[70]}", f"Z{bins[50]}", f"AB{bins[25]}") == [1, 1, 1]
    assert shown(board, f"Y{bins[65]}", f"AA{bins[40]}", f"AA{bins[45]}") == [0, 0, 1]
    assert figures(board, "near", "scored") == [3, 4]


def test_a_score_of_100_is_in_the_last_bin() -> None:
    board = four(score=[100.0, 99.9, 95.0, 94.9], letter=["A"] * 4)
    last = SCORE_ROW + 19
    assert shown(board, f"Y{last}", f"Y{last - 1}") == [3, 1]


def test_bounds_that_a_controller_typed_are_told_in_his_language() -> None:
    board = replace(four(), language="fr", bounds=(67.5, 50, 30))
    assert shown(board, "B54")[0].startswith("A dès 67,5, B dès 50, C dès 30 ;")
    assert shown(board, f"X{SCORE_ROW + 13}") == ["65–70\n▲ A"]


def test_bounds_close_together_count_a_client_once() -> None:
    board = replace(four(score=[41.0, 43.0, 45.0, 60.0]), bounds=(44, 42, 40))
    assert figures(board, "near") == [3]


@pytest.mark.parametrize("clients", [0, 1, 5, 60])
def test_a_portfolio_of_any_size_has_its_points(clients: int) -> None:
    values: Mapping[tuple[str, str], Any] = fixed_values(facts(clients, "en")).values
    points = {place: x for place, x in values.items() if place[0] == CURVES}
    assert len(points) > 700
    assert not [p for p, x in points.items() if isinstance(x, float) and np.isnan(x)]
    assert all(values[CURVES, f"U{row(p)}"] <= 1 + 1e-9 for p in range(101))


def test_no_formula_text_is_too_long_for_excel() -> None:
    formulas = [
        resolve(cell.formula, language)
        for language in LANGUAGES
        for cell in FIXED_CELLS
        if cell.sheet in {CURVES, "value"} and cell.formula is not None
    ]
    assert max(len(formula) for formula in formulas) < EXCEL_LIMIT
    texts = [x for formula in formulas for x in re.findall(r'"([^"]*)"', formula)]
    assert max(len(text) for text in texts) <= EXCEL_TEXT


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_charts_with_words_for_those_who_do_not_see_them(
    language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "curves.xlsm"
    path.write_bytes(build(language, facts(40, language)))
    title = SHEETS[CURVES].title.in_(language)
    charts = [chart for chart in charts_of(path) if chart.sheet == title]
    assert len(charts) == 4
    assert all(chart.alt and min(chart.points()) > 0 for chart in charts)
    assert all(name for chart in charts for _, name in chart.axes())
