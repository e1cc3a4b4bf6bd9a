"""Clients scored in parts: what one list of all of them would have given."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from engine_examples import demo_folder
from pyarrow import parquet

from segmentation_addin.at_scale.client_store import ClientStore
from segmentation_addin.at_scale.summary import Summary
from segmentation_addin.cli import main
from segmentation_addin.core.readings.kpis import kpis, of_clients
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes
from segmentation_addin.workbook.inputs import ACTIVITY_KINDS, DRIVERS

CENT = 0.005


def run(*words: object) -> Any:
    done = CliRunner().invoke(main, [*map(str, words), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """demo.xlsm with a cost pool shared by order lines, and the lines in a folder."""
    folder = tmp_path_factory.mktemp("demo")
    run("demo", "-o", folder, "--lang", "en")
    demo_folder(folder / "lines")
    activity = {
        "activity": ["Warehouse"],
        "kind": [ACTIVITY_KINDS["pool"].en],
        "driver": [DRIVERS["lines"].en],
        "pool": ["Warehouse"],
    }
    pool = {
        "pool": ["Warehouse"],
        "period": [pd.Timestamp("2017-12-31")],
        "cost": [12_345.67],
    }
    FileHost(folder / "demo.xlsm").write(
        Changes(
            appended=[
                AppendedRows("tblActivities", pd.DataFrame(activity)),
                AppendedRows("tblPools", pd.DataFrame(pool)),
            ],
            fixed=declared_formulas("en"),
        )
    )
    return folder


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = ClientStore.tables
    monkeypatch.setattr(ClientStore, "tables", functools.partialmethod(inner, size=60))


@pytest.mark.usefixtures("small_parts")
def test_fourteen_parts_give_the_figures_of_one_workbook(demo: Path) -> None:
    expected = run("refresh", demo / "demo.xlsm", "-o", demo / "refreshed.xlsm")
    result = demo / "parts.parquet"
    words = ("-o", result, "--scale", demo / "demo.xlsm")
    found = run("score", demo / "lines", *words)
    assert expected["costing"]["pools"][0]["allocated"] == pytest.approx(12_345.67)
    clients = {row["client_id"]: row for row in expected["clients"]}
    rows = {row["client_id"]: row for row in parquet.read_table(result).to_pylist()}
    assert rows.keys() == clients.keys()
    exact: tuple[str, ...] = (
        "letter",
        "score",
        "abc",
        "false_good",
        "rfm",
        "rfm_segment",
        "matrix",
    )
    exact += ("size", "new", "confidence", "decided_by", "start_letter", "robustness")
    for client, row in rows.items():
        for key in exact:
            assert row[key] == clients[client][key], (client, key)
        for key in ("revenue", "cost_to_serve", "net_margin", "previous_revenue"):
            assert row[key] == pytest.approx(clients[client][key], abs=CENT)
    for letter, figures in expected["by_letter"].items():
        assert found["by_letter"][letter] == pytest.approx(figures, abs=CENT), letter


def portfolio(seed: int, count: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    letters = np.array(["A", "B", "C", "D", "NC", ""], dtype=object)
    letter = draw.choice(letters, count)
    columns = {
        name: np.where(letter == "", 0.0, draw.normal(100, 80, count))
        for name in ("revenue", "gross_margin", "cost_to_serve", "net_margin")
    }
    columns["gross_margin"][letter == "NC"] = np.nan
    return pd.DataFrame(
        {
            "letter": pd.Series(letter, dtype=object),
            "start_letter": pd.Series(draw.choice(letters, count), dtype=object),
            "false_good": pd.Series(draw.choice(["", "erodes"], count), dtype=object),
            **columns,
            "orders": draw.integers(0, 5, count).astype(float),
            "quotes_decided": draw.integers(0, 3, count).astype(float),
            "quotes_won": np.full(count, np.nan),
            "previous_revenue": draw.normal(90, 80, count),
        }
    )


def test_sums_of_parts_are_the_kpis_of_the_whole() -> None:
    parts = [portfolio(seed, 40) for seed in range(5)]
    summary = Summary()
    for part in parts:
        summary.add(part)
    whole = pd.concat(parts, ignore_index=True)
    found = summary.by_letter()
    for letter, figures in kpis(whole).items():
        assert found[letter] == pytest.approx(dict(figures)), letter
    everybody = np.ones(len(whole), dtype=bool)
    started = (whole["start_letter"] != "").to_numpy()
    assert summary.totals() == pytest.approx(
        dict(of_clients(whole, everybody, started))
    )
    assert summary.false_good["erodes"] == int((whole["false_good"] == "erodes").sum())
    assert summary.clients == 200
