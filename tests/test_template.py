"""The workbook template: what was declared is what stands in the package."""

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from board_examples import facts
from lxml import etree
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

import segmentation_addin
from segmentation_addin.environment import CONF_ROWS, CONF_SHEET
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.build import CONF_KEY, build, write_templates
from segmentation_addin.template.parts import (
    Parts,
    calculated_already,
    macro_enabled,
    read_parts,
    transformed,
)
from segmentation_addin.template.sheets import tables_of
from segmentation_addin.template.style import LETTER_LOOKS, PARTS, properties
from segmentation_addin.workbook.board import FIXED_CELLS, Facts, fixed_values, resolve
from segmentation_addin.workbook.declaration import Kind, code_name
from segmentation_addin.workbook.inputs import CRITERIA
from segmentation_addin.workbook.map_tables import MAP_CHOICE
from segmentation_addin.workbook.native_twin import native_names
from segmentation_addin.workbook.outputs import LETTER_FORMULA, SHEETS, TABLES
from segmentation_addin.workbook.selection_tables import SELECTION
from segmentation_addin.workbook.settings import (
    DEFAULT_SCALE,
    RULE_COUNT,
    SETTINGS,
    SETTINGS_BY_KEY,
)

PACKAGE = Path(segmentation_addin.__file__).parent
CHOICES = (SELECTION, MAP_CHOICE)
"""Tables of one row, in which a reader of a page chooses what it shows."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def content(language: Language) -> bytes:
    return build(language)


@pytest.fixture(scope="module")
def parts(content: bytes) -> Parts:
    return read_parts(content)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_of(book: openpyxl.Workbook, key: str, language: Language) -> Worksheet:
    found: Worksheet = book[SHEETS[key].title.in_(language)]
    return found


# --- the package --------------------------------------------------------------


def test_the_packaged_templates_are_what_the_sources_build(tmp_path: Path) -> None:
    package = tmp_path / "segmentation_addin"
    for path in write_templates(package):
        committed = PACKAGE.parent / path.relative_to(tmp_path)
        assert path.read_bytes() == committed.read_bytes(), (
            "run: python -m segmentation_addin.template"
        )


def test_building_twice_gives_the_same_bytes(
    language: Language, content: bytes
) -> None:
    assert build(language) == content
    filled = facts(30, language)
    assert build(language, filled) == build(language, filled) != content


def test_members_are_stored_with_a_fixed_date(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("clients", [0, 25])
def test_the_validator_finds_nothing(
    language: Language, clients: int, tmp_path: Path
) -> None:
    path = tmp_path / "template.xlsm"
    path.write_bytes(build(language, facts(clients, language)))
    assert list(OpenXmlValidator().validate(path).errors) == []


def test_the_main_part_is_that_of_a_macro_workbook(parts: Parts) -> None:
    types = parts["[Content_Types].xml"].decode()
    assert "vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "spreadsheetml.sheet.main+xml" not in types


def test_nothing_asks_excel_to_recalculate_at_opening(parts: Parts) -> None:
    workbook = parts["xl/workbook.xml"].decode()
    assert '<calcPr calcId="124519"/>' in workbook
    assert "fullCalcOnLoad" not in workbook
    assert "xl/calcChain.xml" not in parts


def test_a_transformer_that_finds_nothing_to_change_says_so(parts: Parts) -> None:
    for transform in (macro_enabled, calculated_already):
        with pytest.raises(ValueError, match="expected"):
            transformed(parts, [transform])


def test_the_properties_name_nobody(parts: Parts) -> None:
    core = parts["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert core.count("2026-01-01T00:00:00Z") == 2


# --- sheets, tables, names ----------------------------------------------------


def test_sheets_stand_in_order_with_their_code_names(
    parts: Parts, language: Language
) -> None:
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    assert workbook.find(f"{MAIN}workbookPr").get("codeName") == "ThisWorkbook"
    *sheets, conf = workbook.findall(f"{MAIN}sheets/{MAIN}sheet")
    assert (conf.get("name"), conf.get("state")) == (CONF_SHEET, "veryHidden")
    declared = list(SHEETS.values())
    assert [x.get("name") for x in sheets] == [x.title.in_(language) for x in declared]
    assert [x.get("state", "visible") == "visible" for x in sheets] == [
        sheet.visible for sheet in declared
    ]
    keys = [*(sheet.key for sheet in declared), CONF_KEY]
    for number, key in enumerate(keys, start=1):
        root = etree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
        assert root.find(f"{MAIN}sheetPr").get("codeName") == code_name(key)


def test_the_conf_sheet_holds_text_from_its_first_cell_on(
    book: openpyxl.Workbook,
) -> None:
    sheet = book[CONF_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [list(row) for row in CONF_ROWS]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_every_declared_table_stands_where_it_was_declared(
    book: openpyxl.Workbook, language: Language
) -> None:
    for table in TABLES.values():
        sheet = sheet_of(book, table.sheet, language)
        made = sheet.tables[table.name]
        headings = [column.heading.in_(language) for column in table.columns]
        assert [column.name for column in made.tableColumns] == headings
        first, last = (
            sheet[made.ref.split(":")[0]],
            sheet[made.ref.split(":")[1]],
        )
        place = (table.header_row, table.first_column + 1)
        assert (first.row, first.column) == place
        rows = {"tblSettings": len(SETTINGS), "tblScale": len(DEFAULT_SCALE)}
        rows["tblPolicy"] = len("ABCD")
        assert last.row == table.header_row + rows.get(table.name, 1)
        cells = sheet[f"{first.coordinate}:{last.coordinate}"]
        assert [cell.value for cell in cells[0]] == headings


def test_tables_that_can_grow_have_nothing_below_them(
    book: openpyxl.Workbook, language: Language
) -> None:
    for table in TABLES.values():
        if table in CHOICES:
            continue  # on a page, among its figures
        sheet = sheet_of(book, table.sheet, language)
        last = sheet[sheet.tables[table.name].ref.split(":")[1]].row
        columns = range(
            table.first_column + 1, table.first_column + len(table.columns) + 1
        )
        for row in range(last + 1, sheet.max_row + 1):
            assert all(sheet.cell(row, column).value is None for column in columns)


def test_the_names_are_absolute_ranges_without_headings(
    book: openpyxl.Workbook, language: Language
) -> None:
    settings = SHEETS["settings"].title.in_(language)
    home = SHEETS["home"].title.in_(language)
    assert {name: found.attr_text for name, found in book.defined_names.items()} == {
        "Rules": f"'{settings}'!$A$5:$B${4 + RULE_COUNT}",
        "Scale": f"'{settings}'!$F$5:$N${4 + len(CRITERIA)}",
        "SegmentationDate": f"'{home}'!$D$15",
        **native_names(),
    }


def test_rules_and_scale_hold_the_defaults(
    book: openpyxl.Workbook, language: Language
) -> None:
    sheet = sheet_of(book, "settings", language)
    rules = {row[0].value: row[1].value for row in sheet[f"A5:B{4 + RULE_COUNT}"]}
    assert rules == {
        x.label.in_(language): x.default for x in SETTINGS_BY_KEY.values() if x.rule
    }
    scale = [[cell.value for cell in row] for row in sheet["F5:N10"]]
    assert [row[2] for row in scale] == [25, 25, 15, 15, 10, 10]
    assert scale[3][3:8] == [0, 1.25, 2.5, 3.75, 5]
    assert scale[0][3:8] == [None] * 5


def test_the_letter_is_a_calculated_column(
    book: openpyxl.Workbook, language: Language
) -> None:
    sheet = sheet_of(book, "segmentation", language)
    column = sheet.tables["tblSegmentation"].tableColumns[2]
    formula = column.calculatedColumnFormula.attr_text
    assert formula == resolve(LETTER_FORMULA, language)
    assert "tblSegmentation[[#This Row],[" in formula
    assert sheet["C5"].value == "=" + formula


# --- cells --------------------------------------------------------------------


def test_every_formula_holds_its_value(language: Language, content: bytes) -> None:
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    declared = fixed_values(Facts.empty(language))
    for (sheet, cell), value in declared.values.items():
        found = sheet_of(values, sheet, language)[cell].value
        assert found == value or (found is None and value == ""), (sheet, cell)


def test_fixed_cells_hold_the_declared_text_and_formula(
    book: openpyxl.Workbook, language: Language
) -> None:
    formulas = fixed_values(Facts.empty(language)).formulas
    for fixed in FIXED_CELLS:
        found = sheet_of(book, fixed.sheet, language)[fixed.cell].value
        if fixed.formula is not None:
            text = found.text if isinstance(found, ArrayFormula) else found
            assert text == "=" + formulas[fixed.sheet, fixed.cell]
        elif fixed.text is not None:
            assert (found or "") == fixed.text.in_(language)


def test_text_from_the_data_stays_text(language: Language) -> None:
    board = facts(3, language)
    board.segmentation.loc[0, "name"] = "=1+1"
    board.segmentation.loc[1, "name"] = "http://example.org"
    board.segmentation.loc[2, "client_id"] = "0101"
    book = openpyxl.load_workbook(io.BytesIO(build(language, board)))
    sheet = sheet_of(book, "segmentation", language)
    assert sheet["B5"].data_type == "s"
    assert sheet["B6"].hyperlink is None
    assert (sheet["A7"].value, sheet["A7"].number_format) == ("0101", "@")


def test_first_rows_and_columns_carry_the_declared_formats(
    book: openpyxl.Workbook, language: Language
) -> None:
    for table in TABLES.values():
        sheet = sheet_of(book, table.sheet, language)
        for offset, column in enumerate(table.columns):
            if (table.name, column.key) == ("tblSettings", "value"):
                continue  # each setting has the format of its own kind
            cell = sheet.cell(table.header_row + 1, table.first_column + offset + 1)
            assert cell.number_format == column.format
            if table in CHOICES:
                continue  # one row alone, in columns of figures
            (whole,) = [
                found
                for found in sheet.column_dimensions.values()
                if found.min <= cell.column <= found.max
            ]
            assert whole.number_format == column.format


def test_input_cells_help_and_limit(
    book: openpyxl.Workbook, language: Language
) -> None:
    sheet = sheet_of(book, "clients", language)
    position = TABLES["tblClients"].keys.index("potential") + 1
    letter = openpyxl.utils.get_column_letter(position)
    rules = {
        str(rule.sqref): rule
        for rule in sheet.data_validations.dataValidation
        if str(rule.sqref).startswith(letter)
    }
    rule = rules[f"{letter}5:{letter}100000"]
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "5")
    help_ = TABLES["tblClients"].column("potential").help.in_(language)
    assert rule.prompt == help_
    assert f"{letter}4" in rules


def test_help_fits_the_limits_of_excel(
    book: openpyxl.Workbook, language: Language
) -> None:
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle) <= 32
            assert 0 < len(rule.prompt) <= 255
            assert len(rule.formula1 or "") <= 255
    for table in TABLES.values():
        for column in table.columns:
            heading = column.heading.in_(language)
            text = column.help.in_(language)
            assert len(heading) <= 32, heading
            assert len(text) + len("Obligatoire. ") <= 255, heading


def test_each_choice_of_an_input_table_has_its_list(
    book: openpyxl.Workbook, language: Language
) -> None:
    for table in TABLES.values():
        if table.output:
            continue
        sheet = sheet_of(book, table.sheet, language)
        for offset, column in enumerate(table.columns):
            if column.kind is not Kind.CHOICE:
                continue
            letter = openpyxl.utils.get_column_letter(table.first_column + offset + 1)
            (rule,) = [
                rule
                for rule in sheet.data_validations.dataValidation
                if str(rule.sqref) == f"{letter}5:{letter}100000"
            ]
            labels = [text.in_(language) for text in column.choices.values()]
            assert rule.type == "list"
            assert rule.formula1 == '"' + ",".join(labels) + '"'


# --- the page -----------------------------------------------------------------


def test_sheets_print_on_a4_landscape_with_headings_repeated(
    book: openpyxl.Workbook,
) -> None:
    for sheet in book.worksheets:
        if sheet.title == CONF_SHEET:
            continue  # very hidden: nobody prints it
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (
            9,
            "landscape",
        )
        if sheet.tables and not {x.name for x in CHOICES} & set(sheet.tables):
            heads = {TABLES[name].header_row for name in sheet.tables}
            assert sheet.print_title_rows == "".join(f"${x}:${x}" for x in heads)
            assert sheet.freeze_panes is not None
            if "tblIssues" not in sheet.tables:
                first = int(re.sub(r"\D", "", sheet.freeze_panes))
                assert {first - 1} == heads
        assert "&P / &N" in str(sheet.oddFooter.right.text)


def test_home_fits_one_page_without_gridlines(
    book: openpyxl.Workbook, language: Language
) -> None:
    sheet = sheet_of(book, "home", language)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (
        1,
        1,
    )
    assert not sheet.sheet_view.showGridLines


def test_the_dashboard_fits_three_pages_without_gridlines(
    book: openpyxl.Workbook, language: Language
) -> None:
    sheet = sheet_of(book, "dashboard", language)
    ends = [0, *(x.id for x in sheet.row_breaks.brk), 130]
    assert len(ends) == 4
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$P$130"
    across = sum(
        sheet.column_dimensions[letter].width * 7 + 5
        for letter in ("A", "B", *(["C"] * 13), "P")
    )
    scale = sheet.page_setup.scale / 100
    assert across * 0.75 * scale <= 842 - 2 * 0.4 * 72
    for first, last in pairwise(ends):
        rows = range(first + 1, last + 1)
        down = sum(sheet.row_dimensions[x].height or 15 for x in rows)
        assert down * scale <= 595 - 2 * 0.6 * 72
    assert not sheet.sheet_view.showGridLines


def test_charts_have_alt_text_a_fixed_block_and_cached_numbers(
    language: Language,
) -> None:
    parts = read_parts(build(language, facts(60, language)))
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    assert len(re.findall(r' descr="[^"]{60,}"', drawing)) == 2
    title = SHEETS["dashboard"].title.in_(language)
    for number, rows in ((1, 101), (2, 100)):
        chart = parts[f"xl/charts/chart{number}.xml"].decode()
        drawn = re.findall(
            r"<c:f>'([^']+)'!\$\w+\$(\d+):\$\w+\$(\d+)</c:f>"
            r"(<c:numCache>.*?</c:numCache>)",
            chart,
        )
        assert len(drawn) == chart.count("<c:numCache>") >= 8
        for sheet, first, last, cache in drawn:
            assert sheet == title
            count = int(last) - int(first) + 1
            assert count in {rows, 1}
            numbers = re.findall(r"<c:v>([^<]*)</c:v>", cache)
            assert len([float(x) for x in numbers]) == count


def test_the_size_of_the_portfolio_changes_no_chart_and_no_name(
    language: Language,
) -> None:
    small, large = (read_parts(build(language, facts(n, language))) for n in (3, 300))
    assert small["xl/workbook.xml"] == large["xl/workbook.xml"]
    for number in (1, 2):
        name = f"xl/charts/chart{number}.xml"
        shapes = [
            re.sub(rb"<c:(num|str)Cache>.*?</c:\1Cache>", b"", parts[name])
            for parts in (small, large)
        ]
        assert shapes[0] == shapes[1]


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4
        for x in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_letters_stay_apart_in_grey_and_by_shape() -> None:
    looks = [LETTER_LOOKS[letter] for letter in "ABCD"]
    greys = sorted(luminance(look.fill) for look in looks)
    for darker, lighter in pairwise(greys):
        assert (lighter + 0.05) / (darker + 0.05) > 1.5
    assert len({look.marker for look in LETTER_LOOKS.values()}) == len(LETTER_LOOKS)


def test_letters_can_be_read_on_their_colour() -> None:
    for look in LETTER_LOOKS.values():
        one, other = sorted((luminance(look.fill), luminance(look.ink)))
        assert (other + 0.05) / (one + 0.05) >= 4.5


def test_every_style_of_a_fixed_cell_exists() -> None:
    for fixed in FIXED_CELLS:
        assert properties(fixed.style)["font_size"]
    used = {part for fixed in FIXED_CELLS for part in fixed.style.split()}
    tables = {"table_head", "required_head", "input", "written", "given", "output"}
    tables |= {"letter", "words", "wrap", "top", "caption", "right", "text"}
    assert set(PARTS) == used | tables
    with pytest.raises(KeyError):
        properties("line nothing")


def test_tables_of_a_sheet_stand_from_left_to_right() -> None:
    names = [table.name for table in tables_of("settings")]
    assert names == ["tblSettings", "tblScale", "tblActivities", "tblPools"]
