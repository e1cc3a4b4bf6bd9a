"""Exact figures of the workbook that a file says again, rounded: k€, whole euros, rates.

A figure that rounds to what the file says, in the file's own unit, is no other figure:
the exact one stays. Each amount of a file carries how finely it is written, in a
column of its own beside it, until the rows meet those of the workbook.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import Column, is_blank, shown
from segmentation_addin.imports.units import unit_power
from segmentation_addin.imports.values import Floats, written_step
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.host import Cell

_KEYS = ["client_id", "period"]
_STEP = ":step"
_SAME = 1e-9
_MARGIN = ("gross_margin", "cost_of_goods")
"""Figures that an estimate is made of: they give way to those of a file."""


def step_key(key: str) -> str:
    """The column that says how finely the amounts of another one are written."""
    return key + _STEP


def steps_in(frame: pd.DataFrame) -> list[str]:
    """The columns that say how finely others are written."""
    return [key for key in frame.columns if str(key).endswith(_STEP)]


def step_of(heading: str, column: Column, decimal: str | None = None) -> float:
    """The finest step in which the amounts under a heading are written.

    >>> step_of("CA (k€)", ["1 578", "12"]), step_of("CA (k€)", ["1 578,25"], ",")
    (1000.0, 10.0)
    >>> step_of("CA", ["1578", "12,00"]), step_of("CA", [1578.0, 12.0])
    (0.01, 1.0)
    """
    power = unit_power(heading)
    steps = (_written(cell, decimal, power) for cell in column if not is_blank(cell))
    return min((step for step in steps if step is not None), default=np.nan)


def _written(cell: Cell, decimal: str | None, power: int) -> float | None:
    if isinstance(cell, str):
        return written_step(cell, decimal, power)
    if isinstance(cell, (float, int)) and not isinstance(cell, bool):
        decimals = f"{cell:.6f}".rstrip("0").partition(".")[2]
        return float(10.0 ** (power - len(decimals)))
    return None


def kept_exact(
    rows: pd.DataFrame, standing: pd.DataFrame, table: Table
) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows of an import with the workbook's exact figures where these round to them.

    `standing` are the rows of the workbook. Of revenue, cost and margin that the
    workbook knows two by two, the third is left blank where it follows from them.
    """
    steps = steps_in(rows)
    if not steps:
        return rows, []
    plain = rows.drop(columns=steps)
    known = standing.drop_duplicates(_KEYS)
    held = rows[_KEYS].merge(known, on=_KEYS, how="left")
    estimated = _estimated(held)
    kept = np.zeros(len(rows), dtype=np.int64)
    lost = 0.0
    for step in steps:
        key = step.removesuffix(_STEP)
        if key not in plain or key not in held:
            continue
        new, old = (x[key].to_numpy(dtype=np.float64) for x in (plain, held))
        near = rows[step].to_numpy(dtype=np.float64) / 2 * (1 + _SAME) + _SAME
        made = _implied(key, held)
        blank = np.isnan(old) & (np.abs(new - made) <= near)
        same = (np.abs(new - old) <= near) & ~np.isclose(new, old, _SAME, _SAME)
        if key in _MARGIN:
            blank, same = blank & ~estimated, same & ~estimated
        plain[key] = np.where(blank, np.nan, np.where(same, old, new))
        kept += blank | same
        exact = np.where(blank, made, old)
        lost += float(np.abs(new - exact)[blank | same].sum())
    if not kept.any():
        return plain, []
    first = rows["client_id"].iloc[int(np.argmax(kept > 0))]
    params: dict[str, ParamValue] = {"count": int(kept.sum()), "found": shown(first)}
    told = Issue(
        "figures_kept", Severity.NOTE, table.name, params=params, amount=round(lost, 2)
    )
    return plain, [told]


def _estimated(held: pd.DataFrame) -> npt.NDArray[np.bool_]:
    if "margin_origin" not in held:
        return np.zeros(len(held), dtype=bool)
    flags: npt.NDArray[np.bool_] = (held["margin_origin"] == "estimated").to_numpy(bool)
    return flags


def _implied(key: str, held: pd.DataFrame) -> Floats:
    """What the other figures of a row make of a margin or a cost that is blank there."""
    if key not in _MARGIN:
        return np.full(len(held), np.nan)
    other = next(name for name in _MARGIN if name != key)
    sold, rebates, taken = (
        held[name].to_numpy(dtype=np.float64) for name in ("revenue", "rebates", other)
    )
    made: Floats = sold - np.nan_to_num(rebates) - taken
    return made
