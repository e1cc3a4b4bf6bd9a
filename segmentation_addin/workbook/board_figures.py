"""Counts and sums over the rows of `tblSegmentation`, as its formulas give them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.languages import Language
from segmentation_addin.workbook.outputs import SEGMENTATION

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.object_]

GRADED = ("A", "B", "C", "D", "NC")
"""Letters of active clients, in the order of the dashboard's rows."""
GROUPS = (*GRADED, "inactive")
AMOUNTS = ("revenue", "gross_margin", "cost_to_serve", "net_margin")


class Figures:
    """Counts and sums over the rows of `tblSegmentation`, as its formulas give."""

    def __init__(self, segmentation: pd.DataFrame, language: Language) -> None:
        self._frame = segmentation
        self._language: Language = language
        self._numbers: dict[str, Numbers] = {}
        self._words: dict[str, Words] = {}
        self._choices: dict[tuple[str, str], Flags] = {}
        self._names: dict[tuple[str, str], Mapping[int, str]] = {}

    def numbers(self, key: str) -> Numbers:
        """One numeric column, NaN where blank; shape (rows,)."""
        if key not in self._numbers:
            column = self._frame.get(key)
            values = (
                np.full(len(self._frame), np.nan)
                if column is None
                else pd.to_numeric(column, errors="coerce").to_numpy(
                    dtype=np.float64, na_value=np.nan
                )
            )
            self._numbers[key] = values
        return self._numbers[key]

    def words(self, key: str) -> Words:
        """One text column, "" where blank; shape (rows,)."""
        if key not in self._words:
            column = self._frame.get(key)
            if column is None:
                words = np.full(len(self._frame), "", dtype=object)
            else:
                words = column.astype(object).where(column.notna(), "").to_numpy()
            self._words[key] = words
        return self._words[key]

    def label(self, column: str, key: str) -> str:
        """The label of a choice of `tblSegmentation` in the workbook's language."""
        return SEGMENTATION.column(column).choices[key].in_(self._language)

    def is_choice(self, column: str, key: str) -> Flags:
        """Rows whose choice column holds that choice."""
        place = column, key
        if place not in self._choices:
            label = self.label(column, key)
            self._choices[place] = np.asarray(self.words(column) == label, dtype=bool)
        return self._choices[place]

    @cached_property
    def rfm_scores(self) -> npt.NDArray[np.int64]:
        """Recency, frequency and amount of each row, 1-5, 0 without a code; (n, 3)."""
        codes = pd.to_numeric(pd.Series(self.words("rfm")), errors="coerce")
        numbers = codes.fillna(0).to_numpy(dtype=np.int64)
        return np.stack([numbers // 100, numbers // 10 % 10, numbers % 10], axis=1)

    @cached_property
    def counted(self) -> Flags:
        """Rows that are clients: `decided_by` is not blank."""
        return np.asarray(self.words("decided_by") != "", dtype=bool)

    def group(self, name: str) -> Flags:
        """Rows of one dashboard row: a letter, "NC" or "inactive"."""
        if name == "inactive":
            return self.is_choice("decided_by", "inactive")
        return np.asarray(self.words("letter") == name, dtype=bool) & self.counted

    @cached_property
    def groups(self) -> Mapping[str, Flags]:
        """Rows of each dashboard row."""
        return {name: self.group(name) for name in GROUPS}

    def total(self, key: str, rows: Flags | None = None) -> float:
        """Sum of a numeric column, blanks aside."""
        values = self.numbers(key) if rows is None else self.numbers(key)[rows]
        return float(np.nansum(values))

    def unknown(self, key: str, rows: Flags) -> bool:
        """True when the rows hold clients and none of them has a figure."""
        values = self.numbers(key)[rows]
        return bool(values.size) and bool(np.isnan(values).all())

    @cached_property
    def nothing_costed(self) -> bool:
        """True when there are clients, and no net margin is known of any."""
        return bool(self.counted.any()) and not self.ranked

    def up_to_rank(self, key: str, rank: str, limit: float) -> float:
        """Sum of a column over the rows ranked 1 to `limit`."""
        return self.total(key, self.numbers(rank) <= limit)

    @cached_property
    def ranked(self) -> int:
        """Number of clients on the whale curve: those with a net-margin rank."""
        return int(np.isfinite(self.numbers("net_margin_rank")).sum())

    @cached_property
    def active(self) -> int:
        """Number of active clients: those with a revenue rank."""
        return int(np.isfinite(self.numbers("revenue_rank")).sum())

    @cached_property
    def peak(self) -> float:
        """Sum of the positive net margins: the top of the whale curve."""
        return self.total("net_margin", self.numbers("net_margin") > 0)

    @cached_property
    def losers(self) -> Flags:
        """Rows whose net margin is negative."""
        return self.numbers("net_margin") < 0

    @cached_property
    def whale(self) -> list[float]:
        """Net margin of the best p % of clients for p = 0..100, currency."""
        return [
            self.up_to_rank(
                "net_margin", "net_margin_rank", share_count(p, self.ranked)
            )
            for p in range(101)
        ]

    @cached_property
    def best_margins(self) -> Numbers:
        """The known gross margins, largest first."""
        margins = self.numbers("gross_margin")
        return np.sort(margins[np.isfinite(margins)])[::-1]

    @cached_property
    def flagged(self) -> Flags:
        """Rows of false good clients."""
        return np.asarray(self.words("false_good") != "", dtype=bool)

    def names_by_rank(self, names: str, rank: str) -> Mapping[int, str]:
        """Name of each group by its rank, as the first row of the group spells it."""
        place = names, rank
        if place not in self._names:
            ranks, words = self.numbers(rank), self.words(names)
            rows = np.flatnonzero(np.isfinite(ranks))
            self._names[place] = {int(ranks[i]): str(words[i]) for i in rows[::-1]}
        return self._names[place]

    @cached_property
    def row_of_rank(self) -> Mapping[int, int]:
        """0-based row of each revenue rank."""
        ranks = self.numbers("revenue_rank")
        found = np.flatnonzero(np.isfinite(ranks))
        return {int(ranks[row]): int(row) for row in found[::-1]}


def share_count(percent: int, clients: int) -> int:
    """Number of clients in the first `percent` % of them, rounded up.

    >>> share_count(20, 7), share_count(0, 7), share_count(100, 7)
    (2, 0, 7)
    """
    return math.ceil(percent * clients / 100)


def ratio(part: float, whole: float) -> float | str:
    """Part over whole, or a blank text when the whole is not positive."""
    return part / whole if whole > 0 else ""


def known(value: float | None) -> float | None:
    """A number, or None when it is missing or NaN."""
    return None if value is None or math.isnan(value) else float(value)
