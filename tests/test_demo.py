"""The main job, end to end: real sales lines in English, a made-up company in French."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from libreoffice import Office, require_office
from openxml_audit import OpenXmlValidator

from segmentation_addin.cli import main
from segmentation_addin.core.scale import points, rounded
from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.sample.portfolio import YEARS, french_portfolio
from segmentation_addin.sample.truth import truth_of
from segmentation_addin.sample.workbook import gaps_of
from segmentation_addin.services import sampling
from segmentation_addin.workbook.outputs import SHEETS

KEYS = {
    "client_id", "name", "revenue", "gross_margin", "cost_to_serve", "net_margin",
    "gross_margin_rate", "net_margin_rate", "cost_to_serve_ratio", "orders",
    "active_months", "days", "potential", "score", "completeness", "points",
    "computed_letter", "letter", "decided_by", "caps", "abc", "rfm", "matrix", "size",
    "cluster", "false_good", "new", "next_letter", "robustness", "confidence",
}  # fmt: skip
VALUES = {"value": "revenue", "margin": "gross_margin_rate", "recency": "days",
          "service": "cost_to_serve_ratio", "recurrence": "active_months"}  # fmt: skip


Made = tuple[Path, dict[str, Any], str]


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Builds the demonstration of a language, once."""

    @cache
    def make(language: str) -> Made:
        folder = tmp_path_factory.mktemp(language)
        done = CliRunner().invoke(
            main, ["demo", "-o", str(folder), "--lang", language, "--json"]
        )
        assert done.exit_code == 0, done.output
        return folder / "demo.xlsm", json.loads(done.stdout), language

    return make


@pytest.fixture(scope="module", params=["en", "fr"])
def demo(request: pytest.FixtureRequest, making: Callable[[str], Made]) -> Made:
    """The demonstration in either language."""
    return making(request.param)


@pytest.fixture(scope="module")
def retailer(making: Callable[[str], Made]) -> dict[str, Any]:
    """The English demonstration: the real sales lines of a retailer."""
    return making("en")[1]


@pytest.fixture(scope="module")
def company(making: Callable[[str], Made]) -> dict[str, Any]:
    """The French demonstration: the clients of a company that does not exist."""
    return making("fr")[1]


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    with sample_lines_path() as path:
        frame = pd.read_csv(path, parse_dates=["Order Date"])
    year: pd.DataFrame = frame[frame["Order Date"].dt.year == 2017]
    return year


def test_every_client_equals_a_plain_groupby(
    retailer: dict[str, Any], lines: pd.DataFrame
) -> None:
    found = {client["client_id"]: client for client in retailer["clients"]}
    plain = lines.groupby("Customer ID").agg(
        revenue=("Sales", "sum"),
        margin=("Profit", "sum"),
        orders=("Order ID", "nunique"),
    )
    assert retailer["as_of"] == "2017-12-31"
    assert len(found) == 793
    assert all(set(client) >= KEYS for client in found.values())
    for client_id, row in plain.iterrows():
        client = found[str(client_id)]
        assert client["revenue"] == pytest.approx(row["revenue"], abs=0.005)
        assert client["gross_margin"] == pytest.approx(row["margin"], abs=0.005)
        assert client["orders"] == row["orders"]
    inactive = [c for c in found.values() if c["letter"] is None]
    assert len(inactive) == 793 - len(plain)


def test_every_active_client_is_read_in_every_way(
    retailer: dict[str, Any],
) -> None:
    for client in retailer["clients"]:
        active = client["decided_by"] != "inactive"
        for key in ("rfm", "rfm_segment", "matrix", "size", "cluster", "confidence"):
            assert (client[key] is not None) == active, (client["client_id"], key)
    readings = retailer["readings"]
    assert readings["rfm"]["method"] == "quintiles"
    assert readings["size"]["large"] > readings["size"]["medium"]
    assert set(readings["clusters"]["groups"]) >= {"K1", "K2"}


