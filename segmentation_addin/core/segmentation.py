"""The whole method on one portfolio: typed tables in, segmentation out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.core.assessment import Assessment, assess
from segmentation_addin.core.costing import (
    CostToServe,
    Tariff,
    cost_to_serve,
    price,
)
from segmentation_addin.core.criteria import divide, measures
from segmentation_addin.core.false_good import false_good
from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    IntArray,
    table_of,
)
from segmentation_addin.core.issues import Issue, Severity, stops
from segmentation_addin.core.letters import (
    INACTIVE,
    LETTERS,
    RULE_NAMES,
    A,
    Facts,
    Lettering,
    Rules,
    apply_overrides,
    read_rules,
)
from segmentation_addin.core.periods import Period, analysis_period
from segmentation_addin.core.portfolio import Portfolio, Roster, gather, roster
from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.robustness import robustness
from segmentation_addin.core.row_checks import check_rows
from segmentation_addin.core.scale import (
    Scale,
    Scoring,
    calibrate_scale,
    read_scale,
)

MANY_CRITERIA = 8
Progress = Callable[[str, float], None]


def _silent(step: str, share: float) -> None:
    del step, share


@dataclass(frozen=True)
class Segmentation(Assessment):
    """The portfolio with its letters. `clients` has one row a client, in the order
    of the clients table; see `COLUMNS` for its columns.
    """

    clients: pd.DataFrame
    client_rows: IntArray
    """Position of each client in the clients table."""
    period: Period
    cost: CostToServe
    tariff: Tariff
    current: Portfolio
    previous: Portfolio | None
    orphans: dict[str, float]
    """Revenue, margin and cost of unknown clients: in the totals, in no letter."""


COLUMNS = (
    "client_id",
    "computed_letter",
    "letter",
    "score",
    "unrounded_score",
    "completeness",
    "decided_by",
    "revenue",
    "gross_margin",
    "gross_margin_rate",
    "cost_to_serve",
    "cost_to_serve_ratio",
    "net_margin",
    "net_margin_rate",
    "orders",
    "active_months",
    "days",
    "potential",
    "quotes_decided",
    "quotes_won",
    "new",
    "abc",
    "false_good",
    "robustness",
    "previous_revenue",
    "start_letter",
)
"""Columns of `Segmentation.clients`. Letters: "A".."D", "NC", "" (inactive).
Amounts in currency, rates 0-1, NaN = unknown; `new` is boolean."""


def segment(
    inputs: InputTables,
    recalibrate: bool = False,
    robust: bool = True,
    progress: Progress | None = None,
) -> tuple[Segmentation | None, list[Issue]]:
    """Sorts the portfolio from A to D. Source: method, sections 1 to 3.

    Returns None with the issues when one of them stops the computation; all
    issues are returned at once. `robust=False` leaves robustness unknown.
    """
    say = progress or _silent
    say("cost", 0.0)
    found, issues = roster(inputs)
    period, period_issues = analysis_period(inputs)
    scale, scale_issues = read_scale(inputs.scale)
    rules, rule_issues = read_rules(inputs.settings)
    issues += [*period_issues, *scale_issues, *rule_issues]
    if not len(found.ids):
        issues.append(
            Issue("no_client", Severity.ERROR, "tblClients", None, "client_id")
        )
    if period is None:
        return None, issues
    current = gather(inputs, found, period)
    tariff, cost_issues = price(inputs, current, period)
    issues += [*cost_issues, *check_rows(inputs, found, period, current)]
    if stops(issues):
        return None, issues
    before = gather(inputs, found, period.before())
    previous = before if before.active.any() else None
    cost = cost_to_serve(inputs, current, tariff)
    say("score", 0.2)
    wanted = tuple(criterion.key for criterion in scale if criterion.weight > 0)
    values = measures(inputs, found, current, cost, previous, wanted)
    base = current.active & (current.revenue > 0) & ~current.new
    scale, calibration_issues = calibrate_scale(scale, values, base, recalibrate)
    issues += calibration_issues
    found_now = assess(scale, rules, values, _facts(current, cost))
    scoring, facts, lettering = found_now.scoring, found_now.facts, found_now.lettering
    letter, override_issues = apply_overrides(
        inputs, found.ids, lettering.letter, period, rules
    )
    issues += override_issues
    start, previous_revenue = _start(inputs, found, previous, tariff, scale, rules)
    kept = np.full(len(found.ids), np.nan)
    if robust:
        say("robustness", 0.4)
        seed = int(inputs.number("seed", 1))
        kept = robustness(scale, scoring, values, facts, lettering, rules, seed)
    say("result", 0.9)
    clients = _client_table(
        inputs, found, current, cost, scoring, lettering, start, previous_revenue
    )
    clients["letter"] = pd.Series(LETTERS[letter], dtype=object)
    clients["robustness"] = kept
    issues += _result_issues(found, current, cost, facts, lettering, scoring, scale)
    result = Segmentation(
        clients=clients[list(COLUMNS)],
        client_rows=found.rows,
        period=period,
        rules=rules,
        scale=scale,
        scoring=scoring,
        values=values,
        facts=facts,
        lettering=lettering,
        cost=cost,
        tariff=tariff,
        current=current,
        previous=previous,
        orphans={
            "clients": float(current.orphan_clients),
            "revenue": current.orphan_revenue,
            "gross_margin": current.orphan_gross_margin,
            "cost_to_serve": cost.orphan_cost,
            "net_margin": current.orphan_gross_margin - cost.orphan_cost,
        },
    )
    return result, issues


def _facts(portfolio: Portfolio, cost: CostToServe) -> Facts:
    """What the rules look at, from the figures of one period."""
    missing = portfolio.active & ~cost.known & cost.anybody
    net = portfolio.gross_margin - np.where(cost.known, cost.total, 0.0)
    return Facts(
        active=portfolio.active,
        revenue=portfolio.revenue,
        margin_known=~np.isnan(portfolio.gross_margin),
        net_margin=net,
        days=portfolio.days,
        cost_missing=missing,
        estimated=portfolio.estimated,
        new=portfolio.new,
    )


def _start(
    inputs: InputTables,
    found: Roster,
    previous: Portfolio | None,
    tariff: Tariff,
    scale: Scale,
    rules: Rules,
) -> tuple[np.ndarray, FloatArray]:
    """Letters and revenue of the period before, with today's scale and rates."""
    if previous is None:
        return (
            np.full(len(found.ids), "", dtype=object),
            np.full(len(found.ids), np.nan),
        )
    cost = cost_to_serve(inputs, previous, tariff)
    wanted = tuple(criterion.key for criterion in scale if criterion.weight > 0)
    values = measures(inputs, found, previous, cost, None, wanted)
    before = assess(scale, rules, values, _facts(previous, cost))
    return LETTERS[before.lettering.letter], previous.revenue


