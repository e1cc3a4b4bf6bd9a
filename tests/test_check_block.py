"""The Check block of Home: inputs = segmentation = dashboard, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from libreoffice import Office, require_office
from memory_host import raw_table
from portfolios import portfolio, segmented

from segmentation_addin.core.input_totals import InputTotals, input_totals
from segmentation_addin.core.periods import ending
from segmentation_addin.services.dashboard import native_revenue
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    CellError,
    Changes,
)
from segmentation_addin.workbook.inputs import MARGINS

YEAR = ending(np.datetime64("2025-12-31", "D"))


# --- the totals of the input rows -----------------------------------------------


def test_totals_of_the_rows_are_those_of_the_segmentation() -> None:
    inputs = portfolio(
        margins="""
        client_id  period      revenue  rebates  cost_of_goods  gross_margin  days_to_pay
        A          2025-06-30  600      20       400            .             30
        A          2025-12-31  400      .        .              150           60
        B          2025-12-31  500      .        .              100           30
        Unknown    2025-12-31  70       .        .              20            .
        B          2024-12-31  900      .        .              300           .
        """,
        clients="client_id\nA\nB\nZ",
        costs="""
        client_id  period      orders  direct_cost
        A          2025-12-31  10      5
        B          2025-12-31  4       .
        Unknown    2025-12-31  1       2
        """,
        activities="""
        activity  kind  driver  rate
        order     rate  orders  3
        visit     rate  client  7
        """,
        annual_rate=0.1,
    )
    result = segmented(inputs)
    found = input_totals(inputs, result)
    assert found.clients == 3
    assert (found.revenue, found.gross_margin) == (1550.0, 450.0)
    for key in ("revenue", "gross_margin", "cost_to_serve", "net_margin"):
        known = float(np.nansum(result.clients[key])) + result.orphans[key]
        assert getattr(found, key) == pytest.approx(known, abs=1e-9)


def test_a_client_whose_margin_is_unknown_is_left_aside_on_both_sides() -> None:
    inputs = portfolio(
        margins="""
        client_id  period      revenue  gross_margin
        A          2025-06-30  600      100
        A          2025-12-31  400      .
        B          2025-12-31  500      90
        """
    )
    found = input_totals(inputs, segmented(inputs))
    assert (found.revenue, found.gross_margin) == (1500.0, 90.0)


def margins(*rows: tuple[Cell, Cell, Cell]) -> Any:
    keys = ("period", "revenue", "rebates")
    return raw_table(MARGINS, [dict(zip(keys, row, strict=True)) for row in rows])


def test_a_native_sum_finds_numbers_on_rows_dated_in_the_period() -> None:
    found = native_revenue(
        margins(
            (date(2025, 12, 31), 100.0, 1.0),
            (45_658.0, 20.0, None),  # 2025-01-01
            (date(2024, 12, 31), 5000.0, None),
            ("2025-12-31", 5000.0, None),
            (2025.0, 5000.0, None),
            (date(2025, 6, 30), "5000", True),
            (1e12, 5000.0, None),
        ),
        YEAR,
    )
    assert found == 119.0


def test_an_error_cell_makes_a_native_sum_nothing() -> None:
    day = date(2025, 12, 31)
    found = native_revenue(
        margins((day, 100.0, 1.0), (day, CellError("#N/A"), 2.0)), YEAR
    )
    assert found == -3.0


# --- on Home --------------------------------------------------------------------


def home(facts: Facts, *cells: str) -> list[Any]:
    values = dict(fixed_values(facts).values)
    return [values["home", cell] for cell in cells]


def test_a_total_that_differs_is_a_gap() -> None:
    empty = Facts.empty("fr")
    assert home(empty, "J21", "J22", "J25") == ["OK"] * 3
    lost = Facts("fr", empty.segmentation, inputs=InputTotals(revenue=0.01))
    assert home(lost, "G22", "J22", "J23") == [0.01, "ÉCART", "OK"]
    near = Facts("fr", empty.segmentation, inputs=InputTotals(revenue=0.004))
    assert home(near, "J22") == ["OK"]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    require_office()
    with Office("fr-FR") as running:
        yield running


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows that a native sum finds and rows that it does not; an unknown client."""
    path = tmp_path_factory.mktemp("check") / "check.xlsm"
    path.write_bytes(build("fr"))
    day = pd.Timestamp("2025-12-31")
    rows = pd.DataFrame(
        [
            ("C1", day, 1000.0, 400.0, 10.0),
            ("C2", day, "2 000,50", 900.0, None),
            ("C3", "2025", 300.0, 90.0, None),
            ("X9", day, 40.0, 10.0, None),
            ("C4", day, 100.0, 20.0, None),
            ("C5", day, 200.0, 60.0, None),
            ("C6", day, 300.0, 30.0, None),
        ],
        columns=["client_id", "period", "revenue", "gross_margin", "rebates"],
        dtype=object,
    )
    clients = pd.DataFrame({"client_id": ["C1", "C2", "C3", "C4", "C5", "C6"]})
    changes = Changes(
        appended=[AppendedRows("tblClients", clients), AppendedRows("tblMargins", rows)]
    )
    FileHost(path).write(changes)
    assert refresh(FileHost(path)).written
    return path


def recalculated(office: Office, path: Path, *cells: str) -> list[Any]:
    found = office.calculate(path, "Accueil")["Accueil"]
    return [found[cell]["value"] for cell in cells]


def test_inputs_segmentation_and_dashboard_agree_to_the_cent(
    office: Office, book: Path
) -> None:
    assert recalculated(office, book, "G21", "H21", "I21", "J21") == [6, 6, 6, "OK"]
    revenue = 1000 - 10 + 2000.5 + 300 + 40 + 600
    assert recalculated(office, book, "G22", "H22", "I22", "J22") == [
        *([pytest.approx(revenue)] * 3),
        "OK",
    ]
    assert recalculated(office, book, "J23", "J24", "J25", "G26", "H26") == [
        *("OK", "OK", "OK", 0, ""),
    ]


def test_a_figure_typed_since_the_refresh_is_a_gap(
    office: Office, book: Path, tmp_path: Path
) -> None:
    path = tmp_path / "typed.xlsm"
    path.write_bytes(book.read_bytes())
    edit = CellEdits("tblMargins", "revenue", [0], [1100.0])
    FileHost(path).write(Changes(edits=[edit]))
    assert recalculated(office, path, "J21", "J22", "J23") == ["OK", "ÉCART", "OK"]
    refresh(FileHost(path))
    assert recalculated(office, path, "J22") == ["OK"]


def test_an_override_edited_since_the_refresh_is_counted(
    office: Office, book: Path, tmp_path: Path
) -> None:
    path = tmp_path / "override.xlsm"
    path.write_bytes(book.read_bytes())
    letters = FileHost(path).read("tblSegmentation")
    place = letters.headings.index("Lettre calculée")
    letter = str(letters.columns[place][0])
    other = {"A": "B", "B": "C", "C": "B", "D": "C"}[letter]
    client = letters.columns[letters.headings.index("Code client")][0]
    row = pd.DataFrame({"client_id": [client], "letter": [other]})
    FileHost(path).write(Changes(appended=[AppendedRows("tblOverrides", row)]))
    assert recalculated(office, path, "G26", "H26") == [
        1,
        "Actualisez pour mettre à jour les autres lectures.",
    ]
    refresh(FileHost(path))
    assert recalculated(office, path, "G26", "H26") == [0, ""]
