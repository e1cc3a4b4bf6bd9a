"""The first lever of each client, by rule, and the actions that a refresh proposes.

Source: method, section 3 (what the company does for each letter) and 4 (What-if).

- A: protect. B and C: move up, by the smallest change to the next letter. NC: the
  fields that are missing. Inactive: none.
- D: price, minimum order, channel, service. In the order in which one step of each
  brings most (price 1 %, a tenth of the orders, a tenth of a driver; avoidable cost
  only), the first that alone brings the net margin to its goal by a price rise of at
  most 20 % or by giving up at most half of its units. The goal is a net margin of 0, or
  the structure rate where one is set. Where none does, the price, else leaving, but
  only if that gains; if not, the best of them as far as these limits go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np

from segmentation_addin.core.costing import CLIENT_DRIVER
from segmentation_addin.core.criteria import UNITS
from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.risks import Risk
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.steps import Step
from segmentation_addin.core.what_if.base import ORDER_DRIVERS, ORDERS, Base
from segmentation_addin.core.what_if.break_even import Goals, goals, sum_of
from segmentation_addin.core.what_if.statement import proposes_exit

PROTECT, MOVE_UP, COMPLETE = "protect", "move_up", "complete"
PRICE, MINIMUM_ORDER, CHANNEL, SERVICE = "price", "minimum_order", "channel", "service"
EXIT, REWORK = "exit", "rework"
KINDS = (
    PROTECT,
    MOVE_UP,
    PRICE,
    MINIMUM_ORDER,
    CHANNEL,
    SERVICE,
    EXIT,
    REWORK,
    COMPLETE,
)
PRICE_STEP, CUT_STEP = 0.01, 0.1
MOST_PRICE, MOST_CUT = 0.2, 0.5
NEAR = 10.0
"""Points of the score: half of what parts two letters by default."""
DIGITAL_FROM = 3.0
"""Rating of digital maturity from which a client is asked to order online."""
MOST_ACTIONS = 200
_LEAST = 0.005
"""Less than a cent is nothing."""


@dataclass(frozen=True)
class Lever:
    """What the letter of one client asks for first."""

    kind: str
    """One of `KINDS`."""
    amount: float = nan
    """protect: net margin to keep. Else the net margin that it brings in 12 months.
    Over 0; NaN where no rule gives it. Currency."""
    rate: float = nan
    """price, exit: rise of the price; an exit is what comes after it, and where no
    price could do it has none. minimum_order, channel, service: share of the orders
    or of the driver that goes. 0-1."""
    driver: str = ""
    """service: driver that is cut."""
    size: float = nan
    """minimum_order: size of an order. Currency."""
    partial: bool = False
    """The lever alone does not reach the goal."""
    steps: tuple[Step, ...] = ()
    """move_up, complete: the change to the next letter, the missing fields."""

    @property
    def gain(self) -> float:
        """Net margin that it adds; NaN where nothing is added or known."""
        return nan if self.kind == PROTECT else self.amount


@dataclass(frozen=True)
class Proposed:
    """One action that a refresh proposes: one row of `tblActions`."""

    client_id: str
    letter: str
    lever: Lever
    risk: Risk | None


def first_levers(
    result: Segmentation,
    base: Base,
    steps: Sequence[Sequence[Step]],
    digital: FloatArray,
) -> list[Lever | None]:
    """The first lever of each client, None where there is nothing to do by rule.

    `steps` holds the steps of each client to its next letter, which no B or C follows
    whose letter a person changed; `digital` its digital maturity, 0-5, NaN where nobody
    rated it.
    """
    found: list[Lever | None] = [None] * len(base.ids)
    worth = _Worth.of(result, base)
    computed = result.clients["computed_letter"].to_numpy(dtype=object)
    for i, letter in enumerate(base.letters):
        mine = tuple(steps[i])
        if letter == "A":
            kept = float(base.net_margin[i])
            found[i] = Lever(PROTECT, kept if kept > _LEAST else nan)
        elif mine and mine[0].unit == "missing" and letter in ("B", "C", "NC"):
            found[i] = Lever(COMPLETE, steps=mine)
        elif letter in ("B", "C") and letter == computed[i]:
            found[i] = _upwards(mine, worth, i)
    for i, lever in _of_d(result, base, digital):
        found[i] = lever
    return found


def proposed(
    result: Segmentation,
    levers: Sequence[Lever | None],
    risks: Sequence[Risk | None],
) -> list[Proposed]:
    """Every A at risk, every B and C near the next letter, every D.

    Near: one criterion suffices and the score is at most `NEAR` points away, or a rule
    alone keeps it (a cap, a loss). The largest target first, without a target last, by
    revenue; ties by client code. Nobody is cut here: `MOST_ACTIONS` are listed.
    """
    ids = result.clients["client_id"].to_numpy(dtype=object)
    letters = result.clients["letter"].to_numpy(dtype=object)
    revenue = np.nan_to_num(result.clients["revenue"].to_numpy(dtype=np.float64))
    near = _near(result, levers)
    found = [
        (i, Proposed(str(ids[i]), str(letters[i]), lever, risks[i]))
        for i, lever in enumerate(levers)
        if lever is not None
        and (
            letters[i] == "D"
            or (letters[i] == "A" and risks[i] is not None)
            or (letters[i] in ("B", "C") and near[i])
        )
    ]

    def place(pair: tuple[int, Proposed]) -> tuple[bool, float, float, str]:
        i, action = pair
        unknown = isnan(action.lever.amount)
        target = 0.0 if unknown else -action.lever.amount
        return unknown, target, -float(revenue[i]), action.client_id

    return [action for _, action in sorted(found, key=place)]


def _near(result: Segmentation, levers: Sequence[Lever | None]) -> BoolArray:
    """The clients whose next letter is near enough for a plan."""
    score = result.clients["score"].to_numpy(dtype=np.float64)
    near = np.zeros(len(score), dtype=bool)
    for i, lever in enumerate(levers):
        if lever is None or lever.kind != MOVE_UP:
            continue
        bound = result.rules.bounds["ABC".index(lever.steps[0].letter)]
        scored = lever.steps[0].criterion in UNITS and score[i] < bound
        alone = len(lever.steps) == 1 and score[i] >= bound - NEAR
        near[i] = alone if scored else True
    return near


# --- B and C: what the next letter is worth -----------------------------------


@dataclass(frozen=True)
class _Worth:
    """What one unit of a criterion adds to the net margin of each client."""

    units: Mapping[str, FloatArray]

    @classmethod
    def of(cls, result: Segmentation, base: Base) -> _Worth:
        """By a rule that needs no guess; what has none is not valued.

        More revenue brings the client's own net margin rate; a better margin rate, or
        a lower share of cost, acts on its revenue or its gross margin as they stand.
        """
        sold = np.where(base.revenue > 0, base.revenue, np.nan)
        rate = base.net_margin / sold
        earned = np.where(rate > 0, rate, np.nan)
        before = result.clients["previous_revenue"].to_numpy(dtype=np.float64)
        gross = np.where(base.gross_margin > 0, base.gross_margin, np.nan)
        days = np.where(base.days_to_pay > 0, base.days_to_pay, np.nan)
        financed = np.where(base.financing > 0, base.financing, np.nan)
        return cls(
            {
                "net_margin": np.ones(len(sold)),
                "value": earned,
                "margin": sold,
                "service": -gross,
                "growth": before * earned,
                "days_to_pay": -financed / days,
            }
        )

    def gain(self, step: Step, i: int) -> float:
        """Net margin that a step of client `i` adds; NaN where no rule gives it."""
        units = self.units.get(step.criterion)
        change = step.change
        found = nan if units is None else float(units[i]) * change
        return found if np.isfinite(found) and found > _LEAST else nan


def _upwards(steps: tuple[Step, ...], worth: _Worth, i: int) -> Lever | None:
    """Moving up; None where no change reaches the letter above.

    Steps needed together add up; of steps that each suffice, the one that brings most.
    """
    if not steps:
        return None
    gains = [worth.gain(step, i) for step in steps]
    if steps[0].together:
        return Lever(MOVE_UP, float(np.sum(gains)), steps=steps)
    known = [gain for gain in gains if not isnan(gain)]
    best = gains.index(max(known)) if known else 0
    return Lever(MOVE_UP, gains[best], steps=(steps[best],))


# --- D: what the what-if says gains most ---------------------------------------


@dataclass(frozen=True)
class _Way:
    """One lever open to every D: what a step of it gains, and how far it must go."""

    kind: str
    driver: str
    step: FloatArray
    """Gain of one step, currency."""
    whole: FloatArray
    """Gain of the whole of it: the price doubled, every unit given up."""
    needed: FloatArray
    """Share of the whole that reaches the goal; NaN where nothing is missing."""
    most: float
    """Share of the whole beyond which nobody goes."""

    def lever(self, i: int, share: float, amount: float, base: Base) -> Lever:
        """The lever of client `i` once taken that far."""
        size = nan
        if self.kind == MINIMUM_ORDER:
            size = float(base.average_order[i]) / (1 - share)
        partial = share < float(self.needed[i]) - 1e-9
        return Lever(self.kind, amount, share, self.driver, size, partial)


def _of_d(
    result: Segmentation, base: Base, digital: FloatArray
) -> Iterator[tuple[int, Lever]]:
    aim = min(max(result.rules.structure_rate, 0.0), 0.99)
    net = np.where(base.cost_known, base.net_margin, base.gross_margin)
    goal = goals(replace(base, net_margin=net), aim)
    leaves = proposes_exit(base)
    ways = list(_ways(base, goal, digital, aim))
    for i in np.flatnonzero(base.letters == "D"):
        open_ways = sorted(
            (way for way in ways if way.step[i] > _LEAST),
            key=lambda way: -float(way.step[i]),
        )
        gap = float(goal.gap[i])
        yield int(i), _first(open_ways, int(i), gap, bool(leaves[i]), base)


def _first(ways: Sequence[_Way], i: int, gap: float, leaves: bool, base: Base) -> Lever:
    if ways and not gap > _LEAST:
        share = PRICE_STEP if ways[0].kind == PRICE else CUT_STEP
        return ways[0].lever(i, share, float(ways[0].step[i]), base)
    for way in ways:
        if way.needed[i] <= way.most:
            return way.lever(i, float(way.needed[i]), gap, base)
    if leaves:
        prices = (float(way.needed[i]) for way in ways if way.kind == PRICE)
        return Lever(EXIT, float(base.exit_delta[i]), next(prices, nan))
    if ways:
        best = max(ways, key=lambda way: float(way.whole[i]) * way.most)
        return best.lever(i, best.most, float(best.whole[i]) * best.most, base)
    return Lever(REWORK)


def _ways(base: Base, goal: Goals, digital: FloatArray, aim: float) -> Iterator[_Way]:
    """Price, minimum order, channel, service: of equal gains the first of these.

    A client that orders online easily is asked for that before a minimum order.
    """
    gap = goal.gap
    sold = np.where(base.computable & (base.revenue > 0), base.revenue, 0.0)
    raised = np.where(goal.price > 0, goal.price, np.nan)
    yield _Way(PRICE, "", sold * PRICE_STEP, sold * (1 - aim), raised, MOST_PRICE)
    grouped = np.where(np.isnan(base.average_order), 0.0, sum_of(base, ORDER_DRIVERS))
    online = base.driver_costs(ORDERS)[1]
    easy = digital >= DIGITAL_FROM
    ready: BoolArray = easy & (online >= grouped - _LEAST)
    yield _cut(CHANNEL, "", np.where(ready, online, 0.0), gap)
    yield _cut(MINIMUM_ORDER, "", np.where(ready, 0.0, grouped), gap)
    rest = easy | np.isnan(base.average_order)
    yield _cut(CHANNEL, "", np.where(rest & ~ready, online, 0.0), gap)
    for driver in dict.fromkeys(activity.driver for activity in base.activities):
        if driver not in (CLIENT_DRIVER, *ORDER_DRIVERS):
            yield _cut(SERVICE, driver, base.driver_costs(driver)[1], gap)


def _cut(kind: str, driver: str, avoidable: FloatArray, gap: FloatArray) -> _Way:
    needed: FloatArray = np.full(len(gap), np.nan)
    np.divide(gap, avoidable, out=needed, where=(avoidable > 0) & (gap > 0))
    return _Way(kind, driver, avoidable * CUT_STEP, avoidable, needed, MOST_CUT)
