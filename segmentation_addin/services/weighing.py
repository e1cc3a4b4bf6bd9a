"""The weights that the group agreed on, shown beside the scale, applied when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.ahp import Ahp
from segmentation_addin.core.issues import Issue, Severity, stops
from segmentation_addin.core.segmentation import segment
from segmentation_addin.core.workshop import Workshop, scale_weights, workshop
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.results.moves import Move
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.recalibrating import letter_moves
from segmentation_addin.services.reviewing import (
    weights_of,
    where_in_place,
    workshop_figures,
)
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_review import workshop_cells
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import (
    Cell,
    CellEdits,
    Changes,
    Host,
    Progress,
    silent,
)
from segmentation_addin.workbook.inputs import CRITERIA, SCALE
from segmentation_addin.workbook.reading import Tables, place
from segmentation_addin.workbook.review_facts import ReviewFacts
from segmentation_addin.workbook.review_tables import WEIGHTS


@dataclass(frozen=True)
class Proposal:
    """What one criterion of the scale weighs, and would weigh."""

    criterion: str
    row: int
    """0-based row of `tblScale`."""
    before: float
    after: float


@dataclass(frozen=True)
class Weighing:
    """What the workshop says; `refused` when it gives no weights to apply."""

    language: Language
    refused: bool
    issues: list[RenderedIssue]
    found: Workshop
    proposals: tuple[Proposal, ...] = ()
    moves: list[Move] | None = None
    """Letters that would move; None where nothing can be computed."""
    clients: int = 0
    currency: str = ""
    applied: bool = False
    """The weights were asked to be applied and stand on the scale now."""
    written: bool = False
    """False when they stood there already, or when nobody asked."""

    def document(self) -> dict[str, Any]:
        """The JSON document of `weights --json`."""
        return {
            "participants": [
                {"name": person.name, **_document(person.found)}
                for person in self.found.participants
            ],
            "group": None if self.found.group is None else _document(self.found.group),
            "scale": [
                {"criterion": x.criterion, "before": x.before, "after": x.after}
                for x in self.proposals
            ],
            "moves": None
            if self.moves is None
            else [
                {
                    "client_id": move.client_id,
                    "before": move.before or None,
                    "after": move.after or None,
                }
                for move in self.moves
            ],
            "applied": self.applied,
            "written": self.written,
            "issues": [issue.as_document() for issue in self.issues],
        }


def _document(found: Ahp) -> dict[str, Any]:
    worst = found.worst
    return {
        "weights": dict(found.weights),
        "consistency_ratio": found.consistency_ratio,
        "consistent": found.consistent,
        "worst": None
        if worst is None
        else {
            "criterion_a": worst.first,
            "criterion_b": worst.second,
            "judgement": worst.judgement,
            "fitting": worst.fitting,
        },
        "not_judged": [list(pair) for pair in found.missing],
    }


def weigh(host: Host, apply: bool = False, progress: Progress = silent) -> Weighing:
    """The weights of the group beside those of the scale.

    Args:
        host: the workbook.
        apply: write them to the scale. Letters follow at the next refresh.
        progress: told of each step.
    """
    computed = compute(host, robust=False, progress=progress)
    tables = computed.tables
    found = workshop(tables.review.judgements)
    issues = [x for x in tables.review.issues if x.table == WEIGHTS.name]
    issues += [x for x in computed.issues if x.table == SCALE.name and stops([x])]
    issues += _hindrances(tables, found)
    rendered = render(issues, computed.language, lambda x: place(x, tables.raws))
    if stops(issues) or found.group is None:
        return Weighing(computed.language, True, rendered, found)
    proposals = _proposals(tables, found.group.weights)
    done = Weighing(
        computed.language,
        False,
        rendered,
        found,
        proposals,
        _moves(computed, proposals),
        0 if computed.result is None else len(computed.result.clients),
        str(tables.settings.get("currency") or ""),
    )
    if not apply:
        return done
    written = host.write(_changes(host, tables, found, proposals), progress)
    return replace(done, applied=True, written=written)


def _hindrances(tables: Tables, found: Workshop) -> list[Issue]:
    """What keeps the judgements from becoming weights of the scale."""

    def error(code: str, column: str | None = None, **params: str) -> Issue:
        table = WEIGHTS.name if column is None else SCALE.name
        return Issue(code, Severity.ERROR, table, None, column, params)

    if found.group is None:
        return [error("no_judgement")]
    if not found.group.weights:
        names = (CRITERIA[key].in_(tables.language) for key in found.group.missing[0])
        return [error("judgements_apart", found=" / ".join(names))]
    present = set(tables.scale["criterion"])
    issues = [
        error("judged_criterion_missing", "criterion", criterion=key)
        for key in sorted(found.group.weights)
        if key not in present
    ]
    raw = tables.raws[SCALE.name]
    if match_columns(SCALE, raw.headings).get("weight") in raw.formula_columns:
        issues.append(error("weights_are_formulas", "weight"))
    return issues


def _proposals(tables: Tables, priorities: dict[str, float]) -> tuple[Proposal, ...]:
    """The largest proposed weight first; ties by criterion."""
    today = weights_of(tables)
    scale = tables.scale
    rows = dict(zip(scale["criterion"], scale["_row"].tolist(), strict=True))
    after = scale_weights(priorities, today)
    return tuple(
        Proposal(key, int(rows[key]), today[key], after[key])
        for key in sorted(after, key=lambda key: (-after[key], key))
    )


def _reweighed(tables: Tables, proposals: Sequence[Proposal]) -> pd.DataFrame:
    """The scale with the proposed weights."""
    after = {x.criterion: x.after for x in proposals}
    scale = tables.scale
    weights = [
        after.get(criterion, weight)
        for criterion, weight in zip(scale["criterion"], scale["weight"], strict=True)
    ]
    return scale.assign(weight=np.array(weights, dtype=np.float64))


def _moves(computed: Computed, proposals: Sequence[Proposal]) -> list[Move] | None:
    """The letters that the proposed weights would move, with today's knots."""
    if computed.result is None:
        return None
    scale = _reweighed(computed.tables, proposals)
    renewed, _ = segment(replace(computed.inputs, scale=scale), robust=False)
    if renewed is None:
        return None
    return letter_moves(computed, computed.result, renewed)


def _changes(
    host: Host, tables: Tables, found: Workshop, proposals: Sequence[Proposal]
) -> Changes:
    """The weights on the scale, and the same on the Review sheet."""
    rows, weights = [x.row for x in proposals], [x.after for x in proposals]
    raw = tables.raws[SCALE.name]
    place = raw.headings.index(match_columns(SCALE, raw.headings)["weight"])
    column: list[Cell] = list(raw.columns[place])
    for row, weight in zip(rows, weights, strict=True):
        column[row] = weight
    columns = [*raw.columns[:place], column, *raw.columns[place + 1 :]]
    after = replace(
        tables,
        scale=_reweighed(tables, proposals),
        raws={**tables.raws, SCALE.name: replace(raw, columns=columns)},
    )
    shown = ReviewFacts(**workshop_figures(after, found))
    facts = replace(Facts.empty(tables.language), review=shown)
    fixed = replace(
        declared_formulas(tables.language),
        values={
            (cell.sheet, cell.cell): cell.value(facts)
            for cell in workshop_cells()
            if cell.value is not None
        },
    )
    return Changes(
        edits=[CellEdits(SCALE.name, "weight", rows, weights)],
        fixed=where_in_place(host, fixed),
    )
