"""Order lines summed into the rows of the workbook: per client and 12 months.

A line above zero is sold: it counts for orders, active months, last order and
order lines. A line below zero is a credit note. Amounts sum all lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.workbook.declaration import heading_key

DESCRIPTIONS = ("sector", "country", "postcode", "account_manager")
"""Columns of `tblClients` that lines may describe; the latest line decides."""
RUSH = (
    "same day",
    "first class",
    "next day",
    "overnight",
    "express",
    "exprès",
    "expedited",
    "rush",
    "urgent",
    "urgence",
    "priority",
    "prioritaire",
    "24h",
    "24 h",
    "j+1",
    "jour même",
    "chronopost",
)
"""Words of a ship mode that is a rush one."""

_KEYS = ["client_id", "period"]


@dataclass(frozen=True)
class LineTables:
    """What the lines say, as rows of the workbook's tables.

    `clients`: client_id, name, sector, country, postcode, account_manager, since.
    `margins`: client_id, name, period, revenue, cost_of_goods, gross_margin, orders,
    last_order, active_months, credit_notes. `cost_to_serve`: client_id, name,
    period and the drivers that the lines hold. A figure that the source does not
    hold is NaN in all rows. Rows are sorted by client and period.
    """

    clients: pd.DataFrame
    margins: pd.DataFrame
    cost_to_serve: pd.DataFrame
    drivers: tuple[str, ...]
    year_end_month: int
    issues: list[Issue] = field(default_factory=list)


def usual_year_end(periods: Iterable[pd.Timestamp]) -> int | None:
    """The month in which all periods end, 1 to 12; None when they differ.

    Lines that join a workbook must end their periods in the same month as its rows.
    """
    months = {period.month for period in periods if not pd.isna(period)}
    return months.pop() if len(months) == 1 else None


def lines_to_tables(
    lines: pd.DataFrame, year_end_month: int | None = None
) -> LineTables:
    """Order lines (as `read_lines` gives them) as rows per client and 12 months.

    Periods end on the last day of `year_end_month`; without one, of the month of
    the last line, so that the last period is a whole one. `since` is the date of a
    client's first sold line in the whole source.
    """
    day = lines["date"].to_numpy()
    if year_end_month is None:
        year_end_month = pd.Timestamp(day.max()).month if len(day) else 12
    ordered = lines["order_id"].astype(object).to_numpy()
    work = pd.DataFrame(
        {
            "client_id": lines["client_id"].astype(object),
            "period": period_ends(day, year_end_month),
            "month": day.astype("datetime64[M]").astype(np.int64),
            "date": day,
            "order_id": ordered,
            "amount": lines["amount"],
            "profit": lines["profit"],
            "cost": lines["cost"],
        }
    )
    sold = work[work["amount"] > 0]
    names = _latest(lines, "client_name")
    margins = _margins(work, sold)
    drivers = _drivers(lines, sold, margins)
    for table in (margins, drivers):
        table["client_id"] = table["client_id"].astype(object)
        named = pd.Series(texts_by_client(names, table["client_id"]), dtype=object)
        table.insert(1, "name", named)
    keys = tuple(c for c in drivers.columns if c not in (*_KEYS, "name"))
    issues = _period_notes(work, year_end_month)
    clients = _clients(lines, work, sold, names)
    return LineTables(clients, margins, drivers, keys, year_end_month, issues)


def period_ends(
    days: npt.NDArray[np.datetime64], year_end_month: int
) -> npt.NDArray[np.datetime64]:
    """Last day of the 12 months that hold each day, for years ending in a month."""
    months = days.astype("datetime64[M]").astype(np.int64)
    last = months + (year_end_month - 1 - months) % 12
    after = (last + 1).astype("datetime64[M]").astype("datetime64[D]")
    ends: npt.NDArray[np.datetime64] = (after - np.timedelta64(1, "D")).astype(
        "datetime64[us]"
    )
    return ends


def _margins(work: pd.DataFrame, sold: pd.DataFrame) -> pd.DataFrame:
    groups = work.groupby(_KEYS, sort=True)
    table = groups["amount"].sum().to_frame("revenue")
    nonzero = work["amount"] != 0
    for column, source in (("cost_of_goods", "cost"), ("gross_margin", "profit")):
        unknown = (
            (work[source].isna() & nonzero).groupby([work[k] for k in _KEYS]).any()
        )
        table[column] = groups[source].sum().where(~unknown)
        if work[source].isna().all():
            table[column] = np.nan
    known = (work["order_id"] != "").any()
    table["orders"] = _distinct(sold[sold["order_id"] != ""], "order_id", table)
    if not known:
        table["orders"] = np.nan
    table["last_order"] = sold.groupby(_KEYS)["date"].max().reindex(table.index)
    table["active_months"] = _distinct(sold, "month", table)
    credit = work[work["amount"] < 0].groupby(_KEYS)["amount"].sum()
    table["credit_notes"] = -credit.reindex(table.index) if len(credit) else np.nan
    if len(credit):
        table["credit_notes"] = table["credit_notes"].fillna(0.0)
    return table.reset_index()


def _distinct(rows: pd.DataFrame, column: str, table: pd.DataFrame) -> pd.Series[float]:
    """Number of distinct values per client and period, 0 where there is none."""
    counts = rows.drop_duplicates([*_KEYS, column]).groupby(_KEYS).size()
    return counts.reindex(table.index, fill_value=0).astype(np.float64)


def _drivers(
    lines: pd.DataFrame, sold: pd.DataFrame, margins: pd.DataFrame
) -> pd.DataFrame:
    """Quantities that the lines hold: orders, lines, rush orders, returned orders."""
    index = margins.set_index(_KEYS)
    table = pd.DataFrame(index=index.index)
    numbered = sold[sold["order_id"] != ""]
    if not margins["orders"].isna().all():
        table["orders"] = index["orders"]
    counts = sold.groupby(_KEYS).size()
    table["lines"] = counts.reindex(table.index, fill_value=0).astype(np.float64)
    for driver, flagged in (
        ("rush", _flag(lines["ship_mode"], is_rush)),
        ("returns", _flag(lines["returned"], lambda text: text == "yes")),
    ):
        if flagged.any() and len(numbered):
            rows = numbered[flagged[numbered.index.to_numpy()]]
            table[driver] = _distinct(rows, "order_id", table)
    return table.reset_index()


def is_rush(ship_mode: str) -> bool:
    """True for a rush ship mode.

    >>> is_rush("Same Day"), is_rush("Standard Class")
    (True, False)
    """
    folded = f" {heading_key(ship_mode)} "
    return any(f" {heading_key(word)} " in folded for word in RUSH)


def _flag(column: pd.Series[str], test: object) -> npt.NDArray[np.bool_]:
    codes, known = pd.factorize(column.astype(object))
    assert callable(test)
    flags: npt.NDArray[np.bool_] = np.array([test(x) for x in known], dtype=bool)[codes]
    return flags


def _latest(lines: pd.DataFrame, column: str) -> pd.Series[str]:
    """The last text by date that is not blank, by client code."""
    filled = lines[(lines[column] != "").to_numpy()]
    order = np.argsort(filled["date"].to_numpy(), kind="stable")
    found = filled[["client_id", column]].iloc[order].astype(object)
    return found.drop_duplicates("client_id", keep="last").set_index("client_id")[
        column
    ]


def texts_by_client(
    names: pd.Series[str], clients: pd.Series[str]
) -> npt.NDArray[np.object_]:
    """The text of each client, "" where there is none (object array)."""
    found = clients.map(names).astype(object)
    return found.where(found.notna(), "").to_numpy(dtype=object)


def _clients(
    lines: pd.DataFrame, work: pd.DataFrame, sold: pd.DataFrame, names: pd.Series[str]
) -> pd.DataFrame:
    known = pd.Series(sorted(work["client_id"].unique()), dtype=object)
    table = pd.DataFrame(
        {"client_id": known, "name": texts_by_client(names, known)}, dtype=object
    )
    for column in DESCRIPTIONS:
        table[column] = pd.Series(
            texts_by_client(_latest(lines, column), known), dtype=object
        )
    since = sold.groupby("client_id")["date"].min()
    table["since"] = since.reindex(known).to_numpy().astype("datetime64[us]")
    return table


def _period_notes(work: pd.DataFrame, year_end_month: int) -> list[Issue]:
    """Which periods the lines fill, and which of them only in part."""
    if work.empty:
        return []
    first, last = work["date"].min(), work["date"].max()
    ends: Sequence[pd.Timestamp] = sorted(work["period"].unique())
    params: dict[str, ParamValue] = {
        "first": _iso(ends[0]),
        "last": _iso(ends[-1]),
        "count": len(ends),
    }
    issues = [Issue("lines_periods", Severity.NOTE, params=params)]
    start = (year_end_month % 12) + 1
    if first.month != start:
        partial: dict[str, ParamValue] = {"period": _iso(ends[0]), "found": _iso(first)}
        issues.append(Issue("lines_first_period", Severity.NOTE, params=partial))
    if last.month != year_end_month:
        partial = {"period": _iso(ends[-1]), "found": _iso(last)}
        issues.append(Issue("lines_last_period", Severity.WARNING, params=partial))
    return issues


def _iso(day: pd.Timestamp) -> str:
    return pd.Timestamp(day).date().isoformat()
