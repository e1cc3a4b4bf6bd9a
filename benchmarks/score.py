"""Score beside DuckDB's bare scan of the same files and a pandas groupby.

python benchmarks/score.py 1000000 10000000 --beside /mnt [--pandas-up-to 10000000]

Each figure is one run in a process of its own; peak memory is that of the process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from order_lines import write_lines

_EVERY: Final = (
    'max("Client code"), max("Client name"), max("Order date"), sum("Amount"), '
    'sum("Margin"), max("Order number")'
)
"""Reads every column, so that nothing of a file can be left unread."""


class Measured(NamedTuple):
    """One run."""

    seconds: float
    megabytes: float
    """Peak of the memory that was held, by the system's own count."""


def run(*words: str) -> Measured:
    """Runs this Python with some words, to its end."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[:3]} ended with {process.returncode}")
    return Measured(time.perf_counter() - start, used.ru_maxrss / 1024)


def scan(folder: Path, kind: str) -> None:
    """DuckDB reads every column of the files, with its own settings."""
    import duckdb

    place = str(folder / f"*.{kind}")
    with duckdb.connect() as connection:
        query = f"SELECT count(*), {_EVERY} FROM read_{kind}('{place}')"
        connection.execute(query).fetchall()


def summed(folder: Path) -> None:
    """The part of score that goes through lines: from files to rows of clients."""
    from segmentation_addin.at_scale.client_rows import lines_to_clients
    from segmentation_addin.at_scale.engines import engine_of
    from segmentation_addin.at_scale.limits import EMBEDDED, Limits
    from segmentation_addin.at_scale.line_facts import facts_of, terms_of
    from segmentation_addin.at_scale.line_sources import look_at
    from segmentation_addin.services.score_findings import mapping_of
    from segmentation_addin.workbook.host import silent

    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        scratch = Path(place)
        files = look_at([folder], scratch)
        with engine_of(EMBEDDED, Limits(scratch=scratch)) as engine:
            lines = engine.settle(engine.lines(files, silent), silent)
            facts_of(lines, engine, silent)
            held = mapping_of(files).values()
            fields = frozenset(name for names in held for name in names)
            read = lines.filter(lines.reason.isnull())
            terms = terms_of(read, engine, 12, fields, silent)
            engine.put(lines_to_clients(read, terms), scratch / "rows", silent)


def grouped(folder: Path) -> None:
    """What a person would write in pandas for the sums of each client."""
    import pandas as pd

    lines = pd.concat(
        pd.read_csv(path, parse_dates=["Order date"])
        for path in sorted(folder.glob("*.csv"))
    )
    lines["period"] = lines["Order date"].dt.year
    lines["month"] = lines["Order date"].dt.month
    lines.groupby(["Client code", "period"]).agg(
        name=("Client name", "last"),
        revenue=("Amount", "sum"),
        margin=("Margin", "sum"),
        orders=("Order number", "nunique"),
        months=("month", "nunique"),
        first=("Order date", "min"),
        last=("Order date", "max"),
    )


def measure(lines: int, beside: Path, with_pandas: bool) -> None:
    """The rows of one size."""
    here = str(Path(__file__))
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        for kind in ("csv", "parquet"):
            source = Path(folder) / kind
            write_lines(source, lines, kind)
            size = sum(path.stat().st_size for path in source.iterdir()) / 1e6
            result = str(Path(folder) / "letters.parquet")
            words = ["-m", "segmentation_addin", "score", str(source), "-o", result]
            runs = {
                f"score, {kind}": run(*words),
                f"its sums alone, {kind}": run(here, "--sums", str(source)),
                f"bare scan, {kind}": run(here, "--scan", str(source), kind),
            }
            if with_pandas and kind == "csv":
                runs["pandas groupby, csv"] = run(here, "--grouped", str(source))
            whole = runs[f"score, {kind}"].seconds
            for name, found in runs.items():
                print(
                    f"| {lines:,} | {name} | {size:,.0f} | {found.seconds:.1f} | "
                    f"{lines / found.seconds:,.0f} | {found.megabytes:,.0f} | "
                    f"{whole / found.seconds:.2f} |",
                    flush=True,
                )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("lines", type=int, nargs="*")
    words.add_argument("--beside", type=Path, default=Path(tempfile.gettempdir()))
    words.add_argument("--pandas-up-to", type=int, default=10_000_000)
    words.add_argument("--scan", nargs=2, metavar=("FOLDER", "KIND"))
    words.add_argument("--sums", type=Path, metavar="FOLDER")
    words.add_argument("--grouped", type=Path, metavar="FOLDER")
    asked = words.parse_args()
    if asked.scan:
        scan(Path(asked.scan[0]), asked.scan[1])
    elif asked.sums:
        summed(asked.sums)
    elif asked.grouped:
        grouped(asked.grouped)
    else:
        print(f"load of this computer before: {os.getloadavg()[0]:.1f}")
        print(
            "| lines | what | files, MB | s | lines a second | peak, MB | score / it |"
        )
        print("|---|---|---|---|---|---|---|")
        for lines in asked.lines:
            measure(lines, asked.beside, lines <= asked.pandas_up_to)


if __name__ == "__main__":
    main()
