"""Builds `workbook_template.xlsm` in both languages, byte for byte reproducible.

Two steps: XlsxWriter writes the sheets, then `TRANSFORMERS` change the parts of the
package. What XlsxWriter cannot write (VBA project, ribbon, function help) belongs in
that pipeline, as one more transformer.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

import segmentation_addin
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.template.pages import (
    write_dashboard,
    write_fixed_cells,
    write_home,
)
from segmentation_addin.template.parts import (
    Transformer,
    calculated_already,
    macro_enabled,
    read_parts,
    transformed,
    write_parts,
)
from segmentation_addin.template.sheets import (
    Page,
    define_table_names,
    write_table_sheet,
)
from segmentation_addin.template.style import ACCENT, FAINT, INPUT_TAB, Styles
from segmentation_addin.workbook.board import DATE_CELL, Facts, resolve
from segmentation_addin.workbook.declaration import HEADER_ROW, code_name
from segmentation_addin.workbook.inputs import ACTIVITIES, SCALE
from segmentation_addin.workbook.outputs import SHEETS

PACKAGE = Path(segmentation_addin.__file__).parent
CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
A4 = 9

TRANSFORMERS: tuple[Transformer, ...] = (macro_enabled, calculated_already)
"""Applied in this order to the parts; a VBA project, customUI and the help of
functions are added here, after the sheets and names they speak of exist."""

_TITLE = Text("Client segmentation", "Segmentation des clients")
_TABS = {
    "home": ACCENT,
    "dashboard": ACCENT,
    "segmentation": ACCENT,
    "data_quality": FAINT,
}
_PAGES_WIDE = {"segmentation": 3}
_SETTINGS_SCALE = 60


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
    define_table_names(workbook, language)
    home = resolve("{sheet:home}", language)
    column, row = DATE_CELL[0], DATE_CELL[1:]
    workbook.define_name("SegmentationDate", f"={home}!${column}${row}")
    workbook.close()
    return write_parts(transformed(read_parts(buffer.getvalue()), TRANSFORMERS))


def _write_page(page: Page, facts: Facts) -> None:
    worksheet, key = page.worksheet, page.sheet.key
    one_page = key in {"home", "dashboard"}
    if key == "home":
        write_home(page, facts)
        worksheet.activate()
    elif key == "dashboard":
        write_dashboard(page, facts)
    else:
        write_table_sheet(page, facts)
        write_fixed_cells(page, facts)
        worksheet.repeat_rows(HEADER_ROW - 1)
        worksheet.hide_gridlines(2 if key == "data_quality" else 1)
    if key == "segmentation":
        worksheet.repeat_columns(0, 1)
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    if key == "settings":
        worksheet.set_print_scale(_SETTINGS_SCALE)
        worksheet.set_v_pagebreaks([SCALE.first_column, ACTIVITIES.first_column])
    else:
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
