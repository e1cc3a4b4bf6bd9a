"""Upgrade: an older workbook becomes one of this version and keeps what is its own."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from older_workbook import older_parts, older_workbook, without_columns_from
from openxml_audit import OpenXmlValidator
from test_users_parts import OFFICE, OWN_PARTS, TYPES, with_users_parts
from workbook_extras import HEAD, LINK, MAIN
from workbook_parts import changed_parts, links, parts_of, zipped

from segmentation_addin.cli import main
from segmentation_addin.environment import CONF_ROWS, CONF_SHEET
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services import creating
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.services.sampling import fill_with_sample
from segmentation_addin.services.upgrading import planned, upgrade
from segmentation_addin.services.workbook_macros import FORMER_LINES
from segmentation_addin.template.macro_parts import PROJECT_PART, with_project
from segmentation_addin.template.package_lint import lint
from segmentation_addin.template.parts import Parts, read_parts
from segmentation_addin.template.ribbon import RIBBON_PART
from segmentation_addin.template.vba_modules import (
    dictionary_module,
    document_module,
    workbook_modules,
    xlwings_module,
)
from segmentation_addin.template.vba_project import (
    REFERENCES,
    SHEET_BASE,
    Kind,
    Module,
    Reference,
    compile_project,
    read_modules,
)
from segmentation_addin.template.vba_reading import (
    folded_code,
    read_project,
    same_code,
)
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import HostError

BOOK = "xl/workbook.xml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def without_macros(parts: Parts) -> Parts:
    """The user's own parts, less the macros and ribbon of the test's owner."""
    return {
        name: content
        for name, content in parts.items()
        if name not in {PROJECT_PART, RIBBON_PART}
    }


def older_with_users_parts(path: Path, language: Language = "fr") -> Path:
    """An older workbook with the sample and a sheet, chart and note of its owner."""
    older_workbook(path, language)
    fill_with_sample(path)
    parts = with_users_parts(parts_of(path))
    text = parts["[Content_Types].xml"].decode()
    macros = TYPES[PROJECT_PART]
    text = text.replace(
        f'<Override PartName="/{PROJECT_PART}" ContentType="{macros}"/>', ""
    )
    parts["[Content_Types].xml"] = text.encode()
    for name, mark in (
        ("xl/_rels/workbook.xml.rels", "rId98"),
        ("_rels/.rels", "rId99"),
    ):
        links = re.sub(rf'<Relationship Id="{mark}"[^>]*/>', "", parts[name].decode())
        parts[name] = links.encode()
    path.write_bytes(zipped(without_macros(parts)))
    return path


def errors(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


# What an older workbook becomes


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_older_workbook_becomes_one_of_this_version(
    tmp_path: Path, language: Language
) -> None:
    path = older_workbook(tmp_path / "clients.xlsm", language)
    before = parts_of(path)
    done = upgrade(path)
    after = parts_of(path)
    assert done.written
    assert done.left_out == []
    assert errors(path) == []
    assert lint(after) == []
    fresh = read_parts(template_bytes(language))
    assert after[RIBBON_PART] == fresh[RIBBON_PART]
    mine = {module.name: module.text for module in read_modules(after[PROJECT_PART])}
    ours = {module.name: module.text for module in read_modules(fresh[PROJECT_PART])}
    assert mine == ours
    for pattern in (
        rb"<functionGroups\b.*?</functionGroups>",
        rb"<extLst>.*?</extLst>",
    ):
        found = [re.search(pattern, parts[BOOK]) for parts in (after, fresh)]
        assert found[0]
        assert found[1]
        assert found[0][0] == found[1][0]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        BOOK,
    }


def test_the_old_file_is_kept_and_a_second_time_nothing_is_written(
    tmp_path: Path,
) -> None:
    path = older_workbook(tmp_path / "clients.xlsm")
    before = path.read_bytes()
    assert upgrade(path).backup == tmp_path / "clients.backup.xlsm"
    assert (tmp_path / "clients.backup.xlsm").read_bytes() == before
    after = path.read_bytes()
    again = upgrade(path)
    assert (again.written, again.changes, again.backup) == (False, [], None)
    assert path.read_bytes() == after


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fresh_workbook_is_up_to_date(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_bytes(template_bytes(language))
    assert planned(path.read_bytes(), path.name).changes == []
    out = tmp_path / "copy.xlsm"
    assert upgrade(path, out).changes == []
    assert parts_of(out) == parts_of(path)


def test_the_sheets_that_were_added_are_those_of_the_template(tmp_path: Path) -> None:
    path = older_workbook(tmp_path / "clients.xlsm")
    upgrade(path)
    text = parts_of(path)[BOOK].decode()
    titles = re.findall(r'<sheet name="([^"]*)"', text)
    assert titles[-2:] == ["Functions", CONF_SHEET]
    number = len(titles)
    assert f'name="{CONF_SHEET}" sheetId="{number}" state="veryHidden"' in text


def in_another_font(parts: Parts) -> Parts:
    """The parts with a style sheet that has no style of the template's."""
    name = "xl/styles.xml"
    return {**parts, name: parts[name].replace(b"Calibri", b"Arial")}


