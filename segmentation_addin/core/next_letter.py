"""The distance to the next letter: the smallest change that reaches it.

Source: method, section 3. For each known criterion, others held still:
needed points = p + (bound - 0.05 - unrounded score) x sum(w) / w.
For an A: what it could lose before it is a B.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from segmentation_addin.core.criteria import UNITS
from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.letters import (
    INACTIVE,
    NC,
    R_LOSS,
    A,
    B,
    C,
    D,
    Facts,
    Lettering,
    Rules,
)
from segmentation_addin.core.scale import Criterion, Scoring, points
from segmentation_addin.core.steps import Found, Kind, Steps

HALF_TENTH = 0.05
"""Bounds act on the score rounded to 0.1."""
_CLOSE = 1e-7
_PAST = 1e-6
"""Points under a bound before a letter is really lost, rounding of scores aside."""


def value_for(criterion: Criterion, wanted: FloatArray, reach: bool) -> FloatArray:
    """The nearest value worth at least (`reach`) or under the wanted points.

    Rounded outward to the unit of the criterion (cent, 0.1 point of rate, day,
    month, rating). NaN where points lie outside 0-100. Shape as `wanted`.
    """
    assert criterion.knots is not None
    sign = criterion.sign
    knots = criterion.knots * sign
    _, unit = UNITS[criterion.key]
    possible = (wanted <= 100 + _CLOSE) if reach else (wanted > _CLOSE)
    level = np.clip(np.where(possible, wanted, 0), 0, 100)
    gap = np.clip(np.ceil(level / 25).astype(np.int64) - 1, 0, 3)
    value = knots[gap] + (level - 25 * gap) / 25 * (knots[gap + 1] - knots[gap])
    outward = np.ceil if reach else np.floor
    steps = outward(np.round(value / unit, 6))

    def worth(steps: FloatArray) -> FloatArray:
        found = _unit_value(steps, unit)
        return points(found * sign, criterion.knots, sign)  # type: ignore[arg-type]

    for _ in range(2):
        short = worth(steps) < level - _CLOSE if reach else worth(steps) > level - _PAST
        steps = np.where(short, steps + (1 if reach else -1), steps)
    result = _unit_value(steps, unit) * sign
    done = worth(steps) >= level - _CLOSE if reach else worth(steps) <= level - _PAST
    return np.where(possible & done, result + 0.0, np.nan)


def _unit_value(steps: FloatArray, unit: float) -> FloatArray:
    return steps * unit if unit >= 1 else steps / round(1 / unit)


@dataclass(frozen=True)
class _Options:
    """Per criterion and client (shape (n_criteria, n_clients))."""

    change: FloatArray
    """Points to gain (or lose, for an A); inf where not reachable."""
    to: FloatArray


def _bound_above(letter: IntArray, rules: Rules) -> FloatArray:
    table = np.array([rules.bound_a, rules.bound_a, rules.bound_b, rules.bound_c])
    return table[np.minimum(letter, D)]


def _options(scoring: Scoring, bound: FloatArray, losing: BoolArray) -> _Options:
    change = np.full(scoring.points.shape, np.inf)
    target = np.full(scoring.points.shape, np.nan)
    missing = bound - HALF_TENTH - scoring.unrounded
    for k, criterion in enumerate(scoring.criteria):
        if criterion.knots is None:
            continue
        held = scoring.points[k]
        wanted = held + missing * scoring.known_weight / criterion.weight
        up = value_for(criterion, wanted, reach=True)
        down = value_for(criterion, wanted, reach=False)
        target[k] = np.where(losing, down, up)
        usable = ~np.isnan(target[k]) & ~np.isnan(held)
        change[k] = np.where(usable, np.abs(wanted - held), np.inf)
    return _Options(change, target)


def next_letters(
    scoring: Scoring,
    values: dict[str, FloatArray],
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
) -> Steps:
    """For each client, the steps of fewest points to the next letter.

    Ties are all listed. Where the loss rule or a cap decides, the step is to that
    rule (net margin in currency, days); a client that is not classified gets its
    missing fields; where no single criterion suffices, the best pair.
    """
    letter = lettering.letter.astype(np.int64)
    scored = (letter <= D) & ~np.isnan(scoring.unrounded)
    is_a = letter == A
    bound = _bound_above(letter, rules)
    options = _options(scoring, bound, is_a)
    short = scored & ~is_a & (scoring.score < bound)
    found = Found()
    _add_single(found, scoring, values, options, short | is_a, letter)
    single = np.isfinite(options.change).any(axis=0) if len(options.change) else short
    _add_pairs(found, scoring, values, short & ~single, letter, bound)
    ruled = _ruled(lettering)
    found = found.without(ruled)
    _add_rules(found, facts, lettering, rules, scoring, ruled)
    _add_missing(found, scoring, facts, letter == NC)
    return found.steps(len(letter))


def _kind(criterion: Criterion, together: bool = False) -> Kind:
    return Kind(criterion.key, UNITS[criterion.key][0], together)


def _add_single(
    found: Found,
    scoring: Scoring,
    values: dict[str, FloatArray],
    options: _Options,
    wanted: BoolArray,
    letter: IntArray,
) -> None:
    if not len(scoring.criteria):
        return
    best = options.change.min(axis=0)
    chosen = (options.change <= best + 1e-9) & np.isfinite(best) & wanted
    reached = np.where(letter == A, B, letter - 1)
    for k, criterion in enumerate(scoring.criteria):
        at = np.flatnonzero(chosen[k])
        start = values[criterion.key][at]
        found.add(_kind(criterion), at, reached[at], start, options.to[k, at])


def _add_pairs(
    found: Found,
    scoring: Scoring,
    values: dict[str, FloatArray],
    wanted: BoolArray,
    letter: IntArray,
    bound: FloatArray,
) -> None:
    """Two criteria together, where no single one suffices: fewest points wins."""
    at = np.flatnonzero(wanted)
    if not at.size:
        return
    needed = (bound - HALF_TENTH - scoring.unrounded)[at] * scoring.known_weight[at]
    best = np.full(at.size, np.inf)
    chosen = np.full((at.size, 2), -1)
    second_points = np.zeros(at.size)
    usable = [k for k, c in enumerate(scoring.criteria) if c.knots is not None]
    for pair in combinations(usable, 2):
        first, second = sorted(pair, key=lambda k: -scoring.criteria[k].weight)
        p1, p2 = scoring.points[first, at], scoring.points[second, at]
        rest = needed - scoring.criteria[first].weight * (100 - p1)
        gain = rest / scoring.criteria[second].weight
        fits = (gain > 0) & (p2 + gain <= 100)
        total = np.where(fits, (100 - p1) + gain, np.inf)
        better = total < best - 1e-9
        best = np.where(better, total, best)
        chosen[better] = (first, second)
        second_points = np.where(better, p2 + gain, second_points)
    for place, aims in enumerate((np.full(at.size, 100.0), second_points)):
        for k in usable:
            here = np.isfinite(best) & (chosen[:, place] == k)
            criterion, clients = scoring.criteria[k], at[here]
            start = values[criterion.key][clients]
            to = value_for(criterion, aims[here], reach=True)
            found.add(_kind(criterion, True), clients, letter[clients] - 1, start, to)


def _ruled(lettering: Lettering) -> BoolArray:
    """Clients from B to D whose letter a rule or a cap decides."""
    letter = lettering.letter
    ruled = lettering.rule == R_LOSS
    for name in ("gate", "break_even", "cost_unknown", "estimated"):
        ruled = ruled | lettering.caps[name]
    found: BoolArray = ruled & (letter > A) & (letter <= D)
    return found


def _cents_up(amounts: FloatArray) -> FloatArray:
    found: FloatArray = np.ceil(np.round(amounts * 100, 6)) / 100
    return found


def _add_rules(
    found: Found,
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
    scoring: Scoring,
    ruled: BoolArray,
) -> None:
    """Where loss, gate, break-even or an unknown cost decides: the step to it.

    The first of them that applies to a client is the one that counts.
    """
    caps = lettering.caps
    lost = ruled & (lettering.rule == R_LOSS) & ~caps["estimated"]
    left = ruled & ~lost
    _add_losses(found, facts, lettering, rules, scoring, np.flatnonzero(lost))
    above = np.maximum(lettering.letter.astype(np.int64) - 1, A)
    margin = facts.net_margin
    money = Kind("net_margin", "currency")

    at = np.flatnonzero(left & caps["break_even"])
    found.add(money, at, above[at], margin[at], 0.0)
    left &= ~caps["break_even"]

    shut = left & caps["gate"]
    poor, late = shut & ~(margin > 0), shut & (facts.days > rules.gate_days)
    for both in (False, True):
        at = np.flatnonzero(poor & (late == both))
        kind = Kind("net_margin", "currency", both)
        found.add(kind, at, A, margin[at], 0.01)
        at = np.flatnonzero(late & (poor == both))
        kind = Kind("recency", "days", both)
        found.add(kind, at, A, facts.days[at], rules.gate_days)
    left &= ~caps["gate"]

    at = np.flatnonzero(left & caps["estimated"])
    found.add(Kind("margin", "missing"), at, above[at], np.nan, np.nan)
    at = np.flatnonzero(left & ~caps["estimated"] & caps["cost_unknown"])
    found.add(Kind("service", "missing"), at, A, np.nan, np.nan)


def _add_losses(
    found: Found,
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
    scoring: Scoring,
    at: IntArray,
) -> None:
    """The net margin from which a loss no longer decides."""
    letter, score = lettering.letter[at].astype(np.int64), scoring.score[at]
    revenue = np.nan_to_num(facts.revenue[at])
    revenue = np.where(revenue < 0, 0.0, revenue)
    limit = -rules.loss_tolerance * revenue
    floor = rules.structure_rate * revenue
    limit = np.where((score < rules.bound_c) & (floor > limit), floor, limit)
    # A new client in loss: break even to move up.
    limit = np.where(letter == C, 0.0, limit)
    usable = ((letter == D) | (score >= rules.bound_b)) & ~np.isnan(score)
    found.add(
        Kind("net_margin", "currency"),
        at[usable],
        np.maximum(letter - 1, A)[usable],
        facts.net_margin[at][usable],
        _cents_up(limit)[usable],
    )


def _add_missing(
    found: Found, scoring: Scoring, facts: Facts, unclassified: BoolArray
) -> None:
    """The fields that a client that is not classified lacks."""
    missing = {
        criterion.key: np.isnan(scoring.points[k])
        for k, criterion in enumerate(scoring.criteria)
    }
    said = missing.get("margin", np.zeros(len(unclassified), dtype=bool))
    unsaid = {"margin": ~facts.margin_known & ~said}
    for fields in (unsaid, missing):
        for key, lacking in fields.items():
            at = np.flatnonzero(unclassified & lacking)
            found.add(Kind(key, "missing", True), at, INACTIVE, np.nan, np.nan)
