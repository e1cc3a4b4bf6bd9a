"""Entries of a FEC, cut into blocks that balance, and the opening balances among them.

A number of entry is no key by itself: programs leave it blank, write 0 everywhere, or
put a month of invoices under one number. The first key that balances is taken, then
each entry is cut where its running balance comes back to zero, so that the invoices of
a grouped entry stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

KEYS: tuple[tuple[str, ...], ...] = (
    ("journal", "entry", "entry_date"),
    ("journal", "entry"),
    ("journal", "piece", "entry_date"),
)
"""Candidates for the key of an entry, the surest first."""
BALANCED = 0.99
"""Share of the groups that must balance for a key to be taken."""
ROUNDING_CENTS = 1
"""What an entry may lack: programs round the VAT of each line by itself."""
_LATER_OPENING = np.timedelta64(300, "D")
_OPENING_WORDS = re.compile(
    r"nouveau|ouverture|report|reprise|balance initiale", re.IGNORECASE
)
_OPENING_CODES = re.compile(r"(an|ano|anx|ran|ad|ouv|ouvert)\d*", re.IGNORECASE)
_MOST_RESULT = 0.02
_ENOUGH = 2


@dataclass(frozen=True)
class Entries:
    """For each line: its block, and whether it brings a balance forward."""

    block: Codes
    """0-based number; blocks follow the file within a journal."""
    opening: Flags
    repeated: Flags
    """Openings of a later year in the same file: they say again what stands before."""
    key: tuple[str, ...] | None
    """What names an entry; None when only the running balance does."""
    unbalanced: int
    """Blocks that do not balance."""
    unbalanced_cents: int
    """Sum of what they lack, without sign."""

    @property
    def stated(self) -> Flags:
        """Lines that say something once: all but the openings of later years."""
        return ~self.repeated


def entries_of(lines: pd.DataFrame) -> Entries:
    """Cuts the lines of a ledger into blocks and finds the opening balances.

    Columns used: `journal`, `journal_label`, `entry`, `piece`, `entry_date`,
    `account`, `balance` (cents), `opening_words`.
    """
    balance = lines["balance"].to_numpy()
    key, group = _entry_key(lines, balance)
    block = _blocks(lines, group, balance)
    opening = _opening(lines, group, block)
    sums = np.bincount(block, weights=balance)
    off = np.abs(sums) > 0.5
    return Entries(
        block,
        opening,
        _repeated(lines, opening),
        key,
        int(off.sum()),
        int(np.abs(sums[off]).sum()),
    )


def codes_of(column: pd.Series[str]) -> Codes:
    """The distinct values of a column, numbered."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64)
    codes: Codes = pd.factorize(column, use_na_sentinel=False)[0].astype(np.int64)
    return codes


def _joined(lines: pd.DataFrame, names: tuple[str, ...]) -> Codes:
    joined = np.zeros(len(lines), dtype=np.int64)
    for name in names:
        codes = codes_of(lines[name])
        joined = pd.factorize(joined * (int(codes.max(initial=0)) + 1) + codes)[0]
    return joined.astype(np.int64)


def _entry_key(
    lines: pd.DataFrame, balance: npt.NDArray[np.int64]
) -> tuple[tuple[str, ...] | None, Codes]:
    journals = int(codes_of(lines["journal"]).max(initial=-1)) + 1
    numbers = int(_joined(lines, ("journal", "entry")).max(initial=-1)) + 1
    # Where each journal has one number, blank or 0, the piece says more.
    keys = KEYS if numbers > journals else (KEYS[-1], *KEYS[:-1])
    for names in keys:
        group = _joined(lines, names)
        sums = np.bincount(group, weights=balance)
        sound = np.abs(sums) < ROUNDING_CENTS + 0.5
        if len(sums) and sound.mean() >= BALANCED:
            return names, group
    return None, codes_of(lines["journal"])


def _blocks(lines: pd.DataFrame, group: Codes, balance: npt.NDArray[np.int64]) -> Codes:
    """Cuts every group after each line that brings its running balance to zero."""
    order = np.argsort(group, kind="stable")
    sorted_group, running = group[order], np.cumsum(balance[order])
    starts = np.flatnonzero(np.diff(sorted_group, prepend=-1))
    before = np.where(starts > 0, running[starts - 1], 0)
    lengths = np.diff(np.append(starts, len(order)))
    running = running - np.repeat(before, lengths)
    closes = running == 0
    cut = np.zeros(len(order), dtype=bool)
    cut[starts] = True
    cut[1:] |= closes[:-1]
    ends = np.append(starts[1:], len(order)) - 1
    near = (running != 0) & (np.abs(running) <= ROUNDING_CENTS)
    near[ends] = False
    if near.any():
        document = _documents(lines)[order]
        near[:-1] &= document[1:] != document[:-1]
        rows = np.flatnonzero(near)
        for at in np.unique(np.searchsorted(starts, rows, side="right") - 1).tolist():
            own = slice(int(starts[at]), int(ends[at]) + 1)
            cut[own] = _cuts(balance[order[own]], document[own])
    block = np.empty(len(order), dtype=np.int64)
    block[order] = np.cumsum(cut) - 1
    return _rejoined(lines, group, block)