def test_styles_are_added_after_those_that_were_there(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    before = in_another_font(older_parts("en", without={"Dashboard"}))
    path.write_bytes(zipped(before))
    upgrade(path)
    after = parts_of(path)
    for name in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
        old, new = (
            re.search(
                rf'<{name} count="(\d+)"[^>]*>(.*?)</{name}>',
                parts["xl/styles.xml"].decode(),
                re.DOTALL,
            )
            for parts in (before, after)
        )
        assert old
        assert new
        assert new[2].startswith(old[2])
        assert int(new[1]) >= int(old[1])
    assert after["xl/styles.xml"].count(b"Calibri") > 5
    assert errors(path) == []
    assert lint(after) == []


# What the user owns


def test_data_and_parts_of_the_user_stay_byte_for_byte(tmp_path: Path) -> None:
    path = older_with_users_parts(tmp_path / "mine.xlsm")
    before = parts_of(path)
    done = run("upgrade", path, "--json")
    assert done.exit_code == 0, done.output
    after = parts_of(path)
    own = set(OWN_PARTS) - {PROJECT_PART, RIBBON_PART, "xl/worksheets/sheet99.xml"}
    assert own <= set(before)
    for name in own:
        assert before[name] == after[name], name
    sheet = after["xl/worksheets/sheet99.xml"]
    assert (
        sheet.replace(b'<sheetPr codeName="Sheet1"/>', b"")
        == (before["xl/worksheets/sheet99.xml"])
    )
    for name in before:
        if name.startswith(("xl/worksheets/sheet", "xl/tables", "xl/sharedStrings")):
            assert name.endswith("sheet99.xml") or before[name] == after[name], name
    assert lint(after) == []
    assert errors(path) == []
    assert json.loads(done.stdout)["changes"]


def test_a_refresh_gives_the_same_before_and_after(tmp_path: Path) -> None:
    path = older_with_users_parts(tmp_path / "mine.xlsm")
    before = tmp_path / "before.json"
    before.write_text(run("refresh", path, "-o", tmp_path / "b.xlsm", "--json").stdout)
    assert run("upgrade", path).exit_code == 0
    after = run("refresh", path, "--json")
    assert after.exit_code == 0, after.output
    assert json.loads(after.stdout) == json.loads(before.read_text())
    assert lint(parts_of(path)) == []
    assert run("upgrade", path).stdout.startswith("Déjà à jour")


def with_modules(path: Path, more: Sequence[Module], base: bytes | None = None) -> Path:
    """A current workbook whose macros hold other modules too."""
    parts = read_parts(template_bytes("en") if base is None else base)
    names = {module.name for module in more}
    kept = [m for m in read_modules(parts[PROJECT_PART]) if m.name not in names]
    path.write_bytes(zipped(with_project(parts, compile_project([*kept, *more]))))
    return path


def standard(name: str, text: str, kind: Kind = Kind.STANDARD) -> Module:
    return Module(name, kind, f'Attribute VB_Name = "{name}"\r\n{text}\r\n')


def test_code_in_the_module_of_a_sheet_is_kept(tmp_path: Path) -> None:
    code = "Private Sub Worksheet_Activate()\r\n    Me.Calculate\r\nEnd Sub\r\n"
    module = document_module("shClients", SHEET_BASE, code)
    path = with_modules(tmp_path / "a.xlsm", [module])
    old = replace(xlwings_module(), text='Attribute VB_Name = "xlwings"\r\n')
    path = with_modules(tmp_path / "b.xlsm", [old], path.read_bytes())
    done = upgrade(path)
    assert [text.en for text in done.changes] == ["macros"]
    project = read_project(parts_of(path)[PROJECT_PART])
    kept, renewed = project.module("shClients"), project.module("xlwings")
    assert kept
    assert renewed
    assert kept.text == module.text
    assert same_code(renewed.text, xlwings_module().text)


def test_a_name_of_the_users_for_the_workbook_is_kept(tmp_path: Path) -> None:
    parts = changed_parts(
        older_parts(), BOOK, 'codeName="ThisWorkbook"', 'codeName="CeClasseur"'
    )
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    upgrade(path)
    names = [module.name for module in read_modules(parts_of(path)[PROJECT_PART])]
    assert names[0] == "CeClasseur"
    assert lint(parts_of(path)) == []


# What it refuses


def refused(path: Path) -> HostError:
    before = path.read_bytes()
    with pytest.raises(HostError) as caught:
        upgrade(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    return caught.value


FOREIGN = [
    standard("Module1", "Sub Mine()\r\nEnd Sub"),
    standard("Invoice", "Public Total As Double", Kind.CLASS),
]


@pytest.mark.parametrize("module", FOREIGN, ids=lambda module: module.name)
def test_a_module_that_is_not_ours_is_named(tmp_path: Path, module: Module) -> None:
    error = refused(with_modules(tmp_path / "mine.xlsm", [module]))
    assert error.code == "upgrade_macros"
    assert error.params["names"] == module.name


def test_the_command_refuses_with_three_and_a_remedy(tmp_path: Path) -> None:
    path = with_modules(tmp_path / "mine.xlsm", FOREIGN)
    done = run("upgrade", path)
    assert done.exit_code == 3
    assert "Module1, Invoice" in done.stderr
    assert "Alt+F11" in done.stderr
    document = json.loads(run("upgrade", path, "--json").stdout)
    assert document["issues"][0]["code"] == "upgrade_macros"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Private Sub Workbook_BeforeClose(Cancel As Boolean)\r\nEnd Sub",
            "BeforeClose",
        ),
        ('    MsgBox "Mine"', 'MsgBox "Mine"'),
    ],
)
def test_code_of_the_users_for_the_workbook_is_shown(
    tmp_path: Path, text: str, line: str
) -> None:
    ours = workbook_modules("en", ())[0]
    module = replace(ours, text=ours.text + text + "\r\n")
    error = refused(with_modules(tmp_path / "mine.xlsm", [module]))
    assert error.code == "upgrade_code"
    assert error.params["name"] == "ThisWorkbook"
    assert line in str(error.params["line"])


