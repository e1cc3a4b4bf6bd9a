"""The two charts of the dashboard, on their fixed blocks of cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.style import (
    ACCENT,
    FONT,
    INK,
    LETTER_LOOKS,
    LINE,
    MUTED,
)
from segmentation_addin.workbook.board import resolve
from segmentation_addin.workbook.board_charts import (
    BUBBLE_ROWS,
    CURVE_ROWS,
    FIRST_ROW,
    HEIGHT,
    RATE_HIGH,
    RATE_LOW,
    REVENUE,
    SERIES,
    SHARE,
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
    f"Scatter chart of the {BUBBLE_ROWS} largest clients. Horizontal: revenue. "
    "Vertical: net margin rate, drawn on the edge beyond -50% and +75%. One colour "
    "and one marker shape a letter.",
    f"Nuage des {BUBBLE_ROWS} premiers clients. Horizontal : chiffre d'affaires. "
    "Vertical : taux de marge nette, ramené au bord au-delà de -50 % et +75 %. Une "
    "couleur et une forme par lettre.",
)
VALUE_X = Text(
    "Revenue   (rates beyond -50% and +75% stand on the edge)",
    "Chiffre d'affaires   (taux au-delà de -50 % et +75 % placés au bord)",
)
VALUE_Y = Text("Net margin rate", "Taux de marge nette")


def add_charts(workbook: Workbook, worksheet: Worksheet, language: Language) -> None:
    """Puts both charts on the dashboard, between the table and the readings."""
    whale = _whale(workbook, language)
    _place(worksheet, whale, "B20", (771, 352), WHALE_ALT, language)
    value = _value(workbook, language)
    _place(worksheet, value, "I20", (721, 352), VALUE_ALT, language)


def _block(column: str, rows: int, language: Language) -> str:
    title = resolve(f"{{sheet:{DASHBOARD}}}", language)
    return f"={title}!${column}${FIRST_ROW}:${column}${FIRST_ROW + rows - 1}"


def _font(size: float = 9, color: str = MUTED, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": color, "bold": bold}


def _title(text: Text, language: Language) -> dict[str, Any]:
    return {
        "name": text.in_(language),
        "name_font": _font(11, INK, bold=True),
        "overlay": False,
    }


def _axis(text: Text, language: Language, num_format: str) -> dict[str, Any]:
    return {
        "name": text.in_(language),
        "name_font": _font(),
        "num_font": _font(),
        "num_format": num_format,
        "line": {"color": LINE},
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        "major_tick_mark": "none",
        "label_position": "low",
    }


def _frame(chart: Chart, title: Text, language: Language) -> None:
    chart.set_title(_title(title, language))
    chart.set_chartarea({"border": {"none": True}})


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
    share = _axis(WHALE_X, language, "0%")
    chart.set_x_axis({**share, "min": 0, "max": 1, "major_unit": 0.1})
    height = _axis(WHALE_Y, language, "0%")
    chart.set_y_axis({**height, "max": 1})
    chart.set_legend({"none": True})
    _frame(chart, WHALE_TITLE, language)
    return chart


def _value(workbook: Workbook, language: Language) -> Chart:
    chart = workbook.add_chart({"type": "scatter"})
    for letter, column in SERIES.items():
        look = LETTER_LOOKS[letter]
        edge = MUTED if letter == "NC" else "#FFFFFF"
        chart.add_series(
            {
                "name": letter,
                "categories": _block(REVENUE, BUBBLE_ROWS, language),
                "values": _block(column, BUBBLE_ROWS, language),
                "marker": {
                    "type": look.marker,
                    "size": look.size,
                    "fill": {"color": look.fill},
                    "border": {"color": edge, "width": 0.75},
                },
            }
        )
    revenue = _axis(VALUE_X, language, "#,##0")
    chart.set_x_axis({**revenue, "min": 0, "crossing": 0})
    rate = _axis(VALUE_Y, language, "0%")
    chart.set_y_axis(
        {**rate, "min": RATE_LOW, "max": RATE_HIGH, "major_unit": 0.25, "crossing": 0}
    )
    chart.set_legend({"position": "top", "font": _font(10, INK)})
    _frame(chart, VALUE_TITLE, language)
    return chart


def _place(
    worksheet: Worksheet,
    chart: Chart,
    cell: str,
    size: tuple[int, int],
    description: Text,
    language: Language,
) -> None:
    chart.set_size({"width": size[0], "height": size[1]})
    worksheet.insert_chart(
        cell,
        chart,
        {"object_position": 2, "description": description.in_(language)},
    )
