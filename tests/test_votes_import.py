"""The answers of account managers read back: into tblVotes, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import com_fake
import openpyxl
import pytest
from click.testing import CliRunner
from fake_screen import FakeFormulaCells, FakeScreen
from libreoffice import Office, require_office
from manager_examples import ANN, BEN, answer, answered, made, sheet_of
from review_examples import review_host, vote
from vintage_examples import workbook

from segmentation_addin.cli import main
from segmentation_addin.excel import journal, macros
from segmentation_addin.excel.desk import Desk
from segmentation_addin.excel.frame import perform
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.imports.answers import is_copy, read_copy
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.closing import close
from segmentation_addin.services.imported import Imported, ImportOptions
from segmentation_addin.services.importing import import_files
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import Host, HostError
from segmentation_addin.workbook.manager_sheet import HEADING_ROW
from segmentation_addin.workbook.review_tables import TEAMS, VOTES

TODAY = datetime(2026, 11, 25)  # noqa: DTZ001
LINES = "Order ID;Order Date;Customer ID;Sales;Profit\n1;2025-03-01;C1;100;30\n"


def votes_of(host: Host) -> list[tuple[Any, ...]]:
    """The filled rows of tblVotes: client, voter, team, letter, comment, day."""
    raw = host.read(VOTES.name)
    rows = zip(*raw.columns[: len(VOTES.columns)], strict=True)
    return [row for row in rows if row[0] is not None]


def brought(host: Host, *sources: Path, **options: Any) -> Imported:
    done = import_files(host, sources, **options)
    assert not done.refused, done.issues
    return done


def codes(done: Imported) -> list[str]:
    return [issue.code for issue in done.issues]


# --- answers become votes --------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_become_votes_of_sales_dated_today(
    tmp_path: Path, language: Language
) -> None:
    host = review_host(language)
    path = answered(tmp_path, ANN, {"C1": ["A", "=strategic"], "C3": [" b "]}, language)
    done = brought(host, path)
    sales = TEAMS["sales"].in_(language)
    assert votes_of(host) == [
        ("C1", ANN, sales, "A", "=strategic", TODAY),
        ("C3", ANN, sales, "B", None, TODAY),
    ]
    assert done.kind == "votes"
    assert (done.document["added"], done.document["answers"]) == (2, 2)
    assert done.document["voters"] == [ANN]


def test_a_copy_in_the_other_language_is_read_all_the_same(tmp_path: Path) -> None:
    host = review_host("fr")
    brought(host, answered(tmp_path, ANN, {"C1": ["D"]}, "en"))
    assert votes_of(host) == [("C1", ANN, "commerce", "D", None, TODAY)]


def test_several_files_at_once(tmp_path: Path) -> None:
    host = review_host()
    ann = answered(tmp_path, ANN, {"C1": ["A"]})
    ben = answered(tmp_path, BEN, {"C2": ["C"]})
    done = brought(host, ann, ben)
    assert [row[:2] for row in votes_of(host)] == [("C1", ANN), ("C2", BEN)]
    assert done.document["voters"] == [ANN, BEN]


def test_the_same_file_twice_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = review_host()
    path = answered(tmp_path, ANN, {"C1": ["A", "why not"], "C3": ["B"]})
    assert brought(host, path, path).written
    before = votes_of(host)
    later = datetime(2026, 12, 3, tzinfo=UTC)
    monkeypatch.setattr("segmentation_addin.services.clock.now", lambda: later)
    done = brought(host, path)
    assert not done.written
    assert done.document["unchanged"] == 2
    assert votes_of(host) == before


def test_a_changed_answer_takes_the_place_of_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = review_host()
    path = answered(tmp_path, ANN, {"C1": ["A", "loyal"], "C3": ["B"]})
    brought(host, path)
    later = datetime(2026, 12, 3, tzinfo=UTC)
    monkeypatch.setattr("segmentation_addin.services.clock.now", lambda: later)
    done = brought(host, answer(path, {"C1": ["C", None]}))
    assert (done.document["changed"], done.document["unchanged"]) == (1, 1)
    assert votes_of(host) == [
        ("C1", ANN, "sales", "C", None, datetime(2026, 12, 3)),  # noqa: DTZ001
        ("C3", ANN, "sales", "B", None, TODAY),
    ]


def test_a_blank_comment_takes_no_comment_away(tmp_path: Path) -> None:
    earlier = {**vote("C1", "ann  marchand", "sales", "A"), "comment": "from a call"}
    host = review_host(votes=[earlier])
    done = brought(host, answered(tmp_path, ANN, {"C1": ["A"]}))
    assert not done.written
    assert votes_of(host)[0][4] == "from a call"


def test_votes_of_other_teams_and_people_stay(tmp_path: Path) -> None:
    others = [vote("C1", ANN, "finance", "D"), vote("C1", BEN, "sales", "B")]
    host = review_host(votes=others)
    brought(host, answered(tmp_path, ANN, {"C1": ["A"]}))
    assert [row[1:4] for row in votes_of(host)] == [
        (ANN, "finance", "D"),
        (BEN, "sales", "B"),
        (ANN, "sales", "A"),
    ]


def test_blank_answers_are_no_votes(tmp_path: Path) -> None:
    host = review_host()
    done = brought(host, made(tmp_path, ANN))
    assert codes(done) == ["votes_none"]
    assert not done.written
    assert votes_of(host) == []


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    host = review_host()
    done = brought(host, answered(tmp_path, ANN, {"C1": ["A"]}), dry_run=True)
    assert (done.document["added"], done.document["changes"]) == (1, 1)
    assert votes_of(host) == []


# --- reviews that were closed ----------------------------------------------------


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on it is that day."""
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    monkeypatch.setattr("segmentation_addin.services.clock.now", lambda: moment)


