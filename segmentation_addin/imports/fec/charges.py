"""What a FEC says of each client beside its revenue: discounts, losses, what it owes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.imports.fec.entries import Entries
from segmentation_addin.imports.fec.receivables import NOBODY, Receivables
from segmentation_addin.imports.fec.revenue import clients_by_block, roots

Cents = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Charges:
    """Cents by client, in the order of `Receivables.ids`; a cost is positive."""

    discounts: Cents
    """Given for early payment (665)."""
    losses: Cents
    """Written off (654, and 6714 before 2025), ex-VAT."""
    outstanding: Cents
    """What the client owes at the end of the file, with VAT."""


def charges_of(lines: pd.DataFrame, entries: Entries, found: Receivables) -> Charges:
    """Gives 665 and 654 to the client of their block, in equal parts if several."""
    balance = lines["balance"].to_numpy()
    blocks, clients = clients_by_block(entries, found)
    count = int(entries.block.max(initial=-1)) + 1
    held = np.bincount(blocks, minlength=count)

    def given(*starts: str) -> Cents:
        own = np.where(roots(lines, *starts) & ~entries.opening, balance, 0)
        sums = np.bincount(entries.block, weights=own, minlength=count)
        parts = sums[blocks] / held[blocks]
        total = np.bincount(clients, weights=parts, minlength=len(found.ids))
        return np.rint(total).astype(np.int64)

    known = found.client != NOBODY
    owed = np.bincount(
        found.client[known], weights=balance[known], minlength=len(found.ids)
    )
    return Charges(given("665"), given("654", "6714"), np.rint(owed).astype(np.int64))
