"""Small portfolios for tests, written as text tables.

    portfolio(margins='''
        client_id  period      revenue  gross_margin
        A1         2025-12-31  1000     300
    ''')

`.` is a blank cell. Clients that are not listed are taken from the margins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.workbook.declaration import NUMERIC_KINDS, Kind, Table
from segmentation_addin.workbook.inputs import (
    ACTIVITIES,
    CLIENTS,
    COST_TO_SERVE,
    DRIVERS,
    MARGINS,
    OVERRIDES,
    POOLS,
    SCALE,
)
from segmentation_addin.workbook.settings import DEFAULT_SCALE


def table(declared: Table, text: str = "", extra: tuple[str, ...] = ()) -> pd.DataFrame:
    """A typed frame with all declared columns, from a text table."""
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    unknown = set(header) - set(declared.keys) - set(extra)
    assert not unknown, f"not in {declared.name}: {unknown}"
    columns: dict[str, Any] = {}
    for key in (*declared.keys, *extra):
        cells = [row[header.index(key)] if key in header else "." for row in rows]
        kind = Kind.COUNT if key in extra else declared.column(key).kind
        if kind in NUMERIC_KINDS:
            columns[key] = np.array([np.nan if c == "." else float(c) for c in cells])
        elif kind in (Kind.DATE, Kind.PERIOD):
            columns[key] = pd.to_datetime(
                pd.Series([None if c == "." else c for c in cells], dtype=object)
            ).astype("datetime64[us]")
        else:
            columns[key] = np.array(
                ["" if c == "." else c for c in cells], dtype=object
            )
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    frame["_row"] = np.arange(len(rows), dtype=np.int64)
    return frame


def default_scale(**knots: tuple[float, ...]) -> pd.DataFrame:
    """The scale of a fresh workbook; `value=(…5…)` types the knots of a criterion."""
    rows = []
    for line in DEFAULT_SCALE:
        standing = knots.get(line.criterion, line.knots)
        row: dict[str, Any] = {
            "criterion": line.criterion,
            "better": line.better,
            "weight": float(line.weight),
            "fixed": "yes" if standing else "",
        }
        for i, points in enumerate((0, 25, 50, 75, 100)):
            row[f"knot_{points}"] = np.nan if standing is None else float(standing[i])
        rows.append(row)
    frame = pd.DataFrame(rows)
    frame["_row"] = np.arange(len(frame), dtype=np.int64)
    return frame


TYPED_SCALE = {
    "value": (0, 250, 500, 750, 1000),
    "margin": (0, 0.1, 0.2, 0.3, 0.4),
    "service": (1, 0.75, 0.5, 0.25, 0),
    "recurrence": (0, 3, 6, 9, 12),
    "recency": (400, 300, 200, 100, 0),
}
"""A scale that a controller typed: round knots, easy to check by hand."""


def scale(text: str) -> pd.DataFrame:
    """A scale from a text table with the columns of `tblScale`."""
    return table(SCALE, text)


def portfolio(
    margins: str = "",
    clients: str = "",
    costs: str = "",
    activities: str = "",
    pools: str = "",
    overrides: str = "",
    scale: pd.DataFrame | None = None,
    drivers: tuple[str, ...] = (),
    **settings: Any,
) -> InputTables:
    """Typed inputs from text tables; the scale defaults to `TYPED_SCALE`."""
    margin_frame = table(MARGINS, margins)
    client_frame = table(CLIENTS, clients)
    if not clients:
        ids = pd.unique(margin_frame["client_id"])
        client_frame = table(
            CLIENTS, "client_id\n" + "\n".join(ids) if len(ids) else ""
        )
    return InputTables(
        clients=client_frame,
        margins=margin_frame,
        cost_to_serve=table(COST_TO_SERVE, costs, drivers),
        drivers=(*DRIVERS, *drivers),
        scale=default_scale(**TYPED_SCALE) if scale is None else scale,
        activities=table(ACTIVITIES, activities),
        pools=table(POOLS, pools),
        overrides=table(OVERRIDES, overrides),
        settings=settings,
    )


def segmented(inputs: InputTables, **options: Any) -> Segmentation:
    """The segmentation of inputs that nothing stops."""
    result, issues = segment(inputs, **{"robust": False, **options})
    assert result is not None, issues
    return result


def letters(inputs: InputTables) -> dict[str, str]:
    """Computed letter of each client."""
    frame = segmented(inputs).clients
    return dict(zip(frame["client_id"], frame["computed_letter"], strict=True))


def codes(inputs: InputTables) -> list[str]:
    """Codes of all issues that a segmentation finds."""
    return [issue.code for issue in segment(inputs, robust=False)[1]]
