"""Headings of other programs: data that must name columns and words that exist."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from segmentation_addin.imports.export_headings import export_headings
from segmentation_addin.imports.file_reading import read_file
from segmentation_addin.imports.headings import INPUTS
from segmentation_addin.messages.imports import CATALOGUE
from segmentation_addin.workbook.declaration import heading_key

TABLES = {table.name: table for table in INPUTS}


def rows() -> list[dict[str, str]]:
    path = files("segmentation_addin") / "data" / "export_headings.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["heading"])
def test_each_heading_names_a_column_and_known_words(row: dict[str, str]) -> None:
    table, _, key = row["column"].partition(".")
    assert key in TABLES[table].keys
    assert row["rank"] in {"1", "2"}
    assert row["language"] in {"en", "fr"}
    assert not row["note"] or row["note"] in CATALOGUE


def test_no_heading_means_two_columns() -> None:
    meant: dict[str, str] = {}
    for row in rows():
        folded = heading_key(row["heading"])
        assert meant.setdefault(folded, row["column"]) == row["column"], folded


def test_no_heading_is_another_column_of_the_workbook() -> None:
    for row in rows():
        table, _, key = row["column"].partition(".")
        own = TABLES[table].names.get(heading_key(row["heading"]), key)
        assert own == key, row["heading"]


def test_case_accents_and_signs_are_set_aside() -> None:
    assert export_headings("RECLAMATIONS") == export_headings("Réclamations ")
    assert export_headings("Pommes") == ()


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Total hors taxes", "tblMargins.revenue"),
        ("Sales_LCY", "tblMargins.revenue"),
        ("Profit_LCY", "tblMargins.gross_margin"),
        ("Coût matière", "tblMargins.cost_of_goods"),
        ("Nb factures", "tblMargins.orders"),
        ("Bons de livraison", "tblCostToServe.deliveries"),
        ("Litiges", "tblCostToServe.tickets"),
        ("Complaints", "tblCostToServe.tickets"),
        ("RDV", "tblCostToServe.visits"),
        ("Temps passé", "tblCostToServe.hours"),
        ("Responsable", "tblClients.account_manager"),
        ("Code APE", "tblClients.sector"),
        ("jours de retard", None),
        ("Échéance", None),
        ("Remises accordées", None),
        ("Panier moyen", None),
        ("Encours", None),
        ("Ville", None),
    ],
)
def test_a_heading_in_a_file(tmp_path: Path, heading: str, column: str | None) -> None:
    """What says something else than the workbook's figures is not read as them."""
    path = tmp_path / "export.csv"
    path.write_text(
        f"Code client;Période;{heading}\nC1;2025;7\nC2;2025;8\n", encoding="utf-8"
    )
    assert dict(read_file(path).mapping).get(heading) == column


def test_a_plain_word_gives_way_to_a_sure_heading(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Code client;Nom;Raison sociale;Secteur\nC1;Paul;Durand SA;Bois\n",
        encoding="utf-8",
    )
    reading = read_file(path)
    assert dict(reading.mapping)["Raison sociale"] == "tblClients.name"
    assert (reading.ambiguous, reading.rivals) == (["Nom"], {})
    assert reading.reasons == {"Nom": "surer"}