def test_votes_of_a_closed_review_stay_and_its_copies_come_too_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = workbook(tmp_path)
    old = answered(tmp_path, ANN, {"C1": ["A"], "C3": ["B"]})
    brought(FileHost(book), old)
    on("2026-11-30", monkeypatch)
    assert close(FileHost(book), ANN).written
    on("2026-12-05", monkeypatch)
    refused = import_files(FileHost(book), [old])
    assert codes(refused) == ["votes_review_closed"]
    assert "2026-11-25" in refused.issues[0].message
    assert "2026-11-30" in refused.issues[0].message
    new = answered(tmp_path, ANN, {"C1": ["C"], "C3": ["B"]})
    assert brought(FileHost(book), new).document["added"] == 2
    assert not brought(FileHost(book), new).written
    found = [(row[0], row[3], row[5].day) for row in votes_of(FileHost(book))]
    assert found == [("C1", "A", 25), ("C3", "B", 25), ("C1", "C", 5), ("C3", "B", 5)]


# --- what is wrong is said at once, with its cell --------------------------------


def test_all_findings_of_all_files_come_at_once(tmp_path: Path) -> None:
    host = review_host()
    ann = answered(tmp_path, ANN, {"C1": ["A"], "C3": ["X"], "C5": [None, "alone"]})
    workbook_ = openpyxl.load_workbook(ann)
    sheet = workbook_.worksheets[0]
    sheet.cell(HEADING_ROW + 4, 1).value = "C1"
    sheet.cell(HEADING_ROW + 4, 4).value = "B"
    workbook_.save(ann)
    ben = answered(tmp_path, BEN, {"C2": ["A"], "C4": ["#N/A"]})
    unknown = answer(made(tmp_path, BEN, "fr"), {"C8": ["A"]})
    workbook_ = openpyxl.load_workbook(unknown)
    workbook_.worksheets[0].cell(HEADING_ROW + 4, 1).value = "=C99"
    workbook_.worksheets[0].cell(HEADING_ROW + 4, 1).data_type = "s"
    workbook_.save(unknown)
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES, encoding="utf-8")
    done = import_files(host, [ann, ben, unknown, lines], ImportOptions(kind="votes"))
    assert done.refused
    assert not done.written
    found = {(x.code, x.sheet, x.cell) for x in done.issues}
    assert found == {
        ("votes_letter_unknown", "My clients", "D11"),
        ("votes_letter_unknown", "My clients", "D11"),
        ("votes_client_twice", "My clients", "D13"),
        ("votes_client_unknown", "Mes clients", "A13"),
        ("votes_comment_alone", "My clients", "E12"),
        ("votes_not_a_copy", "", ""),
    }
    assert len(done.issues) == 6
    said = {issue.code: issue.message for issue in done.issues}
    assert "“=C99”" in said["votes_client_unknown"]
    assert "in D10 already" in said["votes_client_twice"]
    assert "lines.csv" in said["votes_not_a_copy"]
    assert votes_of(host) == []


