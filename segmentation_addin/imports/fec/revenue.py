"""Revenue per client from the entries of a FEC; what cannot be given to one stands apart.

Revenue of a block is what its accounts 70 are credited with, rebates (709) deducted.
A block with one client gives it all; with none, to the auxiliary of its sales line if
there is one; with several, by their own sales lines, by piece, by label, and last in
proportion to what each owes, which is said. Given + not given = account 70, to the cent.
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
_LATEST = np.timedelta64(200, "D")

Cents = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Revenue:
    """Sales by block and client, and what no client could be given.

    `sales` has one row a sale: `block`, `client`, `net` (cents, ex-VAT, > 0 an
    invoice, < 0 a credit note), `gross` (cents, what the client owes), `date`,
    `method`, `accrual` (not yet a document: only 418 and 4198 speak of the client).
    """

    sales: pd.DataFrame
    unallocated: Mapping[str, int]
    """Cents by reason of `REASONS`."""
    total: int
    """Cents credited to account 70 over the file."""
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
    sold = _any(block, sales)
    pair_block, pair_client = clients_by_block(entries, found)
    pair_sold = sold[pair_block]
    pair_block, pair_client = pair_block[pair_sold], pair_client[pair_sold]
    clients = np.bincount(pair_block, minlength=len(net))
    single = clients[pair_block] == 1
    parts: list[tuple[Codes, Codes, Cents, str]] = [
        (pair_block[single], pair_client[single], net[pair_block[single]], "single")
    ]
    allocator = _Allocator(lines, entries, found, sales)
    several = np.flatnonzero(sold & (clients > 1))
    none = np.flatnonzero(sold & (clients == 0))
    parts += allocator.shared(several) + allocator.lonely(none)
    unallocated = dict.fromkeys(REASONS, 0)
    unallocated["opening"] = -int(balance[opening].sum())
    for reason, amount in allocator.left(none, net):
        unallocated[reason] += amount
    frame = pd.DataFrame(
        {
            "block": np.concatenate([part[0] for part in parts]),
            "client": np.concatenate([part[1] for part in parts]),
            "net": np.concatenate([part[2] for part in parts]),
            "method": np.concatenate(
                [np.full(len(part[0]), part[3], dtype=object) for part in parts]
            ),
        }
    )
    frame["gross"] = _gross(frame, entries, found, balance)
    documents = (found.client != NOBODY) & ~roots(lines, "418", "4198")
    without = ~_any(block, documents)[frame["block"].to_numpy()]
    frame["accrual"] = without & (frame["method"] != "sales_line").to_numpy()
    frame["date"] = sale_dates(lines, entries, found)[frame["block"].to_numpy()]
    return Revenue(frame, unallocated, total, allocator.ids, allocator.names)


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


Part = tuple[Codes, Codes, Cents, str]


class _Allocator:
    """Gives the blocks that do not speak of exactly one client."""

    def __init__(
        self, lines: pd.DataFrame, entries: Entries, found: Receivables, sales: Flags
    ) -> None:
        self._lines, self._entries, self._found = lines, entries, found
        self._sales = sales
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

    def _by_sales_line(self, rows: Codes) -> dict[int, int] | None:
        """Net by the auxiliary of each sales line; None when one has none."""
        sold = rows[self._sales[rows]]
        if not all(self._words[self._auxiliary[row]] for row in sold.tolist()):
            return None
        net: dict[int, int] = {}
        for row in sold.tolist():
            client = self._client_of(int(self._auxiliary[row]), row)
            net[client] = net.get(client, 0) - int(self._balance[row])
        return net

    def lonely(self, blocks: Codes) -> list[Part]:
        """Blocks without a client line: the one auxiliary of their sales lines."""
        rows: list[tuple[int, int, int]] = []
        for block in blocks.tolist():
            if self._staff[block]:
                continue
            net = self._by_sales_line(self._rows(block))
            if net is not None and len(net) == 1:
                self._given.add(block)
                ((client, amount),) = net.items()
                rows.append((block, client, amount))
        return [_part(rows, "sales_line")]

    def shared(self, blocks: Codes) -> list[Part]:
        """Blocks with several clients."""
        by_method: dict[str, list[tuple[int, int, int]]] = {}
        for block in blocks.tolist():
            rows = self._rows(block)
            method, net = self._split(rows)
            by_method.setdefault(method, []).extend(
                (block, client, amount) for client, amount in net.items()
            )
        return [_part(rows, method) for method, rows in by_method.items()]

    def _split(self, rows: Codes) -> tuple[str, dict[int, int]]:
        net = self._by_sales_line(rows)
        if net is not None:
            return "sales_line", net
        for name in ("piece", "label"):
            net = self._by_mark(rows, self._lines[name].to_numpy()[rows])
            if net is not None:
                return name, net
        return "shared", self._in_proportion(rows)

    def _by_mark(
        self, rows: Codes, marks: npt.NDArray[np.uint64]
    ) -> dict[int, int] | None:
        """Net by client where each mark balances and speaks of one client."""
        net: dict[int, int] = {}
        for mark in np.unique(marks).tolist():
            own = rows[marks == mark]
            clients = {int(c) for c in self._client[own] if c != NOBODY}
            if int(self._balance[own].sum()) or len(clients) != 1:
                return None
            (client,) = clients
            sold = own[self._sales[own]]
            net[client] = net.get(client, 0) - int(self._balance[sold].sum())
        return net

    def _in_proportion(self, rows: Codes) -> dict[int, int]:
        """Net shared by what each client owes; whole cents that add up.

        Where debts of both signs leave less than the net, by their size alone: the
        quotient would make giants of them.
        """
        total = -int(self._balance[rows[self._sales[rows]]].sum())
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


def _part(rows: list[tuple[int, int, int]], method: str) -> Part:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2], method
