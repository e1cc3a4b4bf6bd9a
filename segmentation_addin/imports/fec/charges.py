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

COST_BASES = {
    "purchases": ("60",),
    "subcontracting": ("604", "611"),
    "transport": ("624",),
    "commissions": ("6222",),
    "advertising": ("623",),
    "travel": ("625",),
    "staff": ("64",),
}
"""Costs of the whole company that a pool can be taken from, and their accounts."""


@dataclass(frozen=True)
class Charges:
    """Cents by client, in the order of `Receivables.ids`; a cost is positive."""

    discounts: Cents
    """Given for early payment (665)."""
    losses: Cents
    """Written off (654, and 6714 before 2025), ex-VAT."""
    fees: Cents
    """Of the factor to whom the client's invoices were sold (6225)."""
    outstanding: Cents
    """What the client owes at the end of the file, with VAT."""
    doubtful: Cents
    """The part of it that is in doubt (416)."""


def charges_of(lines: pd.DataFrame, entries: Entries, found: Receivables) -> Charges:
    """Charges by client, and what each owes.

    A charge belongs to the client that its own line names, else to the client of its
    block, in equal parts if there are several. An opening of a later year in the same
    file says again what the client owes, and is not counted.
    """
    balance = lines["balance"].to_numpy()
    blocks, clients = clients_by_block(entries, found)
    count = int(entries.block.max(initial=-1)) + 1
    held = np.bincount(blocks, minlength=count)
    named = _named(lines, found)

    def given(*starts: str) -> Cents:
        charged = roots(lines, *starts) & ~entries.opening & (held > 0)[entries.block]
        own = charged & (named != NOBODY)
        direct = np.bincount(named[own], balance[own], len(found.ids))
        rest = np.where(charged & ~own, balance, 0)
        sums = np.bincount(entries.block, weights=rest, minlength=count)
        parts = sums[blocks] / held[blocks]
        shared = np.bincount(clients, parts, len(found.ids))
        return np.asarray(np.rint(direct + shared).astype(np.int64))

    known = (found.client != NOBODY) & entries.stated

    def owed(flags: npt.NDArray[np.bool_]) -> Cents:
        sums = np.bincount(
            found.client[flags], weights=balance[flags], minlength=len(found.ids)
        )
        return np.rint(sums).astype(np.int64)

    return Charges(
        given("665"),
        given("654", "6714"),
        given("6225"),
        owed(known),
        owed(known & roots(lines, "416")),
    )


def cost_bases_of(lines: pd.DataFrame, entries: Entries) -> dict[str, int]:
    """Cents of each base of `COST_BASES` that the books hold; none is counted twice."""
    balance = np.where(entries.opening, 0, lines["balance"].to_numpy())
    sums = {
        name: int(balance[roots(lines, *starts)].sum())
        for name, starts in COST_BASES.items()
    }
    sums["purchases"] -= int(balance[roots(lines, "604")].sum())
    return {name: cents for name, cents in sums.items() if cents}


def _named(lines: pd.DataFrame, found: Receivables) -> npt.NDArray[np.int64]:
    """Per line the client that its auxiliary is the code of, -1 for none."""
    place = {code: at for at, code in enumerate(found.ids)}
    codes = [place.get(x, NOBODY) for x in lines["auxiliary"].cat.categories]
    auxiliary = lines["auxiliary"].cat.codes.to_numpy()
    return np.asarray(np.array(codes, dtype=np.int64)[auxiliary])
