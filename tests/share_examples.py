"""A refreshed workbook whose clients bear difficult names, for the copies of it."""

from __future__ import annotations

import csv
import html
import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd

from segmentation_addin.languages import Language
from segmentation_addin.services import creating
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes

NAMES = {
    "K-101": '=HYPERLINK("http://evil.example","Click")',
    "K-102": "+33 Telecom",
    "K-103": "-Minus & Söhne-",
    "K-104": "@home <GmbH>",
    "K-105": "Twin Brothers",
    "K-106": "Twin Brothers",
    "K-107": "Boulangerie d'Été",
    "K-108": "Zeta Holding",
    "K-109": "Omega",
    "K-110": "Plain Name 10",
    "K-111": "Plain Name 11",
    "K-112": "Plain Name 12",
    "K-113": "Gone Quiet",
}
"""Client ids and names: what looks like a formula, what must be escaped, twins."""
GONE = "K-113"
"""Without orders in the period: a client without a letter."""
AUTHOR = "Margaux Lebrun"
REASON = "Omega's father-in-law asked"
_MANAGERS = ("Ana Ruiz", "Paul Weiss")


def lines_file(folder: Path) -> Path:
    """Orders of two years, larger from one client to the next; the last one left."""
    path = folder / "lines.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(
            [
                "Order ID",
                "Order Date",
                "Customer ID",
                "Customer Name",
                "Sales",
                "Profit",
            ]
        )
        for i, (client, name) in enumerate(NAMES.items(), start=1):
            months = [(2024, 5), (2025, 1 + i % 6), (2025, 7), (2025, 12)]
            for year, month in months[: 1 if client == GONE else None]:
                order = f"{year}-{month}-{i}"
                day = f"{year}-{month:02d}-15"
                writer.writerow([order, day, client, name, 90 * i + month, 30 * i - 40])
    return path


def refreshed(folder: Path, language: Language = "en") -> Path:
    """A workbook with these clients and an override of one letter, up to date."""
    path = creating.new(folder / f"clients-{language}.xlsm", language)
    assert import_lines(FileHost(path), [lines_file(folder)]).written
    overrides = pd.DataFrame(
        {
            "client_id": ["K-109"],
            "letter": ["B"],
            "reason": [REASON],
            "author": [AUTHOR],
        }
    )
    FileHost(path).write(
        Changes(
            appended=[AppendedRows("tblOverrides", overrides)],
            fixed=declared_formulas(language),
        )
    )
    assert refresh(FileHost(path)).written
    return path


def parts_of(data: bytes | Path) -> dict[str, bytes]:
    """The parts of a workbook, by name."""
    content = data if isinstance(data, bytes) else data.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(path: Path, *, values: bool = False) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it: formulas, or the values beside them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        content = io.BytesIO(path.read_bytes())
        return openpyxl.load_workbook(content, data_only=values)


def all_text(data: bytes | Path) -> str:
    """All parts of a workbook as one text, entities resolved."""
    return "\n".join(
        f"{name}\n{html.unescape(content.decode('utf-8', 'replace'))}"
        for name, content in parts_of(data).items()
    )
