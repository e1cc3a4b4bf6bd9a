"""What Data quality shows: facts of one workbook, and whether its cells are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from segmentation_addin.results.issues import RenderedIssue, by_rule
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import FixedValues, Host, RawTable
from segmentation_addin.workbook.inputs import SETTINGS_TABLE
from segmentation_addin.workbook.outputs import ISSUES
from segmentation_addin.workbook.quality_facts import QualityFacts
from segmentation_addin.workbook.settings import SETTINGS_BY_KEY
from segmentation_addin.workbook.settings_reading import setting_rows


def quality_facts(issues: Sequence[RenderedIssue], settings: RawTable) -> QualityFacts:
    """The findings rule by rule, and the ledger's revenue as a formula finds it."""
    return QualityFacts(tuple(by_rule(issues)), _ledger(settings))


def _ledger(raw: RawTable) -> float | None:
    """A number beside our own label; anything else a native look-up leaves blank."""
    row = setting_rows(raw).get("control_revenue")
    headings = match_columns(SETTINGS_TABLE, raw.headings)
    if row is None or not {"setting", "value"} <= headings.keys():
        return None
    name, value = (
        raw.columns[raw.headings.index(headings[key])][row]
        for key in ("setting", "value")
    )
    labels = {label.casefold() for label in SETTINGS_BY_KEY["control_revenue"].label}
    if str(name).casefold() not in labels:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else None  # type: ignore[arg-type]


def quality_in_place(host: Host, values: FixedValues) -> FixedValues:
    """The values of fixed cells, less those of a Data quality of another shape.

    The findings of an older one begin where the summaries stand today.
    """
    if ISSUES.name in host.tables():
        table = host.read(ISSUES.name)
        place = (table.first_column, table.first_row)
        if place == (ISSUES.first_column + 1, ISSUES.header_row + 1):
            return values
    kept = {
        cell: value
        for cell, value in values.values.items()
        if cell[0] != ISSUES.sheet or cell in values.formulas
    }
    return replace(values, values=kept)
