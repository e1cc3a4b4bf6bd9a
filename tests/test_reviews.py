"""The button Close review: shows what it freezes, asks, writes once."""

from __future__ import annotations

from pathlib import Path

import com_fake
import pytest
from fake_screen import FakeFormulaCells, FakeScreen
from older_workbook import older_parts
from vintage_examples import workbook
from workbook_parts import zipped

from segmentation_addin.excel import journal
from segmentation_addin.excel.desk import Desk
from segmentation_addin.excel.frame import perform
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.history_rows import read_history
from segmentation_addin.workbook.host import CellEdits, Changes, Host


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path)


def click(host: Host, *answers: bool) -> FakeScreen:
    screen = FakeScreen(answers=list(answers))
    perform("close_review", screen, lambda: Desk(host, screen, FakeFormulaCells()))
    return screen


def reviews(host: Host) -> int:
    return len(read_history(host).vintages)


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("en", "Close the review of 2025-12-31: 12 clients", "review 1 is closed"),
        ("fr", "Clore la revue au 2025-12-31 : 12 clients", "la revue 1 est close"),
    ],
)
def test_it_asks_then_freezes(
    language: Language, asked: str, told: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path, language)
    with com_fake.excel(path) as (_, book):
        screen = click(LiveHost(book), True)
        assert asked in " ".join(screen.asked[0].split())
        assert screen.bar[-1] is not None
        assert told in screen.bar[-1]
        assert reviews(LiveHost(book)) == 1
        again = click(LiveHost(book))
        assert not again.asked
        assert len(again.said) == 1
        assert reviews(LiveHost(book)) == 1
    assert language in LANGUAGES


def test_no_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    before = path.read_bytes()
    screen = click(FileHost(path), False)
    assert path.read_bytes() == before
    assert not screen.alarms


def test_data_that_stops_a_refresh_is_said(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    bounds = CellEdits("tblSettings", "value", [0], [10.0])
    FileHost(path).write(Changes(edits=[bounds]))
    screen = click(FileHost(path))
    assert not screen.asked
    assert screen.alarms
    assert reviews(FileHost(path)) == 0


def test_a_workbook_without_history_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "older.xlsm"
    path.write_bytes(zipped(older_parts("en", {"History"})))
    screen = click(FileHost(path))
    assert "segmentation upgrade" in " ".join(screen.alarms[0].split())
