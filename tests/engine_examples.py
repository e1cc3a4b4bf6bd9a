"""Order lines for the engines: the demonstration's, and files as people send them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from segmentation_addin.at_scale.client_rows import Terms, lines_to_clients
from segmentation_addin.at_scale.engines import Engine
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.workbook.host import silent

TEXT, AMOUNT, DAY = "text", "numeric", "date"
_HEADINGS = "Client;Date;Montant HT;Marge;N° commande\n"
_PLAIN = "".join(
    f"C{i % 7};{i % 28 + 1:02d}/{i % 12 + 1:02d}/2025;{i * 3},{i % 100:02d};{i},5;O{i // 3}\n"
    for i in range(1, 300)
)


def demo_rows() -> list[list[str]]:
    """The order lines of the demonstration, headings first."""
    packed = resources.files("segmentation_addin") / "data" / "superstore.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode("utf-8")
    return list(csv.reader(io.StringIO(text)))


def demo_folder(folder: Path, files: int = 3) -> Path:
    """The same lines shared out among several files."""
    headings, *lines = demo_rows()
    folder.mkdir()
    for number in range(files):
        target = folder / f"lines {number}.csv"
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([headings, *lines[number::files]])
    return folder


def demo_types() -> dict[str, str]:
    """The columns of the same lines as a database types them."""
    typed = {"Order Date": DAY, "Sales": AMOUNT, "Profit": "double precision"}
    return {heading: typed.get(heading, TEXT) for heading in demo_rows()[0]}


def rough_folder(folder: Path) -> Path:
    """Files with everything that keeps a line from being read, or nearly does."""
    folder.mkdir()
    files = {
        "cells.csv": (
            "C1;03/04/2025;10,00\n"
            "C2;03/04/2025;11,00;1,0;O9;;\n"
            "C2;03/04/2025;11,00;1,0;O9;more\n"
            ";;;;\n"
            ";01/01/2025;4;;O1\n"
        ),
        "quotes.csv": (
            '"C1";03/04/2025;"10,00";1;O1\n'
            '"C ""x""";03/04/2025;12,00;1;O1\n'
            'C9 3" y;03/04/2025;10,00;1;O1\n'
        ),
        "broken quotes.csv": '"C9" x;03/04/2025;10,00;1;O1\n',
        "two lines.csv": '"C\nnew";03/04/2025;"10,00";1;O1\n',
        "[names] {é}+a%20b.csv": "C5;1/2/2025;4;;O1\nC5;x;1;1;1\n",
        "values.csv": (
            "C1;03/04/2025;1 234,50;2;O1\n"
            "C1;03/04/2025;1\u00a0234,50;2;O1\n"
            "C1;2025-04-03;12,5;3;O1\n"
            "C1;01/02/2025 10:30;4;;O1\n"
            "C1;31/02/2025;5;1;O1\n"
            "C1;29/02/2023;4;;O1\n"
            "C1;01/01/1800;4;;O1\n"
            "C1;03/04/2025;abc;1;O1\n"
            "C1;03/04/2025;-5,25;1;O1\n"
            "C1;03/04/2025;(5,25);1;O1\n"
            "C1;03/04/2025;0,1234567;;O1\n"
            "C1;03/04/2025;9999999999999999999;;O1\n"
        ),
        "cut.csv": "C1;03/04/20",
    }
    for name, lines in files.items():
        content = _HEADINGS + _PLAIN + lines
        (folder / name).write_text(content, encoding="utf-8", newline="")
    english = "Client;Date;Amount;Profit;Order\n" + "".join(
        f"E{i % 7};{i % 12 + 1:02d}/{i % 28 + 1:02d}/2025;{i * 3}.{i % 100:02d};{i}.5;O{i}\n"
        for i in range(1, 300)
    )
    english += "E1;03/14/2025;(1,234);0.10;O1\n"
    (folder / "english.csv").write_text(english, encoding="utf-8", newline="")
    old = (_HEADINGS + _PLAIN.replace("C1", "Cé")).encode("cp1252")
    (folder / "windows.csv").write_bytes(old)
    preface = "Export des ventes\nSociété X;;;;\n\n"
    (folder / "preface.csv").write_text(
        preface + _HEADINGS + _PLAIN, encoding="utf-8", newline=""
    )
    return folder


def summed(
    engine: Engine, sources: Sequence[Path], scratch: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lines set aside, and rows of clients, by one engine; both in a fixed order."""
    from pyarrow import parquet

    scratch.mkdir()
    files = look_at(sources, scratch)
    lines = engine.settle(engine.lines(files, silent), silent)
    unread = lines.filter(lines.reason.notnull() & (lines.reason != "line_blank"))
    aside = engine.rows(unread.drop("line"), silent)
    read = lines.filter(lines.reason.isnull())
    engine.put(lines_to_clients(read, Terms(12)), scratch / "rows", silent)
    clients = parquet.read_table(scratch / "rows").to_pylist()
    return in_order(aside), in_order(clients)


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: sorted((k, str(v)) for k, v in row.items()))
