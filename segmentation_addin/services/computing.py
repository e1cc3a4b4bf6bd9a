"""From a workbook to its segmentation: read, type, compute, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.issues import Issue, stops
from segmentation_addin.core.reliability import Reliability, reliability
from segmentation_addin.core.review_calendar import review_calendar
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.core.stakes import with_stakes
from segmentation_addin.core.steps import Step
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import Host, Progress, silent
from segmentation_addin.workbook.inputs import OVERRIDES
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

    @property
    def reliability(self) -> Reliability | None:
        """How far the figures can be relied upon; None when nothing was computed."""
        if self.result is None:
            return None
        return reliability(self.inputs, self.result)

    def rendered(self) -> list[RenderedIssue]:
        """All issues in the workbook's language, the most serious first."""
        return render(
            self.issues, self.language, lambda issue: place(issue, self.tables.raws)
        )


def core_inputs(tables: Tables, as_of: date | None = None) -> InputTables:
    """The typed tables as the core takes them; `as_of` replaces the setting."""
    tables = replace(tables, overrides=_with_text_expiry(tables))
    if as_of is None:
        return tables
    return replace(tables, settings={**tables.settings, "as_of": pd.Timestamp(as_of)})


def _with_text_expiry(tables: Tables) -> pd.DataFrame:
    """The overrides, with those whose end is text marked: the native formula of the
    letter cannot read it, so neither do we.
    """
    raw, frame = tables.raws["tblOverrides"], tables.overrides
    heading = match_columns(OVERRIDES, raw.headings).get("expires_on")
    if heading is None or frame.empty:
        return frame
    cells = raw.columns[raw.headings.index(heading)]
    marks = [
        "yes" if isinstance(cells[row], str) and str(cells[row]).strip() else ""
        for row in frame["_row"]
    ]
    return frame.assign(_unreadable_expiry=pd.Series(marks, dtype=object).to_numpy())


def compute(
    host: Host,
    as_of: date | None = None,
    recalibrate: bool = False,
    robust: bool = True,
    progress: Progress = silent,
) -> Computed:
    """Reads a workbook and segments its portfolio, all issues collected.

    `robust=False` leaves out what takes time and finds no issue: robustness, and
    the clusters of the readings.
    """
    progress("read", 0.0)
    tables, issues = read_tables(host)
    inputs = core_inputs(tables, as_of)
    progress("compute", 0.3)
    result, core_issues = segment(
        inputs, recalibrate, robust, readings=True, clustered=robust
    )
    issues = [*issues, *core_issues]
    if stops(issues):
        result = None
    if result is not None:
        issues += review_calendar(inputs, result)[1]
        issues = with_stakes(issues, inputs, result)
    steps = result.next_steps() if result is not None else []
    return Computed(host.language, tables, inputs, result, steps, issues)
