"""How far the figures can be relied upon, in the sentences of the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.core.reconciliation import Reconciliation
from segmentation_addin.core.reliability import Reliability
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.workbook.outputs import CONFIDENCE

_GRADE = Text(
    "Confidence of the portfolio: {level} ({share} of full confidence, by revenue)",
    "Confiance du portefeuille : {level} ({share} de la confiance entière, en CA)",
)
_ESTIMATED = Text(
    "Gross margin on estimates: {amount}{part}, {count} client(s)",
    "Marge brute sur estimations : {amount}{part}, {count} client(s)",
)
_UNKNOWN = Text(
    "Revenue of unknown margin: {amount}, {count} client(s)",
    "CA de marge inconnue : {amount}, {count} client(s)",
)
_LEDGER = Text(
    "Ledger revenue: {ledger}; difference {difference}{part}: {verdict}",
    "CA comptable : {ledger} ; écart {difference}{part} : {verdict}",
)
_AGREES = Text("within 0.5 %", "dans la limite de 0,5 %")
_DIFFERS = Text("beyond 0.5 %", "au-delà de 0,5 %")


def reliability_lines(found: Reliability, language: Language) -> list[str]:
    """What a terminal says of the figures: only what there is to say."""
    return list(_lines(found, language))


def _lines(found: Reliability, language: Language) -> Iterator[str]:
    trust = found.trust
    if trust.share is not None:
        yield _GRADE.in_(
            language,
            level=CONFIDENCE[trust.level].in_(language),
            share=percent(trust.share, language),
        )
    if trust.estimated_clients:
        share = trust.estimated_share
        yield _ESTIMATED.in_(
            language,
            amount=number(trust.estimated_margin, language),
            part="" if share is None else f" ({percent(share, language, 1)})",
            count=number(trust.estimated_clients, language),
        )
    if trust.unknown_clients:
        yield _UNKNOWN.in_(
            language,
            amount=number(trust.unknown_revenue, language),
            count=number(trust.unknown_clients, language),
        )
    if found.ledger is not None:
        yield _ledger(found.ledger, language)


def _ledger(held: Reconciliation, language: Language) -> str:
    part = "" if held.share is None else f" ({percent(held.share, language, 2)})"
    verdict = _AGREES if held.agrees else _DIFFERS
    return _LEDGER.in_(
        language,
        ledger=number(held.ledger, language, 2),
        difference=number(held.difference, language, 2),
        part=part,
        verdict=verdict.in_(language),
    )
