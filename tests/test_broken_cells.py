"""Error cells and formulas without a value in an .xlsx export are never mere blanks."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from segmentation_addin.cli import main
from segmentation_addin.imports import broken_cells as module
from segmentation_addin.imports.broken_cells import broken_cells
from segmentation_addin.workbook.host import NO_VALUE, CellError

ROWS: list[list[object]] = [
    ["Client code", "Period", "Revenue", "Cost of goods"],
    *[[f"C{number}", "2025", 100.0 + number, 60.0] for number in range(6)],
    ["C7", "2025", 50.0, "#N/A"],
    ["C8", "2025", "=25*2", 20.0],
    ["#REF!", "2025", 5.0, 2.0],
]


def export(path: Path, blank_rows: int = 0) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Notes"
    sheet = book.create_sheet("Margins & more")
    for _ in range(blank_rows):
        sheet.append([])
    for row in ROWS:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            if str(cell.value).startswith("#"):
                cell.data_type = "e"
    book.save(path)
    return path


@pytest.mark.parametrize("blank_rows", [0, 3])
@pytest.mark.parametrize("piece_bytes", [1 << 22, 300])
def test_each_is_found_where_it_stands(
    tmp_path: Path, blank_rows: int, piece_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PIECE_BYTES", piece_bytes)
    path = export(tmp_path / "margins.xlsx", blank_rows)
    assert broken_cells(path, "Margins & more") == {
        7 + blank_rows: {3: CellError("#N/A")},
        8 + blank_rows: {2: CellError(NO_VALUE)},
        9 + blank_rows: {0: CellError("#REF!")},
    }
    assert broken_cells(path, "Notes") == {}


def test_other_files_have_none(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text("Client code;Revenue\nC1;#N/A\n", encoding="utf-8")
    assert broken_cells(path, "margins") == {}


@pytest.mark.parametrize("blank_rows", [0, 3])
def test_an_import_tells_each_of_them(tmp_path: Path, blank_rows: int) -> None:
    path, book = export(tmp_path / "margins.xlsx", blank_rows), tmp_path / "b.xlsm"
    run = CliRunner()
    assert run.invoke(main, ["new", str(book), "--lang", "en"]).exit_code == 0
    words = ["import", str(path), "--into", str(book), "--json"]
    done = run.invoke(main, words)
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)["issues"]
    found = [(issue["code"], issue["message"]) for issue in told]
    for code, line, what in (
        ("value_unreadable", 8, "#N/A"),
        ("value_not_computed", 9, "a formula that no spreadsheet has computed"),
        ("line_no_client", 10, ""),
    ):
        place = f"ine {line + blank_rows}"
        assert any(
            code == each and place in text and what in text for each, text in found
        ), found
