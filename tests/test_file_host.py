"""The file host on a workbook as Excel writes it: what changes, what never does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import openxml_audit
import pandas as pd
import pytest
import workbook_parts as book
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    NO_VALUE,
    AppendedRows,
    Cell,
    CellEdits,
    CellError,
    Changes,
    FixedValues,
    HostError,
    TableBody,
)

FIXED = FixedValues(
    {("home", "C2"): 3, ("home", "C4"): 17, ("dashboard", "B2"): 2, ("home", "C3"): 1},
    {("home", "C2"): "ROWS(tblSegmentation[Client ID])"},
    frozenset({("home", "C3")}),
)


def _workbook(folder: Path, parts: dict[str, bytes] | None = None) -> Path:
    path = folder / "book.xlsm"
    path.write_bytes(book.zipped(parts or book.excel_parts()))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return _workbook(tmp_path)


def _frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ["client_id", "name", "letter", "score", "revenue"]
    return pd.DataFrame([list(row) for row in rows], columns=names)


AS_IT_STANDS = _frame(
    ("C1", "Name C1", "A", 80, 800),
    ("C2", "Name C2", "B", 60, 600),
    ("C3", "Name C3", "B", 40, 400),
)
GROWN = _frame(
    ("C3", "third", "B", 41.25, 1.5),
    ("C9", None, "", float("nan"), 2),
    ("C1", "é & <b>", "A", 80, 3),
    ("=1+1", "", "A", np.float64(70), 4),
    ("C2", "second", "B", 60, 5),
)
ONE = _frame(("C2", "second", "B", 60, 5))


def _body(frame: pd.DataFrame, key: str | None = "client_id") -> Changes:
    return Changes(bodies=[TableBody("tblSegmentation", frame, key)])


def _findings(path: Path) -> list[str]:
    return [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors]


def _changed(path: Path) -> set[str]:
    """Names of the parts that differ from the workbook as Excel wrote it."""
    old, new = book.excel_parts(), book.parts_of(path)
    return {name for name in old if new.get(name) != old[name]}


# Reading


def test_what_the_workbook_is(path: Path) -> None:
    host = FileHost(path)
    assert host.language == "en"
    assert host.tables() == ("tblClients", "tblSegmentation")
    titles = [
        host.sheet_title(k) for k in ("home", "clients", "segmentation", "review")
    ]
    assert titles == ["Home", "Clients", "Segmentation", None]


def test_a_sheet_is_found_by_its_table_its_code_name_then_its_title(
    tmp_path: Path,
) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.BOOK,
        'name="Home"',
        'name="Début"',
        'name="Segmentation"',
        'name="Mes lettres"',
        'name="Dashboard"',
        'name="Tableau de bord"',
    )
    parts = book.changed_parts(parts, book.DASHBOARD_SHEET, "shDashboard", "Sheet4")
    host = FileHost(_workbook(tmp_path, parts))
    assert host.sheet_title("home") == "Début"
    assert host.sheet_title("segmentation") == "Mes lettres"
    assert host.sheet_title("dashboard") == "Tableau de bord"


def test_french_headings_make_a_french_workbook(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        '"Client ID"',
        '"Code client"',
        '"Name"',
        '"Nom"',
        '"Letter"',
        '"Lettre"',
        '"Score"',
        '"Note"',
        '"Revenue"',
        '"Chiffre d\'affaires"',
    )
    assert FileHost(_workbook(tmp_path, parts)).language == "fr"


def test_a_table_is_read_with_its_values_and_addresses(path: Path) -> None:
    raw = FileHost(path).read("TBLCLIENTS")
    assert (raw.name, raw.sheet) == ("tblClients", "Clients")
    assert (raw.first_row, raw.first_column, raw.rows) == (5, 1, 3)
    assert raw.headings == ["Client ID", "Name", "Potential", "My note"]
    assert raw.columns == [
        ["C1", "C2", None],
        ["rich ", None, None],
        [3.5, 2.0, None],
        ["call", None, None],
    ]
    assert raw.formula_columns == {"Potential"}


def test_what_readers_lose_is_read(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.CLIENTS_SHEET,
        '<c r="C5" s="2"><v>3.5</v></c>',
        '<c r="C5" t="e"><v>#N/A</v></c>',
        "<f>1+1</f><v>2</v>",
        "<f>1+1</f>",
        '<c r="D5" t="inlineStr"><is><t>call</t></is></c>',
        '<c r="D5" t="b"><v>1</v></c>',
        '<c r="B7" s="1"/>',
        '<c r="B7" t="str"><f>""</f><v></v></c>',
        '<c r="C7" s="2"/>',
        '<c r="C7" s="3"><v>45000</v></c><c r="D7"><v>0.30000000000000004</v></c>',
    )
    parts = book.changed_parts(
        parts, book.BOOK, "<workbookPr ", '<workbookPr date1904="1" '
    )
    raw = FileHost(_workbook(tmp_path, parts)).read("tblClients")
    assert raw.columns[2][:2] == [CellError("#N/A"), CellError(NO_VALUE)]
    assert raw.columns[3] == [True, None, 0.30000000000000004]
    assert raw.columns[1][2] is None
    assert raw.date_1904
    assert pd.Timestamp(raw.columns[2][2]).date() == date(2027, 3, 16)


def test_cells_without_addresses_and_missing_rows_are_read(tmp_path: Path) -> None:
    rows = (
        "<sheetData><row r='4'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
        "<row r='6'><c/><c t='inlineStr'><is><t>x</t></is></c><c t='e'><v>#REF!</v></c>"
        "</row></sheetData>"
    )
    old = book.CLIENTS[
        book.CLIENTS.index("<sheetData>") : book.CLIENTS.index("<tableParts")
    ]
    parts = book.changed_parts(book.excel_parts(), book.CLIENTS_SHEET, old, rows)
    raw = FileHost(_workbook(tmp_path, parts)).read("tblClients")
    assert raw.columns[1] == [None, "x", None]
    assert raw.columns[2] == [None, CellError("#REF!"), None]


def test_a_missing_table_is_said(path: Path) -> None:
    with pytest.raises(HostError) as refused:
        FileHost(path).read("tblNothing")
    assert refused.value.code == "table_missing"


# Nothing to write


def test_equal_values_write_nothing(path: Path) -> None:
    before = path.read_bytes()
    changes = _body(AS_IT_STANDS)
    changes.fixed = FIXED
    assert not FileHost(path).write(changes)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_equal_values_with_a_target_copy_the_file(path: Path) -> None:
    out = path.with_name("out.xlsm")
    assert not FileHost(path, out).write(_body(AS_IT_STANDS))
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("frame", [GROWN, ONE, AS_IT_STANDS.iloc[:0]])
def test_the_second_write_writes_nothing(path: Path, frame: pd.DataFrame) -> None:
    assert FileHost(path).write(_body(frame))
    after = path.read_bytes()
    host = FileHost(path)
    assert not host.write(_body(frame))
    assert path.read_bytes() == after


# The rows of an output table


@pytest.mark.parametrize("frame", [GROWN, ONE, AS_IT_STANDS.iloc[:0]])
def test_the_file_is_clean_before_and_after(path: Path, frame: pd.DataFrame) -> None:
    assert _findings(path) == []
    host = FileHost(path)
    assert host.write(_body(frame))
    assert _findings(path) == []
    raw = host.read("tblSegmentation")
    assert raw.rows == max(len(frame), 1)
    assert host.write(_body(AS_IT_STANDS))
    assert _findings(path) == []


def test_rows_are_written_and_the_users_columns_follow_their_client(
    path: Path,
) -> None:
    host = FileHost(path)
    assert host.write(_body(GROWN))
    raw = host.read("tblSegmentation")
    assert raw.columns[0] == ["C3", "C9", "C1", "=1+1", "C2"]
    assert raw.columns[1] == ["third", None, "é & <b>", None, "second"]
    assert raw.columns[2] == ["B", None, "A", "A", "B"]
    assert raw.columns[3] == [41.25, None, 80.0, 70.0, 60.0]
    assert raw.columns[4] == ["ring & ask", None, "keep", None, None]
    new = CellError(NO_VALUE)
    assert raw.columns[5] == [80.0, new, 160.0, new, 120.0]
    assert raw.formula_columns == {"Letter", "Twice"}


def test_cells_beside_the_table_stay_on_their_rows(path: Path) -> None:
    FileHost(path).write(_body(ONE))
    sheet = book.parts_of(path)[book.SEGMENTATION_SHEET].decode()
    assert '<row r="5" x14ac:dyDescent="0.25"><c r="A5"' in sheet
    assert (
        '<row r="7" x14ac:dyDescent="0.25"><c r="I7" t="inlineStr"><is><t>beside 7'
        "</t></is></c></row>"
    ) in sheet


def test_only_owned_parts_and_ranges_on_the_table_change(path: Path) -> None:
    assert FileHost(path).write(_body(GROWN))
    names = {
        "[Content_Types].xml",
        book.BOOK,
        "xl/_rels/workbook.xml.rels",
        book.SEGMENTATION_SHEET,
        book.SEGMENTATION_TABLE,
        book.OWN_SHEET,
        book.OWN_CHART,
        "xl/pivotCache/pivotCacheDefinition1.xml",
        book.CHAIN,
    }
    assert _changed(path) == names
    new, old = book.parts_of(path), book.excel_parts()
    assert book.CHAIN not in new
    assert list(new) == [name for name in old if name != book.CHAIN]
    own = old[book.OWN_SHEET].replace(b"D5:D7", b"D5:D9")
    assert new[book.OWN_SHEET] == own
    assert new[book.BOOK] == old[book.BOOK].replace(b"$D$5:$D$7", b"$D$5:$D$9").replace(
        b"$A$1:$G$7", b"$A$1:$G$9"
    ).replace(b'"191029"', b'"191029" fullCalcOnLoad="1"')
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    assert new[cache] == old[cache].replace(b"A4:G7", b"A4:G9")
    tail = old[book.SEGMENTATION_SHEET].partition(b"</sheetData>")[2]
    moved = tail
    for column in "DEGB":
        moved = moved.replace(
            f"{column}5:{column}7".encode(), f"{column}5:{column}9".encode()
        )
    moved = moved.replace(b"$D$5:$D$7", b"$D$5:$D$9")
    assert new[book.SEGMENTATION_SHEET].partition(b"</sheetData>")[2] == moved


def test_the_users_chart_draws_the_new_rows(path: Path) -> None:
    FileHost(path).write(_body(GROWN))
    chart = book.parts_of(path)[book.OWN_CHART].decode()
    assert chart == book.chart(
        "Segmentation!$A$5:$A$9",
        "Segmentation!$D$5:$D$9",
        ["C3", "C9", "C1", "=1+1", "C2"],
        ["41.25", "", "80", "70", "60"],
    ).replace('<c:pt idx="1"><c:v></c:v></c:pt>', "")


def test_same_rows_other_values_change_the_sheet_and_the_caches_alone(
    path: Path,
) -> None:
    frame = AS_IT_STANDS.assign(score=[80, 60, 40.5])
    assert FileHost(path).write(_body(frame))
    names = {book.SEGMENTATION_SHEET, book.OWN_CHART, book.BOOK}
    assert _changed(path) == names
    assert b"fullCalcOnLoad" in book.parts_of(path)[book.BOOK]


def test_no_recalculation_is_asked_when_every_formula_is_ours(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        f"<calculatedColumnFormula>{book.TWICE}</calculatedColumnFormula>",
        "",
    )
    parts = book.changed_parts(
        parts, book.SEGMENTATION_SHEET, f"<f>{book.TWICE}</f>", ""
    )
    parts = book.changed_parts(parts, book.CLIENTS_SHEET, "<f>1+1</f>", "")
    parts = book.changed_parts(
        parts, book.OWN_SHEET, "<f>SUM(Segmentation!D5:D7)</f>", ""
    )
    path = _workbook(tmp_path, parts)
    changes = _body(AS_IT_STANDS.assign(revenue=[1, 2, 3]))
    changes.fixed = FixedValues(
        {},
        {
            ("home", "C2"): "ROWS(tblSegmentation[Client ID])",
            ("dashboard", "B3"): "SUM(B1:B2)",
        },
    )
    assert FileHost(path).write(changes)
    assert book.parts_of(path)[book.BOOK] == parts[book.BOOK]


def test_a_filter_is_cleared_and_its_rows_shown(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        '<autoFilter ref="A4:G7"/>',
        '<autoFilter ref="A4:G7"><filterColumn colId="2"><filters><filter val="A"/>'
        "</filters></filterColumn></autoFilter>",
    )
    parts = book.changed_parts(
        parts, book.SEGMENTATION_SHEET, '<row r="6" ', '<row r="6" hidden="1" '
    )
    path = _workbook(tmp_path, parts)
    host = FileHost(path)
    assert host.read("tblSegmentation").rows == 3
    assert host.write(_body(AS_IT_STANDS.assign(revenue=[1, 2, 3])))
    assert host.cleared_filters == ["tblSegmentation"]
    new = book.parts_of(path)
    assert new[book.SEGMENTATION_TABLE] == book.excel_parts()[book.SEGMENTATION_TABLE]
    assert b"hidden=" not in new[book.SEGMENTATION_SHEET]


def test_a_totals_row_moves_with_the_table(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        'ref="A4:G7" totalsRowShown="0"',
        'ref="A4:G8" totalsRowCount="1"',
    )
    total = '<row r="8"><c r="D8" s="2"><f>SUBTOTAL(109,D5:D7)</f><v>180</v></c></row>'
    parts = book.changed_parts(
        parts, book.SEGMENTATION_SHEET, "</sheetData>", total + "</sheetData>"
    )
    path = _workbook(tmp_path, parts)
    host = FileHost(path)
    assert host.read("tblSegmentation").rows == 3
    assert host.write(_body(GROWN))
    new = book.parts_of(path)
    assert (
        b'<c r="D10" s="2"><f>SUBTOTAL(109,D5:D9)</f>' in new[book.SEGMENTATION_SHEET]
    )
    assert b'ref="A4:G10"' in new[book.SEGMENTATION_TABLE]
    assert b'autoFilter ref="A4:G9"' in new[book.SEGMENTATION_TABLE]
    assert host.write(_body(ONE))
    sheet = book.parts_of(path)[book.SEGMENTATION_SHEET]
    assert b'<c r="D6" s="2"><f>SUBTOTAL(109,D5:D5)</f>' in sheet
    assert host.read("tblSegmentation").rows == 1
    assert _findings(path) == []


def test_shared_formulas_of_a_users_column_are_written_out(tmp_path: Path) -> None:
    sheet = book.SEGMENTATION
    for row, formula in (
        (5, '<f t="shared" ref="F5:F7" si="0">D5*2+SUM(D$5:D$7)</f>'),
        (6, '<f t="shared" si="0"/>'),
        (7, '<f t="shared" si="0"/>'),
    ):
        start = sheet.index(f'<c r="F{row}"')
        sheet = sheet[:start] + sheet[start:].replace(
            f"<f>{book.TWICE}</f>", formula, 1
        )
    parts = {**book.excel_parts(), book.SEGMENTATION_SHEET: sheet.encode()}
    path = _workbook(tmp_path, parts)
    assert FileHost(path).write(_body(GROWN))
    new = book.parts_of(path)[book.SEGMENTATION_SHEET].decode()
    assert '<c r="F5" s="2"><f>D5*2+SUM(D$5:D$9)</f><v>80</v></c>' in new
    assert '<c r="F9" s="2"><f>D9*2+SUM(D$5:D$9)</f><v>120</v></c>' in new
    assert "shared" not in new


def test_columns_may_be_missing_or_in_another_order(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        'name="Score"',
        'name="revenue"',
        'name="Revenue"',
        'name="Mine"',
    )
    host = FileHost(_workbook(tmp_path, parts))
    assert host.write(_body(ONE))
    raw = host.read("tblSegmentation")
    assert [column[0] for column in raw.columns[3:]] == [5.0, None, 120.0, 600.0]


# Edits and rows of an input table


def _input(path: Path, *changes: CellEdits | AppendedRows) -> FileHost:
    host = FileHost(path)
    assert host.write(
        Changes(
            edits=[c for c in changes if isinstance(c, CellEdits)],
            appended=[c for c in changes if isinstance(c, AppendedRows)],
        )
    )
    return host


def test_edits_keep_styles_and_leave_formulas_alone(path: Path) -> None:
    values: list[Cell] = ["Nom", 9, True]
    _input(
        path,
        CellEdits("tblClients", "name", [0, 1, 2], values),
        CellEdits("tblClients", "potential", [0, 1], [date(2024, 1, 31), 4]),
    )
    sheet = book.parts_of(path)[book.CLIENTS_SHEET].decode()
    assert '<c r="B5" s="1" t="inlineStr"><is><t>Nom</t></is></c>' in sheet
    assert '<c r="B6" s="1"><v>9</v></c><c r="C6" s="2"><f>1+1</f><v>2</v></c>' in sheet
    assert '<c r="C5" s="2"><v>45322</v></c>' in sheet
    assert 'ht="30" customHeight="1"' in sheet
    assert _changed(path) == {book.CLIENTS_SHEET, book.BOOK}


def test_rows_fill_the_blank_ones_then_grow_the_table(path: Path) -> None:
    frame = pd.DataFrame(
        {"client_id": ["C3", "0101", "C5"], "potential": [1, 2.5, None]}
    )
    host = _input(path, AppendedRows("tblClients", frame))
    raw = host.read("tblClients")
    assert raw.columns[0] == ["C1", "C2", "C3", "0101", "C5"]
    assert raw.columns[2] == [3.5, 2.0, 1.0, 2.5, None]
    assert raw.columns[3] == ["call", None, None, None, None]
    sheet = book.parts_of(path)[book.CLIENTS_SHEET].decode()
    assert '<c r="A9" s="1" t="inlineStr"><is><t>C5</t></is></c>' in sheet
    assert '<dimension ref="A4:D9"/>' in sheet
    assert _findings(path) == []


def test_one_row_uses_the_blank_row_of_the_table(path: Path) -> None:
    frame = pd.DataFrame({"client_id": ["C3"]})
    host = _input(path, AppendedRows("tblClients", frame))
    assert host.read("tblClients").columns[0] == ["C1", "C2", "C3"]
    assert book.parts_of(path)[book.CLIENTS_TABLE] == book.CLIENTS_TABLE_XML.encode()


def test_new_columns_stand_at_the_right_end(path: Path) -> None:
    frame = pd.DataFrame({"client_id": ["C3"], "visits": [4], "unnamed": [9]})
    rows = AppendedRows("tblClients", frame, {"visits": "Visites & co"})
    host = _input(path, rows)
    raw = host.read("tblClients")
    assert raw.headings[-1] == "Visites & co"
    assert raw.columns[-1] == [None, None, 4.0]
    table = book.parts_of(path)[book.CLIENTS_TABLE].decode()
    assert '<tableColumn id="8" name="Visites &amp; co"/>' in table
    assert _findings(path) == []


def test_calculated_columns_of_an_input_fill_the_new_rows(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.CLIENTS_TABLE,
        '<tableColumn id="3" name="Potential"/>',
        '<tableColumn id="3" name="Potential"><calculatedColumnFormula>B5&amp;"x"'
        "</calculatedColumnFormula></tableColumn>",
    )
    frame = pd.DataFrame({"client_id": ["C3", "C4"], "potential": [5, 5]})
    path = _workbook(tmp_path, parts)
    _input(path, AppendedRows("tblClients", frame))
    new = book.parts_of(path)
    assert b'<c r="C8" s="2"><f>B8&amp;"x"</f></c>' in new[book.CLIENTS_SHEET]
    assert b'fullCalcOnLoad="1"' in new[book.BOOK]
    assert book.CHAIN not in new


# Fixed values


def test_fixed_values_go_beside_our_formulas_and_not_over_the_users(
    path: Path,
) -> None:
    values: dict[tuple[str, str], Cell] = {
        ("home", "C2"): 5,
        ("home", "C3"): 45001,
        ("home", "C4"): 18,
        ("dashboard", "B2"): 2.5,
        ("dashboard", "B3"): 99,
        ("home", "E9"): "new",
        ("absent", "A1"): 1,
    }
    formulas = {
        ("home", "C2"): "ROWS( tblSegmentation[Client ID])",
        ("dashboard", "B3"): "SUM(B1:B9)",
        ("home", "C4"): "17",
    }
    stamps = frozenset({("home", "C3")})
    assert FileHost(path).write(Changes(fixed=FixedValues(values, formulas, stamps)))
    new = book.parts_of(path)
    home = new["xl/worksheets/sheet1.xml"].decode()
    assert "<f>ROWS(tblSegmentation[Client ID])</f><v>5</v>" in home
    assert '<c r="C3" s="3"><v>45001</v></c>' in home
    assert '<c r="C4" s="2"><v>17</v></c>' in home
    assert '<c r="E9" t="inlineStr"><is><t>new</t></is></c>' in home
    assert b"<f>SUM(B1:B2)</f><v>3</v>" in new[book.DASHBOARD_SHEET]
    old_chart = book.excel_parts()[book.OUR_CHART]
    assert new[book.OUR_CHART] == old_chart.replace(
        b'<c:v>2</c:v></c:pt><c:pt idx="2"><c:v>3',
        b'<c:v>2.5</c:v></c:pt><c:pt idx="2"><c:v>3',
    )
    assert _findings(path) == []


def test_a_stamp_alone_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert not FileHost(path).write(Changes(fixed=FIXED))
    assert path.read_bytes() == before


# Refusals: nothing is written


def _refused(path: Path, changes: Changes) -> HostError:
    before = path.read_bytes()
    with pytest.raises(HostError) as refused:
        FileHost(path).write(changes)
    assert path.read_bytes() == before
    assert not path.with_name("book.backup.xlsm").exists()
    entry = CATALOGUE[refused.value.code]
    for text in (*entry.message, *entry.remedy):
        assert text.format(**refused.value.params)
    return refused.value


def _with_cells(cells: str) -> dict[str, bytes]:
    return book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_SHEET,
        "</sheetData>",
        f"{cells}</sheetData>",
    )


@pytest.mark.parametrize(
    ("parts", "code", "cell"),
    [
        (_with_cells('<row r="9"><c r="B9"><v>1</v></c></row>'), "content_below", "B9"),
        (
            book.changed_parts(
                book.excel_parts(),
                book.SEGMENTATION_SHEET,
                "<conditionalFormatting ",
                '<mergeCells count="1"><mergeCell ref="E5:E6"/></mergeCells>'
                "<conditionalFormatting ",
            ),
            "merged_cells",
            "E5:E6",
        ),
        (
            book.changed_parts(
                book.excel_parts(),
                book.SEGMENTATION_SHEET,
                f'<c r="F6" s="2"><f>{book.TWICE}</f>',
                '<c r="F6" s="2"><f t="array" ref="F6">1</f>',
            ),
            "array_formula",
            "F6",
        ),
        (
            book.changed_parts(
                _with_cells('<row r="30"><c r="F30"><f t="shared" si="4"/></c></row>'),
                book.SEGMENTATION_SHEET,
                f'<c r="F6" s="2"><f>{book.TWICE}</f>',
                '<c r="F6" s="2"><f t="shared" ref="F6:F30" si="4">1</f>',
            ),
            "shared_formula",
            "F30",
        ),
    ],
)
def test_harm_to_other_cells_is_refused(
    tmp_path: Path, parts: dict[str, bytes], code: str, cell: str
) -> None:
    error = _refused(_workbook(tmp_path, parts), _body(GROWN))
    assert (error.code, error.params["cell"]) == (code, cell)


def test_a_table_below_is_in_the_way(path: Path) -> None:
    frame = pd.DataFrame({"client_id": [f"N{i}" for i in range(9)]})
    parts = book.changed_parts(
        book.excel_parts(), book.SEGMENTATION_TABLE, "A4:G7", "A10:G13"
    )
    links = "xl/worksheets/_rels/sheet2.xml.rels"
    parts[links] = book.links(
        ("table", "../tables/table1.xml"), ("table", "../tables/table2.xml")
    ).encode()
    parts["xl/worksheets/_rels/sheet3.xml.rels"] = book.links().encode()
    path.write_bytes(book.zipped(parts))
    error = _refused(path, Changes(appended=[AppendedRows("tblClients", frame)]))
    assert (error.code, error.params["cell"]) == ("content_below", "A10")


def test_a_new_column_needs_free_cells(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.CLIENTS_SHEET,
        "<is><t>call</t></is></c>",
        '<is><t>call</t></is></c><c r="E5"><v>1</v></c>',
    )
    rows = AppendedRows("tblClients", pd.DataFrame({"v": [1]}), {"v": "Visits"})
    error = _refused(_workbook(tmp_path, parts), Changes(appended=[rows]))
    assert (error.code, error.params["cell"]) == ("content_beside", "E5")


def test_more_rows_than_a_sheet_has(path: Path) -> None:
    frame = pd.DataFrame({"score": np.zeros(1_048_576)})
    assert _refused(path, _body(frame, None)).code == "too_many_rows"


def test_a_workbook_open_elsewhere_is_left_alone(path: Path) -> None:
    owner = path.with_name("~$book.xlsm")
    name = "Léa".encode("cp1252")
    owner.write_bytes(bytes([len(name)]) + name.ljust(164))
    error = _refused(path, _body(GROWN))
    assert (error.code, error.params["by"]) == ("open_in_excel", "Léa")
    assert FileHost(path, path.with_name("out.xlsm")).write(_body(GROWN))
    owner.unlink()
    path.with_name(".~lock.book.xlsm#").touch()
    assert _refused(path, _body(GROWN)).code == "open_in_libreoffice"


def test_a_file_changed_since_it_was_read_is_not_overwritten(path: Path) -> None:
    host = FileHost(path)
    host.read("tblSegmentation")
    other = book.zipped({**book.excel_parts(), "xl/printerSettings/x.bin": b"1"})
    path.write_bytes(other)
    with pytest.raises(HostError) as refused:
        host.write(_body(GROWN))
    assert refused.value.code == "changed_meanwhile"
    assert path.read_bytes() == other


def test_a_copy_keeps_the_ending(path: Path) -> None:
    with pytest.raises(HostError) as refused:
        FileHost(path, path.with_name("out.xlsx")).write(_body(GROWN))
    assert refused.value.code == "other_suffix"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"[Content_Types].xml": None}, "not_a_workbook"),
        ({"_rels/.rels": book.links(("officeDocument", "xl/workbook.bin"))}, "binary"),
        ({book.BOOK: "<workbook"}, "damaged"),
        ({book.BOOK: "<workbook/>"}, "not_a_workbook"),
        (
            {
                book.BOOK: "<workbook xmlns="
                "'http://purl.oclc.org/ooxml/spreadsheetml/main'/>"
            },
            "strict_ooxml",
        ),
        ({book.CLIENTS_TABLE: None}, "damaged"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(
    tmp_path: Path, change: dict[str, str | None], code: str
) -> None:
    parts = book.excel_parts()
    for name, text in change.items():
        if text is None:
            del parts[name]
        else:
            parts[name] = text.encode()
    with pytest.raises(HostError) as refused:
        FileHost(_workbook(tmp_path, parts)).tables()
    assert refused.value.code.startswith(code)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.xlsm", "missing_file"), (tmp_path, "folder")):
        with pytest.raises(HostError) as refused:
            FileHost(path).tables()
        assert refused.value.code == code
    book_path = _workbook(tmp_path)
    with pytest.raises(HostError) as refused:
        FileHost(book_path, tmp_path / "no" / "out.xlsm").write(_body(GROWN))
    assert refused.value.code == "folder_missing"


def test_a_full_disk_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert _refused(path, _body(GROWN)).code == "disk_full"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_message_is_complete_in_both_languages(code: str) -> None:
    entry = CATALOGUE[code]
    for text in (entry.message, entry.remedy):
        assert text.en
        assert text.fr
        marks = [
            sorted(part.partition("}")[0] for part in t.split("{")[1:]) for t in text
        ]
        assert marks[0] == marks[1]


# The file itself


def test_the_old_file_is_kept_as_a_backup(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o640)
    assert FileHost(path).write(_body(GROWN))
    backup = path.with_name("book.backup.xlsm")
    assert backup.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o640
    middle = path.read_bytes()
    assert FileHost(path).write(_body(ONE))
    assert backup.read_bytes() == middle
    assert sorted(path.parent.iterdir()) == sorted([path, backup])


def test_a_target_leaves_the_source_alone(path: Path) -> None:
    before = path.read_bytes()
    out = path.with_name("out.xlsm")
    assert FileHost(path, out).write(_body(GROWN))
    assert path.read_bytes() == before
    assert FileHost(out).read("tblSegmentation").rows == 5
    assert sorted(path.parent.iterdir()) == sorted([path, out])


def test_a_link_stays_a_link(path: Path) -> None:
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    assert FileHost(link).write(_body(GROWN))
    assert link.is_symlink()
    assert FileHost(path).read("tblSegmentation").rows == 5


def test_the_same_changes_give_the_same_bytes(path: Path) -> None:
    other = path.with_name("other.xlsm")
    shutil.copy(path, other)
    assert FileHost(path).write(_body(GROWN))
    assert FileHost(other).write(_body(GROWN))
    assert path.read_bytes() == other.read_bytes()


WRITER = """
import sys
from pathlib import Path
import pandas as pd
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import Changes, TableBody
path = Path(sys.argv[1])
print("ready", flush=True)
rows = 400
while True:
    rows = 900 - rows
    frame = pd.DataFrame({"client_id": range(rows), "score": range(rows)})
    FileHost(path).write(Changes(bodies=[TableBody("tblSegmentation", frame)]))
