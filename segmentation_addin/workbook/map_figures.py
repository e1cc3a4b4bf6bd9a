"""The figures of places: what the formulas of the Map add up, by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from segmentation_addin.core.countries import COUNTRIES, FRANCE
from segmentation_addin.core.french_places import COLLECTIVITIES, DEPARTMENTS, REGIONS
from segmentation_addin.languages import Language
from segmentation_addin.workbook.board_figures import Figures, Flags, ratio
from segmentation_addin.workbook.outputs import NOT_FILLED

LISTED = 20
"""Countries in the table."""
DIGITS = 6
"""Decimals by which two places are told apart when they are ranked."""


@dataclass(frozen=True)
class Place:
    """The figures of the clients of one place."""

    clients: int = 0
    revenue: float = 0.0
    net_margin: float | str = ""
    """"" when the net margin of no client is known."""
    letter_d: int = 0
    false_good: int = 0

    def measured(self, measure: str) -> float | str:
        """The chosen measure; "" without a client, or when it is unknown."""
        if not self.clients:
            return ""
        found: float | str = ""
        if measure == "share_d":
            found = self.letter_d / self.clients
        elif measure == "net_margin_rate":
            if not isinstance(self.net_margin, str):
                found = ratio(self.net_margin, self.revenue)
        else:
            found = getattr(self, measure)
        return found


class MapFigures:
    """The figures of départements, régions, countries and of what is on no map."""

    def __init__(self, figures: Figures, measure: str, language: Language) -> None:
        self._figures = figures
        self._nothing = NOT_FILLED.in_(language)
        self._france = COUNTRIES[FRANCE].in_(language)
        self.measure = measure

    def _by(self, key: str, names: tuple[str, ...]) -> Mapping[str, Place]:
        figures = self._figures
        groups, found = pd.factorize(pd.Series(figures.words(key), dtype=object))
        margin = figures.numbers("net_margin")
        known = np.isfinite(margin)

        def summed(values: np.ndarray) -> np.ndarray:
            return np.bincount(groups, np.nan_to_num(values), len(found))

        columns = (
            np.bincount(groups, minlength=len(found)),
            summed(figures.numbers("revenue")),
            summed(margin),
            summed(known),
            summed(np.asarray(figures.words("letter") == "D")),
            summed(figures.flagged),
        )
        places = {
            name: Place(
                int(clients),
                float(revenue),
                float(net) if costed else "",
                int(letter_d),
                int(false_good),
            )
            for name, clients, revenue, net, costed, letter_d, false_good in zip(
                found, *columns, strict=True
            )
        }
        return {name: places.get(name, Place()) for name in names}

    @cached_property
    def departments(self) -> Mapping[str, Place]:
        """By code, all of them."""
        return self._by("department", tuple(place.code for place in DEPARTMENTS))

    @cached_property
    def regions(self) -> Mapping[str, Place]:
        """By name, all of them."""
        return self._by("region", tuple(place.name for place in REGIONS))

    def of(self, rows: Flags) -> Place:
        """The figures of some rows of `tblSegmentation`."""
        figures = self._figures
        known = np.isfinite(figures.numbers("net_margin")[rows]).any()
        return Place(
            int(rows.sum()),
            figures.total("revenue", rows),
            figures.total("net_margin", rows) if known else "",
            int((figures.words("letter")[rows] == "D").sum()),
            int(figures.flagged[rows].sum()),
        )

    def _is(self, key: str, *names: str) -> Flags:
        return np.isin(self._figures.words(key).astype(str), names)

    @cached_property
    def on_map(self) -> Place:
        """Clients with a tile on the map of départements."""
        return self.of(self._is("department", *self.departments))

    @cached_property
    def collectivities(self) -> Place:
        """Clients in a part of France that has no tile."""
        return self.of(self._is("department", *COLLECTIVITIES))

    @cached_property
    def unreadable(self) -> Place:
        """Clients in France whose département cannot be read."""
        return self.of(
            self._is("country", self._france) & self._is("department", self._nothing)
        )

    @cached_property
    def abroad(self) -> Place:
        """Clients in another country."""
        return self.of(~self._is("country", self._france, self._nothing, ""))

    @cached_property
    def nowhere(self) -> Place:
        """Clients of whom nobody said the country."""
        return self.of(self._is("country", self._nothing))

    @cached_property
    def told(self) -> Place:
        """All the clients above."""
        return added(
            self.on_map,
            self.collectivities,
            self.unreadable,
            self.abroad,
            self.nowhere,
        )

    @cached_property
    def countries(self) -> Mapping[int, str]:
        """Name of each country by its rank in revenue."""
        return self._figures.names_by_rank("country", "country_rank")

    @cached_property
    def _country_ranks(self) -> np.ndarray:
        return self._figures.numbers("country_rank")

    @cached_property
    def listed(self) -> Mapping[int, Place]:
        """The figures of each listed country by its rank."""
        ranks = self._country_ranks
        return {rank: self.of(ranks == rank) for rank in range(1, LISTED + 1)}

    @cached_property
    def other_countries(self) -> Place:
        """The figures of the countries after the listed ones."""
        return self.of(self._country_ranks > LISTED)

    @cached_property
    def all_countries(self) -> Place:
        """The listed countries and the others."""
        return added(*self.listed.values(), self.other_countries)

    # --- the chosen measure on the map of départements ---------------------------

    @cached_property
    def measured(self) -> Mapping[str, float]:
        """The chosen measure of each département that has one."""
        found = {
            code: place.measured(self.measure)
            for code, place in self.departments.items()
        }
        return {code: x for code, x in found.items() if not isinstance(x, str)}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Rank of each measured département, 1 = most; ties by code."""
        keys = [(-round(x, DIGITS), code) for code, x in self.measured.items()]
        return {code: rank for rank, (_, code) in enumerate(sorted(keys), start=1)}

    @cached_property
    def code_of_rank(self) -> Mapping[int, str]:
        """Code of the département of each rank."""
        return {rank: code for code, rank in self.ranks.items()}

    @cached_property
    def deepest(self) -> float:
        """The figure, either side of 0, from which tiles have the deepest colour."""
        return _deepest(list(self.measured.values()))

    @cached_property
    def lowest(self) -> float:
        """The lowest figure of the legend: 0, or the deepest loss."""
        return -self.deepest if min(self.measured.values(), default=0.0) < 0 else 0.0

    @cached_property
    def deepest_region(self) -> float:
        """The same for the map of régions."""
        found = [place.measured(self.measure) for place in self.regions.values()]
        return _deepest([x for x in found if not isinstance(x, str)])

    @cached_property
    def deepest_country(self) -> float:
        """The same for the listed countries."""
        found = [place.measured(self.measure) for place in self.listed.values()]
        return _deepest([x for x in found if not isinstance(x, str)])


def added(*places: Place) -> Place:
    """Several places as one; its net margin is unknown when that of all is."""
    known = [x.net_margin for x in places if not isinstance(x.net_margin, str)]
    return Place(
        sum(place.clients for place in places),
        sum(place.revenue for place in places),
        float(sum(known)) if known else "",
        sum(place.letter_d for place in places),
        sum(place.false_good for place in places),
    )


DEEP_SHARE = 0.9
"""Tiles beyond this quantile all have the deepest colour: one giant hides nobody."""


def _deepest(values: list[float]) -> float:
    if not values:
        return 1.0
    found = float(np.quantile(np.abs(values), DEEP_SHARE))
    return found if found > 0 else 1.0
