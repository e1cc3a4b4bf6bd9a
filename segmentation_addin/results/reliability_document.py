"""How far the figures can be relied upon, as JSON holds it (see docs/json.md)."""

from __future__ import annotations

from typing import Any

import numpy as np

from segmentation_addin.core.freshness import Freshness
from segmentation_addin.core.origins import ORIGINS, Origin
from segmentation_addin.core.reliability import Reliability


def reliability_document(found: Reliability) -> dict[str, Any]:
    """Grade, estimates, ledger, dates, and the origin of each input column."""
    trust, held = found.trust, found.ledger
    return {
        "confidence": {"level": trust.level or None, "share": trust.share},
        "gross_margin": {
            "estimated": trust.estimated_margin,
            "estimated_share": trust.estimated_share,
            "estimated_clients": trust.estimated_clients,
            "unknown_revenue": trust.unknown_revenue,
            "unknown_clients": trust.unknown_clients,
        },
        "ledger": None
        if held is None
        else {
            "ledger": held.ledger,
            "found": held.found,
            "difference": held.difference,
            "share": held.share,
            "agrees": held.agrees,
        },
        "freshness": _freshness(found.freshness),
        "origins": [_origin(origin) for origin in found.origins],
    }


def _freshness(found: Freshness) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, np.datetime64) else value
        for key, value in vars(found).items()
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "table": origin.table,
        "column": origin.column,
        **{kind: origin.shares.get(kind) for kind in ORIGINS},
        "filled_clients": origin.filled,
        "missing_clients": origin.missing,
    }
