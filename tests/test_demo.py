"""The main job, end to end, on the real sales lines."""

from __future__ import annotations

import json
from datetime import date, datetime
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


@pytest.fixture(scope="module", params=["en", "fr"])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], str]:
    folder = tmp_path_factory.mktemp(request.param)
    done = CliRunner().invoke(
        main, ["demo", "-o", str(folder), "--lang", request.param, "--json"]
    )
    assert done.exit_code == 0, done.output
    return folder / "demo.xlsm", json.loads(done.stdout), request.param


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    with sample_lines_path() as path:
        frame = pd.read_csv(path, parse_dates=["Order Date"])
    year: pd.DataFrame = frame[frame["Order Date"].dt.year == 2017]
    return year


def test_every_client_equals_a_plain_groupby(
    demo: tuple[Path, dict[str, Any], str], lines: pd.DataFrame
) -> None:
    _, document, _ = demo
    found = {client["client_id"]: client for client in document["clients"]}
    plain = lines.groupby("Customer ID").agg(
        revenue=("Sales", "sum"),
        margin=("Profit", "sum"),
        orders=("Order ID", "nunique"),
    )
    assert document["as_of"] == "2017-12-31"
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
    demo: tuple[Path, dict[str, Any], str],
) -> None:
    _, document, _ = demo
    for client in document["clients"]:
        active = client["decided_by"] != "inactive"
        for key in ("rfm", "rfm_segment", "matrix", "size", "cluster", "confidence"):
            assert (client[key] is not None) == active, (client["client_id"], key)
    readings = document["readings"]
    assert readings["rfm"]["method"] == "quintiles"
    assert readings["size"]["large"] > readings["size"]["medium"]
    assert set(readings["clusters"]["groups"]) >= {"K1", "K2"}


def test_totals_by_letter_equal_the_totals(
    demo: tuple[Path, dict[str, Any], str], lines: pd.DataFrame
) -> None:
    _, document, _ = demo
    for key in ("clients", "revenue", "gross_margin", "cost_to_serve", "net_margin"):
        parts = sum(group[key] for group in document["by_letter"].values())
        assert parts == pytest.approx(document["totals"][key], abs=0.005)
    assert document["totals"]["revenue"] == pytest.approx(
        lines["Sales"].sum(), abs=0.005
    )


def test_scores_and_letters_follow_from_the_printed_scale(
    demo: tuple[Path, dict[str, Any], str],
) -> None:
    _, document, _ = demo
    scale, rules = document["scale"], document["rules"]
    assert scale["potential"]["knots"] is None  # nobody rated the potential
    for client in document["clients"]:
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
    demo: tuple[Path, dict[str, Any], str],
) -> None:
    _, document, _ = demo
    base = [
        client
        for client in document["clients"]
        if client["decided_by"] != "inactive"
        and not client["new"]
        and client["revenue"] > 0
    ]
    for key, source in VALUES.items():
        values = [c[source] for c in base if c[source] is not None]
        knots = np.percentile(values, [5, 25, 50, 75, 95])
        if document["scale"][key]["better"] == "lower":
            knots = knots[::-1]
        assert document["scale"][key]["knots"] == pytest.approx(knots.tolist())


def plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return float((pd.Timestamp(value) - pd.Timestamp("1899-12-30")).days)
    return "" if value is None else value


def test_libreoffice_recalculates_what_was_written(
    demo: tuple[Path, dict[str, Any], str],
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


def test_the_workbook_is_well_formed(demo: tuple[Path, dict[str, Any], str]) -> None:
    path, _, _ = demo
    found = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in found.errors] == []


def test_a_second_refresh_writes_nothing(
    demo: tuple[Path, dict[str, Any], str],
) -> None:
    path, _, language = demo
    before = path.read_bytes()
    done = CliRunner().invoke(main, ["refresh", str(path)])
    assert done.exit_code == 0
    said = "Already up to date" if language == "en" else "Déjà à jour"
    assert said in done.output
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == ["demo.xlsm"]
