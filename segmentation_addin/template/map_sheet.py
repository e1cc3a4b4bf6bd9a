"""The Map sheet: two landscape pages, tiles coloured by native scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from segmentation_addin.languages import Text
from segmentation_addin.palette import HEAT_LOSS, HEAT_MIDDLE
from segmentation_addin.template.pages import mark_gap, write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ALERT, HEAT, LINE, MUTED, PAPER, Property
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_map import LEGEND_ROW, RATES, SWATCHES
from segmentation_addin.workbook.board_map_countries import OTHERS_ROW
from segmentation_addin.workbook.board_map_countries import TOTAL_ROW as COUNTRY_TOTAL
from segmentation_addin.workbook.board_map_lists import BOTTOM_ROW, LISTED, TOP_ROW
from segmentation_addin.workbook.board_map_tables import ASIDE_ROW
from segmentation_addin.workbook.map_places import (
    COUNTRY_ROWS,
    DEEP,
    DEEP_COUNTRY,
    DEEP_REGION,
    TABLE_ROW,
    TOTAL_ROW,
)
from segmentation_addin.workbook.map_tables import CHOICE_ROW, MAP_CHOICE, MEASURES

Look: TypeAlias = Mapping[str, Property]
_TILE = 5.4
WIDTHS = (2, 30, 2, *(_TILE,) * 12, 2, *(_TILE,) * 12, 1.5, *(7.0,) * 3, 2)
_HELPER_WIDTH = 10
_HELPERS = 63
_LINE, _HEAD, _MAP_LINE = 17, 28, 21
HEIGHTS: dict[int, int] = {
    **dict.fromkeys(range(3, TOTAL_ROW), _LINE),
    0: 32,
    2: 20,
    3: 8,
    4: 20,
    5: 20,
    **dict.fromkeys(range(CHOICE_ROW - 1, 20), _MAP_LINE),
    20: 10,
    TOP_ROW: _HEAD,
    BOTTOM_ROW: _HEAD,
    ASIDE_ROW: _HEAD,
    TABLE_ROW - 1: _HEAD,
    **dict.fromkeys(range(TABLE_ROW, TOTAL_ROW), 15),
}
AREA = f"A1:AG{TOTAL_ROW}"
PAGE_ONE_ROWS = TABLE_ROW - 2
PRINT_SCALE = 58
LOSS, NEUTRAL, GAIN = HEAT_LOSS, HEAT_MIDDLE, HEAT
"""Ends and middle of the scale: ink stays readable on each."""
_TILES = "D7:O20"
_NAMES = " ".join(f"Q{row}:AF{row}" for row in range(7, 18, 2))
_FIGURES = " ".join(f"Q{row}:AF{row}" for row in range(8, 19, 2))
"""The two cells of each région: odd rows name it, even rows show its figure."""
_SWATCHES = f"B{LEGEND_ROW + 1}:B{LEGEND_ROW + SWATCHES}"
_RATE = "0.0%"
_UNDER: Look = {"bottom": 1, "bottom_color": LINE}
_PROMPT = Text("Choose the measure", "Choisir la mesure")


def write_map(page: Page, facts: Facts) -> None:
    """Writes both pages, the choice, the colours and the helper cells."""
    worksheet = page.worksheet
    write_grid(worksheet, WIDTHS, HEIGHTS)
    worksheet.set_column(len(WIDTHS), _HELPERS, _HELPER_WIDTH)
    write_fixed_cells(page, facts)
    _write_choice(page, facts)
    _colour(page)
    _rule_lines(page)
    _mark_figures(page)
    mark_gap(page, f"I{ASIDE_ROW + 8}")
    worksheet.freeze_panes(3, 0)
    worksheet.print_area(AREA)
    worksheet.set_h_pagebreaks([PAGE_ONE_ROWS])
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.center_horizontally()


def _write_choice(page: Page, facts: Facts) -> None:
    """The table of the one choice, and what can be chosen."""
    worksheet, language = page.worksheet, page.language
    column = MAP_CHOICE.columns[0]
    style = page.styles.get("input words", column.format)
    place = CHOICE_ROW - 1, MAP_CHOICE.first_column
    worksheet.add_table(
        place[0] - 1,
        place[1],
        *place,
        {
            "name": MAP_CHOICE.name,
            "style": None,
            "autofilter": False,
            "columns": [
                {
                    "header": column.heading.in_(language),
                    "header_format": page.styles.get("table_head"),
                    "format": style,
                }
            ],
        },
    )
    worksheet.write_string(*place, MEASURES[facts.map_measure].in_(language), style)
    worksheet.data_validation(
        *place,
        *place,
        {
            "validate": "list",
            "source": [names.in_(language) for names in MEASURES.values()],
            "input_title": _PROMPT.in_(language),
            "input_message": column.help.in_(language),
        },
    )


def _colour(page: Page) -> None:
    """Colours of the tiles and of the legend; a white tile is muted.

    The rules of a cell stand over the same area, in order: programs that look no
    further than the first area see them all.
    """
    muted = {"font_color": MUTED, "bg_color": PAPER}
    for areas, deepest, shows_figure in (
        (_TILES, DEEP, False),
        (_SWATCHES, DEEP, True),
        (_NAMES, DEEP_REGION, False),
        (_FIGURES, DEEP_REGION, True),
    ):
        first = areas.split(" ", maxsplit=1)[0]
        corner = first.split(":", maxsplit=1)[0]
        rules = [(f"=ISTEXT({corner})", muted)]
        if shows_figure:
            rules.append((f"={RATES}", {"num_format": _RATE}))
        _when(page, areas, rules)
        page.worksheet.conditional_format(
            first, {**_scale(deepest), "multi_range": areas}
        )


def _scale(deepest: str) -> dict[str, Any]:
    """Orange below zero, pale at zero, blue above; the same depth for the same size."""
    return {
        "type": "3_color_scale",
        "min_type": "formula",
        "mid_type": "num",
        "max_type": "formula",
        "min_value": f"=-{deepest}",
        "mid_value": 0,
        "max_value": f"={deepest}",
        "min_color": LOSS,
        "mid_color": NEUTRAL,
        "max_color": GAIN,
    }


def _when(page: Page, areas: str, rules: Sequence[tuple[str, Look]]) -> None:
    """Gives some areas a look for each formula that holds, the first one first."""
    for criteria, look in rules:
        page.worksheet.conditional_format(
            areas.split(" ", maxsplit=1)[0],
            {
                "type": "formula",
                "criteria": criteria,
                "format": page.workbook.add_format(dict(look)),
                "multi_range": areas,
            },
        )


def _rule_lines(page: Page) -> None:
    """Lists and countries: a line under what is filled, losses as alerts, rates."""
    loss, rate = {**_UNDER, "font_color": ALERT}, {**_UNDER, "num_format": _RATE}
    for top in (TOP_ROW, BOTTOM_ROW):
        first, last = top + 2, top + 1 + LISTED
        filled = f"=LEN($B{first})>0"
        _when(
            page,
            f"B{first}:K{last}",
            [(f"=AND(ISNUMBER(B{first}),N(B{first})<0)", loss), (filled, _UNDER)],
        )
        lost = f"ISNUMBER(L{first}),N(L{first})<0"
        _when(
            page,
            f"L{first}:O{last}",
            [
                (f"=AND({RATES},{lost})", {**rate, **loss}),
                (f"=AND({RATES},LEN($B{first})>0)", rate),
                (f"=AND({lost})", loss),
                (filled, _UNDER),
            ],
        )
    first = COUNTRY_ROWS[0]
    filled = f"=LEN($Q{first})>0"
    _when(
        page,
        f"Q{first}:AC{OTHERS_ROW}",
        [(f"=AND(ISNUMBER(Q{first}),N(Q{first})<0)", loss), (filled, _UNDER)],
    )
    measured = f"AD{first}:AF{OTHERS_ROW}"
    rated = f"=AND({RATES},LEN($Q{first})>0)"
    _when(page, measured, [(rated, rate), (filled, _UNDER)])
    page.worksheet.conditional_format(
        measured, {**_scale(DEEP_COUNTRY), "multi_range": measured}
    )
    total = f"AD{COUNTRY_TOTAL}:AF{COUNTRY_TOTAL}"
    _when(page, total, [(f"={RATES}", {"num_format": _RATE})])


def _mark_figures(page: Page) -> None:
    """Losses in the colour of alerts; a département without a client is muted."""
    aside = f"I{ASIDE_ROW + 2}:M{ASIDE_ROW + 7}"
    total = f"AA{COUNTRY_TOTAL}:AC{COUNTRY_TOTAL}"
    first = TABLE_ROW + 1
    table = (f"I{first}:M{TOTAL_ROW}", f"AA{first}:AE{TOTAL_ROW}")
    for area in (aside, total, *table):
        corner = area.split(":", maxsplit=1)[0]
        lost = f"=AND(ISNUMBER({corner}),N({corner})<0)"
        _when(page, area, [(lost, {"font_color": ALERT})])
    empty = {"font_color": MUTED, "num_format": '"-"'}
    for area, clients in (
        (f"B{first}:O{TOTAL_ROW}", "D"),
        (f"Q{first}:AF{TOTAL_ROW - 1}", "V"),
    ):
        _when(page, area, [(f"=${clients}{first}=0", empty)])
