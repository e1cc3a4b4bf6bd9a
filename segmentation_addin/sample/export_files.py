"""The files of exports: how they are written, and what they should be read as."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segmentation_addin.sample.portfolio import YEARS, Invoice, Portfolio

YEAR = YEARS[-1]
"""The year that the exports speak of."""

Row = Sequence[Any]
Expected = dict[str, dict[str, Any]]
"""Column of the workbook -> value, by client code."""


@dataclass(frozen=True)
class Export:
    """One file of the folder."""

    name: str
    kind: str
    """What it is for the import: lines, clients, margins, cost-to-serve."""
    traps: tuple[str, ...]
    """What makes it hard to read, in French words."""
    write: Callable[[Portfolio, Path], None]
    expected: Callable[[Portfolio], Expected] | None
    """What a reader should find; None: the file is to be refused."""


def write_csv(
    path: Path, rows: Iterable[Row], separator: str = ";", encoding: str = "utf-8"
) -> None:
    """Writes a text file with separators, lines ending as on Windows."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)


def write_expected(path: Path, expected: Expected) -> None:
    """Writes expected figures by client: commas, decimal points, UTF-8."""
    keys = list(dict.fromkeys(key for row in expected.values() for key in row))
    rows: list[Row] = [["client_id", *keys]]
    rows += [[code, *map(row.get, keys)] for code, row in expected.items()]
    write_csv(path, rows, separator=",")


def sold_in_year(portfolio: Portfolio) -> list[Invoice]:
    """The invoices and credit notes of the year, by date."""
    return [invoice for invoice in portfolio.invoices if invoice.day.year == YEAR]


def euros(cents: int) -> float:
    """An amount as a program holds it."""
    return cents / 100
