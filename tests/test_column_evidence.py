"""What the values of a column say it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from segmentation_addin.imports.column_evidence import (
    are_codes,
    are_names,
    are_numbered,
    are_rates,
    are_years,
    fits,
    same_cells,
)
from segmentation_addin.imports.sources import RawColumn
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS


def column(*cells: Any) -> RawColumn:
    return RawColumn(list(cells), np.arange(len(cells)))


@pytest.mark.parametrize(
    ("table", "key", "cells", "expected"),
    [
        (CLIENTS, "potential", ("3", "4,5", ""), True),
        (CLIENTS, "potential", ("25 000", "30 000"), False),
        (CLIENTS, "potential", ("fort", "faible"), False),
        (MARGINS, "orders", ("12", "3", "40"), True),
        (MARGINS, "orders", ("12,10", "3,25", "40,99"), False),
        (MARGINS, "last_order", ("31/12/2025", "01/02/2025"), True),
        (MARGINS, "last_order", ("45", "301"), False),
        (MARGINS, "last_order", (45_992.0, 45_000.0), True),
        (MARGINS, "last_order", ("03/04/2025",), True),
        (MARGINS, "revenue", ("1.234", "5.678"), True),
        (MARGINS, "revenue", ("Lyon", "Lille"), False),
        (MARGINS, "revenue", ("12", "n.c."), True),
        (COST_TO_SERVE, "hours", ("7:30", "45 min"), True),
        (COST_TO_SERVE, "deliveries", ("0,5", "1,5", "2,5"), True),
        (COST_TO_SERVE, "deliveries", ("5000,5", "1999,5", "3000,5"), False),
    ],
)
def test_values_confirm_or_belie_a_heading(
    table: Any, key: str, cells: tuple[Any, ...], expected: bool
) -> None:
    assert fits(key, table.column(key), column(*cells), loose=False) is expected


def test_a_blank_column_confirms_no_plain_word() -> None:
    figure = MARGINS.column("cost_of_goods")
    blank = column("", "  ", None)
    assert fits("cost_of_goods", figure, blank, loose=False)
    assert not fits("cost_of_goods", figure, blank, loose=True)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("C001", "C002", "C003"), True),
        (("00123", "00124", "00125"), True),
        ((411001.0, 411002.0, 411003.0), True),
        (("Durand", "Perrin", "Leroy"), False),
        (("Durand 1", "Perrin 2", "Leroy 3"), False),
        (("C001", "C001", "C002"), False),
        (("732829320", "552100554", "542065479"), False),
        (("01 40 50 60 70", "01 40 50 60 71", "01 40 50 60 72"), False),
        (("31/12/2025", "30/12/2025", "29/12/2025"), False),
        (("C001", "C002"), False),
    ],
)
def test_codes(cells: tuple[Any, ...], expected: bool) -> None:
    assert are_codes(column(*cells)) is expected


def test_codes_stand_once_a_client_where_names_tell_how_many() -> None:
    twice = RawColumn(["C1", "C2", "C3"], np.array([0, 0, 1, 1, 2, 2]))
    assert not are_codes(twice)
    assert are_codes(twice, apart=3)


def test_names_years_and_row_numbers() -> None:
    assert are_names(column("Durand SA", "Perrin", "Leroy et Fils"))
    assert not are_names(RawColumn(["Lyon"], np.array([0, 0, 0])))
    assert are_years(column("2024", 2025.0, ""))
    assert not are_years(column("C1"))
    assert are_numbered(column("1", "2", "3"))
    assert not are_numbered(column("1", "3", "4"))


@pytest.mark.parametrize(
    ("margins", "sold", "expected"),
    [
        (("25 %", "31 %"), None, True),
        (("0,25", "0,31", "0,4"), ("1000", "20000", "300"), True),
        (("0,25", "0,31", "0,4"), ("1", "2", "1,5"), False),
        (("0,25", "0,31", "0,4"), None, True),
        (("25", "31", "40"), ("100000", "20000", "30000"), True),
        (("25", "31", "40"), ("100", "200", "120"), False),
        (("2500", "3100", "-400"), ("10000", "20000", "3000"), False),
        (("1", "0", "1"), None, False),
    ],
)
def test_margins_that_are_rates(
    margins: tuple[str, ...], sold: tuple[str, ...] | None, expected: bool
) -> None:
    revenue = None if sold is None else column(*sold)
    assert are_rates(column(*margins), revenue) is expected


def test_the_same_cells_in_another_order_of_first_appearance() -> None:
    one = RawColumn(["a", "b"], np.array([0, 1, 0]))
    other = RawColumn(["b", "a"], np.array([1, 0, 1]))
    assert same_cells(one, other)
    assert not same_cells(one, RawColumn(["b", "a"], np.array([1, 0, 0])))
