"""From score to letter: the rules in order, then the caps, then a person's word.

Source: method, section 3. Letters are small integers inside the core; `LETTERS`
names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    SettingValue,
    dates,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import Period

A, B, C, D, NC, INACTIVE = range(6)
LETTERS = np.array(["A", "B", "C", "D", "NC", ""], dtype=object)
RULE_NAMES = ("inactive", "no_margin", "loss", "incomplete", "score", "profitable")
R_INACTIVE, R_NO_MARGIN, R_LOSS, R_INCOMPLETE, R_SCORE, R_PROFITABLE = range(6)
CAP_NAMES = ("gate", "break_even", "cost_unknown", "estimated", "new")
LetterCodes = NDArray[np.int8]
NOISE = 1e-12
"""Share of revenue under which two amounts are the same: what adding cents leaves."""


@dataclass(frozen=True)
class Rules:
    """The settings that letters need; rates 0-1, bounds in points."""

    bound_a: float = 70.0
    bound_b: float = 50.0
    bound_c: float = 30.0
    gate_days: float = 365.0
    min_completeness: float = 0.6
    loss_tolerance: float = 0.01
    structure_rate: float = 0.0
    override_steps: float = 1.0

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Scores from which A, B and C begin."""
        return self.bound_a, self.bound_b, self.bound_c


def read_rules(settings: Mapping[str, SettingValue]) -> tuple[Rules, list[Issue]]:
    """The rules of the workbook, the default where a setting is blank.

    An error when the bounds are not A > B > C.
    """
    default = Rules()
    given = {key: settings.get(key) for key in vars(default)}
    typed = {key: float(value) for key, value in given.items() if value is not None}
    rules = replace(default, **typed)
    if not rules.bound_a > rules.bound_b > rules.bound_c:
        found = " / ".join(f"{bound:g}" for bound in rules.bounds)
        return rules, [
            Issue(
                "bounds_order",
                Severity.ERROR,
                "tblSettings",
                None,
                "value",
                params={"found": found},
            )
        ]
    return rules, []


@dataclass(frozen=True)
class Facts:
    """What the rules look at, per client (arrays of shape (n_clients,))."""

    active: BoolArray
    revenue: FloatArray
    margin_known: BoolArray
    net_margin: FloatArray
    """Gross margin less the cost to serve where known: "letters on gross margin"."""
    days: FloatArray
    cost_missing: BoolArray
    """No cost-to-serve figure while others have some."""
    estimated: BoolArray
    new: BoolArray


@dataclass(frozen=True)
class Lettering:
    """Computed letters, the rule that decided, and the caps that changed them."""

    letter: LetterCodes
    rule: LetterCodes
    caps: dict[str, BoolArray]


def _noise(facts: Facts) -> FloatArray:
    noise: FloatArray = NOISE * np.abs(np.nan_to_num(facts.revenue))
    return noise


def losing(facts: Facts, rules: Rules) -> BoolArray:
    """Net margin under minus the tolerance; with revenue <= 0, under zero."""
    sold = facts.revenue > 0
    limit = np.where(sold, -rules.loss_tolerance * np.where(sold, facts.revenue, 0), 0)
    return facts.net_margin < limit - _noise(facts)


def unprofitable(facts: Facts, rules: Rules) -> BoolArray:
    """Net margin rate under the structure rate; no revenue has no rate."""
    sold = facts.revenue > 0
    floor = rules.structure_rate * np.where(sold, facts.revenue, 0)
    return sold & (facts.net_margin < floor - _noise(facts))


def by_score(score: FloatArray, low_is_d: BoolArray, rules: Rules) -> LetterCodes:
    """A, B, C by the bounds; below C: D where not profitable, else C."""
    letter = np.full(np.shape(score), C, dtype=np.int8)
    letter[score >= rules.bound_b] = B
    letter[score >= rules.bound_a] = A
    letter[(score < rules.bound_c) & low_is_d] = D
    return letter


def gate_shut(facts: Facts, rules: Rules) -> BoolArray:
    """An A needs a positive net margin and a recent order (unknown date: open)."""
    shut = ~(facts.net_margin > _noise(facts))
    return shut | (facts.days > rules.gate_days)


