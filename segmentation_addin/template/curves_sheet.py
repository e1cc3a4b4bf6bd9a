"""The Curves sheet: four native charts on two landscape pages."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.chart_looks import axis, block, font, place
from segmentation_addin.template.charts import WHALE_ALT, WHALE_X, WHALE_Y
from segmentation_addin.template.pages import write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import (
    ACCENT,
    ALERT,
    FAINT,
    INK,
    LETTER_LOOKS,
    PAPER,
)
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_charts import CURVE_ROWS, HEIGHT
from segmentation_addin.workbook.board_charts import FIRST_ROW as WHALE_FIRST_ROW
from segmentation_addin.workbook.board_charts import SHARE as WHALE_SHARE
from segmentation_addin.workbook.board_curve_shares import (
    BINS,
    COST,
    CURVES,
    END_ROW,
    FALSE_GOOD_SHOWN,
    FALSE_ROW,
    FIRST_ROW,
    GROSS,
    LABEL,
    PEAK_ROW,
    REVENUE,
    SCORE_ROW,
    SERIES,
    SHARE,
    UP,
    X,
    Y,
)
from segmentation_addin.workbook.board_curves import (
    NOTE_ROW,
    PAIR_ROW,
    SCORES_ROW,
    SECOND,
    WHALE_ROW,
)
from segmentation_addin.workbook.board_letters import DASHBOARD

_COLUMN = 13.3
WIDTHS = (2, *(_COLUMN,) * 6, 3, *(_COLUMN,) * 6, 2, *(9.0,) * 8, 34, *(9.0,) * 6)
_LINE = 17
HEIGHTS = {
    **dict.fromkeys(range(4, NOTE_ROW), _LINE),
    0: 32,
    3: 8,
    WHALE_ROW - 1: 20,
    WHALE_ROW: 32,
    PAIR_ROW - 2: 28,
    PAIR_ROW - 1: 20,
    PAIR_ROW: 46,
    SCORES_ROW - 2: 8,
    SCORES_ROW - 1: 20,
    SCORES_ROW: 32,
    NOTE_ROW - 1: 40,
}
AREA = f"A1:O{NOTE_ROW}"
PRINT_SCALE = 80
_WIDE, _HALF = 1200, 586
"""Widths of the charts, in pixels."""
_WHALE_HEIGHT, _PAIR_HEIGHT, _SCORES_HEIGHT = 600, 336, 268

CONCENTRATION_ALT = Text(
    "Line chart. Horizontal: share of clients, best first. Vertical: cumulated share "
    "of revenue and of gross margin. The dashed diagonal is a portfolio of equal "
    "clients.",
    "Courbes. Horizontal : part des clients, le meilleur d'abord. Vertical : part "
    "cumulée du chiffre d'affaires et de la marge brute. La diagonale en tirets est un "
    "portefeuille de clients égaux.",
)
COST_ALT = Text(
    "Line chart. Horizontal: share of clients, largest revenue first. Vertical: "
    "cumulated share of revenue and of cost to serve. Squares are the false good "
    "clients, the worst ten.",
    "Courbes. Horizontal : part des clients, du plus grand CA au plus petit. Vertical : "
    "part cumulée du CA et du coût de service. Les carrés sont les faux bons clients, "
    "les dix pires.",
)
SCORES_ALT = Text(
    "Stacked columns. Horizontal: score in steps of 5 points, the bounds of the letters "
    "marked. Vertical: number of clients, one colour a letter, A at the bottom.",
    "Colonnes empilées. Horizontal : note par pas de 5 points, seuils des lettres "
    "repérés. Vertical : nombre de clients, une couleur par lettre, A en bas.",
)
_CUMULATED = Text("Cumulated share", "Part cumulée")
_LARGEST = Text(
    "Share of clients, largest revenue first", "Part des clients, plus grand CA d'abord"
)
_SCORE = Text(
    "Score, in steps of 5 points   (▲ = score from which the letter is given)",
    "Note, par pas de 5 points   (▲ = note à partir de laquelle la lettre est donnée)",
)
_CLIENTS = Text("Clients", "Clients")
_CURVE = Text("Cumulated net margin", "Marge nette cumulée")
_PEAK = Text("Peak", "Sommet")
_END = Text("All clients", "Tous les clients")
_REVENUE = Text("Revenue", "Chiffre d'affaires")
_MARGIN = Text("Gross margin", "Marge brute")
_EQUAL = Text("Equal clients", "Clients égaux")
_COST = Text("Cost to serve", "Coût de service")
_FALSE = Text("False good clients", "Faux bons clients")


def write_curves(page: Page, facts: Facts) -> None:
    """The whale curve; then concentration, cost to serve and scores."""
    worksheet = page.worksheet
    write_grid(worksheet, WIDTHS, HEIGHTS)
    write_fixed_cells(page, facts)
    for chart, row, column, width, height, alt in (
        (_whale(page), WHALE_ROW, "B", _WIDE, _WHALE_HEIGHT, WHALE_ALT),
        (_concentration(page), PAIR_ROW, "B", _HALF, _PAIR_HEIGHT, CONCENTRATION_ALT),
        (_cost(page), PAIR_ROW, SECOND, _HALF, _PAIR_HEIGHT, COST_ALT),
        (_scores(page), SCORES_ROW, "B", _WIDE, _SCORES_HEIGHT, SCORES_ALT),
    ):
        at = f"{column}{row + 2}"
        place(worksheet, chart, at, (width, height), alt, page.language)
    worksheet.freeze_panes(3, 0)
    worksheet.print_area(AREA)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_h_pagebreaks([PAIR_ROW - 1])
    worksheet.center_horizontally()


def _points(column: str, language: Language) -> str:
    return block(CURVES, column, FIRST_ROW, CURVE_ROWS, language)


def _scatter(page: Page, x_title: Text, y_title: Text, lowest: float | None) -> Chart:
    chart = page.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    share = axis(x_title, page.language, "0%")
    chart.set_x_axis({**share, "min": 0, "max": 1, "major_unit": 0.1})
    height = axis(y_title, page.language, "0%")
    low = {} if lowest is None else {"min": lowest}
    chart.set_y_axis({**height, **low, "max": 1, "major_unit": 0.2})
    _finish(chart)
    return chart


def _finish(chart: Chart) -> None:
    """The sheet has the titles; the legend stands above the drawing."""
    chart.set_title({"none": True})
    chart.set_legend({"position": "top", "font": font(10, INK)})
    chart.set_chartarea({"border": {"none": True}})


def _line(
    page: Page, name: Text, x: str, y: str, look: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name.in_(page.language),
        "categories": x,
        "values": y,
        "line": look,
        "marker": {"type": "none"},
    }


def _marks(
    page: Page, name: Text, places: tuple[str, str, int, int], marker: dict[str, Any]
) -> dict[str, Any]:
    """Single points: sheet columns across and up, first row, number of rows."""
    across, up, row, rows = places
    return {
        "name": name.in_(page.language),
        "categories": block(CURVES, across, row, rows, page.language),
        "values": block(CURVES, up, row, rows, page.language),
        "line": {"none": True},
        "marker": {**marker, "border": {"color": PAPER, "width": 0.75}},
    }


def _whale(page: Page) -> Chart:
    language = page.language
    chart = _scatter(page, WHALE_X, WHALE_Y, None)
    x, y = (
        block(DASHBOARD, column, WHALE_FIRST_ROW, CURVE_ROWS, language)
        for column in (WHALE_SHARE, HEIGHT)
    )
    chart.add_series(_line(page, _CURVE, x, y, {"color": ACCENT, "width": 2.75}))
    peak = {"type": "diamond", "size": 12, "fill": {"color": ACCENT}}
    end = {"type": "square", "size": 10, "fill": {"color": ALERT}}
    for name, row, look, side in (
        (_PEAK, PEAK_ROW, peak, "above"),
        (_END, END_ROW, end, "below"),
    ):
        label = {"series_name": True, "value": False, "position": side}
        series = _marks(page, name, (X, Y, row, 1), look)
        chart.add_series({**series, "data_labels": {**label, "font": font(10, INK)}})
    chart.set_legend({"position": "bottom", "font": font(10, INK)})
    return chart


def _concentration(page: Page) -> Chart:
    chart = _scatter(page, WHALE_X, _CUMULATED, 0)
    share = _points(SHARE, page.language)
    for name, column, look in (
        (_REVENUE, REVENUE, {"color": ACCENT, "width": 2.5}),
        (_MARGIN, GROSS, {"color": ALERT, "width": 2.5, "dash_type": "long_dash"}),
        (_EQUAL, SHARE, {"color": FAINT, "width": 1.25, "dash_type": "square_dot"}),
    ):
        points = _points(column, page.language)
        chart.add_series(_line(page, name, share, points, look))
    return chart


def _cost(page: Page) -> Chart:
    chart = _scatter(page, _LARGEST, _CUMULATED, 0)
    share = _points(SHARE, page.language)
    for name, column, look in (
        (_REVENUE, REVENUE, {"color": ACCENT, "width": 2.5}),
        (_COST, COST, {"color": ALERT, "width": 2.5, "dash_type": "long_dash"}),
    ):
        points = _points(column, page.language)
        chart.add_series(_line(page, name, share, points, look))
    at = (Y, UP, FALSE_ROW, FALSE_GOOD_SHOWN)
    look = {"type": "square", "size": 8, "fill": {"color": ALERT}}
    chart.add_series(_marks(page, _FALSE, at, look))
    return chart


def _scores(page: Page) -> Chart:
    language = page.language
    chart = page.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for letter, column in SERIES.items():
        chart.add_series(
            {
                "name": letter,
                "categories": block(CURVES, LABEL, SCORE_ROW, BINS, language),
                "values": block(CURVES, column, SCORE_ROW, BINS, language),
                "fill": {"color": LETTER_LOOKS[letter].fill},
                "border": {"color": PAPER, "width": 0.5},
                "gap": 20,
            }
        )
    scores = axis(_SCORE, language, "General")
    chart.set_x_axis({**scores, "major_gridlines": {"visible": False}})
    chart.set_y_axis({**axis(_CLIENTS, language, "#,##0"), "min": 0})
    _finish(chart)
    return chart
