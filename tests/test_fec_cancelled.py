"""Credit notes that cancel a whole invoice stand apart from commercial ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fec_examples import fec, sale

from segmentation_addin.imports.fec.statement import Statement, read_fec
from segmentation_addin.sample.books import books_of
from segmentation_addin.sample.fec_file import VARIANTS, Variant, write_fec
from segmentation_addin.sample.portfolio import Invoice, french_portfolio

OTHERS = [*sale(90, "20250105", "X", 9_000), *sale(91, "20251205", "Y", 9_000)]
Document = tuple[str, str, int]
"""Day, client, euros ex-VAT."""


def read(tmp_path: Path, *documents: Document) -> Statement:
    rows = [
        row
        for number, (day, client, net) in enumerate(documents, start=1)
        for row in sale(number, day, client, net)
    ]
    return read_fec(fec(tmp_path / "fec.txt", [*rows, *OTHERS]))


def counts(statement: Statement, client: str = "A") -> tuple[int, int, int]:
    """Credit notes, of which cancel an invoice, of which were replaced."""
    (row,) = statement.clients.query("client_id == @client").to_dict("records")
    notes, cancelled = int(row["credit_note_count"]), int(row["cancelled_count"])
    return notes, cancelled, int(row["replaced_count"])


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([("0310", 500), ("0320", -500), ("0321", 500)], (1, 1, 1)),
        ([("0310", 500), ("0320", -500), ("0320", 500)], (1, 1, 1)),
        ([("0310", 500), ("0310", -500), ("0310", 450)], (1, 1, 1)),
        ([("0310", 500), ("0310", -500)], (1, 1, 0)),
        ([("0310", 500), ("0320", -500), ("0520", 500)], (1, 1, 0)),
        ([("0310", 500), ("0320", -500), ("0321", 5000)], (1, 1, 0)),
        ([("0310", 500), ("0320", -50), ("0321", 500)], (1, 0, 0)),
        ([("0320", -500), ("0321", 500)], (1, 0, 0)),
        ([("0310", 500), ("0320", -500), ("0321", -500)], (2, 1, 0)),
        (
            [("0110", 500), ("0210", 500), ("0215", -500), ("0216", -500)],
            (2, 2, 0),
        ),
    ],
)
def test_what_cancels_an_invoice(
    tmp_path: Path,
    documents: list[tuple[str, int]],
    expected: tuple[int, int, int],
) -> None:
    dated = [(f"2025{day}", "A", net) for day, net in documents]
    assert counts(read(tmp_path, *dated)) == expected


def test_the_invoice_of_another_client_is_not_cancelled(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        ("20250310", "B", 500),
        ("20250301", "A", 900),
        ("20250320", "A", -500),
    )
    assert counts(statement) == (1, 0, 0)


def test_the_rate_without_them_stands_beside_that_of_the_books(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        *(("20250310", "A", 500), ("20250320", "A", -500), ("20250321", "A", 500)),
        *(("20250401", "A", 1000), ("20250402", "A", -30)),
    )
    row = statement.clients.set_index("client_id").loc["A"]
    assert (row["revenue"], row["credit_notes"], row["cancelled"]) == (1470, 530, 500)
    assert row["credit_note_rate"] == pytest.approx(530 / 2000)
    assert row["commercial_note_rate"] == pytest.approx(30 / 1500)
    (issue,) = (x for x in statement.issues if x.code == "fec_cancelled")
    assert (issue.amount, issue.params["count"], issue.params["replaced"]) == (
        500,
        1,
        1,
    )


def test_an_invoice_of_last_year_is_cancelled_too(tmp_path: Path) -> None:
    forward = [
        ("AN", "1", "20250101", "411000", "A", "600", "0"),
        ("AN", "1", "20250101", "101000", "", "0", "600"),
    ]
    rows = [*forward, *sale(2, "20250320", "A", -500), *sale(3, "20250401", "A", 80)]
    path = fec(tmp_path / "fec.txt", [*rows, *OTHERS])
    assert counts(read_fec(path)) == (1, 0, 0)
    dated = path.read_text(encoding="utf-8").split("\n")
    # The date of the document, the tenth field, is that of last year.
    fields = dated[1].split("\t")
    fields[9] = "20241120"
    path.write_text("\n".join([dated[0], "\t".join(fields), *dated[2:]]), "utf-8")
    statement = read_fec(path)
    assert counts(statement) == (1, 1, 0)
    row = statement.clients.set_index("client_id").loc["A"]
    assert row["commercial_note_rate"] == 0.0


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_what_the_generator_cancels_is_found(tmp_path: Path, variant: Variant) -> None:
    made = french_portfolio(clients=20)
    plain = books_of(made, 2025)
    found = _cancelled(read_fec(write_fec(plain, tmp_path / "fec.txt", variant)))
    picked: dict[str, Invoice] = {}
    for invoice in made.invoices:
        if (
            invoice.day.year == 2025
            and invoice.day.month < 11
            and invoice.net_cents > 0
        ):
            picked.setdefault(invoice.client, invoice)
    added = []
    for number, invoice in enumerate(picked.values()):
        unpaid = replace(invoice, paid_on=None, discount_cents=0, lost=False)
        note = replace(
            unpaid,
            number=f"AV-{90_001 + 18 * number}",
            day=invoice.day + timedelta(days=3),
            net_cents=-invoice.net_cents,
            vat_cents=-invoice.vat_cents,
        )
        again = replace(
            unpaid,
            number=f"FA-{90_011 + 18 * number}",
            day=invoice.day + timedelta(days=4),
        )
        added += [note, again]
    together = sorted([*made.invoices, *added], key=lambda invoice: invoice.day)
    books = books_of(replace(made, invoices=together), 2025)
    statement = read_fec(write_fec(books, tmp_path / "more.txt", variant))
    assert len(picked) > 10
    for client, (count, amount) in _cancelled(statement).items():
        before = found.get(client, (0, 0))
        more_count = int(client in picked)
        assert count == before[0] + more_count
        extra = picked[client].net_cents if more_count else 0
        assert amount == before[1] + extra


def _cancelled(statement: Statement) -> dict[str, tuple[int, int]]:
    """Number and cents of the invoices cancelled, by client."""
    return {
        str(row["client_id"]).removeprefix("411"): (
            int(row["cancelled_count"]),
            round(row["cancelled"] * 100),
        )
        for row in statement.clients.to_dict("records")
    }