def _client_table(
    inputs: InputTables,
    found: Roster,
    current: Portfolio,
    cost: CostToServe,
    scoring: Scoring,
    lettering: Lettering,
    start: np.ndarray,
    previous_revenue: FloatArray,
) -> pd.DataFrame:
    net = current.gross_margin - cost.total
    ratio = divide(cost.total, current.gross_margin)
    ranked = {
        "gross_margin": current.gross_margin,
        "revenue": current.revenue,
        "net_margin": net,
    }
    chosen = str(inputs.settings.get("abc_value") or "gross_margin")
    classes = abc(
        ranked[chosen],
        inputs.number("abc_a", 0.8),
        inputs.number("abc_b", 0.95),
        current.active,
    )
    potential = np.full(len(found.ids), np.nan)
    if "potential" in inputs.clients.columns:
        potential = inputs.clients["potential"].to_numpy(dtype=np.float64)[found.rows]
    scored = current.active & ~np.isnan(scoring.score)
    return table_of(
        {
            "client_id": found.ids,
            "computed_letter": LETTERS[lettering.letter],
            "score": np.where(scored, scoring.score, np.nan),
            "unrounded_score": np.where(scored, scoring.unrounded, np.nan),
            "completeness": np.where(current.active, scoring.completeness, np.nan),
            "decided_by": np.array(RULE_NAMES, dtype=object)[lettering.rule],
            "revenue": current.revenue,
            "gross_margin": current.gross_margin,
            "gross_margin_rate": divide(current.gross_margin, current.revenue),
            "cost_to_serve": cost.total,
            "cost_to_serve_ratio": ratio,
            "net_margin": net,
            "net_margin_rate": divide(net, current.revenue),
            "orders": current.orders,
            "active_months": current.active_months,
            "days": current.days,
            "potential": potential,
            "quotes_decided": current.quotes_decided,
            "quotes_won": current.quotes_won,
            "new": current.new & current.active,
            "abc": classes,
            "false_good": false_good(
                current.revenue, net, ratio, inputs.number("erosion_ratio", 0.75)
            ),
            "previous_revenue": previous_revenue,
            "start_letter": start,
        }
    )


def _result_issues(
    found: Roster,
    current: Portfolio,
    cost: CostToServe,
    facts: Facts,
    lettering: Lettering,
    scoring: Scoring,
    scale: Scale,
) -> list[Issue]:
    """What the result itself calls for: unknown costs, open gates, empty criteria."""

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
    if current.estimated.any():
        issues.append(
            Issue(
                "margin_estimated",
                Severity.NOTE,
                "tblMargins",
                None,
                "margin_origin",
                params={"count": int(current.estimated.sum())},
                amount=float(np.nansum(current.gross_margin[current.estimated])),
            )
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
