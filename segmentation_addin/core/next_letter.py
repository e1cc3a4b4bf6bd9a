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

HALF_TENTH = 0.05
"""Bounds act on the score rounded to 0.1."""
_CLOSE = 1e-7
_PAST = 1e-6
"""Points under a bound before a letter is really lost, rounding of scores aside."""


@dataclass(frozen=True)
class Step:
    """One change to one client: `to` is NaN for a figure that is missing."""

    letter: str
    criterion: str
    start: float
    to: float
    unit: str
    together: bool = False
    """True when the steps of this client are needed together, not either/or."""

    @property
    def change(self) -> float:
        """`to` less `start`."""
        return self.to - self.start


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
) -> list[list[Step]]:
    """For each client, the steps of fewest points to the next letter.

    Ties are all listed. Where the loss rule or a cap decides, the step is to that
    rule (net margin in currency, days); a client that is not classified gets its
    missing fields; where no single criterion suffices, the best pair.
    """
    letter = lettering.letter.astype(np.int64)
    clients = len(letter)
    steps: list[list[Step]] = [[] for _ in range(clients)]
    scored = (letter <= D) & ~np.isnan(scoring.unrounded)
    is_a = letter == A
    bound = _bound_above(letter, rules)
    options = _options(scoring, bound, is_a)
    short = scored & ~is_a & (scoring.score < bound)
    _add_single(steps, scoring, values, options, short | is_a, is_a, letter)
    single = np.isfinite(options.change).any(axis=0) if len(options.change) else short
    _add_pairs(steps, scoring, values, short & ~single, letter, bound)
    _add_rules(steps, facts, lettering, rules, scoring)
    _add_missing(steps, scoring, facts, letter)
    return steps


def _name(letter: int) -> str:
    return "ABCD"[letter]


def _add_single(
    steps: list[list[Step]],
    scoring: Scoring,
    values: dict[str, FloatArray],
    options: _Options,
    wanted: BoolArray,
    is_a: BoolArray,
    letter: IntArray,
) -> None:
    if not len(scoring.criteria):
        return
    best = options.change.min(axis=0)
    chosen = (options.change <= best + 1e-9) & np.isfinite(best) & wanted
    for k, i in zip(*np.nonzero(chosen), strict=True):
        criterion = scoring.criteria[k]
        steps[i].append(
            Step(
                _name(B if is_a[i] else int(letter[i]) - 1),
                criterion.key,
                float(values[criterion.key][i]),
                float(options.to[k, i]),
                UNITS[criterion.key][0],
            )
        )


def _add_pairs(
    steps: list[list[Step]],
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
    for position, i in enumerate(at):
        if not np.isfinite(best[position]):
            continue
        for k, aim in zip(
            chosen[position], (100.0, second_points[position]), strict=True
        ):
            criterion = scoring.criteria[k]
            to = value_for(criterion, np.array([aim]), reach=True)[0]
            steps[i].append(
                Step(
                    _name(int(letter[i]) - 1),
                    criterion.key,
                    float(values[criterion.key][i]),
                    float(to),
                    UNITS[criterion.key][0],
                    together=True,
                )
            )


def _add_rules(
    steps: list[list[Step]],
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
    scoring: Scoring,
) -> None:
    """Where loss, gate, break-even or an unknown cost decides: the step to it."""
    caps, letter = lettering.caps, lettering.letter
    lost = lettering.rule == R_LOSS
    low = scoring.score < rules.bound_c
    deciding = lost.copy()
    for name in ("gate", "break_even", "cost_unknown", "estimated"):
        deciding |= caps[name]
    for i in np.flatnonzero(deciding & (letter > A) & (letter <= D)):
        revenue = max(float(np.nan_to_num(facts.revenue[i])), 0.0)
        found: list[Step] = []
        margin, days = float(facts.net_margin[i]), float(facts.days[i])
        above = _name(max(int(letter[i]) - 1, A))

        def money(letter: str, to: float, start: float = margin) -> Step:
            cents = float(np.ceil(np.round(to * 100, 6))) / 100
            return Step(letter, "net_margin", start, cents, "currency")

        if lost[i] and not caps["estimated"][i]:
            limit = -rules.loss_tolerance * revenue
            if low[i]:
                limit = max(limit, rules.structure_rate * revenue)
            if letter[i] == C:  # a new client in loss: break even to move up
                limit = 0.0
            usable = letter[i] == D or scoring.score[i] >= rules.bound_b
            if usable and not np.isnan(scoring.score[i]):
                found.append(money(above, limit))
        elif caps["break_even"][i]:
            found.append(money(above, 0.0))
        elif caps["gate"][i]:
            if not margin > 0:
                found.append(money("A", 0.01))
            if days > rules.gate_days:
                found.append(Step("A", "recency", days, rules.gate_days, "days"))
            if len(found) > 1:
                found = [
                    Step(s.letter, s.criterion, s.start, s.to, s.unit, True)
                    for s in found
                ]
        elif caps["estimated"][i]:
            found.append(Step(above, "margin", np.nan, np.nan, "missing"))
        elif caps["cost_unknown"][i]:
            found.append(Step("A", "service", np.nan, np.nan, "missing"))
        steps[i] = found


def _add_missing(
    steps: list[list[Step]],
    scoring: Scoring,
    facts: Facts,
    letter: IntArray,
) -> None:
    """The fields that a client that is not classified lacks."""
    unclassified = np.flatnonzero(letter == NC)
    for i in unclassified:
        missing = [
            criterion.key
            for k, criterion in enumerate(scoring.criteria)
            if np.isnan(scoring.points[k, i])
        ]
        if not facts.margin_known[i] and "margin" not in missing:
            missing.insert(0, "margin")
        steps[i] = [Step("", key, np.nan, np.nan, "missing", True) for key in missing]
    for i in np.flatnonzero(letter == INACTIVE):
        steps[i] = []
