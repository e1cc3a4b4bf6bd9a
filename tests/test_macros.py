"""What each button of the ribbon does and says, on a workbook held in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fake_screen import FakeFormulaCells, FakeScreen
from memory_host import MemoryHost, memory_host, raw_table

from segmentation_addin.excel import frame, journal, macros
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.excel.desk import Desk
from segmentation_addin.excel.frame import ACTS, perform
from segmentation_addin.excel.screen import Selection
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.messages import ribbon
from segmentation_addin.workbook.host import CellError, HostError
from segmentation_addin.workbook.inputs import CLIENTS, MARGINS, OVERRIDES, SCALE
from segmentation_addin.workbook.outputs import ISSUES, SEGMENTATION
from segmentation_addin.workbook.settings import DEFAULT_SCALE

folder = journal.folder
LINES = """Order ID;Order Date;Customer ID;Sales;Profit
1;2025-03-01;C1;100;30
2;2025-04-01;C2;200;50
"""


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path)
    monkeypatch.setenv("SEGMENTATION_LANG", "en")
    return tmp_path / journal.FILE_NAME


def portfolio(language: Language = "en", clients: int = 8) -> MemoryHost:
    ids = [f"C{i}" for i in range(clients)]
    margins = [
        {
            "client_id": client,
            "period": "2025-12-31",
            "revenue": 100.0 * (i + 1),
            "gross_margin": 30.0 * (i + 1),
            "active_months": i,
            "orders": i,
        }
        for i, client in enumerate(ids)
    ]
    scale = [
        {"criterion": row.criterion, "better": row.better, "weight": row.weight}
        for row in DEFAULT_SCALE
    ]
    return memory_host(
        language,
        tblScale=raw_table(SCALE, scale, language),
        tblClients=raw_table(
            CLIENTS, [{"client_id": c, "name": f"Name {c}"} for c in ids], language
        ),
        tblMargins=raw_table(MARGINS, margins, language, blank_rows=0),
        tblOverrides=raw_table(OVERRIDES, language=language, blank_rows=1),
        tblSegmentation=raw_table(SEGMENTATION, language=language, blank_rows=1),
        tblIssues=raw_table(ISSUES, language=language, blank_rows=1),
    )


def click(
    key: str,
    host: MemoryHost,
    screen: FakeScreen | None = None,
    formulas: FakeFormulaCells | None = None,
) -> FakeScreen:
    screen = screen or FakeScreen()
    cells = formulas or FakeFormulaCells()
    perform(key, screen, lambda: Desk(host, screen, cells))
    return screen


def column(host: MemoryHost, table: str, heading: str) -> list[object]:
    raw = host.raws[table]
    return list(raw.columns[raw.headings.index(heading)])


def test_each_button_has_its_act_and_its_macro() -> None:
    keys = [action.key for action in ACTIONS]
    assert list(ACTS) == keys
    assert all(callable(getattr(macros, key)) for key in keys)


def test_each_text_speaks_both_languages() -> None:
    texts = [text for text in vars(ribbon).values() if isinstance(text, Text)]
    assert len(texts) > 30
    same = {text.en for text in texts if text.en == text.fr}
    assert same <= {"Segmentation"}


# --- refresh and recalibrate -------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_refresh_writes_and_says_so_in_the_status_bar_only(language: Language) -> None:
    host, cells = portfolio(language), FakeFormulaCells()
    screen = click("refresh", host, formulas=cells)
    assert not screen.said
    assert screen.bar[-1] is not None
    assert screen.bar[-1].startswith(
        {"en": "Segmentation: up to date · A ", "fr": "Segmentation : à jour · A "}[
            language
        ]
    )
    assert cells.recalculated == 1
    assert len(host.raws["tblSegmentation"].columns[0]) == 8


def test_a_second_refresh_recalculates_nothing() -> None:
    host, cells = portfolio(), FakeFormulaCells()
    click("refresh", host)
    screen = click("refresh", host, formulas=cells)
    assert "already up to date" in str(screen.bar[-1])
    assert cells.recalculated == 0


def test_a_refresh_shows_its_steps_in_the_language_of_the_workbook() -> None:
    screen = click("refresh", portfolio("fr"))
    shown = " ".join(str(text) for text in screen.bar)
    assert "lecture des feuilles… 0\u202f%" in shown
    assert "écriture" in shown
    assert "recalcul des cellules" in shown


def test_refused_data_says_where_what_and_what_to_do() -> None:
    screen = click("refresh", portfolio(clients=0))
    (message,) = screen.alarms
    assert "Nothing was computed or written" in message
    assert "Client ID" in message
    assert "→ Fill the Clients sheet" in message
    assert screen.bar[-1] is None


def test_cells_that_excel_will_not_recalculate_do_not_hide_that_letters_are_written(
    log: Path,
) -> None:
    host = portfolio()
    screen = click("refresh", host, formulas=FakeFormulaCells(refuses=True))
    assert "Ctrl+Alt+F9" in str(screen.bar[-1])
    assert "recalculate stopped" in log.read_text(encoding="utf-8")


def test_what_a_person_must_know_is_one_box() -> None:
    host = portfolio()
    host.cleared_filters = ["tblSegmentation"]  # type: ignore[attr-defined]
    screen = click("refresh", host, FakeScreen(locked=True))
    (message,) = screen.said
    assert "The filter of tblSegmentation was cleared" in message
    assert "read-only" in message
    assert not screen.alarms


def recalibrated(answer: bool) -> tuple[MemoryHost, FakeScreen]:
    """Knots from eight clients, then a year in which all sell ten times as much."""
    host = portfolio()
    click("refresh", host)
    revenue = host.raws["tblMargins"].headings.index("Revenue")
    margin = host.raws["tblMargins"].headings.index("Gross margin")
    for at in (revenue, margin):
        cells = host.raws["tblMargins"].columns[at]
        cells[:] = [10 * cell for cell in cells]  # type: ignore[operator]
    click("refresh", host)
    return host, click("recalibrate", host, FakeScreen(answers=[answer]))


def best_revenue(host: MemoryHost) -> object:
    """The knot worth 100 points of the first criterion, the revenue."""
    return column(host, "tblScale", "Worth 100")[0]


def test_recalibrate_shows_which_letters_move_and_writes_nothing_on_no() -> None:
    host, screen = recalibrated(answer=False)
    (question,) = screen.asked
    assert "New knots would move" in question
    assert "A → " in question
    assert "Name C" in question
    assert question.endswith("Rewrite the knots that are not fixed, and refresh?")
    assert screen.bar[-1] == "Segmentation: nothing was changed"
    assert best_revenue(host) == pytest.approx(765.0)


def test_recalibrate_rewrites_the_knots_on_yes() -> None:
    host, screen = recalibrated(answer=True)
    assert "up to date" in str(screen.bar[-1])
    assert best_revenue(host) == pytest.approx(7650.0)


def test_recalibrate_refuses_what_refresh_refuses() -> None:
    screen = click("recalibrate", portfolio(clients=0))
    assert not screen.asked
    assert len(screen.alarms) == 1


# --- check -------------------------------------------------------------------


def flawed(language: Language = "en") -> MemoryHost:
    host = portfolio(language)
    host.raws["tblMargins"].columns[3][2] = CellError("#N/A")
    return host


def test_check_lists_the_issues_and_goes_to_the_first() -> None:
    host = flawed()
    before = {name: raw.columns for name, raw in host.raws.items()}
    screen = click("check", host)
    assert screen.gone_to == [("Margins", "D7")]
    (message,) = screen.said
    assert "in the sheet Data quality" in message.replace("\n", " ")
    assert "Margins D7" in message
    assert "error_cell" in column(host, "tblIssues", "Code")
    untouched = set(host.raws) - {"tblIssues"}
    assert all(host.raws[name].columns == before[name] for name in untouched)
    assert screen.bar[-1] is None


def test_check_goes_to_the_list_where_the_cell_cannot_be_shown() -> None:
    screen = click("check", flawed("fr"), FakeScreen(hidden=("Marges",)))
    assert screen.gone_to == [("Qualité des données", "A5")]


def test_check_lists_what_stops_a_refresh() -> None:
    host = portfolio(clients=0)
    screen = click("check", host)
    assert "Errors: " in screen.said[0]
    assert "no_client" in column(host, "tblIssues", "Code")


def test_check_after_a_refresh_finds_the_list_as_the_refresh_left_it() -> None:
    host = flawed()
    click("refresh", host)
    listed = column(host, "tblIssues", "Code")
    click("check", host)
    assert column(host, "tblIssues", "Code") == listed


def test_check_says_when_there_is_nothing_to_correct(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from segmentation_addin.services import checking

    clean = checking.Checked("en", refused=False, written=False, issues=[])
    monkeypatch.setattr(checking, "check", lambda *_, **__: clean)
    screen = click("check", memory_host())
    assert screen.said == ["No issue found. Refresh computes the letters."]
    assert not screen.gone_to


# --- explain -----------------------------------------------------------------


def at(sheet: str, row: int, value: object = None, column: int = 2) -> FakeScreen:
    return FakeScreen(selected=Selection(sheet, row, column, value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "screen",
    [at("Clients", 7), at("Margins", 7), at("Home", 3, "C2"), at("Home", 3, "name c2")],
)
def test_explain_tells_the_story_of_the_client_pointed_at(screen: FakeScreen) -> None:
    click("explain", portfolio(), screen)
    (message,) = screen.said
    assert message.startswith("C2  Name C2\n\nLetter: ")
    assert "Because: " in message
    assert "Next: " in message
    assert max(len(line) for line in message.splitlines()) <= 70


def test_explain_in_french() -> None:
    screen = click("explain", portfolio("fr"), at("Marges", 7))
    assert screen.said[0].startswith("C2  Name C2\n\nLettre : ")


@pytest.mark.parametrize(
    "screen",
    [
        FakeScreen(),
        at("Home", 3),
        at("Home", 3, CellError("#N/A")),
        at("Review", 5, "x"),
    ],
)
def test_explain_says_where_to_click_when_no_client_is_selected(
    screen: FakeScreen,
) -> None:
    click("explain", portfolio(), screen)
    assert screen.said[0].startswith("No client is selected.")


def test_explain_names_the_nearest_clients() -> None:
    screen = click("explain", portfolio(), at("Home", 3, "Name"))
    assert "has no client “Name”" in screen.said[0]
    assert "  C0 Name C0" in screen.said[0].replace("  Name", " Name")


# --- import ------------------------------------------------------------------


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_import_shows_the_mapping_then_writes(lines: Path) -> None:
    host = memory_host()
    screen = click("import_data", host, FakeScreen(answers=[True], files=[lines]))
    (question,) = screen.asked
    assert "Columns read from lines.csv:" in question
    assert "Customer ID → Clients · Client ID" in question
    assert "2 lines, 2 clients" in question
    assert "click Refresh" in screen.said[-1]
    assert column(host, "tblClients", "Client ID")[:2] == ["C1", "C2"]


def test_import_writes_nothing_on_no_or_without_a_file(lines: Path) -> None:
    host = memory_host()
    click("import_data", host, FakeScreen(answers=[False], files=[lines]))
    cancelled = click("import_data", host, FakeScreen())
    assert column(host, "tblClients", "Client ID") == [None]
    assert not cancelled.said
    assert cancelled.bar[-1] is None


def test_import_reads_the_mapping_file_beside_the_workbook(tmp_path: Path) -> None:
    source, rules = tmp_path / "rates.csv", tmp_path / "book.mapping.csv"
    source.write_text("Client ID;Period;Revenue;Marge\nC1;2025;100,50;31 %\n")
    rules.write_text("Marge,Margin rate on price\n")
    place, host = str(tmp_path / "book.xlsm"), memory_host()
    screen = FakeScreen(answers=[True], files=[source], place=place)
    click("import_data", host, screen)
    assert column(host, MARGINS.name, "Gross margin")[0] == pytest.approx(
        31.16, abs=0.01
    )
    rules.write_text("Marge,Nothing\n")
    refused = click("import_data", host, FakeScreen(files=[source], place=place))
    assert "Nothing" in refused.said[-1]


def test_import_knows_what_it_has_read_already(lines: Path) -> None:
    host = memory_host()
    click("import_data", host, FakeScreen(answers=[True], files=[lines]))
    again = click("import_data", host, FakeScreen(files=[lines]))
    assert again.said == ["This workbook already holds all of it: nothing to write."]


def test_a_file_that_is_no_table_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    screen = click("import_data", memory_host(), FakeScreen(files=[path]))
    assert "empty.csv" in screen.alarms[0]
    assert "→" in screen.alarms[0]


# --- freeze, guide -----------------------------------------------------------


def test_freeze_asks_with_the_number_of_cells() -> None:
    cells = FakeFormulaCells(cells=1200)
    screen = click("freeze", portfolio(), FakeScreen(answers=[True]), cells)
    assert "1,200 cells call a SEGMENT function, on: Analysis." in screen.asked[0]
    assert "cannot undo this" in screen.asked[0].replace("\n", " ")
    assert sum(calls.cells for calls in cells.frozen) == 1200
    assert screen.bar[-1] == "Segmentation: 1,200 cells replaced by their values"


def test_freeze_keeps_the_formulas_on_no_and_says_when_there_is_none() -> None:
    cells = FakeFormulaCells(cells=3)
    click("freeze", portfolio(), FakeScreen(answers=[False]), cells)
    assert not cells.frozen
    screen = click("freeze", portfolio())
    assert "nothing to freeze" in screen.said[0].replace("\n", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_opens_in_the_language_of_the_workbook(language: Language) -> None:
    screen = click("guide", portfolio(language))
    (page,) = screen.pages
    assert page.name == f"guide_{language}.html"
    assert not screen.said


def test_a_guide_that_does_not_open_says_where_it_is() -> None:
    screen = click("guide", portfolio(), FakeScreen(browser=False))
    assert "guide_en.html" in screen.said[0].replace("\n", "")


# --- whatever goes wrong -----------------------------------------------------


def test_a_refusal_of_the_host_is_told_with_its_remedy() -> None:
    host = portfolio("fr")
    del host.raws["tblMargins"]
    screen = click("refresh", host)
    (message,) = screen.alarms
    assert "pas de table nommée tblMargins" in message
    assert "→" in message
    assert screen.bar[-1] is None


@pytest.mark.parametrize("key", list(ACTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_unexpected_ends_in_a_calm_message_and_a_log_without_names(
    key: str, language: Language, log: Path
) -> None:
    def broken(desk: Desk) -> str | None:
        name = desk.host.read("tblClients").columns[1][0]
        raise KeyError(name)

    screen, host = FakeScreen(), portfolio(language)
    perform(key, screen, lambda: Desk(host, screen, FakeFormulaCells()), broken)
    (message,) = screen.alarms
    label = {action.key: action.label for action in ACTIONS}[key].in_(language)
    assert message.startswith(label)
    assert log.name in message
    assert "Traceback" not in message
    logged = log.read_text(encoding="utf-8")
    assert f"{key} stopped" in logged
    assert "builtins.KeyError" in logged
    assert "test_macros.py" in logged
    assert "Name C0" not in message + logged
    assert screen.bar[-1] is None


def test_a_host_that_does_not_open_is_told_in_the_language_of_the_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEGMENTATION_LANG", "fr")

    def refused() -> Desk:
        raise HostError("table_missing", path="x.xlsm", table="tblScale")

    screen = FakeScreen()
    perform("refresh", screen, refused)
    assert "pas de table nommée tblScale" in screen.alarms[0]


def test_a_macro_outside_excel_ends_with_a_sentence_not_a_traceback(
    capsys: pytest.CaptureFixture[str], log: Path
) -> None:
    with pytest.raises(SystemExit) as ended:
        macros.refresh()
    assert str(ended.value.code).startswith("Refresh stopped:")
    assert log.exists()
    assert capsys.readouterr().err == ""


def test_each_macro_performs_its_own_act(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings

    done: list[tuple[str, object]] = []
    monkeypatch.setattr(xlwings.Book, "caller", lambda: "the book")
    monkeypatch.setattr(frame, "perform_live", lambda *call: done.append(call))
    for action in ACTIONS:
        getattr(macros, action.key)()
    assert done == [(action.key, "the book") for action in ACTIONS]


def test_the_log_lies_in_the_folder_of_the_users_applications() -> None:
    home = Path("home")
    local = {"LOCALAPPDATA": "local"}
    assert str(folder("win32", local, home)) == str(Path("local") / "segmentation")
    assert folder("win32", {}, home) == home / "AppData" / "Local" / "segmentation"
    assert folder("darwin", {}, home) == home / "Library" / "Logs" / "segmentation"
    assert folder("linux", {}, home) == home / ".local" / "state" / "segmentation"


def test_a_log_that_cannot_be_written_does_not_add_to_the_trouble(
    tmp_path: Path,
) -> None:
    taken = tmp_path / "a file"
    taken.write_text("", encoding="utf-8")
    assert journal.note("refresh", ValueError(), taken) is None


def test_the_macros_load_nothing_heavy_before_their_guard() -> None:
    script = (
        "import segmentation_addin.excel.macros, sys;"
        "print([m for m in ('pandas', 'numpy', 'xlwings') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
