"""What one FEC says of the clients: a row each, and the proof that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.fec.cancelled import cancelled_of
from segmentation_addin.imports.fec.charges import charges_of, cost_bases_of
from segmentation_addin.imports.fec.entries import Entries, entries_of
from segmentation_addin.imports.fec.fields import month_end
from segmentation_addin.imports.fec.findings import (
    book_issues,
    client_issues,
    line_issues,
    months_between,
)
from segmentation_addin.imports.fec.ledger import Ledger, read_ledger
from segmentation_addin.imports.fec.payments import payments_of
from segmentation_addin.imports.fec.receivables import (
    NOBODY,
    Receivables,
    receivables_of,
)
from segmentation_addin.imports.fec.revenue import (
    Revenue,
    document_dates,
    revenue_of,
)
from segmentation_addin.workbook.declaration import heading_key

_COUNTER_WORDS = (
    "client clients divers comptoir passage de du des recette recettes especes cb carte "
    "cartes bancaire bancaires caisse internet particulier particuliers vente ventes web "
    "site magasin boutique cheque cheques journee jour au le la les ttc ht"
)
_WORDS_OF_NOBODY = frozenset(_COUNTER_WORDS.split())
_PHRASES_OF_NOBODY = re.compile(
    r"\b(clients? (divers|de passage|comptoir|particuliers?|internet)|divers clients?|"
    r"ventes? (au |du )?(comptoir|comptant|caisse|internet)|"
    r"recettes? (cb|cartes?|especes|caisse|journalieres?|du jour))\b"
)
"""What says counter sales whatever stands beside it: CLIENTS DIVERS LYON."""
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Statement:
    """One accounting year by client; amounts in the workbook's currency, ex-VAT.

    `clients`: client_id, name, revenue, freight (invoiced apart, a part of it), credit_notes
    (>= 0), invoices, credit_note_count, cancelled (credit notes that cancel a whole
    invoice, a part of credit_notes) with cancelled_before (an invoice of an earlier
    year), cancelled_count and replaced_count, invoiced (ex-VAT, > 0),
    credit_note_rate (of what was invoiced) and commercial_note_rate (the same without
    cancelled invoices), first_order, last_order, active_months, days_to_pay, delay
    ("lettering", "amount", "order" or ""), discounts, losses, fees (of a factor),
    outstanding and doubtful (with VAT), billed (with VAT), dso (days of sales that it
    owes), bounced,
    factored, counter (its name says counter or cash sales), shared (revenue
    given in proportion, an estimate), known_before (it owed something when the year
    began) and since.
    """

    clients: pd.DataFrame
    period_start: pd.Timestamp
    period_end: pd.Timestamp
    """Last day of the month of the last entry: never today, never the file's name."""
    revenue: float
    """All that account 70 holds."""
    unallocated: Mapping[str, float]
    """Revenue that no client was given, by reason."""
    freight: float
    """All of it that is freight invoiced apart (7085), balances forward aside."""
    outstanding: float
    """What all clients owe with VAT, those that bought nothing in the year included."""
    cost_bases: Mapping[str, float]
    """Costs of the whole company by base (see `charges.COST_BASES`)."""
    lines: int
    personal_lines: int
    """Lines of wages and the like, whose texts were dropped while reading."""
    encoding: str
    key: tuple[str, ...] | None
    siren: str | None
    issues: list[Issue] = field(default_factory=list)

    @property
    def allocated(self) -> float:
        """Revenue given to clients."""
        return float(self.clients["revenue"].sum())

    @property
    def months(self) -> int:
        """Number of months that the year covers."""
        return months_between(self.period_start, self.period_end)

    @property
    def annual_revenue(self) -> float:
        """Its revenue on twelve months, in proportion: a figure to compare with."""
        return self.revenue * 12 / self.months

    @property
    def dso(self) -> float:
        """Days of sales that the clients of the year owe; NaN when nothing is billed."""
        owed, billed = self.clients["outstanding"], self.clients["billed"].sum()
        days = (self.period_end - self.period_start).days + 1
        return float(owed.clip(lower=0).sum() / billed * days) if billed else np.nan


