"""A scenario: before, changes, after, that reconcile to the cent.

Stranded cost is the cost to serve that a decision frees and that does not stop: it
stays in the result, and is never counted as saved. Source: method, section 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.what_if.actions import (
    CHANNEL,
    EVERYBODY,
    EXIT,
    FEE,
    KEEP,
    MINIMUM_ORDER,
    REPRICE,
    SERVICE,
    YEAR,
    Action,
    problem,
)
from segmentation_addin.core.what_if.base import Base
from segmentation_addin.core.what_if.effects import MEASURES, Course, Places

LINES = (
    "revenue",
    "gross_margin",
    "cost_to_serve",
    "stranded",
    "new_cost",
    "one_off",
    "net_margin",
)
"""Lines of a statement. net margin = gross margin - the four costs between."""
CHANGES = (*MEASURES, "one_off", "delta")
"""What a decision changes; delta = gross margin + saved - new cost - one-off."""
PROPOSED_FROM = 0.005
"""An exit that gains less than this is not proposed: half a cent is no gain."""


@dataclass(frozen=True)
class RowOutcome:
    """What one decision brings, after those that act before it."""

    problem: str
    """Code of what keeps it from being computed, else ""."""
    clients: int
    changes: Mapping[str, float]
    """By `CHANGES`, currency over 12 months."""
    before: float
    """Net margin of its clients before it; unknown ones count nothing."""
    after: float
    notes: Mapping[str, int] = field(default_factory=dict)
    """Code of a remark -> number of clients or activities concerned."""


@dataclass(frozen=True)
class Outcome:
    """A whole scenario (arrays of shape (n_clients,))."""

    base: Base
    actions: tuple[Action, ...]
    rows: tuple[RowOutcome, ...]
    """One an action, in the order given."""
    changes: Mapping[str, FloatArray]
    """By `CHANGES`."""
    touched: BoolArray
    """Clients that at least one decision concerns."""
    kinds: Mapping[int, tuple[str, ...]]
    """Kinds of the decisions on each client touched, as they act."""

    def before(self, line: str) -> FloatArray:
        """A line of the statement as it stands; NaN = unknown."""
        if line in ("stranded", "new_cost", "one_off"):
            return np.zeros(len(self.touched))
        found: FloatArray = getattr(self.base, line)
        return found

    def change(self, line: str) -> FloatArray:
        """What the scenario changes in a line."""
        if line == "net_margin":
            return self.changes["delta"]
        if line == "cost_to_serve":
            return -(self.changes["saved"] + self.changes["stranded"])
        return self.changes[line]

    def after(self, line: str) -> FloatArray:
        """A line after the scenario; NaN = unknown."""
        return self.before(line) + self.change(line)


def proposes_exit(base: Base) -> BoolArray:
    """D clients whose exit would gain: leaving is proposed for no other.

    The exit is taken without notice and without anything to pay once.
    """
    gain = base.computable & base.cost_known & (base.exit_delta > PROPOSED_FROM)
    letter_d: BoolArray = np.asarray(base.letters == "D", dtype=bool)
    return gain & letter_d


def play(base: Base, actions: Sequence[Action]) -> Outcome:
    """Plays decisions on the portfolio, over the next 12 months.

    A client that rows name by its code obeys these rows alone; then come the rows
    of its letter, then those for everybody. Rows of one kind of target add up,
    whatever their order; each counts from the month when it takes effect.
    """
    problems = [problem(action, base) for action in actions]
    named, targets = _targets(base, actions, problems)
    order = sorted(
        (i for i in range(len(actions)) if not problems[i]),
        key=lambda i: (actions[i].place, i),
    )
    effects = _effects(base, actions, targets, order)
    clients = len(base.ids)
    total = {key: np.zeros(clients) for key in CHANGES}
    running = base.net_margin.copy()
    rows: dict[int, RowOutcome] = {}
    for i in order:
        at = targets[i]
        changes = _changes(actions[i], effects[i])
        before = float(np.nansum(running[at]))
        running[at] += changes["delta"]
        for key, values in changes.items():
            total[key][at] += values
        summed = {key: float(values.sum()) for key, values in changes.items()}
        after = before + summed["delta"]
        notes = _notes(base, actions[i], named[i], at)
        rows[i] = RowOutcome("", at.size, summed, before, after, notes)
    nothing = dict.fromkeys(CHANGES, 0.0)
    touched = np.zeros(clients, dtype=bool)
    kinds: dict[int, list[str]] = {}
    for i in order:
        touched[targets[i]] = True
        for client in targets[i].tolist():
            kinds.setdefault(client, []).append(actions[i].kind)
    return Outcome(
        base=base,
        actions=tuple(actions),
        rows=tuple(
            rows.get(i, RowOutcome(problems[i], 0, nothing, 0.0, 0.0))
            for i in range(len(actions))
        ),
        changes=total,
        touched=touched,
        kinds={client: tuple(dict.fromkeys(found)) for client, found in kinds.items()},
    )


def _targets(
    base: Base, actions: Sequence[Action], problems: Sequence[str]
) -> tuple[list[Places], list[Places]]:
    """Who each row names, and of these who obeys it: the most precise rows win."""
    active = np.flatnonzero(base.letters != "")
    named: list[Places] = []
    for action, wrong in zip(actions, problems, strict=True):
        if wrong:
            found: Places = np.array([], dtype=np.intp)
        elif action.client:
            found = np.array([base.positions[action.client]], dtype=np.intp)
        elif action.letter == EVERYBODY:
            found = active
        else:
            found = np.flatnonzero(base.letters == action.letter)
        named.append(found)
    precision = np.full(len(base.ids), -1)
    for action, found in zip(actions, named, strict=True):
        precision[found] = np.maximum(precision[found], action.precision)
    obeying = [
        found[(precision[found] == action.precision) & base.computable[found]]
        for action, found in zip(actions, named, strict=True)
    ]
    return named, obeying


def _effects(
    base: Base,
    actions: Sequence[Action],
    targets: Sequence[Places],
    order: Sequence[int],
) -> dict[int, FloatArray]:
    """What each decision adds to those before it, shape (its clients, `MEASURES`).

    The year is cut at the months when a decision takes effect.
    """
    effects = {i: np.zeros((targets[i].size, len(MEASURES))) for i in order}
    months = sorted({0.0, YEAR, *(actions[i].notice for i in order)})
    for start, end in pairwise(months):
        course = Course.as_today(base)
        standing = np.zeros((len(base.ids), len(MEASURES)))
        for i in order:
            at = targets[i]
            if actions[i].kind == KEEP or actions[i].notice > start or not at.size:
                continue
            course.take(actions[i], at)
            effect = course.effect(at)
            effects[i] += (effect - standing[at]) * ((end - start) / YEAR)
            standing[at] = effect
    return effects


def _changes(action: Action, effect: FloatArray) -> dict[str, FloatArray]:
    """The changes of one decision, one value a client."""
    changes = {key: effect[:, column] for column, key in enumerate(MEASURES)}
    clients = len(effect)
    share = action.one_off / clients if clients and action.kind != KEEP else 0.0
    changes["one_off"] = np.full(clients, share)
    changes["delta"] = (
        changes["gross_margin"]
        + changes["saved"]
        - changes["new_cost"]
        - changes["one_off"]
    )
    return changes


def _notes(base: Base, action: Action, named: Places, at: Places) -> Mapping[str, int]:
    """What a reader of the row must know, with a number."""
    notes: Counter[str] = Counter()
    unknown = int((~base.computable[named]).sum())
    notes["nobody"] = int(not named.size)
    notes["margin_unknown"] = unknown
    notes["overruled"] = int(named.size - at.size - unknown)
    if action.kind == KEEP:
        return +notes
    costless = action.kind in (REPRICE, FEE) and not action.rate_of_driver
    if not costless or action.volume_loss > 0:
        notes["cost_unknown"] = int((~base.cost_known[at]).sum())
        if base.activity_costs[at].any():
            notes["avoidable_blank"] = len(base.unsaid)
    if action.kind == MINIMUM_ORDER:
        notes["orders_unknown"] = int(np.isnan(base.average_order[at]).sum())
    if action.kind in (SERVICE, CHANNEL, FEE) and action.units:
        column = base.drivers.index(action.units)
        notes["no_units"] = int((base.quantities[at, column] == 0).sum())
    if action.kind == EXIT and at.size:
        notes["exit"] = int(at.size)
        notes["exit_loses"] = int((base.exit_delta[at] <= PROPOSED_FROM).sum())
    return +notes