"""


def test_a_kill_at_any_moment_leaves_a_whole_file(path: Path) -> None:
    for wait in (0.0, 0.05, 0.11, 0.17, 0.26):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(wait)
            os.kill(writer.pid, signal.SIGKILL)
        assert FileHost(path).read("tblSegmentation").rows in (3, 400, 500)
        backup = path.with_name("book.backup.xlsm")
        if backup.exists():
            assert FileHost(backup).read("tblSegmentation").rows in (3, 400, 500)


# Whatever is written reads back

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "=1+1",
            "_x000D_",
            "_x005F_",
            "a\r\nb",
            " x ",
            "\x00\x1f\x7f\x85\ufffe\uffff",
            "😀",
            "0101",
            "1E5",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)
)


@given(st.lists(st.tuples(TEXTS, NUMBERS), min_size=1, max_size=8))
def test_values_read_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    path = _workbook(tmp_path_factory.mktemp("round"))
    frame = pd.DataFrame(
        {"name": [text for text, _ in rows], "revenue": [n for _, n in rows]}
    )
    host = FileHost(path)
    assert host.write(_body(frame, None))
    raw = host.read("tblSegmentation")
    assert raw.columns[1] == [text or None for text, _ in rows]
    assert raw.columns[6] == [float(n) for _, n in rows]
    assert not host.write(_body(frame, None))


def test_text_longer_than_a_cell_is_cut_and_stays_equal(path: Path) -> None:
    frame = ONE.assign(name=["😀" * 20_000])
    host = FileHost(path)
    assert host.write(_body(frame))
    text = host.read("tblSegmentation").columns[1][0]
    assert isinstance(text, str)
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("😀…")
    assert not host.write(_body(frame))
