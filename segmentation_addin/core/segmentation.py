"""The whole method on one portfolio: typed tables in, segmentation out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.core.assessment import Assessment, assess
from segmentation_addin.core.confidence import confidence
from segmentation_addin.core.costing import (
    CostToServe,
    Tariff,
    cost_to_serve,
    price,
)
from segmentation_addin.core.criteria import divide, measures
from segmentation_addin.core.false_good import false_good
from segmentation_addin.core.inputs import (
    FloatArray,
    InputTables,
    IntArray,
    dates,
    table_of,
)
from segmentation_addin.core.issues import Issue, Severity, stops
from segmentation_addin.core.letters import (
    LETTERS,
    RULE_NAMES,
    Facts,
    Lettering,
    Rules,
    apply_overrides,
    read_rules,
)
from segmentation_addin.core.periods import Period, analysis_period
from segmentation_addin.core.portfolio import Portfolio, Roster, gather, roster
from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.readings.beside import (
    READING_COLUMNS,
    Readings,
    read_beside,
)
from segmentation_addin.core.readings.correlation import correlation_issues
from segmentation_addin.core.readings.rank_limits import RankLimits, abc_by_limits
from segmentation_addin.core.result_issues import result_issues
from segmentation_addin.core.robustness import robustness
from segmentation_addin.core.row_checks import check_rows
from segmentation_addin.core.scale import (
    Scale,
    Scoring,
    calibrate_scale,
    read_scale,
)
from segmentation_addin.core.vintages import of_date
from segmentation_addin.core.whole import Whole

FROM_REVIEW, FROM_PREVIOUS = "review", "previous_period"
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
    readings: Readings | None = None
    """The readings beside the letter; None when they were not asked for."""
    start_from: str = ""
    """Where the letters at the start come from: `FROM_REVIEW`, `FROM_PREVIOUS`, or
    "" when nothing tells."""


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
    "confidence",
    "confidence_share",
    *READING_COLUMNS,
)
"""Columns of `Segmentation.clients`. Letters: "A".."D", "NC", "" (inactive).
Amounts in currency, rates 0-1, NaN = unknown; `new` is boolean. The readings from
`rfm` on are "" when they were not asked for."""


def segment(
    inputs: InputTables,
    recalibrate: bool = False,
    robust: bool = True,
    progress: Progress | None = None,
    readings: bool = False,
    clustered: bool = True,
    whole: Whole | None = None,
) -> tuple[Segmentation | None, list[Issue]]:
    """Sorts the portfolio from A to D. Source: method, sections 1 to 3.

    Returns None with the issues when one of them stops the computation; all
    issues are returned at once. `robust=False` leaves robustness unknown;
    `readings` adds the readings beside the letter (section 4), clusters included
    unless `clustered=False`. With `whole`, the inputs are some of the clients of a
    larger portfolio: period, knots and rates are its own, and what is said of rows
    and of the portfolio is left to whoever sees it all.
    """
    say = progress or _silent
    say("cost", 0.0)
    found, issues = roster(inputs)
    if whole is None:
        period, period_issues = analysis_period(inputs)
        scale, scale_issues = read_scale(inputs.scale)
    else:
        period, period_issues = whole.period, []
        scale, scale_issues = whole.scale, []
    rules, rule_issues = read_rules(inputs.settings)
    issues += [*period_issues, *scale_issues, *rule_issues]
    if not len(found.ids):
        issues.append(
            Issue("no_client", Severity.ERROR, "tblClients", None, "client_id")
        )
    if period is None:
        return None, issues
    current = gather(inputs, found, period)
    if whole is None:
        tariff, cost_issues = price(inputs, current, period)
        issues += [*cost_issues, *check_rows(inputs, found, period, current)]
    else:
        tariff = whole.tariff
    if stops(issues):
        return None, issues
    before = gather(inputs, found, period.before())
    known_before = before.active.any() if whole is None else whole.previous
    previous = before if known_before else None
    cost = cost_to_serve(inputs, current, tariff)
    say("score", 0.2)
    wanted = tuple(criterion.key for criterion in scale if criterion.weight > 0)
    values = measures(inputs, found, current, cost, previous, wanted)
    if whole is None:
        base = current.active & (current.revenue > 0) & ~current.new
        scale, calibration_issues = calibrate_scale(scale, values, base, recalibrate)
        issues += calibration_issues
    filled = frozenset[str]() if whole is None else whole.filled
    found_now = assess(scale, rules, values, _facts(current, cost), filled)
    scoring, facts, lettering = found_now.scoring, found_now.facts, found_now.lettering
    letter, override_issues = apply_overrides(
        inputs, found.ids, lettering.letter, period, rules
    )
    issues += override_issues
    start, previous_revenue, start_from = _start(
        inputs,
        found,
        previous,
        tariff,
        scale,
        rules,
        period,
        frozenset() if whole is None else whole.filled_before,
    )
    kept = np.full(len(found.ids), np.nan)
    if robust:
        say("robustness", 0.4)
        seed = int(inputs.number("seed", 1))
        kept = robustness(scale, scoring, values, facts, lettering, rules, seed)
    say("result", 0.9)
    clients = _client_table(
        inputs,
        found,
        current,
        cost,
        scoring,
        lettering,
        start,
        previous_revenue,
        None if whole is None else whole.limits,
    )
    clients["letter"] = pd.Series(LETTERS[letter], dtype=object)
    clients["robustness"] = kept
    trust = confidence(
        scoring,
        current.active,
        cost.known,
        dates(inputs.clients, "rated_on")[found.rows],
        period.end,
    )
    clients["confidence"] = pd.Series(trust.levels, dtype=object)
    clients["confidence_share"] = trust.shares
    beside: Readings | None = None
    if readings:
        beside, reading_issues = read_beside(
            inputs,
            found,
            current,
            cost,
            scoring,
            values,
            clustered,
            None if whole is None else whole.limits,
        )
        issues += reading_issues
    for key in READING_COLUMNS:
        clients[key] = "" if beside is None else beside.codes(key)
    if whole is None:
        issues += result_issues(found, current, cost, facts, lettering, scoring, scale)
        issues += correlation_issues(scoring.criteria, values)
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
        readings=beside,
        start_from=start_from,
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
    period: Period,
    filled: frozenset[str],
) -> tuple[np.ndarray, FloatArray, str]:
    """Letters and revenue at the start of the period, and where they come from.

    The review closed for that date when there is one, else the period before with
    today's scale and rates.
    """
    closed = of_date(inputs.vintages, period.start)
    if closed is not None:
        return (*closed.of_clients(found.ids), FROM_REVIEW)
    if previous is None:
        return (
            np.full(len(found.ids), "", dtype=object),
            np.full(len(found.ids), np.nan),
            "",
        )
    cost = cost_to_serve(inputs, previous, tariff)
    wanted = tuple(criterion.key for criterion in scale if criterion.weight > 0)
    values = measures(inputs, found, previous, cost, None, wanted)
    before = assess(scale, rules, values, _facts(previous, cost), filled)
    return LETTERS[before.lettering.letter], previous.revenue, FROM_PREVIOUS


def _client_table(
    inputs: InputTables,
    found: Roster,
    current: Portfolio,
    cost: CostToServe,
    scoring: Scoring,
    lettering: Lettering,
    start: np.ndarray,
    previous_revenue: FloatArray,
    limits: RankLimits | None,
) -> pd.DataFrame:
    net = current.gross_margin - cost.total
    ratio = divide(cost.total, current.gross_margin)
    ranked = {
        "gross_margin": current.gross_margin,
        "revenue": current.revenue,
        "net_margin": net,
    }
    chosen = str(inputs.settings.get("abc_value") or "gross_margin")
    classes = (
        abc(
            ranked[chosen],
            inputs.number("abc_a", 0.8),
            inputs.number("abc_b", 0.95),
            current.active,
        )
        if limits is None
        else abc_by_limits(ranked[chosen], limits.abc, current.active)
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
                current.revenue,
                net,
                ratio,
                inputs.number("erosion_ratio", 0.75),
                None if limits is None else limits.top_revenue,
            ),
            "previous_revenue": previous_revenue,
            "start_letter": start,
        }
    )