def test_totals_by_letter_equal_the_totals(
    retailer: dict[str, Any], lines: pd.DataFrame
) -> None:
    for key in ("clients", "revenue", "gross_margin", "cost_to_serve", "net_margin"):
        parts = sum(group[key] for group in retailer["by_letter"].values())
        assert parts == pytest.approx(retailer["totals"][key], abs=0.005)
    assert retailer["totals"]["revenue"] == pytest.approx(
        lines["Sales"].sum(), abs=0.005
    )


def test_scores_and_letters_follow_from_the_printed_scale(
    retailer: dict[str, Any],
) -> None:
    scale, rules = retailer["scale"], retailer["rules"]
    assert scale["potential"]["knots"] is None  # nobody rated the potential
    for client in retailer["clients"]:
        if client["decided_by"] == "inactive":
            continue
        total = known = 0.0
        for key, source in VALUES.items():
            value = client[source]
            if key == "service" and value is None:
                value = np.inf  # no margin at all: the worst level
            sign = 1.0 if scale[key]["better"] == "higher" else -1.0
            worth = points(np.array([value]), np.array(scale[key]["knots"]), sign)[0]
            assert worth == pytest.approx(client["points"][key], abs=1e-9)
            total += scale[key]["weight"] * worth
            known += scale[key]["weight"]
        score = rounded(np.array([total / known]))[0]
        assert score == client["score"]
        a, b, c = rules["bounds"]
        net, sold = client["net_margin"], client["revenue"]
        if net < -rules["loss_tolerance"] * sold:
            wanted = "C" if client["new"] else "D"
        else:
            wanted = "A" if score >= a else "B" if score >= b else "C"
            if score < c and net < 0:
                wanted = "C" if client["new"] else "D"
            if wanted == "A" and (net <= 0 or client["days"] > rules["gate_days"]):
                wanted = "B"
            if net < 0 and wanted in "AB":
                wanted = "C"
        assert client["computed_letter"] == wanted


def test_knots_are_the_quantiles_of_clients_that_are_not_new(
    retailer: dict[str, Any],
) -> None:
    base = [
        client
        for client in retailer["clients"]
        if client["decided_by"] != "inactive"
        and not client["new"]
        and client["revenue"] > 0
    ]
    for key, source in VALUES.items():
        values = [c[source] for c in base if c[source] is not None]
        knots = np.percentile(values, [5, 25, 50, 75, 95])
        if retailer["scale"][key]["better"] == "lower":
            knots = knots[::-1]
        assert retailer["scale"][key]["knots"] == pytest.approx(knots.tolist())


def plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return float((pd.Timestamp(value) - pd.Timestamp("1899-12-30")).days)
    return "" if value is None else value


def test_libreoffice_recalculates_what_was_written(
    demo: Made,
) -> None:
    path, _, language = demo
    locale = "fr-FR" if language == "fr" else "en-US"
    formulas = openpyxl.load_workbook(path)
    # The examples need our Python: see test_functions_in_libreoffice.
    del formulas[SHEETS["functions"].title.in_(language)]  # type: ignore[arg-type]
    require_office()
    with Office(locale) as office:
        sheets = office.calculate(path, *formulas.sheetnames)
    values = openpyxl.load_workbook(path, data_only=True)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                wanted = plain(values[sheet.title][cell.coordinate].value)
                found = sheets[sheet.title].get(cell.coordinate, {"value": ""})
                got = found["value"]
                if isinstance(wanted, (int, float)):
                    assert got == pytest.approx(wanted, rel=1e-9, abs=1e-9)
                else:
                    assert got == wanted, f"{sheet.title}!{cell.coordinate}"
                compared += 1
    assert compared > 2000
    errors = {
        f"{title}!{place}"
        for title, cells in sheets.items()
        for place, cell in cells.items()
        if cell["error"]
    }
    assert errors == set()


def test_the_workbook_is_well_formed(demo: Made) -> None:
    path, _, _ = demo
    found = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in found.errors] == []


