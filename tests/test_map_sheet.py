"""The Map: figures by place, and the same figures in a spreadsheet program."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from colours import contrast
from libreoffice import Office, require_office
from map_examples import placed

from segmentation_addin.core.french_places import DEPARTMENTS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.palette import INK
from segmentation_addin.services.map_choice import read_measure
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.template.build import build
from segmentation_addin.template.map_sheet import GAIN, LOSS, NEUTRAL
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_map_lists import BOTTOM_ROW, TOP_ROW
from segmentation_addin.workbook.board_map_tables import ASIDE_ROW
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, CellEdits, Changes
from segmentation_addin.workbook.map_figures import Place, added
from segmentation_addin.workbook.map_places import COUNTRY_ROWS, tile_cell
from segmentation_addin.workbook.map_tables import MEASURES, measure_of
from segmentation_addin.workbook.outputs import SHEETS

LOCALES: dict[Language, str] = {"en": "en-US", "fr": "fr-FR"}
TILES = {place.code: tile_cell(place.tile) for place in DEPARTMENTS}
ABROAD = ("DE", "Belgique", "Wakanda", "=1+1", "<9", "A*", "")


def shown(board: Facts) -> dict[str, Any]:
    """The value of every cell of the Map."""
    values: dict[tuple[str, str], Any] = dict(fixed_values(board).values)
    return {cell: value for (sheet, cell), value in values.items() if sheet == "map"}


def two_places() -> Facts:
    """Paris earns 100 on 1,000 and loses 20 on 500; the Nord has one D client."""
    board = placed(3, "en", ("75001", "75002", "59000"))
    frame = board.segmentation.assign(
        revenue=[1000.0, 500.0, 200.0],
        net_margin=[100.0, -20.0, -40.0],
        letter=["A", "C", "D"],
        decided_by="score",
        false_good=["", "x", ""],
        department=["75", "75", "59"],
        region=["Île-de-France", "Île-de-France", "Hauts-de-France"],
        country="France",
        country_rank=1.0,
    )
    return Facts("en", frame)


@pytest.mark.parametrize(
    ("measure", "paris", "nord"),
    [
        ("revenue", 1500.0, 200.0),
        ("net_margin", 80.0, -40.0),
        ("clients", 2, 1),
        ("share_d", 0.0, 1.0),
        ("net_margin_rate", 80 / 1500, -0.2),
        ("false_good", 1, 0),
    ],
)
def test_a_tile_holds_the_chosen_measure(
    measure: str, paris: float, nord: float
) -> None:
    board = Facts("en", two_places().segmentation, map_measure=measure)
    cells = shown(board)
    assert cells[TILES["75"]] == pytest.approx(paris)
    assert cells[TILES["59"]] == pytest.approx(nord)
    assert cells[TILES["33"]] == "33"  # no client: a text takes no colour


def test_the_lists_name_first_and_last_and_nobody_twice() -> None:
    cells = shown(two_places())
    names = [cells[f"B{row}"] for row in range(TOP_ROW + 2, TOP_ROW + 5)]
    assert names == ["75 Paris", "59 Nord", ""]
    assert cells[f"B{BOTTOM_ROW + 2}"] == "All stand already above."
    many = shown(placed(300, "en", measure="net_margin"))
    lists = [many[f"B{top + 2 + i}"] for top in (TOP_ROW, BOTTOM_ROW) for i in range(5)]
    assert len(set(lists)) == 10
    figures = [
        many[f"L{top + 2 + i}"] for top in (TOP_ROW, BOTTOM_ROW) for i in range(5)
    ]
    assert figures[:5] == sorted(figures[:5], reverse=True)
    assert figures[5:] == sorted(figures[5:])
    assert min(figures[:5]) >= max(figures[5:])


def test_equal_figures_are_ranked_by_code() -> None:
    board = placed(4, "en", ("59000", "33000", "2000", "20200"), measure="clients")
    frame = board.segmentation.assign(
        decided_by="score", department=["59", "33", "02", "2B"]
    )
    places = Facts("en", frame, map_measure="clients").places
    assert dict(places.code_of_rank) == {1: "02", 2: "2B", 3: "33", 4: "59"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_on_the_map_and_beside_it_is_everybody(language: Language) -> None:
    posts = ("75008", "98800", "ABC", "10115", "")
    lands = ("France", "", "FR", "Germany", "")
    board = placed(200, language, posts, lands)
    cells = shown(board)
    clients = [cells[f"D{row}"] for row in range(ASIDE_ROW + 2, ASIDE_ROW + 9)]
    assert sum(clients[:5]) == clients[5] == clients[6]
    assert clients[6] == int(board.figures.counted.sum())
    assert min(clients[:5]) > 0
    revenue = [cells[f"F{row}"] for row in range(ASIDE_ROW + 2, ASIDE_ROW + 9)]
    assert sum(revenue[:5]) == pytest.approx(revenue[6])
    assert cells[f"I{ASIDE_ROW + 8}"] == "OK"
    assert cells[f"V{COUNTRY_ROWS[0] - 1}"] == clients[6]


def test_a_portfolio_abroad_is_told_by_its_countries() -> None:
    cells = shown(placed(30, "fr", countries=("DE", "Belgique")))
    assert cells["B3"].startswith("Aucun client n'a pu être situé en France")
    names = {cells[f"Q{row}"] for row in range(COUNTRY_ROWS[0], COUNTRY_ROWS[0] + 3)}
    assert names == {"Allemagne", "Belgique", ""}
    assert {cells[TILES["75"]], cells[TILES["974"]]} == {"75", "974"}


def test_a_fresh_map_says_that_there_is_no_client() -> None:
    cells = shown(Facts.empty("en"))
    assert cells["B3"] == "No client yet: import, then refresh."
    assert all(cells[cell] == code for code, cell in TILES.items())


def test_an_unknown_margin_is_neither_zero_nor_coloured() -> None:
    board = two_places()
    frame = board.segmentation.assign(net_margin=np.nan)
    cells = shown(Facts("en", frame, map_measure="net_margin"))
    assert cells[TILES["75"]] == "75"
    assert cells[f"I{ASIDE_ROW + 2}"] == ""
    assert added(Place(2, 10.0), Place(1, 5.0, 3.0)) == Place(3, 15.0, 3.0)
    assert added(Place(2, 10.0), Place()).net_margin == ""


def test_ten_of_a_hundred_tiles_do_not_pale_the_others() -> None:
    board = placed(300, "en")
    values = sorted(board.places.measured.values())
    assert values[0] < board.places.deepest < values[-1]
    assert sum(x > board.places.deepest for x in values) <= math.ceil(0.1 * len(values))


def test_ink_is_readable_on_every_colour_of_the_scale() -> None:
    assert min(contrast(INK, colour) for colour in (LOSS, NEUTRAL, GAIN)) >= 4.5


def test_a_measure_is_known_by_its_name_in_either_language() -> None:
    for key, names in MEASURES.items():
        assert {measure_of(f" {name.upper()} ") for name in names} == {key}
    assert measure_of("") == measure_of("*") == "revenue"


# --- in a workbook ----------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four clients: Paris, Ain without its zero, Germany, and one of nowhere."""
    path = tmp_path_factory.mktemp("map") / "small.xlsm"
    path.write_bytes(build("fr"))
    places = (
        ("C1", "75008", "France"),
        ("C2", "1000", "FRA"),
        ("C3", "10115", "Germany"),
        ("C4", "", ""),
    )
    clients = [
        {"client_id": code, "postcode": post, "country": country}
        for code, post, country in places
    ]
    margins = [
        {"client_id": code, "period": "2025", "revenue": sold, "gross_margin": sold / 4}
        for code, sold in (("C1", 400.0), ("C2", 300.0), ("C3", 200.0), ("C4", 100.0))
    ]
    FileHost(path).write(
        Changes(
            appended=[
                AppendedRows("tblClients", pd.DataFrame(clients)),
                AppendedRows("tblMargins", pd.DataFrame(margins)),
            ]
        )
    )
    assert refresh(FileHost(path)).written
    return path


