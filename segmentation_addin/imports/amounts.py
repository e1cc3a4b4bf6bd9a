"""The columns of amounts of one file, read together: they share their decimal mark."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.core.fixes import currency_of
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import Column, Problem
from segmentation_addin.imports.units import unit_power
from segmentation_addin.imports.values import Floats, decimal_marks, numbers

Read = tuple[Floats, list[Problem]]
_NO_SIGN = str.maketrans("", "", "0123456789.,+-()' \u00a0\u202f")
"""Takes off what amounts in one currency differ by: few texts remain."""


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


def several_currencies(columns: Mapping[str, Column]) -> list[Issue]:
    """An error where the cells of a file name two currencies: no sum of them is one.

    >>> [x.params["found"] for x in several_currencies({"CA": ["12 €", "3 $", 4]})]
    ['EUR, USD']
    """
    signs = {
        cell.translate(_NO_SIGN)
        for cells in columns.values()
        for cell in cells
        if isinstance(cell, str)
    }
    named = sorted({name for name in map(currency_of, signs) if name})
    if len(named) < 2:
        return []
    params: dict[str, ParamValue] = {"found": ", ".join(named)}
    return [Issue("currencies_mixed", Severity.ERROR, params=params)]
