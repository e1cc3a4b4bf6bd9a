"""Closing a review: once, whole, never rewritten, in a file and in an open Excel."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import com_fake
import pandas as pd
import pytest
from click.testing import CliRunner
from older_workbook import older_parts
from vintage_examples import lines_of, workbook
from workbook_parts import zipped

from segmentation_addin.cli import main
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.closing import close
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.rolling import roll
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.history_rows import read_history
from segmentation_addin.workbook.host import (
    CellEdits,
    Changes,
    HostError,
    RawTable,
)
from segmentation_addin.workbook.outputs import SEGMENTATION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def raise_weight(path: Path, weight: float = 40.0) -> None:
    """Another state: the criterion `value` weighs more."""
    edit = CellEdits("tblScale", "weight", [0], [weight])
    FileHost(path).write(Changes(edits=[edit]))


def history(path: Path) -> RawTable:
    return FileHost(path).read("tblHistory")


def rows_of(raw: RawTable, number: int) -> list[tuple[Any, ...]]:
    rows = zip(*raw.columns, strict=True)
    return [row for row in rows if row[0] == number]


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_holds_the_letters_of_a_refresh(
    language: Language, tmp_path: Path
) -> None:
    path = workbook(tmp_path, language)
    done = close(FileHost(path), author="Jo", note="=1+1")
    assert (done.written, done.already, done.refused) == (True, False, False)
    (review,) = read_history(FileHost(path)).vintages
    refreshed = refresh(FileHost(path))
    assert not refreshed.written
    assert refreshed.computed.result is not None
    clients = refreshed.computed.result.clients
    assert review.words("client_id").tolist() == clients["client_id"].tolist()
    assert review.words("letter").tolist() == clients["letter"].tolist()
    assert review.figures("revenue") == pytest.approx(clients["revenue"])
    assert review.about["closed_by"] == "Jo"
    assert review.about["note"] == "=1+1"
    assert review.scale[0].weight == 25
    shown = FileHost(path).read("tblSegmentation")
    trail, letters = (
        shown.columns[shown.headings.index(column.heading.in_(language))]
        for column in map(SEGMENTATION.column, ("path", "letter"))
    )
    assert list(map(str, trail)) == list(map(str, letters))


def test_closing_the_same_state_twice_writes_nothing(path: Path) -> None:
    close(FileHost(path))
    before = path.read_bytes()
    again = close(FileHost(path), author="Somebody else", note="again")
    assert (again.written, again.already) == (False, True)
    assert again.vintage is not None
    assert again.vintage.number == 1
    assert path.read_bytes() == before


def test_another_state_at_the_same_date_is_another_review(path: Path) -> None:
    close(FileHost(path), author="Jo")
    kept = rows_of(history(path), 1)
    raise_weight(path)
    done = close(FileHost(path))
    assert done.written
    assert done.vintage is not None
    assert done.vintage.number == 2
    reviews = read_history(FileHost(path)).vintages
    assert [(x.number, str(x.as_of)) for x in reviews] == [
        (1, "2025-12-31"),
        (2, "2025-12-31"),
    ]
    assert rows_of(history(path), 1) == kept
    # back to the first state: it is not what was closed last for that date
    raise_weight(path, 25.0)
    third = close(FileHost(path)).vintage
    assert third is not None
    assert third.number == 3


def rows_xml(path: Path) -> dict[int, bytes]:
    """Cells of tblHistory in the XML of its sheet, by row."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = archive.read(name)
                if b'codeName="shHistory"' in xml:
                    break
    cells: dict[int, bytes] = {}
    for cell in re.finditer(rb'<c r="([A-Z]+)(\d+)".*?(?:/>|</c>)', xml, re.DOTALL):
        column, row = cell[1].decode(), int(cell[2])
        if (len(column), column) >= (1, "U"):
            cells[row] = cells.get(row, b"") + cell[0]
    return cells


def test_the_rows_of_a_closed_review_stay_byte_for_byte(path: Path) -> None:
    close(FileHost(path))
    before = rows_xml(path)
    raise_weight(path)
    close(FileHost(path))
    refresh(FileHost(path))
    after = rows_xml(path)
    frozen = range(5, max(before) + 1)
    assert len(frozen) > 60
    assert all(after[row] == before[row] for row in frozen)
    assert max(after) > max(before)


def test_next_years_rows_leave_the_closed_review_as_it_was(
    path: Path, tmp_path: Path
) -> None:
    roll(FileHost(path))
    import_lines(FileHost(path), [lines_of(tmp_path, {2026: 12})])
    again = close(FileHost(path), as_of=date(2025, 12, 31))
    assert again.already
    new = close(FileHost(path))
    assert new.vintage is not None
    assert (new.vintage.number, str(new.vintage.as_of)) == (2, "2026-12-31")
    assert new.vintage.measures.keys() >= {"own_rates", "mix", "moved"}
    done = refresh(FileHost(path))
    assert done.document()["start_from"] == "review"


def test_data_that_stops_a_refresh_stops_the_closing(path: Path) -> None:
    bounds = CellEdits("tblSettings", "value", [0], [10.0])
    FileHost(path).write(Changes(edits=[bounds]))
    before = path.read_bytes()
    done = close(FileHost(path))
    assert done.refused
    assert "bounds_order" in {issue.code for issue in done.issues}
    assert path.read_bytes() == before


def test_a_workbook_without_history_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "older.xlsm"
    path.write_bytes(zipped(older_parts("en", {"History"})))
    before = path.read_bytes()
    with pytest.raises(HostError) as refused:
        close(FileHost(path))
    assert refused.value.code == "table_missing"
    assert path.read_bytes() == before
    assert read_history(FileHost(path)).vintages == ()


def test_an_open_excel_freezes_the_same_review(path: Path, tmp_path: Path) -> None:
    close(FileHost(path, tmp_path / "in-file.xlsm"), author="Jo")
    with com_fake.excel(path) as (_, book):
        done = close(LiveHost(book), author="Jo")
        assert done.written
        live = read_history(LiveHost(book)).vintages[0]
        assert close(LiveHost(book)).already
    (filed,) = read_history(FileHost(tmp_path / "in-file.xlsm")).vintages
    pd.testing.assert_frame_equal(live.clients, filed.clients)
    assert live.same_parameters(filed)
    assert live.about["fingerprint"] == filed.about["fingerprint"]


def test_rows_without_a_review_are_said(path: Path) -> None:
    close(FileHost(path))
    FileHost(path).write(
        Changes(edits=[CellEdits("tblHistory", "vintage", [3, 4], [None, None])])
    )
    done = refresh(FileHost(path))
    (issue,) = [x for x in done.issues if x.code == "history_unreadable"]
    assert (issue.sheet, issue.cell) == ("History", "U8")


def test_the_command_says_what_it_froze(path: Path) -> None:
    done = run("close", path, "--by", "Jo", "--note", "first", "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["vintage"], answer["as_of"]) == (1, "2025-12-31")
    assert (answer["closed_by"], answer["note"]) == ("Jo", "first")
    assert (answer["written"], answer["already_closed"]) == (True, False)
    assert answer["totals"]["clients"] == sum(answer["letters"].values()) == 12
    again = run("close", path)
    assert again.exit_code == 0
    assert "Already closed: review 1" in again.stdout
    FileHost(path).write(
        Changes(edits=[CellEdits("tblSettings", "value", [0], [10.0])])
    )
    refused = run("close", path, "--json")
    assert refused.exit_code == 1
    codes = {x["code"] for x in json.loads(refused.stdout)["issues"]}
    assert "bounds_order" in codes
