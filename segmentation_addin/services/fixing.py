"""Safe fixes as an act of its own: proposed, made, listed in the workbook, undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from segmentation_addin.core.fixes import Fix, Rule, Value, row_now
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.values import texts
from segmentation_addin.languages import Language
from segmentation_addin.services import clock
from segmentation_addin.workbook.action_tables import POLICY
from segmentation_addin.workbook.addresses import cell_address
from segmentation_addin.workbook.cell_xml import number_text, plain, same_value
from segmentation_addin.workbook.declaration import choice_key
from segmentation_addin.workbook.fix_tables import FIXES, RULES, STATES, VALUE_TYPES
from segmentation_addin.workbook.fixable import currencies, row_keys, safe_fixes
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    CellError,
    Changes,
    Host,
    HostError,
    Progress,
    RawTable,
    silent,
)
from segmentation_addin.workbook.inputs import INPUT_TABLES
from segmentation_addin.workbook.review_tables import VOTES, WEIGHTS

FIXED_TABLES = {table.name: table for table in (*INPUT_TABLES, VOTES, WEIGHTS, POLICY)}
"""The tables that a refresh reads."""
_VALUES = ("old_value", "new_value")
"""Columns of the list that hold a value as it stood, blanks included."""


@dataclass(frozen=True)
class FixedCell:
    """One fix and where it stands."""

    sheet: str
    cell: str
    row_key: str
    fix: Fix

    def as_document(self) -> dict[str, Any]:
        """The fix in JSON."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "rule": self.fix.rule.value,
            "old": _told(self.fix.old),
            "new": _told(self.fix.new),
        }


@dataclass(frozen=True)
class Proposed:
    """What could be fixed; nothing is written yet."""

    language: Language
    cells: list[FixedCell]
    undated: int
    """Dates that stay texts: the format of their cells would show a number."""

    def document(self, written: bool) -> dict[str, Any]:
        """All of it in JSON."""
        return {
            "fixes": [cell.as_document() for cell in self.cells],
            "dates_left": self.undated,
            "written": written,
        }


def proposed(host: Host) -> Proposed:
    """Every cell of the input tables that a safe rule would write better."""
    language, present = host.language, host.tables()
    raws = {name: host.read(name) for name in FIXED_TABLES if name in present}
    named: set[str] = set()
    for name, raw in raws.items():
        named |= currencies(raw, FIXED_TABLES[name])
    cells: list[FixedCell] = []
    undated = 0
    for name, raw in raws.items():
        table = FIXED_TABLES[name]

        def shows_dates(
            heading: str, rows: Sequence[int], name: str = name
        ) -> Sequence[bool]:
            return host.shows_dates(name, heading, rows)

        found = safe_fixes(raw, table, language, shows_dates, len(named) <= 1)
        undated += found.undated
        keys = row_keys(raw, table, language) if found.fixes else []
        cells += (
            FixedCell(raw.sheet, _address(raw, fix), keys[fix.row], fix)
            for fix in found.fixes
        )
    return Proposed(language, cells, undated)


def check_list(host: Host) -> None:
    """Refuses a workbook that has no place for the list of what is changed.

    Raises:
        HostError: `fixes_no_list`.
    """
    if FIXES.name not in host.tables():
        raise HostError("fixes_no_list", table=FIXES.name)


def fix(host: Host, found: Proposed, progress: Progress = silent) -> bool:
    """Makes the proposed fixes and lists them in the workbook; False for none.

    Raises:
        HostError: the file or Excel does not allow it; the workbook is as it was.
    """
    if not found.cells:
        return False
    check_list(host)
    places: dict[tuple[str, str], list[Fix]] = {}
    for cell in found.cells:
        places.setdefault((cell.fix.table, cell.fix.column), []).append(cell.fix)
    edits = [
        CellEdits(table, column, [f.row for f in fixes], [f.new for f in fixes])
        for (table, column), fixes in places.items()
    ]
    rows = pd.DataFrame(_listed(found), dtype=object)
    return host.write(
        Changes(edits=edits, appended=[AppendedRows(FIXES.name, rows)]), progress
    )


def _listed(found: Proposed) -> Iterator[dict[str, Cell]]:
    """The rows of the list, one a cell, in the words of the workbook."""
    language, today = found.language, clock.now().date()
    for cell in found.cells:
        made = cell.fix
        yield {
            "fixed_on": today,
            "sheet": cell.sheet,
            "cell": cell.cell,
            "rule": RULES[made.rule.value].in_(language),
            "old_value": _text(made.old),
            "new_value": _text(made.new),
            "state": STATES["fixed"].in_(language),
            "table": made.table,
            "column": made.column,
            "row": made.row + 1,
            "row_key": cell.row_key,
            "old_type": VALUE_TYPES[_type(made.old)].in_(language),
            "new_type": VALUE_TYPES[_type(made.new)].in_(language),
        }


# --- and back --------------------------------------------------------------


