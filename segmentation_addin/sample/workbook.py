"""The French sample as rows of the workbook, with the gaps that real data have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.sample.books import UNALLOCATED_CENTS
from segmentation_addin.sample.companies import Company
from segmentation_addin.sample.decisions import decision_rows, policy_edits
from segmentation_addin.sample.draws import Draws
from segmentation_addin.sample.notes import RATINGS, Notes, notes_of
from segmentation_addin.sample.portfolio import YEARS, Client, Portfolio
from segmentation_addin.sample.tariff import activity_rows, pool_rows
from segmentation_addin.sample.truth import Truth, settlements, truth_of
from segmentation_addin.workbook.host import AppendedRows, Cell, CellEdits, Changes
from segmentation_addin.workbook.inputs import MARGIN_ORIGINS
from segmentation_addin.workbook.settings import SETTINGS

REMARK, FICTITIOUS = "Source", "fictif"
"""A column of the user's own, and what it says of every client of the sample."""
DRIVERS = ("orders", "deliveries", "rush", "visits", "tickets", "returns", "hours")
LARGE = 0.2
"""Share of the clients, by revenue, whose figures have no gap."""
_STREAM = 2000
_SETTINGS: dict[str, Cell] = {
    "currency": "EUR",
    "annual_rate": 0.06,
    "receivable_vat": 0.2,
}


@dataclass(frozen=True)
class Gaps:
    """What the sample leaves blank, as real files do; client codes."""

    cost: frozenset[str]
    margin: frozenset[str]
    estimated: frozenset[str]
    sector: frozenset[str]
    postcode: frozenset[str]
    siren: frozenset[str]
    twice: tuple[str, str]
    """Two codes of one company: the second is written in capitals."""


def gaps_of(portfolio: Portfolio) -> Gaps:
    """Which figures are missing: none of a large client, or of a false good one."""
    draws = Draws(portfolio.seed + _STREAM)
    ranked = sorted(portfolio.clients, key=lambda client: -client.revenue_cents)
    smaller = ranked[int(LARGE * len(ranked)) :]
    codes = [client.code for client in smaller if not client.false_good]

    def some(rate: float) -> frozenset[str]:
        count = max(1, round(rate * len(codes)))
        return frozenset(codes[at] for at in draws.shuffled(len(codes))[:count])

    at = draws.whole(0, len(codes) - 2)
    return Gaps(
        cost=some(0.02),
        margin=some(0.012),
        estimated=some(0.02),
        sector=some(0.03),
        postcode=some(0.04),
        siren=some(0.05),
        twice=(codes[at], codes[at + 1]),
    )


def sample_changes(portfolio: Portfolio) -> Changes:
    """All that a fresh French workbook needs to hold the sample."""
    settled = settlements(portfolio)
    truths = {year: truth_of(portfolio, year, settled) for year in YEARS}
    gaps = gaps_of(portfolio)
    margins, costs = _year_rows(portfolio, truths, gaps)
    return Changes(
        edits=[*_settings(truths[YEARS[-1]]), *policy_edits()],
        appended=[
            AppendedRows("tblClients", client_rows(portfolio, gaps), {REMARK: REMARK}),
            AppendedRows("tblMargins", margins),
            AppendedRows("tblCostToServe", costs),
            AppendedRows("tblActivities", pd.DataFrame(activity_rows())),
            AppendedRows("tblPools", pd.DataFrame(pool_rows(costs))),
            *decision_rows(portfolio),
        ],
    )


def client_rows(portfolio: Portfolio, gaps: Gaps) -> pd.DataFrame:
    """The rows of `tblClients`: who the clients are, and the notes about them."""
    notes = notes_of(portfolio)
    first, second = gaps.twice
    same = portfolio.by_code[first].company
    twin = replace(same, name=same.name.upper())
    rows = [
        _client_row(client, client.company, notes[client.code], gaps)
        if client.code != second
        else _client_row(client, twin, notes[client.code], gaps)
        for client in portfolio.clients
    ]
    return pd.DataFrame(rows)


