"""Why a client has its letter and what would change it, in words."""

from __future__ import annotations

import numpy as np

from segmentation_addin.core.assessment import Assessment
from segmentation_addin.core.letters import (
    LETTERS,
    R_INACTIVE,
    R_INCOMPLETE,
    R_LOSS,
    R_NO_MARGIN,
    R_PROFITABLE,
)
from segmentation_addin.core.steps import Step
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.workbook.inputs import CRITERIA

_WHY_INACTIVE = Text(
    "no revenue, order or cost in the period",
    "ni chiffre d'affaires, ni commande, ni coût sur la période",
)
_WHY_NO_MARGIN = Text("gross margin unknown", "marge brute inconnue")
_WHY_LOSS = Text(
    "net margin {net}, under the limit {limit}",
    "marge nette {net}, sous la limite {limit}",
)
_WHY_INCOMPLETE = Text(
    "{known} of the weights known, {needed} needed",
    "{known} des poids connus, {needed} exigés",
)
_WHY_PROFITABLE = Text(
    "; low score but profitable: C, not D", " ; note basse mais rentable : C, pas D"
)
NET_MARGIN = Text("net margin", "marge nette")
_UNITS: dict[str, Text] = {
    "days": Text("days", "jours"),
    "months": Text("months", "mois"),
    "orders": Text("orders", "commandes"),
    "years": Text("years", "ans"),
    "rating": Text("/ 5", "/ 5"),
}
_MISSING = Text("missing: {fields}", "manque : {fields}")
_TO = Text("{letter} if {changes}", "{letter} si {changes}")
_AND = Text(" and ", " et ")
_OR = Text(" or ", " ou ")
_OUT_OF_REACH = Text(
    "out of reach by one or two criteria", "hors d'atteinte par un ou deux critères"
)


def criterion_name(key: str, language: Language) -> str:
    """Label of a criterion, or of the net margin."""
    return (NET_MARGIN if key == "net_margin" else CRITERIA[key]).in_(language)


def contributions(result: Assessment) -> np.ndarray:
    """Points that each criterion in use adds to the score, shape (criteria, n).

    weight x points / known weights; they add up to the unrounded score.
    """
    scoring = result.scoring
    weights = np.array([criterion.weight for criterion in scoring.criteria])
    with np.errstate(invalid="ignore", divide="ignore"):
        return weights[:, None] * scoring.points / scoring.known_weight


def why(result: Assessment, language: Language) -> list[str]:
    """One sentence a client: the rule that decided, or the points that add up."""
    parts = contributions(result)
    labels = [criterion_name(c.key, language) for c in result.scoring.criteria]
    rules, facts = result.rules, result.facts
    needed = percent(rules.min_completeness, language)
    sentences: list[str] = []
    for i, rule in enumerate(result.lettering.rule):
        if rule == R_INACTIVE:
            sentence = _WHY_INACTIVE.in_(language)
        elif rule == R_NO_MARGIN:
            sentence = _WHY_NO_MARGIN.in_(language)
        elif rule == R_LOSS:
            revenue = max(float(np.nan_to_num(facts.revenue[i])), 0.0)
            sentence = _WHY_LOSS.in_(
                language,
                net=number(float(facts.net_margin[i]), language, 2),
                limit=number(-rules.loss_tolerance * revenue, language, 2),
            )
        elif rule == R_INCOMPLETE:
            known = percent(float(result.scoring.completeness[i]), language)
            sentence = _WHY_INCOMPLETE.in_(language, known=known, needed=needed)
        else:
            sentence = " + ".join(
                f"{label} {number(value, language, 1)}"
                for label, value in zip(labels, parts[:, i], strict=True)
                if not np.isnan(value)
            )
            if rule == R_PROFITABLE:
                sentence += _WHY_PROFITABLE.in_(language)
        sentences.append(sentence)
    return sentences


def figure(value: float, unit: str, language: Language) -> str:
    """A figure with its unit, as it is read aloud."""
    if unit == "currency":
        return number(value, language, 2)
    if unit == "rate":
        return percent(value, language, 1)
    decimals = 1 if value != round(value) else 0
    name = _UNITS[unit].in_(language)
    return f"{number(value, language, decimals)} {name}"


def next_step(steps: list[Step], letter: str, language: Language) -> str:
    """The smallest change in words: "B if value 374.48 → 494.93"."""
    if not steps:
        return _OUT_OF_REACH.in_(language) if letter in "BCD" and letter else ""
    if steps[0].unit == "missing":
        fields = ", ".join(criterion_name(step.criterion, language) for step in steps)
        return _MISSING.in_(language, fields=fields)
    joined = (_AND if steps[0].together else _OR).in_(language)
    changes = joined.join(
        f"{criterion_name(step.criterion, language)} "
        f"{figure(step.start, step.unit, language)} → "
        f"{figure(step.to, step.unit, language)}"
        for step in steps
    )
    return _TO.in_(language, letter=steps[0].letter, changes=changes)


def next_sentences(result: Assessment, language: Language) -> list[str]:
    """The smallest change to the next letter, one sentence a client."""
    letters = LETTERS[result.lettering.letter]
    return [
        next_step(steps, str(letter), language)
        for steps, letter in zip(result.next_steps(), letters, strict=True)
    ]
