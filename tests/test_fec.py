"""A FEC read to one row per client: every variant of the file, the same truth."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from fec_examples import books, fec, sale

from segmentation_addin.imports.fec.statement import Statement, names_nobody, read_fec
from segmentation_addin.imports.sources import SourceError
from segmentation_addin.sample.books import EMPLOYEES
from segmentation_addin.sample.fec_file import VARIANTS, Variant, write_fec

PLAIN = VARIANTS[0]
WHOLE_DAYS = 2.0


def codes(statement: Statement) -> dict[str, str]:
    return {issue.code: str(issue.severity) for issue in statement.issues}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_variant_says_the_same(tmp_path: Path, variant: Variant) -> None:
    made = books()
    statement = read_fec(write_fec(made, tmp_path / "fec.txt", variant))
    assert statement.issues == [] or codes(statement) == {"fec_unallocated": "note"}
    assert statement.lines == len(made.lines)
    assert round(statement.revenue * 100) == made.revenue
    assert statement.unallocated == {"cash": 18_450.0, "accrual": 7_300.0}
    found = {
        str(row["client_id"]).removeprefix("411"): row
        for row in statement.clients.to_dict("records")
    }
    sold = {code: truth for code, truth in made.truth.items() if truth.months}
    assert found.keys() == sold.keys()
    for code, truth in sold.items():
        row = found[code]
        expected = {
            "revenue": truth.revenue,
            "freight": truth.freight,
            "credit_notes": truth.credit_notes,
            "discounts": truth.discounts,
            "losses": truth.losses,
            "outstanding": truth.outstanding,
        }
        assert {name: round(row[name] * 100) for name in expected} == expected
        counts = (row["invoices"], row["credit_note_count"])
        assert counts == (truth.invoices, truth.credit_note_count)
        assert row["last_order"].date() == truth.last
        if truth.days_to_pay is None:
            assert math.isnan(row["days_to_pay"])
        else:
            slack = 1e-9 if variant.lettered else WHOLE_DAYS
            assert row["days_to_pay"] == pytest.approx(truth.days_to_pay, abs=slack)


def test_accents_come_through(tmp_path: Path) -> None:
    names = {
        variant.name: set(
            read_fec(write_fec(books(), tmp_path / "fec.txt", variant)).clients["name"]
        )
        for variant in VARIANTS
        if variant.encoding != "utf-8"
    }
    plain = set(read_fec(write_fec(books(), tmp_path / "fec.txt")).clients["name"])
    assert any(not name.isascii() for name in plain)
    assert all(found == plain for found in names.values())


def test_wages_lose_their_names_while_read(tmp_path: Path) -> None:
    from segmentation_addin.imports.fec.ledger import read_ledger

    ledger = read_ledger(write_fec(books(), tmp_path / "fec.txt"))
    assert ledger.personal == 2 * 12 * len(EMPLOYEES)
    held = {
        word
        for column in ledger.lines.select_dtypes("category")
        for word in ledger.lines[column].cat.categories
    }
    surnames = {name.split()[0] for name in EMPLOYEES}
    assert not [word for word in held if any(name in word for name in surnames)]
    assert ledger.lines["balance"].sum() == 0


def test_openings_are_no_sales_but_tell_who_is_old(tmp_path: Path) -> None:
    year = ("20250101", "20250310")
    path = fec(
        tmp_path / "fec.txt",
        [
            ("AN", "1", year[0], "101000", "", "0", "500"),
            ("AN", "1", year[0], "411000", "OLD", "600", "0"),
            ("AN", "1", year[0], "512000", "", "0", "100"),
            *sale(2, year[1], "OLD", 1000),
            *sale(3, "20250115", "NEW", 2000),
        ],
    )
    clients = read_fec(path).clients.set_index("client_id")
    assert clients["revenue"].to_dict() == {"NEW": 2000.0, "OLD": 1000.0}
    assert clients["since"].dt.strftime("%Y%m%d").to_dict() == {
        "OLD": "20241231",
        "NEW": "20250115",
    }


def test_one_entry_of_several_clients_is_cut_by_what_balances(tmp_path: Path) -> None:
    path = fec(
        tmp_path / "fec.txt",
        [
            *sale(7, "20250131", "A", 100),
            *sale(7, "20250131", "B", 300),
            *sale(8, "20250228", "C", 200),
        ],
    )
    clients = read_fec(path).clients.set_index("client_id")
    assert clients["revenue"].to_dict() == {"A": 100.0, "B": 300.0, "C": 200.0}
    assert (clients["shared"] == 0).all()


def test_what_two_clients_share_is_said_to_be_an_estimate(tmp_path: Path) -> None:
    day = "20250131"
    path = fec(
        tmp_path / "fec.txt",
        [
            ("VE", "1", day, "411000", "A", "120", "0"),
            ("VE", "1", day, "411000", "B", "240", "0"),
            ("VE", "1", day, "707000", "", "0", "300"),
            ("VE", "1", day, "445710", "", "0", "60"),
            *sale(2, day, "C", 900),
        ],
    )
    statement = read_fec(path)
    clients = statement.clients.set_index("client_id")
    assert clients["revenue"].to_dict() == {"A": 100.0, "B": 200.0, "C": 900.0}
    assert clients["shared"].to_dict() == {"A": 100.0, "B": 200.0, "C": 0.0}
    assert codes(statement)["fec_shared"] == "warning"


def test_a_factor_is_no_payment(tmp_path: Path) -> None:
    path = fec(
        tmp_path / "fec.txt",
        [
            *sale(1, "20250110", "A", 1000),
            ("OD", "2", "20250112", "467000", "", "1200", "0"),
            ("OD", "2", "20250112", "411000", "A", "0", "1200"),
            *sale(3, "20250110", "B", 1000),
            ("BQ", "4", "20250209", "512000", "", "1200", "0"),
            ("BQ", "4", "20250209", "411000", "B", "0", "1200"),
        ],
    )
    clients = read_fec(path).clients.set_index("client_id")
    assert clients["factored"].to_dict() == {"A": True, "B": False}
    assert clients["days_to_pay"].to_dict() == {
        "A": pytest.approx(float("nan"), nan_ok=True),
        "B": 30.0,
    }


SALES = [*sale(1, "20250110", "A", 1000), *sale(2, "20250210", "B", 500)]
COUNTER = [
    ("CA", "9", "20250301", "530000", "", "90000", "0"),
    ("CA", "9", "20250301", "707000", "", "0", "75000"),
    ("CA", "9", "20250301", "445710", "", "0", "15000"),
]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*SALES, *COUNTER], "fec_cash_sales"),
        (
            [(j, e, d, a, x, credit, debit) for j, e, d, a, x, debit, credit in SALES],
            "fec_inverted",
        ),
        ([*SALES, ("OD", "5", "20250401", "606000", "", "400", "0")], "fec_unbalanced"),
        ([row for row in SALES if row[3] == "445710"], "fec_unbalanced"),
        (
            [
                ("BQ", "1", "20250401", "512000", "", "400", "0"),
                ("BQ", "1", "20250401", "411000", "A", "0", "400"),
            ],
            "fec_no_sales",
        ),
    ],
)
def test_books_that_say_nothing_of_clients_are_refused(
    tmp_path: Path, rows: list[tuple[str, ...]], code: str
) -> None:
    statement = read_fec(fec(tmp_path / "fec.txt", rows))  # type: ignore[arg-type]
    assert codes(statement)[code] == "error"
    assert statement.clients.empty


HEADED = "\t".join(f"F{i}" for i in range(18)).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source_empty"),
        (b" \r\n\r\n", "source_empty"),
        (b'<?xml version="1.0"?><comptabilite/>', "fec_xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "fec_xml"),
        (b"HDR\x1cFEC\x1c8.3\x1cNGP", "fec_american"),
        (b'"HDR","FEC","8.3"', "fec_american"),
        (b"PK\x03\x04rest of a zip", "fec_no_text"),
        (b"%PDF-1.7", "fec_no_text"),
        (bytes(4000), "fec_no_text"),
        (b"ab\0\0\0\0cd\0\0\0\0" * 50, "fec_no_text"),
        (b"client;date;amount\nA;2025-01-01;12\n", "fec_layout"),
        (HEADED + b"\n1\t2\n", "fec_layout"),
    ],
)
def test_a_file_that_is_no_fec_gets_a_plain_answer(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "fec.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_fec(path)
    assert caught.value.code == code


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    whole = write_fec(books(), tmp_path / "fec.txt", PLAIN).read_bytes()
    path = tmp_path / "cut.txt"
    path.write_bytes(whole[: len(whole) // 2 - 11])
    statement = read_fec(path)
    assert {"fec_cut", "fec_unbalanced"} & codes(statement).keys()
    assert statement.clients.empty


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    text = write_fec(books(), tmp_path / "fec.txt", PLAIN).read_text(encoding="utf-8")
    path = tmp_path / "less.txt"
    path.write_text(text.replace("CompteNum", "Foo", 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_fec(path)
    assert caught.value.code == "fec_fields"
    assert caught.value.params["missing"] == "CompteNum"


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("CLIENTS DIVERS", True),
        ("Recette CB 12", True),
        ("Ventes comptoir", True),
        ("CLIENTS DIVERS LYON", True),
        ("Recettes CB Place Carnot", True),
        ("Divers Fournitures SARL", False),
        ("Comptoir Valbanmont SAS", False),
        ("Internet Factory", False),
        ("", False),
    ],
)
def test_counter_accounts_are_told_from_companies(name: str, nobody: bool) -> None:
    assert names_nobody(name) is nobody


def test_a_part_of_a_year_is_said(tmp_path: Path) -> None:
    statement = read_fec(fec(tmp_path / "000111222FEC20251231.txt", SALES))
    assert codes(statement)["fec_not_a_year"] == "warning"
    assert codes(statement)["fec_name_date"] == "note"
    assert statement.siren == "000111222"
    assert statement.months == 2


def test_an_end_of_file_mark_is_no_cut(tmp_path: Path) -> None:
    path = write_fec(books(), tmp_path / "fec.txt", PLAIN)
    path.write_bytes(path.read_bytes() + b"\x1a")
    assert "fec_cut" not in codes(read_fec(path))


@pytest.mark.parametrize("headed", [True, False])
def test_a_year_in_two_files_is_one_year(tmp_path: Path, headed: bool) -> None:
    whole = write_fec(books(), tmp_path / "fec.txt", PLAIN)
    head, *lines = whole.read_text(encoding="utf-8").splitlines()
    half = len(lines) // 2
    parts = [tmp_path / "000FEC_1.txt", tmp_path / "000FEC_2.txt"]
    parts[0].write_text("\n".join([head, *lines[:half]]), encoding="utf-8")
    second = [head, *lines[half:]] if headed else lines[half:]
    parts[1].write_text("\n".join(second), encoding="cp1252")
    found, expected = read_fec(*parts), read_fec(whole)
    assert found.clients.equals(expected.clients)
    assert found.lines == expected.lines
