"""Made-up result tables for the tests of the board and of the template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from segmentation_addin.core.input_totals import InputTotals
from segmentation_addin.core.readings.rfm_grid import segments_of
from segmentation_addin.languages import Language
from segmentation_addin.results.table import group_ranks
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.board_figures import AMOUNTS
from segmentation_addin.workbook.declaration import TEXT_KINDS
from segmentation_addin.workbook.outputs import SEGMENTATION
from segmentation_addin.workbook.reading_facts import ClusterFacts, ReadingFacts

_PARTS = (
    (
        "Atelier",
        "Maison",
        "Groupe",
        "Boulangerie",
        "Société",
        "Laboratoire",
        "Clinique",
    ),
    (
        "Dubreuil",
        "Kervran",
        "Müller",
        "O'Neill",
        "Lefèvre & Fils",
        "Bastide",
        "Sanchez",
    ),
)

SECTORS = (
    *("Santé", "Agroalimentaire", "BTP", "=1+1", "<10", ">=5 M", "<>", "A*", "A?"),
    *("A~", "A~*", "AB", "007", "7", "1E3", "(none)"),
)
"""Names as people type them: some would be criteria, numbers or wildcards."""
MANAGERS = ("L. Petit", "A. Roy", "*", "?", "=Roy")


def _label(column: str, key: str, language: Language) -> str:
    return SEGMENTATION.column(column).choices[key].in_(language)


def _ranks(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    at = np.flatnonzero(wanted & np.isfinite(values))
    ranks = np.full(len(values), np.nan)
    ranks[at[np.argsort(-values[at], kind="stable")]] = np.arange(1, len(at) + 1)
    return ranks


def segmentation(clients: int, language: Language, seed: int = 1) -> pd.DataFrame:
    """Rows of `tblSegmentation`: all letters, losses, ties, blanks, typed-text rows."""
    draw = np.random.default_rng(seed)
    n = clients
    frame = pd.DataFrame(
        {
            column.key: [""] * n if column.kind in TEXT_KINDS else np.full(n, np.nan)
            for column in SEGMENTATION.columns
        }
    ).astype({c.key: object for c in SEGMENTATION.columns if c.kind in TEXT_KINDS})
    if n == 0:
        return frame
    letters = draw.choice(
        ["A", "B", "C", "D", "NC", ""], n, p=[0.2, 0.3, 0.25, 0.12, 0.06, 0.07]
    )
    inactive = letters == ""
    left_over = inactive & (draw.random(n) < 0.3)
    revenue = np.round(np.exp(draw.normal(10.4, 1.3, n)), 2)
    revenue[draw.random(n) < 0.1] = 12_500.0
    revenue[draw.random(n) < 0.03] = -340.55
    revenue[inactive] = 0.0
    rate = np.choose(
        np.searchsorted(["A", "B", "C", "D", "NC"], letters) % 5,
        [0.38, 0.31, 0.24, 0.12, 0.2],
    )
    gross = np.round(revenue * (rate + draw.normal(0, 0.06, n)), 2)
    cost = np.round(
        np.abs(revenue) * (0.06 + 0.3 * (letters == "D")) + draw.gamma(2, 600, n), 2
    )
    cost[inactive] = 0.0
    unknown = (letters == "NC") & (draw.random(n) < 0.5)
    gross[unknown] = np.nan
    net = gross - cost
    frame["client_id"] = [f"C{i:04d}" for i in range(n)]
    frame["name"] = [
        f"{draw.choice(_PARTS[0])} {draw.choice(_PARTS[1])}" for _ in range(n)
    ]
    frame["letter"] = frame["computed_letter"] = letters.astype(object)
    decided = {
        "A": "score",
        "B": "score",
        "C": "score",
        "D": "loss",
        "NC": "incomplete",
        "": "inactive",
    }
    frame["decided_by"] = [
        "" if gone else _label("decided_by", decided[x], language)
        for x, gone in zip(letters, left_over, strict=True)
    ]
    for key, values in (
        ("revenue", revenue),
        ("gross_margin", gross),
        ("cost_to_serve", cost),
        ("net_margin", net),
    ):
        frame[key] = np.where(left_over, np.nan, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["gross_margin_rate"] = np.where(revenue > 0, gross / revenue, np.nan)
        frame["net_margin_rate"] = np.where(revenue > 0, net / revenue, np.nan)
        frame["cost_to_serve_ratio"] = np.where(gross > 0, cost / gross, np.nan)
    frame["score"] = np.where(inactive, np.nan, np.round(draw.uniform(20, 95, n), 1))
    frame["robustness"] = np.where(
        inactive, np.nan, np.round(draw.uniform(0.5, 1, n), 3)
    )
    frame["completeness"] = np.where(inactive, np.nan, draw.choice([0.85, 1.0], n))
    frame["orders"] = np.where(draw.random(n) < 0.1, np.nan, draw.integers(0, 60, n))
    frame["active_months"] = draw.integers(0, 13, n)
    frame["days"] = draw.integers(0, 400, n)
    frame["potential"] = draw.integers(0, 6, n)
    decided_quotes = draw.integers(0, 30, n).astype(float)
    frame["quotes_decided"] = np.where(draw.random(n) < 0.3, np.nan, decided_quotes)
    frame["quotes_won"] = np.where(
        draw.random(n) < 0.2, np.nan, np.floor(decided_quotes * 0.4)
    )
    before = np.round(np.abs(revenue) * draw.uniform(0.6, 1.5, n), 2)
    before[draw.random(n) < 0.2] = 12_500.0
    frame["previous_revenue"] = np.where(draw.random(n) < 0.2, np.nan, before)
    frame["start_letter"] = draw.choice(["A", "B", "C", "D", "NC"], n).astype(object)
    frame["abc"] = [
        _label("abc", key, language) for key in draw.choice(["A", "B", "C", "loss"], n)
    ]
    frame.loc[inactive, "abc"] = _label("abc", "inactive", language)
    large = revenue >= np.quantile(revenue, 0.8)
    eroding = large & np.isfinite(net) & (cost > 0.5 * np.nan_to_num(gross))
    frame["false_good"] = [
        ""
        if not bad
        else _label("false_good", "destroys" if x < 0 else "erodes", language)
        for bad, x in zip(eroding, net, strict=True)
    ]
    frame["sector"] = draw.choice(SECTORS, n).astype(object)
    frame["account_manager"] = draw.choice(MANAGERS, n).astype(object)
    frame["why"] = "value +18.2, margin +14.0, service +9.1, potential +7.5"
    frame["next_step"] = "A: revenue from 48,200 to 61,400 (+13,200)"
    for key in ("value", "margin", "service", "potential", "recurrence", "recency"):
        frame[f"points_{key}"] = np.round(draw.uniform(0, 100, n))
    for key, values in _readings(n, language, draw).items():
        frame[key] = np.where(inactive, "", values).astype(object)
    frame["revenue_rank"] = _ranks(revenue, ~inactive)
    frame["net_margin_rank"] = _ranks(net, ~inactive)
    frame["letter_refreshed"] = frame["letter"]
    frame["country"] = frame["region"] = draw.choice(["France", "Suisse"], n).astype(
        object
    )
    for key, names in (
        ("sector_rank", "sector"),
        ("manager_rank", "account_manager"),
        ("region_rank", "region"),
    ):
        frame[key] = np.nan
        frame.loc[~left_over, key] = group_ranks(
            frame.loc[~left_over, names].to_numpy(), revenue[~left_over]
        )
    frame["false_good_rank"] = _ranks(-net, np.asarray(frame["false_good"] != ""))
    for key, part in (("lever", 0.08), ("risk", 1.0)):
        concerned = ~inactive & (draw.random(n) < 0.3) & (net > 0)
        frame[key] = np.where(concerned, f"=A {key}", "").astype(object)
        frame[f"{key}_amount"] = np.where(concerned, np.round(part * net, 2), np.nan)
        frame[f"{key}_rank"] = _ranks(part * net, concerned)
    years = np.arange(2018, 2026).astype(np.float64)
    frame["since_year"] = np.random.default_rng(seed).choice([*years, np.nan], n)
    trust = np.random.default_rng(seed + 1)
    frame["confidence_share"] = np.where(inactive, np.nan, trust.uniform(0, 1, n))
    origins = np.where(trust.random(n) < 0.2, "estimated", "measured")
    origins = np.where(np.isnan(gross), "missing", origins)
    frame["margin_origin"] = [
        "" if gone else _label("margin_origin", key, language)
        for gone, key in zip(inactive, origins, strict=True)
    ]
    for column in SEGMENTATION.columns:
        if column.key not in {"client_id", "name"}:
            blank = "" if column.kind in TEXT_KINDS else np.nan
            frame.loc[left_over, column.key] = blank
    by_revenue = frame.sort_values("revenue", ascending=False, kind="stable")
    return by_revenue.reset_index(drop=True)


def _readings(
    n: int, language: Language, draw: np.random.Generator
) -> dict[str, np.ndarray]:
    """Columns of the readings; some clients have no place in one of them."""
    scores = draw.integers(1, 6, (n, 3))
    coded = draw.random(n) < 0.9
    codes = np.array(["".join(map(str, row)) for row in scores.tolist()], dtype=object)
    segments = segments_of(*scores.T)
    columns = {
        "rfm": np.where(coded, codes, ""),
        "rfm_segment": np.where(
            coded, [_label("rfm_segment", key, language) for key in segments], ""
        ),
        "cluster": draw.choice(["K1", "K2", "K3", ""], n),
    }
    for key in ("matrix", "size", "confidence"):
        choices = list(SEGMENTATION.column(key).choices)
        labels = [_label(key, choice, language) for choice in choices]
        columns[key] = draw.choice([*labels, ""], n)
    return columns


READINGS = ReadingFacts(
    rfm_method="quintiles",
    rfm_cuts={
        "recency": (12.0, 30.0, 75.0, 160.5),
        "frequency": (2.0, 4.0, 4.0, 9.0),
        "monetary": (900.0, 2500.0, 7300.0, 21_000.0),
    },
    notes=("Half of the clients ordered once.",),
    matrix_limit=48_000.0,
    matrix_target=0.124,
    size_limits=(48_000.0, 9500.0),
    abc_limits=(21_000.0, 4300.0),
    clusters=(
        ClusterFacts("K1", 0.91, "stable", "C0001  Atelier Dubreuil  (A)"),
        ClusterFacts("K2", 0.66, "doubtful", "C0002  Maison Kervran  (B)"),
        ClusterFacts("K3", float("nan"), "not_trusted", ""),
    ),
    cluster_sentence="3 clusters",
    drivers=("Orders", "Visits"),
    effort={"A": (0.6, 0.4), "B": (1.0, None), "C": (1.3, 1.1)},
    groups=(40, 0.1, 0.2, 0.4, 0.6, 0.05, 20.0, 1000.0, 500.0, -20.0, 0.55),
)
"""What Python says beside the formulas of the Readings sheet."""


def facts(
    clients: int,
    language: Language,
    seed: int = 1,
    selection: Mapping[str, str] | None = None,
) -> Facts:
    """Facts of a refreshed workbook with that many rows."""
    frame = segmentation(clients, language, seed)
    orphans = {
        "revenue": 1840.5,
        "gross_margin": 410.25,
        "cost_to_serve": 95.0,
        "net_margin": 315.25,
    }
    return Facts(
        language=language,
        segmentation=frame,
        as_of=date(2025, 12, 31),
        period_start=date(2025, 1, 1),
        currency="EUR",
        orphans=orphans,
        pools={
            "cost": 120_000.0,
            "allocated": 98_450.4,
            "unused": 18_049.6,
            "not_allocatable": 3500.0,
        },
        selection=selection or {},
        inputs=InputTotals(
            clients=int((frame["decided_by"] != "").sum()),
            **{
                key: float(np.nansum(frame[key].astype(float))) + orphans[key]
                for key in AMOUNTS
            },
        ),
        issues={"error": 0, "warning": 4, "note": 7},
        issues_amount=23_410.0,
        filled_weight=85.0,
        all_weight=100.0,
        readings=READINGS,
        refreshed_on="2026-01-14 09:12",
        version="0.1.0",
    )
