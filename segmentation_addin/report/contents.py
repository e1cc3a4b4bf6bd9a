"""The pages of the board, from what a refresh knows.

Headline sentences, figures and labels are the declared ones of the workbook's cells:
nothing is worded or computed a second time here.
"""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text, number, percent
from segmentation_addin.report import words
from segmentation_addin.report.board_charts import bars, bubbles, whale
from segmentation_addin.report.dashboard import cells_of, said, said_at
from segmentation_addin.report.pages import (
    Block,
    Card,
    Cards,
    ChartBlock,
    Report,
    Section,
    Terms,
    Words,
)
from segmentation_addin.report.signs import printable
from segmentation_addin.report.tables import (
    by_letter,
    client_table,
    decide_sentences,
    figures_of,
    group_table,
    groups,
    is_filled,
    list_sentence,
    meanings,
    start_table,
)
from segmentation_addin.workbook.board_charts import BUBBLE_ROWS, RATE_HIGH, RATE_LOW
from segmentation_addin.workbook.board_dimensions import DIMENSIONS, Dimension
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_home import HOME
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_readings import (
    NOTE,
    concentration_lines,
    whale_lines,
)
from segmentation_addin.workbook.board_start_letters import TITLE_ROW as START_TITLE
from segmentation_addin.workbook.board_top_lists import TOP_LISTS, TopList
from segmentation_addin.workbook.outputs import CONFIDENCE, SEGMENTATION

_DEFINED = (
    *("revenue", "gross_margin", "cost_to_serve", "net_margin", "net_margin_rate"),
    *("score", "false_good", "lever_amount", "risk_amount", "confidence"),
)


def report(facts: Facts, title: str | None = None) -> Report:
    """All pages in the workbook's language; `title` replaces the usual one."""
    language = facts.language
    return Report(
        language=language,
        title=printable(title or words.TITLE.in_(language)),
        subtitle=_first(DASHBOARD, "subtitle", facts),
        status="   ·   ".join(_status(facts)),
        banner=_first(HOME, "banner", facts),
        sections=tuple(_sections(facts)),
    )


def _first(sheet: str, style: str, facts: Facts) -> str:
    """What the first cell of a sheet in that style shows."""
    return said(next(cells_of(sheet, style)), facts)


def _status(facts: Facts) -> Iterator[str]:
    language = facts.language
    if facts.refreshed_on:
        yield words.REFRESHED.in_(language, when=facts.refreshed_on)
    if facts.all_weight:
        filled = number(facts.filled_weight, language)
        total = number(facts.all_weight, language)
        yield words.FILLED.in_(language, filled=filled, all=total)
    levels = ", ".join(_confidence(facts))
    if levels:
        yield words.CONFIDENCE.in_(language, levels=levels)
    if facts.refreshed_on:
        yield _first("data_quality", "subtitle", facts)


def _confidence(facts: Facts) -> Iterator[str]:
    """Share of the revenue that each level of confidence covers."""
    figures = facts.figures
    bought = figures.numbers("revenue") > 0
    total = figures.total("revenue", bought)
    for key, label in CONFIDENCE.items():
        rows = figures.is_choice("confidence", key) & bought
        if rows.any():
            share = figures.total("revenue", rows) / total
            shown_share = percent(share, facts.language)
            yield f"{label.in_(facts.language)} {shown_share}"


def _sections(facts: Facts) -> Iterator[Section]:
    yield _section("headline", words.KEY_FIGURES, facts, cards(facts), new_page=False)
    yield _section("letters", words.BY_LETTER, facts, by_letter(facts), new_page=False)
    yield _start_section(facts)
    yield _whale_section(facts)
    yield _value_section(facts)
    for dimension in DIMENSIONS:
        yield _group_section(facts, dimension)
    for top in TOP_LISTS:
        yield _top_section(facts, top)
    concentration = figures_of(concentration_lines(), words.CONCENTRATION, facts)
    yield _section(
        "concentration", words.CONCENTRATION, facts, concentration, new_page=False
    )
    told = Words(decide_sentences(facts))
    yield _section("meanings", words.MEANINGS, facts, meanings(facts), told)
    yield _section(
        "definitions",
        words.DEFINITIONS,
        facts,
        *_definitions(facts),
        new_page=False,
    )


