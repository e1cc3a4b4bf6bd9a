"""500,000 order lines into a workbook, beside a plain read of the same file.

    python benchmarks/imports.py [LINES]

From CSV beside `pandas.read_csv`, from xlsx beside python-calamine's own rows. Each act
runs in a process of its own, in turn; its wall time, its processor time (which does not
count what others do on the machine) and its peak memory are those of the process, the
start of Python included. Prints medians and ratios.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

LINES = 500_000
CLIENTS = 5_000
RUNS = 3
_LINES_AN_ORDER = 4
_DAYS = 730
HEADINGS = (
    "Customer ID",
    "Customer Name",
    "Order ID",
    "Order Date",
    "Sales",
    "Cost of goods",
    "Ship Mode",
    "Country",
)


def rows(lines: int) -> Iterator[tuple[str, str, str, str, float, float, str, str]]:
    """Two years of lines, four an order, few clients buying most, by date."""
    draw = np.random.default_rng(1)
    orders = -(-lines // _LINES_AN_ORDER)
    clients = (draw.zipf(1.3, orders) % CLIENTS).tolist()
    days = np.sort(draw.integers(0, _DAYS, orders))
    start = np.datetime64("2024-01-01")
    dates = (start + days).astype(str).tolist()
    sales = np.round(draw.lognormal(4, 1.2, lines), 2).tolist()
    costs = np.round(np.array(sales) * draw.uniform(0.4, 0.9, lines), 2).tolist()
    for line in range(lines):
        order = line // _LINES_AN_ORDER
        client = clients[order]
        yield (
            f"C{client:05d}",
            f"Établissements {client}",
            f"SO{order:07d}",
            dates[order],
            sales[line],
            costs[line],
            "Standard" if order % 7 else "Express",
            "France" if client % 9 else "Belgique",
        )


def write_csv(path: Path, lines: int) -> None:
    """The lines as a program exports them."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write(";".join(HEADINGS) + "\n")
        for row in rows(lines):
            file.write(";".join(map(str, row)) + "\n")


def write_xlsx(path: Path, lines: int) -> None:
    """The same lines as a workbook."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for place, row in enumerate(rows(lines), start=1):
        sheet.write_row(place, 0, row)
    book.close()


def into_a_workbook(path: str, target: str) -> None:
    """The act measured: the command, into a new workbook."""
    from segmentation_addin.cli import main as command

    command(["import", path, "--into", target], standalone_mode=False)


def plain_read(path: str, _: str) -> None:
    """What it is measured beside: the file's cells in memory, and nothing else."""
    if path.endswith(".csv"):
        import pandas as pd

        pd.read_csv(path, sep=";", low_memory=False)
        return
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


ACTS = {"segmentation import": into_a_workbook, "plain read": plain_read}


def run(act: str, path: Path, target: Path) -> tuple[float, float, float]:
    """Wall and processor seconds and peak MB of one act in a process of its own."""
    from segmentation_addin.services import creating

    target.unlink(missing_ok=True)
    creating.new(target, "en")
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--act", act, str(path), str(target)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    told = json.loads(done.stdout.splitlines()[-1])
    return seconds, told["processor"], told["peak_mb"]


def measure(path: Path, target: Path, lines: int) -> None:
    """Prints both acts on one file, side by side."""
    found: dict[str, list[tuple[float, float, float]]] = {act: [] for act in ACTS}
    for _ in range(RUNS):
        for act in ACTS:
            found[act].append(run(act, path, target))
    size = path.stat().st_size / 2**20
    print(f"{lines:,} lines, {path.suffix[1:]}, {size:.0f} MB, medians of {RUNS} runs")
    medians = {act: np.median(np.array(x), axis=0) for act, x in found.items()}
    for act, (wall, processor, peak) in medians.items():
        print(
            f"  {wall:6.2f} s ({processor:.2f} s of processor)"
            f"  {lines / wall:9,.0f} lines/s  {peak:5.0f} MB  {act}"
        )
    wall, processor, memory = medians["segmentation import"] / medians["plain read"]
    print(
        f"  {wall:.1f} x the time ({processor:.1f} x the processor's), "
        f"{memory:.2f} x the memory"
    )


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "book.xlsm"
        for name, write in (("lines.csv", write_csv), ("lines.xlsx", write_xlsx)):
            path = Path(folder) / name
            write(path, lines)
            measure(path, target, lines)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--act":
        ACTS[sys.argv[2]](sys.argv[3], sys.argv[4])
        used = resource.getrusage(resource.RUSAGE_SELF)
        processor = used.ru_utime + used.ru_stime
        print(json.dumps({"processor": processor, "peak_mb": used.ru_maxrss / 1024}))
    else:
        main()
