"""Each sheet of the template: its tables, its fixed cells, its print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.style import LETTER_FILL, LETTER_INK, Styles
from segmentation_addin.workbook.board import FIXED_CELLS, resolve
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import (
    HEADER_ROW,
    TEXT_KINDS,
    Column,
    Kind,
    Table,
)
from segmentation_addin.workbook.inputs import (
    BETTER,
    CRITERIA,
    SCALE,
    SETTINGS_TABLE,
    YES_NO,
)
from segmentation_addin.workbook.outputs import SHEETS
from segmentation_addin.workbook.settings import ABC_VALUES, DEFAULT_SCALE, SETTINGS

VALIDATED_ROWS = 5000
REQUIRED = Text("Required. ", "Obligatoire. ")
WIDTHS: Mapping[str, Sequence[float]] = {
    "home": (2, 6, 22, 16, 3, 24, 20, 18, 18, 2),
    "dashboard": (2, 21, *[11.5] * 13, 2),
}


def write_fixed(
    sheet: Worksheet, key: str, styles: Styles, language: Language, facts: Facts
) -> None:
    """Writes the declared cells of a sheet, each formula with its value."""
    for fixed in FIXED_CELLS:
        if fixed.sheet != key:
            continue
        form = styles.named(fixed.style)
        if fixed.span > 1:
            letters = fixed.cell.rstrip("0123456789")
            row = fixed.cell[len(letters) :]
            start = 0
            for letter in letters:
                start = start * 26 + ord(letter) - 64
            for extra in range(1, fixed.span):
                sheet.write_blank(int(row) - 1, start - 1 + extra, None, form)
            if (
                "text" in fixed.style
                or "sentence" in fixed.style
                or "note" in fixed.style
            ):
                last = start - 1 + fixed.span - 1
                sheet.merge_range(int(row) - 1, start - 1, int(row) - 1, last, "", form)
        if fixed.formula is not None:
            value = fixed.value(facts) if fixed.value else ""
            text = resolve(fixed.formula, language)
            sheet.write_formula(fixed.cell, "=" + text, form, value)
        elif fixed.link is not None and fixed.text is not None:
            title = SHEETS[fixed.link].title.in_(language).replace("'", "''")
            label = fixed.text.in_(language)
            sheet.write_url(fixed.cell, f"internal:'{title}'!A1", form, label)
        elif fixed.text is not None and fixed.value is None:
            sheet.write_string(fixed.cell, fixed.text.in_(language), form)
        else:
            write_value(
                sheet, fixed.cell, fixed.value(facts) if fixed.value else None, form
            )


def write_value(sheet: Worksheet, cell: str, value: Any, form: Any) -> None:
    """Writes one value in its own type; text stays text."""
    if value is None or value == "":
        sheet.write_blank(cell, None, form)
    elif isinstance(value, str):
        sheet.write_string(cell, value, form)
    elif isinstance(value, (int, float)):
        sheet.write_number(cell, value, form)
    else:
        sheet.write_datetime(cell, value, form)


def preset_rows(table: Table, language: Language) -> list[list[Any]]:
    """The rows that a fresh table holds; one blank row when nothing is preset."""
    if table is SETTINGS_TABLE:
        rows = []
        for setting in SETTINGS:
            value: Any = setting.default
            if setting.key == "abc_value":
                value = ABC_VALUES[str(value)].in_(language)
            rows.append(
                [
                    setting.label.in_(language),
                    value,
                    setting.unit.in_(language),
                    setting.meaning.in_(language),
                ]
            )
        return rows
    if table is SCALE:
        return [
            [
                CRITERIA[line.criterion].in_(language),
                BETTER[line.better].in_(language),
                line.weight,
                *(line.knots or (None,) * 5),
                YES_NO["yes"].in_(language) if line.knots else None,
                line.measured_by.in_(language),
            ]
            for line in DEFAULT_SCALE
        ]
    return [[None] * len(table.columns)]


def add_table(
    sheet: Worksheet, table: Table, styles: Styles, language: Language
) -> None:
    """Adds one declared table with its rows, formats, lists and help."""
    rows = preset_rows(table, language)
    first, left = HEADER_ROW - 1, table.first_column
    right = left + len(table.columns) - 1
    columns = []
    for place, column in enumerate(table.columns):
        tint = (
            "#8A949E"
            if column.written or column.key in ("unit", "measured_by")
            else None
        )
        form = styles.column(column.format, tint, column.kind in TEXT_KINDS)
        entry: dict[str, Any] = {
            "header": column.heading.in_(language),
            "format": form,
            "header_format": styles.heading(table.output, column.required),
        }
        if column.formula is not None:
            entry["formula"] = "=" + resolve(column.formula, language, table)
        columns.append(entry)
        sheet.set_column(left + place, left + place, column.width)
    sheet.add_table(
        first,
        left,
        first + len(rows),
        right,
        {
            "name": table.name,
            "columns": columns,
            "style": "Table Style Light 1" if table.output else "Table Style Light 9",
            "banded_rows": False,
            "autofilter": True,
        },
    )
    for place, column in enumerate(table.columns):
        entry = columns[place]
        sheet.write_string(first, left + place, entry["header"], entry["header_format"])
        for number, row in enumerate(rows):
            form = _row_format(table, number, column, entry["format"], styles)
            at = (first + 1 + number, left + place)
            value = row[place]
            if column.formula is not None:
                sheet.write_formula(*at, entry["formula"], form, "")
            elif value is None or value == "":
                sheet.write_blank(*at, None, form)
            elif isinstance(value, str):
                sheet.write_string(*at, value, form)
            else:
                sheet.write_number(*at, value, form)
        if not table.output:
            _validate(sheet, table, column, left + place, len(rows), language)


def _row_format(
    table: Table, number: int, column: Column, usual: Any, styles: Styles
) -> Any:
    """The format of one cell; a setting's value has that of its own kind."""
    if table is SETTINGS_TABLE and column.key == "value":
        kind = SETTINGS[number].kind
        shown = {
            Kind.RATE: "0.0%",
            Kind.SCORE: "0.#",
            Kind.DATE: "yyyy\\-mm\\-dd",
            Kind.TEXT: "@",
            Kind.CHOICE: "@",
        }.get(kind, "#,##0.##")
        return styles.column(shown, None)
    return usual


