"""The exports of the fictitious company as finance teams really get them, traps included.

`write_exports` fills a folder: each file holds some traps, and `attendu/` holds beside
it what a reader should find. The expected figures come from the portfolio, never from
the file.
"""

from __future__ import annotations

from pathlib import Path

from segmentation_addin.sample.books import books_of
from segmentation_addin.sample.client_exports import CLIENT_EXPORTS
from segmentation_addin.sample.companies import siren_of
from segmentation_addin.sample.export_files import YEAR, Expected, euros, write_expected
from segmentation_addin.sample.fec_file import VARIANTS, write_fec
from segmentation_addin.sample.invoice_exports import INVOICE_EXPORTS
from segmentation_addin.sample.portfolio import YEARS, Portfolio, french_portfolio
from segmentation_addin.sample.truth import Truth

EXPORTS = (*INVOICE_EXPORTS, *CLIENT_EXPORTS)
EXPECTED = "attendu"
FEC_CLIENTS = 40
"""Clients of the smaller company whose books are written in every variant."""
SIREN = siren_of(99_999)
"""Of the company itself."""


def write_exports(portfolio: Portfolio, folder: Path) -> list[Path]:
    """Writes all exports, what they should be read as, and the FEC; gives the paths."""
    (folder / EXPECTED).mkdir(parents=True, exist_ok=True)
    written = []
    for export in EXPORTS:
        path = folder / export.name
        export.write(portfolio, path)
        written.append(path)
        if export.expected is not None:
            name = f"{path.stem}.csv"
            write_expected(folder / EXPECTED / name, export.expected(portfolio))
    written += _write_books(portfolio, folder)
    written.append(_write_guide(folder))
    return written


def _write_books(portfolio: Portfolio, folder: Path) -> list[Path]:
    """A FEC a year, and those of a smaller company in every variant."""
    paths = []
    for year in YEARS:
        path = folder / f"{SIREN}FEC{year}1231.txt"
        books = books_of(portfolio, year)
        paths.append(write_fec(books, path))
        write_expected(folder / EXPECTED / f"{path.stem}.csv", _truths(books.truth))
    (folder / "fec").mkdir(exist_ok=True)
    small = books_of(french_portfolio(portfolio.seed, FEC_CLIENTS), YEAR)
    paths += [
        write_fec(small, folder / "fec" / f"{variant.name}.txt", variant)
        for variant in VARIANTS
    ]
    write_expected(folder / EXPECTED / "fec.csv", _truths(small.truth))
    return paths


def _truths(truths: dict[str, Truth]) -> Expected:
    return {
        code: {
            "revenue": euros(truth.revenue),
            "freight": euros(truth.freight),
            "credit_notes": euros(truth.credit_notes),
            "invoices": truth.invoices,
            "credit_note_count": truth.credit_note_count,
            "discounts": euros(truth.discounts),
            "losses": euros(truth.losses),
            "outstanding": euros(truth.outstanding),
            "days_to_pay": truth.days_to_pay,
        }
        for code, truth in sorted(truths.items())
        if truth.months
    }


def _write_guide(folder: Path) -> Path:
    """LISEZMOI.txt: what each file is, and that nobody in it exists."""
    lines = [
        "Exports d'une société fictive. Noms, SIREN et personnes sont inventés ;",
        "les SIREN commencent par 000, qui n'est attribué à personne.",
        "",
    ]
    for export in EXPORTS:
        lines.append(f"{export.name} ({export.kind})")
        lines += [f"  - {trap}" for trap in export.traps]
    lines += [
        f"{SIREN}FEC….txt (fec) : les écritures comptables, un fichier par exercice",
        f"fec/ (fec) : {FEC_CLIENTS} clients, en {len(VARIANTS)} variantes de fichier",
        "",
        f"{EXPECTED}/ : ce qu'un import doit trouver par client, en UTF-8, virgules et",
        "point décimal. Un fichier sans attendu est à refuser.",
    ]
    path = folder / "LISEZMOI.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
