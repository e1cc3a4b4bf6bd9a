"""The worksheet functions, as Excel calls them. Names and help stand in `registry`.

Each takes what COM hands over (a scalar, or rows of cells) and gives rows of cells;
what the arguments do not allow comes back as a token that the wrapper in the workbook
turns into a real Excel error. They are pure: nothing else is read, nothing is kept
but scales and rules by their content. What only the spilling functions need is
imported when the first of them is called: Excel waits while the server starts. The
functions of the readings stand in `reading_functions`; Excel finds all of them here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xlwings as xw

from segmentation_addin.core.assessment import Assessment
from segmentation_addin.core.client_figures import ClientFigures, assess_figures
from segmentation_addin.core.letters import LETTERS
from segmentation_addin.excel.arguments import (
    ArgumentError,
    Lines,
    Result,
    block,
    lines_of,
    missing,
    typed_numbers,
)
from segmentation_addin.excel.reading_functions import (
    SEGMENT_ABC,
    SEGMENT_CONCENTRATION,
    SEGMENT_KPIS,
    SEGMENT_MATRIX,
    SEGMENT_MOVES,
    SEGMENT_RFM,
    SEGMENT_SIZE,
    SEGMENT_WHALE,
)
from segmentation_addin.excel.scale_arguments import default_scale, rules_of, scale_of
from segmentation_addin.excel.worksheet_function import (
    language_of,
    number_cells,
    worksheet_function,
)
from segmentation_addin.results.words import next_sentences, why

__all__ = [
    "SEGMENT",
    "SEGMENT_ABC",
    "SEGMENT_CONCENTRATION",
    "SEGMENT_COST",
    "SEGMENT_KPIS",
    "SEGMENT_MATRIX",
    "SEGMENT_MOVES",
    "SEGMENT_NEXT",
    "SEGMENT_RFM",
    "SEGMENT_SCALE",
    "SEGMENT_SCORE",
    "SEGMENT_SIZE",
    "SEGMENT_TABLE",
    "SEGMENT_VERSION",
    "SEGMENT_WHALE",
    "SEGMENT_WHY",
]


# --- one client a line --------------------------------------------------------


def _assessed(
    figures: tuple[Any, ...], scale: Any, rules: Any
) -> tuple[Lines, Assessment]:
    lines = lines_of(*figures)
    revenue, gross_margin, cost_to_serve, potential, months, days = lines.arguments
    client_figures = ClientFigures(
        revenue,
        gross_margin,
        cost_to_serve,
        {"potential": potential, "recurrence": months, "recency": days},
    )
    given = scale_of(scale)
    found = assess_figures(
        client_figures, default_scale() if given is None else given, rules_of(rules)[0]
    )
    return lines, found


@worksheet_function
def SEGMENT(
    revenue: Any,
    gross_margin: Any,
    cost_to_serve: Any,
    potential: Any = None,
    active_months: Any = None,
    days: Any = None,
    scale: Any = None,
    rules: Any = None,
) -> Result:
    """Letter of each client: "A" to "D", "NC" (not classified), "" (inactive).

    Amounts over 12 months in one currency, ex-VAT; potential 0-5; months of the 12;
    days since the last order. #N/A: no scale and fewer than five clients, or a
    criterion with weight that these six figures cannot give. Source: method 1 to 3.
    """
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    return lines.shaped(LETTERS[found.lettering.letter].tolist())


@worksheet_function
def SEGMENT_SCORE(
    revenue: Any,
    gross_margin: Any,
    cost_to_serve: Any,
    potential: Any = None,
    active_months: Any = None,
    days: Any = None,
    scale: Any = None,
    rules: Any = None,
) -> Result:
    """Score of each client, 0-100, one decimal; "" where nothing is known.

    Arguments and errors as SEGMENT. Source: method, section 2.
    """
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    score = np.where(found.facts.active, found.scoring.score, np.nan)
    return lines.shaped(number_cells(score))


@worksheet_function
def SEGMENT_WHY(
    revenue: Any,
    gross_margin: Any,
    cost_to_serve: Any,
    potential: Any = None,
    active_months: Any = None,
    days: Any = None,
    scale: Any = None,
    rules: Any = None,
    lang: Any = None,
) -> Result:
    """Why each client has its letter, in words; `lang` is "en" or "fr".

    Arguments and errors as SEGMENT; #VALUE! for another language.
    """
    language = language_of(lang)
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    return lines.shaped(why(found, language))


@worksheet_function
def SEGMENT_NEXT(
    revenue: Any,
    gross_margin: Any,
    cost_to_serve: Any,
    potential: Any = None,
    active_months: Any = None,
    days: Any = None,
    scale: Any = None,
    rules: Any = None,
    lang: Any = None,
) -> Result:
    """The smallest change to the next letter, in words; for an A, to lose it.

    Arguments and errors as SEGMENT. Source: method, section 3.
    """
    language = language_of(lang)
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    return lines.shaped(next_sentences(found, language))


@worksheet_function
def SEGMENT_COST(quantities: Any, rates: Any) -> Result:
    """Cost to serve per row: sum of quantity x rate, currency; "" for a blank row.

    `quantities` has shape (rows, drivers), blank counts as zero beside others;
    `rates` one figure a driver. #VALUE! when their numbers differ.
    """
    amounts, prices = block(quantities), block(rates)
    if prices.size != amounts.columns:
        raise ArgumentError("#VALUE!")
    rate = typed_numbers(prices.cells)
    if rate.errors:
        raise ArgumentError(rate.errors[min(rate.errors)])
    rows = max(amounts.used_rows, 1)
    costs, known = np.zeros(rows), np.zeros(rows, dtype=bool)
    errors: dict[int, str] = {}
    for at in range(amounts.columns):
        driver = typed_numbers(amounts.column(at)[:rows])
        known |= ~np.isnan(driver.values)
        costs += np.nan_to_num(driver.values) * np.nan_to_num(rate.values[at])
        for row, name in driver.errors.items():
            errors.setdefault(row, name)
    found = np.where(known, costs, np.nan)
    return Lines((), 1, errors).shaped(number_cells(found))


# --- tables that spill ----------------------------------------------------------


@worksheet_function
def SEGMENT_TABLE(
    table_with_headings: Any, scale: Any = None, rules: Any = None, lang: Any = None
) -> Result:
    """The whole result of each row of a table of clients, below its headings.

    #VALUE! without a revenue column, #N/A without rows or without a scale and fewer
    than five clients. One row a client, over 12 months: a client with several periods
    is #VALUE!. A row with an error keeps its code and shows that error.
    """
    from segmentation_addin.excel.spilled import result_table
    from segmentation_addin.excel.table_argument import table_argument

    table = table_argument(table_with_headings)
    given = scale_of(scale)
    found, settings = rules_of(rules)
    language = table.language if missing(lang) else language_of(lang)
    return result_table(
        table,
        default_scale() if given is None else given,
        found,
        dict(settings),
        language,
    )


@worksheet_function
def SEGMENT_SCALE(table_with_headings: Any, lang: Any = None) -> Result:
    """A scale calibrated on a table of clients, ready to be passed as scale.

    #N/A under five clients with revenue, #VALUE! without a revenue column.
    """
    from segmentation_addin.excel.spilled import scale_table
    from segmentation_addin.excel.table_argument import table_argument

    table = table_argument(table_with_headings)
    language = table.language if missing(lang) else language_of(lang)
    figures = table.figures()
    if table.errors:
        raise ArgumentError(table.errors[min(table.errors)])
    return scale_table(figures, language)


@worksheet_function
def SEGMENT_VERSION() -> Result:
    """Versions of the add-in and of xlwings on this computer."""
    from segmentation_addin import __version__

    return [[f"{__version__} (xlwings {xw.__version__})"]]
