"""How the lines of a FEC are read, whatever a program does to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fec_examples import full, invoice, line

from segmentation_addin.imports.fec.files import is_fec
from segmentation_addin.imports.fec.statement import Statement, read_fec
from segmentation_addin.sample.fec_file import HEADINGS

Lines = list[dict[str, str]]
BOOKS: Lines = [*invoice("A", 100_00), *invoice("B", 300_00, EcritureNum="2")]


def revenue(statement: Statement) -> dict[str, float]:
    clients = statement.clients
    return dict(zip(clients["client_id"], clients["revenue"], strict=True))


def rewritten(path: Path, lines: Lines, old: str, new: str) -> Path:
    text = full(path, lines).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t411000\t", "\t411 000\t"),
        ("\t411000\t", '\t"411000"\t'),
        ("VE\tVentes\t", "b'VE'\tb'Ventes'\t"),
        ("\t20250102\t", "\tb'20250102'\t"),
        ("\t20250102\t", "\t2025-01-02 00:00:00\t"),
        ("\t20250102\t", "\t02/01/2025\t"),
        ("\t120,00\t", "\t\u00a00120,00 \t"),
        ("\t120,00\t", "\t120.00\t"),
        ("\t120,00\t", "\t1,2E2\t"),
        ("\t120,00\t0,00\t", "\t0,00\t-120,00\t"),
        ("\t120,00\t0,00\t", "\t0,00\t120,00-\t"),
        ("\t120,00\t0,00\t", "\t0,00\t(120,00)\t"),
        ("\t120,00\t0,00\t", "\t150,00\t30,00\t"),
        ("\t120,00\t0,00\t", "\t120,00\t\t"),
        ("\tFacture\t", "\tFacture\tdu 2\t"),
        ("\tNom A\t", "\tNom\tA\t"),
        ("\tVentes\t", "\tVentes\tFrance\t"),
    ],
)
def test_what_programs_do_to_a_field_changes_nothing(
    tmp_path: Path, old: str, new: str
) -> None:
    statement = read_fec(rewritten(tmp_path / "fec.txt", BOOKS, old, new))
    assert revenue(statement) == {"A": 100.0, "B": 300.0}
    assert {issue.code for issue in statement.issues} == {"fec_not_a_year"}


def test_a_tab_in_a_name_leaves_the_name_whole(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "fec.txt", BOOKS, "\tNom A\t", "\tNom\tA\t")
    assert read_fec(path).clients["name"].tolist() == ["Nom A", "Nom B"]


def test_entities_of_html_are_letters(tmp_path: Path) -> None:
    path = rewritten(
        tmp_path / "fec.txt", BOOKS, "Nom A", "Andr&eacute; &amp; fils &#8211; Lyon"
    )
    assert read_fec(path).clients["name"][0] == "André & fils – Lyon"


@pytest.mark.parametrize("text", ["nan", "inf", "1.2.3", "12a", "--5"])
def test_an_amount_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    lines = [*BOOKS, line("512000", 0, Debit=text)]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert "fec_cut" in {issue.code for issue in statement.issues}
    lines = [line("512000", 0, Debit=text), *BOOKS]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    (issue,) = (x for x in statement.issues if x.code == "fec_lines_unread")
    assert issue.params["lines"] == "1"
    assert revenue(statement) == {"A": 100.0, "B": 300.0}


@pytest.mark.parametrize("blank", ["-", "0", "NULL"])
def test_a_sign_for_nobody_is_no_client(tmp_path: Path, blank: str) -> None:
    lines = [*BOOKS, *invoice(blank, 10_00, EcritureNum="3")]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == {"A": 100.0, "B": 300.0}
    assert statement.unallocated == {"nameless": 10.0}


CASH_BOOK = ("DateRglt", "ModeRglt", "NatOp", "IdClient")


@pytest.mark.parametrize("more", [CASH_BOOK[:3], CASH_BOOK], ids=["21", "22"])
@pytest.mark.parametrize("headed", [True, False])
def test_farms_and_professions_have_more_fields(
    tmp_path: Path, more: tuple[str, ...], headed: bool
) -> None:
    lines = [x | dict.fromkeys(more, "20250131") for x in BOOKS]
    path = full(tmp_path / "fec.txt", lines, *more)
    if not headed:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.partition("\n")[2], encoding="utf-8")
    assert revenue(read_fec(path)) == {"A": 100.0, "B": 300.0}
    assert is_fec(path)


def test_montant_and_sens_without_headings(tmp_path: Path) -> None:
    lines = []
    for x in BOOKS:
        owed = x["Debit"] != "0,00"
        amount = x["Debit"] if owed else x["Credit"]
        lines.append(x | {"Debit": amount, "Credit": "+1" if owed else " - 1"})
    path = full(tmp_path / "fec.txt", lines)
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[2], "utf-8")
    assert revenue(read_fec(path)) == {"A": 100.0, "B": 300.0}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.txt", "\t".join(HEADINGS), True),
        ("x.txt", "\t".join(HEADINGS).replace("CompteNum", "Foo"), True),
        ("000111222FEC20251231.txt", "", True),
        ("x.xml", "<?xml version='1.0'?><comptabilite>", True),
        ("x.xml", "<?xml version='1.0'?><Workbook>", False),
        ("x.txt", "HDR\x1cFEC\x1c8.3", True),
        (
            "x.csv",
            "client;date;amount;a;b;c;d;e;f;g\nA;2025-01-02;3;1;1;1;1;1;1;1",
            False,
        ),
        ("x.csv", "", False),
    ],
)
def test_a_fec_is_known_by_its_name_or_its_first_line(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert is_fec(path) is expected


def test_words_that_look_like_values_stay_words(tmp_path: Path) -> None:
    lines = [*invoice("TRUE", 100_00), *invoice("0012", 5_00, EcritureNum="2")]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == {"0012": 5.0, "TRUE": 100.0}
