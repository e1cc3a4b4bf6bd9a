"""A review as it was closed: letters, figures, scale and settings, never rewritten.

The portfolio of today has the same shape, so that any two can be compared. Source:
method, sections 1 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.criteria import CRITERIA, WORST, divide
from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.letters import Facts, Rules

if TYPE_CHECKING:
    from segmentation_addin.core.scale import Scale

TODAY = 0
"""Number of the portfolio that is not closed."""
FIGURES = (
    "score",
    "revenue",
    "gross_margin",
    "cost_to_serve",
    "net_margin",
    "orders",
    "active_months",
    "days",
    "potential",
)
CLIENT_COLUMNS = ("client_id", "letter", "computed_letter", *FIGURES, "details")
OTHER_CRITERIA = tuple(
    key
    for key in CRITERIA
    if key
    not in (
        "value",
        "margin",
        "service",
        "potential",
        "recurrence",
        "recency",
        "frequency",
    )
)
"""Criteria that no figure above gives: they stand in `details`."""
MARKS = ("new", "estimated")
SEPARATOR = "; "
SIGNS: Mapping[str, str] = {
    **{letter: letter for letter in "ABCD"},
    "NC": "N",
    "": "I",
}
"""Sign of each letter in a path; "-" for a client that a review does not know."""
ABSENT = "-"


@dataclass(frozen=True, eq=False)
class Vintage:
    """One closed review, or the portfolio of today (`number` = `TODAY`)."""

    number: int
    as_of: np.datetime64
    clients: pd.DataFrame
    """One row a client, columns `CLIENT_COLUMNS`. Letters: "A".."D", "NC", "" =
    inactive; amounts in currency, NaN = unknown."""
    scale: Scale
    rules: Rules
    settings: Mapping[str, float | str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    """Cost of one unit of driver, by activity."""
    pools: Mapping[str, float] = field(default_factory=dict)
    """Cost of the period, by pool."""
    totals: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By letter, "NC", "inactive", "orphans" and "all": clients, revenue,
    gross_margin, cost_to_serve, net_margin, orders."""
    measures: Mapping[str, float] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    """closed_on, closed_by, note, fingerprint, version."""

    @property
    def closed(self) -> bool:
        """False for the portfolio of today."""
        return self.number != TODAY

    def figures(self, column: str) -> FloatArray:
        """One figure of all clients, NaN where unknown."""
        return self.clients[column].to_numpy(dtype=np.float64)

    def words(self, column: str) -> NDArray[np.object_]:
        """One text of all clients, "" where blank."""
        return self.clients[column].to_numpy(dtype=object)

    @property
    def active(self) -> BoolArray:
        """Clients with revenue, orders or cost in the period."""
        return np.asarray(self.words("computed_letter") != "", dtype=bool)

    @cached_property
    def _details(self) -> dict[str, FloatArray]:
        """What `details` says of each client; marks are 1 where they stand."""
        found = {
            **{key: np.full(len(self.clients), np.nan) for key in OTHER_CRITERIA},
            **{key: np.zeros(len(self.clients)) for key in MARKS},
        }
        for row, text in enumerate(self.words("details")):
            for part in text.split(SEPARATOR) if text else ():
                key, _, value = part.partition("=")
                if key in found:
                    found[key][row] = number_of(value) if value else 1.0
        return found

    def mark(self, key: str) -> BoolArray:
        """Clients that are "new", or whose gross margin is "estimated"."""
        return self._details[key] > 0

    @property
    def cost_known(self) -> BoolArray:
        """Clients whose cost to serve is known."""
        return ~np.isnan(self.figures("cost_to_serve"))

    def values(self) -> dict[str, FloatArray]:
        """The value of every criterion for each client, NaN where unknown."""
        revenue, margin = self.figures("revenue"), self.figures("gross_margin")
        cost = self.figures("cost_to_serve")
        rate = divide(margin, revenue)
        worst = self.cost_known & (margin <= 0)
        found = {
            "value": revenue,
            "margin": np.where(self.mark("estimated"), np.nan, rate),
            "service": np.where(worst, WORST, divide(cost, margin)),
            "potential": self.figures("potential"),
            "recurrence": self.figures("active_months"),
            "recency": self.figures("days"),
            "frequency": self.figures("orders"),
            **{key: self._details[key] for key in OTHER_CRITERIA},
        }
        active = self.active
        return {key: np.where(active, found[key], np.nan) for key in CRITERIA}

    def facts(self) -> Facts:
        """What the rules of the letters look at."""
        known, margin = self.cost_known, self.figures("gross_margin")
        cost = np.where(known, self.figures("cost_to_serve"), 0.0)
        return Facts(
            active=self.active,
            revenue=self.figures("revenue"),
            margin_known=~np.isnan(margin),
            net_margin=margin - cost,
            days=self.figures("days"),
            cost_missing=self.active & ~known & bool(known.any()),
            estimated=self.mark("estimated"),
            new=self.mark("new"),
        )

    def of_clients(
        self, ids: NDArray[np.object_]
    ) -> tuple[NDArray[np.object_], FloatArray]:
        """Letter and revenue of each client, "" and NaN for those it does not know."""
        place = pd.Index(self.words("client_id"), dtype=object).get_indexer(
            pd.Index(ids, dtype=object)
        )
        here = place >= 0
        letters = np.full(len(ids), "", dtype=object)
        revenue = np.full(len(ids), np.nan)
        letters[here] = self.words("letter")[place[here]]
        revenue[here] = self.figures("revenue")[place[here]]
        return letters, revenue

    def same_parameters(self, other: Vintage) -> bool:
        """True when scale and rules are the same: letters compare as they stand."""
        return self.rules == other.rules and _keyed(self.scale) == _keyed(other.scale)


