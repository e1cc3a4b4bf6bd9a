"""Random clients, scales and rules for the native twin, edge values among them."""

from __future__ import annotations

import random
from typing import Any

from segmentation_addin.languages import Language
from segmentation_addin.workbook.inputs import BETTER, CRITERIA, YES_NO
from segmentation_addin.workbook.settings import DEFAULT_SCALE, SETTINGS

TYPED = {
    "value": (1000, 5000, 20000, 60000, 200_000),
    "margin": (0.05, 0.15, 0.25, 0.35, 0.5),
    "service": (0.9, 0.6, 0.4, 0.25, 0.1),
    "recurrence": (1, 3, 6, 9, 12),
    "recency": (300, 180, 90, 40, 10),
}
"""Knots of the criteria that a refresh calibrates."""
OTHER_RULES: dict[str, tuple[float | None, ...]] = {
    "bound_a": (60, 71.5, None),
    "bound_b": (45, 55.5, None),
    "bound_c": (20, 35, None),
    "gate_days": (30, 0, None),
    "min_completeness": (0, 0.3, 0.8, 1, None),
    "loss_tolerance": (0, 0.05, 0.2, None),
    "structure_rate": (0.05, 0.2, None),
    "override_steps": (0, 3, None),
}

Rows = list[list[Any]]


def scale_rows(language: Language) -> Rows:
    """The general preset with knots everywhere, as the name Scale holds it."""
    rows: Rows = []
    for row in DEFAULT_SCALE:
        knots = list(row.knots or TYPED.get(row.criterion) or [None] * 5)
        fixed = YES_NO["no" if row.knots is None else "yes"].in_(language)
        criterion = CRITERIA[row.criterion].in_(language)
        better = BETTER[row.better].in_(language)
        rows.append([criterion, better, row.weight, *knots, fixed])
    return rows


def rule_rows(language: Language) -> Rows:
    """The default rules, as the name Rules holds them."""
    return [[s.label.in_(language), s.default] for s in SETTINGS if s.rule]


def other_scale(language: Language, rng: random.Random) -> Rows:
    """Other weights, knots that repeat or lack, directions turned round, rows moved."""
    rows = scale_rows(language)
    yes, no = YES_NO["yes"].in_(language), YES_NO["no"].in_(language)
    turned = {x.in_(language): y.in_(language) for x, y in _turned_round()}
    for row in rows[:6]:
        if rng.random() < 0.2:
            row[3:8] = [None] * 5
        elif rng.random() < 0.3:
            at = rng.randrange(3, 7)
            row[at + 1] = row[at]
        elif rng.random() < 0.1:
            row[3:8] = [row[5]] * 5
        if rng.random() < 0.2:
            row[1], row[3:8] = turned[row[1]], row[7:2:-1]
        row[2] = rng.choice([row[2], row[2], 0, 12.5, 33])
        row[8] = rng.choice([row[8], row[8], yes, no])
    rows[0][2] = 25
    rng.shuffle(rows)
    return rows


def _turned_round() -> list[tuple[Any, Any]]:
    higher, lower = BETTER["higher"], BETTER["lower"]
    return [(higher, lower), (lower, higher)]


def other_rules(language: Language, rng: random.Random) -> Rows:
    """Rules of another company; a blank one has its default."""
    rows = rule_rows(language)
    keys = [setting.key for setting in SETTINGS if setting.rule]
    for row, key in zip(rows, keys, strict=True):
        if rng.random() < 0.5:
            row[1] = rng.choice(OTHER_RULES[key])
    return rows


def clients(count: int, seed: int) -> Rows:
    """Six figures a client: blanks, losses, values on knots and on limits."""
    rng = random.Random(seed)
    return [_client(rng) for _ in range(count)]


def _client(rng: random.Random) -> list[Any]:
    revenue: Any = round(rng.lognormvariate(9, 1.5), 2)
    if rng.random() < 0.25:
        revenue = rng.choice([0, -500, 1000, 5000, 20000, None])
    sold = revenue or 1000
    rate = rng.choice([rng.uniform(-0.2, 0.6), rng.uniform(0, 0.6), 0, 0.25, 0.35])
    margin: Any = round(sold * rate, 2)
    share = rng.choice([rng.uniform(0, 1.6), rng.uniform(0, 0.5), 0, 0.25, 0.4, 1])
    cost: Any = round(abs(margin) * share, 2)
    if rng.random() < 0.05:
        cost = margin + 0.01 * sold  # a net loss exactly at the tolerance
    if rng.random() < 0.08:
        margin = None
    if rng.random() < 0.12:
        cost = None
    if rng.random() < 0.03:
        revenue, margin, cost = rng.choice([(None,) * 3, (0, 0, 0), (None, -50, 20)])
    figures: list[Any] = [
        *(revenue, margin, cost),
        rng.choice([None, 0, 1, 1.25, 2, 3, 3.75, 4, 5, 5]),
        rng.choice([None, 0, 1, 3, 5.5, 6, 9, 12, 12, 13]),
        rng.choice([None, 0, 10, 40, 300, 365, 366, rng.randrange(500)]),
    ]
    if rng.random() < 0.02:
        figures[rng.randrange(6)] = rng.choice(["abc", "#N/A", "#DIV/0!", "  "])
    return figures
