"""Four hundred clients of a fictitious French company over two years.

Calibrated on what is published of real portfolios: revenue is lognormal, so that the
first 20 % of clients make four fifths of it; one client in three costs more than it
brings; among the large ones stand false good clients, who buy often, little at a time,
at a discount, and ask for much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from segmentation_addin.sample.companies import MANAGERS, Companies, Company
from segmentation_addin.sample.draws import Draws

YEARS = (2024, 2025)
CLIENTS = 400
SEED = 7
REVENUE_CENTS = 1_800_000_000
"""Of the last year, all clients."""
SPREAD = 1.68
"""Standard deviation of the logarithm of revenue: the top 20 % make 80 %."""
MARGIN_RATE = 0.27
VAT_RATE = 0.20
_FALSE_GOOD_RATE = 0.16
_LARGE = 0.3
"""Share of the clients, by revenue, among which false good clients stand."""
_MEDIAN_BASKET = 1000.0


@dataclass(frozen=True)
class Client:
    """Who a client is, how it behaves, and what its account manager notes."""

    code: str
    company: Company
    manager: str
    since: date
    revenue_cents: int
    """Aimed at for the last year."""
    false_good: bool
    margin_rate: float
    basket: float
    """Currency, ex-VAT."""
    days_to_pay: int
    demanding: float
    """1 = as others; what it asks of service beside its orders."""
    ratings: dict[str, int] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """Where it is."""
        return self.company.country


@dataclass(frozen=True)
class Invoice:
    """One invoice, or a credit note when its net amount is negative."""

    number: str
    client: str
    day: date
    net_cents: int
    """Ex-VAT."""
    vat_cents: int
    cost_cents: int
    lines: int
    rush: bool
    paid_on: date | None
    """None: not paid at the end of the last year."""
    discount_cents: int = 0
    """For early payment, taken off what is paid."""
    lost: bool = False
    """Never paid, written off."""

    @property
    def gross_cents(self) -> int:
        """With VAT."""
        return self.net_cents + self.vat_cents


@dataclass(frozen=True)
class Portfolio:
    """All clients and invoices, from one seed."""

    clients: list[Client]
    invoices: list[Invoice]
    drivers: dict[tuple[str, int], dict[str, float]]
    """By client and year: deliveries, visits, tickets, returns, hours, quotes."""

    @cached_property
    def by_code(self) -> dict[str, Client]:
        """The client of a code."""
        return {client.code: client for client in self.clients}


def french_portfolio(seed: int = SEED, clients: int = CLIENTS) -> Portfolio:
    """The clients of a fictitious company; the same seed gives the same ones."""
    draws = Draws(seed)
    made = _clients(draws, clients)
    invoices: list[Invoice] = []
    drivers: dict[tuple[str, int], dict[str, float]] = {}
    for client in made:
        for year in YEARS:
            if client.since.year > year:
                continue
            bought = _invoices(draws, client, year)
            invoices += bought
            if bought:
                drivers[client.code, year] = _drivers(draws, client, bought)
    invoices.sort(key=lambda x: (x.day, x.client, -x.net_cents))
    numbered = [
        replace(invoice, number=f"F{invoice.day:%y}{number:06d}")
        for number, invoice in enumerate(invoices, start=1)
    ]
    return Portfolio(made, numbered, drivers)


def _clients(draws: Draws, count: int) -> list[Client]:
    sizes = sorted(
        (math.exp(draws.normal(0, SPREAD)) for _ in range(count)), reverse=True
    )
    scale = REVENUE_CENTS * count / CLIENTS / sum(sizes)
    companies = Companies(draws)
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = draws.whole(0, i)
        order[i], order[j] = order[j], order[i]
    made = []
    for rank, size in enumerate(sizes):
        large = rank < _LARGE * count
        false_good = large and draws.happens(_FALSE_GOOD_RATE)
        made.append(
            _client(draws, companies.next(), order[rank], size * scale, false_good)
        )
    return sorted(made, key=lambda client: client.code)


def _client(
    draws: Draws, company: Company, number: int, cents: float, false_good: bool
) -> Client:
    euros = cents / 100
    rate = MARGIN_RATE + draws.normal(0, 0.07) - (0.11 if false_good else 0)
    basket = _MEDIAN_BASKET * (max(euros, 500) / 10_000) ** 0.3
    basket *= math.exp(draws.normal(0, 0.45)) * (0.38 if false_good else 1)
    demanding = math.exp(draws.normal(0, 0.55)) * (2.6 if false_good else 1)
    started = date(draws.whole(2009, 2023), draws.whole(1, 12), draws.whole(1, 28))
    if draws.happens(0.06):
        started = date(YEARS[-1], draws.whole(1, 10), draws.whole(1, 28))
    potential = min(5, max(0, round(draws.normal(2.4, 1.2))))
    return Client(
        f"C{number + 1:05d}",
        company,
        draws.one_of(MANAGERS),
        started,
        round(cents),
        false_good,
        min(0.6, max(0.02, rate)),
        basket,
        max(0, round(draws.normal(46, 13) + (14 if false_good else 0))),
        demanding,
        {
            "potential": potential,
            "criticality": min(5, max(0, round(draws.normal(2.5, 1)))),
            "autonomy": min(5, max(0, round(draws.normal(3.2 - demanding / 2, 0.8)))),
            "complexity": min(5, max(0, round(draws.normal(1.2 + demanding / 2, 0.8)))),
        },
    )


def _invoices(draws: Draws, client: Client, year: int) -> list[Invoice]:
    """The invoices and credit notes of one client in one year."""
    part = 1.0
    if year < YEARS[-1]:
        part = math.exp(draws.normal(-0.04, 0.22))
        if draws.happens(0.04):
            return []
    elif draws.happens(0.04):
        return []
    first = max(date(year, 1, 1), client.since)
    span = (date(year, 12, 31) - first).days
    part *= (span + 1) / 365
    aimed = client.revenue_cents * part
    count = max(1, draws.about(aimed / 100 / client.basket))
    weights = [math.exp(draws.normal(0, 0.5)) for _ in range(count)]
    made = []
    for weight in weights:
        day = first + timedelta(days=draws.whole(0, span))
        net = max(500, round(aimed * weight / sum(weights)))
        made.append(_invoice(draws, client, day, net))
        if draws.happens(0.03 * min(client.demanding, 3)):
            back = min(day + timedelta(days=draws.whole(2, 40)), date(year, 12, 31))
            credit = -round(net * draws.uniform(0.1, 1.0))
            made.append(_invoice(draws, client, back, credit))
    return made


def _invoice(draws: Draws, client: Client, day: date, net: int) -> Invoice:
    vat = round(net * VAT_RATE) if client.country == "France" else 0
    rate = min(0.95, max(-0.2, 1 - client.margin_rate + draws.normal(0, 0.04)))
    days = max(0, round(client.days_to_pay + draws.normal(0, 9)))
    paid: date | None = day + timedelta(days=days)
    lost = net > 0 and draws.happens(0.002)
    early = net > 0 and days <= 10 and draws.happens(0.5)
    if lost or (paid is not None and paid.year > YEARS[-1]):
        paid = None
    discount = round(net * 0.01) if early and paid is not None else 0
    return Invoice(
        "",
        client.code,
        day,
        net,
        vat,
        round(net * rate),
        draws.about(min(12.0, 1 + abs(net) / 100 / 420)) or 1,
        draws.happens(0.05 * client.demanding),
        paid,
        discount,
        lost and paid is None,
    )


def _drivers(draws: Draws, client: Client, bought: list[Invoice]) -> dict[str, float]:
    """What serving this client took in the year of these invoices."""
    orders = sum(invoice.net_cents > 0 for invoice in bought)
    returned = len(bought) - orders
    euros = sum(invoice.net_cents for invoice in bought) / 100
    asked = client.demanding
    quotes = draws.about(orders * 0.35 + 1)
    return {
        "deliveries": draws.about(orders * 1.15),
        "visits": draws.about(min(24, 0.6 + euros / 30_000) * asked**0.5),
        "tickets": draws.about(orders * 0.27 * asked),
        "returns": draws.about(returned * 0.8),
        "hours": round(0.32 * orders * asked + euros / 7_500, 1),
        "quotes_decided": quotes,
        "quotes_won": sum(draws.happens(0.42) for _ in range(quotes)),
    }
