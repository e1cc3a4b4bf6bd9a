"""A fingerprint of what a review rests on: equal inputs, equal fingerprint.

A SHA-256 over the typed values: the order of rows and columns, formats and the
sheet's own row numbers do not count, and nothing can be read back from it. Rows
after the analysis date do not count either: next year's figures, typed later, leave
the review of this year as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from segmentation_addin.core.inputs import InputTables, dates
from segmentation_addin.core.scale import Scale

_CELL, _ROW = "\x1f", "\x1e"
_DIGITS = ".12g"
"""Spreadsheet programs that save a file keep 15 or 16 digits of a number: what
comes after the twelfth is no other value."""
_NOT_TYPED = {"margins": ("name",), "cost_to_serve": ("name",)}
"""Grey columns that the program writes."""
ASIDE = frozenset(
    {
        "as_of",
        "review_months",
        "review_latest_months",
        "costs_confirmed_on",
        "control_revenue",
    }
)
"""Settings that change no figure: the analysis date counts as such."""


def fingerprint(inputs: InputTables, scale: Scale, as_of: np.datetime64) -> str:
    """The fingerprint of the inputs of one review, 64 hexadecimal signs.

    `scale` is the scale as scored with: knots that a refresh calibrates change
    nothing.
    """
    parts = [
        f"as_of{_CELL}{as_of}",
        *_table("clients", inputs.clients),
        *_table("margins", _until(inputs.margins, as_of)),
        *_table("cost_to_serve", _until(inputs.cost_to_serve, as_of)),
        *_table("activities", inputs.activities),
        *_table("pools", _until(inputs.pools, as_of)),
        *_table("overrides", inputs.overrides),
        *sorted(
            _CELL.join((f"setting{_CELL}{key}", _text(value)))
            for key, value in inputs.settings.items()
            if not key.startswith("_") and key not in ASIDE and value is not None
        ),
        *sorted(
            _CELL.join(
                (
                    f"scale{_CELL}{criterion.key}",
                    criterion.better,
                    _text(criterion.weight),
                    "" if criterion.knots is None else _numbers(criterion.knots),
                    str(criterion.fixed),
                )
            )
            for criterion in scale
        ),
    ]
    return hashlib.sha256(_ROW.join(parts).encode()).hexdigest()


def _until(frame: pd.DataFrame, as_of: np.datetime64) -> pd.DataFrame:
    """The rows that end on the analysis date or before, and those without a date."""
    return frame[~(dates(frame, "period") > as_of)]


def _table(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """One text a row, in an order that rests on the values alone."""
    left_out = _NOT_TYPED.get(name, ())
    columns = sorted(
        str(key)
        for key in frame.columns
        if not str(key).startswith("_") and key not in left_out
    )
    cells = [column for key in columns if any(column := _cells(frame, key))]
    rows = zip(*cells, strict=True) if cells else ()
    yield from sorted(
        f"{name}{_CELL}{_CELL.join(filled)}"
        for filled in ([text for text in row if text] for row in rows)
        if filled
    )


def _cells(frame: pd.DataFrame, key: str) -> list[str]:
    """A column as texts that name it; "" where blank."""
    values = frame[key]
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.to_numpy(dtype=np.float64) + 0.0
        blank = np.isnan(numbers).tolist()
        return [
            "" if empty else f"{key}={number:{_DIGITS}}"
            for number, empty in zip(numbers.tolist(), blank, strict=True)
        ]
    return [f"{key}={text}" if text else "" for text in map(_text, values.tolist())]


def _numbers(values: Iterable[float]) -> str:
    return ", ".join(f"{value + 0.0:{_DIGITS}}" for value in values)


def _text(value: object) -> str:
    """A value as text: blank is "", 12 and 12.0 read alike, a date is its day."""
    if value is None or value is pd.NaT or value == "":
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if isinstance(value, int | float):
        number = float(value)
        return "" if np.isnan(number) else f"{number + 0.0:{_DIGITS}}"
    return str(value)
