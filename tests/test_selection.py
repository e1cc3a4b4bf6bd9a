"""The choice cells of the Dashboard: whom they keep, what a workbook shows of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import com_fake
import numpy as np
import openpyxl
import pandas as pd
import pytest
from board_examples import SECTORS, facts
from libreoffice import Office, require_office
from memory_host import memory_host, raw_table

from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.dashboard import dashboard_in_place, read_selection
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_selection import chosen_rows
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    Changes,
    FixedValues,
)
from segmentation_addin.workbook.outputs import SHEETS
from segmentation_addin.workbook.selection_tables import ALL, SELECTION

LOCALES: dict[Language, str] = {"en": "en-US", "fr": "fr-FR"}
CHOICES: tuple[Mapping[str, str], ...] = (
    {"letter": "b"},
    {"letter": "NC", "sector": "(ALL)"},
    {"letter": "Z"},
    {"account_manager": "l. petit", "letter": "A"},
    {"sector": "no such sector"},
    *({"sector": name} for name in ("=1+1", "<10", "<>", "A*", "A~*", "007", "1E3")),
    {"account_manager": "?", "sector": "(none)"},
)


def values_of(board: Facts) -> dict[tuple[str, str], Any]:
    return dict(fixed_values(board).values)


def count(board: Facts) -> int:
    return int(chosen_rows(board).sum())


def test_without_a_choice_everybody_is_kept() -> None:
    everybody = facts(60, "en", 3)
    assert count(everybody) == int(everybody.figures.counted.sum())
    for text in ("", " ", "(all)", "(tous)", "(TOUS)"):
        assert count(facts(60, "en", 3, {"sector": text})) == count(everybody)


def test_a_name_is_itself_and_never_a_pattern_or_a_comparison() -> None:
    board = facts(140, "en", 4)
    rows = board.figures.counted
    for name in SECTORS:
        wanted = int((rows & (board.figures.words("sector") == name)).sum())
        assert count(facts(140, "en", 4, {"sector": name})) == wanted > 0


def test_choices_narrow_together() -> None:
    board = facts(140, "en", 4, {"letter": "a", "account_manager": "A. ROY"})
    figures = board.figures
    wanted = (figures.words("letter") == "A") & (
        figures.words("account_manager") == "A. Roy"
    )
    assert (chosen_rows(board) == (wanted & figures.counted)).all()
    values = values_of(board)
    revenue = float(np.nansum(figures.numbers("revenue")[chosen_rows(board)]))
    assert values["dashboard", "F55"] == count(board)
    assert values["dashboard", "G55"] == pytest.approx(revenue)
    assert values["dashboard", "G56"] == pytest.approx(
        revenue / board.kpis["total"]["revenue"]  # type: ignore[operator]
    )


def test_an_unknown_name_is_said_and_counts_nobody() -> None:
    values = values_of(facts(20, "fr", 2, {"sector": "Conseil"}))
    assert values["dashboard", "F55"] == 0
    assert values["dashboard", "B56"] == "Aucun client dans cette sélection."
    assert values_of(facts(20, "fr", 2))["dashboard", "B56"] == ""


# --- in a workbook --------------------------------------------------------------


def test_what_was_chosen_is_read_from_the_first_row() -> None:
    row = {"letter": "B", "sector": "=1+1", "account_manager": None}
    host = memory_host(tblSelection=raw_table(SELECTION, [row]))
    assert read_selection(host) == {
        "letter": "B",
        "sector": "=1+1",
        "account_manager": "",
    }
    assert read_selection(memory_host()) == {}


def test_names_are_not_written_where_the_choice_cells_are_missing_or_moved() -> None:
    values = FixedValues({("dashboard", "AH6"): "BTP", ("dashboard", "E17"): 3.0})
    kept = dashboard_in_place(memory_host(), values)
    assert dict(kept.values) == {("dashboard", "E17"): 3.0}
    table = raw_table(SELECTION, [{}])
    moved = memory_host(tblSelection=table)
    assert len(dashboard_in_place(moved, values).values) == 1
    table.first_row = SELECTION.header_row + 1
    in_place = memory_host(tblSelection=table)
    assert dashboard_in_place(in_place, values) == values


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three clients of two sectors, one of them named like a formula."""
    path = tmp_path_factory.mktemp("small") / "small.xlsm"
    path.write_bytes(build("en"))
    rows: dict[str, list[dict[str, Any]]] = {
        "tblClients": [
            {"client_id": "C1", "name": "Alpha", "sector": "=1+1"},
            {"client_id": "C2", "name": "Beta", "sector": "Retail"},
            {"client_id": "C3", "name": "Gamma", "sector": "retail"},
        ],
        "tblMargins": [
            {
                "client_id": client,
                "period": "2025",
                "revenue": revenue,
                "gross_margin": revenue / 4,
            }
            for client, revenue in (("C1", 100.0), ("C2", 300.0), ("C3", 50.0))
        ],
    }
    FileHost(path).write(
        Changes(
            appended=[AppendedRows(name, pd.DataFrame(x)) for name, x in rows.items()]
        )
    )
    assert refresh(FileHost(path)).written
    return path


def test_a_choice_survives_a_refresh_which_follows_it(small: Path) -> None:
    host = FileHost(small)
    (letter,) = host.read("tblSelection").columns[0]
    assert letter == ALL.en
    host.write(Changes(edits=[CellEdits("tblSelection", "sector", [0], ["RETAIL"])]))
    assert refresh(FileHost(small)).written  # the figures of the choice
    assert not refresh(FileHost(small)).written
    assert read_selection(FileHost(small))["sector"] == "RETAIL"
    book = openpyxl.load_workbook(small, read_only=True, data_only=True)
    board = book["Dashboard"]
    assert [board[cell].value for cell in ("C55", "F55", "G55")] == ["RETAIL", 2, 350]
    names = [board[f"AH{row}"].value for row in range(5, 9)]
    assert names == [ALL.en, "Retail", "=1+1", None]
    assert board["AH7"].data_type == "s"
    book.close()


def test_a_choice_survives_a_refresh_in_an_open_workbook(
    small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "open.xlsm"
    path.write_bytes(small.read_bytes())
    with com_fake.excel(path) as (_, opened):
        board = opened.sheets["Dashboard"]
        board["B55"].value = "B"
        board["AH7"].value = "old name"
        assert refresh(LiveHost(opened)).written
        assert read_selection(LiveHost(opened))["letter"] == "B"
        assert board["AH7"].value == "=1+1"  # a text: a formula would have no value
        assert not refresh(LiveHost(opened)).written


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
        return isinstance(found, float) and math.isclose(value, found, abs_tol=1e-6)
    return found == (value or "") or (value in (None, "") and found is None)


def test_a_spreadsheet_keeps_the_same_clients(
    office: Office, language: Language, tmp_path: Path
) -> None:
    title = SHEETS["dashboard"].title.in_(language)
    path = tmp_path / "chosen.xlsm"
    path.write_bytes(build(language, facts(60, language, 3)))
    for choice in CHOICES:
        edits = [
            CellEdits(SELECTION.name, key, [0], [choice.get(key)])
            for key in SELECTION.keys
        ]
        FileHost(path).write(Changes(edits=edits))
        board = facts(60, language, 3, choice)
        cells = office.calculate(path, title)[title]
        for (sheet, cell), value in values_of(board).items():
            if sheet == "dashboard" and cell[-2:] in {"55", "56"}:
                found = cells.get(cell, {}).get("value")
                assert same(value, found), (choice, cell, value, found)
