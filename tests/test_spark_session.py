"""What keeps a Spark cluster from being used, before any line is read."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from postgres_server import require_postgres
from spark_cluster import require_spark

from segmentation_addin.at_scale import spark_session as module
from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.engines import engine_of
from segmentation_addin.at_scale.limits import Limits


def refused(tmp_path: Path, address: str) -> EngineError:
    with (
        pytest.raises(EngineError) as found,
        engine_of(address, Limits(scratch=tmp_path)),
    ):
        pass
    return found.value


def test_a_master_that_does_not_listen(tmp_path: Path, has_java: None) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    error = refused(tmp_path, f"spark://127.0.0.1:{port}")
    assert error.code == "score_cluster_silent"
    assert str(port) in error.params["found"]  # type: ignore[operator]


def test_an_address_without_port(tmp_path: Path, has_java: None) -> None:
    assert refused(tmp_path, "spark://master").code == "score_cluster_silent"


@pytest.fixture
def has_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


def test_a_computer_without_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert refused(tmp_path, "spark").code == "score_java_missing"


def test_a_java_home_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert refused(tmp_path, "spark://nowhere").code == "score_cluster_silent"


def test_a_computer_without_pyspark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    error = refused(tmp_path, "spark")
    assert (error.code, error.params["expected"]) == ("score_engine_missing", "spark")


def context(executors: int, **settings: str) -> Any:
    tracker = SimpleNamespace(getExecutorInfos=lambda: range(executors))
    java = SimpleNamespace(sc=lambda: SimpleNamespace(statusTracker=lambda: tracker))
    found = SimpleNamespace(
        master="spark://127.0.0.1:7077",
        _jsc=java,
        getConf=lambda: SimpleNamespace(
            get=lambda name, default: settings.get(name.split(".")[1], default)
        ),
    )
    return SimpleNamespace(sparkContext=found)


def test_a_cluster_without_workers_is_told_instead_of_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WORKER_SECONDS", 0.0)
    with pytest.raises(EngineError) as found:
        module._require_worker(context(executors=1))
    assert found.value.code == "score_cluster_no_worker"


def test_a_cluster_that_starts_workers_on_demand_may_have_none() -> None:
    module._require_worker(context(executors=1, dynamicAllocation="true"))


def test_one_worker_is_enough() -> None:
    module._require_worker(context(executors=2))


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_missing_host_skips_a_test_and_fails_it_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("postgres_server._DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("CI", ci)
    expected = pytest.fail.Exception if ci else pytest.skip.Exception
    for require in (require_spark, require_postgres):
        with pytest.raises(expected):
            require()
