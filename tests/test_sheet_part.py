"""Worksheet XML at byte level: cells found and rows spliced, the rest untouched."""

from __future__ import annotations

import pytest

from segmentation_addin.workbook.addresses import (
    Area,
    Resized,
    extend_formula,
    extend_sqref,
    same_formula,
    shift_formula,
)
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.moved_ranges import moved_formulas
from segmentation_addin.workbook.sheet_part import Block, CellPatch, SheetPart

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(rows: str, tail: str = "") -> SheetPart:
    xml = f"<worksheet {SPACE}><sheetData>{rows}</sheetData>{tail}</worksheet>"
    return SheetPart(xml.encode(), "x.xlsx", "sheet1.xml")


def _rows(sheet: SheetPart) -> str:
    text = b"".join(sheet.chunks()).decode()
    return text[text.index("<sheetData>") + 11 : text.index("</sheetData>")]


def test_untouched_rows_leave_as_they_came() -> None:
    rows = '<row r="2" spans="1:2"><c r="B2" s="3"/></row>\n<row r="4"/>'
    assert _rows(_sheet(rows)) == rows


def test_a_cell_takes_a_value_in_its_style() -> None:
    sheet = _sheet('<row r="2"><c r="A2" s="3" t="s"><v>7</v></c><c r="C2"/></row>')
    sheet.patch(2, 1, CellPatch(1.5))
    sheet.patch(2, 2, CellPatch("=x", ' s="9"'))
    sheet.patch(5, 1, CellPatch(True))
    assert _rows(sheet) == (
        '<row r="2"><c r="A2" s="3"><v>1.5</v></c>'
        '<c r="B2" s="9" t="inlineStr"><is><t>=x</t></is></c><c r="C2"/></row>'
        '<row r="5"><c r="A5" t="b"><v>1</v></c></row>'
    )


def test_a_formula_keeps_its_text_and_takes_the_value_beside_it() -> None:
    sheet = _sheet(
        '<row r="1"><c r="A1" s="2" cm="1"><f t="array" ref="A1">1+1</f><v>0</v></c>'
        '<c r="B1"><f>2</f><v>2</v></c></row>'
    )
    sheet.patch(1, 1, CellPatch("text", in_formula=True))
    sheet.patch(1, 2, CellPatch(9))
    assert _rows(sheet) == (
        '<row r="1"><c r="A1" s="2" cm="1" t="str"><f t="array" ref="A1">1+1</f>'
        '<v>text</v></c><c r="B1"><f>2</f><v>2</v></c></row>'
    )


def test_a_block_replaces_its_columns_and_leaves_the_neighbours() -> None:
    sheet = _sheet(
        '<row r="2" ht="20" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>'
        '<c r="D2"><v>4</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
        '<row r="9"><c r="A9"/></row>'
    )
    new = iter(['<c r="B2"><v>20</v></c>', "", '<c r="B4"/>'])
    sheet.blocks.append(Block(2, 4, 2, 3, new, unhide=True))
    assert _rows(sheet) == (
        '<row r="2" ht="20"><c r="A2"><v>1</v></c><c r="B2"><v>20</v></c>'
        '<c r="D2"><v>4</v></c></row><row r="4"><c r="B4"/></row>'
        '<row r="9"><c r="A9"/></row>'
    )


def test_two_blocks_side_by_side() -> None:
    sheet = _sheet('<row r="1"><c r="A1"/><c r="C1"/><c r="E1"/></row>')
    sheet.blocks.append(Block(1, 2, 5, 5, iter(['<c r="E1"/>', '<c r="E2"/>'])))
    sheet.blocks.append(Block(1, 1, 1, 1, iter(['<c r="A1" s="1"/>'])))
    assert _rows(sheet) == (
        '<row r="1"><c r="A1" s="1"/><c r="C1"/><c r="E1"/></row>'
        '<row r="2"><c r="E2"/></row>'
    )


def test_addresses_are_given_to_cells_that_have_none() -> None:
    sheet = _sheet("<row><c><v>1</v></c><c r='C1' t='s'><v>2</v></c><c/></row><row/>")
    assert _rows(sheet) == (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1"/></row>'
        '<row r="2"></row>'
    )


def test_an_empty_sheet_takes_rows() -> None:
    xml = f"<worksheet {SPACE}><sheetData/></worksheet>".encode()
    sheet = SheetPart(xml, "x.xlsx", "sheet1.xml")
    sheet.patch(3, 2, CellPatch(1))
    assert _rows(sheet) == '<row r="3"><c r="B3"><v>1</v></c></row>'


def test_errors_and_formulas_are_found_and_text_that_looks_like_them_is_not() -> None:
    sheet = _sheet(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="inlineStr"><is>'
        '<t>t="e"</t></is></c><c r="C1"><f>1</f></c></row>'
    )
    assert [(row, column) for row, column, _ in sheet.errors()] == [(1, 1)]
    assert [(row, column) for row, column, _ in sheet.formulas()] == [(1, 3)]


