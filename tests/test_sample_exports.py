"""The sample's own exports, traps included, read to what the portfolio says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from segmentation_addin.core.issues import stops
from segmentation_addin.imports.file_reading import FileReading, read_file
from segmentation_addin.sample.export_files import Export
from segmentation_addin.sample.exports import EXPORTS
from segmentation_addin.sample.portfolio import Portfolio, french_portfolio

CLIENTS = 60
EXPECTED_ISSUES = {
    "factures_2025.csv": {"totals_left_out"},
    "factures_t4.xlsx": {"cells_merged", "totals_left_out"},
    "clients_crm.xlsx": {"cells_merged", "siret_spoiled", "their_own_revenue"},
    "marges_keur.csv": {"totals_left_out"},
    "taux_de_marge.csv": {"rate_on_cost"},
    "taux_de_marque.txt": {"rate_on_price_named"},
    "ca_ttc.csv": {"amount_with_vat"},
}
"""What must be told of each file, other things aside."""


@cache
def portfolio() -> Portfolio:
    return french_portfolio(clients=CLIENTS)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReading]:
    folder: Path = tmp_path_factory.mktemp("exports")
    found = {}
    for export in EXPORTS:
        export.write(portfolio(), folder / export.name)
        found[export.name] = read_file(folder / export.name)
    return found


def value_of(row: dict[Any, Any], key: str) -> Any:
    value = row[key]
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if value == "" or pd.isna(value) else value


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_export_reads_to_what_is_true(
    export: Export, readings: dict[str, FileReading]
) -> None:
    reading = readings[export.name]
    assert reading.kind == export.kind
    assert {i.code for i in reading.issues} >= EXPECTED_ISSUES.get(export.name, set())
    if export.expected is None:
        assert stops(reading.issues)
        assert reading.tables.margins.empty
        return
    assert not stops(reading.issues)
    table = {
        "clients": reading.tables.clients,
        "cost-to-serve": reading.tables.cost_to_serve,
    }.get(export.kind, reading.tables.margins)
    rows = {row["client_id"]: row for row in table.to_dict("records")}
    expected = export.expected(portfolio())
    assert sorted(rows) == sorted(expected)
    for code, figures in expected.items():
        found = {key: value_of(rows[code], key) for key in figures}
        assert found == pytest.approx(figures, abs=0.005), code


def test_every_trap_file_is_looked_at() -> None:
    assert {export.name for export in EXPORTS} >= set(EXPECTED_ISSUES)
    assert len(EXPORTS) == len({export.name for export in EXPORTS}) == 9
