"""The help of the function wizard: complete, short enough, in the right place."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from segmentation_addin.excel.registry import BY_NAME, CATEGORY, FUNCTIONS, MOST_HELP
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.build import build
from segmentation_addin.template.function_help import (
    ARGUMENTS_URI,
    with_function_help,
)
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.parts import Parts, read_parts, write_parts

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def parts(language: Language) -> Parts:
    return read_parts(build(language))


@pytest.fixture
def book(parts: Parts) -> etree._Element:
    return etree.fromstring(parts[BOOK_PART])


def test_our_category_is_the_first_after_the_built_in_ones(
    book: etree._Element, language: Language
) -> None:
    tags = [child.tag.removeprefix(MAIN) for child in book]
    assert tags[tags.index("sheets") + 1] == "functionGroups"
    groups = book.find(f"{MAIN}functionGroups")
    assert groups.get("builtInGroupCount") == "19"
    assert [group.get("name") for group in groups] == [CATEGORY.in_(language)]


def test_every_argument_has_its_help(book: etree._Element, language: Language) -> None:
    assert book[-1].tag == f"{MAIN}extLst"
    (extension,) = book[-1]
    assert extension.get("uri") == ARGUMENTS_URI
    found = {
        name.get("name"): [
            (x.get("index"), x.text) for x in name.iter(f"{X14}argumentDescription")
        ]
        for name in extension.iter(f"{X14}definedName")
    }
    assert found == {
        function.name: [
            (str(i), x.help.in_(language)) for i, x in enumerate(function.arguments)
        ]
        for function in FUNCTIONS
        if function.arguments
    }
    for name in extension.iter(f"{X14}argumentDescriptions"):
        assert name.get("count") == str(len(name))


@pytest.mark.parametrize("name", BY_NAME)
def test_help_fits_what_excel_keeps(name: str) -> None:
    function = BY_NAME[name]
    for text in (function.gives, *(x.help for x in function.arguments)):
        assert all(0 < len(text.in_(language)) <= MOST_HELP for language in LANGUAGES)


def test_a_second_time_replaces_the_help(
    parts: Parts, language: Language, tmp_path: Path
) -> None:
    assert with_function_help(language)(parts) == parts
    other: Language = "en" if language == "fr" else "fr"
    there_and_back = with_function_help(language)(with_function_help(other)(parts))
    assert there_and_back == parts
    path = tmp_path / "book.xlsm"
    path.write_bytes(write_parts(with_function_help(other)(parts)))
    assert list(OpenXmlValidator().validate(path).errors) == []


def test_extensions_of_others_stay(parts: Parts, language: Language) -> None:
    own = '<ext uri="{00000000-0000-0000-0000-000000000001}"><a xmlns="u"/></ext>'
    text = parts[BOOK_PART].decode().replace("<extLst>", "<extLst>" + own)
    changed = with_function_help(language)({**parts, BOOK_PART: text.encode()})
    assert changed[BOOK_PART].decode() == text
    alone = text[: text.index("<extLst>")] + f"<extLst>{own}</extLst></workbook>"
    added = with_function_help(language)({**parts, BOOK_PART: alone.encode()})
    assert added[BOOK_PART].decode() == text
