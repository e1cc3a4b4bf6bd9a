"""`segmentation score --into`: what people read, back in a workbook."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from engine_examples import demo_folder, demo_rows
from openxml_audit import OpenXmlValidator
from pyarrow import parquet

from segmentation_addin.at_scale.listed_clients import Listing
from segmentation_addin.cli import main
from segmentation_addin.messages.score_sheets import TITLES
from segmentation_addin.template.package_lint import lint
from segmentation_addin.template.parts import read_parts

CENT = 0.005
FIGURES = ("revenue", "gross_margin")
Row = dict[str, Any]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def scored(*words: object) -> dict[str, Any]:
    found = run("score", *words, "--json")
    assert found.exit_code == 0, found.output
    document: dict[str, Any] = json.loads(found.stdout)
    return document


def table(path: Path, name: str) -> list[Row]:
    """The rows of a table, by heading."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if name in sheet.tables)
    headings, *rows = (
        [cell.value for cell in row] for row in sheet[sheet.tables[name].ref]
    )
    return [dict(zip(headings, row, strict=True)) for row in rows]


def listed(path: Path) -> list[str]:
    return [next(iter(row.values())) for row in table(path, "tblScoredClients")]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_folder(tmp_path_factory.mktemp("into") / "lines")


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def done(
    lines: Path, language: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, dict[str, Any]]:
    """A new workbook that a run wrote into, its result, its document."""
    folder = tmp_path_factory.mktemp(language)
    book, result = folder / "book.xlsm", folder / "all.parquet"
    run("new", book, "--lang", language)
    shutil.copy(book, folder / "new.xlsm")
    words = (lines, "-o", result, "--into", book, "--most-listed", 120)
    return book, result, scored(*words)


def test_listed_and_not_listed_make_all_clients(
    done: tuple[Path, Path, dict[str, Any]],
) -> None:
    book, result, document = done
    shown = set(listed(book))
    assert len(shown) == 120
    for row in table(book, "tblScoredSums")[:6]:
        group, *values = row.values()
        mark = None if group in {"Inactive", "Inactifs"} else group
        own = [r for r in parquet.read_table(result).to_pylist() if r["letter"] == mark]
        hidden = [r for r in own if r["client_id"] not in shown]
        assert values[:3] == [len(own) - len(hidden), len(hidden), len(own)]
        for place, key in enumerate(FIGURES, start=1):
            parts = values[3 * place : 3 * place + 3]
            wanted = [sum(r[key] or 0 for r in some) for some in (hidden, own)]
            assert parts[1:] == pytest.approx(wanted, abs=CENT)
            assert parts[0] + parts[1] == pytest.approx(parts[2], abs=CENT)
    everybody = list(table(book, "tblScoredSums")[6].values())
    assert everybody[3] == document["clients"]
    assert everybody[6] == pytest.approx(document["totals"]["revenue"], abs=CENT)


def test_the_figures_by_letter_are_those_of_the_document(
    done: tuple[Path, Path, dict[str, Any]],
) -> None:
    book, _, document = done
    keys = ("clients", "revenue", "gross_margin", "cost_to_serve", "net_margin")
    groups = {**document["by_letter"], "all": document["totals"]}
    del groups["orphans"]
    rows = table(book, "tblScoredLetters")
    for row, figures in zip(rows, groups.values(), strict=True):
        for value, key in zip([*row.values()][1:6], keys, strict=True):
            assert value == pytest.approx(figures[key], abs=CENT), key


def test_all_false_good_clients_and_all_a_come_before_the_worst_d(
    done: tuple[Path, Path, dict[str, Any]],
) -> None:
    book, result, _ = done
    rows = parquet.read_table(result).to_pylist()
    wrong = {r["client_id"] for r in rows if r["false_good"]}
    best = {r["client_id"] for r in rows if r["letter"] == "A"}
    assert wrong | best <= set(listed(book))
    margins = sorted(
        (r["gross_margin"], r["client_id"])
        for r in rows
        if r["letter"] == "D" and r["client_id"] not in wrong
    )
    left = 120 - len(wrong | best)
    assert left > 0
    assert set(listed(book)) - wrong - best == {client for _, client in margins[:left]}


