"""Compare two reviews, or one with today: who moved, why, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from segmentation_addin.core.comparison import Comparison, Move, compare
from segmentation_addin.core.freezing import today
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.readings.migration import AFTER, BEFORE
from segmentation_addin.core.results_since import MarginEffects, margin_effects
from segmentation_addin.core.vintages import Vintage, before, first, last
from segmentation_addin.languages import Language, Text
from segmentation_addin.results.document import plain
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services.closing import review_document
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.vintages import names_of
from segmentation_addin.workbook.host import Host, Progress, silent

TODAY = Text("today", "aujourd'hui")


@dataclass(frozen=True)
class Compared:
    """What a comparison found; `comparison` is None when it was refused."""

    language: Language
    issues: list[RenderedIssue]
    comparison: Comparison | None = None
    since: MarginEffects | None = None
    """From the first closed review to the second of the two."""
    names: dict[str, str] = field(default_factory=dict)
    currency: str = ""

    @property
    def refused(self) -> bool:
        """The data, or the reviews asked for, did not allow it."""
        return self.comparison is None

    def document(self) -> dict[str, Any]:
        """What `segmentation compare --json` prints."""
        found = self.comparison
        assert found is not None
        return {
            "from": review_document(found.before),
            "to": review_document(found.after),
            "same_parameters": found.same_parameters,
            "matrix": {
                "rows": list(BEFORE),
                "columns": list(AFTER),
                "clients": plain(found.migration.counts[:7, :7].tolist()),
                "revenue_before": plain(
                    found.migration.before.revenue[:7, :7].tolist()
                ),
                "revenue_after": plain(found.migration.after.revenue[:7, :7].tolist()),
            },
            "by_cause": found.by_cause(),
            "moves": [self._move(move) for move in found.biggest()],
            "net_margin_rate": _effects(found.effects),
            "net_margin_rate_since_first": _effects(self.since),
        }

    def _move(self, move: Move) -> dict[str, Any]:
        return {
            "client_id": move.client_id,
            "name": self.names.get(move.client_id) or None,
            "from": move.before,
            "to": move.after,
            "revenue_before": move.revenue_before,
            "revenue_after": move.revenue_after,
            "cause": move.cause,
            "driver": move.driver or None,
        }


def _effects(effects: MarginEffects | None) -> dict[str, float] | None:
    if effects is None:
        return None
    return {
        "from": effects.before,
        "to": effects.after,
        "change": effects.change,
        "same_clients_own_rates": effects.own_rates,
        "same_clients_mix": effects.mix,
        "arrivals_and_departures": effects.moved,
    }


def compare_reviews(
    host: Host,
    wanted_before: str | None = None,
    wanted_after: str | None = None,
    progress: Progress = silent,
) -> Compared:
    """Compares two reviews; nothing is written.

    A review is named by its number, by its analysis date (the last one closed for
    it), or as "today". Left out: today, and the review before it.
    """
    computed = compute(host, robust=False, progress=progress)
    result = computed.result
    if result is None:
        return Compared(computed.language, computed.rendered())
    vintages = computed.inputs.vintages
    oldest = first(vintages)
    if oldest is None:
        return _refused(computed, Issue("no_closed_review", Severity.ERROR))
    now = today(result, computed.inputs)
    after = now if wanted_after is None else find_review(vintages, now, wanted_after)
    if after is None:
        return _refused(computed, _unknown(vintages, str(wanted_after)))
    start = (
        before(vintages, after) or oldest
        if wanted_before is None
        else find_review(vintages, now, wanted_before)
    )
    if start is None:
        return _refused(computed, _unknown(vintages, str(wanted_before)))
    found = compare(start, after)
    return Compared(
        computed.language,
        computed.rendered(),
        found,
        margin_effects(oldest, after),
        names_of(computed, found),
        str(computed.inputs.settings.get("currency") or ""),
    )


def find_review(
    vintages: Sequence[Vintage], now: Vintage, wanted: str
) -> Vintage | None:
    """The review of that number or analysis date; "today" is the portfolio of now."""
    name = wanted.strip().casefold()
    if name in {"today", TODAY.en, TODAY.fr, "aujourd’hui"}:
        return now
    numbered = [x for x in vintages if str(x.number) == name]
    return last(numbered or [x for x in vintages if str(x.as_of) == name])


def _unknown(vintages: Sequence[Vintage], wanted: str) -> Issue:
    known = ", ".join(f"{x.number} ({x.as_of})" for x in vintages)
    params = {"found": wanted, "expected": known}
    return Issue("no_such_review", Severity.ERROR, params=params)


def _refused(computed: Computed, issue: Issue) -> Compared:
    alone = Computed(
        computed.language, computed.tables, computed.inputs, None, [], [issue]
    )
    return Compared(computed.language, alone.rendered())
