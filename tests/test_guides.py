"""The guide as a page: packaged, current, readable without a network."""

from __future__ import annotations

import re

import pytest

from segmentation_addin.excel.guide import guide_page
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.guides import DOCS, SOURCES, guide_html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packaged_page_is_that_of_the_documentation(language: Language) -> None:
    standing = guide_page(language).read_text(encoding="utf-8")
    assert standing == guide_html(language), (
        "run: python -m segmentation_addin.template"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_outside_itself(language: Language) -> None:
    page = guide_html(language)
    assert f'<html lang="{language}">' in page
    assert '<meta charset="utf-8">' in page
    assert not re.search(r"<(script|img|link|iframe)\b", page)
    assert not re.search(r'(?:src|href)="(?!#)', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_all_that_its_source_says(language: Language) -> None:
    source = (DOCS / SOURCES[language]).read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", guide_html(language).partition("<body>")[2])
    shown = set(re.findall(r"\w{4,}", text))
    assert set(re.findall(r"\w{4,}", source)) <= shown
