"""How robust a letter is: the share of 500 draws of weights and knots that keep it.

Source: method, section 3. One uniform factor 0.8-1.2 per weight and one 0.95-1.05
per criterion on all five knots; numpy PCG64; one array 500 x 2K (weights, then
knots, in the order of the scale), the same draws for all clients, rules re-applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.letters import (
    INACTIVE,
    R_INCOMPLETE,
    R_PROFITABLE,
    R_SCORE,
    Facts,
    LetterCodes,
    Lettering,
    Rules,
    compute_letters,
)
from segmentation_addin.core.scale import Scale, Scoring, points, rounded

DRAWS = 500
WEIGHT_SPREAD = (0.8, 1.2)
KNOT_SPREAD = (0.95, 1.05)
TO_DISCUSS_UNDER = 0.8
BANDS = 5
HALF_TENTH = 0.05
CHUNK = 256
"""Clients computed at a time, so that the work stays in the processor's cache."""


def draws(scale: Scale, seed: int) -> tuple[FloatArray, FloatArray]:
    """Factors of weights and of knots, each of shape (500, K), in scale order."""
    criteria = len(scale)
    low = np.repeat([WEIGHT_SPREAD[0], KNOT_SPREAD[0]], criteria)
    high = np.repeat([WEIGHT_SPREAD[1], KNOT_SPREAD[1]], criteria)
    generator = np.random.Generator(np.random.PCG64(seed))
    factors = generator.uniform(low, high, size=(DRAWS, 2 * criteria))
    return factors[:, :criteria], factors[:, criteria:]


def robustness(
    scale: Scale,
    scoring: Scoring,
    values: dict[str, FloatArray],
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
    seed: int,
) -> FloatArray:
    """Share (0-1) of the draws that keep each letter; NaN for inactive clients.

    Letters that no draw can change (loss, unknown margin) are kept by all.
    """
    share = np.ones(len(lettering.letter))
    share[lettering.letter == INACTIVE] = np.nan
    weight_factors, knot_factors = draws(scale, seed)
    order = {criterion.key: k for k, criterion in enumerate(scale)}
    columns = [order[criterion.key] for criterion in scoring.criteria]
    weights = weight_factors[:, columns] * [c.weight for c in scoring.criteria]
    factors = knot_factors[:, columns]
    ends = _ends(scoring, values)
    moving = np.isin(lettering.rule, (R_SCORE, R_PROFITABLE, R_INCOMPLETE))
    moving &= ~_settled(scoring, ends, facts, lettering, rules)
    edges = np.array([np.inf, *(least_score(b) for b in rules.bounds), -np.inf])

    def one_part(part: _Alike) -> None:
        at, known = part.clients, part.known
        here = Facts(*(getattr(facts, name)[at] for name in vars(facts)))
        keeps = _keeps(here, lettering.letter[at], rules)
        known_weight, asked_weight = weights @ known, weights @ part.asked
        with np.errstate(invalid="ignore", divide="ignore"):
            complete = known_weight / asked_weight
        scored = (complete >= rules.min_completeness) & (known_weight > 0)
        kept = keeps[BANDS - 1] * float(DRAWS - scored.sum())
        if scored.any():
            shares = weights[scored] / known_weight[scored, None]
            used = np.flatnonzero(known)
            score = _scores(
                tuple(scoring.criteria[k] for k in used),
                [values[scoring.criteria[k].key][at] for k in used],
                ends[:, used[:, None], at],
                shares[:, used],
                factors[np.ix_(scored, used)],
            )
            low, high = _kept_between(keeps, edges)
            kept += ((score >= low[:, None]) & (score < high[:, None])).sum(axis=1)
        share[at] = kept / DRAWS

    with ThreadPoolExecutor() as pool:
        list(pool.map(one_part, _alike(scoring, facts, np.flatnonzero(moving))))
    return share


def least_score(bound: float) -> float:
    """The least unrounded score that reaches a bound once it is rounded.

    >>> round(least_score(70.0), 6)
    69.95
    """
    low, high = bound - 1.0, bound + 1.0
    while np.nextafter(low, high) < high:
        middle = (low + high) / 2
        if rounded(np.array([middle]))[0] >= bound:
            high = middle
        else:
            low = middle
    return high


@dataclass(frozen=True)
class _Alike:
    """Some clients of whom the same criteria are known, and asked."""

    clients: IntArray
    known: BoolArray
    asked: BoolArray


def _alike(scoring: Scoring, facts: Facts, at: IntArray) -> Iterator[_Alike]:
    """These clients in parts whose weights are the same in each draw."""
    known = ~np.isnan(scoring.points[:, at])
    asked = np.ones_like(known)
    for k, criterion in enumerate(scoring.criteria):
        if criterion.key == "service":
            asked[k] = ~facts.cost_missing[at]
    kinds = np.packbits(np.vstack([known, asked]), axis=0)
    whole = np.ascontiguousarray(kinds.T).view(f"V{len(kinds)}").ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    for kind, sample in enumerate(first):
        members = np.flatnonzero(which == kind)
        for start in range(0, members.size, CHUNK):
            here = at[members[start : start + CHUNK]]
            yield _Alike(here, known[:, sample], asked[:, sample])