def _client_row(
    client: Client, company: Company, notes: Notes, gaps: Gaps
) -> dict[str, Any]:
    code = client.code
    return {
        "client_id": code,
        "name": company.name,
        "group_id": notes.group,
        "siren": "" if code in gaps.siren else company.siren,
        "sector": "" if code in gaps.sector else company.sector,
        "size": notes.size,
        "postcode": "" if code in gaps.postcode else company.postcode,
        "country": company.country,
        "account_manager": client.manager,
        "since": pd.Timestamp(client.since),
        "wallet": notes.wallet,
        **{key: notes.ratings.get(key) for key in RATINGS},
        "rated_on": None if notes.rated_on is None else pd.Timestamp(notes.rated_on),
        REMARK: FICTITIOUS,
    }


def _year_rows(
    portfolio: Portfolio, truths: dict[int, dict[str, Truth]], gaps: Gaps
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of `tblMargins` and of `tblCostToServe`, by client and year."""
    spent, rush = _by_client(portfolio)
    margins, costs = [], []
    for client in portfolio.clients:
        for year in YEARS:
            truth = truths[year].get(client.code)
            if truth is None or not truth.months:
                continue
            key = (client.code, year)
            driven = {**portfolio.drivers[key], "rush": rush.get(key, 0)}
            margins.append(_margin_row(client, year, truth, driven, spent[key], gaps))
            if client.code not in gaps.cost:
                costs.append(_cost_row(client, year, truth, driven))
    return pd.DataFrame(margins), pd.DataFrame(costs)


def _by_client(
    portfolio: Portfolio,
) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], int]]:
    """Cost of goods in cents, and rush orders, by client and year."""
    spent: dict[tuple[str, int], int] = {}
    rush: dict[tuple[str, int], int] = {}
    for invoice in portfolio.invoices:
        key = (invoice.client, invoice.day.year)
        spent[key] = spent.get(key, 0) + invoice.cost_cents
        if invoice.net_cents > 0:
            rush[key] = rush.get(key, 0) + invoice.rush
    return spent, rush


def _margin_row(
    client: Client,
    year: int,
    truth: Truth,
    driven: dict[str, float],
    spent: int,
    gaps: Gaps,
) -> dict[str, Any]:
    origin = MARGIN_ORIGINS["estimated"].fr if client.code in gaps.estimated else ""
    delay = truth.days_to_pay
    return {
        "client_id": client.code,
        "name": client.company.name,
        "period": _period(year),
        "revenue": truth.revenue / 100,
        "cost_of_goods": np.nan if client.code in gaps.margin else spent / 100,
        "orders": truth.invoices,
        "last_order": None if truth.last is None else pd.Timestamp(truth.last),
        "active_months": len(truth.sold_months),
        "credit_notes": truth.credit_notes / 100,
        "days_to_pay": np.nan if delay is None else round(delay, 1),
        "quotes_decided": driven["quotes_decided"],
        "quotes_won": driven["quotes_won"],
        "margin_origin": origin,
    }


def _cost_row(
    client: Client, year: int, truth: Truth, driven: dict[str, float]
) -> dict[str, Any]:
    return {
        "client_id": client.code,
        "name": client.company.name,
        "period": _period(year),
        **{key: {**driven, "orders": truth.invoices}[key] for key in DRIVERS},
        "direct_cost": truth.discounts / 100 or None,
        "bad_debt": truth.losses / 100 or None,
    }


def _period(year: int) -> pd.Timestamp:
    return pd.Timestamp(date(year, 12, 31))


def _settings(truths: dict[str, Truth]) -> list[CellEdits]:
    """Currency, cost of money, and the revenue that the ledger shows."""
    ledger = sum(truth.revenue for truth in truths.values()) + UNALLOCATED_CENTS
    typed: dict[str, Cell] = {**_SETTINGS, "control_revenue": ledger / 100}
    rows = [at for at, setting in enumerate(SETTINGS) if setting.key in typed]
    values = [typed[SETTINGS[at].key] for at in rows]
    return [CellEdits("tblSettings", "value", rows, values)]
