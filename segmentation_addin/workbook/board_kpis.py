"""The values of the dashboard's table by letter.

The figures of a letter are those of `core.readings.kpis`, here from the rows of the
sheet, so that they can be written beside the formulas that give them.
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
        active = flags if name in GRADED else np.zeros_like(flags)
        sums: dict[str, Value] = {
            key: "" if figures.unknown(key, active) else figures.total(key, flags)
            for key in AMOUNTS
        }
        start = np.asarray(starts == name, dtype=bool)
        rows[name] = {
            "clients": int(flags.sum()),
            **sums,
            **_rates(figures, flags, start),
            "net_rate": _rate(sums["net_margin"], sums["revenue"]),
        }
    unknown = {key: known(orphans.get(key)) for key in AMOUNTS}
    net_rate = _rate(unknown["net_margin"], unknown["revenue"])
    rows["unknown"] = {**unknown, "net_rate": net_rate}
    rows["total"] = _total(figures, rows)
    _add_shares(figures, rows)
    return rows


def _total(figures: Figures, rows: Mapping[str, Row]) -> dict[str, Value]:
    sums: dict[str, Value] = {
        key: ""
        if figures.unknown(key, figures.counted)
        else sum(_float(row[key]) for row in rows.values())
        for key in AMOUNTS
    }
    everyone = np.ones(len(figures.words("letter")), dtype=bool)
    started = np.asarray(figures.words("start_letter") != "", dtype=bool)
    return {
        "clients": int(sum(_float(rows[name]["clients"]) for name in GROUPS)),
        **sums,
        **_rates(figures, everyone, started),
        "net_rate": _rate(sums["net_margin"], sums["revenue"]),
    }


def _rates(figures: Figures, rows: Flags, start: Flags) -> dict[str, Value]:
    before = figures.numbers("previous_revenue")
    at_start = start & (before > 0)
    now, then = figures.numbers("revenue")[at_start], before[at_start]
    kept = np.fmin(np.fmax(np.nan_to_num(now), 0.0), then)
    return {
        "basket": ratio(figures.total("revenue", rows), figures.total("orders", rows)),
        "conversion": ratio(
            figures.total("quotes_won", rows), figures.total("quotes_decided", rows)
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


def _rate(part: Value, whole: Value) -> Value:
    """Part over whole, "" where either is unknown."""
    if isinstance(part, int | float) and isinstance(whole, int | float):
        return ratio(part, whole)
    return ""


def _float(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
