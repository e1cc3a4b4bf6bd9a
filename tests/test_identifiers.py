"""Company numbers, postcodes, units and clients that stand twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from segmentation_addin.imports.identifiers import postcodes, sirens
from segmentation_addin.imports.repeated_clients import (
    lost_zero_pairs,
    namesakes,
    once,
)
from segmentation_addin.imports.sheet_layout import over_groups, over_merged
from segmentation_addin.imports.sources import RawColumn
from segmentation_addin.imports.units import bare_heading, unit_power


def column(*cells: Any) -> RawColumn:
    distinct = list(dict.fromkeys(cells))
    codes = np.array([distinct.index(cell) for cell in cells], dtype=np.intp)
    return RawColumn(distinct, codes)


@pytest.mark.parametrize(
    ("cells", "expected", "lost"),
    [
        (["732 829 320", "73282932000074"], ["732829320"] * 2, []),
        (["8,12346E+13", "732829320"], ["", "732829320"], [0]),
        ([8.12346e13, 73282932000074.0], ["", ""], [0, 1]),
        ([73282932000074.0], ["732829320"], []),
        ([5580113.0, None], ["005580113", ""], []),
        (["BE 0403.170.701"], ["BE 0403.170.701"], []),
    ],
)
def test_company_number(cells: Any, expected: Any, lost: Any) -> None:
    values, problems = sirens(cells)
    assert values.tolist() == expected
    assert [p for x in problems for p in x.positions.tolist()] == lost


def test_rounded_numbers_of_a_column_are_not_saved_by_chance() -> None:
    """007500010 holds its key by chance, as one number in ten does."""
    assert sirens([7500010.0])[0].tolist() == ["007500010"]
    spoiled = [7500010.0, 257600000.0, 138800000.0]
    assert sirens(spoiled)[0].tolist() == ["", "", ""]


def test_postcodes_get_their_zero_back_in_france_only() -> None:
    countries = ["France", "France", "Belgique"]
    read = postcodes([1000.0, "75011", 1000.0], countries)
    assert read.tolist() == ["01000", "75011", "1000"]
    assert postcodes(["1000", "1200"]).tolist() == ["1000", "1200"]


@pytest.mark.parametrize(
    ("heading", "power", "bare"),
    [
        ("CA HT (k€)", 3, "CA HT"),
        ("CA HT en K€", 3, "CA HT"),
        ("CA k€ HT", 3, "CA HT"),
        ("Marge (M€)", 6, "Marge"),
        ("Sales ($000)", 3, "Sales"),
        ("Revenue (EUR thousands)", 3, "Revenue"),
        ("Ventes en milliers d'euros", 3, "Ventes"),
        ("CA HT (€)", 0, "CA HT"),
        ("Sales USD", 0, "Sales"),
        ("Marge (%)", 0, "Marge (%)"),
        ("Région", 0, "Région"),
        ("CA 2025", 0, "CA 2025"),
        ("k€", 0, "k€"),
    ],
)
def test_unit_of_a_heading(heading: str, power: int, bare: str) -> None:
    assert (unit_power(heading), bare_heading(heading)) == (power, bare)


def test_first_row_of_a_client_is_kept_and_the_others_told() -> None:
    rows = pd.DataFrame({"client_id": ["A", "A", "B", "B"], "name": list("xxyz")})
    kept, (issue,) = once(rows)
    assert kept["name"].tolist() == ["x", "y"]
    assert dict(issue.params) == {"count": 1, "found": "B"}
    assert once(rows.iloc[:2])[1] == []


def test_names_and_zeros_that_two_codes_share() -> None:
    (issue,) = namesakes(["1", "2", "3"], ["Éts Dupont", "DUPONT SARL", "Perrin"])
    assert issue.params["expected"] == "1, 2"
    assert namesakes(["1", "1"], ["Dupont", "Dupont SA"]) == []
    (issue,) = lost_zero_pairs("Code", ["007", "7", "A7"])
    assert (issue.params["found"], issue.params["expected"]) == ("007", "7")


def test_merged_cells_stand_on_their_rows_and_others_stay_blank() -> None:
    filled, count = over_merged(column("A", None, None, "B", None), [(0, 2)])
    assert [filled.cells[c] for c in filled.codes] == ["A", "A", "A", "B", None]
    assert count == 2


@pytest.mark.parametrize(
    ("codes", "names", "expected"),
    [
        (["A", None, "B", None], None, ["A", "A", "B", "B"]),
        (["A", None, "B", "C"], None, ["A", None, "B", "C"]),
        (["A", None, "A", None], None, ["A", None, "A", None]),
        ([None, "A", None, "B"], None, [None, "A", None, "B"]),
        (["A", None, "B", None], ["x", "z", "y", None], ["A", None, "B", None]),
        (["A", None, "B", None], ["x", "x", "y", None], ["A", "A", "B", "B"]),
    ],
)
def test_codes_are_repeated_on_evidence_only(
    codes: Any, names: Any, expected: Any
) -> None:
    name = None if names is None else column(*names)
    other = column("d1", "d2", "d3", "d4")
    left_out = np.zeros(4, dtype=bool)
    filled, _ = over_groups(column(*codes), name, [other], left_out)
    assert [filled.cells[c] for c in filled.codes] == expected