def _rejoined(lines: pd.DataFrame, group: Codes, block: Codes) -> Codes:
    """Blocks with the lines that were cut off them by chance.

    A rebate that equals the VAT brings the balance to zero in the midst of an invoice.
    Sales and their VAT alone are no entry: they go back to the block of the same
    document.
    """
    roots = [x.startswith(("70", "445")) for x in lines["account"].cat.categories]
    partial = np.array(roots, dtype=bool)[lines["account"].cat.codes.to_numpy()]
    alone = np.bincount(block, weights=~partial) == 0
    if not alone.any():
        return block
    first = np.unique(block, return_index=True)[1]
    same = _joined(lines.assign(group=group), ("group", "entry_date", "piece"))[first]
    home = np.arange(len(first))
    for orphan in np.flatnonzero(alone).tolist():
        if orphan and same[orphan - 1] == same[orphan]:
            home[orphan] = home[orphan - 1]
        elif orphan + 1 < len(same) and same[orphan + 1] == same[orphan]:
            home[orphan] = orphan + 1
    return np.asarray(home[block])


def _documents(lines: pd.DataFrame) -> Codes:
    """The document that each line speaks of: its day and piece, else its label."""
    label = lines["label"].where(lines["piece"] == 0, 0)
    return _joined(lines.assign(label=label), ("entry_date", "piece", "label"))


def _cuts(balance: npt.NDArray[np.int64], document: Codes) -> Flags:
    """Where the blocks of a group begin in which documents lack a cent.

    It would run on to the end of the group: it is left behind where the next line
    speaks of another document.
    """
    cut = np.zeros(len(balance), dtype=bool)
    cut[0] = True
    running = 0
    last = len(balance) - 1
    for row, amount in enumerate(balance.tolist()):
        running += amount
        if row == last or abs(running) > ROUNDING_CENTS:
            continue
        if running == 0 or document[row] != document[row + 1]:
            cut[row + 1] = True
            running = 0
    return cut


def _repeated(lines: pd.DataFrame, opening: Flags) -> Flags:
    """Openings of a year that is not the first of the file."""
    days = lines["entry_date"].to_numpy()
    first = days[opening].min() if opening.any() else np.datetime64("NaT")
    later: Flags = opening & (days > first + _LATER_OPENING)
    return later


def _opening(lines: pd.DataFrame, group: Codes, block: Codes) -> Flags:
    accounts = lines["account"].cat.categories
    account = lines["account"].cat.codes.to_numpy()
    classes = np.array(
        [int(x[0]) if x[:1].isdigit() else 0 for x in accounts], dtype=np.int64
    )[account]
    capital = np.array([x[:2] in {"10", "11", "12"} for x in accounts])[account]
    flags = _opening_journals(lines, classes)
    for unit in (group, block):
        count = int(unit.max(initial=-1)) + 1
        result = np.bincount(unit, weights=(classes == 6) | (classes == 7)) > 0
        holds = np.bincount(unit, weights=capital, minlength=count) > 0
        seen = np.zeros((count, 10), dtype=bool)
        seen[unit, classes] = True
        wide = seen[:, 1:].sum(axis=1) >= 4
        flags |= (holds & wide & ~result)[unit]
    carried: Flags = np.bincount(block, weights=flags)[block] > 0
    return carried


def _opening_journals(lines: pd.DataFrame, classes: Codes) -> Flags:
    """Lines of the journals that only bring balances forward."""
    journal = codes_of(lines["journal"])
    names = list(lines["journal"].cat.categories)
    count = len(names)

    def share(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        sizes = np.maximum(np.bincount(journal, minlength=count), 1)
        shares = np.bincount(journal, weights=flags, minlength=count) / sizes
        return np.asarray(shares)

    labels = list(lines["journal_label"].cat.categories)
    worded = np.array([_OPENING_WORDS.search(x) is not None for x in labels])
    words = worded[codes_of(lines["journal_label"])] | lines["opening_words"].to_numpy()
    result = share((classes == 6) | (classes == 7))
    score = 2 * (share(words) > 0.5)
    score = score + 2 * _each(names, lambda x: _OPENING_CODES.fullmatch(x) is not None)
    score = score + _one_early_day(lines, journal, count)
    seen = np.zeros((count, 10), dtype=bool)
    seen[journal, classes] = True
    score = score + (seen[:, 1] & (seen[:, 1:].sum(axis=1) >= 3))
    forward: Flags = ((result <= _MOST_RESULT) & (score >= _ENOUGH))[journal]
    return forward


def _each(names: list[str], test: Callable[[str], bool]) -> Flags:
    return np.array([test(name) for name in names], dtype=bool)


def _one_early_day(lines: pd.DataFrame, journal: Codes, count: int) -> Flags:
    """Journals whose lines all stand on one day, at the start of the file's period."""
    days = lines["entry_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    if not len(days):
        return np.zeros(count, dtype=bool)
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, journal, days)
    np.maximum.at(last, journal, days)
    start = int(days.min())
    early: Flags = (first == last) & (first <= start + 31)
    return early
