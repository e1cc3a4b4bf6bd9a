"""The books of the fictitious company: one year of entries, and their truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from segmentation_addin.sample.portfolio import VAT_RATE, Client, Invoice, Portfolio
from segmentation_addin.sample.truth import (
    Truth,
    freight_of,
    settlements,
    truth_of,
)

JOURNALS = {
    "AN": "À nouveaux",
    "VE": "Ventes",
    "BQ": "Banque",
    "CA": "Caisse",
    "HA": "Achats",
    "PA": "Paie",
    "OD": "Opérations diverses",
}
EMPLOYEES = ("DURANDEAU Sophie", "LEMASSON Karim", "PETITJEANNE Luc")
CASH_SALES_CENTS = 18_450_00
"""Counter sales of a year, ex-VAT, that belong to no client."""
ACCRUED_CENTS = 7_300_00
"""Sales of a year not yet invoiced, that belong to no client."""
UNALLOCATED_CENTS = CASH_SALES_CENTS + ACCRUED_CENTS
"""Revenue of account 70 that no client has."""
_REBATE_EVERY = 23


@dataclass(frozen=True)
class Line:
    """One line of the books; `cents` > 0 is a debit."""

    journal: str
    entry: int
    day: date
    account: str
    account_label: str
    auxiliary: str
    auxiliary_label: str
    piece: str
    piece_day: date
    label: str
    cents: int
    lettering: str = ""
    lettered_on: date | None = None


@dataclass(frozen=True)
class Books:
    """One year of entries and its truth."""

    year: int
    lines: list[Line]
    truth: dict[str, Truth]
    """By client code."""
    unallocated: int
    """Revenue that belongs to no client, cents."""

    @property
    def revenue(self) -> int:
        """All of account 70, cents."""
        return sum(x.revenue for x in self.truth.values()) + self.unallocated


def books_of(portfolio: Portfolio, year: int) -> Books:
    """The entries of one calendar year; each of them balances."""
    writer = _Writer(portfolio, year)
    writer.open()
    for invoice in portfolio.invoices:
        if invoice.day.year == year:
            writer.sell(invoice)
    writer.settle()
    writer.others()
    lines = sorted(writer.lines, key=lambda x: (x.day, list(JOURNALS).index(x.journal)))
    return Books(year, lines, writer.truth, UNALLOCATED_CENTS)


class _Writer:
    def __init__(self, portfolio: Portfolio, year: int) -> None:
        self._portfolio, self._year = portfolio, year
        self._start, self._end = date(year, 1, 1), date(year, 12, 31)
        self.lines: list[Line] = []
        self._entry = 0
        self._letters: dict[str, str] = {}
        self._settlements = settlements(portfolio)
        self.truth: dict[str, Truth] = truth_of(portfolio, year, self._settlements)
        for number, settled in enumerate(self._settlements):
            if settled.paid_in(year):
                mark = _letters(number)
                self._letters[settled.invoice.number] = mark
                if settled.credit is not None:
                    self._letters[settled.credit.number] = mark

    def _post(
        self,
        journal: str,
        day: date,
        piece: str,
        label: str,
        rows: Iterator[tuple[str, str, str, str, int]],
        **more: date | str,
    ) -> None:
        self._entry += 1
        for account, name, auxiliary, auxiliary_label, cents in rows:
            if cents:
                line = Line(
                    journal,
                    self._entry,
                    day,
                    account,
                    name,
                    auxiliary,
                    auxiliary_label,
                    piece,
                    day,
                    label,
                    cents,
                )
                if auxiliary and account == "411000":
                    line = replace(line, **more)  # type: ignore[arg-type]
                self.lines.append(line)

    def _client(self, code: str) -> tuple[str, str, str, str]:
        client: Client = self._portfolio.by_code[code]
        return "411000", "Clients", client.code, client.company.name

    def _lettered(self, number: str, day: date) -> dict[str, date | str]:
        mark = self._letters.get(number, "")
        return {"lettering": mark, "lettered_on": day} if mark else {}

    def open(self) -> None:
        """Balances brought forward: unpaid invoices one by one, capital, bank."""
        owed = [
            settled for settled in self._settlements if settled.brought_into(self._year)
        ]
        self._entry += 1
        total = 0
        for settled in owed:
            invoice = settled.invoice
            line = Line(
                "AN",
                self._entry,
                self._start,
                *self._client(invoice.client),
                invoice.number,
                invoice.day,
                "Report à nouveau",
                settled.cents,
            )
            more = self._lettered(invoice.number, invoice.paid_on or self._end)
            self.lines.append(replace(line, **more))  # type: ignore[arg-type]
            total += settled.cents
        others = (
            ("101000", "Capital", -500_000_00),
            ("106800", "Autres réserves", -240_000_00),
            ("218000", "Matériel", 610_000_00),
            ("401000", "Fournisseurs", -150_000_00),
            ("512000", "Banque", 280_000_00 - total),
        )
        for account, name, cents in others:
            self.lines.append(
                Line(
                    *("AN", self._entry, self._start, account, name, "", ""),
                    *("AN", self._start, "Report à nouveau", cents),
                )
            )

    def sell(self, invoice: Invoice) -> None:
        """One invoice or credit note; some carry freight, some a rebate."""
        net, label = invoice.net_cents, f"Facture {invoice.number}"
        if net < 0:
            label = f"Avoir {invoice.number}"
        number = int(invoice.number[3:])
        freight = freight_of(invoice)
        rebate = round(net * 0.03) if net > 0 and number % _REBATE_EVERY == 0 else 0
        rows = (
            (*self._client(invoice.client), invoice.gross_cents),
            ("707000", "Ventes de marchandises", "", "", -(net - freight + rebate)),
            ("708500", "Ports facturés", "", "", -freight),
            ("709700", "Remises accordées", "", "", rebate),
            ("445710", "TVA collectée", "", "", -invoice.vat_cents),
        )
        paid = invoice.paid_on or self._end
        more = self._lettered(invoice.number, paid)
        self._post("VE", invoice.day, invoice.number, label, iter(rows), **more)

    def settle(self) -> None:
        """Payments of the year, discounts for early ones, and what is written off."""
        for settled in self._settlements:
            invoice = settled.invoice
            if invoice.lost and invoice.day.year == self._year:
                loss = (
                    ("654000", "Pertes sur créances", "", "", invoice.net_cents),
                    ("445710", "TVA collectée", "", "", invoice.vat_cents),
                    (*self._client(invoice.client), -invoice.gross_cents),
                )
                label = f"Perte {invoice.number}"
                self._post("OD", self._end, invoice.number, label, iter(loss))
            if not settled.paid_in(self._year):
                continue
            assert invoice.paid_on is not None
            vat = round(invoice.discount_cents * VAT_RATE) if invoice.vat_cents else 0
            received = settled.cents - invoice.discount_cents - vat
            rows = (
                ("512000", "Banque", "", "", received),
                ("665000", "Escomptes accordés", "", "", invoice.discount_cents),
                ("445710", "TVA collectée", "", "", vat),
                (*self._client(invoice.client), -settled.cents),
            )
            more = self._lettered(invoice.number, invoice.paid_on)
            label = f"Règlement {invoice.number}"
            piece = f"R{invoice.number}"
            self._post("BQ", invoice.paid_on, piece, label, iter(rows), **more)

    def others(self) -> None:
        """Purchases, wages, counter sales and sales not yet invoiced."""
        for month in range(1, 13):
            day = date(self._year, month, 28)
            cash = CASH_SALES_CENTS // 12 + (
                CASH_SALES_CENTS % 12 if month == 12 else 0
            )
            vat = round(cash * VAT_RATE)
            self._post(
                "CA",
                day,
                f"Z{month:02d}",
                "Recette comptoir",
                iter(
                    (
                        ("530000", "Caisse", "", "", cash + vat),
                        ("707000", "Ventes de marchandises", "", "", -cash),
                        ("445710", "TVA collectée", "", "", -vat),
                    )
                ),
            )
            self._post(
                "HA",
                day,
                f"A{month:02d}",
                "Achats du mois",
                iter(
                    (
                        ("607000", "Achats de marchandises", "", "", 96_000_000),
                        ("445660", "TVA déductible", "", "", 19_200_000),
                        ("401000", "Fournisseurs", "FTOUT", "Tous", -115_200_000),
                    )
                ),
            )
            for number, name in enumerate(EMPLOYEES, start=1):
                wage = 210_000 + 35_000 * number
                self._post(
                    "PA",
                    day,
                    f"P{month:02d}",
                    f"Salaire {name}",
                    iter(
                        (
                            ("641100", f"Salaire {name}", "", "", wage),
                            ("421000", "Personnel", f"S{number:03d}", name, -wage),
                        )
                    ),
                )
        self._post(
            "OD",
            self._end,
            "FAE",
            "Factures à établir",
            iter(
                (
                    ("418100", "Factures à établir", "", "", ACCRUED_CENTS),
                    ("707000", "Ventes de marchandises", "", "", -ACCRUED_CENTS),
                )
            ),
        )


def _letters(number: int) -> str:
    """AAA, AAB... as programs of accounting letter their entries."""
    mark = ""
    for _ in range(4):
        number, place = divmod(number, 26)
        mark = chr(65 + place) + mark
    return mark
