"""The XML of one worksheet, kept as bytes: found by address, spliced by row.

Nothing is parsed that need not be: untouched rows leave as they came in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from segmentation_addin.workbook.addresses import (
    Area,
    cell_address,
    column_letters,
    column_number,
)
from segmentation_addin.workbook.cell_xml import Plain, formula_tail, value_tail
from segmentation_addin.workbook.host import HostError

_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_CELL_COLUMN = re.compile(rb'<c r="([A-Z]+)[0-9]+"')
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROW_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_SPANS = re.compile(rb'\sspans="[^"]*"')
_HIDDEN = re.compile(rb'\shidden="[^"]*"')
_FOREIGN = re.compile(rb"\A[^<]*(?:<\?[^>]*\?>\s*)*<([\w.-]+:)?worksheet\b")
_DATA = re.compile(rb"<sheetData\b[^>]*?(/?)>")
_CONTENT = re.compile(rb"<f\b|<is\b|<v\b[^>]*>[^<]")
_CHUNK_ROWS = 1024


@dataclass
class CellPatch:
    """A new value for one cell; its style stays.

    `style` serves a cell that does not exist yet. With `in_formula` the value is
    written beside the formula of the cell; otherwise a formula cell is left alone.
    """

    value: Plain
    style: str = ""
    in_formula: bool = False


@dataclass
class Block:
    """The new cells of some columns over some rows; other cells stay in place."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    rows: Iterator[str]
    """XML of the cells of each row, from the first row to the last; "" = none."""
    unhide: bool = False


