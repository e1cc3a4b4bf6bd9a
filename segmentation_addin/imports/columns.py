"""Which column of a file is which column of the workbook.

By what a user said of its heading, then by the heading, then by the values: they
confirm a plain word, tell codes from names and rates from amounts, and find the codes
that no heading names. A year in a heading dates the figures below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports import column_evidence as evidence
from segmentation_addin.imports.export_headings import SHARED
from segmentation_addin.imports.heading_fit import (
    KNOWN,
    PLAIN,
    RULED,
    TAXED,
    fit_of,
    own_driver,
    ruled_fit,
)
from segmentation_addin.imports.heading_years import DatedHeading, dated_heading
from segmentation_addin.imports.headings import known_headings, theirs
from segmentation_addin.imports.sources import RawColumn, Source
from segmentation_addin.imports.table_rows import MARGIN_RATE, MARGIN_RATE_COLUMN
from segmentation_addin.imports.tax import with_vat
from segmentation_addin.workbook.declaration import Column, Table, heading_key
from segmentation_addin.workbook.inputs import COST_TO_SERVE, MARGINS

_DATED = (MARGINS, COST_TO_SERVE)
_ROW_NUMBER = frozenset({"n", "no", "num", "numero", "number"})
"""Headings under which rows are numbered as often as clients are."""


class Rule(NamedTuple):
    """What a user says of a heading: "tblMargins.revenue", or "" to leave it out."""

    heading: str
    column: str


class Offer(NamedTuple):
    """A heading that fits a column, and how loosely."""

    looseness: int
    position: int
    targets: dict[str, Column]
    """The tables that have the column, and the column."""
    year: int | None = None
    note: str = ""

    @property
    def column(self) -> Column:
        """The column, the same in all of its tables."""
        return next(iter(self.targets.values()))


@dataclass
class FileColumns:
    """What each heading of a file was taken for."""

    places: dict[str, tuple[int, Column]] = field(default_factory=dict)
    """Column key -> where it stands in the file."""
    targets: dict[str, list[str]] = field(default_factory=dict)
    """Column key -> the tables that have it."""
    year: int | None = None
    """The year of `places`, where headings name it."""
    earlier: dict[int, dict[str, tuple[int, Column]]] = field(default_factory=dict)
    """The same for other years that headings name."""
    ignored: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    """Headings that fit a column for which another one is read."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Heading that is not read -> why, as `messages.recognition.REASONS` has it."""
    rivals: dict[str, list[str]] = field(default_factory=dict)
    """"tblX.column key" -> the headings that fit it equally well."""
    issues: list[Issue] = field(default_factory=list)

    def leave(self, heading: str, reason: str) -> None:
        """A heading that is not read, and why."""
        (self.ambiguous if reason == "surer" else self.ignored).append(heading)
        self.reasons[heading] = reason

    def tell(
        self, code: str, found: str, severity: Severity = Severity.NOTE, **more: str
    ) -> None:
        """A finding about one heading."""
        params: dict[str, ParamValue] = {"found": found, **more}
        self.issues.append(Issue(code, severity, params=params))


def columns_of(
    source: Source,
    tables: Sequence[Table],
    rules: Sequence[Rule] = (),
    drivers: Sequence[str] = (),
) -> FileColumns:
    """What each column of a file is; rivals are named, and the first is read.

    `drivers` are the cost drivers that the user added to the workbook.
    """
    return _Recognition(source, tables, rules, drivers).columns()


