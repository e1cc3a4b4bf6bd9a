"""Order lines of any number to letters, beside bare scans and a pandas groupby.

    python benchmarks/score.py [MILLIONS...]     (default: 1 10)

Lines are drawn from a seed, a million a file, as CSV and as Parquet. Each act runs in
a process of its own, in turn: `segmentation score` on either kind, DuckDB's bare scan of
the same files (every column read, nothing computed), and, where it fits, a pandas
groupby. Prints wall seconds, lines a second, peak memory and ratios.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

MILLION = 1_000_000
PANDAS_MOST = 10
"""Millions of lines up to which the pandas groupby is run."""
HEADINGS = (
    "Customer ID",
    "Customer Name",
    "Order ID",
    "Order Date",
    "Sales",
    "Profit",
    "Ship Mode",
    "Segment",
)
_MODES = np.array(["Standard", "Standard", "Standard", "Express"])
_SECTORS = np.array(["Consumer", "Corporate", "Home Office", "Public"])


def lines(number: int, count: int, clients: int) -> pa.Table:
    """The lines of one file: two years, a third of the revenue with a few clients."""
    draw = np.random.default_rng(number)
    client = np.minimum(draw.pareto(1.1, count) * clients / 50, clients - 1).astype(
        np.int64
    )
    order = number * MILLION + draw.integers(0, max(count // 3, 1), count)
    first = np.datetime64("2024-01-01")
    days = first + draw.integers(0, 731, count).astype("timedelta64[D]")
    cents = np.rint(draw.lognormal(4, 1.2, count) * 100)
    cents[draw.random(count) < 0.02] *= -1
    margin = np.rint(cents * draw.uniform(0.05, 0.45, count))
    codes = pa.array(np.char.add("C", np.char.zfill(client.astype(str), 8)))
    columns = (
        codes,
        pa.array(np.char.add("Client ", client.astype(str))),
        pa.array(np.char.add("O", order.astype(str))),
        pa.array(days),
        pa.array(cents / 100),
        pa.array(margin / 100),
        pa.array(_MODES[draw.integers(0, 4, count)]),
        pa.array(_SECTORS[client % 4]),
    )
    return pa.table(dict(zip(HEADINGS, columns, strict=True)))


def write_lines(folder: Path, millions: int, kind: str) -> Path:
    """A folder of `millions` files of a million lines each."""
    target = folder / f"{kind}-{millions}"
    target.mkdir()
    for number in range(millions):
        table = lines(number, MILLION, millions * MILLION // 50)
        path = target / f"lines-{number:04d}.{kind}"
        if kind == "csv":
            csv.write_csv(table, path)
        else:
            parquet.write_table(table, path)
    return target


def score(source: str) -> None:
    """The act measured: the command, into one Parquet file."""
    from segmentation_addin.cli import main as command

    result = Path(source).parent / "result.parquet"
    words = ["score", source, "-o", str(result), "--lang", "en", "--json"]
    command(words, standalone_mode=False)


def scan(source: str) -> None:
    """What it is measured beside: every column of the same files, read by DuckDB."""
    import duckdb

    folder = Path(source)
    kind = "parquet" if folder.name.startswith("parquet") else "csv"
    read = "read_parquet" if kind == "parquet" else "read_csv"
    counts = ", ".join(f'count("{name}")' for name in HEADINGS)
    duckdb.sql(f"SELECT {counts} FROM {read}('{folder}/*.{kind}')").fetchall()


def grouped(source: str) -> None:
    """The figures of a client by pandas, all lines in memory."""
    import pandas as pd

    files = sorted(Path(source).glob("*.csv"))
    frame = pd.concat(
        [pd.read_csv(path, parse_dates=["Order Date"]) for path in files],
        ignore_index=True,
    )
    frame["year"] = frame["Order Date"].dt.year
    frame["month"] = frame["Order Date"].dt.month
    frame.groupby(["Customer ID", "year"]).agg(
        {
            "Sales": "sum",
            "Profit": "sum",
            "Order ID": "nunique",
            "month": "nunique",
            "Order Date": ["min", "max"],
        }
    )


ACTS = {"score": score, "scan": scan, "pandas": grouped}


def run(act: str, source: Path) -> tuple[float, float]:
    """Wall seconds and peak MB of one act in a process of its own."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--act", act, str(source)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    spent = time.perf_counter() - start
    return spent, float(done.stdout.strip().splitlines()[-1])


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [1, 10]
    print(f"load before: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
    print("| act | million lines | s | lines/s | peak MB | x the bare scan |")
    print("|---|---|---|---|---|---|")
    for millions in sizes:
        for kind in ("csv", "parquet"):
            with tempfile.TemporaryDirectory() as folder:
                source = write_lines(Path(folder), millions, kind)
                bare, _ = row("scan", kind, source, millions, None)
                row("score", kind, source, millions, bare)
                if kind == "csv" and millions <= PANDAS_MOST:
                    row("pandas", kind, source, millions, bare)


def row(
    act: str, kind: str, source: Path, millions: int, bare: float | None
) -> tuple[float, float]:
    """One line of the table."""
    spent, peak = run(act, source)
    rate = millions * MILLION / spent
    ratio = "1" if bare is None else f"{spent / bare:.1f}"
    print(
        f"| {act} {kind} | {millions} | {spent:.1f} | {rate:,.0f} | {peak:,.0f} | {ratio} |",
        flush=True,
    )
    return spent, peak


if __name__ == "__main__":
    if sys.argv[1:2] == ["--act"]:
        ACTS[sys.argv[2]](sys.argv[3])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    else:
        main()