def test_a_reference_that_is_not_ours_is_named(tmp_path: Path) -> None:
    parts = read_parts(template_bytes("en"))
    library = r"*\G{420B2830-E718-11CF-893D-00A0C9054228}#1.0#0#C:\scrrun.dll#Scripting"
    project = compile_project(
        read_modules(parts[PROJECT_PART]),
        references=[*REFERENCES, Reference("Scripting", library)],
    )
    path = tmp_path / "mine.xlsm"
    path.write_bytes(zipped(with_project(parts, project)))
    assert refused(path).params["names"] == "Scripting"


def test_a_signature_is_named(tmp_path: Path) -> None:
    parts = read_parts(template_bytes("en"))
    parts["xl/vbaProjectSignature.bin"] = b"signed"
    parts["xl/_rels/vbaProject.bin.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId1" Type="http://schemas.microsoft.com/'
        b'office/2006/relationships/vbaProjectSignature" '
        b'Target="vbaProjectSignature.bin"/></Relationships>'
    )
    path = tmp_path / "mine.xlsm"
    path.write_bytes(zipped(parts))
    error = refused(path)
    assert error.code == "upgrade_signature"
    assert error.params["part"] == "vbaProjectSignature.bin"


def test_a_ribbon_of_the_users_is_named(tmp_path: Path) -> None:
    parts = changed_parts(
        read_parts(template_bytes("en")), RIBBON_PART, 'id="segTab"', 'id="tabMine"'
    )
    path = tmp_path / "mine.xlsm"
    path.write_bytes(zipped(parts))
    assert refused(path).code == "upgrade_ribbon"


def test_a_project_cut_short_is_refused(tmp_path: Path) -> None:
    parts = read_parts(template_bytes("en"))
    parts[PROJECT_PART] = parts[PROJECT_PART][:3000]
    path = tmp_path / "mine.xlsm"
    path.write_bytes(zipped(parts))
    assert refused(path).code == "upgrade_unread"


