"""The Actions sheet: totals at the left, then the plan, the policy and its gaps."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells
from segmentation_addin.template.sheets import FIRST_ROW, Page, write_table_sheet
from segmentation_addin.template.style import ALERT, LETTER_LOOKS, LINE
from segmentation_addin.template.validation import LAST_ROW
from segmentation_addin.workbook.action_facts import OWNERS_SHOWN
from segmentation_addin.workbook.action_tables import (
    ACTIONS,
    ACTIONS_COLUMN,
    GAPS,
    GAPS_COLUMN,
    POLICY,
    POLICY_COLUMN,
    PROPOSALS,
    STATUSES,
)
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_actions import LAW_ROW, OWNER_ROW
from segmentation_addin.workbook.declaration import HEADER_ROW

WIDTHS = (2, 34, 16, 18, 18, 16, 16, 12, 3)
PRINT_SCALE = 53
"""Per cent: each of the four parts fits the width of a page."""
_GAP_WIDTH = 3


def write_actions(page: Page, facts: Facts) -> None:
    """Totals, actions, policy, and the clients beside it."""
    worksheet, language = page.worksheet, page.language
    write_table_sheet(page, facts)
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    for column in (POLICY_COLUMN - 1, GAPS_COLUMN - 1):
        worksheet.set_column(column, column, _GAP_WIDTH)
    write_fixed_cells(page, facts)
    worksheet.set_row(LAW_ROW - 1, 28)
    worksheet.write_string(
        HEADER_ROW - 2,
        GAPS_COLUMN,
        GAPS.title.in_(language),
        page.styles.get("caption"),
    )
    for table in (ACTIONS, POLICY, GAPS):
        _colour_letters(page, table.first_column + table.keys.index("letter"))
    _mark_state(page)
    worksheet.conditional_format(
        f"B{OWNER_ROW + 1}:G{OWNER_ROW + OWNERS_SHOWN}",
        {
            "type": "formula",
            "criteria": f'=$B{OWNER_ROW + 1}<>""',
            "format": page.workbook.add_format({"bottom": 1, "bottom_color": LINE}),
        },
    )
    worksheet.freeze_panes(HEADER_ROW, 0)
    worksheet.hide_gridlines(2)
    worksheet.repeat_rows(HEADER_ROW - 1)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_v_pagebreaks([ACTIONS_COLUMN, POLICY_COLUMN, GAPS_COLUMN])


def _colour_letters(page: Page, column: int) -> None:
    for letter, look in LETTER_LOOKS.items():
        page.worksheet.conditional_format(
            FIRST_ROW,
            column,
            LAST_ROW - 1,
            column,
            {
                "type": "cell",
                "criteria": "==",
                "value": f'"{letter}"',
                "format": page.workbook.add_format(
                    {"bg_color": look.fill, "font_color": look.ink}
                ),
            },
        )


def _mark_state(page: Page) -> None:
    """What is late, and what is no longer proposed, also by its weight and slope."""
    first = FIRST_ROW + 1
    letters = {
        key: _letters(ACTIONS_COLUMN + ACTIONS.keys.index(key))
        for key in ("due_date", "status", "proposal")
    }
    due, status = f"${letters['due_date']}{first}", f"${letters['status']}{first}"
    done, dropped = (STATUSES[key].in_(page.language) for key in ("done", "dropped"))
    late = (
        f"=AND(ISNUMBER(SegmentationDate),ISNUMBER({due}),{due}<SegmentationDate,"
        f'{status}<>"{done}",{status}<>"{dropped}")'
    )
    alarm = page.workbook.add_format({"font_color": ALERT, "bold": True})
    column = ACTIONS_COLUMN + ACTIONS.keys.index("due_date")
    page.worksheet.conditional_format(
        FIRST_ROW,
        column,
        LAST_ROW - 1,
        column,
        {"type": "formula", "criteria": late, "format": alarm},
    )
    column = ACTIONS_COLUMN + ACTIONS.keys.index("proposal")
    page.worksheet.conditional_format(
        FIRST_ROW,
        column,
        LAST_ROW - 1,
        column,
        {
            "type": "cell",
            "criteria": "==",
            "value": f'"{PROPOSALS["no_longer"].in_(page.language)}"',
            "format": page.workbook.add_format({"italic": True, "font_color": ALERT}),
        },
    )


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
