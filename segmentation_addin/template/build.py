"""Builds `workbook_template.xlsm` in both languages, byte for byte reproducible.

Two steps: XlsxWriter writes the sheets, then transformers change the parts of the
package: what XlsxWriter cannot write (VBA project, ribbon, function help) is added
there, after the sheets and names that it speaks of.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

import segmentation_addin
from segmentation_addin.environment import CONF_ROWS, CONF_SHEET
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.template.actions_sheet import write_actions
from segmentation_addin.template.bubbles import with_bubbles
from segmentation_addin.template.curves_sheet import write_curves
from segmentation_addin.template.dashboard_sheet import write_dashboard
from segmentation_addin.template.data_quality_sheet import write_data_quality
from segmentation_addin.template.function_help import with_function_help
from segmentation_addin.template.functions_sheet import write_functions
from segmentation_addin.template.history_sheet import write_history
from segmentation_addin.template.macro_parts import with_macros
from segmentation_addin.template.map_sheet import write_map
from segmentation_addin.template.method_sheet import write_method
from segmentation_addin.template.pages import write_fixed_cells, write_home
from segmentation_addin.template.parts import (
    Transformer,
    calculated_already,
    macro_enabled,
    read_parts,
    transformed,
    write_parts,
)
from segmentation_addin.template.readings_sheet import write_readings
from segmentation_addin.template.review_sheet import write_review
from segmentation_addin.template.ribbon import with_ribbon
from segmentation_addin.template.sheets import (
    Page,
    define_table_names,
    write_table_sheet,
)
from segmentation_addin.template.style import ACCENT, FAINT, INPUT_TAB, Styles
from segmentation_addin.template.value_sheet import write_value
from segmentation_addin.template.what_if_sheet import write_what_if
from segmentation_addin.workbook.board import DATE_CELL, Facts, resolve
from segmentation_addin.workbook.declaration import HEADER_ROW, code_name
from segmentation_addin.workbook.inputs import ACTIVITIES, SCALE
from segmentation_addin.workbook.native_twin import native_names
from segmentation_addin.workbook.outputs import SHEETS

PACKAGE = Path(segmentation_addin.__file__).parent
CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
A4 = 9

_TITLE = Text("Client segmentation", "Segmentation des clients")
_TABS = {
    "home": ACCENT,
    "dashboard": ACCENT,
    "segmentation": ACCENT,
    "data_quality": FAINT,
    "functions": ACCENT,
    "readings": ACCENT,
}
CONF_KEY = "xlwings_conf"
_CONF_WIDTH = 40
_PAGES_WIDE = {"segmentation": 4, "functions": 2}
_SETTINGS_SCALE = 60
_OWN_PRINT = frozenset(
    {
        "actions",
        "curves",
        "dashboard",
        "map",
        "method",
        "readings",
        "review",
        "value",
        "what_if",
    }
)
"""Sheets whose layout says how they print."""


def build(language: Language, facts: Facts | None = None) -> bytes:
    """One workbook in that language, as bytes of an .xlsm.

    `facts` fills the Segmentation rows and the fixed cells; left out, the workbook
    is fresh. The same arguments always give the same bytes.
    """
    shown = Facts.empty(language) if facts is None else facts
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    workbook.set_vba_name("ThisWorkbook")
    workbook.set_properties({"title": _TITLE.in_(language), "created": CREATED})
    workbook.set_calc_mode("auto")
    styles = Styles(workbook)
    pages = []
    for sheet in SHEETS.values():
        worksheet = workbook.add_worksheet(sheet.title.in_(language))
        worksheet.set_vba_name(code_name(sheet.key))
        pages.append(Page(workbook, worksheet, styles, sheet, language))
    for page in pages:
        _write_page(page, shown)
    _write_conf(workbook)
    define_table_names(workbook, language)
    home = resolve("{sheet:home}", language)
    column, row = DATE_CELL[0], DATE_CELL[1:]
    workbook.define_name("SegmentationDate", f"={home}!${column}${row}")
    for name, formula in native_names().items():
        workbook.define_name(name, f"={formula}")
    workbook.close()
    parts = read_parts(buffer.getvalue())
    return write_parts(transformed(parts, transformers(language)))


def transformers(language: Language) -> tuple[Transformer, ...]:
    """What changes the parts that XlsxWriter wrote, in this order."""
    return (
        macro_enabled,
        calculated_already,
        with_bubbles,
        with_macros(language),
        with_ribbon(language),
        with_function_help(language),
    )


def _write_conf(workbook: Workbook) -> None:
    """The very hidden sheet by which xlwings finds Python; every cell is text."""
    worksheet = workbook.add_worksheet(CONF_SHEET)
    worksheet.set_vba_name(code_name(CONF_KEY))
    worksheet.very_hidden()
    text = workbook.add_format({"num_format": "@"})
    worksheet.set_column(0, 1, _CONF_WIDTH, text)
    for row, (key, value) in enumerate(CONF_ROWS):
        worksheet.write_string(row, 0, key, text)
        worksheet.write_string(row, 1, value, text)


_PAGES: Mapping[str, Callable[[Page, Facts], None]] = {
    "home": write_home,
    "actions": write_actions,
    "method": write_method,
    "dashboard": write_dashboard,
    "data_quality": write_data_quality,
    "curves": write_curves,
    "value": write_value,
    "functions": write_functions,
    "readings": write_readings,
    "map": write_map,
    "review": write_review,
    "history": write_history,
    "what_if": write_what_if,
}
"""Sheets with a layout of their own; the others are made from their tables."""


def _write_tables(page: Page, facts: Facts) -> None:
    write_table_sheet(page, facts)
    write_fixed_cells(page, facts)
    page.worksheet.repeat_rows(HEADER_ROW - 1)
    page.worksheet.hide_gridlines(1)


def _write_page(page: Page, facts: Facts) -> None:
    worksheet, key = page.worksheet, page.sheet.key
    one_page = key == "home"
    _PAGES.get(key, _write_tables)(page, facts)
    if key == "home":
        worksheet.activate()
    if key == "segmentation":
        worksheet.repeat_columns(0, 1)
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    if key == "settings":
        worksheet.set_print_scale(_SETTINGS_SCALE)
        worksheet.set_v_pagebreaks([SCALE.first_column, ACTIVITIES.first_column])
    elif key not in _OWN_PRINT:
        worksheet.fit_to_pages(_PAGES_WIDE.get(key, 1), 1 if one_page else 0)
    worksheet.set_footer("&L&8&A&R&8&P / &N")
    if one_page:
        worksheet.center_horizontally()
    worksheet.set_tab_color(_TABS.get(key, INPUT_TAB))
    if not page.sheet.visible:
        worksheet.hide()


def write_templates(package: Path = PACKAGE) -> list[Path]:
    """Writes the templates into `data/` of a package folder, English also beside it.

    Gives the paths written.
    """
    data = package / "data"
    data.mkdir(parents=True, exist_ok=True)
    made = {language: build(language) for language in LANGUAGES}
    files = {data / f"workbook_template_{x}.xlsm": made[x] for x in LANGUAGES}
    files[package.parent / "workbook_template.xlsm"] = made["en"]
    for path, content in files.items():
        path.write_bytes(content)
    return list(files)
