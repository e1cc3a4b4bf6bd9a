"""What one write changes in the tables of an open workbook, worked out beforehand.

Each change is compared with what stands: the same rules as for a file, on contents
instead of XML. Nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import cast

from segmentation_addin.excel.live_cells import Content, Formula, same_content
from segmentation_addin.excel.live_tables import TableContents
from segmentation_addin.excel.rectangles import neighbours
from segmentation_addin.languages import Language
from segmentation_addin.workbook.addresses import (
    Area,
    Resized,
    extend_formula,
    shift_formula,
)
from segmentation_addin.workbook.board_cells import resolve
from segmentation_addin.workbook.cell_xml import (
    Plain,
    plain,
    plain_column,
    same_column,
    same_value,
)
from segmentation_addin.workbook.declaration import TEXT_KINDS, match_columns
from segmentation_addin.workbook.file_changes import columns_by_key
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    HostError,
    TableBody,
)
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.row_keys import row_sources


@dataclass(frozen=True)
class Block:
    """Cells that are written at once."""

    area: Area
    columns: list[list[Content]]
    old: list[list[Content]]
    texts: list[bool]
    """For each column, whether the declaration says that it holds texts."""


@dataclass
class TableChange:
    """One table as it stands and as it will stand."""

    standing: TableContents
    columns: list[list[Content]] = field(default_factory=list)
    """The contents to come, column by column."""
    rewritten_from: int | None = None
    """Place of the first row of those that are written anew, if any are."""
    own_order: bool = False
    """True when all rows are written, in an order of ours."""
    added: list[str] = field(default_factory=list)
    """Headings of the columns added at the right end."""
    written: set[int] = field(default_factory=set)
    """Places of the columns that get values; the others follow their rows."""

    def __post_init__(self) -> None:
        self.columns = [list(column) for column in self.standing.columns]

    @property
    def rows(self) -> int:
        """Number of data rows to come."""
        return len(self.columns[0])

    @property
    def new_last(self) -> int:
        """Sheet row of the last data row to come."""
        return self.standing.table.body.first_row + self.rows - 1

    @property
    def area(self) -> Area:
        """All cells that may be written or cleared, the totals row included."""
        table = self.standing.table
        first = table.body.first_row + (self.rewritten_from or 0)
        last = max(table.body.last_row, self.new_last) + table.totals
        right = table.area.last_column + len(self.added)
        return Area(first, table.area.first_column, last, right)

    @property
    def vacated(self) -> Area:
        """Data rows that a shorter table leaves behind."""
        return replace(self.standing.table.body, first_row=self.new_last + 1)

    @property
    def anything(self) -> bool:
        """True when a cell differs."""
        return self.rewritten_from is not None or any(
            not same_content(old, new)
            for before, after in zip(self.standing.columns, self.columns, strict=True)
            for old, new in zip(before, after, strict=True)
        )

    def blocks(self) -> list[Block]:
        """What is written once the table has its new size."""
        standing = self._resized_columns()
        runs: dict[tuple[int, int], list[int]] = {}
        for place, (old, new) in enumerate(zip(standing, self.columns, strict=True)):
            for run in self._runs(old, new):
                runs.setdefault(run, []).append(place)
        return [
            self._block(first, last, places, standing)
            for (first, last), all_places in sorted(runs.items())
            for places in neighbours(all_places)
        ]

    def _resized_columns(self) -> list[list[Content]]:
        """What stands once the table is resized: new rows are copies of the first."""
        columns: list[list[Content]] = []
        for column in self.standing.columns:
            copies = [moved(column[0], row) for row in range(len(column), self.rows)]
            columns.append([*column[: self.rows], *copies])
        columns += [[None] * self.rows for _ in self.added]
        return columns

    def _runs(
        self, old: Sequence[Content], new: Sequence[Content]
    ) -> list[tuple[int, int]]:
        """First and last row of each stretch of one column that is written."""
        anew = len(new) if self.rewritten_from is None else self.rewritten_from
        runs: list[tuple[int, int]] = []
        first: int | None = None
        last = 0
        for row in range(anew):
            if isinstance(old[row], Formula) and first is not None:
                runs.append((first, last))
                first = None
            elif not same_content(old[row], new[row]):
                first, last = row if first is None else first, row
        if first is not None:
            runs.append((first, last))
        if not all(map(same_content, old[anew:], new[anew:])):
            runs.append((anew, len(new) - 1))
        return runs

    def _block(
        self, first: int, last: int, places: list[int], old: list[list[Content]]
    ) -> Block:
        body = self.standing.table.body
        texts = text_places(self.standing)
        return Block(
            Area(
                body.first_row + first,
                body.first_column + places[0],
                body.first_row + last,
                body.first_column + places[-1],
            ),
            [self.columns[place][first : last + 1] for place in places],
            [old[place][first : last + 1] for place in places],
            [place in texts for place in places],
        )


def text_places(contents: TableContents) -> set[int]:
    """Places of the columns that the declaration says to hold texts."""
    declared = TABLES.get(contents.table.name)
    if declared is None:
        return set()
    return {
        contents.headings.index(heading)
        for key, heading in match_columns(declared, contents.headings).items()
        if declared.column(key).kind in TEXT_KINDS
        and declared.column(key).formula is None
    }


def moved(content: Content, rows: int) -> Content:
    """A cell's content once it stands some rows lower."""
    if isinstance(content, Formula) and rows and not _reads_alike(content.text):
        return Formula(shift_formula(content.text, rows))
    return content


