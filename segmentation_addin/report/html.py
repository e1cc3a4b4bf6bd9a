"""The report as one HTML file: no script, no request, readable anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from segmentation_addin.report import words
from segmentation_addin.report.contents import report
from segmentation_addin.report.css import style_sheet
from segmentation_addin.report.layouts import drawn
from segmentation_addin.report.pages import (
    Block,
    Cards,
    Cell,
    ChartBlock,
    Column,
    Report,
    Section,
    TableBlock,
    Terms,
    Words,
)
from segmentation_addin.report.signs import printable, unbroken
from segmentation_addin.report.svg import svg
from segmentation_addin.workbook.board_facts import Facts

WIDE, PHONE = 760.0, 340.0
"""Widths for which charts are laid out; a style sheet shows one of the two."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STACKED_FROM, _MANY_FROM = 3, 11
"""Columns from which rows become blocks on a telephone, on a tablet."""


def html_page(facts: Facts, title: str | None = None) -> str:
    """The board's pages as one self-contained HTML file."""
    return "\n".join(_page(report(facts, title))) + "\n"


def _text(text: str) -> str:
    """A sentence or a heading, as text only."""
    return escape(unbroken(printable(text)))


def _as_read(text: str) -> str:
    """A text that may come from a user's cell, as text only."""
    return escape(printable(text))


def _page(pages: Report) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{pages.language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<link rel="icon" href="data:,">'
    yield f"<title>{_as_read(pages.title)}</title>"
    yield f"<style>{style_sheet()}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{_as_read(pages.title)}</h1>"
    yield f'<p class="sub">{_text(pages.subtitle)}</p>'
    if pages.status:
        yield f'<p class="status">{_text(pages.status)}</p>'
    if pages.banner:
        yield f'<p class="banner">{_text(pages.banner)}</p>'
    yield "</header>"
    yield from _contents(pages)
    yield "<main>"
    for section in pages.sections:
        yield from _section(section)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _contents(pages: Report) -> Iterator[str]:
    label = words.CONTENTS.in_(pages.language)
    yield f'<nav aria-label="{_text(label)}"><ul>'
    for section in pages.sections:
        yield f'<li><a href="#{section.key}">{_text(section.title)}</a></li>'
    yield "</ul></nav>"


def _section(section: Section) -> Iterator[str]:
    charts = sum(isinstance(block, ChartBlock) for block in section.blocks)
    both = charts and len(section.blocks) > 1 and not section.beside
    page = "page" if section.new_page else "same"
    css = f"{page} both" if both else page
    yield f'<section class="{css}" aria-labelledby="{section.key}">'
    yield f'<h2 id="{section.key}">{_text(section.title)}</h2>'
    if section.beside:
        yield '<div class="beside">'
    for place, block in enumerate(section.blocks):
        yield from _block(block, f"{section.key}-{place}")
    if section.beside:
        yield "</div>"
    yield "</section>"


def _block(block: Block, key: str) -> Iterator[str]:
    if isinstance(block, Cards):
        yield from _cards(block)
    elif isinstance(block, TableBlock):
        yield from _table(block)
    elif isinstance(block, ChartBlock):
        yield from _chart(block, key)
    elif isinstance(block, Terms):
        yield from _terms(block)
    elif isinstance(block, Words):
        yield f'<p class="note">{_text(block.text)}</p>'


def _cards(block: Cards) -> Iterator[str]:
    yield '<div class="cards">'
    for card in block.cards:
        yield '<div class="card">'
        yield f"<h3>{_text(card.caption)}</h3>"
        yield f'<p class="big">{_text(card.figure)}</p>'
        yield f"<p>{_text(card.sentence)}</p>"
        yield "</div>"
    yield "</div>"


def _chart(block: ChartBlock, key: str) -> Iterator[str]:
    yield "<figure>"
    yield f"<figcaption><b>{_text(block.title)}</b>"
    yield f"{_text(block.description)}</figcaption>"
    for width, css in ((WIDE, "wide-chart"), (PHONE, "phone")):
        drawing = drawn(block.chart, width)
        yield svg(drawing, block.title, block.description, f"{key}-{css}", css)
    yield "</figure>"


def _terms(block: Terms) -> Iterator[str]:
    yield "<dl>"
    for term, meaning in block.terms:
        yield f"<div><dt>{_text(term)}</dt><dd>{_text(meaning)}</dd></div>"
    yield "</dl>"


# --- tables: roles are told, because a stacked row is no table to a browser -------


def _table(table: TableBlock) -> Iterator[str]:
    count = len(table.columns)
    css = " stack" if count >= _STACKED_FROM else ""
    css += " many" if count >= _MANY_FROM else ""
    css = css or " few"
    opened = f'<table role="table" class="{css.strip()}">'
    yield f"{opened}<caption>{_text(table.caption)}</caption>"
    heads = "".join(
        f'<th scope="col" role="columnheader"{_side(column)}>'
        f"{_text(column.heading)}</th>"
        for column in table.columns
    )
    yield f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    yield '<tbody role="rowgroup">'
    for place, row in enumerate(table.rows):
        last = table.has_total and place == len(table.rows) - 1
        total = ' class="total"' if last else ""
        cells = "".join(
            _cell(cell, column)
            for cell, column in zip(row[1:], table.columns[1:], strict=True)
        )
        head = f'<th scope="row" role="rowheader">{_shown(row[0])}</th>'
        yield f'<tr role="row"{total}>{head}{cells}</tr>'
    yield "</tbody></table>"


def _side(column: Column) -> str:
    return f' class="{"n" if column.figures else "w"}"'


def _cell(cell: Cell, column: Column) -> str:
    label = _text(column.heading)
    return f'<td role="cell"{_side(column)} data-label="{label}">{_shown(cell)}</td>'


_LONG = 300
"""Signs from which a text of a cell is cut after some lines."""


def _shown(cell: Cell) -> str:
    badge = ""
    if cell.letter:
        letter = _as_read(cell.letter)
        known = f"badge b-{letter}"
        badge = f'<b class="{known}">{letter}</b>'
    note = f"<small>{_as_read(cell.note)}</small>" if cell.note else ""
    text = _as_read(cell.text)
    if len(cell.text) > _LONG:
        text = f'<span class="long">{text}</span>'
    return f"{badge}{text}{note}"
