"""The Value sheet: shares, dependence, losses and recurrence of small portfolios."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from board_examples import facts, segmentation
from libreoffice import Office, require_office
from portfolios import portfolio, segmented

from segmentation_addin.languages import Language
from segmentation_addin.results.table import segmentation_rows
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import FIXED_CELLS, Facts, fixed_values
from segmentation_addin.workbook.board_curve_shares import CURVES
from segmentation_addin.workbook.board_value import SENTENCE_ROW
from segmentation_addin.workbook.board_value_base import (
    AGE_ROW,
    CONFIDENCE_ROW,
    LETTERS_ROW,
    RECURRENCE_ROW,
)
from segmentation_addin.workbook.board_value_clients import DEPENDENCE_ROW, TOP_ROW
from segmentation_addin.workbook.board_value_rows import DEFINITION, VALUE
from segmentation_addin.workbook.board_value_stress import STRESS_ROW
from segmentation_addin.workbook.outputs import SHEETS

FIGURES = "CDEFGH"


def values_of(board: Facts) -> dict[tuple[str, str], Any]:
    return dict(fixed_values(board).values)


def shown(board: Facts, row: int, columns: str = FIGURES) -> list[Any]:
    values = values_of(board)
    return [values[VALUE, f"{letter}{row}"] for letter in columns]


def sentence(board: Facts) -> Any:
    return values_of(board)[VALUE, f"B{SENTENCE_ROW}"]


def four(**columns: Any) -> Facts:
    """Revenue 500, 300, 200 and -50; the smallest bought nothing before."""
    frame = segmentation(4, "en").assign(
        client_id=["C1", "C2", "C3", "C4"],
        name=["Alpha", "=Beta", "", "Delta"],
        decided_by="score",
        letter=["A", "B", "B", "D"],
        revenue=[500.0, 300.0, 200.0, -50.0],
        gross_margin=[200.0, 100.0, 50.0, -20.0],
        cost_to_serve=[40.0, 50.0, 20.0, 20.0],
        net_margin=[160.0, 50.0, 30.0, -40.0],
        revenue_rank=[1.0, 2.0, 3.0, 4.0],
        net_margin_rank=[1.0, 2.0, 3.0, 4.0],
        sector=["BTP", "Santé", "Santé", "(none)"],
        sector_rank=[1.0, 2.0, 2.0, 3.0],
        account_manager="(none)",
        manager_rank=1.0,
        region=["(none)", "Bretagne", "(none)", "(none)"],
        region_rank=[1.0, 2.0, 1.0, 1.0],
        active_months=[12.0, 9.0, 6.0, np.nan],
        previous_revenue=[400.0, 300.0, np.nan, 80.0],
        start_letter=["A", "B", "", "D"],
        new=["", "", "yes", ""],
        since_year=[2019.0, 2024.0, 2025.0, np.nan],
        confidence=["high", "medium", "high", ""],
    )
    changed = frame.assign(**columns)
    return Facts("en", changed, as_of=date(2025, 12, 31), currency="EUR")


def test_shares_of_the_largest_clients() -> None:
    board = four()
    assert shown(board, TOP_ROW + 2, "CDEFG") == [1, 500.0, 0.5, 160.0, 0.8]
    assert shown(board, TOP_ROW + 3, "CDE") == [3, 1000.0, 1.0]
    # There are not five clients; a negative revenue counts as 0.
    assert shown(board, TOP_ROW + 4, "CDEFG") == [4, 1000.0, 1.0, 200.0, 1.0]
    twenty_percent = TOP_ROW + 2 + 8
    assert shown(board, twenty_percent, "CDE") == [1, 500.0, 0.5]
    index, equal = twenty_percent + 1, twenty_percent + 2
    assert shown(board, index, "E") == [pytest.approx(0.25 + 0.09 + 0.04)]
    assert shown(board, equal, "E") == [pytest.approx(1 / 0.38)]


def test_the_names_that_weigh_most() -> None:
    board = four()
    client, sector, manager, region = range(DEPENDENCE_ROW + 2, DEPENDENCE_ROW + 6)
    assert shown(board, client, "CEFGH") == ["Alpha", 0.5, 160.0, 0.8, 1]
    assert shown(board, sector, "CEFH") == ["BTP", 0.5, 160.0, 1]
    # Nobody has an account manager; two regions of three are not filled in.
    assert shown(board, manager, "CEFGH") == ["", "", "", "", ""]
    assert shown(board, region, "CEFH") == ["Bretagne", 0.3, 50.0, 1]
    unnamed = four(name=["", "x", "y", "z"])
    assert shown(unnamed, client, "C") == ["C1"]


def test_what_is_left_without_the_largest() -> None:
    board = four()
    revenue, gross, margin, kept = range(STRESS_ROW + 2, STRESS_ROW + 10, 2)
    assert shown(board, revenue, "CDEF") == [950.0, 450.0, -50.0, 0.0]
    assert shown(board, revenue + 1, "DE") == pytest.approx(
        [450 / 950 - 1, -1000 / 950]
    )
    assert shown(board, gross, "CDE") == [330.0, 130.0, -20.0]
    assert shown(board, margin, "CDE") == [200.0, 40.0, -40.0]
    # The 40 of cost to serve of the first client stay: 200 - 200.
    assert shown(board, kept, "CD") == [200.0, 0.0]


def test_a_client_of_unknown_cost_takes_no_net_margin_with_it() -> None:
    board = four(
        cost_to_serve=[np.nan, 50.0, 20.0, 20.0],
        net_margin=[np.nan, 50.0, 30.0, -40.0],
        net_margin_rank=[np.nan, 1.0, 2.0, 3.0],
    )
    margin, kept = STRESS_ROW + 6, STRESS_ROW + 8
    assert shown(board, margin, "CD") == [40.0, 40.0]
    assert shown(board, kept, "CD") == [40.0, 40.0]


def test_letters_are_those_of_the_dashboard() -> None:
    board = four()
    values = values_of(board)
    assert shown(board, LETTERS_ROW + 2) == [1, 2, 0, 1, 0, 4]
    # A and total: clients kept, GRR and NRR of the Dashboard's columns M, N and O.
    for place, source in enumerate("MNO"):
        row = LETTERS_ROW + 2 + 6 + place
        expected = [values["dashboard", f"{source}{at}"] for at in (11, 18)]
        assert shown(board, row, "CH") == expected


def test_recurrence_and_new_clients() -> None:
    board = four()
    six, nine, twelve, before, new = range(RECURRENCE_ROW + 2, RECURRENCE_ROW + 7)
    assert shown(board, six, "CDE") == [3, 1000.0, 1000 / 950]
    assert shown(board, nine, "CD") == [2, 800.0]
    assert shown(board, twelve, "CDFG") == [1, 500.0, 160.0, 0.8]
    assert shown(board, before, "CDE") == [2, 800.0, 800 / 950]
    assert shown(board, new, "CD") == [1, 200.0]


def test_revenue_by_year_of_arrival() -> None:
    board = four()
    values = values_of(board)
    labels = [values[VALUE, f"B{AGE_ROW + 2 + place}"] for place in (0, 1, 5)]
    assert labels == ["Came in 2025", "Came in 2024", "Came in 2020 or before"]
    assert [shown(board, AGE_ROW + 2 + place, "CD") for place in (0, 1, 2, 5, 6)] == [
        *([1, 200.0], [1, 300.0], [0, 0.0], [1, 500.0], [1, -50.0]),
    ]


def test_confidence_of_the_revenue() -> None:
    board = four()
    assert [shown(board, CONFIDENCE_ROW + 2 + x, "CD") for x in range(3)] == [
        *([2, 700.0], [1, 300.0], [0, 0.0]),
    ]


def test_the_headline_says_what_it_can() -> None:
    assert sentence(four()) == (
        "The largest client makes 50% of the revenue, the five largest 100%: as "
        "concentrated as 3 clients of equal size. Without these five, the net margin "
        "left is 0 EUR. 84% of the revenue comes from clients that already bought in "
        "the year before."
    )
    alone = four(previous_revenue=np.nan, net_margin=np.nan, net_margin_rank=np.nan)
    assert sentence(alone).endswith("as concentrated as 3 clients of equal size. ")
    assert sentence(Facts.empty("fr")) == ""


def test_what_is_not_known_is_blank_and_never_zero() -> None:
    board = four(
        previous_revenue=np.nan,
        active_months=np.nan,
        since_year=np.nan,
        confidence="",
        new="",
        net_margin=np.nan,
        net_margin_rank=np.nan,
    )
    rows = [
        *range(RECURRENCE_ROW + 2, RECURRENCE_ROW + 7),
        *range(AGE_ROW + 2, AGE_ROW + 9),
        *range(CONFIDENCE_ROW + 2, CONFIDENCE_ROW + 5),
    ]
    assert {cell for row in rows for cell in shown(board, row, "CDEFG")} == {""}
    assert shown(board, STRESS_ROW + 6, "CDEF") == [""] * 4


def test_each_figure_has_its_definition_beside_it() -> None:
    rows = {
        int(cell.cell[1:])
        for cell in FIXED_CELLS
        if cell.sheet == VALUE and cell.formula and cell.cell[0] in FIGURES
    }
    defined = {
        int(cell.cell[1:])
        for cell in FIXED_CELLS
        if cell.sheet == VALUE and cell.cell.startswith(DEFINITION) and cell.text
        if all(len(text) > 20 for text in cell.text)
    }
    assert len(rows) > 40
    assert rows <= defined


def test_the_year_of_arrival_is_that_of_the_clients_sheet() -> None:
    inputs = portfolio(
        margins="""
            client_id  period      revenue  gross_margin
            A1         2025-12-31  1000     300
            A2         2025-12-31  500      100
            A3         2025-12-31  200      50
        """,
        clients="""
            client_id  since
            A1         2019-03-04
            A2         .
            A3         2026-02-01
        """,
    )
    result = segmented(inputs)
    frame = segmentation_rows(result, inputs, [[] for _ in range(3)], "en")
    years = frame.set_index("client_id")["since_year"]
    # A date after the period says nothing, as for the rule on new clients.
    assert years["A1"] == 2019
    assert years[["A2", "A3"]].isna().all()


# --- against LibreOffice -------------------------------------------------------------


LOCALES: tuple[tuple[str, Language], ...] = (("en-US", "en"), ("fr-FR", "fr"))


@pytest.fixture(scope="module", params=LOCALES, ids=lambda x: x[1])
def office(request: pytest.FixtureRequest) -> Iterator[tuple[Office, Language]]:
    require_office()
    locale, language = request.param
    with Office(locale) as running:
        yield running, language


def _without(board: Facts, keys: tuple[str, ...]) -> Facts:
    frame = board.segmentation.assign(**dict.fromkeys(keys, np.nan))
    return replace(board, segmentation=frame)


def _losing(board: Facts) -> Facts:
    frame = board.segmentation.copy()
    for key in ("revenue", "gross_margin", "net_margin"):
        frame[key] = -frame[key].abs()
    return replace(board, segmentation=frame)


_COST = ("cost_to_serve", "cost_to_serve_ratio", "net_margin", "net_margin_rank")


def portfolios(language: Language) -> Iterator[tuple[str, Facts]]:
    """Portfolios that have nothing to say on one subject or another."""
    yield "first period", _without(facts(30, language, 5), ("previous_revenue",))
    yield "no cost", _without(facts(30, language, 6), _COST)
    yield "all negative", _losing(facts(12, language, 7))
    yield "no margin", _without(facts(9, language, 8), (*_COST, "gross_margin"))
    plain = facts(25, language, 9)
    blank = {"sector": "", "account_manager": "", "region": "", "confidence": ""}
    unfilled = plain.segmentation.assign(**blank, since_year=np.nan, score=np.nan)
    yield "unfilled", replace(plain, segmentation=unfilled)


def _agrees(expected: Any, found: Any) -> bool:
    if expected is None or expected == "":
        return found in (None, "")
    if isinstance(expected, str):
        return bool(found == expected)
    return isinstance(found, float) and found == pytest.approx(expected, 1e-9, 1e-6)


def test_a_spreadsheet_agrees_on_unusual_portfolios(
    office: tuple[Office, Language], tmp_path: Path
) -> None:
    program, language = office
    titles = {key: SHEETS[key].title.in_(language) for key in (CURVES, VALUE)}
    path = tmp_path / "unusual.xlsm"
    for name, board in portfolios(language):
        path.write_bytes(build(language, board))
        cells = program.calculate(path, *titles.values())
        for (sheet, place), value in values_of(board).items():
            if sheet in titles:
                found = cells[titles[sheet]].get(place, {})
                assert not found.get("error"), (name, sheet, place)
                assert _agrees(value, found.get("value")), (name, sheet, place, value)


def test_an_override_moves_the_letters_of_both_sheets(
    office: tuple[Office, Language], tmp_path: Path
) -> None:
    program, language = office
    letters = ["A", "B", "B", "D"]
    board = four(computed_letter=letters, score=[82.0, 55.0, 52.0, 12.0])
    frame = board.segmentation.assign(new="")
    board = replace(board, segmentation=frame, language=language)
    titles = [SHEETS[key].title.in_(language) for key in (CURVES, VALUE)]
    path = tmp_path / "override.xlsm"
    path.write_bytes(build(language, board))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        book = openpyxl.load_workbook(path)
    review = book[SHEETS["review"].title.in_(language)]
    review["A5"], review["B5"] = "C2", "A"
    book.save(tmp_path / "override.xlsx")
    cells = program.calculate(tmp_path / "override.xlsx", *titles)
    clients = [cells[titles[1]][f"{x}{LETTERS_ROW + 2}"]["value"] for x in "CD"]
    assert clients == [2.0, 1.0]
    moved = replace(board, segmentation=frame.assign(letter=["A", "A", "B", "D"]))
    for (sheet, place), value in values_of(moved).items():
        if sheet == CURVES:
            assert _agrees(value, cells[titles[0]].get(place, {}).get("value")), place