def test_a_dialog_sheet_is_named(tmp_path: Path) -> None:
    parts = older_parts()
    name = "xl/_rels/workbook.xml.rels"
    links = parts[name].decode()
    links = links.replace("relationships/worksheet", "relationships/dialogsheet", 1)
    path = tmp_path / "mine.xlsm"
    path.write_bytes(zipped({**parts, name: links.encode()}))
    error = refused(path)
    assert (error.code, error.params["sheet"]) == ("upgrade_sheet", "Home")


def test_what_is_no_workbook_of_ours_is_refused(tmp_path: Path) -> None:
    parts = older_parts()
    plain = changed_parts(
        parts,
        "[Content_Types].xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    )
    path = tmp_path / "clients.xlsx"
    path.write_bytes(zipped(plain))
    assert refused(path).code == "upgrade_plain"
    path.write_bytes(
        zipped(
            {
                name: content.replace(b'displayName="tbl', b'displayName="my')
                for name, content in parts.items()
            }
        )
    )
    assert refused(path).code == "upgrade_foreign"


def test_a_workbook_open_in_excel_is_left_alone(tmp_path: Path) -> None:
    path = older_workbook(tmp_path / "clients.xlsm")
    before = path.read_bytes()
    path.with_name("~$clients.xlsm").write_bytes(b"owner")
    assert run("upgrade", path).exit_code == 3
    assert path.read_bytes() == before


# Settings sheet, sheets and columns


def test_the_settings_sheet_is_renewed_and_its_old_values_are_told(
    tmp_path: Path,
) -> None:
    value = dict(CONF_ROWS)["INTERPRETER_WIN"]
    parts = changed_parts(
        read_parts(template_bytes("fr")),
        "xl/sharedStrings.xml",
        f"<t>{value}</t>",
        r"<t>D:\python\pythonw.exe</t>",
        "<t>false</t>",
        "<t>FAUX</t>",
    )
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    done = run("upgrade", path)
    assert done.exit_code == 0
    assert "feuille xlwings.conf" in done.stdout
    assert r"INTERPRETER_WIN valait D:\python\pythonw.exe" in done.stdout
    assert planned(path.read_bytes(), "x").changes == []
    assert lint(parts_of(path)) == []


def test_a_sheet_that_was_deleted_comes_back_with_its_tables_and_charts(
    tmp_path: Path,
) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(older_parts("en", without={"Dashboard", "Review"})))
    done = upgrade(path)
    assert [text.en for text in done.changes][:2] == [
        "sheet Dashboard",
        "sheet Review",
    ]
    assert errors(path) == []
    assert lint(parts_of(path)) == []
    assert run("check", path).exit_code == 1  # no data: read to the end, nothing lacks
    text = parts_of(path)[BOOK].decode()
    place = re.findall(r'<sheet name="([^"]*)"', text).index("Dashboard")
    assert f'Print_Area" localSheetId="{place}">Dashboard!' in text


def test_a_sheet_comes_back_where_each_sheet_declares_its_own_links(
    tmp_path: Path,
) -> None:
    """As openpyxl writes the list of sheets: nothing is declared for the whole."""
    path = tmp_path / "clients.xlsm"
    parts = older_parts("en", without={"Functions"})
    declared = f' xmlns:r="{LINK}"'
    text = parts[BOOK].decode().replace(declared, "")
    parts[BOOK] = text.replace("<sheet ", f"<sheet{declared} ").encode()
    path.write_bytes(zipped(parts))
    assert "sheet Functions" in [text.en for text in upgrade(path).changes]
    assert errors(path) == []
    assert lint(parts_of(path)) == []


def test_a_sheet_is_left_out_when_what_it_speaks_of_is_renamed(tmp_path: Path) -> None:
    parts = older_parts("en", without={"Dashboard"})
    table = next(
        name
        for name, content in parts.items()
        if b'displayName="tblSegmentation"' in content
    )
    # A column of formulas is not added anew: the sheet would speak of nothing.
    heading = 'name="Letter"'
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(changed_parts(parts, table, heading, 'name="Note"')))
    done = upgrade(path)
    assert "sheet Dashboard" not in [text.en for text in done.changes]
    assert any("Letter of tblSegmentation" in text.en for text in done.left_out)
    assert any("Letter" in text.fr for text in done.left_out)


def test_columns_and_the_sheet_that_speaks_of_them_come_together(
    tmp_path: Path,
) -> None:
    parts = without_columns_from(
        older_parts("fr", without={"Lectures"}), "tblSegmentation", "RFM"
    )
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    done = upgrade(path)
    changes = [text.en for text in done.changes]
    assert any(
        text.startswith("columns of tblSegmentation: RFM, Segment RFM")
        for text in changes
    )
    assert "sheet Lectures" in changes
    assert errors(path) == []
    assert lint(parts_of(path)) == []


