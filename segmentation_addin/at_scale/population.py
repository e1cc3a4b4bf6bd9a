"""All clients scored, a part at a time, with what only the whole can tell.

Two walks over the clients on disk: one for what links them (knots, limits of the
readings that rank clients; one more for the rates of pools), one for their letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from segmentation_addin.at_scale.client_store import ClientStore, Held, inputs_of
from segmentation_addin.core.costing import Tariff, price
from segmentation_addin.core.criteria import CRITERIA
from segmentation_addin.core.inputs import FloatArray, InputTables
from segmentation_addin.core.issues import Issue, stops
from segmentation_addin.core.letters import Rules, read_rules
from segmentation_addin.core.periods import Period, analysis_period
from segmentation_addin.core.readings.rank_limits import rank_limits
from segmentation_addin.core.scale import (
    Criterion,
    Scale,
    calibrate_scale,
    read_scale,
)
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.core.steps import Steps
from segmentation_addin.core.whole import (
    Whole,
    measured,
    quantities,
    together,
)
from segmentation_addin.workbook.host import Progress

RANKED: Final = "ranked_"
FIGURES: Final = ("revenue", "gross_margin", "net_margin", "days", "orders")
SENTINEL: Final = ""
"""Code of a row without figures that tells each part which periods the whole has."""


@dataclass(frozen=True)
class Part:
    """Some clients with their letters."""

    inputs: InputTables
    result: Segmentation
    steps: Steps
    issues: list[Issue]


@dataclass(frozen=True)
class Population:
    """All clients on disk, and the frame that they are scored in."""

    store: ClientStore
    frame: InputTables
    """Scale, settings, rates and what people typed; its own rows do not count."""
    held: Held

    def period(self) -> tuple[Period | None, list[Issue]]:
        """The analysis period, by the totals of each period."""
        extent = self.store.extent
        totals = pd.DataFrame(
            {"period": extent.ends.astype("datetime64[us]"), "revenue": extent.revenue}
        )
        return analysis_period(replace(self.frame, margins=totals))

    def inputs(self) -> Iterator[InputTables]:
        """The input tables of each part."""
        sentinels = self.store.extent.ends.astype("datetime64[us]")
        for table in self.store.tables():
            inputs = inputs_of(table, self.frame, self.held)
            marks = pd.DataFrame(
                {
                    "client_id": pd.Series([SENTINEL] * len(sentinels), dtype=object),
                    "period": sentinels,
                }
            )
            margins = pd.concat([inputs.margins, marks], ignore_index=True)
            margins["client_id"] = margins["client_id"].astype(object)
            yield replace(inputs, margins=margins)

    def whole(
        self, scratch: Path, recalibrate: bool, progress: Progress
    ) -> tuple[Whole | None, list[Issue]]:
        """Period, rates and knots of all clients."""
        period, issues = self.period()
        scale, scale_issues = read_scale(self.frame.scale)
        _, rule_issues = read_rules(self.frame.settings)
        issues += [*scale_issues, *rule_issues]
        if period is None or stops(issues):
            return None, issues
        tariff, cost_issues = self._tariff(period)
        issues += cost_issues
        if stops(issues):
            return None, issues
        columns = Columns(scratch)
        filled: set[str] = set()
        filled_before: set[str] = set()
        previous = False
        done = 0
        for inputs in self.inputs():
            part = measured(inputs, period, tariff, scale)
            columns.add(part.values)
            columns.add({f"{RANKED}{k}": v for k, v in part.figures.items()})
            filled |= part.filled
            filled_before |= part.filled_before
            previous |= part.previous
            done += len(inputs.clients)
            progress("calibrate", done / max(self.store.extent.clients, 1))
        scale, more = _calibrated(scale, columns, recalibrate)
        knots = next((c.knots for c in scale if c.key == "value" and c.weight), None)
        limits = rank_limits(Figures(columns), self.frame.settings, knots)
        return (
            Whole(
                period,
                scale,
                tariff,
                frozenset(filled),
                previous,
                limits,
                frozenset(filled_before),
            ),
            [*issues, *more],
        )

    def _tariff(self, period: Period) -> tuple[Tariff, list[Issue]]:
        """The rates: of pools by the drivers of all clients, else as typed."""
        if self.frame.pools.empty:
            first = next(self.inputs())
            return price(first, quantities(first, period), period)
        parts = (quantities(inputs, period) for inputs in self.inputs())
        return price(self.frame, together(parts, period), period)

    def parts(self, whole: Whole, robust: bool, progress: Progress) -> Iterator[Part]:
        """Each part with its letters."""
        done = 0
        for inputs in self.inputs():
            result, issues = segment(
                inputs, robust=robust, readings=True, clustered=False, whole=whole
            )
            if result is None:
                raise AssertionError([issue.code for issue in issues])
            yield Part(inputs, result, result.step_columns(), issues)
            done += len(inputs.clients)
            progress("score", done / max(self.store.extent.clients, 1))

    def rules(self) -> Rules:
        """The rules of the frame's settings."""
        return read_rules(self.frame.settings)[0]


class Columns:
    """Columns of numbers on disk, filled part by part and read back one at a time."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._names: list[str] = []

    def add(self, values: dict[str, FloatArray]) -> None:
        """Appends a part to each column."""
        for name, column in values.items():
            if name not in self._names:
                self._names.append(name)
            with self._path(name).open("ab") as file:
                file.write(np.ascontiguousarray(column, dtype=np.float64).tobytes())

    def read(self, name: str) -> FloatArray:
        """One whole column."""
        return np.fromfile(self._path(name), dtype=np.float64)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def _path(self, name: str) -> Path:
        return self._scratch / f"column-{name}.bin"


class Figures(Mapping[str, FloatArray]):
    """What ranks all clients, each figure read from disk when it is asked for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> FloatArray:
        return self._columns.read(f"{RANKED}{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(FIGURES)

    def __len__(self) -> int:
        return len(FIGURES)


def _calibrated(
    scale: Scale, columns: Columns, recalibrate: bool
) -> tuple[Scale, list[Issue]]:
    """Exact quantiles over all clients, one criterion in memory at a time."""
    done: list[Criterion] = []
    issues: list[Issue] = []
    for criterion in scale:
        if criterion.key not in columns or criterion.key not in CRITERIA:
            done.append(criterion)
            continue
        values = columns.read(criterion.key)
        base = np.ones(len(values), dtype=bool)
        found, more = calibrate_scale(
            (criterion,), {criterion.key: values}, base, recalibrate
        )
        done += found
        issues += more
    return tuple(done), issues
