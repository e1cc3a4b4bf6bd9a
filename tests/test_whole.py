"""A portfolio scored in parts gives each client what the whole list gives it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from segmentation_addin.at_scale.client_rows import Terms, lines_to_clients
from segmentation_addin.at_scale.client_store import ClientStore, Held, last_days
from segmentation_addin.at_scale.engines import engine_of
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.at_scale.population import Population
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.issues import stops
from segmentation_addin.core.segmentation import COLUMNS, segment
from segmentation_addin.core.steps import Step
from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.services import creating
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import silent
from segmentation_addin.workbook.reading import read_tables

HELD = Held(
    orders=True, profit=True, cost=False, credit_notes=False, rush=True, returns=False
)
POOL = pd.DataFrame(
    {
        "pool": pd.Series(["logistics", "desk"], dtype=object),
        "period": pd.to_datetime(["2017-12-31"] * 2).astype("datetime64[us]"),
        "cost": [40_000.0, 9_000.0],
        "capacity_minutes": [np.nan, 100_000.0],
    }
)


def activities(kinds: list[tuple[str, str, str, float, float]]) -> pd.DataFrame:
    """Activities as (kind, driver, pool, rate, minutes)."""
    columns = list(zip(*kinds, strict=True))
    texts = {
        name: pd.Series(values, dtype=object)
        for name, values in zip(("kind", "driver", "pool"), columns[:3], strict=True)
    }
    return pd.DataFrame(
        {
            "activity": pd.Series([f"{kind[1]}" for kind in kinds], dtype=object),
            **texts,
            "rate": columns[3],
            "minutes": columns[4],
            "avoidable_rate": np.nan,
        }
    )


RATED = activities([("rate", "orders", "", 9.0, np.nan), ("rate", "rush", "", 7.5, 0)])
POOLED = activities(
    [
        ("pool", "lines", "logistics", np.nan, np.nan),
        ("time", "orders", "desk", np.nan, 6.0),
        ("rate", "client", "", 11.0, np.nan),
    ]
)


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> InputTables:
    """Scale and settings of a fresh workbook."""
    path = tmp_path_factory.mktemp("fresh") / "fresh.xlsm"
    return read_tables(FileHost(creating.new(path, "en")))[0]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ClientStore:
    """The sample's clients on disk."""
    scratch = tmp_path_factory.mktemp("store")
    limits = Limits(scratch=scratch)
    modes = ("First Class", "Same Day")
    with sample_lines_path() as path, engine_of("duckdb", limits) as engine:
        files = look_at([path], scratch)
        lines = engine.settle(engine.lines(files, silent), silent)
        read = lines.filter(lines.reason.isnull())  # noqa: PD003
        engine.put(lines_to_clients(read, Terms(12, modes)), scratch / "rows", silent)
    return ClientStore(scratch / "rows", limits)


def in_parts(
    store: ClientStore, frame: InputTables, size: int, scratch: Path
) -> tuple[pd.DataFrame, list[list[Step]], int]:
    """Clients, steps to the next letter and number of parts."""
    cut = replace_tables(store, size)
    population = Population(cut, frame, HELD)
    whole, issues = population.whole(scratch, False, silent)
    assert whole is not None, issues
    assert not stops(issues)
    parts = list(population.parts(whole, True, silent))
    clients = pd.concat([part.result.clients for part in parts], ignore_index=True)
    return clients, [step for part in parts for step in part.steps], len(parts)


def replace_tables(store: ClientStore, size: int) -> ClientStore:
    """The same store, cut in parts of that many clients."""
    cut = object.__new__(ClientStore)
    cut.__dict__.update(store.__dict__)
    cut.__dict__["tables"] = partial(ClientStore.tables, store, size)
    return cut


@pytest.mark.parametrize("size", [100, 331])
@pytest.mark.parametrize(
    ("rates", "pools"),
    [(None, None), (RATED, None), (POOLED, POOL)],
    ids=["no cost", "rates", "pools"],
)
def test_parts_give_each_client_what_the_whole_list_gives(
    store: ClientStore,
    frame: InputTables,
    tmp_path: Path,
    size: int,
    rates: pd.DataFrame | None,
    pools: pd.DataFrame | None,
) -> None:
    priced = frame if rates is None else replace(frame, activities=rates)
    priced = priced if pools is None else replace(priced, pools=pools)
    uncut = Population(store, priced, HELD)
    inputs = next(uncut.inputs())
    expected, issues = segment(inputs, readings=True, clustered=False)
    assert expected is not None, issues
    found, steps, parts = in_parts(store, priced, size, tmp_path)
    assert parts == -(-793 // size)
    wrong = []
    for column in COLUMNS:
        one, other = expected.clients[column], found[column]
        if one.dtype == object:
            same = (one == other).to_numpy()
        else:
            same = np.isclose(
                one.to_numpy(dtype=float),
                other.to_numpy(dtype=float),
                rtol=1e-12,
                atol=1e-9,
                equal_nan=True,
            )
        if not same.all():
            at = int(np.flatnonzero(~same)[0])
            wrong.append((column, int((~same).sum()), one[at], other[at]))
    assert not wrong
    assert len(set(found["computed_letter"])) > 2
    whole_steps = expected.next_steps()
    assert [len(one) for one in whole_steps] == [len(one) for one in steps]


def test_the_last_day_of_a_period_follows_its_last_month() -> None:
    days = last_days(np.array([2016 * 12 + 1, 2025 * 12 + 11]))
    assert days.astype(str).tolist() == ["2016-02-29", "2025-12-31"]


def test_a_store_without_any_client_has_no_part(tmp_path: Path) -> None:
    limits = Limits(scratch=tmp_path)
    with sample_lines_path() as path, engine_of("duckdb", limits) as engine:
        lines = engine.lines(look_at([path], tmp_path), silent)
        none = lines.filter(lines.amount > 1_000_000_000)
        engine.put(lines_to_clients(none, Terms(12)), tmp_path / "rows", silent)
    empty = ClientStore(tmp_path / "rows", limits)
    assert empty.extent.clients == 0
    assert list(empty.tables()) == []
