"""The worksheet functions, as Excel calls them. Names and help stand in `registry`.

Each takes what COM hands over (a scalar, or rows of cells) and gives rows of cells;
what the arguments do not allow comes back as a token that the wrapper in the workbook
turns into a real Excel error. They are pure: nothing else is read, nothing is kept
but scales and rules by their content. What only the spilling functions need is
imported when the first of them is called: Excel waits while the server starts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import numpy as np
import xlwings as xw

from segmentation_addin.core.assessment import Assessment
from segmentation_addin.core.client_figures import (
    ClientFigures,
    NoScaleError,
    OtherCriterionError,
    assess_figures,
)
from segmentation_addin.core.letters import LETTERS
from segmentation_addin.core.readings.abc import abc
from segmentation_addin.excel.arguments import (
    ArgumentError,
    Lines,
    Result,
    block,
    lines_of,
    missing,
    typed_numbers,
)
from segmentation_addin.excel.registry import BY_NAME, CATEGORY, MOST_HELP
from segmentation_addin.excel.scale_arguments import default_scale, rules_of, scale_of
from segmentation_addin.excel.tokens import token
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.results.words import next_sentences, why
from segmentation_addin.workbook.outputs import ABC_CLASSES

Arguments = ParamSpec("Arguments")


def _cells(values: Any) -> list[str | float | bool]:
    """Numbers as cells, "" for what is unknown."""
    return ["" if np.isnan(value) else float(value) for value in values]


def _worksheet_function(
    function: Callable[Arguments, Result],
) -> Callable[Arguments, Result]:
    """Registers a function with xlwings, raw in and raw out; refusals are tokens."""
    declared = BY_NAME[function.__name__]

    @functools.wraps(function)
    def called(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except ArgumentError as error:
            return [[token(error.name)]]
        except (NoScaleError, OtherCriterionError):
            return [[token("#N/A")]]

    made: Any = called
    made = xw.func(category=CATEGORY.en)(made)
    for name in declared.python_arguments:
        made = xw.arg(name, "raw", doc=_help(declared.name, name))(made)
    return xw.ret("raw")(made)  # type: ignore[no-any-return]


def _help(function: str, name: str) -> str:
    found = (a.help.en for a in BY_NAME[function].arguments if a.name == name)
    return next(found, "Language of the words.")[:MOST_HELP]


def _language(lang: Any) -> Language:
    if missing(lang):
        return "en"
    if lang in LANGUAGES:
        return lang  # type: ignore[no-any-return]
    raise ArgumentError("#VALUE!")


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


@_worksheet_function
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


@_worksheet_function
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
    return lines.shaped(_cells(score))


@_worksheet_function
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
    language = _language(lang)
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    return lines.shaped(why(found, language))


@_worksheet_function
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
    language = _language(lang)
    lines, found = _assessed(
        (revenue, gross_margin, cost_to_serve, potential, active_months, days),
        scale,
        rules,
    )
    return lines.shaped(next_sentences(found, language))


@_worksheet_function
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
    return Lines((), 1, errors).shaped(_cells(found))


@_worksheet_function
def SEGMENT_ABC(values: Any, a: Any = None, b: Any = None, lang: Any = None) -> Result:
    """ABC class of each value: A, B, C, loss (< 0), inactive (0), "" (unknown).

    `a` and `b` are shares, 0-1. #NUM! unless 0 < a <= b <= 1. Source: method,
    section 4.
    """
    language = _language(lang)
    lines = lines_of(values)
    first, second = _share(a, 0.8), _share(b, 0.95)
    if not 0 < first <= second <= 1:
        raise ArgumentError("#NUM!")
    classes = abc(lines.arguments[0], first, second)
    names = {key: text.in_(language) for key, text in ABC_CLASSES.items()}
    return lines.shaped([names.get(key, "") for key in classes])


def _share(value: Any, default: float) -> float:
    if missing(value):
        return default
    lines = lines_of(value)
    if len(lines.arguments[0]) != 1 or lines.errors:
        raise ArgumentError(lines.errors.get(0, "#VALUE!"))
    return float(lines.arguments[0][0])


# --- tables that spill ----------------------------------------------------------


@_worksheet_function
def SEGMENT_TABLE(
    table_with_headings: Any, scale: Any = None, rules: Any = None, lang: Any = None
) -> Result:
    """The whole result of each row of a table of clients, below its headings.

    #VALUE! without a revenue column, #N/A without rows or without a scale and fewer
    than five clients. A row with an error keeps its code and shows that error.
    """
    from segmentation_addin.excel.spilled import result_table
    from segmentation_addin.excel.table_argument import table_argument

    table = table_argument(table_with_headings)
    given = scale_of(scale)
    found, settings = rules_of(rules)
    language = table.language if missing(lang) else _language(lang)
    return result_table(
        table,
        default_scale() if given is None else given,
        found,
        dict(settings),
        language,
    )


@_worksheet_function
def SEGMENT_SCALE(table_with_headings: Any, lang: Any = None) -> Result:
    """A scale calibrated on a table of clients, ready to be passed as scale.

    #N/A under five clients with revenue, #VALUE! without a revenue column.
    """
    from segmentation_addin.excel.spilled import scale_table
    from segmentation_addin.excel.table_argument import table_argument

    table = table_argument(table_with_headings)
    language = table.language if missing(lang) else _language(lang)
    figures = table.figures()
    if table.errors:
        raise ArgumentError(table.errors[min(table.errors)])
    return scale_table(figures, language)


@_worksheet_function
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
    language = table.language if missing(lang) else _language(lang)
    return kpi_table(letters_argument(letters, table.rows), table, language)


@_worksheet_function
def SEGMENT_WHALE(net_margin: Any, lang: Any = None) -> Result:
    """The whale curve of net margins at 0, 1, ... 100 % of the clients.

    #N/A without any figure. Source: method, section 4.
    """
    from segmentation_addin.excel.spilled import whale_table

    return whale_table(_figures(net_margin), _language(lang))


@_worksheet_function
def SEGMENT_CONCENTRATION(values: Any, lang: Any = None) -> Result:
    """Shares of the largest 1, 5, 10, 20 %, HHI, 1 / HHI, Gini.

    #N/A without any figure, #DIV/0! when none is positive. Source: method, section 4.
    """
    from segmentation_addin.excel.spilled import concentration_table

    return concentration_table(_figures(values), _language(lang))


def _figures(values: Any) -> Any:
    """The numbers of a range; an error in it is the error of the whole."""
    typed = typed_numbers(block(values).cells)
    if typed.errors:
        raise ArgumentError(typed.errors[min(typed.errors)])
    if np.isnan(typed.values).all():
        raise ArgumentError("#N/A")
    return typed.values


@_worksheet_function
def SEGMENT_VERSION() -> Result:
    """Versions of the add-in and of xlwings on this computer."""
    from segmentation_addin import __version__

    return [[f"{__version__} (xlwings {xw.__version__})"]]