@lru_cache(maxsize=512)
def _reads_alike(formula: str) -> bool:
    """True for a formula that is the same text on every row."""
    return shift_formula(formula, 1) == formula


def calculated(column: Sequence[Content]) -> Formula | None:
    """The formula of a calculated column, as in its first row.

    Excel does not say which columns are calculated: one is where most cells hold one
    formula.
    """
    found: Counter[str] = Counter()
    for row, cell in enumerate(column):
        if isinstance(cell, Formula):
            alike = _reads_alike(cell.text)
            found[cell.text if alike else shift_formula(cell.text, -row)] += 1
    if not found:
        return None
    text, count = found.most_common(1)[0]
    return Formula(text) if 2 * count > len(column) else None


def change_edits(change: TableChange, edits: CellEdits) -> None:
    """Notes new values of single cells of an input table."""
    standing = change.standing
    place = columns_by_key(edits.table, standing.headings).get(edits.column)
    if place is None:
        return
    column = change.columns[place]
    for row, value in zip(edits.rows, edits.values, strict=True):
        if row >= len(column):
            raise HostError("table_changed", table=edits.table)
        if not isinstance(column[row], Formula):
            new = plain(value, standing.date_1904)
            if not same_value(cast("Plain", column[row]), new):
                column[row] = new


def change_appended(change: TableChange, rows: AppendedRows) -> None:
    """Notes rows below the last used row, and columns at the right end."""
    if rows.frame.empty:
        return
    standing, headings = change.standing, change.standing.headings
    places = columns_by_key(rows.table, [*headings, *change.added])
    new: dict[int, list[Plain]] = {}
    for key in rows.frame.columns:
        heading = rows.headings.get(str(key))
        place = places.get(str(key))
        if place is None and heading is not None:
            place = columns_by_key(rows.table, [*headings, *change.added]).get(heading)
            if place is None:
                place = len(change.columns)
                change.added.append(heading)
                change.columns.append([None] * change.rows)
        if place is not None:
            new[place] = plain_column(rows.frame[key], standing.date_1904)
    used = _used_rows(change.columns)
    count = max(len(rows.frame), change.rows - used)
    spare: list[Content] = [None] * (count - len(rows.frame))
    resized = standing.table.moved_to(standing.table.body.first_row + used + count - 1)
    for place, column in enumerate(change.columns):
        formula = calculated(column)
        if place in new and formula is None:
            column[used:] = [*new[place], *spare]
            continue
        default = _followed(formula, resized)
        more = range(len(column), used + count)
        column.extend([moved(default, row) for row in more])
    change.written |= set(new)
    change.rewritten_from = min(used, change.rewritten_from or used)


def _used_rows(columns: Sequence[Sequence[Content]]) -> int:
    """Number of rows down to the last one where somebody wrote something."""
    used = 0
    for column in columns:
        for row in range(len(column) - 1, used - 1, -1):
            if column[row] is not None and not isinstance(column[row], Formula):
                used = row + 1
                break
    return used


def change_body(change: TableChange, body: TableBody, language: Language) -> None:
    """Notes the new rows of an output table, unless they stand there already."""
    standing = change.standing
    places = columns_by_key(body.table, standing.headings)
    new = {
        places[str(key)]: plain_column(body.frame[key], standing.date_1904)
        for key in body.frame.columns
        if str(key) in places
    }
    count = max(len(body.frame), 1)
    if body.frame.empty:
        new = {place: [None] for place in new}
    ours = _declared_formulas(standing, places, language)
    if count == standing.rows and all(
        _stands(standing, place, values, place in ours) for place, values in new.items()
    ):
        return
    old = standing.values.__getitem__
    sources = row_sources(body, places, old, new, standing.rows, count)
    resized = standing.table.moved_to(standing.table.body.first_row + count - 1)
    for place, column in enumerate(standing.columns):
        if place in ours:
            formula = ours[place]
            change.columns[place] = [moved(formula, row) for row in range(count)]
        elif place in new:
            change.columns[place] = list(new[place])
        else:
            default = _followed(calculated(column), resized)
            change.columns[place] = [
                moved(default, row)
                if source is None
                else moved(_followed(column[source], resized), row - source)
                for row, source in enumerate(sources)
            ]
    change.rewritten_from, change.own_order = 0, True
    change.written |= set(new) | set(ours)


def _followed(content: Content, resized: Resized) -> Content:
    """A formula whose ranges on the table follow its last row."""
    if isinstance(content, Formula):
        return Formula(extend_formula(content.text, resized, resized.sheet))
    return content


def _stands(
    standing: TableContents, place: int, values: Sequence[Plain], ours: bool
) -> bool:
    """True when a column need not be written; Excel computes our formulas itself."""
    if not ours:
        return same_column(standing.values[place], values)
    return all(
        isinstance(content, Formula) or same_value(value, new)
        for content, value, new in zip(
            standing.columns[place], standing.values[place], values, strict=True
        )
    )


def _declared_formulas(
    standing: TableContents, places: dict[str, int], language: Language
) -> dict[int, Formula]:
    """Place -> formula of the columns that the project itself declares as formulas."""
    declared = TABLES.get(standing.table.name)
    found: dict[int, Formula] = {}
    for column in declared.columns if declared is not None else ():
        place = places.get(column.key)
        if column.formula is None or place is None or declared is None:
            continue
        text = "=" + resolve(column.formula, language, declared)
        found[place] = calculated(standing.columns[place]) or Formula(text)
    return found
