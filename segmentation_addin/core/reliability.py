"""All that says how far the figures of one segmentation can be relied upon."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.core.estimates import Trust, trust
from segmentation_addin.core.freshness import Freshness, freshness
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.origins import Origin, origins
from segmentation_addin.core.reconciliation import Reconciliation, reconcile
from segmentation_addin.core.segmentation import Segmentation


@dataclass(frozen=True)
class Reliability:
    """The grade, the estimates, the ledger, the dates, and what rests on what."""

    trust: Trust
    ledger: Reconciliation | None
    """None when nobody typed the ledger's revenue."""
    freshness: Freshness
    origins: list[Origin]


def reliability(inputs: InputTables, result: Segmentation) -> Reliability:
    """How far one segmentation can be relied upon."""
    return Reliability(
        trust(result),
        reconcile(inputs, result.current),
        freshness(inputs, result.period),
        origins(inputs, result),
    )
