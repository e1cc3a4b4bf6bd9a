"""What the fixed cells of the History sheet show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from segmentation_addin.core.comparison import Comparison
from segmentation_addin.core.results_since import MarginEffects
from segmentation_addin.core.review_calendar import ReviewCalendar
from segmentation_addin.core.vintages import Vintage, before, last


def day_of(day: np.datetime64) -> date | None:
    """A day as a cell holds it; None for NaT."""
    return None if np.isnat(day) else day.astype("datetime64[D]").astype(object)


@dataclass(frozen=True, eq=False)
class HistoryFacts:
    """The closed reviews, the two that are compared, and what is due."""

    vintages: tuple[Vintage, ...] = ()
    chosen_before: int | None = None
    """Number that the sheet asks for; None = the default."""
    chosen_after: int | None = None
    """None = today's letters."""
    comparison: Comparison | None = None
    """None when the two reviews cannot be compared."""
    effects: MarginEffects | None = None
    """From the first review to today."""
    start_from: str = ""
    start: date | None = None
    """Day before the analysis period: where the letters at the start belong."""
    calendar: ReviewCalendar = field(default_factory=ReviewCalendar)
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of the clients that the sheet lists."""

    def vintage(self, number: int | None) -> Vintage | None:
        """The closed review of that number."""
        return next((x for x in self.vintages if x.number == number), None)

    @property
    def newest(self) -> int:
        """Number of the review closed last; 0 when there is none."""
        found = last(self.vintages)
        return 0 if found is None else found.number


def reviews_to_compare(
    vintages: tuple[Vintage, ...],
    today: Vintage,
    chosen_before: int | None,
    chosen_after: int | None,
) -> tuple[Vintage, Vintage] | None:
    """The two reviews that the sheet compares; None when they cannot be.

    The first must be a closed review, and not one closed after the second: a path of
    letters only knows the reviews up to its own.
    """
    known = {vintage.number: vintage for vintage in vintages}
    after = today if chosen_after is None else known.get(chosen_after)
    if after is None:
        return None
    first = before(vintages, after) if chosen_before is None else None
    if chosen_before is not None:
        first = known.get(chosen_before)
    if first is None or (after.closed and first.number > after.number):
        return None
    return first, after
