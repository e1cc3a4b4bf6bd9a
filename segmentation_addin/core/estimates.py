"""How far the whole portfolio can be trusted, and what rests on estimates.

The grade of the portfolio is that of its clients (`confidence`), each weighted by its
revenue: high from 0.8, medium from 0.5, as for one client. A client of unknown gross
margin counts 0 in it: it has no letter that could be trusted, and a portfolio without
margins must not pass for a reliable one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.confidence import level_of
from segmentation_addin.core.segmentation import Segmentation

MEASURED, ESTIMATED, MISSING = "measured", "estimated", "missing"


@dataclass(frozen=True)
class Trust:
    """The grade of a portfolio, and the gross margin behind its letters."""

    level: str
    """"high", "medium", "low"; "" when no client has revenue."""
    share: float | None
    """Confidence 0-1 weighted by revenue; None when no client has revenue."""
    estimated_margin: float
    """Gross margin of the clients whose margin rests on an estimate, currency."""
    estimated_clients: int
    estimated_share: float | None
    """Of the gross margin; None where that share means nothing."""
    unknown_revenue: float
    """Revenue of the clients whose gross margin is unknown."""
    unknown_clients: int


def trust(result: Segmentation) -> Trust:
    """The grade and the estimates of one segmentation."""
    clients = result.clients
    revenue = np.nan_to_num(clients["revenue"].to_numpy(dtype=np.float64))
    confidence = np.nan_to_num(clients["confidence_share"].to_numpy(dtype=np.float64))
    origin = margin_origins(result)
    confidence[origin == MISSING] = 0.0
    sold = revenue > 0
    total = float(revenue[sold].sum())
    share = float((confidence * revenue)[sold].sum()) / total if total > 0 else None
    margin = clients["gross_margin"].to_numpy(dtype=np.float64)
    estimated, unknown = origin == ESTIMATED, origin == MISSING
    amount, whole = float(np.nansum(margin[estimated])), float(np.nansum(margin))
    defined = whole > 0 and 0 <= amount <= whole
    return Trust(
        level="" if share is None else level_of(share),
        share=share,
        estimated_margin=amount,
        estimated_clients=int(estimated.sum()),
        estimated_share=amount / whole if defined else None,
        unknown_revenue=float(revenue[unknown].sum()),
        unknown_clients=int(unknown.sum()),
    )


def margin_origins(result: Segmentation) -> np.ndarray:
    """Where each client's gross margin comes from; "" for inactive clients."""
    current = result.current
    known = ~np.isnan(current.gross_margin)
    origin = np.where(current.estimated, ESTIMATED, MEASURED)
    origin = np.where(known, origin, MISSING)
    return np.where(current.active, origin, "").astype(object)
