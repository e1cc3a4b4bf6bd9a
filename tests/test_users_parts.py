"""What a user added to the workbook survives `segmentation refresh`, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openxml_audit import OpenXmlValidator
from workbook_extras import (
    COMMENTS,
    HEAD,
    LINK,
    MAIN,
    RIBBON,
    VML,
    chart,
    drawing,
    macros,
)
from workbook_parts import links, parts_of, zipped

from segmentation_addin.cli import main
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes
from segmentation_addin.workbook.outputs import TABLES

OFFICE = "application/vnd.openxmlformats-officedocument"
OWN_SHEET = f"""{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINK}">\
<dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Mine</t>\
</is></c><c r="B1"><v>3</v></c></row><row r="2"><c r="A2" t="inlineStr"><is>\
<t>Other</t></is></c><c r="B2"><v>4</v></c></row></sheetData>\
<conditionalFormatting sqref="B1:B2"><cfRule type="dataBar" priority="1"><dataBar>\
<cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule>\
</conditionalFormatting><drawing r:id="rId1"/><legacyDrawing r:id="rId2"/></worksheet>"""
OWN_PARTS: dict[str, bytes] = {
    "xl/worksheets/sheet99.xml": OWN_SHEET.encode(),
    "xl/worksheets/_rels/sheet99.xml.rels": links(
        ("drawing", "../drawings/drawing99.xml"),
        ("vmlDrawing", "../drawings/vmlDrawing99.vml"),
        ("comments", "../comments99.xml"),
    ).encode(),
    "xl/drawings/drawing99.xml": drawing("A shape of mine").encode(),
    "xl/drawings/_rels/drawing99.xml.rels": links(
        ("chart", "../charts/chart99.xml")
    ).encode(),
    "xl/drawings/vmlDrawing99.vml": VML.encode(),
    "xl/comments99.xml": COMMENTS.encode(),
    "xl/charts/chart99.xml": chart(
        "Mine!$A$1:$A$2", "Mine!$B$1:$B$2", ["Mine", "Other"], ["3", "4"]
    ).encode(),
    "xl/vbaProject.bin": macros(),
    "customUI/customUI14.xml": RIBBON.encode(),
}
TYPES = {
    "xl/worksheets/sheet99.xml": f"{OFFICE}.spreadsheetml.worksheet+xml",
    "xl/drawings/drawing99.xml": f"{OFFICE}.drawing+xml",
    "xl/charts/chart99.xml": f"{OFFICE}.drawingml.chart+xml",
    "xl/comments99.xml": f"{OFFICE}.spreadsheetml.comments+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
}


def with_users_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The workbook after its owner worked on it in Excel."""

    def insert(name: str, before: str, text: str) -> None:
        old = parts[name].decode()
        assert before in old, (name, before)
        parts[name] = old.replace(before, text + before, 1).encode()

    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in TYPES.items()
    )
    if 'Extension="vml"' not in parts["[Content_Types].xml"].decode():
        types += f'<Default Extension="vml" ContentType="{OFFICE}.vmlDrawing"/>'
    insert("[Content_Types].xml", "</Types>", types)
    insert(
        "xl/workbook.xml", "</sheets>", '<sheet name="Mine" sheetId="99" r:id="rId99"/>'
    )
    insert(
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{LINK}/worksheet" '
        'Target="worksheets/sheet99.xml"/><Relationship Id="rId98" '
        'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/>',
    )
    insert(
        "_rels/.rels",
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2007/'
        'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>',
    )
    return {**parts, **OWN_PARTS}


def owned(parts: dict[str, bytes]) -> set[str]:
    """Sheets, tables and charts of the declared workbook."""
    return {
        name
        for name in parts
        if re.fullmatch(
            r"xl/(worksheets/sheet|tables/table|charts/chart)\d+\.xml", name
        )
    }


@pytest.fixture
def before_and_after(tmp_path: Path) -> tuple[dict[str, bytes], dict[str, bytes], Path]:
    path = tmp_path / "mine.xlsm"
    done = CliRunner().invoke(main, ["new", str(path), "--sample", "--lang", "fr"])
    assert done.exit_code == 0, done.output
    path.write_bytes(zipped(with_users_parts(parts_of(path))))
    before = parts_of(path)
    done = CliRunner().invoke(main, ["refresh", str(path)])
    assert done.exit_code == 0, done.output
    return before, parts_of(path), path


def test_every_part_of_the_user_is_byte_identical(
    before_and_after: tuple[dict[str, bytes], dict[str, bytes], Path],
) -> None:
    before, after, _ = before_and_after
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= owned(before) | {"xl/workbook.xml"}
    assert not changed & set(OWN_PARTS)
    assert any(name.startswith("xl/worksheets") for name in changed)


def test_the_workbook_part_keeps_all_but_calculation_and_moved_names(
    before_and_after: tuple[dict[str, bytes], dict[str, bytes], Path],
) -> None:
    before, after, _ = before_and_after

    def rest(parts: dict[str, bytes]) -> bytes:
        text = re.sub(rb"<calcPr[^>]*>", b"", parts["xl/workbook.xml"])
        return re.sub(rb"<definedName .*?</definedName>", b"", text)

    assert rest(before) == rest(after)


def test_the_file_is_well_formed_and_a_second_refresh_writes_nothing(
    before_and_after: tuple[dict[str, bytes], dict[str, bytes], Path],
) -> None:
    _, _, path = before_and_after
    found = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in found.errors] == []
    content = path.read_bytes()
    done = CliRunner().invoke(main, ["refresh", str(path)])
    assert "Déjà à jour" in done.output
    assert path.read_bytes() == content


def typed(host: FileHost, table: str, key: str) -> list[object]:
    """The cells of one column."""
    raw = host.read(table)
    heading = match_columns(TABLES[table], raw.headings)[key]
    return list(raw.columns[raw.headings.index(heading)])


def restyled(parts: dict[str, bytes], style: bytes) -> bool:
    """Whether the title of Home still has the style that its owner gave it."""
    return b'<c r="B1" s="' + style + b'"' in parts["xl/worksheets/sheet1.xml"]


def test_ten_refreshes_keep_what_a_person_typed_and_formatted(
    before_and_after: tuple[dict[str, bytes], dict[str, bytes], Path],
) -> None:
    _, parts, path = before_and_after
    home = parts["xl/worksheets/sheet1.xml"]
    style = b"3"
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb'<c r="B1" s="\d+"', b'<c r="B1" s="' + style + b'"', home, count=1
    )
    path.write_bytes(zipped(parts))
    first = typed(FileHost(path), "tblActions", "action_id")[0]
    letters = typed(FileHost(path), "tblOverrides", "letter")
    FileHost(path).write(
        Changes(edits=[CellEdits("tblActions", "owner", [0], ["=Zoé"])])
    )
    for number in range(10):
        weight = CellEdits("tblScale", "weight", [0], [20.0 + number])
        FileHost(path).write(Changes(edits=[weight]))
        assert refresh(FileHost(path)).written
    host = FileHost(path)
    place = typed(host, "tblActions", "action_id").index(first)
    assert typed(host, "tblActions", "owner")[place] == "=Zoé"
    assert typed(host, "tblOverrides", "letter") == letters
    after = parts_of(path)
    assert restyled(after, style)
    assert {name: after[name] for name in OWN_PARTS} == OWN_PARTS
