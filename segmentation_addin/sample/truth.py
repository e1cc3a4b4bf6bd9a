"""What is true of each client in a year, counted from invoices and payments.

It is never read back from the entries of the books or from a file, so that it can judge
whoever reads them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from segmentation_addin.sample.portfolio import Invoice, Portfolio

_FREIGHT_EVERY = 9


@dataclass
class Truth:
    """What the books say of one client in one year; amounts in cents, ex-VAT."""

    revenue: int = 0
    freight: int = 0
    """Invoiced apart, a part of the revenue."""
    credit_notes: int = 0
    """Positive."""
    invoices: int = 0
    credit_note_count: int = 0
    discounts: int = 0
    losses: int = 0
    outstanding: int = 0
    """Owed at the end of the year, with VAT."""
    paid: int = 0
    paid_days: int = 0
    """Days from invoice to payment, times what was paid."""
    first: date | None = None
    last: date | None = None
    months: set[int] = field(default_factory=set)
    """In which something was booked, credit notes included."""
    sold_months: set[int] = field(default_factory=set)
    """In which something was sold."""

    @property
    def days_to_pay(self) -> float | None:
        """Mean delay weighted by what was paid; None without a payment."""
        return self.paid_days / self.paid if self.paid else None


@dataclass(frozen=True)
class Settlement:
    """An invoice, the credit note taken off it, and the payment of the rest."""

    invoice: Invoice
    credit: Invoice | None = None

    @property
    def cents(self) -> int:
        """What was paid or is to be, with VAT, before discount."""
        taken = 0 if self.credit is None else self.credit.gross_cents
        return self.invoice.gross_cents + taken

    def paid_in(self, year: int) -> bool:
        """Whether the payment came in that year."""
        paid = self.invoice.paid_on
        return paid is not None and paid.year == year

    def brought_into(self, year: int) -> bool:
        """Whether it was still owed when that year began."""
        start, paid = date(year, 1, 1), self.invoice.paid_on
        open_still = paid is None or paid >= start
        return self.invoice.day < start and open_still and not self.invoice.lost


def freight_of(invoice: Invoice) -> int:
    """Freight that some invoices carry on a line of its own, cents."""
    carries = int(invoice.number[3:]) % _FREIGHT_EVERY == 0
    return round(invoice.net_cents * 0.02) if invoice.net_cents > 0 and carries else 0


def settlements(portfolio: Portfolio) -> list[Settlement]:
    """Each invoice with the credit note that was taken off it before it was paid."""
    found: list[Settlement] = []
    standing: dict[str, list[int]] = defaultdict(list)
    for invoice in portfolio.invoices:
        if invoice.net_cents > 0:
            standing[invoice.client].append(len(found))
            found.append(Settlement(invoice))
            continue
        for at in reversed(standing[invoice.client]):
            if found[at].credit is None and _takes(found[at].invoice, invoice):
                found[at] = replace(found[at], credit=invoice)
                break
    return found


def _takes(due: Invoice, credit: Invoice) -> bool:
    """Whether a credit note can be taken off an invoice."""
    open_still = due.paid_on is None or due.paid_on > credit.day
    whole = due.gross_cents + credit.gross_cents > 0
    same_year = due.day.year == credit.day.year
    plain = not due.discount_cents and not due.lost and due.paid_on is not None
    return open_still and whole and same_year and plain


def truth_of(
    portfolio: Portfolio, year: int, settled: list[Settlement] | None = None
) -> dict[str, Truth]:
    """What is true of each client that bought or paid in a year, by client code."""
    found: defaultdict[str, Truth] = defaultdict(Truth)
    for invoice in portfolio.invoices:
        if invoice.day.year == year:
            _sold(found[invoice.client], invoice)
    for settlement in settlements(portfolio) if settled is None else settled:
        invoice = settlement.invoice
        if settlement.brought_into(year):
            found[invoice.client].outstanding += settlement.cents
        if invoice.lost and invoice.day.year == year:
            found[invoice.client].losses += invoice.net_cents
            found[invoice.client].outstanding -= invoice.gross_cents
        if settlement.paid_in(year):
            assert invoice.paid_on is not None
            truth = found[invoice.client]
            truth.outstanding -= settlement.cents
            truth.discounts += invoice.discount_cents
            truth.paid += settlement.cents
            truth.paid_days += settlement.cents * (invoice.paid_on - invoice.day).days
    return dict(found)


def _sold(truth: Truth, invoice: Invoice) -> None:
    net = invoice.net_cents
    truth.revenue += net
    truth.freight += freight_of(invoice)
    truth.outstanding += invoice.gross_cents
    truth.months.add(invoice.day.month)
    if net > 0:
        truth.invoices += 1
        truth.sold_months.add(invoice.day.month)
        truth.first = min(truth.first or invoice.day, invoice.day)
        truth.last = max(truth.last or invoice.day, invoice.day)
    else:
        truth.credit_note_count += 1
        truth.credit_notes -= net
