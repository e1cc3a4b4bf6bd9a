"""What-if: the decisions of the sheet, or of a command line, played on the portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.inputs import texts
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.what_if import (
    Action,
    Base,
    Outcome,
    RowOutcome,
    base_of,
    goals,
    play,
)
from segmentation_addin.core.what_if.statement import CHANGES
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.results.what_if import decision_rows, outcome_document, remark
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.explaining import find_client
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import (
    Cell,
    CellEdits,
    Host,
    Progress,
    RawTable,
    TableBody,
    silent,
)
from segmentation_addin.workbook.reading import driver_keys
from segmentation_addin.workbook.scenario_tables import DECISIONS, SCENARIO
from segmentation_addin.workbook.typed import read_frame

_FIGURES = ("rate", "amount", "volume_loss", "notice_months", "one_off")


@dataclass(frozen=True)
class Scenario:
    """The decisions typed in the workbook, as they stand."""

    raw: RawTable
    actions: list[Action] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Position of each decision in the table."""
    unreadable: dict[int, str] = field(default_factory=dict)
    """Decision -> what in its row is not understood."""


@dataclass(frozen=True)
class Played:
    """A scenario played on a portfolio, and what its sheet shows of it."""

    computed: Computed
    result: Segmentation
    outcome: Outcome
    messages: tuple[str, ...] = ()
    """What is not understood in each row of the sheet, "" when all is."""
    bodies: list[TableBody] = field(default_factory=list)
    edits: list[CellEdits] = field(default_factory=list)
    decisions: pd.DataFrame | None = None
    """The rows of `tblDecisions`; None where the workbook has no such table."""

    @property
    def language(self) -> Language:
        """Language of the workbook."""
        return self.computed.language

    @property
    def unplayed(self) -> int:
        """Number of decisions that could not be computed."""
        return sum(bool(row.problem) for row in self.outcome.rows)

    def shown_in(self, facts: Facts) -> Facts:
        """The facts with those of the What-if sheet."""
        if self.decisions is None:
            return facts
        return replace(
            facts,
            decisions=self.decisions,
            scenario_deltas=tuple(row.changes["delta"] for row in self.outcome.rows),
            unsaid=self.outcome.base.unsaid,
        )

    def remarks(self) -> list[str]:
        """What the reader of each decision must know, "" when nothing."""
        messages = self.messages or ("",) * len(self.outcome.rows)
        return [
            remark(row, self.language, message)
            for row, message in zip(self.outcome.rows, messages, strict=True)
        ]

    def document(self, target_rate: float = 0.0) -> dict[str, Any]:
        """The JSON of `what-if`; the goals aim at `target_rate` (0-1)."""
        result, settings = self.result, self.computed.inputs.settings
        return {
            "as_of": str(result.period.end),
            "currency": str(settings.get("currency") or ""),
            "target_rate": target_rate,
            **outcome_document(
                self.outcome,
                goals(self.outcome.base, target_rate),
                client_names(self.computed, result),
                result.orphans,
                self.remarks(),
                self.language,
            ),
        }


@dataclass(frozen=True)
class Tried:
    """Decisions tried without writing; `played` is None when nothing was computed."""

    language: Language
    issues: list[RenderedIssue]
    played: Played | None


def read_scenario(host: Host, computed: Computed) -> Scenario | None:
    """The decisions typed in the workbook; None when it has no table for them."""
    if SCENARIO.name not in host.tables():
        return None
    raw = host.read(SCENARIO.name)
    typed = read_frame(raw, SCENARIO, computed.language)
    frame = typed.frame
    costs = computed.tables.raws["tblCostToServe"]
    frame["driver"] = driver_keys(frame["driver"], costs, computed.inputs.drivers)
    problems: dict[int, Issue] = {}
    for issue in typed.issues:
        if issue.row is not None and issue.severity is not Severity.NOTE:
            problems.setdefault(issue.row, issue)
    found = Scenario(raw)
    for place, record in enumerate(frame.to_dict("records")):
        row = int(record["_row"])
        found.actions.append(_action(record))
        found.rows.append(row)
        if row in problems:
            (line,) = render([problems[row]], computed.language, lambda _: ("", ""))
            found.unreadable[place] = line.message
    return found


def _action(record: dict[Any, Any]) -> Action:
    figures = {key: float(record[key]) for key in _FIGURES}
    return Action(
        kind=record["action"],
        client=record["client_id"],
        letter=record["letter"],
        rate=figures["rate"],
        amount=figures["amount"],
        driver=record["driver"],
        volume_loss=float(np.nan_to_num(figures["volume_loss"])),
        notice=float(np.nan_to_num(figures["notice_months"])),
        one_off=float(np.nan_to_num(figures["one_off"])),
    )