def test_a_second_refresh_writes_nothing(
    demo: Made,
) -> None:
    path, _, language = demo
    before = path.read_bytes()
    done = CliRunner().invoke(main, ["refresh", str(path)])
    assert done.exit_code == 0
    said = "Already up to date" if language == "en" else "Déjà à jour"
    assert said in done.output
    assert path.read_bytes() == before
    assert sorted(item.name for item in path.parent.iterdir()) == [
        "board.xlsx",
        "demo.xlsm",
    ]


# --- the French company -------------------------------------------------------------


def test_every_client_is_what_the_books_say(company: dict[str, Any]) -> None:
    assert company["as_of"] == f"{YEARS[-1]}-12-31"
    found = {client["client_id"]: client for client in company["clients"]}
    made = french_portfolio()
    truth = {code: x for code, x in truth_of(made, YEARS[-1]).items() if x.months}
    assert found.keys() == made.by_code.keys()
    for code, client in found.items():
        if code in truth:
            assert round(client["revenue"] * 100) == truth[code].revenue
            assert client["orders"] == truth[code].invoices
        else:
            assert client["letter"] is None
    sold = sum(x.revenue for x in truth.values())
    assert round(company["totals"]["revenue"] * 100) == sold


def test_gaps_are_told_and_judged_by_the_method(company: dict[str, Any]) -> None:
    gaps = gaps_of(french_portfolio())
    letters = {x["client_id"]: x for x in company["clients"] if x["letter"] is not None}
    assert all(letters[c]["letter"] == "NC" for c in gaps.margin & letters.keys())
    assert not [c for c in gaps.cost & letters.keys() if letters[c]["letter"] == "A"]
    judged = [letters[c]["letter"] for c in gaps.estimated & letters.keys()]
    assert set(judged) <= {"B", "C"}
    codes = {issue["code"] for issue in company["issues"]}
    assert {"cost_missing", "margin_missing", "margin_estimated"} <= codes
    assert "error" not in {issue["severity"] for issue in company["issues"]}


def test_false_good_clients_are_found(company: dict[str, Any]) -> None:
    found = {x["client_id"]: x for x in company["clients"]}
    made = {x.code for x in french_portfolio().clients if x.false_good}
    told = {code for code, x in found.items() if x["false_good"] is not None}
    assert len(told) >= 10
    assert len(told & made) > 0.6 * len(told)
    ranked = sorted(found, key=lambda code: -found[code]["revenue"])
    largest = set(ranked[:78]) & made
    assert len(told & largest) > 0.7 * len(largest)


def test_decisions_of_people_hold_and_decisions_to_try_show_something(
    company: dict[str, Any], making: Callable[[str], Made]
) -> None:
    moved = [x for x in company["clients"] if x["letter"] != x["computed_letter"]]
    assert [(x["computed_letter"], x["letter"]) for x in moved] == [("A", "B")] * 2
    sheet = openpyxl.load_workbook(making("fr")[0], data_only=True)["Simulation"]
    table = sheet.tables["tblScenario"]
    head, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
    at = head.index("Variation de marge nette")
    assert [row[at] is not None and row[at] != 0 for row in rows] == [True] * len(rows)


def test_exports_come_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sampling, "french_portfolio", lambda: french_portfolio(clients=20)
    )
    words = ["demo", "--lang", "fr", "-o", str(tmp_path), "--exports"]
    folder = tmp_path / "exports"
    done = CliRunner().invoke(main, [*words, str(folder)])
    assert done.exit_code == 0, done.output
    assert str(folder) in done.output
    assert "inventées" in done.output
    assert (folder / "LISEZMOI.txt").is_file()
    assert sorted(item.name for item in tmp_path.iterdir()) == [
        "board.xlsx",
        "demo.xlsm",
        "exports",
    ]
    before = sorted(folder.rglob("*"))
    again = CliRunner().invoke(main, [*words, str(folder)])
    assert again.exit_code == 3
    assert sorted(folder.rglob("*")) == before
    lost = CliRunner().invoke(main, [*words, str(tmp_path / "no" / "exports")])
    assert lost.exit_code == 3
