"""Rows of a client list, of margins or of cost drivers: one file, typed columns.

Which column of the file is which column of the workbook is settled before; here each
column is read by what it holds, totals and merged cells are seen to, and what could
not be read is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.amounts import (
    amounts_of,
    several_currencies,
    shared_mark,
)
from segmentation_addin.imports.cells import LISTED, Problem, Reason, shown
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.durations import hours
from segmentation_addin.imports.exact_figures import step_key, step_of
from segmentation_addin.imports.headings import speaks_french
from segmentation_addin.imports.identifiers import postcodes, sirens
from segmentation_addin.imports.margin_rates import Base, margin_rates, rate_told
from segmentation_addin.imports.repeated_clients import lost_zero_pairs, namesakes
from segmentation_addin.imports.sheet_layout import (
    over_groups,
    over_merged,
    repeated_told,
)
from segmentation_addin.imports.sources import Source
from segmentation_addin.imports.tax import vat_taken_off, with_vat, without_vat
from segmentation_addin.imports.total_rows import tolerance_of, total_rows, totals_told
from segmentation_addin.imports.units import unit_power
from segmentation_addin.imports.values import Floats, choices, ids, numbers, texts
from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import (
    NUMERIC_KINDS,
    Column,
    Kind,
    choice_key,
)
from segmentation_addin.workbook.host import NO_VALUE

MARGIN_RATE = "margin_rate"
"""A column that is not the workbook's: its rate makes the gross margin."""
MARGIN_RATE_COLUMN = Column(
    MARGIN_RATE,
    Text("Margin rate", "Taux de marge"),
    Kind.RATE,
    Text("Share of the price or of the cost.", "Part du prix ou du coût."),
)
RATES_SAID: Mapping[Base, Column] = {
    Base.PRICE: replace(
        MARGIN_RATE_COLUMN, heading=Text("Margin rate on price", "Taux de marque")
    ),
    Base.COST: replace(
        MARGIN_RATE_COLUMN,
        heading=Text("Margin rate on cost", "Taux de marge sur coût"),
    ),
}
"""The same, where a user says what the rates are shares of."""
_KEYS = ("client_id", "name", "period")
_LABELS = 2
_Values = npt.NDArray[np.generic]


@dataclass
class TableRows:
    """The rows that were read, a column each, and what was met."""

    frame: pd.DataFrame
    """Columns by key of the workbook, and `line`, where each row stands."""
    issues: list[Issue] = field(default_factory=list)


def read_rows(
    source: Source, columns: Mapping[str, tuple[int, Column]], vat: float | None = None
) -> TableRows:
    """The rows of a file: `columns` says, by key, where each stands and what it is.

    `vat` is the rate that somebody confirmed for revenue with VAT; without it such
    revenue is an error, and with an error there are no rows.
    """
    return _Reader(source, columns, vat).rows()