def _keyed(scale: Scale) -> dict[str, tuple[object, ...]]:
    """The criteria that weigh, without their place on the sheet."""
    return {
        criterion.key: (
            criterion.better,
            criterion.weight,
            None if criterion.knots is None else tuple(criterion.knots.tolist()),
        )
        for criterion in scale
        if criterion.weight > 0
    }


def number_of(text: str) -> float:
    """The number of a text; NaN where somebody wrote something else."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def details_text(marks: Sequence[str], values: Mapping[str, float]) -> str:
    """Marks and known values as one text.

    >>> details_text(["new"], {"tenure": 3.5, "growth": float("nan")})
    'new; tenure=3.5'
    """
    known = (
        f"{key}={float(value)!r}"
        for key, value in values.items()
        if not np.isnan(value)
    )
    return SEPARATOR.join([*marks, *known])


def last(vintages: Sequence[Vintage]) -> Vintage | None:
    """The review that was closed last."""
    return max(vintages, key=lambda vintage: vintage.number, default=None)


def first(vintages: Sequence[Vintage]) -> Vintage | None:
    """The review that was closed first."""
    return min(vintages, key=lambda vintage: vintage.number, default=None)


def of_date(vintages: Sequence[Vintage], as_of: np.datetime64) -> Vintage | None:
    """The last review closed for that analysis date."""
    return last([vintage for vintage in vintages if vintage.as_of == as_of])


def before(vintages: Sequence[Vintage], other: Vintage) -> Vintage | None:
    """The review to compare another with: the last one of an earlier date.

    Without one, the last that was closed before it.
    """
    earlier = [vintage for vintage in vintages if vintage.as_of < other.as_of]
    if earlier:
        return max(earlier, key=lambda vintage: (vintage.as_of, vintage.number))
    number = other.number if other.closed else np.inf
    return last([vintage for vintage in vintages if vintage.number < number])


def paths(vintages: Sequence[Vintage], ids: NDArray[np.object_]) -> NDArray[np.object_]:
    """The letters of each client in all reviews, one sign a review.

    Review n is the nth sign, so a formula finds it without a search.
    """
    numbers = {vintage.number: vintage for vintage in vintages}
    path = np.full(len(ids), "", dtype=object)
    for number in range(1, max(numbers, default=0) + 1):
        sign = np.full(len(ids), ABSENT, dtype=object)
        if number in numbers:
            known = numbers[number].clients
            place = pd.Index(known["client_id"], dtype=object).get_indexer(
                pd.Index(ids, dtype=object)
            )
            signs = known["letter"].map(SIGNS).fillna(ABSENT).to_numpy(dtype=object)
            here = place >= 0
            sign[here] = signs[place[here]]
        path = path + sign
    return path