def test_a_refresh_does_without_the_columns_of_the_readings(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    creating.new(path, "en")
    fill_with_sample(path)
    parts = without_columns_from(parts_of(path), "tblSegmentation", "RFM")
    path.write_bytes(zipped(parts))
    assert run("refresh", path).exit_code == 0
    before = path.read_bytes()
    table = FileHost(path).read("tblSegmentation")
    assert "RFM" not in table.headings
    assert table.rows == 793
    assert run("refresh", path).exit_code == 0
    assert path.read_bytes() == before
    # The columns come with an upgrade, their values with the next refresh.
    upgrade(path)
    assert run("refresh", path).exit_code == 0
    table = FileHost(path).read("tblSegmentation")
    codes = table.columns[table.headings.index("RFM")]
    assert codes[0] is not None
    assert errors(path) == []


def test_a_title_that_is_taken_is_told(tmp_path: Path) -> None:
    parts = older_parts("en", without={"Review"})
    parts = changed_parts(
        parts, BOOK, '<sheet name="Data quality"', '<sheet name="REVIEW"'
    )
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    done = upgrade(path)
    assert any(
        text.en.startswith("Sheet Review: a sheet of yours") for text in done.left_out
    )


def shorter(parts: Parts, table: str, heading: str) -> Parts:
    """The parts after the last column of a table was deleted, its cells cleared."""
    name = next(n for n, c in parts.items() if f'displayName="{table}"'.encode() in c)
    text = parts[name].decode()
    found = re.search(rf'<tableColumn id="\d+" name="{re.escape(heading)}".*?/>', text)
    assert found is not None
    text = text.replace(found[0], "")
    columns = len(re.findall("<tableColumn ", text))
    text = re.sub(r'tableColumns count="\d+"', f'tableColumns count="{columns}"', text)
    reference = re.search(r' ref="A4:([A-Z]+)(\d+)"', text)
    assert reference is not None
    last = chr(ord(reference[1]) - 1)
    text = text.replace(reference[0], f' ref="A4:{last}{reference[2]}"')
    sheet = "xl/worksheets/sheet2.xml"
    cells = re.sub(
        rf'<c r="{reference[1]}[45]"[^>]*?(/>|>.*?</c>)', "", parts[sheet].decode()
    )
    return {**parts, name: text.encode(), sheet: cells.encode()}


def test_a_missing_column_is_added_at_the_right_end(tmp_path: Path) -> None:
    parts = shorter(older_parts(), "tblClients", "Rated on")
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    done = upgrade(path)
    assert done.changes[0].en == "columns of tblClients: Rated on"
    assert errors(path) == []
    assert lint(parts_of(path)) == []
    fresh = read_parts(template_bytes("en"))
    after = parts_of(path)
    cell = r'<c r="S4"[^>]*>(.*?)</c>'
    sheet = "xl/worksheets/sheet2.xml"
    found = re.search(cell, after[sheet].decode())
    assert found is not None
    assert "Rated on" in found[1]
    style = re.search(r'<c r="S5" s="(\d+)"/>', after[sheet].decode())
    assert style is not None
    dates = re.findall(r"<xf\b.*?(?:/>|</xf>)", styles_of(after))
    assert "numFmt" in dates[int(style[1])]
    assert set(fresh) - {"xl/sharedStrings.xml"} <= set(after)


def styles_of(parts: Parts) -> str:
    found = re.search(
        r"<cellXfs\b[^>]*>(.*?)</cellXfs>", parts["xl/styles.xml"].decode(), re.DOTALL
    )
    assert found is not None
    return found[1]


def test_a_column_is_left_out_where_its_place_is_in_use(tmp_path: Path) -> None:
    parts = shorter(older_parts(), "tblClients", "Rated on")
    parts = changed_parts(
        parts,
        "xl/worksheets/sheet2.xml",
        "</sheetData>",
        '<row r="6"/></sheetData>',
    )
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    row = re.search(r'<row r="5".*?</row>', sheet)
    assert row is not None
    own = row[0].replace("</row>", '<c r="S5"><v>7</v></c></row>')
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(row[0], own).encode()
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    done = upgrade(path)
    assert any("Cell S5" in text.en for text in done.left_out)
    assert b'<c r="S5"><v>7</v></c>' in parts_of(path)["xl/worksheets/sheet2.xml"]


def test_columns_that_are_formulas_are_told(tmp_path: Path) -> None:
    parts = older_parts()
    table = next(n for n, c in parts.items() if b'displayName="tblSegmentation"' in c)
    path = tmp_path / "clients.xlsm"
    renamed = changed_parts(parts, table, 'name="Letter"', 'name="My letter"')
    path.write_bytes(zipped(renamed))
    done = upgrade(path)
    assert any(
        text.en.startswith("tblSegmentation, columns not added: Letter.")
        for text in done.left_out
    )


# Code names


CHART_SHEET = f"""{HEAD}<chartsheet xmlns="{MAIN}" xmlns:r="{LINK}"><sheetViews>\
<sheetView workbookViewId="0"/></sheetViews><drawing r:id="rId1"/></chartsheet>"""


def test_a_chart_sheet_gets_a_module_of_its_kind(tmp_path: Path) -> None:
    path = older_with_users_parts(tmp_path / "mine.xlsm")
    parts = parts_of(path)
    old, new = "xl/worksheets/sheet99.xml", "xl/chartsheets/sheet1.xml"
    parts[new] = CHART_SHEET.encode()
    parts["xl/chartsheets/_rels/sheet1.xml.rels"] = links(
        ("drawing", "../drawings/drawing99.xml")
    ).encode()
    del parts[old], parts["xl/worksheets/_rels/sheet99.xml.rels"]
    for name in [name for name in parts if "99.vml" in name or "comments99" in name]:
        del parts[name]
    types = parts["[Content_Types].xml"].decode()
    types = types.replace(f"/{old}", f"/{new}")
    types = re.sub(
        rf'(PartName="/{new}" ContentType=")[^"]*',
        rf"\g<1>{OFFICE}.chartsheet+xml",
        types,
    )
    types = re.sub(r'<Override PartName="/xl/comments99[^>]*/>', "", types)
    parts["[Content_Types].xml"] = types.encode()
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = (
        parts[name]
        .decode()
        .replace(
            f'{LINK}/worksheet" Target="worksheets/sheet99.xml"',
            f'{LINK}/chartsheet" Target="chartsheets/sheet1.xml"',
        )
        .encode()
    )
    path.write_bytes(zipped(parts))
    upgrade(path)
    after = parts_of(path)
    assert b'<sheetPr codeName="Sheet1"/>' in after[new]
    module = read_project(after[PROJECT_PART]).module("Sheet1")
    assert module is not None
    assert "00020821" in module.text
    assert lint(after) == []


def test_two_sheets_of_one_code_name_get_one_each(tmp_path: Path) -> None:
    parts = older_parts()
    name = "xl/worksheets/sheet3.xml"
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(changed_parts(parts, name, "shMargins", "shClients")))
    upgrade(path)
    after = parts_of(path)
    assert b'codeName="shClients"' in after["xl/worksheets/sheet2.xml"]
    assert b'codeName="Sheet1"' in after[name]
    assert lint(after) == []


