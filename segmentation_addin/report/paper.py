"""Sections, tables and charts laid out on pages of A4."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from segmentation_addin.report import words
from segmentation_addin.report.charts import Bars
from segmentation_addin.report.colours import LIGHT
from segmentation_addin.report.layouts import drawn
from segmentation_addin.report.pages import (
    Block,
    Cards,
    ChartBlock,
    Report,
    Section,
    TableBlock,
    Terms,
    Words,
)
from segmentation_addin.report.paper_tables import paper_table
from segmentation_addin.report.paper_text import NOTE, TEXT, paragraph, plain
from segmentation_addin.report.typefaces import BOLD, PLAIN, use_typefaces
from segmentation_addin.report.vector import Vector

PAGE = landscape(A4)
MARGIN = 36.0
WIDTH = PAGE[0] - 2 * MARGIN
_GAP = 18.0
_CHART_BESIDE = 0.66
"""Part of the width that a chart takes beside a table."""
_TALLEST, _TALLEST_BARS = 340.0, 215.0
"""Points; a table of eleven lines follows the bars on their page."""
_PLAIN_TOP: tuple[tuple[Any, ...], ...] = (
    ("FONT", (0, 0), (-1, -1), PLAIN),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)
_ACCENT = HexColor(LIGHT["accent"])
_TITLE = ParagraphStyle(
    "title", fontName=BOLD, fontSize=20, leading=25, textColor=_ACCENT
)
_SUBTITLE = ParagraphStyle("subtitle", parent=TEXT, fontName=BOLD, fontSize=9.5)
_HEADING = ParagraphStyle(
    "heading",
    fontName=BOLD,
    fontSize=13,
    leading=17,
    textColor=_ACCENT,
    spaceBefore=10,
    spaceAfter=8,
    borderColor=_ACCENT,
    borderWidth=0,
)
_CHART_TITLE = ParagraphStyle("chart", parent=TEXT, fontName=BOLD, fontSize=9.5)
_BANNER = ParagraphStyle(
    "banner", parent=TEXT, fontName=BOLD, backColor=HexColor(LIGHT["amber"])
)
_CARD_FIGURE = ParagraphStyle(
    "figure", fontName=BOLD, fontSize=20, leading=25, textColor=_ACCENT
)
_TERM = ParagraphStyle("term", parent=TEXT, fontName=BOLD)


def printed(pages: Report) -> bytes:
    """The whole document."""
    use_typefaces()
    count = _built(pages, 0)[1]
    return _built(pages, count)[0]


def _built(pages: Report, count: int) -> tuple[bytes, int]:
    """The document whose foot says "of `count`", and how many pages it has."""
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=pages.title,
        author="",
        subject="",
        creator="",
        lang=pages.language,
        initialFontName=PLAIN,
        invariant=1,
    )
    frame = Frame(
        MARGIN,
        MARGIN,
        WIDTH,
        PAGE[1] - 2 * MARGIN,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=12,
    )
    foot = _foot(pages, count)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=foot)])
    document.afterFlowable = _bookmark(document)
    document.build(list(_story(pages)))
    return stream.getvalue(), int(document.page)


def _foot(pages: Report, count: int) -> Callable[[Canvas, Any], None]:
    """Draws title and page number under each page."""

    def draw(canvas: Canvas, document: Any) -> None:
        number = words.PAGE.in_(pages.language, page=document.page, pages=count)
        canvas.saveState()
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(HexColor(LIGHT["muted"]))
        canvas.drawString(MARGIN, MARGIN - 14, plain(_foot_title(pages)))
        canvas.drawRightString(PAGE[0] - MARGIN, MARGIN - 14, plain(number))
        canvas.restoreState()

    return draw


def _foot_title(pages: Report) -> str:
    title = pages.title if len(pages.title) <= 80 else pages.title[:79] + "…"
    return f"{title}   ·   {pages.subtitle}"


def _bookmark(document: Any) -> Callable[[Any], None]:
    """Puts each heading into the outline of the document."""

    def added(flowable: Any) -> None:
        key = getattr(flowable, "bookmark", None)
        if key is not None:
            document.canv.bookmarkPage(key)
            document.canv.addOutlineEntry(flowable.getPlainText(), key, 0)

    return added


# --- the parts in reading order ---------------------------------------------------


def _story(pages: Report) -> Iterator[Any]:
    yield paragraph(pages.title, _TITLE)
    yield paragraph(pages.subtitle, _SUBTITLE)
    if pages.status:
        yield paragraph(pages.status, NOTE)
    if pages.banner:
        yield paragraph(pages.banner, _BANNER)
    for section in pages.sections:
        if section.new_page:
            yield PageBreak()
        yield from _section(section)


def _section(section: Section) -> Iterator[Any]:
    heading = paragraph(section.title, _HEADING)
    heading.bookmark = section.key
    parts = list(_blocks(section))
    yield CondPageBreak(90)
    yield KeepTogether([heading, *parts])


def _blocks(section: Section) -> Iterator[Any]:
    if not section.beside:
        for block in section.blocks:
            yield from _block(block, WIDTH)
        return
    left = WIDTH * _CHART_BESIDE - _GAP / 2
    widths = (left, WIDTH - left - _GAP)
    cells = [
        list(_block(block, width))
        for block, width in zip(section.blocks, widths, strict=True)
    ]
    cells.insert(1, [])
    yield Table(
        [cells],
        colWidths=[widths[0], _GAP, widths[1]],
        style=[
            *_PLAIN_TOP,
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def _block(block: Block, width: float) -> Iterator[Any]:
    if isinstance(block, Cards):
        yield _cards(block, width)
    elif isinstance(block, TableBlock):
        yield paper_table(block, width)
    elif isinstance(block, ChartBlock):
        yield from _chart(block, width)
    elif isinstance(block, Terms):
        yield _terms(block, width)
    elif isinstance(block, Words):
        yield Spacer(0, 4)
        yield paragraph(block.text, NOTE)


def _chart(block: ChartBlock, width: float) -> Iterator[Any]:
    yield paragraph(block.title, _CHART_TITLE)
    yield paragraph(block.description, NOTE)
    drawing = drawn(block.chart, width)
    tallest = _TALLEST_BARS if isinstance(block.chart, Bars) else _TALLEST
    shown = min(width, width * tallest / drawing.height)
    yield Spacer(0, 4)
    yield Vector(drawing, shown)
    yield Spacer(0, 6)


def _cards(block: Cards, width: float) -> Any:
    cells: list[Any] = []
    for card in block.cards:
        cells.append(
            [
                paragraph(card.caption, NOTE),
                paragraph(card.figure, _CARD_FIGURE),
                paragraph(card.sentence, TEXT),
            ]
        )
        cells.append([])
    cells.pop()
    count = len(block.cards)
    gap = 10.0
    each = (width - gap * (count - 1)) / count
    style: list[tuple[Any, ...]] = [*_PLAIN_TOP]
    for place in range(0, 2 * count, 2):
        cell = ((place, 0), (place, 0))
        style.append(("BACKGROUND", *cell, HexColor(LIGHT["tint"])))
        style.append(("LINEBEFORE", *cell, 3, _ACCENT))
        style += [("TOPPADDING", *cell, 6), ("BOTTOMPADDING", *cell, 8)]
    widths = [each, gap] * count
    return Table([cells], colWidths=widths[:-1], style=style)


def _terms(block: Terms, width: float) -> Any:
    """Two columns of terms, read down the first, then down the second."""
    cells = [
        [paragraph(term, _TERM), paragraph(meaning, TEXT), Spacer(0, 6)]
        for term, meaning in block.terms
    ]
    half = (len(cells) + 1) // 2
    right: list[Any] = [*cells[half:], *[""] * (2 * half - len(cells))]
    rows = list(zip(cells[:half], right, strict=True))
    return Table(
        rows,
        colWidths=[width / 2, width / 2],
        style=[
            *_PLAIN_TOP,
            ("LEFTPADDING", (0, 0), (0, -1), 0),
        ],
    )