def test_two_copies_of_one_person_must_not_differ(tmp_path: Path) -> None:
    first = answered(tmp_path, ANN, {"C1": ["A"], "C3": ["B"]})
    second = answered(tmp_path, ANN, {"C1": ["D"], "C3": ["B"]}, "fr")
    done = import_files(review_host(), [first, second])
    (issue,) = done.issues
    assert issue.code == "votes_files_differ"
    assert f"{first.name} D10" in issue.message
    assert issue.cell == "D10"


def test_a_copy_must_say_whose_it_is(tmp_path: Path) -> None:
    path = answered(tmp_path, ANN, {"C1": ["A"]})
    workbook_ = openpyxl.load_workbook(path)
    workbook_.worksheets[0]["B3"].value = None
    workbook_.save(path)
    assert codes(import_files(review_host(), [path])) == ["votes_no_manager"]


def test_an_answer_without_client_code_is_an_error(tmp_path: Path) -> None:
    path = answered(tmp_path, ANN, {"C3": ["A"]})
    workbook_ = openpyxl.load_workbook(path)
    workbook_.worksheets[0].cell(HEADING_ROW + 2, 1).value = None
    workbook_.save(path)
    (issue,) = import_files(review_host(), [path]).issues
    assert (issue.code, issue.cell) == ("votes_no_client", "A11")


def test_many_faults_of_one_kind_are_counted(tmp_path: Path) -> None:
    path = made(tmp_path, ANN)
    workbook_ = openpyxl.load_workbook(path)
    sheet = workbook_.worksheets[0]
    for row in range(HEADING_ROW + 1, HEADING_ROW + 31):
        sheet.cell(row, 1).value = f"X{row}"
        sheet.cell(row, 4).value = "A"
    workbook_.save(path)
    done = import_files(review_host(), [path])
    assert codes(done).count("votes_client_unknown") == 20
    (more,) = [issue for issue in done.issues if issue.code == "votes_more"]
    assert "10 more" in more.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_without_votes_says_how_to_get_them(
    tmp_path: Path, language: Language
) -> None:
    host = review_host(language)
    del host.raws["tblVotes"]
    done = import_files(host, [answered(tmp_path, ANN, {"C1": ["A"]})])
    assert codes(done) == ["votes_table_missing"]
    assert "segmentation upgrade" in done.issues[0].remedy


def test_a_votes_table_without_its_comment_column_still_takes_votes(
    tmp_path: Path,
) -> None:
    host = review_host()
    raw = host.raws["tblVotes"]
    place = raw.headings.index("Comment")
    del raw.headings[place], raw.columns[place]
    brought(host, answered(tmp_path, ANN, {"C1": ["A", "lost"]}))
    assert [c[-1] for c in raw.columns] == ["C1", ANN, "sales", "A", TODAY]


# --- which file is a copy --------------------------------------------------------


def test_a_file_says_itself_what_it_is(tmp_path: Path) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES, encoding="utf-8")
    copy = answered(tmp_path, ANN, {"C1": ["A"]})
    assert (is_copy(lines), is_copy(copy)) == (False, True)
    assert not is_copy(tmp_path / "missing.xlsx")
    done = import_files(review_host(), [copy, lines])
    assert codes(done) == ["sources_differ"]
    assert brought(review_host(), lines).kind == "lines"


def test_a_copy_saved_without_its_table_and_with_rows_put_in_is_still_one(
    tmp_path: Path,
) -> None:
    source = sheet_of(answered(tmp_path, ANN, {"C1": ["A", "moved"]}))
    workbook_ = openpyxl.Workbook()
    workbook_.active.title = "Notes"
    sheet = workbook_.create_sheet("Sheet 2")
    for row in source.iter_rows(values_only=True):
        sheet.append(["", *row])
    sheet.insert_rows(1, 3)
    path = tmp_path / "flat.xlsx"
    workbook_.save(path)
    assert is_copy(path)
    host = review_host()
    brought(host, path)
    assert votes_of(host) == [("C1", ANN, "sales", "A", "moved", TODAY)]


def test_a_file_that_cannot_be_opened_is_the_host_s_refusal(tmp_path: Path) -> None:
    with pytest.raises(HostError) as refused:
        import_files(
            review_host(), [tmp_path / "missing.xlsx"], ImportOptions(kind="votes")
        )
    assert refused.value.code == "missing_file"
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(made(tmp_path, ANN).read_bytes()[:3000])
    assert not is_copy(damaged)
    with pytest.raises(HostError):
        read_copy(damaged)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    require_office()
    with Office("fr-FR") as running:
        yield running


