"""The Review sheet: overrides, figures, agenda, votes and judgements side by side."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.template.pages import write_fixed_cells
from segmentation_addin.template.sheets import FIRST_ROW, Page, write_table_sheet
from segmentation_addin.template.style import LETTER_LOOKS
from segmentation_addin.template.validation import LAST_ROW
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.inputs import OVERRIDES
from segmentation_addin.workbook.review_tables import AGENDA, VOTES, WEIGHTS

BLOCK_WIDTHS = (32, 13, 16, 12, 12, 34)
_PRINT_SCALE = 55
_BLOCK_COLUMN = len(OVERRIDES.columns) + 1
_GAP_WIDTH = 3
_TABLES = (OVERRIDES, AGENDA, VOTES, WEIGHTS)
_AGENDA_NOTE = Text(
    " (written by refresh; the decision is yours)",
    " (écrit par l'actualisation ; la décision est à vous)",
)


def write_review(page: Page, facts: Facts) -> None:
    """Tables first, then the fixed cells between them, then the looks."""
    worksheet, language = page.worksheet, page.language
    write_table_sheet(page, facts)
    for offset, width in enumerate(BLOCK_WIDTHS):
        worksheet.set_column(_BLOCK_COLUMN + offset, _BLOCK_COLUMN + offset, width)
    for table in _TABLES:
        after = table.first_column + len(table.columns)
        worksheet.set_column(after, after, _GAP_WIDTH)
    worksheet.set_column(_BLOCK_COLUMN - 1, _BLOCK_COLUMN - 1, _GAP_WIDTH)
    worksheet.set_column(AGENDA.first_column - 1, AGENDA.first_column - 1, _GAP_WIDTH)
    worksheet.write_string(
        HEADER_ROW - 2,
        AGENDA.first_column,
        AGENDA.title.in_(language) + _AGENDA_NOTE.in_(language),
        page.styles.get("caption"),
    )
    write_fixed_cells(page, facts)
    _colour_letters(page)
    worksheet.freeze_panes(HEADER_ROW, 0)
    worksheet.repeat_rows(HEADER_ROW - 1)
    worksheet.hide_gridlines(2)
    worksheet.set_print_scale(_PRINT_SCALE)
    worksheet.set_v_pagebreaks([AGENDA.first_column, VOTES.first_column])


def _colour_letters(page: Page) -> None:
    """The letters of the agenda and of the votes in the colours of the house."""
    for table in (AGENDA, VOTES):
        column = table.first_column + table.keys.index("letter")
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
