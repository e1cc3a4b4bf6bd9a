"""The typed tables that the method starts from.

Text columns hold "" for blank, numbers NaN, dates NaT. Each frame may carry
`_row`, the position of the row in the workbook's table, so that an issue can name
its cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from segmentation_addin.core.vintages import Vintage

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

SettingValue = Any
"""float, text, Timestamp or None, by the kind of the setting."""


@dataclass(frozen=True)
class InputTables:
    """All inputs of one segmentation, typed; see `docs/columns.md` for each column.

    `cost_to_serve` has one float column a driver listed in `drivers`;
    `activities.driver` holds one of these names, or "client".
    """

    clients: pd.DataFrame
    margins: pd.DataFrame
    cost_to_serve: pd.DataFrame
    drivers: tuple[str, ...]
    scale: pd.DataFrame
    activities: pd.DataFrame
    pools: pd.DataFrame
    overrides: pd.DataFrame
    settings: Mapping[str, SettingValue] = field(default_factory=dict)
    vintages: tuple[Vintage, ...] = ()
    """The closed reviews, oldest first."""
    policy: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The rows of `tblPolicy`; no row, no column in a workbook without that table."""

    def number(self, key: str, default: float) -> float:
        """A numeric setting, or its default when blank."""
        value = self.settings.get(key)
        return default if value is None else float(value)


def floats(frame: pd.DataFrame, column: str) -> FloatArray:
    """A column as float64, NaN where blank or where the column is absent."""
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[column].to_numpy(dtype=np.float64, na_value=np.nan)


def texts(frame: pd.DataFrame, column: str) -> NDArray[np.object_]:
    """A text column as objects, "" where blank or where the column is absent."""
    if column not in frame.columns:
        return np.full(len(frame), "", dtype=object)
    return frame[column].to_numpy(dtype=object)


def dates(frame: pd.DataFrame, column: str) -> NDArray[np.datetime64]:
    """A date column in days, NaT where blank or where the column is absent."""
    if column not in frame.columns:
        return np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    return frame[column].to_numpy().astype("datetime64[D]")


def row_numbers(frame: pd.DataFrame) -> IntArray:
    """Positions of the rows in the workbook's table."""
    if "_row" in frame.columns:
        return frame["_row"].to_numpy(dtype=np.int64)
    return np.arange(len(frame), dtype=np.int64)


def table_of(columns: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """A frame of arrays as they are: texts stay objects, nothing is copied."""
    return pd.DataFrame(
        {
            key: pd.Series(values, dtype=object, copy=False)
            if values.dtype == object
            else pd.Series(values, copy=False)
            for key, values in columns.items()
        },
        copy=False,
    )
