"""One or several years of accounting exports as rows of the input sheets.

A FEC knows revenue, invoices, credit notes and payments by client; it knows no cost of
goods by client, no postcode, no sector and no driver: these stay blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.fec.findings import months_between
from segmentation_addin.imports.fec.statement import Statement
from segmentation_addin.imports.line_tables import LineTables
from segmentation_addin.languages import Language
from segmentation_addin.workbook.inputs import MARGIN_ORIGINS, MARGINS

ESTIMATED = "estimated"
MONTHS_A_YEAR = 12
_KEYS = ["client_id", "period"]
_TEXTS = ("sector", "country", "postcode", "account_manager")


def statements_to_tables(
    statements: Sequence[Statement], margin_rate: float | None = None
) -> LineTables:
    """Statements of different years as clients, margins and costs to serve.

    `margin_rate` (0-1) estimates the gross margin of every client alike; the rows then
    say so, and the margin drives no letter. A year that comes twice is an error.
    """
    ordered = sorted(statements, key=lambda x: x.period_end)
    frames = [x.clients.assign(period=x.period_end) for x in ordered]
    rows = pd.concat(frames, ignore_index=True)
    rows["period"] = rows["period"].astype("datetime64[us]")
    rows = rows.sort_values(["client_id", "period"], kind="stable", ignore_index=True)
    margin = rows["revenue"] * (np.nan if margin_rate is None else margin_rate)
    margins = pd.DataFrame(
        {
            "client_id": rows["client_id"],
            "name": rows["name"],
            "period": rows["period"],
            "revenue": rows["revenue"],
            "cost_of_goods": np.nan,
            "gross_margin": margin.round(2),
            "orders": rows["invoices"],
            "last_order": rows["last_order"].astype("datetime64[us]"),
            "active_months": rows["active_months"],
            "credit_notes": rows["credit_notes"],
            "days_to_pay": rows["days_to_pay"].round(1),
        }
    )
    if margin_rate is not None:
        margins["margin_origin"] = ESTIMATED
    costs = pd.DataFrame(
        {
            "client_id": rows["client_id"],
            "name": rows["name"],
            "period": rows["period"],
            "orders": rows["invoices"],
            "direct_cost": (rows["discounts"] + rows["fees"]).round(2),
            "bad_debt": rows["losses"],
        }
    )
    for column in ("direct_cost", "bad_debt"):
        if not costs[column].any():
            costs = costs.drop(columns=column)
    month = ordered[-1].period_end.month
    return LineTables(
        _clients(rows), margins, costs, ("orders",), month, _repeated(ordered)
    )


def keep_known_margins(
    built: LineTables, standing: pd.DataFrame, language: Language
) -> LineTables:
    """The same rows without an estimate where the workbook holds a margin of its own.

    `standing` are the rows of Margins. What is left is said in the workbook's language.
    """
    margins = built.margins
    if "margin_origin" not in margins:
        return built
    own = standing["cost_of_goods"].notna() | standing["gross_margin"].notna()
    own &= (standing["margin_origin"] != ESTIMATED).to_numpy()
    known = pd.MultiIndex.from_frame(standing.loc[own, _KEYS])
    free = ~pd.MultiIndex.from_frame(margins[_KEYS]).isin(known)
    label = MARGIN_ORIGINS[ESTIMATED].in_(language)
    margins = margins.assign(
        gross_margin=margins["gross_margin"].where(free),
        margin_origin=np.where(free, label, ""),
    )
    return replace(built, margins=margins)


def periods_near(built: LineTables, standing: pd.DataFrame) -> list[Issue]:
    """An error where the workbook ends a period less than 12 months from these.

    A part of the year that was imported before it was closed, or a short year: its
    months would count twice in the twelve that are analysed, whoever bought in them.
    """
    for end in built.margins["period"].unique():
        apart = (standing["period"].dt.year - end.year) * MONTHS_A_YEAR
        apart = (apart + standing["period"].dt.month - end.month).abs()
        near = standing[(apart > 0) & (apart < MONTHS_A_YEAR)]
        if not near.empty:
            first = near.iloc[0]
            params: dict[str, ParamValue] = {
                "found": first["period"].date().isoformat(),
                "last": end.date().isoformat(),
                "count": len(near),
            }
            return [
                Issue(
                    "fec_period_near",
                    Severity.ERROR,
                    MARGINS.name,
                    int(first["_row"]),
                    "period",
                    params,
                    float(near["revenue"].sum()),
                )
            ]
    return []


def rows_left(built: LineTables, standing: pd.DataFrame) -> list[Issue]:
    """A warning for rows of these periods that the files know nothing of.

    They come from an earlier version of the files, or were typed.
    """
    same_period = standing["period"].isin(built.margins["period"].unique())
    coming = pd.MultiIndex.from_frame(built.margins[_KEYS])
    left = same_period & ~pd.MultiIndex.from_frame(standing[_KEYS]).isin(coming)
    if not left.any():
        return []
    params: dict[str, ParamValue] = {"count": int(left.sum())}
    return [
        Issue(
            "fec_rows_left",
            Severity.WARNING,
            MARGINS.name,
            int(standing.loc[left, "_row"].iloc[0]),
            "client_id",
            params,
            float(standing.loc[left, "revenue"].sum()),
        )
    ]


def _clients(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest name of each client, and the first day it is known to have bought.

    One year alone says of nobody that it is new: the first order there is only the
    first that is seen. It says who is not: a client that owed something before.
    """
    last = rows.drop_duplicates("client_id", keep="last").reset_index(drop=True)
    told = rows["since"]
    if rows["period"].min() == rows["period"].max():
        told = told.where(rows["known_before"].astype(bool))
    since = told.groupby(rows["client_id"]).min().reindex(last["client_id"])
    blank: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    return pd.DataFrame(
        {
            "client_id": last["client_id"],
            "name": last["name"],
            **blank,
            "since": since.to_numpy().astype("datetime64[us]"),
        }
    )


def _repeated(ordered: Sequence[Statement]) -> list[Issue]:
    """An error for each pair of files whose months would count twice.

    The analysis period is the twelve months that end with the last file: a year that
    ends less than twelve months after another cannot stand beside it.
    """
    issues = []
    for before, after in pairwise(ordered):
        if after.period_start <= before.period_end:
            params: dict[str, ParamValue] = {
                "first": before.period_end.date().isoformat(),
                "last": after.period_end.date().isoformat(),
            }
            issues.append(Issue("fec_years_overlap", Severity.ERROR, params=params))
        elif months_between(before.period_end, after.period_end) <= MONTHS_A_YEAR:
            params = {
                "months": after.months,
                "first": before.period_end.date().isoformat(),
                "last": after.period_end.date().isoformat(),
                "together": before.months + after.months,
            }
            issues.append(Issue("fec_short_year", Severity.ERROR, params=params))
    return issues
