"""Several years, corrected files, parts, other companies, and estimated margins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fec_examples import SIREN, books, full, invoice, line, payment

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.sample.books import EMPLOYEES
from segmentation_addin.sample.fec_file import write_fec
from segmentation_addin.services.importing_fec import SIREN_SETTING
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.reading import Tables, read_tables

Lines = list[dict[str, str]]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def brought(book: Path, *words: str | Path) -> dict[str, Any]:
    done = run("import", *words, "--into", book, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def codes(document: dict[str, Any]) -> set[str]:
    return {issue["code"] for issue in document["issues"]}


def tables(book: Path) -> Tables:
    return read_tables(FileHost(book))[0]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    assert run("new", path, "--lang", "en").exit_code == 0
    return path


def year_file(folder: Path, year: int, lines: Lines, siren: str = SIREN) -> Path:
    """A whole year: these lines with their month and day, and one in each end month."""
    dated = [
        row | {name: f"{year}{row[name][4:]}" for name in ("EcritureDate", "PieceDate")}
        for row in lines
    ]
    ends = []
    for day in (f"{year}0101", f"{year}1231"):
        more = {"JournalCode": "OD", "JournalLib": "OD", "EcritureNum": f"O{day}"}
        more |= {"EcritureDate": day, "PieceDate": day}
        ends += [line("607000", 5_00, **more), line("401000", -5_00, **more)]
    return full(
        folder / f"{siren}FEC{year}1231.txt", [ends[0], ends[1], *dated, *ends[2:]]
    )


def sold(client: str, net: int, day: str = "0610") -> Lines:
    more = {"EcritureDate": f"2000{day}", "PieceDate": f"2000{day}"}
    return invoice(client, net, EcritureNum=f"{client}{day}", **more)


LAST = [*sold("A", 1_000_00), *sold("B", 500_00)]
THIS = [*sold("A", 1_200_00), *sold("C", 300_00)]


def figures(book: Path) -> dict[tuple[str, int], float]:
    rows = tables(book).margins
    keys = zip(rows["client_id"], rows["period"].dt.year, strict=True)
    return dict(zip(keys, rows["revenue"].tolist(), strict=True))


def test_the_order_of_the_years_is_free(tmp_path: Path, book: Path) -> None:
    before, now = year_file(tmp_path, 2024, LAST), year_file(tmp_path, 2025, THIS)
    both = tmp_path / "both.xlsm"
    both.write_bytes(book.read_bytes())
    brought(both, before, now)
    brought(book, now)
    brought(book, before)
    assert figures(book) == figures(both)
    assert figures(book) == {
        ("A", 2024): 1000.0,
        ("B", 2024): 500.0,
        ("A", 2025): 1200.0,
        ("C", 2025): 300.0,
    }
    assert not brought(both, before, now)["written"]
    assert not brought(book, now)["written"]
    assert not brought(book, before)["written"]


def test_one_year_alone_calls_nobody_new(tmp_path: Path, book: Path) -> None:
    opened = {"JournalCode": "AN", "JournalLib": "A nouveau", "EcritureNum": "AN"}
    day = {"EcritureDate": "20250101", "PieceDate": "20250101"}
    forward = [
        line("411000", 6_00, "A", **opened, **(day | {"PieceDate": "20241111"})),
        line("101000", -6_00, **opened, **day),
    ]
    brought(book, year_file(tmp_path, 2025, THIS + forward))
    since = tables(book).clients.set_index("client_id")["since"]
    assert str(since["A"].date()) < "2025-01-01"
    assert since.isna()["C"]
    brought(book, year_file(tmp_path, 2024, LAST))
    assert run("refresh", book).exit_code == 0
    found = {x["client_id"]: x["new"] for x in refreshed(book)["clients"]}
    assert found == {"A": False, "B": False, "C": True}


def refreshed(book: Path) -> dict[str, Any]:
    done = run("refresh", book, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_a_corrected_file_updates_its_year_and_says_what_is_left(
    tmp_path: Path, book: Path
) -> None:
    brought(book, year_file(tmp_path, 2024, LAST), year_file(tmp_path, 2025, THIS))
    corrected = [*sold("A", 1_250_00), *sold("D", 250_00)]
    said = brought(book, year_file(tmp_path, 2025, corrected))
    assert {"merge_rows_updated", "fec_rows_left"} <= codes(said)
    (left,) = (x for x in said["issues"] if x["code"] == "fec_rows_left")
    assert left["amount"] == 300.0
    assert figures(book) == {
        ("A", 2024): 1000.0,
        ("B", 2024): 500.0,
        ("A", 2025): 1250.0,
        ("C", 2025): 300.0,
        ("D", 2025): 250.0,
    }
    assert left["cell"]


def split(path: Path, names: list[str], half: int) -> list[Path]:
    head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = [path.with_name(name) for name in names]
    parts[0].write_text("".join([head, *lines[:half]]), encoding="utf-8")
    parts[1].write_text("".join([head, *lines[half:]]), encoding="utf-8")
    path.unlink()
    return parts


@pytest.mark.parametrize("backwards", [False, True])
def test_two_parts_make_one_year(tmp_path: Path, book: Path, backwards: bool) -> None:
    whole = year_file(tmp_path, 2025, THIS)
    parts = split(whole, [f"{whole.stem}_1.txt", f"{whole.stem}_2.txt"], 4)
    said = brought(book, *(parts[::-1] if backwards else parts))
    assert figures(book) == {("A", 2025): 1200.0, ("C", 2025): 300.0}
    assert len(said["files"]) == 1
    assert run("import", parts[1], "--into", book).exit_code == 1


def test_files_numbered_by_their_year_are_years(tmp_path: Path, book: Path) -> None:
    years = [(24, LAST), (25, THIS)]
    paths = [
        year_file(tmp_path, 2000 + year, lines).rename(tmp_path / f"FEC_{year}.txt")
        for year, lines in years
    ]
    assert brought(book, *paths)["periods"] == ["2024-12-31", "2025-12-31"]


@pytest.mark.parametrize("name", ["", "copy.txt", "books_1.txt"])
def test_the_same_file_twice_is_refused(tmp_path: Path, book: Path, name: str) -> None:
    first = year_file(tmp_path, 2025, THIS)
    second = tmp_path / name if name else first
    second.write_bytes(first.read_bytes())
    before = book.read_bytes()
    done = run("import", first, second, "--into", book, "--as", "fec", "--json")
    assert done.exit_code == 1
    assert codes(json.loads(done.stdout)) == {"fec_same_file"}
    assert book.read_bytes() == before


def test_two_files_of_the_same_months_are_refused(tmp_path: Path, book: Path) -> None:
    first = year_file(tmp_path, 2025, THIS)
    second = first.rename(tmp_path / "other.txt")
    first = year_file(tmp_path, 2025, LAST)
    done = run("import", first, second, "--into", book, "--json")
    assert done.exit_code == 1
    assert "fec_years_overlap" in codes(json.loads(done.stdout))


def test_the_same_file_under_another_name_later_changes_nothing(
    tmp_path: Path, book: Path
) -> None:
    first = year_file(tmp_path, 2025, THIS)
    brought(book, first)
    content = book.read_bytes()
    assert not brought(book, first.rename(tmp_path / "copy.txt"))["written"]
    assert book.read_bytes() == content


def test_the_books_of_another_company_are_told(tmp_path: Path, book: Path) -> None:
    brought(book, year_file(tmp_path, 2024, LAST))
    assert tables(book).settings[SIREN_SETTING] == SIREN
    said = brought(book, year_file(tmp_path, 2025, THIS, siren="000999995"))
    (issue,) = (x for x in said["issues"] if x["code"] == "fec_other_company")
    assert issue["severity"] == "warning"
    assert "000999995" in issue["message"]
    assert SIREN in issue["message"]
    assert issue["cell"]


def test_the_same_year_of_another_company_is_refused(
    tmp_path: Path, book: Path
) -> None:
    brought(book, year_file(tmp_path, 2024, LAST))
    other = year_file(tmp_path, 2024, [*LAST, *THIS], siren="000999995")
    before = book.read_bytes()
    done = run("import", other, "--into", book, "--json")
    assert done.exit_code == 1
    assert "fec_other_company_same_year" in codes(json.loads(done.stdout))
    assert book.read_bytes() == before


def test_a_year_of_another_company_comes_twice_without_harm(
    tmp_path: Path, book: Path
) -> None:
    brought(book, year_file(tmp_path, 2024, LAST))
    other = year_file(tmp_path, 2025, THIS, siren="000999995")
    assert brought(book, other)["written"]
    again = brought(book, other)
    assert not again["written"]
    assert "fec_other_company" in codes(again)


def part_of_a_year(folder: Path, end: str, lines: Lines) -> Path:
    """The books of 2025 as far as a day (month and day)."""
    whole = year_file(folder, 2025, lines)
    text = whole.read_text(encoding="utf-8").replace("20251231", f"2025{end}")
    part = whole.with_name(f"{SIREN}FEC2025{end}.txt")
    part.write_text(text, encoding="utf-8")
    whole.unlink()
    return part


def test_a_short_year_is_told_with_its_revenue_on_twelve_months(
    tmp_path: Path, book: Path
) -> None:
    said = brought(book, part_of_a_year(tmp_path, "0930", THIS))
    (issue,) = (x for x in said["issues"] if x["code"] == "fec_not_a_year")
    assert "1,500" in issue["message"]
    assert "2,000" in issue["message"]
    (file,) = said["files"]
    assert (file["months"], file["revenue"], file["annual_revenue"]) == (9, 1500, 2000)
    assert sum(figures(book).values()) == 1500.0


def test_a_short_year_beside_a_whole_one_is_refused(tmp_path: Path, book: Path) -> None:
    whole, short = (
        year_file(tmp_path, 2024, LAST),
        part_of_a_year(tmp_path, "0930", THIS),
    )
    done = run("import", whole, short, "--into", book, "--json")
    assert done.exit_code == 1
    assert "fec_short_year" in codes(json.loads(done.stdout))
    brought(book, whole)
    content = book.read_bytes()
    done = run("import", short, "--into", book, "--json")
    assert done.exit_code == 1
    assert codes(json.loads(done.stdout)) >= {"fec_period_near"}
    assert book.read_bytes() == content


def test_a_closed_year_does_not_come_beside_a_part_of_it(
    tmp_path: Path, book: Path
) -> None:
    brought(
        book, part_of_a_year(tmp_path, "0930", sold("A", 900_00) + sold("B", 100_00))
    )
    closed = year_file(tmp_path, 2025, sold("C", 700_00) + sold("D", 700_00))
    done = run("import", closed, "--into", book, "--json")
    assert done.exit_code == 1
    (issue,) = (
        x for x in json.loads(done.stdout)["issues"] if x["code"] == "fec_period_near"
    )
    assert issue["amount"] == 1000.0
    assert issue["cell"]


def test_two_companies_in_one_command_are_told(tmp_path: Path, book: Path) -> None:
    last = year_file(tmp_path, 2024, LAST)
    this = year_file(tmp_path, 2025, THIS, siren="000999995")
    assert "fec_other_company" in codes(brought(book, last, this))


def test_accounts_of_counter_sales_are_listed(tmp_path: Path, book: Path) -> None:
    lines = [*THIS, *sold("DIV", 40_00), *sold("NET", 60_00)]
    for row in lines:
        names = {"DIV": "CLIENTS DIVERS", "NET": "Ventes internet"}
        row["CompAuxLib"] = names.get(row["CompAuxNum"], row["CompAuxLib"])
    path = year_file(tmp_path, 2025, lines)
    shown = run("import", path, "--into", book, "--dry-run").stdout
    assert "sales: 2, 100.00 of revenue" in shown
    assert shown.index("NET Ventes internet: 60.00") < shown.index("DIV CLIENTS DIVERS")
    assert "delete their rows" in shown
    said = brought(book, path)
    (issue,) = (x for x in said["issues"] if x["code"] == "fec_counter")
    assert issue["amount"] == 100.0
    assert [x["client_id"] for x in said["files"][0]["counter"]] == ["NET", "DIV"]


def test_no_name_of_staff_is_in_the_workbook(tmp_path: Path, book: Path) -> None:
    made = books(year=2025)
    path = write_fec(made, tmp_path / f"{SIREN}FEC20251231.txt")
    staff = {"CompAuxNum": "S001", "CompAuxLib": EMPLOYEES[0]}
    more = {"JournalCode": "OD", "JournalLib": "OD", "EcritureNum": "999999"}
    meal = [
        x | staff
        for x in (line("421000", 12_00, **more), line("708000", -12_00, **more))
    ]
    extra = full(tmp_path / "extra.txt", meal).read_text(encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(extra.partition("\n")[2])
    names = [word for name in EMPLOYEES for word in name.split()]
    text = path.read_text(encoding="utf-8")
    assert all(name in text for name in names)
    done = run("import", path, "--into", book, "--margin-rate", "38%")
    assert done.exit_code == 0, done.output
    assert run("refresh", book).exit_code == 0
    for made_of_it in (book, *book.parent.glob("book*.xlsm")):
        package = Package(made_of_it.read_bytes(), made_of_it.name)
        held = b"".join(package.read(name) for name in package.names)
        assert not [x for x in names if x.encode() in held + done.output.encode()]


# --- margins estimated from one rate -----------------------------------------


def many(rate: int = 1) -> Lines:
    """Clients of every size, each with a payment."""
    return [
        row
        for i in range(12)
        for row in (
            *sold(f"K{i:02d}", rate * (i + 1) ** 3 * 10_00, f"{i % 12 + 1:02d}05"),
            *payment(f"K{i:02d}", 1_00, EcritureNum=f"P{i}", EcritureDate="20001231"),
        )
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimated_margin_never_drives_a_letter(
    tmp_path: Path, language: Language
) -> None:
    book = tmp_path / "book.xlsm"
    run("new", book, "--lang", language)
    shown = run(
        *("import", year_file(tmp_path, 2025, many()), "--into", book),
        *("--margin-rate", "38 %"),
    )
    assert shown.exit_code == 0, shown.output
    mark = {"en": "“estimated”", "fr": "« estimée »"}[language]
    assert mark in shown.stdout.replace("\u00a0", " ")
    rows = tables(book).margins
    assert set(rows["margin_origin"]) == {"estimated"}
    assert (rows["gross_margin"] - rows["revenue"] * 0.38).abs().max() < 0.006
    found = refreshed(book)
    assert {x["points"]["margin"] for x in found["clients"]} == {None}
    assert {x["letter"] for x in found["clients"]} <= {"B", "C", "NC"}
    assert "margin_estimated" in codes(found)
    other = tmp_path / "other.xlsm"
    run("new", other, "--lang", language)
    brought(other, year_file(tmp_path, 2025, many()), "--margin-rate", "5%")
    letters = {x["client_id"]: (x["letter"], x["score"]) for x in found["clients"]}
    assert letters == {
        x["client_id"]: (x["letter"], x["score"]) for x in refreshed(other)["clients"]
    }


def test_without_a_rate_there_is_no_margin_and_it_is_asked_for(
    tmp_path: Path, book: Path
) -> None:
    shown = run("import", year_file(tmp_path, 2025, many()), "--into", book).stdout
    assert "Without it there is no letter" in shown
    assert tables(book).margins["gross_margin"].isna().all()
    assert {x["letter"] for x in refreshed(book)["clients"]} == {"NC"}


def test_a_margin_of_one_s_own_is_never_overwritten(tmp_path: Path, book: Path) -> None:
    path = year_file(tmp_path, 2025, many())
    brought(book, path)
    FileHost(book).write(
        Changes(
            edits=[
                CellEdits("tblMargins", "gross_margin", [0], [7.0]),
                CellEdits("tblMargins", "cost_of_goods", [1], [8.0]),
            ]
        )
    )
    brought(book, path, "--margin-rate", "0.4")
    rows = tables(book).margins
    assert rows["margin_origin"].tolist() == ["", "", *["estimated"] * 10]
    assert rows["gross_margin"].iloc[:2].fillna(0).tolist() == [7.0, 0.0]
    assert not brought(book, path, "--margin-rate", "40%")["written"]
    said = brought(book, path, "--margin-rate", "50%")
    assert said["written"]
    assert tables(book).margins["gross_margin"].iloc[2] == pytest.approx(
        rows["gross_margin"].iloc[2] * 1.25
    )


@pytest.mark.parametrize("rate", ["38", "0", "100%", "-5%", "abc", "1.2"])
def test_a_rate_that_is_none_is_wrong_usage(
    tmp_path: Path, book: Path, rate: str
) -> None:
    path = year_file(tmp_path, 2025, THIS)
    done = run("import", path, "--into", book, f"--margin-rate={rate}")
    assert done.exit_code == 2
    assert "38% or 0.38" in done.stderr


def test_a_rate_is_for_a_fec(tmp_path: Path, book: Path) -> None:
    source = tmp_path / "lines.csv"
    source.write_text("client;date;montant\nA;2025-01-01;3\n", encoding="utf-8")
    words = ("import", source, "--into", book, "--margin-rate", "38%")
    assert run(*words, "--as", "lines").exit_code == 2
    done = run(*words)
    assert done.exit_code == 1
    assert "--margin-rate" in done.stderr
