"""From a workbook to its segmentation: read, type, compute, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.issues import Issue, stops
from segmentation_addin.core.next_letter import Step
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.host import Host, Progress, silent
from segmentation_addin.workbook.inputs import CLIENT_DRIVER, DRIVERS
from segmentation_addin.workbook.reading import Tables, place, read_tables


@dataclass(frozen=True)
class Computed:
    """The result of reading and computing one workbook.

    `result` is None when an issue stopped the computation.
    """

    language: Language
    tables: Tables
    inputs: InputTables
    result: Segmentation | None
    steps: list[list[Step]]
    issues: list[Issue]

    def rendered(self) -> list[RenderedIssue]:
        """All issues in the workbook's language, the most serious first."""
        return render(
            self.issues, self.language, lambda issue: place(issue, self.tables.raws)
        )


def driver_key(label: str, drivers: tuple[str, ...]) -> str:
    """The driver that a label names in either language; the label if none does."""
    folded = heading_key(label)
    if folded in {heading_key(CLIENT_DRIVER.in_(x)) for x in LANGUAGES}:
        return "client"
    for key in drivers:
        names = [key]
        if key in DRIVERS:
            names += [DRIVERS[key].in_(language) for language in LANGUAGES]
        if folded in {heading_key(name) for name in names}:
            return key
    return label


def core_inputs(tables: Tables, as_of: date | None = None) -> InputTables:
    """The typed tables as the core takes them; `as_of` replaces the setting."""
    settings = dict(tables.settings)
    if as_of is not None:
        settings["as_of"] = pd.Timestamp(as_of)
    activities = tables.activities.assign(
        driver=np.array(
            [driver_key(name, tables.drivers) for name in tables.activities["driver"]],
            dtype=object,
        )
    )
    return InputTables(
        clients=tables.clients,
        margins=tables.margins,
        cost_to_serve=tables.cost_to_serve,
        drivers=tables.drivers,
        scale=tables.scale,
        activities=activities,
        pools=tables.pools,
        overrides=tables.overrides,
        settings=settings,
    )


def compute(
    host: Host,
    as_of: date | None = None,
    recalibrate: bool = False,
    robust: bool = True,
    progress: Progress = silent,
) -> Computed:
    """Reads a workbook and segments its portfolio, all issues collected."""
    progress("read", 0.0)
    tables, issues = read_tables(host)
    inputs = core_inputs(tables, as_of)
    progress("compute", 0.3)
    result, core_issues = segment(inputs, recalibrate, robust, progress=None)
    issues = [*issues, *core_issues]
    if stops(issues):
        result = None
    steps = result.next_steps() if result is not None else []
    return Computed(host.language, tables, inputs, result, steps, issues)
