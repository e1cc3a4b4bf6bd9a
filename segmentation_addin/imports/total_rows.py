"""Rows of an export that sum other rows: TOTAL at the bottom, subtotals in between.

A row is a total because of what it says ("Total général", "Sous-total C00012") and
because it lacks what true rows hold, never by its words alone: a client may be called
Total. A row that says nothing is one when it lacks all of it and its amount is the sum
of the rows above. The end of a page ("Édité le") is left out with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import LISTED, shown
from segmentation_addin.imports.sources import RawColumn
from segmentation_addin.imports.values import Floats
from segmentation_addin.workbook.declaration import heading_key

Flags = npt.NDArray[np.bool_]

_WORD = (
    r"(?:(?:grand|sous|sub|sum|running|report) )?(?:total|totaux|totals|subtotal"
    r"|soustotal|somme|cumul|ensemble)"
)
_ALONE = re.compile(
    rf"{_WORD}(?: (?:general|generaux|global|globaux|ht|h t|eur|euros|clients?|customers?"
    r"|all clients|all customers|tous clients|overall|lignes?|lines?|page|groupe"
    r"|de la periode|periode|annee|annuel|exercice|\d+))*"
    r"|general total|overall result|resultat global|(?:nombre|nb|number) (?:de |of )?"
    r"(?:clients|lignes|lines|customers|records|factures)(?: \d+)?"
    r"|(?:edite|imprime|extrait|exporte|genere|printed|exported|generated) (?:le|on) .*"
    r"|page \d+(?: (?:sur|of|de) \d+| \d+)?"
)
_MAY_BE = re.compile(
    r"total|totau|somme|cumul|ensemble|result|résultat|nombre|nb|number"
    r"|[ée]dit|imprim|extrait|export|g[ée]n[ée]r|print|page",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"{_WORD} (?P<of>.+)|(?P<of2>.+) (?:sub)?total")
_LOOK_BACK = 500
"""Earlier totals from which a subtotal may start."""
_ROUNDS = 4
_FOLDED = 100_000
"""Distinct cells of a key among which the name of a subtotal is looked for."""


@dataclass(frozen=True)
class TotalRow:
    """A row that is left out, what it states, and what the rows add up to."""

    position: int
    label: str
    stated: dict[str, float] = field(default_factory=dict)
    """Heading -> amount, where one is readable."""
    summed: dict[str, float] = field(default_factory=dict)
    """Heading -> the sum of rows that is nearest to it."""
    differs: tuple[str, ...] = ()
    """Headings whose amount is not the sum of rows."""


class Label(NamedTuple):
    """What a cell says of a total."""

    alone: bool
    of: str
    """What a subtotal is of, folded; "" for a bare word."""


def label_of(text: str) -> Label | None:
    """What a cell says of a total; None when it says nothing of the kind.

    >>> label_of("TOTAL GÉNÉRAL :"), label_of("Total C0012")
    (Label(alone=True, of=''), Label(alone=False, of='c0012'))
    >>> label_of("TotalEnergies") is None
    True
    """
    if _MAY_BE.search(text) is None:
        return None
    folded = heading_key(text)
    if _ALONE.fullmatch(folded):
        return Label(True, "")
    found = _NAMED.fullmatch(folded)
    return Label(False, found["of"] or found["of2"]) if found else None


def total_rows(
    keys: Sequence[RawColumn],
    labels: Sequence[RawColumn],
    amounts: Mapping[str, Floats],
    tolerances: Mapping[str, float] | None = None,
    dated: RawColumn | None = None,
) -> list[TotalRow]:
    """The rows that sum others, top to bottom.

    `keys`: what every true row holds (code, name, date, order number); `labels`:
    other columns in which a total may be named; `amounts`: by heading; how far a
    total may be from its sum, by heading, in `tolerances` (a cent where none). Of the
    keys, `dated` holds days or periods: a word there names no client.
    """
    return _Search(keys, labels, amounts, tolerances or {}, dated).rows()


def tolerance_of(values: Floats, power: int) -> float:
    """How far a right total may be from the sum of printed amounts.

    Amounts with cents add up exactly; those that were rounded to whole euros, or to
    thousands, each bring half of their last digit.
    """
    known = values[np.isfinite(values)]
    if not power and not _whole(known):
        return 0.01
    scaled = known / 10.0**power
    step = next((s for s in (1.0, 0.1, 0.01, 0.001) if _whole(scaled / s)), 0.0001)
    return 0.01 + 0.5 * step * 10.0**power * (len(known) + 1)


def _whole(values: Floats) -> bool:
    return bool(np.allclose(values, np.round(values), rtol=0, atol=1e-6))


class _Search:
    """Candidates by their words and by what they lack, kept where sums agree."""

    def __init__(
        self,
        keys: Sequence[RawColumn],
        labels: Sequence[RawColumn],
        amounts: Mapping[str, Floats],
        tolerances: Mapping[str, float],
        dated: RawColumn | None,
    ) -> None:
        self.sure: set[int] = set()
        """Rows whose day or period is a word of totals."""
        self.keys, self.amounts, self.tolerances = keys, amounts, tolerances
        size = max((len(column.codes) for column in (*keys, *labels)), default=0)
        self.absent = np.zeros(size, dtype=np.intp)
        """How many keys each row lacks; a key that names a total is lacking."""
        self.said: dict[int, tuple[str, Label]] = {}
        worth = np.zeros(size, dtype=bool)
        for values in amounts.values():
            worth |= np.isfinite(values) & (values != 0)
        for place, column in enumerate((*keys, *labels)):
            named = self._read(column)
            if column is dated:
                self.sure = set(np.flatnonzero(named).tolist())
            if place < len(keys):
                filled = column.filled()
                self.absent += ~filled | named
                if not amounts:
                    worth |= filled & ~named
        self.said = {row: x for row, x in self.said.items() if self.absent[row]}
        self.last = int(np.flatnonzero(worth)[-1]) if worth.any() else -1
        bare = worth & (self.absent == len(keys)) & bool(keys and amounts)
        self.candidates = {*self.said, *np.flatnonzero(bare).tolist()}

    def _read(self, column: RawColumn) -> Flags:
        """Notes the rows that name a total in one column."""
        found = {
            code: label
            for code, cell in enumerate(column.cells)
            if isinstance(cell, str) and (label := label_of(cell)) is not None
        }
        named = np.isin(column.codes, np.array([*found], dtype=np.intp))
        for row in np.flatnonzero(named).tolist():
            code = int(column.codes[row])
            self.said.setdefault(row, (shown(column.cells[code]), found[code]))
        return named

    def rows(self) -> list[TotalRow]:
        """The rows that are totals, found anew until the sums do not change."""
        standing = self.candidates
        sums = _Sums(self.amounts, standing, self.tolerances)
        for _ in range(_ROUNDS):
            kept = {row for row in self.candidates if self._is_total(row, sums)}
            if kept == standing:
                break
            standing = kept
            sums = _Sums(self.amounts, standing, self.tolerances)
        return [sums.compare(row, self._label(row)) for row in sorted(standing)]

    def _label(self, row: int) -> str:
        return self.said[row][0] if row in self.said else ""

    def _is_total(self, row: int, sums: _Sums) -> bool:
        if row in self.sure:
            return True
        absent = int(self.absent[row])
        others = len(self.keys) - absent
        if others > 1:
            return False
        found = sums.compare(row)
        if found.stated and not found.differs:
            return True
        if row not in self.said:
            return False
        label = self.said[row][1]
        if not label.alone:
            return not others and self._above(label.of, row)
        if not others:
            return len(self.keys) > 1 or row >= self.last
        return others == 1 and absent > 1

    def _above(self, of: str, row: int) -> bool:
        """True when a key above names what a subtotal is of."""
        return any(first.get(of, row) < row for first in self._first)

    @cached_property
    def _first(self) -> list[dict[str, int]]:
        """Folded cell -> the first row that holds it, for each key."""
        known = []
        for column in self.keys:
            if len(column.cells) <= _FOLDED:
                codes, rows = np.unique(column.codes, return_index=True)
                pairs = zip(codes.tolist(), rows.tolist(), strict=True)
                known.append({heading_key(str(column.cells[c])): r for c, r in pairs})
        return known


class _Sums:
    """Sums of the rows that are no totals, between totals and over all."""

    def __init__(
        self,
        amounts: Mapping[str, Floats],
        totals: set[int],
        tolerances: Mapping[str, float],
    ) -> None:
        self.amounts = amounts
        self.totals = np.array(sorted(totals), dtype=np.intp)
        self.running: dict[str, Floats] = {}
        self.near: dict[str, float] = {}
        for heading, values in amounts.items():
            plain = np.where(np.isfinite(values), values, 0.0)
            plain[self.totals] = 0.0
            running = np.concatenate([[0.0], np.cumsum(plain)])
            self.running[heading] = running
            exact = 1e-9 * float(np.abs(running).max())
            self.near[heading] = tolerances.get(heading, 0.01) + exact

    def compare(self, row: int, label: str = "") -> TotalRow:
        """What a row states, and the nearest sums for it."""
        stated: dict[str, float] = {}
        summed: dict[str, float] = {}
        for heading, values in self.amounts.items():
            if np.isfinite(values[row]):
                sums = self._candidates(heading, row)
                stated[heading] = float(values[row])
                summed[heading] = float(sums[np.argmin(np.abs(sums - values[row]))])
                if abs(stated[heading] - summed[heading]) > self.near[heading]:
                    summed[heading] = self._meant(heading, row)
        differs = tuple(
            heading
            for heading, amount in stated.items()
            if abs(amount - summed[heading]) > self.near[heading]
        )
        return TotalRow(row, label, stated, summed, differs)

    def _meant(self, heading: str, row: int) -> float:
        """What a total that fits nowhere should sum: all rows, or its block."""
        running = self.running[heading]
        before = self.totals[self.totals < row]
        last = not (self.totals > row).any()
        start = 0.0 if last or not len(before) else float(running[before[-1]])
        return float(running[row]) - start

    def _candidates(self, heading: str, row: int) -> Floats:
        """What a total may sum: the rows above back to an earlier total, all rows,
        or the rows below.
        """
        running = self.running[heading]
        before = self.totals[self.totals < row][-_LOOK_BACK:][::-1]
        after = self.totals[self.totals > row][:1]
        own = running[row + 1] - running[row]
        below = running[[*after.tolist(), -1]] - running[row + 1]
        back = running[row] - np.append(running[before], 0.0)
        return np.concatenate([back, below, running[-1:] - own])


def totals_told(totals: Sequence[TotalRow], first_line: int) -> list[Issue]:
    """What a reader must know of the rows left out; the first row is `first_line`."""
    issues = []
    for code, rows in (
        ("totals_left_out", [x for x in totals if x.stated and not x.differs]),
        ("totals_unchecked", [x for x in totals if not x.stated]),
    ):
        if rows:
            params: dict[str, ParamValue] = {
                "count": len(rows),
                "line": rows[0].position + first_line,
                "found": rows[0].label,
            }
            worth = next(iter(rows[-1].stated.values()), None)
            issues.append(Issue(code, Severity.NOTE, params=params, amount=worth))
    wrong = [(row, heading) for row in totals for heading in row.differs]
    for row, heading in wrong[:LISTED]:
        stated, summed = row.stated[heading], row.summed[heading]
        params = {
            "line": row.position + first_line,
            "label": row.label,
            "heading": heading,
            "found": stated,
            "expected": summed,
        }
        worth = round(abs(stated - summed), 2)
        issues.append(
            Issue("total_differs", Severity.WARNING, params=params, amount=worth)
        )
    return issues