def played(host: Host, computed: Computed, result: Segmentation) -> Played:
    """Plays the decisions of a workbook and prepares what its sheet shows.

    A workbook without the tables of that sheet is left as it is.
    """
    base = base_of(result)
    scenario = read_scenario(host, computed)
    if scenario is None or DECISIONS.name not in host.tables():
        return Played(computed, result, play(base, ()))
    outcome = _play(base, scenario)
    target = goals(base, _target(computed, result))
    names = client_names(computed, result)
    rows = decision_rows(outcome, goals(base), target, names, computed.language)
    done = Played(
        computed,
        result,
        outcome,
        tuple(scenario.unreadable.get(i, "") for i in range(len(scenario.actions))),
        [TableBody(DECISIONS.name, rows, key="client_id")],
        decisions=rows,
    )
    return replace(done, edits=_edits(scenario, done, names))


def _play(base: Base, scenario: Scenario) -> Outcome:
    """Plays the rows that can be read; the others say what is wrong with them."""
    readable = [
        action
        for place, action in enumerate(scenario.actions)
        if place not in scenario.unreadable
    ]
    outcome = play(base, readable)
    rows = iter(outcome.rows)
    unread = RowOutcome("unreadable", 0, dict.fromkeys(CHANGES, 0.0), 0.0, 0.0)
    return replace(
        outcome,
        actions=tuple(scenario.actions),
        rows=tuple(
            unread if place in scenario.unreadable else next(rows)
            for place in range(len(scenario.actions))
        ),
    )


def client_names(computed: Computed, result: Segmentation) -> npt.NDArray[np.object_]:
    """Name of each client of a result, "" when blank."""
    return texts(computed.inputs.clients, "name")[result.client_rows]


def _target(computed: Computed, result: Segmentation) -> float:
    """The target net margin rate: the setting, else the rate of the portfolio."""
    clients = result.clients
    sold = float(np.nansum(clients["revenue"]))
    rate = float(np.nansum(clients["net_margin"])) / sold if sold > 0 else 0.0
    return min(computed.inputs.number("matrix_target", rate), 0.99)


def _edits(
    scenario: Scenario, done: Played, names: npt.NDArray[np.object_]
) -> list[CellEdits]:
    """The written columns of `tblScenario`, blank beside rows without a decision."""
    outcome, remarks = done.outcome, done.remarks()
    columns: dict[str, list[Cell]] = {
        column.key: [None] * scenario.raw.rows
        for column in SCENARIO.columns
        if column.written
    }
    for place, row in enumerate(scenario.rows):
        played_row = outcome.rows[place]
        at = outcome.base.positions.get(outcome.actions[place].client)
        columns["name"][row] = None if at is None else str(names[at]) or None
        columns["remark"][row] = remarks[place] or None
        if played_row.problem:
            continue
        columns["clients"][row] = played_row.clients
        columns["delta_revenue"][row] = played_row.changes["revenue"]
        columns["delta_gross_margin"][row] = played_row.changes["gross_margin"]
        for key in ("saved", "new_cost", "stranded", "delta"):
            columns[key][row] = played_row.changes[key]
        columns["before"][row] = played_row.before
        columns["after"][row] = played_row.after
    present = match_columns(SCENARIO, scenario.raw.headings)
    rows = range(scenario.raw.rows)
    return [
        CellEdits(SCENARIO.name, key, rows, values)
        for key, values in columns.items()
        if key in present
    ]


def try_out(
    host: Host, actions: Sequence[Action], progress: Progress = silent
) -> Tried:
    """Plays decisions on a workbook and writes nothing.

    A client may be told by its code or its name, a driver by its key or heading.
    """
    computed = compute(host, robust=False, progress=progress)
    result = computed.result
    if result is None:
        return Tried(computed.language, computed.rendered(), None)
    known = [_resolved(action, computed) for action in actions]
    done = Played(computed, result, play(base_of(result), known))
    return Tried(computed.language, [], done)


def _resolved(action: Action, computed: Computed) -> Action:
    """The decision with the code of its client and the key of its driver."""
    costs = computed.tables.raws["tblCostToServe"]
    (driver,) = driver_keys(
        pd.Series([action.driver], dtype=object), costs, computed.inputs.drivers
    )
    client = action.client
    if client:
        at, _ = find_client(computed, client)
        assert computed.result is not None
        ids = computed.result.clients["client_id"].to_numpy(dtype=object)
        client = client if at is None else str(ids[at])
    return replace(action, driver=str(driver), client=client)
