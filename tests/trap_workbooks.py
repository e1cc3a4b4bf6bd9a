"""The workbooks of `traps/`: what a text file cannot hold. Run it to write them anew."""

# ruff: noqa: DTZ001 - the cells of a workbook carry no time zone
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

FOLDER = Path(__file__).parent / "traps"
LINES = ("Code client", "Date facture", "N° facture", "Montant HT", "Coût")
SERIAL_DAY = 46_022
"""31 December 2025, as Excel keeps it."""


def _save(name: str, rows: Sequence[Sequence[Any]], *merged: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(FOLDER / name)


def write_all() -> None:
    """Writes each workbook of the folder."""
    _save(
        "merged_codes.xlsx",
        [
            ("Factures de décembre", None, None, None, None),
            LINES,
            ("C1", SERIAL_DAY, "F1", 100, 60),
            (None, SERIAL_DAY - 1, "F2", 25, 10),
            ("Total C1", None, None, 125, None),
            ("C2", SERIAL_DAY - 1, "F3", 50.5, 20),
            ("Total C2", None, None, 50.5, None),
        ],
        "A1:E1",
        "A3:A4",
    )
    _save(
        "serial_dates.xlsx",
        [
            LINES,
            ("C1", SERIAL_DAY, "F1", 100, 60),
            ("C2", SERIAL_DAY - 1, "F2", 50.5, 20),
        ],
    )
    _save(
        "codes_as_numbers.xlsx",
        [
            LINES,
            ("01200003", dt.datetime(2025, 12, 31), "F1", 100, 60),
            (1200003, dt.datetime(2025, 12, 31), "F2", 50.5, 20),
        ],
    )
    _save(
        "merged_managers.xlsx",
        [
            ("Fichier clients",),
            (),
            (
                *("Commercial", "Code client", "Raison sociale", "SIRET", "CP", "Pays"),
                *("Client depuis", "Chiffre d'affaires annuel"),
            ),
            ("A. Petit", "C1", "Durand", 8.12346e13, 1000, "France", 43_845, 1e6),
            (None, "C2", "Perrin", "73282932000074", 75011, "France", 43_846, 2e6),
            ("B. Roy", "C3", "Maes", None, 69001, "France", 43_847, 3e6),
        ],
        "A1:H1",
        "A4:A5",
    )
    _save(
        "hours_as_durations.xlsx",
        [
            ("Code client", "Période", "Visites", "Heures"),
            ("C1", dt.datetime(2025, 12, 31), 2, dt.time(7, 30)),
            ("C2", dt.datetime(2025, 12, 31), 1, dt.timedelta(hours=31, minutes=30)),
        ],
    )


if __name__ == "__main__":
    write_all()