def test_a_copy_saved_by_another_spreadsheet_is_read(
    tmp_path: Path, office: Office
) -> None:
    path = answered(tmp_path, BEN, {"C2": ["A", "=1+1"], "C4": ["d"]}, "fr")
    saved = office.save_as(path, tmp_path / "saved.xlsx")
    host = review_host()
    brought(host, saved)
    assert votes_of(host) == [
        ("C2", BEN, "sales", "A", "=1+1", TODAY),
        ("C4", BEN, "sales", "D", None, TODAY),
    ]


# --- the command and the button --------------------------------------------------


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_reads_votes_and_the_review_counts_them(
    tmp_path: Path, language: Language
) -> None:
    book = workbook(tmp_path, language)
    copy = answered(tmp_path, ANN, {"C1": ["A"], "C7": ["D"]}, language)
    before = book.read_bytes()
    code, shown, _ = run("import", copy, "--into", book, "--as", "votes", "--dry-run")
    assert code == 0
    assert ANN in shown
    assert book.read_bytes() == before
    code, text, _ = run("import", copy, "--into", book, "--json")
    document = json.loads(text)
    assert (code, document["kind"], document["added"]) == (0, "votes", 2)
    assert document["written"]
    code, shown, _ = run("import", copy, "--into", book)
    assert {"en": "Already up to date", "fr": "Déjà à jour"}[language] in shown
    assert not refresh(FileHost(book)).refused
    assert [row[1] for row in votes_of(FileHost(book))] == [ANN, ANN]


def test_the_command_refuses_with_code_1_and_lists_everything(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    copy = answered(tmp_path, ANN, {"C1": ["Z"]})
    before = book.read_bytes()
    code, text, _ = run("import", copy, "--into", book, "--json")
    (issue,) = json.loads(text)["issues"]
    assert (code, issue["code"], issue["cell"]) == (1, "votes_letter_unknown", "D10")
    assert book.read_bytes() == before


def test_lines_are_not_votes_and_votes_are_not_lines(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES, encoding="utf-8")
    assert run("import", lines, "--into", book, "--as", "votes")[0] == 1
    copy = answered(tmp_path, ANN, {"C1": ["A"]})
    assert run("import", copy, "--into", book, "--as", "lines")[0] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_recognises_a_copy_asks_and_writes(
    tmp_path: Path, language: Language
) -> None:
    host = review_host(language)
    copy = answered(tmp_path, ANN, {"C1": ["A"]}, language)
    screen = FakeScreen(answers=[True], files=[copy])
    perform("import_data", screen, lambda: Desk(host, screen, FakeFormulaCells()))
    assert ANN in screen.asked[0]
    assert {"en": "sheet Review", "fr": "feuille Revue"}[language] in screen.said[-1]
    assert [row[0] for row in votes_of(host)] == ["C1"]


def test_the_button_writes_nothing_on_no_and_says_what_is_wrong(
    tmp_path: Path,
) -> None:
    host = review_host()
    copy = answered(tmp_path, ANN, {"C1": ["A"]})
    screen = FakeScreen(answers=[False], files=[copy])
    perform("import_data", screen, lambda: Desk(host, screen, FakeFormulaCells()))
    assert votes_of(host) == []
    answer(copy, {"C1": ["Z"]})
    screen = FakeScreen(files=[copy])
    perform("import_data", screen, lambda: Desk(host, screen, FakeFormulaCells()))
    assert "“Z” is not a letter" in screen.alarms[0].replace("\n", " ")


def test_the_macro_of_the_ribbon_takes_an_answered_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path)
    copy = answered(tmp_path, ANN, {"C1": ["A"], "C3": ["B", "=why"]})
    with com_fake.excel(workbook(tmp_path)) as (_, book):
        book.set_mock_caller()
        seen = com_fake.running()
        seen.answers[:] = [(str(copy),), "yes"]
        try:
            macros.import_data()
        finally:
            del type(book)._mock_caller
        assert "sheet Review" in seen.messages[-1]
        found = [row[:5] for row in votes_of(LiveHost(book))]
    assert found == [
        ("C1", ANN, "sales", "A", None),
        ("C3", ANN, "sales", "B", "=why"),
    ]


def test_an_open_workbook_takes_votes_as_a_file_does(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    copy = answered(tmp_path, ANN, {"C1": ["A", "=open"], "C3": ["B"]})
    with com_fake.excel(book) as (_, opened):
        host = LiveHost(opened)
        assert brought(host, copy).written
        live = [row[:5] for row in votes_of(host)]
        assert not brought(host, copy).written
    brought(FileHost(book), copy)
    assert live == [row[:5] for row in votes_of(FileHost(book))]
