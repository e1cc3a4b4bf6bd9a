"""The sums of one folder of order lines by DuckDB and by a cluster, step by step.

python benchmarks/engines.py spark://master:7077 /mnt/lines [--warm /mnt/few-lines]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from segmentation_addin.at_scale.client_rows import Terms, lines_to_clients
from segmentation_addin.at_scale.engines import Engine, engine_of
from segmentation_addin.at_scale.limits import EMBEDDED, Limits
from segmentation_addin.at_scale.line_facts import facts_of
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.workbook.host import silent

T = TypeVar("T")


def seconds(act: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return act(), time.perf_counter() - start


def measure(name: str, engine: Engine, source: Path, scratch: Path) -> None:
    """One row of the table: bytes looked at, lines read and settled, clients summed."""
    scratch.mkdir(parents=True)
    files, looked = seconds(lambda: look_at([source], scratch))
    lines, read = seconds(lambda: engine.settle(engine.lines(files, silent), silent))
    facts, counted = seconds(lambda: facts_of(lines, engine, silent))
    clients = lines_to_clients(lines.filter(lines.reason.isnull()), Terms(12))
    _, summed = seconds(lambda: engine.put(clients, scratch / "rows", silent))
    whole = looked + read + counted + summed
    print(
        f"| {name} | {facts.read:,} | {looked:.1f} | {read + counted:.1f} | "
        f"{summed:.1f} | {facts.read / whole:,.0f} |"
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("engine")
    words.add_argument("source", type=Path)
    words.add_argument("--warm", type=Path, help="a small folder to run first")
    asked = words.parse_args()
    print(f"load of this computer before: {os.getloadavg()[0]:.1f}")
    print("| engine | lines | look, s | read, s | sum, s | lines a second |")
    print("|---|---|---|---|---|---|")
    beside = asked.source.absolute().parent
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        for name in (EMBEDDED, asked.engine):
            scratch = Path(folder) / name.partition(":")[0]
            with engine_of(name, Limits(scratch=scratch)) as engine:
                if asked.warm:
                    measure(f"{name}, first", engine, asked.warm, scratch / "warm")
                measure(name, engine, asked.source, scratch / "run")


if __name__ == "__main__":
    main()
