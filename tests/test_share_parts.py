"""The parts of a workbook that Excel saved: what a copy takes over, and what not."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from workbook_extras import HEAD, LINK, MAIN
from workbook_parts import (
    BOOK,
    CLIENTS_SHEET,
    DASHBOARD_SHEET,
    OUR_CHART,
    OWN_CHART,
    OWN_SHEET,
    SEGMENTATION_SHEET,
    SEGMENTATION_TABLE,
    changed_parts,
    excel_parts,
    links,
    parts_of,
    zipped,
)

from segmentation_addin.board_copy.copied_book import BoardCopy
from segmentation_addin.services.sharing import Wishes, copied

OWN_TITLE = "Léa & co"
EVERYTHING = ("dashboard", "segmentation", OWN_TITLE)


def made(
    folder: Path, parts: Mapping[str, bytes], *sheets: str
) -> tuple[dict[str, str], BoardCopy]:
    """The parts of a copy as text, entities resolved, and what is told of it."""
    source = folder / "source.xlsm"
    source.write_bytes(zipped(parts))
    done = copied(source, "en", Wishes(sheets=sheets or EVERYTHING))
    target = folder / "copy.xlsx"
    target.write_bytes(done.data)
    found = parts_of(target)
    for content in found.values():
        etree.fromstring(content)
    assert [str(e) for e in OpenXmlValidator().validate(target).errors] == []
    return {name: content.decode() for name, content in found.items()}, done


def sheet(copy: dict[str, str], number: int) -> str:
    return html.unescape(copy[f"xl/worksheets/sheet{number}.xml"])


def cell(xml: str, address: str) -> str:
    found = re.search(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', xml)
    assert found is not None, address
    return found[0]


def test_only_parts_that_are_wanted_are_there(tmp_path: Path) -> None:
    copy, done = made(tmp_path, excel_parts())
    assert sorted(copy) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/drawings/_rels/drawing2.xml.rels",
        "xl/drawings/drawing1.xml",
        "xl/drawings/drawing2.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/tables/table1.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    ]
    assert done.sheets == ["Dashboard", "Segmentation", OWN_TITLE]
    assert done.frozen == []
    assert done.left_out == []


def test_texts_of_sheets_left_out_are_not_in_the_copy(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(),
        SEGMENTATION_SHEET,
        't="inlineStr"><is><t>Name C1</t></is>',
        't="s"><v>2</v>',
    )
    copy, _ = made(tmp_path, parts)
    texts = copy["xl/sharedStrings.xml"]
    assert '<r><t>ri</t></r><r><rPr><b/></rPr><t xml:space="preserve">ch ' in texts
    for word in ("Potential", "Name C1", "call", "Refreshed"):
        assert word not in texts
    place = re.findall(r"<si>(.*?)</si>", texts).index("<t>Name C2</t>")
    assert cell(sheet(copy, 2), "B6") == f'<c r="B6" s="1" t="s"><v>{place}</v></c>'


def test_formats_and_the_users_own_things_stay(tmp_path: Path) -> None:
    copy, _ = made(tmp_path, excel_parts())
    segmentation, own = sheet(copy, 2), sheet(copy, 3)
    assert "<formula>AVERAGE($D$5:$D$7)</formula>" in segmentation
    assert "x14:dataBar" in segmentation
    assert '<formula1>"a,b"</formula1>' in segmentation
    assert '<col min="1" max="1" width="14" customWidth="1"/>' in segmentation
    assert cell(segmentation, "F5").endswith("*2</f><v>160</v></c>")
    assert cell(own, "A1") == ('<c r="A1"><f>SUM(Segmentation!D5:D7)</f><v>180</v></c>')
    assert "<xm:f>Segmentation!D5:D7</xm:f>" in own
    assert 'name="Mine"' in copy["xl/drawings/drawing2.xml"]


def test_links_comments_and_printers_go(tmp_path: Path) -> None:
    copy, _ = made(tmp_path, excel_parts())
    segmentation = sheet(copy, 2)
    for word in ("hyperlink", "legacyDrawing", 'codeName="Sheet9"', 'r:id="rId3"'):
        assert word not in segmentation + sheet(copy, 3)
    assert "why?" not in "".join(copy.values())
    assert 'orientation="portrait"' in segmentation


@pytest.mark.parametrize(
    ("formula", "value", "reason"),
    [
        ("Clients!C5*2", "7", "refers"),
        ("SUM(tblClients[Potential])", "5.5", "refers"),
        ("ROWS(tblClients)", "3", "refers"),
        ("SUM(Clients:Segmentation!D5)", "80", "outside"),
        ("[1]Prices!$A$1", "9", "outside"),
        ("'[Prices 2.xlsx]Sheet 1'!A1", "9", "outside"),
        ('INDIRECT("Clients!C5")', "3.5", "outside"),
        ("Prices!#REF!", "9", "outside"),
        ("SEGMENT_WHALE(Segmentation!D5:D7)", "9", "calls"),
        ("MyMacro(Segmentation!D5)", "9", "calls"),
        ("OneClient+1", "9", "refers"),
        ("Secret+1", "9", "refers"),
    ],
)  # fmt: skip
def test_what_cannot_stay_a_formula_becomes_its_value(
    tmp_path: Path, formula: str, value: str, reason: str
) -> None:
    names = (
        '<definedName name="OneClient">Clients!$C$5</definedName>'
        '<definedName name="Secret" hidden="1">Segmentation!$D$5</definedName>'
    )
    parts = changed_parts(
        changed_parts(excel_parts(), BOOK, "<definedNames>", f"<definedNames>{names}"),
        OWN_SHEET,
        '<c r="A1"><f>SUM(Segmentation!D5:D7)</f><v>180</v></c>',
        f'<c r="A1" s="2"><f>{html.escape(formula)}</f><v>{value}</v></c>',
    )
    copy, done = made(tmp_path, parts)
    assert cell(sheet(copy, 3), "A1") == f'<c r="A1" s="2"><v>{value}</v></c>'
    assert [(f.sheet, f.cell, f.reason) for f in done.frozen] == [
        (OWN_TITLE, "A1", reason)
    ]
    assert "OneClient" not in copy["xl/workbook.xml"]
    assert "Secret" not in copy["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('t="str"><f>Clients!B5</f><v>=1+1</v>', 't="s"><v>{place}</v>'),
        ('t="b"><f>Clients!B5=1</f><v>1</v>', 't="b"><v>1</v>'),
        ('t="e"><f>Clients!B5/0</f><v>#DIV/0!</v>', 't="e"><v>#DIV/0!</v>'),
        ('t="str"><f>Clients!B6&amp;""</f><v></v>', 't="str"><f>""</f><v></v>'),
        ("><f>Clients!C5</f><v>0</v>", "><v>0</v>"),
    ],
)
def test_a_frozen_value_keeps_its_kind(tmp_path: Path, old: str, new: str) -> None:
    parts = changed_parts(
        excel_parts(),
        OWN_SHEET,
        "><f>SUM(Segmentation!D5:D7)</f><v>180</v>",
        (" " if old.startswith("t=") else "") + old,
    )
    copy, _ = made(tmp_path, parts)
    space = " " if new.startswith("t=") else ""
    texts = re.findall(r"<si>(.*?)</si>", copy["xl/sharedStrings.xml"])
    if "{place}" in new:
        new = new.format(place=texts.index("<t>=1+1</t>"))
    assert cell(sheet(copy, 3), "A1") == f'<c r="A1"{space}{new}</c>'


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), OWN_SHEET,
        "<f>SUM(Segmentation!D5:D7)</f><v>180</v>", "<f>Clients!C5</f>",
    )  # fmt: skip
    copy, done = made(tmp_path, parts)
    assert cell(sheet(copy, 3), "A1") == '<c r="A1"/>'
    assert [frozen.blank for frozen in done.frozen] == [True]


def test_a_shared_formula_is_written_out(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(),
        OWN_SHEET,
        '<c r="A1"><f>SUM(Segmentation!D5:D7)</f><v>180</v></c></row>',
        '<c r="A1"><f t="shared" ref="A1:A2" si="0">Segmentation!D5*2</f><v>160</v></c>'
        '</row><row r="2"><c r="A2"><f t="shared" si="0"/><v>120</v></c></row>',
    )
    copy, _ = made(tmp_path, parts)
    own = sheet(copy, 3)
    assert cell(own, "A1") == '<c r="A1"><f>Segmentation!D5*2</f><v>160</v></c>'
    assert cell(own, "A2") == '<c r="A2"><f>Segmentation!D6*2</f><v>120</v></c>'


def test_a_spilling_formula_keeps_its_metadata_or_loses_its_mark(
    tmp_path: Path,
) -> None:
    old = '<c r="A1"><f>SUM(Segmentation!D5:D7)</f><v>180</v></c>'
    spill = '<c r="A1" cm="3"><f t="array" ref="A1:A3">{}</f><v>80</v></c>'
    stays = changed_parts(
        excel_parts(), OWN_SHEET, old, spill.format("_xlfn._xlws.SORT(Segmentation!D5:D7)")
    )  # fmt: skip
    copy, _ = made(tmp_path, stays)
    assert '<c r="A1" cm="1"><f t="array" ref="A1:A3">' in sheet(copy, 3)
    assert "XLDAPR" in copy["xl/metadata.xml"]
    goes = changed_parts(
        excel_parts(), OWN_SHEET, old, spill.format("SEGMENT(Segmentation!D5:D7)")
    )
    copy, _ = made(tmp_path, goes)
    assert cell(sheet(copy, 3), "A1") == '<c r="A1"><v>80</v></c>'
    assert "xl/metadata.xml" not in copy


def test_currency_and_date_of_home_become_part_of_the_formula(tmp_path: Path) -> None:
    parts = changed_parts(
        changed_parts(
            excel_parts(),
            BOOK,
            "<definedNames>",
            '<definedNames><definedName name="TheDay">Home!$C$3</definedName>',
        ),
        OWN_SHEET,
        "<f>SUM(Segmentation!D5:D7)</f>",
        "<f>SUM(Segmentation!D5:D7)+'Home'!$C$3-TheDay+LEN(Home!B3&amp;\"Home!B3\")</f>",
    )
    copy, done = made(tmp_path, parts)
    assert done.frozen == []
    assert cell(sheet(copy, 3), "A1").startswith(
        '<c r="A1"><f>SUM(Segmentation!D5:D7)+45000-45000+LEN("Refreshed"&"Home!B3")</f>'
    )


def test_a_home_that_is_asked_for_stays_a_reference(tmp_path: Path) -> None:
    parts = changed_parts(excel_parts(), OWN_SHEET, "SUM(", "Home!C4+SUM(")
    copy, done = made(tmp_path, parts, "home", OWN_TITLE, "segmentation")
    assert done.sheets == ["Home", OWN_TITLE, "Segmentation"]
    assert "<f>Home!C4+SUM(" in cell(sheet(copy, 2), "A1")


def test_names_that_are_used_and_print_areas_stay(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), OWN_SHEET, "SUM(Segmentation!D5:D7)", "SUM(AllScores)"
    )
    copy, _ = made(tmp_path, parts, OWN_TITLE, "segmentation")
    book = copy["xl/workbook.xml"]
    assert re.findall(r'<definedName name="([^"]+)"([^>]*)>', book) == [
        ("_xlnm.Print_Area", ' localSheetId="1"'),
        ("AllScores", ""),
    ]


def test_rules_that_speak_of_a_sheet_left_out_go(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(),
        SEGMENTATION_SHEET,
        "<formula>AVERAGE($D$5:$D$7)</formula>",
        "<formula>Clients!$C$5</formula>",
        '<formula1>"a,b"</formula1>',
        "<formula1>Clients!$C$5:$C$6</formula1>",
    )
    copy, _ = made(tmp_path, parts)
    segmentation = sheet(copy, 2)
    assert "<conditionalFormatting" not in segmentation
    assert "dataValidation" not in segmentation
    assert "Clients!" not in segmentation


def test_a_filter_is_gone_and_its_rows_are_shown(tmp_path: Path) -> None:
    parts = changed_parts(
        changed_parts(
            excel_parts(),
            SEGMENTATION_TABLE,
            '<autoFilter ref="A4:G7"/>',
            '<autoFilter ref="A4:G7"><filterColumn colId="0"><filters><filter '
            'val="C1"/></filters></filterColumn></autoFilter>',
        ),
        SEGMENTATION_SHEET,
        '<row r="6" spans="1:9"',
        '<row r="6" hidden="1" spans="1:9"',
    )
    copy, _ = made(tmp_path, parts)
    assert "hidden" not in sheet(copy, 2)
    assert '<autoFilter ref="A4:G7"/>' in copy["xl/tables/table1.xml"]


def test_a_chart_of_a_sheet_left_out_keeps_its_values(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), OWN_CHART, "Segmentation!", "Clients!", '<c:idx val="0"/>',
        '<c:tx><c:strRef><c:f>Clients!$C$4</c:f><c:strCache><c:ptCount val="1"/>'
        '<c:pt idx="0"><c:v>Potential</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        '<c:idx val="0"/>',
    )  # fmt: skip
    parts = changed_parts(
        parts,
        OWN_CHART,
        '<c:idx val="0"/><c:order val="0"/>',
        "",
        "<c:ser>",
        '<c:ser><c:idx val="0"/><c:order val="0"/>',
    )
    copy, _ = made(tmp_path, parts)
    own = copy["xl/charts/chart2.xml"]
    assert "Clients" not in own
    assert "<c:tx><c:v>Potential</c:v></c:tx>" in own
    assert '<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="3"/>' in own
    assert '<c:strLit><c:ptCount val="3"/><c:pt idx="0"><c:v>C1</c:v>' in own
    assert copy["xl/charts/chart1.xml"] == excel_parts()[OUR_CHART].decode()


def test_macros_and_clicks_of_shapes_go(tmp_path: Path) -> None:
    drawing = "xl/drawings/drawing1.xml"
    parts = changed_parts(
        excel_parts(),
        drawing,
        '<xdr:sp macro="" textlink="">',
        '<xdr:sp macro="[0]!Secret" textlink="Clients!$C$5">',
        'name="Mine"/>',
        'name="Mine" descr="C:\\Users\\lea\\logo.png"><a:hlinkClick r:id="rId7"/>'
        "</xdr:cNvPr>",
    )
    parts[drawing] = parts[drawing].replace(
        b'xmlns:a="', f'xmlns:r="{LINK}" xmlns:a="'.encode(), 1
    )
    copy, done = made(tmp_path, parts)
    own = copy["xl/drawings/drawing2.xml"]
    assert done.left_out == []
    assert '<xdr:sp macro="" textlink="">' in own
    for word in ("Secret", "Clients", "lea", "hlink"):
        assert word not in own


def test_an_object_that_needs_another_part_is_left_out_and_counted(
    tmp_path: Path,
) -> None:
    drawing = "xl/drawings/drawing1.xml"
    relations = "xl/drawings/_rels/drawing1.xml.rels"
    parts = excel_parts()
    parts[relations] = links(("chartEx", "../charts/chart1.xml")).encode()
    copy, done = made(tmp_path, parts)
    assert done.left_out == [(OWN_TITLE, 1)]
    assert "graphicFrame" not in copy["xl/drawings/drawing2.xml"]
    assert "Mine" in copy["xl/drawings/drawing2.xml"]
    assert drawing not in copy or "xl/charts/chart2.xml" not in copy


def test_a_picture_travels_along(tmp_path: Path) -> None:
    parts = {**excel_parts(), "xl/media/image7.PNG": b"\x89PNG\r\n\x1a\n"}
    relations = "xl/drawings/_rels/drawing1.xml.rels"
    parts[relations] = links(
        ("chart", "../charts/chart1.xml"), ("image", "../media/image7.PNG")
    ).encode()
    source = tmp_path / "source.xlsm"
    source.write_bytes(zipped(parts))
    done = copied(source, "en", Wishes(sheets=(OWN_TITLE,)))
    target = tmp_path / "copy.xlsx"
    target.write_bytes(done.data)
    found = parts_of(target)
    assert found["xl/media/image1.png"] == b"\x89PNG\r\n\x1a\n"
    assert b'Extension="png" ContentType="image/png"' in found["[Content_Types].xml"]
    assert (
        b'Target="../media/image1.png"' in found["xl/drawings/_rels/drawing1.xml.rels"]
    )


def test_protection_keeps_its_rules_and_loses_its_password(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(),
        DASHBOARD_SHEET,
        "</sheetData>",
        '</sheetData><sheetProtection algorithmName="SHA-512" hashValue="abc=" '
        'saltValue="def=" spinCount="100000" sheet="1" objects="1"/>',
    )
    copy, _ = made(tmp_path, parts)
    assert '<sheetProtection sheet="1" objects="1"/>' in sheet(copy, 1)


def test_rich_values_of_cells_lose_their_mark(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), DASHBOARD_SHEET, '<c r="A1">', '<c r="A1" vm="1">'
    )
    copy, _ = made(tmp_path, parts)
    assert cell(sheet(copy, 1), "A1") == '<c r="A1"><v>0</v></c>'


def test_the_order_to_recalculate_stays_and_is_told(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), BOOK, 'calcId="191029"', 'calcId="191029" fullCalcOnLoad="1"'
    )
    copy, done = made(tmp_path, parts)
    assert '<calcPr calcId="191029" fullCalcOnLoad="1"/>' in copy["xl/workbook.xml"]
    assert done.stale


def test_the_workbook_part_holds_no_path_and_no_person(tmp_path: Path) -> None:
    secret = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="x15"><x15ac:absPath '
        'url="C:\\Users\\lea\\" xmlns:x15ac="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        '<fileSharing userName="lea"/>'
    )
    parts = changed_parts(excel_parts(), BOOK, "<bookViews>", f"{secret}<bookViews>")
    copy, _ = made(tmp_path, parts)
    assert "lea" not in copy["xl/workbook.xml"]


def test_date_system_stays(tmp_path: Path) -> None:
    parts = changed_parts(
        excel_parts(), BOOK, 'codeName="ThisWorkbook"', 'date1904="1"'
    )
    copy, _ = made(tmp_path, parts)
    assert '<workbookPr date1904="1"/>' in copy["xl/workbook.xml"]


def test_the_users_file_is_read_whatever_its_other_sheets_are(tmp_path: Path) -> None:
    prefixed = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData/></x:worksheet>'
    ).encode()
    parts = {**excel_parts(), "xl/worksheets/sheet1.xml": prefixed}
    parts.pop(CLIENTS_SHEET.replace("worksheets", "none"), None)
    with pytest.raises(Exception, match="prefixed_xml"):
        made(tmp_path, parts)


def test_charts_are_read_as_in_the_workbook(tmp_path: Path) -> None:
    app = "<Properties><Company>Lea Ltd</Company><AppVersion>12.0000</AppVersion>"
    parts = {**excel_parts(), "docProps/app.xml": f"{app}</Properties>".encode()}
    copy, _ = made(tmp_path, parts)
    assert "<AppVersion>12.0000</AppVersion>" in copy["docProps/app.xml"]
    assert "Lea" not in copy["docProps/app.xml"]