def read_fec(path: Path, *more: Path) -> Statement:
    """Reads a FEC to one row per client; with an error among the issues, to none.

    `more` are the further parts of a year that was split into several files.

    Raises:
        SourceError: the file is no FEC that can be read (see `read_ledger`).
    """
    ledger = read_ledger(path, *more)
    issues = line_issues(ledger)
    lines = ledger.lines
    if lines.empty:
        issues.append(Issue("fec_nothing_read", Severity.ERROR))
        return _nothing(ledger, issues)
    entries = entries_of(lines)
    found = receivables_of(lines)
    revenue = revenue_of(lines, entries, found)
    issues += book_issues(ledger, entries, revenue)
    if stops(issues):
        return _nothing(ledger, issues)
    start, end = _period(lines, entries)
    clients = _clients(lines, entries, found, revenue, start, end)
    issues += client_issues(clients, revenue, start, end)
    statement = Statement(
        clients if not stops(issues) else clients.iloc[:0],
        start,
        end,
        revenue.total / 100,
        {name: cents / 100 for name, cents in revenue.unallocated.items() if cents},
        revenue.freight / 100,
        _owed(lines, entries, found) / 100,
        {name: cents / 100 for name, cents in cost_bases_of(lines, entries).items()},
        ledger.count,
        ledger.personal,
        ledger.encoding,
        entries.key,
        ledger.siren,
        issues,
    )
    _check_closing(ledger, statement)
    return statement


def _nothing(ledger: Ledger, issues: list[Issue]) -> Statement:
    unknown = pd.Timestamp(0)
    blank = pd.DataFrame({"revenue": np.array([], dtype=np.float64)})
    return Statement(
        *(blank, unknown, unknown, 0.0, {}, 0.0, 0.0, {}, ledger.count),
        *(ledger.personal, ledger.encoding, None, ledger.siren, issues),
    )


def _owed(lines: pd.DataFrame, entries: Entries, found: Receivables) -> int:
    """Cents that all clients owe at the end of the file."""
    known = (found.client != NOBODY) & entries.stated
    return int(lines["balance"].to_numpy()[known].sum())