# Reading what Excel saved


def excel_made(name: str) -> bytes:
    """The macros of a workbook that Excel itself saved: xlwings ships some."""
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    with zipfile.ZipFile(Path(spec.origin).parent / name) as package:
        return package.read(PROJECT_PART)


def test_a_project_saved_by_excel_is_read_and_compares_equal() -> None:
    project = read_project(excel_made("quickstart_standalone.xlsm"))
    for ours in (xlwings_module(), dictionary_module()):
        theirs = project.module(ours.name)
        assert theirs is not None
        assert theirs.text != ours.text
        assert same_code(theirs.text, ours.text)
    assert {module.name for module in project.modules} > {"Sheet1", "Module1"}
    assert [r.name for r in project.references] == ["MSForms", "Office"]


def test_a_project_saved_by_excel_with_other_modules_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsm"
    project = excel_made("addin/xlwings.xlam")
    path.write_bytes(zipped(with_project(older_parts(), project)))
    names = str(refused(path).params["names"])
    assert "WebHelpers" in names
    assert "Dictionary" not in names


def test_lines_that_this_version_drops_must_be_listed_for_upgrade() -> None:
    """Upgrade knows the workbook's module by its lines. After a release, when that
    module changes: add its old lines to FORMER_LINES, then put the new digest here.
    """
    ours = "\n".join(folded_code(workbook_modules("en", ())[0].text))
    digest = sha256(ours.encode()).hexdigest()[:16]
    assert (digest, len(FORMER_LINES)) == ("a64d3e8ca517e76d", 0)
