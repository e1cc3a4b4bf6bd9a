"""Four hundred clients of a fictitious French company over two years.

Calibrated on what is published of real portfolios: revenue is lognormal, so that the
first 20 % of clients make four fifths of it; one client in three costs more than it
brings; among the large ones stand false good clients, who buy often, little at a time,
at a discount, and ask for much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from segmentation_addin.sample.companies import MANAGERS, Companies, Company
from segmentation_addin.sample.draws import Draws, power_of_e

YEARS = (2024, 2025)
CLIENTS = 400
SEED = 27
REVENUE_CENTS = 1_930_000_000
"""Of the last year, all clients, before those who come and go."""
SPREAD = 1.68
"""Standard deviation of the logarithm of revenue: the top 20 % make 80 %."""
VAT_RATE = 0.20
_MARGIN_RATE = 0.282
_FALSE_GOOD_RATE = 0.16
_LARGE, _LARGEST = 0.3, 0.02
"""False good clients stand among the first of the clients by revenue, after the very
first: shares of their number."""
_MEDIAN_BASKET = 1030.0
_BASKET_GROWTH = 0.3
"""Large clients buy more at a time: basket = revenue to this power."""
_SMALLEST_BASKET, _MOST_DEMANDING = 240.0, 4.5
_NEW_RATE, _RECENT_RATE = 0.05, 0.05
"""Clients that came in the last year, and in the one before it."""
_GONE_RATE, _STOPPED_RATE = 0.03, 0.03
"""Clients that bought nothing in the last year, or stopped within it."""
_CONVERSION = 0.42
_BEFORE = 0.95
"""Revenue of a client in the year before, per unit of the last year."""


@dataclass(frozen=True)
class Client:
    """Who a client is and how it behaves."""

    code: str
    company: Company
    manager: str
    since: date
    until: date | None
    """Last day on which it buys; None: it goes on."""
    revenue_cents: int
    """Aimed at for a whole year, the last one."""
    false_good: bool
    margin_rate: float
    basket: float
    """Currency, ex-VAT."""
    days_to_pay: int
    demanding: float
    """1 = as others; what it asks of service beside its orders."""

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

    seed: int
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
            bought = _invoices(draws, client, year)
            invoices += bought
            if bought:
                drivers[client.code, year] = _drivers(draws, client, bought)
    invoices.sort(key=lambda x: (x.day, x.client, -x.net_cents))
    numbered = [
        replace(invoice, number=f"F{invoice.day:%y}{number:06d}")
        for number, invoice in enumerate(invoices, start=1)
    ]
    return Portfolio(seed, made, numbered, drivers)


def _clients(draws: Draws, count: int) -> list[Client]:
    sizes = _sizes(draws, count)
    scale = REVENUE_CENTS * count / CLIENTS / math.fsum(map(power_of_e, sizes))
    companies = Companies(draws)
    made = []
    start, end = round(_LARGEST * count), round(_LARGE * count)
    order = draws.shuffled(end - start)[: round(_FALSE_GOOD_RATE * end)]
    false_goods = {start + place for place in order}
    numbers = draws.shuffled(count)
    for rank, (size, number) in enumerate(zip(sizes, numbers, strict=True)):
        false_good = rank in false_goods
        made.append(_client(draws, companies.next(), number, size, scale, false_good))
    return sorted(made, key=lambda client: client.code)


def _sizes(draws: Draws, count: int) -> list[float]:
    """Logarithms of the revenues, largest first: their mean is 0, their deviation
    the same whatever the seed.
    """
    drawn = sorted((draws.normal() for _ in range(count)), reverse=True)
    mean = math.fsum(drawn) / count
    spread = math.sqrt(math.fsum((x - mean) ** 2 for x in drawn) / count)
    return [SPREAD * (x - mean) / spread for x in drawn]


def _client(
    draws: Draws,
    company: Company,
    number: int,
    size: float,
    scale: float,
    false_good: bool,
) -> Client:
    """`size` is the logarithm of the revenue, `scale` what makes it cents."""
    rate = _MARGIN_RATE + draws.normal(0, 0.055) - (0.11 if false_good else 0)
    basket = _MEDIAN_BASKET * power_of_e(_BASKET_GROWTH * size)
    basket *= draws.factor(0.45) * (0.38 if false_good else 1)
    since, until = _stay(draws)
    return Client(
        f"C{number + 1:05d}",
        company,
        draws.one_of(MANAGERS),
        since,
        until,
        round(scale * power_of_e(size)),
        false_good,
        min(0.6, max(0.02, rate)),
        max(_SMALLEST_BASKET, basket),
        max(0, round(draws.normal(46, 13) + (14 if false_good else 0))),
        min(_MOST_DEMANDING, draws.factor(0.5) * (2.6 if false_good else 1)),
    )


def _stay(draws: Draws) -> tuple[date, date | None]:
    """First day and last day of the relation; most go on."""
    before, last = YEARS
    since = date(draws.whole(2009, before - 1), draws.whole(1, 12), draws.whole(1, 28))
    came, went = draws.uniform(0, 1), draws.uniform(0, 1)
    if came < _NEW_RATE:
        since = date(last, draws.whole(1, 10), draws.whole(1, 28))
    elif came < _NEW_RATE + _RECENT_RATE:
        since = date(before, draws.whole(1, 12), draws.whole(1, 28))
    elif went < _GONE_RATE:
        return since, date(before, draws.whole(3, 12), draws.whole(1, 28))
    elif went < _GONE_RATE + _STOPPED_RATE:
        return since, date(last, draws.whole(3, 9), draws.whole(1, 28))
    return since, None


def _invoices(draws: Draws, client: Client, year: int) -> list[Invoice]:
    """The invoices and credit notes of one client in one year."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    first = max(start, client.since)
    span = (min(end, client.until or end) - first).days
    if span < 0:
        return []
    part = draws.factor(0.2) * _BEFORE if year < YEARS[-1] else 1.0
    part *= (span + 1) / 365
    aimed = client.revenue_cents * part
    count = max(1, draws.about(aimed / 100 / client.basket))
    weights = [draws.factor(0.5) for _ in range(count)]
    whole = math.fsum(weights)
    made = []
    for weight in weights:
        day = first + timedelta(days=draws.whole(0, span))
        net = max(500, round(aimed * weight / whole))
        made.append(_invoice(draws, client, day, net))
        if draws.happens(0.024 * min(client.demanding, 3)):
            back = min(day + timedelta(days=draws.whole(2, 40)), end)
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
        "visits": draws.about(min(24, 0.6 + euros / 30_000) * math.sqrt(asked)),
        "tickets": draws.about(orders * 0.27 * asked),
        "returns": draws.about(returned * 0.8),
        "hours": round(0.32 * orders * asked + euros / 7_500, 1),
        "quotes_decided": quotes,
        "quotes_won": draws.about(_CONVERSION * quotes),
    }
