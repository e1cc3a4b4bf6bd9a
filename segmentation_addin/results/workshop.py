"""The workshop on weights as the sheet and the terminal show it."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.core.ahp import Ahp, Inconsistency
from segmentation_addin.core.workshop import Workshop, scale_weights
from segmentation_addin.languages import Language, Text, number
from segmentation_addin.workbook.inputs import CRITERIA
from segmentation_addin.workbook.review_facts import ParticipantLine, WeightLine

_PAIR = Text(
    "{first} / {second}: {said}; the rest says {fitting}",
    "{first} / {second} : {said} ; le reste dit {fitting}",
)
_OPEN = Text("1 pair not judged: {pair}", "1 paire non jugée : {pair}")
_OPEN_PAIRS = Text(
    "{count} pairs not judged, {pair} first",
    "{count} paires non jugées, d'abord {pair}",
)


def judgement(times: float, language: Language) -> str:
    """A judgement as people say it: 3, 1/3, 2.5.

    >>> judgement(3.0, "en"), judgement(1 / 3, "en"), judgement(0.4, "fr")
    ('3', '1/3', '1/2,5')
    """
    size = round(times if times >= 1 else 1 / times, 1)
    text = number(size, language, 0 if size == round(size) else 1)
    return text if times >= 1 or size == 1 else f"1/{text}"


def pair_in_words(found: Ahp, language: Language) -> str:
    """What to talk over: the pair that contradicts the rest, or the open pairs.

    A consistent set of judgements has nothing to talk over.
    """
    if found.missing:
        first, second = found.missing[0]
        pair = f"{_name(first, language)} / {_name(second, language)}"
        count = len(found.missing)
        text = _OPEN if count == 1 else _OPEN_PAIRS
        return text.in_(language, count=count, pair=pair)
    if found.worst is None or found.consistent:
        return ""
    return _inconsistency(found.worst, language)


def _inconsistency(worst: Inconsistency, language: Language) -> str:
    return _PAIR.in_(
        language,
        first=_name(worst.first, language),
        second=_name(worst.second, language),
        said=judgement(worst.judgement, language),
        fitting=judgement(worst.fitting, language),
    )


def _name(criterion: str, language: Language) -> str:
    return CRITERIA[criterion].in_(language)


def participant_lines(
    found: Workshop, language: Language
) -> tuple[ParticipantLine, ...]:
    """Consistency of each participant, and the pair to talk over."""
    return tuple(
        ParticipantLine(
            person.name,
            person.found.consistency_ratio,
            pair_in_words(person.found, language),
        )
        for person in found.participants
    )


def weight_lines(
    found: Workshop,
    typed: Mapping[str, float],
    labels: Mapping[str, float],
    language: Language,
) -> tuple[WeightLine, ...]:
    """What each judged criterion weighs today and would weigh, the largest first.

    Args:
        found: the workshop.
        typed: criterion -> weight on the scale.
        labels: folded label on the sheet -> weight, as a SUMIF finds it.
        language: that of the workbook.
    """
    if found.group is None or not found.group.weights:
        return ()
    proposed = scale_weights(found.group.weights, typed)
    order = sorted(proposed, key=lambda key: (-proposed[key], key))
    lines = []
    for key in order:
        label = _name(key, language)
        today = labels.get(label.casefold(), 0.0)
        lines.append(WeightLine(label, today, proposed[key]))
    return tuple(lines)
