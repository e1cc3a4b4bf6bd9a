"""What the result itself calls for: unknown costs, open gates, empty criteria."""

from __future__ import annotations

import numpy as np

from segmentation_addin.core.costing import CostToServe
from segmentation_addin.core.inputs import BoolArray
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.letters import INACTIVE, A, Facts, Lettering
from segmentation_addin.core.portfolio import Portfolio, Roster
from segmentation_addin.core.scale import Scale, Scoring

MANY_CRITERIA = 8


def result_issues(
    found: Roster,
    current: Portfolio,
    cost: CostToServe,
    facts: Facts,
    lettering: Lettering,
    scoring: Scoring,
    scale: Scale,
) -> list[Issue]:
    """The issues of one result, each with its client or its row of the scale."""

    def each(
        code: str, severity: Severity, where: BoolArray, column: str
    ) -> list[Issue]:
        return [
            Issue(
                code,
                severity,
                "tblClients",
                int(found.rows[i]),
                column,
                params={"client": str(found.ids[i])},
                amount=float(np.nan_to_num(current.revenue[i])),
            )
            for i in np.flatnonzero(where)
        ]

    letter = lettering.letter
    active = letter != INACTIVE
    issues = each("cost_missing", Severity.WARNING, facts.cost_missing, "client_id")
    idle = active & (np.nan_to_num(current.revenue) == 0) & (cost.activities > 0)
    issues += each("cost_without_revenue", Severity.WARNING, idle, "client_id")
    open_gate = (letter == A) & np.isnan(facts.days)
    issues += each("last_order_unknown", Severity.NOTE, open_gate, "client_id")
    if not cost.anybody and active.any():
        issues.append(
            Issue("no_cost_anywhere", Severity.WARNING, "tblCostToServe", None, None)
        )
    used = {criterion.key for criterion in scoring.criteria}
    issues += [
        Issue(
            "criterion_empty",
            Severity.NOTE,
            "tblScale",
            criterion.row,
            "criterion",
            params={"criterion": criterion.key},
        )
        for criterion in scale
        if criterion.weight > 0 and criterion.key not in used
    ]
    weighted = sum(criterion.weight > 0 for criterion in scale)
    if weighted > MANY_CRITERIA:
        issues.append(
            Issue(
                "many_criteria",
                Severity.NOTE,
                "tblScale",
                None,
                "weight",
                params={"found": weighted, "expected": MANY_CRITERIA},
            )
        )
    return issues