def _validate(
    sheet: Worksheet,
    table: Table,
    column: Column,
    place: int,
    rows: int,
    language: Language,
) -> None:
    """Help on entering a cell, and the list or limits of what it may hold."""
    help_text = column.help.in_(language)
    if column.required:
        help_text = REQUIRED.in_(language) + help_text
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.heading.in_(language)[:32],
        "input_message": help_text[:255],
        "error_type": "warning",
    }
    if column.choices:
        rule["validate"] = "list"
        rule["source"] = [text.in_(language) for text in column.choices.values()]
    elif column.kind is Kind.RATING:
        rule |= {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 5,
        }
    last = HEADER_ROW + (rows if table.preset_rows else VALIDATED_ROWS)
    sheet.data_validation(HEADER_ROW, place, last - 1, place, rule)


def colour_letters(
    sheet: Worksheet, table: Table, keys: Sequence[str], styles: Styles
) -> None:
    """Colours the letters of some columns; the letter itself is always written."""
    for key in keys:
        place = table.first_column + table.keys.index(key)
        for letter, fill in LETTER_FILL.items():
            sheet.conditional_format(
                HEADER_ROW,
                place,
                HEADER_ROW,
                place,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{letter}"',
                    "format": styles.conditional(
                        bg_color=fill, font_color=LETTER_INK[letter], bold=True
                    ),
                },
            )


def set_up_page(sheet: Worksheet, key: str, book: Workbook) -> None:
    """A4 landscape, one page wide, headings repeated, page numbers below."""
    del book
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if key in ("home", "dashboard") else 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")
    if key not in ("home", "dashboard"):
        sheet.repeat_rows(HEADER_ROW - 1)
