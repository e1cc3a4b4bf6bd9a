"""The arguments `scale` and `rules`: what stands in the names Scale and Rules.

Both are read as the sheets are, in either language, with or without a row of
headings. They are kept by their content: a formula filled down 5,000 rows reads them
once. The readers are imported with the first one: Excel waits while the server starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from segmentation_addin.core.inputs import SettingValue
from segmentation_addin.core.issues import Issue, stops
from segmentation_addin.core.letters import Rules, read_rules
from segmentation_addin.core.scale import KNOT_COLUMNS, Criterion, Scale, read_scale
from segmentation_addin.excel.arguments import ArgumentError, Block, block, missing
from segmentation_addin.workbook.declaration import Table, match_columns
from segmentation_addin.workbook.host import RawTable
from segmentation_addin.workbook.inputs import SCALE, SETTINGS_TABLE
from segmentation_addin.workbook.settings import DEFAULT_SCALE

SCALE_COLUMNS = ("criterion", "better", "weight", *KNOT_COLUMNS, "fixed")
"""Columns of the name Scale, left to right; what follows them is not read."""
_RULE_COLUMNS = ("setting", "value")
_FEWEST_HEADINGS = 2
_KEPT = 64
_NUMBER_ISSUES = frozenset(
    {"knots_incomplete", "knots_order", "no_weight", "bounds_order", "weight_negative"}
)
"""Issues about figures that do not fit together: #NUM!. The others: #VALUE!."""


def default_scale() -> Scale:
    """The scale of a fresh workbook, without calibrated knots."""
    return tuple(
        Criterion(
            row.criterion,
            row.better,
            float(row.weight),
            None if row.knots is None else np.array(row.knots, dtype=np.float64),
            row.knots is not None,
        )
        for row in DEFAULT_SCALE
    )


def scale_of(value: Any) -> Scale | None:
    """The scale that an argument holds; None when it was left out.

    Raises:
        ArgumentError: #NUM! for knots or weights that do not fit, #VALUE! for
            anything that is not a scale.
    """
    return None if missing(value) else _scale(_frozen(value))


def rules_of(value: Any) -> tuple[Rules, Mapping[str, SettingValue]]:
    """The rules that an argument holds, and all its settings; else the defaults.

    Raises:
        ArgumentError: #NUM! for bounds that are not A > B > C, #VALUE! for anything
            that is not a table of rules.
    """
    return _rules(None if missing(value) else _frozen(value))


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    return value


@lru_cache(maxsize=_KEPT)
def _scale(value: Any) -> Scale:
    from segmentation_addin.workbook.reading import read_scale_table

    raw = _raw(SCALE, block(value), SCALE_COLUMNS)
    typed = read_scale_table(raw, "en")
    scale, issues = read_scale(typed.frame)
    _refuse([*typed.issues, *issues])
    if not scale:
        raise ArgumentError("#VALUE!")
    return scale


@lru_cache(maxsize=_KEPT)
def _rules(value: Any) -> tuple[Rules, Mapping[str, SettingValue]]:
    from segmentation_addin.workbook.settings_reading import (
        default_settings,
        read_settings,
    )

    settings: Mapping[str, SettingValue] = default_settings()
    issues: list[Issue] = []
    if value is not None:
        raw = _raw(SETTINGS_TABLE, block(value), _RULE_COLUMNS)
        settings, issues = read_settings(raw, "en")
        if any(issue.code == "setting_unknown" for issue in issues):
            raise ArgumentError("#VALUE!")
    rules, more = read_rules(settings)
    _refuse([*issues, *more])
    return rules, settings


def _raw(table: Table, cells: Block, keys: tuple[str, ...]) -> RawTable:
    """The cells as a raw table; a first row that holds headings is taken as such."""
    headings = [str(cell) for cell in cells.row(0)]
    first = 1
    if len(match_columns(table, headings)) < _FEWEST_HEADINGS:
        if cells.columns < len(keys):
            raise ArgumentError("#VALUE!")
        spare = [f"\u2026{at}" for at in range(cells.columns - len(keys))]
        headings = [*(table.column(key).heading.en for key in keys), *spare]
        first = 0
    columns = [cells.column(at, first) for at in range(cells.columns)]
    return RawTable(table.name, table.sheet, first + 1, 1, headings, columns)


def _refuse(issues: list[Issue]) -> None:
    if not stops(issues):
        return
    figures = {issue.code for issue in issues} <= _NUMBER_ISSUES
    raise ArgumentError("#NUM!" if figures else "#VALUE!")
