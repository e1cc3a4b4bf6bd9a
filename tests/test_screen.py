"""What a macro may do to the person in front of Excel, under the real xlwings."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import com_fake
import openpyxl
import pytest

from segmentation_addin.excel.screen import LiveScreen, Selection
from segmentation_addin.workbook.host import CellError


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "clients.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Clients"
    sheet["A1"], sheet["A2"], sheet["A3"] = "C1", 101, "#N/A"
    made.create_sheet("Review").sheet_state = "hidden"
    made.create_sheet("Deep").sheet_state = "veryHidden"
    made.create_sheet("Margins")
    made.save(path)
    with com_fake.excel(path) as (_, opened):
        yield opened


def test_a_message_is_shown_and_a_question_answered(book: Any) -> None:
    screen, seen = LiveScreen(book), com_fake.running()
    seen.answers += ["ok", "yes", "no"]
    screen.say("Hello")
    assert screen.ask("Sure?")
    assert not screen.ask("Really?")
    assert seen.messages == ["Hello", "Sure?", "Really?"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (False, []),
        (("C:/a.csv", "C:/b.xlsx"), ["C:/a.csv", "C:/b.xlsx"]),
        ("C:/a.csv", ["C:/a.csv"]),
    ],
)
def test_files_are_chosen_several_at_once(
    book: Any, chosen: object, expected: list[str]
) -> None:
    com_fake.running().answers.append(chosen)
    found = LiveScreen(book).choose_files("Order lines", "en")
    assert found == [Path(name) for name in expected]


def test_the_status_bar_is_written_when_it_changes_and_given_back(book: Any) -> None:
    screen, seen = LiveScreen(book), com_fake.running()
    for text in ("reading", "reading", "writing"):
        screen.status(text)
    assert book.app.status_bar == "writing"
    assert seen.journal.count("Application.StatusBar=") == 2
    screen.status(None)
    assert book.app.status_bar is False


def test_a_status_bar_that_excel_will_not_write_stops_nothing(book: Any) -> None:
    screen, seen = LiveScreen(book), com_fake.running()
    seen.journal.fail_on("Application.StatusBar=")
    screen.status("reading")
    assert book.app.status_bar == "reading"


@pytest.mark.parametrize(
    ("cell", "value"), [("A1", "C1"), ("A2", 101.0), ("A3", CellError("#N/A"))]
)
def test_the_selected_cell_is_told_with_its_place(
    book: Any, cell: str, value: object
) -> None:
    book.sheets["Clients"].range(f"{cell}:C9").select()
    row = int(cell[1:])
    assert LiveScreen(book).selection() == Selection("Clients", row, 1, value)  # type: ignore[arg-type]


def test_a_chart_that_is_selected_is_no_cell(book: Any) -> None:
    com_fake.running().selection = None
    assert LiveScreen(book).selection() is None


def test_going_to_a_cell_shows_its_sheet(book: Any) -> None:
    assert LiveScreen(book).go_to("Margins", "B4")
    assert book.sheets.active.name == "Margins"
    assert book.selection.address == "$B$4"


@pytest.mark.parametrize("sheet", ["Review", "Deep", "No such sheet"])
def test_a_hidden_sheet_is_not_gone_to(book: Any, sheet: str) -> None:
    assert not LiveScreen(book).go_to(sheet, "A1")
    assert book.sheets.active.name == "Clients"


def test_a_workbook_knows_its_file_and_whether_it_can_be_saved(book: Any) -> None:
    screen = LiveScreen(book)
    assert screen.location() == book.fullname
    assert not screen.read_only()
    com_fake.workbook(book).read_only = True
    assert screen.read_only()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("https://example.org/a/clients.xlsx",) * 2, ("Book1", None)],
)
def test_a_workbook_on_a_server_has_an_address_and_a_new_one_nothing(
    book: Any, name: str, expected: str | None
) -> None:
    com_fake.workbook(book).full_name = name
    assert LiveScreen(book).location() == expected


def test_a_page_opens_by_a_file_address(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    LiveScreen(book).open_page(tmp_path / "été.html")
    assert opened[0].startswith("file://")


def test_the_macs_dialog_gives_posix_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        (0, "/Users/a/lignes été.csv\n/Users/a/b.xlsx\n\n"),
        (1, "User canceled.\n"),
    ]
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        code, said = answers.pop(0)
        return subprocess.CompletedProcess(command, code, said)

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    screen = LiveScreen(None)  # type: ignore[arg-type]
    found = screen.choose_files("Lines", "en")
    assert found == [Path("/Users/a/lignes été.csv"), Path("/Users/a/b.xlsx")]
    assert asked[0][-1] == "Lines"
    assert screen.choose_files("Lines", "en") == []
