"""The worksheet functions of RFM, matrix, size and moves: cells in, cells out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from published_examples import rfm_of_r

from segmentation_addin.core.readings.rfm import rfm
from segmentation_addin.excel import functions as module
from segmentation_addin.excel.tokens import token
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.sampling import demo
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.outputs import SEGMENTATION

functions: Any = module
"""Typed loosely: Excel hands over anything."""
SEGMENT_RFM, SEGMENT_MATRIX = functions.SEGMENT_RFM, functions.SEGMENT_MATRIX
SEGMENT_SIZE, SEGMENT_MOVES = functions.SEGMENT_SIZE, functions.SEGMENT_MOVES

NA, VALUE, NUM = token("#N/A"), token("#VALUE!"), token("#NUM!")
ERROR_NA = -2146826246
"""How an #N/A cell arrives through COM."""
SCALE = (("value", "higher", 25.0, 1e3, 5e3, 2e4, 6e4, 2e5, "yes"),)


def column(*cells: Any) -> tuple[tuple[Any], ...]:
    return tuple((cell,) for cell in cells)


# --- RFM ------------------------------------------------------------------------


def test_rfm_of_many_clients_is_that_of_the_core() -> None:
    example = rfm_of_r()
    figures = [example[key].to_numpy(float) for key in ("days", "orders", "amount")]
    found = SEGMENT_RFM(*(column(*figure.tolist()) for figure in figures))
    expected = rfm(figures[0], figures[1], figures[2], np.ones(995, bool)).codes
    assert [row[0] for row in found] == expected.tolist()


def test_rfm_of_one_client_needs_a_scale_for_its_amount() -> None:
    assert SEGMENT_RFM(10.0, 5.0, 30_000.0, SCALE) == [["533"]]
    assert SEGMENT_RFM(10.0, 5.0, 30_000.0) == [[NA]]
    assert SEGMENT_RFM(10.0, None, 30_000.0, SCALE) == [[""]]
    assert SEGMENT_RFM("soon", 5.0, 30_000.0, SCALE) == [[VALUE]]


def test_rfm_keeps_rows_rows_and_spoils_only_the_row_of_an_error() -> None:
    days, orders = ((1.0, ERROR_NA, 400.0),), ((13.0, 5.0, 1.0),)
    amounts = ((3e5, 3e4, 100.0),)
    assert SEGMENT_RFM(days, orders, amounts, SCALE) == [["555", NA, "111"]]


# --- matrix ---------------------------------------------------------------------


def test_the_matrix_in_both_languages() -> None:
    revenue, net = column(800.0, 100.0, 100.0, None), column(8.0, 20.0, -30.0, 5.0)
    assert SEGMENT_MATRIX(revenue, net, None, 0.05) == [
        ["high revenue, below target"],
        ["low revenue, above target"],
        ["low revenue, loss"],
        [""],
    ]
    french = SEGMENT_MATRIX(revenue, net, None, 0.05, lang="fr")
    assert french[0] == ["gros CA, sous la cible"]


def test_the_limits_of_the_matrix_can_be_typed() -> None:
    revenue, net = column(10.0, 20.0, 30.0), column(1.0, 1.0, 1.0)
    for median in ("median", "Médiane", column("médiane")):
        found = SEGMENT_MATRIX(revenue, net, median, 0.01)
        assert [row[0].split(",")[0] for row in found] == [
            "low revenue",
            "high revenue",
            "high revenue",
        ]
    assert SEGMENT_MATRIX(10.0, 1.0, 5.0, 0.2) == [["high revenue, below target"]]
    assert SEGMENT_MATRIX(10.0, 1.0, "x", 0.2) == [[VALUE]]
    assert SEGMENT_MATRIX(10.0, 1.0, column(1.0, 2.0), 0.2) == [[VALUE]]


@pytest.mark.parametrize("limits", [(), (5.0,), (None, 0.1)])
def test_one_client_alone_is_compared_with_nobody(limits: tuple[Any, ...]) -> None:
    assert SEGMENT_MATRIX(10.0, 1.0, *limits) == [[NA]]
    assert SEGMENT_SIZE(10.0, *limits) == [[NA]]