def compute_letters(
    facts: Facts, score: FloatArray, completeness: FloatArray, rules: Rules
) -> Lettering:
    """The computed letter of each client; the first rule that applies decides."""
    lost, low = losing(facts, rules), unprofitable(facts, rules)
    letter = by_score(score, low, rules)
    rule = np.full(len(score), R_SCORE, dtype=np.int8)
    rule[(score < rules.bound_c) & ~low] = R_PROFITABLE

    caps: dict[str, BoolArray] = {}

    def cap(name: str, where: BoolArray, to: int) -> None:
        where = where & (letter != to)
        letter[where] = to
        caps[name] = where

    cap("gate", (letter == A) & gate_shut(facts, rules), B)
    cap("break_even", (letter < C) & (facts.net_margin < -_noise(facts)), C)
    cap("cost_unknown", (letter < B) & facts.cost_missing, B)
    low_cap = facts.estimated & (letter > C)
    cap("estimated", facts.estimated & (letter < B), B)
    letter[low_cap] = C
    caps["estimated"] = caps["estimated"] | low_cap

    unscored = np.isnan(score) | ~(completeness >= rules.min_completeness)
    decided = np.zeros(len(score), dtype=bool)
    for code, where, to in (
        (R_INACTIVE, ~facts.active, INACTIVE),
        (R_NO_MARGIN, ~facts.margin_known, NC),
        (R_LOSS, lost, D),
        (R_INCOMPLETE, unscored, NC),
    ):
        here = where & ~decided
        letter[here], rule[here] = to, code
        decided |= where
    caps = {name: where & ~decided for name, where in caps.items()}
    # A loss condemns only where the margin is measured.
    guessed = (rule == R_LOSS) & facts.estimated
    letter[guessed] = C
    caps["estimated"] = caps["estimated"] | guessed
    newcomer = facts.new & (letter == D)
    letter[newcomer] = C
    caps["new"] = newcomer
    return Lettering(letter, rule, caps)


def apply_overrides(
    inputs: InputTables,
    ids: NDArray[np.object_],
    computed: LetterCodes,
    period: Period,
    rules: Rules,
) -> tuple[LetterCodes, list[Issue]]:
    """The letter after the overrides that hold; the others are warnings.

    An override holds when it has not expired on the analysis date, its client is
    classified, and it stays within the allowed steps. The last one wins.
    """
    table = inputs.overrides
    clients, wanted = texts(table, "client_id"), texts(table, "letter")
    expires, places = dates(table, "expires_on"), row_numbers(table)
    unreadable = texts(table, "_unreadable_expiry")
    position = {str(client): i for i, client in enumerate(ids)} if len(table) else {}
    letter = computed.copy()
    issues: list[Issue] = []
    for i in range(len(table)):
        client, target = str(clients[i]), str(wanted[i])
        if not client and not target:
            continue
        code = ""
        at = position.get(client, -1)
        current = int(computed[at]) if at >= 0 else INACTIVE
        steps = abs(int("ABCD".find(target)) - current)
        if at < 0:
            code = "override_unknown_client"
        elif target not in ("A", "B", "C", "D"):
            code = "override_letter"
        elif unreadable[i]:
            code = "override_expiry"
        elif not np.isnat(expires[i]) and expires[i] < period.end:
            code = "override_expired"
        elif current in (NC, INACTIVE):
            code = "override_not_classified"
        elif steps > rules.override_steps:
            code = "override_too_far"
        else:
            letter[at] = "ABCD".index(target)
            if not texts(table, "reason")[i] or not texts(table, "author")[i]:
                code = "override_unsigned"
        if code:
            severity = Severity.NOTE if code == "override_expired" else Severity.WARNING
            params: dict[str, str | float] = {
                "client": client,
                "found": target,
                "expected": str(LETTERS[current]) or "-",
                "steps": rules.override_steps,
            }
            issues.append(
                Issue(
                    code,
                    severity,
                    "tblOverrides",
                    int(places[i]),
                    "client_id" if at < 0 else "letter",
                    params=params,
                )
            )
    return letter, issues
