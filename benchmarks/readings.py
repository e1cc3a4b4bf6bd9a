"""The readings beside the letter, on 100,000 clients, in the time of the letters alone.

    python benchmarks/readings.py [CLIENTS]

Prints medians of interleaved runs in one process. Aims: all readings but clusters
and robustness take at most 3 times as long as the letters alone; robustness (500
draws) of 10,000 clients takes under 5 seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from large_portfolio import SEED, large_portfolio

from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.readings.abc_limits import abc_limits
from segmentation_addin.core.readings.clusters import clusters
from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.correlation import correlated
from segmentation_addin.core.readings.cross_table import cross_table
from segmentation_addin.core.readings.effort import EffortFigures, effort
from segmentation_addin.core.readings.group_level import group_level
from segmentation_addin.core.readings.kpis import kpis
from segmentation_addin.core.readings.matrix import matrix
from segmentation_addin.core.readings.migration import migration
from segmentation_addin.core.readings.rfm import rfm
from segmentation_addin.core.readings.size import size
from segmentation_addin.core.readings.whale import whale_curve
from segmentation_addin.core.segmentation import Segmentation, segment

CLIENTS = 100_000
ROBUST_CLIENTS = 10_000
MANAGERS = 40
RUNS = 7


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def criteria_of(result: Segmentation) -> dict[str, np.ndarray]:
    return {c.key: result.values[c.key] for c in result.scoring.criteria}


def readings(result: Segmentation) -> dict[str, Callable[[], object]]:
    """Each reading of one portfolio, by its name."""
    frame = result.clients
    ids = frame["client_id"].to_numpy(dtype=object)
    letters = frame["letter"].to_numpy(dtype=object)
    figures = EffortFigures(
        revenue=frame["revenue"].to_numpy(),
        gross_margin=frame["gross_margin"].to_numpy(),
        cost_to_serve=frame["cost_to_serve"].to_numpy(),
        net_margin=frame["net_margin"].to_numpy(),
        efforts={key: result.current.quantities[key] for key in ("visits", "tickets")},
        allowed={"visits": np.full(len(frame), 4.0)},
    )
    rng = np.random.default_rng(SEED)
    managers = rng.integers(0, MANAGERS, len(frame)).astype(str).astype(object)
    parents = ids[rng.integers(0, len(ids), len(ids))].copy()
    parents[rng.random(len(ids)) < 0.7] = ""
    classes, sizes = abc(figures.revenue), size(figures.revenue).codes
    moved = rng.permutation(letters)
    criteria = criteria_of(result)
    level, _ = group_level(ids, parents)
    return {
        "rfm": lambda: rfm(
            result.current.days,
            result.current.orders,
            figures.revenue,
            result.current.active,
        ),
        "matrix": lambda: matrix(figures.revenue, figures.net_margin),
        "size": lambda: size(figures.revenue),
        "cross-tables (2)": lambda: (
            cross_table(letters, classes, figures.revenue),
            cross_table(letters, sizes, figures.revenue),
        ),
        "computed ABC limits": lambda: abc_limits(figures.gross_margin),
        "migration": lambda: migration(
            moved, letters, figures.revenue, figures.revenue, moved
        ),
        "correlation": lambda: correlated(criteria),
        "effort by letter and manager": lambda: (
            effort(letters, figures),
            effort(managers, figures),
        ),
        "group level": lambda: group_level(ids, parents),
        "concentration, client and group": lambda: (
            concentration(figures.revenue),
            concentration(level.total(figures.revenue)),
            margin_after_loss(figures.net_margin, figures.revenue, ids),
        ),
        "whale curve": lambda: whale_curve(figures.net_margin),
        "kpis": lambda: kpis(frame),
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS
    inputs, few = large_portfolio(count), large_portfolio(ROBUST_CLIENTS)
    result, _ = segment(inputs, robust=False)
    assert result is not None
    beside = readings(result)
    acts: dict[str, Callable[[], object]] = {
        "letters": lambda: segment(inputs, robust=False),
        "refresh": lambda: segment(
            inputs, robust=False, readings=True, clustered=False
        ),
        **beside,
        "without": lambda: segment(few, robust=False),
        "with": lambda: segment(few, robust=True),
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(RUNS):
        for name, act in acts.items():
            times[name].append(seconds(act))
    medians = {name: statistics.median(found) for name, found in times.items()}
    # The letters' own run raises the correlation note: it is counted as a reading.
    letters = medians["letters"] - medians["correlation"]
    whole = sum(medians[name] for name in beside)
    print(f"{count:,} clients, medians of {RUNS} interleaved runs")
    print(f"  {letters:8.3f} s  letters alone")
    for name in beside:
        print(f"  {medians[name]:8.3f} s  {name}")
    print(f"  {whole:8.3f} s  all readings above: {whole / letters:.2f} x the letters")
    times_letters = medians["refresh"] / letters
    print(
        f"  {medians['refresh']:8.3f} s  letters and the columns that a refresh adds, "
        f"clusters aside: {times_letters:.2f} x the letters"
    )
    table = np.column_stack(list(criteria_of(result).values()))
    margin = result.clients["net_margin"].to_numpy()
    print(f"  {seconds(lambda: clusters(table, margin)):8.3f} s  clusters, one run")
    robust = medians["with"] - medians["without"]
    print(f"  {robust:8.3f} s  robustness of {ROBUST_CLIENTS:,} clients, 500 draws")


if __name__ == "__main__":
    main()
