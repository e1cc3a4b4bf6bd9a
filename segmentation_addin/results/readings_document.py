"""The readings of the portfolio as JSON: cut-offs, cross-tables, clusters, groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from segmentation_addin.core.inputs import InputTables, texts
from segmentation_addin.core.readings.clusters import Clusters, NoClusters
from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.cross_table import cross_table
from segmentation_addin.core.readings.effort import GroupEffort
from segmentation_addin.core.readings.matrix import QUADRANTS
from segmentation_addin.core.readings.rfm_grid import SEGMENTS
from segmentation_addin.core.readings.size import SIZES
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.results.reading_facts import (
    active_rows,
    computed_abc,
    effort_by,
    group_figures,
    letters_of,
)
from segmentation_addin.workbook.board_figures import GRADED

_COLUMNS = {
    "rfm_segment": tuple(SEGMENTS),
    "matrix": QUADRANTS,
    "size": SIZES,
    "abc": ("A", "B", "C", "loss"),
    "cluster": (),
}
NONE = "none"
"""Clients that a reading does not place."""


def readings_document(
    result: Segmentation, inputs: InputTables
) -> dict[str, Any] | None:
    """What `readings` holds in `refresh --json`; None when they were not computed."""
    readings = result.readings
    if readings is None:
        return None
    limits = readings.size.limits
    bends = computed_abc(result, inputs)
    managers = texts(inputs.clients, "account_manager")[result.client_rows]
    return {
        "rfm": {
            "method": readings.rfm.method,
            "cuts": readings.rfm.cuts,
            "bins": readings.rfm.bins,
            "notes": [note.code for note in readings.rfm.notes],
        },
        "matrix": {
            "limit": readings.matrix.limit,
            "target": readings.matrix.target,
        },
        "size": {
            "large": None if limits is None else limits[0],
            "medium": None if limits is None else limits[1],
        },
        "computed_abc": None
        if bends is None
        else {
            "a": bends.a,
            "b": bends.b,
            "clients": {x: int((bends.classes == x).sum()) for x in "ABC"},
        },
        "clusters": _clusters(result, readings.clusters),
        "by_letter": {
            reading: _across_letters(result, reading, keys)
            for reading, keys in _COLUMNS.items()
        },
        "effort": {
            "letter": _efforts(effort_by(result, inputs, letters_of(result), GRADED)),
            "account_manager": _efforts(effort_by(result, inputs, managers)),
        },
        "groups": _groups(result),
    }


def _clusters(
    result: Segmentation, found: Clusters | NoClusters | None
) -> dict[str, Any] | None:
    if found is None:
        return None
    if isinstance(found, NoClusters):
        refused = {"refused": found.reason, "found": found.found}
        return {**refused, "needed": found.needed}
    criteria = [criterion.key for criterion in result.scoring.criteria]
    ids = result.clients["client_id"].to_numpy(dtype=object)
    return {
        "silhouette": found.silhouette,
        "silhouettes": found.silhouettes,
        "structure": found.structure,
        "left_out": found.left_out,
        "sampled": found.sampled,
        "groups": {
            group.name: {
                "clients": group.clients,
                "mean_net_margin": group.mean_net_margin,
                "profile": dict(zip(criteria, group.profile, strict=True)),
                "exemplars": [ids[i] for i in group.exemplars],
                "stability": group.stability,
                "verdict": group.verdict,
            }
            for group in found.groups
        },
    }


def _across_letters(
    result: Segmentation, reading: str, keys: tuple[str, ...]
) -> dict[str, Any]:
    """Clients and revenue of each letter, by the codes of another reading."""
    active = active_rows(result)
    clients = result.clients[active]
    table = cross_table(
        letters_of(result)[active],
        clients[reading].to_numpy(dtype=object),
        clients["revenue"].to_numpy(),
        keys,
        GRADED,
    )
    names = [name or NONE for name in table.columns]
    return {
        letter: {
            name: {"clients": count, "revenue": amount}
            for name, count, amount in zip(
                names, table.counts[row].tolist(), table.revenue[row], strict=True
            )
        }
        for row, letter in enumerate(table.rows)
    }


def _efforts(groups: dict[str, GroupEffort]) -> dict[str, Any]:
    return {
        name or NONE: {
            "clients": group.clients,
            "cost_unknown": group.cost_unknown,
            "shares": group.shares,
            "index": group.index,
            "above_policy": group.above_policy,
            **group.amounts,
            "quantities": group.quantities,
        }
        for name, group in groups.items()
    }


def _groups(result: Segmentation) -> dict[str, Any]:
    """Concentration once contacts and companies are added up by group."""
    assert result.readings is not None
    counted, revenue, net_margin = group_figures(result)
    costed = not np.isnan(net_margin).all()
    found = concentration(revenue)
    keys = result.readings.level.keys
    return {
        "count": counted,
        **vars(found),
        "net_margin_after_losing": (
            margin_after_loss(net_margin, revenue, keys) if costed else None
        ),
    }
