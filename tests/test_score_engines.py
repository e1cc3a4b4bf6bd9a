"""The same letters from a workbook, DuckDB, a Spark cluster and PostgreSQL."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from engine_examples import (
    demo_folder,
    demo_rows,
    demo_types,
    rough_folder,
    summed,
)
from postgres_server import PostgresServer, require_postgres
from pyarrow import parquet
from spark_cluster import SparkCluster, end_driver, require_spark

from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.engines import Engine, engine_of
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.at_scale.spark_engine import _require_rows
from segmentation_addin.workbook.host import silent

pytestmark = [
    pytest.mark.filterwarnings(
        # pyspark leaves the socket of each answer to the garbage collector
        "ignore:unclosed <socket.socket:ResourceWarning"
    ),
]
EXACT = ("revenue", "gross_margin", "cost_to_serve", "net_margin")
CENT = 0.005


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with demo.xlsm, whose scale and rates all engines take."""
    folder = tmp_path_factory.mktemp("demo")
    _run("demo", "-o", folder, "--lang", "en")
    demo_folder(folder / "lines")
    return folder


@pytest.fixture(scope="module")
def workbook(demo: Path) -> dict[str, dict[str, Any]]:
    """What the workbook itself says of each client."""
    answer = json.loads(_run("refresh", demo / "demo.xlsm", "--json"))
    return {row["client_id"]: row for row in answer["clients"]}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    """Master and two workers; every session of the module runs on them."""
    require_spark()
    with SparkCluster() as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(running.settings))
        yield running
        gc.collect()
        end_driver()
    assert running.left_over() == []


@pytest.fixture(scope="module")
def spark(
    cluster: SparkCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One session of its own on the cluster."""
    limits = Limits(scratch=tmp_path_factory.mktemp("à [part] 50%"))
    with engine_of(cluster.master, limits) as engine:
        yield engine


@dataclass(frozen=True)
class Rough:
    """Files as people send them, and what DuckDB makes of them."""

    sources: list[Path]
    aside: list[dict[str, Any]]
    clients: list[dict[str, Any]]


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> Rough:
    folder = tmp_path_factory.mktemp("rough")
    sources = [rough_folder(folder / "lignes [1] 50%")]
    with engine_of("duckdb", Limits(scratch=folder)) as engine:
        return Rough(sources, *summed(engine, sources, folder / "one"))


@pytest.fixture(scope="module")
def database() -> Iterator[PostgresServer]:
    require_postgres()
    with PostgresServer() as server:
        server.fill("order_lines", demo_types(), demo_rows()[1:])
        yield server


def _run(*words: object) -> str:
    """The command in a process of its own, as people run it."""
    done = subprocess.run(
        [sys.executable, "-m", "segmentation_addin", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def scored(demo: Path, engine: str, *sources: object) -> dict[str, dict[str, Any]]:
    """The clients of `segmentation score` with the workbook's scale."""
    result = demo / f"{engine.partition(':')[0]}.parquet"
    words = ("-o", result, "--scale", demo / "demo.xlsm", "--engine", engine)
    _run("score", *sources, *words)
    return {row["client_id"]: row for row in parquet.read_table(result).to_pylist()}


def same(found: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]]) -> None:
    """Equal figures to the cent and equal letters, client by client."""
    assert found.keys() == expected.keys()
    for client, row in found.items():
        assert row["letter"] == expected[client]["letter"], client
        assert row["score"] == expected[client]["score"], client
        assert row["orders"] == expected[client]["orders"], client
        assert row["active_months"] == expected[client]["active_months"], client
        assert row["days"] == expected[client]["days"], client
        for name in EXACT:
            assert row[name] == pytest.approx(expected[client][name], abs=CENT), client


def test_duckdb_gives_the_figures_of_the_workbook(
    demo: Path, workbook: dict[str, dict[str, Any]]
) -> None:
    same(scored(demo, "duckdb", demo / "lines"), workbook)


def test_two_spark_workers_give_the_figures_of_the_workbook(
    demo: Path, workbook: dict[str, dict[str, Any]], cluster: SparkCluster
) -> None:
    before = cluster.executors()
    same(scored(demo, cluster.master, demo / "lines"), workbook)
    assert cluster.executors() == before + 2


def test_postgresql_gives_the_figures_of_the_workbook(
    demo: Path, workbook: dict[str, dict[str, Any]], database: PostgresServer
) -> None:
    same(scored(demo, database.address, "order_lines"), workbook)


def test_spark_sets_the_same_lines_of_rough_files_aside(
    rough: Rough, tmp_path: Path, spark: Engine
) -> None:
    reasons = {row["reason"] for row in rough.aside}
    assert reasons >= {"line_cut", "line_quotes", "line_too_long", "line_no_client"}
    assert summed(spark, rough.sources, tmp_path / "été [1] 50%") == (
        rough.aside,
        rough.clients,
    )


def test_a_run_goes_on_when_a_worker_is_lost(
    rough: Rough, tmp_path: Path, spark: Engine, cluster: SparkCluster
) -> None:
    cluster.kill_worker(0)
    assert summed(spark, rough.sources, tmp_path / "lost") == (
        rough.aside,
        rough.clients,
    )


def test_a_file_that_the_workers_do_not_see(tmp_path: Path, spark: Engine) -> None:
    path = demo_folder(tmp_path / "lines", files=1) / "lines 0.csv"
    lines = spark.lines(look_at([path], tmp_path), silent)
    path.unlink()
    with pytest.raises(EngineError) as found:
        spark.rows(lines.count().as_table(), silent)
    assert found.value.code == "score_disk_not_shared"


def test_rows_that_the_workers_wrote_elsewhere(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"client_id": ["a"]}), tmp_path / "part-0.parquet")
    with pytest.raises(EngineError) as found:
        _require_rows(tmp_path, 2)
    assert found.value.code == "score_disk_not_shared"
