"""A comparison of two reviews in words: the matrix, the causes, the biggest moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from segmentation_addin.core.comparison import Comparison
from segmentation_addin.core.readings.migration import AFTER, BEFORE
from segmentation_addin.core.results_since import MarginEffects
from segmentation_addin.core.vintages import Vintage
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.workbook.board_history_matrix import LABELS
from segmentation_addin.workbook.board_history_results import (
    CAUSE_WORDS,
    cause_words,
    letters_words,
)

_REVIEW = Text("review {number} ({as_of})", "revue {number} ({as_of})")
_TODAY = Text("today ({as_of})", "aujourd'hui ({as_of})")
_TITLE = Text("From {before} to {after}", "De : {before}, à : {after}")
_SAME = Text(
    "Same scale and rules: every move is a move of the client.",
    "Même barème, mêmes règles : chaque mouvement est celui du client.",
)
_OTHER = Text(
    "The scale or the rules changed: the old figures were scored again with the new "
    "ones to tell moves of clients from moves of parameters.",
    "Le barème ou les règles ont changé : les anciens chiffres ont été notés de nouveau "
    "avec les nouveaux, pour séparer les mouvements des clients de ceux des paramètres.",
)
_MOVES = Text("The biggest moves:", "Les plus grands mouvements :")
_NOBODY = Text("Nobody moved.", "Personne n'a changé de lettre.")
_RATE = Text(
    "Net margin rate: {before} to {after}, clients of known margin "
    "(same clients, own rates {own}; mix {mix}; arrivals and departures {moved}, in "
    "points)",
    "Taux de marge nette : de {before} à {after}, clients de marge connue "
    "(mêmes clients, leurs taux {own} ; mix {mix} ; arrivées et départs {moved}, en "
    "points)",
)
_FROM = Text("From", "De")
_TOTAL = Text("Total", "Total")


def review_name(vintage: Vintage, language: Language) -> str:
    """A review as a sentence names it."""
    if not vintage.closed:
        return _TODAY.in_(language, as_of=vintage.as_of)
    return _REVIEW.in_(language, number=vintage.number, as_of=vintage.as_of)


def title_of(found: Comparison, language: Language) -> str:
    """Which two reviews are compared."""
    return _TITLE.in_(
        language,
        before=review_name(found.before, language),
        after=review_name(found.after, language),
    )


def matrix_rows(
    found: Comparison, language: Language
) -> tuple[list[str], list[list[str]]]:
    """Clients by previous (rows) and current letter (columns), with the sums."""
    head = [
        _FROM.in_(language),
        *(LABELS[key].in_(language) for key in AFTER),
        _TOTAL.in_(language),
    ]
    counts = found.migration.counts[: len(BEFORE), : len(AFTER)]
    rows = [
        [
            LABELS[key].in_(language),
            *(number(count, language) for count in counts[at]),
            number(counts[at].sum(), language),
        ]
        for at, key in enumerate(BEFORE)
    ]
    sums = [number(count, language) for count in counts.sum(axis=0)]
    total = number(counts.sum(), language)
    return head, [*rows, [_TOTAL.in_(language), *sums, total]]


def comparison_lines(
    found: Comparison, names: Mapping[str, str], currency: str, language: Language
) -> Iterator[str]:
    """What stands under the matrix: parameters, causes, biggest moves, margin rate."""
    yield (_SAME if found.same_parameters else _OTHER).in_(language)
    causes = {cause: count for cause, count in found.by_cause().items() if count}
    if not causes:
        yield _NOBODY.in_(language)
    else:
        yield " · ".join(
            f"{CAUSE_WORDS[cause].in_(language)} {number(count, language)}"
            for cause, count in causes.items()
        )
        yield ""
        yield _MOVES.in_(language)
    for move in found.biggest():
        amount = f"{number(move.revenue, language)} {currency}".strip()
        name = names.get(move.client_id, "")
        yield (
            f"  {letters_words(move, language)}  {move.client_id}  {name}  {amount}  "
            f"({cause_words(move, language)})"
        )
    if found.effects is not None:
        yield ""
        yield rate_line(found.effects, language)


def rate_line(effects: MarginEffects, language: Language) -> str:
    """The change of the net margin rate and its three parts."""

    def points(value: float) -> str:
        text = number(100 * value, language, 1)
        return text if text.startswith("-") else f"+{text}"

    return _RATE.in_(
        language,
        before=percent(effects.before, language, 1),
        after=percent(effects.after, language, 1),
        own=points(effects.own_rates),
        mix=points(effects.mix),
        moved=points(effects.moved),
    )
