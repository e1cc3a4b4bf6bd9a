"""What one write changes in the parts of a workbook file, worked out beforehand.

Nothing is written here: each change is compared with what stands, checked, and
noted as new cells of a sheet or a new text of a part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from segmentation_addin.workbook.addresses import (
    Resized,
    cell_position,
    extend_formula,
    same_formula,
    shift_formula,
)
from segmentation_addin.workbook.book_part import BookSheet, BookTable
from segmentation_addin.workbook.cell_values import SheetValues
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_text,
    plain,
    plain_column,
    same_column,
    same_value,
    unescape_text,
)
from segmentation_addin.workbook.declaration import heading_key, match_columns
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    CellError,
    FixedValues,
    RawTable,
    TableBody,
)
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.row_keys import row_sources
from segmentation_addin.workbook.sheet_part import CellPatch, SheetPart
from segmentation_addin.workbook.table_growth import TableRewrite, resized_to
from segmentation_addin.workbook.table_rows import (
    ColumnRows,
    WrittenColumn,
    formula_text,
    kept_column,
    shared_formulas,
)

_PLAIN_KINDS = {str, float, int, bool, type(None), CellError}


@dataclass
class OpenSheet:
    """One sheet taken in hand: its part and its values."""

    sheet: BookSheet
    part: SheetPart
    values: SheetValues


@dataclass
class Planned:
    """All that a write will change; empty when everything stands already."""

    rewrites: list[TableRewrite] = field(default_factory=list)
    cells: dict[tuple[str, int, int], Plain] = field(default_factory=dict)
    """New values of single cells: sheet title, row, column."""
    stamps: list[tuple[OpenSheet, int, int, CellPatch]] = field(default_factory=list)
    uncomputed: bool = False
    """True when a formula was written whose value only Excel can give."""

    @property
    def anything(self) -> bool:
        """True when a cell other than a stamp differs."""
        return bool(self.rewrites or self.cells)


def columns_by_key(table: str, headings: Sequence[str]) -> dict[str, int]:
    """Place of the column behind each key, and behind each heading as it stands."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(heading_key(heading), place)
    places.update({heading: place for place, heading in enumerate(headings)})
    declared = TABLES.get(table)
    if declared is not None:
        for key in declared.keys:
            places.pop(key, None)
        for key, heading in match_columns(declared, headings).items():
            places[key] = list(headings).index(heading)
    return places


def plan_body(
    planned: Planned,
    body: TableBody,
    table: BookTable,
    opened: OpenSheet,
    raw: RawTable,
    neighbours: Sequence[BookTable],
) -> None:
    """Notes the new rows of an output table, unless they stand there already."""
    places = columns_by_key(body.table, raw.headings)
    new = {
        places[str(key)]: plain_column(body.frame[key], raw.date_1904)
        for key in body.frame.columns
        if str(key) in places
    }
    count = max(len(body.frame), 1)
    if body.frame.empty:
        new = {place: [None] for place in new}
    if count == raw.rows and all(
        same_column(_plain(raw, place), values) for place, values in new.items()
    ):
        return
    sources = row_sources(
        body, places, lambda place: _plain(raw, place), new, raw.rows, count
    )
    ours = _declared_formulas(table, opened, places)
    formulas = _formulas(table)
    masters = shared_formulas(opened.part)
    resized = resized_to(table, raw.first_row + count - 1)
    columns: list[ColumnRows] = []
    for place in range(len(raw.headings)):
        column = raw.first_column + place
        style = opened.part.style(raw.first_row, column)
        if place in new:
            columns.append(WrittenColumn(new[place], style, ours.get(place)))
            continue
        formula = formulas.get(place)
        columns.append(
            kept_column(
                opened.part,
                column,
                raw.first_row,
                sources,
                _plain(raw, place),
                _blank(style, formula, resized),
                masters,
                resized,
            )
        )
        planned.uncomputed |= formula is not None and None in sources
    planned.rewrites.append(
        TableRewrite(
            table=table,
            sheet=opened.part,
            values=opened.values,
            first_row=raw.first_row,
            count=count,
            columns=columns,
            neighbours=neighbours,
            own_order=True,
        )
    )


def plan_appended(
    planned: Planned,
    rows: AppendedRows,
    table: BookTable,
    opened: OpenSheet,
    raw: RawTable,
    neighbours: Sequence[BookTable],
) -> None:
    """Notes rows below the last used row, and columns at the table's right end."""
    if rows.frame.empty:
        return
    places = columns_by_key(rows.table, raw.headings)
    added: list[str] = []
    new: dict[int, list[Plain]] = {}
    for key in rows.frame.columns:
        heading = rows.headings.get(str(key))
        place = places.get(str(key))
        if place is None and heading is not None:
            place = places.get(heading, places.get(heading_key(heading)))
            if place is None:
                place = len(raw.headings) + len(added)
                added.append(heading)
        if place is not None:
            new[place] = plain_column(rows.frame[key], raw.date_1904)
    used = _used_rows(raw, opened)
    count = max(len(rows.frame), raw.rows - used)
    spare = [None] * (count - len(rows.frame))
    formulas = _formulas(table)
    masters = shared_formulas(opened.part)
    resized = resized_to(table, raw.first_row + used + count - 1)
    columns: list[ColumnRows] = []
    old_places = [used + i if used + i < raw.rows else None for i in range(count)]
    for place in range(len(raw.headings) + len(added)):
        column = raw.first_column + place
        style = opened.part.style(raw.first_row, column)
        formula = formulas.get(place)
        if place in new and formula is None:
            columns.append(WrittenColumn([*new[place], *spare], style))
            continue
        columns.append(
            kept_column(
                opened.part,
                column,
                raw.first_row + used,
                [None if p is None else p - used for p in old_places],
                _plain(raw, place)[used:],
                _blank(style, formula, resized),
                masters,
                resized,
            )
        )
        planned.uncomputed |= formula is not None
    planned.rewrites.append(
        TableRewrite(
            table=table,
            sheet=opened.part,
            values=opened.values,
            first_row=raw.first_row + used,
            count=count,
            columns=columns,
            neighbours=neighbours,
            added=tuple(added),
        )
    )


