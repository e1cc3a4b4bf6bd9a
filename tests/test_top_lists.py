"""The short lists of the Dashboard, and the letters at the start of the period."""

from __future__ import annotations

from typing import Any

import numpy as np
from board_examples import segmentation

from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_top_lists import LISTED, TOP_LISTS

FALSE_GOOD, RISKS, LEVERS = TOP_LISTS


def shown(board: Facts, *cells: str) -> list[Any]:
    values = fixed_values(board).values
    return [values["dashboard", cell] for cell in cells]


def three() -> Facts:
    """Two false good clients, one of them without a name; one risk; no lever."""
    frame = segmentation(3, "en", 1)
    return Facts(
        "en",
        frame.assign(
            client_id=["C1", "C2", "C3"],
            name=["Alpha", "", "=Gamma"],
            letter=["A", "D", "C"],
            decided_by="score",
            false_good=["", "destroys", "erodes"],
            false_good_rank=[np.nan, 1.0, 2.0],
            revenue=[100.0, 900.0, 800.0],
            gross_margin=[50.0, np.nan, 80.0],
            net_margin=[40.0, -20.0, 10.0],
            risk=["revenue -30 %", "", ""],
            risk_amount=[40.0, np.nan, np.nan],
            risk_rank=[1.0, np.nan, np.nan],
            lever="",
            lever_amount=np.nan,
            lever_rank=np.nan,
            previous_revenue=[50.0, np.nan, 1000.0],
            start_letter=["A", "", "B"],
        ),
        currency="EUR",
    )


def test_false_good_clients_in_order_under_their_sentence() -> None:
    board = three()
    assert shown(board, "B59") == ["Clients: 2. Their net margin: -10 EUR."]
    assert shown(board, "B61", "C61", "D61", "E61", "G61", "H61") == [
        *("C2", "D", 900.0, "", -20.0, "destroys"),
    ]
    assert shown(board, "B62", "C62", "H62") == ["=Gamma", "C", "erodes"]
    assert shown(board, "B63", "D63") == ["", ""]


def test_an_empty_list_is_a_calm_sentence() -> None:
    board = three()
    assert shown(board, "B73", "B75", "D75", "H75") == [
        *("Clients: 1. Net margin at risk: 40 EUR.", "Alpha", "revenue -30 %", 40.0),
    ]
    assert shown(board, "I73", "I75", "L75", "O75") == [
        *("No lever was found.", "", "", ""),
    ]
    empty = Facts.empty("fr")
    assert shown(empty, "B59", "B73", "I73", "I59") == [
        "Aucun grand client ne perd ni n'érode sa marge.",
        "Aucun risque n'a été trouvé.",
        "Aucun levier n'a été trouvé.",
        "Le classeur n'a pas de période antérieure : rien à comparer encore.",
    ]


def test_ten_clients_at_most() -> None:
    frame = segmentation(40, "en", 2).assign(risk_rank=np.arange(1.0, 41.0))
    board = Facts("en", frame.assign(name=[f"N{i}" for i in range(40)]))
    assert shown(board, *(f"B{row}" for row in range(75, 85))) == [
        f"N{i}" for i in range(LISTED)
    ]


def test_the_same_clients_before_and_now_by_their_letter_at_the_start() -> None:
    board = three()
    # A: 50 -> 100; B: 1,000 -> 800; none then: 900 now
    assert shown(board, "J61", "K61", "L61", "M61", "N61", "O61") == [
        *(1, 1, 50.0, 100.0, 50.0, 1.0),
    ]
    assert shown(board, "J62", "K62", "O62") == [1, 0, 800 / 1000 - 1]
    assert shown(board, "J66", "L66", "M66", "O66") == [1, 0.0, 900.0, ""]
    assert shown(board, "J67", "K67", "L67", "M67") == [3, 1, 1050.0, 1800.0]
    (sentence,) = shown(board, "I59")
    assert sentence == (
        "Clients with a letter at the start: 2. Their revenue went from 1050 EUR to "
        "900 EUR. Same letter today: 50%."
    )


def test_without_a_period_before_nothing_is_compared() -> None:
    frame = three().segmentation.assign(previous_revenue=np.nan, start_letter="")
    assert shown(Facts("en", frame), "J61", "M67", "O67") == ["", "", ""]
