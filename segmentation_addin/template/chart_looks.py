"""What every native chart shares: fonts, axes, frame, and its place on the sheet."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.style import FONT, INK, LINE, MUTED
from segmentation_addin.workbook.board import resolve


def block(sheet: str, column: str, first: int, rows: int, language: Language) -> str:
    """The formula of a run of cells: one column of a sheet, from a row on."""
    title = resolve(f"{{sheet:{sheet}}}", language)
    return f"={title}!${column}${first}:${column}${first + rows - 1}"


def font(size: float = 9, color: str = MUTED, bold: bool = False) -> dict[str, Any]:
    """The font of a chart's texts."""
    return {"name": FONT, "size": size, "color": color, "bold": bold}


def axis(text: Text, language: Language, num_format: str) -> dict[str, Any]:
    """An axis with its title, light grid lines and labels on its low side."""
    return {
        "name": text.in_(language),
        "name_font": font(),
        "num_font": font(),
        "num_format": num_format,
        "line": {"color": LINE},
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        "major_tick_mark": "none",
        "label_position": "low",
    }


def frame(chart: Chart, title: Text, language: Language) -> None:
    """The title above the chart; no border around it."""
    chart.set_title(
        {
            "name": title.in_(language),
            "name_font": font(11, INK, bold=True),
            "overlay": False,
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def place(
    worksheet: Worksheet,
    chart: Chart,
    cell: str,
    size: tuple[int, int],
    description: Text,
    language: Language,
) -> None:
    """Puts a chart on its cell, in pixels, with its alternative text."""
    chart.set_size({"width": size[0], "height": size[1]})
    worksheet.insert_chart(
        cell,
        chart,
        {"object_position": 2, "description": description.in_(language)},
    )