class _Reader:
    def __init__(
        self,
        source: Source,
        columns: Mapping[str, tuple[int, Column]],
        vat: float | None,
    ) -> None:
        self.source, self.columns, self.vat = source, columns, vat
        positions = sorted({position for position, _ in columns.values()})
        read = dict(zip(positions, source.read(positions), strict=True))
        self.raws = {key: read[position] for key, (position, _) in columns.items()}
        self.issues: list[Issue] = []
        self.unread: list[tuple[str, int, str]] = []
        """Key, row and cell of what could not be read."""

    def rows(self) -> TableRows:
        """Amounts first, since totals are known by them; then all the rest."""
        self._unmerge()
        values: dict[str, _Values] = dict(self._figures())
        left_out = self._totals(values)
        self._ungroup(left_out)
        self._taxed(values, ~left_out)
        day_first = True if speaks_french(self.source.headings) else None
        for key, (_, column) in self.columns.items():
            if key not in values and key != MARGIN_RATE:
                values[key] = self._typed(key, column, day_first)
        self._rated(values, ~left_out)
        frame = pd.DataFrame(values)
        frame.insert(0, "line", np.arange(len(frame)) + self.source.first_line)
        kept = self._filled() & ~left_out
        self._tell_unread(kept)
        kept &= ~self._undated(len(kept))
        if stops(self.issues):
            kept[:] = False
        frame = frame[kept].reset_index(drop=True)
        self._tell_twins(frame)
        return TableRows(self._named(frame), self.issues)

    def _heading(self, key: str) -> str:
        return self.source.headings[self.columns[key][0]]

    def _filled(self) -> npt.NDArray[np.bool_]:
        rows = max((len(raw.codes) for raw in self.raws.values()), default=0)
        filled = np.zeros(rows, dtype=bool)
        for raw in self.raws.values():
            filled |= raw.filled()
        return filled

    def _unmerge(self) -> None:
        """Merged cells stand for all their rows, figures aside."""
        told: set[str] = set()
        for key, (position, column) in self.columns.items():
            spans = self.source.merged.get(position)
            if not spans or column.kind in NUMERIC_KINDS:
                continue
            self.raws[key], count = over_merged(self.raws[key], spans)
            heading = self._heading(key)
            if count and heading not in told:
                told.add(heading)
                self.issues.append(repeated_told(heading, count, merged=True))

    def _ungroup(self, left_out: npt.NDArray[np.bool_]) -> None:
        """Codes that stand once above the periods of a client are repeated."""
        if not {"client_id", "period"} <= set(self.raws):
            return
        name, period = self.raws.get("name"), self.raws["period"]
        code, count = over_groups(self.raws["client_id"], name, [period], left_out)
        if count:
            self.raws["client_id"] = code
            told = repeated_told(self._heading("client_id"), count, merged=False)
            self.issues.append(told)

    def _figures(self) -> dict[str, Floats]:
        """Amounts in whole currency, hours, counts and ratings."""
        keys = [
            key
            for key, (_, column) in self.columns.items()
            if column.kind in NUMERIC_KINDS and key != MARGIN_RATE
        ]
        cells = {self._heading(key): self.raws[key].cells for key in keys}
        self.mark = shared_mark(cells)
        money = {
            self._heading(key): self.raws[key].cells
            for key in keys
            if self.columns[key][1].kind is Kind.AMOUNT
        }
        amounts = amounts_of(money)
        self.issues += several_currencies(money)
        found = {}
        for key in keys:
            raw, heading = self.raws[key], self._heading(key)
            if heading in amounts:
                values, problems = amounts[heading]
            elif key == "hours":
                values, problems = hours(raw.cells, self.mark)
            else:
                values, problems = numbers(raw.cells, decimal=self.mark)
            found[key] = values[raw.codes]
            if heading in amounts:
                step = step_of(heading, raw.cells, self.mark)
                found[step_key(key)] = np.full(len(raw.codes), step)
            self._note(key, problems, "number_ambiguous")
        return found

    def _totals(self, values: Mapping[str, _Values]) -> npt.NDArray[np.bool_]:
        """True for the rows that sum others."""
        summed = {
            self._heading(key): np.asarray(column, dtype=np.float64)
            for key, column in values.items()
            if key in self.columns
            and self.columns[key][1].kind in (Kind.AMOUNT, Kind.COUNT)
        }
        near = {
            heading: tolerance_of(column, unit_power(heading))
            for heading, column in summed.items()
        }
        keys = [self.raws[key] for key in _KEYS if key in self.raws]
        used = {position for position, _ in self.columns.values()}
        others = [i for i in range(len(self.source.headings)) if i not in used]
        labels = self.source.read(others[:_LABELS]) if others else []
        totals = total_rows(keys, labels, summed, near, self.raws.get("period"))
        self.issues += totals_told(totals, self.source.first_line)
        left_out = np.zeros(len(self._filled()), dtype=bool)
        left_out[[total.position for total in totals]] = True
        return left_out

    def _taxed(self, values: dict[str, _Values], kept: npt.NDArray[np.bool_]) -> None:
        """Revenue without VAT; an error where it has VAT and no rate is confirmed."""
        if "revenue" not in values or not with_vat(self._heading("revenue")):
            return
        heading = self._heading("revenue")
        revenue = np.asarray(values["revenue"], dtype=np.float64)
        if self.vat is None:
            params: dict[str, ParamValue] = {"found": heading}
            worth = float(np.nansum(revenue[kept]))
            self.issues.append(
                Issue("amount_with_vat", Severity.ERROR, params=params, amount=worth)
            )
            return
        self.issues.append(vat_taken_off(heading, revenue[kept], self.vat))
        values["revenue"] = without_vat(revenue, self.vat)
        step = np.asarray(values[step_key("revenue")], dtype=np.float64)
        values[step_key("revenue")] = step / (1 + self.vat)

    def _rated(self, values: dict[str, _Values], kept: npt.NDArray[np.bool_]) -> None:
        """The margin that a rate makes of the revenue, where no figure says it."""
        if MARGIN_RATE not in self.raws:
            return
        raw = self.raws[MARGIN_RATE]
        cells = [raw.cells[code] for code in raw.codes[kept]]
        sold, spent = (
            np.asarray(values[key], dtype=np.float64)[kept] if key in values else None
            for key in ("revenue", "cost_of_goods")
        )
        heading, column = self._heading(MARGIN_RATE), self.columns[MARGIN_RATE][1]
        known = {"gross_margin", "cost_of_goods"} & set(values)
        said = [base for base, c in RATES_SAID.items() if c is column and not known]
        read = margin_rates(heading, cells, sold, spent, self.mark, *said)
        told = rate_told(heading, read)
        if known and read.base is None:
            return
        self.issues.append(told)
        rates, steps = (np.full(len(kept), np.nan) for _ in range(2))
        rates[kept], steps[kept] = read.on_price(), read.steps()
        values[MARGIN_RATE], values[step_key(MARGIN_RATE)] = rates, steps
        if not known and sold is not None:
            margins = np.full(len(kept), np.nan)
            margins[kept] = read.margins(sold)
            values["gross_margin"] = margins
            whole = np.asarray(values["revenue"], dtype=np.float64)
            coarse = np.asarray(values[step_key("revenue")], dtype=np.float64)
            near = steps * np.abs(whole) + np.abs(rates) * coarse
            values[step_key("gross_margin")] = near

    def _typed(self, key: str, column: Column, day_first: bool | None) -> _Values:
        """The values of a column that is no figure, by its kind."""
        raw = self.raws[key]
        problems: list[Problem] = []
        values: _Values
        if column.kind in (Kind.DATE, Kind.PERIOD):
            values, problems = dates(
                raw.cells, period=column.kind is Kind.PERIOD, day_first=day_first
            )
            self._note(key, problems, "date_ambiguous")
        elif key == "siren":
            values, problems = sirens(raw.cells, self._heading(key))
            self._spoiled(key, problems)
        elif key == "postcode":
            return self._postcodes()
        elif column.kind is Kind.ID:
            values, problems = ids(raw.cells)
            if key == "client_id":
                self._spoiled(key, problems, "lines_id_digits")
        elif column.choices:
            values, problems = choices(raw.cells, lambda text: choice_key(column, text))
            self._note(key, problems, "number_ambiguous")
        else:
            values = texts(raw.cells)
        return values[raw.codes]

    def _postcodes(self) -> _Values:
        raw, country = self.raws["postcode"], self.raws.get("country")
        cells = [raw.cells[code] for code in raw.codes]
        if country is None:
            return postcodes(cells)
        return postcodes(cells, texts(country.cells)[country.codes].tolist())

    def _note(self, key: str, problems: Sequence[Problem], ambiguous: str) -> None:
        """Keeps what could not be read, stops where nothing decides."""
        raw, heading = self.raws[key], self._heading(key)
        for problem in problems:
            params: dict[str, ParamValue] = {
                "heading": heading,
                "found": problem.found[0],
            }
            if problem.reason is Reason.AMBIGUOUS:
                self.issues.append(Issue(ambiguous, Severity.ERROR, params=params))
            elif problem.reason is Reason.ASSUMED:
                issue = Issue("lines_date_assumed", Severity.NOTE, params=params)
                self.issues.append(issue)
            elif problem.reason is not Reason.TEXT_READ:
                for row in np.flatnonzero(np.isin(raw.codes, problem.positions)):
                    self.unread.append(
                        (key, int(row), shown(raw.cells[raw.codes[row]]))
                    )

    def _spoiled(
        self, key: str, problems: Sequence[Problem], code: str = "siret_spoiled"
    ) -> None:
        for problem in problems:
            if problem.reason is Reason.PRECISION_LOST:
                rows = np.isin(self.raws[key].codes, problem.positions)
                params: dict[str, ParamValue] = {
                    "heading": self._heading(key),
                    "found": problem.found[0],
                    "count": int(rows.sum()),
                }
                self.issues.append(Issue(code, Severity.WARNING, params=params))

    def _tell_unread(self, kept: npt.NDArray[np.bool_]) -> None:
        """One finding a cell that cannot be read, then one for all the others."""
        met = [(key, row, cell) for key, row, cell in self.unread if kept[row]]
        for key, row, cell in met[:LISTED]:
            params: dict[str, ParamValue] = {
                "line": row + self.source.first_line,
                "heading": self._heading(key),
                "found": cell,
            }
            code = "period_unreadable" if key == "period" else "value_unreadable"
            if cell == NO_VALUE:
                code = "value_not_computed"
            self.issues.append(Issue(code, Severity.WARNING, params=params))
        if len(met) > LISTED:
            key, row, _ = met[LISTED]
            params = {
                "count": len(met) - LISTED,
                "line": row + self.source.first_line,
                "heading": self._heading(key),
            }
            issue = Issue("value_unreadable_more", Severity.WARNING, params=params)
            self.issues.append(issue)

    def _undated(self, count: int) -> npt.NDArray[np.bool_]:
        """Rows whose period says something that nobody can read.

        A row without a period goes with the last one of the workbook; these may not.
        """
        undated = np.zeros(count, dtype=bool)
        undated[[row for key, row, _ in self.unread if key == "period"]] = True
        return undated

    def _tell_twins(self, frame: pd.DataFrame) -> None:
        """Codes and names under which one client may stand twice."""
        if "client_id" not in frame:
            return
        codes = frame["client_id"].tolist()
        self.issues += lost_zero_pairs(self._heading("client_id"), codes)
        if "name" in frame and self._heading("name") != self._heading("client_id"):
            self.issues += namesakes(codes, frame["name"].tolist())

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that name a client; the others are told."""
        named = np.zeros(len(frame), dtype=bool)
        for key in ("client_id", "name"):
            if key in frame:
                named |= (frame[key] != "").to_numpy(dtype=bool)
        for line in frame.loc[~named, "line"].tolist()[:LISTED]:
            params: dict[str, ParamValue] = {"line": int(line), "found": ""}
            self.issues.append(Issue("line_no_client", Severity.WARNING, params=params))
        return frame[named].reset_index(drop=True)
