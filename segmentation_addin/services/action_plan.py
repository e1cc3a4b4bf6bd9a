"""The action plan: what a refresh proposes, and what people typed beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.action_plan import MOST_ACTIONS, Proposed
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.languages import Language
from segmentation_addin.results.action_plan import (
    GAP_LINES,
    Decided,
    Portrait,
    action_reference,
    gap_documents,
    gap_rows,
    lever_text,
    portrait,
)
from segmentation_addin.results.table import caps_of
from segmentation_addin.services.computing import Computed
from segmentation_addin.workbook.action_facts import (
    OWNERS_SHOWN,
    ActionFacts,
    ScaleLine,
)
from segmentation_addin.workbook.action_tables import (
    ACTIONS,
    GAPS,
    PROPOSALS,
    STATUSES,
    WRITTEN_ACTIONS,
)
from segmentation_addin.workbook.declaration import (
    HEADER_ROW,
    choice_key,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.host import (
    Cell,
    CellError,
    FixedValues,
    Host,
    RawTable,
    TableBody,
)
from segmentation_addin.workbook.inputs import SCALE

_SHEET = "actions"
_TYPED = tuple(key for key in ACTIONS.keys if key not in WRITTEN_ACTIONS)
_NUMBERS = ("target_amount", "realised_amount")
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_465
"""9999-12-31."""

Row = dict[str, Any]


@dataclass(frozen=True)
class ActionPlan:
    """The rows that the Actions sheet is to hold, and every proposal beside them."""

    facts: ActionFacts
    bodies: list[TableBody] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    """The JSON of the actions: every proposal, listed or not, then the other rows."""
    gaps: list[dict[str, Any]] = field(default_factory=list)
    """The JSON of the policy gaps."""


@dataclass(frozen=True)
class _Standing:
    """The rows of `tblActions` as they stand."""

    rows: list[Row]
    """One a table row: raw cells by column key, and `_source`, its place."""
    touched: list[bool]
    """Whether a person typed in it."""
    date_1904: bool = False


def actions_in_place(host: Host, values: FixedValues) -> FixedValues:
    """The values of fixed cells, less those of an Actions sheet of another shape.

    Columns that a user put in have moved our cells: theirs would be written over.
    """
    if ACTIONS.name in host.tables():
        table = host.read(ACTIONS.name)
        across, down = ACTIONS.first_column + 1, HEADER_ROW + 1
        if (table.first_column, table.first_row) == (across, down):
            return values
    kept = {
        place: value
        for place, value in values.values.items()  # noqa: PD011 - no frame
        if place[0] != _SHEET or place in values.formulas
    }
    return replace(values, values=kept)


def action_plan(
    host: Host, computed: Computed, result: Segmentation, decided: Decided
) -> ActionPlan:
    """The actions that this refresh proposes, with those that people keep.

    A proposal that no longer holds stays where somebody typed beside it; a row without
    a reference is a person's own and stays as it is.
    """
    language, present = computed.language, host.tables()
    standing = _Standing([], [])
    if ACTIONS.name in present:
        standing = _standing(host.read(ACTIONS.name))
    shown = portrait(
        result, computed.inputs, decided, caps_of(result), computed.language
    )
    found = {action_reference(action): action for action in decided.proposed}
    rows, unlisted = _rows(found, standing, shown, language)
    names = {client: str(shown.names[i]) for client, i in shown.place.items()}
    gaps = gap_rows(decided.gaps, names, language)
    facts = ActionFacts(
        table=_table(rows),
        unlisted=len(unlisted),
        owners=_owners(rows),
        gaps=gaps,
        gaps_unlisted=max(0, len(decided.gaps) - GAP_LINES),
    )
    bodies = []
    if ACTIONS.name in present:
        written = _table(rows)[list(WRITTEN_ACTIONS)]
        sources = [row.get("_source") for row in rows]
        bodies.append(TableBody(ACTIONS.name, written, "action_id", sources))
    if GAPS.name in present:
        bodies.append(TableBody(GAPS.name, gaps))
    more = [_proposed_row(found[key], shown, language) for key in unlisted]
    return ActionPlan(
        facts,
        bodies,
        [_document(row) for row in _in_order(rows, more)],
        gap_documents(decided.gaps),
    )


def scale_lines(computed: Computed) -> tuple[ScaleLine, ...]:
    """The rows of `tblScale` as they stand, for the Method sheet."""
    raw = computed.tables.raws[SCALE.name]
    matched = match_columns(SCALE, raw.headings)
    blank: list[Cell] = [None] * raw.rows

    def cells(key: str) -> list[Cell]:
        heading = matched.get(key)
        return blank if heading is None else raw.columns[raw.headings.index(heading)]

    columns = (cells(x) for x in ("criterion", "better", "weight", "measured_by"))
    return tuple(
        ScaleLine(_text(name), _text(better), _number(weight), _text(measured))
        for name, better, weight, measured in zip(*columns, strict=True)
    )


# --- what stands in the sheet ---------------------------------------------------


def _standing(raw: RawTable) -> _Standing:
    matched = match_columns(ACTIONS, raw.headings)
    columns = {
        key: raw.columns[raw.headings.index(heading)]
        for key, heading in matched.items()
    }
    declared = set(matched.values())
    own = [columns[key] for key in _TYPED if key in matched]
    own += [
        column
        for heading, column in zip(raw.headings, raw.columns, strict=True)
        if heading not in declared and heading not in raw.formula_columns
    ]
    rows = [
        {**{key: column[place] for key, column in columns.items()}, "_source": place}
        for place in range(raw.rows)
    ]
    touched = [any(_text(column[place]) for column in own) for place in range(raw.rows)]
    return _Standing(rows, touched, raw.date_1904)


def _rows(
    found: Mapping[str, Proposed],
    standing: _Standing,
    shown: Portrait,
    language: Language,
) -> tuple[list[Row], list[str]]:
    """The rows to come, and the references of the proposals that are not listed.

    Proposals first, the largest target first; then those that no longer hold; then the
    rows of people's own, in their order.
    """
    held: dict[str, Row] = {}
    gone: list[Row] = []
    own: list[Row] = []
    for row, touched in zip(standing.rows, standing.touched, strict=True):
        typed = _typed(row, standing.date_1904)
        reference = _text(row.get("action_id"))
        if not reference or reference in held:
            if touched or any(_text(row.get(key)) for key in WRITTEN_ACTIONS[:-2]):
                own.append(_kept(row, typed, "own", language))
        elif reference in found:
            held[reference] = typed if touched else {"_source": row["_source"]}
        elif touched:
            gone.append(_kept(row, typed, "no_longer", language))
            held[reference] = typed
    listed, unlisted = [], []
    for place, (reference, action) in enumerate(found.items()):
        if place < MOST_ACTIONS or len(held.get(reference, {})) > 1:
            row = _proposed_row(action, shown, language)
            listed.append({**row, **held.get(reference, {})})
        else:
            unlisted.append(reference)
    return [*listed, *gone, *own], unlisted


def _proposed_row(action: Proposed, shown: Portrait, language: Language) -> Row:
    place = shown.place[action.client_id]
    return {
        "client_id": action.client_id,
        "name": str(shown.names[place]),
        "letter": action.letter,
        "action": lever_text(action.lever, language),
        "reason": shown.reasons[place],
        "target_amount": action.lever.amount,
        "proposal": PROPOSALS["proposed"].in_(language),
        "action_id": action_reference(action),
        "_state": "proposed",
    }


def _kept(row: Row, typed: Row, state: str, language: Language) -> Row:
    """A row that stays as it stands, its state aside."""
    kept: Row = {
        key: _text(row.get(key))
        for key in WRITTEN_ACTIONS
        if key not in ("target_amount", "proposal")
    }
    target = row.get("target_amount")
    kept["target_amount"] = nan if isinstance(target, CellError) else target
    kept["proposal"] = PROPOSALS[state].in_(language)
    return {**kept, **typed, "_state": state}


def _typed(row: Row, date_1904: bool) -> Row:
    """What people typed in a row, as the totals read it."""
    return {
        "owner": _text(row.get("owner")),
        "due_date": _day(row.get("due_date"), date_1904),
        "status": _text(row.get("status")),
        "realised_amount": _number(row.get("realised_amount")),
        "note": _text(row.get("note")),
        "_source": row["_source"],
    }


def _text(cell: Cell) -> str:
    """What a cell shows; "" for a blank or an error."""
    if cell is None or isinstance(cell, CellError):
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[arg-type]


def _number(cell: Cell) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return nan
    return float(cell)


def _day(cell: Cell, date_1904: bool) -> date | None:
    """The day of a cell that holds a date or its serial number, else None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    serial = _number(cell)
    if not 0 < serial <= _LAST_SERIAL:
        return None
    first = _FIRST_DAY_1904 if date_1904 else _FIRST_DAY
    try:
        return (first + timedelta(days=int(serial))).date()
    except OverflowError:
        return None


