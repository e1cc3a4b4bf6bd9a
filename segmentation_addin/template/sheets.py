"""The sheets that hold tables: titles, headings, the first rows, help and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.template.style import (
    ALERT,
    ALERT_INK,
    ALERT_TINT,
    AMBER_TINT,
    LETTER_LOOKS,
    PAPER,
    Styles,
)
from segmentation_addin.template.validation import (
    LAST_ROW,
    add_column_validation,
    add_setting_validation,
)
from segmentation_addin.workbook.action_tables import EXAMPLE_POLICY
from segmentation_addin.workbook.board import Facts, resolve
from segmentation_addin.workbook.declaration import (
    HEADER_ROW,
    NUMBER_FORMATS,
    NUMERIC_KINDS,
    TEXT_KINDS,
    Column,
    Kind,
    Sheet,
    Table,
)
from segmentation_addin.workbook.inputs import BETTER, CRITERIA, YES_NO
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.settings import (
    DEFAULT_SCALE,
    RULE_COUNT,
    SETTINGS,
    Setting,
)

FIRST_ROW = HEADER_ROW
"""0-based sheet row of the first data row."""
SCALE_COLUMNS = 9
_NO_VALUE = ""
_MEANING_LINE = 80
"""Characters of a meaning that fit on one line."""
_LETTER_COLUMNS = ("letter", "computed_letter", "start_letter")
_GIVEN: Mapping[str, tuple[str, ...]] = {
    "tblSettings": ("setting", "unit", "meaning"),
    "tblScale": ("criterion", "measured_by"),
}
"""Columns of input tables that the template fills: nobody types there."""
_TYPED: Mapping[str, tuple[str, ...]] = {"tblAgenda": ("decision",)}
"""Columns of output tables that people fill in."""
_READ = frozenset({"tblActions"})
"""Tables whose written columns are what one reads first, not a help beside it."""
_WRAPPED = frozenset({"message", "remedy"})
_LEGEND = Text(
    "Cream cells are yours to fill in; headings in yellow are required.",
    "Les cellules crème sont à remplir ; les titres en jaune sont obligatoires.",
)

CellValue = str | float | date | None


class Page(NamedTuple):
    """One sheet being built: what every step needs."""

    workbook: Workbook
    worksheet: Worksheet
    styles: Styles
    sheet: Sheet
    language: Language


def tables_of(sheet: str) -> list[Table]:
    """The declared tables of a sheet, left to right."""
    tables = [table for table in TABLES.values() if table.sheet == sheet]
    return sorted(tables, key=lambda table: table.first_column)


def write_table_sheet(page: Page, facts: Facts) -> None:
    """Writes title, guide, captions and every table of one sheet."""
    worksheet, styles, language = page.worksheet, page.styles, page.language
    tables = tables_of(page.sheet.key)
    worksheet.set_row(0, 30)
    worksheet.set_row(HEADER_ROW - 1, 32)
    worksheet.write_string(0, 0, page.sheet.title.in_(language), styles.get("title"))
    guide = page.sheet.guide.in_(language)
    if any(not table.output for table in tables):
        guide = f"{guide} {_LEGEND.in_(language)}"
    worksheet.write_string(1, 0, guide, styles.get("guide"))
    for table in tables:
        if table.title != page.sheet.title and not table.output:
            worksheet.write_string(
                HEADER_ROW - 2,
                table.first_column,
                table.title.in_(language),
                styles.get("caption"),
            )
        write_table(page, table, facts)
    keys = tables[0].keys if tables else ()
    kept = keys.index("name") + 1 if "name" in keys else int("client_id" in keys)
    worksheet.freeze_panes(HEADER_ROW, kept)


def write_table(page: Page, table: Table, facts: Facts) -> None:
    """Writes one table at its place, with the help and the limits of its columns."""
    rows = list(_rows(table, facts, page.language)) or [{}]
    first = table.header_row
    last = first + len(rows) - 1
    first_column = table.first_column
    last_column = first_column + len(table.columns) - 1
    columns = [_table_column(page, table, column) for column in table.columns]
    page.worksheet.add_table(
        first - 1,
        first_column,
        last,
        last_column,
        {"name": table.name, "columns": columns, "style": "Table Style Light 1"},
    )
    for offset, column in enumerate(table.columns):
        position = first_column + offset
        page.worksheet.set_column(
            position,
            position,
            column.width + 1.7,
            page.styles.get("", column.format),
        )
        add_column_validation(page.worksheet, table, column, position, page.language)
        for row, values in enumerate(rows, start=first):
            _write_cell(page, table, column, (row, position), values)
    if table.name == "tblSettings":
        for row, setting in enumerate(SETTINGS, start=FIRST_ROW):
            if len(setting.meaning.in_(page.language)) > _MEANING_LINE:
                page.worksheet.set_row(row, 28)
            add_setting_validation(
                page.worksheet, setting, row, first_column + 1, page.language
            )
    if table.name == "tblSegmentation":
        _colour_letters(page, table)
    if table.name == "tblIssues":
        _mark_severity(page, table)


def _table_column(page: Page, table: Table, column: Column) -> dict[str, Any]:
    needed = column.required and not table.output
    head = "table_head required_head" if needed else "table_head"
    made: dict[str, Any] = {
        "header": column.heading.in_(page.language),
        "header_format": page.styles.get(head),
        "format": page.styles.get(_style(table, column), column.format),
    }
    if column.formula is not None:
        made["formula"] = "=" + resolve(column.formula, page.language, table)
    return made


def _style(table: Table, column: Column) -> str:
    words = " words" if column.kind in TEXT_KINDS else ""
    if column.key in _GIVEN.get(table.name, ()):
        return "given words" + (" text" if column.key == "meaning" else "")
    if (table.name, column.key) == ("tblSettings", "value"):
        return "input right"
    if column.written:
        look = "given" if table.name in _READ else "written"
        return look + (" letter" if column.kind is Kind.LETTER else words)
    if not table.output or column.key in _TYPED.get(table.name, ()):
        return "input" + words
    if column.kind is Kind.LETTER or column.key in {"abc", "new"}:
        return "output letter"
    if table.name == "tblIssues":
        return "output words wrap" if column.key in _WRAPPED else "output top" + words
    return "output" + words


def _write_cell(
    page: Page,
    table: Table,
    column: Column,
    place: tuple[int, int],
    values: Mapping[str, CellValue],
) -> None:
    worksheet = page.worksheet
    value = values.get(column.key)
    kind, num_format = column.kind, column.format
    setting = _setting_of(table, column, place[0])
    if setting is not None:
        kind, num_format = setting.kind, _setting_format(setting)
    style = page.styles.get(_style(table, column), num_format)
    if column.formula is not None:
        formula = "=" + resolve(column.formula, page.language, table)
        worksheet.write_formula(*place, formula, style, value or _NO_VALUE)
    elif value is None or value == "" or pd.isna(value):
        worksheet.write_blank(*place, None, style)
    elif isinstance(value, date):
        worksheet.write_datetime(*place, value, style)
    elif kind in NUMERIC_KINDS:
        worksheet.write_number(*place, float(value), style)
    else:
        worksheet.write_string(*place, str(value), style)


def _setting_of(table: Table, column: Column, row: int) -> Setting | None:
    if table.name == "tblSettings" and column.key == "value":
        return SETTINGS[row - FIRST_ROW]
    return None


def _setting_format(setting: Setting) -> str:
    if setting.kind in {Kind.RATE, Kind.DATE, Kind.AMOUNT, Kind.TEXT, Kind.CHOICE}:
        return NUMBER_FORMATS[setting.kind]
    return "General"


# --- the rows that the template fills ---------------------------------------


def _rows(
    table: Table, facts: Facts, language: Language
) -> Iterator[Mapping[str, CellValue]]:
    if table.name == "tblSettings":
        yield from (_setting_row(setting, language) for setting in SETTINGS)
    elif table.name == "tblScale":
        yield from _scale_rows(language)
    elif table.name == "tblSegmentation":
        yield from _frame_rows(table, facts.segmentation)
    elif table.name == "tblAgenda":
        yield from _frame_rows(table, facts.review.agenda)
    elif table.name == "tblActions":
        yield from _frame_rows(table, facts.actions.table)
    elif table.name == "tblPolicyGaps":
        yield from _frame_rows(table, facts.actions.gaps)
    elif table.name == "tblPolicy":
        for row in EXAMPLE_POLICY:
            yield {key: text.in_(language) for key, text in row.items()}


def _setting_row(setting: Setting, language: Language) -> Mapping[str, CellValue]:
    value: CellValue = setting.default
    if setting.choices:
        value = setting.choices[str(setting.default)].in_(language)
    return {
        "setting": setting.label.in_(language),
        "value": value,
        "unit": setting.unit.in_(language),
        "meaning": setting.meaning.in_(language),
    }


def _scale_rows(language: Language) -> Iterator[Mapping[str, CellValue]]:
    for row in DEFAULT_SCALE:
        knots: Sequence[float | None] = row.knots or (None,) * 5
        fixed = YES_NO["yes" if row.knots else "no"].in_(language)
        yield {
            "criterion": CRITERIA[row.criterion].in_(language),
            "better": BETTER[row.better].in_(language),
            "weight": row.weight,
            **dict(zip(_KNOTS, knots, strict=True)),
            "fixed": fixed,
            "measured_by": row.measured_by.in_(language),
        }


_KNOTS = tuple(f"knot_{points}" for points in (0, 25, 50, 75, 100))


def _frame_rows(table: Table, frame: pd.DataFrame) -> Iterator[Mapping[str, CellValue]]:
    for record in frame.to_dict("records"):
        yield {key: record.get(key) for key in table.keys}


# --- conditional formats ------------------------------------------------------


def _colour_letters(page: Page, table: Table) -> None:
    for key in _LETTER_COLUMNS:
        position = table.keys.index(key)
        for letter, look in LETTER_LOOKS.items():
            page.worksheet.conditional_format(
                FIRST_ROW,
                position,
                LAST_ROW - 1,
                position,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{letter}"',
                    "format": page.workbook.add_format(
                        {"bg_color": look.fill, "font_color": look.ink}
                    ),
                },
            )
    alert = {"bg_color": ALERT_TINT, "font_color": ALERT_INK, "bold": True}
    _when(page, table, "false_good", "LEN({cell})>0", alert)
    low = {"font_color": ALERT_INK, "bold": True}
    _when(page, table, "net_margin", "AND(ISNUMBER({cell}),{cell}<0)", low)
    _when(page, table, "net_margin_rate", "AND(ISNUMBER({cell}),{cell}<0)", low)
    doubt = {"bg_color": AMBER_TINT}
    _when(page, table, "robustness", "AND(ISNUMBER({cell}),{cell}<0.8)", doubt)


SEVERITY_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "error": {"bg_color": ALERT, "font_color": PAPER, "bold": True},
    "warning": {"bg_color": AMBER_TINT, "bold": True},
}


def _mark_severity(page: Page, table: Table) -> None:
    choices = table.column("severity").choices
    for key, look in SEVERITY_LOOKS.items():
        label = choices[key].in_(page.language)
        _when(page, table, "severity", f'{{cell}}="{label}"', look)


def _when(
    page: Page, table: Table, key: str, test: str, look: Mapping[str, Any]
) -> None:
    position = table.first_column + table.keys.index(key)
    cell = xl_rowcol_to_cell(table.header_row, position, col_abs=True)
    page.worksheet.conditional_format(
        table.header_row,
        position,
        LAST_ROW - 1,
        position,
        {
            "type": "formula",
            "criteria": "=" + test.format(cell=cell),
            "format": page.workbook.add_format(dict(look)),
        },
    )


# --- names --------------------------------------------------------------------


def define_table_names(workbook: Workbook, language: Language) -> None:
    """Defines `Rules` and `Scale`, absolute ranges without headings."""
    for name, table, columns, rows in (
        ("Rules", TABLES["tblSettings"], 2, RULE_COUNT),
        ("Scale", TABLES["tblScale"], SCALE_COLUMNS, len(DEFAULT_SCALE)),
    ):
        left = xl_col_to_name(table.first_column, col_abs=True)
        right = xl_col_to_name(table.first_column + columns - 1, col_abs=True)
        title = resolve(f"{{sheet:{table.sheet}}}", language)
        first, last = HEADER_ROW + 1, HEADER_ROW + rows
        workbook.define_name(name, f"={title}!{left}${first}:{right}${last}")
