"""Refresh: compute the segmentation and write it, or write nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin import __version__
from segmentation_addin.core.inputs import texts
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.reliability import reliability
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.languages import Language, Text
from segmentation_addin.results.action_plan import decide
from segmentation_addin.results.agenda import agenda_documents
from segmentation_addin.results.document import result_document, summary_document
from segmentation_addin.results.issues import (
    RenderedIssue,
    amount_at_stake,
    by_rule,
    severity_counts,
)
from segmentation_addin.results.reading_facts import reading_facts
from segmentation_addin.results.reliability_document import reliability_document
from segmentation_addin.results.table import issue_rows, segmentation_rows
from segmentation_addin.results.twin_example import twin_example
from segmentation_addin.services import clock
from segmentation_addin.services.action_plan import (
    ActionPlan,
    action_plan,
    actions_in_place,
    scale_lines,
)
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.dashboard import dashboard_in_place, with_dashboard
from segmentation_addin.services.map_choice import read_measure
from segmentation_addin.services.quality import quality_facts, quality_in_place
from segmentation_addin.services.reviewing import agenda_items, reviewed, where_in_place
from segmentation_addin.services.vintages import history_facts, history_in_place
from segmentation_addin.services.what_if import Played, played
from segmentation_addin.workbook.board import fixed_values
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import (
    Cell,
    CellEdits,
    CellError,
    Changes,
    Host,
    Progress,
    RawTable,
    TableBody,
    silent,
)
from segmentation_addin.workbook.outputs import SEGMENTATION, TABLES

UNKNOWN_NAME = Text("? unknown client", "? client inconnu")
_KNOTS = ("knot_0", "knot_25", "knot_50", "knot_75", "knot_100")


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did; `computed.result` is None when nothing was computed."""

    language: Language
    written: bool
    issues: list[RenderedIssue]
    computed: Computed
    scenario: Played | None = None
    """The decisions of the What-if sheet, played; None when nothing was computed."""
    actions: ActionPlan | None = None
    """Who does what, and who is beside the policy; None when nothing was computed."""

    @property
    def refused(self) -> bool:
        """The data did not allow it."""
        return self.computed.result is None

    def summary(self) -> dict[str, Any]:
        """Analysis date, totals and figures by letter."""
        assert self.computed.result is not None
        return summary_document(self.computed.result)

    def document(self) -> dict[str, Any]:
        """The whole JSON document of the contract."""
        found = self.computed
        assert found.result is not None
        document = result_document(found.result, found.inputs, found.steps, self.issues)
        items = agenda_items(found, found.result)
        assert self.actions is not None
        return {
            **document,
            "by_rule": [line.as_document() for line in by_rule(self.issues)],
            "reliability": reliability_document(
                reliability(found.inputs, found.result)
            ),
            "agenda": agenda_documents(items, self.language),
            "actions": self.actions.documents,
            "policy_gaps": self.actions.gaps,
        }


def refresh(
    host: Host,
    as_of: date | None = None,
    recalibrate: bool = False,
    progress: Progress = silent,
) -> Refreshed:
    """Computes the segmentation of a workbook and writes it into the workbook.

    Nothing is written when an issue stops the computation, nor when the results
    equal what already stands there.
    """
    computed = compute(host, as_of, recalibrate, progress=progress)
    result = computed.result
    if result is None:
        return Refreshed(computed.language, False, computed.rendered(), computed)
    progress("write", 0.6)
    planned = plan(host, computed, result)
    written = host.write(
        planned.changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
    )
    return Refreshed(
        computed.language,
        written,
        planned.issues,
        planned.computed,
        planned.scenario,
        planned.actions,
    )


@dataclass(frozen=True)
class Planned:
    """What a refresh will write, and the findings that it lists."""

    changes: Changes
    issues: list[RenderedIssue]
    computed: Computed
    scenario: Played
    actions: ActionPlan
    facts: Facts
    """What the fixed cells of the workbook will show."""


def plan(host: Host, computed: Computed, result: Segmentation) -> Planned:
    """All that a refresh of this result writes; nothing is written here."""
    standing = host.read(SEGMENTATION.name)
    gone, gone_issues = departed(standing, result)
    computed = replace(computed, issues=[*computed.issues, *gone_issues])
    rendered = computed.rendered()
    decided = decide(result, computed.inputs, computed.steps)
    rows = segmentation_rows(
        result, computed.inputs, computed.steps, computed.language, decided
    )
    body = pd.concat([rows, gone], ignore_index=True) if len(gone) else rows
    review = reviewed(host, computed, result)
    actions = action_plan(host, computed, result, decided)
    shown = replace(
        with_dashboard(facts(computed, result, rows, rendered), host, computed, result),
        review=review.facts,
        actions=actions.facts,
        map_measure=read_measure(host),
        history=history_facts(host, computed, result),
    )
    scenario = played(host, computed, result)
    shown = scenario.shown_in(shown)
    changes = Changes(
        bodies=[
            TableBody(SEGMENTATION.name, body, key="client_id"),
            TableBody("tblIssues", issue_rows(rendered, computed.language)),
            *review.bodies,
            *scenario.bodies,
            *actions.bodies,
        ],
        edits=[*_knots(computed, result), *_names(computed), *scenario.edits],
        fixed=history_in_place(
            computed,
            where_in_place(
                host,
                actions_in_place(
                    host,
                    dashboard_in_place(
                        host, quality_in_place(host, fixed_values(shown))
                    ),
                ),
            ),
        ),
    )
    return Planned(changes, rendered, computed, scenario, actions, shown)