# --- what the sheet, the totals and the document take -----------------------------


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(ACTIONS.keys), dtype=object)
    for key in frame.columns:
        if key in _NUMBERS:
            numbers = [_number(cell) for cell in frame[key]]
            plain = all(
                isnan(number) == _blank(cell)
                for number, cell in zip(numbers, frame[key], strict=True)
            )
            if plain:
                frame[key] = np.array(numbers, dtype=np.float64)
        elif key != "due_date":
            frame[key] = frame[key].where(frame[key].notna(), "")
    return frame


def _blank(cell: object) -> bool:
    return cell is None or cell == "" or cell != cell  # noqa: PLR0124


def _owners(rows: Sequence[Row]) -> tuple[str, ...]:
    """The owners of most actions; names that differ by their case alone are one."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in rows:
        owner = row.get("owner") or ""
        if owner and (row.get("client_id") or row.get("action")):
            names.setdefault(owner.lower(), owner)
            counted[owner.lower()] += 1
    order = sorted(counted, key=lambda name: (-counted[name], name))
    return tuple(names[name] for name in order[:OWNERS_SHOWN])


def _in_order(rows: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """All proposals before the rows that are none any more, or never were."""
    proposed = [row for row in rows if row["_state"] == "proposed"]
    others = [row for row in rows if row["_state"] != "proposed"]
    return [*proposed, *more, *others]


def _document(row: Row) -> dict[str, Any]:
    status = str(row.get("status") or "")
    due, target = row.get("due_date"), _number(row.get("target_amount"))
    realised = float(row.get("realised_amount", nan))
    return {
        "action_id": row["action_id"] or None,
        "client_id": row["client_id"] or None,
        "letter": row["letter"] or None,
        "action": row["action"] or None,
        "reason": row["reason"] or None,
        "target_amount": None if isnan(target) else target,
        "proposal": row["_state"],
        "owner": row.get("owner") or None,
        "due_date": None if due is None else due.isoformat(),
        "status": _status(status),
        "realised_amount": None if isnan(realised) else realised,
        "note": row.get("note") or None,
    }


def _status(label: str) -> str:
    """The key of a status; blank, or a word of one's own, counts as to do."""
    key = choice_key(ACTIONS.column("status"), label) if heading_key(label) else None
    return key if key in STATUSES else "to_do"
