"""Each macro on a workbook made from the template, under the real xlwings."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import com_fake
import pytest

from segmentation_addin.excel import journal, macros
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services import creating
from segmentation_addin.services.importing import import_lines
from segmentation_addin.workbook.file_host import FileHost

DOCUMENT = "Order ID;Order Date;Customer ID;Customer Name;Sales;Profit\n"
SETTINGS = ("ScreenUpdating", "Calculation", "EnableEvents", "DisplayAlerts")


def order_lines(folder: Path, clients: int) -> Path:
    """Orders of two years, larger from one client to the next."""
    path = folder / f"lines-{clients}.csv"
    rows = [
        f"{year}-{month}-{i};{year}-{month:02d}-15;C{i};Name {i};{10 * i + month};"
        f"{3 * i + month}\n"
        for i in range(1, clients + 1)
        for year, month in ((2024, 5), (2025, 1 + i % 6), (2025, 7 + i % 5), (2025, 12))
    ]
    path.write_text(DOCUMENT + "".join(rows), encoding="utf-8")
    return path


def made(folder: Path, language: Language = "en", clients: int = 12) -> Path:
    """A fresh workbook with the orders of so many clients, not yet refreshed."""
    path = creating.new(folder / f"book-{language}-{clients}.xlsm", language)
    done = import_lines(FileHost(path), [order_lines(folder, clients)])
    assert done.written
    return path


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda _: True)
    return tmp_path / journal.FILE_NAME


@contextmanager
def excel(path: Path) -> Iterator[tuple[Any, com_fake.Excel]]:
    """Excel with the workbook open, whose buttons can be clicked."""
    with com_fake.excel(path) as (_, book):
        book.set_mock_caller()
        try:
            yield book, com_fake.running()
        finally:
            del type(book)._mock_caller


def click(key: str, *answers: object) -> list[str]:
    """Clicks a button; gives the messages shown."""
    seen = com_fake.running()
    seen.messages.clear()
    seen.answers[:] = answers
    getattr(macros, key)()
    return list(seen.messages)


def only_recalculation_stopped(log: Path) -> bool:
    """A recalculation that Excel refuses is noted, and the letters stay written."""
    noted = log.read_text(encoding="utf-8") if log.exists() else ""
    stops = [line for line in noted.splitlines() if " stopped " in line]
    return all(" recalculate stopped " in line for line in stops)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_macro_runs_and_leaves_excel_as_it_was(
    tmp_path: Path, language: Language, log: Path
) -> None:
    lines = str(order_lines(tmp_path, 20))
    answers: dict[str, list[object]] = {
        "import_data": [(lines,), "yes"],
        "recalibrate": ["yes"],
    }
    with excel(made(tmp_path, language)) as (book, seen):
        front = (book.sheets.active.name, book.selection.address)
        before = {name: seen.application.settings[name] for name in SETTINGS}
        for action in ACTIONS:
            click(action.key, *answers.get(action.key, []))
            after = {name: seen.application.settings[name] for name in SETTINGS}
            assert after == before, action.key
            if action.key not in {"check", "what_if", "plan_actions"}:
                assert (book.sheets.active.name, book.selection.address) == front
            book.sheets[front[0]].activate()
            book.sheets[front[0]].range(front[1]).select()
        assert com_fake.workbook(book).saves == []
        assert only_recalculation_stopped(log)


def test_refresh_fills_the_sheets_and_says_so_in_the_status_bar(tmp_path: Path) -> None:
    with excel(made(tmp_path)) as (book, seen):
        assert click("refresh") == []
        bar = seen.application.settings["StatusBar"]
        assert bar.startswith("Segmentation: up to date · A ")
        assert (
            len(book.sheets["Segmentation"].tables["tblSegmentation"].range.rows) > 12
        )
        assert click("refresh") == []
        assert "already up to date" in seen.application.settings["StatusBar"]


def test_the_client_of_the_selected_row_is_explained(tmp_path: Path) -> None:
    with excel(made(tmp_path)) as (book, _):
        book.sheets["Clients"].activate()
        book.sheets["Clients"].range("C7").select()
        code, name = book.sheets["Clients"].range("A7:B7").value
        (message,) = click("explain")
        assert message.startswith(f"{code}  {name}\n\nLetter: ")
        assert "of 500 draws" in message


def test_check_goes_to_the_first_problem(tmp_path: Path) -> None:
    with excel(made(tmp_path)) as (book, _):
        table = book.sheets["Settings"].tables["tblScale"]
        headings = table.header_row_range.value
        cell = table.data_body_range[1, headings.index("Weight")]
        cell.value = "heavy"
        (message,) = click("check")
        assert book.sheets.active.name == "Settings"
        assert book.selection.address == cell.address
        assert "heavy" in message
        listed = book.sheets["Data quality"].tables["tblIssues"].data_body_range.value
        assert "heavy" in str(listed[0])


def test_a_protected_sheet_is_told_in_plain_words(tmp_path: Path) -> None:
    with excel(made(tmp_path, "fr")) as (book, seen):
        for sheet in com_fake.workbook(book).sheets:
            sheet.state.protected = sheet.name == "Segmentation"
        (message,) = click("refresh")
        assert "Segmentation" in message
        assert "→" in message
        assert seen.application.settings["StatusBar"] is False


def test_an_injected_failure_is_told_and_changes_nothing(
    tmp_path: Path, log: Path
) -> None:
    with excel(made(tmp_path)) as (book, seen):
        before = {sheet.name: sheet.used_range.formula for sheet in book.sheets}
        settings = dict(seen.application.settings)
        seen.journal.fail_on("Application.EnableEvents=")
        (message,) = click("refresh")
        assert "Injected failure" in message
        assert "→" in message
        assert seen.application.settings == settings
        after = {sheet.name: sheet.used_range.formula for sheet in book.sheets}
        assert after == before
        assert not log.exists()


def test_a_failure_anywhere_in_a_refresh_is_told_and_excel_is_as_it_was(
    tmp_path: Path, log: Path
) -> None:
    path = made(tmp_path)
    with excel(path) as (_, seen):
        click("refresh")
        calls = len(seen.journal.calls)
    for number in range(2, calls, 97):
        with excel(path) as (_, seen):
            settings = dict(seen.application.settings)
            seen.journal.fail_at(number)
            messages = click("refresh")
            after = dict(seen.application.settings)
            if messages:
                assert "→" in messages[0], number
                assert after == settings, number
            else:
                assert "up to date" in after.pop("StatusBar"), number
                assert after.items() <= settings.items(), number
    assert only_recalculation_stopped(log)


@pytest.mark.parametrize("key", ["refresh", "check", "explain", "recalibrate"])
def test_com_calls_do_not_depend_on_the_number_of_rows(
    tmp_path: Path, key: str
) -> None:
    counts = []
    for clients in (30, 900):
        with excel(made(tmp_path, clients=clients)) as (_, seen):
            click(key, *(["yes"] if key == "recalibrate" else []))
            counts.append(len(seen.journal.calls))
    # What few clients leave blank on the sheets (clusters, notes) is not written.
    assert abs(counts[0] - counts[1]) < 50
    assert max(counts) < 1_500


def test_a_workbook_that_excel_holds_read_only_is_said(tmp_path: Path) -> None:
    with excel(made(tmp_path)) as (book, _):
        com_fake.workbook(book).read_only = True
        (message,) = click("refresh")
        assert "read-only" in message
