"""The file host: what it reads, and the file it leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import workbook_parts as book
from hypothesis import given
from hypothesis import strategies as st
from workbook_changes import (
    AS_IT_STANDS,
    FIXED,
    GROWN,
    ONE,
    body,
    workbook,
)

from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    NO_VALUE,
    CellError,
    HostError,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


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
    host = FileHost(workbook(tmp_path, parts))
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
    assert FileHost(workbook(tmp_path, parts)).language == "fr"


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
    raw = FileHost(workbook(tmp_path, parts)).read("tblClients")
    assert raw.columns[2][:2] == [CellError("#N/A"), CellError(NO_VALUE)]
    assert raw.columns[3] == [True, None, 0.30000000000000004]
    assert raw.columns[1][2] is None
    assert raw.date_1904
    assert str(raw.columns[2][2])[:10] == "2027-03-16"


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
    raw = FileHost(workbook(tmp_path, parts)).read("tblClients")
    assert raw.columns[1] == [None, "x", None]
    assert raw.columns[2] == [None, CellError("#REF!"), None]


def test_a_missing_table_is_said(path: Path) -> None:
    with pytest.raises(HostError) as refused:
        FileHost(path).read("tblNothing")
    assert refused.value.code == "table_missing"


# Nothing to write


def test_equal_values_write_nothing(path: Path) -> None:
    before = path.read_bytes()
    changes = body(AS_IT_STANDS)
    changes.fixed = FIXED
    assert not FileHost(path).write(changes)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_equal_values_with_a_target_copy_the_file(path: Path) -> None:
    out = path.with_name("out.xlsm")
    assert not FileHost(path, out).write(body(AS_IT_STANDS))
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("frame", [GROWN, ONE, AS_IT_STANDS.iloc[:0]])
def test_the_second_write_writes_nothing(path: Path, frame: pd.DataFrame) -> None:
    assert FileHost(path).write(body(frame))
    after = path.read_bytes()
    host = FileHost(path)
    assert not host.write(body(frame))
    assert path.read_bytes() == after


# The file itself


def test_the_old_file_is_kept_as_a_backup(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o640)
    assert FileHost(path).write(body(GROWN))
    backup = path.with_name("book.backup.xlsm")
    assert backup.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o640
    middle = path.read_bytes()
    assert FileHost(path).write(body(ONE))
    assert backup.read_bytes() == middle
    assert sorted(path.parent.iterdir()) == sorted([path, backup])


def test_a_target_leaves_the_source_alone(path: Path) -> None:
    before = path.read_bytes()
    out = path.with_name("out.xlsm")
    assert FileHost(path, out).write(body(GROWN))
    assert path.read_bytes() == before
    assert FileHost(out).read("tblSegmentation").rows == 5
    assert sorted(path.parent.iterdir()) == sorted([path, out])


def test_a_link_stays_a_link(path: Path) -> None:
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    assert FileHost(link).write(body(GROWN))
    assert link.is_symlink()
    assert FileHost(path).read("tblSegmentation").rows == 5


def test_the_same_changes_give_the_same_bytes(path: Path) -> None:
    other = path.with_name("other.xlsm")
    shutil.copy(path, other)
    assert FileHost(path).write(body(GROWN))
    assert FileHost(other).write(body(GROWN))
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
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
        max_size=30,
    ),
    st.sampled_from(
        [
            "=1+1",
            "_x000D_",
            "_x005F_",
            "a\r\nb",
            " x ",
            "\x00\x1f\x7f\x85",
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
    path = workbook(tmp_path_factory.mktemp("round"))
    frame = pd.DataFrame(
        {"name": [text for text, _ in rows], "revenue": [n for _, n in rows]}
    )
    host = FileHost(path)
    assert host.write(body(frame, None))
    raw = host.read("tblSegmentation")
    assert raw.columns[1] == [text or None for text, _ in rows]
    assert raw.columns[6] == [float(n) for _, n in rows]
    assert not host.write(body(frame, None))


def test_what_is_no_character_becomes_the_replacement_sign(path: Path) -> None:
    host = FileHost(path)
    texts = pd.Series(["a\ud800\ufffe\uffffb"], dtype=object)
    assert host.write(body(ONE.assign(name=texts)))
    assert host.read("tblSegmentation").columns[1] == ["a\ufffd\ufffd\ufffdb"]


def test_text_longer_than_a_cell_is_cut_and_stays_equal(path: Path) -> None:
    frame = ONE.assign(name=["😀" * 20_000])
    host = FileHost(path)
    assert host.write(body(frame))
    text = host.read("tblSegmentation").columns[1][0]
    assert isinstance(text, str)
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("😀…")
    assert not host.write(body(frame))
