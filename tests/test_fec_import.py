"""`segmentation import` of accounting exports: two years, shown, written once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fec_examples import SIREN, books, fec, sale

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.sample.books import EMPLOYEES
from segmentation_addin.sample.fec_file import write_fec
from segmentation_addin.workbook.file_host import FileHost


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def two_years(folder: Path) -> list[Path]:
    return [
        write_fec(books(year=year), folder / f"{SIREN}FEC{year}1231.txt")
        for year in (2024, 2025)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_years_come_in_and_reconcile(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "book.xlsm"
    assert run("new", path, "--lang", language).exit_code == 0
    sources = two_years(tmp_path)
    done = run("import", *sources, "--into", path, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["kind"], said["written"]) == ("fec", True)
    assert said["periods"] == ["2024-12-31", "2025-12-31"]
    for year, file in zip((2024, 2025), said["files"], strict=True):
        assert round(file["revenue"] * 100) == books(year=year).revenue
        left = sum(file["unallocated"].values())
        assert file["allocated"] + left == pytest.approx(file["revenue"], abs=0.005)
        truth = books(year=year).truth
        freight = sum(x.freight for x in truth.values())
        assert round(file["freight"]["total"] * 100) == freight
        assert file["freight"]["no_client"] == 0
        owed = file["outstanding"] + file["outstanding_of_others"]
        assert round(owed * 100) == sum(x.outstanding for x in truth.values())
        by_client = {x["client_id"]: x for x in file["by_client"]}
        for code, row in by_client.items():
            assert round(row["outstanding"] * 100) == truth[code].outstanding
            assert round(row["freight"] * 100) == truth[code].freight
        assert file["dso"] > 0
    raw = FileHost(path).read("tblMargins")
    truths = (books(year=year).truth for year in (2024, 2025))
    rows = sum(bool(truth.months) for year in truths for truth in year.values())
    assert len(raw.columns[0]) == rows
    content = path.read_bytes()
    again = run("import", *sources, "--into", path)
    assert again.exit_code == 0
    assert path.read_bytes() == content
    surname = EMPLOYEES[0].split()[0]
    assert surname not in str([raw.columns, FileHost(path).read("tblClients").columns])


def test_what_a_fec_does_not_hold_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    run("new", path, "--lang", "fr")
    done = run("import", two_years(tmp_path)[1], "--into", path, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "coût des ventes" in done.stdout
    assert "ventes au comptant, sans client" in done.stdout
    assert "par lettrage" in done.stdout
    assert "ports refacturés (7085)" in done.stdout
    assert "Encours clients à la fin, TTC" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "word"),
    [
        ("a.txt", b"<?xml version='1.0'?>", 3, "XML"),
        ("b.txt", b"HDR\x1cFEC\x1c8.3", 3, "Federal Election"),
        ("c.txt", b"", 3, "no table"),
        ("d.txt", b"PK\x03\x04", 3, "text file"),
    ],
)
def test_a_file_that_is_no_fec_leaves_the_workbook_alone(
    tmp_path: Path, name: str, content: bytes, exit_code: int, word: str
) -> None:
    path, source = tmp_path / "book.xlsm", tmp_path / name
    run("new", path, "--lang", "en")
    before = path.read_bytes()
    source.write_bytes(content)
    done = run("import", source, "--into", path, "--as", "fec")
    assert done.exit_code == exit_code
    assert word in done.stderr
    assert path.read_bytes() == before


def test_an_unbalanced_file_is_refused_with_the_gap(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    run("new", path, "--lang", "en")
    before = path.read_bytes()
    rows = [
        *sale(1, "20250110", "A", 1000),
        *sale(2, "20250210", "B", 500),
        ("OD", "5", "20250401", "606000", "", "400", "0"),
    ]
    done = run("import", fec(tmp_path / "fec.txt", rows), "--into", path, "--json")
    assert done.exit_code == 1
    (issue,) = json.loads(done.stdout)["issues"]
    assert (issue["code"], issue["amount"]) == ("fec_unbalanced", 400.0)
    assert path.read_bytes() == before