def test_the_curve_ends_at_the_total_in_a_thousand_points(
    done: tuple[Path, Path, dict[str, Any]],
) -> None:
    book, result, document = done
    points = [[*row.values()] for row in table(book, "tblScoredCurve")]
    assert len(points) <= 1000
    assert points[0] == [0, 0, 0]
    margin = document["totals"]["gross_margin"]
    assert points[-1][1:] == pytest.approx([1, margin], abs=CENT)
    rows = parquet.read_table(result, columns=["letter", "gross_margin"]).to_pylist()
    gains = [r["gross_margin"] for r in rows if r["letter"] and r["gross_margin"] > 0]
    assert max(p[2] for p in points) == pytest.approx(sum(gains), abs=CENT)


def test_the_sheets_say_what_is_not_there(
    done: tuple[Path, Path, dict[str, Any]], language: str
) -> None:
    book, _, document = done
    titles = {
        key: text.in_("fr" if language == "fr" else "en")
        for key, text in TITLES.items()
    }
    sheets = openpyxl.load_workbook(book)
    assert set(titles.values()) <= set(sheets.sheetnames)
    said = " ".join(
        str(sheets[titles["lines"]].cell(row, 1).value) for row in (2, 3, 4, 5)
    )
    assert str(document["clients"] - 120) in said
    assert "all.parquet" in said
    assert ("refresh" if language == "en" else "actualisation") in said


def test_the_package_is_sound_and_own_sheets_keep_their_bytes(
    done: tuple[Path, Path, dict[str, Any]],
) -> None:
    book = done[0]
    before, after = (
        read_parts(path.read_bytes()) for path in (book.with_name("new.xlsm"), book)
    )
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }
    assert {found.part for found in lint(after)} <= {"xl/vbaProject.bin"}
    assert OpenXmlValidator().validate(book).errors == []


