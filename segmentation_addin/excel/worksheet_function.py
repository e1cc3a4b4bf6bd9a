"""What every worksheet function shares: its registration with xlwings, its refusals.

What the arguments do not allow comes back as a token that the wrapper in the workbook
turns into a real Excel error.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import numpy as np
import xlwings as xw

from segmentation_addin.core.client_figures import NoScaleError, OtherCriterionError
from segmentation_addin.excel.arguments import (
    ArgumentError,
    Result,
    block,
    lines_of,
    missing,
    typed_numbers,
)
from segmentation_addin.excel.registry import BY_NAME, CATEGORY, MOST_HELP
from segmentation_addin.excel.tokens import token
from segmentation_addin.languages import LANGUAGES, Language

Arguments = ParamSpec("Arguments")


def number_cells(values: Any) -> list[str | float | bool]:
    """Numbers as cells, "" for what is unknown."""
    return ["" if np.isnan(value) else float(value) for value in values]


def worksheet_function(
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


def language_of(lang: Any) -> Language:
    """The language asked for, English when left out.

    Raises:
        ArgumentError: #VALUE! for one that we do not speak.
    """
    if missing(lang):
        return "en"
    if lang in LANGUAGES:
        return lang  # type: ignore[no-any-return]
    raise ArgumentError("#VALUE!")


def one_number(value: Any) -> float | None:
    """The number of an argument that is one cell; None when it was left out.

    Raises:
        ArgumentError: #VALUE! for a range or a word, or the error in the cell.
    """
    if missing(value):
        return None
    lines = lines_of(value)
    if len(lines.arguments[0]) != 1 or lines.errors:
        raise ArgumentError(lines.errors.get(0, "#VALUE!"))
    found = float(lines.arguments[0][0])
    return None if np.isnan(found) else found


def figures_of(values: Any) -> Any:
    """The numbers of a range; an error in it is the error of the whole.

    Raises:
        ArgumentError: #N/A without any number.
    """
    typed = typed_numbers(block(values).cells)
    if typed.errors:
        raise ArgumentError(typed.errors[min(typed.errors)])
    if np.isnan(typed.values).all():
        raise ArgumentError("#N/A")
    return typed.values
