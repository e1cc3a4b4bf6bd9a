"""Reviews to close and to compare: small portfolios, and workbooks with two years."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from portfolios import portfolio, segmented

from segmentation_addin.core.freezing import today
from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.vintages import Vintage
from segmentation_addin.languages import Language
from segmentation_addin.services import creating
from segmentation_addin.services.importing import import_lines
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes
from segmentation_addin.workbook.inputs import (
    ACTIVITY_KINDS,
    CLIENT_DRIVER,
    DRIVERS,
)

CLIENTS = st.lists(
    st.fixed_dictionaries(
        {
            "revenue": st.one_of(st.none(), st.integers(-50, 1000)),
            "gross_margin": st.one_of(st.none(), st.integers(-20, 400)),
            "orders": st.one_of(st.none(), st.integers(0, 12)),
            "active_months": st.one_of(st.none(), st.integers(0, 12)),
            "potential": st.one_of(st.none(), st.integers(0, 5)),
            "visits": st.one_of(st.none(), st.integers(0, 30)),
            "since": st.sampled_from([None, "2019-05-01", "2025-03-01"]),
        }
    ),
    max_size=10,
)
"""Clients C0, C1... with anything missing."""


def inputs_of(clients: list[dict[str, Any]], **options: Any) -> InputTables:
    """The inputs of random clients, one year, scored on a typed scale."""

    def text(value: object) -> str:
        return "." if value is None else str(value)

    keys = ("revenue", "gross_margin", "orders", "active_months")
    margins = ["client_id period " + " ".join(keys)]
    costs, roster = ["client_id period visits"], ["client_id potential since"]
    for i, client in enumerate(clients):
        figures = " ".join(text(client[key]) for key in keys)
        margins.append(f"C{i} 2025-12-31 {figures}")
        costs.append(f"C{i} 2025-12-31 {text(client['visits'])}")
        roster.append(f"C{i} {text(client['potential'])} {text(client['since'])}")
    # somebody who is never drawn, so that there is always a period
    margins.append("Z 2025-12-31 100 30 2 2")
    roster.append("Z 3 2019-05-01")
    return portfolio(
        "\n".join(margins),
        clients="\n".join(roster),
        costs="\n".join(costs),
        activities="activity kind driver rate\nVisit rate visits 7",
        **options,
    )


def state(inputs: InputTables) -> Vintage:
    """Today's portfolio of these inputs."""
    return today(segmented(inputs), inputs)


def closed(vintage: Vintage, number: int = 1, as_of: str | None = None) -> Vintage:
    """The same as a review that was closed."""
    day = vintage.as_of if as_of is None else np.datetime64(as_of, "D")
    return replace(vintage, number=number, as_of=day)


HEADINGS = "Order ID;Order Date;Customer ID;Customer Name;Sales;Profit\n"


def lines_of(folder: Path, years: dict[int, int], start: int = 0) -> Path:
    """Order lines: in each year, clients C1 to Cn, each larger than the one before."""
    path = folder / f"lines-{'-'.join(map(str, years))}-{start}.csv"
    rows = [
        f"{year}-{month}-{i};{year}-{month:02d}-15;C{i};Name {i};"
        f"{10 * i + month + (year - 2023) * (i % 3)};{3 * i + month - (i % 4) * year % 7}\n"
        for year, clients in years.items()
        for i in range(1 + start, clients + 1 + start)
        for month in (2, 1 + i % 6, 12)
    ]
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return path


def workbook(
    folder: Path, language: Language = "en", years: dict[int, int] | None = None
) -> Path:
    """A fresh workbook with the orders of 2024 and 2025, not yet refreshed.

    An order costs 0.5, a team of 60 is shared among the active clients.
    """
    path = creating.new(folder / f"book-{language}.xlsm", language)
    done = import_lines(
        FileHost(path), [lines_of(folder, years or {2024: 12, 2025: 12})]
    )
    assert done.written
    activities = pd.DataFrame(
        {
            "activity": ["Order handling", "Account team"],
            "kind": [ACTIVITY_KINDS[key].in_(language) for key in ("rate", "pool")],
            "driver": [DRIVERS["orders"].in_(language), CLIENT_DRIVER.in_(language)],
            "rate": [0.5, np.nan],
            "pool": ["", "Team"],
        }
    )
    pools = pd.DataFrame(
        {
            "pool": ["Team"],
            "period": [pd.Timestamp("2025-12-31")],
            "cost": [60.0],
        }
    )
    FileHost(path).write(
        Changes(
            appended=[
                AppendedRows("tblActivities", activities),
                AppendedRows("tblPools", pools),
            ]
        )
    )
    return path
