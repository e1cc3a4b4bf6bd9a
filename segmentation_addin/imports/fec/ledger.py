"""The lines of a FEC as a frame of codes, amounts and dates; nothing personal stays.

Lines of wages, social bodies and partners (accounts 42, 43, 455, 64) keep their
amounts, without which no entry balances, and lose every text while they are read.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.imports.fec.fields import cents, day
from segmentation_addin.imports.fec.files import LEGAL_NAME, opened
from segmentation_addin.imports.fec.layout import Layout, direction, unquoted
from segmentation_addin.imports.fec.texts import unwrapped

WORDS = (
    "journal",
    "journal_label",
    "account",
    "account_label",
    "auxiliary",
    "auxiliary_label",
    "lettering",
)
"""Fields kept as categories."""
MARKS = ("entry", "piece", "label")
"""Fields of which only a mark is kept: equal texts have equal marks, 0 = blank."""
DATES = ("entry_date", "piece_date")
READ = frozenset({*WORDS, *MARKS, *DATES, "debit", "credit", "amount", "direction"})
PERSONAL = ("42", "43", "455", "64")
"""Roots of the accounts that name people."""
_NAMING = ("account_label", "auxiliary", "auxiliary_label", "piece", "label")
"""Texts that a personal line loses; its account is cut to the root."""
LISTED = 20
"""Unread lines that are kept to be shown; the others are counted."""
_NO_CODE = frozenset({"-", "/", ".", "0", "NULL", "null"})
"""What programs write for an auxiliary that is blank."""
_UNREADABLE = np.iinfo(np.int64).min
_BLANK_ENDS = np.frombuffer(b' "\xa0\xaf', dtype=np.uint8)
_BLANK_STARTS = np.frombuffer(b' "\xc2\xe2', dtype=np.uint8)
"""Bytes of quotes, blanks and wide blanks in UTF-8."""
_LARGEST = 1e13
_OPENING = re.compile(
    r"nouveau|ouverture|report|reprise|balance initiale", re.IGNORECASE
)

Cents = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[np.generic]
Raw = tuple[npt.NDArray[np.intp], list[str]]
"""A column: which of the distinct texts each line holds, and these texts."""
_NOTHING: Raw = (np.array([], dtype=np.intp), [])


@dataclass
class Ledger:
    """What was read of one FEC.

    `lines` has one row a readable line, in the file's order: `line` (1-based, blank
    lines left out), the texts of `WORDS` as categories ("" when blank), the marks of
    `MARKS`, `opening_words` (the label speaks of a balance brought forward),
    `entry_date` and `piece_date` (NaT when unknown) and `balance` (debit less credit,
    in cents).
    """

    lines: pd.DataFrame
    layout: Layout
    encoding: str
    count: int
    """Lines that hold something, headings aside."""
    personal: int = 0
    """Lines that lost their texts."""
    unread: list[tuple[int, str]] = field(default_factory=list)
    """The first lines that no rule reads: number, reason."""
    unread_count: int = 0
    cut: bool = False
    """The last line of the file is one of them: the file may have been cut."""
    siren: str | None = None
    """From the file's name, as is the closing date."""
    closed_on: date | None = None


def read_ledger(path: Path, *more: Path) -> Ledger:
    """Reads the lines of a FEC, whatever its encoding, separator and layout.

    `more` are the further parts of a file that was split; a part without headings has
    the layout of the first.

    Raises:
        SourceError: `source_not_found`, `source_unreadable`, `source_empty`,
            `fec_xml`, `fec_american`, `fec_no_text`, `fec_layout` (too few
            separators or known headings), `fec_fields` (a needed field is missing).
    """
    first, encoding, pages = opened(path, None)
    reader = _PageReader(first)
    parts = [reader.columns(page) for page in pages]
    for part in more:
        reader.layout, _, pages = opened(part, first)
        parts += [reader.columns(page) for page in pages]
    lines = _frame(parts, reader.words)
    cut = reader.last_unread == reader.count > 0
    found = LEGAL_NAME.search(path.name)
    return Ledger(
        lines,
        first,
        encoding,
        reader.count,
        reader.personal,
        reader.unread,
        reader.unread_count,
        cut,
        None if found is None else found[1],
        None if found is None else day("".join(found.groups()[1:])),
    )


