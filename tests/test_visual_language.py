"""One visual language: colours that everybody tells apart, pages that print, charts
that say what they show, and one language at a time.

The built workbooks are walked, not their declarations.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from colours import BLINDNESS, contrast, distance, lightness
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from visual_parts import (
    PALETTE,
    charts_of,
    heading_of,
    print_scale,
    rules_of,
    style_colours,
)

import segmentation_addin
from segmentation_addin import __version__
from segmentation_addin.core.french_places import REGIONS
from segmentation_addin.excel.examples import CLIENTS
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.palette import INK, LETTER_LOOKS, PAPER
from segmentation_addin.services.sampling import demo
from segmentation_addin.template.build import build
from segmentation_addin.template.style import PARTS, properties
from segmentation_addin.workbook.declaration import NUMBER_FORMATS, NUMERIC_KINDS, Kind
from segmentation_addin.workbook.outputs import SHEETS, TABLES
from segmentation_addin.workbook.settings import SETTINGS

READABLE = 4.5
"""Contrast that WCAG asks of text (success criterion 1.4.3, level AA)."""
SMALLEST_PRINT = 0.38
"""Smaller, and nobody reads the page."""
GREY_STEP = 8.0
APART = 25.0
A4 = 9
ON_ANOTHER_FILL = {"required_head": "table_head"}
"""Parts that only add an ink to the fill of another part."""
TABLE_SHEETS = sorted({table.sheet for table in TABLES.values()} - {"dashboard"})
"""The table of the dashboard is a helper beside its page."""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def fresh(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a person first opens it."""
    path = tmp_path_factory.mktemp("fresh") / "fresh.xlsm"
    path.write_bytes(build(language))
    return path


@pytest.fixture(scope="module")
def filled(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, refreshed."""
    path, done = demo(tmp_path_factory.mktemp("demo"), language)
    assert not done.refused
    return path


@cache
def book_of(path: Path) -> dict[str, Worksheet]:
    """Our sheets by key, values instead of formulas."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        workbook = openpyxl.load_workbook(path, data_only=True)
    titles = {text: key for key, sheet in SHEETS.items() for text in sheet.title}
    return {titles[s.title]: s for s in workbook.worksheets if s.title in titles}


# --- letters that everybody tells apart ------------------------------------------


def test_letters_are_different_greys() -> None:
    greys = sorted(lightness(look.fill) for look in LETTER_LOOKS.values())
    assert min(high - low for low, high in pairwise(greys)) >= GREY_STEP


@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
def test_letters_stay_apart_for_colour_blind_readers(blindness: str | None) -> None:
    near = {
        (one, other): distance(
            LETTER_LOOKS[one].fill, LETTER_LOOKS[other].fill, blindness
        )
        for one, other in combinations(LETTER_LOOKS, 2)
    }
    assert min(near.values()) >= APART, near


def test_letters_are_never_told_by_colour_alone() -> None:
    markers = [look.marker for look in LETTER_LOOKS.values()]
    assert len(set(markers)) == len(markers)


def test_a_grey_pair_is_not_taken_for_two_colours() -> None:
    assert distance("#808080", "#808080", "protanopia") == 0
    assert distance("#D01C1C", "#7A7A00", "deuteranopia") < APART


# --- words that can be read ------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_style_can_be_read(part: str) -> None:
    look = properties(f"{ON_ANOTHER_FILL.get(part, '')} {part}")
    ink, ground = str(look["font_color"]), str(look.get("bg_color", PAPER))
    assert contrast(ink, ground) >= READABLE


def written(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.value not in (None, ""):
                yield cell


def colour(found: Any, otherwise: str) -> str:
    rgb = getattr(found, "rgb", None)
    return f"#{rgb[2:]}" if isinstance(rgb, str) else otherwise


def test_each_cell_can_be_read(filled: Path) -> None:
    faint = set()
    for key, sheet in book_of(filled).items():
        for cell in written(sheet):
            solid = cell.fill.fill_type == "solid"
            ground = colour(cell.fill.start_color, PAPER) if solid else PAPER
            ink = colour(cell.font.color, "#000000")
            if contrast(ink, ground) < READABLE:
                faint.add((key, cell.coordinate, ink, ground))
    assert not faint


def test_conditional_formats_can_be_read(fresh: Path) -> None:
    rules = rules_of(fresh)
    assert len(rules) > 10
    for rule in rules:
        ink, ground = rule.ink or INK, rule.ground or PAPER
        assert contrast(ink, ground) >= READABLE, rule


def test_no_colour_is_outside_the_palette(fresh: Path) -> None:
    assert style_colours(fresh) <= PALETTE | {"#000000"}


# --- charts ----------------------------------------------------------------------


def test_each_chart_has_a_title_axis_titles_and_an_alternative_text(
    filled: Path,
) -> None:
    charts = charts_of(filled)
    assert len(charts) >= 2
    sheets = {sheet.title: sheet for sheet in book_of(filled).values()}
    for chart in charts:
        title = heading_of(chart, sheets[chart.sheet])
        assert len(title) > 10, (chart.sheet, chart.name)
        assert len(chart.alt) > 40, (chart.sheet, chart.title)
        assert all(title for _, title in chart.axes()), (chart.sheet, chart.title)


def test_no_chart_is_empty(filled: Path) -> None:
    for chart in charts_of(filled):
        assert max(chart.points(), default=0) > 1, (chart.sheet, chart.title)


def test_texts_of_charts_can_be_read_and_colours_are_ours(filled: Path) -> None:
    for chart in charts_of(filled):
        assert chart.colours() <= PALETTE, (chart.sheet, chart.title)
        for ink, ground in chart.inks():
            seen = (chart.sheet, chart.title, ink, ground)
            assert contrast(ink, ground) >= READABLE, seen


# --- paper -----------------------------------------------------------------------


@pytest.mark.parametrize("key", SHEETS)
def test_each_sheet_prints_on_a4(fresh: Path, key: str) -> None:
    sheet = book_of(fresh)[key]
    setup = sheet.page_setup
    assert setup.paperSize == A4
    assert setup.orientation in {"landscape", "portrait"}
    assert 0.2 <= sheet.page_margins.left <= 0.8
    assert 0.2 <= sheet.page_margins.right <= 0.8
    footer = sheet.oddFooter
    assert "&A" in (footer.left.text or "")
    assert "&P / &N" in (footer.right.text or "")
    assert print_scale(sheet) >= SMALLEST_PRINT


@pytest.mark.parametrize("key", SHEETS)
def test_each_sheet_begins_with_its_title(fresh: Path, key: str) -> None:
    sheet = book_of(fresh)[key]
    head = [cell for cell in written(sheet) if cell.row <= 3]
    titles = [cell for cell in head if cell.font.sz == 20 and cell.font.b]
    assert titles, key


@pytest.mark.parametrize("key", TABLE_SHEETS)
def test_headings_of_tables_stay_in_sight(fresh: Path, key: str) -> None:
    assert book_of(fresh)[key].freeze_panes


# --- figures ---------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_each_column_shows_its_unit(fresh: Path, name: str) -> None:
    table = TABLES[name]
    sheet = book_of(fresh)[table.sheet]
    head = next(iter(sheet.tables[name].ref.split(":")))
    top = sheet[head].row
    formats = {
        column.key: sheet.cell(top + 1, sheet[head].column + place).number_format
        for place, column in enumerate(table.columns)
        if (name, column.key) != ("tblSettings", "value")
    }
    wanted = {column.key: column.format for column in table.columns}
    assert formats == {key: wanted[key] for key in formats}


def test_each_setting_shows_its_unit(fresh: Path) -> None:
    sheet = book_of(fresh)["settings"]
    for place, setting in enumerate(SETTINGS):
        shown = sheet.cell(5 + place, 2).number_format
        wanted = {NUMBER_FORMATS[setting.kind]}
        if setting.kind in NUMERIC_KINDS - {Kind.RATE, Kind.AMOUNT}:
            wanted = {"General"}
        assert {shown} == wanted, setting.key


# --- one language at a time ------------------------------------------------------


@cache
def declared_texts() -> set[Text]:
    """Every text of the package that stands in both languages."""
    found: set[Text] = set()
    seen: set[int] = set()

    def walk(value: object) -> None:
        if isinstance(value, Text):
            found.add(value)
            return
        if isinstance(value, str | bytes | int | float | type) or id(value) in seen:
            return
        seen.add(id(value))
        if isinstance(value, Mapping):
            for part in value.values():
                walk(part)
        elif isinstance(value, tuple | list | frozenset | set):
            for part in value:
                walk(part)
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name, None))

    for info in pkgutil.walk_packages(
        segmentation_addin.__path__, "segmentation_addin."
    ):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            walk(value)
    return found


