"""What the Dashboard and the Check block of Home need from the workbook itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from segmentation_addin.core.input_totals import input_totals
from segmentation_addin.core.periods import Period
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.services.computing import Computed
from segmentation_addin.workbook.addresses import cell_position, column_number
from segmentation_addin.workbook.board_dimensions import DIMENSIONS
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import (
    Cell,
    CellError,
    FixedValues,
    Host,
    RawTable,
)
from segmentation_addin.workbook.inputs import MARGINS
from segmentation_addin.workbook.selection_tables import SELECTION

_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_HELPERS = column_number(DIMENSIONS[0].list_column)
"""First sheet column that a refresh writes for the pages below the first one."""


def with_dashboard(
    facts: Facts, host: Host, computed: Computed, result: Segmentation
) -> Facts:
    """The facts with the choice of the reader and the totals of the inputs."""
    margins = computed.tables.raws[MARGINS.name]
    return replace(
        facts,
        selection=read_selection(host),
        inputs=input_totals(computed.inputs, result),
        native_revenue=native_revenue(margins, result.period),
    )


def read_selection(host: Host) -> Mapping[str, str]:
    """What the choice cells hold, by column; nothing where there are none."""
    if SELECTION.name not in host.tables():
        return {}
    raw = host.read(SELECTION.name)
    headings = match_columns(SELECTION, raw.headings)
    return {
        key: _text(raw.columns[raw.headings.index(heading)][0])
        for key, heading in headings.items()
        if raw.rows
    }


def _text(cell: Cell) -> str:
    """A cell as a native formula joins it to a text."""
    if cell is None or isinstance(cell, CellError):
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def dashboard_in_place(host: Host, values: FixedValues) -> FixedValues:
    """The values of fixed cells, less those of a Dashboard of another shape.

    An older one has no choice cells, and columns that a user put in moved them: what
    is written beside the pages would land in the user's own cells.
    """
    if SELECTION.name in host.tables():
        table = host.read(SELECTION.name)
        place = (table.first_column, table.first_row)
        if place == (SELECTION.first_column + 1, SELECTION.header_row + 1):
            return values
    kept = {
        cell: value
        for cell, value in values.values.items()
        if cell[0] != SELECTION.sheet
        or cell in values.formulas
        or cell_position(cell[1])[1] < _HELPERS
    }
    return replace(values, values=kept)


# --- what a native sum finds ---------------------------------------------------


def native_revenue(margins: RawTable, period: Period) -> float:
    """Revenue less rebates of the period, as SUMIFS adds them up in the workbook.

    Numbers on rows that are dated by a date; texts and bare years are not found, and
    one error cell in a column makes its sum 0 there.
    """
    first = period.start.astype(object) + timedelta(days=1)
    last = period.end.astype(object)
    days = [_day(cell, margins.date_1904) for cell in _cells(margins, "period")]
    rows = [i for i, day in enumerate(days) if day and first <= day <= last]
    revenue = _sum(_cells(margins, "revenue"), rows)
    return revenue - _sum(_cells(margins, "rebates"), rows)


def _cells(raw: RawTable, key: str) -> Sequence[Cell]:
    heading = match_columns(MARGINS, raw.headings).get(key)
    if heading is None:
        return [None] * raw.rows
    return raw.columns[raw.headings.index(heading)]


def _day(cell: Cell, date_1904: bool) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    try:
        return _EPOCHS[date_1904] + timedelta(days=int(cell))
    except OverflowError:
        return None


def _sum(cells: Sequence[Cell], rows: Sequence[int]) -> float:
    found = [cells[row] for row in rows]
    if any(isinstance(cell, CellError) for cell in found):
        return 0.0
    return float(
        sum(
            cell
            for cell in found
            if isinstance(cell, int | float) and not isinstance(cell, bool)
        )
    )
