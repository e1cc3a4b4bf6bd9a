"""Large portfolios for the benchmarks, seeded: the same at each run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import InputTables, table_of
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.settings import DEFAULT_SCALE

SEED = 20251231


def large_portfolio(clients: int) -> InputTables:
    """One row a client in each table, all usual figures filled."""
    rng = np.random.default_rng(SEED)
    ids = np.array([f"C{i:07d}" for i in range(clients)], dtype=object)
    blank = np.full(clients, "", dtype=object)
    revenue = np.round(rng.lognormal(9, 1.5, clients), 2)
    margin = np.round(revenue * rng.normal(0.3, 0.12, clients), 2)
    last_day = np.datetime64("2025-12-31")
    margins = table_of(
        {
            "client_id": ids,
            "period": np.full(clients, last_day).astype("datetime64[us]"),
            "revenue": revenue,
            "gross_margin": margin,
            "orders": rng.poisson(9, clients).astype(float),
            "last_order": (last_day - rng.integers(0, 400, clients)).astype(
                "datetime64[us]"
            ),
            "active_months": rng.integers(0, 13, clients).astype(float),
            "_row": np.arange(clients),
        }
    )
    costs = table_of(
        {
            "client_id": ids,
            "period": np.full(clients, last_day).astype("datetime64[us]"),
            "orders": margins["orders"].to_numpy(),
            **{
                key: rng.poisson(4, clients).astype(float)
                for key in DRIVERS
                if key != "orders"
            },
            "direct_cost": np.round(rng.exponential(200, clients), 2),
            "_row": np.arange(clients),
        }
    )
    roster = table_of(
        {
            "client_id": ids,
            "name": np.array([f"Client {i}" for i in range(clients)], dtype=object),
            "sector": blank,
            "account_manager": blank,
            "since": np.full(clients, np.datetime64("2019-01-01")).astype(
                "datetime64[us]"
            ),
            "potential": rng.integers(0, 6, clients).astype(float),
            "_row": np.arange(clients),
        }
    )
    activities = pd.DataFrame(
        {
            "activity": list(DRIVERS),
            "kind": "rate",
            "driver": list(DRIVERS),
            "rate": 12.5,
            "pool": "",
            "minutes": np.nan,
            "avoidable_rate": np.nan,
        }
    )
    return InputTables(
        clients=roster,
        margins=margins,
        cost_to_serve=costs,
        drivers=tuple(DRIVERS),
        scale=default_scale(),
        activities=activities,
        pools=pd.DataFrame(),
        overrides=pd.DataFrame(),
        settings={},
    )


def default_scale() -> pd.DataFrame:
    """The scale of a fresh workbook, typed as the core takes it."""
    return pd.DataFrame(
        [
            {
                "criterion": row.criterion,
                "better": row.better,
                "weight": float(row.weight),
                "fixed": "yes" if row.knots else "",
                **{
                    f"knot_{points}": np.nan if row.knots is None else row.knots[k]
                    for k, points in enumerate((0, 25, 50, 75, 100))
                },
                "_row": place,
            }
            for place, row in enumerate(DEFAULT_SCALE)
        ]
    )
