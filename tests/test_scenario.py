"""The decisions of the What-if sheet: played, written beside them, never twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from com_fake import excel
from libreoffice import Office, require_office
from memory_host import MemoryHost, raw_table
from test_host_contract import both
from test_macros import click, portfolio
from test_macros_live import click as click_live
from test_macros_live import excel as in_excel
from test_macros_live import made

from segmentation_addin.cli import main
from segmentation_addin.core.what_if import Lever
from segmentation_addin.excel import journal
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.excel.screen import Selection
from segmentation_addin.excel.selected_client import selected_client
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.results.what_if import lever_words
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.workbook.board_what_if import CHECK_ROW, TOTAL_ROW
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes, Host
from segmentation_addin.workbook.outputs import SHEETS
from segmentation_addin.workbook.scenario_tables import (
    ACTIONS,
    DECISIONS,
    SCENARIO,
)

COMMAND = ["what-if"]
ROWS = (
    {"letter": "D", "action": "reprice", "rate": 0.05, "volume_loss": 0.1},
    {"letter": "C", "action": "minimum_order", "amount": 400.0},
    {"client_id": "GT-14635", "action": "exit", "notice_months": 6.0, "one_off": 300.0},
    {"client_id": "SR-20425", "action": "keep"},
    {"client_id": "NOBODY", "action": "exit"},
)
"""Decisions on the sample; the last one names a client that does not exist."""


def type_rows(host: Host, rows: Sequence[dict[str, Any]] = ROWS) -> None:
    """Types decisions into the sheet, in the language of the workbook."""
    typed = [
        {**row, "action": ACTIONS[row["action"]].in_(host.language)} for row in rows
    ]
    frame = pd.DataFrame(typed).astype(object)
    host.write(Changes(appended=[AppendedRows(SCENARIO.name, frame)]))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def document(*arguments: object) -> dict[str, Any]:
    done = run(*COMMAND, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def column(host: Host, table: str, key: str) -> list[Any]:
    raw = host.read(table)
    declared = SCENARIO if table == SCENARIO.name else DECISIONS
    heading = declared.column(key).heading.in_(host.language)
    return list(raw.columns[raw.headings.index(heading)])


@pytest.fixture(scope="module", params=LANGUAGES)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], Language]:
    """The sample with decisions, after `what-if`, and the document printed."""
    path = tmp_path_factory.mktemp("scenario") / "sample.xlsm"
    new_with_sample(path, request.param)
    type_rows(FileHost(path))
    return path, document(path), request.param


Played = tuple[Path, dict[str, Any], Language]


def test_the_statement_reconciles_by_letter_and_by_client(played: Played) -> None:
    _, found, _ = played
    groups = [*found["by_letter"].values(), found["totals"]]
    groups += [c["statement"] for c in found["clients"] if c["statement"]]
    for group in groups:
        for line, before in group["before"].items():
            after = before + group["changes"][line]
            assert group["after"][line] == pytest.approx(after, abs=0.005)
    rows = sum(row["changes"]["delta"] for row in found["scenario"] if row["changes"])
    delta = found["totals"]["changes"]["net_margin"]
    assert rows == pytest.approx(delta, abs=0.005)
    clients = sum(
        c["statement"]["changes"]["net_margin"]
        for c in found["clients"]
        if c["statement"]
    )
    assert clients == pytest.approx(delta, abs=0.005)


def test_the_workbook_says_what_the_document_says(played: Played) -> None:
    path, found, language = played
    host = FileHost(path)
    for key, source in (("delta", "delta"), ("stranded", "stranded")):
        wanted = [
            None if row["changes"] is None else row["changes"][source]
            for row in found["scenario"]
        ]
        assert column(host, SCENARIO.name, key) == pytest.approx(wanted)
    listed = column(host, DECISIONS.name, "client_id")
    assert listed == [c["client_id"] for c in found["clients"]]
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book[SHEETS["what_if"].title.in_(language)]
    totals = found["totals"]
    assert sheet[f"D{TOTAL_ROW}"].value == pytest.approx(
        totals["before"]["net_margin"], abs=0.005
    )
    assert sheet[f"J{TOTAL_ROW}"].value == pytest.approx(
        totals["after"]["net_margin"], abs=0.005
    )
    assert sheet[f"L{TOTAL_ROW}"].value == pytest.approx(
        totals["changes"]["stranded"], abs=0.005
    )
    assert sheet[f"J{CHECK_ROW}"].value == "OK"


def test_the_law_is_said_where_an_exit_is_planned(played: Played) -> None:
    path, found, language = played
    assert "L.442-1" in found["law"]
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book[SHEETS["what_if"].title.in_(language)]
    said = [cell.value for cell in sheet["B"] if "L.442-1" in str(cell.value)]
    assert said == [found["law"]]
    assert "L.442-1" in column(FileHost(path), SCENARIO.name, "remark")[2]


def test_libreoffice_finds_the_same_figures(played: Played) -> None:
    path, _, language = played
    require_office()
    title = SHEETS["what_if"].title.in_(language)
    with Office("fr-FR" if language == "fr" else "en-US") as office:
        cells = office.calculate(path, title)[title]
    sheet = openpyxl.load_workbook(path, data_only=True)[title]
    formulas = openpyxl.load_workbook(path)[title]
    compared = 0
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                wanted = sheet[cell.coordinate].value
                got = cells.get(cell.coordinate, {"value": ""})["value"]
                if isinstance(wanted, (int, float)):
                    assert got == pytest.approx(wanted, rel=1e-9, abs=1e-9)
                else:
                    assert got == (wanted or ""), cell.coordinate
                compared += 1
    assert compared > 80
    assert [place for place, cell in cells.items() if cell["error"]] == []


def test_a_second_time_writes_nothing(played: Played) -> None:
    path, first, language = played
    before = path.read_bytes()
    assert document(path) == first
    assert run("refresh", path).exit_code == 0
    assert path.read_bytes() == before
    said = run(*COMMAND, path).stdout
    assert ("Already up to date" if language == "en" else "Déjà à jour") in said


def test_decisions_of_the_command_line_write_nothing(played: Played) -> None:
    path, _, _ = played
    before = path.read_bytes()
    found = document(path, "--exit", "D", "--notice", "6", "--one-off", "500")
    (row,) = found["scenario"]
    assert (row["action"], row["letter"], row["notice_months"]) == ("exit", "D", 6.0)
    gains = [c for c in found["clients"] if c["exit_proposed"]]
    assert gains
    assert all(c["exit_delta"] > 0 and c["letter"] == "D" for c in gains)
    assert path.read_bytes() == before


def test_each_option_is_a_decision(played: Played) -> None:
    path, played_first, _ = played
    first = played_first["clients"][0]
    found = document(
        *(path, "--reprice", "D=5%", "--reprice", f"{first['name']}=-2 %"),
        *("--minimum-order", "250", "--fewer", "orders=20%", "--for", "C"),
        *("--fee", "rush=25", "--channel", "orders=0,5:0.4", "--volume-loss", "10%"),
    )
    asked = {
        (row["action"], row["client_id"] or row["letter"], row["driver"])
        for row in found["scenario"]
    }
    assert asked == {
        ("reprice", "D", None),
        ("reprice", first["client_id"], None),
        ("minimum_order", "C", None),
        ("service", "C", "orders"),
        ("fee", "C", "rush"),
        ("channel", "C", "orders"),
    }
    assert {row["volume_loss"] for row in found["scenario"]} == {0.1}
    assert all(row["problem"] is None for row in found["scenario"])


def test_a_client_that_does_not_exist_is_refused(played: Played) -> None:
    path, _, _ = played
    done = run(*COMMAND, path, "--exit", "NOBODY", "--json")
    assert done.exit_code == 1
    (issue,) = json.loads(done.stdout)["issues"]
    assert issue["code"] == "what_if_client_unknown"


@pytest.mark.parametrize(
    "options",
    [
        ("--reprice", "D"),
        ("--reprice", "D=high"),
        ("--reprice", "D=5"),
        ("--fewer", "visits=150%"),
        ("--minimum-order", "-3"),
        ("--notice", "13"),
        ("--volume-loss", "2"),
    ],
)
def test_a_wrong_option_is_wrong_usage(
    tmp_path: Path, options: tuple[str, str]
) -> None:
    done = run(*COMMAND, tmp_path / "none.xlsm", *options)
    assert done.exit_code == 2
    assert options[1].rpartition("=")[2] in done.stderr


def test_the_answer_is_a_statement_in_words(played: Played) -> None:
    path, _, language = played
    said = run(*COMMAND, path, "--exit", "D").stdout
    assert "L.442-1" in said
    words = ("Before", "Stranded") if language == "en" else ("Avant", "Coût qui reste")
    assert all(word in said for word in words)


# --- in Excel ------------------------------------------------------------------


def test_both_hosts_leave_the_same_workbook(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, "fr")
    refresh(FileHost(path))
    type_rows(FileHost(path))
    assert both(path, refresh) == []


def test_a_second_time_in_excel_writes_nothing(tmp_path: Path, played: Played) -> None:
    path = tmp_path / "sample.xlsm"
    shutil.copy(played[0], path)
    with excel(path) as (_, book):
        assert not refresh(LiveHost(book)).written


def with_tables(rows: Sequence[dict[str, Any]] = ()) -> MemoryHost:
    host = portfolio()
    host.raws[SCENARIO.name] = raw_table(SCENARIO, rows, blank_rows=1)
    host.raws[DECISIONS.name] = raw_table(DECISIONS, blank_rows=1)
    return host


def test_the_button_plays_the_decisions_and_goes_to_them() -> None:
    host = with_tables([{"letter": "all", "action": "price", "rate": 0.1}])
    screen = click("what_if", host)
    assert screen.gone_to == [("What-if", "N5")]
    assert screen.said == []
    (delta, _) = column(host, SCENARIO.name, "delta")
    assert delta == pytest.approx(360.0)
    assert str(screen.bar[-1]).endswith("(+360)")


def test_the_button_says_what_to_type_in_an_empty_table() -> None:
    screen = click("what_if", with_tables())
    assert screen.gone_to == [("What-if", "N5")]
    (said,) = screen.said
    assert "one row a decision" in " ".join(said.split())


def test_the_button_says_when_a_row_was_not_computed() -> None:
    rows: list[dict[str, Any]] = [
        {"letter": "all", "action": "price", "rate": "dear"},
        {"client_id": "C1", "action": "exit", "notice_months": 3},
    ]
    host = with_tables(rows)
    (said,) = click("what_if", host).said
    assert "1 row(s)" in " ".join(said.split())
    first, second, _ = column(host, SCENARIO.name, "remark")
    assert "dear" in first
    assert "L.442-1" in second
    assert column(host, SCENARIO.name, "name")[1] == "Name C1"


def test_results_go_when_their_decision_goes() -> None:
    host = with_tables([{"letter": "all", "action": "price", "rate": 0.1}])
    refresh(host)
    raw = host.raws[SCENARIO.name]
    for key in ("letter", "action", "rate"):
        heading = SCENARIO.column(key).heading.en
        raw.columns[raw.headings.index(heading)][0] = None
    refresh(host)
    assert column(host, SCENARIO.name, "delta") == [None, None]


def test_an_older_workbook_without_the_sheet_is_told_what_to_do() -> None:
    host = portfolio()
    (said,) = click("what_if", host).alarms
    assert "segmentation upgrade" in " ".join(said.split())
    assert refresh(host).written


def test_a_lever_reads_as_a_sentence() -> None:
    visits = Lever("service", "visits", -0.1, float("nan"), 1240.0, 300.0)
    assert lever_words(visits, "en") == (
        "Visits -10%: +1,240, and 300 freed but not saved"
    )
    price = Lever("reprice", "", 0.01, float("nan"), 250.0, 0.0)
    assert lever_words(price, "fr") == "prix +1\u202f% : +250"


@pytest.mark.parametrize(("column_number", "wanted"), [(14, "C2"), (36, "C5")])
def test_the_client_of_a_row_is_that_of_its_table(
    column_number: int, wanted: str
) -> None:
    host = with_tables([{"client_id": "C2", "action": "keep"}])
    host.raws[DECISIONS.name] = raw_table(DECISIONS, [{"client_id": "C5"}])
    at = Selection("What-if", 5, column_number, None)
    assert selected_client(host, at) == wanted


def test_the_button_shows_the_hidden_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path)
    with in_excel(made(tmp_path)) as (book, _):
        assert not book.sheets["What-if"].visible
        (said,) = click_live("what_if")
        assert "one row a decision" in " ".join(said.split())
        assert book.sheets["What-if"].visible
        assert book.sheets.active.name == "What-if"