def plan_edits(
    planned: Planned, edits: CellEdits, opened: OpenSheet, raw: RawTable
) -> None:
    """Notes the new values of single cells of an input table."""
    place = columns_by_key(edits.table, raw.headings).get(edits.column)
    if place is None:
        return
    column = raw.first_column + place
    formulas = opened.values.formulas.get(column, set())
    for position, value in zip(edits.rows, edits.values, strict=True):
        row = raw.first_row + int(position)
        new = plain(value, raw.date_1904)
        old = plain(raw.columns[place][int(position)], raw.date_1904)
        if row in formulas or same_value(old, new):
            continue
        style = opened.part.style(raw.first_row, column)
        opened.part.patch(row, column, CellPatch(new, style))
        planned.cells[opened.sheet.title, row, column] = new


def plan_fixed(
    planned: Planned,
    fixed: FixedValues,
    sheets: Mapping[str, OpenSheet],
    date_1904: bool,
) -> None:
    """Notes the new values of declared cells; what the user typed is left alone."""
    masters: dict[str, Mapping[str, tuple[int, int, str]]] = {}
    for (key, address), value in fixed.values.items():
        opened = sheets.get(key)
        if opened is None:
            continue
        row, column = cell_position(address)
        cell = opened.part.cell(row, column)
        declared = fixed.formulas.get((key, address))
        standing = None
        if cell is not None and b"<f" in cell:
            if key not in masters:
                masters[key] = shared_formulas(opened.part)
            standing = formula_text(cell, row, column, masters[key])
        if declared is None and standing is not None:
            continue
        if declared is not None and (
            standing is None or not same_formula(standing, declared)
        ):
            continue
        new = plain(value, date_1904)
        if _stands(opened.values.value(row, column), new, standing is not None):
            continue
        patch = CellPatch(new, in_formula=declared is not None)
        if (key, address) in fixed.stamps:
            planned.stamps.append((opened, row, column, patch))
            continue
        opened.part.patch(row, column, patch)
        planned.cells[opened.sheet.title, row, column] = new


def note_stamps(planned: Planned) -> None:
    """Notes the stamps too, once something else is written."""
    for opened, row, column, patch in planned.stamps:
        opened.part.patch(row, column, patch)
        planned.cells[opened.sheet.title, row, column] = patch.value


def _stands(old: Plain, new: Plain, formula: bool) -> bool:
    if formula and new is None:
        return old is None
    return same_value(old, new)


def _plain(raw: RawTable, place: int) -> list[Plain]:
    if place >= len(raw.columns):
        return [None] * raw.rows
    values = raw.columns[place]
    if _PLAIN_KINDS.issuperset(map(type, values)):
        return list(values)  # type: ignore[arg-type]
    return [
        value if isinstance(value, (CellError, str)) else plain(value, raw.date_1904)
        for value in values
    ]


def _used_rows(raw: RawTable, opened: OpenSheet) -> int:
    """Number of rows down to the last one where somebody wrote something."""
    used = 0
    for place, values in enumerate(raw.columns):
        column = raw.first_column + place
        formulas = opened.values.formulas.get(column, set())
        for row in range(raw.rows - 1, used - 1, -1):
            typed = values[row] is not None and raw.first_row + row not in formulas
            if typed or column in opened.part.patches.get(raw.first_row + row, {}):
                used = row + 1
                break
    return used


def _formulas(table: BookTable) -> dict[int, str]:
    """Place -> formula, as XML text, of the calculated columns of a table."""
    return {
        place: column.formula
        for place, column in enumerate(table.part.columns)
        if column.formula is not None
    }


def _declared_formulas(
    table: BookTable, opened: OpenSheet, places: Mapping[str, int]
) -> dict[int, str]:
    """Place -> formula of the columns that the project itself declares as formulas."""
    declared = TABLES.get(table.part.name)
    found: dict[int, str] = {}
    for column in declared.columns if declared is not None else ():
        place = places.get(column.key)
        if column.formula is None or place is None:
            continue
        formula = table.part.columns[place].formula
        if formula is None:
            body = table.part.body
            number = body.first_column + place
            cell = opened.part.cell(body.first_row, number)
            text = formula_text(cell, body.first_row, number, {}) if cell else None
            formula = escape_text(text) if text else None
        if formula is not None:
            found[place] = formula
    return found


def _blank(style: str, formula: str | None, resized: Resized) -> Callable[[int], str]:
    """The cell of a new row: blank, or under the formula of its column."""
    if formula is None:
        return lambda _row: f"{style}/>"
    text = extend_formula(unescape_text(formula), resized, resized.sheet)
    if shift_formula(text, 1) == text:
        constant = f"{style}><f>{escape_text(text)}</f></c>"
        return lambda _row: constant

    def shifted(row: int) -> str:
        moved = shift_formula(text, row - resized.first_row)
        return f"{style}><f>{escape_text(moved)}</f></c>"

    return shifted
