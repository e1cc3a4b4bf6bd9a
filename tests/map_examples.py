"""Made-up clients with a place, for the tests of the Map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from board_examples import facts

from segmentation_addin.core.geography import places
from segmentation_addin.languages import Language
from segmentation_addin.results.table import group_ranks
from segmentation_addin.workbook.board import Facts
from segmentation_addin.workbook.outputs import NOT_FILLED

FRENCH = (
    *("75008", "75011", "92100", "93200", "94000", "78000", "91000", "95000", "77000"),
    *("59000", "59100", "62000", "80000", "76000", "14000", "35000", "29200", "44000"),
    *("49000", "37000", "45000", "33000", "33700", "31000", "34000", "13001", "13090"),
    *("06000", "83000", "69002", "69100", "38000", "42000", "63000", "21000", "67000"),
    *("57000", "2000", "20200", "97410", "98800", "20300", ""),
)
"""Postcodes of clients whose country is France."""


def placed(
    clients: int,
    language: Language,
    postcodes: tuple[str, ...] = FRENCH,
    countries: tuple[str, ...] = ("France",),
    measure: str = "revenue",
    seed: int = 1,
) -> Facts:
    """Facts of a portfolio whose clients take turns at the postcodes and countries."""
    board = facts(clients, language, seed)
    frame = board.segmentation
    where = places(
        np.resize(np.array(postcodes, dtype=object), clients),
        np.resize(np.array(countries, dtype=object), clients),
        language,
    )
    kept = (frame["decided_by"] != "").to_numpy()
    nothing = NOT_FILLED.in_(language)
    columns: dict[str, np.ndarray] = {}
    for key, names in (
        ("country", where.country),
        ("department", where.department),
        ("region", where.region),
    ):
        named = np.where(names == "", nothing, names)
        columns[key] = np.where(kept, named, "").astype(object)
    ranks = np.full(clients, np.nan)
    revenue = frame["revenue"].to_numpy(dtype=np.float64)
    ranks[kept] = group_ranks(columns["country"][kept], revenue[kept])
    frame = frame.assign(**columns, country_rank=ranks)
    return Facts(
        **{name: getattr(board, name) for name in Facts.__dataclass_fields__}
        | {"segmentation": pd.DataFrame(frame), "map_measure": measure}
    )
