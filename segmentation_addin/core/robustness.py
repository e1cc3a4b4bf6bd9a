"""How robust a letter is: the share of 500 draws of weights and knots that keep it.

Source: method, section 3. One uniform factor 0.8-1.2 per weight and one 0.95-1.05
per criterion on all five knots; numpy PCG64; one array 500 x 2K (weights, then
knots, in the order of the scale), the same draws for all clients, rules re-applied.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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
CHUNK = 4096
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
    used = [k for k, c in enumerate(scoring.criteria) if c.knots is not None]
    weights = weight_factors[:, columns] * [c.weight for c in scoring.criteria]
    moving = np.isin(lettering.rule, (R_SCORE, R_PROFITABLE, R_INCOMPLETE))
    moving &= ~_settled(scoring, values, facts, lettering, rules)
    at = np.flatnonzero(moving)

    def one_chunk(part: IntArray) -> None:
        here = Facts(*(getattr(facts, name)[part] for name in vars(facts)))
        letter = lettering.letter[part]
        measured = [values[c.key][part] for c in scoring.criteria]
        known = ~np.isnan(scoring.points[:, part])
        asked = np.ones_like(known)
        for k, criterion in enumerate(scoring.criteria):
            if criterion.key == "service":
                asked[k] = ~here.cost_missing
        known_weight, asked_weight = weights @ known, weights @ asked
        keeps = _keeps(here, letter, rules)
        kept = np.zeros(part.size)
        for draw in range(DRAWS):
            total = np.zeros(part.size)
            for k in used:
                criterion = scoring.criteria[k]
                knots = scoring.criteria[k].knots * knot_factors[draw, columns[k]]
                worth = points(measured[k], knots, criterion.sign)
                total += weights[draw, k] * np.where(known[k], worth, 0.0)
            with np.errstate(invalid="ignore", divide="ignore"):
                score = rounded(total / known_weight[draw])
                complete = known_weight[draw] / asked_weight[draw]
            band = np.full(part.size, BANDS - 2)
            for place, bound in enumerate(reversed(rules.bounds)):
                band[score >= bound] = BANDS - 3 - place
            unscored = np.isnan(score) | ~(complete >= rules.min_completeness)
            band[unscored] = BANDS - 1
            kept += keeps[band, np.arange(part.size)]
        share[part] = kept / DRAWS

    parts = [at[start : start + CHUNK] for start in range(0, at.size, CHUNK)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(one_chunk, parts))
    return share


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
    values: dict[str, FloatArray],
    facts: Facts,
    lettering: Lettering,
    rules: Rules,
) -> BoolArray:
    """Clients that no draw in the ranges can move: no need to draw for them.

    Points are monotone in the factor of the knots, and a weighted mean reaches a
    bound only if sum(weight x (points - bound)) does, so both ends can be bounded.
    """
    clients = len(lettering.letter)
    low_points = np.full(scoring.points.shape, np.nan)
    high_points = np.full(scoring.points.shape, np.nan)
    for k, criterion in enumerate(scoring.criteria):
        if criterion.knots is None:
            continue
        ends = [
            points(values[criterion.key], criterion.knots * factor, criterion.sign)
            for factor in KNOT_SPREAD
        ]
        low_points[k], high_points[k] = np.minimum(*ends), np.maximum(*ends)
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
