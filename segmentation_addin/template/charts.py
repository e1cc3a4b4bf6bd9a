"""The two native charts of the dashboard: whale curve, value x margin."""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.style import (
    GREY,
    INK,
    LETTER_FILL,
    LETTER_MARKER,
    NIGHT,
    PALE,
)
from segmentation_addin.workbook.board_charts import (
    BUBBLE_ROWS,
    CUMULATED,
    CURVE_ROWS,
    FIRST_ROW,
    RATE_HIGH,
    RATE_LOW,
    REVENUE,
    SERIES,
    SHARE,
)
from segmentation_addin.workbook.board_facts import Facts

TOP_ROW = "20"
_SIZE_LEFT = {"width": 560, "height": 340, "object_position": 2}
_SIZE_RIGHT = {"width": 670, "height": 340, "object_position": 2}
_FONT = {"name": "Calibri", "size": 9, "color": GREY}
_TITLE = {"name": "Calibri", "size": 12, "bold": True, "color": NIGHT}

T = {
    "whale": Text(
        "Whale curve: net margin cumulated from the best client to the worst",
        "Courbe de la baleine : marge nette cumulée du meilleur client au pire",
    ),
    "whale_alt": Text(
        "Curve of the cumulated net margin by share of clients: it rises to its peak, "
        "then falls to the total.",
        "Courbe de la marge nette cumulée selon la part des clients : elle monte à son "
        "sommet, puis redescend au total.",
    ),
    "share": Text("Share of clients", "Part des clients"),
    "margin": Text("Net margin", "Marge nette"),
    "bubbles": Text(
        "Value x margin: the 100 largest clients (rates beyond −50 % and +75 % on the "
        "edge)",
        "Valeur x marge : les 100 premiers clients (taux au-delà de −50 % et +75 % au "
        "bord)",
    ),
    "bubbles_alt": Text(
        "Points of the 100 largest clients: revenue across, net margin rate upwards, "
        "one colour and one shape a letter.",
        "Points des 100 premiers clients : chiffre d'affaires en abscisse, taux de "
        "marge nette en ordonnée, une couleur et une forme par lettre.",
    ),
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "rate": Text("Net margin rate", "Taux de marge nette"),
}


def _axis(name: str, number_format: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "name_font": {**_FONT, "bold": False},
        "num_font": _FONT,
        "num_format": number_format,
        "line": {"color": PALE},
        "major_gridlines": {"visible": True, "line": {"color": PALE, "width": 0.5}},
        **more,
    }


def add_charts(
    book: Workbook, sheet: Worksheet, title: str, language: Language, facts: Facts
) -> None:
    """Puts both charts on the dashboard, over their fixed blocks.

    The caches of the charts hold the values of `facts`.
    """
    last = FIRST_ROW + CURVE_ROWS - 1
    name = "'" + title.replace("'", "''") + "'"

    def area(column: str, end: int) -> str:
        return f"={name}!${column}${FIRST_ROW}:${column}${end}"

    def said(key: str) -> str:
        return T[key].in_(language)

    figures = facts.figures
    curve = book.add_chart({"type": "scatter", "subtype": "straight"})
    curve.add_series(
        {
            "name": said("margin"),
            "categories": area(SHARE, last),
            "values": area(CUMULATED, last),
            "categories_data": [p / 100 for p in range(CURVE_ROWS)],
            "values_data": list(figures.whale),
            "line": {"color": LETTER_FILL["A"], "width": 2.25},
        }
    )
    curve.set_title({"name": said("whale"), "name_font": _TITLE, "overlay": False})
    curve.set_x_axis(
        _axis(said("share"), "0%", min=0, max=1, major_unit=0.2, label_position="low")
    )
    curve.set_y_axis(_axis(said("margin"), "#,##0"))
    curve.set_legend({"none": True})
    curve.set_chartarea({"border": {"color": PALE}})
    curve.set_size(_SIZE_LEFT)
    sheet.insert_chart(
        f"B{TOP_ROW}", curve, {"description": said("whale_alt"), "object_position": 2}
    )

    end = FIRST_ROW + BUBBLE_ROWS - 1
    bubbles = book.add_chart({"type": "scatter"})
    for letter, column in SERIES.items():
        colour = LETTER_FILL[letter]
        bubbles.add_series(
            {
                "name": letter,
                "categories": area(REVENUE, end),
                "values": area(column, end),
                "marker": {
                    "type": LETTER_MARKER[letter],
                    "size": 7,
                    "fill": {"color": colour},
                    "border": {"color": INK if letter == "C" else colour, "width": 0.5},
                },
            }
        )
    bubbles.set_title({"name": said("bubbles"), "name_font": _TITLE, "overlay": False})
    bubbles.set_x_axis(_axis(said("revenue"), "#,##0", min=0, label_position="low"))
    bubbles.set_y_axis(
        _axis(said("rate"), "0%", min=RATE_LOW, max=RATE_HIGH, major_unit=0.25)
    )
    bubbles.set_legend({"position": "bottom", "font": _FONT})
    bubbles.set_chartarea({"border": {"color": PALE}})
    bubbles.set_size(_SIZE_RIGHT)
    sheet.insert_chart(
        f"I{TOP_ROW}",
        bubbles,
        {"description": said("bubbles_alt"), "object_position": 2},
    )
