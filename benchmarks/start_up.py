"""How long the functions' server needs to import, beside what it cannot do without.

Each figure is a whole process, the two run in turn. Run: python benchmarks/start_up.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
BASE = "import xlwings, pandas"
OURS = "import segmentation_addin.excel.functions"


def seconds(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main() -> None:
    pairs = [(seconds(BASE), seconds(OURS)) for _ in range(RUNS + 1)][1:]
    base, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"medians of {RUNS} pairs of processes")
    print(f"{base:10.3f} s  {BASE}")
    print(f"{ours:10.3f} s  {OURS}")
    print(f"{ratio:10.2f} x  functions / xlwings and pandas")


if __name__ == "__main__":
    main()