def read(path: Path, *cells: str) -> list[Any]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = [book[SHEETS["map"].title.fr][cell].value for cell in cells]
    book.close()
    return found


def test_a_refresh_fills_the_places_and_the_map(small: Path) -> None:
    raw = FileHost(small).read("tblSegmentation")
    columns = dict(zip(raw.headings, raw.columns, strict=True))
    nothing = "(non renseigné)"
    assert list(columns["Pays"]) == ["France", "France", "Allemagne", nothing]
    assert list(columns["Département"]) == ["75", "01", nothing, nothing]
    assert list(columns["Région"]) == [
        *("Île-de-France", "Auvergne-Rhône-Alpes", "Allemagne", nothing)
    ]
    assert read(small, TILES["75"], TILES["01"], TILES["02"]) == [400, 300, "02"]
    first = ASIDE_ROW + 2
    assert read(small, *(f"D{row}" for row in range(first, first + 6))) == [
        *(2, 0, 0, 1, 1, 4)
    ]


def test_the_choice_survives_a_refresh_which_follows_it(small: Path) -> None:
    assert read_measure(FileHost(small)) == "revenue"
    edit = CellEdits("tblMap", "measure", [0], ["clients"])
    FileHost(small).write(Changes(edits=[edit]))
    assert refresh(FileHost(small)).written
    assert not refresh(FileHost(small)).written
    assert read(small, "B7", TILES["75"], TILES["02"]) == ["clients", 1, "02"]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def office(language: Language) -> Iterator[Office]:
    require_office()
    with Office(LOCALES[language]) as running:
        yield running


