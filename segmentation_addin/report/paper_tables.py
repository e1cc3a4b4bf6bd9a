"""A table on paper: badges for letters, figures at the right, headings repeated."""

from __future__ import annotations

from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table

from segmentation_addin.palette import LETTER_LOOKS
from segmentation_addin.report.colours import LIGHT
from segmentation_addin.report.pages import Cell, Column, TableBlock
from segmentation_addin.report.paper_text import TEXT, plain
from segmentation_addin.report.typefaces import BOLD, PLAIN

_MOST_SIGNS = 300
"""A longer text of a cell ends in dots."""
_HEAD = ParagraphStyle(
    "head",
    parent=TEXT,
    fontName=BOLD,
    fontSize=7,
    leading=9,
    textColor=HexColor(LIGHT["muted"]),
)
_HEAD_RIGHT = ParagraphStyle("head_right", parent=_HEAD, alignment=2)
_CELL = ParagraphStyle("cell", parent=TEXT, fontSize=8, leading=10)
_TOTAL = ParagraphStyle("total", parent=_CELL, fontName=BOLD)
_BADGE = 17.0
_FEW, _FEW_WIDTH = 2, 380.0
_SIZES = (8.0, 7.0, 6.0, 5.0)
"""Sizes of the type, until the longest figures fit."""
_LEAST_WORDS = 60.0


def paper_table(table: TableBlock, width: float) -> Any:
    """The table, `width` points wide; one of two columns takes half a page."""
    few = len(table.columns) <= _FEW
    width = min(width, _FEW_WIDTH) if few else width
    badges = any(row[0].letter for row in table.rows)
    size, widths = _widths(table, width - (_BADGE if badges else 0))
    if badges:
        widths.insert(0, _BADGE)
    heads = [
        Paragraph(
            escape(plain(column.heading), quote=False),
            _HEAD_RIGHT if column.figures else _HEAD,
        )
        for column in table.columns
    ]
    rows = [[*([""] if badges else []), *heads]]
    for place, row in enumerate(table.rows, start=1):
        total = table.has_total and place == len(table.rows)
        rows.append(_row(row, table.columns, badges, total))
    return Table(
        rows,
        colWidths=widths,
        repeatRows=1,
        hAlign="LEFT",
        style=_style(table, badges, size),
    )


def _widths(table: TableBlock, room: float) -> tuple[float, list[float]]:
    """Size of the type and width of each column: no figure is ever broken."""
    columns = table.columns
    total = sum(column.width for column in columns)
    shares = [room * column.width / total for column in columns]
    for size in _SIZES:
        needed = [
            _needed(table, place, size) if column.figures else _LEAST_WORDS
            for place, column in enumerate(columns)
        ]
        if sum(needed) <= room:
            break
    widths = [max(pair) for pair in zip(needed, shares, strict=True)]
    spare = [width - least for width, least in zip(widths, needed, strict=True)]
    over = sum(widths) - room
    if over > 0 and sum(spare) > 0:
        widths = [
            width - over * part / sum(spare)
            for width, part in zip(widths, spare, strict=True)
        ]
    return size, widths


def _needed(table: TableBlock, place: int, size: float) -> float:
    """Width of the longest figure of a column, with the blank around it."""
    texts = (plain(row[place].text) for row in table.rows)
    return max((stringWidth(text, BOLD, size) for text in texts), default=0.0) + 7


def _row(
    row: tuple[Cell, ...], columns: tuple[Column, ...], badges: bool, total: bool
) -> list[Any]:
    """Words may take several lines; figures stay on theirs."""
    cells: list[Any] = [row[0].letter] if badges else []
    for cell, column in zip(row, columns, strict=True):
        if column.figures:
            cells.append(plain(cell.text))
        else:
            cells.append(_words(cell, _TOTAL if total else _CELL))
    return cells


def _words(cell: Cell, style: ParagraphStyle) -> Any:
    text = plain(cell.text)
    if len(text) > _MOST_SIGNS:
        text = text[: _MOST_SIGNS - 1] + "…"
    shown = escape(text, quote=False)
    if cell.note:
        note = escape(plain(cell.note[:40]), quote=False)
        shown = f'{shown} <font size="7" color="{LIGHT["muted"]}">{note}</font>'
    return Paragraph(shown, style)


def _style(table: TableBlock, badges: bool, size: float) -> list[tuple[Any, ...]]:
    line, accent = HexColor(LIGHT["line"]), HexColor(LIGHT["accent"])
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), PLAIN, size, 10),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, line),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, accent),
    ]
    for place, column in enumerate(table.columns, start=int(badges)):
        if column.figures:
            style.append(("ALIGN", (place, 1), (place, -1), "RIGHT"))
        elif place > int(badges):
            style.append(("LEFTPADDING", (place, 0), (place, -1), 12))
    if table.has_total:
        style.append(("FONT", (0, -1), (-1, -1), BOLD, size, 10))
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, accent))
        style.append(("LINEBELOW", (0, -1), (-1, -1), 0.8, accent))
    if badges:
        style += [
            ("ALIGN", (0, 0), (0, -1), "CENTER"),
            ("FONT", (0, 1), (0, -1), BOLD, 8, 10),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, -1), 0),
        ]
        for place, row in enumerate(table.rows, start=1):
            look = LETTER_LOOKS.get(row[0].letter)
            if look is not None:
                cell = ((0, place), (0, place))
                style.append(("BACKGROUND", *cell, HexColor(look.fill)))
                style.append(("TEXTCOLOR", *cell, HexColor(look.ink)))
    return style
