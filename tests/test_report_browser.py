"""The page in a real browser: quiet, alone, and no wider than its screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import report_examples
from chromium import Browser, Scheme, require_chromium
from poppler import facts_of, require_poppler, text_of

from segmentation_addin.report.colours import DARK, LIGHT
from segmentation_addin.report.html import html_page

PAGES = ("five", "many", "billions", "planted")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIDEWAYS = """
[...document.querySelectorAll('main *, header *, nav *')]
  .filter(x => x.getClientRects().length && !x.closest('caption, thead')
    && x.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map(x => x.tagName + ' ' + x.textContent.slice(0, 30))
"""
"""What stands out of the screen at its right."""
SMALL = """
[...document.querySelectorAll('main text, main td, main th, main p')]
  .filter(x => x.getClientRects().length && x.textContent.trim()
    && !x.closest('caption'))
  .map(x => parseFloat(getComputedStyle(x).fontSize)
    * (x.ownerSVGElement ? x.getScreenCTM().a : 1))
  .reduce((a, b) => Math.min(a, b))
"""
"""The smallest type on the page, in pixels."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser(require_chromium()) as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "five": report_examples.facts(5, "en"),
        "many": report_examples.facts(400, "fr"),
        "billions": report_examples.billions("fr"),
        "planted": report_examples.planted("fr"),
    }
    for name, facts in made.items():
        (folder / f"{name}.html").write_text(html_page(facts), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_quiet_and_fits_its_screen(
    browser: Browser,
    pages: dict[str, Path],
    name: str,
    width: int,
    scheme: Scheme,
) -> None:
    seen = browser.open(pages[name], width, scheme)
    assert browser.evaluate(SIDEWAYS) == []
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(SMALL) >= 10
    assert seen.complaints == []
    assert seen.requests == [pages[name].as_uri()]


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT), ("dark", DARK)])
def test_each_scheme_has_its_own_paper(
    browser: Browser, pages: dict[str, Path], scheme: Scheme, paper: dict[str, str]
) -> None:
    browser.open(pages["five"], 1280, scheme)
    colour = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    parts = [int(paper["paper"][k : k + 2], 16) for k in (1, 3, 5)]
    assert colour == f"rgb({', '.join(map(str, parts))})"


@pytest.mark.parametrize(("width", "css"), [(360, "phone"), (1280, "wide-chart")])
def test_each_chart_is_shown_once_for_the_width(
    browser: Browser, pages: dict[str, Path], width: int, css: str
) -> None:
    browser.open(pages["many"], width, "light")
    shown = browser.evaluate(
        "[...document.querySelectorAll('figure svg')]"
        ".filter(x => x.getClientRects().length).map(x => x.getAttribute('class'))"
    )
    assert shown == [css] * 5


def test_on_a_telephone_each_figure_has_its_heading_beside_it(
    browser: Browser, pages: dict[str, Path]
) -> None:
    browser.open(pages["many"], 360, "light")
    heads = browser.evaluate(
        "[...document.querySelector('#letters ~ table tbody tr').cells].slice(1)"
        ".map(x => getComputedStyle(x, '::before').content)"
    )
    assert len(heads) == 13
    assert heads[1] == '"Part des clients"'


def test_paper_is_a4_and_light_even_from_a_dark_screen(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    require_poppler()
    browser.open(pages["many"], 360, "dark")
    pdf = tmp_path / "printed.pdf"
    pdf.write_bytes(browser.printed())
    said = facts_of(pdf)
    assert said["Page size"].startswith("841.92 x 594.95 pts (A4)") or (
        "(A4)" in said["Page size"]
    )
    assert 6 <= int(said["Pages"]) <= 14
    assert "Segmentationdesclients" in text_of(pdf)


def test_the_browser_notices_a_page_that_is_not_quiet(
    browser: Browser, tmp_path: Path
) -> None:
    loud = tmp_path / "loud.html"
    loud.write_text(
        "<!doctype html><meta name='viewport' content='width=device-width'>"
        "<main><p style='width:900px'>wide</p></main>"
        "<img src='missing.png'><script>console.error('no')</script>",
        encoding="utf-8",
    )
    seen = browser.open(loud, 360, "light")
    assert (tmp_path / "missing.png").as_uri() in seen.requests
    assert any("no" in complaint for complaint in seen.complaints)
    assert browser.evaluate(SIDEWAYS) == ["P wide"]