def test_an_upgrade_gives_the_sheets_their_modules(
    done: tuple[Path, Path, dict[str, Any]], lines: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsm"
    shutil.copy(done[0], book)
    assert run("upgrade", book).exit_code == 0
    assert lint(read_parts(book.read_bytes())) == []
    scored(lines, "-o", tmp_path / "all.csv", "--into", book, "--most-listed", 20)
    assert lint(read_parts(book.read_bytes())) == []
    assert len(listed(book)) == 20


def test_a_second_run_and_a_refresh_leave_each_other_alone(
    lines: Path, tmp_path: Path
) -> None:
    run("demo", "-o", tmp_path, "--lang", "en")
    book = tmp_path / "demo.xlsm"
    assert run("refresh", book).exit_code == 0
    words = ("-o", tmp_path / "all.csv", "--into", book, "--most-listed")
    wrong = sum(scored(lines, *words, 300, "--scale", book)["false_good"].values())
    assert wrong > 0
    kinds = [[*row.values()][1:] for row in table(book, "tblScoredKinds")]
    assert kinds[0] == [wrong, wrong, 0]
    told = [row["False good client"] for row in table(book, "tblScoredClients")]
    assert sum(kind in {"destroys", "erodes"} for kind in told) == wrong
    sheets = openpyxl.load_workbook(book).sheetnames
    letters = table(book, "tblSegmentation")
    scored(lines, *words, 50)
    assert openpyxl.load_workbook(book).sheetnames == sheets
    assert len(listed(book)) == 50
    assert table(book, "tblSegmentation") == letters
    shown = [table(book, f"tblScored{n}") for n in ("Letters", "Sums", "Clients")]
    assert run("refresh", book, "--recalibrate").exit_code == 0
    assert [
        table(book, f"tblScored{n}") for n in ("Letters", "Sums", "Clients")
    ] == shown
    assert OpenXmlValidator().validate(book).errors == []


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    headings, *rows = demo_rows()
    place = headings.index("Customer Name")
    for row in rows:
        row[place] = "=1+1"
    with (tmp_path / "lines.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    book = tmp_path / "book.xlsm"
    run("new", book, "--lang", "en")
    scored(tmp_path / "lines.csv", "-o", tmp_path / "all.parquet", "--into", book)
    sheet = openpyxl.load_workbook(book)["Scored clients"]
    assert {sheet.cell(row, 2).data_type for row in range(9, 30)} == {"s"}
    assert sheet["B9"].value == "=1+1"


def refusal(lines: Path, book: Path) -> str:
    """What a run says that must not write; the workbook is as it was."""
    before = book.read_bytes()
    result = book.with_name("all.parquet")
    result.unlink(missing_ok=True)
    found = run("score", lines, "-o", result, "--into", book, "--lang", "en")
    assert found.exit_code == 3
    assert book.read_bytes() == before
    assert not result.exists()
    return found.output


def test_a_workbook_of_other_hands_is_refused(lines: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(book)
    assert "no table of this add-in" in refusal(lines, book)


def test_a_sheet_of_that_title_is_refused(lines: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    run("new", tmp_path / "new.xlsm", "--lang", "en")
    held = openpyxl.load_workbook(tmp_path / "new.xlsm")
    held.create_sheet("scored LINES")
    held.save(book)
    assert "has a sheet Scored lines" in refusal(lines, book)


def test_formulas_typed_in_a_sheet_of_score_are_not_lost(
    lines: Path, done: tuple[Path, Path, dict[str, Any]], tmp_path: Path, language: str
) -> None:
    book = tmp_path / "book.xlsx"
    held = openpyxl.load_workbook(done[0])
    held[TITLES["lines"].in_("fr" if language == "fr" else "en")]["P2"] = "=1+1"
    held.save(book)
    assert "would lose" in refusal(lines, book)


def test_the_result_is_not_the_workbook(lines: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    run("new", tmp_path / "new.xlsm", "--lang", "en")
    openpyxl.load_workbook(tmp_path / "new.xlsm").save(book)
    before = book.read_bytes()
    found = run("score", lines, "-o", book, "--into", book)
    assert found.exit_code == 3
    assert book.read_bytes() == before


def clients(*rows: tuple[str, str, str | None, float, float | None]) -> pa.Table:
    names = ("client_id", "letter", "false_good", "revenue", "net_margin")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    kinds = {"revenue": pa.float64(), "net_margin": pa.float64()}
    made = {k: pa.array(v, kinds.get(k, pa.string())) for k, v in columns.items()}
    return pa.table({**made, "gross_margin": made["net_margin"]})


def test_where_not_all_fit_both_kinds_have_half_of_the_places() -> None:
    listing = Listing(4)
    for part in range(3):
        listing.add(
            clients(
                *((f"a{part}{k}", "A", None, 10.0 * part + k, 5.0) for k in range(3)),
                *((f"f{part}{k}", "D", "destroys", 99.0, -k - part) for k in range(3)),
                ("d", "D", None, 1.0, -50.0),
            )
        )
    chosen = listing.chosen()
    assert chosen.rows["client_id"].to_pylist() == ["f22", "f12", "a22", "a21"]
    assert chosen.found == {"false_good": 9, "best": 9, "worst": 3}
    assert chosen.listed == {"false_good": 2, "best": 2, "worst": 0}


def test_places_that_one_kind_leaves_the_others_take() -> None:
    listing = Listing(4)
    listing.add(
        clients(
            ("f", "B", "erodes", 9.0, 1.0),
            *((f"a{k}", "A", None, float(k), 5.0) for k in range(2)),
            *((f"d{k}", "D", None, 1.0, -float(k)) for k in range(5)),
            ("n", "NC", None, 1.0, None),
        )
    )
    found = listing.chosen().rows["client_id"].to_pylist()
    assert found == ["f", "a1", "a0", "d4"]


def test_a_curve_of_many_clients_keeps_its_peak() -> None:
    listing = Listing(1)
    margins = [1.0] * 4321 + [-1.0] * 1234
    listing.add(clients(*((f"{k}", "C", None, 1.0, m) for k, m in enumerate(margins))))
    curve = listing.curve(net=True)
    assert len(curve.ranks) <= 1000
    assert (curve.peak, curve.total, curve.clients) == (4321, 3087, 5555)
    assert curve.cumulated.max() == 4321
