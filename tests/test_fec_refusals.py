"""Files that give no clients: a plain answer, an exit code, and nothing written."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fec_examples import SIREN, books, full, invoice, line

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.sample.fec_file import write_fec

Write = Callable[[Path], object]
NAME = f"{SIREN}FEC20251231.txt"
BOOKS = [*invoice("A", 100_00), *invoice("B", 300_00, EcritureNum="2")]
COUNTER = [
    row | {"JournalCode": "CA", "EcritureNum": "9"}
    for row in [line("530000", 9_000_00), *invoice("", 7_500_00)[1:]]
]


def run(*words: str | Path, lang: Language = "en") -> Result:
    env = {"SEGMENTATION_LANG": lang}
    return CliRunner().invoke(main, [str(word) for word in words], env=env)


def inverted(path: Path) -> None:
    swapped = [x | {"Debit": x["Credit"], "Credit": x["Debit"]} for x in BOOKS]
    full(path, swapped)


def cut(path: Path, share: float = 0.5) -> None:
    whole = write_fec(books(), path).read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])


def binary(path: Path) -> None:
    path.write_bytes(bytes([0, 1, 2, 255]) + random.Random(1).randbytes(9_000))


def one_part(path: Path) -> None:
    lines = full(path, BOOKS).read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:5]), encoding="utf-8")


CASES: dict[str, tuple[Write, int, str, str, str]] = {
    "cash_sales": (
        lambda path: full(path, [*BOOKS, *COUNTER]),
        *(1, "fec_cash_sales", "only 5% of the revenue", "seuls 5 % du chiffre"),
    ),
    "inverted": (
        inverted,
        1,
        "fec_inverted",
        "seem to be swapped",
        "semblent inversés",
    ),
    "unbalanced": (
        lambda path: full(path, [*BOOKS, line("606000", 400_00, EcritureNum="3")]),
        *(1, "fec_unbalanced", "differ by 400.00", "diffèrent de 400,00"),
    ),
    "no_sales": (
        lambda path: full(path, [line("512000", 5), line("471000", -5)]),
        *(1, "fec_no_sales", "holds no sale", "ne contient aucune vente"),
    ),
    "no_dates": (
        lambda path: full(path, [x | {"EcritureDate": "2025"} for x in BOOKS]),
        *(1, "fec_nothing_read", "No line of", "Aucune ligne de"),
    ),
    "mistyped_date": (
        lambda path: full(
            path,
            [
                *BOOKS,
                *(x | {"EcritureDate": "20520102"} for x in invoice("C", 1_00)),
            ],
        ),
        *(1, "fec_dates", "an accounting year has 24", "un exercice en a 24"),
    ),
    "cut_in_a_line": (cut, 1, "fec_cut", "seems to be cut", "semble coupé"),
    "cut_between_lines": (
        one_part,
        *(1, "fec_unbalanced", "equal sums are expected", "des totaux égaux"),
    ),
    "xml": (
        lambda path: path.write_text("<?xml version='1.0'?><comptabilite/>", "utf-8"),
        *(3, "fec_xml", "a FEC in XML", "un FEC en XML"),
    ),
    "american": (
        lambda path: path.write_bytes(b"HDR\x1cFEC\x1c8.3\x1cNGP\nF3XN\x1cC00\n"),
        *(3, "fec_american", "Federal Election", "Federal Election"),
    ),
    "empty": (
        lambda path: path.write_bytes(b""),
        3,
        "source_empty",
        "no table",
        "rien",
    ),
    "blank": (
        lambda path: path.write_bytes(b"\r\n \r\n"),
        *(3, "source_empty", "no table", "ne contient rien"),
    ),
    "binary": (binary, 3, "fec_no_text", "not a text", "pas un fichier texte"),
    "nulls": (
        lambda path: path.write_bytes(bytes(5_000)),
        *(3, "fec_no_text", "not a text file", "pas un fichier texte"),
    ),
    "zip": (
        lambda path: path.write_bytes(b"PK\x03\x04 and more"),
        *(3, "fec_no_text", "not a text file", "pas un fichier texte"),
    ),
    "other_table": (
        lambda path: path.write_text("client;date;montant\nA;2025-01-01;3\n", "utf-8"),
        *(3, "fec_layout", "18 fields", "18 champs"),
    ),
    "missing_field": (
        lambda path: path.write_text(
            full(path, BOOKS).read_text(encoding="utf-8").replace("Debit", "Foo", 1),
            encoding="utf-8",
        ),
        *(3, "fec_fields", "needed: Debit", "nécessaires : Debit"),
    ),
    "folder": (Path.mkdir, 3, "source_unreadable", "cannot be", "est illisible"),
    "missing": (
        lambda path: path,
        3,
        "source_not_found",
        "does not exist",
        "n'existe pas",
    ),
}


@cache
def template(language: Language) -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsm"
        assert run("new", path, "--lang", language).exit_code == 0
        return path.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_a_file_without_clients_is_refused_in_words(
    tmp_path: Path, case: str, language: Language
) -> None:
    write, exit_code, code, english, french = CASES[case]
    book, source = tmp_path / "book.xlsm", tmp_path / NAME
    book.write_bytes(template(language))
    write(source)
    words = ("import", source, "--into", book)
    asked = (*words, "--as", "fec") if case in {"folder", "missing"} else words
    done = run(*asked, lang=language)
    assert done.exit_code == exit_code, done.output
    said = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (english if language == "en" else french) in said
    assert "→" in said
    assert not done.stdout.strip()
    told = run(*words, "--as", "fec", "--json", lang=language)
    assert told.exit_code == exit_code
    errors = [x for x in json.loads(told.stdout)["issues"] if x["severity"] == "error"]
    assert [x["code"] for x in errors] == [code]
    assert book.read_bytes() == template(language)
    expected = {book.name, NAME} - ({NAME} if case == "missing" else set())
    assert {path.name for path in tmp_path.iterdir()} == expected


@pytest.mark.parametrize("share", [0.03, 0.31, 0.5, 0.77, 0.999])
def test_a_file_cut_anywhere_in_a_line_is_refused(tmp_path: Path, share: float) -> None:
    book, source = tmp_path / "book.xlsm", tmp_path / NAME
    book.write_bytes(template("en"))
    cut(source, share)
    done = run("import", source, "--into", book, "--json")
    assert done.exit_code == 1
    codes = {issue["code"] for issue in json.loads(done.stdout)["issues"]}
    assert codes & {"fec_cut", "fec_unbalanced", "fec_no_sales"}
    assert book.read_bytes() == template("en")


def test_one_bad_year_of_two_writes_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsm"
    book.write_bytes(template("en"))
    good = write_fec(books(year=2024), tmp_path / f"{SIREN}FEC20241231.txt")
    inverted(tmp_path / NAME)
    done = run("import", good, tmp_path / NAME, "--into", book)
    assert done.exit_code == 1
    assert book.read_bytes() == template("en")
