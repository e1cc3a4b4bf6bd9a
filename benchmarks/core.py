"""The core on 1,048,575 clients, beside `numpy.sort` of its input columns.

    python benchmarks/core.py [CLIENTS]

Prints medians of interleaved runs in one process, and their ratios.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from large_portfolio import large_portfolio

from segmentation_addin.core.segmentation import segment

ROWS_OF_A_SHEET = 1_048_575
RUNS = 5


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS_OF_A_SHEET
    inputs = large_portfolio(clients)
    tables = (inputs.clients, inputs.margins, inputs.cost_to_serve)
    columns = [
        table[name].to_numpy()
        for table in tables
        for name in table.columns
        if name != "_row"
    ]
    numeric = [column for column in columns if column.dtype != object]
    texts = [column for column in columns if column.dtype == object]

    def sort(arrays: list[np.ndarray]) -> None:
        for array in arrays:
            np.sort(array)

    acts: dict[str, Callable[[], object]] = {
        f"numpy.sort, {len(numeric)} number and date columns": lambda: sort(numeric),
        f"numpy.sort, all {len(columns)} columns": lambda: sort(numeric + texts),
        "core, letters and all figures": lambda: segment(inputs, robust=False),
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(RUNS):
        for name, act in acts.items():
            times[name].append(seconds(act))
    robust = seconds(lambda: segment(inputs, robust=True))
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(f"{clients:,} clients, medians of {RUNS} interleaved runs")
    for name, median in medians.items():
        print(f"  {median:8.3f} s  {name}")
    print(f"  {robust:8.3f} s  core with robustness (500 draws a client), one run")
    core = medians["core, letters and all figures"]
    for name, median in medians.items():
        if name.startswith("numpy"):
            print(f"  {core / median:8.2f} x  core / {name}")


if __name__ == "__main__":
    main()
