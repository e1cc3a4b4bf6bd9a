"""The French sample: calibrated, the same everywhere, and true in every form."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from segmentation_addin.core.french_places import DEPARTMENTS
from segmentation_addin.imports.fec.statement import read_fec
from segmentation_addin.sample.books import books_of
from segmentation_addin.sample.companies import siren_of
from segmentation_addin.sample.draws import Draws, power_of_e
from segmentation_addin.sample.export_files import Export
from segmentation_addin.sample.exports import EXPECTED, EXPORTS, SIREN, write_exports
from segmentation_addin.sample.notes import RATINGS, notes_of
from segmentation_addin.sample.portfolio import YEARS, Portfolio, french_portfolio
from segmentation_addin.sample.spellings import (
    american,
    clock_hours,
    french,
    percent,
    serial,
    thousands_of_euros,
    trailing_sign,
)
from segmentation_addin.sample.tariff import ACTIVITIES, pool_rows
from segmentation_addin.sample.truth import truth_of
from segmentation_addin.sample.workbook import REMARK, gaps_of, sample_changes

LAST = YEARS[-1]
UNIT_COSTS = {
    "orders": 37.5,
    "deliveries": 46,
    "rush": 25,
    "visits": 230,
    "tickets": 55,
    "returns": 120,
    "hours": 66,
}
A_CLIENT, YEARLY_RATE, VAT = 120, 0.06, 1.2
INVOICES_SHA256 = "76c8faf1713907b042ed94b226b607313547ba1b7047ea4df692cde2ad7549ad"
"""Of the invoices of sixty clients: any other computer must find it too."""


@cache
def portfolio() -> Portfolio:
    return french_portfolio()


@cache
def table(name: str) -> pd.DataFrame:
    """One table of the sample, as it goes into the workbook."""
    changes = sample_changes(portfolio())
    (rows,) = [rows.frame for rows in changes.appended if rows.table == name]
    return rows


@cache
def year(seed: int | None = None) -> pd.DataFrame:
    """The last year by client, priced by hand: a row for each client sold to."""
    made = portfolio() if seed is None else french_portfolio(seed)
    cost: dict[str, int] = {}
    rush: dict[str, int] = {}
    for invoice in made.invoices:
        if invoice.day.year == LAST:
            code = invoice.client
            cost[code] = cost.get(code, 0) + invoice.cost_cents
            rush[code] = rush.get(code, 0) + (invoice.net_cents > 0) * invoice.rush
    rows = []
    for code, truth in truth_of(made, LAST).items():
        if not truth.months:
            continue
        driven = {**made.drivers[code, LAST], "rush": rush[code]}
        driven["orders"] = truth.invoices
        days, revenue = truth.days_to_pay or 0.0, truth.revenue / 100
        served = sum(driven[key] * price for key, price in UNIT_COSTS.items())
        served += A_CLIENT + (truth.discounts + truth.losses) / 100
        served += revenue * VAT * days / 365 * YEARLY_RATE
        client = made.by_code[code]
        rows.append(
            {
                "code": code,
                "revenue": revenue,
                "served": served,
                "days": days,
                "margin": revenue - cost[code] / 100,
                "credit": truth.credit_notes / 100,
                "decided": driven["quotes_decided"],
                "won": driven["quotes_won"],
                "orders": truth.invoices,
                "false_good": client.false_good,
                "asks": client.demanding,
            }
        )
    frame = pd.DataFrame(rows).sort_values("revenue", ascending=False)
    frame["net"] = frame["margin"] - frame["served"]
    return frame


def shares(frame: pd.DataFrame) -> dict[str, float]:
    """The figures that published portfolios are known by."""
    best = int(np.ceil(0.2 * len(frame)))
    sums = frame.sum(numeric_only=True)
    net = frame["net"].sort_values(ascending=False)
    return {
        "revenue": sums["revenue"],
        "revenue of the best": frame["revenue"].head(best).sum() / sums["revenue"],
        "margin of the best": frame["margin"].head(best).sum() / sums["margin"],
        "net of the best": net.head(best).sum() / sums["net"],
        "served": sums["served"] / sums["revenue"],
        "net": sums["net"] / sums["revenue"],
        "at a loss": float((net < 0).mean()),
        "peak": net[net > 0].sum() / sums["net"],
        "large at a loss": float((frame["net"].head(80) < 0).sum()),
        "credit notes": sums["credit"] / sums["revenue"],
        "won": sums["won"] / sums["decided"],
        "days": float(np.average(frame["days"], weights=frame["revenue"])),
    }


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("revenue", 17e6, 19e6),
        ("revenue of the best", 0.78, 0.82),
        ("margin of the best", 0.77, 0.82),
        ("net of the best", 1.00, 1.05),
        ("served", 0.13, 0.142),
        ("net", 0.12, 0.142),
        ("at a loss", 0.31, 0.37),
        ("peak", 1.13, 1.17),
        ("large at a loss", 10, 13),
        ("credit notes", 0.01, 0.02),
        ("won", 0.41, 0.43),
        ("days", 46, 50),
    ],
)
def test_the_portfolio_is_like_published_ones(
    figure: str, low: float, high: float
) -> None:
    assert low <= shares(year())[figure] <= high


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_gives_a_portfolio_of_the_same_kind(seed: int) -> None:
    found = shares(year(seed))
    assert 0.72 < found["revenue of the best"] < 0.88
    assert 0.09 < found["served"] < 0.17
    assert 0.25 < found["at a loss"] < 0.42
    assert 1.02 < found["peak"] < 1.4


def test_false_good_clients_are_large_and_bring_little() -> None:
    frame = year()
    large = frame.head(round(0.3 * len(frame)))
    false, others = large[large["false_good"]], large[~large["false_good"]]
    assert 15 <= len(false) <= 25
    rates = [(x["margin"].sum() / x["revenue"].sum()) for x in (false, others)]
    assert rates[1] - rates[0] > 0.09
    baskets = [(x["revenue"] / x["orders"]).median() for x in (false, others)]
    assert baskets[0] < 0.5 * baskets[1]
    assert false["asks"].mean() > 2 * others["asks"].mean()
    assert false["days"].mean() > others["days"].mean() + 8


def test_last_year_is_no_collapse() -> None:
    before, last = (
        sum(x.revenue for x in truth_of(portfolio(), each).values()) for each in YEARS
    )
    assert 0.98 < last / before < 1.08


# --- the same on every computer -----------------------------------------------------


def test_the_same_seed_gives_the_same_invoices_everywhere() -> None:
    text = "".join(
        f"{x.number};{x.client};{x.day};{x.net_cents};{x.cost_cents};{x.paid_on}\n"
        for x in french_portfolio(clients=60).invoices
    )
    assert hashlib.sha256(text.encode()).hexdigest() == INVOICES_SHA256


def test_draws_have_the_mean_and_the_spread_they_say() -> None:
    draws = Draws(5)
    normal = [draws.normal(10, 2) for _ in range(20_000)]
    assert np.mean(normal) == pytest.approx(10, abs=0.05)
    assert np.std(normal) == pytest.approx(2, abs=0.05)
    assert sorted(draws.shuffled(50)) == list(range(50))


@pytest.mark.parametrize("exponent", [-8.0, -0.3, 0.0, 1.0, 7.5])
def test_power_of_e(exponent: float) -> None:
    assert power_of_e(exponent) == pytest.approx(np.exp(exponent), rel=1e-12)


# --- who they are -------------------------------------------------------------------


def key_is_right(siren: str) -> bool:
    """The sum of the digits, every second one doubled from the right, ends in 0."""
    total = 0
    for place, digit in enumerate(reversed(siren)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def test_nobody_exists_and_the_workbook_says_so() -> None:
    clients = table("tblClients")
    assert set(clients[REMARK]) == {"fictif"}
    given = clients.loc[clients["siren"] != "", "siren"]
    assert given.str.fullmatch(r"000\d{6}").all()
    assert given.map(key_is_right).all()
    assert key_is_right(SIREN)
    assert not key_is_right(siren_of(1)[:-1] + str((int(siren_of(1)[-1]) + 1) % 10))


def test_names_are_not_given_twice_but_for_the_one_duplicate() -> None:
    clients = table("tblClients")
    twice = clients["name"].str.casefold().duplicated(keep=False)
    assert set(clients.loc[twice, "client_id"]) == set(gaps_of(portfolio()).twice)


def test_clients_stand_all_over_france() -> None:
    clients = table("tblClients")
    french_ones = clients[
        (clients["country"] == "France") & (clients["postcode"] != "")
    ]
    codes = french_ones["postcode"]
    assert codes.str.fullmatch(r"\d{5}").all()
    found = set(codes.str[:2]) - {"97"}
    assert len(found) > 60
    assert found - {"20"} <= {department.code for department in DEPARTMENTS}
    assert (clients["country"] != "France").mean() < 0.1


def test_notes_have_gaps_as_in_life() -> None:
    notes = notes_of(portfolio()).values()
    unrated = sum(not note.ratings for note in notes) / len(notes)
    assert 0.04 < unrated < 0.13
    for key in RATINGS:
        given = [note.ratings[key] for note in notes if key in note.ratings]
        assert 0.75 < len(given) / len(notes) < 0.95
        assert set(range(1, 5)) <= set(given) <= set(range(6))
    groups = pd.Series([note.group for note in notes if note.group]).value_counts()
    assert (groups > 1).sum() >= 5
    assert 0.3 < sum(note.wallet is not None for note in notes) / len(notes) < 0.6


def test_gaps_stay_out_of_the_large_clients() -> None:
    gaps = gaps_of(portfolio())
    large = set(year()["code"].head(60))
    holes = gaps.cost | gaps.margin | gaps.estimated
    assert gaps.cost
    assert gaps.margin
    assert gaps.estimated
    assert not holes & large


# --- the rows of the workbook -------------------------------------------------------


def test_margins_are_the_truth_of_the_books() -> None:
    margins = table("tblMargins").set_index("client_id")
    for each in YEARS:
        rows = margins[margins["period"] == pd.Timestamp(each, 12, 31)]
        truth = {code: x for code, x in truth_of(portfolio(), each).items() if x.months}
        assert set(rows.index) == set(truth)
        for code, row in rows.iterrows():
            known = truth[str(code)]
            assert round(row["revenue"] * 100) == known.revenue
            assert round(row["credit_notes"] * 100) == known.credit_notes
            assert row["orders"] == known.invoices


def test_pools_pay_whole_persons_and_leave_some_time() -> None:
    costs = table("tblCostToServe")
    pools = {(row["pool"], row["period"].year): row for row in pool_rows(costs)}
    for each in YEARS:
        rows = costs[costs["period"].dt.year == each]
        minutes = sum(
            activity.minutes * rows[activity.driver].sum()
            for activity in ACTIVITIES
            if activity.minutes
        )
        desk = pools["Administration des ventes", each]
        assert 0.8 < minutes / desk["capacity_minutes"] <= 0.96
        assert desk["capacity_minutes"] % 90_000 == 0
        transport = pools["Transport", each]["cost"]
        assert transport / rows["deliveries"].sum() == pytest.approx(46, rel=0.01)


def test_every_activity_says_what_an_exit_would_save() -> None:
    assert all(0 < activity.avoidable_rate <= 1 for activity in ACTIVITIES)


# --- the exports --------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("exports")
    write_exports(french_portfolio(clients=50), made)
    return made


def expected(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / EXPECTED / f"{Path(name).stem}.csv").open(encoding="utf-8") as file:
        return {row["client_id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_every_export_says_what_it_should_be_read_as(
    folder: Path, export: Export
) -> None:
    assert (folder / export.name).stat().st_size > 0
    assert export.traps
    wanted = folder / EXPECTED / f"{Path(export.name).stem}.csv"
    assert wanted.exists() == (export.expected is not None)
    guide = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")
    assert "société fictive" in guide
    assert export.name in guide


def test_each_fec_says_what_is_expected_of_it(folder: Path) -> None:
    paths = sorted(folder.glob(f"{SIREN}FEC*.txt"))
    assert [path.stem for path in paths] == [f"{SIREN}FEC{y}1231" for y in YEARS]
    for path in paths:
        clients = read_fec(path).clients.set_index("client_id")
        wanted = expected(folder, path.name)
        assert set(clients.index) == set(wanted)
        for code, row in wanted.items():
            assert clients.loc[code, "revenue"] == pytest.approx(float(row["revenue"]))
            assert clients.loc[code, "invoices"] == int(row["invoices"])


def test_the_books_of_all_clients_are_those_of_the_exports(folder: Path) -> None:
    made = books_of(french_portfolio(clients=50), LAST)
    wanted = expected(folder, f"{SIREN}FEC{LAST}1231")
    total = sum(round(float(row["revenue"]) * 100) for row in wanted.values())
    assert total + made.unallocated == made.revenue


def text_rows(path: Path, encoding: str, separator: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def test_invoices_in_french_end_in_a_total(folder: Path) -> None:
    rows = text_rows(folder / "factures_2025.csv", "cp1252", ";")
    assert rows[3][4] == "Montant HT"
    assert rows[-1][0] == "TOTAL"
    cents = [
        round(float(row[4].rstrip("€").replace("\u00a0", "").replace(",", ".")) * 100)
        for row in ([*row[:4], row[4].strip(" €")] for row in rows[4:])
    ]
    assert sum(cents[:-1]) == cents[-1]
    wanted = expected(folder, "factures_2025.csv").values()
    assert sum(round(float(row["revenue"]) * 100) for row in wanted) == cents[-1]
    assert any(row[5].endswith("-") for row in rows[4:-1])


def test_invoices_in_english_hold_a_day_beyond_the_twelfth(folder: Path) -> None:
    rows = text_rows(folder / "invoices_2025.csv", "utf-8", ",")[1:]
    months, days = zip(*(map(int, row[1].split("/")[:2]) for row in rows), strict=True)
    assert max(months) == 12
    assert max(days) > 12
    assert any(row[4].startswith("(") for row in rows)


def cells(path: Path) -> list[tuple[Any, ...]]:
    sheet = load_workbook(path).active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_merged_codes_and_subtotals(folder: Path) -> None:
    rows = cells(folder / "factures_t4.xlsx")[2:]
    subtotals = [row for row in rows if str(row[0]).startswith("Total ")]
    assert {row[0].removeprefix("Total ") for row in subtotals} == set(
        expected(folder, "factures_t4.xlsx")
    )
    assert any(row[0] is None for row in rows)
    assert all(45_931 <= row[1] <= 46_022 for row in rows if row[1] is not None)


def test_the_customer_file_lost_what_a_spreadsheet_loses(folder: Path) -> None:
    rows = cells(folder / "clients_crm.xlsx")[3:]
    wanted = expected(folder, "clients_crm.xlsx")
    postcodes = {row[1]: row[4] for row in rows}
    short = [code for code, found in postcodes.items() if len(str(found)) < 5]
    assert short
    assert all(wanted[code]["postcode"] == f"{postcodes[code]:05d}" for code in short)
    assert all(len(f"{row[3]:.0f}") < 14 for row in rows)
    assert all(wanted[row[1]]["siren"] == "" for row in rows)
    assert "revenue" not in wanted[rows[0][1]]


def test_rates_are_on_what_they_say(folder: Path) -> None:
    rows = text_rows(folder / "taux_de_marge.csv", "cp1252", ";")[1:]
    wanted = expected(folder, "taux_de_marge.csv")
    for code, _, _, rate in rows:
        revenue, cost = (float(wanted[code][k]) for k in ("revenue", "cost_of_goods"))
        shown = float(rate.rstrip("\u00a0%").replace(",", ".")) / 100
        assert shown == pytest.approx((revenue - cost) / cost, abs=0.0006)
    rows = text_rows(folder / "taux_de_marque.txt", "utf-16", "\t")[1:]
    wanted = expected(folder, "taux_de_marque.txt")
    for code, _, rate in rows:
        revenue, margin = (float(wanted[code][k]) for k in ("revenue", "gross_margin"))
        shown = float(rate.rstrip("\u00a0%").replace(",", ".")) / 100
        assert shown * revenue == pytest.approx(margin, abs=0.006)


def test_hours_and_thousands_are_written_as_people_write_them(folder: Path) -> None:
    rows = text_rows(folder / "inducteurs.csv", "iso8859-15", "|")[1:]
    wanted = expected(folder, "inducteurs.csv")
    for row in rows:
        hours, minutes = map(int, row[6].split(":"))
        assert hours + minutes / 60 == pytest.approx(float(wanted[row[0]]["hours"]))
    rows = text_rows(folder / "marges_keur.csv", "utf-8-sig", ";")
    assert rows[0][3] == "CA HT (k€)"
    assert rows[-1][0] == "Total général"
    assert any("\u202f" in row[3] for row in rows[1:])


def test_spellings() -> None:
    assert french(-123456) == "-1\u00a0234,56"
    assert trailing_sign(-12345) == "123,45-"
    assert american(-123450) == "(1,234.50)"
    assert thousands_of_euros(123456789) == "1\u202f234,568"
    assert percent(0.1234) == "12,3\u00a0%"
    assert clock_hours(7.5) == "7:30"
    assert serial(pd.Timestamp("2024-01-01").date()) == 45292
