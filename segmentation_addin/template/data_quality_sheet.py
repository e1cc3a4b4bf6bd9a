"""The Data quality sheet: three summaries, then the findings line by line."""

from __future__ import annotations

from segmentation_addin.template.pages import write_fixed_cells
from segmentation_addin.template.sheets import SEVERITY_LOOKS, Page, write_table
from segmentation_addin.template.style import ALERT_INK, ALERT_TINT
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_findings import RULE_ROW, RULES_SHOWN
from segmentation_addin.workbook.board_home import GAP
from segmentation_addin.workbook.board_origins import ORIGIN_ROW
from segmentation_addin.workbook.board_quality import TRUST_ROW
from segmentation_addin.workbook.outputs import ISSUES, ISSUES_ROW

_FROZEN_ROWS = 3
"""Title, guide and the number of findings stay in sight."""
_SECTION_HEIGHT, _HEADINGS_HEIGHT = 24, 32


def write_data_quality(page: Page, facts: Facts) -> None:
    """Title, summaries, and the table of findings under them."""
    worksheet, styles, language = page.worksheet, page.styles, page.language
    worksheet.set_row(0, 30)
    for row in (TRUST_ROW, ORIGIN_ROW, RULE_ROW, ISSUES_ROW - 1):
        worksheet.set_row(row - 1, _SECTION_HEIGHT)
    worksheet.set_row(ISSUES_ROW - 1, _HEADINGS_HEIGHT)
    write_table(page, ISSUES, facts)
    worksheet.write_string(0, 0, page.sheet.title.in_(language), styles.get("title"))
    guide = page.sheet.guide.in_(language)
    worksheet.write_string(1, 0, guide, styles.get("guide"))
    write_fixed_cells(page, facts)
    severities = ISSUES.column("severity").choices
    first = RULE_ROW + 2
    for key, look in SEVERITY_LOOKS.items():
        worksheet.conditional_format(
            f"A{first}:A{first + RULES_SHOWN - 1}",
            {
                "type": "cell",
                "criteria": "==",
                "value": f'"{severities[key].in_(language)}"',
                "format": page.workbook.add_format(dict(look)),
            },
        )
    gap = GAP.in_(language)
    row = TRUST_ROW + 5
    worksheet.conditional_format(
        f"C{row}:D{row}",
        {
            "type": "formula",
            "criteria": f'=LEFT($D${row},{len(gap)})="{gap}"',
            "format": page.workbook.add_format(
                {"bg_color": ALERT_TINT, "font_color": ALERT_INK, "bold": True}
            ),
        },
    )
    worksheet.freeze_panes(_FROZEN_ROWS, 0)
    worksheet.repeat_rows(ISSUES_ROW - 1)
    worksheet.hide_gridlines(2)
