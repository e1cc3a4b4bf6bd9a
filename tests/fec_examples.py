"""Small FEC files, written line by line, and the generated ones with their truth."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from segmentation_addin.sample.books import Books, books_of
from segmentation_addin.sample.fec_file import HEADINGS
from segmentation_addin.sample.portfolio import french_portfolio

YEAR = 2025
SIREN = "000111222"


@cache
def books(clients: int = 30, year: int = YEAR) -> Books:
    """The books of a small fictitious company."""
    return books_of(french_portfolio(clients=clients), year)


Row = tuple[str, str, str, str, str, str, str]
"""Journal, entry, date, account, auxiliary, debit, credit."""


def fec(path: Path, rows: Iterable[Row], label: str = "Facture") -> Path:
    """A FEC of these rows, tabs and UTF-8; labels of accounts follow the auxiliary."""
    lines = ["\t".join(HEADINGS)]
    for journal, entry, day, account, auxiliary, debit, credit in rows:
        name = f"Client {auxiliary}" if auxiliary else ""
        fields = (
            *(journal, journal, entry, day, account, f"Compte {account}", auxiliary),
            *(name, f"P{entry}", day, label, debit, credit, "", "", day, "", ""),
        )
        lines.append("\t".join(fields))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def sale(entry: int, day: str, client: str, net: int, journal: str = "VE") -> list[Row]:
    """One invoice of so many euros ex-VAT; a credit note when negative."""
    gross, vat = abs(net) * 6 // 5, abs(net) // 5
    sides = ("{}", "0") if net > 0 else ("0", "{}")
    others = sides[::-1]

    def row(account: str, auxiliary: str, amount: int, form: tuple[str, str]) -> Row:
        debit, credit = (side.format(amount) for side in form)
        return (journal, str(entry), day, account, auxiliary, debit, credit)

    return [
        row("411000", client, gross, sides),
        row("707000", "", abs(net), others),
        row("445710", "", vat, others),
    ]


def full(path: Path, lines: Iterable[dict[str, str]], *more: str) -> Path:
    """A FEC of these fields by heading, the others blank; `more` headings may follow."""
    headings = (*HEADINGS, *more)
    rows = ["\t".join(headings)]
    rows += ["\t".join(line.get(name, "") for name in headings) for line in lines]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def line(account: str, cents: int, auxiliary: str = "", **more: str) -> dict[str, str]:
    """The fields of one line of 2 January 2025; a debit when above zero."""
    debit, credit = (f"{max(x, 0) / 100:.2f}" for x in (cents, -cents))
    made = {
        "JournalCode": "VE",
        "JournalLib": "Ventes",
        "EcritureNum": "1",
        "EcritureDate": "20250102",
        "PieceDate": "20250102",
        "CompteNum": account,
        "CompteLib": f"Compte {account}",
        "CompAuxNum": auxiliary,
        "CompAuxLib": f"Nom {auxiliary}",
        "PieceRef": "F1",
        "EcritureLib": "Facture",
        "ValidDate": "20250102",
        "Debit": debit.replace(".", ","),
        "Credit": credit.replace(".", ","),
    }
    if not auxiliary:
        made["CompAuxLib"] = ""
    return made | more


def invoice(client: str, net: int, **more: str) -> list[dict[str, str]]:
    """An invoice of so many cents ex-VAT, at 20 %."""
    vat = net // 5
    return [
        line("411000", net + vat, client, **more),
        line("707000", -net, **more),
        line("445710", -vat, **more),
    ]


def payment(client: str, cents: int, **more: str) -> list[dict[str, str]]:
    """What a client pays into the bank."""
    made = {"JournalCode": "BQ", "JournalLib": "Banque", "EcritureNum": "B1", **more}
    return [line("512000", cents, **made), line("411000", -cents, client, **made)]
