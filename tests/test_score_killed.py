"""A run of score that is killed in the middle, and the run after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segmentation_addin.at_scale.scratch import scratch_folder

PATIENCE = 60.0
STEPS = ("duckdb", "clients.parquet", "result.parquet")
"""What a run makes one after the other in its own folder."""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough lines for a run to be caught at work."""
    path = tmp_path_factory.mktemp("lines") / "lines.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Client code,Date,Amount,Profit,Order\n")
        file.writelines(
            f"C{i % 60_000},2025-{i % 12 + 1:02d}-{i % 28 + 1:02d},{i % 997}.50,"
            f"{i % 97}.25,O{i}\n"
            for i in range(120_000)
        )
    return path


def started(lines: Path, result: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "segmentation_addin", "score", lines, "-o", result]
    return subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def wait_for(folder: Path, name: str, run: subprocess.Popen[bytes]) -> None:
    """Returns as soon as the run has begun the step that makes this file."""
    end = time.monotonic() + PATIENCE
    while not list(folder.glob(f".*.score/{name}")):
        assert run.poll() is None, "the run was over before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_leaves_the_old_result_and_harms_no_other(
    lines: Path, tmp_path: Path, step: str
) -> None:
    result = tmp_path / "letters.parquet"
    result.write_bytes(b"old")
    run = started(lines, result)
    wait_for(tmp_path, step, run)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert result.read_bytes() == b"old"
    left = [path.name for path in tmp_path.iterdir() if path != result]
    assert all(name.startswith(".letters.parquet.") for name in left)
    assert started(lines, result).wait(PATIENCE) == 0
    assert result.read_bytes()[:4] == b"PAR1"
    assert [path.name for path in tmp_path.iterdir()] == [result.name]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is POSIX")
def test_a_run_that_is_interrupted_cleans_up(lines: Path, tmp_path: Path) -> None:
    run = started(lines, tmp_path / "letters.csv")
    wait_for(tmp_path, "clients.parquet", run)
    run.send_signal(signal.SIGINT)
    assert run.wait(PATIENCE) != 0
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_keep_their_folders(tmp_path: Path) -> None:
    result = tmp_path / "letters.csv"
    with scratch_folder(result) as first, scratch_folder(result) as second:
        assert first != second
        assert first.is_dir()
        assert second.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_another_result_stays(tmp_path: Path) -> None:
    other = tmp_path / ".letters.csv.old.abc.score"
    other.mkdir()
    (other / "held").touch()
    with scratch_folder(tmp_path / "numbers.csv"):
        assert other.is_dir()