class _Recognition:
    def __init__(
        self,
        source: Source,
        tables: Sequence[Table],
        rules: Sequence[Rule],
        drivers: Sequence[str],
    ) -> None:
        self.source, self.tables = source, tables
        there = drivers if COST_TO_SERVE in tables else ()
        self.drivers = {heading_key(name): own_driver(name) for name in there}
        self.headings = source.headings
        self.said = {heading_key(rule.heading): rule.column for rule in rules}
        self.found = FileColumns()
        self.offers: dict[str, list[Offer]] = {}
        self.unknown: list[int] = []
        self.raws: dict[int, RawColumn] = {}

    def columns(self) -> FileColumns:
        """Offers of all headings, weighed by their values, then the surest of each."""
        for position, heading in enumerate(self.headings):
            if heading:
                self._offer(position, heading)
        self._confirm()
        self._codes_and_names()
        self._rates()
        self._period()
        for position in self.unknown:
            self.found.leave(self.headings[position], "unknown")
        self._years()
        for key, offers in self.offers.items():
            self._take(key, offers)
        return self.found

    def _raw(self, position: int) -> RawColumn:
        if position not in self.raws:
            [self.raws[position]] = self.source.read([position])
        return self.raws[position]

    # --- headings ---

    def _offer(self, position: int, heading: str) -> None:
        ruled = self.said.get(heading_key(heading))
        if ruled is not None:
            targets = ruled_fit(ruled, self.tables, self.drivers)
            if targets:
                year = _year(dated_heading(heading), targets)
                self._add(Offer(RULED, position, targets, year))
            else:
                self.found.leave(heading, "ruled")
        elif theirs(heading):
            self.found.leave(heading, "theirs")
            self.found.tell("their_own_revenue", heading)
        else:
            self._by_name(position, heading)

    def _by_name(self, position: int, heading: str) -> None:
        """Offers a heading for the column that it names, less a year or as a whole."""
        dated = dated_heading(heading)
        fit = fit_of(dated.bare, self.tables, self.drivers)
        if fit is None and dated.bare != heading:
            dated = DatedHeading(heading, None, False)
            fit = fit_of(heading, self.tables, self.drivers)
        if fit is None:
            self.unknown.append(position)
            return
        looseness, targets, note = fit
        if dated.previous and _is_dated(targets):
            self.found.leave(heading, "previous")
            self.found.tell("previous_year_undated", heading)
            return
        looseness = TAXED if with_vat(heading) else looseness
        year = _year(dated, targets)
        self._add(Offer(looseness, position, targets, year, note))

    def _add(self, offer: Offer) -> None:
        self.offers.setdefault(offer.column.key, []).append(offer)

    # --- values ---

    def _confirm(self) -> None:
        """Takes back what the values of a column belie."""
        for key, offers in list(self.offers.items()):
            for offer in list(offers):
                if offer.looseness == RULED or key in (*SHARED, MARGIN_RATE):
                    continue
                raw = self._raw(offer.position)
                loose = offer.looseness == PLAIN
                if evidence.fits(key, offer.column, raw, loose):
                    continue
                offers.remove(offer)
                heading = self.headings[offer.position]
                self.found.leave(heading, "values")
                if any(raw.filled()):
                    self._belied(heading, offer)
            if not offers:
                del self.offers[key]

    def _belied(self, heading: str, offer: Offer) -> None:
        table = next(iter(offer.targets))
        self.found.tell(
            "column_belied",
            heading,
            Severity.WARNING,
            expected=f"{table}.{offer.column.key}",
        )

    def _codes_and_names(self) -> None:
        """Tells codes from names where one word may mean both, or no heading does."""
        self._drop_row_numbers()
        if self._sure("client_id"):
            return
        names = self.offers.get("name", [])
        plain = [offer for offer in names if offer.looseness == PLAIN]
        coded = [x for x in plain if evidence.are_codes(self._raw(x.position))]
        if "client_id" not in self.offers and len(coded) == 1:
            offer = coded[0]
            names.remove(offer)
            if not names:
                del self.offers["name"]
            self._by_values(offer.position, "client_id")
        if "client_id" not in self.offers:
            apart = self._apart()
            codes = [
                position
                for position in self.unknown
                if evidence.are_codes(self._raw(position), apart)
                and not known_headings([self.headings[position]])
            ]
            if len(codes) == 1:
                self.unknown.remove(codes[0])
                self._by_values(codes[0], "client_id")
        if not {"client_id", "name"} & set(self.offers):
            self._name_by_values()

    def _sure(self, key: str) -> bool:
        return any(offer.looseness < PLAIN for offer in self.offers.get(key, ()))

    def _apart(self) -> int | None:
        """How many different clients the names tell; None without names."""
        names = self.offers.get("name", [])
        if not names:
            return None
        raw = self._raw(min(names, key=lambda offer: offer[:2]).position)
        return len({str(cell).strip() for cell in raw.cells if cell} - {""})

    def _drop_row_numbers(self) -> None:
        """1, 2, 3 beside names and under "No" are rows, not clients."""
        if "name" not in self.offers or "client_id" not in self.offers:
            return
        for offer in list(self.offers["client_id"]):
            heading = self.headings[offer.position]
            if heading_key(heading) in _ROW_NUMBER and evidence.are_numbered(
                self._raw(offer.position)
            ):
                self.offers["client_id"].remove(offer)
                self.found.leave(heading, "rows")
        if not self.offers["client_id"]:
            del self.offers["client_id"]

    def _name_by_values(self) -> None:
        names = [x for x in self.unknown if evidence.are_names(self._raw(x))]
        if len(names) == 1:
            self.unknown.remove(names[0])
            self._by_values(names[0], "name")

    def _by_values(self, position: int, key: str) -> None:
        """Takes a column for what its values say, and tells so."""
        targets = {t.name: t.column(key) for t in self.tables if key in t.keys}
        self._add(Offer(KNOWN, position, targets))
        self.found.tell(
            "column_by_values",
            self.headings[position],
            expected=f"{next(iter(targets))}.{key}",
        )

    def _rates(self) -> None:
        """Margins that are rates are read as such."""
        sold = self.offers.get("revenue", [])
        revenue = self._raw(min(sold).position) if sold else None
        for offer in list(self.offers.get("gross_margin", [])):
            if offer.looseness == RULED or not evidence.are_rates(
                self._raw(offer.position), revenue
            ):
                continue
            self.offers["gross_margin"].remove(offer)
            self._add(offer._replace(targets={MARGINS.name: MARGIN_RATE_COLUMN}))
            self.found.tell("margin_is_rate", self.headings[offer.position])
        if "gross_margin" in self.offers and not self.offers["gross_margin"]:
            del self.offers["gross_margin"]

    def _period(self) -> None:
        """A column of years alone is the period, whatever it is called."""
        dated = [table for table in self.tables if table in _DATED]
        if "period" in self.offers or not dated:
            return
        years = [x for x in self.unknown if evidence.are_years(self._raw(x))]
        if len(years) == 1:
            self.unknown.remove(years[0])
            self._by_values(years[0], "period")

    # --- choices ---

    def _years(self) -> None:
        """Figures of another year than the latest one are set apart."""
        years = {offer.year for offer in self._all() if offer.year is not None}
        if not years or "period" in self.offers:
            return
        self.found.year = max(years)
        for key, offers in list(self.offers.items()):
            dated = [offer for offer in offers if offer.year is not None]
            for offer in offers if dated else ():
                if offer.year is None:
                    self.found.leave(self.headings[offer.position], "surer")
            for year in sorted({x.year for x in dated if x.year} - {max(years)}):
                own = [offer for offer in dated if offer.year == year]
                self._take(key, own, self.found.earlier.setdefault(year, {}))
            if dated:
                self.offers[key] = [x for x in dated if x.year == max(years)]
        self.offers = {key: offers for key, offers in self.offers.items() if offers}

    def _all(self) -> Iterator[Offer]:
        return (offer for offers in self.offers.values() for offer in offers)

    def _take(
        self,
        key: str,
        offers: Sequence[Offer],
        places: dict[str, tuple[int, Column]] | None = None,
    ) -> None:
        """The surest heading of a column; several as sure are rivals."""
        best = min(offers, key=lambda offer: offer[:2])
        (self.found.places if places is None else places)[key] = (
            best.position,
            best.column,
        )
        self.found.targets.setdefault(key, list(best.targets))
        if best.note:
            self.found.tell(best.note, self.headings[best.position])
        equal = [best]
        for offer in offers:
            if offer is best:
                continue
            heading = self.headings[offer.position]
            if offer.looseness == best.looseness:
                mine, other = self._raw(best.position), self._raw(offer.position)
                if evidence.same_cells(mine, other):
                    self.found.leave(heading, "same")
                    continue
                equal.append(offer)
            self.found.leave(heading, "taxed" if with_vat(heading) else "surer")
        self._rivalry(key, [self.headings[x.position] for x in equal], best)

    def _rivalry(self, key: str, equal: Sequence[str], best: Offer) -> None:
        """Names the headings between which somebody must choose."""
        if len(equal) < 2:
            return
        if len(set(map(heading_key, equal))) == 1:
            self.found.tell("headings_alike", equal[0], Severity.ERROR)
            return
        self.found.rivals[f"{next(iter(best.targets))}.{key}"] = list(equal)


def _is_dated(targets: Mapping[str, Column]) -> bool:
    """True for figures of a period: those of Margins and Cost to serve alone."""
    return not set(targets) - {table.name for table in _DATED}


def _year(dated: DatedHeading, targets: Mapping[str, Column]) -> int | None:
    return dated.year if _is_dated(targets) else None
