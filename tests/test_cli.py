"""The commands as a person types them: exit codes, answers, nothing half done."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from segmentation_addin.cli import main
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.outputs import SHEETS, TABLES


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def fill(
    path: Path, rows: dict[str, list[dict[str, object]]], lang: Language = "en"
) -> None:
    """Types rows into the input tables, as a person would in a spreadsheet."""
    book = openpyxl.load_workbook(path, keep_vba=True)
    for name, lines in rows.items():
        table = TABLES[name]
        sheet = book[SHEETS[table.sheet].title.in_(lang)]
        for number, line in enumerate(lines):
            for key, value in line.items():
                place = table.first_column + table.keys.index(key) + 1
                cell = sheet.cell(HEADER_ROW + 1 + number, place)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "e" if value.startswith("#") else "s"
        first, last = sheet.tables[name].ref.split(":")
        column = last.rstrip("0123456789")
        sheet.tables[name].ref = f"{first}:{column}{HEADER_ROW + max(1, len(lines))}"
        sheet.tables[name].autoFilter.ref = sheet.tables[name].ref
    book.save(path)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "clients.xlsm"
    assert run("new", path, "--lang", "en").exit_code == 0
    return path


CLIENTS: list[dict[str, object]] = [
    {"client_id": f"C{i}", "name": f"Client {i}"} for i in range(8)
]
MARGINS: list[dict[str, object]] = [
    {
        "client_id": f"C{i}",
        "period": "2025-12-31",
        "revenue": 100.0 * (i + 1),
        "gross_margin": 30.0 * (i + 1),
        "active_months": i,
        "orders": i,
    }
    for i in range(8)
]


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_has_help(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert main.commands[command].help


def test_new_never_overwrites(workbook: Path) -> None:
    before = workbook.read_bytes()
    assert run("new", workbook).exit_code == 3
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("command", ["refresh", "check", "explain"])
def test_an_empty_workbook_is_refused_with_what_to_do(
    workbook: Path, command: str
) -> None:
    before = workbook.read_bytes()
    more = ["C1"] if command == "explain" else []
    done = run(command, workbook, *more, "--json")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    codes = {issue["code"] for issue in document["issues"]}
    assert {"no_client", "no_period"} <= codes
    assert all(issue["remedy"] for issue in document["issues"])
    assert workbook.read_bytes() == before


def test_what_a_person_types_is_segmented_and_explained(workbook: Path) -> None:
    fill(workbook, {"tblClients": CLIENTS, "tblMargins": MARGINS})
    done = run("refresh", workbook, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert len(document["clients"]) == 8
    assert document["totals"]["revenue"] == 3600
    told = run("explain", workbook, "Client 7")
    assert told.exit_code == 0
    title, *lines = told.stdout.strip().splitlines()
    assert title == "C7  Client 7"
    assert len(lines) <= 12
    for name in ("Letter", "Because", "Readings", "Confidence", "History", "Levers"):
        assert any(line.strip().startswith(name) for line in lines), name
    story = json.loads(run("explain", workbook, "C7", "--json").stdout)
    assert story["confidence"] in {"high", "medium", "low"}
    assert story["levers"][0]["delta"] > 0
    assert workbook.with_name("clients.backup.xlsm").exists()


def test_text_numbers_and_error_cells_name_their_cell(workbook: Path) -> None:
    rows = [dict(row) for row in MARGINS]
    rows[0]["revenue"] = "1 234,56 €"
    rows[1]["revenue"] = "#N/A"
    fill(workbook, {"tblClients": CLIENTS, "tblMargins": rows})
    done = run("refresh", workbook, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    client = next(c for c in document["clients"] if c["client_id"] == "C0")
    assert client["revenue"] == 1234.56
    unknown = next(c for c in document["clients"] if c["client_id"] == "C1")
    assert unknown["revenue"] is None
    cells = {(issue["sheet"], issue["cell"]) for issue in document["issues"]}
    assert ("Margins", f"D{HEADER_ROW + 2}") in cells


def test_a_name_that_begins_with_an_equals_sign_stays_text(workbook: Path) -> None:
    clients = [dict(row) for row in CLIENTS]
    clients[3]["name"] = '=HYPERLINK("http://example.invalid")'
    fill(workbook, {"tblClients": clients, "tblMargins": MARGINS})
    assert run("refresh", workbook).exit_code == 0
    book = openpyxl.load_workbook(workbook)
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "HYPERLINK" in cell.value
    ]
    assert len(cells) >= 3  # Clients, Margins, Segmentation
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_override_is_written_in_the_letter(workbook: Path) -> None:
    fill(
        workbook,
        {
            "tblClients": CLIENTS,
            "tblMargins": MARGINS,
            "tblOverrides": [
                {"client_id": "C7", "letter": "B", "reason": "r", "author": "a"}
            ],
        },
    )
    document = json.loads(run("refresh", workbook, "--json").stdout)
    client = next(c for c in document["clients"] if c["client_id"] == "C7")
    assert (client["computed_letter"], client["letter"]) in {("A", "B"), ("C", "B")}


def test_an_override_whose_end_is_text_is_ignored_as_its_formula_does(
    workbook: Path,
) -> None:
    override = {"client_id": "C7", "letter": "B", "reason": "r", "author": "a"}
    fill(
        workbook,
        {
            "tblClients": CLIENTS,
            "tblMargins": MARGINS,
            "tblOverrides": [{**override, "expires_on": "2030-01-01"}],
        },
    )
    document = json.loads(run("refresh", workbook, "--json").stdout)
    client = next(c for c in document["clients"] if c["client_id"] == "C7")
    assert client["letter"] == client["computed_letter"]
    assert "override_expiry" in {issue["code"] for issue in document["issues"]}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (None, "absent.xlsm"),
        (b"not a zip", "text.xlsm"),
        (b"PK\x03\x04 torn", "torn.xlsm"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xlsm"),
        (b"", "empty.xlsm"),
    ],
)
@pytest.mark.parametrize("command", ["refresh", "check"])
def test_a_file_that_is_no_workbook_is_refused_plainly(
    tmp_path: Path, content: bytes | None, name: str, command: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = run(command, path)
    assert done.exit_code == 3
    assert "→" in done.stderr
    assert "Traceback" not in done.output
    document = json.loads(run(command, path, "--json").stdout)
    assert document["issues"][0]["remedy"]


def test_a_workbook_open_in_excel_is_left_alone(workbook: Path) -> None:
    fill(workbook, {"tblClients": CLIENTS, "tblMargins": MARGINS})
    before = workbook.read_bytes()
    workbook.with_name("~$clients.xlsm").write_bytes(b"owner")
    done = run("refresh", workbook)
    assert done.exit_code == 3
    assert workbook.read_bytes() == before


def test_output_to_another_file_leaves_the_source(workbook: Path) -> None:
    fill(workbook, {"tblClients": CLIENTS, "tblMargins": MARGINS})
    before = workbook.read_bytes()
    target = workbook.with_name("out.xlsm")
    assert run("refresh", workbook, "-o", target).exit_code == 0
    assert workbook.read_bytes() == before
    assert run("refresh", target).stdout.strip().endswith("nothing was written.")


def test_wrong_usage_ends_with_two(workbook: Path) -> None:
    assert run("refresh").exit_code == 2
    assert run("refresh", workbook, "--as-of", "yesterday").exit_code == 2


def test_lines_are_imported_once(workbook: Path, tmp_path: Path) -> None:
    source = tmp_path / "lignes.csv"
    source.write_text(
        "Code client;Client;N° commande;Date;Montant HT;Marge\n"
        "0101;Été SARL;1;05/03/2024;1 234,50;300,00\n"
        "0101;Été SARL;2;25/11/2025;100,00;20,00\n"
        "0202;=Somme;3;31/12/2025;50,25;-5,00\n",
        encoding="cp1252",
    )
    dry = run("import", source, "--into", workbook, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "Montant HT" in dry.stdout
    assert json.loads(run("import", source, "--into", workbook, "--json").stdout)[
        "written"
    ]
    again = json.loads(run("import", source, "--into", workbook, "--json").stdout)
    assert (again["written"], again["changes"]) == (False, 0)
    document = json.loads(run("refresh", workbook, "--json").stdout)
    found = {client["client_id"]: client for client in document["clients"]}
    assert found["0101"]["revenue"] == 100
    assert found["0101"]["previous_revenue"] == 1234.5
    assert found["0202"]["name"] == "=Somme"


def test_an_export_with_tax_only_is_refused(workbook: Path, tmp_path: Path) -> None:
    source = tmp_path / "ttc.csv"
    source.write_text("Code client;Date;Montant TTC\nA;05/03/2025;120\n", "utf-8")
    before = workbook.read_bytes()
    assert run("import", source, "--into", workbook).exit_code == 1
    assert workbook.read_bytes() == before


@pytest.fixture
def outgrown(workbook: Path) -> Path:
    """Knots from one year, then a year in which all sell ten times as much."""
    last_year = [{**row, "period": "2024-12-31"} for row in MARGINS]
    fill(workbook, {"tblClients": CLIENTS, "tblMargins": [*MARGINS, *last_year]})
    assert run("refresh", workbook).exit_code == 0
    more = [{**row, "revenue": 10 * float(str(row["revenue"]))} for row in MARGINS]
    fill(workbook, {"tblMargins": [*more, *last_year]})
    return workbook


def asked(monkeypatch: pytest.MonkeyPatch, answer: str, *arguments: object) -> Result:
    monkeypatch.setattr(
        "segmentation_addin.commands.workbook._on_a_terminal", lambda: True
    )
    return CliRunner().invoke(main, [str(a) for a in arguments], input=answer + "\n")


def test_recalibrate_on_a_terminal_shows_the_moves_and_asks(
    outgrown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = outgrown.read_bytes()
    done = asked(monkeypatch, "", "refresh", outgrown, "--recalibrate")
    assert done.exit_code == 0, done.output
    assert "New knots would move" in done.stdout
    assert "Nothing was changed." in done.stdout
    assert outgrown.read_bytes() == before
    done = asked(monkeypatch, "y", "refresh", outgrown, "--recalibrate")
    assert "Written:" in done.stdout
    assert outgrown.read_bytes() != before


@pytest.mark.parametrize("option", ["--yes", "--json"])
def test_recalibrate_does_not_ask_when_told_so(
    outgrown: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    before = outgrown.read_bytes()
    done = asked(monkeypatch, "", "refresh", outgrown, "--recalibrate", option)
    assert done.exit_code == 0, done.output
    assert "would move" not in done.output
    assert outgrown.read_bytes() != before


def test_recalibrate_without_a_terminal_goes_on(outgrown: Path) -> None:
    done = run("refresh", outgrown, "--recalibrate")
    assert "Written:" in done.stdout


@pytest.mark.parametrize(
    "idle",
    [["--for", "D"], ["--exit", "D", "--for", "A"], ["--one-off", "5"]],
)
def test_what_if_refuses_an_option_that_decides_nothing(
    workbook: Path, idle: list[str]
) -> None:
    before = workbook.read_bytes()
    assert run("what-if", workbook, *idle).exit_code == 2
    assert workbook.read_bytes() == before
