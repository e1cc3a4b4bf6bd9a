"""The Dashboard: three landscape pages, from the headline to the groups of clients.

First the headline, the letters and the curves; then what to decide: a part of the
portfolio, false good clients, risks and levers; last sectors, managers and regions.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format

from segmentation_addin.languages import Text
from segmentation_addin.template.charts import add_charts
from segmentation_addin.template.pages import mark_gap, write_fixed_cells, write_grid
from segmentation_addin.template.sheets import Page
from segmentation_addin.template.style import ACCENT, ALERT, LETTER_LOOKS, LINE, PAPER
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_dimensions import (
    DIMENSIONS,
    LINES,
    LIST_FIRST_ROW,
    LIST_ROWS,
    LISTED,
)
from segmentation_addin.workbook.board_figures import GRADED
from segmentation_addin.workbook.board_selection import FIRST_ROW as CHOICE_ROW
from segmentation_addin.workbook.board_selection import narrows
from segmentation_addin.workbook.board_top_lists import TOP_LISTS
from segmentation_addin.workbook.selection_tables import (
    ALL,
    SELECTION,
    SELECTION_ROW,
)

WIDTHS = (2, 24, *(14.0,) * 13, 2)
_HELPER_WIDTH = 11
_HELPERS = 40
"""Columns beside the page that hold helper figures."""
_LINE, _HEAD = 18, 28
HEIGHTS = {
    **dict.fromkeys(range(131), _LINE),
    0: 32,
    1: 15,
    2: 15,
    3: 8,
    5: 34,
    6: 40,
    7: 10,
    8: 20,
    9: _HEAD,
    18: 12,
    36: 10,
    37: 20,
    48: 8,
    49: _HEAD,
    50: 10,
    51: 20,
    52: 16,
    53: _HEAD,
    54: 22,
    56: 10,
    **{top.row - 1: 20 for top in TOP_LISTS},
    **{top.row: _HEAD for top in TOP_LISTS},
    **{top.row + 1: _HEAD for top in TOP_LISTS},
    70: 10,
    84: 10,
    **{dimension.row - 1: 20 for dimension in DIMENSIONS},
    **{dimension.row: _HEAD for dimension in DIMENSIONS},
    **{dimension.row + LISTED + 3: 10 for dimension in DIMENSIONS},
    129: _HEAD,
}
"""Height of each row by its 0-based place; charts stand on rows of 15 points."""
HEIGHTS |= dict.fromkeys(range(19, 36), 15)
AREA = "A1:P130"
PAGE_ENDS = (51, 85)
"""Last row of the first two printed pages."""
PRINT_SCALE = 56

_UNDERLINE = {"bottom": 1, "bottom_color": LINE}
_PROMPT = Text("Choose", "Choisir")


def write_dashboard(page: Page, facts: Facts) -> None:
    """Writes the three pages and the helper cells beside them."""
    worksheet = page.worksheet
    write_grid(worksheet, WIDTHS, HEIGHTS)
    worksheet.set_column(len(WIDTHS), _HELPERS, _HELPER_WIDTH)
    write_fixed_cells(page, facts)
    _write_selection(page, facts)
    add_charts(page.workbook, worksheet, page.language)
    _mark_figures(page)
    _colour_letters(page)
    _rule_filled_lines(page)
    worksheet.print_area(AREA)
    worksheet.set_h_pagebreaks(list(PAGE_ENDS))
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.center_horizontally()


def _write_selection(page: Page, facts: Facts) -> None:
    """The table of the three choices, with what can be chosen."""
    worksheet, language = page.worksheet, page.language
    first = SELECTION.first_column
    last = first + len(SELECTION.columns) - 1
    everybody = ALL.in_(language)
    worksheet.add_table(
        SELECTION_ROW - 1,
        first,
        SELECTION_ROW,
        last,
        {
            "name": SELECTION.name,
            "style": None,
            "autofilter": False,
            "columns": [
                {
                    "header": column.heading.in_(language),
                    "header_format": page.styles.get("table_head"),
                    "format": page.styles.get("input words", column.format),
                }
                for column in SELECTION.columns
            ],
        },
    )
    names = {
        dimension.names: _name_list(dimension.list_column) for dimension in DIMENSIONS
    }
    for offset, column in enumerate(SELECTION.columns):
        place = SELECTION_ROW, first + offset
        chosen = facts.selection.get(column.key, "")
        shown = chosen if narrows(chosen) else everybody
        style = page.styles.get("input words", column.format)
        worksheet.write_string(*place, shown, style)
        source = names.get(column.key, [everybody, *GRADED])
        worksheet.data_validation(
            *place,
            *place,
            {
                "validate": "list",
                "source": source,
                "show_error": False,
                "input_title": _PROMPT.in_(language),
                "input_message": column.help.in_(language),
            },
        )


def _name_list(column: str) -> str:
    """The filled part of a list of names, (all) above them."""
    first, last = LIST_FIRST_ROW - 1, LIST_FIRST_ROW + LIST_ROWS - 1
    area = f"${column}${first}:${column}${last}"
    return f'=OFFSET(${column}${first},0,0,COUNTIF({area},"?*"),1)'


def _mark_figures(page: Page) -> None:
    """Losses in the colour of alerts; the line under them stays."""
    worksheet = page.worksheet
    loss = page.workbook.add_format({"font_color": ALERT})
    chosen = f"G{CHOICE_ROW}:L{CHOICE_ROW}"
    for area in ("G11:J18", "D41:D48", "H46:H48", chosen, "N61:O67"):
        worksheet.conditional_format(area, _below_zero(loss))
    ruled = page.workbook.add_format({"font_color": ALERT, **_UNDERLINE})
    for dimension in DIMENSIONS:
        first, last = dimension.row + 2, dimension.row + 1 + LINES
        total = page.workbook.add_format(
            {"bold": True, **_UNDERLINE, "top": 1, "top_color": ACCENT}
        )
        worksheet.conditional_format(
            f"B{first}:O{last}",
            {"type": "formula", "criteria": f'=$AL{first}=">0"', "format": total},
        )
        for letter in "KLMO":
            area = f"{letter}{first}:{letter}{last}"
            worksheet.conditional_format(area, _below_zero(ruled))
    worksheet.conditional_format("D61:G70", _below_zero(ruled))
    mark_gap(page, "O44")


def _below_zero(look: Format) -> dict[str, Any]:
    return {"type": "cell", "criteria": "<", "value": 0, "format": look}


def _colour_letters(page: Page) -> None:
    """The letters of the short lists, as everywhere."""
    areas = [
        f"{letter}{top.row + 3}:{letter}{top.row + 12}"
        for top in TOP_LISTS
        for letter, _, key, _, _ in top.columns
        if key == "letter"
    ]
    for area in areas:
        for name, look in LETTER_LOOKS.items():
            page.worksheet.conditional_format(
                area,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{name}"',
                    "format": page.workbook.add_format(
                        {
                            "bg_color": look.fill,
                            "font_color": look.ink,
                            "bold": True,
                            "bottom": 1,
                            "bottom_color": PAPER,
                        }
                    ),
                },
            )


def _rule_filled_lines(page: Page) -> None:
    """A thin line under each client or group that is there; none under a blank."""
    ruled = page.workbook.add_format(_UNDERLINE)
    areas = [("B", x.row + 2, "O", LINES) for x in DIMENSIONS]
    areas += [(x.first_column, x.row + 3, x.columns[-1][0], LISTED) for x in TOP_LISTS]
    for left, first, right, lines in areas:
        page.worksheet.conditional_format(
            f"{left}{first}:{right}{first + lines - 1}",
            {
                "type": "formula",
                "criteria": f"=LEN(${left}{first})>0",
                "format": ruled,
            },
        )
