"""Rows of a file made ready for the workbook: dated, one a client and period, rated.

A file without a period speaks of the workbook's last one. A rate needs the revenue
that the workbook holds. A margin that is measured takes the place of an estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import shown
from segmentation_addin.imports.exact_figures import step_key
from segmentation_addin.imports.line_tables import LineTables
from segmentation_addin.languages import Language
from segmentation_addin.workbook.declaration import Kind, Table
from segmentation_addin.workbook.inputs import (
    CLIENTS,
    MARGIN_ORIGINS,
    MARGINS,
)

ESTIMATED, MEASURED = "estimated", "measured"
_KEYS = ["client_id", "period"]
_SUMMED = (Kind.AMOUNT, Kind.COUNT)


def whole(parts: Sequence[LineTables]) -> LineTables:
    """The rows of several files as one, each table with all of their columns."""
    if len(parts) == 1:
        return parts[0]
    tables = (
        [getattr(part, name) for part in parts]
        for name in ("clients", "margins", "cost_to_serve")
    )
    clients, margins, costs = (_stacked(frames) for frames in tables)
    drivers = dict.fromkeys(driver for part in parts for driver in part.drivers)
    clients = clients.groupby("client_id", sort=False).first().reset_index()
    return LineTables(
        _blanks(clients), margins, costs, tuple(drivers), parts[-1].year_end_month
    )


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)


def _blanks(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts that one file holds and another does not: "" is blank, not NaN."""
    texts = [key for key in frame if frame[key].dtype == object]
    return frame.fillna(dict.fromkeys(texts, ""))


def dated(
    frame: pd.DataFrame, standing: pd.DataFrame, period: pd.Timestamp | None
) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows with a period: their own, else the one given, else the workbook's last.

    `standing` are the rows of Margins.
    """
    missing = frame["period"].isna()
    if not missing.any():
        return frame, []
    known = standing["period"].dropna()
    if period is None and known.empty:
        return frame, [Issue("period_needed", Severity.ERROR)]
    taken = known.max() if period is None else period
    params: dict[str, ParamValue] = {
        "count": int(missing.sum()),
        "found": pd.Timestamp(taken).date().isoformat(),
    }
    code = "period_taken" if period is None else "period_given"
    filled = frame.assign(period=frame["period"].fillna(taken))
    return filled, [Issue(code, Severity.NOTE, params=params)]


def summed(frame: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, list[Issue]]:
    """One row a client and period: amounts and counts are added, the rest is the last.

    The latest date, and the highest of what neither adds up nor is a date.
    """
    again = frame.duplicated(_KEYS, keep=False)
    if not again.any():
        return frame, []
    how: dict[str, Any] = {}
    for key in frame.columns.difference(_KEYS):
        kind = table.column(key).kind if key in table.keys else Kind.COUNT
        if kind in _SUMMED:
            how[key] = lambda x: x.sum(min_count=1)
        elif frame[key].dtype == object:
            how[key] = "first"
        else:
            how[key] = "max"
    rows = frame[again].groupby(_KEYS, sort=False).agg(how).reset_index()
    params: dict[str, ParamValue] = {
        "count": int(again.sum()),
        "found": shown(rows["client_id"].iloc[0]),
        "expected": len(rows),
    }
    worth = float(rows["revenue"].sum()) if "revenue" in rows else None
    issue = Issue("rows_added_up", Severity.WARNING, table.name, params=params)
    issue = replace(issue, amount=worth)
    both = pd.concat([frame[~again], rows[frame.columns]], ignore_index=True)
    return both, [issue]


def rated(
    rates: pd.DataFrame, standing: pd.DataFrame
) -> tuple[pd.DataFrame, list[Issue]]:
    """Gross margins: each client's rate on the revenue that the workbook holds."""
    sold = standing[standing["revenue"].notna()][[*_KEYS, "revenue"]]
    found = rates.drop_duplicates(_KEYS).merge(sold, on=_KEYS, how="left")
    known = found["revenue"].notna() & found["margin_rate"].notna()
    issues = []
    if not known.all():
        first = found[~known].iloc[0]
        params: dict[str, ParamValue] = {
            "count": int((~known).sum()),
            "found": shown(first["client_id"]),
        }
        issues.append(
            Issue("rate_without_revenue", Severity.WARNING, MARGINS.name, params=params)
        )
    margin = (found["margin_rate"] * found["revenue"]).round(2)
    worth: dict[str, ParamValue] = {"count": int(known.sum())}
    issues.append(
        Issue(
            "rates_applied",
            Severity.NOTE,
            MARGINS.name,
            params=worth,
            amount=float(margin.sum()),
        )
    )
    near = found[step_key("margin_rate")] * found["revenue"].abs()
    step = step_key("gross_margin")
    rows = found.assign(**{"gross_margin": margin, step: near})[known]
    return rows[["client_id", "name", "period", "gross_margin", step]], issues


