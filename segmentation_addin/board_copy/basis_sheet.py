"""The basis of a living copy: scale, rules, overrides and analysis date, locked.

The native letter needs these four. They stand on one sheet of the copy, under the
names by which the formulas call them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from segmentation_addin.board_copy.copied_cells import Wording
from segmentation_addin.board_copy.defined_names import defined_names
from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.board_copy.shared_texts import SharedTexts
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.addresses import Area, cell_address, column_letters
from segmentation_addin.workbook.book_part import BookPart, BookSheet
from segmentation_addin.workbook.cell_values import BookValues, SheetValues
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_attribute,
    plain,
    value_tail,
)
from segmentation_addin.workbook.declaration import match_columns
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.inputs import OVERRIDES
from segmentation_addin.workbook.native_twin import native_names
from segmentation_addin.workbook.sheet_part import SheetPart

OVERRIDES_TABLE = OVERRIDES.name
TITLE = Text("Basis", "Base")
GUIDE = Text(
    "What the letters are computed from, on the day of this copy. Locked: change it "
    "in the workbook.",
    "Ce dont les lettres sont calculées, au jour de cette copie. Verrouillée : "
    "modifiez le classeur.",
)
DATE_LABEL = Text("Analysis date", "Date d'analyse")
SETTING = Text("Setting", "Réglage")
VALUE = Text("Value", "Valeur")
_PRIVATE = ("reason", "author")
_FIRST = 5
_HEADINGS = 4
_GAP = 2
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class _Held:
    """A sheet of the workbook with its values."""

    part: SheetPart
    values: SheetValues

    def cell(self, row: int, column: int) -> tuple[Plain, str]:
        """The value of one cell, and its style."""
        return self.values.value(row, column), self.part.style(row, column)


@dataclass(frozen=True)
class BasisParts:
    """The sheet and its table."""

    sheet: bytes
    table: bytes


@dataclass
class Basis:
    """Where scale, rules, overrides and date stand in the workbook, and in the copy."""

    book: BookPart
    values: BookValues
    scale: tuple[_Held, Area]
    rules: tuple[_Held, Area]
    date: tuple[_Held, Area]
    taken: Collection[str] = ()

    def title(self, language: Language) -> str:
        """Title of the sheet, one that no other sheet bears."""
        wanted = title = TITLE.in_(language)
        number = 1
        while title.casefold() in {other.casefold() for other in self.taken}:
            number += 1
            title = f"{wanted} {number}"
        return title

    def names(self, language: Language) -> Mapping[str, str]:
        """The names of the copy that the native letter needs."""
        sheet = "'" + self.title(language).replace("'", "''") + "'!"
        scale, rules = self.scale[1], self.rules[1]
        return {
            "Rules": sheet + _absolute(self._moved(rules, 1)),
            "Scale": sheet + _absolute(self._moved(scale, self._scale_column)),
            "SegmentationDate": f"{sheet}$B$3",
            **native_names(),
        }

    @cached_property
    def _scale_column(self) -> int:
        area = self.rules[1]
        return area.last_column - area.first_column + 1 + _GAP

    @cached_property
    def _overrides_column(self) -> int:
        area = self.scale[1]
        width = area.last_column - area.first_column + 1
        return self._scale_column + width - 1 + _GAP

    def _moved(self, area: Area, column: int) -> Area:
        return Area(
            _FIRST,
            column,
            _FIRST + area.last_row - area.first_row,
            column + area.last_column - area.first_column,
        )

    def parts(
        self, language: Language, texts: SharedTexts, wording: Wording | None
    ) -> BasisParts:
        """The sheet and the table of overrides as XML."""
        cells: dict[tuple[int, int], tuple[Plain, str]] = {}
        scale_sheet, scale = self.scale
        title_style = scale_sheet.part.style(1, 1)
        guide_style = scale_sheet.part.style(2, 1)
        heading_style = scale_sheet.part.style(scale.first_row - 1, scale.first_column)
        cells[1, 1] = (TITLE.in_(language), title_style)
        cells[2, 1] = (GUIDE.in_(language), guide_style)
        cells[3, 1] = (DATE_LABEL.in_(language), "")
        date_sheet, date = self.date
        cells[3, 2] = date_sheet.cell(date.first_row, date.first_column)
        for place, text in enumerate((SETTING, VALUE), start=1):
            cells[_HEADINGS, place] = (text.in_(language), heading_style)
        _copy(cells, *self.rules, 1, headings=False)
        _copy(cells, *self.scale, self._scale_column, headings=True)
        headings, rows, styles = self._overrides(wording)
        first = self._overrides_column
        for place, heading in enumerate(headings):
            cells[_HEADINGS, first + place] = (heading, heading_style)
            for row, line in enumerate(rows):
                cells[_FIRST + row, first + place] = (line[place], styles[place])
        last = first + len(headings) - 1
        area = Area(_HEADINGS, first, _HEADINGS + len(rows), last)
        return BasisParts(
            _sheet_xml(cells, self._widths(last), texts), _table_xml(area, headings)
        )

    def _widths(self, last: int) -> Mapping[int, int]:
        gaps = (self._scale_column - 1, self._overrides_column - 1)
        wide = dict.fromkeys(range(1, last + 1), 15)
        return {**wide, **dict.fromkeys(gaps, 3), 1: 34, self._scale_column: 24}

    def _overrides(
        self, wording: Wording | None
    ) -> tuple[list[str], list[list[Plain]], list[str]]:
        """Headings, rows and styles: who decided, and why, stays in the workbook."""
        table = self.book.table(OVERRIDES_TABLE)
        assert table is not None
        held = _held(self.book, self.values, table.sheet)
        body = table.part.body
        matched = match_columns(OVERRIDES, table.part.headings)
        keys = [key for key in OVERRIDES.keys if key in matched]
        columns = {
            key: body.first_column + table.part.headings.index(matched[key])
            for key in keys
        }
        rows = []
        for row in range(body.first_row, body.last_row + 1):
            line: list[Plain] = []
            for key in keys:
                value = None if key in _PRIVATE else held.cell(row, columns[key])[0]
                if key == "client_id" and wording is not None and value is not None:
                    value = wording.cell(table.sheet.title, row, columns[key], value)
                line.append(value)
            if any(value is not None for value in line):
                rows.append(line)
        styles = [held.part.style(body.first_row, columns[key]) for key in keys]
        return [matched[key] for key in keys], rows or [[None] * len(keys)], styles


def basis(book: BookPart, values: BookValues, taken: Collection[str]) -> Basis:
    """The basis of a workbook; HostError("share_no_basis") when a name is lacking."""
    text = book.package.read(book.part).decode("utf-8-sig")
    found = {n.name.casefold(): n.text for n in defined_names(text) if n.sheet is None}
    places = [
        _place(book, values, found.get(name, ""))
        for name in ("scale", "rules", "segmentationdate")
    ]
    scale, rules, date = places
    table = book.table(OVERRIDES_TABLE)
    if scale is None or rules is None or date is None or table is None:
        raise HostError("share_no_basis", path=book.package.name)
    return Basis(book, values, scale, rules, date, taken)


def _held(book: BookPart, values: BookValues, sheet: BookSheet) -> _Held:
    package = book.package
    part = SheetPart(package.read(sheet.part), package.name, sheet.part)
    return _Held(part, values.sheet(sheet, part))


def _place(book: BookPart, values: BookValues, text: str) -> tuple[_Held, Area] | None:
    """The sheet and the range behind 'Settings'!$F$5:$N$22."""
    qualifier, _, address = text.rpartition("!")
    title = qualifier.strip("'").replace("''", "'").casefold()
    for sheet in book.sheets:
        if sheet.title.casefold() == title:
            try:
                area = Area.parse(address.replace("$", ""))
            except ValueError:
                return None
            return _held(book, values, sheet), area
    return None


def _copy(
    cells: dict[tuple[int, int], tuple[Plain, str]],
    held: _Held,
    area: Area,
    column: int,
    *,
    headings: bool,
) -> None:
    first = area.first_row - headings
    for row in range(first, area.last_row + 1):
        for place in range(area.first_column, area.last_column + 1):
            target = (_FIRST + row - area.first_row, column + place - area.first_column)
            cells[target] = held.cell(row, place)


def _absolute(area: Area) -> str:
    start, _, end = area.text.partition(":")
    return ":".join("$" + _split(address) for address in (start, end))


def _split(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"{letters}${address[len(letters) :]}"


def _sheet_xml(
    cells: Mapping[tuple[int, int], tuple[Plain, str]],
    widths: Mapping[int, int],
    texts: SharedTexts,
) -> bytes:
    rows: dict[int, list[str]] = {}
    for (row, column), (value, style) in sorted(cells.items()):
        tail = value_tail(plain(value), style)
        if isinstance(value, str) and value:
            inner = tail[tail.index("<is>") + 4 : tail.index("</is>")]
            tail = f'{style} t="s"><v>{texts.place_of(inner)}</v></c>'
        rows.setdefault(row, []).append(f'<c r="{cell_address(row, column)}"{tail}')
    data = "".join(
        f'<row r="{row}">{"".join(line)}</row>' for row, line in rows.items()
    )
    cols = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in widths.items()
    )
    last = f"{column_letters(max(widths))}{max(rows)}"
    return (
        f'{HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetPr>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/><sheetViews><sheetView showGridLines="0" '
        'workbookViewId="0"><pane ySplit="4" topLeftCell="A5" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols>'
        f"<sheetData>{data}</sheetData>"
        '<sheetProtection sheet="1" objects="1" scenarios="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" '
        'fitToHeight="0"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
        "</worksheet>"
    ).encode()


def _table_xml(area: Area, headings: Sequence[str]) -> bytes:
    columns = "".join(
        f'<tableColumn id="{place}" name="{escape_attribute(heading)}"/>'
        for place, heading in enumerate(headings, start=1)
    )
    return (
        f'{HEAD}<table xmlns="{_MAIN}" id="9001" name="{OVERRIDES_TABLE}" '
        f'displayName="{OVERRIDES_TABLE}" ref="{area.text}" totalsRowShown="0">'
        f'<autoFilter ref="{area.text}"/><tableColumns count="{len(headings)}">'
        f'{columns}</tableColumns><tableStyleInfo name="TableStyleLight1" '
        'showFirstColumn="0" showLastColumn="0" showRowStripes="0" '
        'showColumnStripes="0"/></table>'
    ).encode()
