"""The worksheet functions of the readings beside the letter; see `functions`."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.readings.matrix import matrix
from segmentation_addin.core.readings.rfm import rfm
from segmentation_addin.core.readings.size import LimitOrderError, size
from segmentation_addin.excel.arguments import (
    ArgumentError,
    Result,
    block,
    lines_of,
    missing,
)
from segmentation_addin.excel.scale_arguments import scale_of
from segmentation_addin.excel.worksheet_function import (
    figures_of,
    language_of,
    one_number,
    worksheet_function,
)
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.outputs import ABC_CLASSES, MATRIX, SIZES

FIRST_SHARE, SECOND_SHARE = 0.8, 0.95
MEDIAN_WORDS = frozenset({"median", "mediane"})


# --- one client a line --------------------------------------------------------


@worksheet_function
def SEGMENT_ABC(values: Any, a: Any = None, b: Any = None, lang: Any = None) -> Result:
    """ABC class of each value: A, B, C, loss (< 0), inactive (0), "" (unknown).

    `a` and `b` are shares, 0-1. #NUM! unless 0 < a <= b <= 1. Source: method,
    section 4.
    """
    language = language_of(lang)
    lines = lines_of(values)
    given_a, given_b = one_number(a), one_number(b)
    first = FIRST_SHARE if given_a is None else given_a
    second = SECOND_SHARE if given_b is None else given_b
    if not 0 < first <= second <= 1:
        raise ArgumentError("#NUM!")
    classes = abc(lines.arguments[0], first, second)
    names = {key: text.in_(language) for key, text in ABC_CLASSES.items()}
    return lines.shaped([names.get(key, "") for key in classes])


@worksheet_function
def SEGMENT_RFM(days: Any, orders: Any, amount: Any, scale: Any = None) -> Result:
    """Scores 1 to 5 of recency, frequency and amount, "545"; "" where one is unknown.

    Days since the last order, distinct orders, amount net of credit notes, over 12
    months. Under 30 clients the amounts are cut at the scale's knots for the value;
    without them (fewer than five clients and no scale) #N/A. Source: method, section
    4 (RFM).
    """
    lines = lines_of(days, orders, amount)
    given = scale_of(scale)
    knots = next((c.knots for c in given or () if c.key == "value"), None)
    recency, frequency, monetary = lines.arguments
    found = rfm(
        recency,
        frequency,
        monetary,
        np.ones(len(recency), dtype=bool),
        value_knots=None if knots is None else knots.tolist(),
    )
    if any(note.code == "rfm_no_amounts" for note in found.notes):
        raise ArgumentError("#N/A")
    return lines.shaped(found.codes.tolist())


@worksheet_function
def SEGMENT_MATRIX(
    revenue: Any,
    net_margin: Any,
    limit: Any = None,
    target: Any = None,
    lang: Any = None,
) -> Result:
    """Place of each client by revenue and net margin rate, in words; "" if unknown.

    `limit` is an amount or the word "median", `target` a rate. One client without both
    has nobody to be compared with: #N/A. Source: method, section 4 (value x margin).
    """
    language = language_of(lang)
    lines = lines_of(revenue, net_margin)
    border, goal = _limit(limit), one_number(target)
    sold, net = lines.arguments
    _needs_others(sold, border, goal)
    codes = matrix(sold, net, border, goal).codes
    names = {key: text.in_(language) for key, text in MATRIX.items()}
    return lines.shaped([names.get(key, "") for key in codes])


def _limit(value: Any) -> float | Literal["median"] | None:
    cells = block(value)
    word = cells.cells[0] if cells.size == 1 else None
    if isinstance(word, str) and heading_key(word) in MEDIAN_WORDS:
        return "median"
    return one_number(value)


def _needs_others(lines: Any, *limits: object) -> None:
    """#N/A for one client alone whose limits would be its own figures."""
    if len(lines) == 1 and None in limits:
        raise ArgumentError("#N/A")


@worksheet_function
def SEGMENT_SIZE(
    revenue: Any, large: Any = None, medium: Any = None, lang: Any = None
) -> Result:
    """Size of each client by revenue: large, medium, small; "" without revenue.

    #NUM! when medium is above large; one client without both limits: #N/A. Source:
    method, section 4 (PMG).
    """
    language = language_of(lang)
    lines = lines_of(revenue)
    upper, lower = one_number(large), one_number(medium)
    _needs_others(lines.arguments[0], upper, lower)
    try:
        codes = size(lines.arguments[0], upper, lower).codes
    except LimitOrderError:
        raise ArgumentError("#NUM!") from None
    names = {key: text.in_(language) for key, text in SIZES.items()}
    return lines.shaped([names.get(key, "") for key in codes])


# --- tables that spill ----------------------------------------------------------


@worksheet_function
def SEGMENT_KPIS(letters: Any, table_with_headings: Any, lang: Any = None) -> Result:
    """Clients, revenue, margins, cost to serve and basket by letter, and in all.

    #VALUE! when letters and rows differ in number, or for an unknown letter.
    """
    from segmentation_addin.excel.spilled import kpi_table
    from segmentation_addin.excel.table_argument import (
        letters_argument,
        table_argument,
    )

    table = table_argument(table_with_headings)
    language = table.language if missing(lang) else language_of(lang)
    return kpi_table(letters_argument(letters, table.rows), table, language)


@worksheet_function
def SEGMENT_MOVES(before: Any, after: Any, lang: Any = None) -> Result:
    """Clients by letter before (rows) and after (columns), with totals.

    A blank before is a new client, a blank after a client that is gone; a line that is
    blank twice is nobody. #VALUE! for what is no letter, or for ranges of unequal
    length; #N/A without any client. Source: method, section 4 (migration).
    """
    from segmentation_addin.excel.moves_table import moves_table

    return moves_table(before, after, language_of(lang))


@worksheet_function
def SEGMENT_WHALE(net_margin: Any, lang: Any = None) -> Result:
    """The whale curve of net margins at 0, 1, ... 100 % of the clients.

    #N/A without any figure. Source: method, section 4.
    """
    from segmentation_addin.excel.spilled import whale_table

    return whale_table(figures_of(net_margin), language_of(lang))


@worksheet_function
def SEGMENT_CONCENTRATION(values: Any, lang: Any = None) -> Result:
    """Shares of the largest 1, 5, 10, 20 %, HHI, 1 / HHI, Gini.

    #N/A without any figure, #DIV/0! when none is positive. Source: method, section 4.
    """
    from segmentation_addin.excel.spilled import concentration_table

    return concentration_table(figures_of(values), language_of(lang))
