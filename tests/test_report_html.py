"""The page as HTML: well formed, self-contained, harmless, readable in both schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
import report_examples
from lxml import html as lxml_html

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.report.colours import INK_ON_GROUND
from segmentation_addin.report.contents import report
from segmentation_addin.report.html import html_page
from segmentation_addin.report.pages import Cards, Cell, TableBlock
from segmentation_addin.workbook.board_facts import Facts

BLANKS = re.compile(r"\s+")


def parsed(page: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(page)


def words(element: lxml_html.HtmlElement) -> str:
    return BLANKS.sub(" ", element.text_content()).strip()


def shown(cell: Cell) -> str:
    return BLANKS.sub(" ", f"{cell.letter}{cell.text}{cell.note}").strip()


def all_attributes(page: str) -> Iterator[tuple[str, str, str]]:
    for element in parsed(page).iter():
        for name, value in element.attrib.items():
            yield str(element.tag), name, value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clients", [0, 1, 5, 60])
def test_the_tables_hold_the_figures_of_the_report(
    clients: int, language: Language
) -> None:
    facts = report_examples.facts(clients, language)
    tables = [
        block
        for section in report(facts).sections
        for block in section.blocks
        if isinstance(block, TableBlock)
    ]
    found = parsed(html_page(facts)).findall(".//table")
    assert len(found) == len(tables)
    for element, table in zip(found, tables, strict=True):
        assert words(element.find("caption")) == BLANKS.sub(" ", table.caption)
        heads = [words(head) for head in element.findall("thead/tr/th")]
        assert heads == [column.heading for column in table.columns]
        rows = [[words(cell) for cell in row] for row in element.findall("tbody/tr")]
        assert rows == [[shown(cell) for cell in row] for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_stands_on_the_page(language: Language) -> None:
    facts = report_examples.facts(60, language)
    pages = report(facts)
    page = parsed(html_page(facts))
    assert page.get("lang") == language
    assert words(page.find(".//title")) == pages.title
    cards = pages.sections[0].blocks[0]
    assert isinstance(cards, Cards)
    for card, element in zip(cards.cards, page.find_class("card"), strict=True):
        shown_words = [words(part) for part in element]
        wanted = (card.caption, card.figure, card.sentence)
        assert shown_words == [BLANKS.sub(" ", text) for text in wanted]


@pytest.mark.parametrize("clients", [0, 5, 60])
def test_the_page_is_well_formed(clients: int) -> None:
    page = html_page(report_examples.facts(clients, "fr"))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    for link in re.findall(r'href="#([^"]*)"', page):
        assert link in ids
    for names in re.findall(r'aria-labelledby="([^"]*)"', page):
        assert set(names.split()) <= set(ids)
    opened: list[str] = []
    empty = {"meta", "link", "polyline"}
    for closing, tag, alone in re.findall(r"<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>", page):
        if closing:
            assert opened.pop() == tag
        elif tag not in empty and not alone:
            opened.append(tag)
    assert opened == []


def test_headings_go_down_one_level_at_a_time() -> None:
    page = parsed(html_page(report_examples.facts(60, "en")))
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_chart_is_told_in_words() -> None:
    page = parsed(html_page(report_examples.facts(60, "en")))
    charts = page.findall(".//figure/svg")
    assert len(charts) == 2 * 5
    for chart in charts:
        assert chart.get("role") == "img"
        assert words(chart.find("title"))
        assert len(words(chart.find("desc"))) > 40


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    page = html_page(report_examples.facts(60, "en"))
    tree = parsed(page)
    for tag in ("script", "iframe", "object", "embed", "img", "base", "form", "input"):
        assert tree.find(f".//{tag}") is None
    assert [link.get("href") for link in tree.findall(".//link")] == ["data:,"]
    for _, name, value in all_attributes(page):
        assert not name.lower().startswith("on")
        assert "://" not in value
    style = tree.findtext(".//style")
    assert style is not None
    assert "url(" not in style
    assert "@import" not in style
    policy = tree.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_mean_harm_arrive_as_text(language: Language) -> None:
    facts = report_examples.planted(language)
    page = html_page(facts, report_examples.PLANTED[5])
    tree = parsed(page)
    text = words(tree)
    for name in report_examples.PLANTED:
        assert name in text
    assert tree.find(".//script") is None
    assert tree.find(".//img") is None
    assert len(tree.findall(".//style")) == 1
    assert not any(name.startswith("on") for _, name, _ in all_attributes(page))


def test_control_signs_do_not_reach_the_page() -> None:
    facts = report_examples.facts(5, "en")
    frame = facts.segmentation.copy()
    frame.loc[:, "sector"] = "a\x00b\x1b[2J\u202ec\nd"
    page = html_page(Facts("en", frame))
    assert not set("\x00\x1b\u202e") & set(page)
    assert "a b [2J c d" in words(parsed(page))


# --- colours ----------------------------------------------------------------------


def schemes() -> dict[str, dict[str, str]]:
    """The colours that the style sheet gives each scheme."""
    style = parsed(html_page(report_examples.facts(1, "en"))).findtext(".//style")
    assert style is not None
    found = re.findall(r":root\{([^}]*)\}", style)
    light, dark = (dict(re.findall(r"--([\w-]+):(#\w{6})", rules)) for rules in found)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts
    ]
    return sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_lies_under_them(scheme: str) -> None:
    colours = schemes()[scheme]
    for ink, ground in INK_ON_GROUND:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_have_an_edge_that_stands_out_from_the_page(scheme: str) -> None:
    colours = schemes()[scheme]
    for shape in ("edge", "accent", "alert"):
        assert contrast(colours[shape], colours["paper"]) >= 3, shape


def test_every_colour_that_is_used_has_a_value_in_both_schemes() -> None:
    page = html_page(report_examples.facts(60, "en"))
    used = set(re.findall(r"var\(--([\w-]+)\)", page))
    for scheme in schemes().values():
        assert used <= set(scheme)
