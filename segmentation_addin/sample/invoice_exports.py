"""Invoices of the fictitious company as exports, one a line, traps included."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from segmentation_addin.sample.export_files import (
    YEAR,
    Expected,
    Export,
    Row,
    euros,
    sold_in_year,
    write_csv,
)
from segmentation_addin.sample.portfolio import Invoice, Portfolio
from segmentation_addin.sample.spellings import (
    american,
    day_first,
    french,
    month_first,
    serial,
    trailing_sign,
)

_FOURTH_QUARTER = 10


def _french_lines(portfolio: Portfolio, path: Path) -> None:
    names = portfolio.by_code
    rows: list[Row] = [
        (f"Journal des factures {YEAR}",),
        ("Édité le 05/01/2026", "", "", "", "", ""),
        (),
        ("N° facture", "Date", "Code client", "Raison sociale", "Montant HT", "Coût"),
    ]
    sold = sold_in_year(portfolio)
    for invoice in sold:
        client, day = names[invoice.client], day_first(invoice.day)
        amount = f"{french(invoice.net_cents)} €"
        cost = trailing_sign(invoice.cost_cents)
        rows.append(
            (invoice.number, day, client.code, client.company.name, amount, cost)
        )
    total = french(sum(invoice.net_cents for invoice in sold))
    rows.append(("TOTAL", "", "", "", f"{total} €", ""))
    write_csv(path, rows, encoding="cp1252")


def _american_lines(portfolio: Portfolio, path: Path) -> None:
    names = portfolio.by_code
    rows: list[Row] = [
        (
            "Invoice no",
            "Invoice date",
            "Customer ID",
            "Customer name",
            "Net amount",
            "Cost",
        )
    ]
    for invoice in sold_in_year(portfolio):
        client, day = names[invoice.client], month_first(invoice.day)
        amounts = (american(invoice.net_cents), american(invoice.cost_cents))
        rows.append((invoice.number, day, client.code, client.company.name, *amounts))
    write_csv(path, rows, separator=",")


def _grouped_lines(portfolio: Portfolio, path: Path) -> None:
    """The last quarter by client: codes merged down, a subtotal a client, serials."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Factures T4"
    sheet.append(("Factures du 4e trimestre",))
    sheet.merge_cells("A1:E1")
    sheet.append(("Code client", "Date facture", "N° facture", "Montant HT", "Coût"))
    for code, invoices in _last_quarter(portfolio).items():
        start = sheet.max_row + 1
        for invoice in invoices:
            first = code if invoice is invoices[0] else None
            money = (invoice.net_cents / 100, invoice.cost_cents / 100)
            sheet.append((first, serial(invoice.day), invoice.number, *money))
        if len(invoices) > 1:
            sheet.merge_cells(
                start_row=start, end_row=sheet.max_row, start_column=1, end_column=1
            )
        subtotal = sum(invoice.net_cents for invoice in invoices) / 100
        sheet.append((f"Total {code}", None, None, subtotal))
    book.save(path)


def _last_quarter(portfolio: Portfolio) -> dict[str, list[Invoice]]:
    found: dict[str, list[Invoice]] = {}
    for invoice in sold_in_year(portfolio):
        if invoice.day.month >= _FOURTH_QUARTER:
            found.setdefault(invoice.client, []).append(invoice)
    return dict(sorted(found.items()))


def _expected_lines(portfolio: Portfolio) -> Expected:
    return _summed(sold_in_year(portfolio))


def _expected_quarter(portfolio: Portfolio) -> Expected:
    return _summed([x for group in _last_quarter(portfolio).values() for x in group])


def _summed(invoices: Iterable[Invoice]) -> Expected:
    cents: dict[str, list[int]] = {}
    for invoice in invoices:
        sums = cents.setdefault(invoice.client, [0, 0, 0, 0])
        sums[0] += invoice.net_cents
        sums[1] += invoice.cost_cents
        sums[2] += invoice.net_cents > 0
        sums[3] += max(-invoice.net_cents, 0)
    return {
        code: {
            "revenue": euros(net),
            "cost_of_goods": euros(cost),
            "orders": orders,
            "credit_notes": euros(credit),
        }
        for code, (net, cost, orders, credit) in sorted(cents.items())
    }


INVOICE_EXPORTS = (
    Export(
        "factures_2025.csv",
        "lines",
        (
            "Windows-1252, points-virgules, titre et date d'édition avant les en-têtes",
            "montants « 1 234,56 € » avec espace insécable, coûts négatifs « 123,45- »",
            "dates jj/mm/aaaa",
            "ligne TOTAL en bas",
        ),
        _french_lines,
        _expected_lines,
    ),
    Export(
        "invoices_2025.csv",
        "lines",
        (
            "en-têtes anglais, virgules, point décimal, milliers « 1,234.50 »",
            "avoirs entre parenthèses « (123.45) »",
            "dates mm/jj/aaaa, tranchées par les jours au-delà de 12",
        ),
        _american_lines,
        _expected_lines,
    ),
    Export(
        "factures_t4.xlsx",
        "lines",
        (
            "titre fusionné au-dessus des en-têtes",
            "code client dans une cellule fusionnée sur ses lignes",
            "sous-total par client",
            "dates en numéros de série d'Excel, sans format",
        ),
        _grouped_lines,
        _expected_quarter,
    ),
)
