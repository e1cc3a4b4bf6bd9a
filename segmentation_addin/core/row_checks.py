"""What the rows of the margins reveal before anything is computed.

Source: method, sections 1 and 4 ("data reliability").
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentation_addin.core.catch_all import catch_all_issues
from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.duplicates import duplicate_issues
from segmentation_addin.core.freshness import freshness_issues
from segmentation_addin.core.inputs import (
    BoolArray,
    InputTables,
    dates,
    floats,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import Period
from segmentation_addin.core.portfolio import (
    COST_AMOUNTS,
    MARGIN_FIGURES,
    Portfolio,
    Roster,
    newness_unknown,
)
from segmentation_addin.core.reconciliation import reconciliation_issues

MANY_ROWS = 6
REGULAR = 2.0
"""Other rows that add up to no more than this many times their median each."""
ANNUAL_TO_MONTHLY = 6.0
"""A row this many times the client's median row covers more than a month."""


def check_rows(
    inputs: InputTables, found: Roster, period: Period, current: Portfolio
) -> list[Issue]:
    """All issues that the rows of the period and of the one before it hold."""
    names = folded_names(texts(inputs.clients, "name")[found.rows])
    return [
        *_without_period(inputs.margins, "tblMargins", MARGIN_FIGURES, "revenue"),
        *_without_period(
            inputs.cost_to_serve,
            "tblCostToServe",
            (*inputs.drivers, *COST_AMOUNTS),
            "direct_cost",
        ),
        *_repeated_rows(inputs, found, period),
        *_missing_revenue(inputs, period),
        *_margins(inputs, period),
        *_late_orders(inputs, period),
        *_newness(inputs, found, period, current),
        *_unpriced(inputs, current),
        *_estimated(inputs, found, current),
        *freshness_issues(inputs, period),
        *reconciliation_issues(inputs, found, current),
        *duplicate_issues(inputs, found, current, names),
        *catch_all_issues(inputs, found, current, names),
    ]


def _issues(
    code: str,
    severity: Severity,
    table: str,
    frame: pd.DataFrame,
    rows: BoolArray,
    column: str,
    amount: str,
    **found: str,
) -> list[Issue]:
    """One issue a flagged row; `found` names the columns that fill its message."""
    positions = np.flatnonzero(rows)
    if not positions.size:
        return []
    places = row_numbers(frame)[positions]
    amounts = floats(frame, amount)[positions]
    values = {mark: frame[key].to_numpy()[positions] for mark, key in found.items()}
    issues = []
    for i, (place, value) in enumerate(zip(places, amounts, strict=True)):
        params = {
            mark: _plain(column_values[i]) for mark, column_values in values.items()
        }
        issues.append(
            Issue(
                code,
                severity,
                table,
                int(place),
                column,
                params=params,
                amount=None if np.isnan(value) else float(value),
            )
        )
    return issues


def _plain(value: object) -> str | float:
    if isinstance(value, (float, np.floating)):
        return float(value)
    if isinstance(value, (pd.Timestamp, np.datetime64)):
        return str(pd.Timestamp(value).date())
    return str(value)


def _without_period(
    frame: pd.DataFrame, table: str, figures: tuple[str, ...], amount: str
) -> list[Issue]:
    filled = np.zeros(len(frame), dtype=bool)
    for key in figures:
        filled |= ~np.isnan(floats(frame, key))
    rows = filled & np.isnat(dates(frame, "period")) & (texts(frame, "client_id") != "")
    return _issues(
        "period_missing", Severity.WARNING, table, frame, rows, "period", amount
    )


def _repeated_rows(inputs: InputTables, found: Roster, period: Period) -> list[Issue]:
    """Rows of one client and period that stand twice; annual beside monthly rows."""
    margins = inputs.margins
    ends = dates(margins, "period")
    used = period.holds(ends) | period.before().holds(ends)
    frame = pd.DataFrame(
        {
            "client": found.margin_client,
            "end": ends.astype("datetime64[s]"),
            "window": period.holds(ends),
            "revenue": np.abs(np.nan_to_num(floats(margins, "revenue"))),
            "months": np.nan_to_num(floats(margins, "active_months")),
            "position": np.arange(len(margins)),
        }
    )[used & (found.margin_client >= 0)]
    if not len(frame):
        return []
    several = frame.duplicated(["client", "window"], keep=False)
    frame = frame[several]
    if not len(frame):
        return []
    repeated = frame.duplicated(["client", "end"])
    group = frame.groupby(["client", "window"])
    median = group["revenue"].transform("median")
    periods = group["end"].transform("nunique")
    times = frame.groupby(["client", "end"])["position"].transform("size")
    uneven = group["client"].transform("size") != times * periods
    total_months = group["months"].transform("sum")
    count = group["revenue"].transform("size")
    others = group["revenue"].transform("sum") - frame["revenue"]
    last = frame["end"] == group["end"].transform("max")
    regular = others <= REGULAR * median * (count - 1)
    covers_them = last & regular & (count > MANY_ROWS)
    covers_them &= frame["revenue"].between(0.9 * others, 1.5 * others)
    mixed = (periods > 1) & (
        covers_them
        | (uneven & (frame["revenue"] > ANNUAL_TO_MONTHLY * median))
        | ((total_months > 12) & (frame["months"] > 1))
    )
    rows = np.zeros(len(margins), dtype=bool)
    if mixed.any():
        rows[frame["position"][mixed].to_numpy()] = True
        return _issues(
            "annual_and_monthly",
            Severity.ERROR,
            "tblMargins",
            margins,
            rows,
            "period",
            "revenue",
            found="period",
            client="client_id",
        )
    rows[frame["position"][repeated].to_numpy()] = True
    return _issues(
        "repeated_row",
        Severity.WARNING,
        "tblMargins",
        margins,
        rows,
        "period",
        "revenue",
        found="period",
        client="client_id",
    )


