"""What would harm a file or its cells is refused, and nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import workbook_parts as book
from workbook_changes import (
    GROWN,
    body,
    workbook,
)

from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    Changes,
    HostError,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


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
    error = _refused(workbook(tmp_path, parts), body(GROWN))
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
    error = _refused(workbook(tmp_path, parts), Changes(appended=[rows]))
    assert (error.code, error.params["cell"]) == ("content_beside", "E5")


def test_more_rows_than_a_sheet_has(path: Path) -> None:
    frame = pd.DataFrame({"score": np.zeros(1_048_576)})
    assert _refused(path, body(frame, None)).code == "too_many_rows"


def test_a_workbook_open_elsewhere_is_left_alone(path: Path) -> None:
    owner = path.with_name("~$book.xlsm")
    name = "Léa".encode("cp1252")
    owner.write_bytes(bytes([len(name)]) + name.ljust(164))
    error = _refused(path, body(GROWN))
    assert (error.code, error.params["by"]) == ("open_in_excel", "Léa")
    assert FileHost(path, path.with_name("out.xlsm")).write(body(GROWN))
    owner.unlink()
    path.with_name(".~lock.book.xlsm#").touch()
    assert _refused(path, body(GROWN)).code == "open_in_libreoffice"


def test_a_file_changed_since_it_was_read_is_not_overwritten(path: Path) -> None:
    host = FileHost(path)
    host.read("tblSegmentation")
    other = book.zipped({**book.excel_parts(), "xl/printerSettings/x.bin": b"1"})
    path.write_bytes(other)
    with pytest.raises(HostError) as refused:
        host.write(body(GROWN))
    assert refused.value.code == "changed_meanwhile"
    assert path.read_bytes() == other


def test_a_copy_keeps_the_ending(path: Path) -> None:
    with pytest.raises(HostError) as refused:
        FileHost(path, path.with_name("out.xlsx")).write(body(GROWN))
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
        FileHost(workbook(tmp_path, parts)).tables()
    assert refused.value.code.startswith(code)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.xlsm", "missing_file"), (tmp_path, "folder")):
        with pytest.raises(HostError) as refused:
            FileHost(path).tables()
        assert refused.value.code == code
    book_path = workbook(tmp_path)
    with pytest.raises(HostError) as refused:
        FileHost(book_path, tmp_path / "no" / "out.xlsm").write(body(GROWN))
    assert refused.value.code == "folder_missing"


def test_a_full_disk_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert _refused(path, body(GROWN)).code == "disk_full"
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
