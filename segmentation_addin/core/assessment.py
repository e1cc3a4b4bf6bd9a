"""Clients scored and lettered with one scale and one set of rules.

The whole portfolio and a single cell go through the same two steps, so that a client
scored alone gets the letter that the list gave it. Source: method, sections 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.letters import Facts, Lettering, Rules, compute_letters
from segmentation_addin.core.next_letter import next_letters
from segmentation_addin.core.scale import Scale, Scoring, score_clients
from segmentation_addin.core.steps import Step, Steps


@dataclass(frozen=True)
class Assessment:
    """Scores and computed letters of some clients (arrays of shape (n_clients,))."""

    scale: Scale
    """As scored with: knots given, or calibrated now."""
    rules: Rules
    values: dict[str, FloatArray]
    """Value of each criterion per client, NaN where unknown."""
    facts: Facts
    scoring: Scoring
    lettering: Lettering

    def next_steps(self) -> list[list[Step]]:
        """The distance to the next letter, a list of steps a client."""
        return self.step_columns().lists()

    def step_columns(self) -> Steps:
        """The same as columns, for many clients."""
        return next_letters(
            self.scoring, self.values, self.facts, self.lettering, self.rules
        )


def assess(
    scale: Scale,
    rules: Rules,
    values: dict[str, FloatArray],
    facts: Facts,
    filled: frozenset[str] = frozenset(),
) -> Assessment:
    """Scores the clients, then applies the rules in order.

    `filled` names the criteria that somebody outside `values` has filled.
    """
    scoring = score_clients(scale, values, facts.active, facts.cost_missing, filled)
    lettering = compute_letters(facts, scoring.score, scoring.completeness, rules)
    return Assessment(scale, rules, values, facts, scoring, lettering)