@dataclass
class SheetPart:
    """One worksheet part.

    Raises:
        HostError: `prefixed_xml`, `strict_ooxml`, `unreadable_xml`.
    """

    xml: bytes
    file: str
    part: str
    head: bytes = field(init=False)
    tail: bytes = field(init=False)
    rows: dict[int, tuple[int, int, int]] = field(init=False)
    """Row number -> start of the row, end of its opening tag, end of the row."""
    patches: dict[int, dict[int, CellPatch]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    follow: Callable[[bytes], bytes] | None = None
    """Rewrites references in the rows that are not written."""

    def __post_init__(self) -> None:
        """Finds the rows; gives every cell its address where a writer left it out."""
        root = _FOREIGN.match(self.xml)
        start = _DATA.search(self.xml)
        if root is None or root[1] is not None:
            code = "unreadable_xml" if root is None else "prefixed_xml"
            raise HostError(code, path=self.file, part=self.part)
        if b"http://purl.oclc.org/ooxml" in self.xml[:2000]:
            raise HostError("strict_ooxml", path=self.file)
        if start is None:
            raise HostError("unreadable_xml", path=self.file, part=self.part)
        if start[1]:
            middle = b"<sheetData></sheetData>"
            self.xml = self.xml[: start.start()] + middle + self.xml[start.end() :]
        self._begin = start.start() + len(b"<sheetData>") if start[1] else start.end()
        self._end = self.xml.find(b"</sheetData>", self._begin)
        if self._end < 0 or any(
            self.xml.find(mark, self._begin, self._end) >= 0
            for mark in (b"<![CDATA[", b"<!--")
        ):
            raise HostError("unreadable_xml", path=self.file, part=self.part)
        self.head = self.xml[: self._begin]
        self.tail = self.xml[self._end :]
        if not self._addressed():
            self._give_addresses()
        self._index()

    def _addressed(self) -> bool:
        begin, end, count = self._begin, self._end, self.xml.count
        cells = count(b"<c", begin, end) == count(b'<c r="', begin, end)
        return cells and count(b"<row", begin, end) == count(b'<row r="', begin, end)

    def _give_addresses(self) -> None:
        out: list[bytes] = []
        number = 0
        for start, opened, end in self._row_spans():
            tag = self.xml[start:opened]
            attributes = _attributes(tag)
            number = int(attributes.pop(b"r", b"%d" % (number + 1)))
            column = 0
            cells: list[bytes] = []
            for match in _CELL.finditer(self.xml, opened, end):
                own = _attributes(match[1])
                address = own.pop(b"r", None)
                letters = re.match(rb"[A-Za-z]+", address or b"")
                column = column_number(letters[0].decode()) if letters else column + 1
                place = cell_address(number, column).encode()
                inner = b"/>" if match[2] is None else b">" + match[2] + b"</c>"
                cells.append(b'<c r="' + place + b'"' + _attribute_text(own) + inner)
            row = b'<row r="%d"' % number + _attribute_text(attributes) + b">"
            out.append(row + b"".join(cells) + b"</row>")
        self.xml = self.head + b"".join(out) + self.tail
        self._end = len(self.xml) - len(self.tail)

    def _row_spans(self) -> Iterator[tuple[int, int, int]]:
        xml, place, limit = self.xml, self._begin, self._end
        while (start := xml.find(b"<row", place, limit)) >= 0:
            opened = xml.find(b">", start, limit) + 1
            end = opened
            if xml[opened - 2] != 47:  # "/": a row without cells
                end = xml.find(b"</row>", opened, limit) + 6
            if opened == 0 or end < opened:
                raise HostError("unreadable_xml", path=self.file, part=self.part)
            yield start, opened, end
            place = end

    def _index(self) -> None:
        rows: dict[int, tuple[int, int, int]] = {}
        last = 0
        for span in self._row_spans():
            match = _ROW_NUMBER.match(self.xml, span[0])
            number = int(match[1]) if match else 0
            if number <= last:
                raise HostError("unreadable_xml", path=self.file, part=self.part)
            rows[number] = span
            last = number
        self.rows = rows

    # Looking at cells

    def cell(self, row: int, column: int) -> bytes | None:
        """The XML of one cell; None when there is none."""
        span = self.rows.get(row)
        if span is None:
            return None
        mark = f'<c r="{column_letters(column)}{row}"'.encode()
        start = self.xml.find(mark, span[1], span[2])
        if start < 0:
            return None
        return self.xml[start : self._cell_end(start)]

    def _cell_end(self, start: int) -> int:
        closed = self.xml.find(b">", start)
        if self.xml[closed - 1] == 47:  # "/"
            return closed + 1
        return self.xml.find(b"</c>", closed) + 4

    def style(self, row: int, column: int) -> str:
        """The style of a cell as ` s="3"`, from its column when it has none."""
        cell = self.cell(row, column)
        if cell is not None:
            match = _STYLE.search(cell[: cell.find(b">")])
            return f' s="{int(match[1])}"' if match else ""
        for tag in re.findall(rb"<col\b[^>]*>", self.head):
            own = _attributes(tag)
            low, high = int(own.get(b"min", b"0")), int(own.get(b"max", b"0"))
            if low <= column <= high and own.get(b"style", b"0") != b"0":
                return f' s="{int(own[b"style"])}"'
        return ""

    def cells(self, row: int) -> list[tuple[int, bytes]]:
        """All cells of a row: column and XML."""
        span = self.rows.get(row)
        if span is None:
            return []
        return _cells(self.xml, span[1], span[2])

    def has_content(self, area: Area) -> tuple[int, int] | None:
        """The first cell of an area that holds a value or a formula, if any."""
        bottom = min(area.last_row, max(self.rows, default=0))
        for row in range(area.first_row, bottom + 1):
            for column, xml in self.cells(row):
                if area.holds(row, column) and _CONTENT.search(xml):
                    return row, column
        return None

    def formulas(self) -> Iterator[tuple[int, int, bytes]]:
        """Row, column and XML of every cell that holds a formula."""
        for place in self._marks(b"<f"):
            start = self.xml.rfind(b"<c ", self._begin, place)
            cell = self.xml[start : self._cell_end(start)]
            yield (*_position(cell), cell)

    def errors(self) -> Iterator[tuple[int, int, bytes]]:
        """Row, column and XML of every cell that holds an error value."""
        place = self._begin
        while (place := self.xml.find(b't="e"', place, self._end)) >= 0:
            start = self.xml.rfind(b"<", self._begin, place)
            if (
                self.xml.startswith(b"<c ", start)
                and self.xml.find(b">", start, place) < 0
            ):
                cell = self.xml[start : self._cell_end(start)]
                yield (*_position(cell), cell)
            place += 5

    def _marks(self, mark: bytes) -> Iterator[int]:
        place = self._begin
        while (place := self.xml.find(mark, place, self._end)) >= 0:
            if self.xml[place + len(mark)] in b" >/\n\r\t":
                yield place
            place += len(mark)

    def merged(self) -> list[Area]:
        """The merged ranges of the sheet."""
        found = re.findall(rb'<mergeCell\s+ref="([^"]+)"', self.tail)
        return [Area.parse(reference.decode()) for reference in found]

    # Writing

    def patch(self, row: int, column: int, patch: CellPatch) -> None:
        """Notes a new value for one cell."""
        self.patches.setdefault(row, {})[column] = patch

    @property
    def changed(self) -> bool:
        """True when rows would be written differently."""
        return bool(self.patches or self.blocks)

    def chunks(self) -> Iterator[bytes]:
        """The XML of the whole part with patches and blocks in place."""
        yield self.head
        numbers = list(self.rows)
        special = set(self.patches)
        for block in self.blocks:
            special.update(range(block.first_row, block.last_row + 1))
        place = self._begin
        pending: list[bytes] = []
        for number in sorted(special):
            span = self.rows.get(number)
            if span is None:
                following = bisect_left(numbers, number)
                start = end = self._end
                if following < len(numbers):
                    start = end = self.rows[numbers[following]][0]
            else:
                start, _, end = span
            if start > place:
                pending.append(self._following(self.xml[place:start]))
            place = max(place, end)
            pending.append(self._new_row(number, span))
            if len(pending) > _CHUNK_ROWS:
                yield b"".join(pending)
                pending.clear()
        pending.append(self._following(self.xml[place : self._end]))
        pending.append(self.tail)
        yield b"".join(pending)

    def _new_row(self, number: int, span: tuple[int, int, int] | None) -> bytes:
        tag = b'<row r="%d">' % number
        blocks = [b for b in self.blocks if b.first_row <= number <= b.last_row]
        if span is not None:
            tag = _plain_tag(self.xml[span[0] : span[1]])
            if any(block.unhide for block in blocks):
                tag = _HIDDEN.sub(b"", tag)
        pieces = [
            (block.first_column, cells.encode())
            for block in blocks
            if (cells := next(block.rows))
        ]
        pieces += self._kept(span, blocks)
        if number in self.patches:
            pieces = _patched(number, pieces, self.patches[number])
        if not pieces:
            bare = tag == b'<row r="%d">' % number
            return b"" if bare else tag[:-1] + b"/>"
        if len(pieces) > 1:
            pieces.sort(key=lambda piece: piece[0])
        return tag + b"".join([xml for _, xml in pieces]) + b"</row>"

    def _kept(
        self, span: tuple[int, int, int] | None, blocks: list[Block]
    ) -> list[tuple[int, bytes]]:
        if span is None or span[1] == span[2]:
            return []
        _, opened, end = span
        if len(blocks) == 1 and self._only_within(blocks[0], opened, end):
            return []
        return [
            (column, self._following(xml))
            for column, xml in _cells(self.xml, opened, end)
            if not any(b.first_column <= column <= b.last_column for b in blocks)
        ]

    def _following(self, xml: bytes) -> bytes:
        return xml if self.follow is None else self.follow(xml)

    def _only_within(self, block: Block, opened: int, end: int) -> bool:
        first = _CELL_COLUMN.match(self.xml, opened)
        last = _CELL_COLUMN.match(self.xml, self.xml.rfind(b"<c ", opened, end))
        if first is None or last is None:
            return False
        return (
            column_number(first[1].decode()) >= block.first_column
            and column_number(last[1].decode()) <= block.last_column
        )


def _plain_tag(tag: bytes) -> bytes:
    if b" spans=" in tag:
        tag = _SPANS.sub(b"", tag)
    return tag[:-2] + b">" if tag.endswith(b"/>") else tag


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {
        match[1]: match[2] if match[2] is not None else match[3]
        for match in _ATTRIBUTE.finditer(tag)
    }


def _attribute_text(attributes: Mapping[bytes, bytes]) -> bytes:
    return b"".join(
        b" " + name + b'="' + value.replace(b'"', b"&quot;") + b'"'
        for name, value in attributes.items()
    )


def _cells(xml: bytes, start: int, end: int) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    for match in _CELL.finditer(xml, start, end):
        column = _CELL_COLUMN.match(match[0])
        if column is not None:
            found.append((column_number(column[1].decode()), match[0]))
    return found


def _position(cell: bytes) -> tuple[int, int]:
    match = re.match(rb'<c r="([A-Z]+)([0-9]+)"', cell)
    if match is None:  # every cell has its address once the part is open
        raise ValueError(cell)
    return int(match[2]), column_number(match[1].decode())


def _patched(
    number: int, pieces: list[tuple[int, bytes]], patches: Mapping[int, CellPatch]
) -> list[tuple[int, bytes]]:
    cells = dict(pieces)
    for column, patch in patches.items():
        old = cells.get(column)
        new = patched_cell(cell_address(number, column), old, patch)
        if new is not None:
            cells[column] = new
    return list(cells.items())


def patched_cell(address: str, old: bytes | None, patch: CellPatch) -> bytes | None:
    """The XML of a cell with its new value; None when it must be left alone."""
    if old is None:
        return f'<c r="{address}"{value_tail(patch.value, patch.style)}'.encode()
    tag = old[: old.find(b">") + 1].rstrip(b"/>")
    kept = {
        name: value
        for name, value in _attributes(tag).items()
        if name not in (b"r", b"t")
    }
    formula = _FORMULA.search(old)
    if formula is not None:
        if not patch.in_formula:
            return None
        style = _attribute_text(kept).decode()
        tail = formula_tail(formula[0].decode(), patch.value, style)
    else:
        style = _attribute_text({k: v for k, v in kept.items() if k == b"s"}).decode()
        tail = value_tail(patch.value, style)
    return f'<c r="{address}"{tail}'.encode()
