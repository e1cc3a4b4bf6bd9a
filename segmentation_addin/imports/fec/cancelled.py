"""Credit notes that cancel a whole invoice, told apart from commercial ones.

"Annule et remplace": an invoice with a mistake is cancelled by a credit note of the same
amount, and most often made again. Nothing was given back to the client. Both documents
stay in the books and in the figures as booked; here they are counted apart.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.imports.fec.entries import Entries
from segmentation_addin.imports.fec.receivables import NOBODY, Receivables
from segmentation_addin.imports.fec.revenue import document_dates

REPLACED_DAYS = 31
"""Between the credit note and the invoice that replaces the one it cancels."""
LEAST_REPLACED, MOST_REPLACED = 0.5, 2.0
"""What replaces an invoice is of its size: so many times its amount."""
COLUMNS = ("cancelled", "cancelled_before", "replaced")

Documents = list[tuple[int, int, int, int]]
"""Position, day, net and gross, by day."""
Told = dict[str, npt.NDArray[np.bool_]]


def cancelled_of(
    sales: pd.DataFrame, lines: pd.DataFrame, entries: Entries, found: Receivables
) -> pd.DataFrame:
    """For each sale whether it is a credit note that cancels an invoice.

    `cancelled`: it equals an invoice of the same client of that day or before, ex-VAT
    and with VAT. `cancelled_before`: that invoice was brought forward from an earlier
    year. `replaced`: an invoice of about that size follows within 31 days.
    `sales` is that of `Revenue`; what was shared in proportion is no document.
    """
    told: Told = {name: np.zeros(len(sales), dtype=bool) for name in COLUMNS}
    own = pd.DataFrame(
        {
            "client": sales["client"].to_numpy(),
            "at": np.arange(len(sales)),
            "day": _days(sales["date"]),
            "net": sales["net"].to_numpy(),
            "gross": sales["gross"].to_numpy(),
        }
    )
    document = ~sales["accrual"] & (sales["method"] != "shared") & (sales["net"] != 0)
    own = own[document.to_numpy()]
    noted = own["client"].isin(own.loc[own["net"] < 0, "client"].unique())
    own = own[noted].sort_values(
        ["client", "day", "net"], ascending=[True, True, False], kind="stable"
    )
    clients, starts = np.unique(own["client"].to_numpy(), return_index=True)
    bounds = [*starts.tolist(), len(own)]
    rows: Documents = list(own.drop(columns="client").itertuples(index=False))
    forward = _forward(lines, entries, found)
    for place, client in enumerate(clients.tolist()):
        documents = rows[bounds[place] : bounds[place + 1]]
        _mark(documents, forward.get(client, {}), told)
    return pd.DataFrame(told, index=sales.index)


def _days(dates: pd.Series[pd.Timestamp]) -> npt.NDArray[np.int64]:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _mark(documents: Documents, forward: dict[int, int], told: Told) -> None:
    """Marks the credit notes of one client."""
    standing: dict[tuple[int, int], list[int]] = defaultdict(list)
    undone: list[tuple[int, int, int]] = []
    bills: list[tuple[int, int]] = []
    for at, day, net, gross in documents:
        same = standing[abs(net), abs(gross)]
        if net > 0:
            same.append(day)
            bills.append((day, net))
        elif same:
            # What replaces an invoice may bear the day of the credit note.
            before = [place for place, when in enumerate(same) if when < day]
            bills.remove((same.pop(before[-1] if before else -1), -net))
            undone.append((at, day, -net))
        elif forward.get(-gross):
            forward[-gross] -= 1
            undone.append((at, day, -net))
            told["cancelled_before"][at] = True
    for at, day, net in undone:
        told["cancelled"][at] = True
        after = (bill for bill in bills if 0 <= bill[0] - day <= REPLACED_DAYS)
        taken = next((x for x in after if _of_size(x[1], net)), None)
        if taken is not None:
            bills.remove(taken)
            told["replaced"][at] = True


def _of_size(replacing: int, cancelled: int) -> bool:
    return LEAST_REPLACED * cancelled <= replacing <= MOST_REPLACED * cancelled


def _forward(
    lines: pd.DataFrame, entries: Entries, found: Receivables
) -> dict[int, dict[int, int]]:
    """Per client how many invoices of each amount were brought forward one by one."""
    entered, piece = lines["entry_date"].to_numpy(), lines["piece_date"].to_numpy()
    balance = lines["balance"].to_numpy()
    dated = (document_dates(lines) < entered) | (piece < entered)
    flags = entries.opening & entries.stated & (found.client != NOBODY)
    flags &= dated & (balance > 0)
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    pairs = zip(found.client[flags].tolist(), balance[flags].tolist(), strict=True)
    for client, gross in pairs:
        counts[client][gross] += 1
    return counts
