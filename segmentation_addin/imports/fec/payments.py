"""How long each client takes to pay, from the entries of a FEC.

The lettering (EcritureLet) ties a payment to its invoices: the delay is then exact. The
date of lettering is not the date of payment and is never used. Without lettering a
payment is tied to the oldest unpaid invoice of the same amount, then first in first out:
an indication, and counted as such. A balance brought forward that does not say the date
of its invoice tells no delay.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation_addin.imports.fec.entries import Entries, Flags
from segmentation_addin.imports.fec.receivables import NOBODY, Receivables
from segmentation_addin.imports.fec.revenue import TREASURY, document_dates, roots

LONGEST_DAYS = 150
"""Between an invoice and the payment of the same amount."""
METHODS = ("lettering", "amount", "order")


@dataclass(frozen=True)
class Payments:
    """Per client: days from invoice to payment, how known, bounced, sold to a factor."""

    days: Mapping[int, float]
    """Mean, weighted by what was paid; clients without a payment are not there."""
    method: Mapping[int, str]
    bounced: Mapping[int, int]
    """Number of payments that came back."""
    factored: frozenset[int]
    """Clients whose invoices were sold: how they pay is not known."""


def payments_of(lines: pd.DataFrame, entries: Entries, found: Receivables) -> Payments:
    """Days to pay by client; `lines` is the frame of a ledger."""
    block, client = entries.block, found.client
    count = int(block.max(initial=-1)) + 1

    def met(flags: Flags) -> Flags:
        any_: Flags = np.bincount(block, weights=flags, minlength=count)[block] > 0
        return any_

    balance = lines["balance"].to_numpy()
    sold, money = met(roots(lines, "70")), met(roots(lines, *TREASURY))
    known = (client != NOBODY) & entries.stated
    forward = entries.opening
    plain = known & ~sold & ~forward
    factor = met(roots(lines, "467") & (balance > 0))
    ceded = plain & (balance < 0) & factor
    paid = plain & money & (balance < 0) & ~ceded
    back = plain & money & (balance > 0)
    billed = known & (balance > 0) & (sold | forward)
    credited = known & (balance < 0) & sold
    entered, piece = lines["entry_date"].to_numpy(), lines["piece_date"].to_numpy()
    dates = np.where(forward & (piece < entered), piece, document_dates(lines))
    undated = forward & (dates >= entered)
    dates = np.where(paid, entered, dates)
    cells = pd.DataFrame(
        {
            "client": client,
            "lettering": lines["lettering"].cat.codes.to_numpy(),
            "amount": balance,
            "day": dates.astype("datetime64[D]").astype(np.int64),
            "paid": paid,
            "billed": billed,
            "credited": credited,
            "undated": undated,
        }
    )[known]
    blank = list(lines["lettering"].cat.categories).index("")
    days, method = _lettered(cells[cells["lettering"] != blank])
    factored = frozenset(client[ceded].tolist())
    told = cells["paid"] | cells["billed"] | cells["credited"]
    rest = cells[told & ~cells["client"].isin(list(days))]
    rest = rest.sort_values(["client", "day"], kind="stable")
    clients, starts = np.unique(rest["client"].to_numpy(), return_index=True)
    bounds = [*starts.tolist(), len(rest)]
    for i, who in enumerate(clients.tolist()):
        matched = _matched(rest.iloc[bounds[i] : bounds[i + 1]])
        if matched is not None:
            days[who], method[who] = matched
    for who in factored:
        days.pop(who, None)
        method.pop(who, None)
    bounced = np.unique(client[back], return_counts=True)
    return Payments(
        days,
        method,
        dict(zip(bounced[0].tolist(), bounced[1].tolist(), strict=True)),
        factored,
    )


def _lettered(cells: pd.DataFrame) -> tuple[dict[int, float], dict[int, str]]:
    """Mean delay over the balanced groups that hold an invoice and a payment."""
    if cells.empty:
        return {}, {}
    paid = cells["amount"].where(cells["paid"], 0)
    billed = cells["amount"].where(cells["billed"], 0)
    frame = pd.DataFrame(
        {
            "client": cells["client"],
            "lettering": cells["lettering"],
            "amount": cells["amount"],
            "paid": -paid,
            "billed": billed,
            "paid_days": -paid * cells["day"],
            "billed_days": billed * cells["day"],
            "undated": (cells["undated"] & cells["billed"]).astype(np.int64),
        }
    )
    sums = frame.groupby(["client", "lettering"], sort=False).sum().reset_index()
    closed = (sums["amount"].abs() <= 1) & (sums["paid"] > 0) & (sums["billed"] > 0)
    sums = sums[closed & (sums["undated"] == 0)]
    delay = sums["paid_days"] / sums["paid"] - sums["billed_days"] / sums["billed"]
    weighted = pd.DataFrame(
        {
            "client": sums["client"],
            "days": delay * sums["paid"],
            "paid": sums["paid"],
        }
    )
    means = weighted.groupby("client").sum()
    days = (means["days"] / means["paid"]).to_numpy()
    clients = means.index.to_numpy()
    found = dict(zip(clients.tolist(), days.tolist(), strict=True))
    return found, dict.fromkeys(found, "lettering")


Dated = list[tuple[int, int]]
"""Days and cents, by day."""


def _matched(cells: pd.DataFrame) -> tuple[float, str] | None:
    """Mean delay of one client's payments, by amount, else first in first out.

    A payment may also be an invoice less one credit note. `cells` is sorted by day.
    """

    def dated(flags: pd.Series[bool]) -> Dated:
        own = cells[flags]
        amounts = own["amount"].abs()
        return list(zip(own["day"].tolist(), amounts.tolist(), strict=True))

    undated = cells["billed"] & cells["undated"]
    bills = dated(cells["billed"] & ~cells["undated"])
    payments, credit_notes = dated(cells["paid"]), dated(cells["credited"])
    waiting: dict[int, deque[int]] = {}
    for day, amount in bills:
        waiting.setdefault(amount, deque()).append(day)
    total = weight = 0
    left = []
    for day, amount in payments:
        since = _oldest(waiting, amount, day)
        if since is None:
            left.append((day, amount))
        else:
            total += (day - since) * amount
            weight += amount
    for day, amount in left:
        taken = (cents for when, cents in credit_notes if when <= day)
        found = (_oldest(waiting, amount + cents, day) for cents in taken)
        since = next((x for x in found if x is not None), None)
        if since is not None:
            total += (day - since) * amount
            weight += amount
    if weight:
        return total / weight, "amount"
    return _in_order(bills, payments, int(cells.loc[undated, "amount"].sum()))


def _oldest(waiting: dict[int, deque[int]], amount: int, day: int) -> int | None:
    """Takes the oldest invoice of that amount that this day can have paid."""
    same = waiting.get(amount)
    while same and day - same[0] > LONGEST_DAYS:
        same.popleft()
    return same.popleft() if same and same[0] <= day else None


def _in_order(bills: Dated, payments: Dated, lump: int) -> tuple[float, str] | None:
    """Mean delay when each payment settles the oldest debt first.

    `lump` is a debt brought forward whose date is not known: it is paid before all.
    """
    queue = deque(bills)
    total = weight = 0
    for day, amount in payments:
        old = min(lump, amount)
        lump -= old
        left = amount - old
        while left and queue and queue[0][0] <= day:
            since, due = queue[0]
            part = min(left, due)
            total += (day - since) * part
            weight += part
            left -= part
            queue.popleft()
            if due > part:
                queue.appendleft((since, due - part))
    return (total / weight, "order") if weight else None
