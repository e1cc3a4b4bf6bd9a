"""The columns of amounts of one file, read together: they share their decimal mark."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.imports.cells import Column, Problem
from segmentation_addin.imports.units import unit_power
from segmentation_addin.imports.values import Floats, decimal_marks, numbers

Read = tuple[Floats, list[Problem]]


def amounts_of(
    columns: Mapping[str, Column], *, percent: bool = False
) -> dict[str, Read]:
    """The amounts under each heading, in whole currency: k€ and M€ are multiplied.

    A column that proves its decimal mark decides for those that do not, as long as
    no two columns prove different ones.

    >>> amounts_of({"CA (k€)": ["1,578"], "Coût (k€)": ["0,5"]})["CA (k€)"][0].tolist()
    [1578.0]
    """
    decimal = shared_mark(columns)
    return {
        heading: numbers(
            cells, percent=percent, decimal=decimal, power=unit_power(heading)
        )
        for heading, cells in columns.items()
    }


def shared_mark(columns: Mapping[str, Column]) -> str | None:
    """The one decimal mark that the columns of a file prove; None without one."""
    marks: set[str] = set()
    for cells in columns.values():
        marks |= decimal_marks([cell for cell in cells if isinstance(cell, str)])
    return marks.pop() if len(marks) == 1 else None
