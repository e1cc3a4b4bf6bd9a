"""Revenue per client from the entries of a FEC; what cannot be given to one stands apart.

Revenue of a block is what its accounts 70 are credited with, rebates (709) deducted.
A block with one client gives it all; with none, to the auxiliary of its sales line if
there is one; with several, by their own sales lines, by piece, by label, and last in
proportion to what each owes, which is said. A till sale in the entry of a client's
invoice is cut off it where piece or label tells them apart. Given + not given = account
70, to the cent; the same holds for freight invoiced apart (7085), a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.imports.fec.entries import Codes, Entries, Flags
from segmentation_addin.imports.fec.receivables import NOBODY, Receivables

METHODS = ("single", "sales_line", "piece", "label", "shared")
"""How a block was given to its client; "shared" is an estimate."""
REASONS = (
    *("opening", "cash", "accrual", "third_party", "moved", "nameless", "staff"),
    "other",
)
"""Why revenue belongs to no client."""
TREASURY = ("51", "53", "54", "58")
FREIGHT = "7085"
_LATEST = np.timedelta64(200, "D")

Cents = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Revenue:
    """Sales by block and client, and what no client could be given.

    `sales` has one row a sale: `block`, `client`, `net` (cents, ex-VAT, > 0 an
    invoice, < 0 a credit note), `freight` (the part of it that is freight invoiced
    apart), `gross` (cents, what the client owes), `date`, `method`, `accrual` (not yet
    a document: only 418 and 4198 speak of the client).
    """

    sales: pd.DataFrame
    unallocated: Mapping[str, int]
    """Cents by reason of `REASONS`."""
    total: int
    """Cents credited to account 70 over the file."""
    freight: int
    """The part of it that is freight invoiced apart, balances forward aside."""
    ids: list[str]
    names: list[str]
    """Of the clients; those met on sales lines alone come last."""


def roots(lines: pd.DataFrame, *starts: str) -> Flags:
    """True for the lines whose account begins with one of these."""
    known = np.array([x.startswith(starts) for x in lines["account"].cat.categories])
    flags: Flags = known.astype(bool)[lines["account"].cat.codes.to_numpy()]
    return flags


def counted_lines(entries: Entries, found: Receivables) -> Flags:
    """Client lines that name a client; a 4191 only where its block has no 411."""
    known = found.client != NOBODY
    plain = known & ~found.advance
    has_plain = _any(entries.block, plain)
    counted: Flags = plain | (known & ~has_plain[entries.block])
    return counted


def clients_by_block(entries: Entries, found: Receivables) -> tuple[Codes, Codes]:
    """Pairs (block, client), sorted; a 4191 counts only where the block has no 411."""
    counted = counted_lines(entries, found)
    pairs = np.unique(
        np.stack([entries.block[counted], found.client[counted]], axis=1), axis=0
    )
    return pairs[:, 0], pairs[:, 1]


def _any(block: Codes, flags: Flags) -> Flags:
    count = int(block.max(initial=-1)) + 1
    met: Flags = np.bincount(block, weights=flags, minlength=count) > 0
    return met


def _sums(block: Codes, values: Cents) -> Cents:
    count = int(block.max(initial=-1)) + 1
    sums = np.bincount(block, weights=values, minlength=count)
    return np.rint(sums).astype(np.int64)


def revenue_of(lines: pd.DataFrame, entries: Entries, found: Receivables) -> Revenue:
    """Gives the revenue of every block to its clients.

    `lines` is the frame of a ledger; amounts are in cents, revenue is positive.
    """
    balance = lines["balance"].to_numpy()
    sales = roots(lines, "70")
    total = -int(balance[sales].sum())
    opening = sales & entries.opening
    sales &= ~entries.opening
    block = entries.block
    net = -_sums(block, np.where(sales, balance, 0))
    carried = sales & roots(lines, FREIGHT)
    freight = -_sums(block, np.where(carried, balance, 0))
    sold = _any(block, sales)
    pair_block, pair_client = clients_by_block(entries, found)
    pair_sold = sold[pair_block]
    pair_block, pair_client = pair_block[pair_sold], pair_client[pair_sold]
    clients = np.bincount(pair_block, minlength=len(net))
    allocator = _Allocator(lines, entries, found, sales, carried)
    cut = allocator.cut_tills(np.flatnonzero(sold & (clients == 1)))
    single = clients[pair_block] == 1
    single &= ~np.isin(pair_block, [at for part in cut for at in part[0].tolist()])
    alone = pair_block[single]
    parts: list[Part] = [
        (alone, pair_client[single], net[alone], freight[alone], "single")
    ]
    several = np.flatnonzero(sold & (clients > 1))
    none = np.flatnonzero(sold & (clients == 0))
    parts += cut + allocator.shared(several) + allocator.lonely(none)
    unallocated = dict.fromkeys(REASONS, 0)
    unallocated["cash"] = allocator.till
    unallocated["opening"] = -int(balance[opening].sum())
    for reason, amount in allocator.left(none, net):
        unallocated[reason] += amount
    frame = pd.DataFrame(
        {
            "block": np.concatenate([part[0] for part in parts]),
            "client": np.concatenate([part[1] for part in parts]),
            "net": np.concatenate([part[2] for part in parts]),
            "freight": np.concatenate([part[3] for part in parts]),
            "method": np.concatenate(
                [np.full(len(part[0]), part[4], dtype=object) for part in parts]
            ),
        }
    )
    frame["gross"] = _gross(frame, entries, found, balance)
    documents = (found.client != NOBODY) & ~roots(lines, "418", "4198")
    without = ~_any(block, documents)[frame["block"].to_numpy()]
    frame["accrual"] = without & (frame["method"] != "sales_line").to_numpy()
    frame["date"] = sale_dates(lines, entries, found)[frame["block"].to_numpy()]
    every = int(freight.sum())
    return Revenue(frame, unallocated, total, every, allocator.ids, allocator.names)


def _gross(
    frame: pd.DataFrame, entries: Entries, found: Receivables, balance: Cents
) -> Cents:
    """What each client owes by each of its blocks, cents."""
    owed = pd.DataFrame(
        {"block": entries.block, "client": found.client, "gross": balance}
    )[found.client != NOBODY]
    sums = owed.groupby(["block", "client"], sort=False)["gross"].sum()
    at = pd.MultiIndex.from_frame(frame[["block", "client"]])
    gross = sums.reindex(at).fillna(0).to_numpy()
    return np.asarray(gross.astype(np.int64))


def document_dates(lines: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    """Date of the document of each line; of its entry where that one is odd."""
    entry = lines["entry_date"].to_numpy()
    piece = lines["piece_date"].to_numpy()
    sound = ~np.isnat(piece) & (piece <= entry) & (entry - piece < _LATEST)
    dates: npt.NDArray[np.datetime64] = np.where(sound, piece, entry)
    return dates


def sale_dates(
    lines: pd.DataFrame, entries: Entries, found: Receivables
) -> npt.NDArray[np.datetime64]:
    """Per block the date of its document, as its first client line says."""
    dates = document_dates(lines)
    count = int(entries.block.max(initial=-1)) + 1
    block = np.full(count, "NaT", dtype=dates.dtype)
    block[entries.block[::-1]] = dates[::-1]
    at = np.flatnonzero(found.client != NOBODY)[::-1]
    block[entries.block[at]] = dates[at]
    return block


Part = tuple[Codes, Codes, Cents, Cents, str]
"""Blocks, clients, net, freight, and how they were given."""
Row = tuple[int, int, int, int]


class _Allocator:
    """Gives the blocks that do not speak of exactly one client."""

    def __init__(
        self,
        lines: pd.DataFrame,
        entries: Entries,
        found: Receivables,
        sales: Flags,
        freight: Flags,
    ) -> None:
        self._lines, self._entries, self._found = lines, entries, found
        self._sales, self._freight = sales, freight
        self._cash = roots(lines, *TREASURY)
        self.till = 0
        """Cents of till sales cut off the entries of clients."""
        self._balance = lines["balance"].to_numpy()
        self._auxiliary = lines["auxiliary"].cat.codes.to_numpy()
        self._words = list(lines["auxiliary"].cat.categories)
        self.ids, self.names = list(found.ids), list(found.names)
        self._place = {code: i for i, code in enumerate(self.ids)}
        order = np.argsort(entries.block, kind="stable")
        self._order = order
        self._starts = np.searchsorted(
            entries.block[order], np.arange(int(entries.block.max(initial=-1)) + 2)
        )
        self._given: set[int] = set()
        counted = counted_lines(entries, found)
        self._client = np.where(counted, found.client, NOBODY)
        partners = np.array([x == "45" for x in lines["account"].cat.categories])
        staff = partners[lines["account"].cat.codes.to_numpy()]
        self._staff = _any(entries.block, staff | roots(lines, "42", "43", "64"))

    def _rows(self, block: int) -> Codes:
        rows: Codes = self._order[self._starts[block] : self._starts[block + 1]]
        return rows

    def _client_of(self, auxiliary: int, row: int) -> int:
        code = self._words[auxiliary]
        if code not in self._place:
            self._place[code] = len(self.ids)
            self.ids.append(code)
            label = str(self._lines["auxiliary_label"].iloc[row])
            self.names.append(label or code)
        return self._place[code]

    def _by_sales_line(self, rows: Codes, sales: Flags) -> dict[int, int] | None:
        """Net by the auxiliary of each sales line; None when one has none."""
        sold = rows[sales[rows]]
        if not all(self._words[self._auxiliary[row]] for row in sold.tolist()):
            return None
        net: dict[int, int] = {}
        for row in sold.tolist():
            client = self._client_of(int(self._auxiliary[row]), row)
            net[client] = net.get(client, 0) - int(self._balance[row])
        return net

    def lonely(self, blocks: Codes) -> list[Part]:
        """Blocks without a client line: the one auxiliary of their sales lines."""
        given: list[Row] = []
        for block in blocks.tolist():
            if self._staff[block]:
                continue
            rows = self._rows(block)
            net = self._by_sales_line(rows, self._sales)
            if net is not None and len(net) == 1:
                self._given.add(block)
                given += self._with_freight(block, "sales_line", net, rows)
        return [_part(given, "sales_line")]

    def cut_tills(self, blocks: Codes) -> list[Part]:
        """Of blocks with one client, those in which a till sale stands apart."""
        paid = _any(self._entries.block, self._cash)
        left = blocks[paid[blocks]]
        parts = []
        for method in ("piece", "label"):
            given: list[Row] = []
            for at in self._marked(left, method).tolist():
                rows = self._rows(at)
                net = self._by(method, rows, self._sales)
                if net is not None and net.get(NOBODY):
                    given += self._with_freight(at, method, net, rows)
            parts.append(_part(given, method))
            left = np.setdiff1d(left, parts[-1][0])
        return parts

    def _marked(self, blocks: Codes, name: str) -> Codes:
        """Of these blocks, those with several marks, each of which balances."""
        own = np.isin(self._entries.block, blocks)
        block, mark = self._entries.block[own], self._lines[name].to_numpy()[own]
        frame = pd.DataFrame({"block": block, "mark": mark})
        frame["off"] = self._balance[own]
        off = frame.groupby(["block", "mark"])["off"].sum() != 0
        by_block = off.groupby(level="block").agg(["any", "size"])
        sound = ~by_block["any"] & (by_block["size"] > 1)
        return np.asarray(by_block.index.to_numpy()[sound.to_numpy()])

    def shared(self, blocks: Codes) -> list[Part]:
        """Blocks with several clients."""
        by_method: dict[str, list[Row]] = {}
        for block in blocks.tolist():
            rows = self._rows(block)
            for method in METHODS[1:]:
                net = self._by(method, rows, self._sales)
                if net is not None:
                    given = self._with_freight(block, method, net, rows)
                    by_method.setdefault(method, []).extend(given)
                    break
        return [_part(rows, method) for method, rows in by_method.items()]

    def _by(self, method: str, rows: Codes, sales: Flags) -> dict[int, int] | None:
        """Net of these sales by client; None where the method does not tell."""
        if method == "sales_line":
            return self._by_sales_line(rows, sales)
        if method == "shared":
            return self._in_proportion(rows, sales)
        return self._by_mark(rows, self._lines[method].to_numpy()[rows], sales)

    def _with_freight(
        self, block: int, method: str, net: dict[int, int], rows: Codes
    ) -> list[Row]:
        """One row a client, its freight beside; what is nobody's goes to the till."""
        carried: dict[int, int] | None = None
        if self._freight[rows].any():
            carried = self._by(method, rows, self._freight)
        self.till += net.get(NOBODY, 0)
        return [
            (block, client, amount, (carried or {}).get(client, 0))
            for client, amount in net.items()
            if client != NOBODY
        ]

    def _by_mark(
        self, rows: Codes, marks: npt.NDArray[np.uint64], sales: Flags
    ) -> dict[int, int] | None:
        """Net by client where each mark balances and speaks of one client, or of none.

        One that speaks of no client is a till sale: it holds cash or a bank.
        """
        net: dict[int, int] = {}
        for mark in np.unique(marks).tolist():
            own = rows[marks == mark]
            clients = {int(c) for c in self._client[own] if c != NOBODY}
            if int(self._balance[own].sum()) or len(clients) > 1:
                return None
            if not clients and not self._cash[own].any():
                return None
            client = clients.pop() if clients else NOBODY
            sold = own[sales[own]]
            net[client] = net.get(client, 0) - int(self._balance[sold].sum())
        return net

    def _in_proportion(self, rows: Codes, sales: Flags) -> dict[int, int]:
        """Net shared by what each client owes; whole cents that add up.

        Where debts of both signs leave less than the net, by their size alone: the
        quotient would make giants of them.
        """
        total = -int(self._balance[rows[sales[rows]]].sum())
        owed: dict[int, int] = {}
        for row in rows[self._client[rows] != NOBODY].tolist():
            client = int(self._client[row])
            owed[client] = owed.get(client, 0) + int(self._balance[row])
        base = sum(owed.values())
        if abs(base) < abs(total):
            owed = {client: abs(amount) for client, amount in owed.items()}
            base = sum(owed.values())
        if not base:
            owed, base = dict.fromkeys(owed, 1), len(owed)
        net, given, so_far = {}, 0, 0
        for client, amount in owed.items():
            so_far += amount
            upto = round(total * so_far / base)
            net[client], given = upto - given, upto
        return net

    def left(self, blocks: Codes, net: Cents) -> list[tuple[str, int]]:
        """Reason and cents of the blocks that no client was given."""
        marks: tuple[tuple[str, Flags], ...] = (
            ("staff", self._staff),
            ("nameless", _any(self._entries.block, self._found.nameless)),
            ("cash", _any(self._entries.block, roots(self._lines, *TREASURY))),
            ("accrual", _any(self._entries.block, roots(self._lines, "418", "487"))),
            ("third_party", _any(self._entries.block, roots(self._lines, "467"))),
        )
        only = ~_any(self._entries.block, ~roots(self._lines, "70"))
        found = []
        for block in blocks.tolist():
            if block in self._given:
                continue
            reasons = (name for name, flags in marks if flags[block])
            reason = "moved" if only[block] else next(reasons, "other")
            found.append((reason, int(net[block])))
        return found


def _part(rows: list[Row], method: str) -> Part:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], method
