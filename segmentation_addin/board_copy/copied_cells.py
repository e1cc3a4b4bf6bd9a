"""The cells of a sheet as they stand in the copy: formulas that can stay, values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from segmentation_addin.board_copy.elements import attributes
from segmentation_addin.board_copy.shared_texts import SharedTexts, plain_text
from segmentation_addin.board_copy.staying import Reason, Staying
from segmentation_addin.workbook.addresses import Area, cell_position
from segmentation_addin.workbook.cell_xml import (
    Plain,
    escape_text,
    formula_tail,
    unescape_text,
    value_tail,
)
from segmentation_addin.workbook.host import CellError
from segmentation_addin.workbook.sheet_part import SheetPart
from segmentation_addin.workbook.table_rows import (
    Masters,
    formula_text,
    shared_formulas,
)

_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ROW = re.compile(r"<row\b[^>]*>")
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(r"<v\b[^>]*?(?:/>|>([^<]*)</v>)")
_IN_LINE = re.compile(r"<is\b[^>]*>(.*?)</is>", re.DOTALL)
_NO_TEXT = '<f>""</f>'
"""What stays of a formula that shows nothing: the criterion "*" counts its text
without signs, and would skip a blank cell."""
_HIDDEN = re.compile(r'\s(?:hidden|zeroHeight)="[^"]*"')


class Wording(Protocol):
    """What the copy says where the workbook names a client."""

    def cell(self, title: str, row: int, column: int, value: Plain) -> Plain:
        """The value that a cell may show."""

    def text(self, text: str) -> str:
        """Any other text: of a chart, a heading, a footer."""

    def formula(self, title: str, row: int, column: int, formula: str) -> str:
        """A formula whose own texts name no client."""


@dataclass(frozen=True)
class Frozen:
    """A formula that became its value in the copy."""

    sheet: str
    cell: str
    reason: Reason
    blank: bool = False
    """True when the workbook held no value for it: the cell is empty now."""


@dataclass
class CopiedCells:
    """The cells of one sheet of the copy.

    Args:
        part: the sheet of the workbook.
        title: title of the sheet.
        staying: what stays in the copy.
        texts: the shared texts, which learn what is used.
        unhidden: ranges whose rows a filter hid.
        wording: what is said instead of client names; None leaves all as it is.
    """

    part: SheetPart
    title: str
    staying: Staying
    texts: SharedTexts
    unhidden: Sequence[Area] = ()
    wording: Wording | None = None
    frozen: list[Frozen] = field(default_factory=list)
    dynamic: bool = False
    """True when a formula that spills stays: the copy needs its metadata."""

    def xml(self) -> str:
        """The rows with all their cells."""
        self._masters: Masters = shared_formulas(self.part)
        tail = len(self.part.tail)
        rows = self.part.xml[len(self.part.head) : len(self.part.xml) - tail]
        text = _CELL.sub(self._cell, rows.decode("utf-8"))
        return _ROW.sub(self._row, text) if self.unhidden else text

    def _row(self, match: re.Match[str]) -> str:
        number = int(attributes(match[0])["r"])
        filtered = any(a.first_row <= number <= a.last_row for a in self.unhidden)
        return _HIDDEN.sub("", match[0]) if filtered else match[0]

    def _cell(self, match: re.Match[str]) -> str:
        inner = match[2]
        if inner is None and self.wording is None:
            return match[0] if " vm=" not in match[1] else _plain_tag(match[1], "/>")
        own = attributes(match[1])
        inner = inner or ""
        if "<f" in inner:
            return self._formula(own, inner)
        if self.wording is not None:
            return self._worded(own, inner)
        kind = own.get("t")
        if kind == "s":
            value = _VALUE.search(inner)
            place = self.texts.place(int(value[1] or 0)) if value else 0
            return _plain_tag(match[1], f"><v>{place}</v></c>")
        if kind == "inlineStr":
            return self._shared(own, inner)
        return _plain_tag(match[1], f">{inner}</c>")

    def _shared(self, own: dict[str, str], inner: str) -> str:
        """A text in line as a shared one: Excel would turn it into one at opening."""
        text = _IN_LINE.search(inner)
        address = f'<c r="{own["r"]}"{_style(own)}'
        if text is None or not text[1]:
            return f"{address}/>"
        return f'{address} t="s"><v>{self.texts.place_of(text[1])}</v></c>'

    def _plain(self, own: dict[str, str], value: Plain) -> str:
        """A cell that holds a value, and no formula."""
        tail = value_tail(None if value == "" else value, _style(own))
        if isinstance(value, str) and value:
            return self._shared(own, tail)
        return f'<c r="{own["r"]}"{tail}'

    def _worded(self, own: dict[str, str], inner: str) -> str:
        old = self._value(own, inner)
        row, column = cell_position(own["r"])
        new = old
        if self.wording is not None:
            new = self.wording.cell(self.title, row, column, old)
        return self._plain(own, new)

    def _value(self, own: dict[str, str], inner: str) -> Plain:
        kind = own.get("t", "n")
        if kind == "inlineStr":
            return plain_text(inner) or None
        found = _VALUE.search(inner)
        text = unescape_text(found[1] or "") if found else ""
        if kind == "s":
            return self.texts.plain(int(text)) if text else None
        if kind == "str":
            return text
        if not text:
            return None
        if kind == "b":
            return text == "1"
        if kind == "e":
            return CellError(text)
        if kind == "d":
            return text
        return int(text) if text.lstrip("-").isdigit() else float(text)

    def _formula(self, own: dict[str, str], inner: str) -> str:
        row, column = cell_position(own["r"])
        value = self._value(own, inner)
        if self.wording is not None:
            value = self.wording.cell(self.title, row, column, value)
        address = f'<c r="{own["r"]}"'
        found = _FORMULA.search(inner)
        assert found is not None
        kind = attributes("<f" + found[1] + ">")
        cell = f'<c r="{own["r"]}">{found[0]}</c>'.encode()
        text = formula_text(cell, row, column, self._masters)
        verdict = None if text is None else self.staying.verdict(text)
        formula = None if verdict is None else verdict.formula
        if formula is None or kind.get("t") == "dataTable":
            reason = "refers" if verdict is None else verdict.reason
            blank = value is None and "<v" not in inner
            self.frozen.append(Frozen(self.title, own["r"], reason or "refers", blank))
            if isinstance(value, str) and not value:
                return address + formula_tail(_NO_TEXT, value, _style(own))
            return self._plain(own, value)
        if self.wording is not None:
            formula = self.wording.formula(self.title, row, column, formula)
        style = _style(own)
        spilled = kind.get("t") == "array"
        if spilled and "cm" in own:
            style += ' cm="1"'
            self.dynamic = True
        over = f' t="array" ref="{kind["ref"]}"' if spilled else ""
        written = f"<f{over}>{escape_text(formula)}</f>"
        if value is None and "<v" not in inner:
            return f"{address}{style}>{written}</c>"
        return address + formula_tail(written, value, style)


def _style(own: dict[str, str]) -> str:
    return f' s="{own["s"]}"' if "s" in own else ""


def _plain_tag(tag: str, rest: str) -> str:
    """The cell without the marks that lead to parts that the copy lacks."""
    return "<c" + re.sub(r'\s(?:vm|cm|ph)="[^"]*"', "", tag) + rest
