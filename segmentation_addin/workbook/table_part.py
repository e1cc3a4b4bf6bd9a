"""The XML of one Excel table: its range, its columns, its filter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from segmentation_addin.workbook.addresses import Area, Resized, extend_formula
from segmentation_addin.workbook.cell_xml import (
    escape_attribute,
    escape_text,
    unescape_text,
)
from segmentation_addin.workbook.host import HostError

_ROOT = re.compile(r"<(\w+:)?table\b[^>]*>")
_COLUMN = re.compile(r"<tableColumn\b([^>]*?)(?:/>|>(.*?)</tableColumn>)", re.DOTALL)
_CALCULATED = re.compile(
    r"<calculatedColumnFormula\b[^>]*>(.*?)</calculatedColumnFormula>", re.DOTALL
)
_FILTER = re.compile(r"<autoFilter\b[^>]*?(?:/>|>.*?</autoFilter>)", re.DOTALL)
_SORT = re.compile(r"<sortState\b[^>]*?(?:/>|>.*?</sortState>)", re.DOTALL)


@dataclass(frozen=True)
class TableColumn:
    """One column of a table, as its part names it."""

    heading: str
    formula: str | None
    """Formula of a calculated column, as XML text; None for a plain column."""


class TablePart:
    """One table part.

    Raises:
        HostError: `prefixed_xml`, `unreadable_xml`, `damaged` (it is cut short).
    """

    def __init__(self, xml: bytes, file: str, part: str) -> None:
        try:
            self.text = xml.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise HostError("unreadable_xml", path=file, part=part) from error
        root = _ROOT.search(self.text)
        if root is None or root[1] is not None:
            code = "unreadable_xml" if root is None else "prefixed_xml"
            raise HostError(code, path=file, part=part)
        self._root = root[0]
        reference = self._attribute("ref")
        name = self._attribute("displayName") or self._attribute("name")
        if reference is None or name is None:
            raise HostError("unreadable_xml", path=file, part=part)
        if not self.text.rstrip().endswith("</table>"):
            raise HostError("damaged", path=file, part=part)
        self.part = part
        self.name = unescape_text(name)
        self.area = Area.parse(reference)
        """The whole range, heading and totals rows included."""
        self.heading_rows = int(self._attribute("headerRowCount") or 1)
        self.totals_rows = int(self._attribute("totalsRowCount") or 0)
        self.columns = [
            TableColumn(
                unescape_text(_attribute(match[1], "name") or ""),
                formula[1] if (formula := _CALCULATED.search(match[2] or "")) else None,
            )
            for match in _COLUMN.finditer(self.text)
        ]

    def _attribute(self, name: str) -> str | None:
        return _attribute(self._root, name)

    @property
    def headings(self) -> list[str]:
        """Headings in sheet order."""
        return [column.heading for column in self.columns]

    @property
    def body(self) -> Area:
        """The data rows: no heading, no totals."""
        return Area(
            self.area.first_row + self.heading_rows,
            self.area.first_column,
            self.area.last_row - self.totals_rows,
            self.area.last_column,
        )

    @property
    def filtered(self) -> bool:
        """True when a filter is active."""
        found = _FILTER.search(self.text)
        return found is not None and "<filterColumn" in found[0]

    def resized(
        self,
        move: Resized,
        new_columns: tuple[str, ...] = (),
        *,
        own_order: bool = False,
    ) -> bytes:
        """The part once its data end on another row, with columns at its right end.

        Args:
            move: where the last data row goes.
            new_columns: headings of the columns added.
            own_order: the rows were rewritten: no filter nor sort holds any more.
        """
        area, body_last = self.area, move.new_last
        last_column = area.last_column + len(new_columns)
        corner = (area.first_row, area.first_column)
        whole = Area(*corner, body_last + self.totals_rows, last_column)
        filtered = Area(*corner, body_last, last_column)
        root = re.sub(r'\sref="[^"]*"', f' ref="{whole.text}"', self._root)
        if own_order or body_last != self.body.last_row:
            root = re.sub(r'\sinsertRow="[^"]*"', "", root)
        text = self.text.replace(self._root, root, 1)
        text = _FILTER.sub(lambda m: _new_filter(m[0], filtered, own_order), text)
        if own_order:
            text = _SORT.sub("", text)
        elif body_last != self.body.last_row:
            old = self.body.last_row
            text = _SORT.sub(lambda m: _longer(m[0], old, body_last), text)
        text = _CALCULATED.sub(lambda m: _following(m, move), text)
        if new_columns:
            text = _with_columns(text, new_columns)
        return text.encode()


def _following(match: re.Match[str], move: Resized) -> str:
    old = unescape_text(match[1])
    new = extend_formula(old, move, move.sheet)
    return match[0] if new == old else match[0].replace(match[1], escape_text(new))


def _new_filter(xml: str, area: Area, clear: bool) -> str:
    tag = xml[: xml.index(">") + 1]
    new = re.sub(r'\sref="[^"]*"', f' ref="{area.text}"', tag)
    if clear:
        return new if new.endswith("/>") else new[:-1] + "/>"
    return new + xml[len(tag) :]


def _longer(xml: str, old: int, new: int) -> str:
    return re.sub(rf'(\sref="[A-Z]+[0-9]+:[A-Z]+){old}"', rf'\g<1>{new}"', xml)


def _with_columns(text: str, headings: tuple[str, ...]) -> str:
    tags = [match[1] for match in _COLUMN.finditer(text)]
    number = max((int(_attribute(tag, "id") or 0) for tag in tags), default=0)
    added = "".join(
        f'<tableColumn id="{number + place}" name="{escape_attribute(heading)}"/>'
        for place, heading in enumerate(headings, start=1)
    )
    text = text.replace("</tableColumns>", added + "</tableColumns>", 1)
    total = len(tags) + len(headings)
    return re.sub(
        r'(<tableColumns\b[^>]*\scount=")[0-9]+"', rf'\g<1>{total}"', text, count=1
    )


def _attribute(tag: str, name: str) -> str | None:
    match = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    if match is None:
        return None
    return match[1] if match[1] is not None else match[2]
