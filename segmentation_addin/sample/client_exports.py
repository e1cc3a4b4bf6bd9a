"""Clients, margins and cost drivers of the fictitious company as exports, with traps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from segmentation_addin.sample.companies import Company
from segmentation_addin.sample.export_files import (
    YEAR,
    Expected,
    Export,
    Row,
    euros,
    sold_in_year,
    write_csv,
)
from segmentation_addin.sample.notes import notes_of
from segmentation_addin.sample.portfolio import VAT_RATE, Client, Portfolio
from segmentation_addin.sample.spellings import (
    clock_hours,
    day_first,
    french,
    percent,
    serial,
    thousands_of_euros,
)

_ESTABLISHMENT = 14
"""Made-up end of the SIRET numbers."""
_THEIR_REVENUE = 37
"""Times what a client buys: what a customer file calls its annual revenue."""
_COUNTED = ("deliveries", "visits", "tickets", "returns")


def _sums(portfolio: Portfolio) -> Iterator[tuple[Client, int, int]]:
    """Client, revenue and cost of goods of the year in cents; those who sold to."""
    sums: dict[str, list[int]] = {}
    for invoice in sold_in_year(portfolio):
        both = sums.setdefault(invoice.client, [0, 0])
        both[0] += invoice.net_cents
        both[1] += invoice.cost_cents
    for code, (net, cost) in sorted(sums.items()):
        if net > 0 and cost > 0:
            yield portfolio.by_code[code], net, cost


# --- the customer file --------------------------------------------------------------


def _customers(portfolio: Portfolio, path: Path) -> None:
    """Sorted by account manager, whose name is merged over the clients."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Clients"
    sheet.append(("Fichier clients",))
    sheet.merge_cells("A1:H1")
    sheet.append(())
    sheet.append(
        (
            *("Commercial", "Code client", "Raison sociale", "SIRET", "CP", "Pays"),
            *("Client depuis", "Chiffre d'affaires annuel", "Potentiel"),
        )
    )
    notes = notes_of(portfolio)
    for manager, clients in _by_manager(portfolio).items():
        start = sheet.max_row + 1
        for client in clients:
            company = client.company
            sheet.append(
                (
                    manager if client is clients[0] else None,
                    *(client.code, company.name, _spoiled_siret(company)),
                    *(int(company.postcode), company.country, serial(client.since)),
                    round(client.revenue_cents / 100 * _THEIR_REVENUE, -3),
                    notes[client.code].ratings.get("potential"),
                )
            )
        if len(clients) > 1:
            sheet.merge_cells(
                start_row=start, end_row=sheet.max_row, start_column=1, end_column=1
            )
    book.save(path)


def _by_manager(portfolio: Portfolio) -> dict[str, list[Client]]:
    """French clients, whose postcodes a program may take for numbers."""
    found: dict[str, list[Client]] = {}
    for client in portfolio.clients:
        if client.country == "France":
            found.setdefault(client.manager, []).append(client)
    return dict(sorted(found.items()))


def _spoiled_siret(company: Company) -> float:
    """A SIRET as Excel keeps it once it took it for a number: zeros and end lost."""
    return float(f"{int(company.siren + f'{_ESTABLISHMENT:05d}'):.5e}")


def _expected_customers(portfolio: Portfolio) -> Expected:
    notes = notes_of(portfolio)
    return {
        client.code: {
            "name": client.company.name,
            "siren": None,
            "postcode": client.company.postcode,
            "country": client.country,
            "account_manager": client.manager,
            "since": client.since.isoformat(),
            "potential": notes[client.code].ratings.get("potential"),
        }
        for client in portfolio.clients
        if client.country == "France"
    }


# --- margins ------------------------------------------------------------------------


def _margins_in_thousands(portfolio: Portfolio, path: Path) -> None:
    rows: list[Row] = [
        ("Code client", "Client", "Année", "CA HT (k€)", "Coût des ventes (k€)")
    ]
    total = [0, 0]
    for client, net, cost in _sums(portfolio):
        amounts = (thousands_of_euros(net), thousands_of_euros(cost))
        rows.append((client.code, client.company.name, YEAR, *amounts))
        total[0] += net
        total[1] += cost
    rows.append(("Total général", "", "", *map(thousands_of_euros, total)))
    write_csv(path, rows, encoding="utf-8-sig")


def _expected_thousands(portfolio: Portfolio) -> Expected:
    return {
        client.code: {
            "revenue": float(round(net / 100)),
            "cost_of_goods": float(round(cost / 100)),
        }
        for client, net, cost in _sums(portfolio)
    }


