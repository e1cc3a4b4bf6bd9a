"""A real Spark cluster for tests: a master and two workers, each a process of its own.

They come from the installed pyspark, listen on loopback at ports that the system
gives, and end with the test, with all that they started. Tests are skipped where Java
or pyspark is missing, and fail there when CI is set.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

WORKERS = 2
PATIENCE = 90.0
_LOOPBACK = "127.0.0.1"
_SMALL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""Java options that make a small process start sooner."""


def require_spark() -> None:
    """Skips the test without Java and pyspark; fails instead under CI."""
    import pytest

    if shutil.which("java") and importlib.util.find_spec("pyspark"):
        return
    if os.environ.get("CI"):
        pytest.fail("Java and pyspark are needed here")
    pytest.skip("Java and pyspark are not both installed")


class SparkCluster:
    """One running cluster; use it in a `with` block."""

    master = ""
    """Its address, as spark://127.0.0.1:40123."""

    def __init__(self) -> None:
        import pyspark

        self._home = Path(pyspark.__file__).parent
        self._folder = Path(tempfile.mkdtemp(prefix="spark-cluster-"))
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start("master", "master.Master", "--port", "0")
            found = self._logged("master", r"Starting Spark master at (spark://\S+)")
            self.master = found[1]
            for number in range(WORKERS):
                self._start(
                    f"worker{number}",
                    "worker.Worker",
                    *("--cores", "2", "--memory", "1200m", self.master),
                )
            for number in range(WORKERS):
                self._logged(f"worker{number}", "Successfully registered with master")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=30)
            _end_group(process.pid)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def settings(self) -> Path:
        """A folder for SPARK_CONF_DIR: small executors, one on each worker a session."""
        folder = self._folder / "conf"
        folder.mkdir(exist_ok=True)
        (folder / "spark-defaults.conf").write_text(
            f"spark.master {self.master}\n"
            f"spark.driver.host {_LOOPBACK}\n"
            f"spark.driver.bindAddress {_LOOPBACK}\n"
            "spark.cores.max 2\n"
            "spark.executor.cores 1\n"
            "spark.executor.memory 512m\n"
            f"spark.executor.extraJavaOptions {_SMALL}\n"
            f"spark.driver.extraJavaOptions {_SMALL}\n"
            "spark.ui.enabled false\n",
            encoding="utf-8",
        )
        return folder

    def executors(self) -> int:
        """How many executors the workers have started so far."""
        return sum(
            self._log(f"worker{number}").count("Asked to launch executor")
            for number in range(WORKERS)
        )

    def kill_worker(self, number: int) -> None:
        """Ends a worker and its executors at once, as when a computer fails."""
        process = self._processes[number + 1]
        _end_group(process.pid)
        process.wait(timeout=30)

    def left_over(self) -> list[int]:
        """Processes of the cluster that still run: none after the `with` block."""
        return [p for process in self._processes for p in _group(process.pid)]

    def _start(self, name: str, service: str, *words: str) -> None:
        environment = {
            **os.environ,
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": _LOOPBACK,
            "SPARK_LOCAL_DIRS": str(self._folder / "local"),
            "SPARK_WORKER_DIR": str(self._folder / "work"),
            "SPARK_CONF_DIR": str(self._folder / "none"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _SMALL,
            "SPARK_LAUNCHER_OPTS": _SMALL,
            "PYSPARK_PYTHON": sys.executable,
        }
        (self._folder / "local").mkdir(exist_ok=True)
        with (self._folder / f"{name}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [
                        str(self._home / "bin" / "spark-class"),
                        f"org.apache.spark.deploy.{service}",
                        *("--host", _LOOPBACK, "--webui-port", "0"),
                        *words,
                    ],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _log(self, name: str) -> str:
        path = self._folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace")

    def _logged(self, name: str, pattern: str) -> re.Match[str]:
        """Waits for a line of a process's log."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := re.search(pattern, self._log(name)):
                return found
            if any(process.poll() is not None for process in self._processes):
                break
            time.sleep(0.1)
        raise RuntimeError(f"{name} of the Spark cluster: {self._log(name)[-2000:]}")


def end_driver() -> None:
    """Ends the Java process that pyspark keeps beside this one."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is None:
        return
    process = gateway.proc
    gateway.shutdown()
    process.stdin.close()
    process.wait(timeout=60)
    SparkContext._gateway = SparkContext._jvm = None


def _group(leader: int) -> list[int]:
    """Processes of a group, executors of a worker among them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:  # it ended while we looked
            continue
        state, _, group = fields.split()[:3]
        if int(group) == leader and state != "Z":
            found.append(int(folder.name))
    return found


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