def same(value: Any, found: Any) -> bool:
    if isinstance(value, int | float):
        return isinstance(found, float) and math.isclose(
            value, found, rel_tol=1e-9, abs_tol=1e-6
        )
    return found == value or (value in (None, "") and found in (None, ""))


def compare(office: Office, path: Path, board: Facts) -> None:
    title = SHEETS["map"].title.in_(board.language)
    cells = office.calculate(path, title)[title]
    for cell, value in shown(board).items():
        found = cells.get(cell, {})
        assert not found.get("error"), cell
        assert same(value, found.get("value")), (cell, value, found)


@pytest.mark.parametrize(
    ("clients", "measure"),
    [(1, "net_margin"), (5, "share_d"), (120, "net_margin_rate")],
)
def test_a_spreadsheet_gives_every_figure(
    office: Office, language: Language, clients: int, measure: str, tmp_path: Path
) -> None:
    lands = ("France", "", "FR", *ABROAD) if clients > 5 else ("France",)
    board = placed(clients, language, countries=lands, measure=measure)
    path = tmp_path / "map.xlsm"
    path.write_bytes(build(language, board))
    compare(office, path, board)


def test_a_spreadsheet_follows_the_choice(
    office: Office, language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "chosen.xlsm"
    path.write_bytes(build(language, placed(60, language)))
    for measure in ("clients", "false_good", "net_margin"):
        name = MEASURES[measure].in_("en" if measure == "clients" else language)
        edit = CellEdits("tblMap", "measure", [0], [name.upper()])
        FileHost(path).write(Changes(edits=[edit]))
        compare(office, path, placed(60, language, measure=measure))


def test_more_countries_than_lines_end_in_the_others(
    office: Office, language: Language, tmp_path: Path
) -> None:
    lands = tuple(f"Land {i:02d}" for i in range(30))
    board = placed(90, language, ("",), lands, measure="false_good")
    assert shown(board)[f"Q{COUNTRY_ROWS[0] + 20}"] in {"Others", "Autres"}
    path = tmp_path / "lands.xlsm"
    path.write_bytes(build(language, board))
    compare(office, path, board)