def _period(lines: pd.DataFrame, entries: Entries) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the months that hold entries, openings aside."""
    days = lines["entry_date"].to_numpy()
    days = days[~entries.opening] if (~entries.opening).any() else days
    first, last = pd.Timestamp(days.min()), pd.Timestamp(days.max())
    return first.replace(day=1), pd.Timestamp(month_end(last.date()))


def _clients(
    lines: pd.DataFrame,
    entries: Entries,
    found: Receivables,
    revenue: Revenue,
    start: pd.Timestamp,
    end: pd.Timestamp,
) -> pd.DataFrame:
    sales, count = revenue.sales, len(revenue.ids)
    client = sales["client"].to_numpy()
    net = sales["net"].to_numpy()
    issued = ~sales["accrual"].to_numpy()
    month = sales["date"].to_numpy().astype("datetime64[M]").astype(np.int64)

    def summed(values: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return np.rint(np.bincount(client, weights=values, minlength=count)) / 100

    def counted(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        counts = np.bincount(client, weights=flags, minlength=count)
        return counts.astype(np.float64)

    bought, taken = issued & (net > 0), issued & (net < 0)
    undone = cancelled_of(sales, lines, entries, found)
    dates = sales[bought].groupby("client")["date"]
    # An invoice of the last days of a year can be booked in the next.
    month = np.maximum(month, np.datetime64(start.date(), "M").astype(np.int64))
    months = pd.DataFrame({"client": client[bought], "month": month[bought]})
    active = months.drop_duplicates().groupby("client").size()
    charges = charges_of(lines, entries, found)
    payments = payments_of(lines, entries, found)
    at = np.arange(count)
    known = count - len(found.ids)

    def padded(cents: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return np.append(cents, np.zeros(known, dtype=np.int64)) / 100

    opening = _opening(lines, entries, found, count)
    first = dates.min().reindex(at)
    frame = pd.DataFrame(
        {
            "client_id": pd.Series(revenue.ids, dtype=object),
            "name": pd.Series(revenue.names, dtype=object),
            "revenue": summed(net),
            "freight": summed(sales["freight"].to_numpy()),
            "credit_notes": summed(np.where(taken, -net, 0)),
            "invoices": counted(bought),
            "credit_note_count": counted(taken),
            "cancelled": summed(np.where(undone["cancelled"], -net, 0)),
            "cancelled_before": summed(np.where(undone["cancelled_before"], -net, 0)),
            "cancelled_count": counted(undone["cancelled"].to_numpy()),
            "replaced_count": counted(undone["replaced"].to_numpy()),
            "first_order": first.to_numpy(),
            "last_order": dates.max().reindex(at).to_numpy(),
            "active_months": active.reindex(at, fill_value=0).to_numpy(np.float64),
            "days_to_pay": [payments.days.get(i, np.nan) for i in range(count)],
            "delay": pd.Series(
                [payments.method.get(i, "") for i in range(count)], dtype=object
            ),
            "discounts": padded(charges.discounts),
            "losses": padded(charges.losses),
            "fees": padded(charges.fees),
            "outstanding": padded(charges.outstanding),
            "doubtful": padded(charges.doubtful),
            "bounced": [payments.bounced.get(i, 0) for i in range(count)],
            "factored": [i in payments.factored for i in range(count)],
            "counter": [names_nobody(name) for name in revenue.names],
            "shared": summed(np.where(sales["method"] == "shared", net, 0)),
            "known_before": ~np.isnat(opening),
            "since": _since(first.to_numpy(), opening, start),
        }
    )
    invoiced = summed(np.where(net > 0, net, 0))
    frame["invoiced"] = invoiced
    kept = frame["invoiced"] - (frame["cancelled"] - frame["cancelled_before"])
    commercial = frame["credit_notes"] - frame["cancelled"]
    frame["credit_note_rate"] = _rate(frame["credit_notes"], frame["invoiced"])
    frame["commercial_note_rate"] = _rate(commercial, kept)
    billed = summed(np.where(net > 0, sales["gross"].to_numpy(), 0))
    frame["billed"] = billed
    days = (end - start).days + 1
    owed = frame["outstanding"].clip(lower=0)
    frame["dso"] = _rate(owed, frame["billed"]) * days
    touched = ["revenue", "invoices", "credit_note_count"]
    touched += ["discounts", "losses", "fees"]
    frame = frame[(frame[touched] != 0).any(axis=1)]
    return frame.sort_values("client_id").reset_index(drop=True)


def _rate(part: pd.Series[float], whole: pd.Series[float]) -> pd.Series[float]:
    """Part of a whole in whole cents; unknown where there is no whole."""
    return part / whole.where(whole > 0.005)


def _opening(
    lines: pd.DataFrame, entries: Entries, found: Receivables, count: int
) -> npt.NDArray[np.datetime64]:
    """Per client the oldest document brought forward; NaT where there is none."""
    forward = entries.opening & entries.stated
    at = np.flatnonzero(forward & (found.client != NOBODY))
    oldest = np.full(count, "NaT", dtype="datetime64[s]")
    dates = document_dates(lines)[at]
    order = np.argsort(dates, kind="stable")[::-1]
    oldest[found.client[at][order]] = dates[order]
    return oldest


def _since(
    first: npt.NDArray[np.datetime64],
    opening: npt.NDArray[np.datetime64],
    start: pd.Timestamp,
) -> npt.NDArray[np.datetime64]:
    """First order known; a client that owed something was one before the year."""
    before = np.datetime64(start.date()) - np.timedelta64(1, "D")
    old = np.fmin(opening, before.astype("datetime64[s]"))
    return np.where(np.isnat(opening), first, old)


def names_nobody(name: str) -> bool:
    """True for an account that stands for counter, cash or internet sales.

    >>> names_nobody("CLIENTS DIVERS"), names_nobody("Comptoir du Bois Lormel")
    (True, False)
    """
    folded = heading_key(name)
    words = [w for w in folded.split() if not re.fullmatch(r"\d+", w)]
    plain = bool(words) and all(word in _WORDS_OF_NOBODY for word in words)
    return plain or _PHRASES_OF_NOBODY.search(folded) is not None


def _check_closing(ledger: Ledger, statement: Statement) -> None:
    """Says when the file's name speaks of another closing date than its entries."""
    if ledger.closed_on is None or ledger.closed_on == statement.period_end.date():
        return
    params: dict[str, ParamValue] = {
        "found": ledger.closed_on.isoformat(),
        "expected": statement.period_end.date().isoformat(),
    }
    statement.issues.append(Issue("fec_name_date", Severity.NOTE, params=params))
