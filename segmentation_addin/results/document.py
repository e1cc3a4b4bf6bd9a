"""The JSON document of a refresh; its keys are public (see docs/json.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from segmentation_addin.core.inputs import InputTables, texts
from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.kpis import kpis, of_clients
from segmentation_addin.core.readings.whale import whale_curve
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.steps import Step
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.results.readings_document import readings_document
from segmentation_addin.results.table import caps_of

_CODES = ("rfm", "rfm_segment", "matrix", "size", "cluster", "confidence")
_CLIENT_FIGURES = (
    "revenue",
    "gross_margin",
    "cost_to_serve",
    "net_margin",
    "gross_margin_rate",
    "net_margin_rate",
    "cost_to_serve_ratio",
    "orders",
    "active_months",
    "days",
    "potential",
    "score",
    "completeness",
)


_WHALE_FIGURES = {
    "peak": "peak",
    "rank_of_peak": "rank_of_peak",
    "total": "total",
    "erosion": "erosion",
    "loss_makers": "loss_makers",
    "loss": "loss",
    "best_20_percent_share": "best_share",
}
"""Figures of the net margin: all null where no cost to serve is known."""


def plain(value: Any) -> Any:
    """A value as JSON holds it: unknown is null, never NaN; whole counts as int."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    number = float(value)
    return number if math.isfinite(number) else None


def step_document(step: Step) -> dict[str, Any]:
    """One step to the next letter; `all_needed` tells "and" from "or"."""
    return {
        "letter": step.letter or None,
        "criterion": step.criterion,
        "from": plain(step.start),
        "to": plain(step.to),
        "change": plain(step.change),
        "unit": step.unit,
        "all_needed": step.together,
    }


def client_documents(
    result: Segmentation, inputs: InputTables, steps: list[list[Step]]
) -> list[dict[str, Any]]:
    """One document a client, all keys of the contract present."""
    clients = result.clients
    names = texts(inputs.clients, "name")[result.client_rows]
    caps = caps_of(result)
    columns = {key: clients[key].to_numpy() for key in clients.columns}
    scoring = result.scoring
    used = {criterion.key: k for k, criterion in enumerate(scoring.criteria)}
    documents = []
    for i in range(len(clients)):
        document: dict[str, Any] = {
            "client_id": columns["client_id"][i],
            "name": names[i] or None,
        }
        for key in _CLIENT_FIGURES:
            document[key] = plain(columns[key][i])
        document["points"] = {
            criterion.key: (
                plain(scoring.points[used[criterion.key], i])
                if criterion.key in used
                else None
            )
            for criterion in result.scale
        }
        document["computed_letter"] = columns["computed_letter"][i] or None
        document["letter"] = columns["letter"][i] or None
        document["decided_by"] = columns["decided_by"][i]
        document["caps"] = caps[i]
        document["abc"] = columns["abc"][i] or None
        document["false_good"] = columns["false_good"][i] or None
        document["new"] = bool(columns["new"][i])
        document["next_letter"] = [step_document(step) for step in steps[i]]
        document["robustness"] = plain(columns["robustness"][i])
        document["previous_revenue"] = plain(columns["previous_revenue"][i])
        document["start_letter"] = columns["start_letter"][i] or None
        document["confidence_share"] = plain(columns["confidence_share"][i])
        for key in _CODES:
            document[key] = columns[key][i] or None
        documents.append(document)
    return documents


def _totals(result: Segmentation) -> tuple[dict[str, Any], dict[str, Any]]:
    clients = result.clients
    everybody = np.ones(len(clients), dtype=bool)
    started = (clients["start_letter"] != "").to_numpy()
    by_letter: dict[str, Any] = dict(kpis(clients))
    orphans = dict.fromkeys(next(iter(by_letter.values())))
    orphans.update(result.orphans)
    by_letter["orphans"] = orphans
    totals: dict[str, Any] = dict(of_clients(clients, everybody, started))
    for key in ("revenue", "gross_margin", "cost_to_serve", "net_margin"):
        if totals[key] is not None:
            totals[key] += result.orphans[key]
    totals["clients"] += int(result.orphans["clients"])
    sold, net = totals["revenue"], totals["net_margin"]
    totals["net_margin_rate"] = net / sold if net is not None and sold > 0 else None
    return totals, by_letter


def summary_document(result: Segmentation) -> dict[str, Any]:
    """Analysis date, totals and figures by letter: what a terminal shows."""
    totals, by_letter = _totals(result)
    return {
        "as_of": str(result.period.end),
        "totals": plain(totals),
        "by_letter": plain(by_letter),
    }


def result_document(
    result: Segmentation,
    inputs: InputTables,
    steps: list[list[Step]],
    issues: list[RenderedIssue],
) -> dict[str, Any]:
    """The whole document of `refresh --json`."""
    summary = summary_document(result)
    active = (result.clients["decided_by"] != "inactive").to_numpy()
    net_margin = np.where(active, result.clients["net_margin"], np.nan)
    revenue = np.where(active, result.clients["revenue"], np.nan)
    whale = whale_curve(net_margin)
    costed = not np.isnan(net_margin).all()
    used = {criterion.key for criterion in result.scoring.criteria}
    rules = result.rules
    return {
        "as_of": summary["as_of"],
        "clients": client_documents(result, inputs, steps),
        "totals": summary["totals"],
        "by_letter": summary["by_letter"],
        "start_from": result.start_from or None,
        "scale": {
            criterion.key: {
                "better": criterion.better,
                "weight": plain(criterion.weight),
                "fixed": criterion.fixed,
                "knots": (
                    None
                    if criterion.knots is None
                    or (criterion.weight > 0 and criterion.key not in used)
                    else plain(criterion.knots)
                ),
            }
            for criterion in result.scale
        },
        "rules": {
            "bounds": list(rules.bounds),
            "gate_days": rules.gate_days,
            "min_completeness": rules.min_completeness,
            "loss_tolerance": rules.loss_tolerance,
            "structure_rate": rules.structure_rate,
            "override_steps": rules.override_steps,
            "erosion_ratio": inputs.number("erosion_ratio", 0.75),
            "seed": int(inputs.number("seed", 1)),
        },
        "costing": {
            "pools": [plain(vars(pool)) for pool in result.tariff.pools],
            "activities": [plain(vars(a)) for a in result.tariff.activities],
        },
        "whale": {
            name: getattr(whale, key) if costed else None
            for name, key in _WHALE_FIGURES.items()
        },
        "concentration": {
            **plain(vars(concentration(revenue))),
            "net_margin_after_losing": plain(
                margin_after_loss(
                    net_margin,
                    revenue,
                    result.clients["client_id"].to_numpy(dtype=object),
                )
            )
            if costed
            else None,
        },
        "readings": plain(readings_document(result, inputs)),
        "issues": [issue.as_document() for issue in issues],
    }
