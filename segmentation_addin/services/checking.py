"""Check: the audit of the input sheets, alone or listed in Data quality."""

from __future__ import annotations

from dataclasses import dataclass, replace

from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.results.table import issue_rows
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.refreshing import departed
from segmentation_addin.workbook.host import (
    Changes,
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


def check(host: Host, write: bool = False, progress: Progress = silent) -> Checked:
    """All that is wrong in a workbook, the most serious first.

    Args:
        host: the workbook.
        write: list the issues in the table of Data quality; nothing else is written.
            The list then is the one that a refresh would write.
        progress: told of each step.
    """
    computed = compute(host, robust=False, progress=progress)
    if not write:
        return Checked(
            computed.language, computed.result is None, False, computed.rendered()
        )
    issues = _with_departed(host, computed).rendered()
    body = TableBody(ISSUES.name, issue_rows(issues, computed.language))
    written = host.write(
        Changes(bodies=[body]), lambda step, share: progress(step, 0.6 + 0.4 * share)
    )
    return Checked(computed.language, computed.result is None, written, issues)


def _with_departed(host: Host, computed: Computed) -> Computed:
    """The same, with the notes on clients that left, as a refresh lists them."""
    if computed.result is None or SEGMENTATION.name not in host.tables():
        return computed
    _, notes = departed(host.read(SEGMENTATION.name), computed.result)
    return replace(computed, issues=[*computed.issues, *notes])
