"""A headless refresh beside an openpyxl load and save of the same file.

    python benchmarks/refresh.py [CLIENTS ...]

Each act runs in a process of its own, in turn; its wall time and its peak memory
are those of the process. Prints medians and ratios.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from large_portfolio import large_portfolio

from segmentation_addin.services import creating
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes
from segmentation_addin.workbook.inputs import (
    ACTIVITY_KINDS,
    CLIENTS,
    COST_TO_SERVE,
    DRIVERS,
    MARGINS,
)

SIZES = (10_000, 100_000)
RUNS = 3


def make_workbook(path: Path, clients: int) -> None:
    """A workbook whose input sheets hold the large portfolio, refreshed once."""
    inputs = large_portfolio(clients)
    creating.new(path, "en")
    activities = inputs.activities.assign(
        kind=ACTIVITY_KINDS["rate"].en, driver=[DRIVERS[key].en for key in DRIVERS]
    ).drop(columns=["minutes", "avoidable_rate", "pool"])
    appended = [AppendedRows("tblActivities", activities)]
    for table, frame in (
        (CLIENTS, inputs.clients),
        (MARGINS, inputs.margins),
        (COST_TO_SERVE, inputs.cost_to_serve),
    ):
        columns = [key for key in table.keys if key in frame.columns]
        appended.append(AppendedRows(table.name, frame[columns]))
    FileHost(path).write(Changes(appended=appended))


def refresh(path: str, target: str) -> None:
    """The act measured."""
    from segmentation_addin.services.refreshing import refresh as act

    done = act(FileHost(Path(path), Path(target)))
    assert done.written


def openpyxl_round_trip(path: str, target: str) -> None:
    """What it is measured beside."""
    import openpyxl

    openpyxl.load_workbook(path, keep_vba=True).save(target)


ACTS = {"refresh": refresh, "openpyxl": openpyxl_round_trip}


def run(act: str, path: Path, target: Path) -> tuple[float, float]:
    """Wall seconds and peak MB of one act in a process of its own."""
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--act", act, str(path), str(target)],
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - start, json.loads(done.stdout)["peak_mb"]


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        for clients in sizes:
            path, target = Path(folder) / "book.xlsm", Path(folder) / "out.xlsm"
            path.unlink(missing_ok=True)
            make_workbook(path, clients)
            once = Path(folder) / "once.xlsm"
            refresh(str(path), str(once))
            once.replace(path)
            # Change one figure, so that the second refresh has something to write.
            edit_one_figure(path)
            runs = RUNS if clients < SIZES[1] else 1
            found: dict[str, list[tuple[float, float]]] = {act: [] for act in ACTS}
            for _ in range(runs):
                for act in ACTS:
                    found[act].append(run(act, path, target))
            print(
                f"{clients:,} clients, {path.stat().st_size / 1e6:.1f} MB, {runs} runs"
            )
            medians = {
                act: tuple(np.median(np.array(times), axis=0))
                for act, times in found.items()
            }
            for act, (seconds, peak) in medians.items():
                print(f"  {seconds:8.2f} s  {peak:8.0f} MB  {act}")
            ours, theirs = medians["refresh"], medians["openpyxl"]
            print(
                f"  {theirs[0] / ours[0]:8.1f} x faster, {ours[1] / theirs[1]:.2f} of its memory"
            )


def edit_one_figure(path: Path) -> None:
    """Another revenue for the first client."""
    from segmentation_addin.workbook.host import CellEdits

    FileHost(path).write(
        Changes(edits=[CellEdits("tblMargins", "revenue", [0], [1.0])])
    )
    path.with_name("book.backup.xlsm").unlink(missing_ok=True)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--act":
        ACTS[sys.argv[2]](sys.argv[3], sys.argv[4])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"peak_mb": peak}))
    else:
        main()