def _rate_on_cost(portfolio: Portfolio, path: Path) -> None:
    """The rate as the books teach it: on the cost, and the cost proves it."""
    rows: list[Row] = [
        ("Code client", "CA HT", "Coût de revient", "Taux de marge"),
    ]
    for client, net, cost in _sums(portfolio):
        amounts = (french(net), french(cost), percent((net - cost) / cost))
        rows.append((client.code, *amounts))
    write_csv(path, rows, encoding="cp1252")


def _expected_cost(portfolio: Portfolio) -> Expected:
    return {
        client.code: {"revenue": euros(net), "cost_of_goods": euros(cost)}
        for client, net, cost in _sums(portfolio)
    }


def _rate_on_price(portfolio: Portfolio, path: Path) -> None:
    """The rate on the price, no cost beside it."""
    rows: list[Row] = [("Code client", "CA HT", "Taux de marque")]
    for client, net, cost in _sums(portfolio):
        rows.append((client.code, french(net), percent((net - cost) / net)))
    write_csv(path, rows, separator="\t", encoding="utf-16")


def _expected_rate(portfolio: Portfolio) -> Expected:
    """The margin that the rounded rate gives, to the cent."""
    return {
        client.code: {
            "revenue": euros(net),
            "gross_margin": round(net * round((net - cost) / net, 3)) / 100,
        }
        for client, net, cost in _sums(portfolio)
    }


def _with_vat(portfolio: Portfolio, path: Path) -> None:
    rows: list[Row] = [("Code client", "Nom", "Total TTC")]
    for client, net, _ in _sums(portfolio):
        vat = VAT_RATE if client.country == "France" else 0.0
        rows.append((client.code, client.company.name, french(round(net * (1 + vat)))))
    write_csv(path, rows, encoding="cp1252")


# --- cost drivers -------------------------------------------------------------------


def _drivers(portfolio: Portfolio, path: Path) -> None:
    rows: list[Row] = [
        (
            *("N° client", "Période", "Livraisons", "Visites", "Tickets SAV"),
            *("Retours", "Heures SAV"),
        )
    ]
    for code, driven in _driven(portfolio):
        end = day_first(sold_in_year(portfolio)[-1].day.replace(month=12, day=31))
        counts = (int(driven[key]) for key in _COUNTED)
        rows.append((code, end, *counts, clock_hours(driven["hours"])))
    write_csv(path, rows, separator="|", encoding="iso8859-15")


def _driven(portfolio: Portfolio) -> Iterator[tuple[str, dict[str, float]]]:
    for (code, year), driven in portfolio.drivers.items():
        if year == YEAR:
            yield code, driven


def _expected_drivers(portfolio: Portfolio) -> Expected:
    return {
        code: {
            **{key: int(driven[key]) for key in _COUNTED},
            "hours": driven["hours"],
        }
        for code, driven in _driven(portfolio)
    }


CLIENT_EXPORTS = (
    Export(
        "clients_crm.xlsx",
        "clients",
        (
            "commercial dans une cellule fusionnée sur ses clients",
            "SIRET pris pour un nombre : zéros et derniers chiffres perdus, inutilisable",
            "codes postaux sans leur zéro de tête",
            "dates en numéros de série d'Excel, sans format",
            "« Chiffre d'affaires annuel » : celui du client, pas le nôtre",
        ),
        _customers,
        _expected_customers,
    ),
    Export(
        "marges_keur.csv",
        "margins",
        (
            "montants en k€, dits par l'en-tête ; milliers en espace fine insécable",
            "UTF-8 avec BOM",
            "ligne « Total général » en bas",
            "période réduite à une année",
        ),
        _margins_in_thousands,
        _expected_thousands,
    ),
    Export(
        "taux_de_marge.csv",
        "margins",
        (
            "taux de marge sur le coût, « 38,5 % » : le CA et le coût le prouvent",
            "pas de colonne de période",
        ),
        _rate_on_cost,
        _expected_cost,
    ),
    Export(
        "taux_de_marque.txt",
        "margins",
        (
            "taux de marque sur le prix, sans coût à côté",
            "UTF-16, tabulations",
            "pas de colonne de période",
        ),
        _rate_on_price,
        _expected_rate,
    ),
    Export(
        "ca_ttc.csv",
        "margins",
        ("montants TTC seuls : à refuser sans taux de TVA confirmé",),
        _with_vat,
        None,
    ),
    Export(
        "inducteurs.csv",
        "cost-to-serve",
        (
            "barres verticales, ISO 8859-15",
            "heures écrites h:mm",
            "période jj/mm/aaaa",
        ),
        _drivers,
        _expected_drivers,
    ),
)
