"""The values of the dashboard's table by letter.

Rates of a group are sum / sum over the clients whose two terms are known.
Retention, GRR and NRR follow the letter at the start, over the clients with
revenue in the previous period.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from segmentation_addin.workbook.board_figures import (
    AMOUNTS,
    GRADED,
    GROUPS,
    Figures,
    Flags,
    known,
    ratio,
)

Value: TypeAlias = float | int | str | None
Row: TypeAlias = Mapping[str, Value]


def letter_kpis(figures: Figures, orphans: Mapping[str, float]) -> Mapping[str, Row]:
    """The whole table: {row: {column: value}}; "" where no rate exists.

    Rows A, B, C, D, NC, inactive, unknown, total; columns clients, client_share,
    revenue, revenue_share, gross_margin, cost_to_serve, net_margin, net_rate,
    basket, conversion, retention, grr, nrr. Amounts in currency, rates 0-1.
    """
    starts = figures.words("start_letter")
    rows: dict[str, dict[str, Value]] = {}
    for name, flags in figures.groups.items():
        sums = {key: figures.total(key, flags) for key in AMOUNTS}
        start = np.asarray(starts == name, dtype=bool)
        rows[name] = {
            "clients": int(flags.sum()),
            **sums,
            **_rates(figures, flags, start, sums["net_margin"], 0.0),
        }
    unknown = {key: known(orphans.get(key)) for key in AMOUNTS}
    rows["unknown"] = {**unknown, "net_rate": _unknown_rate(unknown)}
    rows["total"] = _total(figures, rows, unknown)
    _add_shares(figures, rows)
    return rows


def _total(
    figures: Figures,
    rows: Mapping[str, Row],
    unknown: Mapping[str, float | None],
) -> dict[str, Value]:
    sums = {key: sum(_float(row[key]) for row in rows.values()) for key in AMOUNTS}
    everyone = np.ones(len(figures.words("letter")), dtype=bool)
    measured = 0.0 if unknown["net_margin"] is None else unknown["revenue"] or 0.0
    return {
        "clients": int(sum(_float(rows[name]["clients"]) for name in GROUPS)),
        **sums,
        **_rates(figures, everyone, everyone, sums["net_margin"], measured),
    }


def _rates(
    figures: Figures,
    rows: Flags,
    start: Flags,
    net_margin: float,
    measured_elsewhere: float,
) -> dict[str, Value]:
    orders, won, decided = (
        figures.numbers(key) for key in ("orders", "quotes_won", "quotes_decided")
    )
    before = figures.numbers("previous_revenue")
    measured = rows & np.isfinite(figures.numbers("net_margin"))
    counted = rows & (orders >= 0)
    at_start = start & (before > 0)
    now, then = figures.numbers("revenue")[at_start], before[at_start]
    kept = np.where(np.isfinite(now), np.fmin(now, then), 0.0)
    return {
        "net_rate": ratio(
            net_margin, figures.total("revenue", measured) + measured_elsewhere
        ),
        "basket": ratio(
            figures.total("revenue", counted), figures.total("orders", counted)
        ),
        "conversion": ratio(
            figures.total("quotes_won", rows & (decided > 0)),
            figures.total("quotes_decided", rows & (won >= 0)),
        ),
        "retention": ratio(float((now > 0).sum()), float(at_start.sum())),
        "grr": ratio(float(kept.sum()), float(then.sum())),
        "nrr": ratio(float(np.nansum(now)), float(then.sum())),
    }


def _add_shares(figures: Figures, rows: dict[str, dict[str, Value]]) -> None:
    revenue = _float(rows["total"]["revenue"])
    active = float(sum(figures.groups[name].sum() for name in GRADED))
    for row in rows.values():
        missing = row["revenue"] is None
        row["revenue_share"] = "" if missing else ratio(_float(row["revenue"]), revenue)
    for name in GRADED:
        rows[name]["client_share"] = ratio(_float(rows[name]["clients"]), active)
    rows["total"]["client_share"] = ratio(active, active)


def _unknown_rate(unknown: Mapping[str, float | None]) -> Value:
    if unknown["net_margin"] is None or unknown["revenue"] is None:
        return ""
    return ratio(unknown["net_margin"], unknown["revenue"])


def _float(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