def _section(
    key: str,
    title: Text,
    facts: Facts,
    *blocks: Block,
    beside: bool = False,
    new_page: bool = True,
) -> Section:
    return Section(key, title.in_(facts.language), blocks, beside, new_page)


def cards(facts: Facts) -> Cards:
    """The headline of the dashboard: its figures with their sentences."""
    parts = ("card_caption", "card_figure", "card_sentence")
    cells = zip(*(cells_of(DASHBOARD, part) for part in parts), strict=True)
    return Cards(tuple(Card(*(said(cell, facts) for cell in x)) for x in cells))


def _start_section(facts: Facts) -> Section:
    told = Words(said_at(f"I{START_TITLE + 1}", facts))
    table = start_table(facts)
    blocks: tuple[Block, ...] = (told,) if table is None else (told, table)
    return _section("start", words.SINCE, facts, *blocks, new_page=False)


def _whale_section(facts: Facts) -> Section:
    language, figures = facts.language, facts.figures
    if not figures.ranked or not figures.peak > 0:
        none = words.NO_PEAK if figures.ranked else words.NO_MARGIN
        said = Words(none.in_(language))
        return _section("whale", words.WHALE, facts, said, new_page=False)
    chart = ChartBlock(
        words.WHALE_TITLE.in_(language), words.WHALE_WORDS.in_(language), whale(facts)
    )
    table = figures_of(whale_lines(), words.WHALE, facts)
    return _section(
        "whale", words.WHALE, facts, chart, table, beside=True, new_page=False
    )


def _value_section(facts: Facts) -> Section:
    language = facts.language
    chart, left_out = bubbles(facts)
    if not chart.bubbles:
        said = Words(words.NO_BUBBLE.in_(language))
        return _section("value", words.VALUE, facts, said, new_page=False)
    explained = words.VALUE_WORDS.in_(
        language, low=percent(RATE_LOW, language), high=percent(RATE_HIGH, language)
    )
    if left_out:
        aside = words.LEFT_OUT.in_(language, count=left_out)
        explained = f"{explained} {aside}"
    title = words.VALUE_TITLE.in_(language, most=BUBBLE_ROWS)
    return _section("value", words.VALUE, facts, ChartBlock(title, explained, chart))


def _group_section(facts: Facts, dimension: Dimension) -> Section:
    language, key, title = facts.language, dimension.names, dimension.title
    if not is_filled(facts, dimension):
        none = words.NOT_FILLED_IN if facts.figures.active else words.NO_CLIENT
        return _section(key, title, facts, Words(none.in_(language)), new_page=False)
    chart = ChartBlock(
        words.BARS_TITLE.in_(language),
        words.BARS_WORDS.in_(language),
        bars(groups(facts, dimension), language),
    )
    table = group_table(facts, dimension)
    first = dimension is DIMENSIONS[0]
    return _section(key, title, facts, chart, table, new_page=first)


def _top_section(facts: Facts, top: TopList) -> Section:
    key = top.rank.removesuffix("_rank")
    told, table = Words(list_sentence(facts, top)), client_table(facts, top)
    if table is None:
        return _section(key, top.title, facts, told, new_page=False)
    first = top is TOP_LISTS[0]
    return _section(key, top.title, facts, told, table, new_page=first)


def _definitions(facts: Facts) -> Iterator[Block]:
    language = facts.language
    columns = [SEGMENTATION.column(key) for key in _DEFINED]
    yield Terms(tuple((x.heading.in_(language), x.help.in_(language)) for x in columns))
    yield Words(NOTE.in_(language))
