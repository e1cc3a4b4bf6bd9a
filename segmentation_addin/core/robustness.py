"""How robust a letter is: the share of 500 draws of weights and knots that keep it.

Source: method, section 3. One uniform factor 0.8-1.2 per weight and one 0.95-1.05
per criterion on all five knots; numpy PCG64; one array 500 x 2K (weights, then
knots, in the order of the scale), the same draws for all clients, rules re-applied.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.letters import (
    INACTIVE,
    R_INCOMPLETE,
    R_PROFITABLE,
    R_SCORE,
    Facts,
    Lettering,
    Rules,
    compute_letters,
)
from segmentation_addin.core.scale import Scale, Scoring, points, rounded

DRAWS = 500
WEIGHT_SPREAD = (0.8, 1.2)
KNOT_SPREAD = (0.95, 1.05)
TO_DISCUSS_UNDER = 0.8
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
    moving = np.isin(lettering.rule, (R_SCORE, R_PROFITABLE, R_INCOMPLETE))
    at = np.flatnonzero(moving)
    weight_factors, knot_factors = draws(scale, seed)
    order = {criterion.key: k for k, criterion in enumerate(scale)}
    columns = [order[criterion.key] for criterion in scoring.criteria]
    weights = weight_factors[:, columns] * [c.weight for c in scoring.criteria]

    def one_chunk(part: np.ndarray) -> None:
        here = Facts(*(getattr(facts, name)[part] for name in vars(facts)))
        measured = [values[c.key][part] for c in scoring.criteria]
        known = np.array(
            [~np.isnan(scoring.points[k, part]) for k in range(len(columns))]
        )
        asked = np.array(
            [
                ~here.cost_missing if c.key == "service" else np.ones(part.size, bool)
                for c in scoring.criteria
            ]
        )
        kept = np.zeros(part.size)
        for draw in range(DRAWS):
            known_weight = weights[draw] @ known
            total = np.zeros(part.size)
            for k, criterion in enumerate(scoring.criteria):
                if criterion.knots is None:
                    continue
                knots = criterion.knots * knot_factors[draw, columns[k]]
                worth = points(measured[k], knots, criterion.sign)
                total += weights[draw, k] * np.where(known[k], worth, 0.0)
            asked_weight = weights[draw] @ asked
            with np.errstate(invalid="ignore", divide="ignore"):
                score = rounded(total / known_weight)
                completeness = known_weight / asked_weight
            letter = compute_letters(here, score, completeness, rules).letter
            kept += letter == lettering.letter[part]
        share[part] = kept / DRAWS

    parts = [at[start : start + CHUNK] for start in range(0, at.size, CHUNK)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(one_chunk, parts))
    return share
