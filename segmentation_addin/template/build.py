"""Builds the workbook templates: the same sources always give the same bytes.

`build` runs in two steps: XlsxWriter writes the workbook, then a pipeline of
transformers changes parts of the package. What comes with Excel's own macros (VBA
project, ribbon, help of functions) is one more transformer of `TRANSFORMERS`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.charts import add_charts
from segmentation_addin.template.sheets import (
    WIDTHS,
    add_table,
    colour_letters,
    set_up_page,
    write_fixed,
)
from segmentation_addin.template.style import WARNING, Styles
from segmentation_addin.workbook.board import DATE_CELL
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import HEADER_ROW, code_name
from segmentation_addin.workbook.inputs import CRITERIA, SCALE
from segmentation_addin.workbook.outputs import SEGMENTATION, SHEETS, TABLES
from segmentation_addin.workbook.settings import RULE_COUNT

Parts = dict[str, bytes]
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date, so that bytes repeat
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)


def macro_enabled(parts: Parts) -> Parts:
    """Gives the main part the type of a workbook that may hold macros."""
    types = parts["[Content_Types].xml"].replace(_PLAIN_TYPE, _MACRO_TYPE)
    return {**parts, "[Content_Types].xml": types}


def values_stand(parts: Parts) -> Parts:
    """Every formula has its value: nothing asks for a calculation at opening."""
    book = re.sub(rb' fullCalcOnLoad="1"', b"", parts["xl/workbook.xml"])
    return {**parts, "xl/workbook.xml": book}


TRANSFORMERS: tuple[Callable[[Parts], Parts], ...] = (macro_enabled, values_stand)


def build(language: Language, facts: Facts | None = None) -> bytes:
    """The template of one language, as the bytes of an .xlsm file.

    `facts` replaces the empty portfolio behind the fixed cells (for tests).
    """
    written = _write(language, Facts.empty(language) if facts is None else facts)
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for transform in TRANSFORMERS:
        parts = transform(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = 0
            package.writestr(member, content)
    return packed.getvalue()


def _write(language: Language, facts: Facts) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {"title": "Segmentation", "author": "", "company": "", "created": CREATED}
    )
    book.set_vba_name("ThisWorkbook")
    styles = Styles(book)
    sheets = {}
    for key, declared in SHEETS.items():
        sheets[key] = book.add_worksheet(declared.title.in_(language))
        sheets[key].set_vba_name(code_name(key))
    for key, declared in SHEETS.items():
        sheet = sheets[key]
        tables = [table for table in TABLES.values() if table.sheet == key]
        if tables:
            sheet.write_string(
                "A1", declared.title.in_(language), styles.named("title")
            )
            sheet.write_string(
                "A2", declared.guide.in_(language), styles.named("guide")
            )
            for table in tables:
                if len(tables) > 1:
                    caption = table.title.in_(language)
                    at = (HEADER_ROW - 2, table.first_column)
                    sheet.write_string(*at, caption, styles.named("step_title"))
                add_table(sheet, table, styles, language)
            frozen = 0 if len(tables) > 1 else (2 if "name" in tables[0].keys else 0)
            sheet.freeze_panes(HEADER_ROW, frozen)
            sheet.set_row(HEADER_ROW - 1, 34)
        sheet.set_row(0, 30)
        if key in WIDTHS:
            for place, width in enumerate(WIDTHS[key]):
                sheet.set_column(place, place, width)
            sheet.hide_gridlines(2)
        write_fixed(sheet, key, styles, language, facts)
        set_up_page(sheet, key, book)
        if not declared.visible:
            sheet.hide()
    _finish(book, sheets, styles, language, facts)
    book.close()
    return stream.getvalue()


def _finish(
    book: Workbook,
    sheets: dict[str, Worksheet],
    styles: Styles,
    language: Language,
    facts: Facts,
) -> None:
    def quoted(key: str) -> str:
        return "'" + SHEETS[key].title.in_(language).replace("'", "''") + "'"

    first = HEADER_ROW + 1
    settings = quoted("settings")
    book.define_name("Rules", f"={settings}!$A${first}:$B${first + RULE_COUNT - 1}")
    left = SCALE.first_column
    ends = chr(65 + left), chr(65 + left + 8)
    last = first + len(CRITERIA) - 1
    book.define_name("Scale", f"={settings}!${ends[0]}${first}:${ends[1]}${last}")
    cell = "$" + DATE_CELL[0] + "$" + DATE_CELL[1:]
    book.define_name("SegmentationDate", f"={quoted('home')}!{cell}")
    segmentation, dashboard = sheets["segmentation"], sheets["dashboard"]
    colour_letters(
        segmentation,
        SEGMENTATION,
        ("letter", "computed_letter", "start_letter"),
        styles,
    )
    place = SEGMENTATION.keys.index("false_good")
    rule = {"type": "no_blanks", "format": styles.conditional(bg_color=WARNING)}
    segmentation.conditional_format(HEADER_ROW, place, HEADER_ROW, place, rule)
    dashboard.set_row(5, 30)
    dashboard.set_row(6, 42)
    dashboard.set_row(9, 32)
    dashboard.print_area("A1:P58")
    add_charts(
        book, dashboard, SHEETS["dashboard"].title.in_(language), language, facts
    )
    sheets["home"].print_area("A1:J30")
    sheets["home"].activate()


def main() -> None:
    """Writes the packaged templates, and the English one at the top level."""
    package = Path(__file__).resolve().parent.parent
    for language in LANGUAGES:
        content = build(language)
        (package / "data" / f"workbook_template_{language}.xlsm").write_bytes(content)
        if language == "en":
            (package.parent / "workbook_template.xlsm").write_bytes(content)
