"""What the curves of the Curves sheet stand for, and where their points are.

Concentration and cost to serve have 101 points each, scores have 20 bins; the whale
curve is the Dashboard's own. Negative revenues and margins count as 0 in a share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from segmentation_addin.workbook.board_cells import column
from segmentation_addin.workbook.board_charts import CURVE_ROWS
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, share_count

CURVES = "curves"
FIRST_ROW = 6
SHARE, CLIENTS, REVENUE, THRESHOLD, GROSS, COST = "Q", "R", "S", "T", "U", "V"
"""Sheet columns of the 101 points."""
LABEL, X, Y, UP = "X", "Y", "Z", "AA"
"""Sheet columns of the figures and marks beside them."""
PEAK_ROW, END_ROW, FALSE_ROW, SCORE_ROW = 24, 25, 29, 43
"""First rows of the marks, of the false good clients and of the scores."""
FALSE_GOOD_SHOWN = 10
BINS, BIN_WIDTH = 20, 5
SERIES = dict(zip(GRADED, ("Y", "Z", "AA", "AB", "AC"), strict=True))
"""Sheet column of the scores of each letter."""
MOST = 0.8
"""The share that the sentence on concentration looks for."""
NEAR = 2
"""Points from a bound within which a letter is worth a word."""
NOISE = 1e-9
PEAK, LEFT, PEAK_RANK = (f"{{sheet:dashboard}}!$D${row}" for row in (40, 41, 44))
RANK, COSTS = column("revenue_rank"), column("cost_to_serve")
Share: TypeAlias = Callable[[Facts, int], float]


def base(facts: Facts, key: str) -> float:
    """What is 100 % of a curve: positive amounts, or the cost of ranked clients."""
    figures = facts.figures
    if key == "cost_to_serve":
        return figures.total(key, np.isfinite(figures.numbers("revenue_rank")))
    return figures.total(key, figures.numbers(key) > 0)


def revenue_share(facts: Facts, percent: int) -> float:
    """Share of revenue of the largest p % of clients."""
    figures, whole = facts.figures, base(facts, "revenue")
    first = figures.numbers("revenue_rank") <= share_count(percent, figures.active)
    part = figures.total("revenue", first & (figures.numbers("revenue") > 0))
    return part / whole if whole > 0 else 0.0


def cost_share(facts: Facts, percent: int) -> float:
    """Share of the cost to serve of the largest p % of clients by revenue."""
    return cost_up_to(facts, share_count(percent, facts.figures.active))


def cost_up_to(facts: Facts, rank: float) -> float:
    """Share of the cost to serve of the clients up to a revenue rank."""
    whole = base(facts, "cost_to_serve")
    part = facts.figures.up_to_rank("cost_to_serve", "revenue_rank", rank)
    return part / whole if whole > 0 else 0.0


def margin_share(facts: Facts, percent: int) -> float:
    """Share of gross margin of the best p % of clients by gross margin."""
    whole = base(facts, "gross_margin")
    best = facts.figures.best_margins[: share_count(percent, facts.figures.active)]
    return float(best[best > 0].sum()) / whole if whole > 0 else 0.0


def least_margin(facts: Facts, percent: int) -> float:
    """The gross margin of the last client counted, 0 at least."""
    best = facts.figures.best_margins[: share_count(percent, facts.figures.active)]
    return max(0.0, float(best[-1])) if best.size else 0.0


def first_over(facts: Facts, share: Share) -> int:
    """The first percentage of clients whose share reaches `MOST`."""
    below = sum(share(facts, p) < MOST - NOISE for p in range(CURVE_ROWS))
    return min(below, CURVE_ROWS - 1)


def near_bound(facts: Facts) -> int:
    """Clients whose score stands within `NEAR` points of a bound."""
    scores = facts.figures.numbers("score")
    flags = np.zeros(len(scores), dtype=bool)
    for bound in facts.bounds:
        flags |= np.abs(scores - bound) <= NEAR + NOISE
    return int(flags.sum())


def scored(facts: Facts) -> int:
    """Clients with a score."""
    return int(np.isfinite(facts.figures.numbers("score")).sum())


def false_good(facts: Facts, key: str | None = None) -> float:
    """Number of false good clients, or the sum of one of their amounts."""
    flags = facts.figures.flagged
    return int(flags.sum()) if key is None else facts.figures.total(key, flags)
