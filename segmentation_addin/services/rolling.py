"""New period: close the review, and carry over what the next one starts from.

Nothing is invented and nothing typed is lost:

- the analysis date of Settings is blanked, so that the next period's rows decide;
- each cost pool of the period gets a row a year later, with the same cost and
  capacity, unless it has one: a figure to start from, never a forecast;
- rates and ratings stay where they are.

All of it is to confirm: Home and Data quality count, once the new period has rows,
what still is as the review left it (see `core.review_calendar`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.criteria import RATINGS
from segmentation_addin.core.inputs import InputTables, dates, floats, texts
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services.closing import (
    Closed,
    closed_of,
    prepare,
)
from segmentation_addin.workbook.board import declared_formulas
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    Changes,
    Host,
    Progress,
    RawTable,
    silent,
)
from segmentation_addin.workbook.inputs import POOLS, SETTINGS_TABLE
from segmentation_addin.workbook.settings_reading import setting_rows

BLANKED = ("as_of", "costs_confirmed_on", "control_revenue")


@dataclass(frozen=True)
class Carried:
    """What the next period starts from."""

    period: date
    """Last day of the next 12 months."""
    pools: int = 0
    """Rows of pools that were added."""
    pools_cost: float = 0.0
    rates: int = 0
    ratings: int = 0
    as_of_blanked: bool = False


@dataclass(frozen=True)
class Rolled:
    """What opening the next period did; `carried` is None when it was refused."""

    closed: Closed
    written: bool
    carried: Carried | None

    @property
    def language(self) -> Language:
        """Language of the workbook."""
        return self.closed.language

    @property
    def refused(self) -> bool:
        """The data did not allow it."""
        return self.carried is None

    @property
    def issues(self) -> list[RenderedIssue]:
        """The findings of the review that was closed."""
        return self.closed.issues

    def document(self) -> dict[str, Any]:
        """What `segmentation roll --json` prints."""
        assert self.carried is not None
        return {
            "closed": self.closed.document(),
            "next_as_of": str(self.carried.period),
            "carried_over": {
                "pools": self.carried.pools,
                "pools_cost": self.carried.pools_cost,
                "rates": self.carried.rates,
                "ratings": self.carried.ratings,
            },
            "as_of_blanked": self.carried.as_of_blanked,
            "written": self.written,
        }


def roll(
    host: Host,
    author: str | None = None,
    note: str = "",
    progress: Progress = silent,
) -> Rolled:
    """Closes the review and opens the next period, in one write.

    A second time writes nothing: the review is closed, and what is carried over
    stands already.
    """
    closing = prepare(host, author, note, progress=progress)
    result = closing.computed.result
    if result is None:
        return Rolled(closed_of(closing, False), False, None)
    inputs = closing.computed.inputs
    pools = next_pools(inputs, result)
    moves_on = not closing.already or not pools.empty
    edits = _blanked(
        closing.computed.tables.raws[SETTINGS_TABLE.name], BLANKED, moves_on
    )
    changes = closing.changes
    if closing.already:
        changes = Changes(fixed=declared_formulas(host.language))
    changes.edits += edits
    if not pools.empty:
        changes.appended.append(AppendedRows(POOLS.name, pools))
    written = False
    if not closing.already or edits or not pools.empty:
        written = host.write(
            changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
        )
    carried = Carried(
        period=year_later(result.period.end).date(),
        pools=len(pools),
        pools_cost=float(pools["cost"].sum()),
        rates=int((texts(inputs.activities, "kind") == "rate").sum()),
        ratings=_rated(inputs),
        as_of_blanked=inputs.settings.get("as_of") is not None and written,
    )
    return Rolled(closed_of(closing, written and not closing.already), written, carried)


def next_pools(inputs: InputTables, result: Segmentation) -> pd.DataFrame:
    """The rows of pools of the next period that do not stand yet.

    Columns pool, period, cost, capacity_minutes.
    """
    ends = dates(inputs.pools, "period")
    names = texts(inputs.pools, "pool")
    inside = np.flatnonzero(result.period.holds(ends) & (names != ""))
    known = {(str(names[i]), str(ends[i])) for i in range(len(names))}
    later = [year_later(ends[i]) for i in inside]
    fresh = [
        place
        for place, day in zip(inside, later, strict=True)
        if (str(names[place]), str(day.date())) not in known
    ]
    return pd.DataFrame(
        {
            "pool": pd.Series([str(names[i]) for i in fresh], dtype=object),
            "period": pd.Series(
                [year_later(ends[i]) for i in fresh], dtype="datetime64[us]"
            ),
            "cost": floats(inputs.pools, "cost")[fresh],
            "capacity_minutes": floats(inputs.pools, "capacity_minutes")[fresh],
        }
    )


def year_later(day: np.datetime64) -> pd.Timestamp:
    """The same day one year later; a month end stays a month end.

    >>> str(year_later(np.datetime64("2027-02-28")).date())
    '2028-02-29'
    """
    start = pd.Timestamp(day)
    later = start + pd.DateOffset(years=1)
    return later + pd.offsets.MonthEnd(0) if start.is_month_end else later


def _blanked(raw: RawTable, keys: tuple[str, ...], moves_on: bool) -> list[CellEdits]:
    """The settings that the next period begins without, where one is typed."""
    heading = match_columns(SETTINGS_TABLE, raw.headings).get("value")
    if heading is None or not moves_on:
        return []
    values = raw.columns[raw.headings.index(heading)]
    places = setting_rows(raw)
    rows = [places[key] for key in keys if key in places]
    typed = [row for row in rows if values[row] not in (None, "")]
    if not typed:
        return []
    return [CellEdits(SETTINGS_TABLE.name, "value", typed, [None] * len(typed))]


def _rated(inputs: InputTables) -> int:
    ratings = np.column_stack([floats(inputs.clients, key) for key in RATINGS])
    return int((~np.isnan(ratings)).any(axis=1).sum())
