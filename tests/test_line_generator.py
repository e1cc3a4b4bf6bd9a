"""The generator of order lines behind the measures of score."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from pyarrow import compute, csv, parquet

SOURCE = Path(__file__).parent.parent / "benchmarks" / "order_lines.py"


@pytest.fixture(scope="module")
def lines() -> ModuleType:
    found = importlib.util.spec_from_file_location("order_lines", SOURCE)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_same_seed_gives_the_same_lines(lines: ModuleType) -> None:
    one, two = (next(lines.pieces(1000, 20, seed=3)) for _ in range(2))
    assert one.equals(two)
    assert not one.equals(next(lines.pieces(1000, 20, seed=4)))


def test_fewer_lines_are_the_beginning_of_more(lines: ModuleType) -> None:
    few, more = (next(lines.pieces(size, 20)) for size in (1000, 5000))
    assert few.equals(more.slice(0, 1000))


def test_lines_go_on_over_pieces(
    lines: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PIECE", 300)
    sizes = [len(table) for table in lines.pieces(1000, 20)]
    assert sizes == [300, 300, 300, 100]


def test_an_order_has_one_client_and_one_day(lines: ModuleType) -> None:
    table = next(lines.pieces(3000, 50))
    told = table.group_by("Order number").aggregate(
        [("Client code", "count_distinct"), ("Order date", "count_distinct")]
    )
    assert len(told) == 1000
    assert compute.max(told["Client code_count_distinct"]).as_py() == 1
    assert compute.max(told["Order date_count_distinct"]).as_py() == 1


def test_each_line_may_have_a_client_of_its_own(lines: ModuleType) -> None:
    table = next(lines.pieces(3000, 3000))
    assert len(table["Client code"].unique()) == 3000


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_files_hold_all_lines(
    lines: ModuleType, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PIECE", 300)
    folder = tmp_path / "lines"
    lines.write_lines(folder, 3100, kind)
    read = csv.read_csv if kind == "csv" else parquet.read_table
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert sum(len(read(path)) for path in files) == 3100
