"""Check: the audit of the input sheets, alone or listed in Data quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from segmentation_addin.core.reliability import Reliability
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import (
    RenderedIssue,
    amount_at_stake,
    by_rule,
    severity_counts,
)
from segmentation_addin.results.reliability_document import reliability_document
from segmentation_addin.results.table import issue_rows
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.quality import quality_facts, quality_in_place
from segmentation_addin.services.refreshing import departed
from segmentation_addin.workbook.board import resolve
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_findings import finding_cells
from segmentation_addin.workbook.board_home import findings_found
from segmentation_addin.workbook.host import (
    Changes,
    FixedValues,
    Host,
    Progress,
    TableBody,
    silent,
)
from segmentation_addin.workbook.outputs import ISSUES, SEGMENTATION


@dataclass(frozen=True)
class Checked:
    """What an audit found; `refused` when a refresh would stop."""

    language: Language
    refused: bool
    written: bool
    issues: list[RenderedIssue]
    reliability: Reliability | None = None
    """None when nothing could be computed."""

    def document(self) -> dict[str, Any]:
        """All findings, rule by rule and one by one, and what rests on what."""
        found = self.reliability
        return {
            "by_rule": [line.as_document() for line in by_rule(self.issues)],
            "reliability": None if found is None else reliability_document(found),
            "issues": [issue.as_document() for issue in self.issues],
        }


def check(host: Host, write: bool = False, progress: Progress = silent) -> Checked:
    """All that is wrong in a workbook, the most serious first.

    Args:
        host: the workbook.
        write: list the findings in Data quality, rule by rule and line by line, and
            count them on Home; nothing else is written. They then are those that a
            refresh would write.
        progress: told of each step.
    """
    computed = compute(host, robust=False, progress=progress)
    issues = computed.rendered()
    written = False
    if write:
        issues = _with_departed(host, computed).rendered()
        body = TableBody(ISSUES.name, issue_rows(issues, computed.language))
        written = host.write(
            Changes(bodies=[body], fixed=_summary(host, computed, issues)),
            lambda step, share: progress(step, 0.6 + 0.4 * share),
        )
    return Checked(
        computed.language,
        computed.result is None,
        written,
        issues,
        computed.reliability,
    )


def _with_departed(host: Host, computed: Computed) -> Computed:
    """The same, with the notes on clients that left, as a refresh lists them."""
    if computed.result is None or SEGMENTATION.name not in host.tables():
        return computed
    _, notes = departed(host.read(SEGMENTATION.name), computed.result)
    return replace(computed, issues=[*computed.issues, *notes])


def _summary(
    host: Host, computed: Computed, issues: Sequence[RenderedIssue]
) -> FixedValues:
    """The cells that count the findings, on Data quality and on Home."""
    facts = replace(
        Facts.empty(computed.language),
        currency=str(computed.inputs.settings.get("currency") or ""),
        issues=severity_counts(issues),
        issues_amount=amount_at_stake(issues),
        quality=quality_facts(issues, computed.tables.raws["tblSettings"]),
    )
    cells = [
        cell for cell in (*findings_found(), *finding_cells()) if cell.value is not None
    ]
    values = FixedValues(
        {(cell.sheet, cell.cell): cell.value(facts) for cell in cells if cell.value},
        {
            (cell.sheet, cell.cell): resolve(cell.formula, computed.language)
            for cell in cells
            if cell.formula is not None
        },
    )
    return quality_in_place(host, values)