# --- size -----------------------------------------------------------------------


def test_sizes_by_the_abc_or_by_typed_limits() -> None:
    revenue = column(700.0, 210.0, 50.0, 40.0, 0.0)
    assert SEGMENT_SIZE(revenue) == [["large"], ["medium"], ["medium"], ["small"], [""]]
    french = SEGMENT_SIZE(revenue, 200.0, 45.0, "fr")
    assert french == [["grand"], ["grand"], ["moyen"], ["petit"], [""]]
    assert SEGMENT_SIZE(60.0, 100.0, 50.0) == [["medium"]]
    assert SEGMENT_SIZE(revenue, 10.0, 20.0) == [[NUM]]
    assert SEGMENT_SIZE(revenue, ERROR_NA) == [[NA]]


# --- moves ----------------------------------------------------------------------


def test_the_moves_with_new_and_gone_clients() -> None:
    before = column("A", "a", "B", "", "C", "inactive", None)
    after = column("A", "B", "A", "D", "", "NC", None)
    table = SEGMENT_MOVES(before, after)
    assert table[0] == [
        *("Before / after", "A", "B", "C", "D", "NC", "inactive", "gone", "Total")
    ]
    assert [row[0] for row in table[1:]] == [
        *("A", "B", "C", "D", "NC", "inactive", "new", "Total")
    ]
    rows = {row[0]: row[1:] for row in table[1:]}
    assert rows["A"] == [1, 1, 0, 0, 0, 0, 0, 2]
    assert rows["new"] == [0, 0, 0, 1, 0, 0, 0, 1]
    assert rows["C"] == [0, 0, 0, 0, 0, 0, 1, 1]
    assert rows["Total"] == [2, 1, 0, 1, 1, 0, 1, 6]


def test_the_moves_in_french_read_either_language() -> None:
    table = SEGMENT_MOVES(column("A", "Nouveau"), column("parti", "inactif"), "fr")
    assert table[0][0] == "Avant / après"
    assert [row[-1] for row in table] == ["Total", 1, 0, 0, 0, 0, 0, 1, 2]
    assert table[-1][1:] == [0, 0, 0, 0, 0, 1, 1, 2]


def test_moves_that_cannot_be_read() -> None:
    assert SEGMENT_MOVES(column("A", "B"), column("A")) == [[VALUE]]
    assert SEGMENT_MOVES(column("Z"), column("A")) == [[VALUE]]
    assert SEGMENT_MOVES(column(1.0), column("A")) == [[VALUE]]
    assert SEGMENT_MOVES(column("A"), column(ERROR_NA)) == [[NA]]
    assert SEGMENT_MOVES(column(None), column("")) == [[NA]]
    assert SEGMENT_MOVES(column("A"), column("A"), "de") == [[VALUE]]


# --- the same as the sheet --------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_and_the_sheet_agree(language: Language, tmp_path: Path) -> None:
    path, _ = demo(tmp_path, language)
    raw = FileHost(path).read("tblSegmentation")
    held = dict(zip(raw.headings, raw.columns, strict=True))

    def of(key: str) -> list[Any]:
        cells = held[SEGMENTATION.column(key).heading.in_(language)]
        return ["" if cell is None else cell for cell in cells]

    sold = [revenue not in {"", 0} for revenue in of("revenue")]

    def among(key: str) -> tuple[tuple[Any], ...]:
        """A column of the clients with revenue: the inactive ones have no place."""
        return column(*(c for c, kept in zip(of(key), sold, strict=True) if kept))

    def shown(key: str) -> list[list[Any]]:
        return [list(row) for row in among(key)]

    assert sum(sold) > 300
    figures = [among(key) for key in ("days", "orders", "revenue")]
    assert SEGMENT_RFM(*figures) == shown("rfm")
    found = SEGMENT_MATRIX(figures[2], among("net_margin"), lang=language)
    assert found == shown("matrix")
    assert SEGMENT_SIZE(figures[2], lang=language) == shown("size")