def measured(
    margins: pd.DataFrame, standing: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """The same rows, said to be measured where the workbook holds an estimate.

    A cost of goods alone gives the margin that takes the estimate's place.
    """
    given = {"cost_of_goods", "gross_margin"} & set(margins)
    if not given:
        return margins
    estimates = standing[standing["margin_origin"] == ESTIMATED]
    both = margins.merge(
        estimates[[*_KEYS, "revenue"]].drop_duplicates(_KEYS),
        on=_KEYS,
        how="left",
        suffixes=("", "_standing"),
        indicator=True,
    )
    stands = (both["_merge"] == "both").to_numpy()
    replaced = stands & both[sorted(given)].notna().any(axis=1).to_numpy()
    if not replaced.any():
        return margins
    label = MARGIN_ORIGINS[MEASURED].in_(language)
    changed = margins.assign(margin_origin=np.where(replaced, label, ""))
    if "cost_of_goods" in margins:
        held = "revenue_standing" if "revenue" in margins else "revenue"
        sold = both[held].to_numpy(dtype=np.float64)
        if "revenue" in margins:
            sold = margins["revenue"].fillna(pd.Series(sold, margins.index)).to_numpy()
        left = (sold - margins["cost_of_goods"].to_numpy(dtype=np.float64)).round(2)
        own = (
            margins["gross_margin"].to_numpy(dtype=np.float64)
            if "gross_margin" in margins
            else np.full(len(margins), np.nan)
        )
        changed["gross_margin"] = np.where(replaced & np.isnan(own), left, own)
    return changed


def with_newcomers(tables: LineTables, standing: pd.DataFrame) -> LineTables:
    """The same rows, and a client row for each code with a name that nobody knows.

    Of Margins only: a code that has drivers and no revenue is rather a wrong one.
    `standing` are the rows of Clients.
    """
    known = {*standing["client_id"], *tables.clients["client_id"]}
    rows = tables.margins[["client_id", "name"]].drop_duplicates("client_id")
    new = rows[~rows["client_id"].isin(known) & (rows["name"] != "")]
    if new.empty:
        return tables
    return replace(tables, clients=_blanks(_stacked([tables.clients, new])))


def kept_words(clients: pd.DataFrame, standing: pd.DataFrame) -> list[Issue]:
    """A note for what the workbook says of its clients and the file says otherwise."""
    both = clients.merge(standing, on="client_id", suffixes=("", "_standing"))
    count, first, column = 0, "", ""
    for key in clients.columns.difference(["client_id"]):
        old = both.get(f"{key}_standing")
        if old is None or key == "_row":
            continue
        new = both[key]
        differ = _said(new) & _said(old) & (new.astype(object) != old.astype(object))
        if differ.any():
            first = first or shown(both["client_id"][differ].iloc[0])
            column = column or key
            count += int(differ.sum())
    if not count:
        return []
    params: dict[str, ParamValue] = {"count": count, "found": first}
    return [Issue("words_kept", Severity.NOTE, CLIENTS.name, None, column, params)]


def _said(values: pd.Series[Any]) -> pd.Series[bool]:
    return values.notna() & (values.astype(object) != "")