class _PageReader:
    """Reads pages one after the other; words get the same code on every page."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.words: dict[str, dict[str, int]] = {name: {"": 0} for name in WORDS}
        self.count = self.personal = self.unread_count = self.last_unread = 0
        self.unread: list[tuple[int, str]] = []

    def columns(self, page: str) -> dict[str, Values]:
        """The columns of one page, as codes, marks, cents and days."""
        at = self.layout.positions
        page, numbers, bare = self._whole(page)
        raws, balance = self._cells(page, bare)
        dates = {name: _days(raws.get(name), len(numbers)) for name in DATES}
        account, accounts = raws["account"]
        accounts = ["".join(text.split()) for text in accounts]
        roots = np.array([x[:3].startswith(PERSONAL) for x in accounts], dtype=bool)
        personal: Flags = roots[account]
        blank = np.array([not x for x in accounts], dtype=bool)[account]
        known = balance != _UNREADABLE
        readable = known & ~np.isnat(dates["entry_date"]) & ~blank
        for row in np.flatnonzero(~readable).tolist():
            self._miss(int(numbers[row]), "date" if known[row] else "amount")
        self.personal += int((personal & readable).sum())
        raws["account"] = (
            account,
            [x[:2] if own else x for x, own in zip(accounts, roots, strict=True)],
        )
        found: dict[str, Values] = {"line": numbers, "balance": balance, **dates}
        for name in (*WORDS, *MARKS):
            if name not in at:
                kind = np.int32 if name in WORDS else np.uint64
                found[name] = np.zeros(len(numbers), dtype=kind)
                continue
            codes, texts = raws[name]
            if name in _NAMING and personal.any():
                codes, texts = _without(codes, texts, personal)
            found[name] = self._coded(name, codes, texts)
        found["opening_words"] = _opening(raws["label"])
        return {name: values[readable] for name, values in found.items()}

    def _miss(self, number: int, reason: str, begun: bool = True) -> None:
        """Notes a line that is not read; one that was not `begun` is no cut line."""
        self.unread_count += 1
        if begun:
            self.last_unread = max(self.last_unread, number)
        if len(self.unread) < LISTED:
            self.unread.append((number, reason))

    def _whole(self, page: str) -> tuple[str, npt.NDArray[np.int32], bool]:
        """The lines that have all their fields, and the number of each.

        Also whether no field has quotes or blanks around it.
        """
        separator, wanted = self.layout.separator, self.layout.width - 1
        signs = np.frombuffer(page.encode(), dtype=np.uint8)
        ends = np.flatnonzero(signs == ord("\n"))
        marks = np.flatnonzero(signs == ord(separator))
        bare = _is_bare(signs, ends) and _is_bare(signs, marks)
        if _maybe_wrapped(signs, ends) or _maybe_wrapped(signs, marks):
            page, bare = unwrapped(page, separator), False
        counts = np.diff(np.searchsorted(marks, ends), prepend=0)
        start = self.count + 1
        self.count += len(ends)
        numbers = np.arange(start, start + len(ends), dtype=np.int32)
        odd = np.flatnonzero(counts != wanted)
        if not odd.size:
            return page, numbers, bare
        lines = page.split("\n")[:-1]
        kept = np.ones(len(lines), dtype=bool)
        for row in odd.tolist():
            mended = self.layout.repaired(lines[row].split(separator))
            if mended is None:
                kept[row] = False
                self._miss(start + row, "fields", begun=separator in lines[row])
            else:
                plain = (field.replace(separator, " ") for field in mended)
                lines[row] = separator.join(plain)
        whole = [line for line, good in zip(lines, kept, strict=True) if good]
        return "".join(f"{line}\n" for line in whole), numbers[kept], bare

    def _cells(self, page: str, bare: bool) -> tuple[dict[str, Raw], Cents]:
        """The fields read as categories, and debit less credit."""
        layout = self.layout
        names = {at: name for name, at in layout.positions.items() if name in READ}
        sides = () if layout.signed else ("debit", "credit")
        amounts = [layout.positions[side] for side in sides]
        if not page:
            return dict.fromkeys(READ, _NOTHING), np.array([], dtype=np.int64)
        frame = _parsed(page, layout, sorted(names), amounts)
        if frame is None:
            amounts = []
            frame = _parsed(page, layout, sorted(names), amounts)
            assert frame is not None
        raws = {
            name: _raw(frame[at], bare=bare)
            for at, name in names.items()
            if at not in amounts
        }
        if amounts:
            debit, credit = (frame[at].fillna(0.0).to_numpy() for at in amounts)
            return raws, np.rint(debit * 100).astype(np.int64) - np.rint(
                credit * 100
            ).astype(np.int64)
        return raws, _balances(raws)

    def _coded(
        self, name: str, codes: npt.NDArray[np.intp], texts: Sequence[str]
    ) -> Values:
        if name in MARKS:
            marks = pd.util.hash_array(np.array(texts, dtype=object), categorize=False)
            marks[np.array([not text for text in texts], dtype=bool)] = 0
            return np.asarray(marks[codes])
        known = self.words[name]
        texts = [html.unescape(x) if "&" in x else x for x in texts]
        if name == "auxiliary":
            texts = ["" if x in _NO_CODE else x for x in texts]
        places = [known.setdefault(text, len(known)) for text in texts]
        return np.asarray(np.array(places, dtype=np.int32)[codes])


def _without(codes: npt.NDArray[np.intp], texts: Sequence[str], dropped: Flags) -> Raw:
    """The column with some lines blanked; texts that only they held are gone."""
    used, renumbered = np.unique(codes[~dropped], return_inverse=True)
    kept = np.full(len(codes), len(used), dtype=np.intp)
    kept[~dropped] = renumbered
    return kept, [*(texts[i] for i in used.tolist()), ""]


def _parsed(
    page: str, layout: Layout, wanted: list[int], amounts: list[int]
) -> pd.DataFrame | None:
    """The wanted fields of a page; None when an amount is not plainly a number."""
    kinds: dict[int, str] = dict.fromkeys(wanted, "str")
    kinds |= dict.fromkeys(amounts, "float64")
    try:
        frame = pd.read_csv(  # type: ignore[call-overload]
            io.StringIO(page),
            sep=layout.separator,
            header=None,
            names=range(layout.width),
            usecols=wanted,
            dtype=kinds,
            decimal=",",
            quoting=csv.QUOTE_NONE,
            keep_default_na=False,
            na_values={at: [""] for at in amounts},
            skip_blank_lines=False,
        )
    except ValueError:
        return None
    if any(frame[at].dtype != np.float64 for at in amounts):
        return None
    sums = [float(frame[at].abs().max()) for at in amounts]
    plain = all(np.isnan(x) or x < _LARGEST for x in sums)
    return frame if plain else None


def _is_bare(signs: Bytes, at: npt.NDArray[np.intp]) -> bool:
    """True when no quote or blank stands beside these places of the text.

    The first line counts as not bare when it begins so. Wide blanks are known by
    their last byte before, and their first byte after.
    """
    before, after = signs[at - 1], signs[np.minimum(at + 1, len(signs) - 1)]
    beside = np.isin(before, _BLANK_ENDS).any() or np.isin(after, _BLANK_STARTS).any()
    return not beside and signs[:1].tobytes() not in {b" ", b'"', b"\xc2", b"\xe2"}


def _maybe_wrapped(signs: Bytes, at: npt.NDArray[np.intp]) -> bool:
    """True when a field behind these places begins with b and a quote."""
    last = len(signs) - 1
    after, next_ = signs[np.minimum(at + 1, last)], signs[np.minimum(at + 2, last)]
    wrapped = (after == ord("b")) & ((next_ == ord("'")) | (next_ == ord('"')))
    return bool(wrapped.any()) or signs[:2].tobytes() in {b"b'", b'b"'}


def _raw(column: pd.Series[str], *, bare: bool) -> Raw:
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    texts: list[str] = distinct.tolist()
    return codes, texts if bare else [unquoted(text) for text in texts]


def _balances(raws: Mapping[str, Raw]) -> Cents:
    """Debit less credit, from texts that are not plain numbers."""
    if "amount" in raws:
        codes, texts = raws["direction"]
        signs = np.array([direction(x) or 0 for x in texts], dtype=np.int64)[codes]
        amount = _amounts(raws["amount"])
        wrong = (amount == _UNREADABLE) | (signs == 0)
        return np.where(wrong, _UNREADABLE, amount * signs)
    debit, credit = _amounts(raws["debit"]), _amounts(raws["credit"])
    wrong = (debit == _UNREADABLE) | (credit == _UNREADABLE)
    return np.where(wrong, _UNREADABLE, debit - credit)


def _amounts(raw: Raw) -> Cents:
    codes, texts = raw
    read = [cents(text) for text in texts]
    values = [_UNREADABLE if value is None else value for value in read]
    return np.asarray(np.array(values, dtype=np.int64)[codes])


def _days(raw: Raw | None, count: int) -> npt.NDArray[np.datetime64]:
    if raw is None:
        return np.full(count, "NaT", dtype="datetime64[s]")
    codes, texts = raw
    days = np.array([day(text) for text in texts], dtype="datetime64[s]")
    return np.asarray(days[codes])


def _opening(raw: Raw) -> Flags:
    """True for the lines whose label speaks of a balance brought forward."""
    codes, texts = raw
    flags = [_OPENING.search(text) is not None for text in texts]
    return np.asarray(np.array(flags, dtype=bool)[codes])


def _frame(
    parts: list[dict[str, Values]], words: Mapping[str, Mapping[str, int]]
) -> pd.DataFrame:
    """One frame of all pages; texts are categories. The parts are used up."""
    columns: dict[str, object] = {}
    for name in list(parts[0]):
        values = np.concatenate([part.pop(name) for part in parts])
        if name in words:
            known = pd.Index(list(words[name]), dtype=object)
            columns[name] = pd.Categorical.from_codes(values, known)
        else:
            columns[name] = values
    return pd.DataFrame(columns, copy=False)
