"""Close a review: freeze today's letters and figures into the history, once."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from segmentation_addin import __version__
from segmentation_addin.core.fingerprint import fingerprint
from segmentation_addin.core.freezing import rows_of, today
from segmentation_addin.core.results_since import margin_effects
from segmentation_addin.core.review_calendar import (
    CALENDAR_CODES,
    review_calendar,
)
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.vintages import Vintage, first, last, of_date, paths
from segmentation_addin.languages import Language, number
from segmentation_addin.results.document import plain
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services import clock
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.refreshing import plan
from segmentation_addin.workbook.history_rows import history_rows
from segmentation_addin.workbook.history_tables import HISTORY
from segmentation_addin.workbook.host import (
    AppendedRows,
    Changes,
    Host,
    Progress,
    silent,
)

LETTERS = ("A", "B", "C", "D", "NC", "inactive")


@dataclass(frozen=True)
class Closed:
    """What closing a review did; `vintage` is None when nothing was computed."""

    language: Language
    written: bool
    already: bool
    """True when a closed review holds this very state."""
    vintage: Vintage | None
    issues: list[RenderedIssue]

    @property
    def refused(self) -> bool:
        """The data did not allow it."""
        return self.vintage is None

    def document(self) -> dict[str, Any]:
        """What `segmentation close --json` prints."""
        assert self.vintage is not None
        return {
            **review_document(self.vintage),
            "written": self.written,
            "already_closed": self.already,
            "issues": [issue.as_document() for issue in self.issues],
        }


def review_document(vintage: Vintage) -> dict[str, Any]:
    """One review: its number (null = today), who closed it and when, its totals."""
    totals = vintage.totals.get("all", {})
    return {
        "vintage": vintage.number or None,
        "as_of": str(vintage.as_of),
        **{
            key: vintage.about.get(key) or None
            for key in ("closed_on", "closed_by", "note", "fingerprint")
        },
        "totals": plain(dict(totals)),
        "letters": {
            letter: int(_clients(vintage.totals.get(letter, {}))) for letter in LETTERS
        },
    }


def letters_of(vintage: Vintage, language: Language) -> str:
    """A 12 · B 40 · …: how many clients each letter has."""
    counts = {key: _clients(vintage.totals.get(key, {})) for key in LETTERS}
    return " · ".join(
        f"{letter} {number(counts[letter], language)}"
        for letter in ("A", "B", "C", "D", "NC")
        if letter != "NC" or counts[letter]
    )


def _clients(totals: Mapping[str, float]) -> float:
    return totals.get("clients", 0.0)


@dataclass(frozen=True)
class Closing:
    """A review ready to be closed, and all that closing it writes."""

    computed: Computed
    vintage: Vintage | None
    already: bool
    changes: Changes
    issues: list[RenderedIssue]


def close(
    host: Host,
    author: str | None = None,
    note: str = "",
    as_of: date | None = None,
    progress: Progress = silent,
) -> Closed:
    """Freezes the review of today; writes nothing when it is closed already.

    The letters that are frozen are those of a refresh of this moment, which is
    written too.

    Args:
        host: the workbook.
        author: who closes it; None = the user of this computer.
        note: one sentence kept with the review.
        as_of: analysis date; None = that of the workbook.
        progress: told of each step.
    """
    return finish(host, prepare(host, author, note, as_of, progress), progress)


def finish(host: Host, closing: Closing, progress: Progress = silent) -> Closed:
    """Writes a review that was prepared, unless it is closed already."""
    written = False
    if closing.vintage is not None and not closing.already:
        written = host.write(
            closing.changes, lambda step, share: progress(step, 0.6 + 0.4 * share)
        )
    return closed_of(closing, written)


def closed_of(closing: Closing, written: bool) -> Closed:
    """What closing did."""
    return Closed(
        closing.computed.language,
        written,
        closing.already,
        closing.vintage,
        closing.issues,
    )


def prepare(
    host: Host,
    author: str | None = None,
    note: str = "",
    as_of: date | None = None,
    progress: Progress = silent,
) -> Closing:
    """The review of today as it would be closed; nothing is written here."""
    host.read(HISTORY.name)
    computed = compute(host, as_of, progress=progress)
    result = computed.result
    if result is None:
        return Closing(computed, None, False, Changes(), computed.rendered())
    progress("write", 0.6)
    vintages = computed.inputs.vintages
    state = fingerprint(computed.inputs, result.scale, result.period.end)
    standing = of_date(vintages, result.period.end)
    if standing is not None and standing.about.get("fingerprint") == state:
        return Closing(computed, standing, True, Changes(), computed.rendered())
    newest = last(vintages)
    vintage = _frozen(
        computed,
        result,
        1 if newest is None else newest.number + 1,
        {
            "closed_on": clock.minute(),
            "closed_by": user_name() if author is None else author,
            "note": note,
            "fingerprint": state,
            "version": __version__,
        },
    )
    known = (*vintages, vintage)
    planned = plan(host, with_vintages(computed, known), result)
    rows = rows_of(vintage, paths(known, vintage.words("client_id")))
    frame = history_rows(rows, computed.language)
    planned.changes.appended.append(AppendedRows(HISTORY.name, frame))
    return Closing(planned.computed, vintage, False, planned.changes, planned.issues)


def _frozen(
    computed: Computed, result: Segmentation, number: int, about: Mapping[str, str]
) -> Vintage:
    """The portfolio of today under a number, with its effects since the first one."""
    now = today(result, computed.inputs)
    oldest = first(computed.inputs.vintages)
    effects = None if oldest is None else margin_effects(oldest, now)
    measures = dict(now.measures)
    if effects is not None:
        measures |= {
            "own_rates": effects.own_rates,
            "mix": effects.mix,
            "moved": effects.moved,
        }
    told = {key: text for key, text in about.items() if text}
    return replace(now, number=number, measures=measures, about=told)


def with_vintages(computed: Computed, vintages: tuple[Vintage, ...]) -> Computed:
    """The same result, once these reviews are closed."""
    inputs = replace(computed.inputs, vintages=vintages)
    assert computed.result is not None
    kept = [x for x in computed.issues if x.code not in CALENDAR_CODES]
    issues = [*kept, *review_calendar(inputs, computed.result)[1]]
    return replace(computed, inputs=inputs, issues=issues)


def user_name() -> str:
    """The name under which somebody uses this computer; "" when it has none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