def _ends(scoring: Scoring, values: dict[str, FloatArray]) -> FloatArray:
    """Points with all knots at the low and at the high end of their range.

    Shape (2, n_criteria, n_clients); NaN where a criterion has no knots.
    """
    ends = np.full((2, *scoring.points.shape), np.nan)
    for k, criterion in enumerate(scoring.criteria):
        if criterion.knots is not None:
            for end, factor in enumerate(KNOT_SPREAD):
                knots = criterion.knots * factor
                ends[end, k] = points(values[criterion.key], knots, criterion.sign)
    return ends


def _scores(
    criteria: Scale,
    values: list[FloatArray],
    ends: FloatArray,
    shares: FloatArray,
    factors: FloatArray,
) -> FloatArray:
    """Unrounded score of each client (rows) in each draw (columns).

    Between two knots, points are linear in 1 / factor, so that the two ends give all
    draws at once; only where a knot moves across the value are points looked up.
    `shares` are weights that add up to 1, of shape (draws, criteria).
    """
    small, large = KNOT_SPREAD
    slope = ((ends[0] - ends[1]) / (1 / small - 1 / large)).T
    level = ends[1].T - slope / large
    across = np.array(
        [_across(v, c.knots) for v, c in zip(values, criteria, strict=True)]
    )
    slope[across.T] = level[across.T] = 0.0
    score: FloatArray = level @ shares.T + slope @ (shares / factors).T
    for k, criterion in enumerate(criteria):
        assert criterion.knots is not None
        at = np.flatnonzero(across[k])
        distinct, which = np.unique(values[k][at], return_inverse=True)
        moved = np.divide.outer(distinct, factors[:, k])
        worth = points(moved.ravel(), criterion.knots, criterion.sign)
        score[at] += (worth.reshape(moved.shape) * shares[:, k])[which]
    return score


def _across(values: FloatArray, knots: FloatArray | None) -> BoolArray:
    """Values that a knot moves across, or reaches, between both ends of its range."""
    assert knots is not None
    low, high = (np.sign(np.subtract.outer(values, knots * f)) for f in KNOT_SPREAD)
    found: BoolArray = (low != high).any(axis=1)
    return found


def _kept_between(keeps: BoolArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The scores from which, and under which, each client keeps its letter.

    A better score never gives a worse letter, so the bands that keep it are neighbours.
    `edges` are the scores where the bands A, B, C and under C end, from above.
    """
    bands = keeps[: BANDS - 1]
    some = bands.any(axis=0)
    first = bands.argmax(axis=0)
    last = BANDS - 2 - bands[::-1].argmax(axis=0)
    return np.where(some, edges[last + 1], np.inf), edges[first]


def _keeps(facts: Facts, letter: LetterCodes, rules: Rules) -> BoolArray:
    """Whether a score in each band (A, B, C, under C, not classified) keeps the
    letter; shape (5, n).
    """
    rows = []
    whole = np.ones(len(letter))
    for score in (*rules.bounds, -1.0, np.nan):
        found = compute_letters(facts, np.full(len(letter), score), whole, rules)
        rows.append(found.letter == letter)
    return np.array(rows)


def _settled(
    scoring: Scoring,
    ends: FloatArray,
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
) -> BoolArray:
    """Clients that no draw in the ranges can move: no need to draw for them.

    Points are monotone in the factor of the knots, and a weighted mean reaches a
    bound only if sum(weight x (points - bound)) does, so both ends can be bounded.
    """
    clients = len(lettering.letter)
    low_points, high_points = np.minimum(*ends), np.maximum(*ends)
    weights = np.array([criterion.weight for criterion in scoring.criteria])[:, None]
    small, large = WEIGHT_SPREAD
    above = np.array([np.inf, *rules.bounds])
    below = np.array([*rules.bounds, -np.inf])
    band = (scoring.score < np.array(rules.bounds)[:, None]).sum(axis=0)

    def worst(reached: FloatArray, bound: FloatArray, sign: float) -> FloatArray:
        gap = sign * np.nan_to_num(reached - bound)
        factor = np.where(gap > 0, small, large)
        found: FloatArray = (weights * factor * gap).sum(axis=0)
        return found

    near = HALF_TENTH + 1e-6
    floor, ceiling = below[band] - near, above[band] - near
    with np.errstate(invalid="ignore"):
        stays = (band == 3) | (worst(low_points, np.maximum(floor + 2e-6, -1), 1.0) > 0)
        stays &= (band == 0) | (worst(high_points, np.minimum(ceiling, 101), -1.0) > 0)
    known = ~np.isnan(scoring.points)
    complete = known | np.zeros(clients, dtype=bool)
    for k, criterion in enumerate(scoring.criteria):
        if criterion.key == "service":
            complete[k] |= facts.cost_missing
    settled: BoolArray = stays & complete.all(axis=0) & ~np.isnan(scoring.score)
    return settled