def facts(
    computed: Computed,
    result: Segmentation,
    rows: pd.DataFrame,
    issues: list[RenderedIssue],
) -> Facts:
    """What the fixed cells of Home and Dashboard show."""
    pools = result.tariff.pools
    currency = computed.inputs.settings.get("currency")
    return Facts(
        language=computed.language,
        segmentation=rows,
        as_of=result.period.end.astype(object),
        period_start=(result.period.start + np.timedelta64(1, "D")).astype(object),
        currency=str(currency or ""),
        orphans=result.orphans,
        pools={
            key: sum(getattr(pool, key) for pool in pools)
            for key in ("cost", "allocated", "unused", "not_allocatable")
        },
        issues=severity_counts(issues),
        issues_amount=amount_at_stake(issues),
        quality=quality_facts(issues, computed.tables.raws["tblSettings"]),
        filled_weight=result.scoring.filled_weight,
        all_weight=result.scoring.all_weight,
        bounds=result.rules.bounds,
        rules=result.rules,
        scale=scale_lines(computed),
        cost_known=result.cost.anybody,
        readings=reading_facts(result, computed.inputs, computed.language),
        refreshed_on=clock.minute(),
        version=__version__,
        twin=twin_example(result.scale, result.rules),
    )


def departed(
    standing: RawTable, result: Segmentation
) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows kept only for the text that a user typed beside a client now gone."""
    matched = match_columns(SEGMENTATION, standing.headings)
    own = [
        column
        for heading, column in zip(standing.headings, standing.columns, strict=True)
        if heading not in matched.values() and heading not in standing.formula_columns
    ]
    empty = pd.DataFrame(columns=list(SEGMENTATION.keys))
    if not own or "client_id" not in matched:
        return empty, []
    place = standing.headings.index(matched["client_id"])
    present = set(result.clients["client_id"])
    kept: list[dict[str, object]] = []
    issues: list[Issue] = []
    for row, client in enumerate(standing.columns[place]):
        if client in (None, "") or str(client) in present:
            continue
        if any(_typed(column[row]) for column in own):
            kept.append({"client_id": str(client)})
            issues.append(
                Issue("client_gone", Severity.NOTE, params={"client": str(client)})
            )
    return pd.DataFrame(kept, columns=list(SEGMENTATION.keys)), issues


def _typed(cell: Cell) -> bool:
    return cell is not None and cell != "" and not isinstance(cell, CellError)


def _knots(computed: Computed, result: Segmentation) -> list[CellEdits]:
    """The knots that were calibrated now, where the sheet holds others."""
    frame = computed.inputs.scale
    standing = {
        int(row): values
        for row, values in zip(
            frame["_row"], frame[list(_KNOTS)].to_numpy(dtype=np.float64), strict=True
        )
    }
    changed = [
        criterion
        for criterion in result.scale
        if criterion.knots is not None
        and not np.array_equal(criterion.knots, standing[criterion.row])
    ]
    return [
        CellEdits(
            "tblScale",
            column,
            [criterion.row for criterion in changed],
            [float(criterion.knots[k]) for criterion in changed],  # type: ignore[index]
        )
        for k, column in enumerate(_KNOTS)
        if changed
    ]


def _names(computed: Computed) -> list[CellEdits]:
    """The grey names beside the client codes; an unknown code is marked."""
    clients = computed.inputs.clients
    names = dict(
        zip(
            texts(clients, "client_id")[::-1], texts(clients, "name")[::-1], strict=True
        )
    )
    unknown = UNKNOWN_NAME.in_(computed.language)
    edits = []
    for table in ("tblMargins", "tblCostToServe"):
        if "name" not in match_columns(
            TABLES[table], computed.tables.raws[table].headings
        ):
            continue
        frame = (
            computed.inputs.margins
            if table == "tblMargins"
            else computed.inputs.cost_to_serve
        )
        ids, standing = texts(frame, "client_id"), texts(frame, "name")
        wanted = ["" if client == "" else names.get(client, unknown) for client in ids]
        at = [i for i, name in enumerate(wanted) if name != standing[i]]
        if at:
            rows = frame["_row"].to_numpy()
            edits.append(
                CellEdits(
                    table, "name", [int(rows[i]) for i in at], [wanted[i] for i in at]
                )
            )
    return edits