def _missing_revenue(inputs: InputTables, period: Period) -> list[Issue]:
    margins = inputs.margins
    inside = period.holds(dates(margins, "period"))
    others = np.zeros(len(margins), dtype=bool)
    for key in MARGIN_FIGURES:
        others |= ~np.isnan(floats(margins, key))
    rows = inside & others & np.isnan(floats(margins, "revenue"))
    return _issues(
        "revenue_missing",
        Severity.WARNING,
        "tblMargins",
        margins,
        rows,
        "revenue",
        "gross_margin",
        client="client_id",
    )


def _margins(inputs: InputTables, period: Period) -> list[Issue]:
    """Unknown margins, margins over 100 %, and margin and cost that disagree."""
    margins = inputs.margins
    inside = period.holds(dates(margins, "period"))
    revenue = floats(margins, "revenue")
    net = revenue - np.nan_to_num(floats(margins, "rebates"))
    cost = floats(margins, "cost_of_goods")
    typed = floats(margins, "gross_margin")
    margin = np.where(np.isnan(net - cost), typed, net - cost)
    unknown = inside & np.isnan(margin) & (np.abs(np.nan_to_num(revenue)) > 0)
    over = inside & (net > 0) & (margin > net * (1 + 1e-9) + 0.005)
    tolerance = 0.005 + 1e-9 * np.abs(np.nan_to_num(net))
    apart = inside & (np.abs(net - cost - typed) > tolerance)
    negative = inside & (net > 0) & (cost < 0)
    over &= ~negative
    place = "gross_margin" if np.isnan(cost).all() else "cost_of_goods"
    return [
        *_issues(
            "cost_of_goods_negative",
            Severity.WARNING,
            "tblMargins",
            margins,
            negative,
            "cost_of_goods",
            "revenue",
            found="cost_of_goods",
            client="client_id",
        ),
        *_issues(
            "margin_missing",
            Severity.WARNING,
            "tblMargins",
            margins,
            unknown,
            place,
            "revenue",
            client="client_id",
        ),
        *_issues(
            "margin_over_revenue",
            Severity.WARNING,
            "tblMargins",
            margins,
            over,
            "gross_margin",
            "revenue",
            client="client_id",
        ),
        *_issues(
            "margin_and_cost_disagree",
            Severity.WARNING,
            "tblMargins",
            margins,
            apart,
            "gross_margin",
            "revenue",
            client="client_id",
        ),
    ]


def _late_orders(inputs: InputTables, period: Period) -> list[Issue]:
    margins = inputs.margins
    inside = period.holds(dates(margins, "period"))
    rows = inside & (dates(margins, "last_order") > period.end)
    return _issues(
        "order_after_period",
        Severity.WARNING,
        "tblMargins",
        margins,
        rows,
        "last_order",
        "revenue",
        found="last_order",
        client="client_id",
    )


def _newness(
    inputs: InputTables, found: Roster, period: Period, current: Portfolio
) -> list[Issue]:
    unknown = newness_unknown(inputs, found, period) & current.active
    if not unknown.any():
        return []
    return [
        Issue(
            "newness_unknown",
            Severity.NOTE,
            "tblClients",
            None,
            "since",
            params={"count": int(unknown.sum())},
            amount=float(np.nansum(current.revenue[unknown])),
        )
    ]


def _estimated(inputs: InputTables, found: Roster, current: Portfolio) -> list[Issue]:
    """One note for all clients whose gross margin rests on an estimate."""
    if not current.estimated.any():
        return []
    margins = inputs.margins
    rows = current.period.holds(dates(margins, "period"))
    rows &= (texts(margins, "margin_origin") == "estimated") & (
        found.margin_client >= 0
    )
    places = tuple(row_numbers(margins)[rows].tolist())
    return [
        Issue(
            "margin_estimated",
            Severity.NOTE,
            "tblMargins",
            places[0],
            "margin_origin",
            params={"count": int(current.estimated.sum())},
            amount=float(np.nansum(current.gross_margin[current.estimated])),
            rows=places,
        )
    ]


def _unpriced(inputs: InputTables, current: Portfolio) -> list[Issue]:
    """Drivers that hold quantities and that no activity prices."""
    priced = set(texts(inputs.activities, "driver"))
    return [
        Issue(
            "driver_unpriced",
            Severity.NOTE,
            "tblCostToServe",
            None,
            driver,
            params={"driver": driver, "count": float(current.quantities[driver].sum())},
        )
        for driver in inputs.drivers
        if driver not in priced and current.quantities[driver].any()
    ]
