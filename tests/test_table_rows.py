"""The rows of an output table in a workbook as Excel writes it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import workbook_extras
import workbook_parts as book
from workbook_changes import (
    AS_IT_STANDS,
    GROWN,
    ONE,
    body,
    changed,
    findings,
    workbook,
)

from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    NO_VALUE,
    CellError,
    FixedValues,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


@pytest.mark.parametrize("frame", [GROWN, ONE, AS_IT_STANDS.iloc[:0]])
def test_the_file_is_clean_before_and_after(path: Path, frame: pd.DataFrame) -> None:
    assert findings(path) == []
    host = FileHost(path)
    assert host.write(body(frame))
    assert findings(path) == []
    raw = host.read("tblSegmentation")
    assert raw.rows == max(len(frame), 1)
    assert host.write(body(AS_IT_STANDS))
    assert findings(path) == []


def test_rows_are_written_and_the_users_columns_follow_their_client(
    path: Path,
) -> None:
    host = FileHost(path)
    assert host.write(body(GROWN))
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
    FileHost(path).write(body(ONE))
    sheet = book.parts_of(path)[book.SEGMENTATION_SHEET].decode()
    assert '<row r="5" x14ac:dyDescent="0.25"><c r="A5"' in sheet
    assert (
        '<row r="7" x14ac:dyDescent="0.25"><c r="I7" t="inlineStr"><is><t>beside 7'
        "</t></is></c></row>"
    ) in sheet


def test_only_owned_parts_and_ranges_on_the_table_change(path: Path) -> None:
    assert FileHost(path).write(body(GROWN))
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
    assert changed(path) == names
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
    FileHost(path).write(body(GROWN))
    chart = book.parts_of(path)[book.OWN_CHART].decode()
    assert chart == workbook_extras.chart(
        "Segmentation!$A$5:$A$9",
        "Segmentation!$D$5:$D$9",
        ["C3", "C9", "C1", "=1+1", "C2"],
        ["41.25", "", "80", "70", "60"],
    ).replace('<c:pt idx="1"><c:v></c:v></c:pt>', "")


def test_same_rows_other_values_change_the_sheet_and_the_caches_alone(
    path: Path,
) -> None:
    frame = AS_IT_STANDS.assign(score=[80, 60, 40.5])
    assert FileHost(path).write(body(frame))
    names = {book.SEGMENTATION_SHEET, book.OWN_CHART, book.BOOK}
    assert changed(path) == names
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
    path = workbook(tmp_path, parts)
    changes = body(AS_IT_STANDS.assign(revenue=[1, 2, 3]))
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
    path = workbook(tmp_path, parts)
    host = FileHost(path)
    assert host.read("tblSegmentation").rows == 3
    assert host.write(body(AS_IT_STANDS.assign(revenue=[1, 2, 3])))
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
    path = workbook(tmp_path, parts)
    host = FileHost(path)
    assert host.read("tblSegmentation").rows == 3
    assert host.write(body(GROWN))
    new = book.parts_of(path)
    assert (
        b'<c r="D10" s="2"><f>SUBTOTAL(109,D5:D9)</f>' in new[book.SEGMENTATION_SHEET]
    )
    assert b'ref="A4:G10"' in new[book.SEGMENTATION_TABLE]
    assert b'autoFilter ref="A4:G9"' in new[book.SEGMENTATION_TABLE]
    assert host.write(body(ONE))
    sheet = book.parts_of(path)[book.SEGMENTATION_SHEET]
    assert b'<c r="D6" s="2"><f>SUBTOTAL(109,D5:D5)</f>' in sheet
    assert host.read("tblSegmentation").rows == 1
    assert findings(path) == []


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
    path = workbook(tmp_path, parts)
    assert FileHost(path).write(body(GROWN))
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
    host = FileHost(workbook(tmp_path, parts))
    assert host.write(body(ONE))
    raw = host.read("tblSegmentation")
    assert [column[0] for column in raw.columns[3:]] == [5.0, None, 120.0, 600.0]


def test_a_sheet_that_another_program_wrote_is_kept_and_recalculated(
    tmp_path: Path,
) -> None:
    parts = book.excel_parts()
    parts[book.OWN_SHEET] = (
        f'<x:worksheet xmlns:x="{workbook_extras.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1">'
        "<x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    path = workbook(tmp_path, parts)
    assert FileHost(path).write(body(GROWN))
    new = book.parts_of(path)
    assert new[book.OWN_SHEET] == parts[book.OWN_SHEET]
    assert b'fullCalcOnLoad="1"' in new[book.BOOK]
