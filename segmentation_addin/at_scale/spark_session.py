"""A Spark session with the settings that make its figures the same as elsewhere."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from segmentation_addin.at_scale.engine_errors import EngineError

STANDALONE: Final = "spark://"
ANSWER_SECONDS: Final = 5.0
"""How long a master may take to answer at its port."""
WORKER_SECONDS: Final = 120.0
"""How long a cluster may take to give a first worker."""
_POLLED_SECONDS: Final = 0.2
SAME_FIGURES: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
}
"""Overflows stop instead of giving NULL; days do not depend on where a worker stands;
`Amount` and `amount` are two headings."""
_QUIET: Final = {
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@contextmanager
def spark_session(master: str | None, scratch: Path) -> Iterator[Any]:
    """A session on the cluster at `master`, ended at the end.

    Without `master` the cluster is the one of Spark's own configuration
    (`SPARK_CONF_DIR`), or the processors of this computer.

    Raises:
        EngineError: Spark or Java is missing, or the cluster does not answer.
    """
    _require_spark()
    if master is not None and master.startswith(STANDALONE):
        _require_answer(master)
    session = _started(master, scratch)
    try:
        _require_worker(session)
        yield session
    finally:
        session.stop()


def _require_spark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise EngineError("score_engine_missing", found="Spark", expected="spark")
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else None
    if not (java and (java.exists() or java.with_suffix(".exe").exists())) and (
        shutil.which("java") is None
    ):
        raise EngineError("score_java_missing")


def _require_answer(master: str) -> None:
    """One of the masters takes a connection: Spark itself would try for minutes."""
    for place in master.removeprefix(STANDALONE).split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), ANSWER_SECONDS):
                return
        except (OSError, ValueError):
            continue
    raise EngineError("score_cluster_silent", found=master)


def _started(master: str | None, scratch: Path) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    local = scratch / "spark"
    local.mkdir(parents=True, exist_ok=True)
    builder: Any = SparkSession.builder
    builder = builder.appName("segmentation score")
    if master is not None:
        builder = builder.master(master)
    settings = {
        **SAME_FIGURES,
        **_QUIET,
        "spark.local.dir": str(local),
        "spark.sql.warehouse.dir": str(local / "warehouse"),
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        found = master or "spark"
        raise EngineError("score_cluster_silent", found=found) from error


def _require_worker(session: Any) -> None:
    """A standalone cluster gives a worker soon: without one a job waits for ever."""
    context = session.sparkContext
    dynamic = context.getConf().get("spark.dynamicAllocation.enabled", "false")
    if not context.master.startswith(STANDALONE) or dynamic == "true":
        return
    deadline = time.monotonic() + WORKER_SECONDS
    tracker = context._jsc.sc().statusTracker()  # noqa: SLF001 - Python has no name for it
    while len(tracker.getExecutorInfos()) < 2:  # the driver itself is one
        if time.monotonic() > deadline:
            raise EngineError("score_cluster_no_worker", found=context.master)
        time.sleep(_POLLED_SECONDS)
