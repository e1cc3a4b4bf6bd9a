"""Order lines of any size, the same for the same seed, as CSV or Parquet.

python benchmarks/order_lines.py 10000000 /mnt/lines [--kind parquet] [--clients 200000]

Lines are made a piece at a time and each piece has a seed of its own: the first
million lines of ten million are the million that is asked for alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

LINES_AN_ORDER: Final = 3
PIECE: Final = 350_000 * LINES_AN_ORDER
"""Lines that are made at a time."""
PIECES_A_FILE: Final = 5
FIRST_DAY: Final = np.datetime64("2024-01-01")
DAYS: Final = 731
LINES_A_CLIENT: Final = 50
"""Lines of the mean client, unless the caller says how many clients there are."""
CREDITED: Final = 0.02
"""Share of the lines that take money back."""


def pieces(lines: int, clients: int, seed: int = 7) -> Iterator[pa.Table]:
    """The lines, a table at a time; as many clients as lines means one line each."""
    for number, begin in enumerate(range(0, lines, PIECE)):
        size = min(PIECE, lines - begin)
        draws = np.random.default_rng([seed, number])
        yield _piece(draws, begin, size, clients, each=clients == lines)


def _piece(
    draws: np.random.Generator, begin: int, size: int, clients: int, each: bool
) -> pa.Table:
    line = np.arange(begin, begin + size, dtype=np.int64)
    order = line if each else line // LINES_AN_ORDER
    place = order - order[0]
    orders = PIECE if each else PIECE // LINES_AN_ORDER
    rank = draws.random(orders)[place]
    client = line if each else (clients * rank**3).astype(np.int64)
    day = FIRST_DAY + draws.integers(0, DAYS, orders)[place]
    amount = np.round(np.exp(draws.normal(4.5, 1.1, PIECE)[:size]), 2)
    amount *= np.where(draws.random(PIECE)[:size] < CREDITED, -1, 1)
    rate = 0.05 + (client * 2_654_435_761 % 1000) / 2500
    rate += draws.normal(0, 0.12, PIECE)[:size]
    return pa.table(
        {
            "Client code": _code("C", client),
            "Client name": _code("Company ", client),
            "Order date": pa.array(day.astype("datetime64[D]")),
            "Amount": pa.array(amount),
            "Margin": pa.array(np.round(amount * rate, 2)),
            "Order number": _code("O", order),
        }
    )


def _code(mark: str, numbers: np.ndarray) -> Any:
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(mark, digits, "")


def write_lines(
    folder: Path, lines: int, kind: str = "csv", clients: int = 0, seed: int = 7
) -> None:
    """The lines as files of a new folder."""
    folder.mkdir(parents=True)
    writer: Any = None
    wanted = clients or max(lines // LINES_A_CLIENT, 1)
    for number, table in enumerate(pieces(lines, wanted, seed)):
        if number % PIECES_A_FILE == 0:
            if writer is not None:
                writer.close()
            path = folder / f"lines {number // PIECES_A_FILE:03d}.{kind}"
            opened = csv.CSVWriter if kind == "csv" else parquet.ParquetWriter
            writer = opened(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("lines", type=int)
    words.add_argument("folder", type=Path)
    words.add_argument("--kind", choices=("csv", "parquet"), default="csv")
    words.add_argument("--clients", type=int, default=0)
    words.add_argument("--seed", type=int, default=7)
    asked = words.parse_args()
    write_lines(asked.folder, asked.lines, asked.kind, asked.clients, asked.seed)


if __name__ == "__main__":
    main()
