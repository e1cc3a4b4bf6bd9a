"""The two charts of the dashboard, on their fixed blocks of cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.bubbles import SIZES_NAME
from segmentation_addin.template.chart_looks import axis, block, font, frame, place
from segmentation_addin.template.style import (
    ACCENT,
    ALERT,
    INK,
    LETTER_LOOKS,
    MUTED,
    PAPER,
)
from segmentation_addin.workbook.board_charts import (
    BUBBLE_ROWS,
    CURVE_ROWS,
    END_ROW,
    END_TOLD_ROW,
    FIRST_ROW,
    HEIGHT,
    PEAK_ROW,
    RATE_HIGH,
    RATE_LOW,
    REVENUE,
    SERIES,
    SHARE,
    SIZE,
    TOLD,
)
from segmentation_addin.workbook.board_letters import DASHBOARD

WHALE_TITLE = Text(
    "Whale curve: cumulated net margin, best client first",
    "Courbe de la baleine : marge nette cumulée, du meilleur client au moins bon",
)
WHALE_ALT = Text(
    "Line chart. Horizontal: share of clients, best first. Vertical: cumulated net "
    "margin in % of its peak. The fall after the peak is what loss-makers cost.",
    "Courbe. Horizontal : part des clients, le meilleur d'abord. Vertical : marge "
    "nette cumulée en % de son sommet. La baisse après le sommet est le coût des "
    "clients en perte.",
)
WHALE_X = Text("Share of clients", "Part des clients")
WHALE_Y = Text("% of the peak", "% du sommet")
VALUE_TITLE = Text(
    f"Value and margin: the {BUBBLE_ROWS} largest clients",
    f"Valeur et marge : les {BUBBLE_ROWS} premiers clients",
)
VALUE_ALT = Text(
    f"Bubble chart of the {BUBBLE_ROWS} largest clients. Horizontal: revenue. "
    "Vertical: net margin rate, held between -50% and +75%. The larger "
    "the bubble, the larger the cost to serve. One colour a letter; the letter stands "
    "in the bubble.",
    f"Bulles des {BUBBLE_ROWS} premiers clients. Horizontal : chiffre d'affaires. "
    "Vertical : taux de marge nette, borné à -50 % et +75 %. Plus la "
    "bulle est grande, plus le coût de service est élevé. Une couleur par lettre ; la "
    "lettre est dans la bulle.",
)
VALUE_X = Text(
    "Revenue   (size: cost to serve; rates are held between -50% and +75%)",
    "Chiffre d'affaires   (taille : coût de service ; taux bornés à -50 % et +75 %)",
)
VALUE_Y = Text("Net margin rate", "Taux de marge nette")


RATE_STEP = 0.25
"""Between two lines of the margin axis, which leaves room for the last bubbles."""


def add_charts(workbook: Workbook, worksheet: Worksheet, language: Language) -> None:
    """Puts both charts on the dashboard, between the table and the readings."""
    whale = _whale(workbook, language)
    place(worksheet, whale, "B20", (771, 352), WHALE_ALT, language)
    value = _value(workbook, language)
    place(worksheet, value, "I20", (721, 352), VALUE_ALT, language)


def _block(column: str, rows: int, language: Language) -> str:
    return block(DASHBOARD, column, FIRST_ROW, rows, language)


def _whale(workbook: Workbook, language: Language) -> Chart:
    chart = workbook.add_chart({"type": "scatter", "subtype": "straight"})
    chart.add_series(
        {
            "name": WHALE_Y.in_(language),
            "categories": _block(SHARE, CURVE_ROWS, language),
            "values": _block(HEIGHT, CURVE_ROWS, language),
            "line": {"color": ACCENT, "width": 2.5},
        }
    )
    for row, marker, colour, told, side in (
        (PEAK_ROW, "circle", ACCENT, PEAK_ROW, "below"),
        (END_ROW, "diamond", ALERT, None, ""),
        (END_TOLD_ROW, "none", ALERT, END_TOLD_ROW, "left"),
    ):
        chart.add_series(_told_point(row, marker, colour, told, side, language))
    share = axis(WHALE_X, language, "0%")
    chart.set_x_axis({**share, "min": 0, "max": 1, "major_unit": 0.1})
    height = axis(WHALE_Y, language, "0%")
    chart.set_y_axis({**height, "max": 1})
    chart.set_legend({"none": True})
    frame(chart, WHALE_TITLE, language)
    return chart


def _told_point(
    row: int,
    marker: str,
    colour: str,
    told: int | None,
    side: str,
    language: Language,
) -> dict[str, Any]:
    """One point of the curve, under words that a cell makes."""
    series: dict[str, Any] = {
        "categories": block(DASHBOARD, SHARE, row, 1, language),
        "values": block(DASHBOARD, HEIGHT, row, 1, language),
        "marker": {
            "type": marker,
            "size": 8,
            "fill": {"color": colour},
            "border": {"color": PAPER},
        },
        "line": {"none": True},
    }
    if told is not None:
        name = block(DASHBOARD, TOLD, told, 1, language)
        series["name"] = name.split(":")[0]
        series["data_labels"] = {
            "series_name": True,
            "value": False,
            "position": side,
            "font": font(9, INK, bold=True),
        }
    return series


def _value(workbook: Workbook, language: Language) -> Chart:
    """A scatter chart whose last series holds the sizes: `bubbles` makes them so."""
    chart = workbook.add_chart({"type": "scatter"})
    for letter, column in SERIES.items():
        look = LETTER_LOOKS[letter]
        edge = MUTED if letter == "NC" else PAPER
        chart.add_series(
            {
                "name": letter,
                "categories": _block(REVENUE, BUBBLE_ROWS, language),
                "values": _block(column, BUBBLE_ROWS, language),
                "marker": {
                    "type": look.marker,
                    "size": look.size,
                    "fill": {"color": look.fill, "transparency": 15},
                    "border": {"color": edge, "width": 0.75},
                },
                "data_labels": {
                    "series_name": True,
                    "value": False,
                    "position": "center",
                    "font": font(7, look.ink, bold=True),
                },
            }
        )
    chart.add_series(
        {
            "name": SIZES_NAME,
            "categories": _block(REVENUE, BUBBLE_ROWS, language),
            "values": _block(SIZE, BUBBLE_ROWS, language),
        }
    )
    revenue = axis(VALUE_X, language, "#,##0")
    chart.set_x_axis({**revenue, "min": 0, "crossing": 0})
    rate = axis(VALUE_Y, language, "0%")
    chart.set_y_axis(
        {
            **rate,
            "min": RATE_LOW - RATE_STEP,
            "max": RATE_HIGH + RATE_STEP,
            "major_unit": RATE_STEP,
            "crossing": 0,
        }
    )
    chart.set_legend({"position": "top", "font": font(10, INK)})
    frame(chart, VALUE_TITLE, language)
    return chart