@cache
def foreign(language: Language) -> frozenset[str]:
    """Texts of the other language that are no text of this one."""
    texts = declared_texts()
    own = {text.in_(language) for text in texts}
    other: Language = "en" if language == "fr" else "fr"
    return frozenset(text.in_(other) for text in texts) - own


def words(sheets: Iterable[Worksheet]) -> Iterator[tuple[str, str, str]]:
    for sheet in sheets:
        for cell in written(sheet):
            if isinstance(cell.value, str):
                yield sheet.title, cell.coordinate, cell.value
        for asked in sheet.data_validations.dataValidation:
            for text in (asked.prompt, asked.error, asked.promptTitle):
                if text:
                    yield sheet.title, str(asked.sqref), text


def test_no_text_is_of_the_other_language(language: Language, fresh: Path) -> None:
    assert len(foreign(language)) > 500
    stray = [
        place
        for place in words(book_of(fresh).values())
        if place[2] in foreign(language)
    ]
    assert not stray


def test_no_text_of_the_demonstration_is_of_the_other_language(
    language: Language, filled: Path
) -> None:
    sheets = book_of(filled)
    typed = {text for _, _, text in words([sheets["clients"]])}
    others = [sheet for key, sheet in sheets.items() if key != "clients"]
    stray = [place for place in words(others) if place[2] in foreign(language) - typed]
    assert not stray


def test_what_both_templates_say_alike_is_the_same_word_in_both(
    tmp_path: Path,
) -> None:
    shared = {text.en for text in declared_texts() if text.en == text.fr}
    sheets = {}
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsm"
        path.write_bytes(build(language))
        sheets[language] = book_of(path)
    alike = []
    for key, english in sheets["en"].items():
        french = sheets["fr"][key]
        for cell in written(english):
            if not isinstance(cell.value, str) or not _in_words(cell.value):
                continue
            if french[cell.coordinate].value == cell.value:
                alike.append((key, cell.coordinate, cell.value))
    names = {str(client[0]) for client in CLIENTS}
    names |= {str(name) for region in REGIONS for name in region}
    assert [x for x in alike if x[2] not in shared | names] == []


def _in_words(text: str) -> bool:
    """True for what a person reads as words: codes, commands and formulas aside."""
    if text.startswith(("=", "segmentation ", "tbl", __version__)):
        return False
    return bool(re.search(r"[a-zà-ÿ]{3}", text))