@dataclass(frozen=True)
class Undoing:
    """What an undo puts back, and the cells that somebody changed since."""

    language: Language
    restored: list[FixedCell] = field(default_factory=list)
    left: list[FixedCell] = field(default_factory=list)
    restored_rows: list[int] = field(default_factory=list)
    """Rows of the list, as those of `left_rows`."""
    left_rows: list[int] = field(default_factory=list)

    def document(self, written: bool) -> dict[str, Any]:
        """All of it in JSON; old and new as they were when the cell was fixed."""
        return {
            "restored": [cell.as_document() for cell in self.restored],
            "left": [cell.as_document() for cell in self.left],
            "written": written,
        }


def undoing(host: Host) -> Undoing:
    """Which listed cells still hold what a fix wrote; the last fix comes first."""
    check_list(host)
    language, present = host.language, host.tables()
    plan = Undoing(language)
    listed = _entries(host.read(FIXES.name))
    held: dict[str, _Held] = {}
    for place, entry in reversed(listed):
        name = entry.fix.table
        if name not in held and name in FIXED_TABLES and name in present:
            raw = host.read(name)
            keys = row_keys(raw, FIXED_TABLES[name], language)
            held[name] = _Held(raw, keys)
        found = held[name].holding(entry) if name in held else None
        if found is None:
            plan.left.append(entry)
            plan.left_rows.append(place)
        else:
            plan.restored.append(found)
            plan.restored_rows.append(place)
    return plan


def undo(host: Host, plan: Undoing, progress: Progress = silent) -> bool:
    """Puts the old values back and says so in the list; False for nothing to say.

    Raises:
        HostError: the file or Excel does not allow it; the workbook is as it was.
    """
    values: dict[tuple[str, str], dict[int, Value]] = {}
    for cell in plan.restored:
        back = values.setdefault((cell.fix.table, cell.fix.column), {})
        back[cell.fix.row] = cell.fix.old
    edits = [
        CellEdits(table, column, list(back), list(back.values()))
        for (table, column), back in values.items()
    ]
    states = (("undone", plan.restored_rows), ("left", plan.left_rows))
    for state, rows in states:
        label = STATES[state].in_(plan.language)
        edits.append(CellEdits(FIXES.name, "state", rows, [label] * len(rows)))
    return host.write(Changes(edits=edits), progress)


@dataclass(frozen=True)
class _Held:
    """A table as an undo finds it; what is put back stands at once."""

    raw: RawTable
    keys: list[str]

    def holding(self, entry: FixedCell) -> FixedCell | None:
        """The entry where its cell stands by now; None when it holds another value."""
        made, raw = entry.fix, self.raw
        row = row_now(self.keys, entry.row_key, made.row)
        if row is None or made.column not in raw.headings:
            return None
        cells = raw.columns[raw.headings.index(made.column)]
        standing = cells[row]
        if row in raw.formula_rows.get(made.column, ()):
            return None
        old, new = (plain(value, raw.date_1904) for value in (standing, made.new))
        if not same_value(old, new):
            return None
        cells[row] = made.old
        moved = Fix(made.table, made.column, row, made.rule, made.old, made.new)
        return FixedCell(raw.sheet, _address(raw, moved), entry.row_key, moved)


def _entries(raw: RawTable) -> list[tuple[int, FixedCell]]:
    """The fixes of the list that still hold, each with its row."""
    headings = table_headings(FIXES, raw.headings).columns
    if set(FIXES.keys) - headings.keys():
        raise HostError("fixes_no_list", table=FIXES.name)
    cells = {key: raw.columns[raw.headings.index(h)] for key, h in headings.items()}
    words = {
        key: texts(cells[key]).tolist() for key in FIXES.keys if key not in _VALUES
    }
    found = []
    for row in range(raw.rows):
        state, rule, old, new = (
            choice_key(FIXES.column(key), words[key][row])
            for key in ("state", "rule", "old_type", "new_type")
        )
        number = words["row"][row]
        if state != "fixed" or not (rule and old and new and number.isdigit()):
            continue
        made = Fix(
            words["table"][row],
            words["column"][row],
            int(number) - 1,
            Rule(rule),
            _value(cells["old_value"][row], old),
            _value(cells["new_value"][row], new),
        )
        place = words["sheet"][row], words["cell"][row], words["row_key"][row]
        found.append((row, FixedCell(*place, made)))
    return found


# --- values as texts -------------------------------------------------------


def _type(value: Value) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, (int, float)):
        return "number"
    return "date" if isinstance(value, date) else "text"


def _text(value: Value) -> str:
    """A value as the list holds it, read back by `_value`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return number_text(float(value))
    return value.isoformat()[:10] if isinstance(value, date) else value


def _value(cell: Cell, type_: str) -> Value:
    if type_ == "blank" or cell is None or isinstance(cell, CellError):
        return None
    if type_ == "text":
        return str(cell)
    if type_ == "logical":
        return str(cell).upper() == "TRUE"
    try:
        return (
            float(str(cell))
            if type_ == "number"
            else date.fromisoformat(str(cell)[:10])
        )
    except ValueError:
        return str(cell)


def _told(value: Value) -> str | float | bool | None:
    return value.isoformat()[:10] if isinstance(value, date) else value


def _address(raw: RawTable, made: Fix) -> str:
    column = raw.first_column + raw.headings.index(made.column)
    return cell_address(raw.first_row + made.row, column)
