"""A FEC of a million lines into a workbook, beside a plain pandas read of the file.

    python benchmarks/fec.py [LINES]

Each act runs in a process of its own, in turn; its wall time, its processor time (which
does not count what others do on the machine) and its peak memory are those of the
process, the start of Python included. Prints medians and ratios.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from segmentation_addin.sample.fec_file import HEADINGS

LINES = 1_000_000
CLIENTS = 5_000
RUNS = 3
_START = date(2025, 1, 1)
_LINES_A_SALE = 5
"""Three of the invoice, two of its payment."""


def write_ledger(path: Path, lines: int) -> None:
    """Invoices and their payments of a year, with wages among them, by date."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write("\t".join(HEADINGS) + "\n")
        for row in _rows(lines):
            file.write("\t".join(row) + "\n")


def _rows(lines: int) -> Iterator[tuple[str, ...]]:
    draw = np.random.default_rng(1)
    sales = lines // _LINES_A_SALE
    days = np.sort(draw.integers(0, 334, sales)).tolist()
    nets = np.rint(draw.lognormal(6, 1.2, sales) * 5).astype(int).tolist()
    clients = (draw.zipf(1.3, sales) % CLIENTS).tolist()
    waits = draw.integers(1, 30, sales).tolist()
    for i, (start, net, client, wait) in enumerate(
        zip(days, nets, clients, waits, strict=True)
    ):
        sold, paid = _day(start), _day(start + wait)
        code, vat = f"C{client:05d}", net // 5
        known = (code, f"Établissements {code}")
        mark = (f"L{i}", paid)
        piece, label = f"FA{i:07d}", f"Facture FA{i:07d}"
        head = ("VE", "Ventes", str(2 * i), sold)
        tail = (piece, sold, label)
        owed = _euros(net + vat)
        yield _line(head, ("411000", "Clients"), known, tail, owed, "0,00", mark)
        nobody, free = ("", ""), ("", "")
        turnover = ("707000", "Ventes de marchandises")
        yield _line(head, turnover, nobody, tail, "0,00", _euros(net), free)
        taxes = ("445710", "TVA collectée")
        yield _line(head, taxes, nobody, tail, "0,00", _euros(vat), free)
        head = ("BQ", "Banque", str(2 * i + 1), paid)
        tail = (f"V{i:07d}", paid, f"Virement {code}")
        bank = ("512000", "Banque")
        yield _line(head, bank, nobody, tail, owed, "0,00", free)
        yield _line(head, ("411000", "Clients"), known, tail, "0,00", owed, mark)


def _line(
    head: tuple[str, str, str, str],
    account: tuple[str, str],
    client: tuple[str, str],
    tail: tuple[str, str, str],
    debit: str,
    credit: str,
    mark: tuple[str, str],
) -> tuple[str, ...]:
    return (*head, *account, *client, *tail, debit, credit, *mark, head[3], "", "")


def _day(number: int) -> str:
    return (_START + timedelta(days=number)).strftime("%Y%m%d")


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def into_a_workbook(path: str, target: str) -> None:
    """The act measured: the command, into a new workbook."""
    from segmentation_addin.cli import main as command

    command(["import", path, "--into", target], standalone_mode=False)


def plain_read(path: str, _: str) -> None:
    """What it is measured beside."""
    import pandas as pd

    pd.read_csv(path, sep="\t", decimal=",", low_memory=False)


ACTS = {"import": into_a_workbook, "pandas": plain_read}


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


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "ledger.txt", Path(folder) / "book.xlsm"
        write_ledger(path, lines)
        found: dict[str, list[tuple[float, float, float]]] = {act: [] for act in ACTS}
        for _ in range(RUNS):
            for act in ACTS:
                found[act].append(run(act, path, target))
        size = path.stat().st_size / 2**20
    print(f"{lines:,} lines, {size:.0f} MB, medians of {RUNS} interleaved runs")
    medians = {act: np.median(np.array(x), axis=0) for act, x in found.items()}
    for act, (wall, processor, peak) in medians.items():
        print(
            f"  {wall:6.2f} s ({processor:.2f} s of processor)"
            f"  {lines / wall:9,.0f} lines/s"
            f"  {peak:5.0f} MB = {peak / size:.1f} x the file  {act}"
        )
    wall, processor, memory = medians["import"] / medians["pandas"]
    print(
        f"  {wall:.1f} x the time ({processor:.1f} x the processor's), "
        f"{memory:.2f} x the memory of pandas"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--act":
        ACTS[sys.argv[2]](sys.argv[3], sys.argv[4])
        used = resource.getrusage(resource.RUSAGE_SELF)
        processor = used.ru_utime + used.ru_stime
        print(json.dumps({"processor": processor, "peak_mb": used.ru_maxrss / 1024}))
    else:
        main()
