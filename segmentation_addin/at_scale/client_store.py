"""Rows of clients on disk, sorted, and given back a part of the clients at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_fields import DESCRIPTIONS
from segmentation_addin.core.inputs import InputTables, table_of

PART: Final = 100_000
"""Clients that are scored at a time."""
_BATCH: Final = 131_072
_SORTING: Final = "1GB"
"""Memory for the sort of all clients; the disk holds the rest."""
_AMOUNTS = ("revenue", "gross_margin", "cost_of_goods", "credit_notes")
_COUNTS = ("sold_lines", "orders", "rush", "returns", "active_months")


@dataclass(frozen=True)
class Held:
    """Which figures the lines hold at all; the others are unknown for everybody."""

    orders: bool
    profit: bool
    cost: bool
    credit_notes: bool
    rush: bool
    returns: bool


@dataclass(frozen=True)
class Extent:
    """How many clients there are, and what each period amounts to."""

    clients: int
    ends: npt.NDArray[np.datetime64]
    revenue: npt.NDArray[np.float64]
    """Revenue of each period, in the order of `ends`."""


def last_days(periods: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """The last day of the months numbered 12 x year + month - 1.

    >>> last_days(np.array([24_311])).astype(str).tolist()
    ['2025-12-31']
    """
    after = (periods - 1970 * 12 + 1).astype("datetime64[M]").astype("datetime64[D]")
    ends: npt.NDArray[np.datetime64] = np.subtract(after, np.timedelta64(1, "D"))
    return ends


class ClientStore:
    """The rows of `lines_to_clients`, sorted by client in one Parquet file."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._file = limits.scratch / "clients.parquet"
        source = str(folder / "**" / "*.parquet").replace("'", "''")
        target = str(self._file).replace("'", "''")
        doubles = ", ".join(f"{name}::DOUBLE AS {name}" for name in _AMOUNTS)
        others = ", ".join(
            (*_COUNTS, "margin_unknown", "cost_unknown", "first_order", "last_order")
        )
        with _local(limits) as connection:
            connection.execute(
                f"COPY (SELECT client_id, period, {doubles}, {others}, "
                f"{', '.join(DESCRIPTIONS)} FROM read_parquet('{source}') "
                f"ORDER BY client_id, period) TO '{target}'"
            )
            periods = connection.execute(
                f"SELECT period, sum(revenue)::DOUBLE FROM read_parquet('{source}') "
                "GROUP BY period ORDER BY period"
            ).fetchall()
        numbers = np.array([row[0] for row in periods], dtype=np.int64)
        self.extent = Extent(
            self._count(),
            last_days(numbers),
            np.array([row[1] for row in periods], dtype=np.float64),
        )

    def _count(self) -> int:
        """Clients, counted where the code changes from one row to the next."""
        clients, before = 0, None
        with parquet.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_BATCH, columns=["client_id"]):
                ids = batch.column(0)
                starts = _starts(ids)
                clients += len(starts) - (ids[0].as_py() == before)
                before = ids[len(ids) - 1].as_py()
        return clients

    def tables(self, size: int = PART) -> Iterator[pa.Table]:
        """All rows of some clients at a time, parts of about the same size."""
        parts = max(-(-self.extent.clients // size), 1)
        target = -(-self.extent.clients // parts)
        kept: list[pa.RecordBatch] = []
        with parquet.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_BATCH):
                kept.append(batch)
                table = pa.Table.from_batches(kept).combine_chunks()
                starts = _starts(table.column("client_id"))
                while len(starts) > target:
                    cut = int(starts[target])
                    yield table.slice(0, cut)
                    table = table.slice(cut)
                    starts = starts[target:] - cut
                kept = table.to_batches()
            if kept:
                yield pa.Table.from_batches(kept)


def _local(limits: Limits) -> Any:
    return duckdb.connect(
        config={
            "memory_limit": _SORTING,
            "temp_directory": str(limits.scratch),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )


def _starts(ids: Any) -> npt.NDArray[np.int64]:
    """Positions at which another client begins."""
    import pyarrow.compute as pc

    if isinstance(ids, pa.ChunkedArray):
        ids = ids.combine_chunks()
    if not len(ids):
        return np.zeros(0, dtype=np.int64)
    changes = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    found = np.flatnonzero(changes.to_numpy(zero_copy_only=False)) + 1
    return np.concatenate([[0], found]).astype(np.int64)


def inputs_of(table: pa.Table, frame: InputTables, held: Held) -> InputTables:
    """The input tables of some clients, as an import of their lines would fill them.

    `frame` gives scale, settings, rates and what people typed of clients.
    """
    starts = _starts(table.column("client_id"))
    ids = _objects(table, "client_id")
    ends = last_days(_numbers(table, "period").astype(np.int64))
    clients = ids[starts]
    margins = _margins(table, ids, ends, held)
    costs = _costs(table, ids, ends, held)
    return replace(
        frame,
        clients=_clients(table, starts, clients, frame),
        margins=margins,
        cost_to_serve=costs,
        overrides=_of(frame.overrides, clients),
    )


def _margins(
    table: pa.Table, ids: np.ndarray, ends: np.ndarray, held: Held
) -> pd.DataFrame:
    def known(name: str, mark: str, present: bool) -> np.ndarray:
        values = _numbers(table, name)
        if not present:
            return np.full(len(values), np.nan)
        return np.where(_numbers(table, mark) > 0, np.nan, np.nan_to_num(values))

    unknown = np.full(len(ids), np.nan)
    return table_of(
        {
            "client_id": ids,
            "period": ends.astype("datetime64[us]"),
            "revenue": _numbers(table, "revenue"),
            "cost_of_goods": known("cost_of_goods", "cost_unknown", held.cost),
            "gross_margin": known("gross_margin", "margin_unknown", held.profit),
            "orders": _numbers(table, "orders") if held.orders else unknown,
            "last_order": _days(table, "last_order"),
            "active_months": _numbers(table, "active_months"),
            "credit_notes": _numbers(table, "credit_notes")
            if held.credit_notes
            else unknown,
        }
    )


def _costs(
    table: pa.Table, ids: np.ndarray, ends: np.ndarray, held: Held
) -> pd.DataFrame:
    drivers = {"lines": _numbers(table, "sold_lines")}
    for name in ("orders", "rush", "returns"):
        if getattr(held, name):
            drivers[name] = _numbers(table, name)
    return table_of(
        {"client_id": ids, "period": ends.astype("datetime64[us]"), **drivers}
    )


def _clients(
    table: pa.Table, starts: np.ndarray, clients: np.ndarray, frame: InputTables
) -> pd.DataFrame:
    first = _days(table, "first_order")
    far = np.datetime64("9999-12-31", "us")
    since = np.minimum.reduceat(np.where(np.isnat(first), far, first), starts)
    since = np.where(since == far, np.datetime64("NaT", "us"), since)
    columns: dict[str, np.ndarray] = {"client_id": clients}
    for name in DESCRIPTIONS:
        texts = _objects(table, name)
        filled = np.array([text is not None for text in texts], dtype=bool)
        at = np.maximum.reduceat(np.where(filled, np.arange(len(texts)), -1), starts)
        key = "name" if name == "client_name" else name
        columns[key] = np.where(at >= 0, texts[at], "").astype(object)
    columns["since"] = since
    return _with_typed(table_of(columns), frame.clients)


def _with_typed(clients: pd.DataFrame, typed: pd.DataFrame) -> pd.DataFrame:
    """What people typed of these clients beside: ratings, groups, an older since."""
    place = pd.Index(typed["client_id"]).get_indexer(pd.Index(clients["client_id"]))
    known = place >= 0
    for name in typed.columns:
        if name in {"client_id", "_row", *clients.columns} - {"since"}:
            continue
        values = typed[name].to_numpy()
        if name == "since":
            taken = values[place].astype("datetime64[us]") if len(typed) else None
            if taken is not None:
                there = known & ~np.isnat(taken)
                clients["since"] = np.where(there, taken, clients["since"].to_numpy())
            continue
        clients[name] = _placed(values, place, known)
    return clients


def _placed(values: np.ndarray, place: np.ndarray, known: np.ndarray) -> Any:
    """Typed values at the places of the clients; blank where nobody typed any."""
    if values.dtype == object:
        blank: Any = ""
        found = np.full(len(place), blank, dtype=object)
    elif np.issubdtype(values.dtype, np.datetime64):
        found = np.full(len(place), np.datetime64("NaT", "us"))
    else:
        found = np.full(len(place), np.nan)
    found[known] = values[place[known]]
    return pd.Series(found, dtype=object) if found.dtype == object else found


def _of(table: pd.DataFrame, clients: np.ndarray) -> pd.DataFrame:
    """Rows of a table that name one of these clients."""
    if table.empty:
        return table
    kept = table["client_id"].isin(set(clients)).to_numpy()
    return table[kept].reset_index(drop=True)


def _objects(table: pa.Table, name: str) -> np.ndarray:
    found: np.ndarray = table.column(name).to_numpy()
    return found.astype(object)


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.float64]:
    return np.asarray(table.column(name).to_pandas(), dtype=np.float64)


def _days(table: pa.Table, name: str) -> npt.NDArray[np.datetime64]:
    days = table.column(name).cast(pa.timestamp("us")).to_numpy()
    found: npt.NDArray[np.datetime64] = days.astype("datetime64[us]")
    return found