def test_content_is_a_value_or_a_formula_not_a_style() -> None:
    sheet = _sheet(
        '<row r="2"><c r="A2" s="1"/><c r="B2"><v/></c><c r="C2"><f/></c></row>'
    )
    assert sheet.has_content(Area(1, 1, 5, 2)) is None
    assert sheet.has_content(Area(1, 1, 5, 3)) == (2, 3)


def test_a_style_comes_from_the_cell_then_from_the_column() -> None:
    xml = (
        f'<worksheet {SPACE}><cols><col min="2" max="3" style="7"/></cols><sheetData>'
        '<row r="1"><c r="A1" s="4"/><c r="B1"/></row></sheetData></worksheet>'
    )
    sheet = SheetPart(xml.encode(), "x.xlsx", "sheet1.xml")
    assert [sheet.style(1, c) for c in (1, 2, 3, 4)] == [' s="4"', "", ' s="7"', ""]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (
            f'<x:worksheet xmlns:x="{SPACE}"><x:sheetData/></x:worksheet>',
            "prefixed_xml",
        ),
        (f"<worksheet {SPACE}/>", "unreadable_xml"),
        (f"<worksheet {SPACE}><sheetData><row r='2'/><!-- --></sheetData>", ""),
        (f"<worksheet {SPACE}><sheetData>" + '<row r="2"/>' * 2 + "</sheetData>", ""),
        (f'<worksheet {SPACE}><sheetData><row r="2"><c r="A2"></sheetData>', ""),
        (
            (
                '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">'
                "<sheetData/></worksheet>"
            ),
            "strict_ooxml",
        ),
    ],
)
def test_xml_that_cannot_be_patched_is_refused(xml: str, code: str) -> None:
    with pytest.raises(HostError) as refused:
        SheetPart(xml.encode(), "x.xlsx", "sheet1.xml")
    assert refused.value.code == (code or "unreadable_xml")


MOVE = Resized("Léa's", 5, 2, 4, old_last=9, new_last=20)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("B5:D9", "B5:D20"),
        ("B9", "B9"),
        ("B5:E9", "B5:E9"),
        ("B5:D8 C5:C9 Z1", "B5:D8 C5:C20 Z1"),
        ("$B$1:$B$9", "$B$1:$B$20"),
    ],
)
def test_ranges_of_the_sheet_follow_the_last_row(old: str, new: str) -> None:
    assert extend_sqref(old, MOVE) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SUM('Léa''s'!$B$5:$B$9)", "SUM('Léa''s'!$B$5:$B$20)"),
        ("SUM(Other!B5:B9)", "SUM(Other!B5:B9)"),
        ("SUM('[1]Léa''s'!B5:B9)", "SUM('[1]Léa''s'!B5:B9)"),
        ('"B5:B9"&B5:B9', '"B5:B9"&B5:B9'),
        ("'Léa''s'!B9", "'Léa''s'!B9"),
        ("'Léa''s'!B5:B90", "'Léa''s'!B5:B90"),
    ],
)
def test_formulas_follow_the_last_row(old: str, new: str) -> None:
    assert extend_formula(old, MOVE, "Other") == new


def test_formulas_of_the_same_sheet_need_no_title() -> None:
    rows = (
        b'<c r="H1"><f>SUM(B5:B9)&lt;1</f><v>1</v></c><c r="H2"><f>SUM(B1:B8)</f></c>'
    )
    new = moved_formulas(rows, "Léa's", [MOVE])
    assert new == rows.replace(b"B5:B9", b"B5:B20")
    assert moved_formulas(rows, "Other", [MOVE]) == rows


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A5*$B$1", "A8*$B$1"),
        ("SUM(A$1:A5)", "SUM(A$1:A8)"),
        ('"A5"&tbl[[#This Row],[A5]]&A5', '"A5"&tbl[[#This Row],[A5]]&A8'),
        ("'A5'!A5+LOG10(A5)", "'A5'!A8+LOG10(A8)"),
        ("SUM(5:5,$5:5)", "SUM(8:8,$5:8)"),
        ("R2D2name+A5", "R2D2name+A8"),
    ],
)
def test_a_formula_moves_as_when_it_is_copied(formula: str, moved: str) -> None:
    assert shift_formula(formula, 3) == moved


def test_a_formula_moved_off_the_sheet_is_an_error() -> None:
    assert shift_formula("A2+B$2", -2) == "#REF!+B$2"


def test_formulas_are_compared_without_prefixes_blanks_and_quotes() -> None:
    assert same_formula("=SUM(A1, 'Map'!B2)", "SUM(A1,Map!B2)")
    assert same_formula("_xlfn.IFS(A1,1)", "IFS(A1,1)")
    assert not same_formula("SUM(A1)", "SUM(A2)")
