"""Edits, new rows and fixed values in a workbook as Excel writes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import workbook_parts as book
from workbook_changes import (
    FIXED,
    changed,
    findings,
    workbook,
)

from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    Changes,
    FixedValues,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


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
    assert changed(path) == {book.CLIENTS_SHEET, book.BOOK}


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
    assert findings(path) == []


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
    assert findings(path) == []


def test_calculated_columns_of_an_input_fill_the_new_rows(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(),
        book.CLIENTS_TABLE,
        '<tableColumn id="3" name="Potential"/>',
        '<tableColumn id="3" name="Potential"><calculatedColumnFormula>B5&amp;"x"'
        "</calculatedColumnFormula></tableColumn>",
    )
    frame = pd.DataFrame({"client_id": ["C3", "C4"], "potential": [5, 5]})
    path = workbook(tmp_path, parts)
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
    assert findings(path) == []


def test_a_stamp_alone_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert not FileHost(path).write(Changes(fixed=FIXED))
    assert path.read_bytes() == before
